#!/usr/bin/env python3
"""What the built library may export, import and keep (architecture.md 4, 8, 9), read with nm and objdump.

usage: check_library.py STATIC_LIBRARY SHARED_LIBRARY C_VALUES_HEADER API_LIST [--checks]

STATIC_LIBRARY   its objects import no printing, exit, abort, getenv or current directory, and hold nothing mutable
                 outside functions. With --checks, for builds whose preconditions are checked, lib/support/require.cc
                 alone may print and abort.
SHARED_LIBRARY   exports names of namespace pincompile and the C API alone.
API_LIST         every C symbol and enumerator with its value, append-only: what is listed must be there as it was, and
                 what is there must be listed.
Prints one line per finding, exit status 1 if there is any.
"""
import pathlib
import re
import subprocess
import sys

FORBIDDEN = re.compile(
    r"^(_?exit|_Exit|quick_exit|abort|atexit|raise|signal|sigaction|"
    r"v?f?printf|__v?f?printf_chk|dprintf|puts|fputs|putchar|fputc|putc|fwrite|perror|syslog|stdout|stderr|stdin|"
    r"getenv|secure_getenv|setenv|putenv|environ|getcwd|get_current_dir_name|chdir|"
    r"_ZSt4(cout|cerr|clog)|_ZNSt10filesystem.*12current_path.*|_ZN3fmt.*6vprint.*)$")
# Handed on to the programs that are started; nothing is read from it.
PASSED_ON = ("subprocess.cc.o", "environ")
CHECKED = ("require.cc.o", {"abort", "fprintf", "__fprintf_chk", "stderr"})
# A function's static of const values is built once, behind a guard, and only read afterwards.
# Boost.Graph's keyword objects are empty.
NO_STATE = re.compile(r"^_ZGV|^_ZZ|^_ZN5boost|^DW\.ref\.")


def lines_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def member_of(line):
    """The name of an archive's member where nm or objdump begin to list it."""
    match = re.match(r"^(\S+\.o):", line)
    return match and match[1]


def import_findings(archive, checks):
    member = ""
    for line in lines_of("nm", "--undefined-only", archive):
        member = member_of(line) or member
        name = line.split()[-1].split("@")[0] if " U " in line else ""
        allowed = checks and member == CHECKED[0] and name in CHECKED[1]
        if FORBIDDEN.match(name) and not allowed and (member, name) != PASSED_ON:
            yield f"{member} imports {name}"


def global_findings(archive):
    member = ""
    for line in lines_of("objdump", "-t", archive):
        member = member_of(line) or member
        fields = re.match(r"^[0-9a-f]+ .{7} (\S+)\s+([0-9a-f]+)\s+(?:\.hidden )?(\S+)$", line)
        if not fields or int(fields[2], 16) == 0:
            continue
        section, name = fields[1], fields[3]
        mutable = section in ("*COM*",) or re.match(r"^\.(data|bss|tdata|tbss)(\.(?!rel\.ro)|$)", section)
        if mutable and not NO_STATE.match(name):
            yield f"{member} keeps {name} in {section}"


def exported(library):
    return [line.split()[-1].split("@")[0] for line in lines_of("nm", "-D", "--defined-only", library)]


def export_findings(names):
    ours = re.compile(r"^(pincompile_\w+|_ZN[KRO]*10pincompile.*|_ZT[ISV]N10pincompile.*)$")
    for name in names:
        if not ours.match(name):
            yield f"the shared library exports {name}"


def api_findings(names, header, listed):
    there = {f"symbol {name}" for name in names if name.startswith("pincompile_")}
    there |= {f"value {name} {value}" for name, value in re.findall(r"^\s+(PINCOMPILE_\w+) = (\d+)", header, re.M)}
    known = {line for line in listed.splitlines() if line and not line.startswith("#")}
    for line in sorted(known - there):
        yield f"gone or changed: {line}"
    for line in sorted(there - known):
        yield f"not in the list, to whose end it belongs: {line}"


def main():
    archive, library, header, api_list = sys.argv[1:5]
    names = exported(library)
    found = [*import_findings(archive, "--checks" in sys.argv), *global_findings(archive), *export_findings(names),
             *api_findings(names, pathlib.Path(header).read_text(), pathlib.Path(api_list).read_text())]
    if len(lines_of("nm", "--undefined-only", archive)) < 1000 or len(names) < 100:
        found.append("nm lists too little: is this the library?")
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
