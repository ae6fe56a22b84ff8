#!/bin/sh
# A disk that is full: of the data, of the log, of the rejects. Nothing is stored, the program says
# why; with room again the same import comes to its end. Wants small file systems, so root.
# shellcheck source=tests/faults/lib.sh disable=SC2317
. "$(dirname "$0")/lib.sh"

unmount_all() {
    for place in db wal rejects; do
        umount "$WORK/$place" 2>/dev/null
    done
}

# small_disk PLACE SIZE: a file system of its own.
small_disk() {
    mkdir -m 711 "$1" && mount -t tmpfs -o "size=$2,mode=711" tmpfs "$1" 2>/dev/null
}

if [ "$(id -u)" -ne 0 ] || ! small_disk rejects 256k; then
    echo 'skipped: a small file system cannot be mounted'
    FINISHED=1
    trap - EXIT
    cd / && rm -rf "$WORK"
    exit 77
fi
trap 'cadre -q db stop >/dev/null 2>&1; unmount_all; end' EXIT

# fill PLACE KEEP: leaves KEEP KiB of it.
fill() {
    room=$(df -k --output=avail "$1" | tail -n 1)
    [ "$room" -le "$2" ] || dd if=/dev/zero of="$1/ballast" bs=1024 count=$((room - $2)) 2>/dev/null
}

# said WORDS: the last of what it wrote to stderr, behind the findings, has them.
said() {
    tail -n 2 .err | grep -q "$1" || { tail -n 2 .err; return 1; }
}

# The whole of it lies on a small disk, the log on another one.
small_disk db 400m || exit 1
small_disk wal 112m || exit 1
chown postgres db
fill_offices
rows roster --rows 3000 --faults 30 >first.csv
rows roster --rows 40000 --first 2990 --change 30 --month 1 --faults 10 >second.csv
mkdir other
another twin
beside twin import roster first.csv --source BAKU --effective 2026-03-01 --rejects other \
    >twin.out 2>&1

before=$(cadre db digest)
after=$(beside twin db digest)
fill rejects 0
step 'no room for the rejects' 7 \
    cadre import roster first.csv --source BAKU --effective 2026-03-01 --rejects rejects
no_out
holds 'it says so' said 'cannot write'
holds 'nothing is stored' is "$before"
rm rejects/ballast
step 'with room for them' 1 \
    cadre import roster first.csv --source BAKU --effective 2026-03-01 --rejects rejects
holds 'it is stored' is "$after"
holds 'with its rejects' cmp rejects/first.csv.rejects.csv other/first.csv.rejects.csv

beside twin import roster second.csv --source BAKU --effective 2026-04-01 --rejects other \
    --max-removed 100% >twin.out 2>&1
sql 'CHECKPOINT'
before=$after
after=$(beside twin db digest)
second() {
    cadre import roster second.csv --source BAKU --effective 2026-04-01 --rejects other \
        --max-removed 100%
}
fill db 1500
step 'no room for the data' 3 second
no_out
holds 'it says so' said 'disk is full'
rm db/ballast
holds 'nothing is stored' is "$before"

# A log that cannot grow ends the server. It stands still with one segment that it needs, and would
# go on in others that it had made ahead.
cadre -q db stop
data=$(echo db/pg*/data)
bindir=$(echo /usr/lib/postgresql/*/bin)
needed=$(runuser -u postgres -- "$bindir/pg_controldata" "$data" | sed -n 's/.*REDO WAL file: *//p')
find "$data/pg_wal" -maxdepth 1 -type f ! -name "$needed" -delete
cp -a "$data/pg_wal" wal/pg_wal
rm -rf "$data/pg_wal"
ln -s "$WORK/wal/pg_wal" "$data/pg_wal"
cadre -q db start
fill wal 0
step 'no room for the log' 3 second
no_out
holds 'it says so' said 'disk is full'
rm wal/ballast
holds 'nothing is stored' is "$before"

step 'with room for all' 1 second
holds 'it is stored' is "$after"

finish
