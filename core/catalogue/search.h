/*
 * Looking for something in the catalogue by what a person remembers of it: a code, a title in any
 * of the three languages, some words. Compared are folded keys (core/base/fold) in which, beside
 * that, Azerbaijani letters count as the Latin ones that an English keyboard has, and everything
 * but letters, digits, + and # parts words: "tehlukesizlik" finds "təhlükəsizlik", "sec+" does not
 * find "sec".
 */
#ifndef CADRE_CORE_CATALOGUE_SEARCH_H
#define CADRE_CORE_CATALOGUE_SEARCH_H

#include "core/base/arena.h"
#include "core/catalogue/entry.h"

/* How well an entry fits, best first. */
enum search_match {
    MATCH_CODE,        /* the text is its code or an alias of it */
    MATCH_TITLE,       /* its title */
    MATCH_CODE_START,  /* the beginning of its code */
    MATCH_TITLE_START, /* of its title */
    MATCH_WORDS,       /* each word is a word of its codes and titles */
    MATCH_WORD_STARTS, /* begins one of them */
    MATCH_WITHIN,      /* the text stands anywhere in a code or title */
    MATCH_STATEMENT,   /* each word begins one of all that is said of it, group and text too */
    MATCH_NONE
};

struct search_hit {
    struct entry entry;
    enum search_match match;
};

/*
 * All that fits, the best first; among equals what is current, then frameworks, elements,
 * credentials, regions, codes, scales, in the order of their tables. None for a text without a
 * letter or digit. Texts live in the arena or as long as the catalogue.
 */
const struct search_hit *search_catalogue(const struct catalogue *catalogue, struct str_view text,
                                          struct arena *arena, size_t *ret_count);
/*
 * What a text names: whose code it is (FRAMEWORK[@VERSION]/CODE for elements), else whose title;
 * older versions only where no current entry has it. More than one: the text is ambiguous. A type
 * (struct entry; ASCII case aside) leaves out all others; absent = any.
 */
const struct search_hit *search_named(const struct catalogue *catalogue, struct str_view text,
                                      struct str_view type, struct arena *arena, size_t *ret_count);
/* "Did you mean", for a text that finds nothing: appends the code or title that is nearest to it,
 * else the text with each unknown word as the nearest one that is known; false when there is none,
 * or it finds nothing either. */
bool search_suggest(const struct catalogue *catalogue, struct str_view text, struct str *out);

#endif
