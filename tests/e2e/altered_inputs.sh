#!/bin/sh
# A single stored value that a run rests on is altered, of each kind of input: verify says so. What is no
# input may be altered: it decided nothing.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fill_registry 2>/dev/null

# Two sources of one person, who is known by the one that goes before; and one who left, within grace.
cat >other.csv <<'END'
source_person_id,national_id,family_name,given_name,birth_date,region,clearance,consent_on
K-2,5AAA222,Məmmədova,Leyla,2001-11-02,AZ-GA,restricted,2026-01-10
K-7,5AAA777,Orucov,Vüqar,1999-04-04,AZ-GA,none,2026-01-10
END
cadre -q import roster other.csv -s OTHER --owner U-200 --effective 2026-03-01 2>/dev/null
sed '/K-7/d' other.csv >left.csv
cadre -q import roster left.csv -s OTHER --effective 2026-03-05 --max-removed 100%
echo '{"version": 1, "precedence": 10, "grace_days": 30}' >settings.json
cadre -q source add OTHER --settings settings.json
cat >service.csv <<'END'
source_person_id,record,ground,from_on,until_on,document_no
B-1,deferred,studies,2025-09-15,2026-06-30,MK-2025/7
B-3,reserved_by_employer,,2026-01-01,2026-03-31,
END
cadre -q import service_records service.csv -s BAKU --effective 2026-03-01
cat >wishes.csv <<'END'
source_person_id,side,need_code,organization_code,rank
B-2,person,N-3,,2
B-2,person,,U-100,1
B-6,organization,N-3,,4
END
cadre -q import preferences wishes.csv -s BAKU --effective 2026-03-01
cat >decisions.csv <<'END'
source_person_id,need_code,verdict,reason_code,by,decided_on,until_on
B-5,N-1,forbid,KIN,Commission 4,2026-03-01,2026-03-31
END
cadre -q import decisions decisions.csv -s BAKU --effective 2026-03-01
cat >call_ups.csv <<'END'
code,opens_on,closes_on,born_from,born_until,decree
2026-SPRING,2026-03-01,2026-06-30,2000,2008,9/26
END
cat >rules.csv <<'END'
rule,valid_from,valid_until,engagement,service_status,max_age,ground,decree
studies-2026,2026-03-01,,conscript,deferred,30,studies,7/26
END
cadre -q catalogue load call_ups.csv rules.csv
echo '{"draws": [{"name": "half", "people": {"organization": "MOD"}, "share": "50%"}],
       "quotas": [{"name": "defence", "needs": {"sector": "defence"}, "most": 3}]}' >limits.json
step 'a run that rests on all of it' 0 \
    cadre -q match --as-of 2026-03-10 --call-up 2026-SPRING --mode stable --policy limits.json
step 'it holds' 0 cadre -q verify last

