# To be read by a script (`. scripts/memory.sh`). What tests write is thrown away, and most of their time they would wait for the disk: where
# there is room in memory, they write there. Whoever sets TMPDIR chooses for himself.
if [ -z "${TMPDIR:-}" ] && [ -d /dev/shm ] && [ -w /dev/shm ]; then
    room=$(df -kP /dev/shm | awk 'NR == 2 { print $4 }')
    if [ "${room:-0}" -gt 4000000 ]; then
        TMPDIR=/dev/shm
        export TMPDIR
    fi
fi
