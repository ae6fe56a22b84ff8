/*
 * Property: in a file made at random, with every delimiter, line ending, BOM and order of columns,
 * exactly the planted faults are found, each at its line and column, and the counts add up.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/import/import_case.h"

enum { FILES = 60, ROWS_MAX = 60, COLUMNS_MAX = 64 };

/* A generator of our own (splitmix64), so that a seed gives the same file everywhere. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static size_t below(uint64_t *state, size_t limit)
{
    ck_assert_uint_gt(limit, 0);
    return (size_t)(next_random(state) % limit);
}

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

/* How a file is written. */
struct dress {
    char delimiter;
    const char *line_end;
    bool bom;
    size_t order[COLUMNS]; /* column at each place */
    size_t language;
};

struct draft {
    uint64_t random;
    struct dress dress;
    struct str text;
    struct str expected; /* findings */
    uint64_t line;
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
    bool quoted = below(&draft->random, 4) == 0;
    for (size_t i = 0; i < rest.length; i++)
        quoted = quoted || strchr(",;\t\"\n", rest.data[i]) != NULL;
    if (quoted)
        str_add_char(&draft->text, '"');
    for (size_t i = 0; i < rest.length; i++) {
        if (rest.data[i] == '\n') {
            str_add_text(&draft->text, draft->dress.line_end);
            draft->line++;
        } else {
            str_add_text(&draft->text, rest.data[i] == '"' ? "\"" : "");
            str_add_char(&draft->text, rest.data[i]);
        }
    }
    if (quoted)
        str_add_char(&draft->text, '"');
}

static void end_line(struct draft *draft)
{
    str_add_text(&draft->text, draft->dress.line_end);
    draft->line++;
}

static void add_header(struct draft *draft)
{
    str_add_text(&draft->text, draft->dress.bom ? "\xEF\xBB\xBF" : "");
    for (size_t i = 0; i < COLUMNS; i++) {
        if (i > 0)
            str_add_char(&draft->text, draft->dress.delimiter);
        const struct column *column = &columns[draft->dress.order[i]];
        add_cell(draft, column->headers[draft->dress.language], 0);
        if (draft->dress.order[i] == EXTRA)
            str_add_format(&draft->expected, "1/0 W004 %s\n",
                           column->headers[draft->dress.language]);
    }
    end_line(draft);
}

static const char *good_cell(struct draft *draft, size_t column)
{
    size_t count = 1; /* every column has a cell */
    while (count < 4 && columns[column].cells[count] != NULL)
        count++;
    return columns[column].cells[below(&draft->random, count)];
}

