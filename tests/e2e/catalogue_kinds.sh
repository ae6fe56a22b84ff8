#!/bin/sh
# A country's own catalogue from tables: its framework, credentials, regions and law go into one
# load, whatever their order; then people are matched by them.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

cat >frameworks.csv <<'END'
code,version,title_en,title_az,title_ru,scale
AZKIB,1,Cyber posts,Kiber vəzifələr,Киберпосты,posts
END
cat >scales.csv <<'END'
scale,title_en,level,rank,label_en,label_az,label_ru
posts,Levels of posts,I,1,First,Birinci,Первый
posts,Levels of posts,II,2,Second,İkinci,Второй
END
cat >elements.csv <<'END'
framework,version,type,code,title_en,title_az,title_ru,group_code,group_en,text
AZKIB,1,work_role,KM-01,Duty officer,Növbətçi zabit,Дежурный офицер,KM,Watch,Keeps the watch.
AZKIB,1,competency,LOG,Reading logs,,,,,
azkib,1.0,competency,LOG-WIN,Reading event logs,,,,,
AZKIB,9,competency,X,Y,,,,,
END
cat >relations.csv <<'END'
framework,version,from_type,from_code,relation,to_type,to_code
AZKIB,1,competency,LOG-WIN,isChildOf,competency,LOG
AZKIB,1,competency,LOG,isChildOf,competency,LOG-WIN
END
cat >credentials.csv <<'END'
verən;kod;ad;ay;güzəşt günləri;yeniləmə günləri;əvəz edir
KTM;KIB-2;Cyber defence, second class;36;30;90;
CompTIA;CySA+;CompTIA Cybersecurity Analyst;12;;;
END
cat >grants.csv <<'END'
credential,type,code,level
KTM/KIB-2,work_role,AZKIB/KM-01,II
KIB-2,competency,LOG-WIN,ikinci
CySA+,competency,AZKIB/LOG,9
END
cat >rules.csv <<'END'
rule,valid_from,valid_until,engagement,service_status,ground,min_age,max_age,months,decree,confirmed
conscript-eligible-27,2027-01-01,,conscript,eligible,,18,27,,Law 5,yes
studies,2026-01-01,,conscript,deferred,studies,,24,,Law 1,yes
END
cat >call_ups.csv <<'END'
code,opens_on,closes_on,born_from,born_until,decree
2027-SPRING,2027-04-01,30.04.2027,1997,2009,Order 12
END
cat >regions.csv <<'END'
code,kind,parent_code,name_en,name_az,name_ru
AZ-BA-YEN,district,AZ-BA,New Baku,Yeni Bakı,Новый Баку
END
printf 'from,to,relation\nAZKIB/KM-01,DCWF/511,close\n' >alignments.csv
printf 'list,code,rank,label_en\nsector,space,16,Space\nyes_no,maybe,3,maybe\n' >codes.csv
files='grants.csv rules.csv call_ups.csv regions.csv alignments.csv codes.csv relations.csv
       elements.csv frameworks.csv scales.csv credentials.csv'

# ---- loading -------------------------------------------------------------------------------------

step 'a registry' 0 cadre --quiet db init
# shellcheck disable=SC2086 # they are words
step 'nothing is stored by a trial' 1 cadre catalogue load $files --dry-run
holds 'it says so' grep -q '^Nothing is stored (--dry-run): 15 rows new, 0 completed' .out
holds 'nothing is there' answers 'SELECT count(*) FROM cadre.catalogue_load' 0
# shellcheck disable=SC2086
golden catalogue_load_tables catalogue_load cadre catalogue load $files --dry-run

# shellcheck disable=SC2086
step 'all of it in one load' 1 cadre catalogue load $files --findings findings.csv
out <<'END'
Catalogue
=========

Load 1: 15 rows new, 0 completed, 0 changed, 6 left out

Files
-----
Rows by how they stand to what the catalogue had

