#!/bin/sh
# Faulty rows are told and kept, good ones are taken; faulty files are refused whole.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null
cp "$DATA/faults.csv" .

step 'check tells every fault, without values, and needs no server' 1 \
    "$PROGRAM" --data-dir "$WORK/dbnone" check roster faults.csv --effective 2026-03-01
out <<'END'
faults.csv: 7 rows = 2 good + 1 duplicate + 1 held + 3 rejected; not checked: who is new, changed or left, and whether keys name other people (--registry checks it too)
END
err <<'END'
faults.csv:1: column qeyd, W004 a column is not known and kept aside
faults.csv:1: column consent_on, W006 no consent is recorded
faults.csv:2: record 1, column birth_date, R002 not a calendar date
faults.csv:4: record 3, column family_name, R001 a required value is missing
faults.csv:5: record 4, column region, X014 more than one region has this name
faults.csv:6: record 5, column source_person_id, W005 the same row stands twice
faults.csv:9: record 7, column service_status, R005 not a code of the list
cadre: faults.csv: 4 of 7 rows would not be taken
END
holds 'no server was made' test ! -e dbnone

step 'check in the registry' 1 \
    cadre check roster faults.csv --registry -s BAKU --partial --effective 2026-03-01
out <<'END'
faults.csv: 7 rows = 1 new + 0 changed + 0 unchanged + 1 duplicate + 2 held + 3 rejected; 0 left (tried, nothing is stored)
END
err <<'END'
faults.csv:2: record 1, column birth_date, R002 not a calendar date
faults.csv:4: record 3, column family_name, R001 a required value is missing
faults.csv:5: record 4, column region, X014 more than one region has this name
faults.csv:      1 x R001 a required value is missing
faults.csv:      1 x R002 not a calendar date
faults.csv:      1 x R005 not a code of the list
faults.csv:      1 x X009 its two keys name two different people
faults.csv:      1 x X014 more than one region has this name
faults.csv:      1 x W004 a column is not known and kept aside
faults.csv:      1 x W005 the same row stands twice
faults.csv:      1 x W006 no consent is recorded
cadre: faults.csv: 5 of 7 rows would not be taken
END
holds 'check writes no rejects' test ! -e faults.csv.rejects.csv

step 'too many faults by count' 4 \
    cadre import roster faults.csv -s BAKU --partial --max-rejects 4 --effective 2026-03-01
no_out
err <<'END'
faults.csv:2: record 1, column birth_date, R002 not a calendar date
faults.csv:4: record 3, column family_name, R001 a required value is missing
faults.csv:5: record 4, column region, X014 more than one region has this name
faults.csv:      1 x R001 a required value is missing
faults.csv:      1 x R002 not a calendar date
faults.csv:      1 x R005 not a code of the list
faults.csv:      1 x X009 its two keys name two different people
faults.csv:      1 x X014 more than one region has this name
faults.csv:      1 x W004 a column is not known and kept aside
faults.csv:      1 x W005 the same row stands twice
faults.csv:      1 x W006 no consent is recorded
cadre: 'faults.csv' is refused: 5 of its 7 rows are faulty, more than 4
  hint: mend them, or raise --max-rejects
END
step 'too many faults by share' 4 \
    cadre import roster faults.csv -s BAKU --partial --max-rejects 71% --effective 2026-03-01
no_out
err <<'END'
faults.csv:2: record 1, column birth_date, R002 not a calendar date
faults.csv:4: record 3, column family_name, R001 a required value is missing
faults.csv:5: record 4, column region, X014 more than one region has this name
faults.csv:      1 x R001 a required value is missing
faults.csv:      1 x R002 not a calendar date
faults.csv:      1 x R005 not a code of the list
faults.csv:      1 x X009 its two keys name two different people
faults.csv:      1 x X014 more than one region has this name
faults.csv:      1 x W004 a column is not known and kept aside
faults.csv:      1 x W005 the same row stands twice
faults.csv:      1 x W006 no consent is recorded
cadre: 'faults.csv' is refused: 5 of its 7 rows are faulty, more than 71 %
  hint: mend them, or raise --max-rejects
END
holds 'nothing was stored' test "$(sql "SELECT count(*) FROM cadre.person")" = 6

step 'good rows are taken' 1 \
    cadre import roster faults.csv -s BAKU --partial --max-rejects 72% --effective 2026-03-01
