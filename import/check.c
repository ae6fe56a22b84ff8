#include "import/check.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/parallel.h"
#include "import/bytes.h"
#include "import/decode.h"
#include "import/field_types.h"
#include "import/file_limits.h"
#include "import/header_map.h"
#include "import/identity.h"
#include "import/record_reader.h"
#include "import/record_splitter.h"
#include "import/requirement_sets.h"
#include "import/reread.h"
#include "import/row_checks.h"
#include "import/rows_ahead.h"
#include "import/second_header.h"

enum { PROGRESS_BYTES = 1024 * 1024 }; /* between two calls */

struct check {
    const struct check_options *options;
    const struct kind *kind;
    struct input_file *file;
    const struct row_sink *sink;
    struct findings *findings;
    struct header_map header;
    bool last_wins; /* of the rows with one key */
    struct fast_hash_seed key_seed, record_seed;
    struct hash128 record_hash;   /* of the record at hand */
    struct second_header *second; /* NULL until a row is at fault */
    struct row *row;
    struct reread *reread;
    struct identity *identity;
    struct requirement_sets *sets; /* NULL: the kind has none */
    struct check_result result;
    uint64_t *dropped;
    size_t dropped_count, dropped_capacity;
    struct seen_key *seen;
    size_t seen_count, seen_capacity;
    uint64_t told_offset; /* of the last progress */
};

static void check_release(struct check *check)
{
    second_header_free(check->second);
    row_free(check->row);
    identity_free(check->identity);
    reread_free(check->reread);
    requirement_sets_free(check->sets);
    free(check->dropped);
    free(check->seen);
}

/* ---- rows that are not stored ---------------------------------------------------------------- */

/* The row's key counts as seen. A key that is given but faulty may hide anybody. */
static void see_key(struct check *check)
{
    int by_source = kind_column_index(check->kind, "source_person_id");
    int by_nation = kind_column_index(check->kind, "national_id");
    if (by_source < 0 || by_nation < 0) {
        check->result.key_unreadable = true;
        return;
    }
    const struct row *row = check->row;
    struct arena *arena = findings_arena(check->findings);
    const int columns[] = {by_source, by_nation};
    struct str_view keys[] = {str_view_of(NULL), str_view_of(NULL)};
    for (size_t i = 0; i < 2; i++) {
        if (row->values[columns[i]].present)
            keys[i] = arena_copy(arena, row->values[columns[i]].text);
        else if (row_given(row, columns[i]))
            check->result.key_unreadable = true;
    }
    if (keys[0].data == NULL && keys[1].data == NULL) {
        check->result.key_unreadable = true;
        return;
    }
    check->seen =
        cadre_grow(check->seen, &check->seen_capacity, check->seen_count + 1, sizeof *check->seen);
    check->seen[check->seen_count++] = (struct seen_key){keys[0], keys[1]};
}

/* A record that cannot be taken apart: one finding, and nobody knows whose it is. */
static void reject_unreadable(struct check *check, const struct record *record, const char *code,
                              uint64_t line, int field, const char *hint)
{
    int column = -1;
    if (field >= 0 && (size_t)field < check->header.field_count)
        column = check->header.column_of_field[field];
    const char *name = column >= 0 ? check->kind->columns[column].name : NULL;
    findings_add(check->findings, code, &record->place, line, name, record->bytes, hint);
    check->result.rejected++;
    check->result.key_unreadable = true;
    if (check->sets != NULL)
        requirement_sets_add_unreadable(check->sets, &record->place);
}

static void drop(struct check *check, uint64_t record)
{
    check->dropped = cadre_grow(check->dropped, &check->dropped_capacity, check->dropped_count + 1,
                                sizeof *check->dropped);
    check->dropped[check->dropped_count++] = record;
    check->result.accepted--;
}

/* ---- one row --------------------------------------------------------------------------------- */

static uint64_t column_line(const struct check *check, const struct record *record, int column)
{
    int field = column >= 0 ? check->header.field_of_column[column] : -1;
    if (field < 0)
        return record->place.line;
    return record_field_line(record, check->header.delimiter, (size_t)field);
}

static void tell_faults(struct check *check, const struct record *record)
{
    const struct row *row = check->row;
    for (size_t i = 0; i < row->fault_count; i++) {
        const struct row_fault *fault = &row->faults[i];
        const char *name = fault->column >= 0 ? check->kind->columns[fault->column].name : NULL;
        findings_add(check->findings, fault->code, &record->place,
                     column_line(check, record, fault->column), name, fault->value, fault->hint);
    }
}

