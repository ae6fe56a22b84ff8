/*
 * CSV torture: files as offices, spreadsheets and enemies write them, each with all that is found
 * in it and all that is taken of it. `--table` prints the table, `--write FOLDER` the files, as a
 * corpus of the fuzzer. The big ones are in tests/e2e/torture.sh.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "tests/unit/import/import_case.h"
#include "tests/unit/import/torture_form.h"
#include "tests/unit/import/torture_values.h"

/* The case of that number over both parts. */
static const struct torture *case_at(size_t index)
{
    return index < ROWS(torture_form) ? &torture_form[index]
                                      : &torture_values[index - ROWS(torture_form)];
}

enum { CASES = ROWS(torture_form) + ROWS(torture_values) };

/* ---- what is found --------------------------------------------------------------------------- */

static void add_findings(struct str *out, const struct findings *findings)
{
    const struct finding *finding;
    findings_rewind(findings);
    while ((finding = findings_next(findings)) != NULL) {
        str_add_format(out, "%s%llu/%llu %s", out->length > 0 ? ", " : "",
                       (unsigned long long)finding->line, (unsigned long long)finding->record,
                       finding->code->code);
        if (finding->column != NULL)
            str_add_format(out, " %s", finding->column);
    }
}

struct witness {
    const char *column;
    struct str rows;
};

static enum cadre_status take_row(void *context, const struct typed_row *row,
                                  struct cadre_error *err)
{
    (void)err;
    struct witness *witness = context;
    const char *parted = witness->rows.length > 0 ? "; " : "";
    for (size_t i = 0; i < row->kind->column_count; i++) {
        const struct kind_column *column = &row->kind->columns[i];
        if (!row->values[i].present ||
            (witness->column != NULL && strcmp(witness->column, column->name) != 0))
            continue;
        str_add_text(&witness->rows, parted);
        case_add_value(&witness->rows, column->type, &row->values[i]);
        parted = ", ";
    }
    return CADRE_OK;
}

static void check(const struct torture *torture, struct str *ret_findings, struct str *ret_rows)
{
    struct cadre_error err = {0};
    struct catalogue *catalogue = catalogue_new();
    struct witness witness = {.column = torture->column};
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    CADRE_CLEANUP(input_file_cleanup) struct input_file *file = case_file(torture->bytes);
    struct check_options options = {.kind = kind_find(str_view_of(torture->kind)),
                                    .catalogue = catalogue};
    struct check_result result;
    const struct row_sink sink = {.context = &witness, .row = take_row};
    ck_assert(cadre_date_from_civil(2026, 3, 1, &options.effective));
    ck_assert_int_eq(check_file(&options, file, &sink, findings, &result, &err), CADRE_OK);
    add_findings(ret_findings, findings);
    str_add_view(ret_rows, str_view_from(&witness.rows));
    str_release(&witness.rows);
    catalogue_free(catalogue);
}

START_TEST(a_tortured_file_is_judged)
{
    CADRE_CLEANUP(str_release) struct str findings = {0};
    CADRE_CLEANUP(str_release) struct str rows = {0};
    const struct torture *torture = case_at((size_t)_i);
    check(torture, &findings, &rows);
    ck_assert_msg(strcmp(str_chars(&findings), torture->findings) == 0, "%s: found '%s', not '%s'",
                  torture->name, str_chars(&findings), torture->findings);
    ck_assert_msg(strcmp(str_chars(&rows), torture->rows) == 0, "%s: took '%s', not '%s'",
                  torture->name, str_chars(&rows), torture->rows);
}
END_TEST

/* ---- the table and the corpus ---------------------------------------------------------------- */

static void print_cell(const char *text, size_t width)
{
    CADRE_CLEANUP(str_release) struct str shown = {0};
    utf8_printable(str_view_of(text[0] != '\0' ? text : "-"), 0, &shown);
    printf("%s", str_chars(&shown));
    for (size_t i = utf8_width(str_view_from(&shown)); i < width; i++)
        putchar(' ');
}

/* Verdict, case, findings expected and found, rows taken. */
START_TEST(the_table_is_printed)
{
    enum { NAME_WIDTH = 42, FINDINGS_WIDTH = 34 };
    size_t wrong = 0;
    for (size_t i = 0; i < CASES; i++) {
        CADRE_CLEANUP(str_release) struct str findings = {0};
        CADRE_CLEANUP(str_release) struct str rows = {0};
        const struct torture *torture = case_at(i);
        check(torture, &findings, &rows);
        bool same = strcmp(str_chars(&findings), torture->findings) == 0 &&
                    strcmp(str_chars(&rows), torture->rows) == 0;
        wrong += !same;
        printf("%s  ", same ? "ok " : "BAD");
        print_cell(torture->name, NAME_WIDTH);
        print_cell(torture->findings, FINDINGS_WIDTH);
        print_cell(str_chars(&findings), FINDINGS_WIDTH);
        print_cell(str_chars(&rows), 0);
        putchar('\n');
    }
    printf("%d cases, %zu not as expected\n", CASES, wrong);
    ck_assert_uint_eq(wrong, 0);
}
END_TEST

static const char *folder; /* of the corpus */

/* The first byte chooses the kind, as tests/fuzz/fuzz_check.c wants it. */
START_TEST(the_corpus_is_written)
{
    for (size_t i = 0; i < CASES; i++) {
        size_t count;
        unsigned char kind = 0;
        const struct torture *torture = case_at(i);
        const struct kind *const *kinds = kind_all(&count);
        while (strcmp(kinds[kind]->name, torture->kind) != 0)
            kind++;
        CADRE_FREE char *path = cadre_format("%s/torture_%03zu", folder, i);
        FILE *out = fopen(path, "wb");
        ck_assert_ptr_nonnull(out);
        fputc(kind, out);
        fwrite(torture->bytes.data, 1, torture->bytes.length, out);
        ck_assert_int_eq(fclose(out), 0);
    }
}
END_TEST

int main(int argc, char **argv)
{
    TCase *tcase = tcase_create("torture");
    bool writes = argc == 3 && strcmp(argv[1], "--write") == 0;
    bool prints = argc == 2 && strcmp(argv[1], "--table") == 0;
    folder = writes ? argv[2] : NULL;
    if (prints || writes)
        setenv("CK_FORK", "no", 1);
    if (writes)
        tcase_add_test(tcase, the_corpus_is_written);
    else if (prints)
        tcase_add_test(tcase, the_table_is_printed);
    else
        tcase_add_loop_test(tcase, a_tortured_file_is_judged, 0, CASES);
    return run_tcase(tcase, "import/torture");
}
