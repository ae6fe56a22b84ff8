/*
 * Every kind's contract against what Table Schema v2 allows a field of its type, and against its
 * own example: a full row of examples must pass the constraints that the schema publishes.
 */
#include "reports/kind_schema.h"

#include <regex.h>

#include "core/base/alloc.h"
#include "core/base/json.h"
#include "core/base/utf8.h"
#include "tests/unit/reports/written.h"

/* Those that are imported, then those of the catalogue. */
static const struct kind *kind_at(int index)
{
    size_t count;
    size_t catalogue_count;
    const struct kind *const *imported = kind_all(&count);
    const struct kind *const *of_catalogue = kind_all_catalogue(&catalogue_count);
    return (size_t)index < count ? imported[index] : of_catalogue[(size_t)index - count];
}

static const struct kind *kind_named(const char *name)
{
    const struct kind *kind = kind_find(str_view_of(name));
    return kind != NULL ? kind : kind_find_catalogue(str_view_of(name));
}

static struct json_document *schema_of(const char *name)
{
    struct catalogue *catalogue = catalogue_new();
    struct json_document *json = NULL;
    struct cadre_error err = {0};
    struct written written;
    kind_schema_write_json(kind_named(name), catalogue, written_begin(&written));
    struct str_view text = str_view_of(written_end(&written));
    ck_assert_int_eq(json_parse(text, &json, &err), CADRE_OK);
    written_release(&written);
    catalogue_free(catalogue);
    return json;
}

/* Constraints that the standard has for a type (beside required). */
static const struct {
    const char *type, *constraint;
} allowed[] = {
    {"string", "pattern"},   {"string", "enum"},   {"string", "maxLength"}, {"integer", "minimum"},
    {"integer", "maximum"},  {"date", "minimum"},  {"date", "maximum"},     {"string", "required"},
    {"integer", "required"}, {"date", "required"}, {"boolean", "required"},
};

static bool is_allowed(struct str_view type, const char *constraint)
{
    for (int i = 0; i < ROWS(allowed); i++) {
        if (str_view_equal(type, str_view_of(allowed[i].type)) &&
            strcmp(allowed[i].constraint, constraint) == 0)
            return true;
    }
    return false;
}

static bool in_list(const struct json_value *list, struct str_view text)
{
    for (const struct json_value *one = json_first(list); one != NULL; one = json_next(one)) {
        if (str_view_equal(json_string(one), text))
            return true;
    }
    return false;
}

static bool matches(struct str_view pattern, struct str_view cell)
{
    CADRE_FREE char *whole = cadre_format("^(%.*s)$", STR_VIEW_ARGS(pattern));
    CADRE_FREE char *text = cadre_strndup(cell.data, cell.length);
    regex_t regex;
    ck_assert_int_eq(regcomp(&regex, whole, REG_EXTENDED | REG_NOSUB), 0);
    int outcome = regexec(&regex, text, 0, NULL, 0);
    regfree(&regex);
    return outcome == 0;
}

static void check_example(const struct json_value *field)
{
    const struct json_value *constraints = json_member(field, "constraints");
    struct str_view example = json_string(json_member(field, "example"));
    struct str_view pattern = json_string(json_member(constraints, "pattern"));
    int64_t limit = 0;
    int64_t number = 0;
    ck_assert_uint_gt(example.length, 0);
    if (json_member(constraints, "enum") != NULL)
        ck_assert(in_list(json_member(constraints, "enum"), example));
    if (pattern.data != NULL)
        ck_assert_msg(matches(pattern, example), "'%.*s'", STR_VIEW_ARGS(example));
    if (json_int64(json_member(constraints, "maxLength"), &limit))
        ck_assert_int_le((int64_t)utf8_count(example), limit);
    if (str_view_to_int64(example, &number) &&
        json_int64(json_member(constraints, "minimum"), &limit)) {
        ck_assert_int_ge(number, limit);
        ck_assert(json_int64(json_member(constraints, "maximum"), &limit));
        ck_assert_int_le(number, limit);
    }
    if (json_member(field, "trueValues") != NULL)
        ck_assert(in_list(json_member(field, "trueValues"), example));
}

