#!/usr/bin/env bash
# Installs Debian packages on this machine, as root or by a sudo that asks for no password. Fails, without a word, where neither is given.
# usage: install-debian-packages.sh LOCK_FILE PACKAGE…
set -euo pipefail
lock=$1; shift
command -v apt-get >/dev/null || exit 1
if [ "$(id -u)" = 0 ]; then as_root=(); elif sudo -n true 2>/dev/null; then as_root=(sudo -n); else exit 1; fi

exec 9>"$lock"
flock -n 9 || { echo "--   another build is installing packages, waiting"; flock 9; }
echo "-- Installing Debian packages: $*"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
("${apt[@]}" update && "${apt[@]}" install --no-install-recommends "$@") >"$log" 2>&1 & work=$!

# Progress: what apt says, every five seconds.
while for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 0.5; kill -0 "$work" 2>/dev/null || break 2; done; do
  line=$(tail -n 1 "$log"); echo "--   ${line:0:100}"
done
wait "$work" || { tail -n 8 "$log" >&2; exit 1; }
