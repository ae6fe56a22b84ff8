#include "import/cell_memo.h"

#include <string.h>

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

static void keep_beside(const char *text, const char *beside, int32_t number)
{
    const struct memo_key key = {str_view_of(text), str_view_of(beside)};
    const struct memo_cell cell = {.value = {.present = true, .integer = number},
                                   .entry = number + 1};
    cell_memo_keep(memo, &key, &cell);
}

static void keep(const char *text, int32_t number)
{
    keep_beside(text, NULL, number);
}

static const struct memo_cell *find_beside(const char *text, const char *beside)
{
    const struct memo_key key = {str_view_of(text), str_view_of(beside)};
    return cell_memo_find(memo, &key);
}

static const struct memo_cell *find(const char *text)
{
    return find_beside(text, NULL);
}

START_TEST(texts_are_found_whole)
{
    ck_assert_ptr_null(find("ab"));
    keep("ab", 5);
    const struct memo_cell *found = find("ab");
    ck_assert_ptr_nonnull(found);
    ck_assert_int_eq(found->value.integer, 5);
    ck_assert_int_eq(found->entry, 6);
    ck_assert_ptr_null(find("abc"));
    ck_assert_ptr_null(find("a"));
    ck_assert_ptr_null(find("AB"));
    ck_assert_ptr_null(find(""));
}
END_TEST

/* One at a time: two texts may want the same slot. */
START_TEST(what_stands_beside_decides_too)
{
    keep_beside("ab", "c", 1);
    ck_assert_int_eq(find_beside("ab", "c")->value.integer, 1);
    ck_assert_ptr_null(find_beside("a", "bc"));
    ck_assert_ptr_null(find_beside("ab", "d"));
    ck_assert_ptr_null(find("ab"));
    keep_beside("a", "bc", 2);
    ck_assert_int_eq(find_beside("a", "bc")->value.integer, 2);
    ck_assert_ptr_null(find("a"));
    keep_beside("ab", "", 3); /* as absent */
    ck_assert_int_eq(find("ab")->value.integer, 3);
    ck_assert_ptr_null(find_beside("ab", "d"));
}
END_TEST

/* More texts than slots: what is found is never another text's. */
START_TEST(the_newest_text_wins)
{
    enum { TEXTS = 3000 };
    int found = 0;
    for (int i = 0; i < TEXTS; i++) {
        CADRE_FREE char *text = cadre_format("text %d", i);
        keep(text, i);
        ck_assert_int_eq(find(text)->value.integer, i);
    }
    for (int i = 0; i < TEXTS; i++) {
        CADRE_FREE char *text = cadre_format("text %d", i);
        const struct memo_cell *cell = find(text);
        if (cell != NULL) {
            ck_assert_int_eq(cell->value.integer, i);
            found++;
        }
    }
    ck_assert_int_gt(found, 0);
    ck_assert_int_le(found, 256);
}
END_TEST

START_TEST(long_texts_are_not_kept)
{
    char text[130] = {0};
    memset(text, 'x', sizeof text - 1);
    keep(text, 2);
    ck_assert_ptr_null(find(text));
    text[128] = '\0';
    keep(text, 1);
    ck_assert_int_eq(find(text)->value.integer, 1);
}
END_TEST

/* Whoever kept a list or a hint may forget it. */
START_TEST(lists_and_hints_are_copied)
{
    char letters[] = "az:C2";
    char hint[] = "did you mean";
    struct str_view items[] = {{letters, 2}, {letters + 3, 2}};
    const struct memo_key list_key = {str_view_of("list"), {NULL, 0}};
    const struct memo_key fault_key = {str_view_of("fault"), {NULL, 0}};
    struct memo_cell list = {.is_list = true};
    list.value = (struct typed_value){.present = true, .list = {items, 2}};
    const struct memo_cell fault = {.code = "R005", .hint = hint, .entry = -1};
    cell_memo_keep(memo, &list_key, &list);
    letters[0] = '!';
    items[1].length = 0;
    const struct memo_cell *found = find("list");
    ck_assert_uint_eq(found->value.list.count, 2);
    ck_assert_view_eq(found->value.list.items[0], "az");
    ck_assert_view_eq(found->value.list.items[1], "C2");
    cell_memo_keep(memo, &fault_key, &fault);
    hint[0] = '!';
    found = find("fault");
    ck_assert(!found->value.present);
    ck_assert_str_eq(found->code, "R005");
    ck_assert_str_eq(found->hint, "did you mean");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("cell_memo");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, texts_are_found_whole);
    tcase_add_test(tcase, what_stands_beside_decides_too);
    tcase_add_test(tcase, the_newest_text_wins);
    tcase_add_test(tcase, long_texts_are_not_kept);
    tcase_add_test(tcase, lists_and_hints_are_copied);
    return run_tcase(tcase, "import/cell_memo");
}
