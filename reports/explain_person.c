/*
 * Why a person is where they are: the placement with its fit by part, the needs they fit and why
 * they are not there, the needs they do not fit and what fails. No other person is named.
 */
#include <inttypes.h>

#include "core/base/alloc.h"
#include "reports/cell_text.h"
#include "reports/limit_words.h"
#include "reports/need_words.h"
#include "reports/report_frame.h"

/* How much a part may give, and what it stands for (rules: Match, "Default fit"); of wishes the
 * policy says it. */
static const struct {
    int32_t most_bp;
    const char *title;
} parts[FIT_PART_COUNT] = {
    [FIT_LEVEL] = {4000, "level of the role: exact, less for each level above"},
    [FIT_DESIRED] = {3000, "desired clauses met, by weight"},
    [FIT_VERIFIED] = {1500, "required clauses met by verified evidence"},
    [FIT_REGION] = {1000, "same region, half by relocation"},
    [FIT_YEARS] = {500, "years in the role, at most 5"},
    [FIT_WISH] = {0, "own wish, less by rank, up to a fit of 100 %"},
};

struct person_story {
    const struct explain_person *explanation;
    const struct snapshot *snapshot;
    const struct person *person;
    const struct limit_figures *limits; /* of the run; NULL = it has none */
    struct document *document;
    struct arena *arena;
};

static uint64_t eligible_count(const struct explain_person *explanation)
{
    uint64_t count = 0;
    for (size_t i = 0; i < explanation->line_count; i++)
        count += explanation->lines[i].outcome != EXPLAIN_NOT_ELIGIBLE;
    return count;
}

static const struct explain_line *placed_line(const struct explain_person *explanation)
{
    for (size_t i = 0; i < explanation->line_count; i++) {
        if (explanation->lines[i].outcome == EXPLAIN_PLACED_HERE)
            return &explanation->lines[i];
    }
    return NULL;
}

static void add_need(const struct need *need, struct str *out)
{
    str_add_format(out, "%.*s, %.*s", STR_VIEW_ARGS(need->code), STR_VIEW_ARGS(need->title));
}

/* What the explanation says of the placement; `asked`: the one need that it is about, NULL = all.
 */
static void add_placed(const struct person_story *story, const struct explain_line *asked,
                       struct str *out)
{
    const struct need *needs = story->snapshot->needs;
    const struct explain_line *line = placed_line(story->explanation);
    if (asked != NULL && line == NULL) {
        str_add_text(out, asked->outcome == EXPLAIN_NOT_ELIGIBLE ? "does not fit " : "fits ");
        add_need(&needs[asked->need], out);
        str_add_text(out, asked->outcome == EXPLAIN_NOT_ELIGIBLE ? ", and is placed in "
                                                                 : ", but is placed in ");
    } else {
        str_add_text(out, "is placed in ");
    }
    add_need(&needs[story->explanation->placed_need], out);
    if (line != NULL) {
        str_add_text(out, ", with a fit of ");
        cell_text_add_fit(line->fit.total_bp, out);
    }
}

/* The quota or draw that keeps the person out, NULL = none does. */
static const struct cap_figure *full_cap(const struct person_story *story,
                                         const struct explain_line *line)
{
    bool held = line->outcome == EXPLAIN_DRAW_FULL || line->outcome == EXPLAIN_QUOTA_FULL;
    return held ? &story->limits->caps[line->cap] : NULL;
}

