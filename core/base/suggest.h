/*
 * "Did you mean": the nearest word of a list by optimal string alignment distance
 * (Damerau-Levenshtein with adjacent transpositions, each substring edited once), over folded keys.
 */
#ifndef CADRE_CORE_BASE_SUGGEST_H
#define CADRE_CORE_BASE_SUGGEST_H

#include <stddef.h>

#include "core/base/str.h"

/* Distance in bytes; stops early and returns limit + 1 once it must exceed `limit`. */
size_t suggest_distance(struct str_view left, struct str_view right, size_t limit);
/*
 * Index of the word nearest to `word`, or `count` when none is within a third of its length (at
 * least 1, at most 3) or keeps anything of it. Lengths and distances are those of the folded keys.
 * Ties go to the first.
 */
size_t suggest_nearest(struct str_view word, const struct str_view *words, size_t count);
/* The same among words that are folded already (fold_key), for a list that is asked often. */
size_t suggest_nearest_key(struct str_view word, const struct str_view *keys, size_t count);

#endif
