#!/usr/bin/env python3
"""Counts what recorded sets of requirements cost on the network: requests, and round trips, which are the time that a delay
adds, divided by the delay. The index is served by an nginx of its own over HTTPS with HTTP/2; its pages are stale at once.

usage: measure_network.py --program build/ci/tools/pin-compile/pin-compile --tree FOLDER --sets FOLDER --delay delay.py
           [--rtt MS] [--tls 1.3] [--runs N] [--folder WORK] [SET...]
TREE holds simple/NAME/index.json and files/NAME/FILE.metadata; delay.py LISTEN TARGET MS is a relay that adds a round-trip
time. A row: pins, depth of the dependencies, then for each lane requests (pages, of them unchanged; others) and round trips:
    cold   no cache                        limits: requests 1.6 x (names + pins), round trips 2 x depth + 5
    stale  every page has to be asked for  limits: one conditional request per page, round trips 4
    first  the same without an earlier output
    hot    every page is fresh             limit: no socket (strace)
A request for `/` only opens a spare connection.
"""
import argparse, collections, json, os, pathlib, re, shutil, socket, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from run_recorded_sets import SETS, head_of

NGINX = """worker_processes 1; daemon off; pid nginx.pid; error_log error.log warn;
events {{ worker_connections 4096; }}
http {{
  log_format line '$status $request_uri'; access_log access.log line; sendfile on; keepalive_requests 100000; gzip off;
  client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
  server {{
    listen 127.0.0.1:{port} ssl http2; ssl_protocols TLSv{tls}; ssl_certificate cert.pem; ssl_certificate_key key.pem; root tree;
    location /simple/ {{ index index.json; etag on; add_header Cache-Control "max-age={age}";
      types {{ application/vnd.pypi.simple.v1+json json; }} }}
    location /files/ {{ default_type application/octet-stream; }}
  }}
}}
"""


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
    sys.exit(f"nothing listens on port {port}")


