#include "import/cell_memo.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fast_hash.h"

enum { SLOTS = 256, TEXT_BYTES_MAX = 128 };

struct slot {
    uint64_t hash;
    uint32_t length, beside_length;
    char *texts; /* of the key, one behind the other; NULL = free */
    struct memo_cell cell;
    struct str_view *items; /* of a list */
    char *hint;
};

struct cell_memo {
    struct fast_hash_seed seed;
    struct slot slots[SLOTS];
};

struct cell_memo *cell_memo_new(void)
{
    struct cell_memo *memo = cadre_calloc(1, sizeof *memo);
    memo->seed = fast_hash_seed_random();
    return memo;
}

static void clear(struct slot *slot)
{
    free(slot->texts);
    free(slot->items);
    free(slot->hint);
    *slot = (struct slot){0};
}

void cell_memo_free(struct cell_memo *memo)
{
    if (memo == NULL)
        return;
    for (size_t i = 0; i < SLOTS; i++)
        clear(&memo->slots[i]);
    free(memo);
}

static bool is_kept(const struct memo_key *key)
{
    return key->text.length > 0 && key->text.length <= TEXT_BYTES_MAX &&
           key->beside.length <= TEXT_BYTES_MAX;
}

static uint64_t hash_of(const struct cell_memo *memo, const struct memo_key *key)
{
    uint64_t hash = fast_hash64(&memo->seed, key->text.data, key->text.length);
    if (key->beside.length > 0)
        hash += 2 * fast_hash64(&memo->seed, key->beside.data, key->beside.length) + 1;
    return hash;
}

static bool is_of(const struct slot *slot, const struct memo_key *key)
{
    return slot->texts != NULL && slot->length == key->text.length &&
           slot->beside_length == key->beside.length &&
           memcmp(slot->texts, key->text.data, slot->length) == 0 &&
           (slot->beside_length == 0 ||
            memcmp(slot->texts + slot->length, key->beside.data, slot->beside_length) == 0);
}

const struct memo_cell *cell_memo_find(const struct cell_memo *memo, const struct memo_key *key)
{
    if (!is_kept(key))
        return NULL;
    uint64_t hash = hash_of(memo, key);
    const struct slot *slot = &memo->slots[hash % SLOTS];
    return slot->hash == hash && is_of(slot, key) ? &slot->cell : NULL;
}

static char *join(const struct memo_key *key)
{
    char *texts = cadre_malloc(key->text.length + key->beside.length);
    memcpy(texts, key->text.data, key->text.length);
    if (key->beside.length > 0)
        memcpy(texts + key->text.length, key->beside.data, key->beside.length);
    return texts;
}

/* The items and their texts in one block. */
static struct str_view *copy_list(const struct typed_value *value)
{
    size_t count = value->list.count;
    size_t size = count * sizeof(struct str_view);
    for (size_t i = 0; i < count; i++)
        size += value->list.items[i].length;
    struct str_view *items = cadre_malloc(size);
    char *text = (char *)(items + count);
    for (size_t i = 0; i < count; i++) {
        struct str_view item = value->list.items[i];
        memcpy(text, item.data, item.length);
        items[i] = (struct str_view){text, item.length};
        text += item.length;
    }
    return items;
}

void cell_memo_keep(struct cell_memo *memo, const struct memo_key *key,
                    const struct memo_cell *cell)
{
    if (!is_kept(key))
        return;
    uint64_t hash = hash_of(memo, key);
    struct slot *slot = &memo->slots[hash % SLOTS];
    clear(slot);
    *slot = (struct slot){
        .hash = hash,
        .length = (uint32_t)key->text.length,
        .beside_length = (uint32_t)key->beside.length,
        .texts = join(key),
        .cell = *cell,
    };
    if (cell->hint != NULL)
        slot->cell.hint = slot->hint = cadre_strdup(cell->hint);
    if (cell->is_list && cell->value.present)
        slot->cell.value.list.items = slot->items = copy_list(&cell->value);
}
