/*
 * What the tests of import/ share: a file made from a text, and findings, rows and counts as text
 * that can be compared whole.
 */
#ifndef CADRE_TESTS_UNIT_IMPORT_IMPORT_CASE_H
#define CADRE_TESTS_UNIT_IMPORT_IMPORT_CASE_H

#include <sys/mman.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "import/check.h"
#include "import/row.h"
#include "tests/unit/run_tcase.h"

/* Opens a file of memory with these bytes. */
static inline struct input_file *case_file(struct str_view text)
{
    struct input_file *file = NULL;
    struct cadre_error err = {0};
    int fd = memfd_create("case", 0);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, text.data, text.length), (ssize_t)text.length);
    CADRE_FREE char *path = cadre_format("/proc/self/fd/%d", fd);
    ck_assert_int_eq(input_file_open(path, -1, &file, &err), CADRE_OK);
    close(fd);
    return file;
}

/* "LINE/RECORD CODE column 'value' (hint)", one a line; what is not there is left out. */
static inline void case_add_finding(struct str *out, const struct finding *finding, bool hints)
{
    str_add_format(out, "%llu/%llu %s", (unsigned long long)finding->line,
                   (unsigned long long)finding->record, finding->code->code);
    if (finding->column != NULL)
        str_add_format(out, " %s", finding->column);
    if (finding->value.data != NULL)
        str_add_format(out, " '%.*s'", STR_VIEW_ARGS(finding->value));
    if (hints && finding->hint != NULL)
        str_add_format(out, " (%s)", finding->hint);
    str_add_char(out, '\n');
}

static inline void case_add_findings(struct str *out, const struct findings *findings, bool hints)
{
    const struct finding *finding;
    findings_rewind(findings);
    while ((finding = findings_next(findings)) != NULL)
        case_add_finding(out, finding, hints);
}

/* The one of that number, from 0. */
static inline const struct finding *case_finding(const struct findings *findings, size_t index)
{
    findings_rewind(findings);
    const struct finding *finding = findings_next(findings);
    for (; finding != NULL && index > 0; index--)
        finding = findings_next(findings);
    ck_assert_ptr_nonnull(finding);
    return finding;
}

/* " seen=PERSON" of each key that counts as seen, and "/ID" where wanted. */
static inline void case_add_seen(struct str *out, const struct findings *findings, bool ids)
{
    struct cadre_error err = {0};
    struct seen_key key;
    bool more = true;
    ck_assert_int_eq(seen_keys_rewind(findings_seen(findings), &err), CADRE_OK);
    for (;;) {
        ck_assert_int_eq(seen_keys_next(findings_seen(findings), &more, &key, &err), CADRE_OK);
        if (!more)
            return;
        str_add_format(out, " seen=%.*s", STR_VIEW_ARGS(key.source_person_id));
        if (ids)
            str_add_format(out, "/%.*s", STR_VIEW_ARGS(key.national_id));
    }
}

static inline void case_add_value(struct str *out, enum column_type type,
                                  const struct typed_value *value)
{
    char date[CADRE_DATE_TEXT_SIZE];
    switch (type) {
    case COLUMN_TEXT:
        str_add_view(out, value->text);
        return;
    case COLUMN_INTEGER:
        str_add_int64(out, value->integer);
        return;
    case COLUMN_DATE:
        str_add_text(out, cadre_date_format(value->date, date));
        return;
    case COLUMN_BOOLEAN:
        str_add_text(out, value->truth ? "true" : "false");
        return;
    case COLUMN_TEXT_LIST:
        for (size_t i = 0; i < value->list.count; i++) {
            str_add_text(out, i > 0 ? " " : "");
            str_add_view(out, value->list.items[i]);
        }
        return;
    }
}

/* "RECORD column=value|column=value", the values that are there. */
static inline void case_add_row(struct str *out, const struct typed_row *row)
{
    str_add_int64(out, (int64_t)row->place.record);
    for (size_t i = 0; i < row->kind->column_count; i++) {
        if (!row->values[i].present)
            continue;
        str_add_format(out, "|%s=", row->kind->columns[i].name);
        case_add_value(out, row->kind->columns[i].type, &row->values[i]);
    }
    str_add_char(out, '\n');
}

/* Cells as "column=text|column=text"; returns the first column named. */
static inline int case_set_cells(struct row *row, const char *cells)
{
    int first = -1;
    for (struct str_view rest = str_view_of(cells); rest.data != NULL;) {
        struct str_view text;
        struct str_view name = str_view_cut(str_view_cut(rest, '|', &rest), '=', &text);
        CADRE_FREE char *column_name = cadre_strndup(name.data, name.length);
        int column = kind_column_index(row->kind, column_name);
        ck_assert_int_ge(column, 0);
        row_set_cell(row, column, text);
        first = first < 0 ? column : first;
    }
    return first;
}

