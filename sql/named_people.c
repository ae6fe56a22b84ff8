#include "sql/named_people.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fast_hash.h"
#include "core/base/fetch.h"
#include "queries.h"
#include "sql/copy_binary.h"
#include "sql/person_number.h"

enum { SLOTS_FIRST = 1024, NAMES_COMING = 16, ABOUT_MORE = 64 /* a part of it */ };

/* ---- a table of names ------------------------------------------------------------------------ */

struct slot {
    uint64_t first; /* of the name's hash; and second */
    uint32_t second;
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
    struct str text; /* key of a record */
};

static struct name_hash hash_of(const struct named_people *people, struct str_view name)
{
    struct hash128 hash = fast_hash128(&people->seed, name.data, name.length);
    struct name_hash name_hash;
    memcpy(&name_hash.first, hash.bytes, sizeof name_hash.first);
    memcpy(&name_hash.second, hash.bytes + sizeof name_hash.first, sizeof name_hash.second);
    return name_hash;
}

/* The hash as a fraction of the table's size (D. Lemire, 2019). */
static size_t first_slot(const struct name_table *table, uint64_t hash)
{
    return (size_t)(((unsigned __int128)hash * table->slot_count) >> 64);
}

/* Where the name is, or would be. */
static struct slot *find_slot(const struct name_table *table, uint64_t first, uint32_t second)
{
    for (size_t at = first_slot(table, first);; at = at + 1 < table->slot_count ? at + 1 : 0) {
        struct slot *slot = &table->slots[at];
        if (slot->person == 0 || (slot->first == first && slot->second == second))
            return slot;
    }
}

static void expect(const struct name_table *table, uint64_t hash)
{
    if (table->slot_count > 0)
        fetch(&table->slots[first_slot(table, hash)]);
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
        table->slot_count = SLOTS_FIRST + names / 5 * 6;
    while (!has_room(table, names))
        table->slot_count = table->slot_count / 2 * 3;
    table->slots = cadre_calloc_wide(table->slot_count, sizeof *table->slots);
    for (size_t i = 0; i < old.slot_count; i++) {
        const struct slot *name = &old.slots[i];
        if (name->person != 0)
            *find_slot(table, name->first, name->second) = *name;
    }
    free(old.slots);
}

/* All records of a name are of one person. */
static void add_name(struct name_table *table, const struct slot *name)
{
    make_room(table, table->count + 1);
    struct slot *slot = find_slot(table, name->first, name->second);
    table->count += slot->person == 0;
    *slot = *name;
}

static int64_t person_named(const struct name_table *table, const struct name_hash *name)
{
    return table->slot_count > 0 ? find_slot(table, name->first, name->second)->person : 0;
}

/* ---- loading --------------------------------------------------------------------------------- */

/* Names that came last: where each goes is fetched while others come. */
struct names_coming {
    struct slot names[NAMES_COMING]; /* in a ring */
    size_t count;                    /* of all that came */
};

static void add_coming(struct names_coming *coming, struct name_table *table,
                       const struct slot *name)
{
    struct slot *place = &coming->names[coming->count++ % NAMES_COMING];
    if (place->person != 0)
        add_name(table, place);
    *place = *name;
    expect(table, name->first);
}

static void add_rest(const struct names_coming *coming, struct name_table *table)
{
    for (size_t i = 0; i < NAMES_COMING && i < coming->count; i++)
        add_name(table, &coming->names[i]);
}

static enum cadre_status take_name(struct named_people *people, const struct copy_out *copy,
                                   struct slot *ret_name, struct cadre_error *err)
{
    int64_t person;
    if (!person_number_read(copy_out_text(copy, 1), &person) || person > UINT32_MAX)
        return cadre_fail(err, CADRE_BUG, "a person of the registry has no number");
    struct name_hash hash = hash_of(people, copy_out_text(copy, 0));
    if ((size_t)person >= people->limit)
        people->limit = (size_t)person + 1;
    *ret_name = (struct slot){hash.first, hash.second, (uint32_t)person};
    return CADRE_OK;
}

static enum cadre_status load_names(struct session *session, const struct query *query,
                                    struct named_people *people, struct name_table *table,
                                    struct cadre_error *err)
{
    CADRE_CLEANUP(copy_out_cleanup) struct copy_out *copy = NULL;
    struct names_coming coming = {0};
    struct slot name;
    enum cadre_status status = copy_out_open(session, query, &copy, err);
    for (bool more = true; status == CADRE_OK;) {
        status = copy_out_next(copy, &more, err);
        if (status != CADRE_OK || !more)
            break;
        status = take_name(people, copy, &name, err);
        if (status == CADRE_OK)
            add_coming(&coming, table, &name);
    }
    add_rest(&coming, table);
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
    about += about / ABOUT_MORE;
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

/* The key of a record is as lay_roster has it. */
static struct str_view record_key(struct named_people *people, const struct person_names *names)
{
    enum { SEPARATOR = 31 };
    struct str *text = &people->text;
    str_reset(text);
    if (names->source.data != NULL)
        str_add_view(text, names->source);
    else
        str_add_text(text, people->wanted->source);
    str_add_char(text, SEPARATOR);
    str_add_char(text, '#');
    str_add_view(text, names->number);
    return str_view_from(text);
}

struct names_expected named_people_expect(struct named_people *people,
                                          const struct person_names *names)
{
    struct names_expected expected = {
        .has_number = names->number.data != NULL,
        .has_national_id = names->national_id.data != NULL,
        .source_unknown = names->source.data != NULL && !is_source(people, names->source),
    };
    if (expected.has_number) {
        expected.number = hash_of(people, record_key(people, names));
        expect(&people->numbers, expected.number.first);
    }
    if (expected.has_national_id) {
        expected.national_id = hash_of(people, names->national_id);
        expect(&people->ids, expected.national_id.first);
    }
    return expected;
}

struct naming named_people_find(const struct named_people *people,
                                const struct names_expected *names)
{
    struct naming naming = {.source_unknown = names->source_unknown};
    if (names->has_number)
        naming.by_number = person_named(&people->numbers, &names->number);
    if (names->has_national_id)
        naming.by_id = person_named(&people->ids, &names->national_id);
    return naming;
}
