#!/usr/bin/env bash
# Every public declaration has its docstring: Doxygen on include/, warnings are errors. Skipped, and said so, without it.
# usage: check_docs.sh DOXYFILE SCRATCH_FOLDER
set -euo pipefail
if ! command -v doxygen >/dev/null; then
  echo "skipped: doxygen is not installed"
  exit 77
fi
mkdir -p "$2"
{ cat "$1"; printf 'OUTPUT_DIRECTORY = %s\nGENERATE_HTML = NO\nGENERATE_XML = YES\n' "$2"; } | doxygen -
