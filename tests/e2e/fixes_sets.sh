#!/bin/sh
# Requirements that come back mended: rows of a need join those that stand, and a set that was held
# comes back whole or not at all.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null
# shellcheck disable=SC2317 # holds calls it
asks() {
    answers "SELECT string_agg(concat_ws(' ', clause, code, level), ', ' ORDER BY clause, code)
             FROM cadre.need_alternative
             WHERE need_code = '$1' AND upper_inf(recorded) AND valid @> date '2026-03-02'" "$2"
}

cat >sets.csv <<'END'
need_code,clause,kind,code,level,importance
N-1,1,language,az,B9,required
N-1,2,language,en,C1,required
N-2,1,language,ru,B1,required
N-22,2,language,en,B1,required
END
step 'two rows are faulty' 1 cadre -q import requirements sets.csv --effective 2026-03-02
holds 'a need asks what it asked' asks N-1 '1 az B2, 2 en B2'
holds 'the other one what stands' asks N-2 '1 ru B1'
before=$(cadre db digest)

grep -v '"\{0,1\}N-22' sets.csv.rejects.csv | grep -v ',en,C1,' | sed 's/B9/B1/' >half.csv
step 'half of what was held' 1 cadre import requirements half.csv --fixes 7
holds 'is held' grep -q 'X019' .err
holds 'nothing is changed' test "$(cadre db digest)" = "$before"

sed 's/B9/B1/' sets.csv.rejects.csv | grep -v '"\{0,1\}N-22' >whole.csv
step 'all of it' 0 cadre import requirements whole.csv --fixes 7
holds 'is the set' asks N-1 '1 az B1, 2 en C1'
holds 'of the one need alone' asks N-2 '1 ru B1'

sed 's/N-22/N-2/' sets.csv.rejects.csv | grep -v 'N-1,' >named.csv
step 'a need that was mistyped' 0 cadre import requirements named.csv --fixes 7
holds 'is asked that as well' asks N-2 '1 ru B1, 2 en B1'
holds 'all is mended' test "$(cadre batch show 7 | grep -c ' 0 open$')" -eq 1
last=$(sql 'SELECT max(number) FROM cadre.batch')
joined=$(cadre db digest)
step 'the set that it joined is not taken from it' 4 cadre batch undo 7
holds 'it is told of' grep -q "batch $last .* beside requirements that it brought: 1" .err
holds 'nothing is changed by that' test "$(cadre db digest)" = "$joined"
step 'undone' 0 cadre -q batch undo "$last"
holds 'it is not' asks N-2 '1 ru B1'

sed -e 's/N-22,2,/N-2,1,/' -e 's/N-22;2;/N-2;1;/' -e 's/required/desired/' sets.csv.rejects.csv |
    grep -v 'N-1[,;]' >other.csv
step 'of a clause that is required' 1 cadre import requirements other.csv --fixes 7
holds 'a row that says otherwise is not' grep -q 'column importance, X002' .err
holds 'and the need asks what it asked' asks N-2 '1 ru B1'

# Of a clause of which some have to hold all alternatives count, those that stand and those that come.
cat >some.csv <<'END'
need_code,clause,kind,code,level,importance,k
N-1,1,language,az,B1,required,2
N-1,1,language,en,B1,required,2
N-23,1,language,ru,B1,required,2
END
step 'one row has a need that is mistyped' 1 \
    cadre -q import requirements some.csv --effective 2026-03-02
batch=$(sql 'SELECT max(number) FROM cadre.batch')
before=$(cadre db digest)
sed 's/N-23/N-2/' some.csv.rejects.csv >short.csv
step 'alone in its clause' 1 cadre import requirements short.csv --fixes "$batch"
holds 'it is short' grep -q 'record 1, column need_code, X018' .err
holds 'nothing is changed by it' test "$(cadre db digest)" = "$before"
sed 's/N-23/N-1/' some.csv.rejects.csv >third.csv
step 'beside two others' 0 cadre import requirements third.csv --fixes "$batch"
holds 'it is the third' asks N-1 '1 az B1, 1 en B1, 1 ru B1'

# Rows of a set that a later file replaced.
cat >old.csv <<'END'
need_code,clause,kind,code,level,importance
N-1,1,language,az,B2,required
N-24,2,language,ru,B1,required
END
cat >new.csv <<'END'
need_code,clause,kind,code,level,importance
N-1,1,language,en,C1,required
END
step 'a set, and a row of it' 1 cadre -q import requirements old.csv --effective 2026-03-02
batch=$(sql 'SELECT max(number) FROM cadre.batch')
sed 's/N-24/N-1/' old.csv.rejects.csv >late.csv
step 'another set in its stead' 0 cadre -q import requirements new.csv --effective 2026-03-02
newer=$(sql 'SELECT max(number) FROM cadre.batch')
step 'the row comes late' 1 cadre import requirements late.csv --fixes "$batch"
holds 'it is no part of that set' grep -q 'record 1, column need_code, X021' .err
holds 'which stays what it is' asks N-1 '1 en C1'
holds 'and the row rests on it' test "$(cadre batch undo "$newer" 2>&1 | grep -c 'were kept out')" -eq 1
cadre -q batch undo $((newer + 1))
step 'without it' 0 cadre -q batch undo "$newer"
step 'it comes in time' 0 cadre import requirements late.csv --fixes "$batch"
holds 'and is of the set' asks N-1 '1 az B2, 2 ru B1'

# A batch of a version that did not remember sets.
sql "DELETE FROM cadre.batch_set WHERE batch = $batch" >sql.txt
step 'a batch from before' 2 cadre import requirements late.csv --fixes "$batch"
no_out
err <<END
cadre: batch $batch was imported by a version that did not remember which rows go together
  hint: import the whole sets of the needs concerned, without --fixes
END
finish
