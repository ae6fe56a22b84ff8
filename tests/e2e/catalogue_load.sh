#!/bin/sh
# A framework's document: what it would bring, what it brings, and what is wrong with it.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

step 'a registry' 0 cadre --quiet db init

# A national framework: two roles in a category, a task, one code of two types, and faults.
cat >posts.json <<'END'
{"documents": [{"doc_identifier": "AZ_KT", "name": "Kiber vəzifələr", "version": "1.0"}],
 "relationship_types": [{"relationship_identifier": "projection"}],
 "elements": [
  {"element_type": "category", "element_identifier": "KT", "title": "Kiber"},
  {"element_type": "work_role", "element_identifier": "KT-01", "title": "Analitik"},
  {"element_type": "work_role", "element_identifier": "KT-02", "title": "Mühəndis", "grade": "3"},
  {"element_type": "task", "element_identifier": "T1", "text": "Jurnallara baxır"},
  {"element_type": "task", "element_identifier": "TBD", "text": "?"}
 ],
 "relationships": [
  {"source_element_identifier": "KT", "dest_element_identifier": "KT-01",
   "relationship_identifier": "projection"},
  {"source_element_identifier": "KT-01", "dest_element_identifier": "T1; T2",
   "relationship_identifier": "projection"}
 ]}
END

step 'which framework is it' 2 cadre catalogue load posts.json
no_out
err <<'END'
cadre: 'posts.json' is refused: it cannot be told which framework the document is
  detail: it declares 'AZ_KT', and its work roles are those of no framework of the catalogue
  hint: say it: --framework F --version V
END

step 'what it would bring' 1 cadre catalogue load posts.json --framework AZ-KT --version 1 --dry-run
out <<'END'
AZ-KT 1
=======

Nothing is stored (--dry-run): 4 elements, 4 of them new

File            posts.json
SHA-256         DIGEST
Declares to be  AZ_KT 1.0
Relations       2 new, 0 same

Elements
--------
Elements of the file beside the catalogue's, by type

Type       In the file  New  Completed  Otherwise  Same    Not in the
                                                                 file
─────────  ───────────  ───  ─────────  ─────────  ────  ────────────
category             1    1          0          0     0             0
work_role            2    2          0          0     0             0
task                 1    1          0          0     0             0

New work roles
--------------
Work roles that the catalogue has not

Code   Title     Group
─────  ────────  ─────
KT-01  Analitik  Kiber
KT-02  Mühəndis  —

Findings
--------
What is wrong with the file: 'cadre error CODE' tells more

Code  Count  What                                         Effect
────  ─────  ───────────────────────────────────────────  ────────
D001      1  a key that the form does not have            —
D002      1  the relation has an end that is not there    left out
D010      1  several codes stand in one value             —
D011      1  a placeholder stands where a code is wanted  left out

Where
-----
The first of each code; all of them: --findings FILE

Code  Line  Path                                      Value   Read as, or
                                                              meant
────  ────  ────────────────────────────────────────  ──────  ────────────
D001     6  /elements/2/grade                         3       —
D002    13  /relationships/1/dest_element_identifier  T2      —
D010    13  /relationships/1/dest_element_identifier  T1; T2  —
D011     8  /elements/4/element_identifier            TBD     —
END
err <<'END'
cadre: posts.json: 2 findings keep something out; --findings FILE writes them all
END

golden catalogue_load_new catalogue_load cadre catalogue load posts.json --framework AZ-KT \
    --version 1 --dry-run

# The first lines of what a load says.
head_of() {
    STEP="$STEP, its first lines"
    sed -n "1,$1p" .out >.head
    compare .head stdout
}

step 'it is loaded' 1 cadre catalogue load posts.json --framework AZ-KT --version 1 --findings f.csv
head_of 10 <<'END'
AZ-KT 1
=======

Load 1: 4 elements new, 0 completed, 0 changed, 0 the same; 2 relations new

AZ-KT 1 is a new framework; its levels are those of the scale 'core'

File            posts.json
SHA-256         DIGEST
Declares to be  AZ_KT 1.0
END
err <<'END'
cadre: posts.json: 2 findings keep something out; --findings FILE writes them all
END
cp f.csv .out
out <<'END'
code,name,effect,line,path,value,hint
D001,unknown-key,warns,6,/elements/2/grade,3,
D011,placeholder,rejects,8,/elements/4/element_identifier,TBD,
D010,several-codes,warns,13,/relationships/1/dest_element_identifier,T1; T2,
D002,dangling-relation,rejects,13,/relationships/1/dest_element_identifier,T2,
END

step 'twice changes nothing' 0 cadre catalogue load posts.json --framework az-kt --version 1.0
head_of 4 <<'END'
AZ-KT 1
=======

Unchanged: the catalogue has all that the file says
END
no_err

