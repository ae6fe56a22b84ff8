#include "cmd/demo/courses.h"

#include <string.h>

#include "cmd/demo/person_private.h"

const struct demo_course demo_courses[DEMO_COURSE_COUNT] = {
    {"TECH-UNI", "SYS-101", "Linux administration", "DCWF/451", 80, 600, 0, "AZ-BA", "az",
     "competency:CORE/SYS-LIN:3"},
    {"KHAZAR-TEL", "SYS-210", "Virtual machines and storage", "DCWF/451", 60, 900, 0, "AZ-BA", "az",
     "competency:CORE/SYS-VIRT:3;competency:CORE/SYS-STOR:2"},
    {"KHAZAR-TEL", "NET-110", "Routing and switching", "DCWF/441", 120, 1100, 36, "AZ-BA", "az",
     "competency:CORE/NET-ROUT:3;credential:Cisco/CCNA"},
    {"KHAZAR-TEL", "NET-220", "Firewalls and segmentation", "DCWF/441", 60, 1200, 36, "AZ-GA", "az",
     "competency:CORE/NET-FW:3"},
    {"CERT-GOV", "SOC-201", "SOC analyst", "DCWF/511", 160, 1500, 36, "AZ-BA", "az",
     "work_role:DCWF/511:Basic;competency:CORE/DEF-SOC:2"},
    {"CERT-GOV", "SOC-301", "Threat hunting", "DCWF/511", 80, 2100, 24, "AZ-BA", "en",
     "work_role:DCWF/511:Intermediate;competency:CORE/DEF-HUNT:3"},
    {"TECH-UNI", "DEV-110", "Web development", "DCWF/621", 120, 700, 0, "", "az",
     "competency:CORE/DEV-WEB:3"},
    {"TECH-UNI", "DEV-130", "Software testing", "DCWF/621", 60, 500, 0, "", "ru",
     "competency:CORE/DEV-TEST:2"},
    {"REC-SERV", "SUP-100", "User support", "DCWF/411", 40, 0, 0, "AZ-SM", "az",
     "work_role:DCWF/411:Basic;competency:CORE/SYS-SUP:2"},
    {"CERT-GOV", "IR-210", "Incident response", "DCWF/531", 120, 1800, 24, "AZ-BA", "az",
     "work_role:DCWF/531:Intermediate;competency:CORE/DEF-IR:3"},
    {"CERT-FIN", "IR-310", "Malware in payment systems", "DCWF/531", 80, 2600, 24, "AZ-BA", "en",
     "competency:CORE/DEF-MAL:3"},
    {"CERT-GOV", "VUL-200", "Vulnerability management", "DCWF/541", 60, 1300, 36, "AZ-BA", "az",
     "competency:CORE/DEF-VULN:3"},
    {"TECH-UNI", "DB-120", "Databases in production", "DCWF/421", 80, 800, 0, "AZ-BA", "az",
     "competency:CORE/SYS-DB:3"},
    {"TECH-UNI", "DAT-140", "Data analysis", "DCWF/422", 80, 750, 0, "", "en",
     "competency:CORE/DAT-ANA:3;competency:CORE/DAT-ENG:2"},
    {"CERT-GOV", "GOV-220", "Managing security risk", "DCWF/722", 40, 1400, 0, "AZ-BA", "az",
     "competency:CORE/GOV-RISK:3;competency:CORE/GOV-POL:2"},
    {"CERT-FIN", "AUD-200", "Auditing security controls", "DCWF/612", 60, 1700, 0, "AZ-BA", "ru",
     "competency:CORE/GOV-AUD:3"},
    {"CERT-GOV", "FOR-210", "Digital forensics", "DCWF/212", 120, 2400, 36, "AZ-BA", "en",
     "work_role:DCWF/212:Intermediate;competency:CORE/DEF-FOR:3"},
    {"KHAZAR-TEL", "CLD-230", "Security of cloud platforms", "DCWF/652", 80, 1900, 24, "", "en",
     "competency:CORE/CLD-SEC:3;competency:CORE/CLD-PLAT:3"},
    {"TECH-UNI", "SEC-240", "Secure coding in C", "DCWF/631", 80, 950, 0, "AZ-BA", "en",
     "competency:CORE/DEV-SEC:3;competency:CORE/DEV-C:2"},
    {"CERT-EN", "OT-200", "Security of control systems", "DCWF/462", 100, 2800, 36, "AZ-SM", "az",
     "work_role:DCWF/462:Intermediate;competency:CORE/OT-SEC:3"},
    {"TECH-UNI", "EDU-110", "Teaching adults", "DCWF/712", 40, 400, 0, "", "az",
     "competency:CORE/EDU-TEACH:2"},
    {"REC-SERV", "LAW-100", "Law of service and personal data", NULL, 16, 0, 24, "", "az",
     "competency:CORE/GOV-LAW:1"},
    {"TECH-UNI", "ENG-200", "English for engineers", NULL, 120, 600, 0, "", "en", "language:en:B1"},
    {"CERT-GOV", "EX-100", "National cyber exercise", NULL, 24, 0, 12, "AZ-BA", "az",
     "competency:CORE/EDU-EX:2"},
};

struct demo_course_term demo_course_term(uint64_t seed, size_t course)
{
    enum { HOURS_A_DAY = 6, AT_ANY_TIME_PER_MILLE = 170 };
    struct random random = random_stream(seed, RANDOM_COURSES, course);
    struct demo_course_term term = {.starts_on = cadre_date_none,
                                    .ends_on = cadre_date_none,
                                    .seats = random_between(&random, 8, 30)};
    if (random_chance(&random, AT_ANY_TIME_PER_MILLE))
        return term;
    int32_t days = demo_courses[course].hours / HOURS_A_DAY;
    term.starts_on =
        cadre_date_add_days(demo_date(DEMO_EFFECTIVE), random_between(&random, 20, 280));
    term.ends_on = cadre_date_add_days(term.starts_on, days);
    return term;
}

static bool suits(const struct demo_person *person, const struct demo_course *course)
{
    return course->role == NULL || strcmp(course->role, person->track->role) == 0;
}

/* Of several that suit, the first from a random place on. */
static const struct demo_course *choose(const struct demo_person *person, struct random *random)
{
    uint32_t start = random_below(random, DEMO_COURSE_COUNT);
    for (uint32_t i = 0; i < DEMO_COURSE_COUNT; i++) {
        const struct demo_course *course = &demo_courses[(start + i) % DEMO_COURSE_COUNT];
        if (suits(person, course))
            return course;
    }
    return NULL;
}

size_t demo_completions_draw(uint64_t seed, const struct demo_person *person,
                             struct demo_completion *ret_completions)
{
    static const uint16_t how_many[DEMO_COMPLETIONS_MAX + 1] = {76, 18, 6};
    struct random random = random_stream(seed, RANDOM_COMPLETIONS, person->index);
    uint32_t wanted = random_weighted(&random, how_many, DEMO_COMPLETIONS_MAX + 1);
    size_t count = 0;
    for (uint32_t i = 0; i < wanted; i++) {
        const struct demo_course *course = choose(person, &random);
        int32_t days = random_between(&random, 20, 900);
        if (course == NULL || (count > 0 && ret_completions[0].course == course))
            continue;
        struct cadre_date completed = cadre_date_add_days(demo_date(DEMO_EFFECTIVE), -days);
        ret_completions[count++] = (struct demo_completion){
            .course = course,
            .completed_on = completed,
            .expires_on =
                course->months > 0
                    ? cadre_date_add_days(cadre_date_add_months(completed, course->months), -1)
                    : cadre_date_none,
        };
    }
    return count;
}
