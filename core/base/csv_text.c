#include "core/base/csv_text.h"

const struct csv_style csv_style_machine = {.separator = ',', .guard_formulas = false};
const struct csv_style csv_style_people = {.separator = ';', .guard_formulas = true};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "-5" and "-0,25": no spreadsheet takes them for more than a number. */
static bool is_negative_number(struct str_view field)
{
    size_t marks = 0;
    for (size_t i = 1; i < field.length; i++) {
        if (field.data[i] == '.' || field.data[i] == ',')
            marks++;
        else if (!is_digit(field.data[i]))
            return false;
    }
    return field.length > 1 && field.data[0] == '-' && marks <= 1 && is_digit(field.data[1]) &&
           is_digit(field.data[field.length - 1]);
}

static bool starts_formula(struct str_view field)
{
    if (field.length == 0)
        return false;
    switch (field.data[0]) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
        return !is_negative_number(field);
    default:
        return false;
    }
}

static bool needs_quotes(const struct csv_style *style, struct str_view field)
{
    if (field.length == 0)
        return false;
    if (is_blank(field.data[0]) || is_blank(field.data[field.length - 1]))
        return true;
    for (size_t i = 0; i < field.length; i++) {
        char c = field.data[i];
        if (c == style->separator || c == '"' || c == '\r' || c == '\n')
            return true;
    }
    return false;
}

static void add_doubling_quotes(struct str *out, struct str_view field)
{
    for (;;) {
        struct str_view rest;
        struct str_view part = str_view_cut(field, '"', &rest);
        str_add_view(out, part);
        if (rest.data == NULL)
            return;
        str_add_text(out, "\"\"");
        field = rest;
    }
}

void csv_text_add(struct str *out, const struct csv_style *style, struct str_view field)
{
    bool quoted = needs_quotes(style, field);
    if (quoted)
        str_add_char(out, '"');
    if (style->guard_formulas && starts_formula(field))
        str_add_char(out, '\'');
    add_doubling_quotes(out, field);
    if (quoted)
        str_add_char(out, '"');
}

void csv_text_add_record(struct str *out, const struct csv_style *style,
                         const struct str_view *fields, size_t count)
{
    /* A lone empty field would be a blank line, which readers skip. */
    if (count == 1 && fields[0].length == 0)
        str_add_text(out, "\"\"");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            str_add_char(out, style->separator);
        csv_text_add(out, style, fields[i]);
    }
    str_add_text(out, style->guard_formulas ? "\r\n" : "\n");
}
