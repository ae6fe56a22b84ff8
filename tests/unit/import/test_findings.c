#include "import/findings.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/import/import_case.h"

static const struct record_place places[] = {
    {.line = 1, .record = 0, .offset = 0, .length = 9},
    {.line = 2, .record = 1, .offset = 9, .length = 30},
    {.line = 5, .record = 2, .offset = 39, .length = 10},
    {.line = 6, .record = 3, .offset = 49, .length = 10},
};

static void add(struct findings *findings, const char *code, size_t place, uint64_t line)
{
    findings_add(findings, code, &places[place], line, "column", STR_VIEW_LITERAL("v"), NULL);
}

START_TEST(order_is_that_of_the_file)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    CADRE_CLEANUP(str_release) struct str seen = {0};
    add(findings, "R002", 2, 5);
    add(findings, "R001", 1, 4);
    add(findings, "R003", 1, 2);
    add(findings, "R001", 1, 2);
    ck_assert_uint_eq(case_finding(findings, 0)->line, 2);
    findings_add(findings, "W004", NULL, 1, NULL, str_view_of(NULL), "hint");
    case_add_findings(&seen, findings, true);
    ck_assert_str_eq(str_chars(&seen), "1/0 W004 (hint)\n"
                                       "2/1 R003 column 'v'\n"
                                       "2/1 R001 column 'v'\n"
                                       "4/1 R001 column 'v'\n"
                                       "5/2 R002 column 'v'\n");
    ck_assert_uint_eq(findings_count(findings), 5);
    ck_assert_uint_eq(findings_count_effect(findings, FINDING_REJECTS), 4);
    ck_assert_uint_eq(findings_count_effect(findings, FINDING_WARNS), 1);
    ck_assert_uint_eq(findings_count_effect(findings, FINDING_HOLDS), 0);
}
END_TEST

START_TEST(the_first_refusal_is_found)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    findings_add(findings, FINDING_W_EXTRA_COLUMN, NULL, 1, "x", str_view_of(NULL), NULL);
    ck_assert_ptr_null(findings_refusal(findings));
    findings_add(findings, FINDING_F_COLUMN_TWICE, NULL, 2, "y", str_view_of(NULL), NULL);
    findings_add(findings, FINDING_F_COLUMN_MISSING, NULL, 1, "z", str_view_of(NULL), NULL);
    ck_assert_str_eq(findings_refusal(findings)->code->code, FINDING_F_COLUMN_MISSING);
}
END_TEST

START_TEST(codes_are_tallied)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    size_t count;
    findings_tally(findings, &count);
    ck_assert_uint_eq(count, 0);
    add(findings, "X001", 1, 2);
    add(findings, "R002", 1, 2);
    add(findings, "X001", 2, 5);
    const struct finding_tally *tally = findings_tally(findings, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(tally[0].code->code, "R002");
    ck_assert_uint_eq(tally[0].count, 1);
    ck_assert_str_eq(tally[1].code->code, "X001");
    ck_assert_uint_eq(tally[1].count, 2);
}
END_TEST

START_TEST(records_kept_out_have_all_their_codes)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    struct rejected_record record;
    add(findings, "X014", 3, 6);
    add(findings, "W001", 2, 5); /* warned of, and taken */
    add(findings, "R002", 1, 4);
    add(findings, "X014", 1, 2);
    add(findings, "W001", 1, 3);
    add(findings, "W004", 0, 1);
    findings_add(findings, "F012", NULL, 1, NULL, str_view_of(NULL), NULL);
    findings_rewind(findings);
    ck_assert(findings_next_rejected(findings, &record));
    ck_assert_uint_eq(record.place.record, 1);
    ck_assert_uint_eq(record.place.length, 30);
    ck_assert(!record.held);
    ck_assert_uint_eq(record.finding_count, 3);
    ck_assert_str_eq(record.findings[0].code->code, "X014");
    ck_assert_str_eq(record.findings[1].code->code, "W001");
    ck_assert_str_eq(record.findings[2].code->code, "R002");
    ck_assert(findings_next_rejected(findings, &record));
    ck_assert_uint_eq(record.place.offset, 49);
    ck_assert(record.held);
    ck_assert_uint_eq(record.finding_count, 1);
    ck_assert(!findings_next_rejected(findings, &record));
}
END_TEST

