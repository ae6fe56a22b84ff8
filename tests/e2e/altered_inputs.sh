#!/bin/sh
# A single stored value that a run rests on is altered, of each kind of input, or a row of the catalogue is
# taken away: verify says so. What is no input may be altered: it decided nothing.
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
cat >clause.csv <<'END'
need_code,clause,kind,code,level,importance,weight,k
N-2,1,language,az,A1,desired,2,1
N-2,1,language,en,A1,desired,2,1
N-2,1,language,ru,A1,desired,2,1
END
cadre -q import requirements clause.csv --effective 2026-03-01
cat >call_ups.csv <<'END'
code,opens_on,closes_on,born_from,born_until,decree
2026-SPRING,2026-03-01,2026-06-30,2000,2008,9/26
END
cat >rules.csv <<'END'
rule,valid_from,valid_until,engagement,service_status,max_age,ground,decree
studies-2026,2026-03-01,,conscript,deferred,30,studies,7/26
END
# Loads 1 to 7: two versions of a framework, the change to the later one, tables, and one that is taken back.
cat >posts.json <<'END'
{"documents": [{"doc_identifier": "AZKIB", "name": "Cyber posts", "version": "1"}],
 "relationship_types": [{"relationship_identifier": "isChildOf", "description": "a part of"}],
 "elements": [
  {"doc_identifier": "AZKIB", "element_type": "work_role", "element_identifier": "KM-01", "title": "Duty officer", "text": "Keeps the watch."},
  {"doc_identifier": "AZKIB", "element_type": "competency", "element_identifier": "KM-01", "title": "Keeping watch", "text": ""},
  {"doc_identifier": "AZKIB", "element_type": "competency", "element_identifier": "LOG", "title": "Reading logs", "text": ""},
  {"doc_identifier": "AZKIB", "element_type": "competency", "element_identifier": "LOG-WIN", "title": "Reading event logs", "text": ""}],
 "relationships": [
  {"source_element_identifier": "LOG-WIN", "source_doc_identifier": "AZKIB", "dest_element_identifier": "LOG", "dest_doc_identifier": "AZKIB", "relationship_identifier": "isChildOf"}]}
END
sed 's/"version": "1"/"version": "2"/' posts.json >posts2.json
cadre -q catalogue load posts.json --framework AZKIB --version 1
cadre -q catalogue load posts2.json --framework AZKIB --version 2
cadre -q catalogue migrate AZKIB 1 2 --effective 2026-03-01
cadre -q catalogue current AZKIB 2
cat >watch.csv <<'END'
source_person_id,type,code,level
B-2,competency,AZKIB/KM-01,2
END
cadre -q import competencies watch.csv -s BAKU --effective 2026-03-01
cadre -q catalogue load call_ups.csv rules.csv
sed 's/,30,/,31,/' rules.csv >rules2.csv
cadre -q catalogue load rules2.csv --kind service_rules
cadre -q catalogue undo 6
echo '{"draws": [{"name": "half", "people": {"organization": "MOD"}, "share": "50%"}],
       "quotas": [{"name": "defence", "needs": {"sector": "defence"}, "most": 3}]}' >limits.json
step 'a run that rests on all of it' 0 \
    cadre -q match --as-of 2026-03-10 --call-up 2026-SPRING --mode stable --policy limits.json
step 'it holds' 0 cadre -q verify last
cadre -q catalogue load rules2.csv --kind service_rules
step 'a later load is not what it knew' 0 cadre -q verify 1