class Index:
    """nginx with the tree, and before it the relay, both on free ports."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.port, self.shown_port = free_port(), free_port()
        folder.mkdir(parents=True)
        (folder / "tree").symlink_to(pathlib.Path(options.tree).resolve())
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"],
                       cwd=folder, check=True, capture_output=True)
        self.nginx = self.relay = None
        self.serve(age=0)

    def serve(self, age):
        self.stop("nginx")
        (self.folder / "nginx.conf").write_text(NGINX.format(port=self.port, age=age, tls=self.options.tls))
        self.nginx = subprocess.Popen(["nginx", "-p", f"{self.folder}/", "-c", "nginx.conf", "-e", "error.log"], cwd=self.folder)
        wait_for(self.port)

    def set_delay(self, milliseconds):
        self.stop("relay")
        self.relay = subprocess.Popen([sys.executable, self.options.delay, str(self.shown_port), str(self.port), str(milliseconds)])
        wait_for(self.shown_port)

    def stop(self, name):
        process = getattr(self, name)
        if process:
            process.terminate()
            process.wait()

    def take_log(self):
        """Requests since the last look: (pages, pages found unchanged, others, requests asked twice)."""
        time.sleep(0.05)
        log = self.folder / "access.log"
        lines = log.read_text().splitlines() if log.exists() else []
        with open(log, "w"):
            pass
        pages = [line for line in lines if " /simple/" in line]
        again = sum(count - 1 for count in collections.Counter(line.split()[1] for line in lines if not line.endswith(" /")).values())
        return len(pages), sum(line.startswith("304") for line in pages), len(lines) - len(pages), again


def depth_of(report):
    """Links of the longest of all shortest ways from a line to a pin."""
    depths, pins = {}, json.loads(report.read_text())["install"]
    users = {pin["metadata"]["name"].lower(): [by.get("name", "").lower() for by in pin["pin_compile"]["required_by"]] for pin in pins}
    wave = {name for name, by in users.items() if "" in by or not by}
    depth = 0
    while wave:
        depth += 1
        depths.update(dict.fromkeys(wave, depth))
        wave = {name for name, by in users.items() if name not in depths and any(user in depths for user in by)}
    return depth


class Lanes:
    def __init__(self, name, options, index):
        self.options, self.index = options, index
        source = pathlib.Path(options.sets, name + ".in")
        head = head_of(source)
        self.folder = pathlib.Path(options.folder, "sets", name)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        shutil.copy(source, self.folder)
        machine = "/" + head["machine"] if "machine" in head else ""
        self.output = self.folder / "pins.txt"
        self.cache = self.folder / "cache"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", "PIP_CONFIG_FILE": "/dev/null"}
        self.command = [options.program, "--no-config", "--no-progress", "-q", "-i", f"https://localhost:{index.shown_port}/simple/",
                        "--cert", str(index.folder / "cert.pem"), "--cache-dir", str(self.cache), "--python-version", head.get("python", "3.11"),
                        "--platform", head.get("platform", "linux") + machine, "-o", self.output.name, source.name]
        if "uploaded-before" in head:
            self.command += ["--uploaded-prior-to", head["uploaded-before"].replace(" ", "T") + "Z"]

    def run(self, *more, wrapper=()):
        begin = time.monotonic()
        done = subprocess.run([*wrapper, *self.command, *more], cwd=self.folder, env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{self.folder.name}: status {done.returncode}: {done.stderr.strip()[:300]}")
        return time.monotonic() - begin

    def best(self, prepare):
        seconds = []
        for _ in range(self.options.runs):
            prepare()
            self.index.take_log()
            seconds.append(self.run())
        return min(seconds), self.index.take_log()

    def forget(self):
        shutil.rmtree(self.cache, ignore_errors=True)
        self.output.unlink(missing_ok=True)

    def measure(self, milliseconds):
        """Per lane: seconds of the best run, and the requests of the last."""
        self.index.set_delay(milliseconds)
        results = {"cold": self.best(self.forget)}
        self.text = self.output.read_bytes()
        results["stale"] = self.best(lambda: None)
        results["first"] = self.best(self.output.unlink)
        if self.output.read_bytes() != self.text:
            sys.exit(f"{self.folder.name}: another answer without the earlier output")
        return results

    def sockets_of_hot_run(self):
        self.index.serve(age=600)
        self.run()
        self.run("--report", "report.json", wrapper=["strace", "-f", "-e", "trace=%network,openat", "-o", "trace"])
        trace = (self.folder / "trace").read_text()
        self.index.serve(age=0)
        return len(re.findall(r"\b(?:socket|connect)\(", trace)) + trace.count("libpincompile-net")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--program", "--tree", "--sets", "--delay"):
        parser.add_argument(name, required=True)
    parser.add_argument("--rtt", type=float, default=20)
    parser.add_argument("--tls", default="1.2", choices=["1.2", "1.3"], help="1.3 takes a round trip less to connect")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", default=tempfile.gettempdir() + "/measured-network")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    options.program = str(pathlib.Path(options.program).resolve())
    shutil.rmtree(options.folder, ignore_errors=True)
    index = Index(options, pathlib.Path(options.folder, "index"))
    missed = collections.Counter()
    try:
        print(f"{'set':32} pins depth | cold: requests (limit) trips (limit) | stale: pages unchanged others trips | first: the same | hot sockets")
        for name in options.names or SETS:
            lanes = Lanes(name, options, index)
            plain, delayed = lanes.measure(0), lanes.measure(options.rtt)
            sockets = lanes.sockets_of_hot_run()
            trips = {lane: (delayed[lane][0] - plain[lane][0]) * 1000 / options.rtt for lane in plain}
            pins = len(re.findall(rb"^[a-z0-9][^ #\n]*==", lanes.text, re.M))
            depth = depth_of(lanes.folder / "report.json")
            pages, _, others, again = delayed["cold"][1]
            limit = int(2 * pins * 1.6)
            row = f"{name:32} {pins:4} {depth:5} | {pages:4} + {others:4} ({limit:4}) {trips['cold']:5.1f} ({2 * depth + 5:2})"
            for lane in ("stale", "first"):
                asked, unchanged, more, _ = delayed[lane][1]
                row += f" | {asked:4} {unchanged:4} {more:3} {trips[lane]:5.1f}"
                missed[f"{lane} requests"] += asked != unchanged or more > 0 or asked > pages
                missed[f"{lane} round trips"] += trips[lane] > 4
            missed["cold requests"] += pages + others > limit
            missed["cold round trips"] += trips["cold"] > 2 * depth + 5
            missed["asked twice"] += again > 0
            missed["hot sockets"] += sockets > 0
            print(f"{row} | {sockets}" + (f" ({again} asked twice)" if again else ""), flush=True)
    finally:
        index.stop("relay")
        index.stop("nginx")
    print("sets beyond a limit: " + (", ".join(f"{what} {count}" for what, count in missed.items() if count) or "none"))
    return 1 if any(missed.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
