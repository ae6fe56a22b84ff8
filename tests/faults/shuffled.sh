#!/bin/sh
# A whole month of ten offices, whose people are in part the same: in whatever order the files come,
# the registry is the same.
# Usage: sh tests/faults/shuffled.sh [ORDERS]
# shellcheck source=tests/faults/lib.sh disable=SC2317
. "$(dirname "$0")/lib.sh"

fill_offices
offices='BAKU GANJA SUMGAIT LANKARAN SHAKI GUBA MASALLI TOVUZ BARDA AGDAM'
place=0
for office in $offices; do
    # A hundred people are its own, a hundred are the next office's too; there they have another job.
    rows roster --rows 200 --first $((place * 100)) --prefix "$office" --change 50 \
        --month "$place" >"$office.roster.csv"
    rows certifications --rows 200 --first $((place * 200)) --prefix "$office" \
        >"$office.certifications.csv"
    place=$((place + 1))
done

# shuffled SEED: the offices in another order.
shuffled() {
    for office in $offices; do
        echo "$(printf '%s %s' "$1" "$office" | cksum | cut -d' ' -f1) $office"
    done | sort -n | cut -d' ' -f2
}

# month DATABASE SEED: awards come behind the people, or nobody would know of whom they are.
month() {
    for kind in roster certifications; do
        for office in $(shuffled "$2$kind"); do
            beside "$1" -q import "$kind" "$office.$kind.csv" --source "$office" \
                --effective 2026-03-01 || return 1
        done
    done
}

wanted=
order=1
while [ "$order" -le "${1:-4}" ]; do
    another "order_$order"
    holds "order $order is imported" month "order_$order" "$order"
    digest=$(beside "order_$order" db digest)
    wanted=${wanted:-$digest}
    holds "order $order ends in the same registry" test "$digest" = "$wanted"
    sql "DROP DATABASE order_$order"
    order=$((order + 1))
done
holds 'it is not the empty one' test "$wanted" != "$(cadre db digest)"

finish
