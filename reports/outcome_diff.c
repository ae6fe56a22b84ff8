/*
 * What differs between two results of a match: seats by priority and need, limits, and people who
 * sit elsewhere.
 */
#include <inttypes.h>

#include "core/base/alloc.h"
#include "reports/limit_words.h"
#include "reports/need_words.h"
#include "reports/report.h"

struct story {
    const struct outcome_diff *diff;
    const struct outcome_words *words;
    struct document *document;
    struct arena *arena;
};

static int64_t filled_of(const struct outcome *outcome)
{
    int64_t filled = 0;
    for (int i = 0; i < INSTANCE_CLASS_COUNT; i++)
        filled += outcome->objective.filled[i];
    return filled;
}

static void set_finding(const struct story *story)
{
    const struct outcome_diff *diff = story->diff;
    CADRE_CLEANUP(str_release) struct str words = {0};
    if (diff->need_count == 0 && diff->move_count == 0 && diff->limit_count == 0) {
        document_set_finding(story->document, "Nothing differs.");
        return;
    }
    words_add_count((uint64_t)diff->gained, "seat is", "seats are", &words);
    str_add_text(&words, " gained, ");
    words_add_count((uint64_t)diff->lost, "lost", "lost", &words);
    str_add_text(&words, "; ");
    words_add_count((uint64_t)diff->moved, "person moves", "people move", &words);
    str_add_format(&words, ", %" PRId64 " newly placed, %" PRId64 " placed no more", diff->placed,
                   diff->unplaced);
    if (diff->since > 0)
        str_add_format(&words, ", %" PRId64 " placed since", diff->since);
    document_set_finding(story->document, "%s.", str_chars(&words));
}

static void add_figures(const struct story *story)
{
    const struct outcome_diff *diff = story->diff;
    const struct {
        const char *key, *label;
        int64_t number;
    } figures[] = {
        {"gained", "Seats gained", diff->gained},       {"lost", "Seats lost", diff->lost},
        {"moved", "People moved", diff->moved},         {"placed", "Newly placed", diff->placed},
        {"unplaced", "Placed no more", diff->unplaced}, {"since", "Placed since", diff->since},
        {"stayed", "In the same need", diff->stayed},
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        document_add_figure(story->document, figures[i].key, figures[i].label, figures[i].number,
                            FORMAT_INTEGER);
}

/* Stable and optimal are different claims: which one each result is, and what the other comes to.
 */
static void add_mode(const struct story *story, const struct outcome *outcome, bool after)
{
    CADRE_CLEANUP(str_release) struct str price = {0};
    struct document *document = story->document;
    document_add_fact(document, after ? "mode_after" : "mode_before",
                      after ? "Mode after" : "Mode before", "%s",
                      outcome->stable ? "stable" : "optimal");
    if (!outcome->other_known)
        return;
    report_add_price(&outcome->objective, &outcome->other, outcome->stable, &price);
    document_add_fact(document, after ? "stable_of_optimal_after" : "stable_of_optimal_before",
                      after ? "Stable against optimal after" : "Stable against optimal before",
                      "%s", str_chars(&price));
    document_set_fact_words(document, str_chars(&price));
}

/* A table whose last columns are before, after and the change. */
static void add_pair_columns(struct document_table *table, const struct outcome_words *words)
{
    table_add_column(table, "before", words->before, FORMAT_INTEGER);
    table_add_column(table, "after", words->after, FORMAT_INTEGER);
    table_add_column(table, "change", "Change", FORMAT_INTEGER);
}

static void add_pair(struct document_table *table, int64_t before, int64_t after)
{
    table_add_integer(table, before);
    table_add_integer(table, after);
    table_add_integer(table, after - before);
}

/* The objective, in the order in which it counts. */
static void add_objective(const struct story *story)
{
    const struct outcome *before = story->diff->before;
    const struct outcome *after = story->diff->after;
    struct document_table *table =
        section_add_table(document_add_section(story->document, "The result"), "objective",
                          "Seats filled by priority, then total fit in basis points, then people "
                          "kept where the last published run had them");
    table_add_column(table, "part", "Part", FORMAT_TEXT);
    add_pair_columns(table, story->words);
    for (int i = 0; i < INSTANCE_CLASS_COUNT; i++) {
        if (before->objective.filled[i] == 0 && after->objective.filled[i] == 0)
            continue;
        table_begin_row(table);
        table_add_format(table, "priority %d", i + 1);
        add_pair(table, before->objective.filled[i], after->objective.filled[i]);
    }
    const struct {
        const char *part;
        int64_t before, after;
    } rows[] = {
        {"all seats", filled_of(before), filled_of(after)},
        {"total fit", before->objective.fit_bp, after->objective.fit_bp},
        {"kept in their place", before->objective.held, after->objective.held},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        table_begin_row(table);
        table_add_format(table, "%s", rows[i].part);
        add_pair(table, rows[i].before, rows[i].after);
    }
}

static void add_seats(struct document_table *table, const struct outcome_need *need)
{
    if (need != NULL)
        table_add_integer(table, need->seats);
    else
        table_add_none(table);
}

static void add_needs(const struct story *story)
{
    const struct outcome_diff *diff = story->diff;
    struct document_table *table =
        section_add_table(document_add_section(story->document, "Needs"), "needs",
                          "Needs of which free or filled seats differ, the most urgent first");
    table_add_column(table, "need", "Need", FORMAT_CODED);
    table_add_column(table, "priority", "Priority", FORMAT_INTEGER);
    table_add_column(table, "seats_before", "Free before", FORMAT_INTEGER);
    table_add_column(table, "seats_after", "Free after", FORMAT_INTEGER);
    add_pair_columns(table, story->words);
    table_add_column(table, "since", "Placed since", FORMAT_INTEGER);
    for (size_t i = 0; i < diff->need_count; i++) {
        const struct need_change *change = &diff->needs[i];
        const struct outcome_need *need = change->after != NULL ? change->after : change->before;
        table_begin_row(table);
        table_add_coded(table, need->code, need->title);
        table_add_integer(table, need->priority);
        add_seats(table, change->before);
        add_seats(table, change->after);
        add_pair(table, change->filled_before, change->filled_after);
        table_add_integer(table, change->since);
    }
}

/* ---- limits ---------------------------------------------------------------------------------- */

static void add_most(struct document_table *table, const struct limit_side *side)
{
    if (side != NULL)
        table_add_integer(table, side->most);
    else
        table_add_none(table);
}

static void add_worth(struct document_table *table, const struct limit_side *side, bool stable)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    if (side == NULL || stable || side->price == 0) {
        table_add_none(table);
        return;
    }
    limit_words_add_worth(side->price, side->worth, &words);
    table_add_text(table, str_view_from(&words));
}

