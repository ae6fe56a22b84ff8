#include "sql/first_evidence.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/copy_binary.h"
#include "sql/digest_store.h"
#include "sql/merge_kinds.h"
#include "sql/named_people.h"
#include "sql/person_number.h"
#include "sql/session_connection.h"

enum {
    OWN_COLUMNS = 4, /* number of the record, person, key and its hash; then those of the file */
    RECORDS_AT_ONCE = 4096
};

/* Of the kind; -1 = it has none. */
struct name_columns {
    int source, number, national_id;
};

struct first_evidence {
    struct session *session; /* it decides */
    const struct kind *kind;
    const struct merge_kind *merge;
    struct first_volume *volume;
    struct first_volume_input input;
    struct name_columns names;
    int key_columns[MERGE_KEY_COLUMNS_MAX];
    size_t key_column_count;
    struct arena *arena;
    bool begun;   /* with the first row; then: */
    char *newest; /* when the registry was written last, before the names were asked for */
    struct names_wanted wanted;
    struct named_people *people;
    int *taken; /* columns of the file that the table has */
    size_t taken_count;
    struct digest_writer *digest;
    struct str key;
    int64_t loaded;
    uint8_t *named_by_id; /* by the person's number; NULL = nobody is by the national id alone */
    bool without_digest;  /* a row has no hash of its key, or was taken out again */
    struct merge_rejection *rejections;
    size_t rejection_count, rejection_capacity;
};

bool first_evidence_serves(const struct kind *kind)
{
    return merge_kind_find(kind->name)->first_key[0] != NULL;
}

/* ---- whether it is the first ----------------------------------------------------------------- */

