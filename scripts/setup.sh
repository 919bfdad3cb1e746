#!/bin/sh
# Installs what the tests need and this machine lacks: Debian packages (as root only; otherwise it says what to
# install and fails) and the browser tests' npm packages at the versions of package-lock.json.
set -eu
cd "$(dirname "$0")/.."

has() { command -v "$1" >/dev/null 2>&1; }
has_postgres() { has initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
has_node() { has node && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; }

missing=
has cc || missing="$missing gcc libc6-dev"
has_postgres || missing="$missing postgresql"
has chromium || missing="$missing chromium fonts-liberation"
has openssl || missing="$missing openssl"
has pdftotext || missing="$missing poppler-utils"
has_node || missing="$missing nodejs"
has npm || missing="$missing npm"

if [ -n "$missing" ]; then
    if [ "$(id -u)" -ne 0 ]; then
        echo "These Debian packages are missing; install them and try again:" >&2
        echo "  apt-get install --no-install-recommends$missing" >&2
        exit 1
    fi
    echo "installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 # a list of words
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

has cargo || { echo "cargo is missing; install a Rust toolchain (see rust-version in Cargo.toml)" >&2; exit 1; }

has_node || { echo "Node.js 20 or newer is needed (Debian 13 has it); this is $(node --version)" >&2; exit 1; }

lock=tests/browser/package-lock.json
seen=tests/browser/node_modules/.installed-from
if ! cmp -s "$lock" "$seen"; then
    (cd tests/browser && npm ci --silent --no-audit --no-fund)
    cp "$lock" "$seen"
fi
