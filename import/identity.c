#include "import/identity.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fetch.h"
#include "import/byte_masks.h"

enum {
    SLOTS_FIRST = 1024,
    FULL_TWENTIETHS = 17, /* at most so full */
    OFFSET_BYTES = 5,
    ENTRY_OUT = 1, /* rejected: what follows with this key is so too */
    ENTRY_BAD = 2, /* it was not good when it was added */
};

/* 18 bytes; of the rest the file itself tells. */
struct entry {
    int64_t key;
    uint32_t record;
    uint8_t offset[OFFSET_BYTES];
    uint8_t flags;
} __attribute__((packed));

/* From this record on, each stands a line behind the one before; until the next step. */
struct line_step {
    uint32_t record, line;
};

struct identity {
    const struct kind *kind;
    int columns[KIND_KEY_COLUMNS_MAX];
    size_t column_count;
    int by_source, by_nation, of_source; /* of a person key; -1 = the kind has none */
    struct identity_source source;
    struct entry *entries;
    size_t count, capacity;
    struct line_step *steps;
    size_t step_count, step_capacity;
    /* A table of linear probing: indices in `entries`, and a byte of each one's hash, 0 = free, so
     * that most entries that are passed need not be looked at. Many tags are looked at at a time:
     * behind the last ones stand the first ones again. */
    uint32_t *slots;
    uint8_t *tags;
    size_t slot_count;
    struct fast_hash_seed seed;
    bool last_wins;
    struct row_key key; /* of the row added last */
    struct str text, other_text;
};

static void make_slots(struct identity *identity, size_t slot_count)
{
    identity->slot_count = slot_count;
    identity->slots = cadre_calloc_wide(slot_count, sizeof *identity->slots);
    identity->tags = cadre_calloc_wide(slot_count + SHORT_MASK_BYTES, sizeof *identity->tags);
}

struct identity *identity_new(const struct kind *kind, const struct fast_hash_seed *seed,
                              const struct identity_source *source, size_t rows_expected)
{
    struct identity *identity = cadre_calloc(1, sizeof *identity);
    identity->kind = kind;
    identity->source = *source;
    identity->by_source = kind_column_index(kind, "source_person_id");
    identity->by_nation = kind_column_index(kind, "national_id");
    identity->of_source = kind_column_index(kind, "person_source");
    for (size_t i = 0; i < KIND_KEY_COLUMNS_MAX && kind->identity[i] != NULL; i++) {
        int column = kind_column_index(kind, kind->identity[i]);
        assert(column >= 0);
        identity->columns[identity->column_count++] = column;
    }
    make_slots(identity, SLOTS_FIRST + rows_expected / FULL_TWENTIETHS * 20);
    identity->seed = *seed;
    return identity;
}

void identity_free(struct identity *identity)
{
    if (identity == NULL)
        return;
    free(identity->entries);
    free(identity->steps);
    free(identity->slots);
    free(identity->tags);
    str_release(&identity->text);
    str_release(&identity->other_text);
    free(identity);
}

void identity_let_last_win(struct identity *identity)
{
    identity->last_wins = true;
}

/* ---- keys ------------------------------------------------------------------------------------ */

/* Appends without the NUL that `struct str` keeps elsewhere: keys are bytes. */
static void add_bytes(struct str *out, const void *bytes, size_t length)
{
    if (out->capacity - out->length < length)
        out->data = cadre_grow(out->data, &out->capacity, out->length + length, 1);
    if (length > 0)
        memcpy(out->data + out->length, bytes, length);
    out->length += length;
}

static void add_mark(struct str *out, char mark)
{
    add_bytes(out, &mark, 1);
}

/* Lengths stand before texts, so that no two lists of fields read alike. */
static void add_field(struct str *out, struct str_view field)
{
    uint32_t length = (uint32_t)field.length;
    add_bytes(out, &length, sizeof length);
    add_bytes(out, field.data, field.length);
}

static void add_number(struct str *out, int32_t number)
{
    add_bytes(out, &number, sizeof number);
}

