#include "import/record_reader.h"

#include "tests/unit/import/import_case.h"

/* Fields in brackets; "!" a broken record, "#" a field too long. */
static const struct {
    const char *record;
    const char *fields;
    char delimiter;
} cases[] = {
    {"a,b\n", "[a][b]", ','},
    {"a,b", "[a][b]", ','},
    {"a,b\r\n", "[a][b]", ','},
    {"a,b\r", "[a][b]", ','},
    {",\n", "[][]", ','},
    {"a;b,c\n", "[a][b,c]", ';'},
    {"a\t b\t\tc\n", "[a][b][][c]", '\t'},
    {"  a , \"b \" \n", "[a][b ]", ','},
    {"\"a\"\"b\",\"\"\n", "[a\"b][]", ','},
    {"\"a\nb\",\"c,d\"\n", "[a\nb][c,d]", ','},
    {"\u00A0a\u00A0,b\n", "[\u00A0a\u00A0][b]", ','},
    {"a\"b,c\n", "!", ','},
    {"\"a\"b,c\n", "!", ','},
    {"\"a,c\n", "!", ','},
    {"a,b\n", "[a,b]", ';'},
};

static void add_fields(struct str *out, struct record_reader *reader, struct str_view record)
{
    static const char *const faults[] = {
        [READ_FIELDS] = "", [READ_BROKEN] = "!", [READ_TOO_LONG] = "#"};
    struct fields fields;
    enum read_outcome outcome = record_reader_read(reader, record, &fields);
    str_add_text(out, faults[outcome]);
    for (size_t i = 0; i < fields.count && outcome == READ_FIELDS; i++)
        str_add_format(out, "[%.*s]", STR_VIEW_ARGS(fields.items[i]));
}

/* Each record is read again after a broken one: nothing of that one stays behind. */
START_TEST(fields_come_out)
{
    CADRE_CLEANUP(str_release) struct str seen = {0};
    CADRE_CLEANUP(record_reader_cleanup)
    struct record_reader *reader = record_reader_new(cases[_i].delimiter);
    struct fields fields;
    add_fields(&seen, reader, str_view_of(cases[_i].record));
    ck_assert_str_eq(str_chars(&seen), cases[_i].fields);
    ck_assert_int_eq(record_reader_read(reader, str_view_of("\"x\"y,"), &fields), READ_BROKEN);
    str_reset(&seen);
    add_fields(&seen, reader, str_view_of(cases[_i].record));
    ck_assert_str_eq(str_chars(&seen), cases[_i].fields);
}
END_TEST

static const struct {
    size_t length;
    enum read_outcome outcome;
} lengths[] = {
    {FIELD_BYTES_MAX, READ_FIELDS},
    {FIELD_BYTES_MAX + 1, READ_TOO_LONG},
    {2 * FIELD_BYTES_MAX, READ_TOO_LONG},
    {8 * FIELD_BYTES_MAX, READ_TOO_LONG}, /* libcsv itself runs into the cap */
};

START_TEST(a_field_has_at_most_64_kibibytes)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    CADRE_CLEANUP(record_reader_cleanup) struct record_reader *reader = record_reader_new(',');
    struct fields fields;
    str_add_text(&text, "a,b,");
    for (size_t i = 0; i < lengths[_i].length; i++)
        str_add_char(&text, 'x');
    str_add_text(&text, ",c\n");
    ck_assert_int_eq(record_reader_read(reader, str_view_from(&text), &fields),
                     lengths[_i].outcome);
    if (lengths[_i].outcome == READ_TOO_LONG)
        ck_assert_uint_eq(fields.count, 2); /* the third is at fault */
    else
        ck_assert_uint_eq(fields.items[2].length, lengths[_i].length);
    ck_assert_int_eq(record_reader_read(reader, str_view_of("d,e\n"), &fields), READ_FIELDS);
    ck_assert_view_eq(fields.items[1], "e");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("record_reader");
    tcase_add_loop_test(tcase, fields_come_out, 0, ROWS(cases));
    tcase_add_loop_test(tcase, a_field_has_at_most_64_kibibytes, 0, ROWS(lengths));
    return run_tcase(tcase, "import/record_reader");
}
