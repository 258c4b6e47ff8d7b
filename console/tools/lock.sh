#!/bin/sh
# Write package-lock.json anew, for every platform. With a node_modules beside it npm forgets the
# packages of other platforms, and `npm ci` then refuses the file.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
aside=$(mktemp -d)
trap 'rm -rf "$aside"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$aside"
[ "${1:-}" = anew ] && rm "$aside/package-lock.json"
(cd "$aside" && npm install --package-lock-only --silent)
cp "$aside/package-lock.json" "$here"
