#include "reports/need_words.h"

#include "core/base/alloc.h"
#include "core/evidence/asked.h"
#include "core/evidence/service.h"
#include "reports/cell_text.h"

static struct str_view title_of(const char *title)
{
    return title != NULL && title[0] != '\0' ? str_view_of(title) : str_view_of(NULL);
}

/* ---- cells ------------------------------------------------------------------------------- */

void words_cell_role(struct document_table *table, const struct catalogue *catalogue,
                     int32_t element)
{
    if (element < 0) {
        table_add_none(table);
        return;
    }
    const struct element *role = catalogue_element(catalogue, element);
    table_add_coded(table, str_view_of(role->canonical), title_of(role->title_en));
}

void words_cell_region(struct document_table *table, const struct catalogue *catalogue,
                       int32_t region)
{
    if (region < 0) {
        table_add_none(table);
        return;
    }
    const struct region *node = catalogue_region(catalogue, region);
    table_add_coded(table, str_view_of(node->code), title_of(node->name_en));
}

void words_cell_organization(struct document_table *table, const struct snapshot *snapshot,
                             int32_t organization)
{
    if (organization < 0) {
        table_add_none(table);
        return;
    }
    const struct organization *known = &snapshot->organizations[organization];
    table_add_coded(table, known->code, known->name);
}

void words_cell_need(struct document_table *table, const struct need *need)
{
    table_add_coded(table, need->code, need->title);
}

void words_cell_reason(struct document_table *table, enum reason reason)
{
    table_add_coded(table, str_view_of(reason_code(reason)), str_view_of(reason_title(reason)));
}

static const char *level_code(const struct catalogue *catalogue, int32_t element, int32_t rank)
{
    if (element < 0 || rank <= 0)
        return NULL;
    return catalogue_level_code(catalogue, catalogue_element(catalogue, element)->scale, rank);
}

void words_cell_level(struct document_table *table, const struct catalogue *catalogue,
                      int32_t element, int32_t rank)
{
    table_add_text(table, str_view_of(level_code(catalogue, element, rank)));
}

void words_need_columns(struct document_table *table)
{
    table_add_column(table, "need", "Need", FORMAT_CODED);
    table_add_column(table, "organization", "Unit", FORMAT_CODED);
    table_add_column(table, "priority", "Priority", FORMAT_INTEGER);
    table_add_column(table, "work_role", "Role", FORMAT_CODED);
    table_add_column(table, "level", "Level", FORMAT_TEXT);
    table_add_column(table, "region", "Region", FORMAT_CODED);
}

void words_need_cells(struct document_table *table, const struct snapshot *snapshot,
                      const struct need *need)
{
    words_cell_need(table, need);
    words_cell_organization(table, snapshot, need->organization);
    table_add_integer(table, need->priority);
    words_cell_role(table, snapshot->catalogue, need->work_role);
    words_cell_level(table, snapshot->catalogue, need->work_role, need->level);
    words_cell_region(table, snapshot->catalogue, need->region);
}

/* ---- what a person has where a condition fails ------------------------------------------- */

/* The code of a rank, "none" for rank 0. */
static void add_held_code(const struct snapshot *snapshot, const char *list, int32_t rank,
                          struct str *out)
{
    const char *code = rank > 0 ? catalogue_code(snapshot->catalogue, list, rank) : NULL;
    str_add_format(out, "%s held", code != NULL ? code : "none");
}

static void add_date(const char *before, struct cadre_date date, struct str *out)
{
    char text[CADRE_DATE_TEXT_SIZE];
    str_add_format(out, "%s %s", before, cadre_date_format(date, text));
}

static void held_consent(const struct snapshot *snapshot, const struct person *person,
                         const struct need *need, struct str *out)
{
    (void)snapshot;
    (void)need;
    add_date("ended on", person->consent_until, out);
}

static void held_engagement(const struct snapshot *snapshot, const struct person *person,
                            const struct need *need, struct str *out)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    /* To a call-up consent makes no difference. */
    str_add_format(out, "%s%s",
                   service_uncalled(snapshot, person, need->engagement) ? "" : "not given, and ",
                   service_words(snapshot, person, need->engagement, scratch));
}

static void held_placement(const struct snapshot *snapshot, const struct person *person,
                           const struct need *need, struct str *out)
{
    (void)snapshot;
    (void)need;
    if (cadre_date_is_set(person->placed_until))
        add_date("placed until", person->placed_until, out);
    else
        str_add_text(out, "placed without an end");
}

static void held_availability(const struct snapshot *snapshot, const struct person *person,
                              const struct need *need, struct str *out)
{
    (void)snapshot;
    (void)need;
    add_date("not before", person->available_from, out);
}

static void held_region(const struct snapshot *snapshot, const struct person *person,
                        const struct need *need, struct str *out)
{
    (void)need;
    if (person->region >= 0)
        str_add_format(out, "lives in %s and does not relocate",
                       catalogue_region(snapshot->catalogue, person->region)->code);
    else
        str_add_text(out, "none known");
}

static void held_age(const struct snapshot *snapshot, const struct person *person,
                     const struct need *need, struct str *out)
{
    (void)need;
    if (cadre_date_is_set(person->birth_date))
        str_add_format(out, "%d reached",
                       cadre_date_full_years(person->birth_date, snapshot->as_of));
    else
        str_add_text(out, "no birth date known");
}

