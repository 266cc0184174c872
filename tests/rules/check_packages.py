#!/usr/bin/env python3
"""Every find_package and pkg-config name of the build has a Debian package in cmake/debian-packages.txt, and
.ci/run is nothing but README's test command.

usage: check_packages.py ROOT
"""
import pathlib
import re
import sys

# CMake or pkg-config name -> Debian package. A name that is not here is a finding.
PACKAGES = {
    "OpenSSL": "libssl-dev", "fmt": "libfmt-dev", "tsl-ordered-map": "libtsl-ordered-map-dev", "LibArchive": "libarchive-dev",
    "CURL": "libcurl4-openssl-dev", "LibXml2": "libxml2-dev", "simdjson": "libsimdjson-dev", "FlatBuffers": "libflatbuffers-dev",
    "yaml-cpp": "libyaml-cpp-dev", "tomlplusplus": "libtomlplusplus-dev", "Boost": "libboost-graph-dev", "CLI11": "libcli11-dev",
    "GTest": "libgtest-dev", "benchmark": "libbenchmark-dev", "PkgConfig": "pkg-config", "Threads": "g++", "lmdb": "liblmdb-dev",
    "cpp-httplib": "libcpp-httplib-dev", "Python3": "python3",
}
PROGRAMS = {"flatc": "flatbuffers-compiler", "nginx": "nginx-light", "valgrind": "valgrind", "git": None, "sh": None}


def main():
    root = pathlib.Path(sys.argv[1])
    listed = {line.split()[0] for line in (root / "cmake/debian-packages.txt").read_text().splitlines() if line and line[0] != "#"}
    found = []
    for path in [root / "CMakeLists.txt", *root.glob("lib/**/CMakeLists.txt"), *root.glob("tests/**/CMakeLists.txt"),
                 *root.glob("bench/**/CMakeLists.txt"), *root.glob("tools/**/CMakeLists.txt"), *root.glob("cmake/*.cmake")]:
        text = re.sub(r"#.*", "", path.read_text())
        names = re.findall(r"find_package\(\s*([A-Za-z0-9_-]+)", text)
        for call in re.findall(r"pkg_check_modules\(([^)]*)\)", text):
            names += [word.split(">")[0] for word in call.split()[1:] if word not in ("REQUIRED", "IMPORTED_TARGET", "QUIET")]
        for name in names:
            if name != "pincompile" and PACKAGES.get(name) not in listed:  # tests/install finds what was just installed
                found.append(f"{path.relative_to(root)}: no Debian package listed for {name}")
    ci = [line for line in (root / ".ci/run").read_text().splitlines() if line and not line.startswith("#")]
    if ci != ["exec bash tests/run.sh ci"]:
        found.append(f".ci/run: {ci}")
    if "tests/run.sh" not in (root / "README.md").read_text():
        found.append("README.md: does not name tests/run.sh")
    print("\n".join(found) if found else "packages and scripts agree")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
