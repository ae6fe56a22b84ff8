#include "sql/merge_hints.h"

#include "core/base/alloc.h"
#include "core/base/suggest.h"

/* Who mistyped more has another file in hand; each is compared with every name that there is. */
enum { HINTED_MAX = 200 };

/* The names that there are. */
struct names {
    struct str_view *words, *sorts; /* borrowed of the rows */
    size_t count;
};

static struct names names_of(const struct rows *rows, struct arena *arena)
{
    size_t count = rows_count(rows);
    int name = rows_column(rows, "name");
    int sort = rows_column(rows, "sort");
    struct names names = {arena_calloc(arena, count + 1, sizeof *names.words),
                          arena_calloc(arena, count + 1, sizeof *names.sorts), count};
    for (size_t i = 0; i < count; i++) {
        names.words[i] = rows_text(rows, i, name);
        names.sorts[i] = rows_text(rows, i, sort);
    }
    return names;
}

/* The nearest of that sort, or absent. */
static struct str_view nearest(const struct names *names, struct str_view sort,
                               struct str_view word, struct str_view *scratch)
{
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        if (str_view_equal(names->sorts[i], sort))
            scratch[count++] = names->words[i];
    }
    size_t found = suggest_nearest(word, scratch, count);
    return found < count ? scratch[found] : str_view_of(NULL);
}

/* Both are by record. */
static void add_hints(const struct rows *asked, const struct names *names,
                      struct merge_rejection *rejections, size_t count, struct arena *arena)
{
    CADRE_FREE struct str_view *scratch = cadre_calloc(names->count + 1, sizeof *scratch);
    size_t at = 0;
    for (size_t row = 0; row < rows_count(asked) && row < HINTED_MAX; row++) {
        uint64_t record = (uint64_t)rows_number(asked, row, "record_no");
        struct str_view name = rows_text(asked, row, rows_column(asked, "name"));
        struct str_view sort = rows_text(asked, row, rows_column(asked, "sort"));
        while (at < count && rejections[at].record < record)
            at++;
        struct str_view meant = nearest(names, sort, name, scratch);
        if (at < count && rejections[at].record == record && meant.data != NULL)
            rejections[at].hint = arena_format(arena, "did you mean '%.*s'?", STR_VIEW_ARGS(meant));
    }
}

enum cadre_status merge_hints_add(struct session *session, const struct merge_kind *kind,
                                  struct merge_rejection *rejections, size_t count,
                                  struct arena *arena, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *asked = NULL;
    CADRE_CLEANUP(rows_cleanup) struct rows *askable = NULL;
    if (count == 0 || kind->asked == NULL)
        return CADRE_OK;
    enum cadre_status status = session_run(session, kind->asked, NULL, &asked, err);
    if (status != CADRE_OK || rows_count(asked) == 0)
        return status;
    status = session_run(session, kind->askable, NULL, &askable, err);
    if (status != CADRE_OK)
        return status;
    const struct names names = names_of(askable, arena);
    add_hints(asked, &names, rejections, count, arena);
    return CADRE_OK;
}
