#include "core/base/json.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const struct {
    struct str_view text;
    const char *fault; /* line, column and reason */
} refused[] = {
    {STR_VIEW_LITERAL(""), "line 1, column 1: the text ends before its value"},
    {STR_VIEW_LITERAL("  \n "), "line 2, column 2: the text ends before its value"},
    {STR_VIEW_LITERAL("{} x"), "line 1, column 4: text behind the value"},
    {STR_VIEW_LITERAL("1 2"), "line 1, column 3: text behind the value"},
    {STR_VIEW_LITERAL("[1,]"), "line 1, column 4: no value begins like this"},
    {STR_VIEW_LITERAL("[1 2]"), "line 1, column 4: ',' or a closing bracket is missing"},
    {STR_VIEW_LITERAL("[1}"), "line 1, column 3: ',' or a closing bracket is missing"},
    {STR_VIEW_LITERAL("["), "line 1, column 2: the text ends before its value"},
    {STR_VIEW_LITERAL("{\"a\"1}"), "line 1, column 5: ':' is missing behind a name"},
    {STR_VIEW_LITERAL("{a:1}"), "line 1, column 2: a name in quotes is missing"},
    {STR_VIEW_LITERAL("{\"a\":1,}"), "line 1, column 8: a name in quotes is missing"},
    {STR_VIEW_LITERAL("\"a"), "line 1, column 3: a string is not closed"},
    {STR_VIEW_LITERAL("\"\u0259\tb\""), "line 1, column 3: a control character in a string"},
    {STR_VIEW_LITERAL("\"\\x\""), "line 1, column 3: an unknown escape"},
    {STR_VIEW_LITERAL("\"\\"), "line 1, column 3: an unknown escape"},
    {STR_VIEW_LITERAL("\"a\\u0000b\""), "column 9: NUL (\\u0000) cannot be stored"},
    {STR_VIEW_LITERAL("\"\\u00g0\""), "column 6: an escape \\u wants four hexadecimal digits"},
    {STR_VIEW_LITERAL("\"\\uD800\""), "a lone surrogate"},
    {STR_VIEW_LITERAL("\"\\uD800\\u0041\""), "a lone surrogate"},
    {STR_VIEW_LITERAL("\"\\uDC00\""), "a lone surrogate"},
    {STR_VIEW_LITERAL("\"a\xFF\""), "line 1, column 3: not UTF-8, or a NUL"},
    {STR_VIEW_LITERAL("\"a\0b\""), "line 1, column 3: not UTF-8, or a NUL"},
    {STR_VIEW_LITERAL("\xEF\xBB\xBF{}"), "line 1, column 1: a byte order mark before the value"},
    {STR_VIEW_LITERAL("01"), "line 1, column 2: a number begins with a zero"},
    {STR_VIEW_LITERAL("-"), "line 1, column 2: a digit is missing in a number"},
    {STR_VIEW_LITERAL("1."), "line 1, column 3: a digit is missing in a number"},
    {STR_VIEW_LITERAL("1e"), "line 1, column 3: a digit is missing in a number"},
    {STR_VIEW_LITERAL("+1"), "line 1, column 1: no value begins like this"},
    {STR_VIEW_LITERAL(".5"), "line 1, column 1: no value begins like this"},
    {STR_VIEW_LITERAL("NaN"), "line 1, column 1: no value begins like this"},
    {STR_VIEW_LITERAL("True"), "line 1, column 1: no value begins like this"},
    {STR_VIEW_LITERAL("nul"), "line 1, column 4: an unknown word"},
    {STR_VIEW_LITERAL("truex"), "line 1, column 5: text behind the value"},
    {STR_VIEW_LITERAL("// c\n1"), "line 1, column 1: no value begins like this"},
    {STR_VIEW_LITERAL("{\n  \"a\": 1,\n  \"b\": 2,\n  \"a\": 3\n}"),
     "line 4, column 3: a name stands twice in its object"},
    {STR_VIEW_LITERAL("{\"a\": {\"b\": 1}, \"\\u0061\": 2}"),
     "line 1, column 17: a name stands twice in its object"},
    {STR_VIEW_LITERAL("[{\"a\": 1}, {\"x\": {\"b\": 1, \"b\": 2}}]"),
     "line 1, column 27: a name stands twice in its object"},
};

START_TEST(malformed_text_is_refused_with_its_place)
{
    struct json_document *document = NULL;
    struct cadre_error err = {0};
    ck_assert_int_eq(json_parse(refused[_i].text, &document, &err), CADRE_REFUSED);
    ck_assert_ptr_null(document);
    ck_assert_msg(strstr(err.message, refused[_i].fault) != NULL, "%s", err.message);
    cadre_error_release(&err);
}
END_TEST

static struct json_document *parse(const char *text)
{
    struct json_document *document = NULL;
    struct cadre_error err = {0};
    enum cadre_status status = json_parse(str_view_of(text), &document, &err);
    ck_assert_msg(status == CADRE_OK, "%s", err.message != NULL ? err.message : "");
    return document;
}