/* Why somebody who is not placed is not in the one need that was asked about. */
static void add_not_there(const struct person_story *story, const struct explain_line *asked,
                          struct str *out)
{
    static const char *const why[] = {
        [EXPLAIN_OUTBID] = ", but those who are seated there serve the whole better",
        [EXPLAIN_TIED] = ", but the published lottery decided for others",
        [EXPLAIN_RANKED_LOWER] = ", but those who are seated there are ranked higher",
        [EXPLAIN_RESERVED] = ", but its open seats are taken, and the others are reserved",
        [EXPLAIN_SEATS_BOUND] = ", but its free seats are bound to others",
        [EXPLAIN_BOUND_ELSEWHERE] = ", but is bound to another need",
        [EXPLAIN_NO_FREE_SEAT] = ", but all its seats are staffed already",
    };
    str_add_text(out, asked->outcome == EXPLAIN_NOT_ELIGIBLE ? "does not fit " : "fits ");
    add_need(&story->snapshot->needs[asked->need], out);
    if (full_cap(story, asked) != NULL) {
        str_add_text(out, ", but ");
        limit_words_add_name(full_cap(story, asked), out);
        str_add_text(out, " is full");
        return;
    }
    if (asked->outcome != EXPLAIN_NOT_ELIGIBLE) {
        str_add_text(out, why[asked->outcome]);
        return;
    }
    str_add_text(out, ": ");
    words_add_count(asked->verdict.failure_count, "condition fails", "conditions fail", out);
}

/* A limit alone is in the way. */
static bool is_held_back(enum explain_outcome outcome)
{
    return outcome == EXPLAIN_DRAW_FULL || outcome == EXPLAIN_QUOTA_FULL ||
           outcome == EXPLAIN_RESERVED;
}

static uint64_t held_back_count(const struct explain_person *explanation)
{
    uint64_t count = 0;
    for (size_t i = 0; explanation->lines != NULL && i < explanation->line_count; i++)
        count += is_held_back(explanation->lines[i].outcome);
    return count;
}

static void add_no_seat(const struct explain_person *explanation, uint64_t eligible,
                        struct str *out)
{
    uint64_t held = held_back_count(explanation);
    if (held == 0)
        str_add_text(out, eligible == 1 ? ", which has no seat left"
                                        : ", none of which has a seat left");
    else if (held == eligible)
        str_add_text(out, ", and held back by a limit of the match");
    else
        str_add_format(out, ", and held back from %" PRIu64 " of them by a limit of the match",
                       held);
}

/* Why somebody is in none of all the needs. */
static void add_nowhere(const struct person_story *story, struct str *out)
{
    const struct explain_person *explanation = story->explanation;
    uint64_t eligible = eligible_count(explanation);
    if (eligible == 0 && story->person->placed) {
        str_add_text(out, "sits in a seat already and is not matched anew");
        return;
    }
    str_add_text(out, "is not placed: ");
    if (explanation->line_count == 0) {
        str_add_text(out, "there is no need");
    } else if (eligible == 0) {
        words_add_count(explanation->line_count, "need", "needs", out);
        str_add_text(out, " looked at, none fits");
    } else {
        str_add_format(out, "eligible for %" PRIu64 " of ", eligible);
        words_add_count(explanation->line_count, "need", "needs", out);
        add_no_seat(explanation, eligible, out);
    }
}

static void set_finding(const struct person_story *story)
{
    const struct explain_person *explanation = story->explanation;
    const struct explain_line *asked = explanation->line_count == 1 ? &explanation->lines[0] : NULL;
    CADRE_CLEANUP(str_release) struct str words = {0};
    if (explanation->placed_need >= 0)
        add_placed(story, asked, &words);
    else if (asked != NULL)
        add_not_there(story, asked, &words);
    else
        add_nowhere(story, &words);
    document_set_finding(story->document, "%.*s %s.", STR_VIEW_ARGS(story->person->person_id),
                         str_chars(&words));
}

