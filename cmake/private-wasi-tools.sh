#!/usr/bin/env bash
# Compilers for WASI from Debian's packages, for the preset conformance: clang with wasi-libc, rustc with its standard library for wasm32-wasip1.
# usage: private-wasi-tools.sh DIR SUITES
# Leaves DIR/root (unpacked packages: wasi-libc's headers and libraries among them) and DIR/bin with clang, wasm-ld and rustc.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=$1 suites=$2
root=$dir/root

"$here/fetch-debian-packages.sh" "$suites" "$root" patchelf clang lld wasi-libc libclang-rt-dev-wasm32 rustc libstd-rust-dev-wasm32
echo "--   setting the programs' library paths"
"$here/use-own-libraries.sh" "$root"
# The same for rustc, which is LLVM's only by its library.
shopt -s nullglob
loaders=("$root"/usr/lib/*/ld-linux*.so.* "$root"/usr/lib64/ld-linux*.so.* "$root"/lib64/ld-linux*.so.*)
loader=$(readlink -f "${loaders[0]}")
libs=$(dirname "$loader")
patchelf() { "$loader" --library-path "$libs" "$root/usr/bin/patchelf" "$@"; }
patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$libs" "$root/usr/bin/rustc"
for library in "$libs"/librustc_driver-*.so; do patchelf --force-rpath --set-rpath "$libs" "$library"; done

llvm=$(dirname "$(ls -d "$root"/usr/lib/llvm-*/bin/clang)")
mkdir -p "$dir/bin"
ln -s "$llvm/clang" "$llvm/wasm-ld" "$root/usr/bin/rustc" "$dir/bin/"
for tool in clang wasm-ld rustc; do
  "$dir/bin/$tool" --version >/dev/null || { echo "goferry: $tool, as unpacked, does not run on this machine" >&2; exit 1; }
done
