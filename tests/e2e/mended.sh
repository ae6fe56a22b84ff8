#!/bin/sh
# Every remedy as it is told: the bad form of a finding's example is imported, what was kept out
# comes back as the good form, or as it is once what it names is there; then nothing is open.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null
cadre error --format json >codes.json
day=2026-03-01

about() {
    jq -r --arg code "$1" ".[] | select(.code == \$code) | .$2" codes.json
}

# wanted KIND HEADER name|example: of the columns without which a row is at fault, and which that
# header has not.
wanted() {
    cadre schema "$1" | jq -r --arg header ",$2," --arg what "$3" '
        ($header | test(",(source_person_id|national_id),")) as $keyed
        | [.fields[] | . as $field
           | select((.name == "source_person_id" and ($keyed | not))
                    or .constraints.required or .name == "consent_on")
           | select($header | contains("," + $field.name + ",") | not)
           | "\"" + .[$what] + "\","] | join("")'
}

# whole KIND: a file of those columns and the given ones.
whole() {
    IFS= read -r header
    names=$(wanted "$1" "$header" name)
    cells=$(wanted "$1" "$header" example)
    printf '%s%s\n' "$names" "$header"
    awk -v cells="$cells" '{ print cells $0 }'
}

# form CODE KIND bad|good: the example as a file.
form() {
    if [ "$(about "$1" needs_registry)" = true ]; then about "$1" "$3"; else about "$1" "$3" | whole "$2"; fi
}

# mend GOOD REJECTS: the rows of GOOD in the stead of the rejects: each as the record that it
# equals, else as the first that is left. The others are deleted.
mend() {
    awk -v good="$1" '
        function give(r, i) { row[r] = rows[i]; given[i] = 1 }
        BEGIN { while ((getline line < good) > 0) rows[count++] = line }
        NR == 1 { print "cadre_line,cadre_record," rows[0] }
        NR > 1 && match($0, /^[0-9]+,[0-9]+,/) { place[++records] = substr($0, 1, RLENGTH); text[records] = $0 }
        END {
            for (i = 1; i < count; i++)
                for (r = 1; r <= records && !given[i]; r++)
                    if (!(r in row) && index(text[r] "\n", "," rows[i] "\n")) give(r, i)
            for (i = 1; i < count; i++)
                for (r = 1; r <= records && !given[i]; r++)
                    if (!(r in row)) give(r, i)
            for (r = 1; r <= records; r++)
                if (r in row) print place[r] row[r]
        }' "$2"
}

# take CODE KIND FILE OPTION...: a file of that kind, from an office where it has to be.
take() {
    of_kind=$1
    file=$2
    shift 2
    case $of_kind in
    organizations | needs | requirements | trainings | institution_lists) ;;
    *) set -- "$@" --source "$source" --owner BAKU ;;
    esac
    cadre import "$of_kind" "$file" "$@"
}

# comes_back CODE KIND FILE: nothing of its batch is open then, and undone all is as it was.
comes_back() {
    step "$1 comes back" 0 take "$2" "$3" --fixes "$batch"
    holds "$1 is closed" grep -q "^batch $batch: .* 0 open$" .out || cat .out .err "$3"
}

# What the examples name.
source=BAKU
printf 'provider,code,title\nU-100,SOC-201,SOC analyst\nCERT-GOV,SOC-101,SOC watch\n' >trainings.csv
cadre -q import trainings trainings.csv --effective "$day"
echo '{"framework": "DCWF", "from": "2023", "to": "5.1", "map": [{"from": "141", "to": "111"}]}' >map.json
cadre -q catalogue migrate DCWF 2023 5.1 --map map.json --effective 2026-04-01
printf 'code,version,title_en\nVUS,1,Specialties\n' >frameworks.csv
printf 'framework,version,type,code\nVUS,1,military_specialty,310\n' >elements.csv
cadre -q catalogue load frameworks.csv elements.csv
while IFS=, read -r kind column value; do
    printf '%s\n%s\n' "$column" "$value" | whole "$kind" >named.csv
    step "what is named: $kind" 0 take "$kind" named.csv --partial --effective "$day"
done <<'END'
organizations,code,CERT-GOV
roster,source_person_id,BK-000123
needs,need_code,N-0042
END
start=$(cadre db digest)

