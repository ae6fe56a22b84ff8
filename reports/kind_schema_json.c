#include "core/base/alloc.h"
#include "core/base/json.h"
#include "reports/kind_schema.h"
#include "reports/kind_words.h"

static const char *const field_types[] = {
    [COLUMN_TEXT] = "string",     [COLUMN_INTEGER] = "integer",  [COLUMN_DATE] = "date",
    [COLUMN_BOOLEAN] = "boolean", [COLUMN_TEXT_LIST] = "string",
};

static void write_text(struct json_writer *writer, const char *name, const char *text)
{
    json_write_string(writer, name, str_view_of(text));
}

static void write_headers(struct json_writer *writer, const struct kind_column *column)
{
    json_begin_object(writer, "headers");
    write_text(writer, "en", column->name);
    write_text(writer, "az", column->header_az);
    write_text(writer, "ru", column->header_ru);
    json_end_object(writer);
}

static void write_one_value(struct json_writer *writer, const char *name, const char *value)
{
    json_begin_array(writer, name);
    write_text(writer, NULL, value);
    json_end_array(writer);
}

/* The codes of the column's list: labelled categories, or (bare) the values of `enum`. */
static void write_codes(struct json_writer *writer, const struct catalogue *catalogue,
                        const char *list, bool labelled)
{
    json_begin_array(writer, labelled ? "categories" : "enum");
    for (int32_t rank = 1; rank <= catalogue_code_count(catalogue, list); rank++) {
        const char *code = catalogue_code(catalogue, list, rank);
        if (!labelled) {
            write_text(writer, NULL, code);
            continue;
        }
        json_begin_object(writer, NULL);
        write_text(writer, "value", code);
        write_text(writer, "label", catalogue_code_label_en(catalogue, list, rank));
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_range(struct json_writer *writer, const struct kind_column *column)
{
    if (column->type == COLUMN_INTEGER) {
        json_write_int64(writer, "minimum", column->min);
        json_write_int64(writer, "maximum", column->max);
    } else if (column->rule == RULE_DATE) {
        CADRE_CLEANUP(str_release) struct str day = {0};
        str_add_format(&day, "%04d-01-01", (int)column->min);
        json_write_string(writer, "minimum", str_view_from(&day));
        str_reset(&day);
        str_add_format(&day, "%04d-12-31", (int)column->max);
        json_write_string(writer, "maximum", str_view_from(&day));
    }
}

static bool has_length(enum column_rule rule)
{
    return rule == RULE_TEXT || rule == RULE_PERSON_NAME || rule == RULE_KEY ||
           rule == RULE_MILITARY_SPECIALTY || rule == RULE_EMAIL;
}

static void write_constraints(struct json_writer *writer, const struct kind *kind,
                              const struct kind_column *column, const struct catalogue *catalogue)
{
    CADRE_CLEANUP(str_release) struct str pattern = {0};
    kind_words_pattern(kind, column, catalogue, &pattern);
    json_begin_object(writer, "constraints");
    json_write_boolean(writer, "required", column->required);
    if (column->rule == RULE_CODE_LIST)
        write_codes(writer, catalogue, column->list, false);
    if (pattern.length > 0)
        json_write_string(writer, "pattern", str_view_from(&pattern));
    if (has_length(column->rule) && column->max > 0)
        json_write_int64(writer, "maxLength", column->max);
    write_range(writer, column);
    json_end_object(writer);
}

static void write_type(struct json_writer *writer, const struct kind_column *column,
                       const struct catalogue *catalogue)
{
    write_text(writer, "type", field_types[column->type]);
    write_text(writer, "format", column->rule == RULE_EMAIL ? "email" : "default");
    if (column->type == COLUMN_BOOLEAN) {
        write_one_value(writer, "trueValues", "yes");
        write_one_value(writer, "falseValues", "no");
    }
    if (column->rule == RULE_CODE_LIST)
        write_codes(writer, catalogue, column->list, true);
}

static void write_field(struct json_writer *writer, const struct kind *kind,
                        const struct kind_column *column, const struct catalogue *catalogue)
{
    CADRE_CLEANUP(str_release) struct str title = {0};
    CADRE_CLEANUP(str_release) struct str description = {0};
    kind_words_title(column, &title);
    str_add_format(&description, "%s (", column->meaning);
    kind_words_rule(column, &description);
    str_add_char(&description, ')');
    json_begin_object(writer, NULL);
    write_text(writer, "name", column->name);
    json_write_string(writer, "title", str_view_from(&title));
    json_write_string(writer, "description", str_view_from(&description));
    write_type(writer, column, catalogue);
    write_text(writer, "example", column->example);
    write_headers(writer, column);
    write_constraints(writer, kind, column, catalogue);
    json_end_object(writer);
}

/* A key of this standard may hold no null: one that names a person by either of two columns is told
 * in the description instead. */
static bool has_primary_key(const struct kind *kind)
{
    for (size_t i = 0; kind->identity[i] != NULL; i++) {
        if (!kind->columns[kind_column_index(kind, kind->identity[i])].required)
            return false;
    }
    return true;
}

static void write_primary_key(struct json_writer *writer, const struct kind *kind)
{
    json_begin_array(writer, "primaryKey");
    for (size_t i = 0; kind->identity[i] != NULL; i++)
        write_text(writer, NULL, kind->identity[i]);
    json_end_array(writer);
}

static void write_description(struct json_writer *writer, const struct kind *kind)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_format(&text, "One row is %s.", kind->row_is);
    for (size_t i = 0; i < kind->check_count; i++) {
        str_add_text(&text, i == 0 ? " Rules across columns: " : "; ");
        kind_words_check(&kind->checks[i], &text);
    }
    if (kind->one_of[0] != NULL)
        str_add_text(&text, kind->check_count > 0 ? "; " : " Rules across columns: ");
    kind_words_one_of(kind, &text);
    str_add_text(&text, kind->check_count > 0 || kind->one_of[0] != NULL ? ". " : " ");
    str_add_text(&text, "Rows are told apart by: ");
    for (size_t i = 0; kind->identity[i] != NULL; i++)
        str_add_format(&text, "%s%s", i > 0 ? ", " : "", kind->identity[i]);
    str_add_char(&text, '.');
    json_write_string(writer, "description", str_view_from(&text));
}

void kind_schema_write_json(const struct kind *kind, const struct catalogue *catalogue, FILE *out)
{
    struct json_writer *writer = json_writer_new(out);
    json_begin_object(writer, NULL);
    write_text(writer, "$schema", "https://datapackage.org/profiles/2.0/tableschema.json");
    write_text(writer, "name", kind->name);
    write_text(writer, "title", kind->title);
    write_description(writer, kind);
    write_text(writer, "fieldsMatch", "partial");
    write_one_value(writer, "missingValues", "");
    if (has_primary_key(kind))
        write_primary_key(writer, kind);
    json_begin_array(writer, "fields");
    for (size_t i = 0; i < kind->column_count; i++)
        write_field(writer, kind, &kind->columns[i], catalogue);
    json_end_array(writer);
    json_end_object(writer);
    json_writer_free(writer);
}
