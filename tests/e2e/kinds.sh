#!/bin/sh
# What follows from a kind's descriptor follows by itself, for every kind; and the kinds that came
# last: trainings, completions, preferences, assessments, distinctions, lists of institutions; and a
# programme that asks for several of them.
# shellcheck source=tests/e2e/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

# ---- every kind ----------------------------------------------------------------------------------

cadre schema | sed '/^$/,$d' | awk '{ print $1 }' >kinds.txt
holds 'there are kinds' test "$(wc -l <kinds.txt)" -ge 10
while read -r kind; do
    cadre schema "$kind" --format md >page.md
    holds "the page of $kind is headed" grep -q '^# ' page.md
    sed -n '/^```csv$/,/^```$/p' page.md | grep -v '^```' >"$kind.csv"
    step "the example of $kind" 0 cadre -q check "$kind" "$kind.csv" --effective 2026-02-01
    for language in en az ru; do
        cadre schema "$kind" --format csv --lang "$language" >"$kind-$language.csv"
        step "an empty sheet of $kind in $language" 4 cadre check "$kind" "$kind-$language.csv"
        holds 'it has a header and no rows' grep -q ' F002 ' .err
        tail -n 1 "$kind.csv" | cut -d , -f 1 >>"$kind-$language.csv"
        step "a sheet of $kind in $language with a row" 1 \
            cadre check "$kind" "$kind-$language.csv" --effective 2026-02-01
        holds 'its header is known' test "$(grep -c ' F0\| W004 ' .err)" -eq 0
    done
done <kinds.txt

# ---- every kind of the catalogue -----------------------------------------------------------------

cadre schema | sed '1,/^$/d; /:$/d' | awk '{ print $1 }' >kinds.txt
holds 'there are kinds of the catalogue' test "$(wc -l <kinds.txt)" -ge 11
while read -r kind; do
    cadre schema "$kind" --format md >page.md
    holds "the page of $kind is headed" grep -q '^# ' page.md
    step "nothing of $kind is imported" 2 cadre import "$kind" page.md
    holds 'it is told who takes it' grep -q "hint: 'cadre catalogue load FILE'" .err
    sed -n '/^```csv$/,/^```$/p' page.md | grep -v '^```' >"$kind.csv"
    step "nor is its table as something else" 4 cadre check roster "$kind.csv"
    holds 'it is told who takes it' grep -qF "hint: it has the columns of the catalogue's '$kind', try: cadre catalogue load $kind.csv" .err
    cadre catalogue load "$kind.csv" --dry-run >said.txt 2>/dev/null # it may hang on others
    holds "the example of $kind is known by its header" grep -q "^$kind.csv *$kind  *1 " said.txt
    for language in en az ru; do
        cadre schema "$kind" --format csv --lang "$language" >"$kind-$language.csv"
        step "an empty sheet of $kind in $language" 4 \
            cadre catalogue load "$kind-$language.csv" --dry-run
        holds 'it has a header and no rows' grep -q ' F002 ' .err
    done
done <kinds.txt

# ---- the new ones --------------------------------------------------------------------------------

fill_registry 2>/dev/null
cat >trainings.csv <<'END'
provider;code;title;hours;cost;grants
U-100;SOC-201;SOC analyst;80;1200;competency:CORE/DEF-SOC:2;credential:CySA+
U-100;SOC-202;SOC analyst, again;80;1200;"competency:CORE/DEF-SOC:2;credential:CySA+"
U-100;SOC-203;SOC analyst;80;1.200;competency:CORE/DEF-SOC:2
END
step 'trainings' 1 cadre import trainings trainings.csv --effective 2026-03-01
out <<'END'
trainings.csv: 3 rows = 1 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 2 rejected; 0 left (batch 7)
END
holds 'a list in a cell needs quotes' grep -q '^trainings.csv:2: record 1, R030 ' .err
holds 'a price is a whole number' grep -q '^trainings.csv:4: record 3, column cost, R003 ' .err

