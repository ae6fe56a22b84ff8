#include "core/base/json.h"

#include "core/base/alloc.h"
#include "reports/document.h"
#include "tests/unit/reports/sample_document.h"
#include "tests/unit/reports/written.h"

/* The sample as JSON, parsed by the strict reader. */
static struct json_document *sample_json(void)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct json_document *json = NULL;
    struct cadre_error err = {0};
    struct written written;
    document_write_json(sample_document(arena), written_begin(&written));
    struct str_view text = str_view_of(written_end(&written));
    ck_assert_int_eq(json_parse(text, &json, &err), CADRE_OK);
    written_release(&written);
    return json;
}

static const struct json_value *member(const struct json_value *value, const char *first,
                                       const char *second)
{
    value = json_member(value, first);
    return second == NULL ? value : json_member(value, second);
}

static const struct {
    const char *first, *second, *text;
} texts[] = {
    {"schema", NULL, "urn:cadre:report:sample:1"},
    {"report", NULL, "sample"},
    {"title", NULL, "A sample & more"},
    {"finding", NULL, "61 of 412 seats cannot be filled."},
    {"notice", NULL, "Draft: not published."},
    {"basis", "as_of", "2026-03-01"},
};

START_TEST(texts_stand_under_their_keys)
{
    struct json_document *json = sample_json();
    const struct json_value *value = member(json_root(json), texts[_i].first, texts[_i].second);
    ck_assert_view_eq(json_string(value), texts[_i].text);
    json_document_free(json);
}
END_TEST

static const struct {
    const char *key;
    int64_t number;
} numbers[] = {
    {"count", 12000}, {"fit_bp", 8750}, {"bar", 3},       {"bar_of", 5},
    {"gap_have", 1},  {"gap_need", 4},  {"gap_short", 3}, {"total", 0},
};

START_TEST(numbers_are_integers)
{
    struct json_document *json = sample_json();
    const struct json_value *row = json_first(member(json_root(json), "tables", "rows"));
    int64_t number = -1;
    ck_assert(json_int64(json_member(row, numbers[_i].key), &number));
    ck_assert_int_eq(number, numbers[_i].number);
    json_document_free(json);
}
END_TEST

START_TEST(absent_is_null_and_a_total_is_marked)
{
    struct json_document *json = sample_json();
    const struct json_value *row = json_next(json_first(member(json_root(json), "tables", "rows")));
    int64_t total = 0;
    ck_assert_int_eq(json_type_of(json_member(row, "text")), JSON_NULL);
    ck_assert_int_eq(json_type_of(json_member(row, "gap_short")), JSON_NULL);
    ck_assert(json_int64(json_member(row, "total"), &total));
    ck_assert_int_eq(total, 1);
    ck_assert_ptr_null(json_next(row));
    json_document_free(json);
}
END_TEST

START_TEST(sentences_and_empty_tables_are_there)
{
    struct json_document *json = sample_json();
    const struct json_value *sentence = json_first(member(json_root(json), "sentences", NULL));
    const struct json_value *empty = member(json_root(json), "tables", "empty");
    int64_t seats = 0;
    ck_assert_view_eq(json_string(sentence), "A paragraph, \"quoted\".");
    ck_assert_int_eq(json_type_of(empty), JSON_ARRAY);
    ck_assert_ptr_null(json_first(empty));
    ck_assert(json_int64(member(json_root(json), "figures", "seats"), &seats));
    ck_assert_int_eq(seats, 412);
    json_document_free(json);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("json");
    tcase_add_loop_test(tcase, texts_stand_under_their_keys, 0, ROWS(texts));
    tcase_add_loop_test(tcase, numbers_are_integers, 0, ROWS(numbers));
    tcase_add_test(tcase, absent_is_null_and_a_total_is_marked);
    tcase_add_test(tcase, sentences_and_empty_tables_are_there);
    return run_tcase(tcase, "reports/json");
}