/* The key stood before, with other content. `first` may be out already. */
static void reject_differing(struct check *check, const struct record_place *place,
                             const struct record_place *first)
{
    struct row *row = check->row;
    int column = identity_column(check->identity, row);
    struct str_view value = column >= 0 ? row->cells[column].text : str_view_of(NULL);
    const char *name = column >= 0 ? check->kind->columns[column].name : NULL;
    const char *hint = NULL;
    if (first->record > 0) {
        hint = arena_format(row->scratch, "it differs from line %llu",
                            (unsigned long long)first->line);
        findings_add(check->findings, FINDING_X_DIFFERS, first, first->line, name, value,
                     arena_format(row->scratch, "it differs from line %llu",
                                  (unsigned long long)place->line));
        drop(check, first->record);
        check->result.rejected++; /* as seen it counts by the key of the row at hand */
    }
    row_fault(row, FINDING_X_DIFFERS, column, value, hint);
}

/* The key stood before, with other content that counts no more. `first` may be out already. */
static void supersede(struct check *check, const struct record_place *place,
                      const struct record_place *first)
{
    const struct row *row = check->row;
    int column = identity_column(check->identity, row);
    if (first->record == 0)
        return;
    findings_add(
        check->findings, FINDING_W_SUPERSEDED, first, first->line,
        column >= 0 ? check->kind->columns[column].name : NULL,
        column >= 0 ? row->cells[column].text : str_view_of(NULL),
        arena_format(row->scratch, "line %llu says otherwise", (unsigned long long)place->line));
    drop(check, first->record);
    check->result.duplicates++;
}

static void count_out(struct check *check, enum finding_effect effect)
{
    if (effect == FINDING_HOLDS)
        check->result.held++;
    else
        check->result.rejected++;
    see_key(check);
}

static enum cadre_status give(struct check *check, const struct record *record,
                              struct cadre_error *err)
{
    check->result.accepted++;
    if (check->sink->row == NULL)
        return CADRE_OK;
    struct typed_row row = {
        .kind = check->kind,
        .place = record->place,
        .values = check->row->values,
        .columns = check->row->used,
        .column_count = check->row->used_count,
        .record_hash = check->record_hash,
        .clean = check->row->fault_count == 0,
    };
    row.has_key = identity_key(check->identity, &row.key_hash);
    return check->sink->row(check->sink->context, &row, err);
}

/* A row whose cells are judged: against those before it, then to where it belongs. */
static enum cadre_status settle_row(struct check *check, const struct record *record,
                                    struct cadre_error *err)
{
    struct row *row = check->row;
    struct record_place first;
    if (check->sets != NULL)
        requirement_sets_check(check->sets, row);
    bool good = row_effect(row) == FINDING_WARNS;
    enum identity_outcome outcome;
    enum cadre_status status = identity_add(check->identity, row, &record->place, record->bytes,
                                            good, &outcome, &first, err);
    if (status != CADRE_OK)
        return status;
    if (outcome == IDENTITY_REPEATED) {
        int column = identity_column(check->identity, row);
        row->fault_count = 0; /* its warnings were told at the first */
        row_fault_cell(row, FINDING_W_REPEATED, column, NULL);
        tell_faults(check, record);
        check->result.duplicates++;
        return CADRE_OK;
    }
    if (outcome == IDENTITY_DIFFERS && check->last_wins)
        supersede(check, &record->place, &first);
    else if (outcome == IDENTITY_DIFFERS)
        reject_differing(check, &record->place, &first);
    tell_faults(check, record);
    enum finding_effect effect = row_effect(row);
    bool accepted = effect == FINDING_WARNS;
    if (check->sets != NULL)
        requirement_sets_add(check->sets, row, &record->place, accepted);
    if (accepted)
        return give(check, record, err);
    count_out(check, effect);
    return CADRE_OK;
}

/* A second header is no row, whatever its cells are called: it hides nobody, and belongs to no set.
 */
static bool reject_header(struct check *check, const struct record *record,
                          const struct fields *fields)
{
    if (check->second == NULL)
        check->second = second_header_new(check->options->profile);
    const struct kind *kind = second_header_kind(check->second, check->kind, fields);
    if (kind == NULL)
        return false;
    const char *hint =
        kind == check->kind
            ? NULL
            : arena_format(check->row->scratch,
                           "a table of '%s' begins here: save it as a file of its own", kind->name);
    findings_add(check->findings, FINDING_R_HEADER, &record->place, record->place.line, NULL,
                 record->bytes, hint);
    check->result.rejected++;
    return true;
}

