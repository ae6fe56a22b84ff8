/*
 * Why seats of a need are filled or stay empty: how many people fit, where they sit, which
 * conditions and clauses keep the others out, who would take a seat that becomes free. Nobody is
 * named: the reserve is told by ids.
 */
#include <inttypes.h>

#include "core/base/alloc.h"
#include "core/evidence/asked.h"
#include "reports/cell_text.h"
#include "reports/limit_words.h"
#include "reports/need_words.h"
#include "reports/report_frame.h"

struct need_story {
    const struct explain_need *explanation;
    const struct snapshot *snapshot;
    const struct need *need;
    const struct limit_figures *limits; /* of the run; NULL = it has none */
    bool stable;
    struct document *document;
    struct arena *arena;
};

static void set_finding(const struct need_story *story)
{
    const struct need *need = story->need;
    int empty = (int)story->explanation->empty;
    if (empty > 0 && need->headcount == 1)
        document_set_finding(story->document, "The only seat of %.*s, %.*s, stays empty.",
                             STR_VIEW_ARGS(need->code), STR_VIEW_ARGS(need->title));
    else if (empty > 0)
        document_set_finding(story->document, "%d of %d seats of %.*s, %.*s, %s empty.", empty,
                             (int)need->headcount, STR_VIEW_ARGS(need->code),
                             STR_VIEW_ARGS(need->title), empty == 1 ? "stays" : "stay");
    else
        document_set_finding(story->document, "No seat of %.*s, %.*s, stays empty.",
                             STR_VIEW_ARGS(need->code), STR_VIEW_ARGS(need->title));
}

static void add_figures(const struct need_story *story)
{
    const struct explain_need *explanation = story->explanation;
    struct document *document = story->document;
    document_add_figure(document, "seats", "Seats asked for", story->need->headcount,
                        FORMAT_INTEGER);
    document_add_figure(document, "staffed", "Staffed already", story->need->staffed,
                        FORMAT_INTEGER);
    document_add_figure(document, "filled", "Filled by this run", explanation->filled,
                        FORMAT_INTEGER);
    document_add_figure(document, "empty", "Empty", explanation->empty, FORMAT_INTEGER);
    document_add_figure(document, "eligible", "Eligible people", (int64_t)explanation->eligible,
                        FORMAT_INTEGER);
    document_add_figure(document, "seated_elsewhere", "Of these seated elsewhere",
                        (int64_t)explanation->seated_elsewhere, FORMAT_INTEGER);
    document_add_figure(document, "runner_ups", "Of these not placed",
                        (int64_t)explanation->runner_ups, FORMAT_INTEGER);
    if (explanation->cutoff_bp <= FIT_MAX_BP && !story->need->incomplete)
        document_add_figure(document, "cutoff_bp", "Cutoff of a newcomer", explanation->cutoff_bp,
                            FORMAT_FIT);
}

/* The reason that keeps most people out; REASON_NONE when nobody is kept out. */
static enum reason first_obstacle(const struct explain_need *explanation)
{
    enum reason most = REASON_NONE;
    for (int reason = REASON_NONE + 1; reason < REASON_COUNT; reason++) {
        uint64_t people = explanation->reasons[reason];
        if (people > 0 && (most == REASON_NONE || people > explanation->reasons[most]))
            most = (enum reason)reason;
    }
    return most;
}

/* Everybody who is eligible sits somewhere. */
static void add_seated(const struct explain_need *explanation, bool stable, struct str *out)
{
    uint64_t elsewhere = explanation->seated_elsewhere;
    words_add_count(explanation->eligible, "person meets", "people meet", out);
    str_add_format(out, " every condition, and the run seats %s",
                   explanation->eligible == 1 ? "that one" : "all of them");
    if (elsewhere == 0)
        str_add_text(out, " here.");
    else if (explanation->filled > 0)
        str_add_format(out, ": %d here, %" PRIu64, (int)explanation->filled, elsewhere);
    if (elsewhere > 0 && stable)
        str_add_text(out, elsewhere == 1 ? " in another need that they rank higher."
                                         : " in other needs that they rank higher.");
    else if (elsewhere > 0)
        str_add_text(out, elsewhere == 1 ? " in another need that comes first or gains more."
                                         : " in other needs that come first or gain more.");
}

