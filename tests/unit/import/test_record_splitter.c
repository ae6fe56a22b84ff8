#include "import/record_splitter.h"

#include <string.h>

#include "tests/unit/import/import_case.h"

/* Records as "line+offset:bytes", CR as \r and LF as \n; faults as Q (quotes), O (open), L (long)
 * with their line. */
static const struct {
    const char *text;
    const char *records;
    char delimiter;
} cases[] = {
    {"", "", ','},
    {"a,b", "1+0:a,b|", ','},
    {"a\nb\n", "1+0:a\\n|2+2:b\\n|", ','},
    {"a\r\nb\r\n", "1+0:a\\r\\n|2+3:b\\r\\n|", ','},
    {"a\rb\rc", "1+0:a\\r|2+2:b\\r|3+4:c|", ','},
    {"a\r\r\nb", "1+0:a\\r|3+4:b|", ','},
    {"\xEF\xBB\xBF"
     "a\nb",
     "1+3:a\\n|2+5:b|", ','},
    /* blank lines count as lines and are no records; Excel's empty rows likewise */
    {"\n\na\n\n \t\nb\n\n", "3+2:a\\n|6+8:b\\n|", ','},
    {"a,b\n,,\n , \nc,d", "1+0:a,b\\n|4+11:c,d|", ','},
    {"a;b\n,,\n;;\n", "1+0:a;b\\n|2+4:,,\\n|", ';'},
    {"\"\",\"\"\n", "1+0:\"\",\"\"\\n|", ','},
    /* quotes */
    {"\"a\nb\",c\nd", "1+0:\"a\\nb\",c\\n|3+8:d|", ','},
    {"\"a\r\nb\",\"\r\",c\nd", "1+0:\"a\\r\\nb\",\"\\r\",c\\n|4+13:d|", ','},
    {"\"a\"\"\n\"\"b\",c\nd", "1+0:\"a\"\"\\n\"\"b\",c\\n|3+12:d|", ','},
    {"x, \"a\nb\" ,c\nd", "1+0:x, \"a\\nb\" ,c\\n|3+12:d|", ','},
    {"\"a\n,b\"\t\"c\nd\"\n", "1+0:\"a\\n,b\"\\t\"c\\nd\"\\n|", '\t'},
    /* a stray quote costs its own line alone */
    {"a\"b\nc\n", "1+0:Q1:a\"b\\n|2+4:c\\n|", ','},
    {"\"a\"b\nc\n", "1+0:Q1:\"a\"b\\n|2+5:c\\n|", ','},
    {"\"a\" \"b\nc\n", "1+0:Q1:\"a\" \"b\\n|2+7:c\\n|", ','},
    {"1,\"ab\n2,c\n3,\"d\"\n4,e\n", "1+0:Q1:1,\"ab\\n|2+6:2,c\\n|3+10:3,\"d\"\\n|4+16:4,e\\n|",
     ','},
    {"1,\"ab\n2,c\n", "1+0:O1:1,\"ab\\n|2+6:2,c\\n|", ','},
    {"1,\"ab", "1+0:O1:1,\"ab|", ','},
    /* the stray quote is closed by the opening one of a field that begins with a delimiter */
    {"1,\"ab\n2,\",x\"\n", "1+0:Q1:1,\"ab\\n|2+6:2,\",x\"\\n|", ','},
    /* a whole quoted field before the stray quote goes with it */
    {"1,\"a\nb\",\"c\n2,d\n", "1+0:O2:1,\"a\\nb\",\"c\\n|3+11:2,d\\n|", ','},
    {"1,\"a\nb\",\"c\"d\n2,d\n", "1+0:Q2:1,\"a\\nb\",\"c\"d\\n|3+13:2,d\\n|", ','},
    /* what is no quote at a field's start under this delimiter */
    {"a;\"b\nc\n", "1+0:Q1:a;\"b\\n|2+5:c\\n|", ','},
};

static void add_escaped(struct str *out, struct str_view bytes)
{
    static const char *const shown[] = {['\r'] = "\\r", ['\n'] = "\\n", ['\t'] = "\\t"};
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        if (c < sizeof shown / sizeof *shown && shown[c] != NULL)
            str_add_text(out, shown[c]);
        else
            str_add_char(out, bytes.data[i]);
    }
}

static void add_record(struct str *out, const struct record *record)
{
    str_add_format(out, "%d+%d:", (int)record->place.line, (int)record->place.offset);
    if (record->fault != RECORD_WHOLE)
        str_add_format(out, "%c%d:", " QOL"[record->fault], (int)record -> fault_line);
    add_escaped(out, record->bytes);
    str_add_char(out, '|');
}

