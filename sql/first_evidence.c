#include "sql/first_evidence.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/copy_binary.h"
#include "sql/first_rows.h"
#include "sql/merge_kinds.h"
#include "sql/named_people.h"
#include "sql/person_number.h"
#include "sql/session_connection.h"

enum { OWN_COLUMNS = 3 /* person, key and its hash; then those of the file */, SEPARATOR = 31 };
static const char twice[] = "X012"; /* the same of the same person, in two rows */

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
    struct name_columns name_columns;
    int key_columns[MERGE_KEY_COLUMNS_MAX];
    size_t key_column_count;
    /* From the first row on: */
    const char *newest; /* when the registry was written last, before the names were asked for */
    struct names_wanted wanted;
    struct named_people *people; /* NULL before it */
    struct str_view *names;      /* of the columns that the table takes */
    int *taken;                  /* the same, of the kind */
    size_t taken_count;
    struct copy_in *fields;
    struct str order, item;
    struct first_rejections rejections;
    struct arena *own;
    /* From the beginning on: */
    struct merge_input merge_input;
    struct arena *arena;
    const char *recorded_at;
    struct digest_writer *digest;
    int64_t loaded;
    struct str key;                         /* of the row that is sent */
    struct str waiting_order, waiting_item; /* the last row, until the next one is known */
    bool waiting, waiting_is_twice;
    uint64_t waiting_rivals; /* the first record with its key */
    bool *named_by_id;       /* by the person's number; NULL = nobody is by the national id alone */
    bool without_digest;     /* a row has no hash of its key */
};

bool first_evidence_serves(const struct kind *kind)
{
    return merge_kind_find(kind->name)->first_key[0] != NULL;
}

/* Whether it is the first, and then whether it is long; when the registry was written last. */
static enum cadre_status ask_first(struct session *session, const struct kind *kind,
                                   const char *source, struct cadre_date effective, uint64_t bytes,
                                   struct rows **ret_rows, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {
        merge_kind_find(kind->name)->target,
        kind->name,
        source,
        parameter_date(arena, effective),
        parameter_int64(arena, (int64_t)bytes),
    };
    return session_run(session, &query_first_evidence_may, parameters, ret_rows, err);
}

enum cadre_status first_evidence_may(struct session *session, const struct kind *kind,
                                     const char *source, struct cadre_date effective,
                                     uint64_t bytes, bool *ret_may, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = ask_first(session, kind, source, effective, bytes, &rows, err);
    *ret_may = status == CADRE_OK && rows_bool(rows, 0, rows_column(rows, "first")) &&
               rows_bool(rows, 0, rows_column(rows, "long"));
    return status;
}

