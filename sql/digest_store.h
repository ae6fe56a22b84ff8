/*
 * What each source stated last, record by record: hashes by which the next import passes over what
 * it knows already. A digest's keys are the open records of its kind and source, no more and no
 * less, or there is none.
 */
#ifndef CADRE_SQL_DIGEST_STORE_H
#define CADRE_SQL_DIGEST_STORE_H

#include "core/base/fast_hash.h"
#include "core/kind/kind.h"
#include "core/kind/typed_row.h"
#include "sql/session.h"

struct digest_entry {
    struct hash128 record; /* of the record's bytes; of a row that had a finding a hash that no
                              record has */
    int64_t key;
};

/* Of a row that has a key. */
struct digest_entry digest_entry_of(const struct typed_row *row);
/* Of an open record that no record of a file says. */
struct digest_entry digest_entry_of_key(int64_t key);

/* Whether the kind's records have a digest: it has sources, each row stands by itself, and no other
 * source can state the same thing. Where one can, what a source said last may not be what stands.
 */
bool digest_store_serves(const struct kind *kind);
/* The secret that seeds the hashes of this database; and how many entries come while the digest is
 * read, those included that go again: 0 = there is none. */
CADRE_MUST_CHECK enum cadre_status digest_store_look(struct session *session,
                                                     const struct kind *kind, const char *source,
                                                     struct hash128 *ret_secret, size_t *ret_count,
                                                     struct cadre_error *err);

/* Who is given a digest's entries, some thousands at a time: those that come, and of those that
 * came before which are gone. */
struct digest_taker {
    void (*come)(void *context, const struct digest_entry *entries, size_t count);
    void (*gone)(void *context, const struct digest_entry *entries, size_t count);
    void *context;
};

/* What was read, by which it is found again and amended. */
struct digest_extent {
    int64_t batch; /* that wrote it, 0 = there is none */
    int32_t pages;
    size_t standing; /* entries */
    size_t gone;     /* entries that came with some page, but are there no more */
};

CADRE_MUST_CHECK enum cadre_status digest_store_load(struct session *session,
                                                     const struct kind *kind, const char *source,
                                                     const struct digest_taker *taker,
                                                     struct digest_extent *ret_extent,
                                                     struct cadre_error *err);
/* Who wrote the digest that stands now, 0 = there is none: a merge by digest asks under the
 * registry's lock whether it is still the one that was loaded. */
CADRE_MUST_CHECK enum cadre_status digest_store_writer(struct session *session,
                                                       const struct kind *kind, const char *source,
                                                       int64_t *ret_batch, struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status digest_store_delete(struct session *session,
                                                       const struct kind *kind, const char *source,
                                                       struct cadre_error *err);

/*
 * Entries one by one, of what nobody has a digest of yet: they are written while more come, and the
 * session does nothing else until the end.
 */
struct digest_writer; /* opaque */

CADRE_MUST_CHECK enum cadre_status
digest_writer_open(struct session *session, const struct kind *kind, const char *source,
                   int64_t batch, struct digest_writer **ret_writer, struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status digest_writer_add(struct digest_writer *writer,
                                                     const struct digest_entry *entry,
                                                     struct cadre_error *err);
/* Frees the writer in any case. */
CADRE_MUST_CHECK enum cadre_status digest_writer_end(struct digest_writer *writer,
                                                     int32_t *ret_pages, struct cadre_error *err);
/* The same, but nobody waits for what the server makes of them: session_await. */
CADRE_MUST_CHECK enum cadre_status digest_writer_leave(struct digest_writer *writer,
                                                       struct cadre_error *err);
void digest_writer_abort(struct digest_writer *writer); /* frees; NULL is fine */

/* What a merge leaves of a digest. */
struct digest_renewal {
    const struct kind *kind;
    const char *source;
    int64_t batch;
    struct cadre_date effective;
    int64_t open;   /* records of the source after the merge; -1 = they are to be counted */
    bool by_digest; /* the merge passed over known records; else there are neither kept nor rest */
    struct digest_extent loaded; /* of which both are */
    size_t rest_count;
    /* Entries that stand on as they were. *at is 0 before the first; false at the end. */
    bool (*next_kept)(void *context, size_t *at, struct digest_entry *ret_entry);
    /* The others. */
    bool (*next_rest)(void *context, size_t *at, struct digest_entry *ret_entry);
    void *context;
};

/*
 * In the merge's transaction, behind merge_run and before the staging goes: the digest is then of
 * what is kept, of the staged rows that were taken, and of records that stand though the file does
 * not state them. When these are not the open records there is none, and the next import makes it
 * anew. When most entries are kept, pages that amend what was loaded are all that is written.
 */
CADRE_MUST_CHECK enum cadre_status digest_store_renew(struct session *session,
                                                      const struct digest_renewal *renewal,
                                                      struct cadre_error *err);
/* The same when next_kept gives the entries of all open records: nothing else is looked at. */
CADRE_MUST_CHECK enum cadre_status digest_store_write(struct session *session,
                                                      const struct digest_renewal *renewal,
                                                      struct cadre_error *err);

#endif
