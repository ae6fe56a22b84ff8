#include "sql/batch_rivals.h"

#include "core/base/alloc.h"
#include "queries.h"

enum cadre_status batch_rivals_store(struct session *session, int64_t number,
                                     const struct batch_rival *rivals, size_t count,
                                     struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    int64_t *firsts = arena_calloc(arena, count + 1, sizeof *firsts);
    int64_t *records = arena_calloc(arena, count + 1, sizeof *records);
    int64_t *keys = arena_calloc(arena, count + 1, sizeof *keys);
    for (size_t i = 0; i < count; i++) {
        firsts[i] = rivals[i].rivals;
        records[i] = rivals[i].record;
        keys[i] = rivals[i].key;
    }
    const char *const parameters[] = {
        parameter_int64(arena, number),
        parameter_int64_array(arena, firsts, count),
        parameter_int64_array(arena, records, count),
        parameter_int64_array(arena, keys, count),
    };
    return session_do(session, &query_batch_rivals_store, parameters, err);
}
