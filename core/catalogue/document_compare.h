/*
 * How a framework's document stands to the catalogue: what is new in it, what is the same, what it
 * says otherwise, and what it lacks. Nothing is changed by it.
 */
#ifndef CADRE_CORE_CATALOGUE_DOCUMENT_COMPARE_H
#define CADRE_CORE_CATALOGUE_DOCUMENT_COMPARE_H

#include "core/catalogue/framework_document.h"

/* Of an element, beside the catalogue's of the same framework, version, type and code; 0 = the
 * document says nothing of it that the catalogue does not. */
enum document_standing {
    STANDING_NEW = 1 << 0,       /* the catalogue has none; alone */
    STANDING_COMPLETED = 1 << 1, /* a title, text or group that the catalogue has not */
    STANDING_RETITLED = 1 << 2,  /* another title (in English) */
    STANDING_REWORDED = 1 << 3,  /* another text, by its hash */
    STANDING_REGROUPED = 1 << 4, /* another group's code */
};

struct document_comparison {
    int32_t framework;         /* of the catalogue, -1 = the version is new */
    const unsigned *standings; /* by element of the document: enum document_standing */
    const int32_t *beside;     /* likewise: the catalogue's element, -1 = none */
    const int32_t *lacking;    /* the catalogue's elements that the document has not, in the
                                  catalogue's order */
    size_t lacking_count;
    size_t relations_new, relations_same;
    size_t mappings_new, mappings_same; /* in whichever direction and version */
};

/* The arrays live in `arena`. */
void document_compare(const struct framework_document *document, const struct catalogue *catalogue,
                      struct arena *arena, struct document_comparison *ret_comparison);

#endif
