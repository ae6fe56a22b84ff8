#!/bin/sh
# The catalogue, looked into.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

step 'its lists: the frameworks first' 0 cadre catalogue list --format csv
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
  hint: it has frameworks, elements, credentials, scales, regions, lists, rules
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
framework,version,type,code,title_en,title_az,title_ru,group_code,group_en,note
DCWF,2023,work_role,112,Mission Assessment Specialist,,,,Cyberspace Effects,withdrawn
DCWF,2023,work_role,141,Warning Analyst,,,,Cyberspace Effects,withdrawn
DCWF,2023,work_role,333,Partner Integration Planner,,,,Cyberspace Effects,withdrawn
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

finish
