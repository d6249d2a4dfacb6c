#!/usr/bin/env bash
# The wasm_exec.js of Go 1.18 to 1.20, which the module proxy's toolchains lack; Debian 12 has the sources of Go 1.19, and with them the file.
# usage: private-wasm-exec.sh DIR       leaves DIR/wasm_exec.js and DIR/wasm_exec_node.js
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
"$here/fetch-debian-packages.sh" bookworm "$1/root" golang-1.19-src
mv "$1"/root/usr/share/go-1.19/misc/wasm/wasm_exec{,_node}.js "$1/"
rm -rf "$1/root"
