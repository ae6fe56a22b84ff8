#include "reports/override_table.h"

#include <inttypes.h>

#include "core/base/alloc.h"

enum { PART_COUNT = INSTANCE_CLASS_COUNT + 2 };

struct part {
    int64_t count;
    const char *one, *several;
    int class; /* 0 = of none */
};

static size_t parts_of(const struct objective *gain, int sign, struct part *parts)
{
    size_t count = 0;
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++) {
        if (sign * gain->filled[class] > 0)
            parts[count++] = (struct part){sign * gain->filled[class], "seat", "seats", class + 1};
    }
    if (sign * gain->fit_bp > 0)
        parts[count++] = (struct part){sign * gain->fit_bp, "bp of fit", "bp of fit", 0};
    if (sign * gain->held > 0)
        parts[count++] = (struct part){sign * gain->held, "person kept in their place",
                                       "people kept in their place", 0};
    return count;
}

/* "1 seat of priority 2, 2 of priority 3 and 340 bp of fit" */
static void add_parts(const struct part *parts, size_t count, struct str *out)
{
    for (size_t i = 0; i < count; i++) {
        const struct part *part = &parts[i];
        if (i > 0)
            str_add_text(out, i + 1 == count ? " and " : ", ");
        str_add_format(out, "%" PRId64, part->count);
        if (part->class == 0 || i == 0)
            str_add_format(out, " %s", part->count == 1 ? part->one : part->several);
        if (part->class > 0)
            str_add_format(out, " of priority %d", part->class);
    }
}

void report_add_cost(const struct objective *gain, bool several, struct str *out)
{
    struct part parts[PART_COUNT];
    size_t lost = parts_of(gain, 1, parts);
    str_add_text(out, several ? "cost " : "costs ");
    if (lost == 0)
        str_add_text(out, "nothing");
    add_parts(parts, lost, out);
    size_t won = parts_of(gain, -1, parts);
    if (won == 0)
        return;
    str_add_text(out, several ? "; bring " : "; brings ");
    add_parts(parts, won, out);
}

void report_add_costs(const struct override_prices *prices, struct str *out)
{
    if (prices->count == 1)
        str_add_text(out, "the decision ");
    else
        str_add_format(out, "%zu decisions together ", prices->count);
    report_add_cost(&prices->all, prices->count > 1, out);
}

static void add_row(const struct override_price *price, struct document_table *table)
{
    char day[CADRE_DATE_TEXT_SIZE];
    CADRE_CLEANUP(str_release) struct str words = {0};
    int64_t seats = 0;
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        seats += price->gain.filled[class];
    table_begin_row(table);
    table_add_text(table, price->person_id);
    table_add_text(table, price->need_code);
    table_add_text(table, price->verdict);
    table_add_text(table, str_view_of(cadre_date_format(price->decided_on, day)));
    if (!price->known) {
        table_add_none(table);
        table_add_none(table);
        table_add_text(table, STR_VIEW_LITERAL("not solved by itself"));
        return;
    }
    table_add_integer(table, seats);
    table_add_integer(table, price->gain.fit_bp);
    report_add_cost(&price->gain, false, &words);
    table_add_text(table, str_view_from(&words));
}

void override_table_add(const struct override_prices *prices, struct document *document)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    if (prices->count == 0)
        return;
    struct document_section *section = document_add_section(document, "What decisions cost");
    report_add_costs(prices, &words);
    section_add_paragraph(section,
                          "Each by itself is what the match would gain without it, all else being "
                          "as it is; %s.",
                          str_chars(&words));
    struct document_table *table = section_add_table(
        section, "decisions", "Decisions that bend this run, those made by hand first");
    table_add_column(table, "person_id", "Person", FORMAT_CODE);
    table_add_column(table, "need", "Need", FORMAT_CODE);
    table_add_column(table, "decision", "Decision", FORMAT_CODE);
    table_add_column(table, "decided_on", "Decided on", FORMAT_CODE);
    table_add_column(table, "seats", "Seats", FORMAT_INTEGER);
    table_add_column(table, "fit_bp", "Fit (bp)", FORMAT_INTEGER);
    table_add_column(table, "cost", "By itself it", FORMAT_TEXT);
    for (size_t i = 0; i < prices->count; i++)
        add_row(&prices->items[i], table);
}
