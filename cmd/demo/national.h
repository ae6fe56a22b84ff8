/*
 * What the made-up country adds to the catalogue: credentials of its own with their days of grace,
 * what they grant, the call-ups of its year. Loaded before the lists, which name them.
 */
#ifndef CADRE_CMD_DEMO_NATIONAL_H
#define CADRE_CMD_DEMO_NATIONAL_H

#include "cmd/demo/person.h"

enum { DEMO_NATIONAL_FILE_COUNT = 3 };

struct demo_national_file {
    const char *name, *text; /* a table of a kind of the catalogue */
};
extern const struct demo_national_file demo_national_files[DEMO_NATIONAL_FILE_COUNT];

struct demo_national_award {
    const char *issuer, *code, *number;
    struct cadre_date issued_on; /* it ends by the credential's months, which it does not state */
    bool verified;
};

/* False: the person holds none. Texts live in `arena` or the tables. */
bool demo_national_draw(uint64_t seed, const struct demo_person *person, struct arena *arena,
                        struct demo_national_award *ret_award);

#endif
