#include "cmd/demo/needs.h"

#include <string.h>

#include "cmd/demo/random.h"

enum { ASKING_COUNT = 10, POSTS_EACH = 8, SITES_EACH = 4 };
_Static_assert(ASKING_COUNT *POSTS_EACH == DEMO_NEED_COUNT, "a row of needs for each");

const struct demo_organization demo_organizations[DEMO_ORGANIZATION_COUNT] = {
    {"MIN-DEF", "Ministry of Defence (demo)", "ministry", "", "defence", "AZ-BA"},
    {"MIN-DIG", "Ministry of Digital Affairs (demo)", "ministry", "", "government", "AZ-BA"},
    {"REC-SERV", "State Recruitment Service (demo)", "agency", "MIN-DEF", "defence", "AZ-BA"},
    {"UNIT-101", "Signals Unit 101 (demo)", "unit", "MIN-DEF", "defence", "AZ-BA"},
    {"UNIT-204", "Cyber Defence Unit 204 (demo)", "unit", "MIN-DEF", "defence", "AZ-GA"},
    {"UNIT-307", "Coastal Communications Unit 307 (demo)", "unit", "MIN-DEF", "defence", "AZ-LAN"},
    {"CERT-GOV", "Government CERT (demo)", "cert", "MIN-DIG", "government", "AZ-BA"},
    {"CERT-EN", "Energy CERT (demo)", "cert", "MIN-DIG", "energy", "AZ-SM"},
    {"CERT-FIN", "Finance CERT (demo)", "cert", "MIN-DIG", "finance", "AZ-BA"},
    {"AGY-DATA", "Agency of Public Data (demo)", "agency", "MIN-DIG", "government", "AZ-BA"},
    {"TECH-UNI", "Khazar University of Technology (demo)", "university", "MIN-DIG", "education",
     "AZ-BA"},
    {"KHAZAR-TEL", "Khazar Telecom (demo)", "employer", "", "telecom", "AZ-BA"},
};

/* Who asks for what, and where their sites are; "" = the work can be done anywhere. */
static const struct {
    const char *organization;
    enum demo_post_name posts[POSTS_EACH];
    const char *sites[SITES_EACH];
} asking[ASKING_COUNT] = {
    {"UNIT-101",
     {POST_SOC, POST_SOC_LEAD, POST_RESPONDER, POST_NETWORK, POST_SYSTEMS, POST_CONSCRIPT_NETWORK,
      POST_COMSEC, POST_MUSTER_SYSTEMS},
     {"AZ-BA", "AZ-BA", "AZ-ABS", "AZ-E01"}},
    {"UNIT-204",
     {POST_SOC, POST_SOC_LEAD, POST_RESPONDER, POST_RED_TEAM, POST_SECURE_DEVELOPER,
      POST_CONSCRIPT_NETWORK, POST_CONSCRIPT_SUPPORT, POST_INTELLIGENCE},
     {"AZ-GA", "AZ-GA", "AZ-E04", "AZ-E06"}},
    {"UNIT-307",
     {POST_SOC, POST_NETWORK, POST_SYSTEMS, POST_CONSCRIPT_NETWORK, POST_CONSCRIPT_SUPPORT,
      POST_MUSTER_SYSTEMS, POST_MUSTER_POOL, POST_COMSEC},
     {"AZ-E08", "AZ-E08", "AZ-E08", "AZ-LAN"}},
    {"CERT-GOV",
     {POST_RESPONDER_CIVIL, POST_FORENSICS, POST_VULNERABILITY, POST_PENTEST, POST_SECURITY_MANAGER,
      POST_ARCHITECT, POST_VOLUNTEER_IR, POST_LANGUAGE},
     {"AZ-BA", "AZ-BA", "AZ-BA", ""}},
    {"CERT-EN",
     {POST_CONTROL_SYSTEMS, POST_RESPONDER_CIVIL, POST_VULNERABILITY, POST_NETWORK,
      POST_SECURITY_MANAGER, POST_ASSESSOR, POST_VOLUNTEER_IR, POST_FORENSICS},
     {"AZ-SM", "AZ-E01", "AZ-SR", "AZ-MI"}},
    {"CERT-FIN",
     {POST_NICE_RESPONDER, POST_FORENSICS, POST_PENTEST, POST_SECURITY_MANAGER, POST_ASSESSOR,
      POST_DATA_ANALYST, POST_VULNERABILITY, POST_CLOUD},
     {"AZ-BA", "AZ-BA", "AZ-E02", ""}},
    {"AGY-DATA",
     {POST_DATABASE, POST_DATA_ANALYST, POST_DEVELOPER, POST_CLOUD, POST_AI_ETHICS, POST_HELP_DESK,
      POST_ARCHITECT, POST_SECURITY_MANAGER},
     {"AZ-BA", "AZ-GA", "", "AZ"}},
    {"MIN-DEF",
     {POST_SOC_LEAD, POST_RESPONDER, POST_RED_TEAM, POST_INTELLIGENCE, POST_SECURE_DEVELOPER,
      POST_ASSESSOR, POST_INSTRUCTOR, POST_MUSTER_POOL},
     {"AZ-BA", "AZ-BA", "AZ", "AZ-NV"}},
    {"MIN-DIG",
     {POST_DEVELOPER, POST_HELP_DESK, POST_DATABASE, POST_CLOUD, POST_AI_ETHICS, POST_ARCHITECT,
      POST_INSTRUCTOR, POST_VOLUNTEER_IR},
     {"AZ-BA", "AZ-E12", "AZ-E07", ""}},
    {"REC-SERV",
     {POST_HELP_DESK, POST_SYSTEMS, POST_DATABASE, POST_CONSCRIPT_PROGRAMME, POST_MUSTER_SYSTEMS,
      POST_MUSTER_POOL, POST_DATA_ANALYST, POST_NETWORK},
     {"AZ-BA", "AZ-E05", "AZ-E09", "AZ-XA"}},
};

