#include "cmd/demo/person_private.h"

#include <string.h>

enum { DAYS_A_YEAR = 365 };

struct cadre_date demo_date(const char *iso)
{
    struct cadre_date date = cadre_date_none;
    (void)cadre_date_parse_iso(str_view_of(iso), &date);
    return date;
}

static void draw_sources(struct random *random, int32_t *ret_source, int32_t *ret_second)
{
    *ret_source = source_draw(random);
    int32_t second = source_draw(random);
    bool known_twice = random_chance(random, 60);
    *ret_second = known_twice && second != *ret_source ? second : -1;
}

void demo_person_sources(uint64_t seed, size_t index, int32_t *ret_source, int32_t *ret_second)
{
    struct random random = random_stream(seed, RANDOM_PERSON, index);
    draw_sources(&random, ret_source, ret_second);
}

const char *demo_person_source_id(size_t index, const struct demo_source *source,
                                  struct arena *arena)
{
    return arena_format(arena, "%s-%06zu", source->prefix, index + 1);
}

/*
 * Seven characters like a FIN, but with a leading 0, which no document has. Multiplying by an odd
 * number is one to one modulo 2^30, so nobody shares theirs.
 */
static const char *national_id(size_t index, struct arena *arena)
{
    static const char digits[] = "0123456789ABCDEFGHJKLMNPQRSTUVWX";
    uint32_t number = ((uint32_t)index * 0x2545F491U + 0x1B873593U) & 0x3FFFFFFFU;
    char text[8] = "0";
    for (int i = 6; i >= 1; i--, number >>= 5)
        text[i] = digits[number & 31U];
    return arena_strdup(arena, text);
}

static void draw_name(struct demo_person *person, struct random *random)
{
    person->female = random_chance(random, 270);
    size_t family = random_below(random, (uint32_t)name_family_count());
    size_t given = random_below(random, (uint32_t)name_given_count(person->female));
    size_t father = random_below(random, (uint32_t)name_given_count(false));
    person->family_name = name_family(family, person->female);
    person->given_name = name_given(given, person->female);
    person->father_name = name_given(father, false);
}

/* The younger of two draws: trades grow, so most are young. */
static int32_t draw_age(const struct demo_source *source, struct random *random)
{
    int32_t one = random_between(random, source->age_min, source->age_max);
    int32_t other = random_between(random, source->age_min, source->age_max);
    return one < other ? one : other;
}

static void draw_career(struct demo_person *person, int32_t age, struct random *random)
{
    person->track = track_draw(random);
    int32_t most = age - 20 > 0 ? age - 20 : 0;
    person->years = random_between(random, most / 3, most);
    person->tier = person->years >= 9   ? TIER_SENIOR
                   : person->years >= 4 ? TIER_MIDDLE
                                        : TIER_JUNIOR;
    if (person->tier < TIER_SENIOR && random_chance(random, 120))
        person->tier++;
}

static const char *draw_home(const struct demo_source *source, struct random *random)
{
    static const char *const anywhere[] = {
        "AZ-BA",  "AZ-BA",  "AZ-BA",  "AZ-BA", "AZ-BA",  "AZ-BA",  "AZ-BA",  "AZ-BA",  "AZ-BA",
        "AZ-BA",  "AZ-BA",  "AZ-BA",  "AZ-GA", "AZ-GA",  "AZ-SM",  "AZ-SM",  "AZ-ABS", "AZ-MI",
        "AZ-LAN", "AZ-SAK", "AZ-SR",  "AZ-NV", "AZ-QBA", "AZ-XAC", "AZ-BAR", "AZ-YEV", "AZ-QAB",
        "AZ-SMI", "AZ-ZAQ", "AZ-SAB", "AZ-XA", "AZ-SKR", NULL};
    const char *const *regions = source->regions != NULL ? source->regions : anywhere;
    uint32_t count = 0;
    while (regions[count] != NULL)
        count++;
    return regions[random_below(random, count)];
}

static const char *draw_district(const char *region, struct random *random)
{
    static const char *const of_baku[] = {"AZ-BA-BIN", "AZ-BA-NAR", "AZ-BA-NAS", "AZ-BA-NIZ",
                                          "AZ-BA-QAR", "AZ-BA-SAB", "AZ-BA-SEB", "AZ-BA-SUR",
                                          "AZ-BA-XAZ", "AZ-BA-XET", "AZ-BA-YAS"};
    uint32_t district = random_below(random, sizeof of_baku / sizeof *of_baku);
    return strcmp(region, "AZ-BA") == 0 ? of_baku[district] : "";
}

