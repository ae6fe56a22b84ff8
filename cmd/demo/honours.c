#include "cmd/demo/honours.h"

#include "cmd/demo/person_private.h"

enum { MONTHS_A_YEAR = 12 };

const struct demo_listed demo_listed[DEMO_LISTED_COUNT] = {
    {"CYBER-DEGREES", "Xəzər Texnologiya Universiteti (nümunə)", "2010-09-01", ""},
    {"CYBER-DEGREES", "Qafqaz Mühəndislik Akademiyası (nümunə)", "2012-09-01", "2024-08-31"},
    {"ENGINEERING-DEGREES", "Qafqaz Mühəndislik Akademiyası (nümunə)", "2010-09-01", ""},
    {"ENGINEERING-DEGREES", "Kür Universiteti (nümunə)", "2015-09-01", ""},
};

static struct cadre_date birthday(const struct demo_person *person, int32_t years)
{
    return cadre_date_add_months(person->birth_date, years * MONTHS_A_YEAR);
}

/* Taken in the months after the 17th birthday, out of 700 points; halves are usual. */
static void draw_entrance(const struct demo_person *person, struct random *random,
                          struct arena *arena, struct demo_honours *honours)
{
    enum { TAKEN_PER_MILLE = 620 };
    int32_t halves = random_between(random, 300, 1400);
    int32_t days = random_between(random, 10, 330);
    if (!random_chance(random, TAKEN_PER_MILLE))
        return;
    honours->score = arena_format(arena, "%d%s", halves / 2, halves % 2 != 0 ? ".5" : "");
    honours->taken_on = cadre_date_add_days(birthday(person, 17), days);
}

static void draw_distinction(const struct demo_person *person, struct random *random,
                             struct demo_honours *honours)
{
    enum { OLYMPIAD_PER_MILLE = 60, CTF_PER_MILLE = 90 };
    int32_t days = random_between(random, 0, 1000);
    if (random_chance(random, OLYMPIAD_PER_MILLE))
        honours->distinction = "OLYMPIAD-INFORMATICS";
    else if (random_chance(random, CTF_PER_MILLE))
        honours->distinction = "CTF-NATIONAL";
    honours->awarded_on = cadre_date_add_days(birthday(person, 15), days);
}

void demo_honours_draw(uint64_t seed, const struct demo_person *person, struct arena *arena,
                       struct demo_honours *ret_honours)
{
    enum { YOUNG = 32 };
    struct random random = random_stream(seed, RANDOM_HONOURS, person->index);
    *ret_honours =
        (struct demo_honours){.taken_on = cadre_date_none, .awarded_on = cadre_date_none};
    if (cadre_date_full_years(person->birth_date, demo_date(DEMO_EFFECTIVE)) > YOUNG)
        return;
    draw_entrance(person, &random, arena, ret_honours);
    draw_distinction(person, &random, ret_honours);
}