before=$(cadre db digest)
cat >completions.csv <<'END'
source_person_id,national_id,provider,training,completed_on,expires_on
B-1,,U-100,SOC-202,2025-11-28,
,5AAA222,U-100,SOC-202,2025-11-28,2027-11-28
B-3,,U-100,SOC-299,2025-11-28,
B-9,,U-100,SOC-202,2025-11-28,
END
step 'completions' 1 cadre import completions completions.csv -s BAKU --effective 2026-03-01
out <<'END'
completions.csv: 4 rows = 2 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 2 rejected; 0 left (batch 8)
END
holds 'a training that is not known' grep -q ':4: record 3, column training, X016 ' .err
holds 'a person who is not known' grep -q ':5: record 4, column source_person_id, X004 ' .err
holds 'the registry knows more' test "$(cadre db digest)" != "$before"
step 'the same file twice' 0 cadre -q import completions completions.csv -s BAKU \
    --effective 2026-03-01
step 'taken back' 0 cadre -q batch undo 8
holds 'the registry is as before' test "$(cadre db digest)" = "$before"

cat >wishes.csv <<'END'
source_person_id,side,need_code,work_role,organization_code,rank
B-1,person,N-1,,,1
B-1,person,,DCWF/511,,2
B-2,person,N-1,,,1
B-2,person,N-2,,,1
B-3,person,N-1,DCWF/511,,1
B-3,organization,N-2,,,1
B-2,organization,N-2,,,1
END
step 'preferences want a source' 2 cadre import preferences wishes.csv
step 'preferences' 1 cadre import preferences wishes.csv -s BAKU --effective 2026-03-01
out <<'END'
wishes.csv: 7 rows = 4 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 3 rejected; 0 left (batch 9)
END
holds 'one of three is wished for' grep -q ':6: record 5, column work_role, R037 ' .err
holds 'a rank is given once' test "$(grep -c ' column rank, X017 ' .err)" -eq 2
before=$(cadre db digest)
sed -i -e '/^B-[23],person/d' -e 's/^B-1,person,N-1,,,1/B-1,person,N-1,,,3/' wishes.csv
step 'a wish has another rank' 0 cadre import preferences wishes.csv -s BAKU --effective 2026-04-01
out <<'END'
wishes.csv: 4 rows = 0 new + 1 changed + 3 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch 10)
END
no_err
step 'wishes are withdrawn by a whole list' 0 cadre import preferences wishes.csv -s BAKU \
    --effective 2026-05-01 --full
head -n 2 wishes.csv >fewer.csv
step 'of which more are gone than is usual' 4 cadre -q import preferences fewer.csv -s BAKU \
    --effective 2026-06-01 --full
step 'they are withdrawn all the same' 0 cadre import preferences fewer.csv -s BAKU \
    --effective 2026-06-01 --full --max-removed 100%
holds 'three have left' grep -q '; 3 left ' .out

cat >asked.csv <<'END'
need_code,clause,kind,code,level,importance
N-1,1,training,U-100/SOC-202,,required
N-2,1,training,U-100/SOC-220,,required
N-2,2,language,en,B1,required
N-3,1,placement,U-100,,required
N-3,1,placement,U-10O,,required
END
step 'what is asked for has to be there' 1 cadre import requirements asked.csv \
    --effective 2026-03-01
holds 'the rest of its set is held' grep -q ' = 1 new .* 2 held + 2 rejected' .out
holds 'a training that nobody gives' grep -q ':3: record 2, column code, R065 ' .err
holds 'an organization that is not there' grep -q ': *1 x R066 ' .err
holds 'one is likely meant' grep -q "R065.*did you mean 'U-100/SOC-202'" asked.csv.rejects.csv
holds 'or the other' grep -q "R066.*did you mean 'U-100'" asked.csv.rejects.csv
holds 'the need of which none stood is matched by nobody, the other by its old set' answers \
    "SELECT string_agg(need_code, ' ' ORDER BY need_code) FROM cadre.requirement_hold" 'N-2'
sed -i -e 's/SOC-220/SOC-202/' -e 's/U-10O/U-200/' asked.csv
step 'mended, all of it is taken' 0 cadre -q import requirements asked.csv --effective 2026-03-01

cat >assessments.csv <<'END'
source_person_id,code,score,taken_on
B-1,DIM-ENTRANCE,"612,5",2025-07-12
B-2,DIM-ENTRANCE,good,2025-07-12
B-3,DIM-ENTRANCE,599.5,12.07.2025
END
step 'assessments' 1 cadre import assessments assessments.csv -s BAKU --effective 2026-03-01
holds 'two scores are taken' grep -q '^assessments.csv: 3 rows = 2 new .* 1 rejected' .out
holds 'a score is a number' grep -q ':3: record 2, column score, R040 ' .err
sed -i 's/good/640/' assessments.csv
step 'a score is mended' 0 cadre import assessments assessments.csv -s BAKU --effective 2026-04-01
holds 'nothing else is new' grep -q ' = 1 new + 0 changed + 2 unchanged ' .out

