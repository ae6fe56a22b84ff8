#include "import/settling.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "import/identity.h"
#include "import/requirement_sets.h"

/* Where the last row of a key wins: a row at fault, which a later one overrules. */
struct overruled {
    uint64_t record; /* first: compare_records */
    uint64_t by_line;
};

/* The same bytes as those of record `first`, at fault as they are. */
struct alike {
    uint64_t first;
    struct record_place place;
};

struct settling {
    struct settling_input input;
    struct identity *identity;
    struct str key;                /* of the row at hand */
    struct requirement_sets *sets; /* NULL: the kind has none */
    bool last_wins;                /* of the rows with one key */
    uint64_t *dropped;
    size_t dropped_count, dropped_capacity;
    struct overruled *overruled;
    size_t overruled_count, overruled_capacity;
    struct alike *alike;
    size_t alike_count, alike_capacity;
    struct record_key *rivals;
    size_t rival_count, rival_capacity;
    struct record_key *keys; /* of mended rows */
    size_t key_count, key_capacity;
};

static enum cadre_status read_again(void *context, struct record_place *place,
                                    const struct row **ret_row, struct str_view *ret_record,
                                    struct cadre_error *err)
{
    struct settling *settling = context;
    return reread_row(settling->input.reread, place, ret_row, ret_record, err);
}

/* A set is the whole of its rows: none of them stands for another. */
static bool lets_last_win(const struct settling *settling)
{
    const struct source_profile *profile = settling->input.profile;
    return profile != NULL && profile->duplicates == DUPLICATES_LAST && settling->sets == NULL;
}

struct settling *settling_new(const struct settling_input *input)
{
    struct settling *settling = cadre_calloc(1, sizeof *settling);
    const struct identity_source again = {settling, read_again};
    settling->input = *input;
    settling->identity = identity_new(input->kind, input->key_seed, &again, input->rows_expected);
    if (input->kind->set_column != NULL)
        settling->sets = requirement_sets_new(input->kind);
    settling->last_wins = lets_last_win(settling);
    if (settling->last_wins)
        identity_let_last_win(settling->identity);
    return settling;
}

const struct identity *settling_identity(const struct settling *settling)
{
    return settling->identity;
}

void settling_free(struct settling *settling)
{
    if (settling == NULL)
        return;
    str_release(&settling->key);
    identity_free(settling->identity);
    reread_free(settling->input.reread);
    requirement_sets_free(settling->sets);
    free(settling->dropped);
    free(settling->overruled);
    free(settling->alike);
    free(settling->rivals);
    free(settling->keys);
    free(settling);
}

bool settling_has_key(const struct settling *settling, int64_t key)
{
    return identity_has_key(settling->identity, key);
}

/* ---- rows that are not stored ---------------------------------------------------------------- */

/* The row's key counts as seen. A key that is given but faulty may hide anybody. */
static void see_key(struct settling *settling)
{
    int by_source = kind_column_index(settling->input.kind, "source_person_id");
    int by_nation = kind_column_index(settling->input.kind, "national_id");
    if (by_source < 0 || by_nation < 0) {
        settling->input.result->key_unreadable = true;
        return;
    }
    const struct row *row = settling->input.row;
    const int columns[] = {by_source, by_nation};
    struct str_view keys[] = {str_view_of(NULL), str_view_of(NULL)};
    for (size_t i = 0; i < 2; i++) {
        if (row->values[columns[i]].present)
            keys[i] = row->values[columns[i]].text;
        else if (row_given(row, columns[i]))
            settling->input.result->key_unreadable = true;
    }
    if (keys[0].data == NULL && keys[1].data == NULL) {
        settling->input.result->key_unreadable = true;
        return;
    }
    findings_see(settling->input.findings, &(struct seen_key){keys[0], keys[1]});
}

void settling_reject(struct settling *settling, const struct record *record,
                     const struct record_refusal *refusal)
{
    const struct header_map *header = settling->input.header;
    int column = -1;
    if (refusal->field >= 0 && (size_t)refusal->field < header->field_count)
        column = header->column_of_field[refusal->field];
    const char *name = column >= 0 ? settling->input.kind->columns[column].name : NULL;
    findings_add(settling->input.findings, refusal->code, &record->place, refusal->line, name,
                 record->bytes, refusal->hint);
    settling->input.result->rejected++;
    if (refusal->is_header)
        return;
    settling->input.result->key_unreadable = true;
    if (settling->sets != NULL)
        requirement_sets_add_unreadable(settling->sets, &record->place);
}