static void find_columns(struct first_evidence *evidence)
{
    const struct kind *kind = evidence->kind;
    evidence->name_columns = (struct name_columns){
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
    evidence->fields = copy_in_aside();
    evidence->own = arena_new();
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
    copy_in_abort(evidence->fields);
    str_release(&evidence->order);
    str_release(&evidence->item);
    str_release(&evidence->key);
    str_release(&evidence->waiting_order);
    str_release(&evidence->waiting_item);
    first_rejections_free(&evidence->rejections);
    free(evidence->named_by_id);
    arena_free(evidence->own);
    free(evidence);
}

/* ---- putting aside --------------------------------------------------------------------------- */

/* Of the file's columns the table need not take all. */
static enum cadre_status choose_columns(struct first_evidence *evidence,
                                        const struct typed_row *row, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    size_t count = row_column_count(row);
    struct str_view *names = arena_calloc(evidence->own, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = str_view_of(row->kind->columns[row_column(row, i)].name);
    const char *const parameters[] = {evidence->input.target,
                                      parameter_text_array(evidence->own, names, count)};
    enum cadre_status status =
        session_run(evidence->session, &query_first_evidence_taken, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    struct str_view taken = rows_text(rows, 0, rows_column(rows, "taken"));
    evidence->names = arena_calloc(evidence->own, count + 1, sizeof *evidence->names);
    evidence->taken = arena_calloc(evidence->own, count + 1, sizeof *evidence->taken);
    for (size_t i = 0; i < taken.length; i++) {
        if (taken.data[i] != '+')
            continue;
        evidence->names[evidence->taken_count] = names[i];
        evidence->taken[evidence->taken_count++] = row_column(row, i);
    }
    return CADRE_OK;
}

static bool has_column(const struct typed_row *row, int column)
{
    for (size_t i = 0; i < row_column_count(row); i++) {
        if (row_column(row, i) == column)
            return true;
    }
    return false;
}

/* When the registry was written last is asked before anything of it is. */
static enum cadre_status load_names(struct first_evidence *evidence, const struct typed_row *row,
                                    struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const struct first_volume_input *input = &evidence->input;
    evidence->wanted = (struct names_wanted){
        .source = input->source,
        .of_sources = has_column(row, evidence->name_columns.source),
        .natural_keys = has_column(row, evidence->name_columns.national_id),
    };
    enum cadre_status status = ask_first(evidence->session, evidence->kind, input->source,
                                         input->effective, 0, &rows, err);
    if (status != CADRE_OK)
        return status;
    evidence->newest = rows_copy(rows, 0, "newest", evidence->own).data;
    return named_people_load(evidence->session, &evidence->wanted, &evidence->people, err);
}

/* The server makes the table while the names are asked for. */
static enum cadre_status see_first(struct first_evidence *evidence, const struct typed_row *row,
                                   struct cadre_error *err)
{
    enum cadre_status status = choose_columns(evidence, row, err);
    if (status != CADRE_OK)
        return status;
    first_volume_make(evidence->volume, evidence->names, evidence->taken_count);
    return load_names(evidence, row, err);
}

/* As queries/merge/evidence_reject.sql has it: 0 = the row names nobody. */
static int64_t name_person(struct first_evidence *evidence, const struct typed_row *row,
                           bool *ret_by_id)
{
    const struct person_names names = {
        .source = row_text(row, evidence->name_columns.source),
        .number = row_text(row, evidence->name_columns.number),
        .national_id = row_text(row, evidence->name_columns.national_id),
    };
    struct naming naming = named_people_find(evidence->people, &names);
    bool by_both = naming.by_number != 0 && naming.by_id != 0;
    const char *code = NULL;
    if (naming.source_unknown)
        code = "X013";
    else if (naming.by_number == 0 && naming.by_id == 0)
        code = "X004";
    else if (by_both && naming.by_number != naming.by_id)
        code = "X009";
    if (code != NULL) {
        const struct row_facts facts = row_facts_of(row);
        first_rejections_add(&evidence->rejections, code,
                             naming.source_unknown ? "person_source" : "source_person_id", &facts,
                             0);
        return 0;
    }
    *ret_by_id = naming.by_number == 0;
    return *ret_by_id ? naming.by_id : naming.by_number;
}

static void add_to_key(struct str *key, enum column_type type, const struct typed_value *value)
{
    char text[CADRE_DATE_TEXT_SIZE];
    if (!value->present) /* as concat_ws has it */
        return;
    str_add_char(key, SEPARATOR);
    if (type == COLUMN_DATE)
        str_add_text(key, cadre_date_format(value->date, text));
    else
        str_add_view(key, value->text);
}

/* What tells rows of the list apart: the person, in bytes that decide at once, and what the key has
 * behind it. The key is made of it again, and is not carried about. */
static void make_order(struct first_evidence *evidence, const struct typed_row *row, int64_t person)
{
    const uint64_t number = htobe64((uint64_t)person);
    struct str *order = &evidence->order;
    str_reset(order);
    str_add(order, (const char *)&number, sizeof number);
    for (size_t i = 0; i < evidence->key_column_count; i++) {
        int column = evidence->key_columns[i];
        add_to_key(order, row->kind->columns[column].type, &row->values[column]);
    }
}

static int64_t person_of_order(struct str_view order)
{
    uint64_t number;
    memcpy(&number, order.data, sizeof number);
    return (int64_t)be64toh(number);
}

static void make_item(struct first_evidence *evidence, const struct typed_row *row, bool by_id)
{
    struct copy_in *fields = evidence->fields;
    struct row_facts facts = row_facts_of(row);
    struct typed_row taken = *row;
    facts.by_id = by_id;
    taken.columns = evidence->taken;
    taken.column_count = evidence->taken_count;
    copy_in_values(fields, &taken);
    str_reset(&evidence->item);
    str_add(&evidence->item, (const char *)&facts, sizeof facts);
    str_add_view(&evidence->item, copy_in_take(fields));
}

enum cadre_status first_evidence_put_aside(struct first_evidence *evidence,
                                           const struct typed_row *row, bool *ret_aside,
                                           struct str_view *ret_order, struct str_view *ret_item,
                                           struct cadre_error *err)
{
    bool by_id = false;
    enum cadre_status status = evidence->people != NULL ? session_check(evidence->session, err)
                                                        : see_first(evidence, row, err);
    if (status != CADRE_OK)
        return status;
    int64_t number = name_person(evidence, row, &by_id);
    *ret_aside = number != 0;
    if (!*ret_aside)
        return CADRE_OK;
    make_order(evidence, row, number);
    make_item(evidence, row, by_id);
    *ret_order = str_view_from(&evidence->order);
    *ret_item = str_view_from(&evidence->item);
    return CADRE_OK;
}

/* ---- loading --------------------------------------------------------------------------------- */

/* *ret_statement NULL: it is not the first any more. */
static enum cadre_status ask_begin(struct first_evidence *evidence, struct arena *arena,
                                   const char **ret_statement, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {
        evidence->input.target,
        evidence->kind->name,
        evidence->input.source,
        parameter_date(arena, evidence->input.effective),
        evidence->newest,
        parameter_text_array(arena, evidence->names, evidence->taken_count),
        first_volume_name(evidence->volume),
    };
    enum cadre_status status =
        session_run(evidence->session, &query_first_evidence_begin, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_statement = rows_copy(rows, 0, "statement", arena).data;
    evidence->recorded_at = rows_copy(rows, 0, "recorded_at", arena).data;
    return CADRE_OK;
}

enum cadre_status first_evidence_begin(struct first_evidence *evidence,
                                       const struct merge_input *input, struct arena *arena,
                                       bool *ret_first, struct cadre_error *err)
{
    const char *statement = NULL;
    enum cadre_status status = CADRE_OK;
    bool stands = evidence->people != NULL && first_volume_stands(evidence->volume);
    evidence->merge_input = *input;
    evidence->arena = arena;
    if (stands)
        status = ask_begin(evidence, arena, &statement, err);
    *ret_first = statement != NULL;
    if (status != CADRE_OK || !*ret_first)
        return status;
    status = first_volume_date(evidence->volume, evidence->recorded_at, err);
    if (status == CADRE_OK)
        status = digest_writer_open(evidence->session, evidence->kind, evidence->input.source,
                                    evidence->input.batch, &evidence->digest, err);
    if (status == CADRE_OK)
        status = first_volume_open(evidence->volume, evidence->session, statement, err);
    return status;
}

/* As incoming has it. */
static struct str_view key_of(struct first_evidence *evidence, struct str_view person,
                              struct str_view order)
{
    struct str *key = &evidence->key;
    str_reset(key);
    str_add_text(key, evidence->input.source);
    str_add_char(key, SEPARATOR);
    str_add_view(key, person);
    str_add(key, order.data + sizeof(uint64_t), order.length - sizeof(uint64_t));
    return str_view_from(key);
}

static enum cadre_status send(struct first_evidence *evidence, const struct row_facts *facts,
                              struct str_view fields, struct cadre_error *err)
{
    char text[PERSON_NUMBER_SIZE];
    struct copy_in *copy = first_volume_copy(evidence->volume);
    struct str_view order = str_view_from(&evidence->waiting_order);
    struct str_view person = person_number_text(person_of_order(order), text);
    evidence->loaded++;
    copy_in_begin_row(copy, OWN_COLUMNS + (int)evidence->taken_count);
    copy_in_text(copy, person);
    copy_in_text(copy, key_of(evidence, person, order));
    if (facts->has_key)
        copy_in_int64(copy, facts->entry.key);
    else
        copy_in_null(copy);
    copy_in_taken(copy, fields);
    enum cadre_status status = copy_in_end_row(copy, err);
    evidence->without_digest = evidence->without_digest || !facts->has_key;
    return status == CADRE_OK && facts->has_key
               ? digest_writer_add(evidence->digest, &facts->entry, err)
               : status;
}

static void note_named(struct first_evidence *evidence)
{
    int64_t person = person_of_order(str_view_from(&evidence->waiting_order));
    if (evidence->named_by_id == NULL)
        evidence->named_by_id = cadre_calloc(named_people_limit(evidence->people), sizeof(bool));
    evidence->named_by_id[person] = true;
}

/* The row that waits is the only one with its key, or all of them are rejected. */
static enum cadre_status settle_waiting(struct first_evidence *evidence, bool is_twice,
                                        struct cadre_error *err)
{
    if (!evidence->waiting)
        return CADRE_OK;
    struct str_view fields;
    const struct row_facts facts = row_facts_read(str_view_from(&evidence->waiting_item), &fields);
    evidence->waiting = false;
    if (is_twice) {
        first_rejections_add(&evidence->rejections, twice, NULL, &facts, evidence->waiting_rivals);
        return CADRE_OK;
    }
    if (facts.by_id)
        note_named(evidence);
    return send(evidence, &facts, fields, err);
}

enum cadre_status first_evidence_load(struct first_evidence *evidence, struct str_view order,
                                      struct str_view item, struct cadre_error *err)
{
    struct str_view fields;
    uint64_t record = row_facts_read(item, &fields).record;
    if (row_is_dropped(&evidence->merge_input, record))
        return CADRE_OK;
    bool as_before =
        evidence->waiting && str_view_equal(str_view_from(&evidence->waiting_order), order);
    enum cadre_status status =
        settle_waiting(evidence, as_before || evidence->waiting_is_twice, err);
    if (status != CADRE_OK)
        return status;
    str_reset(&evidence->waiting_order);
    str_add_view(&evidence->waiting_order, order);
    str_reset(&evidence->waiting_item);
    str_add_view(&evidence->waiting_item, item);
    evidence->waiting = true;
    evidence->waiting_is_twice = as_before;
    if (!as_before)
        evidence->waiting_rivals = record;
    return CADRE_OK;
}

/* ---- the end --------------------------------------------------------------------------------- */

/* Whom rows name by a national id alone, as queries/merge/evidence_named.sql has it. */
static enum cadre_status store_named(struct first_evidence *evidence, struct cadre_error *err)
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

/* Nobody has read it yet. */
static enum cadre_status end_digest(struct first_evidence *evidence, struct cadre_error *err)
{
    int32_t pages;
    struct digest_writer *digest = evidence->digest;
    evidence->digest = NULL;
    enum cadre_status status = digest_writer_end(digest, &pages, err);
    if (status == CADRE_OK && evidence->without_digest)
        status =
            digest_store_delete(evidence->session, evidence->kind, evidence->input.source, err);
    return status;
}

static enum cadre_status hang_below(struct first_evidence *evidence, struct cadre_error *err)
{
    const char *const parameters[] = {
        evidence->input.target,
        first_volume_name(evidence->volume),
        parameter_int64(evidence->arena, evidence->loaded),
    };
    return session_do(evidence->session, &query_first_evidence_end, parameters, err);
}

/* Each connection makes one of the indexes. */
static enum cadre_status store_volume(struct first_evidence *evidence, struct cadre_error *err)
{
    struct first_volume *volume = evidence->volume;
    struct session *session = evidence->session;
    int64_t loaded = evidence->loaded;
    enum cadre_status status = first_volume_end(volume, session, loaded, err);
    if (status == CADRE_OK)
        status = first_volume_index(volume, session, loaded, err);
    if (status == CADRE_OK)
        status = first_volume_index_beside(volume, session, loaded, err);
    if (status == CADRE_OK)
        status = store_named(evidence, err);
    if (status == CADRE_OK)
        status = first_volume_keep(volume, session, err);
    return status == CADRE_OK ? hang_below(evidence, err) : status;
}

enum cadre_status first_evidence_end(struct first_evidence *evidence,
                                     struct merge_result *ret_result, struct cadre_error *err)
{
    enum cadre_status status = settle_waiting(evidence, evidence->waiting_is_twice, err);
    if (status == CADRE_OK)
        status = first_volume_copied(evidence->volume, err);
    if (status == CADRE_OK)
        status = end_digest(evidence, err);
    if (status == CADRE_OK && evidence->loaded > 0) /* else the next file is the first */
        status = store_volume(evidence, err);
    if (status != CADRE_OK)
        return status;
    *ret_result = (struct merge_result){
        .recorded_at = evidence->recorded_at,
        .counts = {.rows_new = evidence->loaded},
        .open = evidence->loaded,
    };
    ret_result->rejections = first_rejections_sorted(&evidence->rejections, &evidence->merge_input,
                                                     evidence->arena, &ret_result->rejection_count);
    return CADRE_OK;
}
