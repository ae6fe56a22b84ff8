/*
 * Documents that nobody writes by hand: too deep, too long, cut off, or made to take for ever.
 */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/json.h"
#include "tests/unit/catalogue/document_text.h"
#include "tests/unit/catalogue/shipped.h"

static const struct framework_document_options local = {"LOCAL", "1"};

static enum cadre_status read_text(struct str_view text, struct arena *arena,
                                   struct framework_document *ret_document, struct cadre_error *err)
{
    return framework_document_read(text, shipped, &local, arena, ret_document, err);
}

static void repeat(struct str *out, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        str_add_text(out, text);
}

#define TASK "{\"element_type\":\"task\",\"element_identifier\":\"T1\""

/* ---- depth ----------------------------------------------------------------------------------- */

static const struct {
    size_t depth; /* of lists within the element, which is the third level itself */
    bool taken;
} depths[] = {{1, true}, {JSON_DEPTH_MAX - 3, true}, {JSON_DEPTH_MAX - 2, false}, {1000000, false}};

START_TEST(depth_has_a_limit)
{
    struct arena *arena = arena_new();
    struct framework_document document;
    struct cadre_error err = {0};
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_text(&text, "{\"elements\":[" TASK ",\"x\":");
    repeat(&text, "[", depths[_i].depth);
    repeat(&text, "]", depths[_i].depth);
    str_add_text(&text, "}]}");
    enum cadre_status status = read_text(str_view_from(&text), arena, &document, &err);
    ck_assert_int_eq(status, depths[_i].taken ? CADRE_OK : CADRE_REFUSED);
    if (!depths[_i].taken)
        ck_assert_msg(strstr(err.message, "nested too deep") != NULL, "%s", err.message);
    cadre_error_release(&err);
    arena_free(arena);
}
END_TEST

/* ---- what is cut off ------------------------------------------------------------------------- */

static const char whole[] =
    "{\"documents\":[{\"doc_identifier\":\"L\"}],\"relationship_types\":[],\"elements\":[" TASK
    ",\"text\":\"\\u0259\\n\u0259\"}],\"relationships\":[]}";

START_TEST(no_beginning_of_a_document_passes_for_it)
{
    struct arena *arena = arena_new();
    struct framework_document document;
    struct cadre_error err = {0};
    for (size_t length = 0; length < sizeof whole - 1; length++) {
        CADRE_FREE char *part = cadre_strndup(whole, length);
        ck_assert_int_eq(read_text((struct str_view){part, length}, arena, &document, &err),
                         CADRE_REFUSED);
    }
    ck_assert_int_eq(read_text(str_view_of(whole), arena, &document, &err), CADRE_OK);
    cadre_error_release(&err);
    arena_free(arena);
}
END_TEST

/* ---- bytes ----------------------------------------------------------------------------------- */

static const struct {
    struct str_view text;
    const char *message;
} bytes[] = {
    {STR_VIEW_LITERAL("{\"elements\":[" TASK ",\"text\":\"a\0b\"}]}"), "not UTF-8, or a NUL"},
    {STR_VIEW_LITERAL("{\"elements\":[" TASK ",\"text\":\"a\\u0000b\"}]}"), "NUL (\\u0000)"},
    {STR_VIEW_LITERAL("{\"elements\":[" TASK ",\"text\":\"a\xFF\"}]}"), "not UTF-8, or a NUL"},
    {STR_VIEW_LITERAL("{\"elements\":[" TASK ",\"text\":\"\\uD800\"}]}"), "a lone surrogate"},
    {STR_VIEW_LITERAL("{\"elements\":[" TASK ",\"text\":1,\"text\":2}]}"), "a name stands twice"},
    {STR_VIEW_LITERAL("\xEF\xBB\xBF\xEF\xBB\xBF{\"elements\":[" TASK "}]}"), "byte order mark"},
    {STR_VIEW_LITERAL("{\0"
                      "}"),
     "not UTF-8, or a NUL"},
};

START_TEST(bytes_that_are_no_text_are_refused)
{
    struct arena *arena = arena_new();
    struct framework_document document;
    struct cadre_error err = {0};
    ck_assert_int_eq(read_text(bytes[_i].text, arena, &document, &err), CADRE_REFUSED);
    ck_assert_msg(strstr(err.message, bytes[_i].message) != NULL, "%s", err.message);
    cadre_error_release(&err);
    arena_free(arena);
}
END_TEST

