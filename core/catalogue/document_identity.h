/*
 * Which framework a document is. Private to core/catalogue.
 */
#ifndef CADRE_CORE_CATALOGUE_DOCUMENT_IDENTITY_H
#define CADRE_CORE_CATALOGUE_DOCUMENT_IDENTITY_H

#include "core/catalogue/document_builder.h"

/*
 * Sets builder->framework and ->version: what the options say; else what the document declares
 * (`declared_id`, `declared_version`, both may be ""), unless all of its work roles are those of
 * one other framework of the catalogue and none is of that; where it declares nothing, whose roles
 * it has. A declaration that is not followed is a finding at `place`. CADRE_USAGE when it cannot be
 * told.
 */
CADRE_MUST_CHECK enum cadre_status
document_identify(struct document_builder *builder,
                  const struct framework_document_options *options, const char *declared_id,
                  const char *declared_version, const struct document_place *place,
                  struct cadre_error *err);

#endif