static void add_value(struct str *out, enum column_type type, const struct typed_value *value)
{
    add_mark(out, value->present ? 'p' : '-');
    if (!value->present)
        return;
    switch (type) {
    case COLUMN_TEXT:
        add_field(out, value->text);
        return;
    case COLUMN_INTEGER:
        add_number(out, value->integer);
        return;
    case COLUMN_DATE:
        add_number(out, value->date.day);
        return;
    case COLUMN_BOOLEAN:
        add_number(out, value->truth);
        return;
    case COLUMN_TEXT_LIST:
        add_number(out, (int32_t)value->list.count);
        for (size_t i = 0; i < value->list.count; i++)
            add_field(out, value->list.items[i]);
        return;
    }
}

static bool is_person_column(const struct identity *identity, int column)
{
    return column == identity->by_source || column == identity->by_nation ||
           column == identity->of_source;
}

static bool add_person(const struct identity *identity, const struct row *row, struct str *out)
{
    bool by_source = row_given(row, identity->by_source);
    int column = by_source ? identity->by_source : identity->by_nation;
    bool source_bad =
        by_source && identity->of_source >= 0 && row->cells[identity->of_source].faulty;
    if (!row->values[column].present || source_bad)
        return false;
    add_mark(out, by_source ? 's' : 'n');
    add_value(out, COLUMN_TEXT, &row->values[column]);
    if (by_source && identity->of_source >= 0)
        add_value(out, COLUMN_TEXT, &row->values[identity->of_source]);
    return true;
}

/* Leaves the key in *out; false when a part of it cannot be read, or when none of its
 * columns of which one is given is. */
static bool make_key(const struct identity *identity, const struct row *row, struct str *out)
{
    bool wants_one = false;
    bool has_one = false;
    out->length = 0;
    if (identity->by_source >= 0 && !add_person(identity, row, out))
        return false;
    for (size_t i = 0; i < identity->column_count; i++) {
        int column = identity->columns[i];
        if (is_person_column(identity, column))
            continue;
        const struct kind_column *about = &identity->kind->columns[column];
        bool present = row->values[column].present;
        if (!present && (about->required || row_given(row, column)))
            return false;
        wants_one = wants_one || !about->required;
        has_one = has_one || (!about->required && present);
        add_value(out, about->type, &row->values[column]);
    }
    return has_one || !wants_one;
}

/* ---- content --------------------------------------------------------------------------------- */

static bool same_value(enum column_type type, const struct typed_value *left,
                       const struct typed_value *right)
{
    if (!left->present || !right->present)
        return left->present == right->present;
    switch (type) {
    case COLUMN_TEXT:
        return str_view_equal(left->text, right->text);
    case COLUMN_INTEGER:
        return left->integer == right->integer;
    case COLUMN_DATE:
        return left->date.day == right->date.day;
    case COLUMN_BOOLEAN:
        return left->truth == right->truth;
    case COLUMN_TEXT_LIST:
        if (left->list.count != right->list.count)
            return false;
        for (size_t i = 0; i < left->list.count; i++) {
            if (!str_view_equal(left->list.items[i], right->list.items[i]))
                return false;
        }
        return true;
    }
    return false;
}

static bool same_values(const struct kind *kind, const struct row *left, const struct row *right)
{
    for (size_t i = 0; i < kind->column_count; i++) {
        if (!same_value(kind->columns[i].type, &left->values[i], &right->values[i]))
            return false;
    }
    return true;
}

static struct str_view without_ending(struct str_view record)
{
    while (record.length > 0 && strchr("\r\n", record.data[record.length - 1]) != NULL)
        record.length--;
    return record;
}

/* ---- the table ------------------------------------------------------------------------------- */

static size_t first_slot(const struct identity *identity, int64_t key)
{
    /* The hash as a fraction of the table's size (D. Lemire, 2019), which need be no power of two.
     */
    return (size_t)(((unsigned __int128)(uint64_t)key * identity->slot_count) >> 64);
}

static uint8_t tag_of(int64_t key)
{
    return (uint8_t)(1 + (uint64_t)key % UINT8_MAX);
}

static size_t slot_behind(const struct identity *identity, size_t at, size_t slots)
{
    size_t behind = at + slots;
    return behind < identity->slot_count ? behind : behind - identity->slot_count;
}