/* The merge adds its own, for records in any order. */
START_TEST(late_findings_fall_into_place)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    struct rejected_record record;
    add(findings, "R002", 3, 6);
    findings_rewind(findings);
    ck_assert(findings_next_rejected(findings, &record));
    ck_assert(!findings_next_rejected(findings, &record));
    add(findings, "X004", 1, 2);
    findings_rewind(findings);
    ck_assert(findings_next_rejected(findings, &record));
    ck_assert_uint_eq(record.place.record, 1);
    ck_assert(findings_next_rejected(findings, &record));
    ck_assert_uint_eq(record.place.record, 3);
    ck_assert(!findings_next_rejected(findings, &record));
}
END_TEST

START_TEST(values_are_cut_at_a_code_point)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    CADRE_CLEANUP(str_release) struct str value = {0};
    str_add_char(&value, 'x');
    while (value.length < 220)
        str_add_text(&value, "\u0259");
    findings_add(findings, "R002", &places[1], 2, "c", str_view_from(&value), "h");
    value.data[0] = 'y'; /* texts are copies */
    const struct finding *finding = case_finding(findings, 0);
    ck_assert_uint_eq(finding->value.length, 199);
    ck_assert_int_eq(finding->value.data[0], 'x');
    str_reset(&value);
    while (value.length < 200)
        str_add_text(&value, "\u0259");
    findings_add(findings, "R002", &places[1], 2, "c", str_view_from(&value), "h");
    ck_assert_uint_eq(case_finding(findings, 1)->value.length, 200);
}
END_TEST

/* ---- more than there is memory for ----------------------------------------------------------- */

enum { MANY = 200000 };

static struct record_place place_of(uint64_t record)
{
    return (struct record_place){2 * record, record, 40 * record, 40};
}

/* Of each record a warning, and of each third one a fault in its second line. */
static void add_many(struct findings *findings)
{
    for (uint64_t record = 1; record <= MANY; record++) {
        CADRE_CLEANUP(str_release) struct str text = {0};
        const struct record_place place = place_of(record);
        str_add_format(&text, "value %d", (int)record);
        if (record % 3 == 0)
            findings_add(findings, "R002", &place, place.line + 1, "birth_date",
                         str_view_from(&text), str_chars(&text));
        findings_add(findings, "W006", &place, place.line, NULL, str_view_of(NULL), NULL);
    }
}

static bool is_text(const char *text, const char *wanted)
{
    return wanted == NULL ? text == NULL : text != NULL && strcmp(text, wanted) == 0;
}

/* `text` stands in value and hint; NULL = neither is there. */
static bool is_finding(const struct finding *finding, const char *code, uint64_t line,
                       const char *column, const char *text)
{
    return finding != NULL && strcmp(finding->code->code, code) == 0 && finding->line == line &&
           finding->record == line / 2 && is_text(finding->column, column) &&
           is_text(finding->hint, text) && str_view_equal(finding->value, str_view_of(text));
}

