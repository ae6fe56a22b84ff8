#include "cmd/steps/registry_catalogue.h"

#include "sql/catalogue_ledger.h"
#include "sql/catalogue_store.h"

static enum cadre_status read_catalogue(struct session *session, const char *known_at, bool whole,
                                        struct arena *arena, struct catalogue **ret_catalogue,
                                        struct cadre_error *err)
{
    const struct catalogue_table *tables = NULL;
    size_t count = 0;
    enum cadre_status status =
        catalogue_store_read(session, known_at, whole, arena, &tables, &count, err);
    if (status == CADRE_OK)
        *ret_catalogue = catalogue_from(tables, count);
    return status;
}

enum cadre_status registry_catalogue_read(struct session *session, const char *known_at,
                                          struct arena *arena, struct catalogue **ret_catalogue,
                                          struct cadre_error *err)
{
    return read_catalogue(session, known_at, false, arena, ret_catalogue, err);
}

enum cadre_status registry_catalogue_read_over(struct session *session, struct catalogue *shipped,
                                               struct arena *arena,
                                               struct catalogue **ret_catalogue,
                                               struct cadre_error *err)
{
    const struct catalogue_table *tables = NULL;
    size_t count = 0;
    enum cadre_status status =
        catalogue_store_read(session, NULL, false, arena, &tables, &count, err);
    if (status == CADRE_OK && count == 0) {
        *ret_catalogue = shipped;
        return CADRE_OK;
    }
    catalogue_free(shipped);
    if (status == CADRE_OK)
        *ret_catalogue = catalogue_from(tables, count);
    return status;
}

enum cadre_status registry_catalogue_read_whole(struct session *session, struct arena *arena,
                                                struct catalogue **ret_catalogue,
                                                struct cadre_error *err)
{
    return read_catalogue(session, NULL, true, arena, ret_catalogue, err);
}

static const char *altered_text(enum ledger_fault fault, int64_t load, struct arena *arena)
{
    switch (fault) {
    case LEDGER_LINE_ALTERED:
        return arena_format(arena, "catalogue load %lld is not what was recorded of it",
                            (long long)load);
    case LEDGER_LINE_LOST:
        return arena_format(arena, "there are rows of catalogue load %lld, which is gone",
                            (long long)load);
    case LEDGER_ROWS_ALTERED:
        return arena_format(arena,
                            "the rows that count since catalogue load %lld are not what was loaded",
                            (long long)load);
    case LEDGER_HOLDS:
        break;
    }
    return NULL;
}

enum cadre_status registry_catalogue_altered(struct session *session, const char *known_at,
                                             struct arena *arena, const char **ret_altered,
                                             struct cadre_error *err)
{
    int64_t load = 0;
    enum ledger_fault fault = LEDGER_HOLDS;
    enum cadre_status status = catalogue_ledger_check(session, known_at, &load, &fault, err);
    if (status == CADRE_OK)
        *ret_altered = altered_text(fault, load, arena);
    return status;
}

/* It is looked at before it is read: what no load lets in is a bug there, and here it is what is
 * looked for. */
enum cadre_status registry_catalogue_read_unaltered(struct session *session, const char *known_at,
                                                    struct arena *arena, const char **ret_altered,
                                                    struct catalogue **ret_catalogue,
                                                    struct cadre_error *err)
{
    enum cadre_status status =
        registry_catalogue_altered(session, known_at, arena, ret_altered, err);
    if (status != CADRE_OK || *ret_altered != NULL)
        return status;
    status = registry_catalogue_read(session, known_at, arena, ret_catalogue, err);
    if (status != CADRE_BUG)
        return status;
    *ret_altered = arena_copy(arena, str_view_of(err->message)).data;
    cadre_error_release(err);
    return CADRE_OK;
}
