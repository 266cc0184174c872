#!/usr/bin/env python3
"""Runs pin-compile on recorded sets of requirements against an index, twice, checks each answer with an independent
checker, replays what was recorded, and prints one table row per set.

usage: run_recorded_sets.py --program build/ci/tools/pin-compile/pin-compile --index http://127.0.0.1:8631
           --sets FOLDER --checker check_pins.py [--checker-index URL_OR_DIR] [--cert FILE] [--callgrind SET]
           [--access-log FILE] [--folder WORK] [SET...]
SET is a file name in FOLDER without `.in`; all sets with answers if none is named. A set's head may hold `# python: 3.11`,
`# platform: linux`, `# machine: x86_64`, `# uploaded-before: 2024-02-17 14:00:00`. Exit status 0 if every set passes:
    check   the checker found nothing
    same    a second run wrote nothing, asked nothing (its cache is warm) and left bytes and time stamp alone
    replay  --replay of --record wrote the same bytes
"""
import argparse, os, pathlib, re, resource, shutil, subprocess, sys, tempfile, time

SETS = """real-flask real-seed real-seed-pinned real-seed-exact real-web-fastapi real-web-django real-ml-transformers real-lint
real-data-airflow real-llm real-notebook uv-boto3 uv-jupyter uv-trio uv-bt-numpy-sparse uv-bt-starlette-fastapi big-dagster
big-dask-complete hard-boto3-urllib3-transient hard-kedro-test hard-old-web3 hard-sphinx hard-stackstac
hard-starlette-fastapi hard-svcs""".split()
WANTS_RECORDED_SDISTS = {"real-seed-pinned", "real-seed-exact", "hard-kedro-test"}


def head_of(path):
    head = {}
    for line in path.read_text().splitlines():
        found = re.match(r"#\s*([a-z-]+):\s*(.+)", line)
        if found:
            head[found.group(1)] = found.group(2).strip()
    return head


def measured(command, folder, environment):
    """Runs a command; its result, wall time, and peak memory in KiB."""
    begin = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out, err = process.communicate(timeout=600)
    seconds = time.monotonic() - begin
    return process.returncode, out, err, seconds


def peak_kib(command, folder, environment):
    before = os.fork()
    if before == 0:
        with open(os.devnull, "w") as nothing:
            status = subprocess.call(command, cwd=folder, env=environment, stdout=nothing, stderr=nothing)
        usage = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        (folder / "peak").write_text(str(usage))
        os._exit(status)
    os.waitpid(before, 0)
    return int((folder / "peak").read_text())


def requests_so_far(options):
    return pathlib.Path(options.access_log).read_bytes().count(b"\n") if options.access_log else 0


def run_set(name, options):
    source = pathlib.Path(options.sets, name + ".in")
    head = head_of(source)
    folder = pathlib.Path(options.folder, name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(source, folder / source.name)
    python = head.get("python", "3.11")
    platform = head.get("platform", "linux")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "PIP_CONFIG_FILE": "/dev/null"}
    command = [options.program, "--no-config", "-i", options.index.rstrip("/") + "/simple/", "--python-version", python,
               "--platform", platform if "machine" not in head else f"{platform}/{head['machine']}", source.name]
    if options.cert:
        command[1:1] = ["--cert", options.cert]
    cutoff = head.get("uploaded-before")
    if cutoff:
        cutoff = cutoff.replace(" ", "T") + "Z"
        command[1:1] = ["--uploaded-prior-to", cutoff]
    output = folder / f"{name}-pinned.txt"
    row = {"set": name, "check": "-", "same": "-", "replay": "-", "pins": 0}
    status, _, err, row["cold"] = measured(command, folder, environment)
    if status != 0:
        row["check"] = f"status {status}: " + (err.strip().splitlines() or ["?"])[0][:90]
        return row, False
    text = output.read_bytes()
    row["pins"] = len(re.findall(rb"^[a-z0-9][^ #\n]*==", text, re.M))

    checker = [options.checker_python, options.checker, "--index", options.checker_index or options.index, "--python", python]
    if cutoff:
        checker += ["--cutoff", cutoff]
    status, out, err, _ = measured([*checker, source.name, output.name], folder, dict(os.environ))
    row["check"] = "ok" if status == 0 else ((out + err).strip().splitlines() or ["?"])[0][:90]

    stamp = output.stat().st_mtime_ns
    before = requests_so_far(options)
    status, _, err, row["warm"] = measured(command, folder, environment)
    asked = requests_so_far(options) - before
    untouched = output.read_bytes() == text and output.stat().st_mtime_ns == stamp
    row["same"] = "ok" if status == 0 and untouched and not asked else f"no ({asked} requests)"
    row["peak"] = peak_kib(command, folder, environment)

    output.unlink()
    status, _, err, _ = measured([*command, "--record", "run.tar.gz"], folder, environment)
    output.unlink(missing_ok=True)
    replayed = folder / "replay"
    replayed.mkdir()
    shutil.copy(source, replayed / source.name)
    status, _, err, row["replayed"] = measured(
        [options.program, "--no-config", "--replay", "../run.tar.gz", source.name], replayed, environment)
    same = (replayed / output.name).exists() and (replayed / output.name).read_bytes() == text
    row["replay"] = "ok" if status == 0 and same else "no: " + (err.strip().splitlines() or ["other bytes"])[0][:60]
    output.write_bytes(text)
    if name in options.callgrind:
        measured(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + str(folder / "callgrind.out"), *command], folder,
                 environment)
        found = re.search(r"^(?:summary|totals): (\d+)", (folder / "callgrind.out").read_text(), re.M)
        row["instructions"] = f"{int(found.group(1)) / 1e6:.0f} M" if found else "?"
    return row, row["check"] == "ok" and row["same"] == "ok" and row["replay"] == "ok"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--program", "--index", "--sets", "--checker"):
        parser.add_argument(name, required=True)
    parser.add_argument("--checker-index", help="where the checker reads metadata, if not --index")
    parser.add_argument("--checker-python", default="/usr/bin/python3", help="a Python with the package packaging")
    parser.add_argument("--cert")
    parser.add_argument("--access-log", help="the server's log, one line a request: a warm run must add none")
    parser.add_argument("--callgrind", action="append", default=[])
    parser.add_argument("--folder", default=tempfile.gettempdir() + "/recorded-sets")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    options.program = str(pathlib.Path(options.program).resolve())
    options.checker = str(pathlib.Path(options.checker).resolve())
    failed = []
    print(f"{'set':32} {'pins':>4} {'cold s':>7} {'warm s':>7} {'peak MiB':>8}  check, same, replay")
    for name in options.names or SETS:
        row, passed = run_set(name, options)
        if not passed:
            failed.append(name)
        print(f"{name:32} {row['pins']:4} {row.get('cold', 0):7.3f} {row.get('warm', 0):7.3f} {row.get('peak', 0) / 1024:8.1f}  "
              f"{row['check']}, {row['same']}, {row['replay']} {row.get('instructions', '')}"
              f"{' (needs metadata recorded in sdists)' if name in WANTS_RECORDED_SDISTS else ''}", flush=True)
    print(f"{len(options.names or SETS) - len(failed)} pass, {len(failed)} fail: {' '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
