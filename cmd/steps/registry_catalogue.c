#include "cmd/steps/registry_catalogue.h"

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
