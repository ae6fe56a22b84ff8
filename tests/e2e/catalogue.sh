#!/bin/sh
# The catalogue, looked into.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

# Without a database the program's own is looked into, with one the same, since nothing is loaded.
step 'what is shipped' 0 cadre catalogue list --shipped --format csv
cp .out shipped.csv
holds 'no database was made' test ! -e db
cadre -q catalogue list >/dev/null 2>&1
step 'its lists: the frameworks first' 0 cadre catalogue list --format csv
holds 'the same' cmp shipped.csv .out
out <<'END'
code,version,current,scale,title_en,title_az,title_ru
CORE,1,1,core,Core competencies,Əsas səriştələr,Базовые компетенции
DCWF,2023,0,8140,DoD Cyber Workforce Framework,DoD kiber işçi qüvvəsi çərçivəsi,Рамка киберкадров Минобороны США
DCWF,5.1,1,8140,DoD Cyber Workforce Framework,DoD kiber işçi qüvvəsi çərçivəsi,Рамка киберкадров Минобороны США
ECSF,1,1,ecf,European Cybersecurity Skills Framework,Avropa kibertəhlükəsizlik bacarıqları çərçivəsi,Европейская рамка навыков кибербезопасности
NICE,1.0,0,8140,NICE Workforce Framework for Cybersecurity,NICE kibertəhlükəsizlik işçi qüvvəsi çərçivəsi,Рамка NICE для кадров кибербезопасности
NICE,2.1,1,8140,NICE Workforce Framework for Cybersecurity,NICE kibertəhlükəsizlik işçi qüvvəsi çərçivəsi,Рамка NICE для кадров кибербезопасности
END
no_err
golden catalogue_list catalogue_list cadre catalogue list --shipped
step 'a list for people' 0 cadre catalogue list scales --type ecf
out <<'END'
Catalogue
=========

5 rows

Levels of the scales
--------------------
As it stands there

Scale  Rank  Level  Label  Azerbaijani  Russian
─────  ────  ─────  ─────  ───────────  ───────
ecf       1  1      e-1    e-1          e-1
ecf       2  2      e-2    e-2          e-2
ecf       3  3      e-3    e-3          e-3
ecf       4  4      e-4    e-4          e-4
ecf       5  5      e-5    e-5          e-5
END
no_err
step 'a slip of a list' 2 cadre catalogue list region
no_out
err <<'END'
cadre: the catalogue has no list 'region'
  hint: did you mean 'cadre catalogue list regions'?
END
step 'no such list' 2 cadre catalogue list weather
no_out
err <<'END'
cadre: the catalogue has no list 'weather'
  hint: it has frameworks, elements, credentials, scales, scale-mappings, regions, lists, rules, aliases, call-ups, options
END
step 'a slip of a type' 2 cadre catalogue list elements --type workrole
no_out
err <<'END'
cadre: no row of 'elements' is of the type 'workrole'
  hint: did you mean '--type work_role'?
END
step 'no such type' 2 cadre catalogue list elements --type unicorn
no_out
err <<'END'
cadre: no row of 'elements' is of the type 'unicorn'
  hint: they are of competency, work_role
END
step 'rows without types' 2 cadre catalogue list credentials --type x
no_out
err <<'END'
cadre: the rows of 'credentials' have no type
END
step 'of a version' 0 cadre catalogue list elements --framework dcwf@2023 --format csv
out <<'END'
framework,version,type,code,title_en,title_az,title_ru,group_code,group_en,note,text
DCWF,2023,work_role,112,Mission Assessment Specialist,,,,Cyberspace Effects,withdrawn,
DCWF,2023,work_role,141,Warning Analyst,,,,Cyberspace Effects,withdrawn,
DCWF,2023,work_role,333,Partner Integration Planner,,,,Cyberspace Effects,withdrawn,
END
step 'of the current version' 0 cadre catalogue list elements --framework NICE --format csv
holds 'all 41 roles and the header' test "$(wc -l <.out)" = 42
step 'of a version that is not there' 2 cadre catalogue list elements --framework NICE@3
no_out
err <<'END'
cadre: the catalogue has no framework 'NICE@3'
  hint: it has NICE@1.0, NICE@2.1
