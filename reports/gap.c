/*
 * The skill-gap report: need, have and short by role, level and region as a heat map, then by role,
 * region and organization, and what those one step away still miss. No person in it.
 */
#include <inttypes.h>
#include <string.h>

#include "core/base/alloc.h"
#include "reports/need_words.h"
#include "reports/report_frame.h"

static void add_finding(struct document *document, const struct gap_figures *total)
{
    CADRE_CLEANUP(str_release) struct str finding = {0};
    report_add_shortage(total->need, total->short_of, &finding);
    if (total->need > 0) {
        str_add_text(&finding, "; ");
        if (total->one_step == 0)
            str_add_text(&finding, "nobody who fits no need is");
        else
            words_add_count((uint64_t)total->one_step, "person who fits no need is",
                            "people who fit no need are", &finding);
        str_add_text(&finding, " one step away from one");
    }
    document_set_finding(document, "%s.", str_chars(&finding));
}

static void add_summary(struct document *document, const struct gap_figures *total)
{
    add_finding(document, total);
    document_add_figure(document, "need", "Seats needed", total->need, FORMAT_INTEGER);
    document_add_figure(document, "staffed", "Staffed already", total->staffed, FORMAT_INTEGER);
    document_add_figure(document, "filled", "Filled by this run", total->filled, FORMAT_INTEGER);
    document_add_figure(document, "short", "Short", total->short_of, FORMAT_INTEGER);
    document_add_figure(document, "qualified", "People qualified", total->qualified,
                        FORMAT_INTEGER);
    document_add_figure(document, "have", "Qualified and free to serve", total->have,
                        FORMAT_INTEGER);
    document_add_figure(document, "one_step", "One step away", total->one_step, FORMAT_INTEGER);
}

/* ---- the heat map: role x level down, region across -------------------------------------- */

static void add_region_column(struct document_table *table, const struct catalogue *catalogue,
                              int32_t region)
{
    if (region < 0) {
        table_add_column(table, "any", "Any region", FORMAT_HEAT);
        return;
    }
    const struct region *node = catalogue_region(catalogue, region);
    table_add_coded_column(table, node->code, node->name_en, FORMAT_HEAT);
}

static void add_heat(struct document_table *table, const struct gap_figures *figures)
{
    table_add_heat(table, figures->have, figures->need, figures->short_of);
}

static void add_heat_or_none(struct document_table *table, const struct gap *gap,
                             const struct gap_cell *role, int32_t region)
{
    for (size_t i = 0; i < gap->cell_count; i++) {
        const struct gap_cell *cell = &gap->cells[i];
        if (cell->work_role == role->work_role && cell->level == role->level &&
            cell->region == region) {
            add_heat(table, &cell->figures);
            return;
        }
    }
    table_add_none(table);
}

static void add_heat_map(struct document *document, const struct gap *gap)
{
    const struct catalogue *catalogue = gap->snapshot->catalogue;
    struct document_section *section = document_add_section(document, "Heat map");
    section_add_paragraph(section, "Have: people who meet every condition of a need of the cell. A "
                                   "person counts once in a cell and once in a total, so totals "
                                   "are counted anew and are not sums.");
    struct document_table *table = section_add_table(
        section, "heat_map", "Have, need and short by role and level (down) and region (across)");
    table_add_column(table, "work_role", "Role", FORMAT_CODED);
    table_add_column(table, "level", "Level", FORMAT_TEXT);
    for (size_t i = 0; i < gap->region_count; i++)
        add_region_column(table, catalogue, gap->regions[i].region);
    table_add_column(table, "all", "All", FORMAT_HEAT);
    for (size_t row = 0; row < gap->role_count; row++) {
        const struct gap_cell *role = &gap->roles[row];
        table_begin_row(table);
        words_cell_role(table, catalogue, role->work_role);
        words_cell_level(table, catalogue, role->work_role, role->level);
        for (size_t i = 0; i < gap->region_count; i++)
            add_heat_or_none(table, gap, role, gap->regions[i].region);
        add_heat(table, &role->figures);
    }
    table_begin_row(table);
    table_add_none(table);
    table_add_none(table);
    for (size_t i = 0; i < gap->region_count; i++)
        add_heat(table, &gap->regions[i].figures);
    add_heat(table, &gap->total);
    table_mark_total(table);
}

/* ---- lists ------------------------------------------------------------------------------- */

static void add_figure_columns(struct document_table *table)
{
    table_add_column(table, "gap", "Have/need", FORMAT_HEAT);
    table_add_column(table, "staffed", "Staffed", FORMAT_INTEGER);
    table_add_column(table, "filled", "Filled", FORMAT_INTEGER);
    table_add_column(table, "qualified", "Qualified", FORMAT_INTEGER);
    table_add_column(table, "one_step", "One step away", FORMAT_INTEGER);
}

static void add_figures(struct document_table *table, const struct gap_figures *figures)
{
    add_heat(table, figures);
    table_add_integer(table, figures->staffed);
    table_add_integer(table, figures->filled);
    table_add_integer(table, figures->qualified);
    table_add_integer(table, figures->one_step);
}

/* What a list is keyed by. */
enum key { KEY_ROLE, KEY_REGION, KEY_ORGANIZATION, KEY_CELL };

