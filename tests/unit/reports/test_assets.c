#include "reports/assets.h"

#include "core/base/alloc.h"
#include "core/base/json.h"
#include "reports/report.h"
#include "tests/unit/run_tcase.h"

static const char *const reports[] = {
    "staffing",
    "gap",
    "explain_person",
    "explain_need",
    "explain_run",
    "run_diff",
    "what_if",
    "catalogue_list",
    "catalogue_show",
    "catalogue_load",
    "catalogue_search",
    "catalogue_diff",
    "catalogue_load_entry",
    "catalogue_loads",
    "catalogue_migrate",
};

START_TEST(schema_is_json_and_names_its_report)
{
    struct json_document *json = NULL;
    struct cadre_error err = {0};
    CADRE_FREE char *id = cadre_format("urn:cadre:report:%s:1", reports[_i]);
    struct str_view schema = report_json_schema(str_view_of(reports[_i]));
    ck_assert_int_eq(json_parse(schema, &json, &err), CADRE_OK);
    const struct json_value *root = json_root(json);
    ck_assert_view_eq(json_string(json_member(root, "$id")), id);
    ck_assert_view_eq(json_string(json_member(root, "$schema")),
                      "https://json-schema.org/draft/2020-12/schema");
    json_document_free(json);
}
END_TEST

START_TEST(what_is_not_there_is_absent)
{
    ck_assert_ptr_null(report_json_schema(STR_VIEW_LITERAL("document.css")).data);
    ck_assert_ptr_null(report_json_schema(STR_VIEW_LITERAL("")).data);
    ck_assert_ptr_null(asset_find(STR_VIEW_LITERAL("document")).data);
    ck_assert_uint_gt(asset_find(STR_VIEW_LITERAL("document.css")).length, 1000);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("assets");
    tcase_add_loop_test(tcase, schema_is_json_and_names_its_report, 0, ROWS(reports));
    tcase_add_test(tcase, what_is_not_there_is_absent);
    return run_tcase(tcase, "reports/assets");
}