END
step 'a slip of a framework' 2 cadre catalogue list --framework NCIE
no_out
err <<'END'
cadre: the catalogue has no framework 'NCIE'
  hint: did you mean 'NICE'?
END
step 'rows of no framework' 2 cadre catalogue list regions --framework NICE
no_out
err <<'END'
cadre: the rows of 'regions' are of no framework
END

# ---- search -------------------------------------------------------------------------------------

step 'a role by its words' 0 cadre catalogue search analyst defense --format csv
out <<'END'
code,type,title_en,title_az,title_ru
DCWF@5.1/212,work_role,Cyber Defense Forensic Analyst,,
DCWF@5.1/511,work_role,Cyber Defense Analyst,,
OffSec/OSDA,credential,Offensive Security Defense Analyst,,
END
no_err
step 'in another language, without its letters' 0 cadre catalogue search tehlukesizlik \
    --type competency --most 2
out <<'END'
Catalogue
=========

the best 2 of 4: --most 4 shows all

What fits
---------
The best first

Code             Type        Title                  Azerbaijani                  Russian
───────────────  ──────────  ─────────────────────  ───────────────────────────  ────────────────────────
CORE@1/DEF-ARCH  competency  Security architecture  Təhlükəsizlik arxitekturası  Архитектура безопасности
CORE@1/DEF-SOC   competency  Security monitoring    Təhlükəsizlik monitorinqi    Мониторинг безопасности
END
golden catalogue_search catalogue_search cadre catalogue search tehlukesizlik --most 3
step 'the contract without what it would be about' 0 cadre catalogue search --json-schema
holds 'the same' cmp .out "$DATA/../../../reports/schema/catalogue_search.schema.json"
step 'a slip' 1 cadre catalogue search cyber defence analist
no_out
err <<'END'
cadre: nothing in the catalogue fits 'cyber defence analist'
  hint: did you mean 'cadre catalogue search Cyber Defense Analyst'?
END
step 'nothing' 1 cadre catalogue search xylophone
no_out
err <<'END'
cadre: nothing in the catalogue fits 'xylophone'
  hint: try fewer words, or another language
END
step 'of another type' 1 cadre catalogue search 511 --type region
no_out
err <<'END'
cadre: nothing of the type 'region' fits '511'
  hint: 1 other thing does: leave --type out
END

# ---- show ---------------------------------------------------------------------------------------

step 'a role of a version that is not current' 0 cadre catalogue show ce-wrl-003
out <<'END'
Catalogue
=========

NICE@1.0/CE-WRL-003: Exploitation Analysis

NICE 1.0 is not the current version.

Code       NICE@1.0/CE-WRL-003
Type       work_role
Title      Exploitation Analysis
Group      CE, Cyberspace Effects
Framework  NICE Workforce Framework for Cybersecurity
Levels     Basic < Intermediate < Advanced

Credentials that grant it
-------------------------
While in force, at this level and the lower ones

(none)

In other frameworks
-------------------
What it is mapped to; a mapping grants nothing

Code          Type       Title
────────────  ─────────  ────────────────────
DCWF@5.1/121  work_role  Exploitation Analyst
END
no_err
step 'who grants a role' 0 cadre catalogue show DCWF/511 --format csv --table credentials
cut -d, -f3 .out | uniq >levels.txt
printf '%s\n' level Advanced Intermediate Basic >wanted.txt
holds 'the highest level first' cmp wanted.txt levels.txt
holds 'all sixteen and the header' test "$(wc -l <.out)" = 17
step 'a credential by an alias' 0 cadre catalogue show 'Security Plus' --format json
holds 'its months stand there' grep -q '"months": "36"' .out
holds 'and what it grants' grep -q '"code": "DCWF@5.1/511"' .out
step 'a region' 0 cadre catalogue show AZ-LAN
out <<'END'
Catalogue
=========

AZ-LAN: Lankaran

Code         AZ-LAN
Type         region
Title        Lankaran
Azerbaijani  Lənkəran
Russian      Ленкорань

Where it lies
-------------
From the country down to it

