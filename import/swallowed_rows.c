#include "import/swallowed_rows.h"

#include "core/base/alloc.h"
#include "import/field_bounds.h"
#include "import/record_splitter.h"

/* By chance a text has hardly so many columns; fewer than the least tell nothing. */
enum { COLUMNS_LEAST = 3, COLUMNS_BEYOND_CHANCE = 6 };

static struct str_view from(struct str_view text, size_t at)
{
    return (struct str_view){text.data + at, text.length - at};
}

static bool follows_one_row(struct record_reader *reader, struct str_view record, size_t columns)
{
    struct fields fields;
    struct str_view rest = from(record, record_line_length(record));
    rest.length = record_line_length(rest);
    return record_reader_read(reader, rest, &fields) == READ_FIELDS && fields.count == columns;
}

/* ---- lines without a quote ------------------------------------------------------------------- */

static struct str_view first_line(struct str_view record)
{
    return (struct str_view){record.data, record_line_length(record)};
}

static struct str_view last_line(struct str_view record)
{
    for (;;) {
        size_t length = record_line_length(record);
        if (length == record.length)
            return record;
        record = from(record, length);
    }
}

/* The quote whose field goes on behind the line. */
static size_t open_quote(struct str_view line, char delimiter)
{
    for (size_t at = 0; at < line.length; at = field_end(line, at, delimiter) + 1) {
        while (at < line.length && line.data[at] == ' ')
            at++;
        if (at < line.length && line.data[at] == '"' &&
            field_closing_quote(line, at + 1) == line.length)
            return at;
    }
    return line.length;
}

static void add_without(struct str *out, struct str_view line, size_t quote)
{
    str_reset(out);
    str_add(out, line.data, quote);
    if (quote < line.length)
        str_add_view(out, from(line, quote + 1));
}

/* ---- what rows look like --------------------------------------------------------------------- */

enum { LOOK_EMPTY, LOOK_NUMBER, LOOK_OTHER };

static int look_of(struct str_view cell)
{
    if (cell.length == 0)
        return LOOK_EMPTY;
    return cell.data[0] >= '0' && cell.data[0] <= '9' ? LOOK_NUMBER : LOOK_OTHER;
}

/* Prose has a blank behind a comma. */
static bool is_prose(struct str_view line, char delimiter)
{
    for (size_t i = 0; i + 1 < line.length; i++) {
        if (line.data[i] == delimiter && line.data[i + 1] == ' ')
            return true;
    }
    return false;
}

/* Of so many columns, in `line`: `ret_looks` has room for COLUMNS_BEYOND_CHANCE. */
static bool is_row(struct record_reader *reader, struct str_view line, size_t columns,
                   int *ret_looks)
{
    struct fields fields;
    if (record_reader_read(reader, line, &fields) != READ_FIELDS || fields.count != columns)
        return false;
    for (size_t i = 0; i < columns && i < COLUMNS_BEYOND_CHANCE; i++)
        ret_looks[i] = look_of(fields.items[i]);
    return true;
}

static bool are_alike(const int *looks, const int *others, size_t columns)
{
    for (size_t i = 0; i < columns; i++) {
        if (looks[i] != others[i])
            return false;
    }
    return true;
}

static bool lies_between_rows(struct record_reader *reader, struct str_view record, char delimiter,
                              size_t columns)
{
    struct str_view first = first_line(record);
    struct str_view last = last_line(record);
    int looks[COLUMNS_BEYOND_CHANCE], others[COLUMNS_BEYOND_CHANCE];
    CADRE_CLEANUP(str_release) struct str text = {0};
    if (columns < COLUMNS_LEAST)
        return false;
    add_without(&text, first, open_quote(first, delimiter));
    if (!is_row(reader, str_view_from(&text), columns, looks))
        return false;
    add_without(&text, last, field_closing_quote(last, 0));
    if (!is_row(reader, str_view_from(&text), columns, others))
        return false;
    return columns >= COLUMNS_BEYOND_CHANCE ||
           (!is_prose(last, delimiter) && are_alike(looks, others, columns));
}

bool swallowed_rows(struct record_reader *reader, struct str_view record, char delimiter,
                    size_t count, size_t columns)
{
    if ((count != columns || columns >= COLUMNS_BEYOND_CHANCE) &&
        follows_one_row(reader, record, columns))
        return true;
    return lies_between_rows(reader, record, delimiter, columns);
}
