/*
 * The first list of all people, straight into the registry: while nothing is known of anybody there
 * is nothing to compare it with. Its rows are put aside until the file is read to its end, sorted
 * by their keys (by the caller, who has the room for it), and copied to where they belong, each
 * once: people and records of a long list at the same time, where a second connection is to be had.
 * The registry is then, to the byte, what staging and merge_run would have made of it:
 * migrations/0030_first_load.sql, 0034_first_volume.sql, 0036_first_load_faster.sql,
 * 0040_first_volume_ahead.sql and 0046_narrow_first_volume.sql.
 *
 * Memory: 24 bytes a row, of the digest, once it is begun; and up to 8 MiB of records, when the
 * connection for them is behind (copy_in_beside).
 */
#ifndef CADRE_SQL_FIRST_LOAD_H
#define CADRE_SQL_FIRST_LOAD_H

#include "core/kind/typed_row.h"
#include "sql/first_volume.h"
#include "sql/merge.h"
#include "sql/session.h"

struct first_load; /* opaque */

/* Whether the kind is that of people. */
bool first_load_serves(const struct kind *kind);
/* Whether a file of the source would be the first now; under the registry's lock it is asked again.
 * *ret_long: one of so many bytes is worth a second connection, of which the server has enough. */
CADRE_MUST_CHECK enum cadre_status first_load_may(struct session *session, const char *source,
                                                  struct cadre_date effective, uint64_t bytes,
                                                  bool *ret_may, bool *ret_long,
                                                  struct cadre_error *err);

struct first_load *first_load_new(struct session *session, const struct kind *kind,
                                  const char *source);
/* What it did is committed, for certain. */
void first_load_committed(struct first_load *load);
/* What is not committed by then never will be: where two connections were at work it is rolled
 * back, and what the second one stored is dropped. NULL is fine. */
void first_load_free(struct first_load *load);

/* Before it is begun: to the same database, of the batch and source of first_load_begin; the
 * target of `input` is set here. What is done there lasts behind a rollback, but as no part of the
 * registry. Where it is not to be had the list goes by one connection. */
void first_load_beside(struct first_load *load, const struct first_volume_input *input);

/* A row as it is to come back. Keys sort bytewise as new people are numbered. Both live until the
 * next row. All rows have the same columns. Errors: the session was cancelled. */
CADRE_MUST_CHECK enum cadre_status
first_load_put_aside(struct first_load *load, const struct typed_row *row, struct str_view *ret_key,
                     struct str_view *ret_item, struct cadre_error *err);

/* Under the registry's lock. *ret_first false: somebody came before, and nothing was done; else
 * rows follow. What `input` points to is borrowed until the end. */
CADRE_MUST_CHECK enum cadre_status first_load_begin(struct first_load *load,
                                                    const struct merge_input *input,
                                                    struct arena *arena, bool *ret_first,
                                                    struct cadre_error *err);
/* What was put aside, by ascending keys. */
CADRE_MUST_CHECK enum cadre_status first_load_row(struct first_load *load, struct str_view key,
                                                  struct str_view item, struct cadre_error *err);
/* People, indexes, and what came of it, as merge_run tells it; in the arena of first_load_begin. */
CADRE_MUST_CHECK enum cadre_status
first_load_end(struct first_load *load, struct merge_result *ret_result, struct cadre_error *err);
/* After the end: the digest of the source, if it is not written yet. */
CADRE_MUST_CHECK enum cadre_status first_load_digest(struct first_load *load,
                                                     struct cadre_error *err);

#endif
