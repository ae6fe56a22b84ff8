/*
 * A catalogue after an addition.
 */
#ifndef CADRE_TESTS_UNIT_CATALOGUE_CATALOGUE_WITH_H
#define CADRE_TESTS_UNIT_CATALOGUE_CATALOGUE_WITH_H

#include <string.h>

#include "core/catalogue/addition.h"

/* The catalogue with the rows: what the next ones are judged beside. */
static inline struct catalogue *catalogue_with(struct arena *arena, const struct catalogue *before,
                                               const struct addition *addition)
{
    size_t count;
    const struct catalogue_table *tables = catalogue_tables_of(before, &count);
    struct catalogue_table *with = arena_calloc(arena, count, sizeof *with);
    memcpy(with, tables, count * sizeof *with);
    for (size_t i = 0; i < addition->table_count; i++) {
        for (size_t j = 0; j < count; j++) {
            if (strcmp(with[j].name, addition->tables[i].name) == 0)
                with[j] = addition->tables[i];
        }
    }
    return catalogue_from(with, count);
}

#endif