/* ---- sizes ----------------------------------------------------------------------------------- */

static void check_read(const struct str *text, const char *wanted)
{
    struct arena *arena = arena_new();
    struct framework_document document;
    struct cadre_error err = {0};
    CADRE_CLEANUP(str_release) struct str seen = {0};
    enum cadre_status status = read_text(str_view_from(text), arena, &document, &err);
    ck_assert_msg(status == CADRE_OK, "%s", err.message);
    add_document_text(&document, &seen);
    ck_assert_msg(strstr(str_chars(&seen), wanted) != NULL, "%.2000s", str_chars(&seen));
    arena_free(arena);
}

/* A path and a value of 64 KiB would fill a report; both are cut between two code points. */
START_TEST(long_keys_and_values_are_cut_where_they_are_told)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    CADRE_CLEANUP(str_release) struct str wanted = {0};
    str_add_text(&text, "{\"elements\":[" TASK ",\"a");
    repeat(&text, "\u0259", 32768);
    str_add_text(&text, "\":\"");
    repeat(&text, "\u0259", 32768);
    str_add_text(&text, "\"}]}");
    str_add_text(&wanted, "D001 /elements/0/a");
    repeat(&wanted, "\u0259", 99);
    str_add_text(&wanted, ":1 '");
    repeat(&wanted, "\u0259", 100);
    str_add_text(&wanted, "'\n");
    check_read(&text, str_chars(&wanted));
}
END_TEST

START_TEST(a_code_has_64_bytes_at_most)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    CADRE_CLEANUP(str_release) struct str wanted = {0};
    str_add_text(&text, "{\"elements\":[{\"element_type\":\"task\",\"element_identifier\":\"");
    repeat(&text, "a", 64);
    str_add_text(&text, "\"},{\"element_type\":\"task\",\"element_identifier\":\"");
    repeat(&text, "b", 65);
    str_add_text(&text, "\"}]}");
    str_add_text(&wanted, "D012 /elements/1/element_identifier:1 '");
    repeat(&wanted, "b", 65);
    check_read(&text, str_chars(&wanted));
}
END_TEST

static const char *const numbers[] = {"1e999", "-0", "123456789012345678901234567890", "0.1e-400"};

START_TEST(a_number_is_no_code_however_large)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_format(
        &text, "{\"elements\":[" TASK "},{\"element_type\":\"task\",\"element_identifier\":%s}]}",
        numbers[_i]);
    check_read(&text, "task T1 '' ''\n");
    check_read(&text, "D014 /elements/1/element_identifier:1\n");
}
END_TEST

/* Each relation could be read in as many ways as there are elements of the code. */
START_TEST(one_code_for_everything_does_not_take_for_ever)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_text(&text, "{\"elements\":[" TASK "}");
    for (int i = 0; i < 20000; i++)
        str_add_format(&text, ",{\"element_type\":\"type%d\",\"element_identifier\":\"T1\"}", i);
    str_add_text(&text, "],\"relationships\":[{\"relationship_identifier\":\"x\","
                        "\"source_element_identifier\":\"T1\",\"dest_element_identifier\":\"T1\"}");
    repeat(&text,
           ",{\"relationship_identifier\":\"x\",\"source_element_identifier\":\"T1\","
           "\"dest_element_identifier\":\"T1\"}",
           19999);
    str_add_text(&text, "]}");
    check_read(&text, "D016 /relationships/19999:1 'T1'\n");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("document_torture");
    tcase_add_loop_test(tcase, depth_has_a_limit, 0, ROWS(depths));
    tcase_add_test(tcase, no_beginning_of_a_document_passes_for_it);
    tcase_add_loop_test(tcase, bytes_that_are_no_text_are_refused, 0, ROWS(bytes));
    tcase_add_test(tcase, long_keys_and_values_are_cut_where_they_are_told);
    tcase_add_test(tcase, a_code_has_64_bytes_at_most);
    tcase_add_loop_test(tcase, a_number_is_no_code_however_large, 0, ROWS(numbers));
    tcase_add_test(tcase, one_code_for_everything_does_not_take_for_ever);
    return run_with_catalogue(tcase, "catalogue/document_torture");
}
