#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/steps/report_files.h"
#include "tests/unit/cmd/invocation_of.h"
#include "tests/unit/run_tcase.h"

struct target_line {
    const char *options;
    const char *message; /* NULL = taken */
    unsigned formats;
    bool folder;
};

static const struct target_line targets[] = {
    {"", NULL, 0, false},
    {"-o -", NULL, 0, false},
    {"--format json", NULL, REPORT_JSON, false},
    {"--format json -o -", NULL, REPORT_JSON, false},
    {"--format html -o x.html", NULL, REPORT_HTML, false},
    {"-o x.json", NULL, REPORT_JSON, false},
    {"-o reports", NULL, REPORT_ALL, true},
    {"-o reports.d/", NULL, REPORT_ALL, true},
    {"-o /tmp", NULL, REPORT_ALL, true},
    {"-o reports --format html,csv", NULL, REPORT_HTML | REPORT_CSV, true},
    {"--format csv --table needs", NULL, REPORT_CSV, false},
    {"--format csv --table needs -o x.csv", NULL, REPORT_CSV, false},
    {"--format csv", "csv holds one table, and none is named", 0, false},
    {"-o x.csv", "csv holds one table, and none is named", 0, false},
    {"--format html,csv", "several formats do not fit into one file", 0, false},
    {"--format html,json -o x.html", "several formats do not fit into one file", 0, false},
    {"-o x.pdf", "the format of 'x.pdf' is not known", 0, false},
    {"--format pdf", "the format 'pdf' is unknown", 0, false},
    {"--format html,", "the format '' is unknown", 0, false},
    {"--format json --table needs", "'--table' is for csv alone", 0, false},
    {"-o reports --table needs", "'--table' is for a file or '-': a folder gets every table", 0,
     false},
};

START_TEST(targets_follow_the_options)
{
    struct invocation call;
    enum request request = REQUEST_RUN;
    struct cadre_error err = {0};
    struct report_target target;
    const struct target_line *row = &targets[_i];
    CADRE_FREE char *line = cadre_format("report gap %s", row->options);
    ck_assert_int_eq(invocation_of(line, &call, &request, &err), CADRE_OK);
    enum cadre_status status = report_target_from(&call, &target, &err);
    if (row->message != NULL) {
        ck_assert_int_eq(status, CADRE_USAGE);
        ck_assert_str_eq(err.message, row->message);
    } else {
        ck_assert_msg(status == CADRE_OK, "%s", err.message);
        ck_assert_uint_eq(target.formats, row->formats);
        ck_assert_int_eq(target.folder, row->folder);
    }
    cadre_error_release(&err);
    arena_free(call.arena);
}
END_TEST

/* A list has one table: csv needs no --table, everything else is as it was. */
static const struct target_line list_targets[] = {
    {"", NULL, 0, false},
    {"--format csv", NULL, REPORT_CSV, false},
    {"-o x.csv", NULL, REPORT_CSV, false},
    {"--format json", NULL, REPORT_JSON, false},
    {"-o lists", NULL, REPORT_ALL, true},
    {"--format csv,json", "several formats do not fit into one file", 0, false},
};

START_TEST(csv_of_a_list_is_its_table)
{
    struct invocation call;
    enum request request = REQUEST_RUN;
    struct cadre_error err = {0};
    struct report_target target;
    const struct target_line *row = &list_targets[_i];
    CADRE_FREE char *line = cadre_format("catalogue list %s", row->options);
    ck_assert_int_eq(invocation_of(line, &call, &request, &err), CADRE_OK);
    enum cadre_status status = report_target_of_list(&call, "regions", &target, &err);
    if (row->message != NULL) {
        ck_assert_int_eq(status, CADRE_USAGE);
        ck_assert_str_eq(err.message, row->message);
    } else {
        ck_assert_msg(status == CADRE_OK, "%s", err.message);
        ck_assert_uint_eq(target.formats, row->formats);
        ck_assert_int_eq(target.folder, row->folder);
        if (row->formats == REPORT_CSV)
            ck_assert_str_eq(target.table, "regions");
        else
            ck_assert_ptr_null(target.table);
    }
    cadre_error_release(&err);
    arena_free(call.arena);
}
END_TEST

static struct document *two_tables(struct arena *arena)
{
    struct document *document = document_new(arena, "gap", "Gap");
    struct document_section *section = document_add_section(document, "Section");
    document_set_finding(document, "nothing is short");
    for (int i = 0; i < 2; i++) {
        struct document_table *table =
            section_add_table(section, i == 0 ? "roles" : "regions", "Table");
        table_add_column(table, "code", "Code", FORMAT_CODE);
        table_begin_row(table);
        table_add_format(table, "cell %d", i);
    }
    return document;
}

START_TEST(folder_gets_a_file_of_each)
{
    static const char *const names[] = {"gap.html", "gap.roles.csv", "gap.regions.csv", "gap.json"};
    char folder[] = "/tmp/cadre-rep.XXXXXX";
    size_t count = 0;
    struct cadre_error err = {0};
    struct arena *arena = arena_new();
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(report_files_write_folder(two_tables(arena), REPORT_ALL, folder, &count, &err),
                     CADRE_OK);
    ck_assert_uint_eq(count, ROWS(names));
    for (int i = 0; i < ROWS(names); i++) {
        struct stat found;
        CADRE_FREE char *path = cadre_format("%s/%s", folder, names[i]);
        ck_assert_msg(stat(path, &found) == 0 && found.st_size > 0, "%s", path);
        unlink(path);
    }
    ck_assert_int_eq(rmdir(folder), 0);
    arena_free(arena);
}
END_TEST

START_TEST(unknown_table_leaves_the_old_file)
{
    char path[] = "/tmp/cadre-tab.XXXXXX";
    struct invocation call = {0};
    struct cadre_error err = {0};
    struct stat found;
    struct arena *arena = arena_new();
    int descriptor = mkstemp(path);
    ck_assert_int_eq(write(descriptor, "old", 3), 3);
    close(descriptor);
    const struct report_target target = {.formats = REPORT_CSV, .output = path, .table = "rolls"};
    ck_assert_int_eq(report_files_write(&call, two_tables(arena), &target, &err), CADRE_USAGE);
    ck_assert_int_eq(stat(path, &found), 0);
    ck_assert_int_eq(found.st_size, 3);
    cadre_error_release(&err);
    unlink(path);
    arena_free(arena);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("report_files");
    tcase_add_loop_test(tcase, targets_follow_the_options, 0, ROWS(targets));
    tcase_add_loop_test(tcase, csv_of_a_list_is_its_table, 0, ROWS(list_targets));
    tcase_add_test(tcase, folder_gets_a_file_of_each);
    tcase_add_test(tcase, unknown_table_leaves_the_old_file);
    return run_tcase(tcase, "cmd/report_files");
}
