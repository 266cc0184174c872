#!/usr/bin/env python3
"""Runs recorded cases of pip-compile and `uv pip compile` (conformance data, pip-compile/cases.json) with pin-compile.

usage: pip_compile_cases.py --program PIN-COMPILE --cases cases.json --index URL-OF-SIMPLE-INDEX --files URL-OF-FILES
                            [--tool pip-compile|uv] [--only ID|WORD] [--show] [--jobs N]
pip-compile cases run with `--compat pip-compile` and are compared byte by byte; uv cases by their pins. Prints every miss
with its tags, and a count; exit status 1 if a case misses that carries neither a `deviates-` nor a `gap-` tag.
"""
import argparse, base64, concurrent.futures, difflib, json, os, pathlib, re, shutil, subprocess, sys, tempfile, tomllib


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
    command = [options.program, *(["--compat", "pip-compile"] if case["tool"] == "pip-compile" else []), *words]
    answer = subprocess.run(command, cwd=folder, env=environment, input=places.put_in(case.get("stdin") or "").encode(),
                            capture_output=True, timeout=120)
    result = judge(case, answer, folder, places)
    shutil.rmtree(base, ignore_errors=True)
    return result, places.put_back(answer.stderr.decode("utf-8", "replace"))


def judge(case, answer, folder, places):
    expected = case["expected"]
    out = places.put_back(answer.stdout.decode("utf-8", "replace"))
    if (answer.returncode == 0) != (expected["status"] == 0):
        return [f"status {answer.returncode}, expected {expected['status']}"]
    if case["tool"] == "uv":
        if expected["status"] != 0:
            return []
        text = out
        for path in sorted(folder.rglob("*.txt")):
            text += path.read_text(errors="replace") if path.name != "requirements.in" else ""
        found = pins_of(text)
        for lock in [out, *(path.read_text() for path in sorted(folder.rglob("pylock*.toml")))]:
            if lock.startswith("lock-version"):
                found.update({package["name"]: package["version"] for package in tomllib.loads(lock)["packages"] if "version" in package})
        wrong = {name: (version, found.get(name)) for name, version in case["pins"].items() if found.get(name) != version}
        return [f"{name}: expected {old}, got {new}" for name, (old, new) in wrong.items()]
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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--program", "--cases", "--index", "--files"):
        parser.add_argument(name, required=True)
    parser.add_argument("--tool")
    parser.add_argument("--only")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    options.program = str(pathlib.Path(options.program).resolve())
    options.folder = tempfile.mkdtemp(prefix="pip-compile-cases-")
    options.cache = pathlib.Path(options.folder, "cache")
    cases = json.load(open(options.cases))["cases"]
    cases = [case for case in cases if (not options.tool or case["tool"] == options.tool)
             and (not options.only or options.only in case["id"] or options.only in case["tags"])]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda case: run_case(case, options), cases))
    excused = missed = 0
    for case, (differences, err) in zip(cases, results):
        if not differences:
            continue
        tags = [tag for tag in case["tags"] if tag.startswith(("deviates-", "gap-"))]
        excused += bool(tags)
        missed += not tags
        print(f"MISS {case['id']} {case['tool']} {case['title']} {' '.join(tags)}")
        if options.show:
            print("     " + " ".join(case["args"]))
            print("\n".join("     " + line for line in differences[:30]))
            print("\n".join("     | " + line for line in err.splitlines()[:6]))
    print(f"{len(cases) - excused - missed} of {len(cases)} equal; {excused} misses where the contract deviates or is silent, {missed} others")
    shutil.rmtree(options.folder, ignore_errors=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
