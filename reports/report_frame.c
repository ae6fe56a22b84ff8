#include "reports/report_frame.h"

#include <inttypes.h>

#include "core/base/alloc.h"
#include "reports/cell_text.h"

static int64_t filled_of(const struct objective *objective)
{
    int64_t filled = 0;
    for (int i = 0; i < INSTANCE_CLASS_COUNT; i++)
        filled += objective->filled[i];
    return filled;
}

/* "61 of priority 1, 104 of 2 and 8 of 7"; classes of which no seat is filled are left out. */
static void add_classes(const struct objective *objective, struct str *out)
{
    size_t left = 0;
    for (int i = 0; i < INSTANCE_CLASS_COUNT; i++)
        left += objective->filled[i] > 0;
    str_add_text(out, left == 0 ? "none" : "");
    for (int i = 0, told = 0; i < INSTANCE_CLASS_COUNT; i++) {
        if (objective->filled[i] == 0)
            continue;
        left--;
        str_add_text(out, told == 0 ? "" : left == 0 ? " and " : ", ");
        cell_text_add_integer(objective->filled[i], out);
        str_add_format(out, told++ == 0 ? " of priority %d" : " of %d", i + 1);
    }
}

static void add_filled(struct document *document, const struct objective *objective)
{
    CADRE_CLEANUP(str_release) struct str filled = {0};
    CADRE_CLEANUP(str_release) struct str words = {0};
    for (int i = 0; i < INSTANCE_CLASS_COUNT; i++)
        str_add_format(&filled, "%s%" PRId64, i > 0 ? ", " : "", objective->filled[i]);
    add_classes(objective, &words);
    document_add_fact(document, "filled_by_priority", "Filled by priority", "%s",
                      str_chars(&filled));
    document_set_fact_words(document, str_chars(&words));
}

void report_add_fit(const struct objective *objective, struct str *out)
{
    int64_t seats = filled_of(objective);
    cell_text_add_integer(objective->fit_bp, out);
    str_add_text(out, " bp");
    if (seats == 0)
        return;
    str_add_text(out, " (");
    cell_text_add_fit(objective->fit_bp / seats, out);
    str_add_text(out, " a seat)");
}

static void add_fit(struct document *document, const struct objective *objective)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    report_add_fit(objective, &words);
    document_add_fact(document, "fit_total_bp", "Total fit", "%" PRId64, objective->fit_bp);
    document_set_fact_words(document, str_chars(&words));
}

/* " (-1 of priority 2, +1 of priority 3)"; nothing where they fill alike. */
static void add_differences(const struct objective *best, const struct objective *fair,
                            struct str *out)
{
    bool any = false;
    for (int i = 0; i < INSTANCE_CLASS_COUNT; i++) {
        int64_t more = fair->filled[i] - best->filled[i];
        if (more == 0)
            continue;
        str_add_format(out, "%s%+" PRId64 " of priority %d", any ? ", " : " (", more, i + 1);
        any = true;
    }
    str_add_text(out, any ? ")" : "");
}

void report_add_price(const struct objective *own, const struct objective *other, bool stable,
                      struct str *out)
{
    const struct objective *best = stable ? other : own;
    const struct objective *fair = stable ? own : other;
    int64_t seats = filled_of(best);
    cell_text_add_integer(filled_of(fair), out);
    str_add_text(out, " of ");
    cell_text_add_integer(seats, out);
    str_add_text(out, seats == 1 ? " seat" : " seats");
    add_differences(best, fair, out);
    str_add_text(out, ", ");
    cell_text_add_fit(best->fit_bp > 0 ? fair->fit_bp * FIT_MAX_BP / best->fit_bp : FIT_MAX_BP,
                      out);
    str_add_text(out, " of the fit");
}

static void add_mode(struct document *document, const struct report_context *context)
{
    CADRE_CLEANUP(str_release) struct str price = {0};
    document_add_fact(document, "mode", "Mode", "%s", context->stable ? "stable" : "optimal");
    if (context->other == NULL)
        return;
    report_add_price(&context->objective, context->other, context->stable, &price);
    document_add_fact(document, "stable_of_optimal", "Stable against optimal", "%s",
                      str_chars(&price));
    document_set_fact_words(document, str_chars(&price));
}

struct document *report_begin(struct arena *arena, const char *name, const char *title,
                              const struct report_context *context)
{
    char as_of[CADRE_DATE_TEXT_SIZE];
    struct document *document = document_new(arena, name, title);
    if (context->draft)
        document_set_notice(document, "Draft: this match run is not published.");
    document_add_fact(document, "as_of", "As of", "%s", cadre_date_format(context->as_of, as_of));
    document_add_fact(document, "run", "Match run", "%.*s", STR_VIEW_ARGS(context->run_digest));
    document_add_fact(document, "status", "Status", "%s", context->draft ? "draft" : "published");
    add_filled(document, &context->objective);
    add_fit(document, &context->objective);
    document_add_fact(document, "held", "Kept from the last run", "%" PRId64,
                      context->objective.held);
    add_mode(document, context);
    return document;
}

void report_add_shortage(int64_t seats, int64_t short_of, struct str *out)
{
    if (seats == 0) {
        str_add_text(out, "No organization asks for a seat");
        return;
    }
    if (seats == 1) {
        str_add_text(out,
                     short_of > 0 ? "The only seat cannot be filled" : "The only seat is filled");
        return;
    }
    if (short_of > 0)
        cell_text_add_integer(short_of, out);
    str_add_text(out, short_of > 0 ? " of " : "All ");
    cell_text_add_integer(seats, out);
    str_add_text(out, short_of > 0 ? " seats cannot be filled" : " seats are filled");
}
