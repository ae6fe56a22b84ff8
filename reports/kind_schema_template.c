#include "core/base/alloc.h"
#include "core/base/csv_text.h"
#include "reports/kind_schema.h"

static const char *header_of(const struct kind_column *column, enum schema_language language)
{
    const char *const headers[] = {
        [SCHEMA_ENGLISH] = column->name,
        [SCHEMA_AZERBAIJANI] = column->header_az,
        [SCHEMA_RUSSIAN] = column->header_ru,
    };
    return headers[language];
}

void kind_schema_write_template(const struct kind *kind, enum schema_language language, FILE *out)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    CADRE_FREE struct str_view *headers = cadre_calloc(kind->column_count, sizeof *headers);
    for (size_t i = 0; i < kind->column_count; i++)
        headers[i] = str_view_of(header_of(&kind->columns[i], language));
    csv_text_add_record(&line, &csv_style_people, headers, kind->column_count);
    fprintf(out, "\xEF\xBB\xBF%s", str_chars(&line));
}

static void write_kinds(const struct kind *const *kinds, size_t count, FILE *out)
{
    enum { NAME_WIDTH = 18 };
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%-*s %s\n", NAME_WIDTH, kinds[i]->name, kinds[i]->row_is);
}

void kind_schema_write_list(FILE *out)
{
    size_t count;
    const struct kind *const *kinds = kind_all(&count);
    write_kinds(kinds, count, out);
    kinds = kind_all_catalogue(&count);
    fputs("\nof the catalogue, for 'cadre catalogue load':\n", out);
    write_kinds(kinds, count, out);
}