START_TEST(records_keep_their_place)
{
    struct cadre_error err = {0};
    CADRE_CLEANUP(str_release) struct str seen = {0};
    CADRE_CLEANUP(input_file_cleanup)
    struct input_file *file = case_file(str_view_of(cases[_i].text));
    CADRE_CLEANUP(record_splitter_cleanup)
    struct record_splitter *splitter = record_splitter_new(file, cases[_i].delimiter);
    bool more = true;
    for (uint64_t number = 0; more; number++) {
        struct record record;
        ck_assert_int_eq(record_splitter_next(splitter, &record, &more, &err), CADRE_OK);
        if (!more)
            break;
        ck_assert_uint_eq(record.place.record, number);
        ck_assert_uint_eq(record.place.length, record.bytes.length);
        add_record(&seen, &record);
    }
    ck_assert_str_eq(str_chars(&seen), cases[_i].records);
}
END_TEST

static const struct {
    const char *record;
    size_t field;
    uint64_t line;
} field_lines[] = {
    {"a,b\n", 0, 10},
    {"a,b\n", 1, 10},
    {"\"a\nb\",c\n", 0, 10},
    {"\"a\nb\",c\n", 1, 11},
    {"\"a\r\nb\r\",\"\n\",d\n", 1, 12},
    {"\"a\r\nb\r\",\"\n\",d\n", 2, 13},
    {"\"a,\n\"\",\n\",c,d\n", 1, 12},
    {"\"a,\n\"\",\n\",c,d\n", 2, 12},
    {"a\n", 7, 10},
};

START_TEST(a_field_is_told_by_its_own_line)
{
    struct record record = {.bytes = str_view_of(field_lines[_i].record), .place = {.line = 10}};
    ck_assert_uint_eq(record_field_line(&record, ',', field_lines[_i].field), field_lines[_i].line);
}
END_TEST

static void add_many(struct str *text, const char *part, size_t count)
{
    for (size_t i = 0; i < count; i++)
        str_add_text(text, part);
}

/* Splits `text` and returns the number of records; the first is left in *ret_first. */
static size_t split(const struct str *text, struct record *ret_first, struct record *ret_last)
{
    struct cadre_error err = {0};
    CADRE_CLEANUP(input_file_cleanup) struct input_file *file = case_file(str_view_from(text));
    CADRE_CLEANUP(record_splitter_cleanup)
    struct record_splitter *splitter = record_splitter_new(file, ',');
    bool more = true;
    size_t count = 0;
    for (;;) {
        struct record record;
        ck_assert_int_eq(record_splitter_next(splitter, &record, &more, &err), CADRE_OK);
        if (!more)
            return count;
        *ret_last = record;
        if (count++ == 0)
            *ret_first = record;
    }
}

START_TEST(a_quoted_field_has_at_most_64_lines)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    struct record first;
    struct record last;
    str_add_char(&text, '"');
    add_many(&text, "x\n", 63);
    str_add_text(&text, "x\",y\nz\n");
    ck_assert_uint_eq(split(&text, &first, &last), 2);
    ck_assert_int_eq(first.fault, RECORD_WHOLE);
    ck_assert_uint_eq(last.place.line, 65);
    str_reset(&text);
    str_add_char(&text, '"');
    add_many(&text, "x\n", 64);
    str_add_text(&text, "\",y\nz\n");
    ck_assert_uint_eq(split(&text, &first, &last), 66);
    ck_assert_int_eq(first.fault, RECORD_QUOTE_OPEN);
    ck_assert_uint_eq(first.place.length, 3);
    ck_assert_uint_eq(last.place.line, 66);
}
END_TEST

START_TEST(a_record_has_at_most_one_mebibyte)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    struct record first;
    struct record last;
    add_many(&text, "0123456789abcdef", RECORD_BYTES_MAX / 16);
    text.data[text.length - 1] = '\n';
    str_add_text(&text, "z\n");
    ck_assert_uint_eq(split(&text, &first, &last), 2);
    ck_assert_int_eq(first.fault, RECORD_WHOLE);
    str_reset(&text);
    add_many(&text, "0123456789abcdef", RECORD_BYTES_MAX / 16 * 3);
    str_add_text(&text, "\r\nz\n");
    ck_assert_uint_eq(split(&text, &first, &last), 2);
    ck_assert_int_eq(first.fault, RECORD_TOO_LONG);
    ck_assert_uint_eq(first.fault_line, 1);
    ck_assert_ptr_null(first.bytes.data);
    ck_assert_uint_eq(first.place.length, 3 * RECORD_BYTES_MAX + 2);
    ck_assert_uint_eq(last.place.line, 2);
    ck_assert_uint_eq(last.place.offset, 3 * RECORD_BYTES_MAX + 2);
}
END_TEST

