#include "sql/source_store.h"

#include <string.h>

#include "core/base/alloc.h"
#include "queries.h"

static enum cadre_status organization_known(struct session *session, const char *code,
                                            bool *ret_known, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {code};
    enum cadre_status status =
        session_run(session, &query_organization_known, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_known = rows_bool(rows, 0, rows_column(rows, "known"));
    return status;
}

/* A natural key is "source/number": a '/' in the source's code would let two people have one key.
 */
static enum cadre_status check_code(const char *code, struct cadre_error *err)
{
    if (code[0] == '\0')
        return cadre_fail(err, CADRE_USAGE, "a source needs a name");
    for (const char *at = code; *at != '\0'; at++) {
        if (*at == '/' || (unsigned char)*at <= ' ')
            return cadre_fail(err, CADRE_USAGE,
                              "'%s' cannot be a source: it holds a '/' or a blank", code);
    }
    return CADRE_OK;
}

static enum cadre_status make_source(struct session *session, const char *code, const char *owner,
                                     struct cadre_error *err)
{
    bool known = false;
    const char *const parameters[] = {code, owner != NULL ? owner : code};
    enum cadre_status status = check_code(code, err);
    if (status == CADRE_OK)
        status = organization_known(session, parameters[1], &known, err);
    if (status != CADRE_OK)
        return status;
    if (known)
        return session_do(session, &query_source_add, parameters, err);
    if (owner != NULL) {
        cadre_fail(err, CADRE_USAGE, "no organization has the code '%s'", owner);
        return cadre_fail_hint(err,
                               "import the organizations first: cadre import organizations FILE");
    }
    cadre_fail(err, CADRE_USAGE, "the source '%s' is new and no organization has that code", code);
    return cadre_fail_hint(err, "say to which organization its rows belong: --owner ORG");
}

enum cadre_status source_store_ensure(struct session *session, const char *code, const char *owner,
                                      struct arena *arena, const char **ret_owner, bool *ret_made,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {code};
    enum cadre_status status = session_run(session, &query_source_find, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_made = rows_count(rows) == 0;
    if (*ret_made) {
        *ret_owner = owner != NULL ? owner : code;
        return make_source(session, code, owner, err);
    }
    *ret_owner = rows_copy(rows, 0, "owner", arena).data;
    if (owner == NULL || strcmp(owner, *ret_owner) == 0)
        return CADRE_OK;
    return cadre_fail(err, CADRE_USAGE, "the source '%s' belongs to '%s', not to '%s'", code,
                      *ret_owner, owner);
}
