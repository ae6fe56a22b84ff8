#include "core/policy/match_policy.h"

#include "core/base/alloc.h"
#include "core/policy/policy.h"
#include "tests/unit/run_tcase.h"

static const struct {
    const char *json;
    enum cadre_status status;
    const char *says; /* the message, or what stands behind the policy */
} files[] = {
    {"{}", CADRE_OK, "p"},
    {"{\"role_options\": []}", CADRE_OK, "p"},
    {"{\"role_options\": [\"training\", \"education\"]}", CADRE_OK,
     "p; role options education training"},
    {"{\"residential_months\": 9}", CADRE_OK, "p; role options residential 9"},
    {"{\"role_options\": [\"education\"], \"residential_months\": 12}", CADRE_OK,
     "p; role options education residential 12"},
    {"{\"role_options\": \"education\"}", CADRE_REFUSED,
     "'role_options' is a list of \"education\" and \"training\""},
    {"{\"role_options\": [\"certification\"]}", CADRE_REFUSED,
     "'role_options' is a list of \"education\" and \"training\""},
    {"{\"role_options\": [\"education\"], \"accredited_by\": \"training\"}", CADRE_OK,
     "p; role options education accredited training"},
    {"{\"role_options\": [\"education\"], \"accredited_by\": \"CAE\", \"residential_months\": 9}",
     CADRE_OK, "p; role options education accredited CAE residential 9"},
    {"{\"role_options\": [\"training\"], \"accredited_by\": \"CAE\"}", CADRE_REFUSED,
     "'accredited_by' is of degrees, and \"education\" is not among the 'role_options'"},
    {"{\"role_options\": [\"education\"], \"accredited_by\": \"C A\"}", CADRE_REFUSED,
     "'accredited_by' is the code of a list of institutions: one word of at most 64 bytes"},
    {"{\"accredited_by\": \"\"}", CADRE_REFUSED,
     "'accredited_by' is the code of a list of institutions: one word of at most 64 bytes"},
    {"{\"accredited_by\": 8}", CADRE_REFUSED,
     "'accredited_by' is the code of a list of institutions: one word of at most 64 bytes"},
    {"{\"residential_months\": 0}", CADRE_REFUSED, "'residential_months' is a number from 1 to 60"},
    {"{\"residential_months\": \"12\"}", CADRE_REFUSED,
     "'residential_months' is a number from 1 to 60"},
    {"{\"wishes\": 500}", CADRE_OK, "p; wishes 500"},
    {"{\"wishes\": 10000, \"role_options\": [\"training\"], \"mode\": \"optimal\"}", CADRE_OK,
     "p; role options training; wishes 10000"},
    {"{\"wishes\": 0}", CADRE_REFUSED, "'wishes' is a number of basis points from 1 to 10000"},
    {"{\"wishes\": 10001}", CADRE_REFUSED, "'wishes' is a number of basis points from 1 to 10000"},
    {"{\"wishes\": \"500\"}", CADRE_REFUSED,
     "'wishes' is a number of basis points from 1 to 10000"},
    {"{\"wishes\": 500, \"mode\": \"stable\"}", CADRE_REFUSED, "'wishes' is of the optimal mode"},
    {"{\"mode\": \"stable\", \"wishes\": 500}", CADRE_REFUSED, "'wishes' is of the optimal mode"},
    {"{\"approval\": true, \"wishes\": 7}", CADRE_OK, "p; wishes 7"},
    {"{\"approval\": \"yes\"}", CADRE_REFUSED, "'approval' is true or false"},
    {"{\"months\": 12}", CADRE_REFUSED, "a policy has no 'months'"},
    {"[]", CADRE_REFUSED, "a policy is a JSON object"},
};

START_TEST(a_file_is_read)
{
    struct match_policy policy = {0};
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    ck_assert_int_eq(match_policy_parse(str_view_of(files[_i].json), arena, &policy, &err),
                     files[_i].status);
    if (files[_i].status != CADRE_OK) {
        ck_assert_str_eq(err.message, files[_i].says);
        return;
    }
    const char *text = match_policy_text("p", &policy, arena);
    ck_assert_str_eq(text, files[_i].says);
    /* And comes back, whatever a policy says behind it. */
    const char *longer = arena_format(arena, "%s; approval by training", text);
    struct match_policy back = match_policy_of(str_view_of(longer), arena);
    ck_assert_int_eq(back.education, policy.education);
    ck_assert_int_eq(back.training, policy.training);
    ck_assert_int_eq(back.residential_months, policy.residential_months);
    ck_assert_int_eq(back.wishes_bp, policy.wishes_bp);
    ck_assert_str_eq(back.accredited_by, policy.accredited_by);
}
END_TEST

START_TEST(a_mode_is_named_or_not)
{
    struct match_policy policy = {0};
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    static const struct {
        const char *json;
        bool named, stable;
    } modes[] = {
        {"{}", false, false},
        {"{\"residential_months\": 9}", false, false},
        {"{\"mode\": \"optimal\"}", true, false},
        {"{\"mode\": \"stable\"}", true, true},
    };
    for (size_t i = 0; i < ROWS(modes); i++) {
        ck_assert_int_eq(match_policy_parse(str_view_of(modes[i].json), arena, &policy, &err),
                         CADRE_OK);
        ck_assert_int_eq(policy.mode_named, modes[i].named);
        ck_assert_int_eq(policy.stable, modes[i].stable);
    }
}
END_TEST

/* By whom it is published is no rule of who is matched, and stands behind these. */
START_TEST(an_approval_is_asked_for)
{
    struct match_policy policy = {0};
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    static const struct {
        const char *json;
        bool wanted;
    } wants[] = {{"{}", false}, {"{\"approval\": false}", false}, {"{\"approval\": true}", true}};
    for (size_t i = 0; i < ROWS(wants); i++) {
        ck_assert_int_eq(match_policy_parse(str_view_of(wants[i].json), arena, &policy, &err),
                         CADRE_OK);
        ck_assert_int_eq(policy.approval, wants[i].wanted);
    }
    const char *text = policy_with_approval(match_policy_text("p", &policy, arena), arena);
    ck_assert(match_policy_of(str_view_of(text), arena).approval);
    ck_assert(!match_policy_of(str_view_of("p"), arena).approval);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("match_policy");
    tcase_add_loop_test(tcase, a_file_is_read, 0, ROWS(files));
    tcase_add_test(tcase, a_mode_is_named_or_not);
    tcase_add_test(tcase, an_approval_is_asked_for);
    return run_tcase(tcase, "policy/match_policy");
}