static void add_parts(const struct person_story *story, const struct explain_line *line)
{
    int32_t wishes_bp = story->snapshot->policy.wishes_bp;
    struct document_section *section = document_add_section(story->document, "The placement");
    struct document_table *table =
        section_add_table(section, "parts", "What the fit is made of, in points of 100 %");
    table_add_column(table, "part", "Part", FORMAT_NAMED);
    table_add_column(table, "fit_bp", "Given", FORMAT_FIT);
    table_add_column(table, "most_bp", "At most", FORMAT_FIT);
    for (int part = 0; part < FIT_PART_COUNT; part++) {
        int32_t most_bp = part == FIT_WISH ? wishes_bp : parts[part].most_bp;
        if (most_bp == 0)
            continue;
        table_begin_row(table);
        table_add_coded(table, str_view_of(fit_part_code((enum fit_part)part)),
                        str_view_of(parts[part].title));
        table_add_integer(table, line->fit.part_bp[part]);
        table_add_integer(table, most_bp);
    }
    table_begin_row(table);
    table_add_none(table);
    table_add_integer(table, line->fit.total_bp);
    table_add_integer(table, FIT_MAX_BP);
    table_mark_total(table);
}

static const struct {
    const char *code, *title, *words;
} outcomes[] = {
    [EXPLAIN_PLACED_HERE] = {"placed_here", "placed here", "The run seats the person here."},
    [EXPLAIN_PLACED_ELSEWHERE] = {"placed_elsewhere", "placed elsewhere",
                                  "Seated in a need that is worth at least as much to the whole."},
    [EXPLAIN_SEATS_BOUND] = {"seats_bound", "seats bound",
                             "Decisions bind all its free seats to others."},
    [EXPLAIN_BOUND_ELSEWHERE] = {"bound_elsewhere", "bound elsewhere",
                                 "A decision binds the person to another need."},
    [EXPLAIN_OUTBID] = {"outbid", "outbid", "Those who are seated here serve the whole better"},
    [EXPLAIN_TIED] = {"tied", "tied", "Level with the cutoff; the published lottery decided."},
    [EXPLAIN_PREFERS] = {"prefers", "prefers the seat",
                         "Seated in a need that the person ranks higher."},
    [EXPLAIN_RANKED_LOWER] = {"ranked_lower", "ranked lower",
                              "The need ranks those whom it seats higher"},
    [EXPLAIN_DRAW_FULL] = {"employer_cap", "held back by a draw", "Held back by "},
    [EXPLAIN_QUOTA_FULL] = {"quota", "held back by a quota", "Held back by "},
    [EXPLAIN_RESERVED] = {"reserved", "reserved",
                          "Its open seats are taken; the others are reserved for a group."},
    [EXPLAIN_NO_FREE_SEAT] = {"no_free_seat", "no free seat", "All seats are staffed already."},
    [EXPLAIN_NOT_ELIGIBLE] = {"not_eligible", "not eligible", "Does not meet every condition."},
};

/* What binds in a residual match may be its run. */
static void add_binding(const struct person_story *story, const struct explain_line *line,
                        struct str *out)
{
    int64_t residual_run = story->snapshot->policy.residual_run;
    long long run = (long long)residual_run;
    if (line->outcome == EXPLAIN_PLACED_HERE && line->stays)
        str_add_format(out, "The person stays here, where run %lld has them.", run);
    else if (line->outcome == EXPLAIN_SEATS_BOUND && run > 0)
        str_add_format(out, "Decisions, and who stays of run %lld, take all its free seats.", run);
    else if (line->outcome == EXPLAIN_BOUND_ELSEWHERE && run > 0)
        str_add_format(out, "A decision, or run %lld, binds the person to another need.", run);
    else
        str_add_text(out, outcomes[line->outcome].words);
    if (full_cap(story, line) != NULL) {
        limit_words_add_name(full_cap(story, line), out);
        str_add_text(out, ", which is full.");
    }
}