File             Kind               Rows  New  Completed  Changed  Same  Left out
───────────────  ─────────────────  ────  ───  ─────────  ───────  ────  ────────
grants.csv       credential_grants     3    2          0        0     0         1
rules.csv        service_rules         2    1          0        0     0         1
call_ups.csv     call_ups              1    1          0        0     0         0
regions.csv      regions               1    1          0        0     0         0
alignments.csv   alignments            1    1          0        0     0         0
codes.csv        code_lists            2    1          0        0     0         1
relations.csv    element_relations     2    1          0        0     0         1
elements.csv     elements              4    3          0        0     0         1
frameworks.csv   frameworks            1    1          0        0     0         0
scales.csv       scales                2    2          0        0     0         0
credentials.csv  credentials           2    1          0        0     0         1
END
err <<'END'
grants.csv:4: record 3, column level, R012 not a level of the framework's scale
rules.csv:2: record 1, column valid_from, D025 another rule of the same engagement, standing and ground is in force on the same days
codes.csv:3: record 2, column list, D026 the list takes no further code
relations.csv:3: record 2, column to_code, D024 the tree would break
elements.csv:5: record 4, column framework, D021 what the row refers to is neither in the catalogue nor in the files of this call
credentials.csv:3: record 2, column months, D022 the row says otherwise than what is shipped
cadre: 6 rows are left out
END
holds 'all findings are written' test "$(wc -l <findings.csv)" -eq 7
holds 'with what is there' grep -q "^rules.csv,D025,rule-overlap,rejects,2,valid_from,2027-01-01,'conscript-eligible-30' is in force from '2026-01-01' until ''$" findings.csv

# shellcheck disable=SC2086
step 'twice changes nothing' 1 cadre catalogue load $files
holds 'it says so' grep -q '^Unchanged: nothing else than what is left out is new$' .out
step 'without what is left out it is well' 0 cadre catalogue load frameworks.csv scales.csv
holds 'it says so' grep -q '^Unchanged: the catalogue has all that the files say$' .out

# The law goes on: the rule that was in force ends, and the next begins.
cat >law.csv <<'END'
rule,valid_from,valid_until,engagement,service_status,min_age,max_age,decree
conscript-eligible-30,,2026-12-31,conscript,eligible,,,
conscript-eligible-27,2027-01-01,,conscript,eligible,18,27,Law 5
END
step 'a rule ends, the next begins' 0 cadre catalogue load law.csv --kind service_rules
holds 'one is completed' grep -q '^Load 2: 1 row new, 1 completed, 0 changed, 0 left out$' .out
step 'what is in force when' 0 cadre catalogue list rules --type conscript --format csv
out <<'END'
rule,valid_from,valid_until,engagement,service_status,min_age,max_age,months,ground,decree,confirmed
conscript-eligible-30,2026-01-01,2026-12-31,conscript,eligible,18,30,,,,0
conscript-eligible-35,,2025-12-31,conscript,eligible,18,35,,,,0
conscript-eligible-27,2027-01-01,,conscript,eligible,18,27,,,Law 5,0
studies,2026-01-01,,conscript,deferred,,24,,studies,Law 1,1
END
printf 'issuer,code,title,months,replaces\nCompTIA,CySA+,,12,yes\n' >shorter.csv
step 'a title is required' 1 cadre catalogue load shorter.csv
printf 'issuer,code,title,months,replaces\nCompTIA,CySA+,CompTIA Cybersecurity Analyst,12,yes\n' >shorter.csv
step 'what is shipped gives way to who says so' 0 cadre catalogue load shorter.csv
holds 'it is changed' grep -q '^Load 3: 0 rows new, 0 completed, 1 changed, 0 left out$' .out
step 'it is in the ledger' 0 cadre catalogue loads --format csv
holds 'with its rows and its file' grep -q '^3,tables,,,,,1,,,,,shorter.csv$' .out
step 'a load is told' 0 cadre catalogue loads 1
holds 'how many rows it brought' grep -q '^load 1: 15 rows new, 0 completed, 0 changed$' .out
step 'and taken back' 0 cadre -q catalogue undo 3
step 'what is shipped counts again' 0 cadre catalogue show CySA+
holds 'as it was' grep -q '^Months  *36$' .out
step 'loaded once more' 0 cadre -q catalogue load shorter.csv
cadre catalogue show CySA+ >show.txt
holds 'it counts' grep -q '^Months  *12$' show.txt
step 'an upgrade keeps all of it' 0 cadre --quiet db upgrade
cadre catalogue show CySA+ >again.txt
holds 'as it was' cmp show.txt again.txt

# ---- looking -------------------------------------------------------------------------------------

step 'a role of it' 0 cadre catalogue show AZKIB/KM-01
out <<'END'
Catalogue
=========

