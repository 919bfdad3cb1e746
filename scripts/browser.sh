#!/bin/sh
# The browser tests: headless Chromium against `tom demo`, and one walk a second time with SQLite and PostgreSQL exchanged.
# Screenshots are left in tests/browser/.results. With names of files: those alone, once.
set -eu
cd "$(dirname "$0")/.."
. scripts/memory.sh

# With the tests, so that nothing is compiled again that the tests in Rust have compiled.
cargo build --locked --quiet --bins --tests
TOM_BIN="${CARGO_TARGET_DIR:-$PWD/target}/debug/tom"
export TOM_BIN
rm -rf tests/browser/.results
cd tests/browser
# A walk of a case may take a minute; one that hangs must not hang the run.
tests() { node --test --test-concurrency=2 --test-reporter=spec --test-timeout=900000 "$@"; }
tests "$@"
[ $# -gt 0 ] || TOM_ENGINES=swapped TOM_AXE=0 TOM_SCREENSHOTS=0 tests case-2.test.mjs
