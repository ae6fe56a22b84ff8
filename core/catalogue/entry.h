/*
 * Anything of the catalogue that has a code, told in one way: frameworks, elements, credentials,
 * regions, codes of lists, scales. For what looks through all of them.
 */
#ifndef CADRE_CORE_CATALOGUE_ENTRY_H
#define CADRE_CORE_CATALOGUE_ENTRY_H

#include "core/base/arena.h"
#include "core/catalogue/catalogue.h"

enum entry_sort {
    ENTRY_FRAMEWORK,
    ENTRY_ELEMENT,
    ENTRY_CREDENTIAL,
    ENTRY_REGION,
    ENTRY_CODE,
    ENTRY_SCALE
};
enum { ENTRY_SORT_COUNT = ENTRY_SCALE + 1 };

enum { ENTRY_LANGUAGES = 3 }; /* English, Azerbaijani, Russian */

struct entry {
    enum entry_sort sort;
    int32_t
        index; /* of the catalogue's framework, element, ...; of a code: its row of code_lists */
    const char *type; /* "framework", "work_role", "credential", "region", "scale", a list's name */
    const char *code; /* as it is told from all others: "DCWF@5.1/511", "CompTIA/Security+" */
    const char *short_code; /* as sheets say it: "511" */
    const char *titles[ENTRY_LANGUAGES];
    const char *group;          /* group's title of an element */
    const char *text;           /* of a statement */
    const char *const *aliases; /* of a credential or code, ended by NULL; NULL = none */
    bool current;               /* false for what only an older version of a framework has */
};

size_t entry_count(const struct catalogue *catalogue, enum entry_sort sort);
/* Absent texts are "". They live in the arena or as long as the catalogue. */
struct entry entry_of(const struct catalogue *catalogue, enum entry_sort sort, int32_t index,
                      struct arena *arena);

#endif
