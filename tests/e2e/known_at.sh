#!/bin/sh
# An earlier state is reproduced: after corrections, late files and an undo the figures of then come
# again, byte for byte.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

now() {
    sql 'SELECT newest FROM cadre.registry_clock'
}

# figures TIME NAME: what the registry and its reports were at that time.
figures() {
    {
        cadre db digest --known-at "$1"
        cadre db digest --known-at "$1" --as-of 2026-03-15
        cadre report staffing --as-of 2026-03-15 --known-at "$1" --format json -o -
        cadre report gap --as-of 2026-03-15 --known-at "$1" --format json -o -
        cadre explain --need N-1 --as-of 2026-03-15 --known-at "$1"
    } >"$2" 2>&1
}

fill_registry 2>/dev/null
cadre -q match --as-of 2026-03-15
draft=$(now)
figures "$draft" draft.1
cadre -q match --as-of 2026-03-15 --publish
published=$(now)
figures "$published" published.1
holds 'a draft is marked' grep -q 'Draft: this match run' draft.1
holds 'what is published is not' test "$(grep -c 'Draft: this match run' published.1)" = 0

# A correction, a late file, a month more and its undo, and runs over it.
sed 's/2003-05-14/1980-05-14/' "$DATA/roster.csv" >corrected.csv
cadre -q import roster corrected.csv -s BAKU --effective 2026-03-10
sed '2d' corrected.csv >late.csv
cadre -q import roster late.csv -s BAKU --effective 2026-02-01 --max-removed 100%
corrected=$(now)
figures "$corrected" corrected.1
cadre -q import roster late.csv -s BAKU --effective 2026-03-12 --max-removed 100%
cadre -q match --as-of 2026-03-15
last=$(sql 'SELECT max(number) FROM cadre.batch')
step 'the month is taken back' 0 cadre -q batch undo "$last"
cadre -q match --as-of 2026-03-15

for state in draft published corrected; do
    eval "time=\$$state"
    # shellcheck disable=SC2154 # set by eval
    figures "$time" $state.2
    holds "the figures of $state" cmp $state.1 $state.2
done
holds 'others than those of now' test "$(cadre db digest)" != "$(head -n 1 draft.1)"

step 'a match with what was known then' 0 cadre match --as-of 2026-03-15 --known-at "$draft"
holds 'is a run of its own' grep -q '^run [0-9]* (.*draft$' .out
step 'that verifies' 0 cadre -q verify last
answer=$(sql 'SELECT result_digest = (SELECT result_digest FROM cadre.run WHERE number = 1)
              FROM cadre.run ORDER BY number DESC LIMIT 1')
holds 'and places the same people' test "$answer" = t
zone=$(sql "SELECT to_char('$draft'::timestamptz AT TIME ZONE 'Asia/Baku', 'YYYY-MM-DD HH24:MI:SS.US') || '+04'")
step 'the same time in another zone' 0 cadre match --as-of 2026-03-15 --known-at "$zone"
holds 'is unchanged' grep -q 'unchanged' .out
step 'a time to come is now' 0 cadre -q match --as-of 2026-03-15 --known-at 2999-01-01
step 'that verifies too' 0 cadre -q verify last

# Settings of a source are known from a time of their own: whoever left is matched for as many days.
echo '{"version": 1, "grace_days": 0}' >settings.json
sed '2d' corrected.csv >shorter.csv
cadre -q import roster shorter.csv -s BAKU --effective 2026-03-13 --max-removed 100%
cadre -q match --as-of 2026-03-15
patient=$(now)
step 'no grace any more' 0 cadre -q source add BAKU --settings settings.json
strict=$(now)
step 'a match of what is known by settings' 0 cadre match --as-of 2026-03-15
holds 'is another one' sh -c '! grep -q unchanged .out'
step 'and holds' 0 cadre -q verify last
people=$(sql 'SELECT people FROM cadre.run ORDER BY number DESC LIMIT 1')
cadre -q match --as-of 2026-03-15 --known-at "$patient"
holds 'before that one more was matched' answers \
    'SELECT people FROM cadre.run ORDER BY number DESC LIMIT 1' "$((people + 1))"
step 'and that holds' 0 cadre -q verify last
cadre -q import roster corrected.csv -s BAKU --effective 2026-03-14
cadre -q match --as-of 2026-03-15 --known-at "$strict"
holds 'and what was known then is asked for later' answers \
    'SELECT people FROM cadre.run ORDER BY number DESC LIMIT 1' "$people"
step 'and that holds, too' 0 cadre -q verify last

step 'before the first run' 2 cadre report gap --as-of 2026-03-15 --known-at 2000-01-01
no_out
err <<'END'
cadre: there was no run as of 2026-03-15 or before at TIME:00
  hint: 'cadre match --as-of 2026-03-15 --known-at TIME' makes the run that it would have been
END
step 'a run is a run' 2 cadre report gap --run 1 --known-at 2026-03-15
err <<'END'
cadre: '--run' and '--known-at' exclude one another
END
step 'no such time' 2 cadre match --known-at '2026-03-15 25:00'
err <<'END'
cadre: '--known-at 2026-03-15 25:00' is not a moment
  hint: write it as YYYY-MM-DD (that day's end), 'YYYY-MM-DD HH:MM:SS' in UTC, or with its zone: 2026-03-01T09:30+04
END
finish