# What was kept out, by code and kind: leaves the batch in $batch.
keep_out() {
    form "$1" "$2" bad >bad.csv
    step "$1 is told" 1 take "$2" bad.csv --partial --effective "$day" -q
    holds "$1 is kept out" grep -q "^[^,]*,[^,]*,[^,]*$1" bad.csv.rejects.csv || cat .err bad.csv
    batch=$(sql 'SELECT max(number) FROM cadre.batch')
}

# Undone, all is as it was.
take_back() {
    for number in $(seq "$(sql 'SELECT max(number) FROM cadre.batch')" -1 "$first"); do
        [ "$(sql "SELECT state FROM cadre.batch WHERE number = $number")" != merged ] ||
            cadre -q batch undo "$number"
    done
    holds "$1 is undone" test "$(cadre db digest)" = "$start"
}

# X019 to X021 are told of rows that came back: fixes, fixes_sets.
jq -r '.[] | select(.effect == "rejects" or .effect == "holds")
       | select(.kind != null and (.code | test("^[RX]") and (test("^X0(19|20|21)$") | not)))
       | .code + " " + .kind' codes.json >codes.txt
holds 'there are many' test "$(wc -l <codes.txt)" -gt 60
while read -r finding kind; do
    first=$(($(sql 'SELECT max(number) FROM cadre.batch') + 1))
    form "$finding" "$kind" good >good.csv
    source=BAKU
    if [ "$finding" = X011 ]; then # a second office, which has to know the person first
        source=GANJA
        take "$kind" good.csv --partial --effective "$day" -q 2>/dev/null
    fi
    keep_out "$finding" "$kind"
    mend good.csv bad.csv.rejects.csv >mended.csv
    comes_back "$finding" "$kind" mended.csv
    take_back "$finding"
done <codes.txt

# CODE|KIND|KIND|COLUMNS|CELLS: what is imported first, then the rejects as they are.
source=BAKU
while IFS='|' read -r finding kind of_first columns cells; do
    first=$(($(sql 'SELECT max(number) FROM cadre.batch') + 1))
    keep_out "$finding" "$kind"
    printf '%s\n%s\n' "$columns" "$cells" | whole "$of_first" >named.csv
    step "$finding: what it names" 0 take "$of_first" named.csv --partial --effective "$day"
    comes_back "$finding" "$kind" bad.csv.rejects.csv
    take_back "$finding"
done <<'END'
R065|requirements|trainings|provider,code|U-100,SOC-210
R066|requirements|organizations|code|U-999
X004|certifications|roster|source_person_id|B-77
X005|needs|organizations|code|U-999
X006|requirements|needs|need_code|N-99
X016|completions|trainings|provider,code|U-100,SOC-102
END

# The parent is added to the rejects.
first=$(($(sql 'SELECT max(number) FROM cadre.batch') + 1))
keep_out X007 organizations
{ cat bad.csv.rejects.csv && echo && echo ',,,,MODD,Another ministry,ministry,'; } >mended.csv
comes_back X007 organizations mended.csv
take_back X007

# The other placement is ended first.
printf 'source_person_id,need_code,from_on,until_on,status\nB-1,N-1,2026-01-01,,posted\n' >seat.csv
step 'a seat' 0 take placements seat.csv --effective "$day"
printf 'source_person_id,need_code,from_on,until_on,status\nB-1,N-2,2026-02-01,,posted\n' >bad.csv
step 'another one' 1 take placements bad.csv --effective "$day"
batch=$(sql 'SELECT max(number) FROM cadre.batch')
sed -i 's/2026-01-01,,/2026-01-01,2026-01-31,/' seat.csv
step 'the first one ends' 0 take placements seat.csv --effective "$day"
comes_back X015 placements bad.csv.rejects.csv

# The levels of the other scale are told.
printf 'source_person_id,type,code,level\nB-1,work_role,DCWF/511,e-CF:3\n' >bad.csv
step 'a level of another scale' 1 take competencies bad.csv --effective "$day"
batch=$(sql 'SELECT max(number) FROM cadre.batch')
printf 'from_scale,from_level,to_scale,to_level\ne-CF,3,8140,Intermediate\n' >mappings.csv
step 'what it is here' 0 cadre -q catalogue load mappings.csv
comes_back R068 competencies bad.csv.rejects.csv

finish
