/*
 * The schema's versions: forward only, each in one transaction under the schema lock, recorded with
 * its checksum.
 */
#ifndef CADRE_SQL_MIGRATE_H
#define CADRE_SQL_MIGRATE_H

#include "sql/session.h"

struct migration {
    int version; /* 0 ends the list */
    const char *name;
    const char *text;
    const char *checksum; /* of the text: SHA-256, hexadecimal */
};

extern const struct migration migration_all[];

enum schema_state {
    SCHEMA_ABSENT,
    SCHEMA_OLDER, /* than the program: 'cadre db upgrade' */
    SCHEMA_CURRENT,
    SCHEMA_NEWER, /* than the program: a newer cadre is needed */
    SCHEMA_EDITED /* an applied migration differs from the program's */
};

struct schema_report {
    enum schema_state state;
    int version;         /* newest applied, 0 = none */
    int program_version; /* newest known to the program */
    int edited_version;  /* the first that differs, 0 = none */
};

CADRE_MUST_CHECK enum cadre_status
migrate_report(struct session *session, struct schema_report *ret_report, struct cadre_error *err);
/* CADRE_OK when current, else CADRE_SCHEMA with the remedy. */
CADRE_MUST_CHECK enum cadre_status migrate_require_current(struct session *session,
                                                           struct cadre_error *err);
/* Applies what is missing; *ret_applied migrations. A newer or edited schema is refused with
 * CADRE_SCHEMA. */
CADRE_MUST_CHECK enum cadre_status migrate_up(struct session *session, int *ret_applied,
                                              struct cadre_error *err);

#endif
