#!/bin/sh
# What follows from a kind's descriptor follows by itself, for every kind; and the kinds that came
# last: trainings, completions, preferences, assessments.
# shellcheck source=tests/e2e/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

# ---- every kind ----------------------------------------------------------------------------------

cadre schema | awk '{ print $1 }' >kinds.txt
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

step 'the doctor finds nothing' 0 cadre -q doctor

finish
