#!/usr/bin/env python3
"""Reads what the program writes as other tools would: pylock.toml by the rules of PEP 751, the report as pip's installation
report, hashes as pip's hash-checking mode does (behaviour.md 2.8, 9.1, 9.2).

usage: output_readers.py --program PIN-COMPILE --snapshot demo.tar.gz
Replays a recorded run, so nothing is asked. The rules are restated here from the standards; no code is shared with the writer.
"""
import argparse, datetime, json, os, pathlib, re, subprocess, sys, tempfile, tomllib

try:
    from packaging.markers import Marker
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet
    from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename
    from packaging.version import Version
except ImportError:
    try:
        from pip._vendor.packaging.markers import Marker
        from pip._vendor.packaging.requirements import Requirement
        from pip._vendor.packaging.specifiers import SpecifierSet
        from pip._vendor.packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename
        from pip._vendor.packaging.version import Version
    except ImportError:
        print("skipped: this Python has neither packaging nor pip")
        sys.exit(77)

TOP_KEYS = {"lock-version", "environments", "requires-python", "extras", "dependency-groups", "default-groups", "created-by",
            "packages", "tool"}
PACKAGE_KEYS = {"name", "version", "marker", "requires-python", "dependencies", "vcs", "directory", "archive", "index", "sdist",
                "wheels", "attestation-identities", "tool"}
FILE_KEYS = {"name", "upload-time", "url", "path", "size", "hashes"}
ENVIRONMENT_KEYS = {"implementation_name", "implementation_version", "os_name", "platform_machine", "platform_python_implementation",
                    "platform_release", "platform_system", "platform_version", "python_full_version", "python_version", "sys_platform"}


def expect(fact, *about):
    if not fact:
        raise AssertionError(" ".join(map(str, about)))


def check_file(entry, about):
    expect(set(entry) <= FILE_KEYS, about, "unknown keys", set(entry) - FILE_KEYS)
    expect("url" in entry or "path" in entry, about, "neither url nor path")
    expect(entry["hashes"] and all(re.fullmatch("[0-9a-f]{64}", value) for name, value in entry["hashes"].items() if name == "sha256"),
           about, "hashes")
    expect(all(name == name.lower() for name in entry["hashes"]), about, "algorithm in upper case")
    if "upload-time" in entry:
        time = entry["upload-time"]
        expect(isinstance(time, datetime.datetime) and time.utcoffset() == datetime.timedelta(0), about, "upload-time", time)
    expect(isinstance(entry.get("size", 0), int) and entry.get("size", 0) >= 0, about, "size")


def check_package(package, names):
    about = package["name"]
    expect(set(package) <= PACKAGE_KEYS, about, "unknown keys", set(package) - PACKAGE_KEYS)
    expect(canonicalize_name(about) == about, about, "name is not normalised")
    from_index = "sdist" in package or "wheels" in package
    kinds = [kind for kind in ("vcs", "directory", "archive") if kind in package] + (["index"] if from_index else [])
    expect(len(kinds) == 1, about, "comes from", kinds)
    expect(str(Version(package["version"])) == package["version"], about, "version")
    if "marker" in package:
        Marker(package["marker"])
    if "requires-python" in package:
        SpecifierSet(package["requires-python"])
    for dependency in package.get("dependencies", []):
        expect(dependency["name"] in names, about, "depends on", dependency, "which is no package")
    for wheel in package.get("wheels", []):
        check_file(wheel, about)
        name, version, _, _ = parse_wheel_filename(wheel.get("name") or wheel["url"].rsplit("/", 1)[-1])
        expect((name, version) == (about, Version(package["version"])), about, "holds a wheel of", name, version)
    if "sdist" in package:
        check_file(package["sdist"], about)
        name, version = parse_sdist_filename(package["sdist"].get("name") or package["sdist"]["url"].rsplit("/", 1)[-1])
        expect((name, version) == (about, Version(package["version"])), about, "holds an sdist of", name, version)


