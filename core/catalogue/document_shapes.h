/*
 * The two shapes that a framework's document comes in. Private to core/catalogue.
 */
#ifndef CADRE_CORE_CATALOGUE_DOCUMENT_SHAPES_H
#define CADRE_CORE_CATALOGUE_DOCUMENT_SHAPES_H

#include "core/catalogue/document_builder.h"

/* Sets title, declared_id and declared_version of the document; the rest is in the builder. */
CADRE_MUST_CHECK enum cadre_status
document_read_cprt(struct document_builder *builder, const struct json_value *root,
                   const struct framework_document_options *options,
                   struct framework_document *document, struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status
document_read_flat(struct document_builder *builder, const struct json_value *rows,
                   const struct framework_document_options *options, struct cadre_error *err);

#endif
