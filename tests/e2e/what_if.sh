#!/bin/sh
# What other needs or more people would change, and that nothing of it stays.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null

step 'nothing to compare with' 2 cadre match --what-if "$DATA/needs.csv"
no_out
err <<'END'
cadre: there is no run 'last'
  hint: 'cadre run list' shows them, 'cadre match' makes one
END
cadre -q match --as-of 2026-03-01

# All that the registry holds, and all that it counts.
kept() {
    cadre db digest
    sql "SELECT (SELECT newest FROM cadre.registry_clock), (SELECT newest_person FROM cadre.registry_clock),
                (SELECT count(*) FROM cadre.batch), (SELECT count(*) FROM cadre.source),
                (SELECT count(*) FROM cadre.run), (SELECT count(*) FROM cadre.person),
                (SELECT count(*) FROM pg_class WHERE relnamespace = 'cadre_staging'::regnamespace)"
}
kept >before

sed 's/Intermediate,2,1,/Intermediate,1,1,/' "$DATA/needs.csv" >needs.csv
echo 'N-4,U-100,Anybody who serves,contract,,,3,4,,2026-04-01,' >>needs.csv
cat >requirements.csv <<'END'
need_code,clause,kind,code,level,importance
N-4,1,education,7,,required
END
step 'other needs' 0 cadre match --what-if requirements.csv needs.csv
out <<'END'
What if: run 1 with 2 files
===========================

1 seat is gained, 1 lost; 0 people move, 1 newly placed, 1 placed no more.

Seats gained      1
Seats lost        1
People moved      0
Newly placed      1
Placed no more    1
Placed since      0
In the same need  3

Mode before                    optimal
Stable against optimal before  4 of 4 seats (-1 of priority 2, +1 of priority
                               3), 102.76 % of the fit
Mode after                     optimal
Stable against optimal after   4 of 4 seats (-1 of priority 2, +1 of priority
                               3), 102.36 % of the fit

The result
----------
Seats filled by priority, then total fit in basis points, then people kept where
the last published run had them

Part                  Run 1  What if  Change
───────────────────  ──────  ───────  ──────
priority 1                2        1      −1
priority 2                2        2       0
priority 4                0        1       1
all seats                 4        4       0
total fit            27 150   31 650    4500
kept in their place       0        0       0

Needs
-----
Needs of which free or filled seats differ, the most urgent first

Need                        Priority  Free before  Free after  Run 1  What if  Change  Placed since
──────────────────────────  ────────  ───────────  ──────────  ─────  ───────  ──────  ────────────
N-1 Cyber defence analysts         1            2           1      2        1      −1             0
N-4 Anybody who serves             4            —           3      0        1       1             0

People
------
Who sits elsewhere, or in one of the two results alone; placed since: by a
placement or acceptance, which the later result leaves alone

Person     Need before  Fit before  Need after  Fit after  Placed since
─────────  ───────────  ──────────  ──────────  ─────────  ────────────
P00000005  N-1             35.00 %  —                   —  —
P00000006  —                     —  N-4           80.00 %  —
END
no_err
golden what_if what_if cadre match --what-if requirements.csv needs.csv
step 'the contract without files' 0 cadre match --what-if --json-schema
step 'a match has none' 2 cadre match --json-schema
no_out
err <<'END'
cadre: '--json-schema' is of '--what-if' alone
END
step 'the files in any order' 0 cadre match --what-if needs.csv requirements.csv --format json -o -
mv .out json
step 'and again' 0 cadre match --what-if requirements.csv needs.csv --format json -o -
holds 'the same' cmp -s .out json

cat >people.csv <<'END'
source_person_id,national_id,family_name,given_name,birth_date,sex,citizenship,region,service_status,clearance,education_level,consent_on
X-1,5XXX111,Yeni,Aysel,2003-01-01,F,AZ,AZ-GA,eligible,none,7,2026-01-10
X-2,,Naməlum,Kənan,2002-02-02,M,AZ,AZ-GA,deferred,none,3,2026-01-10
END
cat >awards.csv <<'END'
source_person_id,credential,issuer,number,issued_on,expires_on
X-1,CySA+,CompTIA,C-9001,2025-01-10,2028-01-10
END
step 'people have a source' 2 cadre match --what-if people.csv
no_out
err <<'END'
cadre: 'people.csv' are roster, which have a source
  hint: name the office that they would be from: --source BAKU
