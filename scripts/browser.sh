#!/bin/sh
# The browser tests: headless Chromium against `tom demo`. Screenshots are left in tests/browser/.results.
set -eu
cd "$(dirname "$0")/.."

cargo build --locked --quiet
TOM_BIN="${CARGO_TARGET_DIR:-$PWD/target}/debug/tom"
export TOM_BIN
rm -rf tests/browser/.results
cd tests/browser
# A walk of a case may take a minute; one that hangs must not hang the run.
node --test --test-reporter=spec --test-timeout=900000 "$@"