static void add_key_columns(struct document_table *table, enum key key)
{
    if (key == KEY_ROLE || key == KEY_CELL) {
        table_add_column(table, "work_role", "Role", FORMAT_CODED);
        table_add_column(table, "level", "Level", FORMAT_TEXT);
    }
    if (key == KEY_REGION || key == KEY_CELL)
        table_add_column(table, "region", "Region", FORMAT_CODED);
    if (key == KEY_ORGANIZATION)
        table_add_column(table, "organization", "Organization", FORMAT_CODED);
}

static void add_key(struct document_table *table, const struct snapshot *snapshot, enum key key,
                    const struct gap_cell *cell)
{
    const struct catalogue *catalogue = snapshot->catalogue;
    if (key == KEY_ROLE || key == KEY_CELL) {
        words_cell_role(table, catalogue, cell->work_role);
        words_cell_level(table, catalogue, cell->work_role, cell->level);
    }
    if (key == KEY_REGION || key == KEY_CELL)
        words_cell_region(table, catalogue, cell->region);
    if (key == KEY_ORGANIZATION)
        words_cell_organization(table, snapshot, cell->organization);
}

static const size_t table_key_counts[] = {
    [KEY_ROLE] = 2,
    [KEY_REGION] = 1,
    [KEY_ORGANIZATION] = 1,
    [KEY_CELL] = 3,
};

static void add_total(struct document_table *table, enum key key, const struct gap_figures *total)
{
    table_begin_row(table);
    for (size_t i = 0; i < table_key_counts[key]; i++)
        table_add_none(table);
    add_figures(table, total);
    table_mark_total(table);
}

struct list_shape {
    enum key key;
    const char *section, *name, *caption;
    const char *paragraph; /* NULL = none */
};

static void add_list(struct document *document, const struct gap *gap,
                     const struct list_shape *shape, const struct gap_cell *cells, size_t count)
{
    struct document_section *section = document_add_section(document, shape->section);
    if (shape->paragraph != NULL)
        section_add_paragraph(section, "%s", shape->paragraph);
    struct document_table *table = section_add_table(section, shape->name, shape->caption);
    add_key_columns(table, shape->key);
    add_figure_columns(table);
    for (size_t i = 0; i < count; i++) {
        table_begin_row(table);
        add_key(table, gap->snapshot, shape->key, &cells[i]);
        add_figures(table, &cells[i].figures);
    }
    add_total(table, shape->key, &gap->total);
}

/* ---- one step away ----------------------------------------------------------------------- */

static void add_steps(struct document_section *section, const struct gap *gap,
                      const struct list_shape *shape, const struct gap_cell *cells, size_t count)
{
    struct document_table *table = section_add_table(section, shape->name, shape->caption);
    add_key_columns(table, shape->key);
    table_add_column(table, "reason", "What fails", FORMAT_NAMED);
    table_add_column(table, "what", "What would do", FORMAT_TEXT);
    table_add_column(table, "people", "People", FORMAT_INTEGER);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < cells[i].step_count; j++) {
            const struct gap_step *step = &cells[i].steps[j];
            table_begin_row(table);
            add_key(table, gap->snapshot, shape->key, &cells[i]);
            words_cell_reason(table, step->reason);
            table_add_text(table, str_view_of(step->what));
            table_add_integer(table, step->people);
        }
    }
}

static void add_one_step(struct document *document, const struct gap *gap)
{
    static const struct list_shape by_cell = {
        KEY_CELL, NULL, "steps", "The step that is missing, by role, level and region"};
    static const struct list_shape by_organization = {KEY_ORGANIZATION, NULL, "organization_steps",
                                                      "The step that is missing, by organization"};
    struct document_section *section = document_add_section(document, "One step away");
    section_add_paragraph(
        section,
        "People who fail exactly one condition of some need of the cell and are "
        "eligible for none of it; at most %d steps of each cell, most people first.",
        GAP_STEPS_MAX);
    add_steps(section, gap, &by_cell, gap->cells, gap->cell_count);
    add_steps(section, gap, &by_organization, gap->organizations, gap->organization_count);
}

struct document *gap_report(const struct gap *gap, const struct report_context *context,
                            struct arena *arena)
{
    static const struct list_shape roles = {
        KEY_ROLE, "By role", "roles", "Roles and levels, all regions",
        "Qualified: people who know and hold all that a need of the row asks for, whether or not "
        "they may serve there; a need that asks for nothing qualifies everybody."};
    static const struct list_shape regions = {KEY_REGION, "By region", "regions",
                                              "Regions where seats are"};
    static const struct list_shape organizations = {KEY_ORGANIZATION, "By organization",
                                                    "organizations", "Organizations that ask"};
    static const struct list_shape all = {KEY_CELL, "By role, level and region", "cells",
                                          "All cells of the heat map as a list"};
    struct document *document = report_begin(arena, "gap", "Skill gap", context);
    add_summary(document, &gap->total);
    add_heat_map(document, gap);
    add_list(document, gap, &roles, gap->roles, gap->role_count);
    add_list(document, gap, &regions, gap->regions, gap->region_count);
    add_list(document, gap, &organizations, gap->organizations, gap->organization_count);
    add_one_step(document, gap);
    add_list(document, gap, &all, gap->cells, gap->cell_count);
    return document;
}
