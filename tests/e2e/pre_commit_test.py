#!/usr/bin/env python3
"""Both hooks of .pre-commit-hooks.yaml under the real pre-commit, in a scratch git repository (behaviour.md 7.4).

usage: pre_commit_test.py --program PIN-COMPILE --hooks .pre-commit-hooks.yaml
A monorepo with three outputs and a layered pair, against an index in this process. Exit status 77 if pre-commit or git is missing.
"""
import argparse, hashlib, http.server, json, os, pathlib, shutil, subprocess, sys, tempfile, threading

RELEASES = {"alpha": {"1.0": ["beta"], "1.1": ["beta"]}, "beta": {"2.0": []}, "tester": {"3.0": ["alpha"]}}


def metadata(name, version):
    needs = "".join(f"Requires-Dist: {line}\n" for line in RELEASES[name][version])
    return f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}\n".encode()


class Index(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    requests = []

    def do_GET(self):
        self.requests.append(self.path)
        body, kind = self.answer(self.path.strip("/").split("/"))
        self.send_response(200 if body else 404)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "max-age=600")):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def answer(self, parts):
        if parts[0] == "simple" and parts[1] in RELEASES:
            files = [{"filename": f"{parts[1]}-{version}-py3-none-any.whl", "url": f"/files/{parts[1]}-{version}-py3-none-any.whl",
                      "hashes": {"sha256": hashlib.sha256((parts[1] + version).encode()).hexdigest()},
                      "core-metadata": {"sha256": hashlib.sha256(metadata(parts[1], version)).hexdigest()}, "size": 1,
                      "upload-time": "2026-01-01T00:00:00Z"} for version in RELEASES[parts[1]]]
            page = {"meta": {"api-version": "1.1"}, "name": parts[1], "versions": list(RELEASES[parts[1]]), "files": files}
            return json.dumps(page).encode(), "application/vnd.pypi.simple.v1+json"
        if parts[0] == "files" and parts[1].endswith(".metadata"):
            return metadata(*parts[1].split("-")[:2]), "text/plain"
        return b"", "text/plain"

    def log_message(self, *_):
        pass


