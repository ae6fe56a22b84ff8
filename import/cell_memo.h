/*
 * Remembers what cells of a column were found to be, by their text and that of the cell beside
 * which they were judged: codes, countries, regions and credentials stand in most rows with few
 * values, and folding and looking them up anew is half of the work. The search for what a wrong
 * code was meant to be costs a hundred times as much, and the same one often stands in many rows.
 * Private to import/.
 */
#ifndef CADRE_IMPORT_CELL_MEMO_H
#define CADRE_IMPORT_CELL_MEMO_H

#include <stdbool.h>

#include "core/kind/typed_row.h"

struct cell_memo; /* opaque; a few slots, the newest text wins */

struct memo_key {
    struct str_view text;
    struct str_view beside; /* of another cell that decides too; absent = none */
};

/* What was found: a value, or a fault of the whole cell. */
struct memo_cell {
    struct typed_value value; /* not present: a fault */
    bool is_list;
    bool as_it_stands; /* the value is the text itself */
    int32_t entry;
    const char *code; /* of the fault; lives for ever */
    const char *hint; /* may be NULL */
};

struct cell_memo *cell_memo_new(void);
void cell_memo_free(struct cell_memo *memo);
/* NULL when it is not known (any more). Good until the next cell_memo_keep. */
const struct memo_cell *cell_memo_find(const struct cell_memo *memo, const struct memo_key *key);
/* Texts of a value must live as long as the memo; lists and hints are copied. Long texts are not
 * kept. */
void cell_memo_keep(struct cell_memo *memo, const struct memo_key *key,
                    const struct memo_cell *cell);

#endif
