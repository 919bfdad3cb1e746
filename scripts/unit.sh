#!/bin/sh
# Every Rust test, against SQLite and a private PostgreSQL server that lives as long as this script. A server
# of your own: set TOM_TEST_POSTGRES to its URL.
set -eu
cd "$(dirname "$0")/.."
. scripts/memory.sh

if [ -z "${TOM_TEST_POSTGRES:-}" ]; then
    trap 'tests/support/postgres.sh stop $$' EXIT
    trap 'exit 130' INT TERM
    TOM_TEST_POSTGRES="$(tests/support/postgres.sh url $$)"
    export TOM_TEST_POSTGRES
fi

# A test waits now and then, for a clock or an answer: two for each core.
at_once=$(( $(nproc) * 2 ))

if command -v cargo-nextest >/dev/null 2>&1; then
    cargo nextest run --locked --test-threads "$at_once" --no-fail-fast --status-level fail --final-status-level slow "$@"
    cargo test --locked --quiet --doc
else
    cargo test --locked --quiet --no-fail-fast "$@"
fi
