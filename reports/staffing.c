/*
 * The staffing report: seats by priority, agency, unit and need, who fills them, and why the rest
 * stays empty.
 */
#include <inttypes.h>

#include "core/base/alloc.h"
#include "reports/limit_words.h"
#include "reports/need_words.h"
#include "reports/report_frame.h"

static void add_figure_columns(struct document_table *table)
{
    table_add_column(table, "seats", "Seats", FORMAT_INTEGER);
    table_add_column(table, "staffed", "Staffed", FORMAT_INTEGER);
    table_add_column(table, "filled", "Filled", FORMAT_INTEGER);
    table_add_column(table, "short", "Short", FORMAT_INTEGER);
    table_add_column(table, "covered", "Covered", FORMAT_BAR);
    table_add_column(table, "fit_bp", "Mean fit", FORMAT_FIT);
}

static void add_figures(struct document_table *table, const struct staffing_figures *figures)
{
    table_add_integer(table, figures->seats);
    table_add_integer(table, figures->staffed);
    table_add_integer(table, figures->filled);
    table_add_integer(table, figures->short_of);
    table_add_bar(table, figures->seats - figures->short_of, figures->seats);
    if (figures->filled > 0)
        table_add_integer(table, figures->fit_bp / figures->filled);
    else
        table_add_none(table);
}

static void add_summary(struct document *document, const struct staffing *staffing)
{
    const struct staffing_figures *total = &staffing->total;
    CADRE_CLEANUP(str_release) struct str finding = {0};
    report_add_shortage(total->seats, total->short_of, &finding);
    document_set_finding(document, "%s.", str_chars(&finding));
    document_add_figure(document, "seats", "Seats asked for", total->seats, FORMAT_INTEGER);
    document_add_figure(document, "staffed", "Staffed already", total->staffed, FORMAT_INTEGER);
    document_add_figure(document, "filled", "Filled by this run", total->filled, FORMAT_INTEGER);
    document_add_figure(document, "short", "Short", total->short_of, FORMAT_INTEGER);
    document_add_figure(document, "fit_bp", "Mean fit",
                        total->filled > 0 ? total->fit_bp / total->filled : 0, FORMAT_FIT);
    document_add_figure(document, "needs", "Needs", (int64_t)staffing->need_count, FORMAT_INTEGER);
    document_add_figure(document, "units", "Units that ask", (int64_t)staffing->unit_count,
                        FORMAT_INTEGER);
}

static void add_priorities(struct document *document, const struct staffing *staffing)
{
    struct document_section *section = document_add_section(document, "By priority");
    struct document_table *table = section_add_table(
        section, "priorities", "Seats by priority; 1 is filled before 2, and so on to 9");
    table_add_column(table, "priority", "Priority", FORMAT_INTEGER);
    add_figure_columns(table);
    for (int i = 0; i < INSTANCE_CLASS_COUNT; i++) {
        if (staffing->by_priority[i].seats == 0)
            continue;
        table_begin_row(table);
        table_add_integer(table, i + 1);
        add_figures(table, &staffing->by_priority[i]);
    }
    table_begin_row(table);
    table_add_none(table);
    add_figures(table, &staffing->total);
    table_mark_total(table);
}

/* Agencies or units: one table each, of the same shape. */
struct group_table {
    const char *section, *name, *caption, *column;
};

static void add_groups(struct document *document, const struct staffing *staffing,
                       const struct group_table *shape, const struct staffing_group *groups,
                       size_t count)
{
    struct document_section *section = document_add_section(document, shape->section);
    struct document_table *table = section_add_table(section, shape->name, shape->caption);
    table_add_column(table, "organization", shape->column, FORMAT_CODED);
    table_add_column(table, "needs", "Needs", FORMAT_INTEGER);
    add_figure_columns(table);
    for (size_t i = 0; i < count; i++) {
        table_begin_row(table);
        words_cell_organization(table, staffing->snapshot, groups[i].organization);
        table_add_integer(table, (int64_t)groups[i].need_count);
        add_figures(table, &groups[i].figures);
    }
    table_begin_row(table);
    table_add_none(table);
    table_add_integer(table, (int64_t)staffing->need_count);
    add_figures(table, &staffing->total);
    table_mark_total(table);
}

static void add_need_columns(struct document_table *table)
{
    words_need_columns(table);
    add_figure_columns(table);
    table_add_column(table, "eligible", "Eligible people", FORMAT_INTEGER);
    table_add_column(table, "runner_ups", "Runner-ups", FORMAT_INTEGER);
}

static void add_need(struct document_table *table, const struct snapshot *snapshot,
                     const struct staffing_need *row)
{
    table_begin_row(table);
    words_need_cells(table, snapshot, &snapshot->needs[row->need]);
    add_figures(table, &row->figures);
    table_add_integer(table, (int64_t)row->eligible);
    table_add_integer(table, (int64_t)row->runner_ups);
}

