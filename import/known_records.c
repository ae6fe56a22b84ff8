#include "import/known_records.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fetch.h"

/* The tag of a slot: in use; the rest is of the entry's hash, so that most entries that are passed
 * on the way need not be looked at. */
enum { USED = 0x80 };

enum {
    SLOTS_LEAST = 16,
    FULL_FIFTHS = 4, /* at most four fifths full */
    FETCH_AHEAD = 16,
    WORD_BITS = 64
};

/* What became of entries lies apart from them: in so little room that it is always at hand. */
struct known_records {
    struct known_record *records; /* by slot, linear probing */
    uint8_t *tags;
    uint64_t *met, *replaced; /* a bit of each slot */
    size_t slot_count, count;
    uint64_t scatter; /* odd; of this size alone */
    size_t met_count, replaced_count;
};

_Static_assert(sizeof(struct known_record) == 24, "an entry is as the stored digest has it");

/*
 * A table is written to the digest slot by slot. Read back into one that places hashes alike but is
 * smaller, each entry would meet the end of one long run of those before it, and filling it would
 * take the square of its size. So tables of different sizes scatter differently: an odd number
 * times the hash, the number being the size, mixed (the finalizer of SplitMix64).
 */
static uint64_t scatter_of(size_t slot_count)
{
    uint64_t bits = slot_count * UINT64_C(0x9E3779B97F4A7C15);
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (bits ^ (bits >> 31)) | 1;
}

static size_t word_count(const struct known_records *known)
{
    return known->slot_count / WORD_BITS + 1;
}

static bool has_bit(const uint64_t *bits, size_t at)
{
    return (bits[at / WORD_BITS] >> at % WORD_BITS & 1) != 0;
}

static void set_bit(uint64_t *bits, size_t at)
{
    bits[at / WORD_BITS] |= UINT64_C(1) << at % WORD_BITS;
}

static void make_slots(struct known_records *known, size_t slot_count)
{
    known->slot_count = slot_count;
    known->scatter = scatter_of(slot_count);
    known->records = cadre_calloc_wide(slot_count, sizeof *known->records);
    known->tags = cadre_calloc_wide(slot_count, sizeof *known->tags);
    known->met = cadre_calloc(word_count(known), sizeof *known->met);
    known->replaced = cadre_calloc(word_count(known), sizeof *known->replaced);
}

struct known_records *known_records_new(size_t expected)
{
    struct known_records *known = cadre_calloc(1, sizeof *known);
    make_slots(known, expected + expected / FULL_FIFTHS + SLOTS_LEAST);
    return known;
}

static void free_slots(const struct known_records *known)
{
    free(known->records);
    free(known->tags);
    free(known->met);
    free(known->replaced);
}

void known_records_free(struct known_records *known)
{
    if (known == NULL)
        return;
    free_slots(known);
    free(known);
}

void known_records_cleanup(struct known_records **known)
{
    known_records_free(*known);
}

size_t known_records_count(const struct known_records *known)
{
    return known->count;
}

/* ---- the table ------------------------------------------------------------------------------- */

/* The hash as a fraction of the table's size: any size will do (D. Lemire, "Fast random integer
 * generation in an interval", 2019). */
static size_t first_slot(const struct known_records *known, const struct hash128 *record)
{
    uint64_t hash;
    memcpy(&hash, record->bytes, sizeof hash);
    hash *= known->scatter;
    return (size_t)(((unsigned __int128)hash * known->slot_count) >> 64);
}

static uint8_t tag_of(const struct hash128 *record)
{
    return USED | record->bytes[HASH128_SIZE - 1];
}

/* The slot of the record, or the free one where it belongs. */
static size_t find_slot(const struct known_records *known, const struct hash128 *record)
{
    uint8_t tag = tag_of(record);
    size_t at = first_slot(known, record);
    fetch(&known->records[at]); /* beside its tag: mostly, that is the one */
    while (known->tags[at] != 0 &&
           (known->tags[at] != tag || !hash128_equal(&known->records[at].record, record)))
        at = at + 1 < known->slot_count ? at + 1 : 0;
    return at;
}

void known_records_expect(const struct known_records *known, const struct hash128 *record)
{
    size_t at = first_slot(known, record);
    fetch(&known->records[at]);
    fetch(&known->tags[at]);
}

static void enter(struct known_records *known, const struct known_record *record)
{
    size_t at = find_slot(known, &record->record);
    if (known->tags[at] != 0)
        return;
    known->records[at] = *record;
    known->tags[at] = tag_of(&record->record);
    known->count++;
}

