#!/bin/sh
# Sources: their settings, files written in other encodings and dialects, and what becomes of them.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

cp "$DATA"/*.csv .
cadre -q import organizations organizations.csv --effective 2026-03-01 2>/dev/null

# ---- the settings -----------------------------------------------------------------------------

step 'nobody yet' 0 cadre source list
out <<'END'
Sources
=======

0 sources

Sources
-------
By their code

(none)
END
no_err

step 'a source wants an owner' 2 cadre source add GANJA
no_out
err <<'END'
cadre: the source 'GANJA' is new and no organization has that code
  hint: say to which organization its rows belong: --owner ORG
END
step 'added before its first file' 0 cadre source add GANJA --owner BAKU
out <<'END'
source 'GANJA' is added; its rows belong to 'BAKU'
END
no_err
step 'once more' 0 cadre source add GANJA
out <<'END'
source 'GANJA' is unchanged
END
no_err

cat >settings.json <<'END'
{
  "version": 1,
  "delimiter": ";",
  "encoding": "windows-1254",
  "dates": ["DD/MM/YYYY"],
  "short_rows": "fill",
  "headers": {"roster": {"Kod": "source_person_id", "Doğum günü": "birth_date"}},
  "lists": {"roster": "partial"},
  "max_removed_percent": 20,
  "precedence": 10
}
END
step 'settings are stated' 0 cadre source add GANJA --settings settings.json
out <<'END'
settings of 'GANJA': delimiter (default -> ";"), encoding (default -> "windows-1254"), dates (default -> ["DD/MM/YYYY"]), short_rows (default -> "fill"), headers, lists (default -> {"roster": "partial"}), max_removed_percent (default -> 20), precedence (default -> 10)
END
no_err
step 'the same settings' 0 cadre source add GANJA --settings settings.json
out <<'END'
source 'GANJA' is unchanged
END
no_err
step 'they are read back' 0 cadre source show GANJA --settings
no_err
cp .out back.json
step 'and stated as they were read' 0 cadre source add GANJA --settings back.json
out <<'END'
source 'GANJA' is unchanged
END
no_err
sed -e 's/delimiter/delimeter/' settings.json >slip.json
step 'a slip of the pen is no default' 4 cadre source add GANJA --settings slip.json
no_out
err <<'END'
cadre: the settings 'slip.json' are refused: 'delimeter' is no setting of a source
  hint: did you mean 'delimiter'?
END
step 'no file' 4 cadre source add GANJA --settings absent.json
no_out
err <<'END'
cadre: cannot read 'absent.json': No such file or directory
END
step 'no source' 2 cadre source show SHEKI
no_out
err <<'END'
cadre: there is no source 'SHEKI'
  hint: 'cadre source list' shows them
END

# ---- a file as the office writes it -----------------------------------------------------------

cat >plain.csv <<'END'
Kod;Soyad;Ad;Doğum günü;consent_on
G-1;Şirinov;Çingiz;09/02/1994;10/01/2026
G-2;Güllü;Ayşın;31/12/1999
END
iconv -f UTF-8 -t WINDOWS-1254 plain.csv >ganja.csv
step 'without its settings it is refused' 4 cadre check roster ganja.csv
no_out
err <<'END'
ganja.csv:1: F007 the file is not UTF-8
cadre: 'ganja.csv' would be refused: the file is not UTF-8 (F007)
  hint: in Excel: File > Save As > 'CSV UTF-8 (Comma delimited) (*.csv)'; if no letter is lost, say what it is: --encoding windows-1254 (Latin letters) or windows-1251 (Cyrillic)
END
step 'checked by the settings alone' 0 cadre check roster ganja.csv --settings settings.json
out <<'END'
ganja.csv: 2 rows = 2 good + 0 duplicate + 0 held + 0 rejected; not checked: who is new, changed or left, and whether keys name other people (--registry checks it too)
END
err <<'END'
ganja.csv:3: record 2, column consent_on, W006 no consent is recorded
END
step 'a registry has its own' 2 \
    cadre check roster ganja.csv --registry -s GANJA --settings settings.json
no_out
err <<'END'
cadre: '--settings' is for a check without a registry, which has its own
END
step 'and by those of the registry' 0 \
    cadre check roster ganja.csv --registry -s GANJA --effective 2026-03-01
out <<'END'
ganja.csv: 2 rows = 2 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (tried, nothing is stored)
END
err <<'END'
ganja.csv:3: record 2, column consent_on, W006 no consent is recorded
END
step 'imported by those of the source' 0 \
    cadre import roster ganja.csv -s GANJA --effective 2026-03-01
out <<'END'
ganja.csv: 2 rows = 2 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch 3)
END
err <<'END'
ganja.csv:3: record 2, column consent_on, W006 no consent is recorded
END
holds 'letters and days are right' answers \
    "SELECT string_agg(family_name || given_name || birth_date, ' ' ORDER BY source_person_id)
     FROM cadre.source_record" 'ŞirinovÇingiz1994-02-09 GüllüAyşın1999-12-31'
holds 'it was a part, as the settings say' answers 'SELECT full_list FROM cadre.batch WHERE number = 3' f
step 'the same bytes change nothing' 0 cadre import roster ganja.csv -s GANJA --effective 2026-03-01
out <<'END'
ganja.csv: unchanged, these bytes are in force as batch 3
END
no_err

step 'the command line overrules the settings' 4 \
    cadre import roster ganja.csv -s GANJA --effective 2026-03-01 --encoding utf-8
no_out
err <<'END'
ganja.csv:1: F007 the file is not UTF-8
cadre: 'ganja.csv' is refused: the file is not UTF-8 (F007)
  hint: in Excel: File > Save As > 'CSV UTF-8 (Comma delimited) (*.csv)'; if no letter is lost, say what it is: --encoding windows-1254 (Latin letters) or windows-1251 (Cyrillic)
END

# ---- rejects of a file that was not UTF-8 ------------------------------------------------------

sed -e 's/^G-1.*/G-3;Şirinov;Çingiz;soon;10\/01\/2026/' plain.csv | sed -e '/^G-2/d' |
    iconv -f UTF-8 -t WINDOWS-1254 >faulty.csv
