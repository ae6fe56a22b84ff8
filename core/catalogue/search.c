#include "core/catalogue/search.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/str_map.h"
#include "core/base/suggest.h"
#include "core/base/utf8.h"

/* ---- keys ------------------------------------------------------------------------------------ */

/* What is typed where the keyboard has no such letter; folded before. */
static uint32_t plain_letter(uint32_t letter)
{
    static const struct {
        uint32_t from, to;
    } letters[] = {
        {0x0259, 'e'}, {0x00F6, 'o'}, {0x00FC, 'u'},     {0x00E7, 'c'},
        {0x015F, 's'}, {0x011F, 'g'}, {0x0451, 0x0435u}, /* Cyrillic io and ie */
    };
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (letters[i].from == letter)
            return letters[i].to;
    }
    return letter;
}

static bool is_of_word(uint32_t letter)
{
    return letter >= 0x80 || letter == '+' || letter == '#' || (letter >= '0' && letter <= '9') ||
           (letter >= 'a' && letter <= 'z');
}

/* Appends the words of the text, each with a '_' behind it. */
static void add_words(struct str *out, struct str_view text)
{
    CADRE_CLEANUP(str_release) struct str folded = {0};
    fold_key(text, &folded);
    struct str_view view = str_view_from(&folded);
    bool in_word = false;
    for (size_t offset = 0; offset < view.length;) {
        uint32_t letter = plain_letter(utf8_next(view, &offset));
        if (is_of_word(letter))
            utf8_add(out, letter);
        else if (in_word)
            str_add_char(out, '_');
        in_word = is_of_word(letter);
    }
    if (in_word)
        str_add_char(out, '_');
}

/* Of a text looked for: "_" before the first word too, so that a word is "_word_". */
static void make_key(struct str *out, struct str_view text)
{
    str_reset(out);
    str_add_char(out, '_');
    add_words(out, text);
}

static bool contains(const struct str *hay, struct str_view needle)
{
    return memmem(str_chars(hay), hay->length, needle.data, needle.length) != NULL;
}

/* The next word of a key behind *at, as "_word"; absent at its end. */
static struct str_view next_word(struct str_view key, size_t *at)
{
    if (*at + 1 >= key.length)
        return str_view_of(NULL);
    const char *start = key.data + *at;
    const char *end = memchr(start + 1, '_', key.length - *at - 1);
    size_t length = (size_t)(end - start);
    *at += length;
    return (struct str_view){start, length};
}

/* Is each word of `wanted` the beginning of a word of `hay`, or, `whole`, a word of it? */
static bool has_words(const struct str *hay, struct str_view wanted, bool whole)
{
    size_t at = 0;
    for (struct str_view word; (word = next_word(wanted, &at)).data != NULL;) {
        word.length += whole; /* the '_' behind it */
        if (!contains(hay, word))
            return false;
    }
    return true;
}

/* ---- matching -------------------------------------------------------------------------------- */

/* Kept from entry to entry, so that its memory is used again. */
struct matcher {
    struct str wanted;
    struct str key;   /* of one code or title */
    struct str words; /* of all codes and titles, then of all that is said */
};

static void matcher_release(struct matcher *matcher)
{
    str_release(&matcher->wanted);
    str_release(&matcher->key);
    str_release(&matcher->words);
}

static enum search_match better(enum search_match left, enum search_match right)
{
    return left < right ? left : right;
}

static enum search_match match_text(struct matcher *matcher, const char *text, bool code)
{
    struct str_view wanted = str_view_from(&matcher->wanted);
    if (text[0] == '\0')
        return MATCH_NONE;
    make_key(&matcher->key, str_view_of(text));
    add_words(&matcher->words, str_view_of(text));
    struct str_view key = str_view_from(&matcher->key);
    if (str_view_equal(key, wanted))
        return code ? MATCH_CODE : MATCH_TITLE;
    wanted.length--; /* the last word may go on */
    if (str_view_starts(key, wanted))
        return code ? MATCH_CODE_START : MATCH_TITLE_START;
    wanted.data++;
    wanted.length--;
    return contains(&matcher->key, wanted) ? MATCH_WITHIN : MATCH_NONE;
}

