/*
 * The catalogue in the database: the shipped tables, replaced as a whole, and what was loaded
 * beside them (migration 0013), which nothing here deletes or writes over. A row that is shipped
 * and loaded counts once: each cell is the shipped one, or the loaded one where that is empty.
 */
#ifndef CADRE_SQL_CATALOGUE_STORE_H
#define CADRE_SQL_CATALOGUE_STORE_H

#include "core/catalogue/framework_document.h"
#include "sql/session.h"

/* Replaces the shipped rows by those of this program, in one transaction; doing it twice changes
 * nothing. */
CADRE_MUST_CHECK enum cadre_status catalogue_store_load(struct session *session,
                                                        struct cadre_error *err);

/*
 * The tables for catalogue_from that are other than the shipped ones; *ret_count 0 when nothing was
 * loaded, which costs one small query. `known_at`: a timestamptz, what was loaded after it is not
 * there; NULL = all. Not `whole`: without what no cell of a file can name, statements and what
 * relates them, and without texts; a nation's frameworks have a hundred of these for one role, and
 * who judges people reads none of them. The tables live in `arena`. CADRE_BUG: it holds an element
 * of a framework that is not there, which no load lets in.
 */
CADRE_MUST_CHECK enum cadre_status catalogue_store_read(struct session *session,
                                                        const char *known_at, bool whole,
                                                        struct arena *arena,
                                                        const struct catalogue_table **ret_tables,
                                                        size_t *ret_count, struct cadre_error *err);

/* What the ledger says about a load beside its document. */
struct catalogue_load {
    const char *file_name; /* without its folder */
    struct digest sha256;  /* of the file's bytes */
    const char *scale;     /* of a version that the catalogue has not, one of its scales; NULL: that
                              of another version of the framework, else "core" */
    int wait_s;            /* for the registry's lock */
};

/*
 * How the document's elements and relations stand to what the registry had. An element is of one
 * class: new; completed (cells that were empty are filled); changed (a cell that was loaded earlier
 * is another now); same. Nothing becomes less: a cell that the document leaves empty keeps what it
 * was, an element that the document lacks stays.
 */
struct catalogue_load_counts {
    int64_t
        number; /* in the ledger; 0 = nothing was new, completed or changed: nothing is stored */
    bool framework_new;
    bool current;      /* what a code without a version means */
    const char *scale; /* of the framework's version; from the arena */
    int64_t elements_new, elements_completed, elements_changed, elements_same;
    int64_t elements_kept; /* among the last three: their title or group in the document is other
                              than the shipped one, which stands */
    int64_t relations_new, relations_same;
};

/*
 * Adds what a document says to the catalogue, in one transaction under the registry's lock, with
 * its findings in the ledger. A version that is there is completed, never shortened. The first
 * version of a framework is its current one; a further one is not. Errors: CADRE_LOCKED;
 * CADRE_DATABASE.
 */
CADRE_MUST_CHECK enum cadre_status
catalogue_store_add(struct session *session, const struct framework_document *document,
                    const struct catalogue_load *load, struct arena *arena,
                    struct catalogue_load_counts *ret_counts, struct cadre_error *err);

#endif
