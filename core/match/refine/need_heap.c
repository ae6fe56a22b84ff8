#include "core/match/refine/need_heap.h"

struct entry {
    int64_t key;
    int32_t need;
};

struct need_heap {
    struct entry *entries;
    size_t count;
    size_t need_count;
    int32_t *place; /* per need: its index in entries, -1 = not in the heap */
};

struct need_heap *need_heap_new(size_t need_count, struct arena *arena)
{
    struct need_heap *heap = arena_calloc(arena, 1, sizeof *heap);
    heap->entries = arena_calloc(arena, need_count, sizeof *heap->entries);
    heap->place = arena_calloc(arena, need_count, sizeof *heap->place);
    heap->need_count = need_count;
    for (size_t j = 0; j < need_count; j++)
        heap->place[j] = -1;
    return heap;
}

void need_heap_clear(struct need_heap *heap)
{
    for (size_t i = 0; i < heap->count; i++)
        heap->place[heap->entries[i].need] = -1;
    heap->count = 0;
}

static bool goes_before(const struct entry *left, const struct entry *right)
{
    if (left->key != right->key)
        return left->key < right->key;
    return left->need < right->need;
}

static void put(struct need_heap *heap, size_t at, struct entry entry)
{
    heap->entries[at] = entry;
    heap->place[entry.need] = (int32_t)at;
}

static void rise(struct need_heap *heap, size_t at, struct entry entry)
{
    while (at > 0) {
        size_t parent = (at - 1) / 2;
        if (!goes_before(&entry, &heap->entries[parent]))
            break;
        put(heap, at, heap->entries[parent]);
        at = parent;
    }
    put(heap, at, entry);
}

static void sink(struct need_heap *heap, size_t at, struct entry entry)
{
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= heap->count)
            break;
        if (child + 1 < heap->count &&
            goes_before(&heap->entries[child + 1], &heap->entries[child]))
            child++;
        if (!goes_before(&heap->entries[child], &entry))
            break;
        put(heap, at, heap->entries[child]);
        at = child;
    }
    put(heap, at, entry);
}

void need_heap_lower(struct need_heap *heap, int32_t need, int64_t key)
{
    struct entry entry = {key, need};
    int32_t place = heap->place[need];
    if (place < 0)
        rise(heap, heap->count++, entry);
    else if (key < heap->entries[place].key)
        rise(heap, (size_t)place, entry);
}

bool need_heap_pop(struct need_heap *heap, int32_t *ret_need, int64_t *ret_key)
{
    if (heap->count == 0)
        return false;
    struct entry smallest = heap->entries[0];
    heap->place[smallest.need] = -1;
    struct entry last = heap->entries[--heap->count];
    if (heap->count > 0)
        sink(heap, 0, last);
    *ret_need = smallest.need;
    *ret_key = smallest.key;
    return true;
}
