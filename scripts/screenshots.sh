#!/bin/sh
# Makes the pictures of docs/screenshots and docs/pages anew, in headless Chromium, out of the demo as it starts.
set -eu
cd "$(dirname "$0")/.."

scripts/setup.sh
cargo build --locked --quiet
TOM_BIN="${CARGO_TARGET_DIR:-$PWD/target}/debug/tom"
export TOM_BIN
TOM_AXE=0 TOM_SCREENSHOTS=0 node tests/browser/screenshots.mjs
TOM_AXE=0 TOM_SCREENSHOTS=0 node tests/browser/pages.mjs
