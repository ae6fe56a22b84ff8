/*
 * What the generators of faulty files share: a file written cell by cell in any dress, and beside
 * it the findings that it must give, place by place.
 */
#ifndef CADRE_TESTS_UNIT_IMPORT_FAULT_SHEET_H
#define CADRE_TESTS_UNIT_IMPORT_FAULT_SHEET_H

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/import/import_case.h"

/* A generator of our own (splitmix64), so that a seed gives the same file everywhere. */
static inline uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static inline size_t below(uint64_t *state, size_t limit)
{
    assert(limit > 0); /* one of Check's would write to a pipe each time */
    return (size_t)(next_random(state) % limit);
}

/* How a file is written. */
struct dress {
    char delimiter;
    const char *line_end;
    bool bom;
    size_t language; /* of the header: 0 English, 1 Azerbaijani, 2 Russian */
};

struct sheet {
    uint64_t random;
    struct dress dress;
    struct str text;
    struct str expected; /* "LINE/RECORD CODE column", one a line */
    uint64_t line;       /* at hand */
};

static inline void sheet_draw_dress(struct sheet *sheet)
{
    static const char delimiters[] = {',', ';', '\t'};
    static const char *const line_ends[] = {"\n", "\r\n", "\r"};
    sheet->dress.delimiter = delimiters[below(&sheet->random, 3)];
    sheet->dress.line_end = line_ends[below(&sheet->random, 3)];
    sheet->dress.bom = below(&sheet->random, 2) == 0;
    sheet->dress.language = below(&sheet->random, 3);
    sheet->line = 1;
}

static inline void sheet_release(struct sheet *sheet)
{
    str_release(&sheet->text);
    str_release(&sheet->expected);
}

/* 0 .. count - 1 in any order. */
static inline void sheet_shuffle(struct sheet *sheet, size_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = count; i > 1; i--) {
        size_t other = below(&sheet->random, i);
        size_t kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

static inline void sheet_delimit(struct sheet *sheet, size_t cells_before)
{
    if (cells_before > 0)
        str_add_char(&sheet->text, sheet->dress.delimiter);
}

/* Quoted where it must be, and at times where it need not. */
static inline void sheet_cell(struct sheet *sheet, struct str_view cell)
{
    bool quoted = below(&sheet->random, 4) == 0;
    for (size_t i = 0; i < cell.length; i++)
        quoted = quoted || strchr(",;\t\"\n", cell.data[i]) != NULL;
    str_add_text(&sheet->text, quoted ? "\"" : "");
    for (size_t i = 0; i < cell.length; i++) {
        if (cell.data[i] == '\n') {
            str_add_text(&sheet->text, sheet->dress.line_end);
            sheet->line++;
        } else {
            str_add_text(&sheet->text, cell.data[i] == '"' ? "\"" : "");
            str_add_char(&sheet->text, cell.data[i]);
        }
    }
    str_add_text(&sheet->text, quoted ? "\"" : "");
}

static inline void sheet_end_line(struct sheet *sheet)
{
    str_add_text(&sheet->text, sheet->dress.line_end);
    sheet->line++;
}

/* `column` NULL: the row. */
static inline void sheet_expect(struct sheet *sheet, uint64_t line, size_t record, const char *code,
                                const char *column)
{
    str_add_format(&sheet->expected, "%d/%d %s %s\n", (int)line, (int)record, code,
                   column != NULL ? column : "-");
}

/* ---- findings by code and place alone, sorted as lines: within a record the order is not at stake
 */

static inline int compare_lines(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static inline void add_sorted(struct str *out, struct str *text)
{
    size_t count = 0;
    for (size_t i = 0; i < text->length; i++)
        count += text->data[i] == '\n';
    CADRE_FREE char **lines = cadre_calloc(count + 1, sizeof *lines);
    count = 0;
    for (char *at = text->data; at != NULL && *at != '\0';) {
        lines[count++] = at;
        at = strchr(at, '\n');
        *at++ = '\0';
    }
    qsort(lines, count, sizeof *lines, compare_lines);
    for (size_t i = 0; i < count; i++)
        str_add_format(out, "%s\n", lines[i]);
}

static inline void add_places(struct str *out, const struct findings *findings)
{
    const struct finding *finding;
    findings_rewind(findings);
    while ((finding = findings_next(findings)) != NULL) {
        str_add_format(out, "%d/%d %s %s\n", (int)finding->line, (int)finding->record,
                       finding->code->code, finding->column != NULL ? finding->column : "-");
    }
}

/* The findings are those expected, and no other; of a difference the first line is shown. */
static inline void sheet_compare(struct sheet *sheet, struct str *seen)
{
    CADRE_CLEANUP(str_release) struct str seen_sorted = {0};
    CADRE_CLEANUP(str_release) struct str expected_sorted = {0};
    add_sorted(&seen_sorted, seen);
    add_sorted(&expected_sorted, &sheet->expected);
    struct str_view found = str_view_from(&seen_sorted);
    struct str_view wanted = str_view_from(&expected_sorted);
    while (found.length > 0 || wanted.length > 0) {
        struct str_view told = str_view_cut(found, '\n', &found);
        struct str_view planted = str_view_cut(wanted, '\n', &wanted);
        ck_assert_msg(str_view_equal(told, planted), "told '%.*s', planted '%.*s'",
                      STR_VIEW_ARGS(told), STR_VIEW_ARGS(planted));
    }
}

#endif