/* An open quote before long lines: the record ends with its line, the long ones stand alone. */
START_TEST(an_open_quote_before_a_megabyte_costs_its_line)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    struct record first;
    struct record last;
    str_add_text(&text, "a,\"b\n");
    for (int line = 0; line < 60; line++) {
        add_many(&text, "0123456789abcdef", 2000);
        str_add_char(&text, '\n');
    }
    ck_assert_uint_eq(split(&text, &first, &last), 61);
    ck_assert_int_eq(first.fault, RECORD_QUOTE_OPEN);
    ck_assert_uint_eq(first.place.length, 5);
    ck_assert_int_eq(last.fault, RECORD_WHOLE);
    ck_assert_uint_eq(last.place.line, 61);
}
END_TEST

/* Line endings and quotes on every position of the reading window's edge. */
START_TEST(windows_do_not_show)
{
    enum { WINDOW = 256 * 1024 };
    for (size_t shift = 0; shift < 24; shift++) {
        CADRE_CLEANUP(str_release) struct str text = {0};
        struct record first;
        struct record last;
        add_many(&text, "x", WINDOW - 12 + shift);
        str_add_text(&text, "\r\n\"a\r\nb\",\"c\"\"\r\n\"\r\nz\r\n");
        ck_assert_uint_eq(split(&text, &first, &last), 3);
        ck_assert_uint_eq(last.place.line, 5);
        ck_assert_int_eq(last.fault, RECORD_WHOLE);
        ck_assert_uint_eq(last.place.length, 3);
    }
}
END_TEST

/* All places and faults, as text. */
static char *split_to_text(struct str_view text)
{
    struct cadre_error err = {0};
    struct str out = {0};
    CADRE_CLEANUP(input_file_cleanup) struct input_file *file = case_file(text);
    CADRE_CLEANUP(record_splitter_cleanup)
    struct record_splitter *splitter = record_splitter_new(file, ',');
    for (;;) {
        struct record record;
        bool more;
        if (record_splitter_next(splitter, &record, &more, &err) != CADRE_OK)
            ck_abort_msg("%s", err.message);
        if (!more)
            return str_take(&out);
        str_add_format(&out, "%d@%d+%d:%d fault %d@%d\n", (int)record.place.record,
                       (int)record.place.line, (int)record.place.offset, (int)record.place.length,
                       (int)record.fault, (int)record.fault_line);
    }
}

static uint64_t draw(uint64_t *state, uint64_t limit)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (*state >> 33) % limit;
}

/* Fields of up to `field_max` bytes, mostly well-formed: else hardly a record would reach over a
 * block of 64. Returns the length. */
static size_t make_text(char *text, size_t room, size_t field_max, uint64_t *state)
{
    static const char oddities[] = "a\" \n\"";
    size_t length = 0;
    while (length + field_max + 4 < room) {
        bool quoted = draw(state, 3) == 0;
        size_t count = draw(state, field_max);
        text[length] = '"';
        length += quoted;
        for (size_t i = 0; i < count; i++)
            text[length++] = draw(state, 40) == 0 ? ',' : 'a';
        if (quoted && draw(state, 8) == 0) /* a line's end inside */
            text[length++] = '\n';
        text[length] = '"';
        length += quoted;
        if (draw(state, 12) == 0)
            text[length++] = oddities[draw(state, sizeof oddities - 1)];
        text[length++] = draw(state, 10) == 0 ? '\n' : ',';
    }
    return length;
}

/* A lone CR ends a line as LF does, but no plain record: the quick way must find what the grammar
 * finds, whatever the text. */
START_TEST(plain_records_are_those_of_the_grammar)
{
    enum { TEXTS = 2000, LENGTH = 1500, FIELD_MAX = 60 };
    uint64_t state = 1;
    char text[LENGTH];
    int differing = 0;
    for (size_t number = 0; number < TEXTS; number++) {
        struct str_view view = {text, make_text(text, LENGTH, 1 + number % FIELD_MAX, &state)};
        CADRE_FREE char *quick = split_to_text(view);
        for (size_t i = 0; i < view.length; i++)
            text[i] = text[i] == '\n' ? '\r' : text[i];
        CADRE_FREE char *slow = split_to_text(view);
        differing += strcmp(quick, slow) != 0;
    }
    ck_assert_int_eq(differing, 0);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("record_splitter");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, records_keep_their_place, 0, ROWS(cases));
    tcase_add_loop_test(tcase, a_field_is_told_by_its_own_line, 0, ROWS(field_lines));
    tcase_add_test(tcase, a_quoted_field_has_at_most_64_lines);
    tcase_add_test(tcase, a_record_has_at_most_one_mebibyte);
    tcase_add_test(tcase, an_open_quote_before_a_megabyte_costs_its_line);
    tcase_add_test(tcase, windows_do_not_show);
    tcase_add_test(tcase, plain_records_are_those_of_the_grammar);
    return run_tcase(tcase, "import/record_splitter");
}
