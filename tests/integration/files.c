#include "tests/integration/files.h"

#include <stdlib.h>
#include <string.h>

#include "sql/first_evidence.h"
#include "sql/first_load.h"
#include "sql/registry_digest.h"
#include "sql/source_store.h"
#include "sql/staging.h"
#include "sql/whole_evidence.h"

/* ---- rows out of text ------------------------------------------------------------------------ */

static struct typed_value value_of(const struct kind_column *column, struct str_view cell)
{
    struct typed_value value = {.present = true};
    int64_t number = 0;
    size_t count = 0;
    if (cell.length == 0)
        return (struct typed_value){.present = false};
    switch (column->type) {
    case COLUMN_TEXT:
        value.text = cell;
        break;
    case COLUMN_INTEGER:
        ck_assert(str_view_to_int64(cell, &number));
        value.integer = (int32_t)number;
        break;
    case COLUMN_DATE:
        ck_assert(cadre_date_parse_iso(cell, &value.date));
        break;
    case COLUMN_BOOLEAN:
        value.truth = str_view_equal(cell, STR_VIEW_LITERAL("yes"));
        break;
    case COLUMN_TEXT_LIST: {
        struct str_view *items = arena_calloc(test_arena(), cell.length, sizeof *items);
        while (cell.data != NULL)
            items[count++] = str_view_cut(cell, ';', &cell);
        value.list.items = items;
        value.list.count = count;
        break;
    }
    }
    return value;
}

/* Which column of the kind each cell of a row is; returns how many cells. */
static size_t header_columns(const struct test_file *file, const struct kind *kind, int columns[64])
{
    size_t count = 0;
    struct str_view rest = str_view_of(file->header);
    while (rest.data != NULL) {
        struct str_view name = str_view_cut(rest, ' ', &rest);
        columns[count] = kind_column_index(kind, arena_copy(test_arena(), name).data);
        ck_assert_msg(columns[count] >= 0, "no column '%.*s'", STR_VIEW_ARGS(name));
        count++;
    }
    return count;
}

int64_t key_hash_of(struct str_view first_cell)
{
    const struct fast_hash_seed seed = fast_hash_seed_of("test", 4);
    return (int64_t)fast_hash64(&seed, first_cell.data, first_cell.length);
}

/* Each row to `take`. */
static void give_rows(const struct test_file *file, const struct kind *kind,
                      void (*take)(void *context, const struct typed_row *row), void *context)
{
    int columns[64];
    size_t cell_count = header_columns(file, kind, columns);
    struct str_view lines = str_view_of(file->rows);
    for (uint64_t record = 1; lines.length > 0; record++) {
        struct typed_value values[64] = {{0}};
        struct str_view line = str_view_cut(lines, '\n', &lines);
        struct str_view others;
        struct str_view first = str_view_cut(line, '|', &others);
        for (size_t i = 0; i < cell_count; i++) {
            struct str_view cell = str_view_cut(line, '|', &line);
            values[columns[i]] = value_of(&kind->columns[columns[i]], cell);
        }
        const struct typed_row row = {
            .kind = kind,
            .place = {record + 1, record, 100 * record, 50 + record},
            .values = values,
            .columns = columns,
            .column_count = cell_count,
            .has_key = first.length > 0,
            .key_hash = key_hash_of(first),
        };
        take(context, &row);
    }
}

static void stage_row(void *staging, const struct typed_row *row)
{
    must(staging_row(staging, row, fault));
}

static void stage_rows(const struct test_file *file, const struct kind *kind,
                       struct staging *staging)
{
    give_rows(file, kind, stage_row, staging);
    must(staging_close(staging, fault));
}

/* ---- the merge ------------------------------------------------------------------------------- */

