#!/usr/bin/env python3
"""House rules on text: ASCII, LF, file head with an SPDX line, size limits, words that mark unfinished work.

usage: check_text.py ROOT      prints one line per finding, exit status 1 if there is any.
"""
import pathlib
import re
import subprocess
import sys

SOURCE_FOLDERS = ("lib", "include", "tools", "tests", "bench")
LIMITS = {".cc": 800, ".h": 800}
PUBLIC_HEADER_LIMIT = 250
BANNED_NAMES = re.compile(r"(^|_)(util|utils|common|misc|helper|helpers|manager)(_|\.|$)")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def tracked(root):
    listing = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard", *SOURCE_FOLDERS],
                             capture_output=True, text=True)
    if listing.returncode == 0 and listing.stdout:
        return [pathlib.Path(line) for line in listing.stdout.splitlines()]
    return [path.relative_to(root) for folder in SOURCE_FOLDERS for path in pathlib.Path(root, folder).rglob("*") if path.is_file()]


def findings(root):
    for path in tracked(root):
        if path.suffix not in LIMITS or "broken_tree" in path.parts and "broken_tree" not in str(root):
            continue
        full = pathlib.Path(root, path)
        if not full.exists():
            continue
        raw = full.read_bytes()
        lines = raw.decode("utf-8", "replace").split("\n")
        if any(byte > 126 for byte in raw):
            yield f"{path}: not ASCII"
        if b"\r" in raw:
            yield f"{path}: not LF line ends"
        if not raw.endswith(b"\n"):
            yield f"{path}: no newline at the end"
        if not any("SPDX-License-Identifier: MIT" in line for line in lines[:10]):
            yield f"{path}:1: no SPDX line in the file head"
        limit = PUBLIC_HEADER_LIMIT if path.parts[0] == "include" else LIMITS[path.suffix]
        if len(lines) - 1 > limit:
            yield f"{path}: {len(lines) - 1} lines, limit {limit}"
        if BANNED_NAMES.search(path.name):
            yield f"{path}: a file is named after its one content"
        for number, line in enumerate(lines, 1):
            if UNFINISHED.search(line):
                yield f"{path}:{number}: unfinished work: {line.strip()}"


def main():
    found = list(findings(sys.argv[1]))
    print("\n".join(found) if found else "texts keep to the house rules")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