Code    Kind             Name             Azerbaijani      Russian
──────  ───────────────  ───────────────  ───────────────  ────────────────
AZ      country          Azerbaijan       Azərbaycan       Азербайджан
AZ-E08  economic region  Lankaran-Astara  Lənkəran-Astara  Ленкорань-Астара
AZ-LAN  region           Lankaran         Lənkəran         Ленкорань
END
step 'a code of a list' 0 cadre catalogue show engagement/muster
out <<'END'
Catalogue
=========

engagement/muster: muster

Code         engagement/muster
Type         engagement
Title        muster
Azerbaijani  toplanış
Russian      сборы
Also said    сбор

Codes of the lists
------------------
The lowest first

Rank  Code        Label              Azerbaijani                   Russian
────  ──────────  ─────────────────  ────────────────────────────  ───────────────────
   1  conscript   conscript service  müddətli həqiqi hərbi xidmət  срочная служба
   2  muster      muster             toplanış                      сборы
   3  contract    contract service   müqaviləli xidmət             служба по контракту
   4  civil       civil service      mülki xidmət                  гражданская служба
   5  secondment  secondment         ezamiyyət                     прикомандирование
   6  volunteer   volunteer          könüllü                       доброволец
END
step 'a scale' 0 cadre catalogue show 8140 --format csv --table scales
out <<'END'
rank,code,label_en,label_az,label_ru
1,Basic,Basic,Əsas,Базовый
2,Intermediate,Intermediate,Orta,Средний
3,Advanced,Advanced,Yüksək,Продвинутый
END
step 'a framework' 0 cadre catalogue show NICE --format csv --table groups
out <<'END'
type,group,group_title,elements
work_role,DD,Design & Development,9
work_role,IN,Investigation,2
work_role,IO,Implementation & Operation,7
work_role,OG,Oversight & Governance,16
work_role,PD,Protection & Defense,7
END
step 'a name of two regions' 2 cadre catalogue show Lənkəran
no_out
err <<'END'
cadre: 'Lənkəran' names 2 things of the catalogue
  detail: AZ-LA (region), AZ-LAN (region)
  hint: give its code in full
END
step 'the beginning of a code is no code' 2 cadre catalogue show CE-WRL
no_out
err <<'END'
cadre: the catalogue has no 'CE-WRL'
  hint: 'cadre catalogue search CE-WRL' shows what comes near it
END
step 'a slip of a code' 2 cadre catalogue show DD-WRL-0O1
no_out
err <<'END'
cadre: the catalogue has no 'DD-WRL-0O1'
  hint: did you mean 'cadre catalogue show DD-WRL-001'?
END
step 'csv of several tables' 2 cadre catalogue show DCWF/511 --format csv
no_out
err <<'END'
cadre: csv holds one table, and none is named
  hint: name it with --table T, or a folder with -o DIR for all
END

# ---- diff ---------------------------------------------------------------------------------------

step 'the roles that a version lost' 0 cadre catalogue diff dcwf 2023 5.1
out <<'END'
Catalogue
=========

DCWF 2023 to 5.1: 3 withdrawn; what else changed is not known

The catalogue holds of DCWF 2023 only what was withdrawn from it: whether it had
the 74 other elements, and how, is not known.

Withdrawn  3

What changed
------------
A change of an element each; what looks like it is a hint

Change     Type       Code  Title                          Before  After  Looks like
─────────  ─────────  ────  ─────────────────────────────  ──────  ─────  ──────────
withdrawn  work_role  112   Mission Assessment Specialist  —       —      —
withdrawn  work_role  141   Warning Analyst                —       —      —
withdrawn  work_role  333   Partner Integration Planner    —       —      —
END
no_err
step 'NICE lost twelve' 0 cadre catalogue diff NICE 1.0 2.1 --format csv
holds 'twelve and the header' test "$(grep -c '^withdrawn,work_role,C[EI]-WRL-0' .out)" = 12
holds 'and nothing else' test "$(wc -l <.out)" = 13
step 'a version of itself' 0 cadre catalogue diff NICE 2.1 2.1.0 --format json
holds 'nothing changed' grep -q '"NICE 2.1 to 2.1: 0 added, 0 withdrawn, 0 retitled, 0 reworded, 0 moved"' .out
holds 'all is the same' grep -q '"same": 41' .out
step 'a version that is not there' 2 cadre catalogue diff NICE 2.1 9
no_out
err <<'END'
cadre: the catalogue has no framework 'NICE@9'
  hint: it has NICE@1.0, NICE@2.1
