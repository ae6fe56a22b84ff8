#!/bin/sh
# The certification list of DoD 8140, row by row as it was published: one person for each credential, one
# need for each role of DCWF and level, and a statement over the list itself that says who fits whom. What
# is misspelled there (BAsic, CYSA+) is read as it is meant. The evaluator agrees on every pair.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

TELL=${CADRE_PAIR_REASONS:?'names the built tests/integration/pair_reasons'}
LIST=${CADRE_REFERENCE_DATA:-}/frameworks/dod8140-2024/tab_a_certifications.csv
if [ -z "${CADRE_REFERENCE_DATA:-}" ]; then
    echo 'no reference files: skipped'
    FINISHED=1
    exit 77
fi

cadre -q import organizations "$DATA/organizations.csv" --effective 2026-03-01 || exit 1

# ---- who holds what, who is asked for ------------------------------------------------------------

{
    echo 'source_person_id,national_id,family_name,given_name,birth_date,service_status,consent_on'
    sql "SELECT 'K' || n || ',' || '8140' || n || ',Qasımov,Anar,1995-05-05,reserve,2026-01-01'
         FROM (SELECT row_number() OVER (ORDER BY issuer, code) AS n FROM cadre.credential) AS c"
} >roster.csv
{
    echo 'source_person_id,credential,issuer,issued_on,expires_on'
    sql "SELECT format('K%s,\"%s\",\"%s\",2026-02-01,2028-01-31', row_number() OVER (ORDER BY issuer, code),
                       code, issuer) FROM cadre.credential"
} >certifications.csv
{
    echo 'need_code,organization_code,title,engagement,work_role,level,headcount,priority,starts_on'
    sql "SELECT format('%s-%s-%s,BAKU,T,contract,DCWF@%s/%s,%s,1,5,2026-03-01', e.version, e.code, l.level,
                       e.version, e.code, l.level)
         FROM cadre.element e JOIN cadre.scale_level l ON l.scale = '8140'
         WHERE e.framework = 'DCWF' AND e.type = 'work_role'"
} >needs.csv

step 'people' 0 cadre -q import roster roster.csv --source BAKU --effective 2026-03-01
step 'what they hold' 0 cadre -q import certifications certifications.csv --source BAKU \
    --effective 2026-03-01
step 'needs' 0 cadre -q import needs needs.csv --effective 2026-03-01
"$TELL" "$(connection)" 2026-06-01 >told || fail 'the evaluator has an answer'
sed -n 's/^[^	]*	\([^	]*\)	\([^	]*\)	eligible$/\1	\2/p' told | sort >evaluator

# ---- the list itself ------------------------------------------------------------------------------

# A credential of the list is meant by its code, by another spelling of it, or by the code at the end of its
# name; a role that the current version has not is of 2023.
cat >list.sql <<'END'
WITH spelling AS (
    SELECT lower(code) AS name, issuer, code FROM cadre.credential
    UNION SELECT lower(alias), issuer, code FROM cadre.credential_alias),
stated AS (
    SELECT DISTINCT btrim(list.role) AS role, initcap(btrim(list.proficiency)) AS level, s.issuer, s.code
    FROM list JOIN spelling s
      ON s.name IN (lower(btrim(list.acronym)), lower(rtrim(regexp_replace(btrim(list.acronym), '^.*[ (]', ''), ')')))),
holder AS (SELECT '8140' || row_number() OVER (ORDER BY issuer, code) AS person, issuer, code FROM cadre.credential),
seat AS (
    SELECT e.version, e.code, l.level, l.rank FROM cadre.element e JOIN cadre.scale_level l ON l.scale = '8140'
    WHERE e.framework = 'DCWF' AND e.type = 'work_role')
SELECT DISTINCT h.person, format('%s-%s-%s', s.version, s.code, s.level)
FROM stated t
JOIN holder h USING (issuer, code)
JOIN cadre.scale_level l ON l.scale = '8140' AND l.level = t.level
JOIN seat s ON s.code = t.role AND s.rank <= l.rank
 AND s.version = CASE WHEN EXISTS (SELECT FROM cadre.element e
                                   WHERE (e.framework, e.version, e.type, e.code) = ('DCWF', '5.1', 'work_role', t.role))
                      THEN '5.1' ELSE '2023' END;
END
chmod 644 list.sql
(
    set -- psql -X -q -A -t -F '	' -v ON_ERROR_STOP=1 -d "$(connection)" \
        -c 'CREATE TEMPORARY TABLE list (provider text, offering text, acronym text, type text, role text, title text,
            proficiency text)' \
        -c '\copy list from pstdin with (format csv, header)' -f "$WORK/list.sql"
    [ "$(id -u)" -ne 0 ] || set -- runuser -u postgres -- "$@"
    cd / && exec "$@"
) <"$LIST" | sort >statement

STEP='who fits whom'
diff statement evaluator >differ || {
    fail "$(grep -c '^[<>]' differ) pairs differ (< statement, > evaluator)"
    head -n 12 differ
}
holds 'every row of the list counts' test "$(wc -l <evaluator)" -ge 512
holds 'as many pairs as ever' test "$(wc -l <told)" -eq "$(($(wc -l <roster.csv) * 231 - 231))"

# A day after the award's end nobody fits, and everybody who did is told why.
"$TELL" "$(connection)" 2028-02-01 | grep -c '	credential_expired$' >over
holds 'all of them are over then' test "$(cat over)" -eq "$(wc -l <evaluator)"

finish