cat >distinctions.csv <<'END'
source_person_id,code,awarded_on
B-2,OLYMPIAD,2025-04-20
B-3,OLYMPIAD,2027-04-20
B-9,OLYMPIAD,2025-04-20
END
step 'distinctions' 1 cadre import distinctions distinctions.csv -s BAKU --effective 2026-03-01
holds 'one distinction is taken' grep -q '^distinctions.csv: 3 rows = 1 new .* 2 rejected' .out
holds 'a day that is to come' grep -q ':3: record 2, column awarded_on, R023 ' .err
holds 'a person nobody knows' grep -q ':4: record 3, column source_person_id, X004 ' .err

# ---- the country's programme ---------------------------------------------------------------------
# An entrance score of 600, or an olympiad won, or a degree that was on the list on that day; and the
# first course.

cat >lists.csv <<'END'
list;institution;listed_from;listed_until
CYBER-DEGREES;Bakı Dövlət Universiteti;2010-09-01;
CYBER-DEGREES;ADA;2010-09-01;2019-08-31
END
step 'lists of institutions' 0 cadre import institution_lists lists.csv --effective 2026-03-01
holds 'two are listed' grep -q '^lists.csv: 2 rows = 2 new ' .out
cat >graduates.csv <<'END'
source_person_id,national_id,family_name,given_name,birth_date,service_status,institution,graduated_on,consent_on
T-1,5TTT111,Kərimov,Vüqar,2001-02-03,eligible,BAKI dövlət universiteti,2023-06-30,2026-01-10
T-2,5TTT222,Səfərova,Nigar,1998-02-03,eligible,ADA,2019-08-31,2026-01-10
T-3,5TTT333,Həsənli,Emil,1998-02-03,eligible,ADA,2019-09-01,2026-01-10
T-4,5TTT444,Babayev,Tofiq,2003-02-03,eligible,Bakı Dövlət Universiteti,,2026-01-10
END
cat >basic.csv <<'END'
provider,code,title
U-100,BASIC,Basic training
END
cat >taken.csv <<'END'
source_person_id,national_id,provider,training,completed_on
,5AAA111,U-100,BASIC,2026-01-30
,5AAA555,U-100,BASIC,2026-01-30
T-1,,U-100,BASIC,2026-01-30
T-2,,U-100,BASIC,2026-01-30
T-3,,U-100,BASIC,2026-01-30
T-4,,U-100,BASIC,2026-01-30
END
cat >need.csv <<'END'
need_code,organization_code,title,engagement,headcount,priority,starts_on
N-9,U-100,Cyber programme,conscript,9,1,2026-04-01
END
cat >asked.csv <<'END'
need_code,clause,kind,code,level,importance
N-9,1,assessment,DIM-ENTRANCE,600,required
N-9,1,distinction,OLYMPIAD,,required
N-9,1,institution,CYBER-DEGREES,,required
N-9,2,training,U-100/BASIC,,required
END
cadre -q import trainings basic.csv --effective 2026-03-01 || exit 1
cadre -q import roster graduates.csv -s TECH --owner BAKU --effective 2026-03-01 2>/dev/null || exit 1
cadre -q import completions taken.csv -s TECH --effective 2026-03-01 || exit 1
cadre -q import needs need.csv --effective 2026-03-01 || exit 1
cadre -q import requirements asked.csv --effective 2026-03-01 || exit 1
step 'the programme is matched' 0 cadre -q match --as-of 2026-04-01
step 'who is in it' 0 cadre explain --need N-9 --format json
holds 'one by the score, one by a degree, one by a degree of its last day' \
    test "$(jq .figures.eligible .out)" -eq 3
step 'a degree of the day after' 0 cadre explain 5TTT333 --need N-9
holds 'none of the three is there, the training is' grep -q \
    'assessment DIM-ENTRANCE 600 or distinction OLYMPIAD or an institution of the list' .out
step 'the run holds' 0 cadre -q verify last

step 'the doctor finds nothing' 0 cadre -q doctor

finish
