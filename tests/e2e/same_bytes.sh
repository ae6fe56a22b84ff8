#!/bin/sh
# The same registry gives the same bytes: whatever the order of the rows in the files, the language
# and the time zone of who imports, matches and reports.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

# shuffled FILE: its records in another order. The header stays, and so do lines of a record that
# has line breaks, for only whole lines are moved.
shuffled() {
    awk '
        {
            line[NR] = $0
            quotes = gsub(/"/, "\"")
            moves[NR] = NR > 1 && !inside && quotes % 2 == 0
            if (quotes % 2 == 1) inside = !inside
            if (moves[NR]) order[++count] = NR
        }
        END {
            for (i = 1; i <= NR; i++)
                print moves[i] ? line[order[count--]] : line[i]
        }' "$1"
}

# month PROGRAM-WORDS...: the country of ./data through one month, its reports into ./reports.
month() {
    "$@" -q import organizations data/organizations.csv --effective 2026-03-01
    for kind in roster competencies certifications; do
        for file in data/"$kind"-*.csv; do
            source=${file#data/"$kind"-}
            "$@" -q import "$kind" "$file" --source "${source%.csv}" --owner REC-SERV \
                --effective 2026-03-01 2>/dev/null
        done
    done
    "$@" -q import needs data/needs.csv --effective 2026-03-01
    "$@" -q import requirements data/requirements.csv --effective 2026-03-01 2>/dev/null
    "$@" -q import placements data/placements.csv --source REC-SERV --effective 2026-03-01 2>/dev/null
    "$@" -q import trainings data/trainings.csv --effective 2026-03-01 2>/dev/null
    for kind in preferences completions; do
        for file in data/"$kind"-*.csv; do
            source=${file#data/"$kind"-}
            "$@" -q import "$kind" "$file" --source "${source%.csv}" --effective 2026-03-01 2>/dev/null
        done
    done
    "$@" -q match --as-of 2026-03-15 --publish
    "$@" -q report staffing -o reports
    "$@" -q report gap -o reports
}

cadre -q demo --out made --specialists 600 --seed 5
mkdir -p one/data two/data
cp made/data/*.csv one/data
rm one/data/roster-BAKU-1-excel.csv
for file in one/data/*.csv; do
    shuffled "$file" >"two/data/${file##*/}"
done
holds 'the rows stand in another order' test \
    "$(cmp -s one/data/roster-GANJA.csv two/data/roster-GANJA.csv; echo $?)" -eq 1
holds 'none is lost' test "$(sort one/data/*.csv | cksum)" = "$(sort two/data/*.csv | cksum)"

(cd one && month "$PROGRAM" --data-dir "$WORK/db1") >one.out 2>&1
(cd two && LC_ALL=tr_TR.UTF-8 TZ=Pacific/Kiritimati month "$PROGRAM" --data-dir "$WORK/db2") \
    >two.out 2>&1
holds 'what the two months say is the same' cmp one.out two.out
holds 'there are reports' test "$(find one/reports -type f | wc -l)" -ge 10
holds 'people were placed' test "$(wc -l <one/reports/staffing.people.csv)" -gt 50
holds 'the reports are the same bytes' diff -r one/reports two/reports

for locale in C az_AZ.UTF-8; do
    step "reported in $locale" 0 env LC_ALL="$locale" TZ=Asia/Baku "$PROGRAM" \
        --data-dir "$WORK/db2" report staffing -o "in-$locale/"
    holds "the same bytes in $locale" cmp one/reports/staffing.html "in-$locale/staffing.html"
done

finish