static const struct {
    const char *text;
    enum json_type type;
    bool exact;
    int64_t number;
} numbers[] = {
    {"0", JSON_NUMBER, true, 0},
    {"-0", JSON_NUMBER, true, 0},
    {"7200000000000001", JSON_NUMBER, true, INT64_C(7200000000000001)},
    {"9007199254740993", JSON_NUMBER, true, INT64_C(9007199254740993)},
    {"9223372036854775807", JSON_NUMBER, true, INT64_MAX},
    {"-9223372036854775808", JSON_NUMBER, true, INT64_MIN},
    {"9223372036854775808", JSON_NUMBER, false, 0},
    {"1.0", JSON_NUMBER, false, 0},
    {"1e3", JSON_NUMBER, false, 0},
    {"-1.5E-7", JSON_NUMBER, false, 0},
    {"1e99999", JSON_NUMBER, false, 0},
    {"11111111111111111111111111111111111111111111111111111111111111111111111111111111",
     JSON_NUMBER, false, 0},
    {"\"12\"", JSON_STRING, false, 0},
    {"\"n12\"", JSON_STRING, false, 0},
    {"true", JSON_BOOLEAN, false, 0},
    {"null", JSON_NULL, false, 0},
};

START_TEST(integers_are_exact)
{
    CADRE_CLEANUP(json_document_cleanup) struct json_document *document = parse(numbers[_i].text);
    int64_t number = 4711;
    ck_assert_int_eq(json_type_of(json_root(document)), numbers[_i].type);
    ck_assert_int_eq(json_int64(json_root(document), &number), numbers[_i].exact);
    ck_assert_int_eq(number, numbers[_i].exact ? numbers[_i].number : 4711);
}
END_TEST

static const struct {
    const char *text;
    const char *string;
} strings[] = {
    {"\"\"", ""},
    {"\"\u018Fli \U0001F600\"", "\u018Fli \U0001F600"},
    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
    {"\"\\u0259\\ud83d\\ude00\\u0001\"", "\u0259\U0001F600\x01"},
    {" \r\n\t\"a\" ", "a"},
};

START_TEST(strings_are_decoded)
{
    CADRE_CLEANUP(json_document_cleanup) struct json_document *document = parse(strings[_i].text);
    ck_assert_view_eq(json_string(json_root(document)), strings[_i].string);
}
END_TEST

START_TEST(a_tree_is_walked)
{
    CADRE_CLEANUP(json_document_cleanup)
    struct json_document *document =
        parse("{\"a\": [1, \"x\", {}], \"A\": false, \"\": null, \"\u0259\": true}");
    const struct json_value *root = json_root(document);
    const struct json_value *a = json_member(root, "a");
    bool truth = true;
    int64_t number = 0;
    ck_assert_int_eq(json_type_of(root), JSON_OBJECT);
    ck_assert_int_eq(json_type_of(a), JSON_ARRAY);
    ck_assert_ptr_eq(json_first(root), a);
    ck_assert_str_eq(json_name(a), "a");
    ck_assert(json_boolean(json_member(root, "A"), &truth));
    ck_assert(!truth);
    ck_assert(json_boolean(json_member(root, "\u0259"), &truth));
    ck_assert(truth);
    ck_assert_int_eq(json_type_of(json_member(root, "")), JSON_NULL);
    ck_assert_ptr_null(json_next(json_member(root, "\u0259")));
    ck_assert(json_int64(json_first(a), &number));
    ck_assert_int_eq(number, 1);
    const struct json_value *second = json_next(json_first(a));
    ck_assert_view_eq(json_string(second), "x");
    ck_assert_int_eq(json_type_of(json_next(second)), JSON_OBJECT);
    ck_assert_ptr_null(json_first(json_next(second)));
    ck_assert_ptr_null(json_next(json_next(second)));
}
END_TEST

START_TEST(what_is_absent_is_absent)
{
    CADRE_CLEANUP(json_document_cleanup) struct json_document *document = parse("[\"a\"]");
    bool truth;
    int64_t number;
    ck_assert_ptr_null(json_member(json_root(document), "a"));
    ck_assert_ptr_null(json_member(NULL, "a"));
    ck_assert_ptr_null(json_first(NULL));
    ck_assert_ptr_null(json_first(json_first(json_root(document))));
    ck_assert_ptr_null(json_string(NULL).data);
    ck_assert_ptr_null(json_string(json_root(document)).data);
    ck_assert(!json_int64(NULL, &number));
    ck_assert(!json_boolean(NULL, &truth));
    ck_assert(!json_boolean(json_root(document), &truth));
    json_document_free(NULL);
}
END_TEST