static struct batch_identity identity_of(const struct test_file *file, const char *owner)
{
    struct batch_identity identity = {
        .kind = file->kind,
        .source = file->source != NULL ? file->source : "",
        .owner = owner,
        .sha256 = digest_of(file->rows, strlen(file->rows)),
        .ruleset = "1",
        .file_name = "file.csv",
        .full_list = file->full_list,
    };
    ck_assert(cadre_date_parse_iso(str_view_of(file->effective), &identity.effective));
    return identity;
}

static size_t unseen_of(const struct test_file *file, int64_t unseen[64])
{
    size_t count = 0;
    struct str_view rest = str_view_of(file->unseen);
    while (rest.data != NULL)
        unseen[count++] = key_hash_of(str_view_cut(rest, ' ', &rest));
    return count;
}

/* The key of a row that was not accepted; absent = there is none. */
struct test_seen {
    struct str_view person_id;
    bool given;
};

static enum cadre_status begin_seen(void *context, struct cadre_error *err)
{
    struct test_seen *seen = context;
    (void)err;
    seen->given = false;
    return CADRE_OK;
}

static enum cadre_status next_seen(void *context, bool *ret_more, struct str_view *ret_person_id,
                                   struct str_view *ret_national_id, struct cadre_error *err)
{
    struct test_seen *seen = context;
    (void)err;
    *ret_more = !seen->given && seen->person_id.data != NULL;
    *ret_person_id = seen->person_id;
    *ret_national_id = str_view_of(NULL);
    seen->given = true;
    return CADRE_OK;
}

static struct merge_input input_of(const struct test_file *file,
                                   const struct batch_identity *identity, int64_t batch,
                                   struct test_seen *seen)
{
    struct str_view *held = arena_calloc(test_arena(), 1, sizeof *held);
    seen->person_id = str_view_of(file->seen_person_id);
    *held = str_view_of(file->held_set);
    int64_t *unseen = arena_calloc(test_arena(), 64, sizeof *unseen);
    return (struct merge_input){
        .kind = kind_find(str_view_of(file->kind)),
        .batch = batch,
        .source = identity->source,
        .owner = identity->owner,
        .effective = identity->effective,
        .full_list = file->full_list,
        .dropped_records = &file->dropped_record,
        .dropped_count = file->dropped_record != 0,
        .seen = {seen, begin_seen, next_seen},
        .key_unreadable = file->key_unreadable,
        .held_sets = held,
        .held_set_count = file->held_set != NULL,
        .max_removed_percent = file->max_removed_percent > 0 ? file->max_removed_percent : 100,
        .by_digest = file->by_digest,
        .unseen_keys = unseen,
        .unseen_count = unseen_of(file, unseen),
        .known = file->known,
        .skipped = file->skipped,
    };
}

static void store_batch(struct session *session, struct outcome *outcome, size_t held)
{
    struct batch_counts counts = outcome->result.counts;
    counts.rows_held = (int64_t)held;
    counts.rows_rejected = (int64_t)outcome->result.rejection_count - counts.rows_held;
    counts.rows_read = counts.rows_new + counts.rows_changed + counts.rows_unchanged +
                       counts.rows_held + counts.rows_rejected;
    must(batch_store_merged(session, outcome->batch, outcome->result.recorded_at, &counts, NULL,
                            fault));
}

static void end_merged(struct session *session, struct outcome *outcome)
{
    size_t held = 0;
    for (size_t i = 0; i < outcome->result.rejection_count; i++)
        held += finding_code_find(str_view_of(outcome->result.rejections[i].code))->effect ==
                FINDING_HOLDS;
    store_batch(session, outcome, held);
    must(session_commit(session, fault));
}

static void merge_staged(struct session *session, const struct test_file *file,
                         const struct batch_identity *identity, struct outcome *outcome)
{
    struct test_seen seen = {0};
    const struct merge_input input = input_of(file, identity, outcome->batch, &seen);
    must(session_lock(session, LOCK_REGISTRY, "", 60, fault));
    must(session_begin(session, TRANSACTION_WRITE, fault));
    outcome->status = merge_run(session, &input, test_arena(), &outcome->result, &outcome->err);
    if (outcome->status == CADRE_OK && outcome->result.digest_stale) {
        session_rollback(session);
    } else if (outcome->status == CADRE_OK) {
        end_merged(session, outcome);
    } else {
        session_rollback(session);
        must(batch_store_refused(session, outcome->batch, "brake", fault));
    }
    session_unlock(session, LOCK_REGISTRY, "");
}

