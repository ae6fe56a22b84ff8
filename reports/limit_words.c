#include "reports/limit_words.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "reports/cell_text.h"

/* ---- worth ----------------------------------------------------------------------------------- */

/* Beside a seat, which may cost some. */
static void add_fit(int64_t fit_bp, struct str *out)
{
    str_add_text(out, fit_bp < 0 ? " less " : " and ");
    cell_text_add_fit(fit_bp < 0 ? -fit_bp : fit_bp, out);
    str_add_text(out, " of fit");
}

void limit_words_add_worth(int64_t price, struct limit_worth worth, struct str *out)
{
    if (price != 0 && !worth.is_exact)
        str_add_text(out, "at most ");
    if (price == 0) {
        str_add_char(out, '-');
    } else if (worth.priority > 0) {
        str_add_format(out, "a seat of priority %d", worth.priority);
        if (worth.fit_bp != 0)
            add_fit(worth.fit_bp, out);
    } else if (worth.priority == WORTH_BETTER_SEATS) {
        str_add_text(out, "seats of a higher priority in place of others");
    } else if (worth.fit_bp == 0) {
        str_add_text(out, "a place kept");
    } else {
        cell_text_add_fit(worth.fit_bp, out);
        str_add_text(out, " of fit");
    }
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* A limit that is full. */
struct full {
    int64_t price;
    size_t place; /* of the caps, then of the reserves */
};

static int by_price(const void *left, const void *right)
{
    const struct full *a = left;
    const struct full *b = right;
    if (a->price != b->price)
        return a->price > b->price ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static size_t find_full(const struct limit_figures *figures, struct full *found)
{
    size_t count = 0;
    for (size_t i = 0; i < figures->cap_count; i++) {
        if (cap_figure_is_full(&figures->caps[i]))
            found[count++] = (struct full){figures->caps[i].price, i};
    }
    for (size_t i = 0; i < figures->reserve_count; i++) {
        if (reserve_figure_is_full(&figures->reserves[i]))
            found[count++] = (struct full){figures->reserves[i].price, figures->cap_count + i};
    }
    if (count > 1)
        qsort(found, count, sizeof *found, by_price);
    return count;
}

void limit_words_add_name(const struct cap_figure *cap, struct str *out)
{
    str_add_format(out, "%.*s '%.*s'", STR_VIEW_ARGS(cap->kind), STR_VIEW_ARGS(cap->name));
    if (cap->of.data != NULL)
        str_add_format(out, " of %.*s", STR_VIEW_ARGS(cap->of));
}

static const char *line_of(const struct limit_figures *figures, size_t place, bool stable,
                           struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    bool is_cap = place < figures->cap_count;
    const struct cap_figure *cap = is_cap ? &figures->caps[place] : NULL;
    const struct reserve_figure *reserve =
        is_cap ? NULL : &figures->reserves[place - figures->cap_count];
    str_add_text(&words, "  ");
    if (is_cap) {
        limit_words_add_name(cap, &words);
        str_add_format(&words, " is full: %lld of %lld", (long long)cap->filled,
                       (long long)cap->most);
        if (cap->placed > 0)
            str_add_format(&words, ", %lld placed before", (long long)cap->placed);
    } else {
        str_add_format(&words, "reserve '%.*s': the open seats of %.*s are full: %lld of %lld",
                       STR_VIEW_ARGS(reserve->name), STR_VIEW_ARGS(reserve->need_code),
                       (long long)reserve->open_filled, (long long)reserve->open_most);
    }
    int64_t price = is_cap ? cap->price : reserve->price;
    if (!stable && price == 0)
        str_add_text(&words, "; one more would bring nothing");
    if (!stable && price != 0) {
        str_add_text(&words, "; one more would bring ");
        limit_words_add_worth(price, is_cap ? cap->worth : reserve->worth, &words);
    }
    return arena_copy(arena, str_view_from(&words)).data;
}

static void add_count(struct str *out, size_t count, size_t full, const char *one, const char *many)
{
    if (count > 0)
        str_add_format(out, "%s%zu %s (%zu full)", out->length > 0 ? ", " : "limits: ", count,
                       count == 1 ? one : many, full);
}

static const char *summary_of(const struct limit_figures *figures, struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    size_t counts[2] = {0};
    size_t full[2] = {0};
    size_t reserves_full = 0;
    for (size_t i = 0; i < figures->cap_count; i++) {
        int is_draw = !str_view_equal(figures->caps[i].kind, STR_VIEW_LITERAL("quota"));
        counts[is_draw]++;
        full[is_draw] += cap_figure_is_full(&figures->caps[i]);
    }
    for (size_t i = 0; i < figures->reserve_count; i++)
        reserves_full += reserve_figure_is_full(&figures->reserves[i]);
    add_count(&words, counts[0], full[0], "quota", "quotas");
    add_count(&words, counts[1], full[1], "draw", "draws");
    add_count(&words, figures->reserve_count, reserves_full, "need with reserved seats",
              "needs with reserved seats");
    return arena_copy(arena, str_view_from(&words)).data;
}

size_t limit_words_lines(const struct limit_figures *figures, bool stable, struct arena *arena,
                         const char *const **ret_lines)
{
    size_t count = figures->cap_count + figures->reserve_count;
    size_t told = 0;
    if (count == 0)
        return 0;
    CADRE_FREE struct full *found = cadre_calloc(count, sizeof *found);
    const char **lines = arena_calloc(arena, LIMIT_LINES_MAX + 2, sizeof *lines);
    size_t full = find_full(figures, found);
    lines[told++] = summary_of(figures, arena);
    for (size_t i = 0; i < full && i < LIMIT_LINES_MAX; i++)
        lines[told++] = line_of(figures, found[i].place, stable, arena);
    if (full > LIMIT_LINES_MAX)
        lines[told++] = arena_format(arena, "  and %zu more full ones", full - LIMIT_LINES_MAX);
    *ret_lines = lines;
    return told;
}

/* ---- tables ---------------------------------------------------------------------------------- */

static void add_worth_columns(struct document_table *table, bool stable)
{
    table_add_column(table, "full", "Full", FORMAT_TEXT);
    if (!stable)
        table_add_column(table, "worth", "One more would bring", FORMAT_TEXT);
}

static void add_worth(struct document_table *table, bool full, int64_t price,
                      struct limit_worth worth, bool stable)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    table_add_text(table, str_view_of(full ? "yes" : "no"));
    if (stable)
        return;
    limit_words_add_worth(price, worth, &words);
    if (price != 0)
        table_add_text(table, str_view_from(&words));
    else
        table_add_none(table);
}

static bool is_shown(const struct cap_figure *cap, bool short_list)
{
    return !short_list || cap->of.data == NULL || cap_figure_is_full(cap);
}

static void add_caps(struct document_section *section, const struct limit_figures *figures,
                     bool stable, bool short_list)
{
    struct document_table *table = section_add_table(
        section, "limits",
        short_list ? "Quotas and draws; of draws of each employer, sector or owner the full ones"
                   : "Quotas and draws: who was placed before counts first");
    table_add_column(table, "name", "Name", FORMAT_TEXT);
    table_add_column(table, "kind", "Kind", FORMAT_CODE);
    table_add_column(table, "of", "Of", FORMAT_CODE);
    table_add_column(table, "stated", "At most", FORMAT_INTEGER);
    table_add_column(table, "placed", "Placed before", FORMAT_INTEGER);
    table_add_column(table, "most", "For this run", FORMAT_INTEGER);
    table_add_column(table, "filled", "Filled by it", FORMAT_INTEGER);
    add_worth_columns(table, stable);
    for (size_t i = 0; i < figures->cap_count; i++) {
        const struct cap_figure *cap = &figures->caps[i];
        if (!is_shown(cap, short_list))
            continue;
        table_begin_row(table);
        table_add_text(table, cap->name);
        table_add_text(table, cap->kind);
        table_add_text(table, cap->of);
        table_add_integer(table, cap->stated);
        table_add_integer(table, cap->placed);
        table_add_integer(table, cap->most);
        table_add_integer(table, cap->filled);
        add_worth(table, cap_figure_is_full(cap), cap->price, cap->worth, stable);
    }
}

static void add_reserves(struct document_section *section, const struct limit_figures *figures,
                         bool stable)
{
    struct document_table *table =
        section_add_table(section, "reserves", "Needs with reserved seats: the seats open to all");
    table_add_column(table, "need", "Need", FORMAT_CODE);
    table_add_column(table, "name", "Reserve", FORMAT_TEXT);
    table_add_column(table, "open_most", "Open seats", FORMAT_INTEGER);
    table_add_column(table, "open_filled", "Of these filled", FORMAT_INTEGER);
    add_worth_columns(table, stable);
    for (size_t i = 0; i < figures->reserve_count; i++) {
        const struct reserve_figure *reserve = &figures->reserves[i];
        table_begin_row(table);
        table_add_text(table, reserve->need_code);
        table_add_text(table, reserve->name);
        table_add_integer(table, reserve->open_most);
        table_add_integer(table, reserve->open_filled);
        add_worth(table, reserve_figure_is_full(reserve), reserve->price, reserve->worth, stable);
    }
}

void limit_words_add_section(struct document *document, const struct limit_figures *figures,
                             bool stable, bool short_list)
{
    if (figures->cap_count == 0 && figures->reserve_count == 0)
        return;
    struct document_section *section = document_add_section(document, "Quotas, draws and reserves");
    if (figures->cap_count > 0)
        add_caps(section, figures, stable, short_list);
    if (figures->reserve_count > 0)
        add_reserves(section, figures, stable);
}