static void drop(struct settling *settling, uint64_t record)
{
    settling->dropped = cadre_grow(settling->dropped, &settling->dropped_capacity,
                                   settling->dropped_count + 1, sizeof *settling->dropped);
    settling->dropped[settling->dropped_count++] = record;
    settling->input.result->accepted--;
}

/* ---- one row --------------------------------------------------------------------------------- */

static uint64_t column_line(const struct settling *settling, const struct record *record,
                            int column)
{
    int field = column >= 0 ? settling->input.header->field_of_column[column] : -1;
    if (field < 0)
        return record->place.line;
    return record_field_line(record, settling->input.header->delimiter, (size_t)field);
}

static void tell_faults(struct settling *settling, const struct record *record)
{
    const struct row *row = settling->input.row;
    for (size_t i = 0; i < row->fault_count; i++) {
        const struct row_fault *fault = &row->faults[i];
        const char *name =
            fault->column >= 0 ? settling->input.kind->columns[fault->column].name : NULL;
        findings_add(settling->input.findings, fault->code, &record->place,
                     column_line(settling, record, fault->column), name, fault->value, fault->hint);
    }
}

/* The key stood before, with other content. `first_stood`: that row was good until now. */
static void reject_differing(struct settling *settling, const struct record_place *place,
                             const struct record_place *first, bool first_stood)
{
    struct row *row = settling->input.row;
    int column = identity_column(settling->identity, row);
    struct str_view value = column >= 0 ? row->cells[column].text : str_view_of(NULL);
    const char *name = column >= 0 ? settling->input.kind->columns[column].name : NULL;
    const char *hint =
        arena_format(row->scratch, "it differs from line %llu", (unsigned long long)first->line);
    if (first_stood) {
        findings_add(settling->input.findings, FINDING_X_DIFFERS, first, first->line, name, value,
                     arena_format(row->scratch, "it differs from line %llu",
                                  (unsigned long long)place->line));
        drop(settling, first->record);
        settling->input.result->rejected++; /* as seen it counts by the key of the row at hand */
    }
    row_fault(row, FINDING_X_DIFFERS, column, value, hint);
}

/* The key stood before, with other content that counts no more. */
static void tell_superseded(struct settling *settling, const struct record_place *place,
                            const struct record_place *first)
{
    const struct row *row = settling->input.row;
    int column = identity_column(settling->identity, row);
    findings_add(
        settling->input.findings, FINDING_W_SUPERSEDED, first, first->line,
        column >= 0 ? settling->input.kind->columns[column].name : NULL,
        column >= 0 ? row->cells[column].text : str_view_of(NULL),
        arena_format(row->scratch, "line %llu says otherwise", (unsigned long long)place->line));
}

static void supersede(struct settling *settling, const struct record_place *place,
                      const struct record_place *first)
{
    tell_superseded(settling, place, first);
    drop(settling, first->record);
    settling->input.result->duplicates++;
}

/* The row before was not taken for its own faults: it is told of all the same, lest it come back
 * mended and take the place of the row that counts. */
static void overrule(struct settling *settling, const struct record_place *place,
                     const struct record_place *first)
{
    tell_superseded(settling, place, first);
    settling->overruled = cadre_grow(settling->overruled, &settling->overruled_capacity,
                                     settling->overruled_count + 1, sizeof *settling->overruled);
    settling->overruled[settling->overruled_count++] =
        (struct overruled){first->record, place->line};
}

static void note_alike(struct settling *settling, const struct record_place *place,
                       const struct record_place *first)
{
    settling->alike = cadre_grow(settling->alike, &settling->alike_capacity,
                                 settling->alike_count + 1, sizeof *settling->alike);
    settling->alike[settling->alike_count++] = (struct alike){first->record, *place};
}

static void note_key(struct record_key **keys, size_t *count, size_t *capacity, uint64_t record,
                     int64_t key)
{
    *keys = cadre_grow(*keys, capacity, *count + 1, sizeof **keys);
    (*keys)[(*count)++] = (struct record_key){record, key};
}

/* Both are of the key of the row at hand. */
static void note_rivals(struct settling *settling, const struct record_place *place,
                        const struct record_place *first)
{
    int64_t key;
    if (!identity_key(settling->identity, &key))
        return;
    note_key(&settling->rivals, &settling->rival_count, &settling->rival_capacity, first->record,
             key);
    note_key(&settling->rivals, &settling->rival_count, &settling->rival_capacity, place->record,
             key);
}

