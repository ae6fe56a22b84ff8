#include "sql/run_overrides.h"

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/rows.h"

static struct objective read_gain(const struct rows *rows, size_t row)
{
    struct objective gain = {.fit_bp = rows_number(rows, row, "gain_fit_bp"),
                             .held = rows_number(rows, row, "gain_held")};
    rows_int64_array(rows, row, rows_column(rows, "gain_filled"), gain.filled,
                     INSTANCE_CLASS_COUNT);
    return gain;
}

static enum cadre_status read_each(struct session *session, const char *const *parameters,
                                   struct arena *arena, struct override_prices *prices,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_run_overrides, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    struct override_price *items = arena_calloc(arena, rows_count(rows), sizeof *items);
    for (size_t row = 0; row < rows_count(rows); row++)
        items[row] = (struct override_price){
            .natural_key = rows_copy(rows, row, "natural_key", arena),
            .person_id = rows_copy(rows, row, "person_id", arena),
            .owner = rows_copy(rows, row, "owner", arena),
            .need_code = rows_copy(rows, row, "need_code", arena),
            .verdict = rows_copy(rows, row, "verdict", arena),
            .decided_on = rows_date(rows, row, rows_column(rows, "decided_on")),
            .known = rows_bool(rows, row, rows_column(rows, "known")),
            .gain = read_gain(rows, row),
        };
    prices->items = items;
    prices->count = rows_count(rows);
    return CADRE_OK;
}

enum cadre_status run_overrides_read(struct session *session, int64_t number, struct arena *arena,
                                     struct override_prices *ret_prices, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, number)};
    struct override_prices prices = {0};
    enum cadre_status status = read_each(session, parameters, arena, &prices, err);
    if (status == CADRE_OK)
        status = session_run(session, &query_run_override_all, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    if (rows_count(rows) > 0)
        prices.all = read_gain(rows, 0);
    *ret_prices = prices;
    return CADRE_OK;
}

/* ---- storing --------------------------------------------------------------------------------- */

/* A column of them all. */
struct columns {
    struct str_view *natural_keys, *person_ids, *owners, *need_codes, *verdicts;
    int64_t *days, *known, *filled, *fit_bp, *held;
};

static struct columns columns_of(const struct override_prices *prices, struct arena *arena)
{
    size_t count = prices->count;
    struct columns columns = {
        .natural_keys = arena_calloc(arena, count, sizeof *columns.natural_keys),
        .person_ids = arena_calloc(arena, count, sizeof *columns.person_ids),
        .owners = arena_calloc(arena, count, sizeof *columns.owners),
        .need_codes = arena_calloc(arena, count, sizeof *columns.need_codes),
        .verdicts = arena_calloc(arena, count, sizeof *columns.verdicts),
        .days = arena_calloc(arena, count, sizeof *columns.days),
        .known = arena_calloc(arena, count, sizeof *columns.known),
        .filled = arena_calloc(arena, count * INSTANCE_CLASS_COUNT, sizeof *columns.filled),
        .fit_bp = arena_calloc(arena, count, sizeof *columns.fit_bp),
        .held = arena_calloc(arena, count, sizeof *columns.held),
    };
    for (size_t i = 0; i < count; i++) {
        const struct override_price *price = &prices->items[i];
        columns.natural_keys[i] = price->natural_key;
        columns.person_ids[i] = price->person_id;
        columns.owners[i] = price->owner;
        columns.need_codes[i] = price->need_code;
        columns.verdicts[i] = price->verdict;
        columns.days[i] = price->decided_on.day;
        columns.known[i] = price->known;
        for (size_t class = 0; class < INSTANCE_CLASS_COUNT; class ++)
            columns.filled[i * INSTANCE_CLASS_COUNT + class] = price->gain.filled[class];
        columns.fit_bp[i] = price->gain.fit_bp;
        columns.held[i] = price->gain.held;
    }
    return columns;
}

static enum cadre_status add_each(struct session *session, const char *number,
                                  const struct override_prices *prices, struct arena *arena,
                                  struct cadre_error *err)
{
    size_t count = prices->count;
    const struct columns columns = columns_of(prices, arena);
    const char *const parameters[] = {
        number,
        parameter_text_array(arena, columns.natural_keys, count),
        parameter_text_array(arena, columns.person_ids, count),
        parameter_text_array(arena, columns.owners, count),
        parameter_text_array(arena, columns.need_codes, count),
        parameter_text_array(arena, columns.verdicts, count),
        parameter_int64_array(arena, columns.days, count),
        parameter_int64_array(arena, columns.known, count),
        parameter_int64_array(arena, columns.filled, count * INSTANCE_CLASS_COUNT),
        parameter_int64_array(arena, columns.fit_bp, count),
        parameter_int64_array(arena, columns.held, count),
    };
    return session_do(session, &query_run_override_add, parameters, err);
}

enum cadre_status run_overrides_add(struct session *session, int64_t number,
                                    const struct override_prices *prices, struct arena *arena,
                                    struct cadre_error *err)
{
    const char *text = parameter_int64(arena, number);
    if (prices->count == 0)
        return CADRE_OK;
    enum cadre_status status = add_each(session, text, prices, arena, err);
    if (status != CADRE_OK)
        return status;
    const char *const parameters[] = {
        text,
        parameter_int64_array(arena, prices->all.filled, INSTANCE_CLASS_COUNT),
        parameter_int64(arena, prices->all.fit_bp),
        parameter_int64(arena, prices->all.held),
    };
    return session_do(session, &query_run_override_all_add, parameters, err);
}