/* Up to three faults in different columns, by column; returns whether one of them rejects. */
static void plant(struct draft *draft, const struct fault *planted[COLUMNS])
{
    size_t count = below(&draft->random, 3) == 0 ? 1 + below(&draft->random, 3) : 0;
    bool rejects = false;
    bool holds = false;
    for (size_t i = 0; i < count; i++) {
        const struct fault *fault = &faults[below(&draft->random, ROWS(faults))];
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
    size_t broken = below(&draft->random, COLUMNS);
    for (size_t i = 0; i < COLUMNS; i++) {
        if (i > 0)
            str_add_char(&draft->text, draft->dress.delimiter);
        str_add_text(&draft->text, i == broken ? cells[below(&draft->random, ROWS(cells))] : "x");
    }
    str_add_format(&draft->expected, "%d/%d quotes -\n", (int)draft->line, (int)row);
    end_line(draft);
    draft->rejected++;
}

static void add_row(struct draft *draft, size_t row)
{
    if (below(&draft->random, 12) == 0) {
        add_broken_row(draft, row);
        return;
    }
    const struct fault *planted[COLUMNS] = {0};
    uint64_t lines[COLUMNS] = {0};
    plant(draft, planted);
    for (size_t i = 0; i < COLUMNS; i++) {
        size_t column = draft->dress.order[i];
        if (i > 0)
            str_add_char(&draft->text, draft->dress.delimiter);
        lines[column] = draft->line;
        const struct fault *fault = planted[column];
        add_cell(draft, fault != NULL ? fault->cell : good_cell(draft, column), row);
    }
    end_line(draft);
    for (size_t i = 0; i < COLUMNS; i++) {
        if (planted[i] != NULL)
            str_add_format(&draft->expected, "%d/%d %s %s\n", (int)lines[i], (int)row,
                           planted[i]->code, columns[i].headers[0]);
    }
}

static void shuffle(struct draft *draft)
{
    for (size_t i = 0; i < COLUMNS; i++)
        draft->dress.order[i] = i;
    for (size_t i = COLUMNS - 1; i > 0; i--) {
        size_t other = below(&draft->random, i + 1);
        size_t column = draft->dress.order[i];
        draft->dress.order[i] = draft->dress.order[other];
        draft->dress.order[other] = column;
    }
}

/* Findings by code and place alone, sorted as lines: within a record the order is not at stake. */
static int compare_lines(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void add_sorted(struct str *out, struct str *text)
{
    char *lines[ROWS_MAX * 4] = {0};
    size_t count = 0;
    for (char *at = text->data; at != NULL && *at != '\0';) {
        ck_assert_uint_lt(count, sizeof lines / sizeof *lines);
        lines[count++] = at;
        at = strchr(at, '\n');
        *at++ = '\0';
    }
    qsort(lines, count, sizeof *lines, compare_lines);
    for (size_t i = 0; i < count; i++)
        str_add_format(out, "%s\n", lines[i]);
}

static void add_places(struct str *out, const struct findings *findings)
{
    for (size_t i = 0; i < findings_count(findings); i++) {
        const struct finding *finding = findings_at(findings, i);
        const char *code = finding->code->code;
        /* whether a quote is broken or open depends on what follows */
        bool quotes =
            strcmp(code, FINDING_R_QUOTES) == 0 || strcmp(code, FINDING_R_QUOTE_OPEN) == 0;
        str_add_format(out, "%d/%d %s %s\n", (int)finding->line, (int)finding->record,
                       quotes ? "quotes" : code, finding->column != NULL ? finding->column : "-");
    }
}

static void compare_findings(struct draft *draft, const struct findings *findings)
{
    CADRE_CLEANUP(str_release) struct str seen = {0};
    CADRE_CLEANUP(str_release) struct str seen_sorted = {0};
    CADRE_CLEANUP(str_release) struct str expected_sorted = {0};
    add_places(&seen, findings);
    add_sorted(&seen_sorted, &seen);
    add_sorted(&expected_sorted, &draft->expected);
    ck_assert_str_eq(str_chars(&seen_sorted), str_chars(&expected_sorted));
}

static void draft_file(struct draft *draft, size_t rows)
{
    static const char delimiters[] = {',', ';', '\t'};
    static const char *const line_ends[] = {"\n", "\r\n", "\r"};
    draft->dress.delimiter = delimiters[below(&draft->random, 3)];
    draft->dress.line_end = line_ends[below(&draft->random, 3)];
    draft->dress.bom = below(&draft->random, 2) == 0;
    draft->dress.language = below(&draft->random, 3);
    draft->line = 1;
    shuffle(draft);
    add_header(draft);
    for (size_t row = 1; row <= rows; row++) {
        add_row(draft, row);
        if (below(&draft->random, 8) == 0)
            end_line(draft); /* a blank line is none of the records */
    }
}

START_TEST(planted_faults_alone_are_found)
{
    struct case_run run;
    struct draft draft = {.random = (uint64_t)_i + 1};
    size_t rows = 1 + below(&draft.random, ROWS_MAX);
    draft_file(&draft, rows);
    case_check(&run, "roster", str_view_from(&draft.text));
    compare_findings(&draft, run.findings);
    ck_assert(!run.result.refused);
    ck_assert_int_eq(run.result.delimiter, draft.dress.delimiter);
    ck_assert_uint_eq(run.result.rows_read, rows);
    ck_assert_uint_eq(run.result.rejected, draft.rejected);
    ck_assert_uint_eq(run.result.held, draft.held);
    ck_assert_uint_eq(run.result.accepted, rows - draft.rejected - draft.held);
    case_release(&run);
    str_release(&draft.text);
    str_release(&draft.expected);
}
END_TEST

/* ---- the same rows in any dress -------------------------------------------------------------- */

/* The typed rows of one file, written with the given dress. */
static void rows_in_dress(const struct dress *dress, struct str *ret_rows)
{
    struct case_run run;
    struct draft draft = {.random = 7, .dress = *dress, .line = 1};
    add_header(&draft);
    for (size_t row = 1; row <= 20; row++) {
        for (size_t i = 0; i < COLUMNS; i++) {
            size_t column = dress->order[i];
            size_t cell = (row + column) % 4;
            if (i > 0)
                str_add_char(&draft.text, dress->delimiter);
            while (columns[column].cells[cell] == NULL)
                cell--;
            add_cell(&draft, columns[column].cells[cell], row);
        }
        end_line(&draft);
    }
    case_check(&run, "roster", str_view_from(&draft.text));
    ck_assert_uint_eq(run.result.accepted, 20);
    str_add_view(ret_rows, str_view_from(&run.rows));
    case_release(&run);
    str_release(&draft.text);
    str_release(&draft.expected);
}

START_TEST(dress_does_not_change_rows)
{
    struct draft plain = {.dress = {.delimiter = ',', .line_end = "\n"}};
    struct draft other = {.random = (uint64_t)_i + 100};
    CADRE_CLEANUP(str_release) struct str plain_rows = {0};
    CADRE_CLEANUP(str_release) struct str other_rows = {0};
    for (size_t i = 0; i < COLUMNS; i++)
        plain.dress.order[i] = i;
    draft_file(&other, 0);
    rows_in_dress(&plain.dress, &plain_rows);
    rows_in_dress(&other.dress, &other_rows);
    ck_assert_str_eq(str_chars(&other_rows), str_chars(&plain_rows));
    str_release(&other.text);
    str_release(&other.expected);
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
