#!/usr/bin/env bash
# Installs the library from a build folder into a scratch prefix and builds and runs its consumers.
# usage: consume.sh BUILD_FOLDER COMPONENT SNAPSHOT     (COMPONENT: see cmake/pincompile_library.cmake)
set -euo pipefail
build=$1 component=$2 snapshot=$3
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/prefix
compiler() { sed -n "s/^CMAKE_$1_COMPILER:[A-Z]*=//p" "$build/CMakeCache.txt"; }

cmake --install "$build" --prefix "$prefix" --component "$component" >"$scratch/log"
if [ "$component" = development ]; then
  cmake --install "$build" --prefix "$prefix" --component library >>"$scratch/log"
fi

expect() {  # expect TEXT COMMAND...
  local text=$1
  shift
  "$@" >"$scratch/output"
  if ! grep -q "$text" "$scratch/output"; then
    echo "$* does not print $text:"
    cat "$scratch/output"
    exit 1
  fi
}

# Moved after its installation: nothing in it may name the prefix.
mv "$prefix" "$scratch/moved"
prefix=$scratch/moved
if grep -rIl "$scratch" "$prefix"; then
  echo "these installed files name the prefix"
  exit 1
fi

cmake -S "$here/find_package" -B "$scratch/cmake" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$(compiler CXX)" \
  -DCMAKE_C_COMPILER="$(compiler C)" >>"$scratch/log"
cmake --build "$scratch/cmake" >>"$scratch/log" || { cat "$scratch/log"; exit 1; }
expect '^flask==' "$scratch/cmake/snapshot_consumer" "$snapshot"
expect '^shop==1.0$' "$scratch/cmake/own_facts_consumer"
expect '^shop==1.0$' "$scratch/cmake/own_transport_consumer"

export PKG_CONFIG_PATH
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name pincompile.pc)"):${PKG_CONFIG_PATH:-}
# shellcheck disable=SC2046
"$(compiler C)" -std=c11 -pedantic -Wall -Wextra -Werror "$here/c_consumer.c" -o "$scratch/c_consumer" $(pkg-config --cflags --libs pincompile)
LD_LIBRARY_PATH=$(pkg-config --variable=libdir pincompile) expect '^flask==' "$scratch/c_consumer" "$snapshot"
echo "find_package and pkg-config: 4 consumers of component $component"
