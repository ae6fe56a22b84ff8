#include "core/base/digest.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/run_tcase.h"

/* The first three are the examples of FIPS 180-4. */
static const struct {
    const char *text;
    const char *hex;
} known[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

START_TEST(known_answers)
{
    char hex[DIGEST_HEX_SIZE];
    size_t length = strlen(known[_i].text);
    struct digest whole = digest_of(known[_i].text, length);
    ck_assert_str_eq(digest_to_hex(&whole, hex), known[_i].hex);
    struct digest_stream *stream = digest_stream_new();
    for (size_t i = 0; i < length; i++)
        digest_stream_add(stream, known[_i].text + i, 1);
    struct digest parts = digest_stream_finish(stream);
    digest_stream_free(stream);
    ck_assert_int_eq(digest_compare(&whole, &parts), 0);
}
END_TEST

START_TEST(fields_have_a_canonical_text)
{
    static const char canonical[] = "ab\x1F\0\x1F\x1F-42\x1F\x1E";
    struct digest_stream *stream = digest_stream_new();
    digest_stream_field(stream, STR_VIEW_LITERAL("ab"));
    digest_stream_field(stream, str_view_of(NULL));
    digest_stream_field(stream, STR_VIEW_LITERAL(""));
    digest_stream_int64(stream, -42);
    digest_stream_record_end(stream);
    struct digest fields = digest_stream_finish(stream);
    digest_stream_free(stream);
    struct digest whole = digest_of(canonical, sizeof canonical - 1);
    ck_assert_int_eq(digest_compare(&fields, &whole), 0);
}
END_TEST

/* Around the size of what is gathered before it is handed over. */
static const size_t lengths[] = {0, 1, 4095, 4096, 4097, 8191, 8192, 20000};

START_TEST(any_cut_gives_the_same)
{
    char *bytes = malloc(lengths[_i] + 1);
    ck_assert_ptr_nonnull(bytes);
    for (size_t i = 0; i < lengths[_i]; i++)
        bytes[i] = (char)(i * 31 % 251);
    struct digest whole = digest_of(bytes, lengths[_i]);
    for (size_t cut = 1; cut < 6000; cut += 1499) {
        struct digest_stream *stream = digest_stream_new();
        for (size_t at = 0; at < lengths[_i]; at += cut)
            digest_stream_add(stream, bytes + at, lengths[_i] - at < cut ? lengths[_i] - at : cut);
        struct digest parts = digest_stream_finish(stream);
        digest_stream_free(stream);
        ck_assert_int_eq(digest_compare(&whole, &parts), 0);
    }
    free(bytes);
}
END_TEST

static const struct {
    int64_t value;
    const char *text;
} numbers[] = {
    {0, "0\x1F"},
    {7, "7\x1F"},
    {-1, "-1\x1F"},
    {INT64_MAX, "9223372036854775807\x1F"},
    {INT64_MIN, "-9223372036854775808\x1F"},
};

START_TEST(numbers_are_decimal)
{
    struct digest_stream *stream = digest_stream_new();
    digest_stream_int64(stream, numbers[_i].value);
    struct digest digest = digest_stream_finish(stream);
    digest_stream_free(stream);
    struct digest whole = digest_of(numbers[_i].text, strlen(numbers[_i].text));
    ck_assert_int_eq(digest_compare(&digest, &whole), 0);
}
END_TEST

START_TEST(a_fork_goes_on_by_itself)
{
    struct digest_stream *stream = digest_stream_new();
    digest_stream_add(stream, "ab", 2);
    struct digest_stream *fork = digest_stream_fork(stream);
    digest_stream_add(fork, "c", 1);
    digest_stream_add(stream, "d", 1);
    struct digest forked = digest_stream_finish(fork);
    struct digest went_on = digest_stream_finish(stream);
    digest_stream_free(fork);
    digest_stream_free(stream);
    struct digest abc = digest_of("abc", 3);
    struct digest abd = digest_of("abd", 3);
    ck_assert_int_eq(digest_compare(&forked, &abc), 0);
    ck_assert_int_eq(digest_compare(&went_on, &abd), 0);
}
END_TEST

START_TEST(comparison_is_bytewise)
{
    struct digest low = {{1}};
    struct digest high = {{1, 0, 200}};
    ck_assert_int_lt(digest_compare(&low, &high), 0);
    ck_assert_int_gt(digest_compare(&high, &low), 0);
    ck_assert_int_eq(digest_compare(&high, &high), 0);
    digest_stream_free(NULL);
}
END_TEST

START_TEST(hexadecimal_form_is_compared_whole)
{
    char hex[DIGEST_HEX_SIZE];
    struct digest digest = digest_of("abc", 3);
    struct str_view text = str_view_of(digest_to_hex(&digest, hex));
    ck_assert(digest_is_hex(&digest, text));
    ck_assert(!digest_is_hex(&digest, (struct str_view){text.data, text.length - 1}));
    ck_assert(!digest_is_hex(&digest, str_view_of(NULL)));
    hex[0] = 'B';
    ck_assert(!digest_is_hex(&digest, text));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("digest");
    tcase_add_loop_test(tcase, known_answers, 0, ROWS(known));
    tcase_add_loop_test(tcase, any_cut_gives_the_same, 0, ROWS(lengths));
    tcase_add_loop_test(tcase, numbers_are_decimal, 0, ROWS(numbers));
    tcase_add_test(tcase, a_fork_goes_on_by_itself);
    tcase_add_test(tcase, fields_have_a_canonical_text);
    tcase_add_test(tcase, comparison_is_bytewise);
    tcase_add_test(tcase, hexadecimal_form_is_compared_whole);
    return run_tcase(tcase, "base/digest");
}
