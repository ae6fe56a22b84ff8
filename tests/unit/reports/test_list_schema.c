/* What 'cadre catalogue list' prints has its place in the published schema, list by list and column
 * by column. */
#include <string.h>

#include "core/base/json.h"
#include "core/catalogue/listing.h"
#include "reports/report.h"
#include "tests/unit/run_tcase.h"

static const struct json_value *tables_of(const struct json_document *schema)
{
    const struct json_value *properties = json_member(json_root(schema), "properties");
    return json_member(json_member(properties, "tables"), "properties");
}

static struct json_document *parse_schema(void)
{
    struct json_document *json = NULL;
    struct cadre_error err = {0};
    ck_assert_int_eq(
        json_parse(report_json_schema(STR_VIEW_LITERAL("catalogue_list")), &json, &err), CADRE_OK);
    return json;
}

/* "type" is a word or a list of such; a column of yes and no has an "enum" of numbers instead. */
static bool admits(const struct json_value *column, const char *wanted)
{
    int64_t number;
    const struct json_value *type = json_member(column, "type");
    if (type == NULL)
        return strcmp(wanted, "integer") == 0 &&
               json_int64(json_first(json_member(column, "enum")), &number);
    if (json_type_of(type) == JSON_STRING)
        return str_view_equal(json_string(type), str_view_of(wanted));
    for (const struct json_value *one = json_first(type); one != NULL; one = json_next(one)) {
        if (str_view_equal(json_string(one), str_view_of(wanted)))
            return true;
    }
    return false;
}

START_TEST(list_is_in_the_schema)
{
    size_t count;
    const struct listing *listing = &listing_all(&count)[_i];
    struct json_document *schema = parse_schema();
    const struct json_value *table = json_member(tables_of(schema), listing->name);
    ck_assert_msg(table != NULL, "the schema has no list '%s'", listing->name);
    const struct json_value *row = json_member(table, "items");
    const struct json_value *column = json_first(json_member(row, "properties"));
    const struct json_value *required = json_first(json_member(row, "required"));
    for (size_t i = 0; i < listing_column_count(listing); i++) {
        const char *name = listing->columns[i].name;
        bool number = listing->columns[i].format == LISTING_NUMBER;
        ck_assert_msg(column != NULL && required != NULL, "'%s' ends before '%s'", listing->name,
                      name);
        ck_assert_str_eq(json_name(column), name);
        ck_assert_view_eq(json_string(required), name);
        ck_assert_msg(admits(column, number ? "integer" : "string"), "another type: '%s' of '%s'",
                      name, listing->name);
        column = json_next(column);
        required = json_next(required);
    }
    ck_assert_ptr_null(column);
    ck_assert_ptr_null(required);
    json_document_free(schema);
}
END_TEST

START_TEST(schema_has_no_other_list)
{
    size_t count;
    struct json_document *schema = parse_schema();
    listing_all(&count);
    for (const struct json_value *table = json_first(tables_of(schema)); table != NULL;
         table = json_next(table)) {
        ck_assert_ptr_nonnull(listing_find(str_view_of(json_name(table)), NULL));
        count--;
    }
    ck_assert_uint_eq(count, 0);
    json_document_free(schema);
}
END_TEST

int main(void)
{
    size_t count;
    listing_all(&count);
    TCase *tcase = tcase_create("list_schema");
    tcase_add_loop_test(tcase, list_is_in_the_schema, 0, (int)count);
    tcase_add_test(tcase, schema_has_no_other_list);
    return run_tcase(tcase, "reports/list_schema");
}