END
step 'people more' 0 cadre match --what-if awards.csv people.csv --source NEW --owner U-100 \
    --format csv --table people -o -
out <<'END'
person,need_before,fit_before_bp,need_after,fit_after_bp,placed_since
new,,,N-3,8000,
END
no_err

echo 'N-5,U-999,Of nobody,contract,,,3,4,,2026-04-01,' >>needs.csv
step 'a row that an import would not take' 1 cadre match --what-if needs.csv --format csv \
    --table needs -o -
out <<'END'
need,need_title,priority,seats_before,seats_after,before,after,change,since
N-1,Cyber defence analysts,1,2,1,2,1,-1,0
N-4,Anybody who serves,4,,3,0,3,3,0
END
err <<'END'
needs.csv:6: record 5, column organization_code, X005 no organization has this code
cadre: needs.csv: 1 of 5 rows would not be taken
END
printf 'a,b,c\n1,2,3\n' >other.csv
step 'a file of no kind' 2 cadre match --what-if other.csv
no_out
err <<'END'
cadre: 'other.csv' has the header of no kind
  hint: 'cadre schema' lists the kinds; 'cadre check KIND FILE' tells more
END
printf 'issuer,code,title,months\nKTM,KIB,Cyber defence,36\n' >credentials.csv
step 'a table of the catalogue' 2 cadre match --what-if credentials.csv
no_out
err <<'END'
cadre: 'credentials.csv' is a table of the catalogue's 'credentials', which is not tried
  hint: what takes it, and with --dry-run tells what is wrong with it: cadre catalogue load credentials.csv
END
step 'no file' 2 cadre match --what-if
no_out
err <<'END'
cadre: '--what-if' wants files that would be imported, or a '--policy'
END
step 'a file and no question' 2 cadre match needs.csv
no_out
err <<'END'
cadre: 'cadre match' takes files with '--what-if' alone
  hint: 'cadre import' stores them, 'cadre match --what-if FILE...' tries
END
step 'no trial is published' 2 cadre match --what-if needs.csv --publish
no_out
err <<'END'
cadre: '--what-if' and '--publish' exclude one another
END
step 'no match has a source' 2 cadre match --source BAKU
no_out
err <<'END'
cadre: '--source' is of '--what-if' alone
END
kept >after
holds 'nothing of it stays' cmp before after

# Limits are tried too, against a run that has none or others.
cat >limits.json <<'END'
{"quotas": [{"name": "all", "needs": {}, "most": 2}]}
END
step 'a quota' 0 cadre match --what-if --policy limits.json
holds 'what it would come to' grep -q '^all   quota .* — .* 2 .* — .* 2 .* a seat of priority 2 and 81.00.*% of fit$' .out
golden what_if_limits what_if cadre match --what-if --policy limits.json

# Who writes is waited for; who reads does not wait, and finds nothing of a trial.
sql "SELECT pg_advisory_lock(1, hashtext('')); SELECT pg_sleep(30)" >/dev/null 2>&1 &
holder=$!
comes answers "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND classid = 1" t
step 'somebody writes' 5 cadre match --what-if requirements.csv --wait 0
holds 'who' grep -q "the registry is in use by 'another office'" .err
kill "$holder" 2>/dev/null
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%'
     AND pid <> pg_backend_pid()" >/dev/null
kept >after
holds 'still nothing' cmp before after

# What was imported since is compared too, and that is said.
sed '$d' needs.csv >later.csv
cadre -q import needs later.csv --effective 2026-03-02
step 'the registry changed' 0 cadre match --what-if "$DATA/requirements.csv"
err <<'END'
cadre: the registry changed since run 1 was made, and that is compared too: after 'cadre match' the files alone are
END

finish
