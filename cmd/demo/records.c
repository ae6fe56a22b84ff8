#include "cmd/demo/records.h"

#include <string.h>

#include "cmd/demo/person_private.h"

enum { MONTHS_A_YEAR = 12, TERM_MONTHS = 18 };

/* The records of one person under way. */
struct drawing {
    const struct demo_person *person;
    struct random random;
    struct arena *arena;
    struct demo_record *records;
    size_t count;
};

static struct cadre_date before_lists(int32_t days)
{
    return cadre_date_add_days(demo_date(DEMO_EFFECTIVE), -days);
}

static struct cadre_date birthday(const struct demo_person *person, int32_t years)
{
    return cadre_date_add_months(person->birth_date, years * MONTHS_A_YEAR);
}

static struct demo_record *add(struct drawing *drawing, const char *record,
                               struct cadre_date from_on)
{
    struct demo_record *added = &drawing->records[drawing->count++];
    *added = (struct demo_record){.record = record, .ground = "", .unit = "", .from_on = from_on};
    added->until_on = cadre_date_none;
    added->document_no =
        arena_format(drawing->arena, "MK-%04d", random_between(&drawing->random, 1, 9999));
    return added;
}

static void draw_eligible(struct drawing *drawing)
{
    enum { CALLED_UP_PER_MILLE = 40 };
    int32_t days = random_between(&drawing->random, 1, 20);
    if (random_chance(&drawing->random, CALLED_UP_PER_MILLE))
        add(drawing, "called_up", before_lists(days));
}

static void draw_deferred(struct drawing *drawing)
{
    enum { OVER_PER_MILLE = 90 };
    int32_t days = random_between(&drawing->random, 40, 700);
    bool over = random_chance(&drawing->random, OVER_PER_MILLE);
    struct demo_record *record = add(drawing, "deferred", before_lists(days));
    record->ground = "studies";
    record->until_on = over ? before_lists(random_between(&drawing->random, 1, 39))
                            : drawing->person->service_until;
}

static void draw_exempt(struct drawing *drawing)
{
    add(drawing, "exempt", birthday(drawing->person, 18))->ground = "health";
}

static void draw_serving(struct drawing *drawing)
{
    static const char *const units[] = {"UNIT-101", "UNIT-204", "UNIT-307"};
    struct demo_record *record =
        add(drawing, "serving", before_lists(random_between(&drawing->random, 30, 500)));
    record->unit = units[random_below(&drawing->random, 3)];
}

/* Served a term from the 18th birthday on, where there was time for it. */
static void draw_served(struct drawing *drawing, const char *record)
{
    struct cadre_date from = birthday(drawing->person, 18);
    struct cadre_date until = cadre_date_add_months(from, TERM_MONTHS);
    if (until.day < before_lists(0).day)
        add(drawing, "serving", from)->until_on = until;
    else
        until = from;
    add(drawing, record, cadre_date_add_days(until, 1));
}

static void draw_reserve(struct drawing *drawing)
{
    static const uint16_t weights[] = {880, 70, 30, 20};
    draw_served(drawing, "reserve");
    switch (random_weighted(&drawing->random, weights, 4)) {
    case 1: {
        struct demo_record *record = add(drawing, "reserved_by_employer", before_lists(200));
        record->until_on = cadre_date_add_months(record->from_on, MONTHS_A_YEAR);
        record->unit = drawing->person->employer;
        break;
    }
    case 2:
        add(drawing, "attached", before_lists(400))->unit = "UNIT-204";
        break;
    case 3:
        add(drawing, "muster", demo_date("2026-03-09"))->until_on = demo_date("2026-03-28");
        break;
    default:
        break;
    }
}

static void draw_discharged(struct drawing *drawing)
{
    draw_served(drawing, "discharged");
}

static const struct {
    const char *status;
    void (*draw)(struct drawing *drawing);
} standings[] = {
    {"eligible", draw_eligible}, {"deferred", draw_deferred}, {"exempt", draw_exempt},
    {"serving", draw_serving},   {"reserve", draw_reserve},   {"discharged", draw_discharged},
};

size_t demo_records_draw(uint64_t seed, const struct demo_person *person, struct arena *arena,
                         struct demo_record *ret_records)
{
    struct drawing drawing = {.person = person,
                              .random = random_stream(seed, RANDOM_RECORDS, person->index),
                              .arena = arena,
                              .records = ret_records};
    if (person->service_status[0] == '\0')
        return 0;
    add(&drawing, "registered", birthday(person, 17));
    for (size_t i = 0; i < sizeof standings / sizeof *standings; i++) {
        if (strcmp(standings[i].status, person->service_status) == 0)
            standings[i].draw(&drawing);
    }
    return drawing.count;
}
