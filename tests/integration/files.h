/*
 * Files for the registry without an import: rows written as text, staged and merged as `cadre
 * import` does it.
 */
#ifndef CADRE_TESTS_INTEGRATION_FILES_H
#define CADRE_TESTS_INTEGRATION_FILES_H

#include "sql/merge.h"
#include "tests/integration/server.h"

struct test_file {
    const char *kind;
    const char *source;    /* NULL for kinds without one; it is made, owned by itself */
    const char *effective; /* YYYY-MM-DD */
    const char *header;    /* column names, separated by blanks */
    const char *rows;      /* one a line, cells separated by '|', blanks kept, empty = absent */
    bool full_list;
    int max_removed_percent; /* 0 = no brake */
    bool key_unreadable;
    const char *seen_person_id; /* one row that was not accepted */
    const char *held_set;       /* a set that was not accepted */
    uint64_t dropped_record;    /* 0 = none */
    bool by_digest;             /* rows that are known were not staged, `skipped` of them */
    int64_t known, skipped;
    const char *unseen; /* first cells of the rows that did not come, separated by blanks */
};

/* A whole list and a part of one; absent cells are empty. */
#define ROSTER_HEADER "source_person_id national_id given_name family_name birth_date rank"
#define WHOLE_LIST(from, day, text)                                                                \
    {                                                                                              \
        .kind = "roster", .source = (from), .effective = (day), .header = ROSTER_HEADER,           \
        .rows = (text), .full_list = true                                                          \
    }
#define PART_LIST(from, day, text)                                                                 \
    {                                                                                              \
        .kind = "roster", .source = (from), .effective = (day), .header = ROSTER_HEADER,           \
        .rows = (text)                                                                             \
    }

struct outcome {
    enum cadre_status status;
    struct cadre_error err; /* released by the next load or never: cases end soon */
    int64_t batch;
    struct merge_result result;
};

/* The hash of the key of a row is made of its first cell. */
int64_t key_hash_of(struct str_view first_cell);

/* Stages and merges in one transaction under the locks; the ledger is written too. A file that is
 * refused is rolled back. Record n stands at line n + 1, at byte 100 n, and is 50 + n bytes long.
 */
struct outcome load(struct session *session, const struct test_file *file);
/* The same straight into the registry; *ret_first false: nothing is done but the batch's line. */
struct outcome try_first(struct session *session, const struct test_file *file, bool *ret_first);
/* The same, and something happens when all rows were read; NULL = nothing. */
struct outcome try_first_then(struct session *session, const struct test_file *file,
                              void (*meanwhile)(struct session *session), bool *ret_first);
/* As try_first, which must go well. */
struct outcome load_first(struct session *session, const struct test_file *file, bool *ret_first);
/* The same as a list that meets all that is known; *ret_done false: nothing is done. */
struct outcome try_whole_then(struct session *session, const struct test_file *file,
                              void (*meanwhile)(struct session *session), bool *ret_done);
/* load, and asserts that it was taken. */
struct outcome load_ok(struct session *session, const struct test_file *file);
/* "new changed unchanged left": "2 0 1 0", then rejections as " X009@3". */
const char *told(const struct outcome *outcome);

/* Of all that the registry knows; on a day ("2026-03-01") or all days (NULL), at a time or now
 * (NULL).
 */
const char *digest_at(struct session *session, const char *as_of, const char *known_at);
const char *digest_now(struct session *session);

/* A fresh database with the organizations BAKU and GANJA. */
struct session *roster_registry(void);
/* Nothing is as it must never be. */
void check_registry(struct session *session);
/* From now on a file that cuts `rows` rows or more at once fills a volume, as a large one does.
 */
void fill_volumes(struct session *session, int rows);
/* An organization of each code, separated by blanks, valid from 2020-01-01. */
void add_organizations(struct session *session, const char *codes);

#endif