def check_pylock(path):
    expect(re.fullmatch(r"pylock\.([^.]+\.)?toml", path.name), path.name)
    lock = tomllib.loads(path.read_text())
    expect(set(lock) <= TOP_KEYS, "unknown keys", set(lock) - TOP_KEYS)
    expect(lock["lock-version"] == "1.0" and isinstance(lock["created-by"], str), "lock-version, created-by")
    for environment in lock.get("environments", []):
        Marker(environment)
    if "requires-python" in lock:
        SpecifierSet(lock["requires-python"])
    names = [package["name"] for package in lock["packages"]]
    expect(names == sorted(names) and len(set(names)) == len(names), "packages are not sorted, or one stands twice")
    for package in lock["packages"]:
        check_package(package, set(names))
    return {package["name"]: package["version"] for package in lock["packages"]}


def check_report(path):
    report = json.loads(path.read_text())
    expect(report["version"] == "1" and "pip_version" not in report, "version", report["version"])
    expect(set(report["environment"]) == ENVIRONMENT_KEYS and all(isinstance(value, str) for value in report["environment"].values()),
           "environment", report["environment"])
    for item in report["install"]:
        metadata = item["metadata"]
        about = metadata["name"]
        Version(metadata["version"])
        for line in metadata.get("requires_dist", []):
            Requirement(line)
        expect(item["download_info"]["url"].startswith(("https://", "http://", "file://")), about, item["download_info"])
        expect(("archive_info" in item["download_info"]) != ("dir_info" in item["download_info"]), about, item["download_info"])
        expect(re.fullmatch("[0-9a-f]{64}", item["download_info"]["archive_info"]["hashes"]["sha256"]), about, "sha256")
        for key in ("is_direct", "is_yanked", "requested"):
            expect(isinstance(item[key], bool), about, key, item.get(key))
        expect(isinstance(item.get("requested_extras", []), list), about, "requested_extras")
    ours = report["pin_compile"]
    expect(ours["schema"] == 1 and ours["output"] and ours["target"], "pin_compile")
    return {canonicalize_name(item["metadata"]["name"]): item["metadata"]["version"] for item in report["install"]}


def hashes_of(path):
    """Pin -> its hashes, as pip joins the lines."""
    found = {}
    for line in path.read_text().replace("\\\n", " ").splitlines():
        line = line.split(" #")[0].strip()
        if not line or line.startswith(("#", "--")):
            continue
        requirement, *options = line.split()
        found[requirement] = {option.removeprefix("--hash=") for option in options if option.startswith("--hash=sha256:")}
        expect(found[requirement], requirement, "has no hash")
    return found


def check(program, snapshot, folder):
    def run(*words):
        done = subprocess.run([program, "--replay", snapshot, "-q", *words], cwd=folder, capture_output=True, text=True,
                              env={"PATH": os.environ["PATH"], "HOME": str(folder), "PIP_CONFIG_FILE": "/dev/null"})
        expect(done.returncode == 0, words, done.stderr)

    run("-o", "pylock.toml", "--report", "report.json")
    run("-o", "pylock.target.toml", "--hash-scope", "target")
    run("-o", "all.txt", "--generate-hashes")
    for scope in ("target", "best"):
        run("-o", f"{scope}.txt", "--generate-hashes", "--hash-scope", scope)
    pins = check_pylock(folder / "pylock.toml")
    expect(check_pylock(folder / "pylock.target.toml") == pins, "the scope of hashes changed the pins")
    expect(check_report(folder / "report.json") == pins, "the report names other pins than the lock")
    every, target, best = (hashes_of(folder / name) for name in ("all.txt", "target.txt", "best.txt"))
    expect(set(every) == set(target) == set(best) and len(every) == len(pins), "hashed files hold other pins")
    for requirement, hashes in every.items():
        expect(best[requirement] <= target[requirement] <= hashes and len(best[requirement]) == 1, requirement, "hash scopes")
    print(f"{len(pins)} pins read by the rules of PEP 751, pip's report and pip's hashes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--program", "--snapshot"):
        parser.add_argument(name, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pin-compile-readers-") as folder:
        check(str(pathlib.Path(options.program).resolve()), str(pathlib.Path(options.snapshot).resolve()), pathlib.Path(folder))


if __name__ == "__main__":
    sys.exit(main())