/* "CODE column 'value' (hint)" of a row's fault. */
static inline void case_add_fault(struct str *out, const struct row *row, size_t index)
{
    const struct row_fault *fault = &row->faults[index];
    str_add_format(out, "%s %s '%.*s'", fault->code,
                   fault->column < 0 ? "-" : row->kind->columns[fault->column].name,
                   STR_VIEW_ARGS(fault->value));
    if (fault->hint != NULL)
        str_add_format(out, " (%s)", fault->hint);
    str_add_char(out, '\n');
}

/* One run of check_file, all its texts kept. */
struct case_run {
    struct catalogue *catalogue;
    struct input_file *file;
    struct findings *findings;
    struct check_result result;
    struct str rows;
};

static inline enum cadre_status case_take_row(void *context, const struct typed_row *row,
                                              struct cadre_error *err)
{
    (void)err;
    struct case_run *run = context;
    case_add_row(&run->rows, row);
    return CADRE_OK;
}

static inline void case_run_check(struct case_run *run, const struct check_options *options)
{
    struct cadre_error err = {0};
    const struct row_sink sink = {.context = run, .row = case_take_row};
    ck_assert_int_eq(check_file(options, run->file, &sink, run->findings, &run->result, &err),
                     CADRE_OK);
    const struct check_result *result = &run->result;
    if (result->refused)
        ck_assert_uint_eq(run->rows.length, 0);
    else
        ck_assert_uint_eq(result->rows_read, result->accepted + result->skipped +
                                                 result->duplicates + result->rejected +
                                                 result->held);
}

static inline void case_release(struct case_run *run)
{
    str_release(&run->rows);
    findings_free(run->findings);
    input_file_free(run->file);
    catalogue_free(run->catalogue);
}

/* "read=3 accepted=1 duplicates=0 rejected=1 held=1" and what else there is. */
static inline void case_add_counts(struct str *out, const struct case_run *run)
{
    const struct check_result *result = &run->result;
    str_add_format(out, "read=%d accepted=%d duplicates=%d rejected=%d held=%d",
                   (int)result->rows_read, (int)result->accepted, (int)result->duplicates,
                   (int)result->rejected, (int)result->held);
    for (size_t i = 0; i < result->dropped_count; i++)
        str_add_format(out, "%s%d", i > 0 ? "," : " dropped=", (int)result->dropped_records[i]);
    case_add_seen(out, run->findings, true);
    for (size_t i = 0; i < result->held_set_count; i++)
        str_add_format(out, " set=%.*s", STR_VIEW_ARGS(result->held_sets[i]));
    str_add_text(out, result->key_unreadable ? " unreadable" : "");
    str_add_text(out, result->refused ? " refused" : "");
}

/* All that a run found and gave. */
static inline void case_add_run(struct str *out, const struct case_run *run)
{
    case_add_counts(out, run);
    str_add_char(out, '\n');
    case_add_findings(out, run->findings, true);
    str_add_view(out, str_view_from(&run->rows));
}

/* Rows that a second thread makes are those of one thread, of a file that was surveyed before. */
static inline void case_check_by_two(const struct case_run *by_one, struct str_view text,
                                     struct check_options options)
{
    CADRE_CLEANUP(case_release)
    struct case_run run = {
        .catalogue = catalogue_new(), .file = case_file(text), .findings = findings_new()};
    CADRE_CLEANUP(str_release) struct str one = {0};
    CADRE_CLEANUP(str_release) struct str two = {0};
    options.catalogue = run.catalogue;
    options.threads = 2;
    check_survey(run.file);
    case_run_check(&run, &options);
    case_add_run(&one, by_one);
    case_add_run(&two, &run);
    size_t same = 0;
    while (same < one.length && same < two.length && one.data[same] == two.data[same])
        same++;
    ck_assert_msg(one.length == two.length && same == one.length,
                  "two threads find '%.80s', where one finds '%.80s'", str_chars(&two) + same,
                  str_chars(&one) + same);
}

/* `settings` of the source are JSON; NULL = it has none. */
static inline void case_check_as(struct case_run *run, const char *kind, const char *settings,
                                 struct str_view text)
{
    struct cadre_error err = {0};
    struct source_profile profile;
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    *run = (struct case_run){
        .catalogue = catalogue_new(), .file = case_file(text), .findings = findings_new()};
    struct check_options options = {kind_find(str_view_of(kind)), run->catalogue, {0}};
    options.threads = 1;
    if (settings != NULL) {
        ck_assert_int_eq(source_profile_parse(str_view_of(settings), arena, &profile, &err),
                         CADRE_OK);
        options.profile = &profile;
    }
    ck_assert_ptr_nonnull(options.kind);
    ck_assert(cadre_date_from_civil(2026, 3, 1, &options.effective));
    case_run_check(run, &options);
    case_check_by_two(run, text, options);
}

static inline void case_check(struct case_run *run, const char *kind, struct str_view text)
{
    case_check_as(run, kind, NULL, text);
}

#endif
