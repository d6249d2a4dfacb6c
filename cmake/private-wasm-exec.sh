#!/usr/bin/env bash
# The wasm_exec.js of a Go before 1.24, which the module proxy's toolchains lack; Debian's package of that Go's sources holds it.
# usage: private-wasm-exec.sh DIR SUITE VERSION       leaves DIR/wasm_exec.js and DIR/wasm_exec_node.js
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=$1 suite=$2 version=$3
"$here/fetch-debian-packages.sh" "$suite" "$dir/root" "golang-$version-src"
mv "$dir/root/usr/share/go-$version/misc/wasm"/wasm_exec{,_node}.js "$dir/"
rm -rf "$dir/root"