static enum search_match match_words(struct matcher *matcher, const struct entry *entry)
{
    struct str_view wanted = str_view_from(&matcher->wanted);
    if (has_words(&matcher->words, wanted, true))
        return MATCH_WORDS;
    if (has_words(&matcher->words, wanted, false))
        return MATCH_WORD_STARTS;
    add_words(&matcher->words, str_view_of(entry->type));
    add_words(&matcher->words, str_view_of(entry->group));
    add_words(&matcher->words, str_view_of(entry->text));
    return has_words(&matcher->words, wanted, false) ? MATCH_STATEMENT : MATCH_NONE;
}

static enum search_match match_entry(struct matcher *matcher, const struct entry *entry)
{
    make_key(&matcher->words, str_view_of(""));
    enum search_match match = match_text(matcher, entry->short_code, true);
    match = better(match, match_text(matcher, entry->code, true));
    for (size_t i = 0; entry->aliases != NULL && entry->aliases[i] != NULL; i++)
        match = better(match, match_text(matcher, entry->aliases[i], true));
    for (size_t i = 0; i < ENTRY_LANGUAGES; i++)
        match = better(match, match_text(matcher, entry->titles[i], false));
    return match < MATCH_WORDS ? match : better(match, match_words(matcher, entry));
}

/* ---- searching ------------------------------------------------------------------------------- */

static int compare_hits(const void *left, const void *right)
{
    const struct search_hit *a = left;
    const struct search_hit *b = right;
    if (a->match != b->match)
        return a->match < b->match ? -1 : 1;
    if (a->entry.current != b->entry.current)
        return a->entry.current ? -1 : 1;
    if (a->entry.sort != b->entry.sort)
        return a->entry.sort < b->entry.sort ? -1 : 1;
    return (a->entry.index > b->entry.index) - (a->entry.index < b->entry.index);
}

const struct search_hit *search_catalogue(const struct catalogue *catalogue, struct str_view text,
                                          struct arena *arena, size_t *ret_count)
{
    CADRE_CLEANUP(matcher_release) struct matcher matcher = {0};
    size_t most = 0;
    size_t count = 0;
    for (int sort = 0; sort < ENTRY_SORT_COUNT; sort++)
        most += entry_count(catalogue, (enum entry_sort)sort);
    struct search_hit *hits = arena_calloc(arena, most + 1, sizeof *hits);
    make_key(&matcher.wanted, text);
    for (int sort = 0; sort < ENTRY_SORT_COUNT && matcher.wanted.length > 1; sort++) {
        size_t entries = entry_count(catalogue, (enum entry_sort)sort);
        for (size_t i = 0; i < entries; i++) {
            struct search_hit *hit = &hits[count];
            hit->entry = entry_of(catalogue, (enum entry_sort)sort, (int32_t)i, arena);
            hit->match = match_entry(&matcher, &hit->entry);
            count += hit->match != MATCH_NONE;
        }
    }
    qsort(hits, count, sizeof *hits, compare_hits);
    *ret_count = count;
    return hits;
}

/* ---- what a text names ----------------------------------------------------------------------- */

struct named {
    int32_t framework;    /* -1 = any */
    struct str_view type; /* absent = any */
};

static bool is_named(const struct catalogue *catalogue, const struct entry *entry,
                     const struct named *named)
{
    if (named->type.data != NULL && !fold_ascii_equal(named->type, str_view_of(entry->type)))
        return false;
    if (named->framework < 0)
        return true;
    return entry->sort == ENTRY_ELEMENT &&
           catalogue_element(catalogue, entry->index)->framework_index == named->framework;
}

/* Hits are in order: the first one that is named says how good the others have to be. */
static size_t copy_named(const struct catalogue *catalogue, const struct search_hit *hits,
                         size_t count, const struct named *named, struct search_hit *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < count && hits[i].match <= MATCH_TITLE; i++) {
        if (!is_named(catalogue, &hits[i].entry, named))
            continue;
        if (kept > 0 &&
            (hits[i].match != out[0].match || hits[i].entry.current != out[0].entry.current))
            break;
        out[kept++] = hits[i];
    }
    return kept;
}

const struct search_hit *search_named(const struct catalogue *catalogue, struct str_view text,
                                      struct str_view type, struct arena *arena, size_t *ret_count)
{
    size_t count;
    struct str_view code;
    struct str_view name = str_view_cut(text, '/', &code);
    struct named named = {-1, type};
    if (code.data != NULL)
        named.framework = catalogue_find_framework(catalogue, name);
    const struct search_hit *found =
        search_catalogue(catalogue, named.framework >= 0 ? code : text, arena, &count);
    struct search_hit *hits = arena_calloc(arena, count + 1, sizeof *hits);
    *ret_count = copy_named(catalogue, found, count, &named, hits);
    return hits;
}

