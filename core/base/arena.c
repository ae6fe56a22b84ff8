#include "core/base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

#if defined(__SANITIZE_ADDRESS__)
#define ONE_OBJECT_A_BLOCK 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_OBJECT_A_BLOCK 1
#endif
#endif
#ifndef ONE_OBJECT_A_BLOCK
#define ONE_OBJECT_A_BLOCK 0
#endif

enum { ALIGNMENT = 16, BLOCK_FIRST = 64 * 1024, BLOCK_LARGEST = 4 * 1024 * 1024 };

struct block {
    struct block *next;
    size_t size; /* bytes of data */
    size_t used;
    _Alignas(ALIGNMENT) unsigned char data[];
};

/* Memory from elsewhere; these stand in the arena themselves. */
struct adopted {
    struct adopted *next;
    void *memory;
};

struct arena {
    struct block *blocks; /* the first is the one being filled */
    struct adopted *adopted;
    size_t next_size;
};

struct arena *arena_new(void)
{
    struct arena *arena = cadre_calloc(1, sizeof *arena);
    arena->next_size = BLOCK_FIRST;
    return arena;
}

static void free_blocks(struct block *block)
{
    while (block != NULL) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
}

static void free_adopted(struct arena *arena)
{
    for (struct adopted *at = arena->adopted; at != NULL; at = at->next)
        free(at->memory);
    arena->adopted = NULL;
}

void arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    free_adopted(arena);
    free_blocks(arena->blocks);
    free(arena);
}

void arena_cleanup(struct arena **arena)
{
    arena_free(*arena);
}

void arena_reset(struct arena *arena)
{
    free_adopted(arena);
    if (ONE_OBJECT_A_BLOCK) {
        free_blocks(arena->blocks);
        arena->blocks = NULL;
        return;
    }
    struct block **largest = &arena->blocks;
    for (struct block **at = &arena->blocks; *at != NULL; at = &(*at)->next) {
        if ((*at)->size > (*largest)->size)
            largest = at;
    }
    struct block *kept = *largest;
    if (kept == NULL)
        return;
    *largest = kept->next;
    free_blocks(arena->blocks);
    kept->next = NULL;
    kept->used = 0;
    arena->blocks = kept;
}

static struct block *add_block(struct arena *arena, size_t size, bool zeroed)
{
    struct block *block =
        zeroed ? cadre_calloc(1, sizeof *block + size) : cadre_malloc(sizeof *block + size);
    *block = (struct block){.next = arena->blocks, .size = size};
    arena->blocks = block;
    return block;
}

/* An object too large for the block being filled gets its own, behind that one. */
static void *alloc_large(struct arena *arena, size_t size, bool zeroed)
{
    struct block *filling = arena->blocks;
    struct block *own = add_block(arena, size, zeroed);
    own->used = size;
    if (filling != NULL) {
        own->next = filling->next;
        filling->next = own;
        arena->blocks = filling;
    }
    return own->data;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (ONE_OBJECT_A_BLOCK)
        return add_block(arena, size, false)->data;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct block *block = arena->blocks;
    if (block == NULL || block->size - block->used < size) {
        if (size > arena->next_size / 4)
            return alloc_large(arena, size, false);
        block = add_block(arena, arena->next_size, false);
        if (arena->next_size < BLOCK_LARGEST)
            arena->next_size *= 2;
    }
    void *memory = block->data + block->used;
    block->used += size;
    return memory;
}

void *arena_calloc(struct arena *arena, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        total = SIZE_MAX / 2; /* no machine has it: the allocation ends the process */
    if (total > BLOCK_LARGEST && !ONE_OBJECT_A_BLOCK) /* the system's pages are zero already */
        return alloc_large(arena, total, true);
    void *memory = arena_alloc(arena, total);
    memset(memory, 0, total);
    return memory;
}

void arena_adopt(struct arena *arena, void *memory)
{
    struct adopted *adopted = arena_alloc(arena, sizeof *adopted);
    *adopted = (struct adopted){arena->adopted, memory};
    arena->adopted = adopted;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(arena_alloc(arena, size), text, size);
}

struct str_view arena_copy(struct arena *arena, struct str_view text)
{
    if (text.data == NULL)
        return text;
    char *copy = arena_alloc(arena, text.length + 1);
    memcpy(copy, text.data, text.length);
    copy[text.length] = '\0';
    return (struct str_view){copy, text.length};
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    size_t size = length > 0 ? (size_t)length + 1 : 1;
    char *text = arena_alloc(arena, size);
    text[0] = '\0';
    va_start(args, format);
    vsnprintf(text, size, format, args);
    va_end(args);
    return text;
}
