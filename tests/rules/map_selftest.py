#!/usr/bin/env python3
"""The map's first sentences: whole ones, from each kind of head comment."""
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tools"))
import update_map  # noqa: E402

CASES = {
    "// What it is, in two\n// lines. More.\n// SPDX-License-Identifier: MIT\n": "What it is, in two lines",
    "// Texts (8.2 nos. 1 to 6, no. 13), e.g. these. More.\n": "Texts (8.2 nos. 1 to 6, no. 13), e.g. these",
    "// `A ... B`, one range; at most three. More.\n": "`A ... B`, one range; at most three",
    "// SPDX-License-Identifier: MIT\n// Behind the licence.\n": "Behind the licence",
    "// Identifiers of the SPDX list, version 3.25.0. More.\n": "Identifiers of the SPDX list, version 3.25.0",
    "/* The C API (C11).\n * SPDX-License-Identifier: MIT\n *\n * Rules\n */\n": "The C API (C11)",
    "/* One line. */\n/* Another comment. */\n": "One line",
    "// Some file: its content.\n": "Its content",
    "int x;\n": "",
}

wrong = []
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "some_file.h")
    for text, expected in CASES.items():
        path.write_text(text)
        found = update_map.first_sentence(path)
        if found != expected:
            wrong.append((text, found))
print("wrong:", wrong)
sys.exit(1 if wrong else 0)
