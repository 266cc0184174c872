#!/usr/bin/env python3
"""The same pins, in whatever form an index tells its facts. Serves a recorded index in several forms, runs pin-compile cold
on each, and compares the pins with those from the first.

usage: index_variants.py --program PIN_COMPILE --tree FOLDER_OR_TAR_GZ (--sets FOLDER [SET...] | --requirements FILE)
    json    PEP 691 pages, METADATA beside the files (PEP 658)
    html    PEP 503 pages; they tell no upload times, so that this form is compared with `dateless`
    dateless  as json, without upload times
    ranges  as json, but nothing beside the files: each wheel is a zip file of its METADATA alone, read by ranges
    whole   as ranges, and the server knows no ranges
    two     two indexes that share the names; the second knows them all, and must not be asked for the others'
TREE holds simple/NAME/index.json and files/NAME/FILE.metadata, or is a snapshot made with --record.
"""
import argparse, functools, hashlib, html, http.server, io, json, os, pathlib, re, shutil, subprocess, sys, tarfile, tempfile, threading, zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from run_recorded_sets import SETS, head_of

FORMS = {"json": ["json"], "dateless": ["dateless"], "html": ["html"], "ranges": ["ranges"], "whole": ["whole"], "two": ["one", "other"]}
COMPARED_WITH = {"html": "dateless"}


def first_of_two_knows(project):
    return hashlib.sha256(project.encode()).digest()[0] % 2 == 0


class Index(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, tree):
        super().__init__(("127.0.0.1", 0), Handler)
        self.tree = tree
        self.not_needed = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    @functools.lru_cache(100)
    def wheel(self, project, name):
        """A zip file of METADATA, its bytes the same each time; None where that is not recorded."""
        metadata = self.tree / "files" / project / (name + ".metadata")
        if not metadata.exists():
            return None
        folder = "-".join(name.split("-")[:2]) + ".dist-info"
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(zipfile.ZipInfo(folder + "/METADATA", (1980, 1, 1, 0, 0, 0)), metadata.read_bytes())
        return out.getvalue()

    @functools.lru_cache(None)
    def page(self, form, project):
        source = self.tree / "simple" / project / "index.json"
        if not source.exists() or (form == "one" and not first_of_two_knows(project)):
            return None
        page = json.loads(source.read_bytes())
        for file in page["files"]:
            file["url"] = f"/{form}/files/{project}/{file['filename']}"
            if form in ("dateless", "html"):
                file.pop("upload-time", None)
            if form in ("ranges", "whole") and file["filename"].endswith(".whl"):
                for key in ("core-metadata", "data-dist-info-metadata", "dist-info-metadata"):
                    file.pop(key, None)
                wheel = self.wheel(project, file["filename"])
                if wheel is not None:
                    file["hashes"], file["size"] = {"sha256": hashlib.sha256(wheel).hexdigest()}, len(wheel)
        return page


def anchor(file):
    text = f'<a href="{html.escape(file["url"])}'
    text += "".join(f"#{name}={digest}" for name, digest in list(file["hashes"].items())[:1]) + '"'
    if file.get("requires-python"):
        text += f' data-requires-python="{html.escape(file["requires-python"])}"'
    if file.get("yanked"):
        text += f' data-yanked="{html.escape("" if file["yanked"] is True else file["yanked"])}"'
    if file.get("core-metadata"):
        digest = file["core-metadata"]
        text += f' data-core-metadata="{"true" if digest is True else "sha256=" + digest["sha256"]}"'
    return text + f'>{file["filename"]}</a>'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", kind="application/octet-stream", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        try:
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:  # a run that has its answer takes nothing more
            self.close_connection = True

    def do_GET(self):
        _, form, kind, *rest = self.path.split("/")
        if kind == "simple":
            return self.answer_page(form, rest[0])
        if kind != "files" or len(rest) != 2:  # the legacy JSON API: not here
            return self.answer(404)
        project, name = rest
        body = None
        if form in ("ranges", "whole") and name.endswith(".whl"):
            body = self.server.wheel(project, name)
        else:
            path = self.server.tree / "files" / project / name
            body = path.read_bytes() if path.exists() else None
        if body is None or (form in ("ranges", "whole") and name.endswith(".whl.metadata")):
            return self.answer(404)
        wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if not wanted or form == "whole":
            return self.answer(200, body)
        first, last = int(wanted[1]), min(int(wanted[2]), len(body) - 1)
        if first > last:
            return self.answer(416, Content_Range=f"bytes */{len(body)}")
        self.answer(206, body[first : last + 1], Content_Range=f"bytes {first}-{last}/{len(body)}")

    def answer_page(self, form, project):
        if form == "other" and self.server.page("one", project) is not None:
            self.server.not_needed.append(project)
        page = self.server.page(form, project)
        if page is None:
            return self.answer(404)
        if form == "html":
            text = "<!DOCTYPE html><html><head><meta name='pypi:repository-version' content='1.1'></head><body>" + "\n".join(map(anchor, page["files"])) + "</body></html>"
            return self.answer(200, text.encode(), "text/html")
        self.answer(200, json.dumps(page).encode(), "application/vnd.pypi.simple.v1+json")


def pins_of(program, index, forms, source, folder, use_cutoff):
    head = head_of(source)
    shutil.copy(source, folder / "requirements.in")
    first, *others = [f"{index.url}/{form}/simple/" for form in reversed(forms)]
    command = [program, "--no-config", "--no-cache", "--no-header", "--no-annotate", "-q", "-i", first, "--python-version", head.get("python", "3.11"),
               "--platform", head.get("platform", "linux/amd64"), "-o", "-", "requirements.in"]
    for other in others:
        command[1:1] = ["--extra-index-url", other]
    if use_cutoff and "uploaded-before" in head:
        command[1:1] = ["--uploaded-prior-to", head["uploaded-before"].replace(" ", "T") + "Z"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "PIP_CONFIG_FILE": "/dev/null"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900)
    return re.findall(r"^[a-z0-9][^ \n]*", done.stdout, re.M) if done.returncode == 0 else done.stderr.strip()[:200]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--tree", required=True)
    parser.add_argument("--sets")
    parser.add_argument("--requirements")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    program = str(pathlib.Path(options.program).resolve())
    sources = [pathlib.Path(options.requirements)] if options.requirements else [
        pathlib.Path(options.sets, name + ".in") for name in options.names or SETS]
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        tree = pathlib.Path(options.tree)
        if tree.is_file():
            tarfile.open(tree).extractall(folder / "tree")
            tree = folder / "tree"
        index = Index(tree)
        threading.Thread(target=index.serve_forever, daemon=True).start()
        for source in sources:
            answers = {}
            row = f"{source.stem:32}"
            for name, forms in FORMS.items():
                dated = name not in ("html", "dateless")
                answers[name] = pins_of(program, index, forms, source, folder, dated)
                pins = answers[name]
                if name == "json":
                    good = isinstance(pins, list) and len(pins) > 0
                else:
                    good = pins == answers[COMPARED_WITH.get(name, "json")] or name == "dateless"
                failed += not good
                row += f" {name} " + (f"{len(pins)} pins" if good and isinstance(pins, list) else f"WRONG {str(pins)[:90]}")
            print(row, flush=True)
        if index.not_needed:
            failed += 1
            print(f"the second index was asked for names of the first: {', '.join(sorted(set(index.not_needed))[:5])}")
        index.shutdown()
    print(f"{failed} differences")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
