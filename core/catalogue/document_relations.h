/*
 * The relations of a CPRT document: their ends are codes without a type. Private to core/catalogue.
 */
#ifndef CADRE_CORE_CATALOGUE_DOCUMENT_RELATIONS_H
#define CADRE_CORE_CATALOGUE_DOCUMENT_RELATIONS_H

#include "core/catalogue/document_builder.h"

/*
 * Adds the relation of two codes, when there is exactly one way to read them: by the types that a
 * projection can join, among the elements of the document and then with the work roles that the
 * catalogue has in the same framework. Otherwise a finding at the place of the row.
 */
void document_relate(struct document_builder *builder, const struct document_place *place,
                     struct str_view from, struct str_view to, const char *relation);
/* Gives each role the category that projects onto it. */
void document_group_roles(struct document_builder *builder);

#endif
