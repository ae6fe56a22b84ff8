#include "core/base/suggest.h"

#include <stdint.h>

#include "core/base/fold.h"
#include "tests/unit/run_tcase.h"

static const struct {
    const char *left;
    const char *right;
    size_t limit;
    size_t distance;
} distances[] = {
    {"", "", 3, 0},
    {"abc", "abc", 3, 0},
    {"abc", "abc", 0, 0},
    {"abc", "abd", 0, 1},
    {"", "abc", 3, 3},
    {"", "abcd", 3, 4},
    {"abc", "acb", 3, 1},
    {"abcd", "badc", 3, 2},
    {"ca", "abc", 3, 3}, /* optimal string alignment; the unrestricted distance would be 2 */
    {"kitten", "sitting", 3, 3},
    {"kitten", "sitting", 2, 3},
    {"abcdef", "ghijkl", 3, 4},
    {"abcdef", "ghijkl", 9, 6},
    {"ab", "ba", 1, 1},
    {"xab", "xba", 1, 1},
};

START_TEST(distance_and_limit)
{
    struct str_view left = str_view_of(distances[_i].left);
    struct str_view right = str_view_of(distances[_i].right);
    ck_assert_uint_eq(suggest_distance(left, right, distances[_i].limit), distances[_i].distance);
    ck_assert_uint_eq(suggest_distance(right, left, distances[_i].limit), distances[_i].distance);
}
END_TEST

/* The definition, without a table and without an early end. */
static size_t plain_distance(const char *left, size_t i, const char *right, size_t j)
{
    if (i == 0 || j == 0)
        return i + j;
    size_t best = plain_distance(left, i - 1, right, j - 1) + (left[i - 1] != right[j - 1]);
    size_t other = plain_distance(left, i - 1, right, j) + 1;
    best = other < best ? other : best;
    other = plain_distance(left, i, right, j - 1) + 1;
    best = other < best ? other : best;
    if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
        other = plain_distance(left, i - 2, right, j - 2) + 1;
        best = other < best ? other : best;
    }
    return best;
}

START_TEST(distance_agrees_with_its_definition)
{
    enum { LETTERS = 5, WORDS = 243 };
    size_t limit = (size_t)_i;
    for (unsigned a = 0; a < WORDS; a += 3) {
        for (unsigned b = 0; b < WORDS; b++) {
            char left[LETTERS];
            char right[LETTERS];
            unsigned x = a;
            unsigned y = b;
            for (int k = 0; k < LETTERS; k++, x /= 3, y /= 3) {
                left[k] = (char)('a' + x % 3);
                right[k] = (char)('a' + y % 3);
            }
            size_t left_length = LETTERS - a % 2;
            size_t plain = plain_distance(left, left_length, right, LETTERS);
            size_t seen = suggest_distance((struct str_view){left, left_length},
                                           (struct str_view){right, LETTERS}, limit);
            if (seen != (plain <= limit ? plain : limit + 1))
                ck_abort_msg("%u and %u: %zu instead of %zu", a, b, seen, plain);
        }
    }
}
END_TEST

static const struct str_view words[] = {
    STR_VIEW_LITERAL("family_name"),
    STR_VIEW_LITERAL("given_name"),
    STR_VIEW_LITERAL("CISSP"),
    STR_VIEW_LITERAL("CISA"),
    STR_VIEW_LITERAL("CISM"),
    STR_VIEW_LITERAL("A"),
    STR_VIEW_LITERAL("L\u0259nk\u0259ran"),
};

enum { WORDS_COUNT = sizeof words / sizeof *words };

static const struct {
    const char *word;
    size_t nearest;
} nearest[] = {
    {"famly_name", 0},
    {"Family Nmae", 0},
    {"GIVEN-NAME", 1},
    {"cissp", 2},
    {"CISPS", 2},
    {"CISX", 3}, /* CISA and CISM are equally near: the first */
    {"CIMS", 4},
    {"L\u01DDnkaran", 6},
    {"a", 5},
    {"B", WORDS_COUNT}, /* one letter keeps nothing of another */
    {"", WORDS_COUNT},
    {"telephone", WORDS_COUNT},
    {"CIXXX", WORDS_COUNT},
};

START_TEST(nearest_word)
{
    ck_assert_uint_eq(suggest_nearest(str_view_of(nearest[_i].word), words, WORDS_COUNT),
                      nearest[_i].nearest);
}
END_TEST

START_TEST(nearest_folded_word)
{
    struct str keys[WORDS_COUNT] = {{0}};
    struct str_view views[WORDS_COUNT];
    for (size_t i = 0; i < WORDS_COUNT; i++) {
        fold_key(words[i], &keys[i]);
        views[i] = str_view_from(&keys[i]);
    }
    ck_assert_uint_eq(suggest_nearest_key(str_view_of(nearest[_i].word), views, WORDS_COUNT),
                      nearest[_i].nearest);
    for (size_t i = 0; i < WORDS_COUNT; i++)
        str_release(&keys[i]);
}
END_TEST

START_TEST(no_words_no_suggestion)
{
    ck_assert_uint_eq(suggest_nearest(STR_VIEW_LITERAL("word"), NULL, 0), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("suggest");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, distance_and_limit, 0, ROWS(distances));
    tcase_add_loop_test(tcase, distance_agrees_with_its_definition, 0, 4);
    tcase_add_loop_test(tcase, nearest_word, 0, ROWS(nearest));
    tcase_add_loop_test(tcase, nearest_folded_word, 0, ROWS(nearest));
    tcase_add_test(tcase, no_words_no_suggestion);
    return run_tcase(tcase, "base/suggest");
}
