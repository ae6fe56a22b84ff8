/*
 * Records of a source that the registry holds already, by the hash of their bytes: met again, they
 * need not be parsed. The caller fills it from the source's digest before check_file and asks
 * afterwards who was not met and which entries stand on. 31.6 bytes an entry.
 */
#ifndef CADRE_IMPORT_KNOWN_RECORDS_H
#define CADRE_IMPORT_KNOWN_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/fast_hash.h"

/* As typed_row has them; only rows that were clean and had a key. */
struct known_record {
    struct hash128 record;
    int64_t key;
};

struct known_records; /* opaque */

/* Grows beyond `expected`, which saves doing so. */
struct known_records *known_records_new(size_t expected);
void known_records_free(struct known_records *known);
void known_records_cleanup(struct known_records **known);
/* One with a hash that is there already is passed over. */
void known_records_add(struct known_records *known, const struct known_record *records,
                       size_t count);
/* One that is not there is passed over. */
void known_records_remove(struct known_records *known, const struct known_record *records,
                          size_t count);
size_t known_records_count(const struct known_records *known);

/* ---- during the check (check.c) ---- */
enum known_meeting {
    KNOWN_NOT,   /* to be parsed */
    KNOWN_FIRST, /* met for the first time since known_records_begin */
    KNOWN_AGAIN, /* met before: its record stands twice in the file */
};

void known_records_begin(struct known_records *known); /* forgets all meetings */
#define KNOWN_NOWHERE SIZE_MAX
/* Where the record lies, KNOWN_NOWHERE = it is none of them. */
size_t known_records_find(const struct known_records *known, const struct hash128 *record);
/* The record will be looked for soon: where it would lie is fetched meanwhile. */
void known_records_expect(const struct known_records *known, const struct hash128 *record);
/* `at`: where the record was found. */
enum known_meeting known_records_meet(struct known_records *known, size_t at);
/* Calls has_key(context, key) for each; true: some parsed row has the key. Such an entry does not
 * stand on. Returns how many of those were met. */
size_t known_records_compare(struct known_records *known,
                             bool (*has_key)(const void *context, int64_t key),
                             const void *context);

/* ---- after the check, unless it is to be redone ---- */
/* Walks: *at is 0 before the first call; false at the end. The order is any. */
/* Keys of those never met whose key no parsed row has: they left the list. */
bool known_records_next_unseen(const struct known_records *known, size_t *at, int64_t *ret_key);
size_t known_records_unseen_count(const struct known_records *known);
/* Entries that stand on: of a full list those that were met, else all whose key no parsed row
 * has. */
bool known_records_next_kept(const struct known_records *known, bool full_list, size_t *at,
                             struct known_record *ret_record);
/* The others: what becomes of their records is the registry's to say. */
bool known_records_next_rest(const struct known_records *known, bool full_list, size_t *at,
                             struct known_record *ret_record);
size_t known_records_kept_count(const struct known_records *known, bool full_list);

#endif
