#include <string.h>

#include "core/base/alloc.h"
#include "core/base/csv_text.h"
#include "core/base/utf8.h"
#include "reports/kind_schema.h"
#include "reports/kind_words.h"

/* The one escaper of Markdown: text inside a table's cell. */
static void write_cell(struct str_view text, FILE *out)
{
    CADRE_CLEANUP(str_release) struct str shown = {0};
    utf8_printable(text, 0, &shown);
    for (size_t i = 0; i < shown.length; i++) {
        if (strchr("\\|*_`<>[]", shown.data[i]) != NULL)
            fputc('\\', out);
        fputc(shown.data[i], out);
    }
}

static void write_text_cell(const char *text, FILE *out)
{
    write_cell(str_view_of(text), out);
}

static void write_str_cell(struct str *text, FILE *out)
{
    write_cell(str_view_from(text), out);
    str_release(text);
}

static void write_head(const struct kind *kind, FILE *out)
{
    fprintf(out, "# %s\n\nOne row is %s.\n\n", kind->title, kind->row_is);
    fputs(
        "A CSV file in UTF-8, fields separated by `,` `;` or TAB. The first line names the "
        "columns, in any\norder, in English, Azerbaijani or Russian. Further columns are kept "
        "aside; a file without a\nrequired column is refused. An empty cell means: not stated.\n\n",
        out);
    if (kind->needs_source)
        fputs("The import wants `--source`: who says so.\n\n", out);
    fprintf(out, "By default a file is %s.\n\n",
            kind->full_list ? "the full list of its source: who is not in it has left"
                            : "a part: what is not in it stays as it is");
    if (kind->set_column != NULL)
        fprintf(out, "A file replaces the whole set of each `%s` that it names.\n\n",
                kind->set_column);
}

static void write_identity(const struct kind *kind, FILE *out)
{
    fputs("Rows are told apart by ", out);
    for (size_t i = 0; kind->identity[i] != NULL; i++)
        fprintf(out, "%s`%s`", i > 0 ? ", " : "", kind->identity[i]);
    fputs(kind->person_key ? ";\n`source_person_id` names the person if given, else "
                             "`national_id`.\n\n"
                           : ".\n\n",
          out);
}

static void write_column(const struct kind_column *column, FILE *out)
{
    struct str rule = {0};
    kind_words_rule(column, &rule);
    fprintf(out, "| `%s` | ", column->name);
    write_text_cell(column->header_az, out);
    fputs(" | ", out);
    write_text_cell(column->header_ru, out);
    fprintf(out, " | %s | ", column->required ? "yes" : "");
    write_text_cell(column->meaning, out);
    fputs(" | ", out);
    write_str_cell(&rule, out);
    fprintf(out, " | %s | ", column->clock == CLOCK_CORRECTION ? "correction" : "change");
    write_text_cell(column->example, out);
    fputs(" |\n", out);
}

static void write_columns(const struct kind *kind, FILE *out)
{
    fputs("## Columns\n\nA new value is a *change*, true from the day the file holds, or a "
          "*correction*, true always.\n\n"
          "| column | Azerbaijani | Russian | required | what it is | rule | a new value is | "
          "example |\n|---|---|---|---|---|---|---|---|\n",
          out);
    for (size_t i = 0; i < kind->column_count; i++)
        write_column(&kind->columns[i], out);
}

static void write_checks(const struct kind *kind, FILE *out)
{
    CADRE_CLEANUP(str_release) struct str one_of = {0};
    kind_words_one_of(kind, &one_of);
    if (kind->check_count == 0 && one_of.length == 0)
        return;
    fputs("\n## Rules across columns\n\n", out);
    for (size_t i = 0; i < kind->check_count; i++) {
        CADRE_CLEANUP(str_release) struct str words = {0};
        kind_words_check(&kind->checks[i], &words);
        fprintf(out, "- %s\n", str_chars(&words));
    }
    if (one_of.length > 0)
        fprintf(out, "- %s\n", str_chars(&one_of));
}

/* ---- codes ------------------------------------------------------------------------------- */

/* A list that two columns share is told once. */
static bool told_before(const struct kind *kind, size_t column)
{
    for (size_t i = 0; i < column; i++) {
        if (kind->columns[i].list != NULL &&
            strcmp(kind->columns[i].list, kind->columns[column].list) == 0)
            return true;
    }
    return false;
}

static void write_list(const struct catalogue *catalogue, const char *list, FILE *out)
{
    static const char *const labels[] = {"label_en", "label_az", "label_ru"};
    fprintf(out, "\n### %s\n\n| code | English | Azerbaijani | Russian |\n|---|---|---|---|\n",
            list);
    for (int32_t rank = 1; rank <= catalogue_code_count(catalogue, list); rank++) {
        const char *code = catalogue_code(catalogue, list, rank);
        fprintf(out, "| `%s` |", code);
        for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
            fputc(' ', out);
            write_cell(kind_words_label(list, code, labels[i]), out);
            fputs(" |", out);
        }
        fputc('\n', out);
    }
}

static void write_regions(const struct catalogue *catalogue, FILE *out)
{
    fputs("\n### regions\n\n| code | English | Azerbaijani | Russian |\n|---|---|---|---|\n", out);
    for (size_t i = 0; i < catalogue_region_count(catalogue); i++) {
        const struct region *region = catalogue_region(catalogue, (int32_t)i);
        fprintf(out, "| `%s` | ", region->code);
        write_text_cell(region->name_en, out);
        fputs(" | ", out);
        write_text_cell(region->name_az, out);
        fputs(" | ", out);
        write_text_cell(region->name_ru, out);
        fputs(" |\n", out);
    }
}

static void write_codes(const struct kind *kind, const struct catalogue *catalogue, FILE *out)
{
    bool headed = false;
    bool regions = false;
    for (size_t i = 0; i < kind->column_count; i++) {
        const struct kind_column *column = &kind->columns[i];
        bool list = column->list != NULL && !told_before(kind, i);
        regions |= column->rule == RULE_REGION;
        if ((list || regions) && !headed)
            fputs("\n## Codes\n", out);
        headed |= list || regions;
        if (list)
            write_list(catalogue, column->list, out);
    }
    if (regions)
        write_regions(catalogue, out);
}

static void write_example(const struct kind *kind, FILE *out)
{
    CADRE_CLEANUP(str_release) struct str lines = {0};
    struct str_view *fields = cadre_calloc(kind->column_count, sizeof *fields);
    for (size_t i = 0; i < kind->column_count; i++)
        fields[i] = str_view_of(kind->columns[i].name);
    csv_text_add_record(&lines, &csv_style_machine, fields, kind->column_count);
    for (size_t i = 0; i < kind->column_count; i++)
        fields[i] = str_view_of(kind_example(kind, i));
    csv_text_add_record(&lines, &csv_style_machine, fields, kind->column_count);
    free(fields);
    fprintf(out, "\n## Example\n\n```csv\n%s```\n", str_chars(&lines));
}

void kind_schema_write_markdown(const struct kind *kind, const struct catalogue *catalogue,
                                FILE *out)
{
    write_head(kind, out);
    write_identity(kind, out);
    write_columns(kind, out);
    write_checks(kind, out);
    write_codes(kind, catalogue, out);
    write_example(kind, out);
}
