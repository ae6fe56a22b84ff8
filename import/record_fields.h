/*
 * A record taken apart into the fields of a row, or why it is none. Private to import/.
 */
#ifndef CADRE_IMPORT_RECORD_FIELDS_H
#define CADRE_IMPORT_RECORD_FIELDS_H

#include "import/header_map.h"
#include "import/record_reader.h"
#include "import/records.h"

struct record_fields; /* opaque */

/* Why a record is no row. */
struct record_refusal {
    const char *code;
    uint64_t line;
    int field;        /* at fault, -1 = the record */
    const char *hint; /* may be NULL; until the next call */
    bool is_header;   /* it hides nobody, and belongs to no set */
};

/* All are borrowed; `profile` may be NULL. */
struct record_fields *record_fields_new(const struct kind *kind, const struct header_map *header,
                                        const struct source_profile *profile);
void record_fields_free(struct record_fields *apart); /* NULL is fine */
/* Whether the splitter found the record whole. */
bool record_fields_is_whole(const struct record *record, struct record_refusal *ret_refusal);
/* Of a whole record. A record that has swallowed others is cut. */
bool record_fields_read(struct record_fields *apart, struct records *records, struct record *record,
                        struct fields *ret_fields, struct record_refusal *ret_refusal);
/* A second header is no row, whatever its cells are called: to be asked of one that is at fault. */
bool record_fields_are_header(struct record_fields *apart, const struct record *record,
                              const struct fields *fields, struct record_refusal *ret_refusal);

#endif
