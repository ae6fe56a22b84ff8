/*
 * Local spellings: what a cell means in one of the vocabularies that may have some, and the aliases
 * of the table laid over the lookups. Private to core/catalogue.
 */
#ifndef CADRE_CORE_CATALOGUE_ALIASES_H
#define CADRE_CORE_CATALOGUE_ALIASES_H

#include "core/base/arena.h"
#include "core/catalogue/catalogue.h"

enum alias_scope {
    ALIAS_NOWHERE, /* there is no such vocabulary */
    ALIAS_CODES,   /* a code list by its name */
    ALIAS_REGIONS,
    ALIAS_CREDENTIALS,
    ALIAS_ELEMENTS, /* roles, competencies and specialties of FRAMEWORK[@VERSION] */
};

struct alias_meaning {
    enum alias_scope scope;
    const char *list; /* as it is stored: a framework with its version, in `arena` */
    const char *code; /* what the cell means, in the vocabulary's own spelling */
    const char *type; /* of an element; else "" */
    int32_t index;    /* rank, region, credential or element */
};

/*
 * What the cell means in the vocabulary `list`. LOOKUP_FOUND fills all of *ret_meaning, another
 * outcome scope and list alone. A code of elements of two types is ambiguous.
 */
enum lookup alias_look_up(const struct catalogue *catalogue, const char *list, struct str_view cell,
                          struct arena *arena, struct alias_meaning *ret_meaning,
                          struct str *ret_suggestion);
/* True when the spelling cannot mean that alone: it means something else, also without its
 * framework, or several things. */
bool alias_is_taken(const struct catalogue *catalogue, const struct alias_meaning *meaning,
                    const char *spelling, struct arena *arena);

#endif
