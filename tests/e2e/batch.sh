#!/bin/sh
# What can be done with an imported file afterwards: taken back, compared, mended.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

digest() {
    cadre db digest "$@"
}

fill_registry 2>/dev/null
before=$(digest)
holds 'one line of 64 digits' expr "$before" : '[0-9a-f]\{64\}$' >/dev/null
holds 'of a day' test "$(digest --as-of 2026-03-01)" != "$before"
holds 'of a time before all' test "$(digest --known-at 2000-01-01)" = \
    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
step 'no such time' 2 cadre db digest --known-at yesterday
no_out
err <<'END'
cadre: '--known-at yesterday' is not a moment
  hint: write it as YYYY-MM-DD (that day's end), 'YYYY-MM-DD HH:MM:SS' in UTC, or with its zone: 2026-03-01T09:30+04
END

# A month more, and back.
sed '2d' "$DATA/roster.csv" >april.csv
cadre -q import roster april.csv -s BAKU --effective 2026-04-01 --max-removed 50%
april=$(digest)
holds 'April is something else' test "$april" != "$before"
between=$(sql 'SELECT newest FROM cadre.registry_clock')
step 'the list of March cannot be undone now' 4 cadre batch undo 2
no_out
err <<'END'
cadre: batch 7 (roster of BAKU, 2026-04-01): rows that changed or ended what it brought: 1
cadre: batch 7 (roster of BAKU, 2026-04-01): rows that repeat its list unchanged: 5
cadre: batch 4 (competencies of BAKU, 2026-03-01): rows that name people that only it brought: 2
cadre: batch 3 (certifications of BAKU, 2026-03-01): rows that name people that only it brought: 3
cadre: batch 2 cannot be undone: 3 later batches rest on it
  hint: undo the newest first: cadre batch undo 7
END
step 'quiet says it in one line' 4 cadre -q batch undo 2
err <<'END'
cadre: batch 2 cannot be undone: 3 later batches rest on it; undo the newest first: cadre batch undo 7
END
holds 'nothing is changed' test "$(digest)" = "$april"
step 'April can' 0 cadre batch undo 7
out <<'END'
batch 7 is undone: 1 record is as it was before it
END
no_err
holds 'it is March again' test "$(digest)" = "$before"
holds 'as known between it is April' test "$(digest --known-at "$between")" = "$april"
step 'undone twice' 0 cadre batch undo 7
out <<'END'
batch 7: unchanged, it was undone already
END
step 'it is marked' 0 cadre batch list --most 1
holds 'as undone' grep -q ' undone ' .out
step 'imported again' 0 cadre import roster april.csv -s BAKU --effective 2026-04-01 --max-removed 50%
out <<'END'
april.csv: 5 rows = 0 new + 0 changed + 5 unchanged + 0 duplicate + 0 held + 0 rejected; 1 left (batch 8)
END
holds 'it is April again' test "$(digest)" = "$april"
step 'a match knows the time of an undo' 0 sh -c "
    '$PROGRAM' --data-dir '$WORK/db' -q batch undo 8 &&
    '$PROGRAM' --data-dir '$WORK/db' -q match --as-of 2026-04-01 --publish &&
    '$PROGRAM' --data-dir '$WORK/db' -q verify last"
no_err
for number in 6 5 4 3 2 1; do
    step "batch $number goes" 0 cadre -q batch undo $number
    no_out
    no_err
done
holds 'nothing is left' test "$(digest)" = \
    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
step 'of nothing' 2 cadre batch undo 99
no_out
err <<'END'
cadre: there is no batch 99
  hint: 'cadre batch list' shows them
END
step 'of a word' 2 cadre batch undo last
no_out
err <<'END'
cadre: 'last' is no number of a batch
END
printf 'x\n' >wrong.csv
cadre -q import roster wrong.csv -s BAKU 2>/dev/null
refused=$(sql "SELECT number FROM cadre.batch WHERE state = 'refused'")
step 'of a refused one' 4 cadre batch undo "$refused"
no_out
err <<END
cadre: batch $refused was refused: there is nothing to undo
  hint: 'cadre batch list' shows which ones are merged
END

finish
