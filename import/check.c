#include "import/check.h"

#include <assert.h>

#include "core/base/alloc.h"
#include "core/base/parallel.h"
#include "import/bytes.h"
#include "import/decode.h"
#include "import/field_types.h"
#include "import/file_limits.h"
#include "import/header_map.h"
#include "import/record_fields.h"
#include "import/records.h"
#include "import/reread.h"
#include "import/row_checks.h"
#include "import/settling.h"

enum { PROGRESS_BYTES = 1024 * 1024 }; /* between two calls */

struct check {
    const struct check_options *options;
    const struct kind *kind;
    struct input_file *file;
    const struct row_sink *sink;
    struct findings *findings;
    struct header_map header;
    struct fast_hash_seed key_seed, record_seed;
    struct hash128 record_hash; /* of the record at hand */
    struct record_fields *apart;
    struct row *row; /* at hand */
    struct settling *settling;
    struct check_result result;
    uint64_t told_offset; /* of the last progress */
};

static void check_release(struct check *check)
{
    settling_free(check->settling);
    record_fields_free(check->apart);
    row_free(check->row);
}

/* ---- one row --------------------------------------------------------------------------------- */

static enum cadre_status settle(struct check *check, const struct record *record,
                                const struct row_key *key, struct cadre_error *err)
{
    return settling_row(check->settling, record, &check->record_hash, key, err);
}

static enum cadre_status check_fields(struct check *check, const struct record *record,
                                      const struct fields *fields, struct cadre_error *err)
{
    struct record_refusal refusal;
    reread_set_cells(check->row, &check->header, fields);
    field_types_check(check->row);
    row_checks_run(check->row, check->options->effective);
    if (row_effect(check->row) == FINDING_WARNS ||
        !record_fields_are_header(check->apart, record, fields, &refusal))
        return settle(check, record, NULL, err);
    settling_reject(check->settling, record, &refusal);
    return CADRE_OK;
}

static enum cadre_status settle_made(struct check *check, const struct record *record,
                                     const struct made_row *made, struct cadre_error *err)
{
    row_show(check->row, &made->sheet);
    for (size_t i = 0; i < made->fault_count; i++) {
        const struct row_fault *fault = &made->faults[i];
        row_fault(check->row, fault->code, fault->column, fault->value, fault->hint);
    }
    check->record_hash = made->record_hash;
    return settle(check, record, &made->key, err);
}

/* Hashes the record, unless that is done; true when it needs not be parsed. */
static bool skip_known(struct check *check, const struct record *record,
                       const struct made_row *made)
{
    struct known_records *known = check->options->known;
    bool hashed = made != NULL && made->hashed;
    check->record_hash =
        hashed ? made->record_hash : record_hash(&check->record_seed, record->bytes);
    if (known == NULL)
        return false;
    enum known_meeting meeting = known_records_meet(
        known, hashed ? made->known_at : known_records_find(known, &check->record_hash));
    check->result.skipped += meeting == KNOWN_FIRST;
    check->result.redo = meeting == KNOWN_AGAIN;
    return meeting != KNOWN_NOT;
}

static enum cadre_status check_record(struct check *check, struct records *records,
                                      struct record *record, const struct made_row *made,
                                      struct cadre_error *err)
{
    struct fields fields;
    struct record_refusal refusal;
    bool whole = record_fields_is_whole(record, &refusal);
    if (whole && skip_known(check, record, made))
        return CADRE_OK;
    row_begin(check->row);
    if (whole && record_fields_read(check->apart, records, record, &fields, &refusal))
        return check_fields(check, record, &fields, err);
    settling_reject(check->settling, record, &refusal);
    return CADRE_OK;
}

/* ---- the rows -------------------------------------------------------------------------------- */

static void add_counted(struct str *out, struct str_view text)
{
    str_add_int64(out, (int64_t)text.length);
    str_add_char(out, ':');
    str_add_view(out, text);
}

static bool has_seed(const struct check *check)
{
    static const struct hash128 none;
    return !hash128_equal(&check->options->seed, &none);
}

/* Whatever else than its bytes decides what a record is found to be. Hashes under a seed that was
 * drawn are kept by nobody. */