# with TABLE SET WHERE: run 1 when in that table, where that is so, this is set; then all is as before.
with() {
    columns=$(sql "SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
                   WHERE attrelid = 'cadre.$1'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''")
    altered=$(sql "BEGIN; SET LOCAL session_replication_role = replica; SET CONSTRAINTS ALL DEFERRED;
                   CREATE TABLE public.kept AS TABLE cadre.$1;
                   WITH altered AS (UPDATE cadre.$1 SET $2 WHERE $3 RETURNING 1) SELECT count(*) FROM altered; COMMIT")
    STEP="$1: $2"
    [ "$altered" = 1 ] || fail "alters $altered rows"
    cadre -q verify 1 >.out 2>.err
    code=$?
    sql "BEGIN; SET LOCAL session_replication_role = replica; SET CONSTRAINTS ALL DEFERRED;
         DELETE FROM cadre.$1;
         INSERT INTO cadre.$1 ($columns) OVERRIDING SYSTEM VALUE SELECT $columns FROM public.kept;
         DROP TABLE public.kept; COMMIT" || fail 'cannot undo'
}
# input, rule and no_input TABLE SET WHERE: it is one, or none.
input() {
    with "$@"
    [ "$code" -eq 1 ] || fail "exit code $code instead of 1"
    grep -q '^cadre: run 1 is disproved: ' .err || fail "says: $(cat .err)"
}
# Loaded rows are rules, of which nobody knows but their program whether they were others.
rule() {
    with "$@"
    [ "$code" -eq 6 ] || fail "exit code $code instead of 6"
    grep -q '^cadre: run 1 was made by other rules ' .err || fail "says: $(cat .err)"
}
no_input() {
    with "$@"
    [ "$code" -eq 0 ] || fail "exit code $code instead of 0: $(cat .err)"
}

# Each line: what is set, and where.
while IFS='#' read -r table set where; do
    input "$table" "$set" "$where"
done <<'END'
service_record#record = 'exempt'#ground = 'studies'
service_record#ground = 'kin'#ground = 'studies'
service_record#from_on = from_on + 1#ground = 'studies'
service_record#until_on = NULL#ground = 'studies'
service_record#valid = daterange('2026-03-11', NULL)#record = 'reserved_by_employer'
service_record#recorded = tstzrange(lower(recorded), lower(recorded) + interval '1 microsecond')#record = 'reserved_by_employer'
service_record#recorded = tstzrange(clock_timestamp(), NULL)#record = 'reserved_by_employer'
organization#code = 'U-201'#code = 'U-200'
organization#parent_code = NULL#code = 'U-200'
organization#sector = 'energy'#code = 'U-100'
organization#valid = daterange(lower(valid), '2026-03-09')#code = 'BAKU'
preference#side = 'organization'#rank = 2
preference#rank = 3#rank = 2
preference#need_code = 'N-1'#rank = 2
preference#organization_code = 'U-200'#rank = 1
preference#rank = 5#side = 'organization'
preference#person_id = 'P00000005'#side = 'organization'
decision#verdict = 'lock'#true
decision#need_code = 'N-2'#true
decision#reason_code = 'KITH'#true
decision#by = 'Commission 5'#true
decision#decided_on = decided_on - 1#true
decision#until_on = NULL#true
decision#person_id = 'P00000004'#true
source_settings#precedence = 1000#source = 'OTHER' AND known_until IS NULL
source_settings#grace_days = 0#source = 'OTHER' AND known_until IS NULL
catalogue_load#recorded_at = recorded_at - interval '1 microsecond'#true
source_record#region = 'AZ-BA'#source = 'OTHER' AND source_person_id = 'K-2' AND upper_inf(valid)
source_record#employer_code = 'U-200'#source_person_id = 'B-4'
source_record#national_id = '5AAA444X'#source_person_id = 'B-4'
need#trust = 'verified'#need_code = 'N-2'
need_alternative#level = 'C1'#code = 'az'
competency_held#verified_by = NULL#verified_by IS NOT NULL
END
while IFS='#' read -r table set where; do
    rule "$table" "$set" "$where"
done <<'END'
loaded_row#cells = cells || '{"max_age": "40"}'#table_name = 'service_rules'
loaded_row#cells = cells || '{"born_from": "2002"}'#table_name = 'call_ups'
loaded_row#table_name = 'credential_grants'#table_name = 'call_ups'
END
while IFS='#' read -r table set where; do
    no_input "$table" "$set" "$where"
done <<'END'
batch#file_name = 'another.csv'#number = 2
batch#rows_new = rows_new + 1, rows_read = rows_read + 1#number = 2
batch#recorded_at = recorded_at + interval '1 microsecond'#number = 2
batch#sha256 = sha256(sha256)#number = 2
service_record#document_no = NULL#ground = 'studies'
organization#name = 'Another name'#code = 'U-200'
source_settings#settings = '{"version": 1, "list": "partial"}'#source = 'OTHER' AND known_until IS NULL
source_record#family_name = 'Another'#source_person_id = 'B-4'
source_record#phone = '+994 12 555 01 02'#source_person_id = 'B-4'
person#clearance = 'top_secret'#person_id = 'P00000004'
loaded_row#cells = cells || '{"decree": "8/26"}'#table_name = 'service_rules'
alignment#level = 'Advanced'#ctid = (SELECT min(ctid) FROM cadre.alignment)
END
step 'it holds as before' 0 cadre -q verify 1

finish