class Repository:
    def __init__(self, folder, program, index):
        self.folder = folder / "work"
        self.folder.mkdir()
        venv = folder / "venv" / "bin"
        venv.mkdir(parents=True)
        (venv / "python").write_text("never run")
        (venv.parent / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.12.4\n")
        keep = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "ASAN_OPTIONS") if name in os.environ}
        self.environment = {**keep, "PATH": f"{program.parent}:/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8",
                            "PRE_COMMIT_HOME": str(folder / "pre-commit"), "GIT_CONFIG_NOSYSTEM": "1", "VIRTUAL_ENV": str(venv.parent),
                            "XDG_CACHE_HOME": str(folder / "cache"), "PIP_CONFIG_FILE": "/dev/null", "PIP_INDEX_URL": index,
                            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
                            "GIT_COMMITTER_EMAIL": "a@example.org"}

    def run(self, *words, folder="."):
        return subprocess.run(words, cwd=self.folder / folder, env=self.environment, capture_output=True, text=True, timeout=60)

    def must(self, *words, folder="."):
        done = self.run(*words, folder=folder)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout + done.stderr

    def write(self, path, text):
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)

    def read(self, path):
        return (self.folder / path).read_text()

    def pins(self):
        found = sorted(self.folder.rglob("*-pinned.txt")) + sorted(self.folder.rglob("extra.txt"))
        return {str(path.relative_to(self.folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


def make_monorepo(repo, hooks):
    hook_repository = repo.folder.parent / "hooks"
    hook_repository.mkdir()
    shutil.copy(hooks, hook_repository / ".pre-commit-hooks.yaml")
    for words in (["git", "init", "-q"], ["git", "add", "-A"], ["git", "commit", "-q", "-m", "hooks"]):
        repo.must(*words, folder=hook_repository)
    revision = repo.must("git", "rev-parse", "HEAD", folder=hook_repository).strip()
    repo.write(".pre-commit-config.yaml", f"""repos:
  - repo: {hook_repository}
    rev: {revision}
    hooks:
      - id: pin-compile
      - id: pin-compile
        alias: extra
        args: [-o, extra.txt, extra.in]
      - id: pin-compile-check
""")
    repo.write("services/web/requirements.in", "alpha==1.0\n")
    repo.write("services/job/pyproject.toml", '[project]\nname = "job"\nversion = "1"\ndependencies = ["beta"]\n')
    repo.write("tools/base.in", "alpha\n")
    repo.write("tools/dev.in", "-c base-pinned.txt\ntester\n")
    repo.write("extra.in", "beta\n")
    repo.must("pin-compile", "requirements.in", folder="services/web")
    repo.must("pin-compile", "services/job/pyproject.toml")
    repo.must("pin-compile", "base.in", "dev.in", folder="tools")
    repo.must("git", "init", "-q")
    repo.must("pre-commit", "install")
    repo.must("git", "add", "-A")


def hook_results(output):
    return [line.rsplit(".", 1)[-1] for line in output.splitlines() if line.endswith(("Passed", "Failed", "Skipped"))]


def check(program, hooks, folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Index)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    repo = Repository(folder, program, f"http://127.0.0.1:{server.server_port}/simple/")
    make_monorepo(repo, hooks)

    first = repo.must("git", "commit", "-q", "-m", "first")
    assert hook_results(first) == ["Passed"] * 3, first
    repo.must("git", "add", "-A")  # extra.txt, which a hook made
    before, asked = repo.pins(), len(Index.requests)
    second = repo.must("pre-commit", "run", "--all-files")
    assert hook_results(second) == ["Passed"] * 3, second
    assert repo.pins() == before and len(Index.requests) == asked, "the second run changed or asked something"
    assert len(before) == 5, before.keys()

    repo.write("tools/base.in", "alpha<1.1\n")
    repo.must("git", "add", "-A")
    changed = repo.run("pre-commit", "run")
    assert hook_results(changed.stdout)[0] == "Failed" and "files were modified by this hook" in changed.stdout, changed
    assert "alpha==1.0\n" in repo.read("tools/base-pinned.txt") and "alpha==1.0\n" in repo.read("tools/dev-pinned.txt")
    assert repo.pins()["services/web/requirements-pinned.txt"] == before["services/web/requirements-pinned.txt"]
    repo.must("git", "add", "-A")
    again = repo.must("pre-commit", "run")
    assert hook_results(again) == ["Passed"] * 3, again

    server.shutdown()
    server.server_close()
    shutil.rmtree(folder / "cache")
    repo.environment.pop("VIRTUAL_ENV")
    offline = repo.must("pre-commit", "run", "pin-compile-check", "--all-files")
    assert hook_results(offline) == ["Passed"], offline
    repo.write("services/web/requirements.in", "alpha==1.1\n")
    before = repo.pins()
    stale = repo.run("pre-commit", "run", "pin-compile-check", "--all-files")
    assert hook_results(stale.stdout) == ["Failed"], stale
    assert "services/web/requirements-pinned.txt: " in stale.stdout and "alpha==1.1 has pin 1.0" in stale.stdout, stale
    assert repo.pins() == before and not (folder / "cache").exists(), "the check wrote something"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--program", "--hooks"):
        parser.add_argument(name, required=True)
    options = parser.parse_args()
    for tool in ("pre-commit", "git"):
        if shutil.which(tool, path="/usr/bin:/bin") is None:
            print(f"skipped: there is no {tool}")
            return 77
    with tempfile.TemporaryDirectory(prefix="pin-compile-hooks-") as folder:
        check(pathlib.Path(options.program).resolve(), pathlib.Path(options.hooks).resolve(), pathlib.Path(folder))
    print("both hooks do what behaviour.md 7.4 says")
    return 0


if __name__ == "__main__":
    sys.exit(main())
