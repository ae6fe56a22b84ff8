/*
 * People of a first list, each made of the record that is the only one of theirs: what
 * person_of_record (migrations/0012_merge.sql) says in SQL, said of the fields that the client has
 * at hand.
 */
#ifndef CADRE_SQL_FIRST_PEOPLE_H
#define CADRE_SQL_FIRST_PEOPLE_H

#include "sql/session.h"

struct first_people; /* opaque */

/* Asks what of the fields they take. `source` is borrowed. */
CADRE_MUST_CHECK enum cadre_status first_people_new(struct session *session, const char *source,
                                                    const char *owner, const struct str_view *names,
                                                    size_t name_count,
                                                    struct first_people **ret_people,
                                                    struct cadre_error *err);
/* Then: the session copies until the end, and does nothing else. */
CADRE_MUST_CHECK enum cadre_status first_people_open(struct first_people *people,
                                                     struct cadre_error *err);
void first_people_free(struct first_people *people); /* gives up; NULL is fine */
/* Of national id and number in the source one may be absent. `fields` in binary, one of each name.
 */
CADRE_MUST_CHECK enum cadre_status
first_people_add(struct first_people *people, struct str_view number, struct str_view national_id,
                 struct str_view source_number, struct str_view fields, struct cadre_error *err);
/* No more come. */
CADRE_MUST_CHECK enum cadre_status first_people_copied(struct first_people *people,
                                                       struct cadre_error *err);
/* Then: their indexes; so many are there. Nobody waits for it: session_await. */
CADRE_MUST_CHECK enum cadre_status first_people_index(struct first_people *people, int64_t count,
                                                      struct cadre_error *err);

#endif
