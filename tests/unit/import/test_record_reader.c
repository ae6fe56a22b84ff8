#include "import/record_reader.h"

#include <csv.h>

#include "tests/unit/import/fault_sheet.h"

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

/* ---- plain records and libcsv ---------------------------------------------------------------- */

static void add_parsed(void *data, size_t length, void *context)
{
    str_add_format(context, "[%zu:", length);
    str_add_view(context, (struct str_view){length > 0 ? data : "", length});
    str_add_char(context, ']');
}

static void end_row(int end, void *context)
{
    (void)end;
    (void)context;
}

/* What libcsv alone makes of a record; false when it refuses it. */
static bool parse_alone(struct str_view record, char delimiter, struct str *out)
{
    struct csv_parser parser;
    int failed = csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    assert(failed == 0);
    (void)failed;
    csv_set_delim(&parser, (unsigned char)delimiter);
    bool whole =
        csv_parse(&parser, record.data, record.length, add_parsed, end_row, out) == record.length &&
        csv_fini(&parser, add_parsed, end_row, out) == 0;
    csv_free(&parser);
    return whole;
}

/* Of bytes that CSV knows, letters and a NUL, and now and then with a line's end behind. */
static struct str_view random_record(uint64_t *state, char bytes[32])
{
    static const char alphabet[] = {'a', 'b', '\xC9', '\x99', ' ', '\t', '"',  '"',
                                    '"', ',', ',',    ',',    ';', '\n', '\0', '\r'};
    static const char *const endings[] = {"", "\n", "\r\n", "\r"};
    size_t length = below(state, 24);
    for (size_t i = 0; i < length; i++)
        bytes[i] = alphabet[below(state, sizeof alphabet)];
    const char *ending = endings[below(state, ROWS(endings))];
    for (; *ending != '\0'; ending++)
        bytes[length++] = *ending;
    return (struct str_view){bytes, length};
}

START_TEST(fields_are_those_of_libcsv)
{
    static const char delimiters[] = {',', ';', '\t'};
    enum { RECORDS = 400000 };
    CADRE_CLEANUP(str_release) struct str alone = {0};
    CADRE_CLEANUP(str_release) struct str seen = {0};
    CADRE_CLEANUP(record_reader_cleanup)
    struct record_reader *reader = record_reader_new(delimiters[_i]);
    uint64_t state = (uint64_t)_i + 1;
    size_t read = 0;
    for (int i = 0; i < RECORDS; i++) {
        char bytes[32];
        struct fields fields;
        struct str_view record = random_record(&state, bytes);
        str_reset(&alone);
        str_reset(&seen);
        bool whole = parse_alone(record, delimiters[_i], &alone);
        enum read_outcome outcome = record_reader_read(reader, record, &fields);
        for (size_t field = 0; field < fields.count && whole; field++)
            add_parsed((void *)fields.items[field].data, fields.items[field].length, &seen);
        /* One of Check's assertions would write to a pipe each time. */
        if (outcome != (whole ? READ_FIELDS : READ_BROKEN) ||
            (whole && !str_view_equal(str_view_from(&seen), str_view_from(&alone))))
            ck_abort_msg("record %d: '%s' instead of '%s'", i, str_chars(&seen), str_chars(&alone));
        read += whole;
    }
    ck_assert_uint_gt(read, RECORDS / 20);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("record_reader");
    tcase_add_loop_test(tcase, fields_come_out, 0, ROWS(cases));
    tcase_add_loop_test(tcase, a_field_has_at_most_64_kibibytes, 0, ROWS(lengths));
    tcase_add_loop_test(tcase, fields_are_those_of_libcsv, 0, 3);
    return run_tcase(tcase, "import/record_reader");
}
