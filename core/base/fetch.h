/*
 * Fetching from memory beforehand what is going to be read: where the places are known but lie all
 * over memory, the loads then overlap. Only by these: gcc takes a function that does nothing but
 * __builtin_prefetch for one without effect and drops the calls of it, unless something in it says
 * otherwise.
 */
#ifndef CADRE_CORE_BASE_FETCH_H
#define CADRE_CORE_BASE_FETCH_H

#define FETCH_LINE 64 /* bytes */

/* The line of memory in which it is; any address will do. */
static inline void fetch(const void *at)
{
    __builtin_prefetch(at);
    __asm__ volatile("");
}

/* All lines of [begin, end). */
static inline void fetch_lines(const void *begin, const void *end)
{
    for (const char *line = begin; line < (const char *)end; line += FETCH_LINE)
        fetch(line);
}

#endif
