/*
 * Property: in a file made at random, with every delimiter, line ending, BOM and order of columns,
 * exactly the planted faults are found, each at its line and column, and the counts add up.
 */
#include <string.h>

#include "tests/unit/import/fault_sheet.h"

enum { FILES = 60, ROWS_MAX = 60, COLUMNS_MAX = 64 };

/* Cells of a good roster, a few each; what stands between '{}' becomes the row's number. */
static const struct column {
    const char *headers[3];
    const char *cells[4];
} columns[] = {
    {{"source_person_id", "Mənbə kodu", "Код в источнике"}, {"BK-{}"}},
    {{"national_id", "FİN", "фин"}, {"5AB{}K", " 6cd{}x"}},
    {{"family_name", "SOYAD", "Фамилия"}, {"Məmmədova", "İsmayılov", "Ёлкин-Ivanov"}},
    {{"given_name", "Ad", "имя"}, {"Aygün", "Əli", "O'Neil Jr."}},
    {{"birth_date", "doğum tarixi", "Дата  рождения"}, {"1994-06-15", "29.02.2000", ""}},
    {{"sex", "cins", "пол"}, {"F", "kişi", "женский", ""}},
    {{"citizenship", "vətəndaşlıq", "гражданство"}, {"AZ", "tur", ""}},
    {{"region", "bölgə", "регион"}, {"Bakı", "AZ-GA", ""}},
    {{"job_title", "vəzifə", "должность"},
     {"Network\nengineer", "say \"hello\"", "a,b;c d", "multi\n\nline"}},
    {{"occupation", "peşə kodu", "код занятия"}, {"2529", ""}},
    {{"email", "e-poçt", "эл. почта"}, {"a{}@example.org", ""}},
    {{"phone", "telefon", "телефон"}, {"+994 50 123 45 67", "0501234567"}},
    {{"languages", "dillər", "языки"}, {"az:C2;en:B1", "ru:C1"}},
    {{"fitness_category", "yararlılıq", "категория годности"}, {"A", "yararlı", ""}},
    {{"relocates", "köçməyə razıdır", "готов к переезду"}, {"yes", "yox", "+"}},
    {{"consent_on", "razılıq tarixi", "согласие от"}, {"2026-01-10", "10.01.2026"}},
    {{"remark of the office", "qeyd", "примечание"}, {"x", "\"", ""}},
};

enum { COLUMNS = sizeof columns / sizeof *columns, EXTRA = COLUMNS - 1 };

static const struct fault {
    int column;
    const char *cell;
    const char *code;
} faults[] = {
    {0, "BK {}", "R027"},      {1, "5-{}-K", "R020"},      {2, "", "R001"},
    {2, "Məm7", "R017"},       {3, "A\tB", "R018"},        {4, "30.02.2000", "R002"},
    {4, "1899-01-01", "R004"}, {4, "2026-03-02", "R023"},  {5, "qadin!", "R005"},
    {6, "AZX", "R006"},        {7, "Atlantis", "R007"},    {7, "Şəki", "X014"},
    {8, "bell\a", "R018"},     {9, "25290", "R008"},       {10, "a@b", "R015"},
    {11, "12-34", "R016"},     {12, "az", "R010"},         {13, "E", "R005"},
    {14, "maybe", "R028"},     {15, "10/01/2026", "R002"},
};

struct draft {
    struct sheet sheet;
    size_t order[COLUMNS]; /* column at each place */
    size_t rejected, held;
};

static void add_cell(struct draft *draft, const char *cell, size_t row)
{
    struct str_view rest = str_view_of(cell);
    const char *number = strstr(cell, "{}");
    CADRE_CLEANUP(str_release) struct str plain = {0};
    if (number != NULL) {
        str_add(&plain, cell, (size_t)(number - cell));
        str_add_format(&plain, "%04d", (int)row);
        str_add_text(&plain, number + 2);
        rest = str_view_from(&plain);
    }
    sheet_cell(&draft->sheet, rest);
}

