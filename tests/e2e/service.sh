#!/bin/sh
# What offices recorded of a person's service decides who may be called, by the law of the day.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null

# What the law says of a person and a need on a day; nothing where it opens it.
# shellcheck disable=SC2317 # step calls it
reasons() {
    cadre -q match --as-of "$1" && cadre explain "$2" --need "$3" --run last --format json |
        jq -r '.tables.failing[]? | .explanation' | tr ';' '\n' | sed 's/^ //' |
        grep -E '^(consent to|service status)'
}

cat >need.csv <<'END'
need_code,organization_code,title,engagement,headcount,priority,starts_on,service_status
N-5,U-100,Watch,conscript,5,1,2026-03-01,eligible
N-6,U-100,Muster,muster,5,1,2026-03-01,
END
cadre -q import needs need.csv --effective 2026-03-01 || exit 1

step 'the roster alone' 1 reasons 2026-03-01 5AAA111 N-5
no_out
step 'in the reserve, by the roster' 0 reasons 2026-03-01 5AAA222 N-5
out <<'END'
consent to conscript asked, not given, and not open to the service status: reserve held
service status eligible asked, reserve held
END

cat >service.csv <<'END'
source_person_id,record,ground,from_on,until_on,document_no
B-1,registered,,2021-01-10,,
B-1,deferred,studies,2025-09-15,2026-06-30,MK-2025/7
B-2,reserved_by_employer,,2026-01-01,2026-03-31,
B-3,retired,,2026-01-01,,
B-4,deferred,studies,2026-09-15,2026-06-30,
B-9,registered,,2021-01-10,,
END
before=$(cadre db digest)
step 'service records' 1 cadre import service_records service.csv -s BAKU --effective 2026-03-01
out <<'END'
service.csv: 6 rows = 3 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 3 rejected; 0 left (batch 8)
END
holds 'a record of no list' grep -q ':5: record 4, column record, R005 ' .err
holds 'an end before the beginning' grep -q ':6: record 5, column .*, R021 ' .err
holds 'a person nobody knows' grep -q ':7: record 6, column source_person_id, X004 ' .err

step 'deferred' 0 reasons 2026-03-01 5AAA111 N-5
out <<'END'
consent to conscript asked, not given, and deferred, studies, until 2026-06-30
service status eligible asked, deferred held (deferred, studies, until 2026-06-30)
END
step 'the run holds' 0 cadre -q verify last
step 'on the last day' 0 reasons 2026-06-30 5AAA111 N-5
holds 'still deferred' grep -q 'until 2026-06-30$' .out
step 'on the day after' 1 reasons 2026-07-01 5AAA111 N-5
no_out

step 'no muster for whom the employer has reserved' 0 reasons 2026-03-31 5AAA222 N-6
out <<'END'
consent to muster asked, not given, and reserved by the employer, until 2026-03-31
END
step 'until that is over' 1 reasons 2026-04-01 5AAA222 N-6
no_out

# The office moves the end: another version of the same record.
sed -i -e '/deferred/s/2026-06-30,MK/2027-06-30,MK/' -e '/^B-[349]/d' service.csv
step 'an end is moved' 0 cadre import service_records service.csv -s BAKU --effective 2026-06-01
out <<'END'
service.csv: 3 rows = 0 new + 1 changed + 2 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch 9)
END
no_err
step 'deferred for longer' 0 reasons 2026-07-01 5AAA111 N-5
holds 'by the new end' grep -q 'deferred, studies, until 2027-06-30$' .out
step 'as it was known before' 0 cadre explain 5AAA111 --need N-5 --run 2
holds 'the old run reads the old record' grep -q 'deferred, studies, until 2026-06-30' .out

step 'taken back' 0 cadre -q batch undo 9
step 'and once more' 0 cadre -q batch undo 8
holds 'the registry is as before' test "$(cadre db digest)" = "$before"
step 'every run still holds' 0 cadre -q verify 1
step 'the doctor finds nothing' 0 cadre -q doctor

finish
