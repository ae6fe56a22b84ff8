#include "cmd/demo/national.h"

#include "cmd/demo/person_private.h"

enum { CLASS_COUNT = 3 };

static const char issuer[] = "KTM-DEMO";
static const char *const classes[CLASS_COUNT] = {"KIB-3", "KIB-2", "KIB-1"}; /* by tier */

const struct demo_national_file demo_national_files[DEMO_NATIONAL_FILE_COUNT] = {
    {"catalogue-credentials.csv", "issuer,code,title,months,grace_days,renewal_days\n"
                                  "KTM-DEMO,KIB-1,\"Cyber defence, first class (demo)\",36,90,120\n"
                                  "KTM-DEMO,KIB-2,\"Cyber defence, second class (demo)\",24,60,90\n"
                                  "KTM-DEMO,KIB-3,\"Cyber defence, third class (demo)\",12,,30\n"},
    {"catalogue-credential_grants.csv", "issuer,credential,type,code,level\n"
                                        "KTM-DEMO,KIB-1,work_role,DCWF/511,Advanced\n"
                                        "KTM-DEMO,KIB-1,work_role,DCWF/531,Intermediate\n"
                                        "KTM-DEMO,KIB-1,competency,CORE/DEF-SOC,4\n"
                                        "KTM-DEMO,KIB-2,work_role,DCWF/511,Intermediate\n"
                                        "KTM-DEMO,KIB-2,competency,CORE/DEF-SOC,3\n"
                                        "KTM-DEMO,KIB-3,work_role,DCWF/511,Basic\n"
                                        "KTM-DEMO,KIB-3,competency,CORE/DEF-SOC,2\n"},
    {"catalogue-call_ups.csv", "code,opens_on,closes_on,born_from,born_until,decree\n"
                               "2026-SPRING,2026-03-01,2026-05-31,2002,2008,\"17/2026 (demo)\"\n"
                               "2026-AUTUMN,2026-09-01,2026-11-30,1996,2008,\"41/2026 (demo)\"\n"},
};

bool demo_national_draw(uint64_t seed, const struct demo_person *person, struct arena *arena,
                        struct demo_national_award *ret_award)
{
    enum { HOLDERS_PER_MILLE = 120, VERIFIED_PER_MILLE = 700, DAYS_MAX = 1300 };
    struct random random = random_stream(seed, RANDOM_NATIONAL, person->index);
    if (!random_chance(&random, HOLDERS_PER_MILLE))
        return false;
    int32_t days = random_between(&random, 10, DAYS_MAX);
    *ret_award = (struct demo_national_award){
        .issuer = issuer,
        .code = classes[person->tier],
        .number = arena_format(arena, "KTM-%05u", random_below(&random, 100000)),
        .issued_on = cadre_date_add_days(demo_date(DEMO_EFFECTIVE), -days),
        .verified = random_chance(&random, VERIFIED_PER_MILLE),
    };
    return true;
}
