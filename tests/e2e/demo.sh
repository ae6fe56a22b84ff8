#!/bin/sh
# cadre demo: the same seed gives the same bytes whatever is around it, and only a demo's folder is
# written over.
# shellcheck source=tests/e2e/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

# Sums of all that a demo wrote.
sums() {
    (cd "$1" && find data rejects reports -type f -exec sha256sum {} + | sort)
}

# How many files of a part have that ending.
files() {
    find "$1" -type f -name "*$2" | wc -l | tr -d ' '
}

step 'a demo' 0 cadre demo --out one --specialists 600 --seed 5
err <<'END'
cadre: preparing a private database, about 3 s, once
END
holds 'the offices sent their files' test "$(files one/data .csv)" -eq 51
holds 'rows were not taken' test "$(files one/rejects .rejects.csv)" -ge 15
for report in staffing gap; do
    holds "$report.html is there" test -s "one/reports/$report.html"
    holds "$report.json is there" test -s "one/reports/$report.json"
    holds "$report is printed" grep -q "^  one/reports/$report.html\$" .out
done
holds 'what it says is told' grep -q '^match, as of 2026-03-15: ' .out
holds 'it is proved' grep -q '^verify: inputs and result are unaltered' .out
holds 'lost letters are refused' \
    grep -q '^  roster-BAKU-1-excel.csv: refused, as it should be: letters were lost' .out
holds 'three commands to try' test "$(grep -c "^  $PROGRAM --demo --data-dir " .out)" -eq 3
sums one >one.sums

# The printed commands are typed as they stand.
sed -n 's|^  \(.* --demo --data-dir .*\)|\1|p' .out >next.txt
while IFS= read -r words; do
    # shellcheck disable=SC2086
    step "$words" 0 $words
    no_err
done <next.txt

step 'another place, another language, another zone' 0 \
    env LC_ALL=az_AZ.UTF-8 TZ=Pacific/Kiritimati "$PROGRAM" --data-dir "$WORK/db" demo \
    --out two --specialists 600 --seed 5
no_err
sums two >two.sums
holds 'the same seed gives the same bytes' cmp one.sums two.sums

step 'over an earlier demo, silently' 0 cadre -q demo --out two --specialists 600 --seed 6
no_out
no_err
sums two >two.sums
holds 'another seed gives another country' test "$(comm -12 one.sums two.sums | wc -l)" -le 7
holds 'nothing is left of the earlier one' test "$(files two/data .csv)" -eq 51

mkdir thesis
echo 'chapter one' >thesis/one.txt
step 'a folder of somebody else' 7 cadre demo --out thesis --specialists 10
no_out
err <<'END'
cadre: the folder 'thesis' holds files that are not of a demo
  hint: name another one with --out DIR; nothing was touched
END
holds 'it is as it was' test "$(ls thesis)" = one.txt

step 'too many specialists' 2 cadre demo --specialists 1000001
step 'a country of one' 0 cadre -q demo --out small --specialists 1
no_err
step 'no specialist' 2 cadre demo --specialists 0
step 'no seed' 2 cadre demo --seed x

step 'not on a server of yours' 2 "$PROGRAM" -d dbname=postgres demo
no_out
holds 'it says why' grep -q '^cadre: .*demo' .err

step 'the demo is not the registry' 2 cadre report staffing
step 'any command reads the demo' 0 cadre --demo run list
no_err

step 'drop' 0 cadre demo --drop
no_out
err <<'END'
cadre: the demo's database is dropped; its files stay
END
holds 'its files stay' test -s two/reports/gap.html
step 'it is gone' 6 cadre --demo run list
err <<'END'
cadre: there is no made-up country yet
  hint: 'cadre demo' makes it
END
step 'the doctor says so too' 3 cadre --demo doctor
holds 'what makes it' grep -qx " *-> 'cadre demo' makes it" .out
step 'drop again' 0 cadre demo --drop

finish
