#include "import/identity.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

enum { SLOTS_FIRST = 1024 };

struct entry {
    int64_t key;
    struct hash128 key_check; /* so that two keys never pass for one */
    struct hash128 content;
    uint64_t line, record, offset;
    uint32_t length;
    bool out; /* rejected: what follows with this key is so too */
};

struct identity {
    const struct kind *kind;
    int columns[KIND_KEY_COLUMNS_MAX];
    size_t column_count;
    int by_source, by_nation, of_source; /* of a person key; -1 = the kind has none */
    struct entry *entries;
    size_t count, capacity;
    uint32_t *slots; /* index in entries + 1, 0 = free */
    size_t slot_count;
    struct fast_hash_seed seed;
    int64_t key; /* of the row added last */
    bool has_key;
    struct str text;
};

struct identity *identity_new(const struct kind *kind, const struct fast_hash_seed *seed)
{
    struct identity *identity = cadre_calloc(1, sizeof *identity);
    identity->kind = kind;
    identity->by_source = kind_column_index(kind, "source_person_id");
    identity->by_nation = kind_column_index(kind, "national_id");
    identity->of_source = kind_column_index(kind, "person_source");
    for (size_t i = 0; i < KIND_KEY_COLUMNS_MAX && kind->identity[i] != NULL; i++) {
        int column = kind_column_index(kind, kind->identity[i]);
        assert(column >= 0);
        identity->columns[identity->column_count++] = column;
    }
    identity->slot_count = SLOTS_FIRST;
    identity->slots = cadre_calloc(identity->slot_count, sizeof *identity->slots);
    identity->seed = *seed;
    return identity;
}

void identity_free(struct identity *identity)
{
    if (identity == NULL)
        return;
    free(identity->entries);
    free(identity->slots);
    str_release(&identity->text);
    free(identity);
}

/* ---- key and content ------------------------------------------------------------------------- */

/* Lengths stand before texts, so that no two lists of fields read alike. */
static void add_field(struct str *out, struct str_view field)
{
    uint32_t length = (uint32_t)field.length;
    str_add(out, (const char *)&length, sizeof length);
    str_add_view(out, field);
}

static void add_number(struct str *out, int32_t number)
{
    str_add(out, (const char *)&number, sizeof number);
}

static void add_value(struct str *out, enum column_type type, const struct typed_value *value)
{
    str_add_char(out, value->present ? 'p' : '-');
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

static bool add_person(struct identity *identity, const struct row *row)
{
    bool by_source = row_given(row, identity->by_source);
    int column = by_source ? identity->by_source : identity->by_nation;
    bool source_bad =
        by_source && identity->of_source >= 0 && row->cells[identity->of_source].faulty;
    if (!row->values[column].present || source_bad)
        return false;
    str_add_char(&identity->text, by_source ? 's' : 'n');
    add_value(&identity->text, COLUMN_TEXT, &row->values[column]);
    if (by_source && identity->of_source >= 0)
        add_value(&identity->text, COLUMN_TEXT, &row->values[identity->of_source]);
    return true;
}

/* Leaves the key in identity->text; false when a part of it cannot be read, or when none of its
 * columns of which one is given is. */
static bool make_key(struct identity *identity, const struct row *row)
{
    bool wants_one = false;
    bool has_one = false;
    str_reset(&identity->text);
    if (identity->by_source >= 0 && !add_person(identity, row))
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
        add_value(&identity->text, about->type, &row->values[column]);
    }
    return has_one || !wants_one;
}

static struct hash128 hash_text(const struct identity *identity)
{
    return fast_hash128(&identity->seed, str_chars(&identity->text), identity->text.length);
}

/* A good row's content is its values; of another the bytes are all that is sure. */
static struct hash128 hash_content(struct identity *identity, const struct row *row,
                                   struct str_view record, bool good)
{
    str_reset(&identity->text);
    str_add_char(&identity->text, good ? 'g' : 'b');
    if (good) {
        for (size_t i = 0; i < identity->kind->column_count; i++)
            add_value(&identity->text, identity->kind->columns[i].type, &row->values[i]);
    } else {
        while (record.length > 0 && strchr("\r\n", record.data[record.length - 1]) != NULL)
            record.length--;
        str_add_view(&identity->text, record);
    }
    return hash_text(identity);
}

/* ---- the table ------------------------------------------------------------------------------- */

/* `check` NULL: any of the keys with this hash. */
static uint32_t *find_slot(const struct identity *identity, int64_t key,
                           const struct hash128 *check)
{
    size_t mask = identity->slot_count - 1;
    size_t at = (size_t)key & mask;
    for (; identity->slots[at] != 0; at = (at + 1) & mask) {
        const struct entry *entry = &identity->entries[identity->slots[at] - 1];
        if (entry->key == key && (check == NULL || hash128_equal(&entry->key_check, check)))
            break;
    }
    return &identity->slots[at];
}

static void grow_slots(struct identity *identity)
{
    free(identity->slots);
    identity->slot_count *= 2;
    identity->slots = cadre_calloc(identity->slot_count, sizeof *identity->slots);
    for (size_t i = 0; i < identity->count; i++)
        *find_slot(identity, identity->entries[i].key, &identity->entries[i].key_check) =
            (uint32_t)i + 1;
}

static void enter(struct identity *identity, const struct entry *entry)
{
    if (identity->count + 1 > identity->slot_count / 4 * 3)
        grow_slots(identity);
    identity->entries = cadre_grow(identity->entries, &identity->capacity, identity->count + 1,
                                   sizeof *identity->entries);
    identity->entries[identity->count++] = *entry;
    *find_slot(identity, entry->key, &entry->key_check) = (uint32_t)identity->count;
}

enum identity_outcome identity_add(struct identity *identity, const struct row *row,
                                   const struct record_place *place, struct str_view record,
                                   bool good, struct record_place *ret_first)
{
    identity->has_key = make_key(identity, row);
    if (!identity->has_key)
        return IDENTITY_NEW;
    identity->key =
        (int64_t)fast_hash64(&identity->seed, str_chars(&identity->text), identity->text.length);
    struct entry entry = {
        .key = identity->key,
        .key_check = hash_text(identity),
        .line = place->line,
        .record = place->record,
        .offset = place->offset,
        .length = (uint32_t)place->length,
        .out = !good,
    };
    entry.content = hash_content(identity, row, record, good);
    uint32_t slot = *find_slot(identity, entry.key, &entry.key_check);
    if (slot == 0) {
        enter(identity, &entry);
        return IDENTITY_NEW;
    }
    struct entry *first = &identity->entries[slot - 1];
    bool same = hash128_equal(&first->content, &entry.content);
    if (same && !first->out)
        return IDENTITY_REPEATED;
    if (same && !good)
        return IDENTITY_NEW; /* the same fault twice: each is told by its own codes */
    *ret_first = (struct record_place){0};
    if (!first->out)
        *ret_first =
            (struct record_place){first->line, first->record, first->offset, first->length};
    first->out = true;
    return IDENTITY_DIFFERS;
}

bool identity_key(const struct identity *identity, int64_t *ret_key)
{
    if (identity->has_key)
        *ret_key = identity->key;
    return identity->has_key;
}

bool identity_has_key(const struct identity *identity, int64_t key)
{
    return *find_slot(identity, key, NULL) != 0;
}

int identity_column(const struct identity *identity, const struct row *row)
{
    for (size_t i = 0; i < identity->column_count; i++) {
        if (row_given(row, identity->columns[i]))
            return identity->columns[i];
    }
    return -1;
}
