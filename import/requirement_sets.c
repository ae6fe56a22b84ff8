#include "import/requirement_sets.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/str_map.h"

/* What alternatives of one clause share; an empty number is 1. */
enum shared { SHARED_IMPORTANCE, SHARED_WEIGHT, SHARED_K, SHARED_COUNT };

static const char *const shared_names[SHARED_COUNT] = {
    [SHARED_IMPORTANCE] = "importance",
    [SHARED_WEIGHT] = "weight",
    [SHARED_K] = "k",
};

struct clause {
    bool known[SHARED_COUNT];
    struct str_view text[SHARED_COUNT];
    int32_t number[SHARED_COUNT];
    uint32_t set;
    int32_t alternatives; /* accepted ones */
    uint64_t line;        /* of the first of them */
    bool is_short;        /* its set fell for it */
};

struct set {
    struct str_view name;
    uint64_t fault_line; /* 0 = it stands */
};

/* 20 bytes: every accepted row has one, in case its set falls. */
enum { OFFSET_BYTES = 5, LENGTH_BYTES = 3 };

struct member {
    uint32_t line, record, clause;
    uint8_t offset[OFFSET_BYTES];
    uint8_t length[LENGTH_BYTES];
};

_Static_assert(sizeof(struct member) == 20, "no room is lost");

/* Of every row, accepted or not: which set it names. */
struct named_row {
    uint32_t record, set;
};

enum { SET_UNREADABLE = UINT32_MAX };

struct requirement_sets {
    const struct kind *kind;
    int set_column, clause_column;
    int shared_columns[SHARED_COUNT];
    struct arena *texts; /* of rows */
    struct str_map *set_index, *clause_index;
    struct set *sets;
    size_t set_count, set_capacity;
    struct clause *clauses;
    size_t clause_count, clause_capacity;
    struct member *members;
    size_t member_count, member_capacity;
    struct named_row *rows;
    size_t row_count, row_capacity;
    uint64_t unreadable_line; /* of the first row that may belong to any set, 0 = none */
    struct str key;
};

struct requirement_sets *requirement_sets_new(const struct kind *kind)
{
    struct requirement_sets *sets = cadre_calloc(1, sizeof *sets);
    sets->kind = kind;
    sets->set_column = kind_column_index(kind, kind->set_column);
    sets->clause_column = kind_column_index(kind, "clause");
    assert(sets->set_column >= 0 && sets->clause_column >= 0);
    for (size_t i = 0; i < SHARED_COUNT; i++)
        sets->shared_columns[i] = kind_column_index(kind, shared_names[i]);
    sets->texts = arena_new();
    sets->set_index = str_map_new();
    sets->clause_index = str_map_new();
    return sets;
}

void requirement_sets_free(struct requirement_sets *sets)
{
    if (sets == NULL)
        return;
    arena_free(sets->texts);
    str_map_free(sets->set_index);
    str_map_free(sets->clause_index);
    free(sets->sets);
    free(sets->clauses);
    free(sets->members);
    free(sets->rows);
    str_release(&sets->key);
    free(sets);
}

/* ---- agreement within a clause --------------------------------------------------------------- */

static struct clause *clause_of(struct requirement_sets *sets, const struct row *row)
{
    const struct typed_value *set = &row->values[sets->set_column];
    const struct typed_value *clause = &row->values[sets->clause_column];
    if (!set->present || !clause->present)
        return NULL;
    str_reset(&sets->key);
    str_add_int64(&sets->key, clause->integer);
    str_add_char(&sets->key, '|');
    str_add_view(&sets->key, set->text);
    uint32_t index = (uint32_t)sets->clause_count;
    if (str_map_insert(sets->clause_index, str_view_from(&sets->key), index)) {
        sets->clauses = cadre_grow(sets->clauses, &sets->clause_capacity, sets->clause_count + 1,
                                   sizeof *sets->clauses);
        sets->clauses[sets->clause_count++] = (struct clause){0};
    } else {
        str_map_find(sets->clause_index, str_view_from(&sets->key), &index);
    }
    return &sets->clauses[index];
}

/* The row is gone when the next one is compared with it: what it said is kept in `texts`. */
static void check_shared(struct row *row, struct clause *clause, size_t shared, int column,
                         struct arena *texts)
{
    const struct typed_value *value = &row->values[column];
    bool is_text = row->kind->columns[column].type == COLUMN_TEXT;
    if (row->cells[column].faulty || (is_text && !value->present))
        return;
    struct str_view text = is_text ? value->text : str_view_of("");
    int32_t number = !is_text && value->present ? value->integer : 1;
    if (!clause->known[shared]) {
        clause->known[shared] = true;
        clause->text[shared] = arena_copy(texts, text);
        clause->number[shared] = number;
        return;
    }
    if (clause->number[shared] == number && str_view_equal(clause->text[shared], text))
        return;
    const char *hint =
        is_text ? arena_format(row->scratch, "the clause began with '%.*s'",
                               STR_VIEW_ARGS(clause->text[shared]))
                : arena_format(row->scratch, "the clause began with %d", clause->number[shared]);
    row_fault_cell(row, FINDING_X_CLAUSE, column, hint);
}

void requirement_sets_check(struct requirement_sets *sets, struct row *row)
{
    struct clause *clause = clause_of(sets, row);
    for (size_t i = 0; clause != NULL && i < SHARED_COUNT; i++)
        check_shared(row, clause, i, sets->shared_columns[i], sets->texts);
}

