#include "import/findings.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/arena.h"

enum { VALUE_BYTES_MAX = 200 };

struct entry {
    struct finding finding;
    const struct record_place *place; /* of a record that it keeps out, else NULL */
    size_t order;                     /* of addition */
};

/* Behind a pointer, since reading sorts. */
struct listing {
    struct arena *arena;
    struct entry *entries;
    size_t count, capacity;
    const struct record_place *last_place; /* faults of one record come together, */
    const char *last_column;               /* and many of one column */
    bool sorted;
};

struct findings {
    struct listing *listing;
};

struct findings *findings_new(void)
{
    struct findings *findings = cadre_calloc(1, sizeof *findings);
    findings->listing = cadre_calloc(1, sizeof *findings->listing);
    findings->listing->arena = arena_new();
    return findings;
}

void findings_free(struct findings *findings)
{
    if (findings == NULL)
        return;
    arena_free(findings->listing->arena);
    free(findings->listing->entries);
    free(findings->listing);
    free(findings);
}

void findings_cleanup(struct findings **findings)
{
    findings_free(*findings);
}

struct arena *findings_arena(struct findings *findings)
{
    return findings->listing->arena;
}

/* ---- adding ---------------------------------------------------------------------------------- */

static struct str_view cut(struct str_view value)
{
    if (value.length <= VALUE_BYTES_MAX)
        return value;
    size_t length = VALUE_BYTES_MAX;
    while (length > 0 && ((unsigned char)value.data[length] & 0xC0) == 0x80)
        length--;
    return (struct str_view){value.data, length};
}

/* Where a record is that comes back as a reject. */
static const struct record_place *keep_place(struct listing *listing,
                                             const struct record_place *place)
{
    if (listing->last_place == NULL || listing->last_place->record != place->record) {
        struct record_place *kept = arena_alloc(listing->arena, sizeof *kept);
        *kept = *place;
        listing->last_place = kept;
    }
    return listing->last_place;
}

static const char *keep_column(struct listing *listing, const char *column)
{
    if (column == NULL)
        return NULL;
    if (listing->last_column == NULL || strcmp(listing->last_column, column) != 0)
        listing->last_column = arena_strdup(listing->arena, column);
    return listing->last_column;
}

static struct str_view keep_value(struct listing *listing, struct str_view value)
{
    if (value.length == 0)
        return (struct str_view){value.data != NULL ? "" : NULL, 0};
    return arena_copy(listing->arena, cut(value));
}

void findings_add(struct findings *findings, const char *code, const struct record_place *place,
                  uint64_t line, const char *column, struct str_view value, const char *hint)
{
    struct listing *listing = findings->listing;
    const struct finding_code *found = finding_code_find(str_view_of(code));
    assert(found != NULL);
    listing->entries = cadre_grow(listing->entries, &listing->capacity, listing->count + 1,
                                  sizeof *listing->entries);
    struct entry *entry = &listing->entries[listing->count];
    entry->finding = (struct finding){
        .code = found,
        .line = line,
        .record = place != NULL ? place->record : 0,
        .column = keep_column(listing, column),
        .value = keep_value(listing, value),
        .hint = hint != NULL ? arena_strdup(listing->arena, hint) : NULL,
    };
    bool comes_back = place != NULL && finding_keeps_out(&entry->finding);
    entry->place = comes_back ? keep_place(listing, place) : NULL;
    entry->order = listing->count++;
    listing->sorted = false;
}

/* ---- reading --------------------------------------------------------------------------------- */

static int compare_numbers(uint64_t left, uint64_t right)
{
    return (left > right) - (left < right);
}

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    if (a->finding.line != b->finding.line)
        return compare_numbers(a->finding.line, b->finding.line);
    if (a->finding.record != b->finding.record)
        return compare_numbers(a->finding.record, b->finding.record);
    return compare_numbers(a->order, b->order);
}

static void sort(struct listing *listing)
{
    if (!listing->sorted && listing->count > 0)
        qsort(listing->entries, listing->count, sizeof *listing->entries, compare_entries);
    listing->sorted = true;
}

size_t findings_count(const struct findings *findings)
{
    return findings->listing->count;
}

const struct finding *findings_at(const struct findings *findings, size_t index)
{
    sort(findings->listing);
    return &findings->listing->entries[index].finding;
}