static size_t count_byte(struct str_view text, char byte)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] == byte;
    return count;
}

/* Another sign that parts the row into as many fields as the header has; 0 when there is none. */
static char other_delimiter(const struct check *check, struct str_view record)
{
    static const char delimiters[] = {',', ';', '\t', '|'};
    for (size_t i = 0; i < sizeof delimiters; i++) {
        if (delimiters[i] != check->header.delimiter &&
            count_byte(record, delimiters[i]) + 1 == check->header.field_count)
            return delimiters[i];
    }
    return '\0';
}

static void reject_miscounted(struct check *check, const struct record *record,
                              const struct fields *fields)
{
    size_t columns = check->header.field_count;
    CADRE_CLEANUP(str_release) struct str hint = {0};
    if (reject_header(check, record, fields))
        return;
    str_add_format(&hint, "%zu %s, the header has %zu", fields->count,
                   fields->count == 1 ? "field" : "fields", columns);
    char delimiter = fields->count == 1 ? other_delimiter(check, record->bytes) : '\0';
    if (delimiter == '\t')
        str_add_text(&hint, "; this row is parted by TAB");
    else if (delimiter != '\0')
        str_add_format(&hint, "; this row is parted by '%c'", delimiter);
    if (fields->count == columns + 1 && fields->items[columns].length == 0)
        str_add_text(&hint, "; a delimiter stands behind the last");
    reject_unreadable(check, record,
                      fields->count < columns ? FINDING_R_FIELDS_FEW : FINDING_R_FIELDS_MANY,
                      record->place.line, -1, str_chars(&hint));
}

static enum cadre_status check_fields(struct check *check, const struct record *record,
                                      const struct fields *fields, struct cadre_error *err)
{
    reread_set_cells(check->row, &check->header, fields);
    field_types_check(check->row);
    row_checks_run(check->row, check->options->effective);
    if (row_effect(check->row) != FINDING_WARNS && reject_header(check, record, fields))
        return CADRE_OK;
    return settle_row(check, record, err);
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
    return settle_row(check, record, err);
}

/*
 * Two stray quotes lines apart make one record of all between them. The line behind its first is
 * then a record by itself. Where the fields of both are as many as the header's, a text of more
 * lines may hold such a line by chance: not with so many columns.
 */
static bool swallowed_others(const struct check *check, struct record_reader *reader,
                             const struct record *record, size_t count)
{
    enum { COLUMNS_BEYOND_CHANCE = 6 };
    struct fields fields;
    size_t columns = check->header.field_count;
    size_t first = record_line_length(record->bytes);
    struct str_view rest = {record->bytes.data + first, record->bytes.length - first};
    rest.length = record_line_length(rest);
    if (count == columns && columns < COLUMNS_BEYOND_CHANCE)
        return false;
    return record_reader_read(reader, rest, &fields) == READ_FIELDS && fields.count == columns;
}

/* Takes the record apart; a fault of it as a whole is told, and *ret_whole false. */
static void read_fields(struct check *check, struct record_splitter *splitter,
                        struct record_reader *reader, struct record *record,
                        struct fields *ret_fields, bool *ret_whole)
{
    bool many_lines = record_has_more_lines(record);
    enum read_outcome outcome = record_reader_read(reader, record->bytes, ret_fields);
    *ret_whole = false;
    if (outcome == READ_TOO_LONG) {
        uint64_t line = record_field_line(record, check->header.delimiter, ret_fields->count);
        reject_unreadable(check, record, FINDING_R_FIELD_LONG, line, (int)ret_fields->count, NULL);
        return;
    }
    size_t count = ret_fields->count;
    bool swallowed =
        many_lines && outcome == READ_FIELDS && swallowed_others(check, reader, record, count);
    if (swallowed)
        record_splitter_cut(splitter, record);
    if (swallowed || outcome == READ_BROKEN) {
        reject_unreadable(check, record, FINDING_R_QUOTES, record->place.line, -1, NULL);
    } else if (!header_map_takes(&check->header, count)) {
        reject_miscounted(check, record, ret_fields);
    } else {
        *ret_whole = true;
        if (many_lines) /* the reader may hold another line by now */
            *ret_whole = record_reader_read(reader, record->bytes, ret_fields) == READ_FIELDS;
    }
}

static const char *const splitter_faults[] = {
    [RECORD_QUOTES] = FINDING_R_QUOTES,
    [RECORD_QUOTE_OPEN] = FINDING_R_QUOTE_OPEN,
    [RECORD_TOO_LONG] = FINDING_R_RECORD_LONG,
};

