/*
 * Rows about organizations: what they are, what they ask for, who sits where, what they teach.
 */
#include "cmd/demo/country_rows.h"
#include "cmd/demo/courses.h"
#include "cmd/demo/honours.h"

void rows_organizations(const struct country *country, const struct demo_source *source,
                        struct sheet *sheet)
{
    (void)country;
    (void)source;
    for (size_t i = 0; i < DEMO_ORGANIZATION_COUNT; i++) {
        const struct demo_organization *organization = &demo_organizations[i];
        sheet_set(sheet, "code", organization->code);
        sheet_set(sheet, "name", organization->name);
        sheet_set(sheet, "kind", organization->kind);
        sheet_set(sheet, "parent_code", organization->parent);
        sheet_set(sheet, "sector", organization->sector);
        sheet_set(sheet, "region", organization->region);
        sheet_end_row(sheet);
    }
}

/* 0 = not asked for. */
static void set_if_asked(struct sheet *sheet, const char *column, int32_t number)
{
    sheet_set_integer(sheet, column, number > 0 ? number : -1);
}

static void set_post(struct sheet *sheet, const struct demo_post *post)
{
    sheet_set(sheet, "title", post->title);
    sheet_set(sheet, "engagement", post->engagement);
    sheet_set(sheet, "work_role", post->work_role);
    sheet_set(sheet, "level", post->level);
    set_if_asked(sheet, "term_months", post->term_months);
    set_if_asked(sheet, "min_age", post->age_min);
    set_if_asked(sheet, "max_age", post->age_max);
    sheet_set(sheet, "citizenship", post->citizenship);
    sheet_set(sheet, "service_status", post->service_status);
    sheet_set(sheet, "fitness_category", post->fitness);
    sheet_set(sheet, "clearance", post->clearance);
    sheet_set(sheet, "education_level", post->education);
    sheet_set(sheet, "languages", post->languages);
    sheet_set(sheet, "trust", post->trust);
}

void rows_needs(const struct country *country, const struct demo_source *source,
                struct sheet *sheet)
{
    (void)source;
    for (size_t i = 0; i < DEMO_NEED_COUNT; i++) {
        const struct demo_need *need = &country->needs[i];
        set_post(sheet, need->post);
        sheet_set(sheet, "need_code", need->code);
        sheet_set(sheet, "organization_code", need->organization->code);
        sheet_set_integer(sheet, "headcount", need->headcount);
        sheet_set_integer(sheet, "priority", need->priority);
        sheet_set(sheet, "region", need->region);
        sheet_set_date(sheet, "starts_on", need->starts_on);
        sheet_set_date(sheet, "ends_on", need->ends_on);
        sheet_set(sheet, "classification", need->classification);
        sheet_end_row(sheet);
    }
}

static void write_clause(const struct demo_need *need, const struct demo_clause *clause,
                         int32_t clause_no, struct sheet *sheet)
{
    for (int i = 0; i < DEMO_ALTERNATIVES_MAX && clause->alternatives[i].kind != NULL; i++) {
        const struct demo_alternative *alternative = &clause->alternatives[i];
        sheet_set(sheet, "need_code", need->code);
        sheet_set_integer(sheet, "clause", clause_no);
        sheet_set(sheet, "kind", alternative->kind);
        sheet_set(sheet, "code", alternative->code);
        sheet_set(sheet, "level", alternative->level);
        sheet_set(sheet, "importance", clause->importance);
        set_if_asked(sheet, "weight", clause->weight);
        set_if_asked(sheet, "k", clause->k);
        sheet_end_row(sheet);
    }
}

void rows_requirements(const struct country *country, const struct demo_source *source,
                       struct sheet *sheet)
{
    (void)source;
    for (size_t i = 0; i < DEMO_NEED_COUNT; i++) {
        const struct demo_clause *clauses = country->needs[i].post->clauses;
        for (int32_t c = 0; c < DEMO_CLAUSES_MAX && clauses[c].importance != NULL; c++)
            write_clause(&country->needs[i], &clauses[c], c + 1, sheet);
    }
}

/* By the key of the source that knows the person, which is told where it is not the file's own. */
static void set_person_and_need(struct sheet *sheet, size_t person, const struct demo_source *knows,
                                const struct demo_source *source, const struct demo_need *need,
                                struct arena *scratch)
{
    sheet_set(sheet, "source_person_id", demo_person_source_id(person, knows, scratch));
    sheet_set(sheet, "person_source", knows != source ? knows->code : "");
    sheet_set(sheet, "need_code", need->code);
}

void rows_placements(const struct country *country, const struct demo_source *source,
                     struct sheet *sheet)
{
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < country->placement_count; i++) {
        const struct demo_placement *placement = &country->placements[i];
        set_person_and_need(sheet, placement->person, &demo_sources[placement->source], source,
                            placement->need, scratch);
        sheet_set_date(sheet, "from_on", placement->from_on);
        sheet_set_date(sheet, "until_on", placement->until_on);
        sheet_set(sheet, "status", placement->status);
        sheet_set(sheet, "end_reason", placement->end_reason);
        sheet_set(sheet, "order_no", placement->order_no);
        sheet_set_date(sheet, "order_on", placement->order_on);
        sheet_end_row(sheet);
    }
    arena_free(scratch);
}

void rows_decisions(const struct country *country, const struct demo_source *source,
                    struct sheet *sheet)
{
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < country->decision_count; i++) {
        const struct demo_decision *decision = &country->decisions[i];
        set_person_and_need(sheet, decision->person, &demo_sources[decision->source], source,
                            decision->need, scratch);
        sheet_set(sheet, "verdict", decision->verdict);
        sheet_set(sheet, "reason_code", decision->reason_code);
        sheet_set(sheet, "by", decision->by);
        sheet_set_date(sheet, "decided_on", decision->decided_on);
        sheet_set_date(sheet, "until_on", decision->until_on);
        sheet_end_row(sheet);
    }
    arena_free(scratch);
}

void rows_trainings(const struct country *country, const struct demo_source *source,
                    struct sheet *sheet)
{
    (void)source;
    for (size_t i = 0; i < DEMO_COURSE_COUNT; i++) {
        const struct demo_course *course = &demo_courses[i];
        const struct demo_course_term term = demo_course_term(country->seed, i);
        sheet_set(sheet, "provider", course->provider);
        sheet_set(sheet, "code", course->code);
        sheet_set(sheet, "title", course->title);
        sheet_set_integer(sheet, "hours", course->hours);
        sheet_set_integer(sheet, "cost", course->cost);
        sheet_set_integer(sheet, "seats", term.seats);
        sheet_set_date(sheet, "starts_on", term.starts_on);
        sheet_set_date(sheet, "ends_on", term.ends_on);
        sheet_set(sheet, "region", course->region);
        sheet_set(sheet, "language", course->language);
        sheet_set(sheet, "grants", course->grants);
        sheet_end_row(sheet);
    }
}

void rows_institution_lists(const struct country *country, const struct demo_source *source,
                            struct sheet *sheet)
{
    (void)country;
    (void)source;
    for (size_t i = 0; i < DEMO_LISTED_COUNT; i++) {
        sheet_set(sheet, "list", demo_listed[i].list);
        sheet_set(sheet, "institution", demo_listed[i].institution);
        sheet_set(sheet, "listed_from", demo_listed[i].from);
        sheet_set(sheet, "listed_until", demo_listed[i].until);
        sheet_end_row(sheet);
    }
}
