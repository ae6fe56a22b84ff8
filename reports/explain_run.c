/*
 * A whole run: people and seats, seats by priority, why some stay empty, and what the run took.
 * Nobody is named.
 */
#include "core/base/alloc.h"
#include "reports/cell_text.h"
#include "reports/limit_words.h"
#include "reports/override_table.h"
#include "reports/report_frame.h"

static int64_t sum_of(const int64_t *by_class)
{
    int64_t sum = 0;
    for (int i = 0; i < INSTANCE_CLASS_COUNT; i++)
        sum += by_class[i];
    return sum;
}

static bool is_limited(const struct report_context *context)
{
    const struct limit_figures *limits = context->limits;
    return limits != NULL && limits->cap_count + limits->reserve_count > 0;
}

static void set_finding(struct document *document, const struct explain_run *explanation,
                        const struct report_context *context)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    int64_t seats = sum_of(explanation->seats);
    cell_text_add_integer(sum_of(explanation->filled), &words);
    str_add_text(&words, " of ");
    cell_text_add_integer(seats, &words);
    str_add_text(&words, seats == 1 ? " free seat is filled; " : " free seats are filled; ");
    str_add_text(&words, !context->stable ? "no better assignment exists."
                         : is_limited(context)
                             ? "no person and need that the limits let meet would rather "
                               "have one another."
                             : "no person and need would rather have one another.");
    document_set_finding(document, "%s", str_chars(&words));
}

static void add_figures(struct document *document, const struct explain_run *explanation)
{
    int64_t seats = sum_of(explanation->seats);
    int64_t filled = sum_of(explanation->filled);
    const struct {
        const char *key, *label;
        int64_t number;
    } figures[] = {
        {"people", "People", explanation->people},
        {"placed", "Placed", explanation->placed},
        {"runner_ups", "Fit some need, not placed", explanation->runner_ups},
        {"unfit", "Fit no need", explanation->unfit},
        {"needs", "Needs", explanation->needs},
        {"needs_short", "Needs with an empty seat", explanation->needs_short},
        {"pairs", "Eligible pairs", explanation->pairs},
        {"seats", "Free seats", seats},
        {"filled", "Filled", filled},
        {"empty", "Empty", seats - filled},
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        document_add_figure(document, figures[i].key, figures[i].label, figures[i].number,
                            FORMAT_INTEGER);
}

static void add_priorities(struct document *document, const struct explain_run *explanation)
{
    struct document_table *table =
        section_add_table(document_add_section(document, "Seats"), "priorities",
                          "Free seats of this run by priority");
    table_add_column(table, "priority", "Priority", FORMAT_INTEGER);
    table_add_column(table, "seats", "Free seats", FORMAT_INTEGER);
    table_add_column(table, "filled", "Filled", FORMAT_INTEGER);
    table_add_column(table, "empty", "Empty", FORMAT_INTEGER);
    for (int i = 0; i < INSTANCE_CLASS_COUNT; i++) {
        if (explanation->seats[i] == 0)
            continue;
        table_begin_row(table);
        table_add_integer(table, i + 1);
        table_add_integer(table, explanation->seats[i]);
        table_add_integer(table, explanation->filled[i]);
        table_add_integer(table, explanation->seats[i] - explanation->filled[i]);
    }
}

static void add_shortages(struct document *document, const char *const *lines, size_t count)
{
    if (count == 0)
        return;
    struct document_section *section = document_add_section(document, "Why seats stay empty");
    for (size_t i = 0; i < count; i++)
        section_add_paragraph(section, "%s.", lines[i]);
}

static void add_costs(struct document *document, const struct run_costs *costs)
{
    const struct {
        const char *key, *label;
        int64_t number;
    } figures[] = {
        {"reading_ms", "Reading the registry (ms)", costs->reading_ms},
        {"pairs_ms", "Finding who fits where (ms)", costs->pairs_ms},
        {"solving_ms", "Assigning (ms)", costs->solving_ms},
        {"peak_kib", "Peak memory (KiB)", costs->peak_kib},
    };
    for (size_t i = 0; costs->known && i < sizeof figures / sizeof *figures; i++)
        document_add_figure(document, figures[i].key, figures[i].label, figures[i].number,
                            FORMAT_INTEGER);
}

struct document *explain_run_report(const struct explain_run *explanation,
                                    const struct run_costs *costs, const char *const *shortages,
                                    size_t shortage_count, const struct override_prices *overrides,
                                    const struct report_context *context, struct arena *arena)
{
    struct document *document =
        report_begin(arena, "explain_run", "Explanation of a match run", context);
    set_finding(document, explanation, context);
    add_figures(document, explanation);
    add_costs(document, costs);
    add_priorities(document, explanation);
    if (context->limits != NULL)
        limit_words_add_section(document, context->limits, context->stable, true);
    add_shortages(document, shortages, shortage_count);
    override_table_add(overrides, document);
    return document;
}
