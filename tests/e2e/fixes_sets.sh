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
finish
