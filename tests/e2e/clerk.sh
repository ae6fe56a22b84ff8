#!/bin/sh
# What a clerk sees on a terminal: few lines, values, why and what to do; a log of the same has
# neither. Run in a pseudo-terminal, whose carriage returns are taken out.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

command -v script >/dev/null || { echo 'skipped: script(1) is not there'; FINISHED=1; exit 77; }

# seen TITLE CODE WORDS...: as step, on a terminal; both streams stand in stdout.
seen() {
    step "$1" "$2" script -qec "$PROGRAM --data-dir $WORK/db $3" /dev/null
    tr -d '\r' <.out | sed "s|$WORK/|HERE/|" >.shown
    mv .shown .out
}

cadre -q import organizations "$DATA/organizations.csv" --effective 2026-03-01 2>/dev/null
cp "$DATA/faults.csv" "$DATA/needs.csv" .

seen 'every fault, by code' 1 'check roster faults.csv --effective 2026-03-01'
out <<'END'
ESC[1mfaults.csvESC[0m
  ESC[1;31mR001ESC[0m a required value is missing
    the row is not complete; fill the cell
    line 4        family_name          (empty)
  ESC[1;31mR002ESC[0m not a calendar date
    dates decide who qualifies; write YYYY-MM-DD or DD.MM.YYYY
    line 2        birth_date           '31.02.2001'
  ESC[1;31mR005ESC[0m not a code of the list
    it cannot be compared; use a code or label of the list
    line 9        service_status       'naməlum'
      one of eligible, serving, deferred, exempt, reserve, discharged
  ESC[1;31mX014ESC[0m more than one region has this name
    a guess could harm someone; write the region's code
    line 5        region               'Lənkəran'
      write the code: AZ-LA (Lankaran City) or AZ-LAN (Lankaran)
  ESC[1;33mW004ESC[0m a column is not known and kept aside
    nothing of it is stored; rename it if it is meant for cadre
    line 1        qeyd                 'qeyd'
  ESC[1;33mW005ESC[0m the same row stands twice
    it counts once; delete one of the two
    line 6        source_person_id     'B-12'
  ESC[1;33mW006ESC[0m no consent is recorded
    the person is matched, with this warning; ask for the consent
    line 1        consent_on
      the file has no such column
faults.csv: 7 rows = 2 good + 1 duplicate + 1 held + 3 rejected; not checked: who is new, changed or left, and whether keys name other people (--registry checks it too)
cadre: faults.csv: 4 of 7 rows would not be taken
END

seen 'a file of another kind' 4 'import roster needs.csv -s BAKU --partial'
out <<'END'
ESC[1mneeds.csv, line 1ESC[0m: 'need_code,organization_code,title,engag…'
  ESC[1;31mF011ESC[0m this looks like a file of another kind
    its rows would be misread
ESC[1;31mcadre:ESC[0m 'needs.csv' is refused: this looks like a file of another kind (F011)
  hint: it has the columns of 'needs', try: cadre check needs needs.csv
END

# A month of 5,000 people, 81 of them with a fault; a value that would steer the terminal.
{
    printf 'source_person_id;family_name;given_name;birth_date;email;region;consent_on\n'
    awk 'BEGIN { for (n = 1; n <= 5000; n++) {
        date = n % 100 == 7 ? "31.02.1999" : "14.05.1999"
        email = n % 250 == 3 ? "p" n "@example" : "p" n "@example.az"
        region = n % 500 == 9 ? "Lənkəran" : "AZ-BA"
        name = n == 2500 ? "\033[2J\007owned" : "Anar"
        printf "B-%d;Əliyev;%s;%s;%s;%s;10.01.2026\n", n, name, date, email, region
    } }'
} >march.csv
seen 'a month of 5,000 rows fits a screen' 1 \
    '--color never import roster march.csv -s BAKU --effective 2026-03-01'
out <<'END'
march.csv, line 4, column email: 'p3@example'
  R015 not an e-mail address
    nobody could be reached; write name@host
march.csv, line 8, column birth_date: '31.02.1999'
  R002 not a calendar date
    dates decide who qualifies; write YYYY-MM-DD or DD.MM.YYYY
march.csv, line 10, column region: 'Lənkəran'
  X014 more than one region has this name
    a guess could harm someone; write the region's code
    write the code: AZ-LA (Lankaran City) or AZ-LAN (Lankaran)
all that was found
      50 x  R002 not a calendar date
      20 x  R015 not an e-mail address
       1 x  R018 a control character
      10 x  X014 more than one region has this name
'cadre error R002' explains a code
cadre: source 'BAKU' is new and belongs to 'BAKU'
march.csv: 5000 rows = 4919 new + 0 changed + 0 unchanged + 0 duplicate + 10 held + 71 rejected; 0 left (batch 4)
cadre: march.csv: 81 of 5000 rows were not taken, they are in march.csv.rejects.csv
cadre: mend them there, then: cadre --data-dir HERE/db import roster march.csv.rejects.csv --source BAKU --fixes 4
END
holds 'all 81 are in the rejects' test "$(wc -l <march.csv.rejects.csv)" = 82

seen 'check names the lines of the rest' 1 \
    '--color never check roster march.csv --effective 2026-03-01'
out <<'END'
march.csv
  R002 not a calendar date: 50 times
    dates decide who qualifies; write YYYY-MM-DD or DD.MM.YYYY
    line 8        birth_date           '31.02.1999'
    line 108      birth_date           '31.02.1999'
    line 208      birth_date           '31.02.1999'
    and in lines 308, 408, 508, 608, 708, 808, 908, 1008, 1108, 1208, 1308,
    1408, 1508, 1608, 1708, 1808, 1908, 2008, 2108, 2208, 2308, 2408, 2508,
    2608, 2708, 2808, 2908, 3008, 3108, 3208 and 17 more
  R015 not an e-mail address: 20 times
    nobody could be reached; write name@host
    line 4        email                'p3@example'
    line 254      email                'p253@example'
    line 504      email                'p503@example'
    and in lines 754, 1004, 1254, 1504, 1754, 2004, 2254, 2504, 2754, 3004,
    3254, 3504, 3754, 4004, 4254, 4504, 4754
  R018 a control character
    it would garble lists and screens; delete it
    line 2501     given_name           '�[2J�owned'
  X014 more than one region has this name: 10 times
    a guess could harm someone; write the region's code
    line 10       region               'Lənkəran'
      write the code: AZ-LA (Lankaran City) or AZ-LAN (Lankaran)
    line 510      region               'Lənkəran'
    line 1010     region               'Lənkəran'
    and in lines 1510, 2010, 2510, 3010, 3510, 4010, 4510
march.csv: 5000 rows = 4919 good + 0 duplicate + 10 held + 71 rejected; not checked: who is new, changed or left, and whether keys name other people (--registry checks it too)
cadre: march.csv: 81 of 5000 rows would not be taken
END

step 'a log has no values' 1 cadre check roster march.csv --effective 2026-03-01
holds 'it has each line' test "$(grep -c '^march.csv:[0-9]*: record ' .err)" = 81
holds 'and no value' test "$(grep -cE 'example|31\.02|Lənkəran|owned' .err)" = 0
holds 'and no control character' test "$(LC_ALL=C grep -c '[[:cntrl:]]' .err)" = 0

# What is to be typed can be typed, whatever the file is called.
printf 'source_person_id,family_name,given_name,consent_on\nB-9999,,Anar,2026-01-10\n' >"mart (2) d'or.csv"
seen 'a name with blanks' 1 \
    "--color never import roster 'mart (2) d'\\''or.csv' -s BAKU --partial --effective 2026-03-01"
holds 'it is one word' grep -qF \
    "db import roster 'mart (2) d'\\''or.csv.rejects.csv' --source BAKU --fixes " .out
cp needs.csv "ehtiyac (2) d'or.csv"
step 'one of another kind' 4 cadre check roster "ehtiyac (2) d'or.csv"
holds 'it is one word there too' \
    grep -qF "try: cadre check needs 'ehtiyac (2) d'\\''or.csv'" .err
step 'from standard input' 4 sh -c "'$PROGRAM' --data-dir '$WORK/db' check roster - <needs.csv"
holds 'it is told what stands for it' grep -q 'try: cadre check needs -$' .err
finish
