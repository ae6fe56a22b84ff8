/*
 * What rests on the elements of a framework's version: how many rows of the registry name each. For
 * whoever is about to carry them to another version.
 */
#ifndef CADRE_SQL_ELEMENT_USES_H
#define CADRE_SQL_ELEMENT_USES_H

#include "sql/session.h"

enum element_use {
    USE_NEEDS,
    USE_REQUIREMENTS, /* alternatives of clauses */
    USE_EVIDENCE,     /* competencies and roles that people hold, specialties on record */
    USE_PREFERENCES,
    USE_TRAININGS /* that grant it */
};
enum { ELEMENT_USE_COUNT = USE_TRAININGS + 1 };

struct element_uses {
    struct str_view type, code; /* "work_role", "511" */
    int64_t rows[ELEMENT_USE_COUNT];
};

/* As known now, without what is over before `as_of`; only elements that are named, by type and
 * code. */
CADRE_MUST_CHECK enum cadre_status element_uses_count(struct session *session,
                                                      const char *framework, const char *version,
                                                      struct cadre_date as_of, struct arena *arena,
                                                      struct element_uses **ret_uses,
                                                      size_t *ret_count, struct cadre_error *err);

#endif