out <<'END'
faults.csv: 7 rows = 1 new + 0 changed + 0 unchanged + 1 duplicate + 2 held + 3 rejected; 0 left (batch 12)
END
err <<'END'
faults.csv:2: record 1, column birth_date, R002 not a calendar date
faults.csv:4: record 3, column family_name, R001 a required value is missing
faults.csv:5: record 4, column region, X014 more than one region has this name
faults.csv:      1 x R001 a required value is missing
faults.csv:      1 x R002 not a calendar date
faults.csv:      1 x R005 not a code of the list
faults.csv:      1 x X009 its two keys name two different people
faults.csv:      1 x X014 more than one region has this name
faults.csv:      1 x W004 a column is not known and kept aside
faults.csv:      1 x W005 the same row stands twice
faults.csv:      1 x W006 no consent is recorded
cadre: faults.csv: 5 of 7 rows were not taken: mend them in faults.csv.rejects.csv and import it with --fixes 12
END
holds 'one person more' test "$(sql "SELECT count(*) FROM cadre.person")" = 7

step 'the rejects keep the bytes, merge faults in file order among the others' 0 \
    cat faults.csv.rejects.csv
out <<'END'
cadre_line;cadre_record;cadre_codes;cadre_reason;mənbə kodu;FİN;soyad;ad;doğum tarixi;cins;bölgə;hərbi mükəlləfiyyət;qeyd
2;1;R002;birth_date: not a calendar date;B-11;5BBB111;Əhmədov;Kamran;31.02.2001;kişi;Bakı;xidmətdə;yoxdur
4;3;R001;family_name: a required value is missing;B-13;5BBB333;;Orxan;01.01.2002;kişi;Bakı;ehtiyat;
5;4;X014;region: more than one region has this name (write the code: AZ-LA (Lankaran City) or AZ-LAN (Lankaran));B-14;5BBB444;Rzayev;Nicat;09.09.1999;kişi;Lənkəran;ehtiyat;
7;6;X009;national_id: its two keys name two different people;B-1;5AAA222;Əliyev;Anar;14.05.2003;kişi;Bakı;tərxis;
8;7;R005;service_status: not a code of the list (one of eligible, serving, deferred, exempt, reserve, discharged);B-15;5BBB555;"Səfərov
";Emin;02.02.2000;kişi;Bakı;naməlum;
END
holds 'the rejects are for their owner alone' test "$(stat -c %a faults.csv.rejects.csv)" = 600

sed -e 's/31\.02\.2001/28.02.2001/' -e 's/;;Orxan/;Orxanov;Orxan/' -e 's/Lənkəran/AZ-LAN/' \
    -e 's/B-1;5AAA222/B-1;5AAA111/' -e 's/naməlum/ehtiyat/' faults.csv.rejects.csv >mended.csv
step 'mended rejects are imported as they are' 0 \
    cadre import roster mended.csv -s BAKU --partial --effective 2026-03-01 --rejects elsewhere
out <<'END'
mended.csv: 5 rows = 4 new + 1 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch 13)
END
err <<'END'
mended.csv:1: column qeyd, W004 a column is not known and kept aside
mended.csv:1: W008 these are rows that were rejected before
mended.csv:1: column consent_on, W006 no consent is recorded
END

step 'rejects to a folder of which the upper part is not there either' 2 \
    cadre import roster faults.csv -s BAKU --partial --effective 2026-03-09 --rejects 'my a/b'
no_out
err <<'END'
cadre: '--rejects my a/b' lies in 'my a', which is no folder that is there
  hint: check the name, or make it: mkdir -p 'my a/b'
END
holds 'it is not made' test ! -e 'my a'
step 'no folder at all' 2 cadre import roster faults.csv -s BAKU --partial --rejects ''
err <<'END'
cadre: '--rejects' names no folder
END
step 'nor is it a file' 2 cadre import roster faults.csv -s BAKU --partial --rejects faults.csv/b/

mkdir a
step 'rejects to a folder of choice' 1 \
    cadre -q import roster faults.csv -s BAKU --partial --effective 2026-03-09 --rejects a/b
no_out
err <<'END'
cadre: faults.csv: 5 of 7 rows were not taken: mend them in a/b/faults.csv.rejects.csv and import it with --fixes 15
END
holds 'they are there' test -s a/b/faults.csv.rejects.csv