/* Hashes the record; true when it needs not be parsed. */
static bool skip_known(struct check *check, const struct record *record)
{
    check->record_hash = record_hash(&check->record_seed, record->bytes);
    if (check->options->known == NULL)
        return false;
    enum known_meeting meeting = known_records_meet(check->options->known, &check->record_hash);
    check->result.skipped += meeting == KNOWN_FIRST;
    check->result.redo = meeting == KNOWN_AGAIN;
    return meeting != KNOWN_NOT;
}

static enum cadre_status check_record(struct check *check, struct record_splitter *splitter,
                                      struct record_reader *reader, struct record *record,
                                      struct cadre_error *err)
{
    struct fields fields;
    bool whole;
    row_begin(check->row);
    if (record->fault != RECORD_WHOLE) {
        reject_unreadable(check, record, splitter_faults[record->fault], record->fault_line, -1,
                          NULL);
        return CADRE_OK;
    }
    if (skip_known(check, record))
        return CADRE_OK;
    read_fields(check, splitter, reader, record, &fields, &whole);
    return whole ? check_fields(check, record, &fields, err) : CADRE_OK;
}

/* ---- the file -------------------------------------------------------------------------------- */

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

/* How the records are come by. */
struct records {
    struct record_splitter *splitter;
    struct record_reader *reader;
    struct rows_ahead *ahead; /* NULL: rows are made one by one */
    struct record at_hand;    /* of those */
};

static void records_release(struct records *records)
{
    rows_ahead_free(records->ahead);
    record_reader_free(records->reader);
    record_splitter_free(records->splitter);
}

/* Known records are passed over, not parsed: there is nothing to be made ahead. */
static bool wants_ahead(const struct check *check)
{
    enum { BYTES_A_THREAD = 256 * 1024 };
    size_t threads = check->options->threads;
    if (threads == 0)
        threads = parallel_threads(input_file_size(check->file), BYTES_A_THREAD);
    return threads > 1 && check->options->known == NULL;
}

static void begin_ahead(const struct check *check, struct records *records)
{
    const struct rows_ahead_input input = {
        .splitter = records->splitter,
        .header = &check->header,
        .record_seed = &check->record_seed,
        .effective = check->options->effective,
        .rows = {make_row(check), make_row(check)},
    };
    records->ahead = rows_ahead_new(&input);
}

static enum cadre_status next_record(struct records *records, struct record **ret_record,
                                     const struct made_row **ret_made, bool *ret_more,
                                     struct cadre_error *err)
{
    if (records->ahead != NULL)
        return rows_ahead_next(records->ahead, ret_record, ret_made, ret_more, err);
    *ret_record = &records->at_hand;
    *ret_made = NULL;
    return record_splitter_next(records->splitter, &records->at_hand, ret_more, err);
}

static enum cadre_status take_record(struct check *check, struct records *records,
                                     struct record *record, const struct made_row *made,
                                     struct cadre_error *err)
{
    if (!file_limits_hold_record(&record->place)) {
        refuse_size(check, "the lines before could be taken");
    } else if (record->place.record == 0) {
        seed_records(check, record);
        if (wants_ahead(check))
            begin_ahead(check, records);
    } else {
        check->result.rows_read++;
        return made != NULL ? settle_made(check, record, made, err)
                            : check_record(check, records->splitter, records->reader, record, err);
    }
    return CADRE_OK;
}

static enum cadre_status check_rows(struct check *check, struct cadre_error *err)
{
    CADRE_CLEANUP(records_release)
    struct records records = {
        .splitter = record_splitter_new(check->file, check->header.delimiter),
        .reader = record_reader_new(check->header.delimiter),
    };
    bool more = true;
    while (more && !check->result.redo && !check->result.refused) {
        struct record *record;
        const struct made_row *made;
        enum cadre_status status = next_record(&records, &record, &made, &more, err);
        if (status == CADRE_OK && more)
            status = take_record(check, &records, record, made, err);
        if (status != CADRE_OK)
            return status;
        if (more)
            tell_progress(check, record->place.offset + record->place.length);
    }
    return CADRE_OK;
}