static void add_header(struct draft *draft)
{
    struct sheet *sheet = &draft->sheet;
    str_add_text(&sheet->text, sheet->dress.bom ? "\xEF\xBB\xBF" : "");
    for (size_t i = 0; i < COLUMNS; i++) {
        const struct column *column = &columns[draft->order[i]];
        sheet_delimit(sheet, i);
        add_cell(draft, column->headers[sheet->dress.language], 0);
        if (draft->order[i] == EXTRA)
            sheet_expect(sheet, 1, 0, "W004", column->headers[sheet->dress.language]);
    }
    sheet_end_line(sheet);
}

static const char *good_cell(struct draft *draft, size_t column)
{
    size_t count = 1; /* every column has a cell */
    while (count < 4 && columns[column].cells[count] != NULL)
        count++;
    return columns[column].cells[below(&draft->sheet.random, count)];
}

/* Up to three faults in different columns, by column; returns whether one of them rejects. */
static void plant(struct draft *draft, const struct fault *planted[COLUMNS])
{
    size_t count = below(&draft->sheet.random, 3) == 0 ? 1 + below(&draft->sheet.random, 3) : 0;
    bool rejects = false;
    bool holds = false;
    for (size_t i = 0; i < count; i++) {
        const struct fault *fault = &faults[below(&draft->sheet.random, ROWS(faults))];
        if (planted[fault->column] == NULL)
            planted[fault->column] = fault;
    }
    for (size_t i = 0; i < COLUMNS; i++) {
        holds = holds || (planted[i] != NULL && strcmp(planted[i]->code, "X014") == 0);
        rejects = rejects || (planted[i] != NULL && strcmp(planted[i]->code, "X014") != 0);
    }
    draft->rejected += rejects;
    draft->held += holds && !rejects;
}

/* A row of one line with a quote too many: it costs this line and no other. */
static void add_broken_row(struct draft *draft, size_t row)
{
    static const char *const cells[] = {"\"open", "in\"side", "\"after\" it", "out\""};
    struct sheet *sheet = &draft->sheet;
    size_t broken = below(&sheet->random, COLUMNS);
    for (size_t i = 0; i < COLUMNS; i++) {
        sheet_delimit(sheet, i);
        str_add_text(&sheet->text, i == broken ? cells[below(&sheet->random, ROWS(cells))] : "x");
    }
    sheet_expect(sheet, sheet->line, row, "quotes", NULL);
    sheet_end_line(sheet);
    draft->rejected++;
}

static void add_row(struct draft *draft, size_t row)
{
    if (below(&draft->sheet.random, 12) == 0) {
        add_broken_row(draft, row);
        return;
    }
    const struct fault *planted[COLUMNS] = {0};
    uint64_t lines[COLUMNS] = {0};
    plant(draft, planted);
    for (size_t i = 0; i < COLUMNS; i++) {
        size_t column = draft->order[i];
        sheet_delimit(&draft->sheet, i);
        lines[column] = draft->sheet.line;
        const struct fault *fault = planted[column];
        add_cell(draft, fault != NULL ? fault->cell : good_cell(draft, column), row);
    }
    sheet_end_line(&draft->sheet);
    for (size_t i = 0; i < COLUMNS; i++) {
        if (planted[i] != NULL)
            sheet_expect(&draft->sheet, lines[i], row, planted[i]->code, columns[i].headers[0]);
    }
}

/* Whether a quote is broken or open depends on what follows. */
static void one_word_for_quotes(struct str *places)
{
    static const char *const codes[] = {" " FINDING_R_QUOTES " ", " " FINDING_R_QUOTE_OPEN " "};
    CADRE_CLEANUP(str_release) struct str told = {0};
    for (struct str_view rest = str_view_from(places); rest.length > 0;) {
        CADRE_CLEANUP(str_release) struct str line = {0};
        str_add_view(&line, str_view_cut(rest, '\n', &rest));
        const char *code = strstr(str_chars(&line), codes[0]);
        code = code != NULL ? code : strstr(str_chars(&line), codes[1]);
        str_add(&told, str_chars(&line),
                code != NULL ? (size_t)(code - str_chars(&line)) : line.length);
        str_add_text(&told, code != NULL ? " quotes -\n" : "\n");
    }
    str_reset(places);
    str_add_view(places, str_view_from(&told));
}

