#!/usr/bin/python3
"""Compares this library with PyPA's packaging on every string of a dump of PyPI, or on a small built-in set.

usage: compare_with_packaging.py VERDICTS [pypi-2023-09.jsonl.zst]

VERDICTS is the program packaging_verdicts. Compared: the verdict on every release string, requirement and
Requires-Python; normalised and canonical texts; and the order of all versions, packaging's against the byte
order of this library's keys. Differences in which packaging departs from the standard are counted apart, each
with its rule. Prints one line per kind and up to twenty examples of each difference; status 1 if any is left.
"""
import json
import subprocess
import sys
import tempfile

import packaging
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

SAMPLE = {
    "v": ["1.0", "v1.0-RC.1", "1.0.post-", "1!2+ab_C.07", "", "french", "1.0+", "1.0.0", "0.dev1", "1.0-1"],
    "r": ["a", "A[b, a]>=1,<2; python_version<'3'", "a (==1.*)", "a>=1.*", "a @ http://x ; os_name=='a'", "a;", "-a"],
    "s": ["", ">=3.6", ">=3.6,<4,", "=3", ">=3.6.*"],
}


def read_dump(path):
    """All distinct strings by kind, and the number of releases."""
    texts = {"v": set(), "r": set(), "s": set()}
    releases = 0
    with subprocess.Popen(["zstd", "-dcq", "--long=27", path], stdout=subprocess.PIPE) as unpacked:
        for line in unpacked.stdout:
            project = json.loads(line)
            for dependencies in project["d"]:
                texts["r"].update(dependencies["r"])
                if dependencies["p"] is not None:
                    texts["s"].add(dependencies["p"])
            for version in project["v"]:
                texts["v"].add(version[0])
                releases += 1
    return {kind: sorted(strings) for kind, strings in texts.items()}, releases


def verdicts(program, kind, strings):
    with tempfile.TemporaryFile() as questions:
        for text in strings:
            questions.write(f"{kind}{text.encode('utf-8', 'surrogatepass').hex()}\n".encode())
        questions.seek(0)
        answers = subprocess.run([program], stdin=questions, capture_output=True, check=True).stdout.split(b"\n")[:-1]
    assert len(answers) == len(strings), f"{len(answers)} answers to {len(strings)} questions"
    return answers


def text_of(answer):
    """Canonical text of an answer, None for a refusal."""
    return None if answer == b"-" else bytes.fromhex(answer.split(b" ")[-1].rstrip(b".").decode()).decode("utf-8", "surrogatepass")


def quoted(value):
    quote = "'" if '"' in value and "'" not in value else '"'
    inside = "".join(f"\\x{ord(c):02x}" if c == quote or ord(c) < 32 or ord(c) == 127 else "\\\\" if c == "\\" else c for c in value)
    return quote + inside + quote


def side(operand, other):
    if hasattr(operand, "serialize") and type(operand).__name__ == "Variable":
        return operand.value
    value = operand.value
    # PEP 685; packaging 23 does so for the first comparison of a marker only.
    return quoted(canonicalize_name(value) if type(other).__name__ == "Variable" and other.value == "extra" else value)


def marker_tree(node):
    """('and'|'or', terms) or text; groups directly in one of their own kind dissolved."""
    if isinstance(node, tuple):
        left, op, right = node
        return f"{side(left, right)} {op.value} {side(right, left)}"
    alternatives, current = [], []
    for item in node:
        if item == "or":
            alternatives.append(current)
            current = []
        elif item != "and":
            current.append(marker_tree(item))
    alternatives.append(current)
    return group("or", [group("and", terms) for terms in alternatives])


def group(kind, terms):
    if len(terms) == 1:
        return terms[0]
    flat = []
    for term in terms:
        flat.extend(term[1] if isinstance(term, tuple) and term[0] == kind else [term])
    return (kind, flat)


def marker_text(tree, inside=None):
    if isinstance(tree, str):
        return tree
    text = f" {tree[0]} ".join(marker_text(term, tree[0]) for term in tree[1])
    return f"({text})" if inside == "and" else text


def packaging_requirement(text):
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    extras = sorted({canonicalize_name(extra) for extra in requirement.extras})
    out = requirement.name + (f"[{','.join(extras)}]" if extras else "") + str(requirement.specifier)
    if requirement.url:
        out += f" @ {requirement.url}"
    if requirement.marker:
        out += (" ; " if requirement.url else "; ") + marker_text(marker_tree(requirement.marker._markers))
    return out


def packaging_set(text):
    try:
        return str(SpecifierSet(text))
    except InvalidSpecifier:
        return None


def packaging_version(text):
    try:
        return str(Version(text))
    except InvalidVersion:
        return None


REFERENCE = {"v": packaging_version, "r": packaging_requirement, "s": packaging_set}
# Where this packaging departs from the standard: rule -> does it explain this difference?
DEPARTURES = {
    "a final line break is no part of a requirement (packaging 26 agrees)":
        lambda kind, text, ours, theirs: kind == "r" and ours is None and text.endswith(("\n", "\r")),
    "a URL needs no scheme (packaging 26 agrees)":
        lambda kind, text, ours, theirs: kind == "r" and theirs is None and ours is not None and " @ " in ours and "://" not in ours,
    "non-ASCII letters that case folding maps to ASCII ones are no letters (packaging 26 agrees)":
        lambda kind, text, ours, theirs: ours is None and not text.isascii(),
}


def compare(kind, strings, answers):
    names = {"v": "versions", "r": "requirements", "s": "Requires-Python"}
    differences, departures, accepted = [], {}, 0
    for text, answer in zip(strings, answers):
        ours, theirs = text_of(answer), REFERENCE[kind](text)
        accepted += ours is not None
        if ours == theirs:
            continue
        rule = next((rule for rule, explains in DEPARTURES.items() if explains(kind, text, ours, theirs)), None)
        if rule is None:
            differences.append((text, ours, theirs))
        else:
            departures[rule] = departures.get(rule, 0) + 1
    print(f"{names[kind]}: {len(strings)} distinct, {accepted} accepted, {len(differences)} differences from packaging {packaging.__version__}")
    for text, ours, theirs in differences[:20]:
        print(f"  {text!r}: {ours!r} instead of {theirs!r}")
    for rule, count in departures.items():
        print(f"  {count} apart: {rule}")
    return len(differences)


def compare_order(strings, answers):
    """Sorted by our keys, packaging's order must never fall, and be equal exactly where keys are."""
    keyed = sorted((bytes.fromhex(answer.split(b" ")[0].decode()), text) for text, answer in zip(strings, answers) if answer != b"-")
    wrong = 0
    previous = None
    for key, text in keyed:
        version = Version(text)
        if previous is not None:
            same = key == previous[0]
            if (version == previous[1]) != same or not (same or previous[1] < version):
                wrong += 1
                if wrong <= 20:
                    print(f"  order of {previous[1]} and {version}")
        previous = (key, version)
    short = sum(len(key) <= 16 for key, _ in keyed)
    print(f"order: {len(keyed)} versions by memcmp of keys, {wrong} out of packaging's order; {short} keys fit 16 bytes")
    return wrong


def main():
    program = sys.argv[1]
    if len(sys.argv) > 2:
        texts, releases = read_dump(sys.argv[2])
        print(f"{releases} releases in {sys.argv[2]}")
    else:
        texts = SAMPLE
    wrong = 0
    for kind in ("v", "s", "r"):
        answers = verdicts(program, kind, texts[kind])
        wrong += compare(kind, texts[kind], answers)
        if kind == "v":
            wrong += compare_order(texts[kind], answers)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