struct outcome load(struct session *session, const struct test_file *file)
{
    struct outcome outcome = {0};
    struct staging *staging = NULL;
    struct source_ensured source = {.owner = ""};
    if (file->source != NULL)
        must(source_store_ensure(session, file->source, NULL, test_arena(), &source, fault));
    struct batch_identity identity = identity_of(file, source.owner);
    must(batch_store_open(session, &identity, &outcome.batch, fault));
    must(staging_open(session, kind_find(str_view_of(file->kind)), outcome.batch, false, &staging,
                      fault));
    stage_rows(file, kind_find(str_view_of(file->kind)), staging);
    merge_staged(session, file, &identity, &outcome);
    must(staging_drop(staging, fault));
    staging_free(staging);
    return outcome;
}

/* ---- lists that are put aside ---------------------------------------------------------------- */

enum { ASIDE_MAX = 16384 };

/* A first list of people, one of evidence, or a whole one of evidence; the others are NULL. */
struct aside {
    struct first_load *load;
    struct first_evidence *evidence;
    struct whole_evidence *whole;
    struct {
        struct str_view key, item;
    } * rows;
    size_t count;
};

static void keep_aside(struct aside *aside, struct str_view key, struct str_view item)
{
    ck_assert_uint_lt(aside->count, ASIDE_MAX);
    aside->rows[aside->count].key = arena_copy(test_arena(), key);
    aside->rows[aside->count++].item = arena_copy(test_arena(), item);
}

static void put_aside(void *context, const struct typed_row *row)
{
    struct aside *aside = context;
    struct str_view key, item;
    bool is_aside = true;
    if (aside->load != NULL)
        must(first_load_put_aside(aside->load, row, &key, &item, fault));
    else if (aside->whole != NULL)
        must(whole_evidence_put_aside(aside->whole, row, &is_aside, &key, &item, fault));
    else
        must(first_evidence_put_aside(aside->evidence, row, &is_aside, &key, &item, fault));
    if (is_aside)
        keep_aside(aside, key, item);
}

static void put_rest_aside(struct aside *aside)
{
    struct str_view key, item;
    while (aside->evidence != NULL && first_evidence_put_rest_aside(aside->evidence, &key, &item))
        keep_aside(aside, key, item);
    while (aside->whole != NULL && whole_evidence_put_rest_aside(aside->whole, &key, &item))
        keep_aside(aside, key, item);
}

static int compare_keys(const void *left, const void *right)
{
    const struct str_view *a = left;
    const struct str_view *b = right;
    return str_view_compare(*a, *b);
}

static struct first_volume_input beside(struct session *session,
                                        const struct batch_identity *identity, int64_t batch)
{
    return (struct first_volume_input){
        .conninfo = database_named(ask(session, "SELECT current_database()")),
        .label = "beside",
        .effective = identity->effective,
        .batch = batch,
        .source = identity->source,
        .owner = identity->owner,
    };
}

/* As long as it has rows. */
static void put_beside(struct session *session, const struct batch_identity *identity,
                       int64_t batch, const struct aside *aside)
{
    bool may = false, is_long = false;
    const struct first_volume_input input = beside(session, identity, batch);
    must(first_load_may(session, identity->source, identity->effective, aside->count, &may,
                        &is_long, fault));
    if (may && is_long)
        first_load_beside(aside->load, &input);
}

static enum cadre_status begin_aside(struct aside *aside, const struct merge_input *input,
                                     bool *ret_done, struct cadre_error *err)
{
    if (aside->load != NULL)
        return first_load_begin(aside->load, input, test_arena(), ret_done, err);
    if (aside->whole != NULL)
        return whole_evidence_begin(aside->whole, input, test_arena(), ret_done, err);
    return first_evidence_begin(aside->evidence, input, test_arena(), ret_done, err);
}

