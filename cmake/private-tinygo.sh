#!/usr/bin/env bash
# TinyGo for WASI, for the preset conformance: built from the Go module of its sources, with the LLVM 19, the wasi-libc and the Binaryen of Debian's
# packages. (There is no package of TinyGo itself. The module lacks what TinyGo's repository has as submodules: the C library is Debian's, and a package
# net there is none.)
# usage: private-tinygo.sh DIR SUITES GOROOT VERSION       GOROOT: of a Go that this TinyGo knows (minorMax in its builder/config.go)
# Leaves DIR/bin/tinygo, for `tinygo build -target=wasip1` and, to be refused by load, `-target=wasm`.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=$1 suites=$2 goroot=$3 module=github.com/tinygo-org/tinygo@v$4
root=$dir/root source=$dir/source llvm=$dir/root/usr/lib/llvm-19
unset GOROOT
export PATH=$goroot/bin:$PATH GOTOOLCHAIN=local GOWORK=off GO111MODULE= GOFLAGS=-mod=readonly

echo "--   fetching the Go module $module"
cd "$dir"
go mod download "$module"
cp -r "$(go list -m -f '{{.Dir}}' "$module")" "$source"
chmod -R u+w "$source"
mkdir -p "$source/src/net" # it looks into that folder, whatever it compiles

"$here/fetch-debian-packages.sh" "$suites" "$root" patchelf clang-19 lld-19 llvm-19-dev libclang-19-dev wasi-libc libclang-rt-19-dev-wasm32 binaryen
echo "--   setting the programs' library paths"
"$here/use-own-libraries.sh" "$root"
ln -s usr/lib usr/lib64 "$root/" # which the linker scripts of its libc name

# By the root's compiler for the root's libraries: the machine's may be older or newer, and a machine without a C++ compiler will do.
echo "--   building TinyGo (a minute or two)"
shopt -s nullglob
loaders=("$root"/usr/lib/*/ld-linux*.so.* "$root"/usr/lib64/ld-linux*.so.*)
loader=$(readlink -f "${loaders[0]}")
libs=$(dirname "$loader")
(
  cd "$source"
  export CGO_ENABLED=1 CC=$llvm/bin/clang CXX=$llvm/bin/clang++
  export CGO_CPPFLAGS="--sysroot=$root -isystem $llvm/include" CGO_CFLAGS= CGO_CXXFLAGS=
  export CGO_LDFLAGS="--sysroot=$root -fuse-ld=lld -L$llvm/lib -Wl,--dynamic-linker=$loader -Wl,--disable-new-dtags,-rpath,$libs"
  go build -buildvcs=false -tags llvm19 -o "$source/build/tinygo" .
)
rm "$llvm"/lib/*.a # half a gigabyte of LLVM for static linking

# TinyGo would compile wasi-libc and compiler-rt from the submodules: Debian's are compiled. LLVM 20 made features of two that were parts of others.
python3 - "$root/usr" "$llvm"/lib/clang/19/lib/wasi/libclang_rt.builtins-wasm32.a "$source"/targets/{wasip1,wasm}.json <<'PYTHON'
import json, sys
sysroot, builtins, *paths = sys.argv[1:]
for path in paths:
    with open(path) as file:
        target = json.load(file)
    del target["libc"], target["rtlib"]
    target["features"] = ",".join(feature for feature in target["features"].split(",") if feature not in ("+bulk-memory-opt", "+call-indirect-overlong"))
    target["cflags"].append("--sysroot=" + sysroot)
    target["ldflags"] += [f"-L{sysroot}/lib/wasm32-wasi", "-lc", builtins]
    with open(path, "w") as file:
        json.dump(target, file, indent="\t")
PYTHON

# It runs clang-19, wasm-ld and go from the PATH.
mkdir "$dir/bin"
cat >"$dir/bin/tinygo" <<WRAPPER
#!/bin/sh
unset GOROOT
export PATH="$llvm/bin:$goroot/bin:\$PATH" TINYGOROOT="$source" WASMOPT="$root/usr/bin/wasm-opt" XDG_CACHE_HOME="$dir/cache"
export GOTOOLCHAIN=local GOWORK=off GO111MODULE= GOFLAGS=-mod=readonly
exec "$source/build/tinygo" "\$@"
WRAPPER
chmod +x "$dir/bin/tinygo"
printf 'package main\n\nfunc main() {}\n' >"$dir/empty.go"
"$dir/bin/tinygo" build -target=wasip1 -o "$dir/empty.wasm" "$dir/empty.go" ||
  { echo "goferry: TinyGo was built, but does not work on this machine" >&2; exit 1; }