/* *ret_newest may be NULL. */
static enum cadre_status ask_first(struct session *session, const struct kind *kind,
                                   const char *source, struct cadre_date effective, uint64_t bytes,
                                   bool *ret_first, bool *ret_long, char **ret_newest,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {
        merge_kind_find(kind->name)->target,
        kind->name,
        source,
        parameter_date(arena, effective),
        parameter_int64(arena, (int64_t)bytes),
    };
    enum cadre_status status =
        session_run(session, &query_first_evidence_may, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_first = rows_bool(rows, 0, rows_column(rows, "first"));
    *ret_long = rows_bool(rows, 0, rows_column(rows, "long"));
    if (ret_newest != NULL)
        *ret_newest = cadre_strdup(rows_text(rows, 0, rows_column(rows, "newest")).data);
    return CADRE_OK;
}

enum cadre_status first_evidence_may(struct session *session, const struct kind *kind,
                                     const char *source, struct cadre_date effective,
                                     uint64_t bytes, bool *ret_may, struct cadre_error *err)
{
    bool first = false, is_long = false;
    enum cadre_status status =
        ask_first(session, kind, source, effective, bytes, &first, &is_long, NULL, err);
    *ret_may = status == CADRE_OK && first && is_long;
    return status;
}

/* Nobody has written anything since the names were asked for. */
static enum cadre_status ask_again(struct first_evidence *evidence, bool *ret_first,
                                   struct cadre_error *err)
{
    CADRE_FREE char *newest = NULL;
    const struct first_volume_input *input = &evidence->input;
    bool is_long;
    enum cadre_status status = ask_first(evidence->session, evidence->kind, input->source,
                                         input->effective, 0, ret_first, &is_long, &newest, err);
    if (status == CADRE_OK)
        *ret_first = *ret_first && strcmp(newest, evidence->newest) == 0;
    return status;
}

/* ---- the beginning --------------------------------------------------------------------------- */

static void find_columns(struct first_evidence *evidence)
{
    const struct kind *kind = evidence->kind;
    evidence->names = (struct name_columns){
        .source = kind_column_index(kind, "person_source"),
        .number = kind_column_index(kind, "source_person_id"),
        .national_id = kind_column_index(kind, "national_id"),
    };
    for (size_t i = 0; i < MERGE_KEY_COLUMNS_MAX && evidence->merge->first_key[i] != NULL; i++)
        evidence->key_columns[evidence->key_column_count++] =
            kind_column_index(kind, evidence->merge->first_key[i]);
}

struct first_evidence *first_evidence_new(struct session *session, const struct kind *kind,
                                          const struct first_volume_input *input)
{
    struct first_evidence *evidence = cadre_calloc(1, sizeof *evidence);
    evidence->session = session;
    evidence->kind = kind;
    evidence->merge = merge_kind_find(kind->name);
    evidence->input = *input;
    evidence->input.target = evidence->merge->target;
    evidence->input.dated = false;
    evidence->arena = arena_new();
    find_columns(evidence);
    evidence->volume = first_volume_begin(&evidence->input);
    return evidence;
}

void first_evidence_committed(struct first_evidence *evidence)
{
    first_volume_decided(evidence->volume);
}

void first_evidence_free(struct first_evidence *evidence)
{
    if (evidence == NULL)
        return;
    digest_writer_abort(evidence->digest);
    session_rollback(evidence->session); /* it may hold a lock of the volume */
    first_volume_free(evidence->volume);
    named_people_free(evidence->people);
    str_release(&evidence->key);
    arena_free(evidence->arena);
    free(evidence->newest);
    free(evidence->taken);
    free(evidence->named_by_id);
    free(evidence->rejections);
    free(evidence);
}

static int column_of(const struct typed_row *row, size_t i)
{
    return row->columns != NULL ? row->columns[i] : (int)i;
}

static size_t column_count(const struct typed_row *row)
{
    return row->columns != NULL ? row->column_count : row->kind->column_count;
}

static bool has_column(const struct typed_row *row, int column)
{
    for (size_t i = 0; i < column_count(row); i++) {
        if (column_of(row, i) == column)
            return true;
    }
    return false;
}

/* Opens the copy of those columns that the table has. */
static enum cadre_status open_copy(struct first_evidence *evidence, const struct typed_row *row,
                                   const struct str_view *names, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    size_t count = column_count(row);
    const char *const parameters[] = {
        evidence->input.target,
        parameter_text_array(evidence->arena, names, count),
        first_volume_name(evidence->volume),
    };
    enum cadre_status status =
        session_run(evidence->session, &query_first_evidence_copy, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    struct str_view taken = rows_text(rows, 0, rows_column(rows, "taken"));
    evidence->taken = cadre_calloc(count + 1, sizeof *evidence->taken);
    for (size_t i = 0; i < taken.length; i++) {
        if (taken.data[i] == '+')
            evidence->taken[evidence->taken_count++] = column_of(row, i);
    }
    const char *statement = rows_text(rows, 0, rows_column(rows, "statement")).data;
    return first_volume_open(evidence->volume, evidence->session, statement, err);
}

/* What the registry holds is asked for before anything of it is. */
static enum cadre_status load_names(struct first_evidence *evidence, const struct typed_row *row,
                                    struct cadre_error *err)
{
    const struct first_volume_input *input = &evidence->input;
    bool first, is_long;
    evidence->wanted = (struct names_wanted){
        .source = input->source,
        .of_sources = has_column(row, evidence->names.source),
        .natural_keys = has_column(row, evidence->names.national_id),
    };
    enum cadre_status status =
        ask_first(evidence->session, evidence->kind, input->source, input->effective, 0, &first,
                  &is_long, &evidence->newest, err);
    if (status == CADRE_OK)
        status = named_people_load(evidence->session, &evidence->wanted, &evidence->people, err);
    return status;
}

/* The server makes the table while the names are asked for. */
static enum cadre_status begin(struct first_evidence *evidence, const struct typed_row *row,
                               struct cadre_error *err)
{
    size_t count = column_count(row);
    struct str_view *names = arena_calloc(evidence->arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = str_view_of(row->kind->columns[column_of(row, i)].name);
    evidence->begun = true;
    first_volume_make(evidence->volume, names, count);
    enum cadre_status status = load_names(evidence, row, err);
    if (status != CADRE_OK || !first_volume_stands(evidence->volume))
        return status;
    status = open_copy(evidence, row, names, err);
    if (status == CADRE_OK)
        status = digest_writer_open(evidence->session, evidence->kind, evidence->input.source,
                                    evidence->input.batch, &evidence->digest, err);
    return status;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static struct str_view text_of(const struct typed_row *row, int column)
{
    if (column < 0 || !row->values[column].present)
        return (struct str_view){NULL, 0};
    return row->values[column].text;
}

static void reject(struct first_evidence *evidence, const struct typed_row *row, const char *code,
                   const char *column)
{
    evidence->rejections = cadre_grow(evidence->rejections, &evidence->rejection_capacity,
                                      evidence->rejection_count + 1, sizeof *evidence->rejections);
    evidence->rejections[evidence->rejection_count++] = (struct merge_rejection){
        .code = code,
        .column = column,
        .record = row->place.record,
        .line = row->place.line,
        .offset = row->place.offset,
        .length = row->place.length,
    };
}

/* As queries/merge/evidence_reject.sql has it: 0 = the row names nobody. */
static int64_t name_person(struct first_evidence *evidence, const struct typed_row *row)
{
    const struct person_names names = {
        .source = text_of(row, evidence->names.source),
        .number = text_of(row, evidence->names.number),
        .national_id = text_of(row, evidence->names.national_id),
    };
    struct naming naming = named_people_find(evidence->people, &names);
    bool by_both = naming.by_number != 0 && naming.by_id != 0;
    if (naming.source_unknown) {
        reject(evidence, row, "X013", "person_source");
        return 0;
    }
    if (naming.by_number == 0 && naming.by_id == 0) {
        reject(evidence, row, "X004", "source_person_id");
        return 0;
    }
    if (by_both && naming.by_number != naming.by_id) {
        reject(evidence, row, "X009", "source_person_id");
        return 0;
    }
    if (naming.by_number != 0)
        return naming.by_number;
    if (evidence->named_by_id == NULL)
        evidence->named_by_id = cadre_calloc(named_people_limit(evidence->people), 1);
    evidence->named_by_id[naming.by_id] = 1;
    return naming.by_id;
}

static void add_to_key(struct str *key, enum column_type type, const struct typed_value *value)
{
    enum { SEPARATOR = 31 };
    char text[CADRE_DATE_TEXT_SIZE];
    if (!value->present) /* as concat_ws has it */
        return;
    str_add_char(key, SEPARATOR);
    if (type == COLUMN_DATE)
        str_add_text(key, cadre_date_format(value->date, text));
    else
        str_add_view(key, value->text);
}

static struct str_view key_of(struct first_evidence *evidence, const struct typed_row *row,
                              struct str_view person)
{
    struct str *key = &evidence->key;
    const struct typed_value named = {.present = true, .text = person};
    str_reset(key);
    str_add_text(key, evidence->input.source);
    add_to_key(key, COLUMN_TEXT, &named);
    for (size_t i = 0; i < evidence->key_column_count; i++) {
        int column = evidence->key_columns[i];
        add_to_key(key, row->kind->columns[column].type, &row->values[column]);
    }
    return str_view_from(key);
}

static enum cadre_status send_row(struct first_evidence *evidence, const struct typed_row *row,
                                  int64_t person, struct cadre_error *err)
{
    struct copy_in *copy = first_volume_copy(evidence->volume);
    struct typed_row taken = *row;
    char text[PERSON_NUMBER_SIZE];
    struct str_view number = person_number_text(person, text);
    taken.columns = evidence->taken;
    taken.column_count = evidence->taken_count;
    copy_in_begin_row(copy, OWN_COLUMNS + (int)evidence->taken_count);
    copy_in_int64(copy, (int64_t)row->place.record);
    copy_in_text(copy, number);
    copy_in_text(copy, key_of(evidence, row, number));
    if (row->has_key)
        copy_in_int64(copy, row->key_hash);
    else
        copy_in_null(copy);
    copy_in_values(copy, &taken);
    evidence->loaded++;
    return copy_in_end_row(copy, err);
}

enum cadre_status first_evidence_row(struct first_evidence *evidence, const struct typed_row *row,
                                     bool *ret_taken, struct cadre_error *err)
{
    enum cadre_status status =
        evidence->begun ? session_check(evidence->session, err) : begin(evidence, row, err);
    *ret_taken = evidence->digest != NULL;
    if (status != CADRE_OK || !*ret_taken)
        return status;
    int64_t person = name_person(evidence, row);
    if (person == 0)
        return CADRE_OK;
    status = send_row(evidence, row, person, err);
    evidence->without_digest = evidence->without_digest || !row->has_key;
    if (status != CADRE_OK || !row->has_key)
        return status;
    const struct digest_entry entry = digest_entry_of(row);
    return digest_writer_add(evidence->digest, &entry, err);
}

enum cadre_status first_evidence_read(struct first_evidence *evidence, struct cadre_error *err)
{
    int32_t pages;
    struct digest_writer *digest = evidence->digest;
    if (digest == NULL) /* not one row came */
        return CADRE_OK;
    evidence->digest = NULL;
    enum cadre_status status = first_volume_copied(evidence->volume, err);
    if (status == CADRE_OK)
        return digest_writer_end(digest, &pages, err);
    digest_writer_abort(digest);
    return status;
}

/* ---- what is not taken after all ------------------------------------------------------------- */

static int compare_records(const void *left, const void *right)
{
    const uint64_t *a = left;
    const uint64_t *b = right;
    return (*a > *b) - (*a < *b);
}

static bool is_dropped(const struct merge_input *input, uint64_t record)
{
    return input->dropped_count > 0 &&
           bsearch(&record, input->dropped_records, input->dropped_count, sizeof record,
                   compare_records) != NULL;
}

/* Rows that were dropped are told of already. */
static void forget_rejections(struct first_evidence *evidence, const struct merge_input *input)
{
    size_t kept = 0;
    for (size_t i = 0; i < evidence->rejection_count; i++) {
        if (!is_dropped(input, evidence->rejections[i].record))
            evidence->rejections[kept++] = evidence->rejections[i];
    }
    evidence->rejection_count = kept;
}

static enum cadre_status drop_some(struct first_evidence *evidence, const uint64_t *dropped,
                                   size_t count, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    int64_t *records = arena_calloc(arena, count, sizeof *records);
    for (size_t i = 0; i < count; i++)
        records[i] = (int64_t)dropped[i];
    const char *const parameters[] = {first_volume_name(evidence->volume),
                                      parameter_int64_array(arena, records, count)};
    enum cadre_status status =
        first_volume_ask(evidence->volume, evidence->session, &query_first_volume_drop_records,
                         parameters, &rows, err);
    if (status == CADRE_OK)
        evidence->loaded -= rows_number(rows, 0, "dropped");
    return status;
}

static enum cadre_status drop_records(struct first_evidence *evidence,
                                      const struct merge_input *input, struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    for (size_t at = 0; status == CADRE_OK && at < input->dropped_count; at += RECORDS_AT_ONCE) {
        size_t rest = input->dropped_count - at;
        status = drop_some(evidence, input->dropped_records + at,
                           rest < RECORDS_AT_ONCE ? rest : RECORDS_AT_ONCE, err);
    }
    if (input->dropped_count > 0) {
        evidence->without_digest = true;
        forget_rejections(evidence, input);
    }
    return status;
}

/* Whether two rows say the same of the same person. Rows by one number each do not. */
static enum cadre_status ask_repeats(struct first_evidence *evidence, bool *ret_repeats,
                                     struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {first_volume_name(evidence->volume)};
    *ret_repeats = false;
    if (evidence->named_by_id == NULL && !named_people_have_several(evidence->people))
        return CADRE_OK;
    enum cadre_status status = first_volume_ask(
        evidence->volume, evidence->session, &query_first_volume_repeats, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_repeats = rows_bool(rows, 0, rows_column(rows, "repeats"));
    return status;
}

/* ---- the end --------------------------------------------------------------------------------- */

/* Whom rows name by a national id alone, as queries/merge/evidence_named.sql has it. */
static enum cadre_status note_named(struct first_evidence *evidence, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    if (evidence->named_by_id == NULL)
        return CADRE_OK;
    size_t limit = named_people_limit(evidence->people);
    int64_t *people = arena_calloc(arena, limit, sizeof *people);
    size_t count = 0;
    for (size_t i = 0; i < limit; i++) {
        if (evidence->named_by_id[i])
            people[count++] = (int64_t)i;
    }
    const char *const parameters[] = {
        parameter_int64(arena, evidence->input.batch),
        evidence->input.owner,
        parameter_int64_array(arena, people, count),
    };
    return session_do(evidence->session, &query_first_evidence_named, parameters, err);
}

static enum cadre_status draw_time(struct first_evidence *evidence, struct arena *arena,
                                   const char **ret_recorded_at, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status =
        session_run(evidence->session, &query_draw_recorded, NULL, &rows, err);
    if (status == CADRE_OK)
        *ret_recorded_at = rows_copy(rows, 0, "recorded_at", arena).data;
    return status;
}

/* Each connection makes one of the indexes. */
static enum cadre_status store_volume(struct first_evidence *evidence, const char *recorded_at,
                                      struct cadre_error *err)
{
    struct first_volume *volume = evidence->volume;
    struct session *session = evidence->session;
    int64_t loaded = evidence->loaded;
    enum cadre_status status = first_volume_end(volume, session, recorded_at, loaded, err);
    if (status == CADRE_OK)
        status = first_volume_index(volume, session, loaded, err);
    if (status == CADRE_OK)
        status = first_volume_index_beside(volume, session, loaded, err);
    if (status == CADRE_OK)
        status = note_named(evidence, err);
    return status == CADRE_OK ? first_volume_keep(volume, session, err) : status;
}

static enum cadre_status hang_below(struct first_evidence *evidence, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {
        evidence->input.target,
        first_volume_name(evidence->volume),
        parameter_int64(arena, evidence->loaded),
    };
    return session_do(evidence->session, &query_first_evidence_end, parameters, err);
}

static struct merge_result result_of(const struct first_evidence *evidence, const char *recorded_at,
                                     struct arena *arena)
{
    size_t count = evidence->rejection_count;
    struct merge_rejection *rejections = arena_calloc(arena, count + 1, sizeof *rejections);
    if (count > 0)
        memcpy(rejections, evidence->rejections, count * sizeof *rejections);
    return (struct merge_result){
        .recorded_at = recorded_at,
        .counts = {.rows_new = evidence->loaded},
        .rejections = rejections,
        .rejection_count = count,
        .open = evidence->loaded,
    };
}

/* Whether what was read may stand as it is: *ret_first. */
static enum cadre_status settle(struct first_evidence *evidence, const struct merge_input *input,
                                bool *ret_first, struct cadre_error *err)
{
    bool repeats = false;
    enum cadre_status status = ask_again(evidence, ret_first, err);
    /* Who named a person that a dropped row named, too, was not noted. */
    *ret_first = *ret_first && (input->dropped_count == 0 || evidence->named_by_id == NULL);
    if (status == CADRE_OK && *ret_first)
        status = drop_records(evidence, input, err);
    if (status == CADRE_OK && *ret_first)
        status = ask_repeats(evidence, &repeats, err);
    *ret_first = *ret_first && !repeats;
    return status;
}

enum cadre_status first_evidence_store(struct first_evidence *evidence,
                                       const struct merge_input *input, struct arena *arena,
                                       bool *ret_first, struct merge_result *ret_result,
                                       struct cadre_error *err)
{
    const char *recorded_at = NULL;
    *ret_first = evidence->people != NULL;
    if (!*ret_first) /* not one row came: whether it is good decides who stages it */
        return CADRE_OK;
    enum cadre_status status = settle(evidence, input, ret_first, err);
    if (status == CADRE_OK && *ret_first)
        status = draw_time(evidence, arena, &recorded_at, err);
    if (status != CADRE_OK || !*ret_first)
        return status;
    if (evidence->loaded > 0) { /* else the table stays empty, and the next file is the first */
        status = store_volume(evidence, recorded_at, err);
        if (status == CADRE_OK)
            status = hang_below(evidence, err);
    }
    if (status == CADRE_OK)
        *ret_result = result_of(evidence, recorded_at, arena);
    return status;
}

enum cadre_status first_evidence_digest(struct first_evidence *evidence, struct cadre_error *err)
{
    if (!evidence->without_digest)
        return CADRE_OK;
    return digest_store_delete(evidence->session, evidence->kind, evidence->input.source, err);
}