static enum cadre_status load_row(struct aside *aside, size_t i, struct cadre_error *err)
{
    struct str_view key = aside->rows[i].key, item = aside->rows[i].item;
    if (aside->load != NULL)
        return first_load_row(aside->load, key, item, err);
    if (aside->whole != NULL)
        return whole_evidence_load(aside->whole, key, item, err);
    return first_evidence_load(aside->evidence, key, item, err);
}

static enum cadre_status end_aside(struct aside *aside, bool *ret_done,
                                   struct merge_result *ret_result, struct cadre_error *err)
{
    if (aside->evidence != NULL)
        return first_evidence_end(aside->evidence, ret_result, err);
    if (aside->whole != NULL)
        return whole_evidence_end(aside->whole, ret_done, ret_result, err);
    enum cadre_status status = first_load_end(aside->load, ret_result, err);
    if (status == CADRE_OK)
        must(first_load_digest(aside->load, fault));
    return status;
}

static void load_aside(struct session *session, const struct test_file *file,
                       const struct batch_identity *identity, struct aside *aside,
                       struct outcome *outcome, bool *ret_done)
{
    struct test_seen seen = {0};
    const struct merge_input input = input_of(file, identity, outcome->batch, &seen);
    must(session_lock(session, LOCK_REGISTRY, "", 60, fault));
    must(session_begin(session, TRANSACTION_WRITE, fault));
    must(begin_aside(aside, &input, ret_done, fault));
    for (size_t i = 0; *ret_done && i < aside->count; i++)
        must(load_row(aside, i, fault));
    if (*ret_done)
        outcome->status = end_aside(aside, ret_done, &outcome->result, &outcome->err);
    if (*ret_done && outcome->status == CADRE_OK) {
        end_merged(session, outcome);
        if (aside->evidence != NULL)
            first_evidence_committed(aside->evidence);
    }
    session_rollback(session);
    session_unlock(session, LOCK_REGISTRY, "");
}

static void begin_rows(struct session *session, const struct kind *kind,
                       const struct batch_identity *identity, int64_t batch, bool whole,
                       struct aside *aside)
{
    const struct first_volume_input input = beside(session, identity, batch);
    if (whole)
        aside->whole = whole_evidence_new(session, kind, &input);
    else if (first_load_serves(kind))
        aside->load = first_load_new(session, kind, identity->source);
    else
        aside->evidence = first_evidence_new(session, kind, &input);
}

static struct outcome try_aside(struct session *session, const struct test_file *file, bool whole,
                                void (*meanwhile)(struct session *session), bool *ret_done)
{
    struct outcome outcome = {0};
    const struct kind *kind = kind_find(str_view_of(file->kind));
    struct source_ensured source;
    must(source_store_ensure(session, file->source, NULL, test_arena(), &source, fault));
    struct batch_identity identity = identity_of(file, source.owner);
    must(batch_store_open(session, &identity, &outcome.batch, fault));
    struct aside aside = {0};
    begin_rows(session, kind, &identity, outcome.batch, whole, &aside);
    aside.rows = arena_calloc(test_arena(), ASIDE_MAX, sizeof *aside.rows);
    give_rows(file, kind, put_aside, &aside);
    put_rest_aside(&aside);
    qsort(aside.rows, aside.count, sizeof *aside.rows, compare_keys);
    if (aside.load != NULL)
        put_beside(session, &identity, outcome.batch, &aside);
    if (meanwhile != NULL)
        meanwhile(session);
    load_aside(session, file, &identity, &aside, &outcome, ret_done);
    first_load_free(aside.load);
    first_evidence_free(aside.evidence);
    whole_evidence_free(aside.whole);
    return outcome;
}

