#!/usr/bin/env python3
"""The C API from Python, by ctypes: pins are resolved and read, then a conflict.

usage: ctypes_test.py LIBRARY SNAPSHOT
"""
import ctypes
import pathlib
import sys

OPTION_SNAPSHOT = 1
INPUT_REQUIREMENTS = 0
REQUEST_PYTHON, REQUEST_PLATFORM = 0, 1
PIN_COUNT, PIN_NAME, PIN_VERSION = 0, 1, 2
REASON_COUNT, REASON_PIN, REASON_TEXT = 11, 12, 13
MESSAGE, STEP_COUNT, STEP_TEXT, CORE_COUNT, CORE_LINE = 28, 30, 31, 34, 36
RESOLUTION, CONFLICT = 1, 2
ERROR_WHOLE = 0


def load(path):
    library = ctypes.CDLL(path)
    for name in ("options_new", "request_new"):
        getattr(library, f"pincompile_{name}").restype = ctypes.c_void_p
    library.pincompile_outcome_get_text.restype = ctypes.c_char_p
    library.pincompile_outcome_get_number.restype = ctypes.c_uint64
    library.pincompile_error_get_text.restype = ctypes.c_char_p
    return library


class Answer:
    """An outcome, freed with the object."""

    def __init__(self, library, handle):
        self.library, self.handle = library, handle

    def __del__(self):
        self.library.pincompile_outcome_free(self.handle)

    def kind(self):
        return self.library.pincompile_outcome_get_kind(self.handle)

    def text(self, field, i=0, j=0):
        return self.library.pincompile_outcome_get_text(self.handle, field, ctypes.c_size_t(i), ctypes.c_size_t(j)).decode()

    def number(self, field, i=0, j=0):
        return self.library.pincompile_outcome_get_number(self.handle, field, ctypes.c_size_t(i), ctypes.c_size_t(j))


class Resolver:
    """Questions to one snapshot."""

    def __init__(self, library, snapshot):
        self.library, self.handle = library, ctypes.c_void_p()
        options = ctypes.c_void_p(library.pincompile_options_new())
        self.check(library.pincompile_options_set_text(options, OPTION_SNAPSHOT, snapshot, ctypes.c_size_t(len(snapshot)), None))
        self.check(library.pincompile_resolver_new(options, ctypes.byref(self.handle), None))
        library.pincompile_options_free(options)

    def __del__(self):
        self.library.pincompile_resolver_free(self.handle)

    def check(self, status, error=None):
        if status != 0:
            text = self.library.pincompile_error_get_text(error, ERROR_WHOLE, ctypes.c_size_t(0)) if error else b""
            self.library.pincompile_error_free(error)
            raise RuntimeError(f"status {status}: {(text or b'').decode()}")

    def resolve(self, requirements):
        library = self.library
        request = ctypes.c_void_p(library.pincompile_request_new())
        outcome, error = ctypes.c_void_p(), ctypes.c_void_p()
        text = requirements.encode()
        self.check(library.pincompile_request_add_text(request, INPUT_REQUIREMENTS, b"r.in", ctypes.c_size_t(4), text, ctypes.c_size_t(len(text)), None))
        for option, value in ((REQUEST_PYTHON, b"3.11"), (REQUEST_PLATFORM, b"linux/amd64")):
            self.check(library.pincompile_request_set_text(request, option, value, ctypes.c_size_t(len(value)), None))
        status = library.pincompile_resolver_resolve(self.handle, request, ctypes.byref(outcome), ctypes.byref(error))
        library.pincompile_request_free(request)
        self.check(status, error)
        return Answer(library, outcome)


def main():
    resolver = Resolver(load(sys.argv[1]), pathlib.Path(sys.argv[2]).read_bytes())

    answer = resolver.resolve("flask\n")
    assert answer.kind() == RESOLUTION
    pins = {answer.text(PIN_NAME, i): i for i in range(answer.number(PIN_COUNT))}
    assert {"flask", "jinja2", "werkzeug"} <= set(pins), pins
    reasons = [answer.text(REASON_PIN, pins["markupsafe"], j) for j in range(answer.number(REASON_COUNT, pins["markupsafe"]))]
    assert {"jinja2", "werkzeug"} <= set(reasons), reasons
    assert answer.text(REASON_TEXT, pins["flask"]) == "flask"

    version = answer.text(PIN_VERSION, pins["jinja2"])
    conflict = resolver.resolve(f"flask\njinja2!={version},>{version}\n")
    assert conflict.kind() == CONFLICT
    assert [conflict.number(CORE_LINE, i) for i in range(conflict.number(CORE_COUNT))] == [2]
    assert "jinja2" in conflict.text(MESSAGE), conflict.text(MESSAGE)
    assert all(conflict.text(STEP_TEXT, i) for i in range(conflict.number(STEP_COUNT)))

    try:
        resolver.resolve("==broken\n")
    except RuntimeError as error:
        assert "r.in:1" in str(error), error
    else:
        raise AssertionError("a broken line was accepted")


if __name__ == "__main__":
    main()
