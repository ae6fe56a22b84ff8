#include "core/kind/finding.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/str_map.h"
#include "tests/unit/run_tcase.h"

/* {name, code} of every FINDING_* that the header defines: made by CMake from it. */
static const struct {
    const char *name, *code;
} defined[] = {
#include "tests/unit/kind/finding_codes.inc"
};

START_TEST(every_code_of_the_header_has_a_row)
{
    const struct finding_code *row = finding_code_find(str_view_of(defined[_i].code));
    ck_assert_msg(row != NULL, "%s has no row", defined[_i].name);
    ck_assert_str_eq(row->code, defined[_i].code);
}
END_TEST

START_TEST(every_row_is_of_a_code_of_the_header)
{
    size_t count;
    finding_code_all(&count);
    ck_assert_uint_eq(count, ROWS(defined));
}
END_TEST

/* F001, F002, … R001, …: grouped by letter, ascending; a code is stable, so a gap stays one. */
START_TEST(codes_ascend_within_their_letter)
{
    size_t count;
    const struct finding_code *codes = finding_code_all(&count);
    CADRE_CLEANUP(str_release) struct str letters = {0};
    for (size_t i = 0; i < count; i++) {
        int64_t number = 0;
        ck_assert(str_view_to_int64(str_view_of(codes[i].code + 1), &number));
        ck_assert_msg(strlen(codes[i].code) == 4 && number > 0, "%s", codes[i].code);
        if (i > 0 && codes[i].code[0] == codes[i - 1].code[0])
            ck_assert_int_gt(strcmp(codes[i].code, codes[i - 1].code), 0);
        else
            str_add_char(&letters, codes[i].code[0]);
    }
    ck_assert_str_eq(str_chars(&letters), "FRXWD");
}
END_TEST

START_TEST(letters_say_what_becomes_of_the_row)
{
    size_t count;
    const struct finding_code *codes = finding_code_all(&count);
    for (size_t i = 0; i < count; i++) {
        enum finding_effect effect = codes[i].effect;
        switch (codes[i].code[0]) {
        case 'F':
            ck_assert_int_eq(effect, FINDING_REFUSES);
            break;
        case 'R':
            ck_assert_int_eq(effect, FINDING_REJECTS);
            break;
        case 'X':
            ck_assert(effect == FINDING_REJECTS || effect == FINDING_HOLDS);
            break;
        case 'W':
            ck_assert_int_eq(effect, FINDING_WARNS);
            break;
        case 'D':
            ck_assert(effect == FINDING_REJECTS || effect == FINDING_WARNS);
            break;
        default:
            ck_abort_msg("%s has no known letter", codes[i].code);
        }
    }
}
END_TEST

START_TEST(names_are_stable_words_that_stand_once)
{
    size_t count;
    const struct finding_code *codes = finding_code_all(&count);
    CADRE_CLEANUP(str_map_cleanup) struct str_map *names = str_map_new();
    for (size_t i = 0; i < count; i++) {
        const char *name = codes[i].name;
        ck_assert_msg(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name), "'%s'",
                      name);
        ck_assert_msg(str_map_insert(names, str_view_of(name), 0), "'%s' stands twice", name);
    }
}
END_TEST

/* House style of messages: lower case (or a proper name), no full stop, one line. */
START_TEST(texts_are_written_as_messages_are)
{
    size_t count;
    const struct finding_code *codes = finding_code_all(&count);
    for (size_t i = 0; i < count; i++) {
        const char *const texts[] = {codes[i].title, codes[i].reason, codes[i].remedy};
        for (size_t j = 0; j < sizeof texts / sizeof(*texts); j++) {
            struct str_view text = str_view_of(texts[j]);
            ck_assert_msg(text.length >= 8, "%s: '%s'", codes[i].code, texts[j]);
            ck_assert_msg(str_view_equal(str_view_trim(text), text), "%s: blanks", codes[i].code);
            ck_assert_ptr_null(strchr(texts[j], '\n'));
            ck_assert_msg(strchr(".!?;,", text.data[text.length - 1]) == NULL, "%s: '%s'",
                          codes[i].code, texts[j]);
            ck_assert_msg(texts[j][0] >= '0' && texts[j][0] <= 'z' &&
                              !(texts[j][0] >= 'A' && texts[j][0] <= 'Z'),
                          "%s: '%s'", codes[i].code, texts[j]);
        }
    }
}
END_TEST