/* What a row of a key that stood before does to the one before. */
static void meet_first(struct settling *settling, enum identity_outcome outcome,
                       const struct record_place *place, const struct record_place *first)
{
    bool differs = outcome == IDENTITY_DIFFERS || outcome == IDENTITY_DIFFERS_STILL;
    if (outcome == IDENTITY_NEW)
        return;
    if (outcome == IDENTITY_DIFFERS && settling->last_wins) {
        supersede(settling, place, first);
        return;
    }
    note_rivals(settling, place, first);
    if (differs)
        reject_differing(settling, place, first, outcome == IDENTITY_DIFFERS);
    else if (outcome == IDENTITY_OVERRULES)
        overrule(settling, place, first);
    else if (outcome == IDENTITY_ALIKE && settling->last_wins)
        note_alike(settling, place, first);
}

static void count_out(struct settling *settling, enum finding_effect effect)
{
    if (effect == FINDING_HOLDS)
        settling->input.result->held++;
    else
        settling->input.result->rejected++;
    see_key(settling);
}

static enum cadre_status give(struct settling *settling, const struct record *record,
                              const struct hash128 *record_hash, struct cadre_error *err)
{
    settling->input.result->accepted++;
    if (settling->input.sink->row == NULL)
        return CADRE_OK;
    struct typed_row row = {
        .kind = settling->input.kind,
        .place = record->place,
        .values = settling->input.row->values,
        .columns = settling->input.row->used,
        .column_count = settling->input.row->used_count,
        .record_hash = *record_hash,
        .clean = settling->input.row->fault_count == 0,
    };
    row.has_key = identity_key(settling->identity, &row.key_hash);
    return settling->input.sink->row(settling->input.sink->context, &row, err);
}

/* By which the ledger tells whether it is still what it was. */
static void note_mended(struct settling *settling, const struct record *record)
{
    int64_t key;
    if (settling->input.fixes && identity_key(settling->identity, &key))
        note_key(&settling->keys, &settling->key_count, &settling->key_capacity,
                 record->place.record, key);
}

/* A row whose cells are judged: against those before it, then to where it belongs. */
enum cadre_status settling_row(struct settling *settling, const struct record *record,
                               const struct hash128 *record_hash, const struct row_key *key,
                               struct cadre_error *err)
{
    struct row *row = settling->input.row;
    struct row_key made;
    struct record_place first;
    if (settling->sets != NULL)
        requirement_sets_check(settling->sets, row);
    bool good = row_effect(row) == FINDING_WARNS;
    enum identity_outcome outcome;
    if (key == NULL) {
        made = identity_key_of(settling->identity, row, &settling->key);
        key = &made;
    }
    enum cadre_status status = identity_add(settling->identity, row, key, &record->place,
                                            record->bytes, good, &outcome, &first, err);
    if (status != CADRE_OK)
        return status;
    note_mended(settling, record);
    if (outcome == IDENTITY_REPEATED) {
        int column = identity_column(settling->identity, row);
        row->fault_count = 0; /* its warnings were told at the first */
        row_fault_cell(row, FINDING_W_REPEATED, column, NULL);
        tell_faults(settling, record);
        settling->input.result->duplicates++;
        return CADRE_OK;
    }
    meet_first(settling, outcome, &record->place, &first);
    tell_faults(settling, record);
    enum finding_effect effect = row_effect(row);
    bool accepted = effect == FINDING_WARNS;
    if (settling->sets != NULL)
        requirement_sets_add(settling->sets, row, &record->place, accepted);
    if (accepted)
        return give(settling, record, record_hash, err);
    count_out(settling, effect);
    return CADRE_OK;
}

/* ---- behind the last ------------------------------------------------------------------------- */

