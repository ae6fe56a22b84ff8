/*
 * Standing in military service, fitness, clearance, and what the person agreed to.
 */
#include <string.h>

#include "cmd/demo/person_private.h"

enum standing {
    STANDING_NONE,
    ELIGIBLE,
    SERVING,
    DEFERRED,
    EXEMPT,
    RESERVE,
    DISCHARGED,
    STANDINGS
};

static const char *const standing_codes[STANDINGS] = {
    [STANDING_NONE] = "",       [ELIGIBLE] = "eligible", [SERVING] = "serving",
    [DEFERRED] = "deferred",    [EXEMPT] = "exempt",     [RESERVE] = "reserve",
    [DISCHARGED] = "discharged"};

static enum standing draw_standing(bool female, int32_t age, struct random *random)
{
    static const uint16_t of_women[STANDINGS] = {[STANDING_NONE] = 86, [RESERVE] = 14};
    static const uint16_t up_to_22[STANDINGS] = {[ELIGIBLE] = 40, [SERVING] = 6,  [DEFERRED] = 34,
                                                 [EXEMPT] = 5,    [RESERVE] = 12, [DISCHARGED] = 3};
    static const uint16_t up_to_30[STANDINGS] = {
        [ELIGIBLE] = 24, [SERVING] = 3,  [DEFERRED] = 8,
        [EXEMPT] = 9,    [RESERVE] = 46, [DISCHARGED] = 10};
    static const uint16_t older[STANDINGS] = {
        [STANDING_NONE] = 3, [EXEMPT] = 17, [RESERVE] = 62, [DISCHARGED] = 18};
    const uint16_t *weights = female      ? of_women
                              : age <= 22 ? up_to_22
                              : age <= 30 ? up_to_30
                                          : older;
    return (enum standing)random_weighted(random, weights, STANDINGS);
}

static void draw_ground(struct demo_person *person, enum standing standing, struct random *random)
{
    struct cadre_date effective = demo_date(DEMO_EFFECTIVE);
    int32_t months = random_between(random, 3, 28);
    person->service_ground = standing == DEFERRED ? "əyani təhsil"
                             : standing == EXEMPT ? "sağlamlıq"
                                                  : "";
    person->service_until =
        standing == DEFERRED ? cadre_date_add_months(effective, months) : cadre_date_none;
}

/* Who served has a rank and a specialty. */
static void draw_rank(struct demo_person *person, enum standing standing, struct random *random,
                      struct arena *arena)
{
    static const char *const ranks[] = {"əsgər", "baş əsgər", "çavuş",
                                        "gizir", "leytenant", "kapitan"};
    static const uint16_t weights[] = {46, 14, 14, 12, 11, 3};
    const char *rank = ranks[random_weighted(random, weights, 6)];
    int32_t specialty = random_between(random, 300, 399);
    bool served = standing == RESERVE || standing == SERVING || standing == DISCHARGED;
    person->rank = served ? rank : "";
    if (served)
        person->military_specialty = arena_format(arena, "%d", specialty);
}

static void draw_fitness(struct demo_person *person, enum standing standing, struct random *random)
{
    static const char *const categories[] = {"A", "B", "C", "D"};
    static const uint16_t usual[] = {58, 28, 10, 4};
    static const uint16_t exempt[] = {0, 6, 40, 54};
    uint32_t category = random_weighted(random, standing == EXEMPT ? exempt : usual, 4);
    int32_t days = random_between(random, 5, 900);
    bool examined = standing != STANDING_NONE || random_chance(random, 120);
    person->fitness = examined ? categories[category] : "";
    person->fitness_on =
        examined ? cadre_date_add_days(demo_date(DEMO_EFFECTIVE), -days) : cadre_date_none;
}

static void draw_clearance(struct demo_person *person, struct random *random)
{
    static const char *const levels[] = {"", "none", "restricted", "secret", "top_secret"};
    static const uint16_t weights[] = {16, 38, 30, 14, 2};
    person->clearance = levels[random_weighted(random, weights, 5)];
}

/* "civil;volunteer": each engagement by its own chance. */
static const char *draw_engagements(struct random *random, struct arena *arena)
{
    static const struct {
        const char *code;
        uint32_t per_mille;
    } engagements[] = {
        {"civil", 520}, {"contract", 260}, {"muster", 90}, {"secondment", 230}, {"volunteer", 330}};
    struct str text = {0};
    for (size_t i = 0; i < sizeof engagements / sizeof *engagements; i++) {
        if (!random_chance(random, engagements[i].per_mille))
            continue;
        str_add_text(&text, text.length > 0 ? ";" : "");
        str_add_text(&text, engagements[i].code);
    }
    const char *codes = arena_strdup(arena, str_chars(&text));
    str_release(&text);
    return codes;
}

/* Most consented, some never were asked, a few withdrew. */
static void draw_consent(struct demo_person *person, struct random *random, struct arena *arena)
{
    struct cadre_date effective = demo_date(DEMO_EFFECTIVE);
    int32_t days = random_between(random, 40, 500);
    bool asked = random_chance(random, 940);
    bool withdrawn = random_chance(random, 16);
    int32_t months = random_between(random, 24, 48);
    const char *engagements = draw_engagements(random, arena);
    person->consent_on = person->consent_until = cadre_date_none;
    person->consent_for = "";
    if (!asked)
        return;
    person->consent_on = cadre_date_add_days(effective, -days);
    person->consent_until = withdrawn
                                ? cadre_date_add_days(effective, -random_between(random, 0, 39))
                                : cadre_date_add_months(person->consent_on, months);
    person->consent_for = engagements;
}

void person_add_service(struct demo_person *person, int32_t age, struct random *random,
                        struct arena *arena)
{
    enum standing standing = draw_standing(person->female, age, random);
    person->service_status = standing_codes[standing];
    draw_ground(person, standing, random);
    draw_rank(person, standing, random, arena);
    draw_fitness(person, standing, random);
    draw_clearance(person, random);
    draw_consent(person, random, arena);
}
