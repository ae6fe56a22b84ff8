/*
 * What lists have in common whose rows are put aside: these come back sorted, with what is to be
 * known of each; some count no more by then, and some are told of. Private to sql/.
 */
#ifndef CADRE_SQL_FIRST_ROWS_H
#define CADRE_SQL_FIRST_ROWS_H

#include "sql/copy_binary.h"
#include "sql/digest_store.h"
#include "sql/merge.h"

/* Comes back with the fields of a row; plain bytes, as few as may be. */
struct row_facts {
    struct digest_entry entry; /* only with has_key */
    uint64_t offset;           /* where the record stands */
    uint32_t line, record, length;
    bool has_key;
    bool by_id; /* the row names its person by the national id alone */
};

/* Lines, records and lengths are numbers up to UINT32_MAX. */
struct row_facts row_facts_of(const struct typed_row *row);
/* Of an item that begins with them, as it was put aside; *ret_fields is what follows them. */
struct row_facts row_facts_read(struct str_view item, struct str_view *ret_fields);
/* The hash of its key, or NULL. */
void row_facts_copy_key_hash(const struct row_facts *facts, struct copy_in *copy);
/* Of such an item it turns out that its row names the person by the national id alone. */
void row_facts_by_id(char *item);

/* Which columns the rows have, all of them the same: `index` of row_column_count of the kind's. */
size_t row_column_count(const struct typed_row *row);
int row_column(const struct typed_row *row, size_t index);
/* One that is no column, or not present: absent. */
struct str_view row_text(const struct typed_row *row, int column);

/* Rows that the registry does not take. All zero to begin with. */
struct first_rejections {
    struct merge_rejection *items;
    size_t count, capacity;
};

/* `rivals`: one of the records of which one at most can stand; 0 = there are none. */
void first_rejections_add(struct first_rejections *rejections, const char *code, const char *column,
                          const struct row_facts *facts, uint64_t rivals);
void first_rejections_free(struct first_rejections *rejections);
/* By record, without those that were dropped, in `arena`; *ret_count of them. */
const struct merge_rejection *first_rejections_sorted(const struct first_rejections *rejections,
                                                      const struct merge_input *input,
                                                      struct arena *arena, size_t *ret_count);

/*
 * Sorted rows, of which one at most of each key can stand: a row waits until it is known whether
 * the next one has its key. What all have in common is filled in before the first one.
 */
struct first_line {
    const struct merge_input *input; /* its dropped records do not count */
    bool (*is_same)(struct str_view left, struct str_view right); /* keys of two rows */
    const char *column; /* of what is told of rows with one key; NULL = of none */
    struct first_rejections *rejections;
    /* The only row with its key; its views live until the next one. */
    enum cadre_status (*take)(void *context, struct str_view key, const struct row_facts *facts,
                              struct str_view fields, struct cadre_error *err);
    void *context;
    struct str key, item; /* of the row that waits */
    bool waits, is_twice;
    uint64_t rivals; /* the first record with its key */
};

CADRE_MUST_CHECK enum cadre_status first_line_add(struct first_line *line, struct str_view key,
                                                  struct str_view item, struct cadre_error *err);
/* No more come. */
CADRE_MUST_CHECK enum cadre_status first_line_end(struct first_line *line, struct cadre_error *err);
void first_line_release(struct first_line *line);

#endif
