#!/bin/sh
# Reports to the terminal, to files and folders; a new one replaces the old one whole or not at all.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null
cadre -q match --as-of 2026-03-01

step 'no run of that day or before' 2 cadre report gap --as-of 2026-02-28
no_out
err <<'END'
cadre: there is no run as of 2026-02-28 or before
  hint: make one with 'cadre match --as-of 2026-02-28'
END

step 'a folder gets every file' 0 cadre report gap --as-of 2026-03-31 -o out
no_out
err <<'END'
cadre: 9 files written to out
END
step 'what is in it' 0 ls out
out <<'END'
gap.cells.csv
gap.heat_map.csv
gap.html
gap.json
gap.organization_steps.csv
gap.organizations.csv
gap.regions.csv
gap.roles.csv
gap.steps.csv
END

step 'a folder for some formats' 0 cadre -q report staffing --run last -o out --format html,json
no_out
no_err
holds 'staffing in two formats' test -s out/staffing.html -a -s out/staffing.json

step 'one format to a file' 0 cadre report gap --format html -o gap.html
holds 'the same bytes as in the folder' cmp gap.html out/gap.html
step 'one format to stdout' 0 cadre report gap --format json
cp .out gap.json
holds 'the same bytes as in the folder' cmp gap.json out/gap.json
step 'one table to stdout' 0 cadre report gap --format csv --table roles -o -
cp .out roles.csv
holds 'the same bytes as in the folder' cmp roles.csv out/gap.roles.csv

step 'csv wants a table' 2 cadre report gap --format csv
no_out
err <<'END'
cadre: csv holds one table, and none is named
  hint: name it with --table T, or a folder with -o DIR for all
END
step 'no such table' 2 cadre report gap --format csv --table rolls
no_out
err <<'END'
cadre: no table 'rolls' in report 'gap'
  hint: its tables are heat_map, roles, regions, organizations, steps, organization_steps, cells
END
step 'several formats into one file' 2 cadre report gap --format csv,html -o x.html
no_out
err <<'END'
cadre: several formats do not fit into one file
  hint: name a folder with -o DIR, or one format
END
step 'gap has no names' 2 cadre report gap --names
no_out
err <<'END'
cadre: there is no option '--names'
  hint: cadre report gap --help shows the options
END

step 'the contract of the JSON, without a database' 0 \
    cadre -d 'host=/nowhere' report gap --json-schema
no_err
holds 'it is the published one' cmp .out "$DATA/../../../reports/schema/gap.schema.json"

cadre report staffing >draft.txt
holds 'a draft is marked' grep -q 'draft' draft.txt
holds 'ids and no names' test "$(grep -c 'P00000001' draft.txt)" -gt 0 -a \
    "$(grep -c 'Əliyev' draft.txt)" -eq 0
cadre report staffing --names >names.txt
holds 'names when asked for' grep -q 'Əliyev' names.txt
cadre -q match --as-of 2026-03-01 --publish
cadre report staffing >published.txt
holds 'published, nothing else differs' test \
    "$(diff draft.txt published.txt | grep -c '^[<>]')" -le 4

# The disk is full: the old file stays.
if [ "$(id -u)" -eq 0 ] && mkdir small && mount -t tmpfs -o size=8k tmpfs small 2>/dev/null; then
    echo old >small/gap.html
    step 'no room for the new file' 7 cadre report gap --format html -o small/gap.html
    no_out
    err <<'END'
cadre: cannot write 'WORK/small/gap.html': No space left on device
  hint: what stood there before is as it was
END
    step 'the old one is whole, no temporary is left' 0 sh -c 'ls small; cat small/gap.html'
    out <<'END'
gap.html
old
END
    umount small
fi

step 'a folder where a file should be' 7 cadre report gap --format html -o gap.html/x.html
no_out
err <<'END'
cadre: cannot write 'gap.html/x.html': Not a directory
END

finish
