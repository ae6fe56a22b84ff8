#include "sql/element_uses.h"

#include "core/base/alloc.h"
#include "queries.h"

static const char *const columns[ELEMENT_USE_COUNT] = {
    [USE_NEEDS] = "needs",         [USE_REQUIREMENTS] = "requirements",
    [USE_EVIDENCE] = "evidence",   [USE_PREFERENCES] = "preferences",
    [USE_TRAININGS] = "trainings",
};

enum cadre_status element_uses_count(struct session *session, const char *framework,
                                     const char *version, struct cadre_date as_of,
                                     struct arena *arena, struct element_uses **ret_uses,
                                     size_t *ret_count, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    char day[CADRE_DATE_TEXT_SIZE];
    const char *const parameters[] = {arena_format(arena, "%s@%s/", framework, version),
                                      cadre_date_format(as_of, day)};
    enum cadre_status status = session_run(session, &query_element_uses, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    size_t count = rows_count(rows);
    struct element_uses *uses = arena_calloc(arena, count + 1, sizeof *uses);
    for (size_t row = 0; row < count; row++) {
        uses[row].type = rows_copy(rows, row, "type", arena);
        uses[row].code = rows_copy(rows, row, "code", arena);
        for (size_t use = 0; use < ELEMENT_USE_COUNT; use++)
            uses[row].rows[use] = rows_number(rows, row, columns[use]);
    }
    *ret_uses = uses;
    *ret_count = count;
    return CADRE_OK;
}