sed -e '$d' faults.csv >others.csv
step 'rejects that cannot be written' 7 \
    cadre import roster others.csv -s BAKU --partial --effective 2026-03-10 --rejects /proc
no_out
err <<'END'
others.csv:2: record 1, column birth_date, R002 not a calendar date
others.csv:4: record 3, column family_name, R001 a required value is missing
others.csv:5: record 4, column region, X014 more than one region has this name
others.csv:      1 x R001 a required value is missing
others.csv:      1 x R002 not a calendar date
others.csv:      1 x R032 a quote is opened and not closed
others.csv:      1 x X009 its two keys name two different people
others.csv:      1 x X014 more than one region has this name
others.csv:      1 x W004 a column is not known and kept aside
others.csv:      1 x W005 the same row stands twice
others.csv:      1 x W006 no consent is recorded
cadre: cannot write '/proc/others.csv.rejects.csv': No such file or directory
END

printf 'source_person_id;national_id;given_name\nB-9;5CCC111;Anar\n' >short.csv
step 'a required column is missing' 4 cadre import roster short.csv -s BAKU --partial
no_out
err <<'END'
short.csv:1: column family_name, F012 a required column is missing from the header
cadre: 'short.csv' is refused: a required column is missing from the header (F012)
  hint: add the column; 'cadre schema roster --format md' lists its names
END

printf 'PK\003\004\024\0\006\0\010\0\0\0!\0\0\0\0\0\0\0\0\0\0\0\0\0\023\0\0\0[Content_Types].xml' >book.csv
step 'a workbook' 4 cadre import roster book.csv -s BAKU --partial
no_out
err <<'END'
book.csv: F003 this is an Excel workbook, not CSV
cadre: 'book.csv' is refused: this is an Excel workbook, not CSV (F003)
  hint: in Excel: File > Save As > 'CSV UTF-8 (Comma delimited) (*.csv)'
END

iconv -f UTF-8 -t UTF-16LE "$DATA/roster.csv" >wide.csv
step 'UTF-16 without a byte order mark' 4 cadre import roster wide.csv -s BAKU --partial
no_out
err <<'END'
wide.csv: F006 the file is UTF-16 without a byte order mark
cadre: 'wide.csv' is refused: the file is UTF-16 without a byte order mark (F006)
  hint: it looks like utf-16le: say --encoding utf-16le
END

# Whatever is stated of it, what is said helps.
for order in LE BE; do
    iconv -f UTF-8 -t UTF-32$order "$DATA/roster.csv" >wider-$order.csv
    step "UTF-32 without a byte order mark: $order" 4 cadre check roster wider-$order.csv
    no_out
    err <<END
wider-$order.csv: F029 the file is UTF-32
cadre: 'wider-$order.csv' would be refused: the file is UTF-32 (F029)
  hint: save it as 'CSV UTF-8', or: iconv -f UTF-32$order -t UTF-8 FILE >NEW.csv
END
    { printf '\357\273\277' && cat "$DATA/roster.csv"; } | iconv -f UTF-8 -t UTF-32$order >marked.csv
    for encoding in '' utf-8 utf-16 utf-16le utf-16be windows-1254; do
        step "UTF-32 with a mark: $order, '$encoding'" 4 \
            cadre check roster marked.csv ${encoding:+--encoding "$encoding"}
        err <<'END'
marked.csv: F029 the file is UTF-32
cadre: 'marked.csv' would be refused: the file is UTF-32 (F029)
  hint: save it as 'CSV UTF-8', or: iconv -f UTF-32 -t UTF-8 FILE >NEW.csv
END
    done
    iconv -f UTF-32 -t UTF-8 marked.csv >narrow.csv
    holds 'it helps' cmp narrow.csv "$DATA/roster.csv"
done

: >empty.csv
step 'an empty file' 4 cadre import roster empty.csv -s BAKU --partial
no_out
err <<'END'
empty.csv: F001 the file is empty
cadre: 'empty.csv' is refused: the file is empty (F001)
  hint: export the list again and check that it was saved
END

