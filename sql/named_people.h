/*
 * Whom rows name, known beforehand: the numbers of each source's records, and the natural keys, of
 * all people of the registry. For a file so long that the server would look through all of them,
 * too. Private to sql/.
 *
 * A name is told by 96 bits of its hash under a random seed, so that 16 bytes a name suffice; of a
 * million names and ten million rows, a name that nobody has is taken for another one with a
 * probability of 2e-16. Memory: 19 to 28 bytes a name.
 */
#ifndef CADRE_SQL_NAMED_PEOPLE_H
#define CADRE_SQL_NAMED_PEOPLE_H

#include "sql/session.h"

struct named_people; /* opaque */

/* Which names rows come with. */
struct names_wanted {
    const char *source; /* the rows' own */
    bool of_sources;    /* they may name another one */
    bool natural_keys;
};

/* As a row has them, absent or given. */
struct person_names {
    struct str_view source, number, national_id;
};

struct name_hash {
    uint64_t first;
    uint32_t second;
};

/* The same as they are looked for. */
struct names_expected {
    struct name_hash number, national_id;
    bool has_number, has_national_id, source_unknown;
};

/* Numbers of people; 0 = nobody. */
struct naming {
    int64_t by_number, by_id;
    bool source_unknown;
};

/* Of the session's transaction; `wanted` and what it points to is borrowed for as long as they
 * live. */
CADRE_MUST_CHECK enum cadre_status named_people_load(struct session *session,
                                                     const struct names_wanted *wanted,
                                                     struct named_people **ret_people,
                                                     struct cadre_error *err);
void named_people_free(struct named_people *people); /* NULL is fine */
/* Where they would lie is fetched: they are found soon when they are looked for some rows later. */
struct names_expected named_people_expect(struct named_people *people,
                                          const struct person_names *names);
struct naming named_people_find(const struct named_people *people,
                                const struct names_expected *names);
/* Greater than every number. */
size_t named_people_limit(const struct named_people *people);

#endif