START_TEST(unknown_codes)
{
    ck_assert_ptr_null(finding_code_find(STR_VIEW_LITERAL("R000")));
    ck_assert_ptr_null(finding_code_find(STR_VIEW_LITERAL("r001")));
    ck_assert_ptr_null(finding_code_find(STR_VIEW_LITERAL("R0011")));
    ck_assert_ptr_null(finding_code_find(STR_VIEW_LITERAL("R00")));
    ck_assert_ptr_null(finding_code_find(STR_VIEW_LITERAL("")));
    ck_assert_str_eq(finding_code_find(STR_VIEW_LITERAL("R002"))->name, "bad-date");
}
END_TEST

static const struct {
    const char *word;
    const char *code;    /* NULL = not found */
    const char *nearest; /* NULL = none, or found */
} searches[] = {
    {"R002", "R002", NULL},     {"r002", "R002", NULL},    {"bad-date", "R002", NULL},
    {"BAD-Date", "R002", NULL}, {"bad-dat", NULL, "R002"}, {"bad_date", NULL, "R002"},
    {"R0002", NULL, "R002"},    {"weather", NULL, NULL},   {"", NULL, NULL},
};

START_TEST(codes_are_found_by_what_is_typed)
{
    const struct finding_code *nearest;
    const struct finding_code *found =
        finding_code_search(str_view_of(searches[_i].word), &nearest);
    ck_assert_pstr_eq(found != NULL ? found->code : NULL, searches[_i].code);
    ck_assert_pstr_eq(nearest != NULL ? nearest->code : NULL, searches[_i].nearest);
}
END_TEST

static void remedy_is(const struct finding *finding, const char *wanted)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    finding_add_remedy(finding, "roster", &text);
    ck_assert_str_eq(str_chars(&text), wanted);
}

START_TEST(a_remedy_made_for_the_file_goes_first)
{
    struct finding finding = {.code = finding_code_find(STR_VIEW_LITERAL("F024"))};
    remedy_is(&finding, finding.code->remedy);
    finding.hint = "its columns are parted by '|'";
    remedy_is(&finding, finding.hint);
    finding.code = finding_code_find(STR_VIEW_LITERAL("R002"));
    remedy_is(&finding, finding.code->remedy);
}
END_TEST

START_TEST(a_remedy_names_the_kind_of_the_file)
{
    const struct finding finding = {.code = finding_code_find(STR_VIEW_LITERAL("F012"))};
    remedy_is(&finding, "add the column; 'cadre schema roster --format md' lists its names");
}
END_TEST

/* In the order of the codes and one for each, so that none is left behind. */
START_TEST(every_code_has_an_example)
{
    size_t count;
    const struct finding_code *codes = finding_code_all(&count);
    for (size_t i = 0; i < count; i++) {
        const struct finding_example *example = finding_code_example(&codes[i]);
        ck_assert_msg(example != NULL, "%s has no example", codes[i].code);
        ck_assert_str_ne(example->bad, example->good);
        if (i > 0)
            ck_assert_msg(example == finding_code_example(&codes[i - 1]) + 1,
                          "the example of %s is not in its place", codes[i].code);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("finding");
    tcase_add_loop_test(tcase, every_code_of_the_header_has_a_row, 0, ROWS(defined));
    tcase_add_test(tcase, every_row_is_of_a_code_of_the_header);
    tcase_add_test(tcase, codes_ascend_within_their_letter);
    tcase_add_test(tcase, letters_say_what_becomes_of_the_row);
    tcase_add_test(tcase, names_are_stable_words_that_stand_once);
    tcase_add_test(tcase, texts_are_written_as_messages_are);
    tcase_add_test(tcase, unknown_codes);
    tcase_add_loop_test(tcase, codes_are_found_by_what_is_typed, 0, ROWS(searches));
    tcase_add_test(tcase, a_remedy_made_for_the_file_goes_first);
    tcase_add_test(tcase, a_remedy_names_the_kind_of_the_file);
    tcase_add_test(tcase, every_code_has_an_example);
    return run_tcase(tcase, "kind/finding");
}
