#include "core/base/json.h"
#include "core/kind/source_profile.h"
#include "reports/source_schema.h"

static void write_text(struct json_writer *writer, const char *name, const char *text)
{
    json_write_string(writer, name, str_view_of(text));
}

static void begin_member(struct json_writer *writer, const char *name, const char *type,
                         const char *description)
{
    json_begin_object(writer, name);
    write_text(writer, "description", description);
    write_text(writer, "type", type);
}

static void write_enum(struct json_writer *writer, const char *const *words)
{
    json_begin_array(writer, "enum");
    for (size_t i = 0; words[i] != NULL; i++)
        write_text(writer, NULL, words[i]);
    json_end_array(writer);
}

static void write_words(struct json_writer *writer, const char *name, const char *description,
                        const char *const *words)
{
    begin_member(writer, name, "string", description);
    write_enum(writer, words);
    json_end_object(writer);
}

static void write_number(struct json_writer *writer, const char *name, const char *description,
                         int least, int most)
{
    begin_member(writer, name, "integer", description);
    json_write_int64(writer, "minimum", least);
    json_write_int64(writer, "maximum", most);
    json_end_object(writer);
}

static void write_encoding(struct json_writer *writer)
{
    const char *names[ENCODING_COUNT] = {0};
    for (int i = ENCODING_UNSTATED + 1; i < ENCODING_COUNT; i++)
        names[i - 1] = text_encoding_name((enum text_encoding)i);
    write_words(writer, "encoding",
                "of files without a byte order mark that says otherwise; default: UTF-8", names);
}

/* ---- dates ----------------------------------------------------------------------------------- */

static void write_contains(struct json_writer *writer, int format)
{
    json_begin_object(writer, NULL);
    json_begin_object(writer, "contains");
    write_text(writer, "const", date_format_pattern((enum date_format)format));
    json_end_object(writer);
    json_end_object(writer);
}

static void write_clash(struct json_writer *writer, int left, int right)
{
    json_begin_object(writer, NULL);
    json_begin_object(writer, "not");
    json_begin_array(writer, "allOf");
    write_contains(writer, left);
    write_contains(writer, right);
    json_end_array(writer);
    json_end_object(writer);
    json_end_object(writer);
}

static void write_clashes(struct json_writer *writer)
{
    json_begin_array(writer, "allOf");
    for (int i = 0; i < DATE_FORMAT_COUNT; i++) {
        for (int j = 0; j < i; j++) {
            if (date_formats_clash((enum date_format)j, (enum date_format)i))
                write_clash(writer, j, i);
        }
    }
    json_end_array(writer);
}

static void write_dates(struct json_writer *writer)
{
    const char *patterns[DATE_FORMAT_COUNT + 1] = {0};
    for (int i = 0; i < DATE_FORMAT_COUNT; i++)
        patterns[i] = date_format_pattern((enum date_format)i);
    begin_member(writer, "dates", "array",
                 "formats of days, none by which a day could be meant twice; default: YYYY-MM-DD "
                 "and DD.MM.YYYY");
    json_write_int64(writer, "minItems", 1);
    json_write_boolean(writer, "uniqueItems", true);
    json_begin_object(writer, "items");
    write_text(writer, "type", "string");
    write_enum(writer, patterns);
    json_end_object(writer);
    write_clashes(writer);
    json_end_object(writer);
}

/* ---- by kind --------------------------------------------------------------------------------- */

static void write_kind_headers(struct json_writer *writer, const struct kind *kind)
{
    begin_member(writer, kind->name, "object", "the source's header: the column of the kind");
    json_begin_object(writer, "propertyNames");
    write_text(writer, "pattern", "[^ \\t\\n\\v\\f\\r\\u00A0_-]");
    json_end_object(writer);
    json_begin_object(writer, "additionalProperties");
    json_begin_array(writer, "enum");
    for (size_t i = 0; i < kind->column_count; i++)
        write_text(writer, NULL, kind->columns[i].name);
    json_end_array(writer);
    json_end_object(writer);
    json_end_object(writer);
}

static void write_kind_list(struct json_writer *writer, const struct kind *kind)
{
    write_words(writer, kind->name,
                kind->full_list ? "default: full, who is not in it leaves"
                                : "default: partial, nobody leaves",
                source_profile_list_words);
}

static void write_by_kind(struct json_writer *writer, const char *name, const char *description,
                          void (*write)(struct json_writer *writer, const struct kind *kind))
{
    size_t count;
    const struct kind *const *kinds = kind_all(&count);
    begin_member(writer, name, "object", description);
    json_begin_object(writer, "properties");
    for (size_t i = 0; i < count; i++) {
        if (source_profile_has_kind(kinds[i]))
            write(writer, kinds[i]);
    }
    json_end_object(writer);
    json_write_boolean(writer, "additionalProperties", false);
    json_end_object(writer);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void write_members(struct json_writer *writer)
{
    json_begin_object(writer, "version");
    json_write_int64(writer, "const", SOURCE_PROFILE_VERSION);
    json_end_object(writer);
    write_words(writer, "delimiter",
                "between cells; default: the one of , ; TAB under which most headers are known",
                source_profile_delimiters);
    write_encoding(writer);
    write_dates(writer);
    write_words(writer, "duplicates",
                "rows with one key that differ: both are rejected (default), or the last counts",
                source_profile_duplicates_words);
    write_words(writer, "short_rows",
                "rows with fewer cells than the header: rejected (default), or filled with empty "
                "ones, as Excel leaves them out at the end",
                source_profile_short_rows_words);
    write_by_kind(writer, "headers", "headers of the source's own, beside those of each kind",
                  write_kind_headers);
    write_by_kind(writer, "lists", "whether a file is the whole list of the source",
                  write_kind_list);
    write_number(writer, "max_removed_percent",
                 "a full list by which more people would leave is refused; default: 5", 0, 100);
    write_number(writer, "grace_days",
                 "how long people whom the source held can be matched after they left; default: 60",
                 0, SOURCE_GRACE_DAYS_MAX);
    write_number(writer, "precedence",
                 "where sources differ, the one with the least number is believed; default: 100", 1,
                 SOURCE_PRECEDENCE_MAX);
}

void source_schema_write_json(FILE *out)
{
    struct json_writer *writer = json_writer_new(out);
    json_begin_object(writer, NULL);
    write_text(writer, "$schema", "https://json-schema.org/draft/2020-12/schema");
    write_text(writer, "$id", "urn:cadre:source-settings:1");
    write_text(writer, "title", "Settings of a source");
    write_text(writer, "description",
               "How a source writes its files, and what the registry makes of what it says");
    write_text(writer, "type", "object");
    json_begin_object(writer, "properties");
    write_members(writer);
    json_end_object(writer);
    json_begin_array(writer, "required");
    write_text(writer, NULL, "version");
    json_end_array(writer);
    json_write_boolean(writer, "additionalProperties", false);
    json_end_object(writer);
    json_writer_free(writer);
}
