/*
 * A read document as text, to be compared whole.
 */
#ifndef CADRE_TESTS_UNIT_CATALOGUE_DOCUMENT_TEXT_H
#define CADRE_TESTS_UNIT_CATALOGUE_DOCUMENT_TEXT_H

#include "core/catalogue/framework_document.h"

static inline void add_document_text(const struct framework_document *document, struct str *out)
{
    str_add_format(out, "%s@%s\n", document->framework, document->version);
    for (size_t i = 0; i < document->element_count; i++) {
        const struct document_element *element = &document->elements[i];
        str_add_format(out, "%s %s '%s' '%s'", element->type, element->code, element->title,
                       element->text);
        if (element->group_code[0] != '\0')
            str_add_format(out, " in %s '%s'", element->group_code, element->group_title);
        str_add_char(out, '\n');
    }
    for (size_t i = 0; i < document->relation_count; i++) {
        const struct document_relation *relation = &document->relations[i];
        str_add_format(out, "%s %s > %s %s %s\n", relation->from_type, relation->from_code,
                       relation->to_type, relation->to_code, relation->relation);
    }
    for (size_t i = 0; i < document->mapping_count; i++) {
        const struct document_mapping *mapping = &document->mappings[i];
        str_add_format(out, "%s = %s/%s\n", mapping->from_code, mapping->to_framework,
                       mapping->to_code);
    }
    for (size_t i = 0; i < document->finding_count; i++) {
        const struct document_finding *finding = &document->findings[i];
        str_add_format(out, "%s %s:%llu", finding->code->code, finding->path,
                       (unsigned long long)finding->line);
        if (finding->value.data != NULL)
            str_add_format(out, " '%.*s'", STR_VIEW_ARGS(finding->value));
        if (finding->hint != NULL)
            str_add_format(out, " (%s)", finding->hint);
        str_add_char(out, '\n');
    }
}

#endif