struct outcome try_first_then(struct session *session, const struct test_file *file,
                              void (*meanwhile)(struct session *session), bool *ret_first)
{
    return try_aside(session, file, false, meanwhile, ret_first);
}

struct outcome try_whole_then(struct session *session, const struct test_file *file,
                              void (*meanwhile)(struct session *session), bool *ret_done)
{
    return try_aside(session, file, true, meanwhile, ret_done);
}

struct outcome try_first(struct session *session, const struct test_file *file, bool *ret_first)
{
    return try_first_then(session, file, NULL, ret_first);
}

struct outcome load_first(struct session *session, const struct test_file *file, bool *ret_first)
{
    struct outcome outcome = try_first(session, file, ret_first);
    ck_assert_msg(outcome.status == CADRE_OK, "%s (%s)", outcome.err.message, outcome.err.detail);
    return outcome;
}

struct outcome load_ok(struct session *session, const struct test_file *file)
{
    struct outcome outcome = load(session, file);
    ck_assert_msg(outcome.status == CADRE_OK, "%s %s: %s (%s)", file->kind, file->effective,
                  outcome.err.message, outcome.err.detail);
    return outcome;
}

const char *told(const struct outcome *outcome)
{
    const struct batch_counts *counts = &outcome->result.counts;
    char *text = arena_format(test_arena(), "%lld %lld %lld %lld", (long long)counts->rows_new,
                              (long long)counts->rows_changed, (long long)counts->rows_unchanged,
                              (long long)counts->left);
    for (size_t i = 0; i < outcome->result.rejection_count; i++) {
        const struct merge_rejection *rejection = &outcome->result.rejections[i];
        ck_assert_uint_eq(rejection->line, rejection->record + 1);
        ck_assert_uint_eq(rejection->offset, 100 * rejection->record);
        ck_assert_uint_eq(rejection->length, 50 + rejection->record);
        text = arena_format(test_arena(), "%s %s@%llu", text, rejection->code,
                            (unsigned long long)rejection->record);
    }
    return text;
}

const char *digest_at(struct session *session, const char *as_of, const char *known_at)
{
    struct cadre_date day = cadre_date_none;
    const char *digest = NULL;
    if (as_of != NULL)
        ck_assert(cadre_date_parse_iso(str_view_of(as_of), &day));
    must(registry_digest(session, day, known_at, test_arena(), &digest, fault));
    return digest;
}

const char *digest_now(struct session *session)
{
    return digest_at(session, NULL, NULL);
}

void add_organizations(struct session *session, const char *codes)
{
    CADRE_CLEANUP(str_release) struct str rows = {0};
    struct str_view rest = str_view_of(codes);
    while (rest.data != NULL) {
        struct str_view code = str_view_cut(rest, ' ', &rest);
        str_add_format(&rows, "%.*s|%.*s|unit\n", STR_VIEW_ARGS(code), STR_VIEW_ARGS(code));
    }
    const struct test_file file = {.kind = "organizations",
                                   .effective = "2020-01-01",
                                   .header = "code name kind",
                                   .rows = str_chars(&rows)};
    load_ok(session, &file);
}

struct session *roster_registry(void)
{
    struct session *session = connect_to(fresh_database(), "test");
    add_organizations(session, "BAKU GANJA");
    return session;
}

void check_registry(struct session *session)
{
    ck_assert_answer(session, "SELECT * FROM cadre.check_registry()", "");
    ck_assert_answer(session, "SELECT count(*) FROM cadre.source_record WHERE isempty(recorded)",
                     "0");
}

void fill_volumes(struct session *session, int rows)
{
    static const char *const limits[] = {"volume_rows_least", "first_volume_bytes"};
    for (size_t i = 0; i < ROWS(limits); i++)
        run_sql(session, arena_format(test_arena(),
                                      "CREATE OR REPLACE FUNCTION cadre.%s() RETURNS "
                                      "bigint LANGUAGE sql IMMUTABLE AS 'SELECT %d::bigint'",
                                      limits[i], rows));
}