step 'a fault in it' 1 cadre import roster faulty.csv -s GANJA --effective 2026-03-01
out <<'END'
faulty.csv: 1 row = 0 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 1 rejected; 0 left (batch 6)
END
STEP='the rejects are UTF-8 with a BOM'
printf '\357\273\277cadre_line;cadre_record;cadre_codes;cadre_reason;Kod;Soyad;Ad;Doğum günü;consent_on\n2;1;R002;birth_date: not a calendar date (this source writes DD/MM/YYYY);G-3;Şirinov;Çingiz;soon;10/01/2026\n' >wanted.csv
cmp wanted.csv faulty.csv.rejects.csv || fail 'they differ'
sed -e 's/;soon;/;08\/03\/1990;/' faulty.csv.rejects.csv >mended.csv
step 'mended, they are taken: a mark overrules the settings' 0 \
    cadre import roster mended.csv -s GANJA --effective 2026-03-01
out <<'END'
mended.csv: 1 row = 1 new + 0 changed + 0 unchanged + 0 duplicate + 0 held + 0 rejected; 0 left (batch 7)
END
err <<'END'
mended.csv:1: W008 these are rows that were rejected before
END
sed -e 's/G-3/G-4/' mended.csv >other.csv
step 'not what is demanded' 4 \
    cadre import roster other.csv -s GANJA --effective 2026-03-01 --encoding windows-1254
no_out
err <<'END'
other.csv: F026 the encoding that is stated is not that of the file
cadre: 'other.csv' is refused: the encoding that is stated is not that of the file (F026)
  hint: 'windows-1254' is stated, its first bytes are those of utf-8: name that one or none
END

step 'what is known of it' 0 cadre source show GANJA
out <<'END'
Source
======

source 'GANJA'

Owner       BAKU
Precedence  10
Grace days  60
Settings    {"version": 1, "delimiter": ";", "encoding": "windows-1254", "dates": ["DD/MM/YYYY"], "short_rows": "fill", "headers": {"roster": {"Doğum günü": "birth_date", "Kod": "source_person_id"}}, "lists": {"roster": "partial"}, "max_removed_percent": 20, "precedence": 10}
Known from  TIME

