#!/usr/bin/env bash
# A private set of tools from Debian's packages: clang-format and the headers of doctest and nlohmann/json, and with `emscripten` Emscripten, its LLVM
# and Binaryen.
# usage: private-debian-tools.sh DIR SUITES [emscripten]
# Leaves DIR/root (unpacked packages), DIR/doctest and DIR/json (include folders); with Emscripten its config file, where it finds it by itself, and
# DIR/emscripten-cache, empty: it builds its system libraries there when they are first asked for.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=$1 suites=$2; shift 2

"$here/fetch-debian-packages.sh" "$suites" "$dir/root" patchelf clang-format doctest-dev nlohmann-json3-dev "$@"
echo "--   setting the programs' library paths"
"$here/use-own-libraries.sh" "$dir/root"

# The root's include folder also holds its libc's headers, which no native compiler of the machine may see.
mkdir -p "$dir/doctest" "$dir/json"
cp -r "$dir/root/usr/include/doctest" "$dir/doctest/"
cp -r "$dir/root/usr/include/nlohmann" "$dir/json/"

llvm=$(dirname "$(ls -d "$dir"/root/usr/lib/llvm-*/bin/clang-format)")
check() { "$@" >/dev/null || { echo "goferry: $1, as unpacked, does not run on this machine" >&2; exit 1; }; }
check "$llvm/clang-format" --version
[ "${1:-}" = emscripten ] || exit 0

mkdir -p "$dir/emscripten-cache"
cat >"$dir/root/usr/share/emscripten/.emscripten" <<CONFIG  # Emscripten runs it as Python
import shutil
LLVM_ROOT = '$llvm'
BINARYEN_ROOT = '$dir/root/usr'
NODE_JS = shutil.which('node')
CACHE = '$dir/emscripten-cache'
CONFIG
check "$llvm/clang++" --version
check "$llvm/wasm-ld" --version
check "$dir/root/usr/bin/wasm-opt" --version
