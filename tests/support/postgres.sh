#!/bin/sh
# A PostgreSQL server of our own for one run of the tests, on a socket in a temporary folder.
#
#   postgres.sh url PID     starts it if it doesn't run yet and prints its URL; it stops by itself when PID has ended
#   postgres.sh stop PID    stops it now
#
# It is quick and forgets everything in a power cut; with TOM_POSTGRES_DURABLE=1 it waits for the disk, as a real one does.
# PID is the program that runs the tests. PostgreSQL refuses to run as root, so root lends it to the user postgres.
set -eu

OWNER="${2:?"usage: $0 url|stop PID"}"
SELF="$(cd "$(dirname "$0")" && pwd)/$(basename "$0")"
HOME_DIR="${TMPDIR:-/tmp}/tom-postgres-$OWNER"
DATA="$HOME_DIR/data"
LOG="$HOME_DIR/log"
QUICK="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
[ -z "${TOM_POSTGRES_DURABLE:-}" ] || QUICK=

missing() {
    echo "The tests need PostgreSQL: install the package 'postgresql' (apt-get install postgresql)," >&2
    echo "or set TOM_TEST_POSTGRES to the URL of a server on which databases may be made." >&2
    exit 1
}

programs() {
    newest=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -n 1)
    if [ -n "$newest" ] && [ -x "$newest/initdb" ]; then
        echo "$newest"
    elif command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
        dirname "$(command -v initdb)"
    else
        missing
    fi
}

as_server() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"
    else
        "$@"
    fi
}

stop() {
    as_server "$BIN/pg_ctl" -D "$DATA" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$HOME_DIR"
}

start() {
    cd /
    rm -rf "$DATA"
    [ "$(id -u)" = 0 ] && chown postgres "$HOME_DIR"
    as_server "$BIN/initdb" -D "$DATA" -U tom -A trust -E UTF8 --locale=C --no-sync >"$LOG" 2>&1 ||
        { cat "$LOG" >&2; exit 1; }
    as_server "$BIN/pg_ctl" -D "$DATA" -l "$DATA/server.log" -w -o "-c listen_addresses='' \
        -c unix_socket_directories='$HOME_DIR' -c max_connections=300 $QUICK" start >>"$LOG" 2>&1 9>&- ||
        { cat "$LOG" "$DATA/server.log" >&2; exit 1; }
    setsid "$SELF" watch "$OWNER" </dev/null >/dev/null 2>&1 9>&- &
}

BIN=$(programs)
case "$1" in
url)
    mkdir -p -m 700 "$HOME_DIR"
    # Tests that run side by side ask at the same time: the first one starts it, the others wait.
    exec 9>"$HOME_DIR/lock"
    flock 9
    [ -S "$HOME_DIR/.s.PGSQL.5432" ] || start
    echo "postgres://tom@localhost/postgres?host=$HOME_DIR"
    ;;
watch)
    while kill -0 "$OWNER" 2>/dev/null; do sleep 1; done
    stop
    ;;
stop) stop ;;
*) exit 2 ;;
esac
