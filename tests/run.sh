#!/usr/bin/env bash
# Installs what is missing, configures, builds and runs the tests.
# usage: tests/run.sh [preset]     preset: dev (default), clang, asan-ubsan, tsan, or ci = what a change must pass
set -euo pipefail
cd "$(dirname "$0")/.."
preset=${1:-dev}
sh cmake/install_packages.sh test

run_preset() {  # run_preset PRESET [ctest arguments]
  local preset=$1
  shift
  echo "== preset $preset"
  cmake --preset "$preset"
  cmake --build "build/$preset" --parallel "$(nproc)"
  ctest --test-dir "build/$preset" --no-tests=error --output-on-failure --parallel "$(nproc)" "$@"
}

if [ "$preset" = ci ]; then
  run_preset ci -LE perf
  run_preset asan-ubsan -L 'unit|scenario|property|fuzz'
else
  run_preset "$preset"
fi
