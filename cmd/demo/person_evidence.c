/*
 * Awards, roles and competencies of the made-up specialists.
 */
#include <string.h>

#include "cmd/demo/person_private.h"

enum { LEVELS_8140 = 3, LEVELS_CORE = 5 };

static uint32_t text_count(const char *const *texts, uint32_t most)
{
    uint32_t count = 0;
    while (count < most && texts[count] != NULL)
        count++;
    return count;
}

static struct demo_award draw_award(const struct credential *credential, struct random *random,
                                    struct arena *arena)
{
    struct cadre_date effective = demo_date(DEMO_EFFECTIVE);
    struct demo_award award = {.credential = credential,
                               .expires_on = cadre_date_none,
                               .revoked_on = cadre_date_none,
                               .verified = random_chance(random, 560)};
    /* Most are in their term; one in eight or so has run out. */
    int32_t term = credential->months > 0 ? credential->months : 36;
    int32_t days = random_between(random, 10, term * 30 * 8 / 7);
    award.issued_on = cadre_date_add_days(effective, -days);
    bool stated = random_chance(random, 820);
    if (stated && credential->months > 0)
        award.expires_on =
            cadre_date_add_days(cadre_date_add_months(award.issued_on, credential->months), -1);
    if (random_chance(random, 8))
        award.revoked_on = cadre_date_add_days(effective, -random_between(random, 1, 9));
    award.number = arena_format(arena, "DEMO-%07u", random_below(random, 10000000));
    return award;
}

static bool holds(const struct demo_person *person, const struct credential *credential)
{
    for (size_t i = 0; i < person->award_count; i++) {
        if (person->awards[i].credential == credential)
            return true;
    }
    return false;
}

/* From the part of the track's list that one of that tier has reached. */
static void draw_awards(struct demo_person *person, const struct catalogue *catalogue,
                        struct random *random, struct arena *arena)
{
    static const uint16_t how_many[][DEMO_AWARDS_MAX + 1] = {
        [TIER_JUNIOR] = {54, 37, 9, 0},
        [TIER_MIDDLE] = {30, 42, 22, 6},
        [TIER_SENIOR] = {24, 36, 27, 13},
    };
    uint32_t listed = text_count(person->track->credentials, TRACK_CREDENTIALS_MAX);
    uint32_t reached = listed * ((uint32_t)person->tier + 1) / 3;
    reached = reached > 0 ? reached : 1;
    uint32_t count = random_weighted(random, how_many[person->tier], DEMO_AWARDS_MAX + 1);
    for (uint32_t i = 0; i < count; i++) {
        const char *text = person->track->credentials[random_below(random, reached)];
        int32_t index = -1;
        if (catalogue_find_credential(catalogue, (struct str_view){0}, str_view_of(text), &index,
                                      NULL) != LOOKUP_FOUND)
            continue;
        const struct credential *credential = catalogue_credential(catalogue, index);
        if (!holds(person, credential))
            person->awards[person->award_count++] = draw_award(credential, random, arena);
    }
}

static void add_held(struct demo_person *person, const char *type, const char *code,
                     const char *level, struct random *random)
{
    struct cadre_date effective = demo_date(DEMO_EFFECTIVE);
    person->held[person->held_count++] = (struct demo_held){
        .type = type,
        .code = code,
        .level = level,
        .years = random_between(random, person->years / 2, person->years),
        .assessed_on = cadre_date_add_days(effective, -random_between(random, 3, 700)),
        .verified = random_chance(random, 480),
    };
}

static void draw_roles(struct demo_person *person, struct random *random)
{
    static const char *const levels[LEVELS_8140] = {"Basic", "Intermediate", "Advanced"};
    uint32_t level = (uint32_t)person->tier;
    if (level > 0 && random_chance(random, 350))
        level--;
    if (random_chance(random, 520))
        add_held(person, "work_role", person->track->role, levels[level], random);
    if (person->track->nice_role != NULL && random_chance(random, 150))
        add_held(person, "work_role", person->track->nice_role, levels[level], random);
}

static void draw_competencies(struct demo_person *person, struct random *random)
{
    static const char *const levels[LEVELS_CORE] = {"1", "2", "3", "4", "5"};
    uint32_t listed = text_count(person->track->competencies, TRACK_COMPETENCIES_MAX);
    uint32_t count = random_below(random, DEMO_HELD_MAX - 1);
    for (uint32_t i = 0; i < count && i < listed; i++) {
        uint32_t level = (uint32_t)person->tier + random_below(random, 3);
        add_held(person, "competency", person->track->competencies[i], levels[level], random);
    }
}

void person_add_evidence(struct demo_person *person, const struct catalogue *catalogue,
                         struct random *random, struct arena *arena)
{
    draw_awards(person, catalogue, random, arena);
    draw_roles(person, random);
    draw_competencies(person, random);
}
