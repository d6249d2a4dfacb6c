#!/usr/bin/env bash
# Downloads Debian packages with all they depend on, and unpacks them below a folder of our own. Changes nothing of the system and needs no
# root: apt runs with a state of its own in which no package is installed, dpkg only unpacks.
# usage: fetch-debian-packages.sh SUITE[,SUITE…] ROOT PACKAGE…
#   The first SUITE that the mirror has is used; its name is left in ROOT/.suite. The mirror is that of this machine's apt sources,
#   or GOFERRY_DEBIAN_MIRROR.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
suites=$1 root=$2; shift 2

say() { printf -- '--   %s\n' "$*"; }
fail() { printf 'goferry: %s\n' "$*" >&2; exit 1; }

for tool in apt-get dpkg-deb; do
  command -v "$tool" >/dev/null || fail "$tool is missing: this step takes packages from a Debian mirror, and needs a Debian machine"
done
if [ -n "${GOFERRY_DEBIAN_MIRROR:-}" ]; then mirror=$GOFERRY_DEBIAN_MIRROR keyring=; else
  answer=$(python3 "$here/debian-mirror.py") || exit 1
  IFS=$'\t' read -r mirror keyring <<<"$answer"
fi

mkdir -p "$root"
state=$(mktemp -d "$root.apt.XXXXXX")
trap 'rm -rf "$state"' EXIT
mkdir -p "$state"/{lists,cache/archives}/partial
: >"$state/status"
log=$state/log
apt=(apt-get -q -y -o Dir::State="$state" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache"
     -o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=/dev/null
     -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null -o APT::Default-Release=
     -o APT::Install-Recommends=0 -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none -o Acquire::Retries=3 -o Debug::NoLocking=1)

# --error-on=any: an unreachable mirror is a failure, not a warning
update() { "${apt[@]}" --error-on=any update >"$log" 2>&1; }
suite=
for candidate in ${suites//,/ }; do
  echo "deb ${keyring:+[signed-by=$keyring] }$mirror $candidate main" >"$state/sources.list"
  say "reading the package list of Debian $candidate"
  if update; then suite=$candidate; break; fi
  if grep -q 'is expired' "$log"; then
    say "that list is older than Debian means lists to become (a snapshot or a slow mirror, or a clock that is ahead); it is signed, so it is used"
    apt+=(-o Acquire::Check-Valid-Until=false)
    if update; then suite=$candidate; break; fi
  fi
  cat "$log" >>"$state/failures"
done
if [ -z "$suite" ]; then
  grep '^E:' "$state/failures" >&2 || cat "$state/failures" >&2
  fail "the Debian mirror of this machine ($mirror) has none of: $suites"
fi

"${apt[@]}" install --print-uris "$@" >"$log" 2>&1 || { tail -n 5 "$log" >&2; fail "Debian $suite cannot install: $*"; }
read -r count bytes < <(awk '/^\047/ {n++; s += $3} END {print n + 0, s + 0}' "$log")
[ "$count" -gt 0 ] || { tail -n 5 "$log" >&2; fail "nothing to download for: $*"; }

# Progress: how much of it has arrived, every five seconds.
say "downloading $count packages, $((bytes / 1000000)) MB"
"${apt[@]}" install --download-only "$@" >"$log" 2>&1 & download=$!
while for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 0.5; kill -0 "$download" 2>/dev/null || break 2; done; do
  say "$(($(du -sk "$state/cache/archives" | cut -f1) / 1000)) of $((bytes / 1000000)) MB"
done
wait "$download" || { tail -n 5 "$log" >&2; fail "the download from $mirror failed"; }

say "unpacking"
for deb in "$state"/cache/archives/*.deb; do dpkg-deb -x "$deb" "$root"; done
echo "$suite" >"$root/.suite"