sed -e 's/ə/?/g' "$DATA/roster.csv" >lost.csv
step 'letters lost to a code page' 4 cadre import roster lost.csv -s BAKU --partial
no_out
err <<'END'
lost.csv:3: F009 letters were lost: '?' stands inside words
cadre: 'lost.csv' is refused: letters were lost: '?' stands inside words (F009)
  hint: in Excel: File > Save As > 'CSV UTF-8 (Comma delimited) (*.csv)', from the original workbook
END

printf 'source_person_id,credential,issued_on\nB-77,CySA+,2025-01-01\n' >unknown.csv
step 'an unknown person is kept for later' 1 \
    cadre import certifications unknown.csv -s BAKU --effective 2026-03-01
out <<'END'
unknown.csv: 1 row = 0 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 1 rejected; 0 left (batch 28)
END
err <<'END'
unknown.csv:2: record 1, column source_person_id, X004 nobody with this key is in the registry
cadre: unknown.csv: 1 of 1 rows were not taken: mend them in unknown.csv.rejects.csv and import it with --fixes 28
END

printf 'need_code,clause,kind,code,level,importance\nN-1,1,training,X,,required\n' >training.csv
step 'a training is asked for by who gives it, too' 1 \
    cadre import requirements training.csv --effective 2026-03-01
out <<'END'
training.csv: 1 row = 0 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 1 rejected; 0 left (batch 29)
END
err <<'END'
training.csv:2: record 1, column code, R035 not the code of a training
cadre: training.csv: 1 of 1 rows were not taken: mend them in training.csv.rejects.csv and import it with --fixes 29
END

step 'the batch keeps findings without values' 0 cadre batch show 12
out <<'END'
Imported file
=============

batch 12: 7 rows = 1 new + 0 changed + 0 unchanged + 1 duplicate + 2 held + 3
rejected; 0 left, 0 held back

Kind         roster
Source       BAKU
Owner        BAKU
File         faults.csv
SHA-256      DIGEST
Effective    2026-03-01
List         partial
State        merged
Recorded at  TIME
Ruleset      8
Kept out     5 findings, 0 mended, 5 open

Findings
--------
What was found, in file order

Line  Record  Column            Code  What is wrong                           Mended by
────  ──────  ────────────────  ────  ──────────────────────────────────────  ─────────
   1       0  qeyd              W004  a column is not known and kept aside            —
   1       0  consent_on        W006  no consent is recorded                          —
   2       1  birth_date        R002  not a calendar date                             —
   4       3  family_name       R001  a required value is missing                     —
   5       4  region            X014  more than one region has this name              —
   6       5  source_person_id  W005  the same row stands twice                       —
   7       6  national_id       X009  its two keys name two different people          —
   9       7  service_status    R005  not a code of the list                          —
END
no_err

{
    echo 'source_person_id,family_name,given_name,consent_on'
    for n in 1 2 3 4 5 6; do echo "W-$n,Əliyev,Aydın,"; done
    echo 'W-7,,Aydın,'
} >consents.csv
step 'a warning that repeats does not drown the faults' 1 \
    "$PROGRAM" --data-dir "$WORK/dbnone" check roster consents.csv
out <<'END'
consents.csv: 7 rows = 6 good + 0 duplicate + 0 held + 1 rejected; not checked: who is new, changed or left, and whether keys name other people (--registry checks it too)
END
err <<'END'
consents.csv:2: record 1, column consent_on, W006 no consent is recorded
consents.csv:3: record 2, column consent_on, W006 no consent is recorded
consents.csv:4: record 3, column consent_on, W006 no consent is recorded
consents.csv:8: record 7, column family_name, R001 a required value is missing
consents.csv: 4 more: W006 no consent is recorded: lines 5, 6, 7, 8
cadre: consents.csv: 1 of 7 rows would not be taken
END