static void compare_findings(struct draft *draft, const struct findings *findings)
{
    CADRE_CLEANUP(str_release) struct str seen = {0};
    add_places(&seen, findings);
    one_word_for_quotes(&seen);
    sheet_compare(&draft->sheet, &seen);
}

static void draft_file(struct draft *draft, size_t rows)
{
    sheet_draw_dress(&draft->sheet);
    sheet_shuffle(&draft->sheet, draft->order, COLUMNS);
    add_header(draft);
    for (size_t row = 1; row <= rows; row++) {
        add_row(draft, row);
        if (below(&draft->sheet.random, 8) == 0)
            sheet_end_line(&draft->sheet); /* a blank line is none of the records */
    }
}

START_TEST(planted_faults_alone_are_found)
{
    struct case_run run;
    struct draft draft = {.sheet = {.random = (uint64_t)_i + 1}};
    size_t rows = 1 + below(&draft.sheet.random, ROWS_MAX);
    draft_file(&draft, rows);
    case_check(&run, "roster", str_view_from(&draft.sheet.text));
    compare_findings(&draft, run.findings);
    ck_assert(!run.result.refused);
    ck_assert_int_eq(run.result.delimiter, draft.sheet.dress.delimiter);
    ck_assert_uint_eq(run.result.rows_read, rows);
    ck_assert_uint_eq(run.result.rejected, draft.rejected);
    ck_assert_uint_eq(run.result.held, draft.held);
    ck_assert_uint_eq(run.result.accepted, rows - draft.rejected - draft.held);
    case_release(&run);
    sheet_release(&draft.sheet);
}
END_TEST

/* ---- the same rows in any dress -------------------------------------------------------------- */

/* The typed rows of one file, dressed as the given draft. */
static void rows_in_dress(const struct draft *as, struct str *ret_rows)
{
    struct case_run run;
    struct draft draft = {.sheet = {.random = 7, .dress = as->sheet.dress, .line = 1}};
    memcpy(draft.order, as->order, sizeof draft.order);
    add_header(&draft);
    for (size_t row = 1; row <= 20; row++) {
        for (size_t i = 0; i < COLUMNS; i++) {
            size_t column = draft.order[i];
            size_t cell = (row + column) % 4;
            sheet_delimit(&draft.sheet, i);
            while (columns[column].cells[cell] == NULL)
                cell--;
            add_cell(&draft, columns[column].cells[cell], row);
        }
        sheet_end_line(&draft.sheet);
    }
    case_check(&run, "roster", str_view_from(&draft.sheet.text));
    ck_assert_uint_eq(run.result.accepted, 20);
    str_add_view(ret_rows, str_view_from(&run.rows));
    case_release(&run);
    sheet_release(&draft.sheet);
}

START_TEST(dress_does_not_change_rows)
{
    struct draft plain = {.sheet = {.dress = {.delimiter = ',', .line_end = "\n"}}};
    struct draft other = {.sheet = {.random = (uint64_t)_i + 100}};
    CADRE_CLEANUP(str_release) struct str plain_rows = {0};
    CADRE_CLEANUP(str_release) struct str other_rows = {0};
    for (size_t i = 0; i < COLUMNS; i++)
        plain.order[i] = i;
    draft_file(&other, 0);
    rows_in_dress(&plain, &plain_rows);
    rows_in_dress(&other, &other_rows);
    ck_assert_str_eq(str_chars(&other_rows), str_chars(&plain_rows));
    sheet_release(&other.sheet);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("planted_faults");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, planted_faults_alone_are_found, 0, FILES);
    tcase_add_loop_test(tcase, dress_does_not_change_rows, 0, FILES / 2);
    return run_tcase(tcase, "import/planted_faults");
}
