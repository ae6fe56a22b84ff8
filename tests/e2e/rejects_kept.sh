#!/bin/sh
# Rejects that somebody has mended, and not imported yet, are not written over.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null
header=source_person_id,family_name,given_name,consent_on
# list NAME...: one month's list, of one name: all of these are faulty.
list() {
    echo "$header"
    for name in "$@"; do echo "K-$name,,$name,2026-01-01"; done
}
newest() {
    sql 'SELECT max(number) FROM cadre.batch'
}

list Anar >list.csv
step 'March' 1 cadre -q import roster list.csv -s BAKU --partial --effective 2026-03-01

list Elnur >list.csv
step 'April, and nobody has touched them' 1 \
    cadre -q import roster list.csv -s BAKU --partial --effective 2026-04-01
err <<END
cadre: list.csv: 1 of 1 rows were not taken: mend them in list.csv.rejects.csv and import it with --fixes $(newest)
END
holds 'they are written over' grep -q 'K-Elnur' list.csv.rejects.csv
april=$(newest)

sed -i 's/,,Elnur/,Quliyev,Elnur/' list.csv.rejects.csv
cp list.csv.rejects.csv mended.csv
list Fuad >list.csv
step 'May, and somebody has mended them' 1 \
    cadre import roster list.csv -s BAKU --partial --effective 2026-05-01
may=$(newest)
out <<END
list.csv: 1 row = 0 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 1 rejected; 0 left (batch $may)
END
err <<END
list.csv:2: record 1, column family_name, R001 a required value is missing
cadre: list.csv: list.csv.rejects.csv stays: what is in it is not imported yet
cadre: list.csv: 1 of 1 rows were not taken: mend them in list.csv.$may.rejects.csv and import it with --fixes $may
END
holds 'they are as they were' cmp mended.csv list.csv.rejects.csv
holds 'the new ones are beside them' grep -q 'K-Fuad' "list.csv.$may.rejects.csv"
holds 'for their owner alone' test "$(stat -c %a "list.csv.$may.rejects.csv")" = 600

step 'a dry run does not mend' 0 cadre -q import roster list.csv.rejects.csv -s BAKU --fixes "$april" -n
list Həsən >list.csv
step 'June' 1 cadre -q import roster list.csv -s BAKU --partial --effective 2026-06-01
holds 'they are as they were still' cmp mended.csv list.csv.rejects.csv
june=$(newest)

step 'the mended ones are imported' 0 cadre -q import roster list.csv.rejects.csv -s BAKU --fixes "$april"
list İlham >list.csv
step 'July' 1 cadre -q import roster list.csv -s BAKU --partial --effective 2026-07-01
err <<END
cadre: list.csv: 1 of 1 rows were not taken: mend them in list.csv.rejects.csv and import it with --fixes $(newest)
END
holds 'they are written over now' grep -q 'K-İlham' list.csv.rejects.csv
for batch in $may $june; do
    holds "those of batch $batch are there" test -s "list.csv.$batch.rejects.csv"
done
holds 'nothing else is' test "$(find . -maxdepth 1 -name 'list.csv.*' | wc -l)" -eq 3

# What is mended is kept in a folder of choice as well, and of what comes through a pipe.
list Kamal >list.csv
step 'a folder' 1 cadre -q import roster list.csv -s BAKU --partial --effective 2026-03-02 --rejects kept
echo ',,,,K-new,Quliyev,Kamal,' >>kept/list.csv.rejects.csv
list Lalə >list.csv
step 'the same folder' 1 \
    cadre -q import roster list.csv -s BAKU --partial --effective 2026-03-03 --rejects kept
holds 'it stays' grep -q K-new kept/list.csv.rejects.csv
holds 'the others lie beside it' grep -q 'K-Lalə' "kept/list.csv.$(newest).rejects.csv"
for name in Murad Nazim; do
    list "$name" >piped.csv
    feed "a pipe: $name" 1 piped.csv \
        cadre -q import roster - -s BAKU --partial --effective 2026-03-04
    sed -i 's/,,/,Quliyev,/' stdin-roster-BAKU.rejects.csv
done
holds 'it stays too' grep -q 'K-Murad' stdin-roster-BAKU.rejects.csv
holds 'the next one has a name of its own' grep -q 'K-Nazim' "stdin-roster-BAKU.$(newest).rejects.csv"

# What an import that was killed has left is of the same bytes, though the ledger does not know it.
list Orxan >list.csv
cadre -q import roster list.csv -s BAKU --partial --effective 2026-03-05 2>/dev/null
sql "UPDATE cadre.batch SET rejects_sha256 = NULL WHERE number = $(newest)"
step 'the same bytes' 1 cadre -q import roster list.csv -s BAKU --partial --effective 2026-03-06
err <<END
cadre: list.csv: 1 of 1 rows were not taken: mend them in list.csv.rejects.csv and import it with --fixes $(newest)
END

# Not even what stands under the other name.
sed -i 's/Orxan/Orxan bəy/' list.csv.rejects.csv
list Pənah >list.csv
next=$(($(newest) + 1))
cp list.csv.rejects.csv "list.csv.$next.rejects.csv"
before=$(cadre db digest)
step 'both may have been mended' 7 \
    cadre -q import roster list.csv -s BAKU --partial --effective 2026-03-07
err <<END
cadre: 'list.csv.rejects.csv' and 'list.csv.$next.rejects.csv' may have been mended: neither is written over; name another folder for the rows that were not taken: --rejects DIR
END
holds 'nothing is stored' test "$(cadre db digest)" = "$before"

# Nobody has the rows of a pipe a second time, unless the next list is a whole one again.
rm stdin-roster-BAKU.rejects.csv
for name in Orxan Pərvin; do
    list "$name" >piped.csv
    feed "a pipe that nobody has mended: $name" 1 piped.csv \
        cadre -q import roster - -s BAKU --partial --effective 2026-03-05
done
holds 'it stays' grep -q 'K-Orxan' stdin-roster-BAKU.rejects.csv
holds 'the next one lies beside it' grep -q 'K-Pərvin' "stdin-roster-BAKU.$(newest).rejects.csv"

# Rejects that are imported as a list of their own have rejects whose first columns are theirs.
printf '%s\n' "$header" T-1,,Rəna,2026-01-01 T-2,,Sona,2026-01-01 >twice.csv
step 'a list' 1 cadre -q import roster twice.csv -s BAKU --partial --effective 2026-03-06
sed -i 's/,,Rəna/,Quliyeva,Rəna/' twice.csv.rejects.csv
step 'its rejects as a list' 1 \
    cadre -q import roster twice.csv.rejects.csv -s BAKU --partial --effective 2026-03-06
sed -i 's/,,Sona/,Quliyeva,Sona/' twice.csv.rejects.csv.rejects.csv
step 'and theirs, mended' 0 \
    cadre -q import roster twice.csv.rejects.csv.rejects.csv -s BAKU --fixes "$(newest)"

finish