Files
-----
The newest first

Batch  Kind    List     Effective   State    Rows  Faulty  File
─────  ──────  ───────  ──────────  ───────  ────  ──────  ──────────
    9  roster  partial  2026-03-01  refused     —       —  other.csv
    7  roster  partial  2026-03-01  merged      1       0  mended.csv
    6  roster  partial  2026-03-01  merged      1       1  faulty.csv
    5  roster  partial  2026-03-01  refused     —       —  ganja.csv
    3  roster  partial  2026-03-01  merged      2       0  ganja.csv
END
no_err
step 'and of all' 0 cadre source list
out <<'END'
Sources
=======

1 source

Sources
-------
By their code

Source  Owner  Precedence  Grace days  Settings  Newest batch  Kind    Effective
──────  ─────  ──────────  ──────────  ────────  ────────────  ──────  ──────────
GANJA   BAKU           10          60  own                  7  roster  2026-03-01
END
no_err

# ---- the same list in every encoding -----------------------------------------------------------

# No letter of these that a code page lacks.
cat >list.csv <<'END'
source_person_id,national_id,family_name,given_name,birth_date,consent_on
E-1,5EEE111,Orlov,"Igor",1990-01-02,2026-01-10
E-2,5EEE222,Müller,Ali,1991-03-04,2026-01-10
END
cat >cyrillic.csv <<'END'
source_person_id,national_id,family_name,given_name,birth_date,consent_on
E-1,5EEE111,Орлов,"Игорь",1990-01-02,2026-01-10
E-2,5EEE222,Ёлкина,Анна,1991-03-04,2026-01-10
END
fresh() {
    sql 'DROP SCHEMA cadre CASCADE; DROP SCHEMA cadre_staging CASCADE' 2>/dev/null
    cadre -q import organizations organizations.csv --effective 2026-03-01 2>/dev/null
}
# same LIST OPTIONS...: the digest of a registry that holds the list alone.
same() {
    fresh
    file=$1
    shift
    cadre -q import roster "$file" -s BAKU --effective 2026-03-01 "$@" || echo "exit code $?"
    cadre db digest
}
STEP='Latin letters'
wanted=$(same list.csv)
case $wanted in *[!0-9a-f]*|'') fail "no digest: $wanted" ;; esac
(printf '\377\376' && iconv -f UTF-8 -t UTF-16LE list.csv) >le.csv
(printf '\376\377' && iconv -f UTF-8 -t UTF-16BE list.csv) >be.csv
iconv -f UTF-8 -t UTF-16LE list.csv >bare.csv
iconv -f UTF-8 -t WINDOWS-1254 list.csv >1254.csv
(printf '\357\273\277' && sed -e 's/$/\r/' list.csv) >bom.csv
[ "$(same le.csv)" = "$wanted" ] || fail 'UTF-16LE differs'
[ "$(same be.csv --encoding utf-16)" = "$wanted" ] || fail 'UTF-16BE differs'
[ "$(same bare.csv --encoding utf-16le)" = "$wanted" ] || fail 'UTF-16LE without a mark differs'
[ "$(same 1254.csv --encoding windows-1254)" = "$wanted" ] || fail 'windows-1254 differs'
[ "$(same bom.csv)" = "$wanted" ] || fail 'UTF-8 with a mark differs'
STEP='Cyrillic letters'
wanted=$(same cyrillic.csv)
iconv -f UTF-8 -t WINDOWS-1251 cyrillic.csv >1251.csv
(printf '\377\376' && iconv -f UTF-8 -t UTF-16LE cyrillic.csv) >le.csv
[ "$(same 1251.csv --encoding windows-1251)" = "$wanted" ] || fail 'windows-1251 differs'
[ "$(same le.csv)" = "$wanted" ] || fail 'UTF-16LE differs'
# In the other code page it is other letters: never guessed.
[ "$(same 1251.csv --encoding windows-1254 2>/dev/null)" != "$wanted" ] || fail 'windows-1254 is the same'

finish
