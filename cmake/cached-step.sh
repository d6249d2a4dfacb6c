#!/usr/bin/env bash
# Runs a command that fills a folder, once: one build at a time, and the folder counts as filled only when the command has succeeded.
# usage: cached-step.sh DIR DOING COMMAND [ARGUMENT…]        "@DIR@" in an argument stands for DIR, which is empty at the start
set -euo pipefail
dir=$1 doing=$2; shift 2

# The command inherits the lock: one that outlives a killed build still keeps the next build out until it ends.
exec 9>"$dir.lock"
flock -n 9 || { echo "-- $doing: another build is at it, waiting"; flock 9; }
[ ! -e "$dir/.complete" ] || exit 0
echo "-- $doing (once, into $dir)"
rm -rf "$dir"
mkdir "$dir"
"${@//@DIR@/"$dir"}"
touch "$dir/.complete"
