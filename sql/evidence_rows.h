/*
 * Rows of evidence on their way into the registry without being staged: whom each names, its key,
 * and the order in which it comes back when it was put aside and sorted (by the caller, who has the
 * room for it). Private to sql/.
 *
 * Memory: the names (named_people.h), until evidence_rows_all_aside.
 */
#ifndef CADRE_SQL_EVIDENCE_ROWS_H
#define CADRE_SQL_EVIDENCE_ROWS_H

#include "sql/first_rows.h"
#include "sql/first_volume.h"

struct evidence_rows; /* opaque */

/* What all rows have in common is borrowed for as long as they live. */
struct evidence_rows *evidence_rows_new(struct session *session, const struct kind *kind,
                                        const struct first_volume_input *input);
void evidence_rows_free(struct evidence_rows *rows); /* NULL is fine */

/* By the first row, as which all others are: of its columns those that the table takes; *ret_count
 * of them. They live as long as the rows. */
CADRE_MUST_CHECK enum cadre_status evidence_rows_begin(struct evidence_rows *rows,
                                                       const struct typed_row *row,
                                                       const struct str_view **ret_names,
                                                       size_t *ret_count, struct cadre_error *err);
bool evidence_rows_have_begun(const struct evidence_rows *rows);
/* Then: whom they may name, as the registry has it now. */
CADRE_MUST_CHECK enum cadre_status evidence_rows_load_names(struct evidence_rows *rows,
                                                            struct cadre_error *err);
/* A row as it is to come back, in bytewise order, which is that of the keys while numbers of people
 * have eight digits: not this one, but one of those before it, whose people are known by now.
 * *ret_aside false: there is none yet, or it names nobody, which is noted. Both views live until
 * the next row. */
CADRE_MUST_CHECK enum cadre_status
evidence_rows_put_aside(struct evidence_rows *rows, const struct typed_row *row, bool *ret_aside,
                        struct str_view *ret_order, struct str_view *ret_item,
                        struct cadre_error *err);
/* Behind the last row, the next one of those that have not come back; false when there is none. */
bool evidence_rows_put_rest_aside(struct evidence_rows *rows, struct str_view *ret_order,
                                  struct str_view *ret_item);
/* There are no more: the names are forgotten. */
void evidence_rows_all_aside(struct evidence_rows *rows);

/* A row that counts, the only one with its key. Everything lives until the next. */
struct evidence_row {
    const struct row_facts *facts;
    int64_t number;              /* of the person */
    struct str_view person, key; /* as the registry has them */
    struct str_view fields; /* of the columns that the table takes, as copy_in_take gives them */
};
struct evidence_sink {
    void *context;
    enum cadre_status (*row)(void *context, const struct evidence_row *row,
                             struct cadre_error *err);
};
/* What was put aside, in order; rows that were dropped since (`input`) are passed over, and those
 * of one key noted. */
CADRE_MUST_CHECK enum cadre_status evidence_rows_take(struct evidence_rows *rows,
                                                      const struct merge_input *input,
                                                      struct str_view order, struct str_view item,
                                                      const struct evidence_sink *sink,
                                                      struct cadre_error *err);
/* Behind the last one. */
CADRE_MUST_CHECK enum cadre_status evidence_rows_end(struct evidence_rows *rows,
                                                     const struct evidence_sink *sink,
                                                     struct cadre_error *err);
/* Of a row that is stored, while it is taken: one that says what is known already rests on nobody.
 */
void evidence_rows_note_stored(struct evidence_rows *rows, const struct evidence_row *row);
/* Then: whom rows that are stored name by a national id alone, for the registry to rest on. */
CADRE_MUST_CHECK enum cadre_status evidence_rows_store_named(struct evidence_rows *rows,
                                                             struct cadre_error *err);
/* Rows that were noted, as first_rejections_sorted gives them. */
const struct merge_rejection *evidence_rows_rejected(const struct evidence_rows *rows,
                                                     const struct merge_input *input,
                                                     struct arena *arena, size_t *ret_count);

#endif
