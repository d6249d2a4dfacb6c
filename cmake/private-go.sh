#!/usr/bin/env bash
# A private Go from Debian's packages (Go's programs are linked statically, so they run as they are).
# usage: private-go.sh DIR SUITES       leaves DIR/root/usr/lib/go/bin/go
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
"$here/fetch-debian-packages.sh" "$2" "$1/root" golang-go
"$1/root/usr/lib/go/bin/go" version