static void seed_records(struct check *check, const struct record *header)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    size_t table_count;
    const struct catalogue_table *tables =
        catalogue_tables_of(check->options->catalogue, &table_count);
    check->record_seed = check->key_seed;
    if (!has_seed(check))
        return;
    struct digest profile = source_profile_digest(check->options->profile, check->kind);
    str_add(&text, (const char *)check->key_seed.secret, sizeof check->key_seed.secret);
    add_counted(&text, STR_VIEW_LITERAL(CHECK_RULESET));
    add_counted(&text, str_view_of(check->kind->name));
    add_counted(&text, (struct str_view){&check->header.delimiter, 1});
    add_counted(&text, header->bytes);
    add_counted(&text, (struct str_view){(const char *)profile.bytes, sizeof profile.bytes});
    str_add_int64(&text, (int64_t)input_file_encoding(check->file));
    for (size_t i = 0; i < table_count; i++) {
        for (size_t cell = 0; cell < tables[i].row_count * tables[i].column_count; cell++)
            add_counted(&text, str_view_of(tables[i].cells[cell]));
    }
    check->record_seed = fast_hash_seed_of(text.data, text.length);
}

static void tell_progress(struct check *check, uint64_t offset)
{
    uint64_t size = input_file_size(check->file);
    if (check->sink->progress == NULL ||
        (offset < size && offset - check->told_offset < PROGRESS_BYTES))
        return;
    check->told_offset = offset;
    check->sink->progress(check->sink->context, offset, size);
}

static void refuse_size(struct check *check, const char *hint)
{
    findings_add(check->findings, FINDING_F_TOO_LARGE, NULL, 0, NULL, str_view_of(NULL), hint);
    check->result = (struct check_result){.refused = true, .delimiter = check->result.delimiter};
}

static struct row *make_row(const struct check *check)
{
    struct row *row = row_new(check->kind, check->options->catalogue);
    row->effective = check->options->effective;
    row->dates = source_profile_dates(check->options->profile);
    row_use_columns(row, check->header.field_of_column);
    return row;
}

/* Records that are only hashed are hardly worth handing over: while there are few of them, the
 * server needs the other processor more. */
static bool wants_helper(const struct check *check)
{
    enum { BYTES_A_THREAD = 256 * 1024, KNOWN_BYTES_A_THREAD = 16 * 1024 * 1024 };
    uint64_t size = input_file_size(check->file);
    size_t threads = check->options->threads;
    if (check->options->known != NULL)
        threads = parallel_threads(size, KNOWN_BYTES_A_THREAD);
    else if (threads == 0)
        threads = parallel_threads(size, BYTES_A_THREAD);
    return threads > 1;
}

static void make_ahead(const struct check *check, struct records *records)
{
    const struct rows_ahead_input input = {
        .header = &check->header,
        .record_seed = &check->record_seed,
        .identity = settling_identity(check->settling),
        .known = check->options->known,
        .effective = check->options->effective,
        .rows = {make_row(check), wants_helper(check) ? make_row(check) : NULL},
    };
    records_make_ahead(records, input);
}

static enum cadre_status take_record(struct check *check, struct records *records,
                                     struct record *record, const struct made_row *made,
                                     struct cadre_error *err)
{
    if (!file_limits_hold_record(&record->place)) {
        refuse_size(check, "the lines before could be taken");
    } else if (record->place.record == 0) {
        seed_records(check, record);
        make_ahead(check, records);
    } else {
        check->result.rows_read++;
        return made != NULL && made->made ? settle_made(check, record, made, err)
                                          : check_record(check, records, record, made, err);
    }
    return CADRE_OK;
}

static bool is_wanted_otherwise(const struct check *check)
{
    return check->sink->otherwise != NULL && *check->sink->otherwise;
}

static enum cadre_status check_rows(struct check *check, struct cadre_error *err)
{
    CADRE_CLEANUP(records_cleanup)
    struct records *records = records_open(check->file, check->header.delimiter);
    bool more = true;
    while (more && !check->result.redo && !check->result.refused) {
        struct record *record;
        const struct made_row *made;
        enum cadre_status status = records_next(records, &record, &made, &more, err);
        if (status == CADRE_OK && more)
            status = take_record(check, records, record, made, err);
        if (status != CADRE_OK)
            return status;
        check->result.redo = check->result.redo || is_wanted_otherwise(check);
        if (more)
            tell_progress(check, record->place.offset + record->place.length);
    }
    return CADRE_OK;
}

/* ---- the file -------------------------------------------------------------------------------- */

static bool has_key(const void *settling, int64_t key)
{
    return settling_has_key(settling, key);
}

static void finish(struct check *check)
{
    if (check->options->known != NULL)
        check->result.redo =
            known_records_compare(check->options->known, has_key, check->settling) > 0;
    settling_end(check->settling);
    bool all_deleted = check->options->fixes && check->header.rejects;
    if (check->result.rows_read == 0 && !all_deleted) {
        findings_add(check->findings, FINDING_F_HEADER_ONLY, NULL, check->header.line, NULL,
                     str_view_of(NULL), NULL);
        check->result.refused = true;
    }
}

