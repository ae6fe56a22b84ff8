#include "core/base/text_encoding.h"

#include "tests/unit/run_tcase.h"

static const struct {
    const char *text;
    enum text_encoding encoding; /* ENCODING_UNSTATED: no such name */
} names[] = {
    {"utf-8", ENCODING_UTF_8},
    {"UTF-16", ENCODING_UTF_16},
    {"utf-16LE", ENCODING_UTF_16LE},
    {"utf-16be", ENCODING_UTF_16BE},
    {"windows-1251", ENCODING_WINDOWS_1251},
    {"Windows-1254", ENCODING_WINDOWS_1254},
    {"windows-1252", ENCODING_UNSTATED},
    {"utf8", ENCODING_UNSTATED},
    {"", ENCODING_UNSTATED},
};

START_TEST(encodings_by_name)
{
    enum text_encoding encoding = ENCODING_UNSTATED;
    bool found = text_encoding_find(str_view_of(names[_i].text), &encoding);
    ck_assert_int_eq(found, names[_i].encoding != ENCODING_UNSTATED);
    ck_assert_int_eq(encoding, names[_i].encoding);
}
END_TEST

START_TEST(every_encoding_has_a_name)
{
    ck_assert_ptr_null(text_encoding_name(ENCODING_UNSTATED));
    for (int i = ENCODING_UNSTATED + 1; i < ENCODING_COUNT; i++) {
        enum text_encoding encoding;
        ck_assert(
            text_encoding_find(str_view_of(text_encoding_name((enum text_encoding)i)), &encoding));
        ck_assert_int_eq(encoding, i);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("text_encoding");
    tcase_add_loop_test(tcase, encodings_by_name, 0, ROWS(names));
    tcase_add_test(tcase, every_encoding_has_a_name);
    return run_tcase(tcase, "base/text_encoding");
}
