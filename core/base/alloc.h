/*
 * Memory that is always there: when the machine has none left, the process says so on stderr and
 * ends at once with exit code 70, since no caller could do better. Never returns NULL.
 */
#ifndef CADRE_CORE_BASE_ALLOC_H
#define CADRE_CORE_BASE_ALLOC_H

#include <stddef.h>

void *cadre_malloc(size_t size);
/* Zeroed; an overflow of the product ends the process. */
void *cadre_calloc(size_t count, size_t size);
/* The same for what is read all over: of its large part in large pages, where the system has some.
 * In small ones, to find where one lies would take as long as to read it. */
void *cadre_calloc_wide(size_t count, size_t size);
/* Room for `count` elements of `size` bytes; keeps the old content like realloc. */
void *cadre_realloc_array(void *memory, size_t count, size_t size);
char *cadre_strdup(const char *text);
char *cadre_strndup(const char *data, size_t length); /* NUL added */
/* printf into fresh memory; the caller frees. */
char *cadre_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Grows a dynamic array before an append: `items` of `*capacity` elements holds at least `needed`
 * afterwards (doubling). Use:
 * `v->items = cadre_grow(v->items, &v->capacity, v->count + 1, sizeof *v->items);`
 */
void *cadre_grow(void *items, size_t *capacity, size_t needed, size_t size);

/* Scope-bound cleanup: `CADRE_FREE char *text = ...;` frees at the end of the block. */
void cadre_free_pointer(void *pointer_to_pointer);
#define CADRE_CLEANUP(function) __attribute__((cleanup(function)))
#define CADRE_FREE CADRE_CLEANUP(cadre_free_pointer)

#endif
