#include "import/cell_memo.h"

#include "tests/unit/import/import_case.h"

static struct cell_memo *memo;

static void set_up(void)
{
    memo = cell_memo_new();
}

static void tear_down(void)
{
    cell_memo_free(memo);
}

static void keep(const char *text, int32_t number)
{
    const struct typed_value value = {.present = true, .integer = number};
    cell_memo_keep(memo, str_view_of(text), &value, number + 1);
}

START_TEST(texts_are_found_whole)
{
    struct typed_value value = {0};
    int32_t entry = -1;
    ck_assert(!cell_memo_find(memo, str_view_of("ab"), &value, &entry));
    keep("ab", 5);
    ck_assert(cell_memo_find(memo, str_view_of("ab"), &value, &entry));
    ck_assert_int_eq(value.integer, 5);
    ck_assert_int_eq(entry, 6);
    ck_assert(!cell_memo_find(memo, str_view_of("abc"), &value, &entry));
    ck_assert(!cell_memo_find(memo, str_view_of("a"), &value, &entry));
    ck_assert(!cell_memo_find(memo, str_view_of("AB"), &value, &entry));
    ck_assert(!cell_memo_find(memo, str_view_of(""), &value, &entry));
}
END_TEST

/* More texts than slots: what is found is never another text's. */
START_TEST(the_newest_text_wins)
{
    enum { TEXTS = 1000 };
    struct typed_value value;
    int32_t entry;
    int found = 0;
    for (int i = 0; i < TEXTS; i++) {
        CADRE_FREE char *text = cadre_format("text %d", i);
        keep(text, i);
        ck_assert(cell_memo_find(memo, str_view_of(text), &value, &entry));
        ck_assert_int_eq(value.integer, i);
    }
    for (int i = 0; i < TEXTS; i++) {
        CADRE_FREE char *text = cadre_format("text %d", i);
        if (cell_memo_find(memo, str_view_of(text), &value, &entry)) {
            ck_assert_int_eq(value.integer, i);
            found++;
        }
    }
    ck_assert_int_gt(found, 0);
    ck_assert_int_le(found, 64);
}
END_TEST

START_TEST(long_texts_are_not_kept)
{
    struct typed_value value;
    int32_t entry;
    keep("0123456789012345678901234567890", 1);
    keep("01234567890123456789012345678901", 2);
    ck_assert(cell_memo_find(memo, str_view_of("0123456789012345678901234567890"), &value, &entry));
    ck_assert_int_eq(value.integer, 1);
    ck_assert(
        !cell_memo_find(memo, str_view_of("01234567890123456789012345678901"), &value, &entry));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("cell_memo");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, texts_are_found_whole);
    tcase_add_test(tcase, the_newest_text_wins);
    tcase_add_test(tcase, long_texts_are_not_kept);
    return run_tcase(tcase, "import/cell_memo");
}
