#!/bin/sh
# Licences, sources and banned crates of every dependency (deny.toml). Builds cargo-deny once when it is not
# there. Known weaknesses (advisories) need a database from the internet: `cargo deny check advisories`.
set -eu
cd "$(dirname "$0")/.."

version=0.20.2
tools="${CARGO_TARGET_DIR:-$PWD/target}/tools"
PATH="$PATH:$tools/bin"

if ! command -v cargo-deny >/dev/null 2>&1; then
    CARGO_TARGET_DIR="$tools/build" \
        cargo install --quiet --locked --debug --root "$tools" --version "$version" cargo-deny
    rm -rf "$tools/build"
fi
# It looks at the dependencies of every platform; a build has fetched those of this one only.
cargo fetch --locked --quiet
cargo deny --offline --locked --log-level error check bans licenses sources