AZKIB@1/KM-01: Duty officer

Code         AZKIB@1/KM-01
Type         work_role
Title        Duty officer
Azerbaijani  Növbətçi zabit
Russian      Дежурный офицер
Group        KM, Watch
Framework    Cyber posts
Text         Keeps the watch.
Levels       I < II

Credentials that grant it
-------------------------
While in force, at this level and the lower ones

Credential  Title                        Level  Months
──────────  ───────────────────────────  ─────  ──────
KTM/KIB-2   Cyber defence, second class  II         36

In other frameworks
-------------------
What it is mapped to; a mapping grants nothing

Code          Type       Title
────────────  ─────────  ─────────────────────
DCWF@5.1/511  work_role  Cyber Defense Analyst
END
step 'a credential of it' 0 cadre catalogue show KTM/KIB-2
out <<'END'
Catalogue
=========

KTM/KIB-2: Cyber defence, second class

Code           KTM/KIB-2
Type           credential
Title          Cyber defence, second class
Issuer         KTM
Months         36
Days of grace  30
Days to renew  90

What it grants
--------------
While in force, at this level and the lower ones

Code             Type        Title               Level
───────────────  ──────────  ──────────────────  ─────
AZKIB@1/LOG-WIN  competency  Reading event logs  II
AZKIB@1/KM-01    work_role   Duty officer        II
END
no_err
golden catalogue_show_element catalogue_show cadre catalogue show AZKIB/KM-01
golden catalogue_show_credential catalogue_show cadre catalogue show KTM/KIB-2
step 'by its Russian name' 0 cadre catalogue search дежурный --format csv
out <<'END'
code,type,title_en,title_az,title_ru
AZKIB@1/KM-01,work_role,Duty officer,Növbətçi zabit,Дежурный офицер
END
step 'the call-ups' 0 cadre catalogue list call-ups --format csv
out <<'END'
code,opens_on,closes_on,born_from,born_until,decree
2027-SPRING,2027-04-01,2027-04-30,1997,2009,Order 12
END

# ---- using it ------------------------------------------------------------------------------------

fill_registry 2>/dev/null
cat >needs.csv <<'END'
need_code,organization_code,title,engagement,work_role,level,headcount,priority,region,starts_on,ends_on
N-9,U-200,Duty officer,contract,AZKIB/KM-01,II,1,1,,2026-04-01,
END
cat >requirements.csv <<'END'
need_code,clause,kind,code,level,importance,weight,k
N-9,1,competency,LOG,First,required,,
END
printf 'source_person_id,credential,number,issued_on\nB-2,KIB-2,K-1,2025-01-10\n' >awards.csv
printf 'code,name,kind,sector,region\nU-300,Orbit,unit,Space,Yeni Bakı\n' >units.csv
step 'a need of the role' 0 cadre -q import needs needs.csv --effective 2026-03-02
no_err
step 'what it requires' 0 cadre -q import requirements requirements.csv --effective 2026-03-02
no_err
step 'an award of the credential' 0 cadre -q import certifications awards.csv -s BAKU \
    --effective 2026-03-02
no_err
step 'a unit in the region and sector' 0 cadre -q import organizations units.csv \
    --effective 2026-03-02
no_err
step 'a match' 0 cadre -q match --as-of 2026-04-01
step 'the run holds' 0 cadre -q verify last
step 'the credential gives role and competency' 0 cadre explain P00000002 --need N-9 \
    --as-of 2026-04-01
holds 'who has it is placed' grep -q '^P00000002 is placed in N-9, Duty officer' .out

# ---- local spellings -----------------------------------------------------------------------------

printf 'code,name,kind,sector,region\nU-301,Orbit,unit,Fəza,Yeni Bakı şəhəri\n' >spelt.csv
step 'spellings that nobody knows' 1 cadre -q import organizations spelt.csv --effective 2026-03-02
step 'a spelling of a region' 0 cadre catalogue alias regions 'Yeni Bakı şəhəri' AZ-BA-YEN
out <<'END'
regions: 'Yeni Bakı şəhəri' means 'AZ-BA-YEN' (load 6)
END
no_err
step 'of a code, by its label' 0 cadre -q catalogue alias Sector 'Fəza' SPACE
no_out
step 'of a role of the framework' 0 cadre catalogue alias azkib Növbətçi KM-01
out <<'END'
AZKIB@1: 'Növbətçi' means 'KM-01' (load 8)
END
step 'once is enough' 0 cadre catalogue alias regions 'YENİ BAKI ŞƏHƏRİ' AZ-BA-YEN
step 'the same again' 0 cadre catalogue alias regions 'Yeni Bakı şəhəri' AZ-BA-YEN
out <<'END'
unchanged: the alias is there
END
step 'what means something else' 2 cadre catalogue alias regions 'Gəncə' AZ-BA-YEN
no_out
err <<'END'
cadre: 'Gəncə': the spelling means something else (D029)
  hint: write the code in the files, or remove the other alias first
