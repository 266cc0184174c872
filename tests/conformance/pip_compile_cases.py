#!/usr/bin/env python3
"""Runs recorded cases of pip-compile and `uv pip compile` (conformance data, pip-compile/cases.json) with pin-compile.

usage: pip_compile_cases.py --program PIN-COMPILE [--data FOLDER] [--index-folder FOLDER] [--tool pip-compile|uv]
                            [--only ID|WORD] [--show] [--jobs N]
FOLDER of --data is the conformance data (default: PINCOMPILE_CONFORMANCE_DIR, else ../shared/conformance); the recorded index
lies beside it, is unpacked into --index-folder unless it is there, and served by this script. pip-compile cases run with
`--compat pip-compile` and are compared byte by byte; uv cases by their pins and by what their pylock.toml lists. Exit status 1
if a case misses that NAMED does not name, or one that it names is equal; 77 if there is no data.
"""
import argparse, base64, concurrent.futures, difflib, http.server, json, os, pathlib, re, shutil, subprocess, sys, tempfile
import threading, tomllib

# Cases whose bytes or pins are not ours, each with the reason (sections of the behaviour contract).
NAMED = {
    "14e6a96325c3": "1.2: a dry run prints the unified diff, pip-compile prints nothing",
    "196e1e37934c": "5.2, 2.11: an extra that names its own project is expanded; pip-compile pins the project by a URL of the machine",
    "2c2d96c1d6c1": "2.6, 2.11: pip-compile names a parent that its search looked at and gave up (flask 3.1)",
    "87d261a15aea": "2.6, 2.11: the same",
    "2d3d2575617d": "8.2 no. 14: kept hashes that no file of the index has are an error, never silent",
    "3657a4ba368d": "4.9: --hash in a source limits the files, and none has it",
    "3f70bd0d05e3": "4.2: only the user accepts a yanked version, not a package's metadata",
    "4558766e7adf": "2.11: `via -/libs/core[web]` is a path cut by a defect",
    "48c3ad876cac": "5.2: requires-python of the project has to admit the target",
    "53e8e77134ad": "1.2: --group is an option here",
    "5bf1840c96a6": "4.2: === compares with the version as the file spells it, not as it is normalised",
    "06e9b347300f": "1.2: upper bounds of Requires-Python are respected (--python-upper-bounds ignore is uv's way)",
    "552565f6b5fd": "4.8: a date means its first instant in UTC, not the end of that day",
}


class Placeholders:
    def __init__(self, options, folder):
        self.pairs = [("{INDEX}", options.index.rstrip("/")), ("{FILES}", options.files.rstrip("/")), ("{DIR}", str(folder)),
                      ("{PYPI}", "https://pypi.org/simple")]

    def put_in(self, text):
        for name, value in self.pairs:
            text = text.replace(name, value)
        return text

    def put_back(self, text):
        for name, value in self.pairs[:3]:
            text = text.replace(value, name)
        return text.replace(self.pairs[3][1], "{PYPI}")


def lay_out(case, folder, places):
    for path, text in case.get("files", {}).items():
        full = folder / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(places.put_in(text).encode())
    for path, text in case.get("files_base64", {}).items():
        full = folder / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(base64.b64decode(text))


def pins_of(text):
    pins = {}
    for line in text.splitlines():
        found = re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?={2,3}([^ ;\\]+)", line)
        if found:
            pins[re.sub(r"[-_.]+", "-", found.group(1)).lower()] = found.group(2)
    return pins


def run_case(case, options):
    base = pathlib.Path(tempfile.mkdtemp(prefix="case-", dir=options.folder))
    folder, home, venv = base / "w", base / "home", base / "venv"
    for path in (folder, home, venv / "bin"):
        path.mkdir(parents=True)
    version = "3.11.7"
    (venv / "pyvenv.cfg").write_text(f"home = /usr/bin\nimplementation = CPython\nversion = {version}\n")
    (venv / "bin/python").write_text("")
    places = Placeholders(options, folder)
    lay_out(case, folder, places)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "PIP_CONFIG_FILE": "/dev/null",
                   "VIRTUAL_ENV": str(venv), "PIN_COMPILE_CACHE_DIR": str(options.cache)}
    environment.update({name: places.put_in(value) for name, value in (case.get("env") or {}).items()})
    words = [places.put_in(word) for word in case["args"]]
    # uv's locks list the files of the target only.
    more = (["--compat", "pip-compile"] if case["tool"] == "pip-compile"
            else ["--hash-scope", "target"] if "pylock" in case["expected"] else [])
    command = [options.program, *more, *words]
    answer = subprocess.run(command, cwd=folder, env=environment, input=places.put_in(case.get("stdin") or "").encode(),
                            capture_output=True, timeout=120)
    result = judge(case, answer, folder, places)
    shutil.rmtree(base, ignore_errors=True)
    return result, places.put_back(answer.stderr.decode("utf-8", "replace"))


def files_of(package):
    """What a package of a pylock.toml may be installed from: file names with their digests, and its marker."""
    listed = package.get("wheels", []) + ([package["sdist"]] if "sdist" in package else [])
    return (package.get("version"), package.get("marker", "").replace("'", '"'),
            sorted((file.get("name") or file["url"].rsplit("/", 1)[-1], file["hashes"]["sha256"]) for file in listed))