END
step 'a version too many' 2 cadre catalogue diff NICE@2.1 1.0 2.1
no_out
err <<'END'
cadre: 'NICE@2.1' names a version already: give the framework, then both versions
END
step 'what rests on a version is in the registry alone' 2 cadre catalogue diff NICE 1.0 2.1 --uses --shipped
no_out
err <<'END'
cadre: '--uses' asks the registry, '--shipped' does not
END
fill_registry 2>/dev/null
cat >needs.csv <<'END'
need_code,organization_code,title,engagement,work_role,level,headcount,priority,region,starts_on,ends_on
N-7,U-100,Warning analyst,conscript,DCWF@2023/141,,2,1,AZ-BA,2026-04-01,
N-8,U-100,Another one,conscript,DCWF@2023/141,,1,1,AZ-BA,2026-04-01,2026-04-30
N-9,U-100,Planner,conscript,DCWF@2023/333,,1,1,AZ-BA,2099-01-01,
END
cat >requirements.csv <<'END'
need_code,clause,kind,code,level,importance,weight,k
N-9,1,work_role,DCWF@2023/141,Basic,required,,
END
cat >competencies.csv <<'END'
source_person_id,type,code,level,years,assessed_on,verified_by
B-1,work_role,DCWF@2023/141,Intermediate,3,2025-09-01,U-100
B-3,work_role,DCWF@2023/141,Basic,1,2025-09-01,
B-3,work_role,DCWF/511,Basic,1,2025-09-01,
END
cadre -q import needs needs.csv --partial --effective 2026-03-01
cadre -q import requirements requirements.csv --partial --effective 2026-03-01
cadre -q import competencies competencies.csv --partial -s BAKU --effective 2026-03-01
# N-8 is over: nothing has to be carried.
step 'what rests on a version' 0 cadre catalogue diff DCWF 2023 5.1 --uses \
    --as-of 2026-05-01 --format csv
out <<'END'
change,type,code,title,before,after,twin,needs,requirements,evidence,preferences,trainings
withdrawn,work_role,112,Mission Assessment Specialist,,,,0,0,0,0,0
withdrawn,work_role,141,Warning Analyst,,,,1,1,2,0,0
withdrawn,work_role,333,Partner Integration Planner,,,,1,0,0,0,0
END
no_err
step 'what rested on it a day before' 0 cadre catalogue diff DCWF 2023 5.1 --uses \
    --as-of 2026-04-30 --format csv
holds 'N-8 is not over yet' grep -q '^withdrawn,work_role,141,Warning Analyst,,,,2,1,2,0,0$' .out

# ---- migrate ------------------------------------------------------------------------------------

step 'what has no place' 1 cadre catalogue migrate DCWF 2023 5.1 --dry-run --effective 2026-05-01 \
    --format csv
out <<'END'
outcome,type,code,title,to,hint,needs,requirements,evidence,preferences,trainings
withdrawn,work_role,141,Warning Analyst,,,1,1,2,0,0
withdrawn,work_role,333,Partner Integration Planner,,,1,0,0,0,0
END
no_err
cat >map.json <<'END'
{"framework": "DCWF", "from": "2023", "to": "5.1",
 "map": [{"from": "141", "to": "111"}, {"from": "333", "to": null}]}
END
step 'with a map all has' 0 cadre catalogue migrate DCWF 2023 5.1 --map map.json -n \
    --effective 2026-05-01
out <<'END'
Catalogue
=========

DCWF 2023 to 5.1: 0 of 5 rows of the registry have no place to go

Rows of the registry  5
Without a place       0

What goes where
---------------
Elements on which something rests; 'perhaps' is a hint, never taken

