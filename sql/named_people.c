#include "sql/named_people.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fast_hash.h"
#include "queries.h"
#include "sql/copy_binary.h"
#include "sql/person_number.h"

enum { SLOTS_FIRST = 1024 };

/* ---- a table of names ------------------------------------------------------------------------ */

struct slot {
    uint64_t first;  /* of the name's hash */
    uint32_t second; /* of it, too */
    uint32_t person; /* 0 = the slot is free */
};

struct name_table {
    struct slot *slots; /* linear probing */
    size_t slot_count, count;
};

struct named_people {
    const struct names_wanted *wanted;
    struct fast_hash_seed seed;
    struct name_table numbers, ids;
    size_t limit;
    struct arena *arena;
    struct str_view *sources;
    size_t source_count;
    struct str text, last_text; /* keys of records: the one at hand, and the one found last */
    int64_t last_person;
};

static struct slot slot_of(const struct named_people *people, struct str_view name)
{
    struct hash128 hash = fast_hash128(&people->seed, name.data, name.length);
    struct slot slot = {0};
    memcpy(&slot.first, hash.bytes, sizeof slot.first);
    memcpy(&slot.second, hash.bytes + sizeof slot.first, sizeof slot.second);
    return slot;
}

/* Where the name is, or would be. */
static struct slot *find_slot(const struct name_table *table, const struct slot *wanted)
{
    /* The hash as a fraction of the table's size (D. Lemire, 2019). */
    size_t at = (size_t)(((unsigned __int128)wanted->first * table->slot_count) >> 64);
    for (;; at = at + 1 < table->slot_count ? at + 1 : 0) {
        struct slot *slot = &table->slots[at];
        if (slot->person == 0 || (slot->first == wanted->first && slot->second == wanted->second))
            return slot;
    }
}

/* Names that are added while fewer than five sixths of the slots are taken find a free one soon. */
static bool has_room(const struct name_table *table, size_t names)
{
    return names <= table->slot_count / 6 * 5;
}

static void make_room(struct name_table *table, size_t names)
{
    struct name_table old = *table;
    if (has_room(table, names))
        return;
    if (table->slot_count == 0)
        table->slot_count = SLOTS_FIRST;
    while (!has_room(table, names))
        table->slot_count = table->slot_count / 2 * 3;
    table->slots = cadre_calloc(table->slot_count, sizeof *table->slots);
    for (size_t i = 0; i < old.slot_count; i++) {
        if (old.slots[i].person != 0)
            *find_slot(table, &old.slots[i]) = old.slots[i];
    }
    free(old.slots);
}

/* All records of a name are of one person. */
static void add_name(struct name_table *table, struct slot name)
{
    make_room(table, table->count + 1);
    struct slot *slot = find_slot(table, &name);
    table->count += slot->person == 0;
    *slot = name;
}

static int64_t person_named(const struct named_people *people, const struct name_table *table,
                            struct str_view name)
{
    struct slot wanted = slot_of(people, name);
    return table->slot_count > 0 ? find_slot(table, &wanted)->person : 0;
}

/* ---- loading --------------------------------------------------------------------------------- */

static enum cadre_status take_name(struct named_people *people, struct name_table *table,
                                   const struct copy_out *copy, struct cadre_error *err)
{
    int64_t person;
    if (!person_number_read(copy_out_text(copy, 1), &person) || person > UINT32_MAX)
        return cadre_fail(err, CADRE_BUG, "a person of the registry has no number");
    struct slot name = slot_of(people, copy_out_text(copy, 0));
    name.person = (uint32_t)person;
    if ((size_t)person >= people->limit)
        people->limit = (size_t)person + 1;
    add_name(table, name);
    return CADRE_OK;
}