/* ---- what was meant -------------------------------------------------------------------------- */

/* Every word of codes and titles, once. */
struct vocabulary {
    struct str text;
    struct str_view *words;
    size_t count;
};

static void vocabulary_release(struct vocabulary *vocabulary)
{
    str_release(&vocabulary->text);
    free(vocabulary->words);
}

static void collect_texts(const struct catalogue *catalogue, struct str *out)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    make_key(out, str_view_of(""));
    for (int sort = 0; sort < ENTRY_SORT_COUNT; sort++) {
        size_t entries = entry_count(catalogue, (enum entry_sort)sort);
        for (size_t i = 0; i < entries; i++) {
            struct entry entry = entry_of(catalogue, (enum entry_sort)sort, (int32_t)i, arena);
            add_words(out, str_view_of(entry.short_code));
            for (size_t title = 0; title < ENTRY_LANGUAGES; title++)
                add_words(out, str_view_of(entry.titles[title]));
        }
    }
}

static void collect_words(const struct catalogue *catalogue, struct vocabulary *vocabulary)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *seen = str_map_new();
    size_t capacity = 0;
    size_t at = 0;
    collect_texts(catalogue, &vocabulary->text);
    for (struct str_view word;
         (word = next_word(str_view_from(&vocabulary->text), &at)).data != NULL;) {
        word.data++;
        word.length--;
        if (!str_map_insert(seen, word, 0))
            continue;
        vocabulary->words = cadre_grow(vocabulary->words, &capacity, vocabulary->count + 1,
                                       sizeof *vocabulary->words);
        vocabulary->words[vocabulary->count++] = word;
    }
}

/* The code or title that is nearest to the whole text, NULL when none is near. */
static const char *nearest_name(const struct catalogue *catalogue, struct str_view text,
                                struct arena *arena)
{
    size_t most = 0;
    size_t count = 0;
    for (int sort = 0; sort < ENTRY_SORT_COUNT; sort++)
        most += entry_count(catalogue, (enum entry_sort)sort) * (1 + ENTRY_LANGUAGES);
    struct str_view *names = arena_calloc(arena, most + 1, sizeof *names);
    for (int sort = 0; sort < ENTRY_SORT_COUNT; sort++) {
        size_t entries = entry_count(catalogue, (enum entry_sort)sort);
        for (size_t i = 0; i < entries; i++) {
            struct entry entry = entry_of(catalogue, (enum entry_sort)sort, (int32_t)i, arena);
            names[count++] = str_view_of(entry.short_code);
            for (size_t title = 0; title < ENTRY_LANGUAGES; title++)
                names[count++] = str_view_of(entry.titles[title]);
        }
    }
    size_t nearest = suggest_nearest(text, names, count);
    return nearest < count ? names[nearest].data : NULL;
}

/* Appends the text with each unknown word as the nearest one that is known; false when there is no
 * unknown word, or none near to one. */
static bool mend_words(const struct catalogue *catalogue, struct str_view text, struct str *out)
{
    CADRE_CLEANUP(vocabulary_release) struct vocabulary vocabulary = {0};
    CADRE_CLEANUP(str_release) struct str key = {0};
    size_t at = 0;
    bool mended = false;
    make_key(&key, text);
    collect_words(catalogue, &vocabulary);
    for (struct str_view word; (word = next_word(str_view_from(&key), &at)).data != NULL;) {
        struct str_view plain = {word.data + 1, word.length - 1};
        if (!contains(&vocabulary.text, word)) {
            size_t nearest = suggest_nearest(plain, vocabulary.words, vocabulary.count);
            if (nearest == vocabulary.count)
                return false;
            plain = vocabulary.words[nearest];
            mended = true;
        }
        str_add_text(out, out->length > 0 ? " " : "");
        str_add_view(out, plain);
    }
    return mended;
}

bool search_suggest(const struct catalogue *catalogue, struct str_view text, struct str *out)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str meant = {0};
    size_t count = 0;
    const char *name = nearest_name(catalogue, text, arena);
    if (name != NULL)
        str_add_text(&meant, name);
    if (name != NULL || mend_words(catalogue, text, &meant))
        search_catalogue(catalogue, str_view_from(&meant), arena, &count);
    if (count > 0)
        str_add_view(out, str_view_from(&meant));
    return count > 0;
}
