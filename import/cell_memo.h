/*
 * Remembers what cells of a column were found to be, by their text: codes, countries and regions
 * stand in most rows with few values, and folding and looking them up anew is half of the work.
 * Private to import/.
 */
#ifndef CADRE_IMPORT_CELL_MEMO_H
#define CADRE_IMPORT_CELL_MEMO_H

#include <stdbool.h>

#include "core/kind/typed_row.h"

struct cell_memo; /* opaque; a few slots, the newest text wins */

struct cell_memo *cell_memo_new(void);
void cell_memo_free(struct cell_memo *memo);
/* False when the text is not known (any more). */
bool cell_memo_find(const struct cell_memo *memo, struct str_view text,
                    struct typed_value *ret_value, int32_t *ret_entry);
/* `value` must live as long as the memo; long texts are not kept. */
void cell_memo_keep(struct cell_memo *memo, struct str_view text, const struct typed_value *value,
                    int32_t entry);

#endif