END
step 'a code that is not there' 2 cadre catalogue alias sector X spase
no_out
err <<'END'
cadre: 'spase': what the row refers to is neither in the catalogue nor in the files of this call (D021)
  hint: did you mean 'space'?
END
step 'no such list' 2 cadre catalogue alias weather X Y
holds 'what a list is' grep -q 'hint: LIST is a code list, regions, credentials or a framework' .err
step 'nothing to mean' 2 cadre catalogue alias regions X
step 'they are listed' 0 cadre catalogue list aliases --format csv
holds 'each' grep -q '^AZKIB@1,Növbətçi,KM-01,work_role$' .out
step 'the file is read now' 0 cadre -q import organizations spelt.csv --effective 2026-03-02
no_err
sed 's,AZKIB/KM-01,AZKIB/növbətçi,; s/Duty officer/Night officer/' needs.csv >spelt-needs.csv
step 'and checked with the registry' 0 cadre -q check needs spelt-needs.csv --registry
step 'without it the spelling is unknown' 1 cadre -q check needs spelt-needs.csv
step 'it is taken away' 0 cadre catalogue alias regions 'Yeni Bakı şəhəri' --remove
holds 'it says so' grep -q "^regions: 'Yeni Bakı şəhəri' no more means 'AZ-BA-YEN' (load " .out
step 'it is gone' 2 cadre catalogue alias regions 'Yeni Bakı şəhəri' --remove
no_out
holds 'another is near' grep -q "hint: did you mean 'YENİ BAKI ŞƏHƏRİ'?" .err
step 'and may mean another' 0 cadre -q catalogue alias AZKIB 'Yeni Bakı şəhəri' KM-01
printf 'list,alias,code\ncredentials,KIB zwei,KIB-2\nregions,Bakustan,Baku\n' >aliases.csv
step 'many come as a table' 0 cadre -q catalogue load aliases.csv
printf 'source_person_id,credential,number,issued_on\nB-5,KIB zwei,K-5,2025-03-10\n' >spelt.csv
step 'an award by a spelling' 0 cadre -q import certifications spelt.csv -s BAKU \
    --effective 2026-03-02
no_err
loads=$(sql 'SELECT count(*) FROM cadre.catalogue_load')

# ---- what is no table of the catalogue -----------------------------------------------------------

step 'a table that is imported' 2 cadre catalogue load units.csv
no_out
err <<'END'
cadre: 'units.csv' is a file of 'organizations', which the catalogue has nothing of
  hint: 'cadre import organizations' takes it
END
printf 'code,title\nA,B\n' >unclear.csv
step 'a header that tells nothing' 2 cadre catalogue load unclear.csv
no_out
err <<'END'
cadre: the header of 'unclear.csv' does not tell of which kind it is
  hint: say it with --kind: scales, scale_mappings, code_lists, frameworks, elements, element_relations, credentials, credential_grants, alignments, regions, service_rules, call_ups, aliases
END
step 'and is not the one that was said' 4 cadre catalogue load unclear.csv --kind credentials
holds 'which column is missing' grep -q 'F012' .err
step 'a slip of a kind' 2 cadre catalogue load unclear.csv --kind credentails
no_out
err <<'END'
cadre: there is no kind 'credentails'
  hint: did you mean 'credentials'?
END
printf '{"elements": []}\n' >posts.json
step 'a document is loaded alone' 2 cadre catalogue load shorter.csv posts.json
no_out
err <<'END'
cadre: a framework's document is loaded alone
END
step 'its options are for it' 2 cadre catalogue load shorter.csv --framework F
no_out
err <<'END'
cadre: '--framework' is for a framework's document
END
step 'one refused file refuses all' 4 cadre catalogue load shorter.csv unclear.csv --kind credentials
no_out
holds 'nothing more was loaded' answers 'SELECT count(*) FROM cadre.catalogue_load' "$loads"