static void add_outcome(const struct person_story *story, struct document_table *table,
                        const struct explain_line *line)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    add_binding(story, line, &words);
    bool outbid = line->outcome == EXPLAIN_OUTBID || line->outcome == EXPLAIN_RANKED_LOWER;
    if (outbid && line->cutoff_bp > FIT_MAX_BP) {
        str_add_text(&words, "; no fit would be enough here.");
    } else if (outbid) {
        str_add_text(&words, "; a newcomer would need a fit of ");
        cell_text_add_fit(line->cutoff_bp, &words);
        str_add_text(&words, ", that is ");
        cell_text_add_fit(line->shortfall_bp, &words);
        str_add_text(&words, " more.");
    }
    if (line->wish > 0 && line->wish < WISH_NONE)
        str_add_format(&words, " It is wish %d of the person.", line->wish);
    if (line->order > 0 && line->order < WISH_NONE)
        str_add_format(&words, " The organization has the person at %d of its order.", line->order);
    if (line->verdict.by_grace) {
        char day[CADRE_DATE_TEXT_SIZE];
        str_add_format(&words, " It holds by an award in grace until %s.",
                       cadre_date_format(line->verdict.grace_until, day));
    }
    if (line->decision != NULL) {
        str_add_text(&words, " Decided of this need: ");
        words_add_decision(line->decision, &words);
        str_add_char(&words, '.');
    }
    table_add_text(table, str_view_from(&words));
}

/* A cutoff beyond every fit is no number that anybody could reach. */
static void add_cutoff(struct document_table *table, int32_t cutoff_bp, int32_t number)
{
    if (cutoff_bp > FIT_MAX_BP)
        table_add_none(table);
    else
        table_add_integer(table, number);
}

/* Which need a line is about. */
static void add_which_columns(struct document_table *table)
{
    table_add_column(table, "need", "Need", FORMAT_CODED);
    table_add_column(table, "organization", "Unit", FORMAT_CODED);
    table_add_column(table, "priority", "Priority", FORMAT_INTEGER);
}

static void begin_which_row(struct document_table *table, const struct person_story *story,
                            int32_t index)
{
    const struct need *need = &story->snapshot->needs[index];
    table_begin_row(table);
    words_cell_need(table, need);
    words_cell_organization(table, story->snapshot, need->organization);
    table_add_integer(table, need->priority);
}

static void add_fitting(const struct person_story *story)
{
    struct document_section *section = document_add_section(story->document, "Needs that fit");
    struct document_table *table = section_add_table(
        section, "fitting", "Needs whose every condition the person meets, best fit first");
    add_which_columns(table);
    table_add_column(table, "fit_bp", "Fit", FORMAT_FIT);
    table_add_column(table, "cutoff_bp", "Cutoff", FORMAT_FIT);
    table_add_column(table, "shortfall_bp", "Shortfall", FORMAT_FIT);
    table_add_column(table, "outcome", "Outcome", FORMAT_NAMED);
    table_add_column(table, "explanation", "Why", FORMAT_TEXT);
    for (size_t i = 0; i < story->explanation->line_count; i++) {
        const struct explain_line *line = &story->explanation->lines[i];
        if (line->outcome == EXPLAIN_NOT_ELIGIBLE)
            continue;
        begin_which_row(table, story, line->need);
        table_add_integer(table, line->fit.total_bp);
        add_cutoff(table, line->cutoff_bp, line->cutoff_bp);
        add_cutoff(table, line->cutoff_bp, line->shortfall_bp);
        table_add_coded(table, str_view_of(outcomes[line->outcome].code),
                        str_view_of(outcomes[line->outcome].title));
        add_outcome(story, table, line);
    }
}

static void add_failures(struct document_table *table, const struct person_story *story,
                         const struct explain_line *line)
{
    const struct verdict *verdict = &line->verdict;
    uint32_t told = verdict->failure_count < QUALIFY_FAILURES_MAX ? verdict->failure_count
                                                                  : QUALIFY_FAILURES_MAX;
    CADRE_CLEANUP(str_release) struct str words = {0};
    for (uint32_t i = 0; i < told; i++) {
        str_add_text(&words, i > 0 ? "; " : "");
        words_add_failure(story->snapshot, story->person, &story->snapshot->needs[line->need],
                          &verdict->failures[i], story->arena, &words);
    }
    if (verdict->failure_count > told)
        str_add_format(&words, "; and %" PRIu32 " more", verdict->failure_count - told);
    table_add_text(table, str_view_from(&words));
}

