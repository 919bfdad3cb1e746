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

# Clippy in the compiler's place: what is built for its lints is what the tests run, and nothing is compiled twice. As `make lint`,
# which runs `cargo clippy`, it takes a warning for an error.
build_and_lint() {
    RUSTC_WORKSPACE_WRAPPER=$(command -v clippy-driver || echo "$(rustc --print sysroot)/bin/clippy-driver")
    export RUSTC_WORKSPACE_WRAPPER
    export CLIPPY_ARGS=--deny__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__
    cargo test --locked --all-targets --no-run --quiet
}

step "setup" scripts/setup.sh
step "format" cargo fmt --check
step "build and lint" build_and_lint
step "dependencies" scripts/deny.sh
step "tests in Rust" scripts/unit.sh
step "tests in a browser" scripts/browser.sh

printf '%s\n' "== everything passed" "${times[@]}"
