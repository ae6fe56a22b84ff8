#include "sql/registry_digest.h"

#include "core/base/alloc.h"
#include "queries.h"

enum cadre_status registry_digest(struct session *session, struct cadre_date as_of,
                                  const char *known_at, struct arena *arena,
                                  const char **ret_digest, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_date(arena, as_of), known_at};
    enum cadre_status status = session_run(session, &query_registry_digest, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_digest = rows_copy(rows, 0, "digest", arena).data;
    return status;
}
