#include "core/base/alloc.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { EXIT_OUT_OF_MEMORY = 70, SMALLEST_CAPACITY = 8, PAGE = 4096, LARGE_PAGE = 2 * 1024 * 1024 };

static _Noreturn void die_without_memory(void)
{
    static const char message[] = "cadre: out of memory\n";
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    (void)written;
    _exit(EXIT_OUT_OF_MEMORY);
}

void *cadre_malloc(size_t size)
{
    void *memory = malloc(size > 0 ? size : 1);
    if (memory == NULL)
        die_without_memory();
    return memory;
}

void *cadre_calloc(size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size > 0 ? size : 1);
    if (memory == NULL)
        die_without_memory();
    return memory;
}

void *cadre_calloc_wide(size_t count, size_t size)
{
    char *memory = cadre_calloc(count, size);
    size_t bytes = count * size;
    size_t before = (PAGE - (uintptr_t)memory % PAGE) % PAGE;
    if (bytes >= LARGE_PAGE)
        (void)madvise(memory + before, (bytes - before) / PAGE * PAGE, MADV_HUGEPAGE);
    return memory;
}

void *cadre_realloc_array(void *memory, size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size)
        die_without_memory();
    void *grown = realloc(memory, count * size > 0 ? count * size : 1);
    if (grown == NULL)
        die_without_memory();
    return grown;
}

char *cadre_strdup(const char *text)
{
    return cadre_strndup(text, strlen(text));
}

char *cadre_strndup(const char *data, size_t length)
{
    char *copy = cadre_malloc(length + 1);
    if (length > 0)
        memcpy(copy, data, length);
    copy[length] = '\0';
    return copy;
}

char *cadre_format(const char *format, ...)
{
    va_list args;
    char *text = NULL;
    va_start(args, format);
    int length = vasprintf(&text, format, args);
    va_end(args);
    if (length < 0)
        die_without_memory();
    return text;
}

void *cadre_grow(void *items, size_t *capacity, size_t needed, size_t size)
{
    if (needed <= *capacity)
        return items;
    size_t grown = *capacity > 0 ? *capacity : SMALLEST_CAPACITY;
    while (grown < needed)
        grown = grown <= SIZE_MAX / 2 ? grown * 2 : needed;
    *capacity = grown;
    return cadre_realloc_array(items, grown, size);
}

void cadre_free_pointer(void *pointer_to_pointer)
{
    void *memory;
    memcpy(&memory, pointer_to_pointer, sizeof memory);
    free(memory);
}