static void grow(struct known_records *known)
{
    struct known_records old = *known;
    make_slots(known, old.slot_count * 2);
    known->count = 0;
    for (size_t i = 0; i < old.slot_count; i++) {
        if (old.tags[i] != 0)
            enter(known, &old.records[i]);
    }
    free_slots(&old);
}

void known_records_add(struct known_records *known, const struct known_record *records,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i + FETCH_AHEAD < count)
            known_records_expect(known, &records[i + FETCH_AHEAD].record);
        if (known->count + 1 > known->slot_count / (FULL_FIFTHS + 1) * FULL_FIFTHS)
            grow(known);
        enter(known, &records[i]);
    }
}

/* Whether an entry at `at` may move to the free slot before it: the way to it began no later. */
static bool may_move(const struct known_records *known, size_t at, size_t free_slot)
{
    size_t first = first_slot(known, &known->records[at].record);
    if (free_slot <= at)
        return first <= free_slot || first > at;
    return first <= free_slot && first > at; /* the run goes on at the table's begin */
}

/* Entries behind it move up, so that the way to each stays without a gap (D. Knuth, The Art of
 * Computer Programming 3, 6.4, Algorithm R). */
static void remove_slot(struct known_records *known, size_t free_slot)
{
    size_t at = free_slot;
    for (;;) {
        at = at + 1 < known->slot_count ? at + 1 : 0;
        if (known->tags[at] == 0)
            break;
        if (!may_move(known, at, free_slot))
            continue;
        known->records[free_slot] = known->records[at];
        known->tags[free_slot] = known->tags[at];
        free_slot = at;
    }
    known->tags[free_slot] = 0;
    known->count--;
}

void known_records_remove(struct known_records *known, const struct known_record *records,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = find_slot(known, &records[i].record);
        if (known->tags[at] != 0)
            remove_slot(known, at);
    }
}

/* ---- during the check ------------------------------------------------------------------------ */

void known_records_begin(struct known_records *known)
{
    memset(known->met, 0, word_count(known) * sizeof *known->met);
    memset(known->replaced, 0, word_count(known) * sizeof *known->replaced);
    known->met_count = known->replaced_count = 0;
}

size_t known_records_find(const struct known_records *known, const struct hash128 *record)
{
    size_t at = find_slot(known, record);
    return known->tags[at] != 0 ? at : KNOWN_NOWHERE;
}

enum known_meeting known_records_meet(struct known_records *known, size_t at)
{
    if (at == KNOWN_NOWHERE)
        return KNOWN_NOT;
    if (has_bit(known->met, at))
        return KNOWN_AGAIN;
    set_bit(known->met, at);
    known->met_count++;
    return KNOWN_FIRST;
}

size_t known_records_compare(struct known_records *known,
                             bool (*has_key)(const void *context, int64_t key), const void *context)
{
    size_t met = 0;
    for (size_t i = 0; i < known->slot_count; i++) {
        if (known->tags[i] == 0 || !has_key(context, known->records[i].key))
            continue;
        set_bit(known->replaced, i);
        known->replaced_count++;
        met += has_bit(known->met, i);
    }
    return met;
}

/* ---- after the check ------------------------------------------------------------------------- */

/* The next slot from *at on that is in use and has its bit, or has it not. */
static bool next_slot(const struct known_records *known, size_t *at, const uint64_t *bits, bool set)
{
    for (; *at < known->slot_count; (*at)++) {
        if (known->tags[*at] != 0 && has_bit(bits, *at) == set)
            return true;
    }
    return false;
}

bool known_records_next_unseen(const struct known_records *known, size_t *at, int64_t *ret_key)
{
    while (next_slot(known, at, known->met, false)) {
        size_t found = (*at)++;
        if (has_bit(known->replaced, found))
            continue;
        *ret_key = known->records[found].key;
        return true;
    }
    return false;
}

size_t known_records_unseen_count(const struct known_records *known)
{
    size_t count = 0;
    int64_t key;
    for (size_t at = 0; known_records_next_unseen(known, &at, &key);)
        count++;
    return count;
}

bool known_records_next_kept(const struct known_records *known, bool full_list, size_t *at,
                             struct known_record *ret_record)
{
    if (!next_slot(known, at, full_list ? known->met : known->replaced, full_list))
        return false;
    *ret_record = known->records[(*at)++];
    return true;
}

bool known_records_next_rest(const struct known_records *known, bool full_list, size_t *at,
                             struct known_record *ret_record)
{
    if (!next_slot(known, at, full_list ? known->met : known->replaced, !full_list))
        return false;
    *ret_record = known->records[(*at)++];
    return true;
}

size_t known_records_kept_count(const struct known_records *known, bool full_list)
{
    return full_list ? known->met_count : known->count - known->replaced_count;
}