# Nothing is left in a folder of the system's, nor is a file refused for that.
for name in stdin fd/0; do
    sed "s|Aydın|Aydın ${name%/0}|" consents.csv >piped.csv
    feed "a pipe by its name, $name" 1 piped.csv \
        cadre import roster "/dev/$name" -s BAKU --partial --effective 2026-03-02
    kept=${name#fd/}-roster-BAKU.rejects.csv
    holds 'its rejects lie here' grep -q "mend them in $kept" .err
    holds 'readable by their owner' test "$(stat -c %a "$kept")" = 600
done
holds 'and not there' test -z "$(find /dev -maxdepth 1 -name 'stdin*.rejects.csv')"

# Rejects of one office do not take the place of those of another.
rm stdin-roster-BAKU.rejects.csv
for source in BAKU GANJA; do
    sed "s|Aydın|Aydın $source|" consents.csv >piped.csv
    feed "a pipe of $source" 1 piped.csv \
        cadre -q import roster - -s "$source" --owner BAKU --partial --effective 2026-03-03
done
for source in BAKU GANJA; do
    holds "the rejects of $source" grep -q ",Aydın $source," "stdin-roster-$source.rejects.csv"
done
mkdir -p one two
sed 's|Aydın|Aydın one|' consents.csv >one/list.csv
sed 's|Aydın|Aydın two|' consents.csv >two/list.csv
step 'two lists of one name, and one folder for their rejects' 2 \
    cadre import roster one/list.csv two/list.csv -s BAKU --partial --rejects kept
no_out
err <<'END'
cadre: 'one/list.csv' and 'two/list.csv' cannot have their rejects in one folder: both are called 'list.csv'
  hint: leave '--rejects' out, or import them one by one, each with a folder of its own
END
holds 'nothing is written' test ! -e kept


# What was kept out for what the registry did not know is asked for again once it has learned more.
step 'an award of an unknown person' 1 cadre -q import certifications unknown.csv -s BAKU
step 'as long as nothing has come, the same bytes are in force' 0 \
    cadre import certifications unknown.csv -s BAKU
holds 'unchanged' grep -q '^unknown.csv: unchanged, these bytes are in force' .out
printf 'source_person_id,family_name,given_name,consent_on\nB-77,a,b,2026-01-01\n' >later.csv
step 'the person comes' 0 cadre -q import roster later.csv -s BAKU --partial
step 'the same bytes are taken' 0 cadre import certifications unknown.csv -s BAKU
holds 'as new' grep -q '^unknown.csv: 1 row = 1 new ' .out
step 'and are in force from then on' 0 cadre import certifications unknown.csv -s BAKU
holds 'unchanged again' grep -q '^unknown.csv: unchanged, these bytes are in force' .out

printf 'source_person_id,credential,issued_on\nB-1,Security+,2026-03-20\n' >early.csv
step 'a day to come' 1 cadre -q import certifications early.csv -s BAKU --effective 2026-03-10
step 'the same bytes from another day, as the remedy says' 0 \
    cadre -q import certifications early.csv -s BAKU --effective 2026-03-20
holds 'are taken' answers "SELECT count(*) FROM cadre.award WHERE issued_on = '2026-03-20'" 1

# Whoever gave the wrong day, or none, imports the same bytes again for an earlier one.
printf 'source_person_id,type,code,level\nB-1,work_role,DCWF/521,Basic\n' >role.csv
step 'from a day that is too late' 0 \
    cadre -q import competencies role.csv -s BAKU --effective 2026-06-01
step 'from an earlier one' 0 cadre import competencies role.csv -s BAKU --effective 2026-05-01
sed -i 's/batch [0-9]*/batch N/' .out .err
out <<'END'
role.csv: 1 row = 1 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch N)
END
err <<'END'
cadre: role.csv: these bytes were imported before, as batch N of 2026-06-01; they count again
END
holds 'it holds from then' answers \
    "SELECT min(lower(valid)) FROM cadre.competency_held WHERE code LIKE '%/521' AND upper_inf(recorded)" \
    2026-05-01

# A check says what is wrong with a file, also with one that has been imported.
printf 'source_person_id,credential,issued_on\nB-1,Security+,2026-13-20\n' >wrong.csv
step 'a faulty award' 1 cadre -q import certifications wrong.csv -s BAKU --effective 2099-01-01
step 'is faulty still' 1 cadre check certifications wrong.csv -s BAKU --registry --effective 2099-01-01
out <<'END'
wrong.csv: 1 row = 0 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 1 rejected; 0 left (tried, nothing is stored)
END
err <<'END'
wrong.csv:2: record 1, column issued_on, R002 not a calendar date
cadre: wrong.csv: 1 of 1 rows would not be taken
END
head -n 2 mended.csv >rejected.csv
step 'as a whole list they would make the others leave' 4 \
    cadre import roster rejected.csv -s BAKU --effective 2027-03-01
holds 'what is to be done instead' grep -qx '  hint: these are rows that were rejected before: import them with --fixes and the number of the batch that did not take them' .err

finish
