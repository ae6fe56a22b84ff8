#!/bin/sh
# One office's month: files in, counted, told apart from those that were in before.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

cp "$DATA"/*.csv .

step 'the first command makes the database' 0 \
    cadre import organizations organizations.csv --effective 2026-03-01
out <<'END'
organizations.csv: 4 rows = 4 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch 1)
END
err <<'END'
cadre: preparing a private database, about 3 s, once
END

step 'a new source is announced' 0 cadre import roster roster.csv -s BAKU --effective 2026-03-01
out <<'END'
roster.csv: 6 rows = 6 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch 2)
END
err <<'END'
cadre: source 'BAKU' is new and belongs to 'BAKU'
END

step 'the same bytes change nothing' 0 cadre import roster roster.csv -s BAKU --effective 2026-03-01
out <<'END'
roster.csv: unchanged, these bytes are in force as batch 2
END
no_err

step 'a source is required' 2 cadre import certifications certifications.csv
no_out
err <<'END'
cadre: 'cadre import certifications' wants --source
  hint: name the office that the file is from: --source BAKU
END

step 'a new source needs an owner' 2 cadre import roster roster.csv -s GANJA --effective 2026-03-01
no_out
err <<'END'
cadre: the source 'GANJA' is new and no organization has that code
  hint: say to which organization its rows belong: --owner ORG
END

step 'a dry run makes no source' 1 \
    cadre import certifications certifications.csv -s ACADEMY --owner MOD --effective 2026-03-01 -n
out <<'END'
certifications.csv: 4 rows = 0 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 4 rejected; 0 left (tried, nothing is stored)
END
err <<'END'
certifications.csv:2: record 1, column source_person_id, X004 nobody with this key is in the registry
certifications.csv:3: record 2, column source_person_id, X004 nobody with this key is in the registry
certifications.csv:4: record 3, column source_person_id, X004 nobody with this key is in the registry
certifications.csv:      4 x X004 nobody with this key is in the registry
cadre: source 'ACADEMY' is new and belongs to 'MOD'
cadre: certifications.csv: 4 of 4 rows would not be taken
END
holds 'nothing is stored of it' test "$(sql "SELECT count(*) FROM cadre.source")" = 1

feed 'from a pipe' 0 certifications.csv \
    cadre import certifications - -s BAKU --effective 2026-03-01
out <<'END'
<stdin>: 4 rows = 4 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch 4)
END
no_err

# What cannot be read twice is kept meanwhile: that there is no room for it is no fault of the file.
step 'nowhere to keep it' 7 sh -c "cat certifications.csv | TMPDIR='$WORK/nowhere' \\
    '$PROGRAM' --data-dir '$WORK/db' import certifications - -s BAKU --effective 2026-03-02"
no_out
err <<'END'
cadre: cannot make a temporary file in 'WORK/nowhere': No such file or directory
  hint: set TMPDIR to a folder that can be written
END
holds 'it is no refusal' test "$(sql "SELECT count(*) FROM cadre.batch WHERE state = 'refused'")" = 0

step 'several files, each by itself' 4 \
    cadre import needs needs.csv absent.csv needs.csv --effective 2026-03-01
out <<'END'
needs.csv: 3 rows = 3 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch 5)
needs.csv: unchanged, these bytes are in force as batch 5
3 files: 1 stored, 1 unchanged, 1 refused
END
err <<'END'
cadre: cannot open 'absent.csv': No such file or directory
END

# One person of six is gone, a name is changed: 16 % would leave.
sed -e '/^B-6/d' -e 's/^B-4,5AAA444,İsmayılov,Elçin/B-4,5AAA444,İsmayılov,Elçin Əli/' \
    roster.csv >april.csv
step 'too many would leave' 4 cadre import roster april.csv -s BAKU --effective 2026-04-01
no_out
err <<'END'
cadre: 'april.csv' is refused: 1 of the source's 6 records are not in this list: more than 5 % would leave
  hint: check that it is the whole list; then --max-removed N% allows it, or --partial lets nobody leave
END

step 'a dry run counts and stores nothing' 0 \
    cadre import roster april.csv -s BAKU --effective 2026-04-01 --max-removed 20% --dry-run
out <<'END'
april.csv: 5 rows = 0 new + 1 changed + 4 unchanged + 0 duplicate + 0 held + 0 rejected; 1 left (tried, nothing is stored)
  given_name: changed in 1 record
END
no_err

step 'who is not in the list leaves' 0 \
    cadre import roster april.csv -s BAKU --effective 2026-04-01 --max-removed 20%
out <<'END'
april.csv: 5 rows = 0 new + 1 changed + 4 unchanged + 0 duplicate + 0 held + 0 rejected; 1 left (batch 9)
END
no_err

step 'an older list comes late' 0 cadre import roster roster.csv -s BAKU --effective 2026-03-02
out <<'END'
roster.csv: 6 rows = 0 new + 0 changed + 6 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch 10)
END
err <<'END'
cadre: roster.csv: these bytes were imported before, as batch 2 of 2026-03-01; they count again
END

printf 'code;ad;növ\r\nYENI;Yeni qurum;agentlik\r\n' >az.csv
step 'headers and labels in Azerbaijani, semicolons, CRLF' 0 \
    cadre import organizations az.csv --effective 2026-03-01
out <<'END'
az.csv: 1 row = 1 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch 11)
END
no_err

printf '\357\273\277код\tназвание\tвид\nNOVAYA\tНовая организация\tагентство\n' >ru.csv
step 'headers and labels in Russian, tabs, a BOM' 0 \
    cadre import organizations ru.csv --effective 2026-03-01
out <<'END'
ru.csv: 1 row = 1 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch 12)
END
no_err

step 'the ledger' 0 cadre batch list
out <<'END'
Imported files
==============

9 files

Batches
-------
The newest first

Batch  Kind            Source  Effective   State    Rows  New  Changed  Held  Rejected  Left  File
─────  ──────────────  ──────  ──────────  ───────  ────  ───  ───────  ────  ────────  ────  ─────────────────
   12  organizations           2026-03-01  merged      1    1        0     0         0     0  ru.csv
   11  organizations           2026-03-01  merged      1    1        0     0         0     0  az.csv
   10  roster          BAKU    2026-03-02  merged      6    0        0     0         0     0  roster.csv
    9  roster          BAKU    2026-04-01  merged      5    0        1     0         0     1  april.csv
    7  roster          BAKU    2026-04-01  refused     —    —        —     —         —     —  april.csv
    5  needs                   2026-03-01  merged      3    3        0     0         0     0  needs.csv
    4  certifications  BAKU    2026-03-01  merged      4    4        0     0         0     0  <stdin>
    2  roster          BAKU    2026-03-01  merged      6    6        0     0         0     0  roster.csv
    1  organizations           2026-03-01  merged      4    4        0     0         0     0  organizations.csv
END
no_err

step 'of a refused file the ledger says why' 0 cadre batch show 7
out <<'END'
Imported file
=============

batch 7: nothing of it is stored

Kind        roster
Source      BAKU
Owner       BAKU
File        april.csv
SHA-256     DIGEST
Effective   2026-04-01
List        full
State       refused
Ruleset     8
Refused     more people would have left than may (--max-removed)
Refused at  TIME

Findings
--------
What was found, in file order

(none)
END
no_err

printf 'PK\003\004' >book.xlsx
step 'a workbook' 4 cadre import roster book.xlsx -s BAKU --effective 2026-04-01
holds 'by its code' sh -c "'$PROGRAM' --data-dir '$WORK/db' batch show 14 |
    grep -qx 'Refused     F[0-9]* this is .*, not CSV.*'"

step 'no such batch' 2 cadre batch show 99
no_out
err <<'END'
cadre: there is no batch 99
  hint: 'cadre batch list' shows them
END

# Another import of the same source at once is told who holds it.
mkfifo hold
(
    exec 9>hold
    sleep 30 >&- 9>&9 &
    echo $! >holder.pid
    wait
) &
cadre import roster hold -s BAKU --partial >/dev/null 2>&1 &
wait 2>/dev/null

# Who imports the same source at once is told who holds it, without waiting.
sql "SELECT pg_advisory_lock(2, hashtext('BAKU')), pg_sleep(60)" >/dev/null 2>&1 &
holder=$!
comes answers "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory'" t
step 'the source is in use' 5 cadre import roster april.csv -s BAKU --partial --effective 2026-05-01
no_out
err <<'END'
cadre: source 'BAKU' is in use by 'another office', server process PID
  hint: run again when it is done
END
step 'a log gets it in one line' 5 \
    cadre -q import roster april.csv -s BAKU --partial --effective 2026-05-01
no_out
err <<'END'
cadre: source 'BAKU' is in use by 'another office', server process PID; run again when it is done
END
kill "$holder"
wait "$holder" 2>/dev/null

# The server would tell that it cuts the name of so long a session.
long=$(printf 'S%.0s' $(seq 64))
step 'a source with a long code' 0 cadre import roster roster.csv -s "$long" --owner BAKU -n
err <<END
cadre: source '$long' is new and belongs to 'BAKU'
END
step 'a source that is not UTF-8' 2 cadre import roster roster.csv -s "$(printf 'B\377')" --owner BAKU -n
no_out
err <<'END'
cadre: what '--source' was given is not UTF-8
  hint: set the terminal, or the script, to UTF-8
END

finish