step 'quietly' 0 cadre --quiet catalogue load posts.json --framework AZ-KT --version 1
no_out
no_err

# Its own id is known now; a role was renamed, a task reworded, a category is gone.
sed -e 's/AZ_KT/AZ-KT/' -e 's/Analitik/Baş analitik/' -e 's/Jurnallara/Jurnallara hər gün/' \
    -e '/"element_type": "category"/d' -e '/TBD/d' -e 's/"Jurnal\(.*\)"},/"Jurnal\1"}/' \
    -e 's/, "grade": "3"//' -e '/"source_element_identifier": "KT"/,+1d' -e 's/T1; T2/t1/' \
    posts.json >posts2.json
golden catalogue_load_later catalogue_load cadre catalogue load posts2.json --dry-run
feed 'a later file' 0 posts2.json cadre catalogue load -
out <<'END'
AZ-KT 1
=======

Load 2: 0 elements new, 0 completed, 2 changed, 1 the same; 0 relations new; 1
that the catalogue has is not in the file and stays

File            <stdin>
SHA-256         DIGEST
Declares to be  AZ-KT 1.0
Relations       0 new, 1 same

Elements
--------
Elements of the file beside the catalogue's, by type

Type       In the file  New  Completed  Otherwise  Same    Not in the
                                                                 file
─────────  ───────────  ───  ─────────  ─────────  ────  ────────────
work_role            2    0          0          1     1             0
task                 1    0          0          1     0             0
category             0    0          0          0     0             1

Said otherwise
--------------
Where the file says other than the catalogue

Type       Code   What   Catalogue         File
─────────  ─────  ─────  ────────────────  ────────────────────────
work_role  KT-01  title  Analitik          Baş analitik
task       T1     text   Jurnallara baxır  Jurnallara hər gün baxır

Not in the file
---------------
What the file lacks: the catalogue keeps it

Type      Code  Title
────────  ────  ─────
category  KT    Kiber
END
no_err

# ---- what is refused ----------------------------------------------------------------------------

printf '{"elements": [1, 2' >cut.json
step 'a file that was cut off' 4 cadre catalogue load cut.json
no_out
err <<'END'
cadre: 'cut.json' is refused: not valid JSON at line 1, column 19: ',' or a closing bracket is missing
END

printf '{"people": []}' >other.json
step 'another JSON' 4 cadre catalogue load other.json
err <<'END'
cadre: 'other.json' is refused: this is no document of a framework
  hint: NIST's CPRT JSON is wanted (documents, elements, relationship_types, relationships), or an array of rows with OPM-ID, KSAT, Description, ID and WRL-ID
END

step 'an unknown scale' 2 cadre catalogue load posts.json --scale cores
err <<'END'
cadre: the scale 'cores' is unknown
  hint: 'cadre catalogue list scales' lists them
END

step 'findings that cannot be written keep the file out' 7 \
    cadre catalogue load posts.json --framework NEW --version 1 --findings none/f.csv
step 'so it is new still' 1 cadre catalogue load posts.json --framework NEW --version 1 --dry-run
head_of 4 <<'END'
NEW 1
=====

Nothing is stored (--dry-run): 4 elements, 4 of them new
END

# ---- the DCWF in NIST's form, which lacks 33 of its 74 roles --------------------------------------

if [ -n "${CADRE_REFERENCE_DATA:-}" ]; then
    lossy=$CADRE_REFERENCE_DATA/frameworks/dcwf_v5.1_cprt_lossy_noCE.json
    step 'the lossy file' 1 cadre catalogue load "$lossy"
    head_of 5 <<'END'
DCWF 5.1
========

Load 3: 2032 elements new, 41 completed, 0 changed, 0 the same; 4339 relations
new; 33 that the catalogue has are not in the file and stay
END
    sed -n '/^What the file lacks/,/^Findings/p' .out >lacking
    holds 'the 33 roles are named' test "$(grep -c '^work_role ' lacking)" -eq 33
    holds 'by code and title' grep -q '^work_role  421   Database Administrator$' lacking
    holds 'all 74 roles are there' answers "SELECT count(*) FROM cadre.element_now
        WHERE (framework, version, type) = ('DCWF', '5.1', 'work_role')" 74
    step 'which the file says too' 1 cadre catalogue load "$lossy" --dry-run
    holds 'the file has 41, the catalogue 33 more' \
        grep -qE '^work_role +41 +0 +0 +1 +40 +33$' .out
    step 'it is not loaded twice' 0 cadre catalogue load "$lossy"
    step 'nor does an upgrade take it away' 0 cadre db upgrade
    step 'so that it is unchanged' 0 cadre catalogue load "$lossy"
    head_of 4 <<'END'
DCWF 5.1
========

Unchanged: the catalogue has all that the file says
END
fi
finish
