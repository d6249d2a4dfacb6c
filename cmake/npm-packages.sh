#!/usr/bin/env bash
# Installs the packages of a lock file into a folder. No package's install script is run: none of ours needs one.
# usage: npm-packages.sh DIR NPM FILE…        FILEs: package.json, package-lock.json, .npmrc
set -euo pipefail
dir=$1 npm=$2; shift 2
cp -- "$@" "$dir/"
cd "$dir"
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 "$npm" ci --ignore-scripts --no-audit --no-fund