def judge_pins(case, out, folder):
    texts = [out, *(path.read_text(errors="replace") for path in sorted(folder.rglob("*.txt")) if path.name != "requirements.in")]
    found = pins_of("\n".join(texts))
    differences = []
    for lock in [out, *(path.read_text() for path in sorted(folder.rglob("pylock*.toml")))]:
        if not lock.startswith("lock-version"):
            continue
        packages = {package["name"]: package for package in tomllib.loads(lock)["packages"]}
        found.update({name: package["version"] for name, package in packages.items() if "version" in package})
        for package in case["expected"].get("pylock", {}).get("packages", []):
            old, new = files_of(package), files_of(packages.get(package["name"], {}))
            if old != new:
                differences.append(f"{package['name']} in the lock: expected {old}, got {new}")
    for name, version in case["pins"].items():
        if found.get(name) != version:
            differences.append(f"{name}: expected {version}, got {found.get(name)}")
    return differences


def judge(case, answer, folder, places):
    expected = case["expected"]
    out = places.put_back(answer.stdout.decode("utf-8", "replace"))
    if (answer.returncode == 0) != (expected["status"] == 0):
        return [f"status {answer.returncode}, expected {expected['status']}"]
    if case["tool"] == "uv":
        if expected["status"] != 0:
            return []
        return judge_pins(case, out, folder)
    differences = []
    for path, text in expected["files"].items():
        full = folder / path
        actual = places.put_back(full.read_bytes().decode("utf-8", "replace")) if full.exists() else None
        if text is not None:
            text = text if "{DIR}" in text else places.put_back(places.put_in(text))
        if actual != text:
            differences += [f"{path}:"] + list(difflib.unified_diff((text or "(none)\n").splitlines(),
                                                                     (actual if actual is not None else "(none)\n").splitlines(),
                                                                     "expected", "got", lineterm="", n=1))
    if expected["status"] == 0 and out != expected.get("stdout", ""):
        differences += ["stdout:"] + list(difflib.unified_diff(expected.get("stdout", "").splitlines(), out.splitlines(),
                                                               "expected", "got", lineterm="", n=1))
    return differences


class Index(http.server.SimpleHTTPRequestHandler):
    """The recorded index as its pages were: JSON or HTML by the Accept header."""
    protocol_version = "HTTP/1.1"
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map,
                      ".json": "application/vnd.pypi.simple.v1+json", "": "application/octet-stream"}

    def do_GET(self):
        path = self.path.split("?")[0]
        if path.startswith("/simple/") and path.endswith("/"):
            wants_json = "simple.v1+json" in self.headers.get("Accept", "")
            self.path = path + ("index.json" if wants_json else "index.html")
        super().do_GET()

    def log_message(self, *_):
        pass


def serve(folder):
    def handler(*arguments):
        return Index(*arguments, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def unpack(data, folder):
    archive = sorted((data.parent / "data").glob("pypi-2026-*.tar.zst"))
    tool = data.parent / "tools" / "mklive.py"
    if folder.exists():
        return True
    if not archive or not tool.exists() or shutil.which("zstd") is None:
        return False
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    subprocess.run([sys.executable, tool, archive[-1], partial, "--closed"], check=True, stdout=subprocess.DEVNULL)
    partial.rename(folder)
    return True


def skip(why):
    print(f"skipped: {why}")
    return 77


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", default=os.environ.get("PINCOMPILE_CONFORMANCE_DIR") or
                        pathlib.Path(__file__).resolve().parents[3] / "shared" / "conformance")
    parser.add_argument("--index-folder", default=os.path.join(tempfile.gettempdir(), "pin-compile-recorded-index"))
    parser.add_argument("--tool")
    parser.add_argument("--only")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    data = pathlib.Path(options.data).resolve()
    recorded = data / "pip-compile" / "cases.json"
    if not recorded.exists():
        return skip(f"no conformance data at {recorded}")
    if not unpack(data, pathlib.Path(options.index_folder).resolve()):
        return skip("no recorded index beside the conformance data (or no zstd to unpack it)")
    server = serve(options.index_folder)
    options.index, options.files = server + "/simple", server + "/files"
    options.program = str(pathlib.Path(options.program).resolve())
    options.folder = tempfile.mkdtemp(prefix="pip-compile-cases-")
    options.cache = pathlib.Path(options.folder, "cache")
    cases = json.loads(recorded.read_text())["cases"]
    cases = [case for case in cases if (not options.tool or case["tool"] == options.tool)
             and (not options.only or options.only in case["id"] or options.only in case["tags"])]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda case: run_case(case, options), cases))
    shutil.rmtree(options.folder, ignore_errors=True)
    return report(cases, results, options.show)


def report(cases, results, show):
    equal = wrong = 0
    for case, (differences, err) in zip(cases, results):
        reason = NAMED.get(case["id"])
        equal += not differences
        if bool(differences) == bool(reason):
            if reason:
                print(f"named {case['id']} {case['tool']}: {reason}")
            continue
        wrong += 1
        print(f"{'MISS' if differences else 'EQUAL though named'} {case['id']} {case['tool']} {case['title']}")
        if show:
            print("     " + " ".join(case["args"]))
            print("\n".join("     " + line for line in differences[:30]))
            print("\n".join("     | " + line for line in err.splitlines()[:6]))
    print(f"{equal} of {len(cases)} equal, {len(cases) - equal} not; {wrong} otherwise than named")
    return 1 if wrong or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
