#!/usr/bin/env python3
"""Rewrites the map in HACKING.md: every folder and source file with the first sentence of its head comment.

usage: tools/update_map.py [--check]      --check: writes nothing, exit status 1 if the map is not current
"""
import pathlib
import re
import subprocess
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


def first_sentence(path):
    words = []
    for line in path.read_text().splitlines():
        if not line.startswith("//") or "SPDX" in line:
            break
        words.append(line.lstrip("/ ").rstrip())
    text = " ".join(words)
    sentence = re.split(r"(?<=[.;])\s", text, maxsplit=1)[0].rstrip(".;")
    name = path.stem.replace("_", "").lower()
    head, colon, rest = sentence.partition(": ")
    if colon and head.replace(" ", "").lower() in (name, name + "s"):
        sentence = rest
    return sentence if len(sentence) <= 150 else sentence[:147].rsplit(" ", 1)[0] + " ..."


def map_text():
    tracked = subprocess.run(["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True,
                             check=True).stdout.splitlines()
    lines = []
    for folder, meaning in FOLDERS.items():
        files = sorted(ROOT / name for name in tracked
                       if str(pathlib.PurePath(name).parent) == folder and name.endswith((".h", ".cc")) and (ROOT / name).exists())
        headers = {path.stem for path in files if path.suffix == ".h"}
        lines.append(f"\n**`{folder}/`** - {meaning}\n")
        lines += [f"- `{path.name}` {first_sentence(path)}" for path in files if path.suffix == ".h" or path.stem not in headers]
    return "\n".join(lines) + "\n\n"


def main():
    document = ROOT / "HACKING.md"
    before, _, rest = document.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    text = before + BEGIN + map_text() + END + after
    if "--check" in sys.argv[1:]:
        return 0 if text == document.read_text() else 1
    document.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
