#!/bin/sh
# How fast the program is, in the release profile, on files on the disk and a private PostgreSQL that waits for the disk.
# What is measured: docs/performance.md. Arguments: --quick, --sqlite, --postgres, --sizes N,N; see --help.
set -eu
cd "$(dirname "$0")/.."

cargo build --locked --release --quiet --bench performance
TARGET="${CARGO_TARGET_DIR:-$PWD/target}"
if [ -z "${TOM_TEST_POSTGRES:-}" ]; then
    trap 'tests/support/postgres.sh stop $$; rm -rf "$TARGET/bench-data"' EXIT
    trap 'exit 130' INT TERM
    TOM_TEST_POSTGRES="$(TOM_POSTGRES_DURABLE=1 tests/support/postgres.sh url $$)"
    export TOM_TEST_POSTGRES
fi
# The folder for temporary files may lie in memory, where waiting for the disk costs nothing.
mkdir -p "$TARGET/bench-data"
TMPDIR="$TARGET/bench-data" cargo bench --locked --quiet --bench performance -- "$@"
