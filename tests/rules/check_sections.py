#!/usr/bin/env python3
"""Each section of the behaviour contract is quoted by a test: in its name (`KeepsPins4_9`) or in words (`behaviour.md 4.9`).

usage: check_sections.py ROOT
The contract lies outside the repository; its sections are numbered here.
"""
import pathlib, re, sys

LAST_OF = {1: 6, 2: 11, 3: 5, 4: 10, 5: 6, 7: 4, 8: 2, 9: 6}  # chapter -> its last section; chapter 6 has none but its table
SECTIONS = [f"{chapter}.{section}" for chapter, last in LAST_OF.items() for section in range(1, last + 1)] + ["6", "6.3"]


def quoted_in(text):
    found = set()
    for name in re.findall(r"TEST(?:_F|_P)?\(\s*\w+,\s*(\w+)\)", text):
        found.update(".".join(pair) for pair in re.findall(r"(?<!\d)(\d{1,2})_(\d{1,2})(?!\d)", name))
        found.update(re.findall(r"[A-Za-z](\d)$", name))
    for words in re.findall(r"behaviour(?:\.md)?,? ((?:(?:and |to )?\d+(?:\.\d+)*(?: no\. \d+)?,? ?)+)", text):
        found.update(re.findall(r"\d+\.\d+|\d+", words))
    return found


def main():
    quoted = set()
    for path in pathlib.Path(sys.argv[1], "tests").rglob("*"):
        if path.suffix in (".cc", ".py", ".txt") and path.name != "check_sections.py":
            quoted |= quoted_in(path.read_text())
    missing = [section for section in SECTIONS if section not in quoted]
    for section in missing:
        print(f"no test quotes section {section}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