static int compare_records(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static void sort_dropped(struct check *check)
{
    if (check->dropped_count > 0)
        qsort(check->dropped, check->dropped_count, sizeof *check->dropped, compare_records);
}

static bool is_dropped(const struct check *check, size_t count, uint64_t record)
{
    return count > 0 &&
           bsearch(&record, check->dropped, count, sizeof *check->dropped, compare_records) != NULL;
}

/* Tells why the member of a fallen set is held: its own clause, or the row at `line`. */
static void tell_held(struct check *check, size_t member, const struct record_place *place,
                      struct str_view name, uint64_t line)
{
    int32_t k, count;
    bool is_short = requirement_sets_short(check->sets, member, &k, &count);
    CADRE_FREE char *hint =
        is_short ? cadre_format("%d are asked, the clause has %d", k, count)
                 : cadre_format("line %llu was not accepted", (unsigned long long)line);
    findings_add(check->findings, is_short ? FINDING_X_CLAUSE_SHORT : FINDING_X_SET_HELD, place,
                 place->line, check->kind->set_column, name, hint);
}

/* Rows of a fallen set that were given to the sink are held after all. */
static void hold_members(struct check *check)
{
    size_t dropped_before = check->dropped_count;
    requirement_sets_close(check->sets);
    for (size_t i = 0; i < requirement_sets_member_count(check->sets); i++) {
        size_t set;
        struct str_view name;
        uint64_t line;
        const struct record_place place = requirement_sets_member(check->sets, i, &set);
        if (!requirement_sets_fallen(check->sets, set, &name, &line) ||
            is_dropped(check, dropped_before, place.record))
            continue;
        tell_held(check, i, &place, name, line);
        drop(check, place.record);
        check->result.held++;
        check->result.key_unreadable = true;
    }
}

static void list_fallen_sets(struct check *check)
{
    struct arena *arena = findings_arena(check->findings);
    size_t count = requirement_sets_count(check->sets);
    struct str_view *names = arena_calloc(arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        struct str_view name;
        uint64_t line;
        if (requirement_sets_fallen(check->sets, i, &name, &line))
            names[check->result.held_set_count++] = arena_copy(arena, name);
    }
    check->result.held_sets = names;
}

/* The lists of the result move to where the findings live. */
static void *settle_list(struct check *check, const void *items, size_t count, size_t size)
{
    struct str_view bytes = {count > 0 ? items : "", count * size};
    return (void *)arena_copy(findings_arena(check->findings), bytes).data;
}

static bool has_key(const void *identity, int64_t key)
{
    return identity_has_key(identity, key);
}

static void finish(struct check *check)
{
    if (check->options->known != NULL)
        check->result.redo =
            known_records_compare(check->options->known, has_key, check->identity) > 0;
    sort_dropped(check);
    if (check->sets != NULL) {
        hold_members(check);
        list_fallen_sets(check);
        sort_dropped(check);
    }
    check->result.dropped_count = check->dropped_count;
    check->result.dropped_records =
        settle_list(check, check->dropped, check->dropped_count, sizeof *check->dropped);
    check->result.seen_count = check->seen_count;
    check->result.seen = settle_list(check, check->seen, check->seen_count, sizeof *check->seen);
    if (check->result.rows_read == 0) {
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

static enum cadre_status read_again(void *context, struct record_place *place,
                                    const struct row **ret_row, struct str_view *ret_record,
                                    struct cadre_error *err)
{
    struct check *check = context;
    return reread_row(check->reread, place, ret_row, ret_record, err);
}

/* By the source's settings the last row of a key may win. */
static void take_settings(struct check *check)
{
    const struct source_profile *profile = check->options->profile;
    /* A set is the whole of its rows: none of them stands for another. */
    check->last_wins =
        profile != NULL && profile->duplicates == DUPLICATES_LAST && check->sets == NULL;
    if (check->last_wins)
        identity_let_last_win(check->identity);
}

/* Which columns the file has is known; what every row would lack is told once. */
static void begin(struct check *check)
{
    assert(check->options->known == NULL || check->kind->set_column == NULL);
    draw_seed(check);
    if (check->options->known != NULL)
        known_records_begin(check->options->known);
    check->row = make_row(check);
    check->reread = reread_new(check->file, &check->header, make_row(check));
    const struct identity_source again = {check, read_again};
    check->identity = identity_new(check->kind, &check->key_seed, &again);
    if (check->kind->set_column != NULL)
        check->sets = requirement_sets_new(check->kind);
    take_settings(check);
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
    struct digest digest;
    bool refused;
    if (input_file_digest(file, &digest, &none) != CADRE_OK ||
        bytes_check(file, unheard, &refused, &none) != CADRE_OK)
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
        status = input_file_unchanged(file, err);
    if (status == CADRE_OK)
        *ret_result = check.result;
    return status;
}
