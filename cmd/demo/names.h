/*
 * Names of the made-up people: common ones, put together at random, each in Azerbaijani and as a
 * Russian sheet writes it.
 */
#ifndef CADRE_CMD_DEMO_NAMES_H
#define CADRE_CMD_DEMO_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/str.h"

struct name_spelling {
    const char *az, *ru;
};

size_t name_family_count(void);
size_t name_given_count(bool female);
/* `index` below the count. */
const struct name_spelling *name_family(size_t index, bool female);
const struct name_spelling *name_given(size_t index, bool female);

/* Appends `az` in ASCII lower case, as an e-mail address spells it ("Elçin" -> "elcin"). */
void name_add_ascii(struct str *out, const char *az);

#endif