static enum cadre_status load_names(struct session *session, const struct query *query,
                                    struct named_people *people, struct name_table *table,
                                    struct cadre_error *err)
{
    CADRE_CLEANUP(copy_out_cleanup) struct copy_out *copy = NULL;
    bool more = true;
    enum cadre_status status = copy_out_open(session, query, &copy, err);
    while (status == CADRE_OK && more) {
        status = copy_out_next(copy, &more, err);
        if (status == CADRE_OK && more)
            status = take_name(people, table, copy, err);
    }
    return status;
}

static enum cadre_status load_sources(struct session *session, struct named_people *people,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_named_sources, NULL, &rows, err);
    if (status != CADRE_OK)
        return status;
    people->source_count = rows_count(rows);
    people->sources =
        arena_calloc(people->arena, people->source_count + 1, sizeof *people->sources);
    for (size_t i = 0; i < people->source_count; i++)
        people->sources[i] = rows_copy(rows, i, "code", people->arena);
    return CADRE_OK;
}

static enum cadre_status load_all(struct session *session, struct named_people *people,
                                  struct cadre_error *err)
{
    const struct names_wanted *wanted = people->wanted;
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {wanted->of_sources ? "" : wanted->source};
    enum cadre_status status = session_run(session, &query_named_of_source, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    size_t about = (size_t)rows_number(rows, 0, "people_about");
    make_room(&people->numbers, about);
    if (wanted->natural_keys)
        make_room(&people->ids, about);
    status = load_names(session, &query_named_numbers, people, &people->numbers, err);
    if (status == CADRE_OK && wanted->natural_keys)
        status = load_names(session, &query_named_ids, people, &people->ids, err);
    if (status == CADRE_OK && wanted->of_sources)
        status = load_sources(session, people, err);
    return status;
}

enum cadre_status named_people_load(struct session *session, const struct names_wanted *wanted,
                                    struct named_people **ret_people, struct cadre_error *err)
{
    struct named_people *people = cadre_calloc(1, sizeof *people);
    people->wanted = wanted;
    people->seed = fast_hash_seed_random();
    people->arena = arena_new();
    people->limit = 1;
    enum cadre_status status = load_all(session, people, err);
    if (status == CADRE_OK)
        *ret_people = people;
    else
        named_people_free(people);
    return status;
}

void named_people_free(struct named_people *people)
{
    if (people == NULL)
        return;
    free(people->numbers.slots);
    free(people->ids.slots);
    arena_free(people->arena);
    str_release(&people->text);
    str_release(&people->last_text);
    free(people);
}

size_t named_people_limit(const struct named_people *people)
{
    return people->limit;
}

/* ---- finding --------------------------------------------------------------------------------- */

static bool is_source(const struct named_people *people, struct str_view code)
{
    for (size_t i = 0; i < people->source_count; i++) {
        if (str_view_equal(people->sources[i], code))
            return true;
    }
    return false;
}

/* Rows of a person mostly stand together. The key of a record is as lay_roster has it. */
static int64_t find_number(struct named_people *people, struct str_view source,
                           struct str_view number)
{
    enum { SEPARATOR = 31 };
    str_reset(&people->text);
    str_add_view(&people->text, source);
    str_add_char(&people->text, SEPARATOR);
    str_add_char(&people->text, '#');
    str_add_view(&people->text, number);
    struct str_view key = str_view_from(&people->text);
    if (str_view_equal(key, str_view_from(&people->last_text)))
        return people->last_person;
    people->last_person = person_named(people, &people->numbers, key);
    struct str last = people->last_text;
    people->last_text = people->text;
    people->text = last;
    return people->last_person;
}

struct naming named_people_find(struct named_people *people, const struct person_names *names)
{
    struct naming naming = {0};
    bool elsewhere = names->source.data != NULL;
    naming.source_unknown = elsewhere && !is_source(people, names->source);
    if (names->number.data != NULL)
        naming.by_number = find_number(
            people, elsewhere ? names->source : str_view_of(people->wanted->source), names->number);
    if (names->national_id.data != NULL)
        naming.by_id = person_named(people, &people->ids, names->national_id);
    return naming;
}