static void check_field(const struct json_value *field, const struct kind_column *column)
{
    struct str_view type = json_string(json_member(field, "type"));
    bool required = false;
    ck_assert_view_eq(json_string(json_member(field, "name")), column->name);
    ck_assert_uint_gt(json_string(json_member(field, "title")).length, 0);
    ck_assert_uint_gt(json_string(json_member(field, "description")).length, 0);
    const struct json_value *constraints = json_member(field, "constraints");
    for (const struct json_value *one = json_first(constraints); one != NULL; one = json_next(one))
        ck_assert_msg(is_allowed(type, json_name(one)), "%s of %s", json_name(one), column->name);
    ck_assert(json_boolean(json_member(constraints, "required"), &required));
    ck_assert_int_eq(required, column->required);
    ck_assert_view_eq(json_string(json_member(json_member(field, "headers"), "az")),
                      column->header_az);
    check_example(field);
}

START_TEST(fields_are_of_the_standard)
{
    const struct kind *kind = kind_at(_i);
    struct json_document *json = schema_of(kind_at(_i)->name);
    const struct json_value *field = json_first(json_member(json_root(json), "fields"));
    for (size_t i = 0; i < kind->column_count; i++) {
        check_field(field, &kind->columns[i]);
        field = json_next(field);
    }
    ck_assert_ptr_null(field);
    json_document_free(json);
}
END_TEST

START_TEST(schema_is_headed_by_the_standard)
{
    struct json_document *json = schema_of(kind_at(_i)->name);
    const struct json_value *root = json_root(json);
    const struct json_value *missing = json_first(json_member(root, "missingValues"));
    ck_assert_view_eq(json_string(json_member(root, "$schema")),
                      "https://datapackage.org/profiles/2.0/tableschema.json");
    ck_assert_view_eq(json_string(json_member(root, "fieldsMatch")), "partial");
    ck_assert_view_eq(json_string(missing), "");
    ck_assert_ptr_null(json_next(missing));
    json_document_free(json);
}
END_TEST

/* A primary key may hold no null: only kinds whose identity is required have one. */
static const struct {
    const char *kind;
    size_t key_columns;
} keys[] = {
    {"organizations", 1}, {"roster", 0},       {"competencies", 0}, {"certifications", 0},
    {"needs", 1},         {"requirements", 4}, {"placements", 0},   {"preferences", 0},
    {"trainings", 2},     {"completions", 0},
};

START_TEST(primary_key_is_never_null)
{
    struct json_document *json = schema_of(keys[_i].kind);
    const struct json_value *key = json_member(json_root(json), "primaryKey");
    size_t count = 0;
    for (const struct json_value *one = json_first(key); one != NULL; one = json_next(one))
        count++;
    ck_assert_uint_eq(count, keys[_i].key_columns);
    ck_assert_int_eq(key != NULL, keys[_i].key_columns > 0);
    json_document_free(json);
}
END_TEST

/* A row of examples gives one of the columns that exclude one another. */
START_TEST(an_example_has_one_of_several)
{
    struct catalogue *catalogue = catalogue_new();
    struct written written;
    kind_schema_write_markdown(kind_find(STR_VIEW_LITERAL("preferences")), catalogue,
                               written_begin(&written));
    const char *page = written_end(&written);
    ck_assert_contains(page, "\nBK-000123,5ABC7K2,BAKU-1,person,N-0042,,,1\n");
    ck_assert_contains(page,
                       "- exactly one is given of: need_code, work_role, organization_code\n");
    written_release(&written);
    catalogue_free(catalogue);
}
END_TEST