static void add_needs(struct document *document, const struct staffing *staffing)
{
    struct document_section *section = document_add_section(document, "By need");
    section_add_paragraph(section, "Eligible people meet every condition of the need; runner-ups "
                                   "are those of them whom the run seats nowhere.");
    struct document_table *table =
        section_add_table(section, "needs", "Needs by unit, priority and code");
    add_need_columns(table);
    for (size_t i = 0; i < staffing->need_count; i++)
        add_need(table, staffing->snapshot, &staffing->needs[i]);
}

static void add_person_columns(struct document_table *table, bool names)
{
    table_add_column(table, "need", "Need", FORMAT_CODED);
    table_add_column(table, "person", "Person", FORMAT_CODE);
    if (names)
        table_add_column(table, "name", "Name", FORMAT_TEXT);
    table_add_column(table, "fit_bp", "Fit", FORMAT_FIT);
}

static void add_person(struct document_table *table, const struct snapshot *snapshot,
                       const struct staffing_need *row, const struct staffing_person *listed,
                       bool names)
{
    const struct person *person = &snapshot->people[listed->person];
    table_begin_row(table);
    words_cell_need(table, &snapshot->needs[row->need]);
    table_add_text(table, person->person_id);
    if (names)
        table_add_format(table, "%.*s %.*s", STR_VIEW_ARGS(person->family_name),
                         STR_VIEW_ARGS(person->given_name));
    table_add_integer(table, listed->fit_bp);
}

static void add_people(struct document *document, const struct staffing *staffing, bool names)
{
    struct document_section *section = document_add_section(document, "Who fills the seats");
    struct document_table *table =
        section_add_table(section, "people", "People seated by this run, best fit first");
    add_person_columns(table, names);
    table_add_column(table, "kept", "Kept from the last run", FORMAT_TEXT);
    for (size_t i = 0; i < staffing->need_count; i++) {
        const struct staffing_need *row = &staffing->needs[i];
        for (size_t j = 0; j < row->person_count; j++) {
            add_person(table, staffing->snapshot, row, &row->people[j], names);
            table_add_text(table, str_view_of(row->people[j].kept ? "yes" : "no"));
        }
    }
}

static void add_runner_ups(struct document *document, const struct staffing *staffing, bool names)
{
    struct document_section *section = document_add_section(document, "Runner-ups");
    section_add_paragraph(section,
                          "The best %d people of each need whom the run seats nowhere; one may run "
                          "up for several needs.",
                          STAFFING_NEXT_MAX);
    struct document_table *table =
        section_add_table(section, "runner_ups", "Runner-ups by need, best fit first");
    add_person_columns(table, names);
    for (size_t i = 0; i < staffing->need_count; i++) {
        const struct staffing_need *row = &staffing->needs[i];
        for (size_t j = 0; j < row->next_count; j++)
            add_person(table, staffing->snapshot, row, &row->next[j], names);
    }
}

static void add_need_reasons(struct document_table *table, const struct snapshot *snapshot,
                             const struct staffing_need *row)
{
    for (size_t i = 0; i < row->reason_count; i++) {
        table_begin_row(table);
        words_cell_need(table, &snapshot->needs[row->need]);
        table_add_integer(table, row->figures.short_of);
        words_cell_reason(table, row->reasons[i].reason);
        table_add_integer(table, (int64_t)row->reasons[i].people);
    }
}

static void add_reasons(struct document *document, const struct staffing *staffing)
{
    struct document_section *section = document_add_section(document, "Why seats stay empty");
    if (staffing->total.short_of == 0)
        section_add_paragraph(section, "No seat stays empty.");
    else
        section_add_paragraph(section, "Each person who does not fit a need is counted once, under "
                                       "the first condition that fails, in the published order.");
    struct document_table *table = section_add_table(
        section, "reasons", "Needs with empty seats: why people do not fit, most people first");
    table_add_column(table, "need", "Need", FORMAT_CODED);
    table_add_column(table, "short", "Short", FORMAT_INTEGER);
    table_add_column(table, "reason", "Reason", FORMAT_NAMED);
    table_add_column(table, "people", "People", FORMAT_INTEGER);
    for (size_t i = 0; i < staffing->need_count; i++)
        add_need_reasons(table, staffing->snapshot, &staffing->needs[i]);
}

struct document *staffing_report(const struct staffing *staffing,
                                 const struct report_context *context, struct arena *arena)
{
    static const struct group_table agencies = {"By agency", "agencies",
                                                "Seats by ministry or agency", "Agency"};
    static const struct group_table units = {"By unit", "units", "Seats by unit that asks", "Unit"};
    struct document *document = report_begin(arena, "staffing", "Staffing", context);
    add_summary(document, staffing);
    add_priorities(document, staffing);
    add_groups(document, staffing, &agencies, staffing->agencies, staffing->agency_count);
    add_groups(document, staffing, &units, staffing->units, staffing->unit_count);
    add_needs(document, staffing);
    if (context->limits != NULL)
        limit_words_add_section(document, context->limits, context->stable, false);
    add_people(document, staffing, context->names);
    add_runner_ups(document, staffing, context->names);
    add_reasons(document, staffing);
    return document;
}
