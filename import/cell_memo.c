#include "import/cell_memo.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

enum { SLOTS = 64, TEXT_BYTES_MAX = 31 };

struct slot {
    char text[TEXT_BYTES_MAX];
    unsigned char length; /* 0 = free */
    int32_t entry;
    struct typed_value value;
};

struct cell_memo {
    struct slot slots[SLOTS];
};

struct cell_memo *cell_memo_new(void)
{
    return cadre_calloc(1, sizeof(struct cell_memo));
}

void cell_memo_free(struct cell_memo *memo)
{
    free(memo);
}

static size_t slot_of(struct str_view text)
{
    size_t hash = text.length;
    for (size_t i = 0; i < text.length; i++)
        hash = hash * 31 + (unsigned char)text.data[i];
    return hash % SLOTS;
}

bool cell_memo_find(const struct cell_memo *memo, struct str_view text,
                    struct typed_value *ret_value, int32_t *ret_entry)
{
    if (text.length == 0 || text.length > TEXT_BYTES_MAX)
        return false;
    const struct slot *slot = &memo->slots[slot_of(text)];
    if (slot->length != text.length || memcmp(slot->text, text.data, text.length) != 0)
        return false;
    *ret_value = slot->value;
    *ret_entry = slot->entry;
    return true;
}

void cell_memo_keep(struct cell_memo *memo, struct str_view text, const struct typed_value *value,
                    int32_t entry)
{
    if (text.length == 0 || text.length > TEXT_BYTES_MAX)
        return;
    struct slot *slot = &memo->slots[slot_of(text)];
    memcpy(slot->text, text.data, text.length);
    slot->length = (unsigned char)text.length;
    slot->value = *value;
    slot->entry = entry;
}
