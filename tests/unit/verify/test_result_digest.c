#include <string.h>

#include "core/verify/certificate.h"
#include "tests/unit/run_tcase.h"

static const struct person people[] = {{.natural_key = STR_VIEW_LITERAL("A")},
                                       {.natural_key = STR_VIEW_LITERAL("B")},
                                       {.natural_key = STR_VIEW_LITERAL("C")}};
static const struct need needs[] = {{.code = STR_VIEW_LITERAL("N-1")},
                                    {.code = STR_VIEW_LITERAL("N-2")}};
static const struct snapshot snapshot = {
    .people = people, .person_count = 3, .needs = needs, .need_count = 2};

/* The canonical text, spelled out: what is stored by one version must be understood by the next. */
START_TEST(the_text_is_the_published_one)
{
    static const char text[] = "cadre result 1\x1f"
                               "3\x1f"
                               "A\x1f"
                               "N-2\x1f"
                               "9000\x1f\x1e"
                               "B\x1f\0\x1f-1\x1f"
                               "-1\x1f\x1e"
                               "C\x1f\0\x1f"
                               "2\x1f"
                               "10\x1f\x1e"
                               "2\x1f"
                               "N-1\x1f-77\x1f"
                               "0\x1f\x1e"
                               "N-2\x1f"
                               "9223372036854775807\x1f"
                               "4\x1f\x1e";
    struct claim claim = {
        .need_of = (const int32_t[]){1, -1, 2},
        .fit_bp = (const int32_t[]){9000, -1, 10},
        .price = (const int64_t[]){-77, INT64_MAX},
        .seats = (const int32_t[]){0, 4},
    };
    struct digest seen = certificate_result_digest(&snapshot, &claim);
    struct digest wanted = digest_of(text, sizeof text - 1);
    char seen_hex[DIGEST_HEX_SIZE];
    char wanted_hex[DIGEST_HEX_SIZE];
    ck_assert_str_eq(digest_to_hex(&seen, seen_hex), digest_to_hex(&wanted, wanted_hex));
}
END_TEST

/* Behind it what the other mode comes to, then the prices of limits: those that there are none of
 * change no digest. */
START_TEST(limits_stand_behind_all_else)
{
    static const char text[] = "cadre result 1\x1f"
                               "0\x1f"
                               "2\x1f"
                               "N-1\x1f"
                               "1\x1f"
                               "1\x1f\x1e"
                               "N-2\x1f"
                               "2\x1f"
                               "1\x1f\x1e"
                               "limits\x1f"
                               "1\x1f"
                               "77\x1f"
                               "0\x1f"
                               "5\x1f\x1e";
    const struct snapshot nobody = {.needs = needs, .need_count = 2};
    struct claim claim = {
        .price = (const int64_t[]){1, 2},
        .seats = (const int32_t[]){1, 1},
        .cap_price = (const int64_t[]){77},
        .cap_count = 1,
        .open_price = (const int64_t[]){0, 5},
    };
    struct digest seen = certificate_result_digest(&nobody, &claim);
    struct digest wanted = digest_of(text, sizeof text - 1);
    char seen_hex[DIGEST_HEX_SIZE];
    char wanted_hex[DIGEST_HEX_SIZE];
    ck_assert_str_eq(digest_to_hex(&seen, seen_hex), digest_to_hex(&wanted, wanted_hex));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("result_digest");
    tcase_add_test(tcase, the_text_is_the_published_one);
    tcase_add_test(tcase, limits_stand_behind_all_else);
    return run_tcase(tcase, "verify/result_digest");
}
