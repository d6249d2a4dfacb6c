#!/usr/bin/env bash
# Makes the programs of an unpacked Debian root (fetch-debian-packages.sh) run on a machine with an older libc: their interpreter and
# libraries become those of the root. LLVM's and Binaryen's programs only; the root has to hold patchelf, and must not be moved afterwards.
# usage: use-own-libraries.sh ROOT
set -euo pipefail
root=$1
shopt -s nullglob
loaders=("$root"/usr/lib/*/ld-linux*.so.* "$root"/usr/lib64/ld-linux*.so.* "$root"/lib64/ld-linux*.so.*)
[ ${#loaders[@]} -gt 0 ] || { echo "goferry: no dynamic loader below $root" >&2; exit 1; }
loader=$(readlink -f "${loaders[0]}")
libs=$(dirname "$loader")
patchelf() { "$loader" --library-path "$libs" "$root/usr/bin/patchelf" "$@"; }  # the root's own: the machine may have none

# Only where the files are, not the links to them; each file once.
for llvm in "$root"/usr/lib/llvm-*; do
  rpath=$libs:$llvm/lib
  for exe in "$llvm"/bin/* "$root"/usr/bin/wasm-*; do
    [ -L "$exe" ] && [[ $(readlink -f "$exe") == "$(dirname "$exe")"/* ]] && continue
    exe=$(readlink -f "$exe")
    [ -f "$exe" ] && patchelf --print-interpreter "$exe" >/dev/null 2>&1 || continue
    patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$rpath" "$exe"
  done
  for lib in "$libs"/{libLLVM,libclang,liblld,libbinaryen}*.so* "$libs"/binaryen/*.so* "$llvm"/lib/lib{LLVM,clang}*.so*; do
    [ -L "$lib" ] || patchelf --force-rpath --set-rpath "$rpath" "$lib"
  done
done
