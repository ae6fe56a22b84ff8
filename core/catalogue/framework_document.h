/*
 * A framework as its publisher hands it out: NIST's CPRT JSON (`documents`, `elements`,
 * `relationship_types`, `relationships`, also within `response.elements`), or the flat JSON of one
 * row per work role and statement (`OPM-ID`, `KSAT`, `Description`, `ID`, `WRL-ID`). Pure: no file,
 * no database. All that is read lives in the caller's arena.
 *
 * A document is judged beside the catalogue, since publishers' files lack things: CPRT names the
 * ends of a relation by code alone, and a code may be that of a role and of a task. What cannot be
 * read without guessing is a finding and is not among the elements or relations; what was mended is
 * a finding too. The text of a statement is compared by its hash (framework_text_hash).
 */
#ifndef CADRE_CORE_CATALOGUE_FRAMEWORK_DOCUMENT_H
#define CADRE_CORE_CATALOGUE_FRAMEWORK_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/status.h"
#include "core/base/str.h"
#include "core/catalogue/catalogue.h"
#include "core/kind/finding.h"

/* One for each (type, code); texts are NUL-terminated, "" where the document gives none. */
struct document_element {
    const char *type;       /* lower case: "work_role", "category", "competency_area", "task",
                               "knowledge", "skill", "ability", "ksa", "competency", or its own word */
    const char *code;       /* "511", "T1979": no blank, no control character, at most 64 bytes; as
                               the catalogue spells it where it has it */
    const char *title;      /* of roles and groups; statements have none */
    const char *text;       /* the statement or the description */
    const char *text_hash;  /* framework_text_hash(text), "" without a text */
    const char *group_code; /* the category that projects onto a role */
    const char *group_title;
    uint64_t line; /* of the document, from 1 */
};

/* One for each pair and word; an end is an element of the document, or a work role that the
 * catalogue has in the same framework and version. */
struct document_relation {
    const char *from_type, *from_code;
    const char *to_type, *to_code;
    const char *relation; /* "projection": category -> work_role -> task, knowledge, skill */
    uint64_t line;
};

/* What the document says of a role of another framework. It is compared with the catalogue's
 * mappings and grants nothing. */
struct document_mapping {
    const char *from_code;
    const char *to_framework, *to_code;
    uint64_t line;
};

struct document_finding {
    const struct finding_code *code; /* a D code */
    uint64_t line;                   /* from 1; 0 = the document as a whole */
    const char *path;                /* JSON pointer (RFC 6901): "/elements/17/element_type" */
    struct str_view value;           /* what stands there, cut to 200 bytes at a code point */
    const char *hint;                /* what it was taken for, or what is meant perhaps; or NULL */
};

struct framework_document {
    const char *framework, *version;            /* what it is loaded as: "DCWF", "5.1" */
    const char *title;                          /* "" = none given, or that of another framework */
    const char *declared_id, *declared_version; /* by the document itself, "" = nothing */
    const struct document_element *elements;    /* in the order of the document */
    size_t element_count;
    const struct document_relation *relations;
    size_t relation_count;
    const struct document_mapping *mappings;
    size_t mapping_count;
    const struct document_finding *findings;
    size_t finding_count;
};

struct framework_document_options {
    const char *framework; /* NULL: by what the document declares and whose roles it has */
    const char *version;   /* NULL: likewise */
};

/*
 * Errors: CADRE_REFUSED when the text is no JSON or of neither shape (the message says where);
 * CADRE_USAGE when it cannot be told which framework it is, with the options that say it in the
 * hint.
 */
CADRE_MUST_CHECK enum cadre_status
framework_document_read(struct str_view text, const struct catalogue *catalogue,
                        const struct framework_document_options *options, struct arena *arena,
                        struct framework_document *ret_document, struct cadre_error *err);

/* True when the text has blanks or signs that nobody sees: blanks that are no space and no line
 * end, signs of no width. Then it is appended in NFC, with plain blanks and without the signs; not
 * so a text with a control character, of which nothing is made. */
bool framework_plain_text(struct str_view text, struct str *out);

/* True when several codes stand in one value: "631 and 632". */
bool framework_holds_codes(struct str_view text);

/* Lower-case hexadecimal SHA-256 of the text in NFC, with runs of blanks (NBSP among them) as one
 * space, none outside, and without signs of no width; "" for a text without anything else. */
const char *framework_text_hash(struct str_view text, struct arena *arena);

#endif
