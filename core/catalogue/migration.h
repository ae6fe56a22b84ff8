/*
 * What can be carried from one version of a framework to another. An element goes where a map says
 * it goes; without one only to the element that has its type and code and, as far as the catalogue
 * knows, the same meaning: the same title, group aside, and the same wording. A code alone decides
 * nothing. Whatever else there is needs a line of the map.
 */
#ifndef CADRE_CORE_CATALOGUE_MIGRATION_H
#define CADRE_CORE_CATALOGUE_MIGRATION_H

#include "core/base/arena.h"
#include "core/base/status.h"
#include "core/catalogue/catalogue.h"

/* Where one element goes; `to` -1: nowhere, and whoever wrote the map knows. */
struct migration_rule {
    int32_t from, to;
};
struct migration_map {
    const struct migration_rule *rules; /* one an element */
    size_t count;
};

/*
 * Reads a map, JSON: {"framework": "DCWF", "from": "2023", "to": "5.1", "map": [{"type":
 * "work_role", "from": "141", "to": "511"}, {"from": "112", "to": null}]}. A type may be left out
 * where one type alone has the code. Errors: CADRE_REFUSED, which rule and why: other versions than
 * `from` and `to`, a code that the version has not, two rules of one element, a rule to another
 * type, a member that is not known.
 */
CADRE_MUST_CHECK enum cadre_status migration_map_read(struct str_view json,
                                                      const struct catalogue *catalogue,
                                                      int32_t from, int32_t to, struct arena *arena,
                                                      struct migration_map *ret_map,
                                                      struct cadre_error *err);

enum migration_outcome {
    MIGRATION_MAPPED,    /* the map says where to */
    MIGRATION_SAME,      /* the same code and meaning */
    MIGRATION_DROPPED,   /* the map says nowhere */
    MIGRATION_WITHDRAWN, /* the other version has no such code */
    MIGRATION_RETITLED,
    MIGRATION_REWORDED,
    MIGRATION_UNTOLD /* the code is there, and neither title nor wording of both is known */
};
enum { MIGRATION_OUTCOME_COUNT = MIGRATION_UNTOLD + 1 };

/* Does the outcome need a line of the map? */
bool migration_is_open(enum migration_outcome outcome);

struct migration_step {
    int32_t from;
    int32_t to;   /* MAPPED and SAME; else -1 */
    int32_t hint; /* of one that is open: what may be meant, -1 = nothing; never carried by it */
    enum migration_outcome outcome;
};
/* One for each element of `from`, in the table's order; `map` may be NULL. */
const struct migration_step *migration_plan(const struct catalogue *catalogue, int32_t from,
                                            int32_t to, const struct migration_map *map,
                                            struct arena *arena, size_t *ret_count);

#endif
