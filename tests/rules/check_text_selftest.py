#!/usr/bin/env python3
"""check_text.py must find each kind of breach: a scratch tree with one of each."""
import pathlib
import subprocess
import sys
import tempfile

HEAD = "// What lives here.\n// SPDX-License-Identifier: MIT\n"
BREACHES = {
    "lib/solver/not_ascii.cc": (HEAD + "// \u00e9\n", "not ASCII"),
    "lib/solver/crlf.cc": (HEAD.replace("\n", "\r\n"), "not LF line ends"),
    "lib/solver/no_end.cc": (HEAD + "int x;", "no newline at the end"),
    "lib/solver/no_head.cc": ("int x;\n", "no SPDX line"),
    "lib/solver/long.cc": (HEAD + "int x;\n" * 801, "limit 800"),
    "include/pincompile/long.h": (HEAD + "int x;\n" * 250, "limit 250"),
    "lib/solver/util.cc": (HEAD, "named after its one content"),
    "lib/solver/unfinished.cc": (HEAD + "// TO" + "DO later\n", "unfinished work"),
}

with tempfile.TemporaryDirectory() as root:
    for name, (text, _) in BREACHES.items():
        path = pathlib.Path(root, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    checker = pathlib.Path(__file__).with_name("check_text.py")
    report = subprocess.run([sys.executable, str(checker), root], capture_output=True, text=True)
    missed = [name for name, (_, why) in BREACHES.items() if not any(name in line and why in line for line in report.stdout.splitlines())]
    print(report.stdout, "missed:", missed)
    sys.exit(0 if report.returncode == 1 and not missed else 1)
