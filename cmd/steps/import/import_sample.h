/*
 * The first rows of a list that is being staged tell what sort of list it is. One that changes most
 * of what its source said last is better merged as a whole (whole_evidence.h), or, of people,
 * compared without what is known of it.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_SAMPLE_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_SAMPLE_H

#include "core/kind/typed_row.h"
#include "import/known_records.h"

struct import_sample; /* opaque */

/* `bytes`: of the whole file; `least`: how many records it is to change. */
struct import_sample *import_sample_new(const struct known_records *known, uint64_t bytes,
                                        uint64_t least);
void import_sample_free(struct import_sample *sample); /* NULL is fine */

/* A row that was not known as it is. True once, when enough have come: at least half of the records
 * so far change what is known of their keys, the list is half as long as what is known, and by
 * these records it changes enough of it. */
bool import_sample_add(struct import_sample *sample, const struct typed_row *row);

#endif
