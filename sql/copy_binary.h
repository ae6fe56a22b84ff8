/*
 * COPY in PostgreSQL's binary format, both ways, and raw text into a COPY. Integers are big-endian;
 * dates count from 2000-01-01.
 */
#ifndef CADRE_SQL_COPY_BINARY_H
#define CADRE_SQL_COPY_BINARY_H

#include "core/base/date.h"
#include "core/kind/typed_row.h"
#include "sql/session.h"

/* ---- into the database: rows are gathered and sent in pieces of 32 KiB --------------------- */
struct copy_in; /* opaque */

CADRE_MUST_CHECK enum cadre_status copy_in_open(struct session *session, const char *statement,
                                                struct copy_in **ret_copy, struct cadre_error *err);
/* The same by several statements, one after the other. A backend copies through 16 MiB of the
 * server's memory and waits for the log before it writes out what falls out of them; the next
 * statement has others, and what is copied stays in memory for what comes next. */
CADRE_MUST_CHECK enum cadre_status copy_in_open_parts(struct session *session,
                                                      const char *statement,
                                                      struct copy_in **ret_copy,
                                                      struct cadre_error *err);
/* From here on full pieces are sent on a thread of their own, where one can be had: who adds rows
 * to two connections does not let one wait for the other, up to 8 MiB. Until the copy ends, nothing
 * else is done with the session; a row that cannot be copied is told of by a later one. */
void copy_in_beside(struct copy_in *copy);
/* One that is sent nowhere: its fields are taken as they are, to be sent another time. Ends by
 * copy_in_abort. */
struct copy_in *copy_in_aside(void);
/* What was added since the last call; lives until the next field. */
struct str_view copy_in_take(struct copy_in *copy);
size_t copy_in_length(const struct copy_in *copy); /* bytes that were added and not sent */
/* A row of `columns` fields, each then added by one of the following. */
void copy_in_begin_row(struct copy_in *copy, int columns);
void copy_in_null(struct copy_in *copy);
void copy_in_text(struct copy_in *copy, struct str_view text); /* absent = NULL */
void copy_in_int32(struct copy_in *copy, int32_t number);
void copy_in_int64(struct copy_in *copy, int64_t number);
void copy_in_uuid(struct copy_in *copy, const struct hash128 *hash); /* 16 bytes in a uuid column */
void copy_in_bool(struct copy_in *copy, bool truth);
void copy_in_date(struct copy_in *copy, struct cadre_date date); /* none = NULL */
void copy_in_text_array(struct copy_in *copy, const struct str_view *items, size_t count);
/* Fields that were taken. */
void copy_in_taken(struct copy_in *copy, struct str_view fields);
/* The first of them as it was taken; *fields goes on behind it. *ret_value: what it is, absent =
 * NULL. */
struct str_view copy_in_first(struct str_view *fields, struct str_view *ret_value);
/* The value of a text[] as one text, as array_to_string has it. */
void copy_in_joined(struct copy_in *copy, struct str_view list, char separator);
/* The values of the row's columns. */
void copy_in_values(struct copy_in *copy, const struct typed_row *row);
/* Sends full pieces; call it after each row. */
CADRE_MUST_CHECK enum cadre_status copy_in_end_row(struct copy_in *copy, struct cadre_error *err);
/* Sends the rest and waits for the server's answer; frees `copy` in any case. */
CADRE_MUST_CHECK enum cadre_status copy_in_finish(struct copy_in *copy, struct cadre_error *err);
/* The same, but that the answer is for session_await to wait for. */
CADRE_MUST_CHECK enum cadre_status copy_in_end(struct copy_in *copy, struct cadre_error *err);
/* The end of it as its rows ended: finished, or given up with that status. */
CADRE_MUST_CHECK enum cadre_status copy_in_close(struct copy_in *copy, enum cadre_status rows,
                                                 struct cadre_error *err);
/* Gives up; frees. NULL is fine. */
void copy_in_abort(struct copy_in *copy);

/* Sends text as it is into a COPY of format text or csv. */
CADRE_MUST_CHECK enum cadre_status copy_text(struct session *session, const char *statement,
                                             struct str_view text, struct cadre_error *err);

/* ---- out of the database -------------------------------------------------------------------- */
struct copy_out; /* opaque */

CADRE_MUST_CHECK enum cadre_status copy_out_open(struct session *session, const struct query *query,
                                                 struct copy_out **ret_copy,
                                                 struct cadre_error *err);
/* The same, of a statement that the server made. */
CADRE_MUST_CHECK enum cadre_status copy_out_start(struct session *session, const char *statement,
                                                  struct copy_out **ret_copy,
                                                  struct cadre_error *err);
/* *ret_more false at the end. Fields live until the next call. */
CADRE_MUST_CHECK enum cadre_status copy_out_next(struct copy_out *copy, bool *ret_more,
                                                 struct cadre_error *err);
void copy_out_free(struct copy_out *copy);
void copy_out_cleanup(struct copy_out **copy);
struct str_view copy_out_text(const struct copy_out *copy, int column); /* absent = NULL */
/* The fields from the first of these columns to before the last, as copy_in_taken takes them; with
 * copy_out_columns, all behind the first. */
struct str_view copy_out_fields(const struct copy_out *copy, int first, int behind_last);
int copy_out_columns(const struct copy_out *copy);
int32_t copy_out_int32(const struct copy_out *copy, int column, int32_t when_null);
bool copy_out_int64(const struct copy_out *copy, int column, int64_t *ret_number); /* false: NULL */
bool copy_out_bool(const struct copy_out *copy, int column); /* false when NULL */
/* None when NULL, and of what is no day of the years 1 to 9999. */
struct cadre_date copy_out_date(const struct copy_out *copy, int column);

#endif
