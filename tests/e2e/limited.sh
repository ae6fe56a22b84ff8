# What the scripts about quotas, draws and reserves begin with, on the steps of lib.sh: six people,
# three needs of two seats each, two units and two employers.
# shellcheck shell=sh

# fill_limited REGION: that of N-1, the first need.
fill_limited() {
    cat >organizations.csv <<'END'
code,name,kind,parent_code,sector,region
MOD,Ministry of Defence,ministry,,defence,AZ-BA
U-1,Cyber unit 1,unit,MOD,defence,AZ-BA
U-2,Cyber unit 2,unit,MOD,defence,AZ-GA
E-1,First Bank,employer,,finance,AZ-BA
E-2,Telecom,employer,,telecom,AZ-BA
BAKU,Recruitment office of Baku,recruitment_office,MOD,defence,AZ-BA
END
    cat >needs.csv <<END
need_code,organization_code,title,engagement,work_role,level,headcount,priority,region,starts_on,ends_on
N-1,U-1,Analysts,contract,,,2,1,$1,2026-04-01,
N-2,U-1,Engineers,contract,,,2,2,,2026-04-01,
N-3,U-2,Operators,contract,,,2,3,,2026-04-01,
END
    cat >roster.csv <<'END'
source_person_id,national_id,family_name,given_name,birth_date,sex,region,employer_code,service_status,consent_on
B-1,5AAA111,Əliyev,Anar,2001-05-14,M,AZ-BA,E-1,reserve,2026-01-10
B-2,5AAA222,Məmmədova,Leyla,2001-11-02,F,AZ-BA,E-1,reserve,2026-01-10
B-3,5AAA333,Hüseynov,Rəşad,1999-01-20,M,AZ-BA,E-1,reserve,2026-01-10
B-4,5AAA444,İsmayılov,Elçin,2000-07-07,M,AZ-BA,E-1,reserve,2026-01-10
B-5,5AAA555,Quliyev,Tural,2002-03-03,M,AZ-BA,E-2,reserve,2026-01-10
B-6,5AAA666,Novruzova,Səbinə,1998-12-12,F,AZ-BA,,reserve,2026-01-10
END
    for kind in organizations needs; do
        cadre -q import "$kind" "$kind.csv" --effective 2026-03-01 || exit 1
    done
    cadre -q import roster roster.csv -s BAKU --effective 2026-03-01 2>/dev/null || exit 1
}

# policy NAME JSON
policy() {
    printf '%s\n' "$2" >"$1.json"
}