/* The next slot from *at on that holds an entry with the key's hash; false at a free one. */
static bool next_slot(const struct identity *identity, int64_t key, size_t *at)
{
    uint8_t tag = tag_of(key);
    for (;; *at = slot_behind(identity, *at, SHORT_MASK_BYTES)) {
        uint32_t free_ones = short_mask_of(identity->tags + *at, 0);
        uint32_t alike = short_mask_of(identity->tags + *at, tag) & (free_ones - 1);
        for (; alike != 0; alike &= alike - 1) {
            size_t found = slot_behind(identity, *at, (size_t)__builtin_ctz(alike));
            if (identity->entries[identity->slots[found]].key != key)
                continue;
            *at = found;
            return true;
        }
        if (free_ones == 0)
            continue;
        *at = slot_behind(identity, *at, (size_t)__builtin_ctz(free_ones));
        return false;
    }
}

/* `at` is free. */
static void set_slot(struct identity *identity, size_t at, size_t index)
{
    uint8_t tag = tag_of(identity->entries[index].key);
    identity->tags[at] = tag;
    if (at < SHORT_MASK_BYTES)
        identity->tags[identity->slot_count + at] = tag;
    identity->slots[at] = (uint32_t)index;
}

static size_t free_slot(const struct identity *identity, int64_t key)
{
    size_t at = first_slot(identity, key);
    uint32_t free_ones;
    while ((free_ones = short_mask_of(identity->tags + at, 0)) == 0)
        at = slot_behind(identity, at, SHORT_MASK_BYTES);
    return slot_behind(identity, at, (size_t)__builtin_ctz(free_ones));
}

/* Both tables lie far from the processor, and keys anywhere in them. */
static void fetch_slot(const struct identity *identity, size_t at)
{
    fetch(&identity->tags[at]);
    fetch(&identity->slots[at]);
}

/* By half: 18 bytes of entry and at most 8.9 of slot and tag are less than 27 a row. */
static void grow_slots(struct identity *identity)
{
    enum { AHEAD = 16 };
    size_t slot_count = identity->slot_count / 2 * 3;
    free(identity->slots);
    free(identity->tags);
    make_slots(identity, slot_count);
    for (size_t i = 0; i < identity->count; i++) {
        if (i + AHEAD < identity->count)
            fetch_slot(identity, first_slot(identity, identity->entries[i + AHEAD].key));
        set_slot(identity, free_slot(identity, identity->entries[i].key), i);
    }
}

/* Places come in the order of the file. */
static void note_line(struct identity *identity, const struct record_place *place)
{
    if (identity->step_count > 0) {
        const struct line_step *last = &identity->steps[identity->step_count - 1];
        if (place->line - last->line == place->record - last->record)
            return;
    }
    identity->steps = cadre_grow(identity->steps, &identity->step_capacity,
                                 identity->step_count + 1, sizeof *identity->steps);
    identity->steps[identity->step_count++] =
        (struct line_step){(uint32_t)place->record, (uint32_t)place->line};
}

/* Of a record that was noted: by the last step that is not behind it. */
static uint64_t line_of(const struct identity *identity, uint32_t record)
{
    size_t before = 0;
    size_t behind = identity->step_count;
    while (behind - before > 1) {
        size_t middle = before + (behind - before) / 2;
        if (identity->steps[middle].record <= record)
            before = middle;
        else
            behind = middle;
    }
    return (uint64_t)identity->steps[before].line + (record - identity->steps[before].record);
}

static struct entry make_entry(struct identity *identity, const struct record_place *place,
                               bool good)
{
    assert(place->line <= UINT32_MAX && place->record <= UINT32_MAX &&
           place->offset >> (8 * OFFSET_BYTES) == 0);
    note_line(identity, place);
    struct entry entry = {
        .key = identity->key.hash,
        .record = (uint32_t)place->record,
        .flags = good ? 0 : ENTRY_OUT | ENTRY_BAD,
    };
    for (size_t i = 0; i < OFFSET_BYTES; i++)
        entry.offset[i] = (uint8_t)(place->offset >> (8 * i));
    return entry;
}

/* `at`: the free slot at which the search for the key ended. */
static void enter(struct identity *identity, size_t at, const struct record_place *place, bool good)
{
    if (identity->count + 1 > identity->slot_count / 20 * FULL_TWENTIETHS) {
        grow_slots(identity);
        at = free_slot(identity, identity->key.hash);
    }
    identity->entries = cadre_grow(identity->entries, &identity->capacity, identity->count + 1,
                                   sizeof *identity->entries);
    identity->entries[identity->count] = make_entry(identity, place, good);
    set_slot(identity, at, identity->count++);
}

