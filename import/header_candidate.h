/*
 * The first record of a file taken as a header under one delimiter, and how well it is that of a
 * kind. Private to import/.
 */
#ifndef CADRE_IMPORT_HEADER_CANDIDATE_H
#define CADRE_IMPORT_HEADER_CANDIDATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/status.h"
#include "core/kind/kind.h"
#include "core/kind/source_profile.h"
#include "import/input_file.h"
#include "import/record_reader.h"

struct candidate {
    char delimiter;
    bool readable;
    bool too_long; /* not readable for its length alone */
    uint64_t line, fault_line;
    struct str_view first_line;   /* for the message */
    const struct str_view *cells; /* trimmed, NUL-terminated */
    size_t count;
};

struct fit {
    size_t known;   /* different columns of the kind that the header has */
    size_t missing; /* required ones that it has not */
};

/* Reads under candidate->delimiter; texts live in `arena`. */
CADRE_MUST_CHECK enum cadre_status header_candidate_read(struct input_file *file,
                                                         struct arena *arena,
                                                         struct candidate *candidate,
                                                         struct cadre_error *err);
/* Copies the fields as cells. */
void header_candidate_take(struct candidate *candidate, const struct fields *fields,
                           struct arena *arena);
/* Appends the key by which headers are compared: fold_key, where a sign that nobody sees (of no
 * width, or a blank of another script) is a blank. */
void header_key(struct str_view header, struct str *out);
/* `profile` may be NULL. */
struct fit header_fit(const struct kind *kind, const struct source_profile *profile,
                      const struct candidate *candidate);

#endif
