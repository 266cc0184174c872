#!/usr/bin/env python3
"""The same pins, in whatever way bytes travel. nginx serves a recorded index by HTTPS and HTTP/2; pin-compile runs cold on each form,
and what its server saw shows that the form was used.

usage: transport_forms.py --program PIN_COMPILE --tree SNAPSHOT_TAR_GZ --requirements FILE
    plain           HTTP/1.1 without TLS, with which the others are compared
    h2              HTTPS, HTTP/2
    gzip, br, zstd  as h2, pages in that content coding
    proxy           as h2, through an HTTP proxy that wants a name and a password
    socks           as h2, through a SOCKS5 proxy that looks names up
Exit status 77 where nginx or openssl is missing.
"""
import argparse, base64, ctypes, gzip, os, pathlib, re, shutil, socket, socketserver, struct, subprocess, sys, tarfile, tempfile, threading

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "bench"))
from recorded_runs import free_port, wait_for

CODINGS = ["gzip", "br", "zstd"]
NGINX = """worker_processes 1; daemon off; pid nginx.pid; error_log stderr crit; events {{ }}
http {{ log_format seen "$server_protocol $uri $sent_http_content_encoding"; access_log access.log seen;
  client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
  server {{ listen 127.0.0.1:{port}; listen 127.0.0.1:{tls} ssl http2; ssl_certificate cert.pem; ssl_certificate_key key.pem; root {tree};
    types {{ application/vnd.pypi.simple.v1+json json; }} index index.json;
    {codings} }} }}"""


def br(text):
    library, size = ctypes.CDLL("libbrotlienc.so.1"), ctypes.c_size_t(len(text) + 1024)
    out = ctypes.create_string_buffer(size.value)
    assert library.BrotliEncoderCompress(5, 22, 0, ctypes.c_size_t(len(text)), text, ctypes.byref(size), out) == 1
    return out.raw[: size.value]


def zstd(text):
    library = ctypes.CDLL("libzstd.so.1")
    library.ZSTD_compress.restype = ctypes.c_size_t
    out = ctypes.create_string_buffer(len(text) + 1024)
    size = library.ZSTD_compress(out, ctypes.c_size_t(len(out)), text, ctypes.c_size_t(len(text)), 3)
    return out.raw[:size]


def serve(folder, tree):
    """Starts nginx on `tree`; each coding has its pages in a folder of its own."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"], cwd=folder, check=True, stderr=subprocess.DEVNULL)
    for coding, encode in zip(CODINGS, (gzip.compress, br, zstd)):
        for page in (tree / "simple").glob("*/index.json"):
            place = tree / coding / page.relative_to(tree)
            place.parent.mkdir(parents=True)
            place.write_bytes(encode(page.read_bytes()))
        (tree / coding / "files").symlink_to("../files")
    port, tls = free_port(), free_port()
    codings = " ".join(f"location /{coding}/simple/ {{ add_header Content-Encoding {coding}; }}" for coding in CODINGS)
    (folder / "nginx.conf").write_text(NGINX.format(port=port, tls=tls, tree=tree, codings=codings))
    for place in [folder, *tree.rglob("*")]:  # its workers are somebody else where we are root
        place.chmod(0o755)
    server = subprocess.Popen(["nginx", "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"])
    wait_for(tls)
    return server, f"http://127.0.0.1:{port}", f"https://localhost:{tls}"


class Proxy(socketserver.ThreadingTCPServer):
    """Answers CONNECT with a name and a password, and SOCKS5 with a host name; counts both."""
    daemon_threads = allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Tunnel)
        self.used = {"proxy": 0, "socks": 0}
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Tunnel(socketserver.StreamRequestHandler):
    def far_end(self):
        first = self.rfile.read(1)
        if first == b"\5":
            self.rfile.read(self.rfile.read(1)[0])
            self.wfile.write(b"\5\0")
            assert self.rfile.read(4) == b"\5\1\0\3"  # connect to a name
            host, port = self.rfile.read(self.rfile.read(1)[0]), struct.unpack(">H", self.rfile.read(2))[0]
            self.wfile.write(b"\5\0\0\1\0\0\0\0\0\0")
            self.server.used["socks"] += 1
            return host.decode(), port
        host, port = (first + self.rfile.readline()).split()[1].decode().rsplit(":", 1)
        head = iter(self.rfile.readline, b"\r\n")
        if b"Basic " + base64.b64encode(b"me:secret") not in b"".join(head):
            self.wfile.write(b"HTTP/1.1 407 who\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n")
            return None
        self.wfile.write(b"HTTP/1.1 200 ok\r\n\r\n")
        self.server.used["proxy"] += 1
        return host, int(port)

    def handle(self):
        target = self.far_end()
        if target is None:
            return
        with socket.create_connection(target) as far:
            def copy(source, sink):
                try:
                    while part := source.recv(1 << 16):
                        sink.sendall(part)
                    sink.shutdown(socket.SHUT_WR)
                except OSError:  # whoever has all it wants hangs up
                    pass
            back = threading.Thread(target=copy, args=(far, self.request), daemon=True)
            back.start()
            copy(self.request, far)
            back.join()


def pins_of(program, folder, index, *words):
    command = [program, "--no-config", "--no-cache", "--no-header", "--no-annotate", "-q", "-i", index + "/simple/", "--cert", "cert.pem",
               *words, "--python-version", "3.11", "--platform", "linux/amd64", "-o", "-", "requirements.in"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "PIP_CONFIG_FILE": "/dev/null"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=100)
    return re.findall(r"^[a-z0-9][^ \n]*", done.stdout, re.M) if done.returncode == 0 else done.stderr.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--program", "--tree", "--requirements"):
        parser.add_argument(name, required=True)
    options = parser.parse_args()
    if not shutil.which("nginx") or not shutil.which("openssl"):
        print("skipped: nginx or openssl is missing")
        return 77
    program, failed = str(pathlib.Path(options.program).resolve()), 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        tarfile.open(options.tree).extractall(folder / "tree")
        shutil.copy(options.requirements, folder / "requirements.in")
        server, plain, tls = serve(folder, folder / "tree")
        try:
            proxy, log = Proxy(), folder / "access.log"
            through = "127.0.0.1:%d" % proxy.server_address[1]
            forms = {"plain": [plain], "h2": [tls], **{coding: [f"{tls}/{coding}"] for coding in CODINGS},
                     "proxy": [tls, "--proxy", f"http://me:secret@{through}"], "socks": [tls, "--proxy", f"socks5h://{through}"]}
            wanted = pins_of(program, folder, plain)
            for name, words in forms.items():
                before = log.stat().st_size
                pins = pins_of(program, folder, *words)
                seen = log.read_text()[before:].splitlines()
                pages = [line for line in seen if line.endswith(f"/index.json {name if name in CODINGS else '-'}")]
                protocol = "HTTP/1.1" if name == "plain" else "HTTP/2.0"
                good = bool(wanted) and pins == wanted and bool(pages) and all(line.startswith(protocol) for line in seen)
                good &= proxy.used.get(name, 1) > 0
                failed += not good
                print(f"{name:6} {len(pages)} pages, " + (f"{len(pins)} pins" if good else f"WRONG: {str(pins)[:200]} {seen[:2]}"), flush=True)
        finally:
            server.terminate()
            server.wait()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