static struct record_place place_of(const struct identity *identity, const struct entry *entry)
{
    uint64_t offset = 0;
    for (size_t i = 0; i < OFFSET_BYTES; i++)
        offset |= (uint64_t)entry->offset[i] << (8 * i);
    return (struct record_place){line_of(identity, entry->record), entry->record, offset, 0};
}

/* ---- one row --------------------------------------------------------------------------------- */

/* The row at hand, and the one that had a key of the same hash first. */
struct meeting {
    const struct row *row;
    const struct record_place *place;
    struct str_view record;
    bool good;
    struct record_place first;
    const struct row *first_row;
    struct str_view first_record;
};

/* A good row's content is its values; of another the bytes are all that is sure. */
static bool says_the_same(const struct identity *identity, const struct entry *entry,
                          const struct meeting *meeting)
{
    bool first_good = (entry->flags & ENTRY_BAD) == 0;
    if (first_good != meeting->good)
        return false;
    if (first_good)
        return same_values(identity->kind, meeting->row, meeting->first_row);
    return str_view_equal(without_ending(meeting->record), without_ending(meeting->first_record));
}

static enum identity_outcome judge(struct identity *identity, struct entry *entry,
                                   const struct meeting *meeting, struct record_place *ret_first)
{
    bool out = (entry->flags & ENTRY_OUT) != 0;
    bool same = says_the_same(identity, entry, meeting);
    if (same && !out)
        return IDENTITY_REPEATED;
    *ret_first = meeting->first;
    if (same && !meeting->good)
        return IDENTITY_ALIKE; /* the same fault twice: each is told by its own codes */
    if (identity->last_wins) {
        *entry = make_entry(identity, meeting->place, meeting->good);
        return out ? IDENTITY_OVERRULES : IDENTITY_DIFFERS;
    }
    entry->flags |= ENTRY_OUT;
    return out ? IDENTITY_DIFFERS_STILL : IDENTITY_DIFFERS;
}

struct row_key identity_key_of(const struct identity *identity, const struct row *row,
                               struct str *scratch)
{
    struct row_key key = {.given = make_key(identity, row, scratch)};
    if (key.given)
        key.hash = (int64_t)fast_hash64(&identity->seed, scratch->data, scratch->length);
    return key;
}

void identity_expect(const struct identity *identity, const struct row_key *key)
{
    if (key->given)
        fetch_slot(identity, first_slot(identity, key->hash));
}

/* Two keys may have the same hash. */
static bool is_same_key(struct identity *identity, const struct row *row, const struct row *first)
{
    return make_key(identity, row, &identity->text) &&
           make_key(identity, first, &identity->other_text) &&
           str_view_equal(str_view_from(&identity->text), str_view_from(&identity->other_text));
}

enum cadre_status identity_add(struct identity *identity, const struct row *row,
                               const struct row_key *key, const struct record_place *place,
                               struct str_view record, bool good,
                               enum identity_outcome *ret_outcome, struct record_place *ret_first,
                               struct cadre_error *err)
{
    *ret_outcome = IDENTITY_NEW;
    identity->key = *key;
    if (!key->given)
        return CADRE_OK;
    size_t at = first_slot(identity, key->hash);
    for (; next_slot(identity, key->hash, &at); at = slot_behind(identity, at, 1)) {
        struct entry *entry = &identity->entries[identity->slots[at]];
        struct meeting meeting = {.row = row,
                                  .place = place,
                                  .record = record,
                                  .good = good,
                                  .first = place_of(identity, entry)};
        enum cadre_status status =
            identity->source.read(identity->source.context, &meeting.first, &meeting.first_row,
                                  &meeting.first_record, err);
        if (status != CADRE_OK)
            return status;
        if (!is_same_key(identity, row, meeting.first_row))
            continue;
        *ret_outcome = judge(identity, entry, &meeting, ret_first);
        return CADRE_OK;
    }
    enter(identity, at, place, good);
    return CADRE_OK;
}

bool identity_key(const struct identity *identity, int64_t *ret_key)
{
    if (identity->key.given)
        *ret_key = identity->key.hash;
    return identity->key.given;
}

bool identity_has_key(const struct identity *identity, int64_t key)
{
    size_t at = first_slot(identity, key);
    return next_slot(identity, key, &at);
}

int identity_column(const struct identity *identity, const struct row *row)
{
    for (size_t i = 0; i < identity->column_count; i++) {
        if (row_given(row, identity->columns[i]))
            return identity->columns[i];
    }
    return -1;
}
