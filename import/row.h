/*
 * A row under validation: its cells by column, the typed values made from them, and every fault
 * found. Texts live in `scratch`, which row_begin resets. Private to import/.
 */
#ifndef CADRE_IMPORT_ROW_H
#define CADRE_IMPORT_ROW_H

#include "core/base/arena.h"
#include "core/base/date_format.h"
#include "core/catalogue/catalogue.h"
#include "core/kind/finding.h"
#include "core/kind/typed_row.h"
#include "import/cell_memo.h"

struct cell {
    struct str_view text; /* trimmed, NFC; of length 0 when not given */
    unsigned survey;      /* of the text, see utf8_survey */
    bool unseen;          /* of the catalogue's kinds: it had blanks or signs that nobody sees */
    bool faulty;          /* given, but told as a fault: other columns are not judged by it */
    int32_t entry;        /* index of the catalogue's element, credential or region, -1 = none */
};

struct row_fault {
    const char *code;
    int column;            /* -1 = the row */
    struct str_view value; /* the cell, or the part of it at fault */
    const char *hint;      /* may be NULL */
};

/* What a row is written on: as many of each as its kind has columns. */
struct row_sheet {
    struct cell *cells;
    struct typed_value *values;
};

/* The columns of a row_check; right -1 where it has none. */
struct check_columns {
    int left, right;
};

struct day_range {
    struct cadre_date first, last;
};

struct row {
    const struct kind *kind;
    bool of_catalogue; /* one of its own kinds: judged as frameworks' documents are */
    const struct catalogue *catalogue;
    struct cadre_date effective; /* of the file; without one the catalogue is as of its last day */
    date_formats dates;          /* that are taken; DATE_FORMATS_DEFAULT at first */
    struct arena *scratch;
    struct cell *cells;
    struct typed_value *values;
    struct row_sheet sheet, own;         /* what it is written on, and what is freed with it */
    struct check_columns *check_columns; /* by check of the kind */
    int *others;                         /* by column: the one named in its `other`, -1 = none */
    int issuer;                          /* the column of that rule, -1 = none */
    struct day_range *days;              /* by column, of dates: its years */
    struct cell_memo **memos;            /* by column, NULL while nothing is remembered */
    bool *in_file;                       /* by column: the header has it; true at first */
    int *used;         /* columns that can hold a cell, a value or a fault, ascending */
    size_t used_count; /* all at first */
    struct row_fault *faults;
    size_t fault_count, fault_capacity;
    struct str text; /* work space of one validator at a time */
};

/* Both are borrowed. */
struct row *row_new(const struct kind *kind, const struct catalogue *catalogue);
void row_free(struct row *row);
/* The header has only the columns with a field: the others stay empty. Once, before the rows. */
void row_use_columns(struct row *row, const int *field_of_column);
/* Forgets the last row: all cells are empty. */
void row_begin(struct row *row);
/* From row_begin on the row stands on that sheet, which is borrowed and was cleared once. */
void row_write_on(struct row *row, const struct row_sheet *sheet);
void row_sheet_clear(const struct row_sheet *sheet, size_t column_count);
/* Until row_begin the row is what another one alike was made, without its faults. */
void row_show(struct row *row, const struct row_sheet *sheet);
/* `field` is borrowed until row_begin. */
void row_set_cell(struct row *row, int column, struct str_view field);

static inline bool row_given(const struct row *row, int column)
{
    return row->cells[column].text.length > 0;
}

/* Given and without fault. */
static inline bool row_is_good(const struct row *row, int column)
{
    return row_given(row, column) && !row->cells[column].faulty;
}

/* A cell's fault makes the cell faulty, unless it is a warning. `hint` may be NULL and must live in
 * `scratch` or for ever. */
void row_fault(struct row *row, const char *code, int column, struct str_view value,
               const char *hint);
/* The cell whole. */
void row_fault_cell(struct row *row, const char *code, int column, const char *hint);
/* "did you mean '...'?", NULL when there is no suggestion. */
const char *row_did_you_mean(struct row *row, struct str_view suggestion);

void row_set_text(struct row *row, int column, struct str_view text);
void row_set_list(struct row *row, int column, const struct str_view *items, size_t count);

/* Effect of the gravest fault; FINDING_WARNS when there is none graver. */
enum finding_effect row_effect(const struct row *row);

#endif