static const char *draw_employer(const struct demo_source *source, int32_t years,
                                 struct random *random)
{
    static const char *const various[] = {"Şəfəq Proqram (nümunə)", "Mavi Körpü MMC (nümunə)",
                                          "Qoşa Qala Texnika (nümunə)", "Günəş Enerji (nümunə)",
                                          "Çinar Logistika (nümunə)"};
    uint32_t employer = random_below(random, sizeof various / sizeof *various);
    bool employed = random_chance(random, 780);
    if (source->employer != NULL)
        return source->employer;
    return employed && years > 0 ? various[employer] : "";
}

/* A level of education by age, and when it was completed. */
static void draw_education(struct demo_person *person, const struct demo_source *source,
                           int32_t age, struct random *random)
{
    static const uint16_t weights[] = {0, 0, 1, 7, 6, 16, 48, 19, 3};
    static const char *const institutions[] = {"Abşeron Dövlət Kolleci (nümunə)",
                                               "Kür Universiteti (nümunə)",
                                               "Qafqaz Mühəndislik Akademiyası (nümunə)"};
    static const int32_t completed_at[] = {0, 0, 15, 17, 19, 20, 22, 24, 29};
    person->education = (int32_t)random_weighted(random, weights, 9);
    uint32_t institution = random_below(random, 3);
    while (completed_at[person->education] > age)
        person->education--;
    bool higher = person->education >= 5;
    person->institution = source->institution != NULL ? source->institution
                          : higher                    ? institutions[institution]
                                                      : "";
    int32_t days = completed_at[person->education] * DAYS_A_YEAR + random_between(random, 0, 200);
    if (higher)
        person->graduated_on = cadre_date_add_days(person->birth_date, days);
}

static const char *draw_languages(struct random *random)
{
    static const char *const sets[] = {"az:C2;en:B1", "az:C2;en:B2",       "az:C2;ru:B2;en:B1",
                                       "az:C2;ru:B1", "az:C2;en:C1",       "az:C2;tr:C1;en:B2",
                                       "az:C2",       "az:C2;ru:C1;en:A2", "ru:C2;az:C1;en:B2"};
    static const uint16_t weights[] = {22, 17, 17, 10, 9, 8, 6, 7, 4};
    return sets[random_weighted(random, weights, 9)];
}

/* Addresses of example domains (RFC 2606), and an area code 00 that no exchange can have. */
static void draw_contact(struct demo_person *person, struct random *random, struct arena *arena)
{
    struct str email = {0};
    name_add_ascii(&email, person->given_name->az);
    str_add_char(&email, '.');
    name_add_ascii(&email, person->family_name->az);
    str_add_format(&email, ".%zu@%s", person->index + 1,
                   random_chance(random, 500) ? "example.org" : "mail.example");
    person->email = arena_copy(arena, str_view_from(&email)).data;
    str_release(&email);
    person->phone = arena_format(arena, "+99400%07u", random_below(random, 10000000));
}

static void draw_calendar(struct demo_person *person, int32_t age, struct random *random)
{
    struct cadre_date effective = demo_date(DEMO_EFFECTIVE);
    struct cadre_date birthday = cadre_date_add_months(effective, -12 * age);
    person->birth_date = cadre_date_add_days(birthday, -random_between(random, 0, 364));
    int32_t days = random_between(random, 20, DAYS_A_YEAR * (person->years + 1));
    if (person->employer[0] != '\0')
        person->employed_from = cadre_date_add_days(effective, -days);
    if (random_chance(random, 140))
        person->available_from = cadre_date_add_days(effective, 30 * random_between(random, -1, 8));
}

void demo_person_make(uint64_t seed, size_t index, const struct catalogue *catalogue,
                      struct arena *arena, struct demo_person *ret_person)
{
    struct random random = random_stream(seed, RANDOM_PERSON, index);
    struct demo_person person = {.index = index,
                                 .graduated_on = cadre_date_none,
                                 .employed_from = cadre_date_none,
                                 .available_from = cadre_date_none,
                                 .military_specialty = ""};
    draw_sources(&random, &person.source, &person.second_source);
    const struct demo_source *source = &demo_sources[person.source];
    /* Who stands in two lists is found again by the national id. */
    bool known = !random_chance(&random, 40) || person.second_source >= 0;
    person.national_id = known ? national_id(index, arena) : "";
    draw_name(&person, &random);
    int32_t age = draw_age(source, &random);
    draw_career(&person, age, &random);
    person.region = draw_home(source, &random);
    person.district = draw_district(person.region, &random);
    person.employer = draw_employer(source, person.years, &random);
    draw_calendar(&person, age, &random);
    draw_education(&person, source, age, &random);
    person.languages = draw_languages(&random);
    person.citizenship = random_chance(&random, 985) ? "AZ" : "GE";
    person.relocates = random_chance(&random, 260);
    draw_contact(&person, &random, arena);
    person_add_service(&person, age, &random, arena);
    person_add_evidence(&person, catalogue, &random, arena);
    *ret_person = person;
}