/* What there is in one result alone has no number in the other, and changes by none. */
static void add_filled(struct document_table *table, const struct limit_change *change)
{
    if (change->before != NULL && change->after != NULL) {
        add_pair(table, change->before->filled, change->after->filled);
        return;
    }
    for (int i = 0; i < 2; i++) {
        const struct limit_side *side = i == 0 ? change->before : change->after;
        if (side != NULL)
            table_add_integer(table, side->filled);
        else
            table_add_none(table);
    }
    table_add_none(table);
}

static bool has_limits(const struct outcome *outcome)
{
    return outcome->limits.cap_count > 0 || outcome->limits.reserve_count > 0;
}

/* Nothing where neither has any. */
static void add_limits(const struct story *story)
{
    const struct outcome_diff *diff = story->diff;
    if (!has_limits(diff->before) && !has_limits(diff->after))
        return;
    struct document_table *table = section_add_table(
        document_add_section(story->document, "Quotas, draws and reserves"), "limits",
        "Those that differ: how many they let in, seats filled below them, and what one more would "
        "bring; of a reserve the seats of the need that are open to all");
    table_add_column(table, "name", "Name", FORMAT_TEXT);
    table_add_column(table, "kind", "Kind", FORMAT_CODE);
    table_add_column(table, "of", "Of", FORMAT_CODE);
    table_add_column(table, "most_before", "Most before", FORMAT_INTEGER);
    table_add_column(table, "most_after", "Most after", FORMAT_INTEGER);
    add_pair_columns(table, story->words);
    table_add_column(table, "worth_before", "Worth before", FORMAT_TEXT);
    table_add_column(table, "worth_after", "Worth after", FORMAT_TEXT);
    for (size_t i = 0; i < diff->limit_count; i++) {
        const struct limit_change *change = &diff->limits[i];
        const struct limit_side *side = change->after != NULL ? change->after : change->before;
        table_begin_row(table);
        table_add_text(table, side->name);
        table_add_text(table, side->kind);
        table_add_text(table, side->of);
        add_most(table, change->before);
        add_most(table, change->after);
        add_filled(table, change);
        add_worth(table, change->before, diff->before->stable);
        add_worth(table, change->after, diff->after->stable);
    }
}

/* ---- people ---------------------------------------------------------------------------------- */

static void add_seat(struct document_table *table, const struct outcome_seat *seat)
{
    if (seat == NULL) {
        table_add_none(table);
        table_add_none(table);
        return;
    }
    table_add_text(table, seat->need_code);
    table_add_integer(table, seat->fit_bp);
}

/* In a need that is none any more all the same. */
static void add_place(struct document_table *table, const struct outcome_place *place)
{
    if (place == NULL)
        table_add_none(table);
    else
        table_add_text(table, place->need_code.data != NULL ? place->need_code
                                                            : STR_VIEW_LITERAL("elsewhere"));
}

static void add_people(const struct story *story)
{
    const struct outcome_diff *diff = story->diff;
    struct document_table *table = section_add_table(
        document_add_section(story->document, "People"), "people",
        "Who sits elsewhere, or in one of the two results alone; placed since: by "
        "a placement or acceptance, which the later result leaves alone");
    table_add_column(table, "person", "Person", FORMAT_CODE);
    table_add_column(table, "need_before", "Need before", FORMAT_CODE);
    table_add_column(table, "fit_before_bp", "Fit before", FORMAT_FIT);
    table_add_column(table, "need_after", "Need after", FORMAT_CODE);
    table_add_column(table, "fit_after_bp", "Fit after", FORMAT_FIT);
    table_add_column(table, "placed_since", "Placed since", FORMAT_CODE);
    for (size_t i = 0; i < diff->move_count; i++) {
        const struct person_move *move = &diff->moves[i];
        table_begin_row(table);
        table_add_text(table, (move->after != NULL ? move->after : move->before)->person_id);
        add_seat(table, move->before);
        add_seat(table, move->after);
        add_place(table, move->since);
    }
}

struct document *outcome_diff_report(const struct outcome_diff *diff,
                                     const struct outcome_words *words, struct arena *arena)
{
    struct story story = {
        .diff = diff,
        .words = words,
        .document = document_new(arena, words->name, words->title),
        .arena = arena,
    };
    set_finding(&story);
    add_mode(&story, diff->before, false);
    add_mode(&story, diff->after, true);
    add_figures(&story);
    add_objective(&story);
    add_needs(&story);
    add_limits(&story);
    add_people(&story);
    return story.document;
}
