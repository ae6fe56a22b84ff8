/*
 * What a header is that is not that of the kind asked for: a file of another kind, parted by
 * another sign, with lines above the header, or without one. Private to import/.
 */
#ifndef CADRE_IMPORT_HEADER_VERDICT_H
#define CADRE_IMPORT_HEADER_VERDICT_H

#include "import/header_candidate.h"

/* What is likely wrong: the surest sign first. */
struct verdict {
    const char *code; /* F010, F011, F023 to F025; NULL: columns are missing, and that is all */
    const char *hint; /* in the arena; quotes no cell */
};

/*
 * For a header that lacks a required column. `candidates` are those of the delimiters that are
 * taken, `count` of them, `header` the best of them with its fit. Looks at the first records of the
 * file again.
 */
CADRE_MUST_CHECK enum cadre_status header_verdict(struct input_file *file, const struct kind *kind,
                                                  const struct source_profile *profile,
                                                  const struct candidate *candidates, size_t count,
                                                  const struct candidate *header,
                                                  struct arena *arena, struct verdict *ret_verdict,
                                                  struct cadre_error *err);

#endif
