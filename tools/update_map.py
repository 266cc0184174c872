#!/usr/bin/env python3
"""Rewrites the map in HACKING.md: every folder and source file with the first sentence of its head comment.

usage: tools/update_map.py [--check]      --check: writes nothing, exit status 1 if the map is not current

A file without a head, or with a first sentence that is too long for a map, is an error: exit status 1.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- map: tools/update_map.py -->\n", "<!-- end of map -->\n"
FOLDERS = {
    "include/pincompile": "the whole public C++ interface",
    "lib/support": "what a standard library might have",
    "lib/packaging": "PEP 440, 503, 508, 425 values; no I/O",
    "lib/target": "one Python on one platform: marker values, tags, detection",
    "lib/dist": "what one distribution file says",
    "lib/requirements": "everything the user writes, as values with positions",
    "lib/cache": "compiled records and where they are kept",
    "lib/index": "asking the world: transports, page formats, credentials, snapshots",
    "lib/solver": "finite-domain clause learning over numbers; knows no Python and no I/O",
    "lib/resolution": "Python questions to solver numbers to Python answers",
    "lib/graph": "the resolved graph and queries on it",
    "lib/output": "text from results; pure functions",
    "lib/api": "the real parts, wired; the C API",
    "tools/pin-compile": "the program: options, environment, jobs, messages, exit status",
}


LONGEST = 150
ABBREVIATION = re.compile(r"(?:^|[ (])(?:nos?|e\.g|i\.e|cf|vs)\.$")


def head_text(path):
    """The comment a file begins with, in one line, without its licence."""
    words = []
    for line in path.read_text().splitlines():
        line = line.strip()
        if words and words[-1].endswith("*/"):
            break
        if not line.startswith(("//", "/*", "*")):
            break
        if "SPDX-License-Identifier" not in line:
            words.append(line)
    return " ".join(word for word in (re.sub(r"^(//|/\*+|\*+/?)|\*/$", "", line).strip() for line in words) if word)


def first_sentence(path):
    text = head_text(path)
    ends = (end.start() + 1 for end in re.finditer(r"(?<!\.)\.(?=\s|$)", text) if not ABBREVIATION.search(text[:end.start() + 1]))
    sentence = text[:next(ends, len(text))].rstrip(".")
    name = path.stem.replace("_", "").lower()
    head, colon, rest = sentence.partition(": ")
    if colon and head.replace(" ", "").lower() in (name, name + "s"):
        sentence = rest[:1].upper() + rest[1:]
    return sentence


def mapped(folder):
    """Its headers, and its sources without one, by name."""
    files = sorted(path for path in (ROOT / folder).iterdir() if path.suffix in (".h", ".cc"))
    headers = {path.stem for path in files if path.suffix == ".h"}
    return [path for path in files if path.suffix == ".h" or path.stem not in headers]


def map_text():
    lines = []
    for folder, meaning in FOLDERS.items():
        lines.append(f"\n**`{folder}/`** - {meaning}\n")
        lines += [f"- `{path.name}` {first_sentence(path)}" for path in mapped(folder)]
    return "\n".join(lines) + "\n\n"


def complaints():
    for path in (path for folder in FOLDERS for path in mapped(folder)):
        size = len(first_sentence(path))
        if size == 0:
            yield f"{path.relative_to(ROOT)} has no head comment"
        elif size > LONGEST:
            yield f"{path.relative_to(ROOT)}: the first sentence has {size} characters, {LONGEST} are allowed"


def main():
    wrong = list(complaints())
    for text in wrong:
        print(text, file=sys.stderr)
    document = ROOT / "HACKING.md"
    before, _, rest = document.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    text = before + BEGIN + map_text() + END + after
    if "--check" in sys.argv[1:]:
        return 1 if wrong or text != document.read_text() else 0
    document.write_text(text)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