static void draw_seed(struct check *check)
{
    const struct hash128 *seed = &check->options->seed;
    check->key_seed = has_seed(check) ? fast_hash_seed_of(seed->bytes, sizeof seed->bytes)
                                      : fast_hash_seed_random();
}

/* As many as there are lines, if they are of some length; of known records few become rows. */
static size_t rows_expected(const struct check *check)
{
    enum { ROW_BYTES_LEAST = 16 };
    uint64_t most = input_file_size(check->file) / ROW_BYTES_LEAST;
    uint64_t lines = input_file_lines(check->file);
    return check->options->known != NULL ? 0 : (size_t)(lines < most ? lines : most);
}

static void begin_settling(struct check *check)
{
    const struct settling_input input = {
        .kind = check->kind,
        .header = &check->header,
        .profile = check->options->profile,
        .fixes = check->options->fixes,
        .key_seed = &check->key_seed,
        .sink = check->sink,
        .findings = check->findings,
        .result = &check->result,
        .row = check->row,
        .reread = reread_new(check->file, &check->header, make_row(check)),
        .rows_expected = rows_expected(check),
    };
    check->settling = settling_new(&input);
}

/* Which columns the file has is known; what every row would lack is told once. */
static void begin(struct check *check)
{
    assert(check->options->known == NULL || check->kind->set_column == NULL);
    draw_seed(check);
    if (check->options->known != NULL)
        known_records_begin(check->options->known);
    check->apart = record_fields_new(check->kind, &check->header, check->options->profile);
    check->row = make_row(check);
    begin_settling(check);
    if (check->header.rejects && !check->options->fixes)
        findings_add(check->findings, FINDING_W_REJECTS, NULL, check->header.line, NULL,
                     str_view_of(NULL), NULL);
    const char *column;
    const char *code = row_checks_missing_column(check->row, &column);
    if (code != NULL)
        findings_add(check->findings, code, NULL, check->header.line, column, str_view_of(NULL),
                     "the file has no such column");
}

/* The bytes become UTF-8, and are judged as such. */
static enum cadre_status read_text(struct check *check, struct cadre_error *err)
{
    const struct source_profile *profile = check->options->profile;
    if (!file_limits_hold_size(input_file_size(check->file))) {
        refuse_size(check, NULL);
        return CADRE_OK;
    }
    if (profile == NULL)
        profile = &source_profile_default;
    enum cadre_status status =
        decode_file(check->file, profile->encoding, profile->encoding_demanded, check->findings,
                    &check->result.refused, err);
    if (status == CADRE_OK && !check->result.refused)
        status = bytes_check(check->file, check->findings, &check->result.refused, err);
    return status;
}

static enum cadre_status check_all(struct check *check, struct cadre_error *err)
{
    enum cadre_status status = read_text(check, err);
    if (status != CADRE_OK || check->result.refused)
        return status;
    status = header_map_read(check->file, check->kind, check->options->profile, check->findings,
                             &check->header, &check->result.refused, err);
    if (status != CADRE_OK)
        return status;
    check->result.delimiter = check->header.delimiter;
    check->result.extra_columns = check->header.extra;
    check->result.extra_count = check->header.extra_count;
    if (check->result.refused)
        return CADRE_OK;
    begin(check);
    status = check_rows(check, err);
    if (status == CADRE_OK && !check->result.redo && !check->result.refused)
        finish(check);
    return status;
}

void check_survey(struct input_file *file)
{
    struct findings *unheard = findings_new();
    struct cadre_error none = {0};
    bool refused;
    if (bytes_check(file, unheard, &refused, &none) != CADRE_OK)
        cadre_error_release(&none);
    findings_free(unheard);
}

enum cadre_status check_file(const struct check_options *options, struct input_file *file,
                             const struct row_sink *sink, struct findings *findings,
                             struct check_result *ret_result, struct cadre_error *err)
{
    CADRE_CLEANUP(check_release)
    struct check check = {
        .options = options,
        .kind = options->kind,
        .file = file,
        .sink = sink,
        .findings = findings,
        .result = {.delimiter = ','},
    };
    enum cadre_status status = check_all(&check, err);
    if (status == CADRE_OK)
        status = findings_status(findings, err);
    if (status == CADRE_OK)
        status = input_file_unchanged(file, err);
    if (status == CADRE_OK)
        *ret_result = check.result;
    return status;
}