# ---- what is easily read wrongly -----------------------------------------------------------------

printf 'code,version,title_en,scale\nTRAP,1,Traps,8140\n' >traps.csv
printf '%b' 'framework,version,type,code,title_en\nTRAP,1,work_role,TBD,A\n' \
    'TRAP,1,work_role,631 and 632,B\nTRAP,1,work_role,X1,Duty\0302\0240officer\n' \
    'TRAP,1,work_role,X2\0342\0200\0213,\0302\0240C\n' >elements.csv
printf 'credential,type,code,level\nA+,work_role,TRAP/X1,BAsic\nA+,work_role,TRAP/X2,tbd\n' >grants.csv
step 'each is told with its place' 1 cadre catalogue load traps.csv elements.csv grants.csv \
    --findings traps.found
err <<'END'
elements.csv:2: record 1, column code, D011 a placeholder stands where a code is wanted
elements.csv:3: record 2, column code, R027 not a key
elements.csv:4: record 3, column title_en, D009 the text has blanks or signs that are not seen
elements.csv:5: record 4, column code, D009 the text has blanks or signs that are not seen
elements.csv:5: record 4, column title_en, D009 the text has blanks or signs that are not seen
grants.csv:2: record 1, column level, D031 the level is spelled otherwise than in its scale
grants.csv:3: record 2, column level, R012 not a level of the framework's scale
cadre: 3 rows are left out
END
holds 'and what it holds' grep -q '631 and 632,it holds several codes' traps.found
holds 'blanks are plain then' answers \
    "SELECT string_agg(code || '=' || title_en, ' ' ORDER BY code) FROM cadre.element_now
     WHERE framework = 'TRAP'" 'X1=Duty officer X2=C'

printf '%b' 'framework,version,type,code,title_en\nTRAP,1,task,x1,D\n' >twice.csv
printf 'from_scale,from_level,to_scale,to_level\necf,3,8140,BAsic\n' >worth.csv
step 'a code of two types, a level of a mapping' 0 cadre catalogue load twice.csv worth.csv --dry-run
err <<'END'
twice.csv:2: record 1, column code, D007 a code is that of two types of element
worth.csv:2: record 1, column to_level, D031 the level is spelled otherwise than in its scale
END

# A document takes a code from the spelling that had it; it is not merged with what that meant.
step 'a spelling' 0 cadre -q catalogue alias TRAP X-9 X1
printf '%s' '{"documents": [{"doc_identifier": "TRAP", "name": "Traps", "version": "1"}],
 "relationship_types": [], "relationships": [], "elements": [
  {"doc_identifier": "TRAP", "element_type": "work_role", "element_identifier": "X-9",
   "title": "Another", "text": ""}]}' >trap.json
step 'of a code that comes' 0 cadre catalogue load trap.json --framework TRAP --version 1
holds 'is told' grep -q "^D033 .* X-9  *it meant 'X1'" .out
holds 'and merged with nothing' answers \
    "SELECT string_agg(code || '=' || title_en, ' ' ORDER BY code COLLATE \"C\") FROM cadre.element_now
     WHERE framework = 'TRAP'" 'X-9=Another X1=Duty officer X2=C'
step 'nor can it be a spelling again' 2 cadre catalogue alias TRAP X-9 X2

# Without a framework a spelling of one and a code of another, new one may be either.
step 'a spelling' 0 cadre -q catalogue alias TRAP Z-9 X1
sed -e 's/TRAP/SNARE/; s/X-9/Z-9/' trap.json >snare.json
step 'of which another framework has the code' 0 cadre catalogue load snare.json --framework SNARE \
    --version 1
holds 'is told' grep -q "^D033 .* Z-9  *it meant 'TRAP@1/X1'" .out
printf 'code,version,title_en\nGIN,1,Gins\n' >gins.csv
printf 'framework,version,type,code,title_en\nGIN,1,work_role,Z-8,A\n' >gin.csv
cadre -q catalogue alias TRAP Z-8 X1
step 'also of tables' 0 cadre catalogue load gins.csv gin.csv
err <<'END'
gin.csv:2: record 1, column code, D033 the code was a local spelling of something else
END

finish