static void add_failing(const struct person_story *story)
{
    struct document_section *section =
        document_add_section(story->document, "Needs that do not fit");
    struct document_table *table = section_add_table(
        section, "failing", "Needs with a condition that fails, fewest failures first");
    add_which_columns(table);
    table_add_column(table, "reason", "First reason", FORMAT_NAMED);
    table_add_column(table, "failures", "Conditions that fail", FORMAT_INTEGER);
    table_add_column(table, "explanation", "What fails", FORMAT_TEXT);
    for (size_t i = 0; i < story->explanation->line_count; i++) {
        const struct explain_line *line = &story->explanation->lines[i];
        if (line->outcome != EXPLAIN_NOT_ELIGIBLE)
            continue;
        begin_which_row(table, story, line->need);
        words_cell_reason(table, line->verdict.primary);
        table_add_integer(table, line->verdict.failure_count);
        add_failures(table, story, line);
    }
}

/* ---- what falls due -------------------------------------------------------------------------- */

static const struct {
    const char *code, *title;
} due_names[] = {
    [DUE_RENEWAL] = {"renewal", "renewal of what is in force"},
    [DUE_GRACE] = {"grace", "end of grace"},
    [DUE_RESIDENTIAL] = {"residential", "residential part of the role"},
};

static void add_day(struct document_table *table, struct cadre_date date)
{
    char day[CADRE_DATE_TEXT_SIZE];
    table_add_text(table, str_view_of(cadre_date_format(date, day)));
}

static const char *due_of_what(const struct catalogue *catalogue, const struct due *due)
{
    return due->kind == DUE_RESIDENTIAL
               ? catalogue_element(catalogue, due->element)->canonical
               : catalogue_credential(catalogue, due->credential)->canonical;
}

static void add_dues(const struct person_story *story)
{
    const struct explain_person *explanation = story->explanation;
    if (explanation->due_count == 0)
        return;
    struct document_table *table =
        section_add_table(document_add_section(story->document, "What falls due"), "dues",
                          "What is to be renewed or completed, the most urgent first");
    table_add_column(table, "what", "What", FORMAT_CODE);
    table_add_column(table, "due", "Due", FORMAT_NAMED);
    table_add_column(table, "from_on", "Since", FORMAT_TEXT);
    table_add_column(table, "due_on", "Until", FORMAT_TEXT);
    for (size_t i = 0; i < explanation->due_count; i++) {
        const struct due *due = &explanation->dues[i];
        table_begin_row(table);
        table_add_text(table, str_view_of(due_of_what(story->snapshot->catalogue, due)));
        table_add_coded(table, str_view_of(due_names[due->kind].code),
                        str_view_of(due_names[due->kind].title));
        add_day(table, due->from_on);
        add_day(table, due->due_on);
    }
}

/* ---- what would mend it ---------------------------------------------------------------------- */

static void add_training(const struct training *training, struct str *out)
{
    str_add_format(out, "training %.*s/%.*s", STR_VIEW_ARGS(training->provider),
                   STR_VIEW_ARGS(training->code));
    str_add_format(out, " %.*s", STR_VIEW_ARGS(training->title));
}

static void add_items(const struct person_story *story, const struct remedy *remedy,
                      struct str *out)
{
    const struct snapshot *snapshot = story->snapshot;
    for (size_t i = 0; i < remedy->item_count; i++) {
        const struct remedy_item *item = &remedy->items[i];
        str_add_text(out, i > 0 ? "; " : "");
        if (item->training >= 0)
            add_training(&snapshot->trainings[item->training], out);
        else
            str_add_format(out, "credential %s",
                           catalogue_credential(snapshot->catalogue, item->credential)->canonical);
    }
}

