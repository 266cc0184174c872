#!/usr/bin/env bash
# A project that has pincompile in a subdirectory: configured always; with PINCOMPILE_INSTALL_WHOLE=1 also built and
# run, which compiles the whole library once more.
# usage: add_subdirectory.sh SOURCE_FOLDER CXX CC SNAPSHOT
set -euo pipefail
source=$1 cxx=$2 cc=$3 snapshot=$4
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cmake -S "$here/add_subdirectory" -B "$scratch" -G Ninja -DPINCOMPILE_SOURCE="$source" -DCMAKE_CXX_COMPILER="$cxx" \
  -DCMAKE_C_COMPILER="$cc" -DCMAKE_CXX_FLAGS=-O1 >"$scratch/log" || { cat "$scratch/log"; exit 1; }
if ninja -C "$scratch" -t targets all | grep -E '_test:|pin-compile:'; then
  echo "these targets do not belong into another project"
  exit 1
fi
if [ "${PINCOMPILE_INSTALL_WHOLE:-0}" != 1 ]; then
  ninja -C "$scratch" -n snapshot_consumer >/dev/null
  echo "add_subdirectory: configured; built only with PINCOMPILE_INSTALL_WHOLE=1"
  exit 0
fi
cmake --build "$scratch" --target snapshot_consumer >>"$scratch/log" || { tail -40 "$scratch/log"; exit 1; }
"$scratch/snapshot_consumer" "$snapshot" | grep -q '^flask=='
echo "add_subdirectory: built and run"
