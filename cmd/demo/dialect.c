#include "cmd/demo/dialect.h"

#include <string.h>

#include "core/base/date.h"

/* Columns of the shipped table of code lists. */
enum { LIST_NAME, LIST_CODE, LIST_LABEL = 3 };

static void add_date(const struct dialect *dialect, struct str_view text, struct str *out)
{
    struct cadre_date date;
    int year, month, day;
    if (!dialect->dotted_dates || !cadre_date_parse_iso(text, &date)) {
        str_add_view(out, text);
        return;
    }
    cadre_date_to_civil(date, &year, &month, &day);
    str_add_format(out, "%02d.%02d.%04d", day, month, year);
}

static void add_label(const struct dialect *dialect, const char *list, struct str_view code,
                      struct str *out)
{
    const struct catalogue_table *table = catalogue_table_find("code_lists");
    size_t label = LIST_LABEL + (size_t)dialect->language;
    for (size_t row = 0; dialect->labels && row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        if (strcmp(cells[LIST_NAME], list) == 0 &&
            str_view_equal(code, str_view_of(cells[LIST_CODE]))) {
            str_add_text(out, cells[label]);
            return;
        }
    }
    str_add_view(out, code);
}

static void add_labels(const struct dialect *dialect, const char *list, struct str_view codes,
                       struct str *out)
{
    for (bool first = true; codes.length > 0; first = false) {
        struct str_view rest;
        struct str_view code = str_view_cut(codes, ';', &rest);
        str_add_text(out, first ? "" : ";");
        add_label(dialect, list, code, out);
        codes = rest;
    }
}

/* A name stands for its region only where no other region bears it. */
static void add_region(const struct dialect *dialect, const struct catalogue *catalogue,
                       struct str_view code, struct str *out)
{
    int32_t index = -1, named = -1;
    if (dialect->region_names &&
        catalogue_find_region(catalogue, code, &index, NULL) == LOOKUP_FOUND) {
        const struct region *region = catalogue_region(catalogue, index);
        const char *const names[] = {region->name_en, region->name_az, region->name_ru};
        struct str_view name = str_view_of(names[dialect->language]);
        if (catalogue_find_region(catalogue, name, &named, NULL) == LOOKUP_FOUND && named == index)
            code = name;
    }
    str_add_view(out, code);
}

static void add_phone(const struct dialect *dialect, struct str_view text, struct str *out)
{
    if (!dialect->bracketed_phone || text.length != sizeof "+994001234567" - 1) {
        str_add_view(out, text);
        return;
    }
    const char *digits = text.data;
    str_add_format(out, "%.4s (%.2s) %.3s-%.2s-%.2s", digits, digits + 4, digits + 6, digits + 9,
                   digits + 11);
}

void dialect_add_cell(const struct dialect *dialect, const struct catalogue *catalogue,
                      const struct kind_column *column, struct str_view text, struct str *out)
{
    switch (column->rule) {
    case RULE_DATE:
        add_date(dialect, text, out);
        break;
    case RULE_CODE_LIST:
    case RULE_YES_NO:
        add_label(dialect, column->list, text, out);
        break;
    case RULE_CODE_LIST_SET:
        add_labels(dialect, column->list, text, out);
        break;
    case RULE_REGION:
        add_region(dialect, catalogue, text, out);
        break;
    case RULE_PHONE:
        add_phone(dialect, text, out);
        break;
    default:
        str_add_view(out, text);
    }
}

const char *dialect_header(const struct dialect *dialect, const struct kind_column *column)
{
    const char *const headers[] = {column->name, column->header_az, column->header_ru};
    return headers[dialect->language];
}

/* Headers of further columns that number the rows. */
static bool numbers_rows(const char *header)
{
    return strcmp(header, "№") == 0 || strcmp(header, "п/п") == 0;
}

void dialect_add_remark(const struct dialect *dialect, const char *header, size_t row_no,
                        struct str *out)
{
    enum { ROWS_A_REMARK = 17, ROWS_A_LONG_REMARK = 5 };
    static const char *const remarks[] = {"to be called; no answer",
                                          "sənədlər natamamdır, \"2\" şəkil",
                                          "документы приняты, без фото"};
    static const char *const more[] = {"\nsee letter 14/26", "\nyenidən gəlməlidir",
                                       "\nявка повторно"};
    if (numbers_rows(header)) {
        str_add_int64(out, (int64_t)row_no);
        return;
    }
    if (row_no % ROWS_A_REMARK != 0)
        return;
    str_add_text(out, remarks[dialect->language]);
    if (row_no / ROWS_A_REMARK % ROWS_A_LONG_REMARK == 0)
        str_add_text(out, more[dialect->language]);
}