/* Of record numbers, or of what begins with one. */
static int compare_records(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static void sort_dropped(struct settling *settling)
{
    if (settling->dropped_count > 0)
        qsort(settling->dropped, settling->dropped_count, sizeof *settling->dropped,
              compare_records);
}

static bool is_dropped(const struct settling *settling, size_t count, uint64_t record)
{
    return count > 0 && bsearch(&record, settling->dropped, count, sizeof *settling->dropped,
                                compare_records) != NULL;
}

/* Rows alike have one fate. */
static void overrule_alike(struct settling *settling)
{
    if (settling->overruled_count == 0)
        return;
    qsort(settling->overruled, settling->overruled_count, sizeof *settling->overruled,
          compare_records);
    for (size_t i = 0; i < settling->alike_count; i++) {
        const struct alike *alike = &settling->alike[i];
        const struct overruled *found =
            bsearch(&alike->first, settling->overruled, settling->overruled_count,
                    sizeof *settling->overruled, compare_records);
        if (found == NULL)
            continue;
        CADRE_FREE char *hint =
            cadre_format("line %llu says otherwise", (unsigned long long)found->by_line);
        findings_add(settling->input.findings, FINDING_W_SUPERSEDED, &alike->place,
                     alike->place.line, NULL, str_view_of(NULL), hint);
    }
}

/* Tells why the member of a fallen set is held: its own clause, or the row at `line`. */
static void tell_held(struct settling *settling, size_t member, const struct record_place *place,
                      struct str_view name, uint64_t line)
{
    int32_t k, count;
    bool is_short = requirement_sets_short(settling->sets, member, &k, &count);
    CADRE_FREE char *hint =
        is_short ? cadre_format("%d are asked, the clause has %d", k, count)
                 : cadre_format("line %llu was not accepted", (unsigned long long)line);
    findings_add(settling->input.findings, is_short ? FINDING_X_CLAUSE_SHORT : FINDING_X_SET_HELD,
                 place, place->line, settling->input.kind->set_column, name, hint);
}

/* Rows of a fallen set that were given to the sink are held after all. */
static void hold_members(struct settling *settling)
{
    size_t dropped_before = settling->dropped_count;
    if (!settling->input.fixes)
        requirement_sets_close(settling->sets);
    for (size_t i = 0; i < requirement_sets_member_count(settling->sets); i++) {
        size_t set;
        struct str_view name;
        uint64_t line;
        const struct record_place place = requirement_sets_member(settling->sets, i, &set);
        if (!requirement_sets_fallen(settling->sets, set, &name, &line) ||
            is_dropped(settling, dropped_before, place.record))
            continue;
        tell_held(settling, i, &place, name, line);
        drop(settling, place.record);
        settling->input.result->held++;
        settling->input.result->key_unreadable = true;
    }
}

/* Which sets fell, and which one each row names. */
static void list_sets(struct settling *settling)
{
    struct check_result *result = settling->input.result;
    struct arena *arena = findings_arena(settling->input.findings);
    size_t count = requirement_sets_count(settling->sets);
    struct str_view *names = arena_calloc(arena, count + 1, sizeof *names);
    struct str_view *fallen = arena_calloc(arena, count + 1, sizeof *fallen);
    for (size_t i = 0; i < count; i++) {
        struct str_view name;
        uint64_t line;
        names[i] = arena_copy(arena, requirement_sets_name(settling->sets, i));
        if (requirement_sets_fallen(settling->sets, i, &name, &line))
            fallen[result->held_set_count++] = names[i];
    }
    result->held_sets = fallen;
    size_t row_count = requirement_sets_row_count(settling->sets);
    struct set_row *rows = arena_calloc(arena, row_count + 1, sizeof *rows);
    for (size_t i = 0; i < row_count; i++) {
        size_t set;
        rows[i].record = requirement_sets_row(settling->sets, i, &set);
        rows[i].set = names[set]; /* behind the last: absent */
    }
    result->set_rows = rows;
    result->set_row_count = row_count;
}

/* The lists of the result move to where the findings live. */
static void *settle_list(struct settling *settling, const void *items, size_t count, size_t size)
{
    struct str_view bytes = {count > 0 ? items : "", count * size};
    return (void *)arena_copy(findings_arena(settling->input.findings), bytes).data;
}

static int compare_rivals(const void *left, const void *right)
{
    const struct record_key *a = left;
    const struct record_key *b = right;
    if (a->key != b->key)
        return (a->key > b->key) - (a->key < b->key);
    return (a->record > b->record) - (a->record < b->record);
}

/* Each once: the first of a key was noted with every other one. */
static void list_keys(struct settling *settling)
{
    struct check_result *result = settling->input.result;
    size_t kept = 0;
    if (settling->rival_count > 0)
        qsort(settling->rivals, settling->rival_count, sizeof *settling->rivals, compare_rivals);
    for (size_t i = 0; i < settling->rival_count; i++) {
        if (kept == 0 || compare_rivals(&settling->rivals[kept - 1], &settling->rivals[i]) != 0)
            settling->rivals[kept++] = settling->rivals[i];
    }
    result->rivals = settle_list(settling, settling->rivals, kept, sizeof *settling->rivals);
    result->rival_count = kept;
    result->keys =
        settle_list(settling, settling->keys, settling->key_count, sizeof *settling->keys);
    result->key_count = settling->key_count;
}

void settling_end(struct settling *settling)
{
    struct check_result *result = settling->input.result;
    sort_dropped(settling);
    overrule_alike(settling);
    if (settling->sets != NULL) {
        hold_members(settling);
        list_sets(settling);
        sort_dropped(settling);
    }
    list_keys(settling);
    result->dropped_count = settling->dropped_count;
    result->dropped_records = settle_list(settling, settling->dropped, settling->dropped_count,
                                          sizeof *settling->dropped);
}
