/*
 * What rests on the elements of a framework's version is carried to those of another one
 * (migration 0019): needs, requirements, evidence, preferences and what trainings grant, each as a
 * new version from a day on. core/catalogue/migration says what goes where.
 */
#ifndef CADRE_SQL_CATALOGUE_MIGRATION_H
#define CADRE_SQL_CATALOGUE_MIGRATION_H

#include "core/base/digest.h"
#include "sql/session.h"

/* One for each role and competency of the version that is left. */
struct carried_element {
    const char *type, *from_code; /* "work_role", "511" */
    const char *to_code;          /* NULL = nowhere */
    const char *outcome;          /* for the ledger: "mapped", "reworded" */
};

struct catalogue_migration {
    const char *framework, *from_version, *to_version;
    struct cadre_date effective;
    const struct carried_element *elements;
    size_t element_count;
    const struct str_view *levels; /* of the framework's scale, the lowest first */
    size_t level_count;
    const char *file_name; /* of the map, without its folder; NULL = none */
    const char *sha256;    /* of its bytes, in hexadecimal; NULL = none */
};

struct catalogue_migration_result {
    int64_t load;  /* its line in the ledger of loads; 0 = nothing was to be carried or noted */
    int64_t batch; /* that wrote the rows */
};

/*
 * In one transaction, for the holder of the registry's lock. Rows that come to say the same of one
 * record fall together: what a source says of the new version itself stands; of two that are
 * carried, evidence of the higher level, the wish of the better rank, the requirement that asks
 * less. From then on a code of the version that was left is read as where it went (core/catalogue,
 * catalogue_carried). Done again it carries what came since. Errors: CADRE_REFUSED: of a clause k
 * alternatives are asked for, and fewer would be left.
 */
CADRE_MUST_CHECK enum cadre_status
catalogue_migration_run(struct session *session, const struct catalogue_migration *migration,
                        struct arena *arena, struct catalogue_migration_result *ret_result,
                        struct cadre_error *err);

#endif
