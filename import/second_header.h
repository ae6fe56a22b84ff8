/*
 * A header among the rows: two tables in one file, or the same file twice behind itself. Private to
 * import/.
 */
#ifndef CADRE_IMPORT_SECOND_HEADER_H
#define CADRE_IMPORT_SECOND_HEADER_H

#include "core/kind/kind.h"
#include "core/kind/source_profile.h"
#include "import/record_reader.h"

struct second_header; /* opaque; knows the names of all kinds' columns */

/* `profile` may be NULL. */
struct second_header *second_header_new(const struct source_profile *profile);
void second_header_free(struct second_header *all);
/*
 * The kind of which the fields are a header: every field that is given is a name of its columns,
 * the required ones are among them, and they are two at least. `kind` is preferred; NULL when they
 * are none. Quick for what is none: it ends at the first field that is no name.
 */
const struct kind *second_header_kind(const struct second_header *all, const struct kind *kind,
                                      const struct fields *fields);

#endif