static void add_what_to_learn(struct document_table *table, const struct person_story *story,
                              const struct remedy *remedy)
{
    static const char *const words[] = {
        [REMEDY_NONE] = "nothing on offer grants it",
        [REMEDY_UNPROVEN] = "too much on offer to be sure of the cheapest",
    };
    CADRE_CLEANUP(str_release) struct str text = {0};
    if (remedy->to_verify > 0)
        str_add_format(&text, "verification of what is held%s", remedy->item_count > 0 ? "; " : "");
    add_items(story, remedy, &text);
    if (words[remedy->outcome] != NULL)
        str_add_format(&text, "%s%s", text.length > 0 ? "; " : "", words[remedy->outcome]);
    table_add_text(table, str_view_from(&text));
}

/* A sum of which no part is stated is none. */
static void add_sum(struct document_table *table, const struct remedy *remedy, int64_t sum,
                    int32_t without)
{
    if ((size_t)without < remedy->item_count)
        table_add_integer(table, sum);
    else
        table_add_none(table);
}

static void add_remedy(const struct person_story *story, struct document_table *table,
                       const struct explain_line *line)
{
    const struct need *need = &story->snapshot->needs[line->need];
    table_begin_row(table);
    words_cell_need(table, need);
    add_what_to_learn(table, story, &line->remedy);
    add_sum(table, &line->remedy, line->remedy.cost, line->remedy.without_cost);
    add_sum(table, &line->remedy, line->remedy.hours, line->remedy.without_hours);
}

/* Of all needs those that something mends; of the one that was asked about also that nothing on
 * offer does, unless what fails is not learned anyhow. */
static void add_remedies(const struct person_story *story)
{
    const struct explain_person *explanation = story->explanation;
    struct document_table *table = NULL;
    for (size_t i = 0; i < explanation->line_count; i++) {
        const struct explain_line *line = &explanation->lines[i];
        bool mends = line->remedy.item_count > 0 || line->remedy.to_verify > 0;
        bool asked = explanation->line_count == 1 && line->remedy.outcome != REMEDY_BLOCKED;
        if (line->outcome != EXPLAIN_NOT_ELIGIBLE || (!mends && !asked))
            continue;
        if (table == NULL) {
            table = section_add_table(
                document_add_section(story->document, "What would make a need fit"), "remedies",
                "The fewest trainings and credentials, of these the cheapest, then the shortest");
            table_add_column(table, "need", "Need", FORMAT_CODED);
            table_add_column(table, "learn", "What to learn", FORMAT_TEXT);
            table_add_column(table, "cost", "Cost", FORMAT_INTEGER);
            table_add_column(table, "hours", "Hours", FORMAT_INTEGER);
        }
        add_remedy(story, table, line);
    }
}

struct document *explain_person_report(const struct explain_person *explanation,
                                       const struct snapshot *snapshot,
                                       const struct report_context *context, struct arena *arena)
{
    const struct person *person = &snapshot->people[explanation->person];
    CADRE_CLEANUP(str_release) struct str title = {0};
    str_add_format(&title, "Explanation for %.*s", STR_VIEW_ARGS(person->person_id));
    if (context->names)
        str_add_format(&title, ", %.*s %.*s", STR_VIEW_ARGS(person->family_name),
                       STR_VIEW_ARGS(person->given_name));
    struct person_story story = {
        .explanation = explanation,
        .snapshot = snapshot,
        .person = person,
        .limits = context->limits,
        .arena = arena,
        .document = report_begin(arena, "explain_person", str_chars(&title), context),
    };
    const struct explain_line *placed = placed_line(explanation);
    set_finding(&story);
    document_add_figure(story.document, "fitting", "Needs that fit",
                        (int64_t)eligible_count(explanation), FORMAT_INTEGER);
    document_add_figure(story.document, "needs", "Needs looked at",
                        (int64_t)explanation->line_count, FORMAT_INTEGER);
    if (placed != NULL)
        add_parts(&story, placed);
    add_dues(&story);
    add_fitting(&story);
    add_failing(&story);
    add_remedies(&story);
    return story.document;
}
