/*
 * Sources: who sends lists, which organization their rows belong to, and their settings (JSON, see
 * core/kind/source_profile.h; the store does not look into it).
 */
#ifndef CADRE_SQL_SOURCE_STORE_H
#define CADRE_SQL_SOURCE_STORE_H

#include "sql/session.h"

struct source_ensured {
    const char *owner; /* of its rows */
    bool made;
    struct str_view settings; /* as source_store_settings has them */
};

/*
 * A source that is not known yet is made: owned by `owner`, or by the organization whose code it
 * bears when `owner` is NULL; neither: CADRE_USAGE. An `owner` that contradicts the known one is
 * CADRE_USAGE. Outside a transaction it is stored at once.
 */
CADRE_MUST_CHECK enum cadre_status source_store_ensure(struct session *session, const char *code,
                                                       const char *owner, struct arena *arena,
                                                       struct source_ensured *ret_source,
                                                       struct cadre_error *err);

/* The settings in force as JSON; absent while none were stated, or there is no such source. */
CADRE_MUST_CHECK enum cadre_status source_store_settings(struct session *session, const char *code,
                                                         struct arena *arena,
                                                         struct str_view *ret_settings,
                                                         struct cadre_error *err);
/* What is to be stated: JSON, and what of it the registry reads itself. */
struct source_statement {
    const char *settings;
    int precedence, grace_days;
};
/* In a transaction, under the registry lock. The older statement stays known of its time; people of
 * the source are derived anew when precedence or grace days change. */
CADRE_MUST_CHECK enum cadre_status source_store_state(struct session *session, const char *code,
                                                      const struct source_statement *statement,
                                                      struct cadre_error *err);

struct source_row {
    struct str_view code, owner;
    struct str_view settings, known_from; /* absent: by the defaults */
    int64_t precedence, grace_days;
    int64_t batch; /* the newest merged file; 0 = none */
    struct str_view kind;
    struct cadre_date effective;
};
/* All by their code, or the one of `code`; none when it is not known. */
CADRE_MUST_CHECK enum cadre_status source_store_list(struct session *session, const char *code,
                                                     struct arena *arena,
                                                     struct source_row **ret_rows,
                                                     size_t *ret_count, struct cadre_error *err);

struct source_import {
    int64_t number, rows_read, rows_faulty;
    struct str_view kind, state, file_name;
    struct cadre_date effective;
    bool full_list;
    bool counted; /* it was merged */
};
/* The newest `most` files of a source, newest first. */
CADRE_MUST_CHECK enum cadre_status source_store_imports(struct session *session, const char *code,
                                                        int64_t most, struct arena *arena,
                                                        struct source_import **ret_imports,
                                                        size_t *ret_count, struct cadre_error *err);

#endif
