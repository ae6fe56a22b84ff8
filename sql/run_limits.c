#include "sql/run_limits.h"

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/copy_binary.h"

static struct limit_worth read_worth(const struct rows *rows, size_t row)
{
    return (struct limit_worth){
        .priority = (int32_t)rows_number(rows, row, "worth_priority"),
        .fit_bp = rows_number(rows, row, "worth_fit_bp"),
    };
}

static enum cadre_status read_caps(struct session *session, const char *const *parameters,
                                   struct arena *arena, struct limit_figures *figures,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_run_caps, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    size_t count = rows_count(rows);
    struct cap_figure *caps = arena_calloc(arena, count, sizeof *caps);
    for (size_t row = 0; row < count; row++)
        caps[row] = (struct cap_figure){
            .kind = rows_copy(rows, row, "kind", arena),
            .name = rows_copy(rows, row, "name", arena),
            .of = rows_copy(rows, row, "of", arena),
            .stated = rows_number(rows, row, "stated"),
            .placed = rows_number(rows, row, "placed"),
            .most = rows_number(rows, row, "most"),
            .filled = rows_number(rows, row, "filled"),
            .price = rows_number(rows, row, "price"),
            .worth = read_worth(rows, row),
        };
    for (size_t row = 0; row < count; row++)
        caps[row].worth.is_exact = rows_bool(rows, row, rows_column(rows, "worth_exact"));
    figures->caps = caps;
    figures->cap_count = count;
    return CADRE_OK;
}

static enum cadre_status read_reserves(struct session *session, const char *const *parameters,
                                       struct arena *arena, struct limit_figures *figures,
                                       struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_run_reserves, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    size_t count = rows_count(rows);
    struct reserve_figure *reserves = arena_calloc(arena, count, sizeof *reserves);
    for (size_t row = 0; row < count; row++)
        reserves[row] = (struct reserve_figure){
            .need_code = rows_copy(rows, row, "need_code", arena),
            .name = rows_copy(rows, row, "name", arena),
            .open_most = rows_number(rows, row, "open_most"),
            .open_filled = rows_number(rows, row, "open_filled"),
            .price = rows_number(rows, row, "price"),
            .worth = read_worth(rows, row),
        };
    figures->reserves = reserves;
    figures->reserve_count = count;
    return CADRE_OK;
}

enum cadre_status run_limits_read(struct session *session, int64_t number, struct arena *arena,
                                  struct limit_figures *ret_figures, struct cadre_error *err)
{
    const char *const parameters[] = {parameter_int64(arena, number)};
    struct limit_figures figures = {0};
    enum cadre_status status = read_caps(session, parameters, arena, &figures, err);
    if (status == CADRE_OK)
        status = read_reserves(session, parameters, arena, &figures, err);
    if (status == CADRE_OK)
        *ret_figures = figures;
    return status;
}

/* ---- storing --------------------------------------------------------------------------------- */

static void put_cap(struct copy_in *copy, int64_t number, const struct limit_figures *figures,
                    size_t place)
{
    const struct cap_figure *cap = &figures->caps[place];
    copy_in_begin_row(copy, 13);
    copy_in_int64(copy, number);
    copy_in_int32(copy, (int32_t)place);
    copy_in_text(copy, cap->kind);
    copy_in_text(copy, cap->name);
    copy_in_text(copy, cap->of);
    copy_in_int64(copy, cap->stated);
    copy_in_int64(copy, cap->placed);
    copy_in_int64(copy, cap->most);
    copy_in_int64(copy, cap->filled);
    copy_in_int64(copy, cap->price);
    copy_in_int32(copy, cap->worth.priority);
    copy_in_int64(copy, cap->worth.fit_bp);
    copy_in_bool(copy, cap->worth.is_exact);
}

static void put_reserve(struct copy_in *copy, int64_t number, const struct limit_figures *figures,
                        size_t place)
{
    const struct reserve_figure *reserve = &figures->reserves[place];
    copy_in_begin_row(copy, 8);
    copy_in_int64(copy, number);
    copy_in_text(copy, reserve->need_code);
    copy_in_text(copy, reserve->name);
    copy_in_int64(copy, reserve->open_most);
    copy_in_int64(copy, reserve->open_filled);
    copy_in_int64(copy, reserve->price);
    copy_in_int32(copy, reserve->worth.priority);
    copy_in_int64(copy, reserve->worth.fit_bp);
}

static enum cadre_status add_rows(struct session *session, const struct query *query,
                                  int64_t number, const struct limit_figures *figures, size_t count,
                                  void (*put)(struct copy_in *copy, int64_t number,
                                              const struct limit_figures *figures, size_t place),
                                  struct cadre_error *err)
{
    struct copy_in *copy = NULL;
    if (count == 0)
        return CADRE_OK;
    enum cadre_status status = copy_in_open(session, query->text, &copy, err);
    for (size_t place = 0; status == CADRE_OK && place < count; place++) {
        put(copy, number, figures, place);
        status = copy_in_end_row(copy, err);
    }
    return copy_in_close(copy, status, err);
}

enum cadre_status run_limits_add(struct session *session, int64_t number,
                                 const struct limit_figures *figures, struct cadre_error *err)
{
    enum cadre_status status =
        add_rows(session, &query_run_cap_copy, number, figures, figures->cap_count, put_cap, err);
    if (status == CADRE_OK)
        status = add_rows(session, &query_run_reserve_copy, number, figures, figures->reserve_count,
                          put_reserve, err);
    return status;
}
