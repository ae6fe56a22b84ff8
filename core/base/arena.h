/*
 * Arena: memory that lives as long as one command or one row, freed at once. Blocks double from
 * 64 KiB up to 4 MiB; an object larger than a block gets one of its own. Under AddressSanitizer
 * every object is a malloc of its own, so that an overflow inside a block is seen.
 */
#ifndef CADRE_CORE_BASE_ARENA_H
#define CADRE_CORE_BASE_ARENA_H

#include <stddef.h>

#include "core/base/str.h"

struct arena; /* opaque */

struct arena *arena_new(void);
void arena_free(struct arena *arena); /* NULL is fine */

/* Forgets every object, keeps the largest block for the next use (the scratch arena of a row loop).
 */
void arena_reset(struct arena *arena);

void *arena_alloc(struct arena *arena, size_t size);                /* aligned to 16, not zeroed */
void *arena_calloc(struct arena *arena, size_t count, size_t size); /* zeroed */
/* Memory of cadre_malloc and its like becomes the arena's, and is freed with it: what grew by
 * cadre_grow need not be copied. NULL is fine. */
void arena_adopt(struct arena *arena, void *memory);
char *arena_strdup(struct arena *arena, const char *text);
struct str_view arena_copy(struct arena *arena, struct str_view text); /* NUL-terminated copy */
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void arena_cleanup(struct arena **arena); /* for CADRE_CLEANUP */

#endif
