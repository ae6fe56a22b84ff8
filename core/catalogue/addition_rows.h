/*
 * The rows of an addition as rows of a table of the catalogue, and the rules that they must keep
 * there. Private to core/catalogue.
 */
#ifndef CADRE_CORE_CATALOGUE_ADDITION_ROWS_H
#define CADRE_CORE_CATALOGUE_ADDITION_ROWS_H

#include "core/base/str_map.h"
#include "core/catalogue/addition.h"

#define ROW_NONE SIZE_MAX

enum { ADDITION_KEYS_MAX = 7, ADDITION_PLACED_MAX = 7 };

/* Which part of a cell goes into a column of a table. */
enum cell_part {
    PART_WHOLE,
    PART_FRAMEWORK, /* of "DCWF@5.1/511" */
    PART_VERSION,
    PART_CODE,
    PART_BEFORE_SLASH, /* of "CompTIA/Security+" */
    PART_BEHIND_SLASH,
};

struct placed_cell {
    const char *column, *of; /* of the table, of the kind */
    enum cell_part part;
};

struct candidate_table;
struct findings_list; /* opaque to the rules */

/* A table that rows of a kind go to. Its columns are those of the kind of the same name, but for
 * those in `placed`; what it has no column for in the shipped table comes behind. */
struct addition_target {
    const char *kind, *table;
    const char *keys[ADDITION_KEYS_MAX + 1]; /* ended by NULL */
    struct placed_cell placed[ADDITION_PLACED_MAX + 1];
    const char *further[3]; /* columns behind those of the shipped table */
    /* Writes a row's names as the catalogue spells them. May be NULL. */
    void (*spell)(const struct candidate_table *table, const char **cells);
    /* Fills what follows from the rest; `known`: the row is there already. May be NULL. */
    void (*fill)(const struct candidate_table *table, const char **cells, bool known);
    /* Tells what is wrong with the rows that came, as the table is with them. May be NULL. */
    void (*verify)(struct candidate_table *table);
};

const struct addition_target *addition_target_of(const char *kind, size_t index); /* NULL = none */

/* What came for a row of the table. */
struct arrival {
    size_t row; /* the first, ROW_NONE = none did */
    const char **given;
    bool replaces;
    enum addition_outcome outcome;
};

/* The table as it is with the rows that were not left out. */
struct candidate_table {
    const struct addition_target *target;
    const struct catalogue *catalogue; /* without them */
    const struct kind *kind;
    const struct addition_row *rows;
    size_t count;
    struct arena *arena;
    struct findings_list *findings;
    const char ***placed;            /* by row: its cells by column of the table */
    enum addition_outcome *outcomes; /* by row; left out: by any table of the kind */

    struct catalogue_table table;
    const char **cells;       /* of `table` */
    struct arrival *arrivals; /* by row of the table */
    size_t keys[ADDITION_KEYS_MAX];
    size_t key_count;
    struct str_map *places, *shipped_places; /* folded key -> row */
};

/* The column's cell in a row of the table; "" where the table has no such column. */
const char *candidate_cell(const struct candidate_table *table, size_t row, const char *column);
/* True when it is new or another by what came. */
bool candidate_came(const struct candidate_table *table, size_t row);
/* True when the row of the kind was found at fault. */
bool candidate_is_left_out(const struct candidate_table *table, size_t row);
/* Leaves out what came for the table's row, if it did. `column` is the kind's, NULL = the row; the
 * hint is NULL or lives in the arena. */
void candidate_fault(struct candidate_table *table, size_t row, const char *code,
                     const char *column, const char *hint);
/* Tells of a row of the kind that stays, by a code that warns. It counts if the round settles. */
void candidate_note(struct candidate_table *table, size_t row, const char *code, const char *column,
                    const char *hint);

#endif