START_TEST(depth_has_a_limit)
{
    struct str text = {0};
    struct json_document *document = NULL;
    struct cadre_error err = {0};
    int depth = JSON_DEPTH_MAX + _i;
    for (int i = 0; i < depth; i++)
        str_add_text(&text, i % 2 == 0 ? "[" : "{\"a\":");
    str_add_char(&text, '1');
    for (int i = depth - 1; i >= 0; i--)
        str_add_char(&text, i % 2 == 0 ? ']' : '}');
    enum cadre_status status = json_parse(str_view_from(&text), &document, &err);
    ck_assert_int_eq(status, _i == 0 ? CADRE_OK : CADRE_REFUSED);
    if (_i > 0)
        ck_assert_ptr_nonnull(strstr(err.message, "nested too deep"));
    json_document_free(document);
    cadre_error_release(&err);
    str_release(&text);
}
END_TEST

/* What the writer of `write` put out; the caller frees. */
static char *written_by(void (*write)(struct json_writer *writer))
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    struct json_writer *writer = json_writer_new(out);
    write(writer);
    json_writer_free(writer);
    ck_assert_int_eq(fclose(out), 0);
    return text;
}

static void write_sample(struct json_writer *writer)
{
    json_begin_object(writer, NULL);
    json_write_int64(writer, "least", INT64_MIN);
    json_write_string(writer, "a \"b\"", STR_VIEW_LITERAL("x\\\"\n\t\x01\x7F \u0259/"));
    json_write_string(writer, "broken", STR_VIEW_LITERAL("M\xFCller"));
    json_write_string(writer, "absent", str_view_of(NULL));
    json_begin_array(writer, "list");
    json_write_boolean(writer, NULL, true);
    json_write_boolean(writer, NULL, false);
    json_begin_object(writer, NULL);
    json_end_object(writer);
    json_begin_array(writer, NULL);
    json_write_null(writer, NULL);
    json_end_array(writer);
    json_end_array(writer);
    json_begin_array(writer, "empty");
    json_end_array(writer);
    json_end_object(writer);
}

static const char sample[] = "{\n"
                             "  \"least\": -9223372036854775808,\n"
                             "  \"a \\\"b\\\"\": \"x\\\\\\\"\\n\\t\\u0001\\u007f \u0259/\",\n"
                             "  \"broken\": \"M\uFFFDller\",\n"
                             "  \"absent\": null,\n"
                             "  \"list\": [\n"
                             "    true,\n"
                             "    false,\n"
                             "    {},\n"
                             "    [\n"
                             "      null\n"
                             "    ]\n"
                             "  ],\n"
                             "  \"empty\": []\n"
                             "}\n";

static void write_lone_string(struct json_writer *writer)
{
    json_write_string(writer, NULL, STR_VIEW_LITERAL("alone"));
}

static const struct {
    void (*write)(struct json_writer *writer);
    const char *text;
} writings[] = {{write_sample, sample}, {write_lone_string, "\"alone\"\n"}};

START_TEST(the_writer_writes_what_the_reader_reads)
{
    CADRE_FREE char *text = written_by(writings[_i].write);
    ck_assert_str_eq(text, writings[_i].text);
    json_document_free(parse(text));
}
END_TEST

static void write_half(struct json_writer *writer)
{
    json_begin_array(writer, NULL);
}

START_TEST(half_a_document_is_a_bug)
{
    free(written_by(write_half));
}
END_TEST

static const struct {
    const char *name;
    uint32_t line;
} lines[] = {{"a", 2}, {"b", 4}, {"c", 4}, {"d", 8}, {"e", 9}};

/* The value's own line, not that of its name; a number, a word and a container have one too. */
START_TEST(a_value_knows_its_line)
{
    struct json_document *document = parse("{\n\"a\": 1, \"b\":\r\n\n{}, \"c\": [\"x\\n\",\n\n2],"
                                           "\n\"d\"\n: null,\n\"e\":\"z\"\n}\n");
    const struct json_value *root = json_root(document);
    ck_assert_uint_eq(json_line(root), 1);
    ck_assert_uint_eq(json_line(json_member(root, lines[_i].name)), lines[_i].line);
    const struct json_value *first = json_first(json_member(root, "c"));
    ck_assert_uint_eq(json_line(first), 4);
    ck_assert_uint_eq(json_line(json_next(first)), 6);
    json_document_free(document);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("json");
    tcase_add_loop_test(tcase, a_value_knows_its_line, 0, ROWS(lines));
    tcase_add_loop_test(tcase, malformed_text_is_refused_with_its_place, 0, ROWS(refused));
    tcase_add_loop_test(tcase, integers_are_exact, 0, ROWS(numbers));
    tcase_add_loop_test(tcase, strings_are_decoded, 0, ROWS(strings));
    tcase_add_test(tcase, a_tree_is_walked);
    tcase_add_test(tcase, what_is_absent_is_absent);
    tcase_add_loop_test(tcase, depth_has_a_limit, 0, 2);
    tcase_add_loop_test(tcase, the_writer_writes_what_the_reader_reads, 0, ROWS(writings));
    tcase_add_test_raise_signal(tcase, half_a_document_is_a_bug, SIGABRT);
    return run_tcase(tcase, "base/json");
}