/* ---- sets ------------------------------------------------------------------------------------ */

static uint32_t set_of(struct requirement_sets *sets, struct str_view name)
{
    uint32_t index = (uint32_t)sets->set_count;
    if (!str_map_insert(sets->set_index, name, index)) {
        str_map_find(sets->set_index, name, &index);
        return index;
    }
    sets->sets =
        cadre_grow(sets->sets, &sets->set_capacity, sets->set_count + 1, sizeof *sets->sets);
    sets->sets[sets->set_count++] = (struct set){.name = arena_copy(sets->texts, name)};
    return index;
}

static void name_row(struct requirement_sets *sets, const struct record_place *place, uint32_t set)
{
    sets->rows =
        cadre_grow(sets->rows, &sets->row_capacity, sets->row_count + 1, sizeof *sets->rows);
    sets->rows[sets->row_count++] = (struct named_row){(uint32_t)place->record, set};
}

void requirement_sets_add_unreadable(struct requirement_sets *sets,
                                     const struct record_place *place)
{
    name_row(sets, place, SET_UNREADABLE);
    if (sets->unreadable_line == 0)
        sets->unreadable_line = place->line;
}

static void put_number(uint8_t *bytes, size_t count, uint64_t number)
{
    assert(number >> (8 * count) == 0);
    for (size_t i = 0; i < count; i++)
        bytes[i] = (uint8_t)(number >> (8 * i));
}

static uint64_t get_number(const uint8_t *bytes, size_t count)
{
    uint64_t number = 0;
    for (size_t i = 0; i < count; i++)
        number |= (uint64_t)bytes[i] << (8 * i);
    return number;
}

void requirement_sets_add(struct requirement_sets *sets, const struct row *row,
                          const struct record_place *place, bool accepted)
{
    const struct typed_value *name = &row->values[sets->set_column];
    if (!name->present) {
        requirement_sets_add_unreadable(sets, place);
        return;
    }
    uint32_t set = set_of(sets, name->text);
    name_row(sets, place, set);
    if (!accepted) {
        if (sets->sets[set].fault_line == 0)
            sets->sets[set].fault_line = place->line;
        return;
    }
    struct clause *clause = clause_of(sets, row);
    assert(clause != NULL); /* its column is required */
    clause->set = set;
    if (clause->alternatives++ == 0)
        clause->line = place->line;
    sets->members = cadre_grow(sets->members, &sets->member_capacity, sets->member_count + 1,
                               sizeof *sets->members);
    struct member *member = &sets->members[sets->member_count++];
    *member = (struct member){(uint32_t)place->line,
                              (uint32_t)place->record,
                              (uint32_t)(clause - sets->clauses),
                              {0},
                              {0}};
    put_number(member->offset, OFFSET_BYTES, place->offset);
    put_number(member->length, LENGTH_BYTES, place->length);
}

/* Of a set that fell anyway the one that is wanting may be the one that was not accepted. */
static bool is_short(const struct requirement_sets *sets, const struct clause *clause)
{
    return clause->alternatives > 0 && clause->number[SHARED_K] > clause->alternatives &&
           sets->sets[clause->set].fault_line == 0 && sets->unreadable_line == 0;
}

void requirement_sets_close(struct requirement_sets *sets)
{
    for (size_t i = 0; i < sets->clause_count; i++)
        sets->clauses[i].is_short |= is_short(sets, &sets->clauses[i]);
    for (size_t i = 0; i < sets->clause_count; i++) {
        const struct clause *clause = &sets->clauses[i];
        struct set *set = &sets->sets[clause->set];
        if (clause->is_short && (set->fault_line == 0 || clause->line < set->fault_line))
            set->fault_line = clause->line;
    }
}

size_t requirement_sets_count(const struct requirement_sets *sets)
{
    return sets->set_count;
}

bool requirement_sets_fallen(const struct requirement_sets *sets, size_t set,
                             struct str_view *ret_name, uint64_t *ret_line)
{
    const struct set *found = &sets->sets[set];
    uint64_t line = found->fault_line != 0 ? found->fault_line : sets->unreadable_line;
    if (line == 0)
        return false;
    *ret_name = found->name;
    *ret_line = line;
    return true;
}

struct str_view requirement_sets_name(const struct requirement_sets *sets, size_t set)
{
    return sets->sets[set].name;
}

size_t requirement_sets_row_count(const struct requirement_sets *sets)
{
    return sets->row_count;
}

uint64_t requirement_sets_row(const struct requirement_sets *sets, size_t row, size_t *ret_set)
{
    *ret_set = sets->rows[row].set == SET_UNREADABLE ? sets->set_count : sets->rows[row].set;
    return sets->rows[row].record;
}

size_t requirement_sets_member_count(const struct requirement_sets *sets)
{
    return sets->member_count;
}

struct record_place requirement_sets_member(const struct requirement_sets *sets, size_t member,
                                            size_t *ret_set)
{
    const struct member *found = &sets->members[member];
    *ret_set = sets->clauses[found->clause].set;
    return (struct record_place){found->line, found->record,
                                 get_number(found->offset, OFFSET_BYTES),
                                 get_number(found->length, LENGTH_BYTES)};
}

bool requirement_sets_short(const struct requirement_sets *sets, size_t member, int32_t *ret_k,
                            int32_t *ret_count)
{
    const struct clause *clause = &sets->clauses[sets->members[member].clause];
    *ret_k = clause->number[SHARED_K];
    *ret_count = clause->alternatives;
    return clause->is_short;
}
