/*
 * Rows of the catalogue's kinds in the database (migration 0016): what a call of 'cadre catalogue
 * load' brought in files of its kinds, kept beside what is shipped and never in its place.
 */
#ifndef CADRE_SQL_CATALOGUE_ROWS_STORE_H
#define CADRE_SQL_CATALOGUE_ROWS_STORE_H

#include "core/catalogue/addition.h"
#include "sql/session.h"

struct catalogue_rows_file {
    const char *kind, *name; /* without its folder */
    struct digest sha256;    /* of its bytes */
};

struct catalogue_rows_finding {
    const char *code;
    int64_t line;     /* 0 = the file */
    const char *path; /* the file's name, and the column behind a blank where there is one */
    struct str_view value;
    const char *hint; /* or NULL */
};

/* What a load is in the ledger. */
struct catalogue_rows_load {
    const struct catalogue_rows_file *files;
    size_t file_count;
    const struct addition_items *tables; /* as addition_judge gave them, of all kinds */
    size_t table_count;
    const struct catalogue_rows_finding *findings;
    size_t finding_count;
    int64_t rows_new, rows_completed, rows_changed, rows_same;
};

/*
 * Stores what is new, completed or changed, as one load; *ret_number is its number in the ledger.
 * The caller holds the registry's lock, has read the catalogue under it and commits. Errors:
 * CADRE_DATABASE.
 */
CADRE_MUST_CHECK enum cadre_status catalogue_rows_store(struct session *session,
                                                        const struct catalogue_rows_load *load,
                                                        int64_t *ret_number,
                                                        struct cadre_error *err);

/*
 * Ends the row of `table` whose key are the `count` cells, as a part of the load `number`, as which
 * it was entered before (catalogue_rows_store of no tables). A row that is not there is no error.
 */
CADRE_MUST_CHECK enum cadre_status catalogue_rows_remove(struct session *session, int64_t number,
                                                         const char *table, const char *const *key,
                                                         size_t count, struct cadre_error *err);

#endif