static void check_many(const struct findings *findings)
{
    size_t wrong = 0;
    findings_rewind(findings);
    for (uint64_t record = 1; record <= MANY; record++) {
        char text[32];
        snprintf(text, sizeof text, "value %d", (int)record);
        wrong += !is_finding(findings_next(findings), "W006", 2 * record, NULL, NULL);
        if (record % 3 == 0)
            wrong +=
                !is_finding(findings_next(findings), "R002", 2 * record + 1, "birth_date", text);
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_ptr_null(findings_next(findings));
}

static void check_many_rejected(const struct findings *findings)
{
    struct rejected_record rejected = {0};
    size_t wrong = 0;
    findings_rewind(findings);
    for (uint64_t record = 3; record <= MANY; record += 3) {
        bool more = findings_next_rejected(findings, &rejected);
        wrong += !more || rejected.place.record != record || rejected.place.offset != 40 * record ||
                 rejected.finding_count != 2 ||
                 strcmp(rejected.findings[0].code->code, "W006") != 0 ||
                 strcmp(rejected.findings[1].code->code, "R002") != 0;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert(!findings_next_rejected(findings, &rejected));
}

START_TEST(many_are_read_as_often_as_one_likes)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    struct cadre_error err = {0};
    struct rejected_record rejected;
    const struct record_place first = place_of(1);
    add_many(findings);
    check_many(findings);
    check_many_rejected(findings);
    check_many(findings);
    findings_add(findings, "X004", &first, first.line, NULL, str_view_of(NULL), NULL);
    findings_rewind(findings);
    ck_assert(findings_next_rejected(findings, &rejected));
    ck_assert_uint_eq(rejected.place.record, 1);
    ck_assert_uint_eq(rejected.finding_count, 2);
    ck_assert_uint_eq(findings_count(findings), MANY + MANY / 3 + 1);
    ck_assert_int_eq(findings_status(findings, &err), CADRE_OK);
}
END_TEST

START_TEST(that_there_is_no_room_is_told)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    struct cadre_error err = {0};
    ck_assert_int_eq(setenv("TMPDIR", "/nonexistent", 1), 0);
    add_many(findings);
    ck_assert_uint_eq(findings_count(findings), MANY + MANY / 3);
    findings_rewind(findings);
    ck_assert_ptr_null(findings_next(findings));
    ck_assert_int_eq(findings_status(findings, &err), CADRE_OUTPUT);
    ck_assert_str_eq(err.message,
                     "cannot make a temporary file in '/nonexistent': No such file or directory");
    ck_assert_str_eq(err.hint, "set TMPDIR to a folder that can be written");
    cadre_error_release(&err);
}
END_TEST

/* Of every fifth there is no number, of every second no id. */
static struct seen_key key_of(int number, char text[32])
{
    snprintf(text, 32, "P%07d", MANY - number);
    return (struct seen_key){str_view_of(number % 5 == 0 ? NULL : text),
                             str_view_of(number % 2 == 0 ? NULL : "5AAA111")};
}

static bool is_same_text(struct str_view left, struct str_view right)
{
    return (left.data == NULL) == (right.data == NULL) && str_view_equal(left, right);
}

START_TEST(many_keys_come_as_they_were_seen)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    struct seen_keys *seen = findings_seen(findings);
    struct cadre_error err = {0};
    struct seen_key key = {0};
    char text[32];
    bool more = true;
    for (int i = 0; i < MANY; i++) {
        const struct seen_key added = key_of(i, text);
        findings_see(findings, &added);
    }
    for (int time = 0; time < 2; time++) {
        size_t wrong = 0;
        ck_assert_int_eq(seen_keys_rewind(seen, &err), CADRE_OK);
        for (int i = 0; i < MANY; i++) {
            const struct seen_key added = key_of(i, text);
            wrong += seen_keys_next(seen, &more, &key, &err) != CADRE_OK || !more ||
                     !is_same_text(key.source_person_id, added.source_person_id) ||
                     !is_same_text(key.national_id, added.national_id);
        }
        ck_assert_uint_eq(wrong, 0);
        ck_assert_int_eq(seen_keys_next(seen, &more, &key, &err), CADRE_OK);
        ck_assert(!more);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("findings");
    tcase_add_test(tcase, order_is_that_of_the_file);
    tcase_add_test(tcase, the_first_refusal_is_found);
    tcase_add_test(tcase, codes_are_tallied);
    tcase_add_test(tcase, records_kept_out_have_all_their_codes);
    tcase_add_test(tcase, late_findings_fall_into_place);
    tcase_add_test(tcase, values_are_cut_at_a_code_point);
    tcase_add_test(tcase, many_are_read_as_often_as_one_likes);
    tcase_add_test(tcase, that_there_is_no_room_is_told);
    tcase_add_test(tcase, many_keys_come_as_they_were_seen);
    return run_tcase(tcase, "import/findings");
}
