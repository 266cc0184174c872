#!/usr/bin/env bash
# Builds pin-compile and pins a real set of requirements, recorded from PyPI, without network:
# flask, pandas, scikit-learn, mlflow, dagshub, dvc[s3]. Prints the pins, their number and the time.
# usage: tools/demo.sh [build folder to use instead of build/release]
set -euo pipefail
cd "$(dirname "$0")/.."
sh cmake/install_packages.sh build
build=${1:-build/release}
if [ $# -eq 0 ]; then
  echo "== building preset release (once; about two minutes on two cores)"
  cmake --preset release >/dev/null
  cmake --build "$build" --parallel "$(nproc)" --target pin-compile
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "== pin-compile --replay tests/snapshots/demo.tar.gz -o demo-pins.txt"
snapshot=$PWD/tests/snapshots/demo.tar.gz
program=$PWD/$build/tools/pin-compile/pin-compile
begin=$(date +%s%N)
(cd "$folder" && "$program" --no-config --replay "$snapshot" -o demo-pins.txt)
end=$(date +%s%N)
cat "$folder/demo-pins.txt"
pins=$(grep -c '^[a-z].*==' "$folder/demo-pins.txt")
echo "== $pins pins for 6 requirements in $(((end - begin) / 1000000)) ms"
