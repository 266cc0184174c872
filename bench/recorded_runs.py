"""What bench/run_process, bench/perf_gate and bench/write_report share: a served index, sets of requirements on it, and the lanes."""
import json, os, pathlib, platform, re, shutil, signal, socket, statistics, subprocess, sys, tempfile, time

SETS = """real-flask real-seed uv-jupyter uv-trio real-web-fastapi real-web-django real-data-airflow real-llm real-ml-transformers
real-notebook real-lint big-dagster uv-boto3 hard-starlette-fastapi hard-sphinx hard-old-web3""".split()
OFFLINE = {"hot", "rerun", "check"}
NGINX = """worker_processes 1; daemon off; pid nginx.pid; error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  access_log access.log; sendfile on; keepalive_requests 100000; http2_max_concurrent_streams 128;
  client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
  server {{ listen 127.0.0.1:{port}{tls}; root {tree};
    location /simple/ {{ index index.json; etag on; add_header Cache-Control "max-age=0, public";
      types {{ application/vnd.pypi.simple.v1+json json; }} }}
    location /files/ {{ default_type application/octet-stream; add_header Cache-Control "max-age=365000000, immutable, public"; }} }} }}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"nothing answers on port {port}")


class Server:
    """The index: ours, or one that is there."""

    def __init__(self, options, folder):
        self.processes, self.log, self.url, self.certificate = [], None, options.index, None
        scheme, host = ("https", "localhost") if options.tls else ("http", "127.0.0.1")
        if options.tree:
            port, place = free_port(), folder / "nginx"
            place.mkdir()
            tls = " ssl http2; ssl_certificate cert.pem; ssl_certificate_key key.pem" if options.tls else ""
            if options.tls:
                self.certificate = place / "cert.pem"
                subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"],
                               cwd=place, check=True, stderr=subprocess.DEVNULL)
            (place / "nginx.conf").write_text(NGINX.format(port=port, tls=tls, tree=pathlib.Path(options.tree).resolve()))
            self.processes.append(subprocess.Popen(["nginx", "-p", str(place), "-c", "nginx.conf", "-e", "stderr"]))
            self.log, self.url = place / "access.log", f"{scheme}://{host}:{port}"
            wait_for(port)
        if options.rtt:
            port, far = free_port(), int(self.url.rsplit(":", 1)[1])
            self.processes.append(subprocess.Popen([sys.executable, options.delay, str(port), str(far), str(options.rtt)]))
            self.url = f"{scheme}://{host}:{port}"
            wait_for(port)

    def requests(self):
        return self.log.read_bytes().count(b"\n") if self.log else None

    def stop(self):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
            process.wait()


class Recorded:
    """One set with its command line and the folder it is run in."""

    def __init__(self, name, options, server, folder):
        self.name, self.options, self.server = name, options, server
        self.folder = folder / name
        self.folder.mkdir()
        source = pathlib.Path(options.sets, name + ".in")
        shutil.copy(source, self.folder)
        self.head = dict(re.findall(r"^#\s*([a-z-]+):\s*(.+?)\s*$", source.read_text(), re.M))

    def command(self, lane, cache="cache"):
        words = [self.options.program, "--no-config", "-i", self.server.url + "/simple/", "--cache-dir", cache,
                 "--python-version", self.head.get("python", "3.11"), "--platform", "linux"]
        if "uploaded-before" in self.head:
            words += ["--uploaded-prior-to", self.head["uploaded-before"].replace(" ", "T") + "Z"]
        if self.server.certificate:
            words += ["--cert", str(self.server.certificate)]
        if lane in OFFLINE:
            words.append("--offline")
        if lane == "check":
            words.append("--check")
        return [*words, "-o", "pins.txt" if lane in ("rerun", "check") else "-", self.name + ".in"]

    def run(self, command, **more):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", "PIP_CONFIG_FILE": "/dev/null"}
        return subprocess.run(command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)

    def prepare(self, lane):
        if lane == "cold":
            shutil.rmtree(self.folder / "cache", ignore_errors=True)
        if lane != "cold" and not (self.folder / "pins.txt").exists():
            made = self.run([*self.command("cold")[:-3], "-o", "pins.txt", self.name + ".in"])
            if made.returncode != 0:
                sys.exit(f"{self.name}: {made.stderr.strip()}")

    def timed(self, lane, runs):
        """Figures of `runs` runs of a lane."""
        samples, requests = [], None
        self.prepare(lane)
        batches = runs if lane == "cold" else 1
        for _ in range(batches):
            self.prepare(lane)
            before = self.server.requests()
            out = self.run([self.options.measure, str(runs // batches), *self.command(lane)])
            if out.returncode != 0:
                sys.exit(f"{self.name} {lane}: failed: {' '.join(self.command(lane))}")
            samples += [json.loads(line) for line in out.stdout.splitlines()]
            if before is not None:
                requests = (self.server.requests() - before) // (runs // batches)
        walls = sorted(sample["wall"] for sample in samples)
        return {"wall_min": walls[0], "wall_median": statistics.median(walls), "wall_p90": walls[int(len(walls) * 0.9)],
                "cpu": statistics.median(sample["user"] + sample["system"] for sample in samples),
                "peak_mib": max(sample["peak_kib"] for sample in samples) / 1024, "runs": len(samples), "requests": requests}

    def instructions(self, lane):
        self.prepare(lane)
        return count_instructions(self.command(lane), self.run)


def count_instructions(command, run):
    out = run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command])
    found = re.search(r"Collected : (\d+)", out.stderr)
    if out.returncode != 0 or not found:
        sys.exit(f"callgrind: {' '.join(command)}: {out.stderr.strip()[-300:]}")
    return int(found.group(1))


def work_folder():
    """A new folder that the server's workers may look into."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="pin-compile-bench-"))
    folder.chmod(0o755)
    return folder


def with_programs(options):
    """Fills in where the programs of a build folder are."""
    build = pathlib.Path(options.build).resolve()
    options.program = str(build / "tools/pin-compile/pin-compile")
    options.measure, options.nothing = str(build / "bench/process/bench_measure"), str(build / "bench/process/bench_nothing")
    return options


def process_start(options):
    """What the smallest dynamically linked C++ program takes."""
    out = subprocess.run([options.measure, "100", options.nothing], stdout=subprocess.PIPE, text=True, check=True)
    walls = sorted(json.loads(line)["wall"] for line in out.stdout.splitlines())
    return {"wall_min": walls[0], "wall_median": statistics.median(walls)}


def machine():
    cpu = re.search(r"model name\s*:\s*(.+)", pathlib.Path("/proc/cpuinfo").read_text())
    version = subprocess.run(["git", "describe", "--always", "--dirty"], stdout=subprocess.PIPE, text=True).stdout.strip()
    return {"cpu": cpu.group(1) if cpu else "?", "cores": os.cpu_count(), "system": platform.platform(), "load": os.getloadavg()[0],
            "commit": version, "date": time.strftime("%Y-%m-%d %H:%M", time.gmtime())}
