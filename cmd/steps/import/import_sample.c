#include "cmd/steps/import/import_sample.h"

#include <stdlib.h>

#include "core/base/alloc.h"

/* Hashes are spread already: a key lies at its low bits, or behind. */
enum { ROWS = 8192, SLOTS = 4 * ROWS };

struct import_sample {
    const struct known_records *known;
    uint64_t bytes, least;
    size_t rows;
    int64_t slots[SLOTS]; /* keys; 0 = none */
};

struct import_sample *import_sample_new(const struct known_records *known, uint64_t bytes,
                                        uint64_t least)
{
    struct import_sample *sample = cadre_calloc(1, sizeof *sample);
    sample->known = known;
    sample->bytes = bytes;
    sample->least = least;
    return sample;
}

void import_sample_free(struct import_sample *sample)
{
    free(sample);
}

/* Where the key is, or would be. */
static int64_t *slot_of(struct import_sample *sample, int64_t key)
{
    size_t at = (uint64_t)key % SLOTS;
    while (sample->slots[at] != 0 && sample->slots[at] != key)
        at = (at + 1) % SLOTS;
    return &sample->slots[at];
}

/* Of the rows, how many say something else of a key that is known. */
static size_t count_changes(struct import_sample *sample)
{
    int64_t key;
    size_t changes = 0;
    for (size_t at = 0; known_records_next_unseen(sample->known, &at, &key);)
        changes += key != 0 && *slot_of(sample, key) == key;
    return changes;
}

/* All of the list, if the rest of it is as what came up to the last row. */
static bool changes_enough(struct import_sample *sample, const struct record_place *last)
{
    uint64_t records = last->record * sample->bytes / (last->offset + last->length);
    uint64_t changes = count_changes(sample);
    return 2 * records >= known_records_count(sample->known) && 2 * changes >= last->record &&
           changes * records >= sample->least * last->record;
}

bool import_sample_add(struct import_sample *sample, const struct typed_row *row)
{
    if (sample->rows >= ROWS)
        return false;
    if (row->has_key)
        *slot_of(sample, row->key_hash) = row->key_hash;
    return ++sample->rows == ROWS && row->place.record <= 2 * (uint64_t)ROWS &&
           changes_enough(sample, &row->place);
}