size_t findings_count_effect(const struct findings *findings, enum finding_effect effect)
{
    size_t count = 0;
    for (size_t i = 0; i < findings->listing->count; i++)
        count += findings->listing->entries[i].finding.code->effect == effect;
    return count;
}

const struct finding *findings_refusal(const struct findings *findings)
{
    for (size_t i = 0; i < findings_count(findings); i++) {
        const struct finding *finding = findings_at(findings, i);
        if (finding->code->effect == FINDING_REFUSES)
            return finding;
    }
    return NULL;
}

const struct finding_tally *findings_tally(const struct findings *findings, size_t *ret_count)
{
    struct listing *listing = findings->listing;
    size_t code_count;
    const struct finding_code *codes = finding_code_all(&code_count);
    struct finding_tally *tally = arena_calloc(listing->arena, code_count, sizeof *tally);
    CADRE_FREE size_t *counts = cadre_calloc(code_count, sizeof *counts);
    for (size_t i = 0; i < listing->count; i++)
        counts[listing->entries[i].finding.code - codes]++;
    size_t count = 0;
    for (size_t i = 0; i < code_count; i++) {
        if (counts[i] > 0)
            tally[count++] = (struct finding_tally){&codes[i], counts[i]};
    }
    *ret_count = count;
    return tally;
}

/* ---- records kept out ------------------------------------------------------------------------ */

bool finding_keeps_out(const struct finding *finding)
{
    return finding->code->effect == FINDING_REJECTS || finding->code->effect == FINDING_HOLDS;
}

static int compare_by_record(const void *left, const void *right)
{
    const struct entry *a = *(const struct entry *const *)left;
    const struct entry *b = *(const struct entry *const *)right;
    if (a->finding.record != b->finding.record)
        return compare_numbers(a->finding.record, b->finding.record);
    return compare_entries(a, b);
}

/* Entries of data records, by record. */
static const struct entry **entries_by_record(const struct listing *listing, size_t *ret_count)
{
    const struct entry **entries = cadre_calloc(listing->count + 1, sizeof(*entries));
    size_t count = 0;
    for (size_t i = 0; i < listing->count; i++) {
        if (listing->entries[i].finding.record > 0)
            entries[count++] = &listing->entries[i];
    }
    qsort(entries, count, sizeof(*entries), compare_by_record);
    *ret_count = count;
    return entries;
}

/* The record of the entries [begin, end); false when none of them keeps it out. */
static bool gather(const struct entry *const *entries, size_t count,
                   const struct finding **findings, struct rejected_record *ret_record)
{
    const struct record_place *place = NULL;
    bool held = true;
    for (size_t i = 0; i < count; i++) {
        findings[i] = &entries[i]->finding;
        place = entries[i]->place != NULL ? entries[i]->place : place;
        held = held && findings[i]->code->effect != FINDING_REJECTS;
    }
    if (place != NULL)
        *ret_record = (struct rejected_record){*place, held, findings, count};
    return place != NULL;
}

const struct rejected_record *findings_rejected(const struct findings *findings, size_t *ret_count)
{
    struct listing *listing = findings->listing;
    sort(listing);
    size_t count;
    CADRE_FREE const struct entry **entries = entries_by_record(listing, &count);
    const struct finding **all = arena_calloc(listing->arena, count + 1, sizeof(*all));
    struct rejected_record *records = arena_calloc(listing->arena, count + 1, sizeof *records);
    size_t record_count = 0;
    for (size_t begin = 0; begin < count;) {
        size_t end = begin + 1;
        while (end < count && entries[end]->finding.record == entries[begin]->finding.record)
            end++;
        record_count += gather(entries + begin, end - begin, all + begin, &records[record_count]);
        begin = end;
    }
    *ret_count = record_count;
    return records;
}

static int compare_record(const void *key, const void *item)
{
    uint64_t wanted = *(const uint64_t *)key;
    uint64_t record = ((const struct rejected_record *)item)->place.record;
    return (wanted > record) - (wanted < record);
}

const struct rejected_record *rejected_record_find(const struct rejected_record *records,
                                                   size_t count, uint64_t record)
{
    return count > 0 ? bsearch(&record, records, count, sizeof *records, compare_record) : NULL;
}
