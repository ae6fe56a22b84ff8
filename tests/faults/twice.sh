#!/bin/sh
# The same file by two processes at once, again and again, and ten offices at once: stored once
# each, and whoever comes second is told.
# shellcheck source=tests/faults/lib.sh disable=SC2317
. "$(dirname "$0")/lib.sh"

fill_offices
another twin
mkdir left right other

round=1
while [ "$round" -le 6 ]; do
    rows roster --rows 600 --faults 20 --change 8 --month "$round" >month.csv
    day=2026-03-0$round
    beside twin import roster month.csv --source BAKU --effective "$day" --rejects other \
        >twin.out 2>&1
    after=$(beside twin db digest)
    for side in left right; do
        cadre import roster month.csv --source BAKU --effective "$day" --rejects "$side" \
            >"$side.out" 2>"$side.err" &
        eval "$side=\$!"
        # Further apart from round to round.
        [ "$side" = right ] || sleep "0.0$round"
    done
    # shellcheck disable=SC2154 # set by eval
    wait "$left"
    codes=$?
    # shellcheck disable=SC2154
    wait "$right"
    codes="$codes $?"
    # 1: stored, some rows are faulty; 0: these bytes are in force already; 5: the source is locked.
    case $codes in
        '1 0' | '0 1' | '1 5' | '5 1') ;;
        *) STEP="round $round" && fail "exit codes $codes" ;;
    esac
    holds "round $round: stored once" is "$after"
    holds "round $round: one batch" answers \
        "SELECT count(*) FROM cadre.batch WHERE state = 'merged' AND effective = '$day'" 1
    case $codes in
        1*) side=left ;;
        *) side=right ;;
    esac
    holds "round $round: with its rejects" \
        cmp "$side/month.csv.rejects.csv" other/month.csv.rejects.csv
    rm -f left/* right/* other/*
    round=$((round + 1))
done

# Ten offices at once, some of whose people are the same.
place=0
for office in BAKU GANJA SUMGAIT LANKARAN SHAKI GUBA MASALLI TOVUZ BARDA AGDAM; do
    rows roster --rows 150 --first $((place * 100)) --prefix "$office" >"$office.csv"
    beside twin -q import roster "$office.csv" --source "$office" --effective 2026-04-01 \
        --max-removed 100%
    place=$((place + 1))
done
pids=
for office in AGDAM BARDA TOVUZ MASALLI GUBA SHAKI LANKARAN SUMGAIT GANJA BAKU; do
    cadre -q import roster "$office.csv" --source "$office" --effective 2026-04-01 \
        --max-removed 100% 2>"$office.err" &
    pids="$pids $!"
done
for pid in $pids; do
    wait "$pid"
    holds 'an office among ten is served' test $? -eq 0 || cat ./*.err
done
holds 'whoever came first, it is the same registry' is "$(beside twin db digest)"

finish
