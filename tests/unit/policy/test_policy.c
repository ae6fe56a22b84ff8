#include <string.h>

#include "core/base/alloc.h"
#include "core/base/digest.h"
#include "core/evidence/fit.h"
#include "core/policy/policy.h"
#include "tests/unit/run_tcase.h"

START_TEST(the_text_is_the_policy_of_fit_and_a_digest_of_the_catalogue)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    static const char joint[] = "; catalogue ";
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = catalogue_new();
    const char *text = policy_text(catalogue, NULL, arena);
    size_t fit_length = strlen(fit_policy_text());
    ck_assert_int_eq(strncmp(text, fit_policy_text(), fit_length), 0);
    ck_assert_int_eq(strncmp(text + fit_length, joint, sizeof joint - 1), 0);
    const char *hex = text + fit_length + sizeof joint - 1;
    ck_assert_uint_eq(strlen(hex), DIGEST_HEX_SIZE - 1);
    ck_assert_uint_eq(strspn(hex, "0123456789abcdef"), DIGEST_HEX_SIZE - 1);
    ck_assert_str_eq(text, policy_text(catalogue, NULL, arena));
}
END_TEST

/* A run names the catalogue that it was made by, not the one that the program ships. */
START_TEST(another_catalogue_is_another_policy)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *shipped = catalogue_new();
    struct catalogue_table relations = *catalogue_table_find("element_relations");
    relations.row_count--;
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *other = catalogue_from(&relations, 1);
    ck_assert_str_ne(policy_text(other, NULL, arena), policy_text(shipped, NULL, arena));
}
END_TEST

START_TEST(an_approval_is_asked_for_beside_the_rules)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct str_view plain = str_view_of("fit default");
    struct str_view reviewed = str_view_of(policy_with_approval("fit default", arena));
    ck_assert(!policy_wants_approval(plain));
    ck_assert(policy_wants_approval(reviewed));
    const char *stable = policy_with_stable("fit default", arena);
    ck_assert(policy_is_stable(str_view_of(policy_with_approval(stable, arena))));
    ck_assert(!policy_is_stable(reviewed));
    const char *rest = policy_with_residual(stable, 42, arena);
    ck_assert_str_eq(rest, "fit default; stable, people propose; residual of run 42");
    ck_assert_int_eq(policy_residual_run(str_view_of(rest)), 42);
    ck_assert_int_eq(policy_residual_run(str_view_of(policy_with_approval(rest, arena))), 42);
    ck_assert(policy_is_stable(str_view_of(rest)));
    ck_assert_int_eq(policy_residual_run(reviewed), 0);
    ck_assert_int_eq(policy_residual_run(str_view_of("x; residual of run many")), 0);
    ck_assert(str_view_equal(policy_rules(reviewed), plain));
    ck_assert(str_view_equal(policy_rules(plain), plain));
    ck_assert(!policy_wants_approval(str_view_of("")));
    ck_assert(!policy_wants_approval(str_view_of("; approval by another roles")));
}
END_TEST

START_TEST(a_call_up_is_part_of_the_rules)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = catalogue_new();
    struct call_up call_up = {.code = "2026-SPRING", .born_from = 1998, .born_until = 2008};
    ck_assert(cadre_date_from_civil(2026, 4, 1, &call_up.opens_on));
    const char *plain = policy_text(catalogue, NULL, arena);
    const char *called = policy_text(catalogue, &call_up, arena);
    size_t length = strlen(plain);
    ck_assert_int_eq(strncmp(called, plain, length), 0);
    ck_assert_str_eq(called + length, "; call-up 2026-SPRING of 2026-04-01, born 1998 to 2008");
    ck_assert_view_eq(policy_call_up(str_view_of(called)), "2026-SPRING");
    ck_assert_view_eq(policy_call_up(str_view_of(policy_with_approval(called, arena))),
                      "2026-SPRING");
    ck_assert_uint_eq(policy_call_up(str_view_of(plain)).length, 0);
    ck_assert_uint_eq(policy_call_up(str_view_of("; call-up ")).length, 0);
    ck_assert_ptr_null(policy_find_call_up(catalogue, str_view_of(called))); /* none is shipped */
    call_up.born_from = 1999;
    ck_assert_str_ne(policy_text(catalogue, &call_up, arena), called);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("policy");
    tcase_add_test(tcase, the_text_is_the_policy_of_fit_and_a_digest_of_the_catalogue);
    tcase_add_test(tcase, another_catalogue_is_another_policy);
    tcase_add_test(tcase, an_approval_is_asked_for_beside_the_rules);
    tcase_add_test(tcase, a_call_up_is_part_of_the_rules);
    return run_tcase(tcase, "policy");
}
