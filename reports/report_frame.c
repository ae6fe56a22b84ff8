#include "reports/report_frame.h"

#include <inttypes.h>

#include "core/base/alloc.h"
#include "reports/cell_text.h"

static void add_filled(struct document *document, const struct objective *objective)
{
    CADRE_CLEANUP(str_release) struct str filled = {0};
    for (int i = 0; i < INSTANCE_CLASS_COUNT; i++)
        str_add_format(&filled, "%s%" PRId64, i > 0 ? ", " : "", objective->filled[i]);
    document_add_fact(document, "filled_by_priority", "Filled by priority", "%s",
                      str_chars(&filled));
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
    document_add_fact(document, "fit_total_bp", "Total fit", "%" PRId64, context->objective.fit_bp);
    document_add_fact(document, "held", "Kept from the last run", "%" PRId64,
                      context->objective.held);
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