# with TABLE SET WHERE: run 1 when in that table, where that is so, this is set, or the row is gone (DELETE); then all is as before.
with() {
    change="UPDATE cadre.$1 SET $2"
    [ "$2" != DELETE ] || change="DELETE FROM cadre.$1"
    columns=$(sql "SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
                   WHERE attrelid = 'cadre.$1'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''")
    altered=$(sql "BEGIN; SET LOCAL session_replication_role = replica; SET CONSTRAINTS ALL DEFERRED;
                   CREATE TABLE public.kept AS TABLE cadre.$1;
                   WITH altered AS ($change WHERE $3 RETURNING 1) SELECT count(*) FROM altered; COMMIT")
    STEP="$1: $2"
    [ "$altered" = 1 ] || fail "alters $altered rows"
    cadre -q verify 1 >.out 2>.err
    code=$?
    sql "BEGIN; SET LOCAL session_replication_role = replica; SET CONSTRAINTS ALL DEFERRED;
         DELETE FROM cadre.$1;
         INSERT INTO cadre.$1 ($columns) OVERRIDING SYSTEM VALUE SELECT $columns FROM public.kept;
         DROP TABLE public.kept; COMMIT" || fail 'cannot undo'
}
# input, loaded and no_input TABLE SET WHERE: it is one, one of the catalogue, or none.
input() {
    with "$@"
    [ "$code" -eq 1 ] || fail "exit code $code instead of 1"
    grep -q '^cadre: run 1 is disproved: ' .err || fail "says: $(cat .err)"
}
# loaded TABLE SET WHERE MESSAGE
loaded() {
    with "$@"
    [ "$code" -eq 1 ] || fail "exit code $code instead of 1"
    echo "cadre: run 1 is disproved: $4" | cmp -s - .err || fail "says: $(cat .err)"
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
source_record#region = 'AZ-BA'#source = 'OTHER' AND source_person_id = 'K-2' AND upper_inf(valid)
source_record#employer_code = 'U-200'#source_person_id = 'B-4'
source_record#national_id = '5AAA444X'#source_person_id = 'B-4'
need#trust = 'verified'#need_code = 'N-2'
need_alternative#level = 'C1'#code = 'az' AND need_code = 'N-1'
need_alternative#importance = 'required'#code = 'az' AND need_code = 'N-2'
need_alternative#importance = 'required'#code = 'ru' AND need_code = 'N-2'
need_alternative#importance = 'asked'#code = 'ru' AND need_code = 'N-2'
need_alternative#importance = 'asked'#code = 'az' AND need_code = 'N-1'
need_alternative#weight = 3#code = 'en' AND need_code = 'N-2'
need_alternative#k = 2#code = 'ru' AND need_code = 'N-2'
need_alternative#clause = 2#code = 'ru' AND need_code = 'N-2'
competency_held#type = 'work_role'#code = 'AZKIB@2/KM-01'
competency_held#type = 'skill'#code = 'AZKIB@2/KM-01'
competency_held#verified_by = NULL#verified_by IS NOT NULL
source_record#birth_date = 'infinity'#source_person_id = 'B-4'
award#expires_on = 'infinity'#number = 'C-1001'
need#ends_on = 'infinity'#need_code = 'N-1'
decision#until_on = 'infinity'#true
service_record#until_on = 'infinity'#ground = 'studies'
END
while IFS='#' read -r table set where message; do
    loaded "$table" "$set" "$where" "$message"
done <<'END'
loaded_row#cells = cells || '{"max_age": "40"}'#table_name = 'service_rules' AND load = 5#the rows that count since catalogue load 7 are not what was loaded
loaded_row#cells = cells || '{"valid_from": "soon"}'#table_name = 'service_rules' AND load = 5#the rows that count since catalogue load 7 are not what was loaded
loaded_row#cells = cells || '{"decree": "8/26"}'#table_name = 'service_rules' AND load = 5#the rows that count since catalogue load 7 are not what was loaded
loaded_row#cells = cells || '{"born_from": "2002"}'#table_name = 'call_ups'#the rows that count since catalogue load 5 are not what was loaded
loaded_row#table_name = 'credential_grants'#table_name = 'call_ups'#the rows that count since catalogue load 5 are not what was loaded
loaded_row#table_name = 'countries'#table_name = 'call_ups'#the rows that count since catalogue load 5 are not what was loaded
loaded_row#replaces = NOT replaces#table_name = 'call_ups'#the rows that count since catalogue load 5 are not what was loaded
loaded_row#load = 2#table_name = 'call_ups'#the rows that count since catalogue load 2 are not what was loaded
loaded_row#load = 8#table_name = 'call_ups'#the rows that count since catalogue load 5 are not what was loaded
loaded_row#replaced_by = 5#table_name = 'call_ups'#the rows that count since catalogue load 5 are not what was loaded
loaded_row#replaced_by = 7#table_name = 'call_ups'#the rows that count since catalogue load 7 are not what was loaded
loaded_row#replaced_by = 9#table_name = 'call_ups'#there are rows of catalogue load 9, which is gone
loaded_row#replaced_by = 7#table_name = 'service_rules' AND load = 5#the rows that count since catalogue load 7 are not what was loaded
loaded_row#again = 8#table_name = 'service_rules' AND load = 5#the rows that count since catalogue load 7 are not what was loaded
loaded_row#DELETE#table_name = 'call_ups'#the rows that count since catalogue load 5 are not what was loaded
unloaded_row#until_load = 8#load = 6#the rows that count since catalogue load 7 are not what was loaded
loaded_framework#scale = 'scale'#version = '1'#the rows that count since catalogue load 1 are not what was loaded
loaded_framework#version = '3'#version = '2'#the rows that count since catalogue load 2 are not what was loaded
loaded_element#framework = 'AZKI'#version = '1' AND code = 'KM-01' AND type = 'work_role'#the rows that count since catalogue load 1 are not what was loaded
loaded_element#code = 'KM-02'#version = '2' AND code = 'KM-01' AND type = 'work_role'#the rows that count since catalogue load 2 are not what was loaded
loaded_element#text = 'Sleeps.'#version = '2' AND code = 'KM-01' AND type = 'work_role'#the rows that count since catalogue load 2 are not what was loaded
loaded_relation#relation = 'projection'#version = '2'#the rows that count since catalogue load 2 are not what was loaded
loaded_carry#to_code = 'LOG-WIN'#from_code = 'LOG'#the rows that count since catalogue load 3 are not what was loaded
loaded_carry#effective = '2026-03-02'#from_code = 'LOG'#the rows that count since catalogue load 3 are not what was loaded
loaded_current#version = '1'#true#the rows that count since catalogue load 4 are not what was loaded
catalogue_load#recorded_at = recorded_at - interval '1 microsecond'#number = 7#catalogue load 7 is not what was recorded of it
catalogue_load#recorded_at = recorded_at + interval '1 day'#number = 5#catalogue load 5 is not what was recorded of it
catalogue_load#state = sha256(state)#number = 5#catalogue load 5 is not what was recorded of it
catalogue_load#seal = NULL#number = 5#catalogue load 5 is not what was recorded of it
catalogue_load#DELETE#number = 7#there are rows of catalogue load 7, which is gone
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
loaded_row#cells = cells || '{"max_age": "40"}'#load = 8
unloaded_row#cells = cells || '{"max_age": "40"}'#load = 6
catalogue_load#file_name = 'another.csv'#number = 5
catalogue_load#rows_new = rows_new + 1#number = 5
catalogue_file#file = 'calls'#file = 'call_ups'
alignment#level = 'Advanced'#ctid = (SELECT min(ctid) FROM cadre.alignment)
END
step 'it holds as before' 0 cadre -q verify 1

# By what was loaded until then it was looked who does not fit any more.
step 'published after a later load' 0 cadre -q run publish 1 --as-of 2026-03-10
loaded loaded_row "cells = cells || '{\"max_age\": \"40\"}'" 'load = 8' \
    'the rows that count since catalogue load 8 are not what was loaded'
step 'it holds as published' 0 cadre -q verify 1

finish
