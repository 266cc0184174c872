#!/usr/bin/env python3
"""`batch` at length, on recorded sets of requirements: same bytes as single runs, order, memory, interruption.

usage: run_batch.py PROGRAM INDEX_URL REQUIREMENTS_FOLDER [LINES]      (default 1000 lines)

The sets are varied in Python and platform, every twentieth line is broken in one of five ways. Checked: alone; through
GNU parallel with 2 workers; both on one cache that was filled before and cannot be written; 40 lines against single
runs; killed half-way and restarted with the rest; peak memory of the lines against the same three times. Run as root, the read-only part
runs as user nobody. Not a ctest: it needs a served index and minutes.
"""
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time

PYTHONS = ("3.10", "3.11", "3.12", "3.13")
PLATFORMS = ("linux/amd64", "linux/arm64", "macos", "windows")
BROKEN = ('{"id": %d, "requirements": "flask"', '{"id": %d, "requirements": "==broken\\n"}', "rubbish %d",
          '{"id": %d, "requirements": "flask\\nwerkzeug<0.1\\n"}',
          '{"id": %d, "requirements": "flask\\n", "options": {"output-file": "x"}}')


def lines_of(folder, count):
    sets = sorted(folder.glob("*.in"))
    draw = random.Random(20261124)
    lines = []
    for number in range(count):
        if number % 20 == 7:
            lines.append(BROKEN[number // 20 % len(BROKEN)] % number)
            continue
        text = sets[number % len(sets)].read_text()
        heads = dict(line[2:].split(": ", 1) for line in text.splitlines() if line.startswith("# ") and ": " in line)
        options = {"python-version": heads.get("python", "3.11"), "platform": "linux/amd64"}
        if "uploaded-before" in heads:
            options["uploaded-prior-to"] = heads["uploaded-before"].replace(" ", "T") + "Z"
        if draw.random() < 0.25:  # what was recorded holds for the sets' own targets: few of these have an answer
            options |= {"python-version": draw.choice(PYTHONS), "platform": draw.choice(PLATFORMS)}
        lines.append(json.dumps({"id": number, "requirements": text, "options": options}))
    return lines


def run(command, lines, **more):
    begin = time.time()
    done = subprocess.run(command, input="".join(line + "\n" for line in lines), capture_output=True, text=True, **more)
    return done.stdout.splitlines(), time.time() - begin, done


def feed(pipe, lines):
    """Writes until the reader is gone."""
    try:
        for line in lines:
            pipe.write(line + "\n")
        pipe.close()
    except BrokenPipeError:
        pass


def peak_kib(command, lines):
    _, _, done = run(["/usr/bin/time", "-f", "%M", *command], lines)
    return int(done.stderr.split()[-1])


def single_answer(program, options, line, scratch):
    """Status and output of the run that a line stands for."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=scratch))
    (folder / "requirements.in").write_text(line["requirements"])
    words = [f"--{name}={value}" for name, value in line.get("options", {}).items()]
    done = subprocess.run([program, *options, *words, "requirements.in"], cwd=folder, capture_output=True, text=True)
    output = folder / "requirements-pinned.txt"
    return done.returncode, output.read_text() if output.exists() else None


def check(what, holds):
    print(("ok    " if holds else "WRONG ") + what, flush=True)
    return 0 if holds else 1


def main():
    program, index, folder = os.path.abspath(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    lines = lines_of(folder, int(sys.argv[4]) if len(sys.argv) > 4 else 1000)
    scratch = pathlib.Path(tempfile.mkdtemp())
    os.environ.pop("PIP_FIND_LINKS", None)
    os.environ["PIP_CONFIG_FILE"] = "/dev/null"
    os.chdir(scratch)
    scratch.chmod(0o755)
    cache = scratch / "cache"
    options = ["--no-config", "--index-url", index, "--cache-dir", str(cache)]
    batch = [program, "batch", *options]
    wrong = 0

    expected, seconds, done = run(batch, lines)
    answers = [json.loads(line) for line in expected]
    print(f"cold: {len(expected)} answers in {seconds:.1f} s; statuses " +
          ", ".join(f"{s}: {sum(a['status'] == s for a in answers)}" for s in sorted({a['status'] for a in answers})))
    wrong += check("status 0, nothing on standard error", done.returncode == 0 and not done.stderr)
    wrong += check("an answer per line, in order", [a["id"] for a in answers] ==
                   [None if n % 20 == 7 and n // 20 % 5 in (0, 2) else n for n in range(len(lines))])

    warm = [*batch, "--offline"]
    read_only = warm
    for path in [*cache.rglob("*"), cache]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    if os.geteuid() == 0:
        read_only = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *warm]
    again, seconds, done = run(read_only, lines)
    print(f"warm, read-only cache: {seconds:.1f} s")
    wrong += check("the same bytes, warm, on a cache that cannot be written", again == expected)

    if shutil.which("parallel"):
        spread, seconds, done = run(["parallel", "--will-cite", "--pipe", "-k", "-N", "50", "-j", "2", *read_only], lines,
                                    env={**os.environ, "HOME": str(scratch)})
        print(f"parallel, 2 workers: {seconds:.1f} s")
        wrong += check("the same bytes through GNU parallel", spread == expected)
    else:
        print("skipped: parallel is not installed")

    process = subprocess.Popen(read_only, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    feeder = threading.Thread(target=feed, args=(process.stdin, lines))
    feeder.start()
    got = [process.stdout.readline() for _ in range(len(lines) // 4)]
    process.kill()
    got += process.stdout.readlines()
    feeder.join()
    whole = [line.rstrip("\n") for line in got if line.endswith("\n")]
    rest, _, _ = run(read_only, lines[len(whole):])
    wrong += check(f"killed after {len(whole)} answers and restarted with the rest", whole + rest == expected)

    for path in [cache, *cache.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    once, thrice = peak_kib(warm, lines), peak_kib(warm, lines * 3)
    print(f"peak memory: {once} KiB for {len(lines)} lines, {thrice} KiB for the same three times")
    wrong += check("memory is flat (5 %)", thrice < once * 1.05)

    differ = []
    for number in range(0, len(lines), max(1, len(lines) // 40)):
        try:
            line = json.loads(lines[number])
        except ValueError:
            continue
        if "output-file" in line.get("options", {}):
            continue
        status, output = single_answer(program, [*options, "--offline"], line, scratch)
        command = answers[number].get("output")
        shown = None if output is None else output.replace(" --offline", "")
        if (status, shown) != (answers[number]["status"], command):
            differ.append(number)
    wrong += check(f"the same bytes as single runs, every {max(1, len(lines) // 40)}th line {differ or ''}", not differ)
    shutil.rmtree(scratch)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