static const struct demo_organization *organization_of(const char *code)
{
    const struct demo_organization *organization = demo_organizations;
    while (strcmp(organization->code, code) != 0)
        organization++;
    return organization;
}

/* Most began or begin within a year of the lists and run for years; one in twenty-five is over. */
static void draw_term(struct demo_need *need, struct random *random)
{
    struct cadre_date begin = cadre_date_none;
    bool over = random_chance(random, 40);
    (void)cadre_date_from_civil(over ? 2024 : 2025, over ? 9 : 2, 1, &begin);
    need->starts_on = cadre_date_add_months(begin, random_between(random, 0, over ? 5 : 19));
    int32_t months = over ? 10 : random_between(random, 24, 60);
    bool open = !over && random_chance(random, 300);
    need->ends_on = open ? cadre_date_none
                         : cadre_date_add_days(cadre_date_add_months(need->starts_on, months), -1);
}

static const char *classification(const struct demo_need *need)
{
    const char *clearance = need->post->clearance != NULL ? need->post->clearance : "none";
    if (strcmp(clearance, "none") != 0)
        return strcmp(clearance, "restricted") == 0 ? "restricted" : "secret";
    return strcmp(need->organization->sector, "defence") == 0 ? "internal" : "";
}

static struct demo_need need_make(size_t index, struct random *random, struct arena *arena)
{
    size_t who = index / POSTS_EACH;
    const struct demo_post *post = &demo_posts[asking[who].posts[index % POSTS_EACH]];
    struct demo_need need = {
        .code = arena_format(arena, "N-%04zu", index + 1),
        .organization = organization_of(asking[who].organization),
        .post = post,
        .region = asking[who].sites[random_below(random, SITES_EACH)],
        .headcount = random_between(random, post->headcount_min, post->headcount_max),
        .priority = post->priority + random_between(random, -1, 1),
    };
    need.priority = need.priority < 1 ? 1 : need.priority > 9 ? 9 : need.priority;
    draw_term(&need, random);
    need.classification = classification(&need);
    return need;
}

struct demo_need *demo_needs_make(uint64_t seed, struct arena *arena)
{
    struct demo_need *needs = arena_calloc(arena, DEMO_NEED_COUNT, sizeof *needs);
    for (size_t i = 0; i < DEMO_NEED_COUNT; i++) {
        struct random random = random_stream(seed, RANDOM_NEEDS, i);
        needs[i] = need_make(i, &random, arena);
    }
    return needs;
}

const struct demo_need *demo_need_of_role(const struct demo_need *needs, const char *work_role,
                                          struct random *random)
{
    uint32_t start = random_below(random, DEMO_NEED_COUNT);
    for (uint32_t i = 0; i < DEMO_NEED_COUNT; i++) {
        const struct demo_need *need = &needs[(start + i) % DEMO_NEED_COUNT];
        if (need->post->work_role != NULL && strcmp(need->post->work_role, work_role) == 0)
            return need;
    }
    return NULL;
}
