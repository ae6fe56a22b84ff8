#include "core/base/shell_word.h"

#include <stdio.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const struct {
    const char *word, *quoted;
} words[] = {
    {"march.csv", "march.csv"},
    {"a/b_c-1.csv", "a/b_c-1.csv"},
    {"\u018Flil\u0259r.csv", "\u018Flil\u0259r.csv"},
    {"", "''"},
    {"mart (2).csv", "'mart (2).csv'"},
    {"a'b.csv", "'a'\\''b.csv'"},
    {"'", "''\\'''"},
    {"a b'c\"d", "'a b'\\''c\"d'"},
    {"$HOME", "'$HOME'"},
    {"`id`;*?[x]#~!\\", "'`id`;*?[x]#~!\\'"},
    {"a\nb", "'a\nb'"},
    {"~root", "'~root'"},
};

START_TEST(words_are_quoted)
{
    CADRE_CLEANUP(str_release) struct str out = {0};
    shell_word_add(&out, str_view_of(words[_i].word));
    ck_assert_str_eq(str_chars(&out), words[_i].quoted);
}
END_TEST

/* What the escaper is for. */
START_TEST(a_shell_reads_the_word_back)
{
    CADRE_CLEANUP(str_release) struct str command = {0};
    char read[256] = {0};
    str_add_text(&command, "printf %s ");
    shell_word_add(&command, str_view_of(words[_i].word));
    FILE *shell = popen(str_chars(&command), "r"); // NOLINT(cert-env33-c): it is what is tested
    ck_assert_ptr_nonnull(shell);
    size_t count = fread(read, 1, sizeof read - 1, shell);
    ck_assert_int_eq(pclose(shell), 0);
    ck_assert_uint_eq(count, strlen(words[_i].word));
    ck_assert_str_eq(read, words[_i].word);
}
END_TEST

static const struct {
    const char *path, *quoted;
} paths[] = {
    {"march.csv", "march.csv"},
    {"-", "-"},
    {"-x.csv", "./-x.csv"},
    {"-x y.csv", "'./-x y.csv'"},
    {"/tmp/a b.csv", "'/tmp/a b.csv'"},
};

START_TEST(a_path_is_no_option)
{
    CADRE_CLEANUP(str_release) struct str out = {0};
    shell_word_add_path(&out, str_view_of(paths[_i].path));
    ck_assert_str_eq(str_chars(&out), paths[_i].quoted);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("shell_word");
    tcase_add_loop_test(tcase, words_are_quoted, 0, ROWS(words));
    tcase_add_loop_test(tcase, a_shell_reads_the_word_back, 0, ROWS(words));
    tcase_add_loop_test(tcase, a_path_is_no_option, 0, ROWS(paths));
    return run_tcase(tcase, "base/shell_word");
}