static void add_empty_sentence(struct document_section *section,
                               const struct explain_need *explanation, bool stable)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    if (explanation->empty == 0)
        return;
    if (explanation->eligible == 0)
        str_add_text(&words, "Nobody meets every condition of this need.");
    else if (explanation->runner_ups == 0)
        add_seated(explanation, stable, &words);
    enum reason obstacle = first_obstacle(explanation);
    if (obstacle != REASON_NONE) {
        str_add_format(&words, "%sMost people are kept out by: %s (", words.length > 0 ? " " : "",
                       reason_title(obstacle));
        words_add_count(explanation->reasons[obstacle], "person", "people", &words);
        str_add_text(&words, ").");
    }
    if (words.length > 0)
        section_add_paragraph(section, "%s", str_chars(&words));
}

/* Some limit is of people, who may need more by it than others. */
static bool some_are_limited(const struct limit_figures *limits)
{
    size_t quotas = 0;
    if (limits == NULL)
        return false;
    for (size_t i = 0; i < limits->cap_count; i++)
        quotas += str_view_equal(limits->caps[i].kind, STR_VIEW_LITERAL("quota"));
    return quotas < limits->cap_count || limits->reserve_count > 0;
}

/* Runner-ups of a need with an empty seat, and of one without: a limit keeps them out. */
static void add_limit_sentence(struct document_section *section, const struct need_story *story)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    const struct explain_need *explanation = story->explanation;
    if (story->limits != NULL && explanation->empty > 0 && explanation->full_cap >= 0) {
        str_add_format(&words, "Its empty %s held by ",
                       explanation->empty == 1 ? "seat is" : "seats are");
        limit_words_add_name(&story->limits->caps[explanation->full_cap], &words);
        str_add_text(&words, ", which is full.");
    }
    if (explanation->held_back > 0) {
        str_add_text(&words, words.length > 0 ? " " : "");
        words_add_count(explanation->held_back, "person meets", "people meet", &words);
        str_add_format(&words,
                       " every condition and %s no seat, held back by a limit of the match: a "
                       "quota or draw that is full, or seats that are reserved for others.",
                       explanation->held_back == 1 ? "has" : "have");
    }
    if (words.length > 0)
        section_add_paragraph(section, "%s", str_chars(&words));
}

static void add_cutoff_sentence(struct document_section *section, const struct need_story *story)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    const struct explain_need *explanation = story->explanation;
    if (explanation->cutoff_bp > FIT_MAX_BP)
        str_add_text(&words, "No newcomer could take a seat here, whatever their fit.");
    else if (explanation->cutoff_bp == 0)
        str_add_text(&words, "Any eligible newcomer would be seated here.");
    else {
        str_add_text(&words, "A newcomer would need a fit of at least ");
        cell_text_add_fit(explanation->cutoff_bp, &words);
        str_add_text(&words, " to be seated here.");
    }
    if (explanation->cutoff_bp <= FIT_MAX_BP && some_are_limited(story->limits))
        str_add_text(&words, " One who counts in a draw, or is outside a reserve, may need more.");
    section_add_paragraph(section, "%s", str_chars(&words));
}

static void add_what_is_asked(const struct need_story *story)
{
    struct document_section *section = document_add_section(story->document, "What is asked");
    struct document_table *table = section_add_table(section, "need", "The need");
    words_need_columns(table);
    table_begin_row(table);
    words_need_cells(table, story->snapshot, story->need);
}

static void add_reasons(const struct need_story *story)
{
    struct document_section *section =
        document_add_section(story->document, "Why people do not fit");
    if (story->need->incomplete) {
        section_add_paragraph(section, "Not all requirements of this need could be taken when they "
                                       "were imported: nobody is matched to it until the whole set "
                                       "is there.");
    } else {
        add_empty_sentence(section, story->explanation, story->stable);
        add_limit_sentence(section, story);
        add_cutoff_sentence(section, story);
    }
    struct document_table *table = section_add_table(
        section, "reasons", "People by the first condition that fails, in the published order");
    table_add_column(table, "reason", "Reason", FORMAT_NAMED);
    table_add_column(table, "people", "People", FORMAT_INTEGER);
    for (int reason = REASON_NONE + 1; reason < REASON_COUNT; reason++) {
        if (story->explanation->reasons[reason] == 0)
            continue;
        table_begin_row(table);
        words_cell_reason(table, (enum reason)reason);
        table_add_integer(table, (int64_t)story->explanation->reasons[reason]);
    }
}