static const struct {
    enum schema_language language;
    const char *line;
} templates[] = {
    {SCHEMA_ENGLISH, "provider;code;title;hours;cost;seats;starts_on;ends_on;region;language;"
                     "grants\r\n"},
    {SCHEMA_AZERBAIJANI, "təlim mərkəzi;kod;ad;saat;qiymət;yer sayı;başlama tarixi;bitmə tarixi;"
                         "bölgə;tədris dili;nə verir\r\n"},
    {SCHEMA_RUSSIAN, "учебный центр;код;название;часы;стоимость;число мест;начало;окончание;"
                     "регион;язык обучения;что даёт\r\n"},
};

START_TEST(a_template_is_a_line_for_excel)
{
    struct written written;
    kind_schema_write_template(kind_find(STR_VIEW_LITERAL("trainings")), templates[_i].language,
                               written_begin(&written));
    const char *bytes = written_end(&written);
    ck_assert(strncmp(bytes, "\xEF\xBB\xBF", 3) == 0);
    ck_assert_str_eq(bytes + 3, templates[_i].line);
    written_release(&written);
}
END_TEST

static const char example_row[] =
    "```csv\nneed_code,clause,kind,code,level,months,importance,weight,k,trust\n"
    "N-0042,1,assessment,DIM-ENTRANCE,600,24,desired,2,1,verified:CERT-GOV\n```\n";

static const char *const requirements_page[] = {
    "# Requirements of needs\n\nOne row is an alternative of a clause of a need.\n",
    "A file replaces the whole set of each `need_code` that it names.",
    "| `k` | neçəsi | сколько из |  | how many",
    "### requirement_kind\n\n| code | English | Azerbaijani | Russian |\n",
    "| `work_role` | work role | iş rolu | рабочая роль |",
    example_row,
};

START_TEST(page_tells)
{
    struct catalogue *catalogue = catalogue_new();
    struct written written;
    kind_schema_write_markdown(kind_find(STR_VIEW_LITERAL("requirements")), catalogue,
                               written_begin(&written));
    ck_assert_contains(written_end(&written), requirements_page[_i]);
    written_release(&written);
    catalogue_free(catalogue);
}
END_TEST

/* What came from elsewhere cannot break a table of the page. */
START_TEST(cells_of_the_page_are_escaped)
{
    static const struct kind_column columns[] = {{.name = "a",
                                                  .header_az = "x|y",
                                                  .header_ru = "*b*",
                                                  .rule = RULE_TEXT,
                                                  .max = 9,
                                                  .meaning = "<b>\nand",
                                                  .example = "`c`"}};
    static const struct kind kind = {.name = "k",
                                     .title = "K",
                                     .row_is = "a row",
                                     .columns = columns,
                                     .column_count = 1,
                                     .identity = {"a"}};
    struct catalogue *catalogue = catalogue_new();
    struct written written;
    kind_schema_write_markdown(&kind, catalogue, written_begin(&written));
    ck_assert_contains(written_end(&written),
                       "| `a` | x\\|y | \\*b\\* |  | \\<b\\>\uFFFDand | free text, at most 9 "
                       "characters | change | \\`c\\` |\n");
    written_release(&written);
    catalogue_free(catalogue);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("kind_schema");
    size_t kinds;
    size_t of_catalogue;
    kind_all(&kinds);
    kind_all_catalogue(&of_catalogue);
    kinds += of_catalogue;
    tcase_add_loop_test(tcase, fields_are_of_the_standard, 0, (int)kinds);
    tcase_add_loop_test(tcase, schema_is_headed_by_the_standard, 0, (int)kinds);
    tcase_add_loop_test(tcase, primary_key_is_never_null, 0, ROWS(keys));
    tcase_add_loop_test(tcase, page_tells, 0, ROWS(requirements_page));
    tcase_add_test(tcase, cells_of_the_page_are_escaped);
    tcase_add_test(tcase, an_example_has_one_of_several);
    tcase_add_loop_test(tcase, a_template_is_a_line_for_excel, 0, ROWS(templates));
    return run_tcase(tcase, "reports/kind_schema");
}
