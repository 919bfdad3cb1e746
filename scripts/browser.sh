#!/bin/sh
# The browser tests: headless Chromium against `tom demo`. Screenshots are left in tests/browser/.results. With names of files: those
# alone. `make walks` walks the cases again with SQLite and PostgreSQL, and desk and phone, exchanged.
set -eu
cd "$(dirname "$0")/.."
. scripts/memory.sh

# With the tests, so that nothing is compiled again that the tests in Rust have compiled.
cargo build --locked --quiet --bins --tests
TOM_BIN="${CARGO_TARGET_DIR:-$PWD/target}/debug/tom"
export TOM_BIN
rm -rf tests/browser/.results
cd tests/browser
# A walk of a case may take a minute; one that hangs must not hang the run. The files go in the order of their names: the longest has the first.
node --test --test-concurrency="$(nproc)" --test-reporter=spec --test-timeout=900000 "$@"