static void add_clauses(const struct need_story *story)
{
    struct document_section *section = document_add_section(story->document, "Clauses");
    struct document_table *table = section_add_table(
        section, "clauses", "Clauses of the requirement by how many people fail them");
    table_add_column(table, "clause", "Clause", FORMAT_INTEGER);
    table_add_column(table, "importance", "Importance", FORMAT_CODE);
    table_add_column(table, "what", "What is asked", FORMAT_TEXT);
    table_add_column(table, "people", "People who fail it", FORMAT_INTEGER);
    for (size_t i = 0; i < story->explanation->clause_count; i++) {
        int32_t index = story->explanation->clause_order[i];
        const struct clause *clause = &story->need->clauses[index];
        struct failure failing = {REASON_NONE, index};
        const char *asked = asked_text(story->snapshot, story->need, failing, story->arena);
        table_begin_row(table);
        table_add_integer(table, clause->number);
        table_add_text(table, str_view_of(clause->required ? "required" : "desired"));
        table_add_text(table, str_view_of(asked));
        table_add_integer(table, (int64_t)story->explanation->clause_failures[index]);
    }
}

/* Who is held back may follow one who counts in the same limit, and nobody else. */
static void add_held_back(const struct explain_need *explanation, struct str *out)
{
    bool one = explanation->held_back == 1;
    str_add_text(out, out->length > 0 ? " " : "");
    words_add_count(explanation->held_back, "person", "people", out);
    str_add_format(out,
                   "%s who fit%s %s held back by a limit: %s may have a seat only that leaves "
                   "room in it.",
                   explanation->reserve_count > 0 ? " more" : "", one ? "s" : "",
                   one ? "is" : "are", one ? "that one" : "they");
}

static void add_reserve_sentence(struct document_section *section,
                                 const struct explain_need *explanation)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    uint64_t in_reserve = explanation->runner_ups - explanation->held_back;
    if (explanation->runner_ups == 0)
        str_add_text(&words, "Nobody who fits this need is left without a seat.");
    else if (explanation->reserve_count > 0)
        str_add_text(&words, "A seat that becomes free goes to the first of these who can take it");
    if (explanation->reserve_count > 0 && explanation->reserve_count < in_reserve)
        str_add_format(&words, "; they are the first %zu of %" PRIu64 " runner-ups",
                       explanation->reserve_count, in_reserve);
    if (explanation->reserve_count > 0)
        str_add_text(&words, ".");
    if (explanation->held_back > 0)
        add_held_back(explanation, &words);
    section_add_paragraph(section, "%s", str_chars(&words));
}

static void add_reserve(const struct need_story *story)
{
    struct document_section *section = document_add_section(story->document, "Reserve");
    add_reserve_sentence(section, story->explanation);
    struct document_table *table = section_add_table(
        section, "reserve",
        story->stable
            ? "Runner-ups in the order of the organization, then by fit, then by the lottery"
            : "Runner-ups by fit, then by the lottery");
    table_add_column(table, "rank", "Rank", FORMAT_INTEGER);
    table_add_column(table, "person", "Person", FORMAT_CODE);
    table_add_column(table, "fit_bp", "Fit", FORMAT_FIT);
    if (story->stable)
        table_add_column(table, "order", "Organization's order", FORMAT_INTEGER);
    for (size_t i = 0; i < story->explanation->reserve_count; i++) {
        const struct explain_reserve *reserve = &story->explanation->reserve[i];
        table_begin_row(table);
        table_add_integer(table, (int64_t)i + 1);
        table_add_text(table, story->snapshot->people[reserve->person].person_id);
        table_add_integer(table, reserve->fit_bp);
        if (story->stable && reserve->order < WISH_NONE)
            table_add_integer(table, reserve->order);
        else if (story->stable)
            table_add_none(table);
    }
}

struct document *explain_need_report(const struct explain_need *explanation,
                                     const struct snapshot *snapshot,
                                     const struct report_context *context, struct arena *arena)
{
    const struct need *need = &snapshot->needs[explanation->need];
    CADRE_CLEANUP(str_release) struct str title = {0};
    str_add_format(&title, "Explanation for need %.*s", STR_VIEW_ARGS(need->code));
    struct need_story story = {
        .explanation = explanation,
        .snapshot = snapshot,
        .need = need,
        .limits = context->limits,
        .stable = context->stable,
        .arena = arena,
        .document = report_begin(arena, "explain_need", str_chars(&title), context),
    };
    set_finding(&story);
    add_figures(&story);
    add_what_is_asked(&story);
    add_reasons(&story);
    add_clauses(&story);
    add_reserve(&story);
    return story.document;
}
