#!/bin/sh
# What a finding means, by its code; and the examples of those that need the registry.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

step 'a code' 0 cadre error R002
out <<'END'
R002 bad-date: not a calendar date

What happens the row is not stored: it stands in the rejects, to be mended
Why          dates decide who qualifies
What to do   write YYYY-MM-DD or DD.MM.YYYY
Told by      check and import

Example in a file of kind roster, column birth_date
  instead of  31.02.1994
  write       28.02.1994
END
no_err
cp .out r002.txt
for word in r002 bad-date BAD-DATE; do
    step "by '$word'" 0 cadre error "$word"
    holds "the same by '$word'" cmp r002.txt .out
done

step 'an example of several columns' 0 cadre error district
out <<'END'
R025 district: the district does not lie in the region

What happens the row is not stored: it stands in the rejects, to be mended
Why          one of the two is wrong
What to do   check both
Told by      check and import

Example in a file of kind roster
  instead of
    region,district
    AZ-GA,AZ-BA-NAS
  write
    region,district
    AZ-BA,AZ-BA-NAS
END

step 'what cannot be shown in a line' 0 cadre error F003
out <<'END'
F003 xlsx: this is an Excel workbook, not CSV

What happens nothing of the file is stored (exit code 4)
Why          workbooks are not read
What to do   in Excel: File > Save As > 'CSV UTF-8 (Comma delimited) (*.csv)'
Told by      check and import

Example
  instead of  march.xlsx
  write       march.csv, saved as CSV UTF-8
END

step 'for a program' 0 cadre error X004 --format json
out <<'END'
[
  {
    "code": "X004",
    "name": "unknown-person",
    "effect": "rejects",
    "title": "nobody with this key is in the registry",
    "reason": "the row belongs to nobody",
    "remedy": "import the roster first, then the rejects",
    "kind": "certifications",
    "bad": "source_person_id,credential,issued_on\nB-77,Security+,2024-03-01",
    "good": "source_person_id,credential,issued_on\nB-1,Security+,2024-03-01",
    "needs_registry": true
  }
]
END

step 'a slip of a name' 2 cadre error bad-dat
no_out
err <<'END'
cadre: no finding has the code 'bad-dat'
  hint: did you mean 'cadre error R002' (bad-date)?
END
step 'nothing like it' 2 cadre error weather
no_out
err <<'END'
cadre: no finding has the code 'weather'
  hint: 'cadre error' lists them
END
step 'a format that is not there' 2 cadre error --format xml
no_out
err <<'END'
cadre: '--format xml' is unknown: use text or json
END

# ---- the list, and every code of it -------------------------------------------------------------

step 'all codes' 0 cadre error
cp .out list.txt
cadre error --format json | sed -n 's/^    "code": "\(.*\)",$/\1/p' >codes.txt
holds 'there are many' test "$(wc -l <codes.txt)" -ge 78
sed -n 's/^  \([FRXWD][0-9]*\)  .*/\1/p' list.txt >listed.txt
holds 'all of them, in order' cmp codes.txt listed.txt
while read -r about; do
    step "explains $about" 0 cadre error "$about"
    cat .out >>list.txt
done <codes.txt
# Columns, not bytes: what continues a letter is not counted.
sed 's/[\x80-\xBF]//g' list.txt | awk 'length > 80' >wide.txt
holds 'nothing is wider than 80 columns' test ! -s wide.txt

# ---- the examples that need the registry ---------------------------------------------------------

fill_registry 2>/dev/null
printf 'provider,code,title\nU-100,SOC-201,SOC analyst\n' >trainings.csv
cadre -q import trainings trainings.csv --effective 2026-03-01
# A version that was left after the day of the files.
echo '{"framework": "DCWF", "from": "2023", "to": "5.1", "map": [{"from": "141", "to": "111"}]}' >map.json
cadre -q catalogue migrate DCWF 2023 5.1 --map map.json --effective 2026-04-01
# One that was left before it, and a mapping of levels.
echo '{"framework": "NICE", "from": "1.0", "to": "2.1", "map": [{"from": "CE-WRL-003", "to": "PD-WRL-006"}]}' >map.json
cadre -q catalogue migrate NICE 1.0 2.1 --map map.json --effective 2026-02-01
printf 'from_scale,from_level,to_scale,to_level\ncefr,C1,8140,Intermediate\n' >mappings.csv
cadre -q catalogue load mappings.csv
# A list of military specialties.
printf 'code,version,title_en\nVUS,1,Specialties\n' >frameworks.csv
printf 'framework,version,type,code\nVUS,1,military_specialty,310\n' >elements.csv
cadre -q catalogue load frameworks.csv elements.csv

# rows CODE LABEL: the lines of an example that stand under LABEL.
rows() {
    cadre error "$1" | awk -v label="  $2" '
        /^  [^ ]/ { shown = ($0 == label) }
        shown && /^    / { print substr($0, 5) }'
}

# CODE KIND SOURCE
while read -r about kind source; do
    rows "$about" 'instead of' >bad.csv
    rows "$about" write >good.csv
    set -- cadre check "$kind" --registry --partial --effective 2026-03-01
    [ "$source" = - ] || set -- "$@" --source "$source" --owner BAKU
    # A second source has to know the person first.
    [ "$source" != GANJA ] ||
        cadre -q import "$kind" good.csv --partial --effective 2026-03-01 -s GANJA --owner BAKU
    case $about in W*) code_of_it=0 ;; *) code_of_it=1 ;; esac
    step "$about" $code_of_it "$@" bad.csv
    holds "$about is told of it" grep -q " $about " .err
    step "$about mended" 0 "$@" good.csv
    holds "$about is not told when mended" test "$(grep -vc 'is new and belongs' .err)" = 0
    echo "$about" >>tried.txt
done <<'END'
R065 requirements -
R066 requirements -
R067 competencies BAKU
R070 requirements -
R080 decisions BAKU
X004 certifications BAKU
X005 needs -
X006 requirements -
X007 organizations -
X008 organizations -
X009 roster BAKU
X010 roster BAKU
X011 roster GANJA
X012 roster BAKU
X013 certifications BAKU
X015 placements BAKU
X016 completions BAKU
X017 preferences BAKU
W009 competencies BAKU
W010 competencies BAKU
END
# X019 to X021 are told of mended rows alone: fixes, fixes_sets.
cadre error --format json | awk -F'"' '
    $2 == "code" { code = $4 }
    $2 == "needs_registry" && /true/ && code !~ /^X0(19|20|21)$/ { print code }' >wanted.txt
holds 'every code that needs the registry was tried' cmp wanted.txt tried.txt

finish
