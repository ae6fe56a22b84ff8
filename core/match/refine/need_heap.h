/*
 * A priority queue of needs by an int64 key, smallest first, equal keys by need: a binary heap that
 * knows where each need stands, so that a key can be lowered in place (Cormen et al., Introduction
 * to Algorithms, ch. 6). Room for every need is taken once, from the caller's arena.
 */
#ifndef CADRE_CORE_MATCH_NEED_HEAP_H
#define CADRE_CORE_MATCH_NEED_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"

struct need_heap; /* opaque */

struct need_heap *need_heap_new(size_t need_count, struct arena *arena);
void need_heap_clear(struct need_heap *heap);
/* Puts the need in, or lowers its key; a key that is not lower changes nothing. */
void need_heap_lower(struct need_heap *heap, int32_t need, int64_t key);
/* Takes the smallest out; false when the heap is empty. */
bool need_heap_pop(struct need_heap *heap, int32_t *ret_need, int64_t *ret_key);

#endif