Outcome  Type       Code  Title                        Goes to  Perhaps  Needs  Requirements  Evidence  Preferences  Trainings
───────  ─────────  ────  ───────────────────────────  ───────  ───────  ─────  ────────────  ────────  ───────────  ─────────
mapped   work_role  141   Warning Analyst              111      —            1             1         2            0          0
dropped  work_role  333   Partner Integration Planner  —        —            1             0         0            0          0
END
no_err
step 'a map of other versions' 4 cadre catalogue migrate NICE 1.0 2.1 --map map.json -n
no_out
err <<'END'
cadre: the map 'map.json' is refused: its 'framework' is 'DCWF', not 'NICE'
END
step 'a map that is not there' 4 cadre catalogue migrate NICE 1.0 2.1 --map nowhere.json -n
no_out
err <<'END'
cadre: cannot read 'nowhere.json': No such file or directory
END
step 'all, though nothing rests on them' 0 cadre catalogue migrate NICE 1.0 2.1 -n --all --format csv
holds 'twelve are withdrawn' test "$(grep -c '^withdrawn,work_role,C[EI]-WRL-0' .out)" = 12

# ---- what was loaded ----------------------------------------------------------------------------

# A local framework: a role and a task of one code; the next version retitles and rewords.
cat >v1.json <<'END'
{"documents": [{"doc_identifier": "KIB", "name": "Posts", "version": "1"}],
 "relationship_types": [{"relationship_identifier": "projection", "description": "Projection"}],
 "elements": [
  {"doc_identifier": "KIB", "element_type": "work_role", "element_identifier": "KM-01",
   "title": "Duty officer", "text": "Keeps the watch."},
  {"doc_identifier": "KIB", "element_type": "task", "element_identifier": "KM-01", "title": "",
   "text": "Read the alerts of the night."},
  {"doc_identifier": "KIB", "element_type": "task", "element_identifier": "T-2", "title": "",
   "text": "Call the commander."}],
 "relationships": []}
END
sed 's/"version": "1"/"version": "2"/; s/Call the commander/Call nobody/; s/Duty officer/Watch officer/' \
    v1.json >v2.json
step 'a local framework' 0 cadre -q catalogue load v1.json --framework KIB --version 1
step 'and its next version' 0 cadre -q catalogue load v2.json --framework KIB --version 2
step 'it is among the others' 0 cadre catalogue list --framework KIB@2 --format csv
out <<'END'
code,version,current,scale,title_en,title_az,title_ru
KIB,2,0,core,Posts,,
END
step 'a code of two types' 2 cadre catalogue show KIB/KM-01
no_out
err <<'END'
cadre: 'KIB/KM-01' names 2 things of the catalogue
  detail: KIB@1/KM-01 (task), KIB@1/KM-01 (work_role)
  hint: say which with --type
END
step 'one of them' 0 cadre catalogue show KIB/KM-01 --type task
out <<'END'
Catalogue
=========

KIB@1/KM-01: Read the alerts of the night.

Code       KIB@1/KM-01
Type       task
Framework  Posts
Text       Read the alerts of the night.
END
step 'by its text, the current version first' 0 cadre catalogue search night alerts --format csv
out <<'END'
code,type,title_en,title_az,title_ru
KIB@1/KM-01,task,Read the alerts of the night.,,
KIB@2/KM-01,task,Read the alerts of the night.,,
END
step 'what the next version changed' 0 cadre catalogue diff KIB 1 2 --format csv
out <<'END'
change,type,code,title,before,after,twin
retitled,work_role,KM-01,Watch officer,Duty officer,Watch officer,
reworded,task,T-2,Call nobody.,Call the commander.,Call nobody.,
END
step 'nothing goes by its code alone' 0 cadre catalogue migrate KIB 1 2 -n --all --format csv
out <<'END'
outcome,type,code,title,to,hint,needs,requirements,evidence,preferences,trainings
same,task,KM-01,Read the alerts of the night.,KM-01,,0,0,0,0,0
reworded,task,T-2,Call the commander.,,T-2,0,0,0,0,0
retitled,work_role,KM-01,Duty officer,,KM-01,0,0,0,0,0
END
step 'what is shipped has it not' 2 cadre catalogue show KIB/KM-01 --shipped
no_out

finish