static void held_citizenship(const struct snapshot *snapshot, const struct person *person,
                             const struct need *need, struct str *out)
{
    (void)snapshot;
    (void)need;
    if (person->citizenship.length > 0)
        str_add_format(out, "%.*s held", STR_VIEW_ARGS(person->citizenship));
    else
        str_add_text(out, "none held");
}

static void held_status(const struct snapshot *snapshot, const struct person *person,
                        const struct need *need, struct str *out)
{
    (void)need;
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    const char *record = service_standing_words(snapshot, person, scratch);
    add_held_code(snapshot, "service_status", person->service_status, out);
    if (record != NULL)
        str_add_format(out, " (%s)", record);
}

static void held_fitness(const struct snapshot *snapshot, const struct person *person,
                         const struct need *need, struct str *out)
{
    (void)need;
    add_held_code(snapshot, "fitness", person->fitness, out);
}

static void held_clearance(const struct snapshot *snapshot, const struct person *person,
                           const struct need *need, struct str *out)
{
    (void)need;
    add_held_code(snapshot, "clearance", person->clearance, out);
}

static void held_education(const struct snapshot *snapshot, const struct person *person,
                           const struct need *need, struct str *out)
{
    (void)need;
    str_add_text(out, person->education > 0 ? "ISCED " : "");
    add_held_code(snapshot, "isced", person->education, out);
}

static int32_t language_held(const struct person *person, struct str_view language)
{
    for (size_t i = 0; i < person->language_count; i++) {
        if (str_view_equal(person->languages[i].language, language))
            return person->languages[i].level;
    }
    return 0;
}

/* Of the languages asked for alone: what else a person speaks is nobody's business here. */
static void held_languages(const struct snapshot *snapshot, const struct person *person,
                           const struct need *need, struct str *out)
{
    for (size_t i = 0; i < need->language_count; i++) {
        struct str_view language = need->languages[i].language;
        str_add_format(out, "%s%.*s ", i > 0 ? " and " : "", STR_VIEW_ARGS(language));
        add_held_code(snapshot, "cefr", language_held(person, language), out);
    }
}

void words_add_decision(const struct decision *decision, struct str *out)
{
    static const char *const verdicts[DECISION_VERDICT_COUNT] = {
        [DECISION_LOCK] = "locked",         [DECISION_FORBID] = "forbidden",
        [DECISION_ACCEPT] = "accepted",     [DECISION_DECLINE] = "declined",
        [DECISION_NO_ANSWER] = "no answer", [DECISION_WITHDRAW] = "stepped back",
    };
    bool by_hand = decision->verdict == DECISION_LOCK || decision->verdict == DECISION_FORBID;
    char day[CADRE_DATE_TEXT_SIZE];
    str_add_format(out, "%s%s%.*s%s on %s", verdicts[decision->verdict],
                   by_hand ? " by " : ", taken down by ", STR_VIEW_ARGS(decision->by),
                   by_hand ? "" : ",", cadre_date_format(decision->decided_on, day));
    if (decision->reason_code.length > 0)
        str_add_format(out, " (%.*s)", STR_VIEW_ARGS(decision->reason_code));
    if (cadre_date_is_set(decision->until_on))
        str_add_format(out, " until %s", cadre_date_format(decision->until_on, day));
}

static void held_decision(const struct snapshot *snapshot, const struct person *person,
                          const struct need *need, struct str *out)
{
    const struct decision *decision = snapshot_decision(person, (int32_t)(need - snapshot->needs));
    if (decision != NULL)
        words_add_decision(decision, out);
}

static void (*const held[REASON_COUNT])(const struct snapshot *snapshot,
                                        const struct person *person, const struct need *need,
                                        struct str *out) = {
    [REASON_WITHDRAWN] = held_consent,       [REASON_ENGAGEMENT] = held_engagement,
    [REASON_PLACED] = held_placement,        [REASON_AVAILABILITY] = held_availability,
    [REASON_REGION] = held_region,           [REASON_AGE] = held_age,
    [REASON_CITIZENSHIP] = held_citizenship, [REASON_SERVICE_STATUS] = held_status,
    [REASON_FITNESS] = held_fitness,         [REASON_CLEARANCE] = held_clearance,
    [REASON_LANGUAGE] = held_languages,      [REASON_EDUCATION] = held_education,
    [REASON_FORBIDDEN] = held_decision,      [REASON_DECLINED] = held_decision,
};

void words_add_failure(const struct snapshot *snapshot, const struct person *person,
                       const struct need *need, const struct failure *failure, struct arena *arena,
                       struct str *out)
{
    const char *asked = asked_text(snapshot, need, *failure, arena);
    if (failure->clause >= 0 || held[failure->reason] == NULL) {
        str_add_format(out, "%s: %s asked", reason_title(failure->reason), asked);
        return;
    }
    /* A need asks for no decision: the one that stands says all. */
    if (held[failure->reason] != held_decision)
        str_add_format(out, "%s asked, ", asked);
    held[failure->reason](snapshot, person, need, out);
}

void words_add_count(uint64_t count, const char *one, const char *many, struct str *out)
{
    cell_text_add_integer((int64_t)count, out);
    str_add_format(out, " %s", count == 1 ? one : many);
}
