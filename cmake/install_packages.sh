#!/bin/sh
# Installs the packages of cmake/debian-packages.txt that are missing. usage: install_packages.sh build|test
# On Debian and Ubuntu as root or through sudo; elsewhere it names what is missing and stops.
set -eu
kind=${1:?usage: install_packages.sh build|test}
list=$(dirname "$0")/debian-packages.txt
wanted=$(sed 's/#.*//' "$list" | awk -v kind="$kind" '$2 == "build" || $2 == kind { print $1 }')
if ! command -v dpkg-query >/dev/null 2>&1; then
  echo "install_packages.sh: not a Debian system; please provide what these packages hold:" $wanted >&2
  command -v cmake >/dev/null 2>&1 && command -v ninja >/dev/null 2>&1 && exit 0
  exit 1
fi
missing=
for package in $wanted; do
  status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null || true)
  case $status in ii*) ;; *) missing="$missing $package" ;; esac
done
[ -n "$missing" ] || exit 0
as_root=
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null 2>&1; then as_root=sudo; else
    echo "install_packages.sh: neither root nor sudo; please install:$missing" >&2
    exit 1
  fi
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -q
# shellcheck disable=SC2086
$as_root apt-get install -y -q --no-install-recommends $missing
