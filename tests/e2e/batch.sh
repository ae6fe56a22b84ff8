#!/bin/sh
# What can be done with an imported file afterwards: taken back, compared, mended.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

digest() {
    cadre db digest "$@"
}

# Standard output is a terminal: into .terminal.
on_terminal() {
    script -qec "'$PROGRAM' --data-dir '$WORK/db' $(shift; printf "'%s' " "$@")" /dev/null </dev/null |
        tr -d '\r' >.terminal
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
cadre: batch 4 (competencies of BAKU, 2026-03-01): rows that name people that only it brought: 3
cadre: batch 3 (certifications of BAKU, 2026-03-01): rows that name people that only it brought: 4
cadre: batch 2 cannot be undone: 3 later batches rest on it
  hint: undo the newest first: cadre batch undo 7
END
step 'quiet says it in one line' 4 cadre -q batch undo 2
err <<'END'
cadre: batch 2 cannot be undone: 3 later batches rest on it; undo the newest first: cadre batch undo 7
END
holds 'nothing is changed' test "$(digest)" = "$april"
step 'what differs between the months' 0 cadre batch diff 2 7
out <<'END'
batch 2 to 7 (roster of BAKU): 0 new, 0 changed, 0 corrected, 1 left
END
no_err
on_terminal cadre batch diff 7 2
cp .terminal .out
out <<'END'
batch 7 to 2 (roster of BAKU): 1 new, 0 changed, 0 corrected, 0 left
  new B-1
END
step 'of two kinds' 2 cadre batch diff 2 3
no_out
err <<'END'
cadre: batches 2 and 3 are not of the same kind and source
  hint: 'cadre batch list' shows what they are of
END
step 'of one that is not there' 2 cadre batch diff 2 99
no_out
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
# What would happen: columns and counts, values on a terminal alone.
sed '2d; s/2001-11-02/2001-11-20/; s/reserve,A,none/deferred,A,none/; s/B-3,\([^,]*\),[^,]*/B-3,\1,Yeni/' \
    "$DATA/roster.csv" >changed.csv
echo 'B-77,7QQQ777,Yeni,Nicat,2000-01-01,M,AZ,AZ-BA,reserve,A,none,az:C2,6,no,2026-01-10' >>changed.csv
step 'a dry run' 0 cadre import roster changed.csv -s BAKU --effective 2026-04-01 --max-removed 50% -n
out <<'END'
changed.csv: 6 rows = 1 new + 2 changed + 3 unchanged + 0 duplicate + 0 held + 0 rejected; 1 left (tried, nothing is stored)
  family_name: changed in 1 record
  service_status: changed in 1 record
  birth_date: corrected in 1 record
END
no_err
on_terminal cadre import roster changed.csv -s BAKU --effective 2026-04-01 --max-removed 50% -n
tail -n +5 .terminal >.out
out <<'END'
  changed B-2: birth_date '2001-11-02' -> '2001-11-20'
  changed B-2: service_status 'reserve' -> 'deferred'
  changed B-3: family_name 'Hüseynov' -> 'Yeni'
  left B-1
  new B-77
END
holds 'nothing is changed' test "$(digest)" = "$before"

# Down to nothing.
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
