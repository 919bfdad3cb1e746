#!/bin/bash
# Every check, in the order in which a fault is found soonest, with the time that each took.
set -euo pipefail
cd "$(dirname "$0")/.."

times=()
step() {
    local name=$1 start=$SECONDS
    shift
    echo "== $name"
    "$@"
    times+=("$(printf '%5ds  %s' $((SECONDS - start)) "$name")")
}

step "setup" scripts/setup.sh
step "format" cargo fmt --check
step "lint" cargo clippy --locked --all-targets --quiet -- --deny warnings
step "dependencies" scripts/deny.sh
step "tests in Rust" scripts/unit.sh
step "tests in a browser" scripts/browser.sh

printf '%s\n' "== everything passed" "${times[@]}"
