#include <string.h>

#include "core/evidence/reason.h"
#include "tests/unit/run_tcase.h"

/* The published order; a change of it changes every run. */
static const struct {
    enum reason reason;
    const char *code;
} published[] = {
    {REASON_WITHDRAWN, "withdrawn"},
    {REASON_ENGAGEMENT, "engagement"},
    {REASON_PLACED, "placed"},
    {REASON_AVAILABILITY, "availability"},
    {REASON_REGION, "region"},
    {REASON_AGE, "age"},
    {REASON_CITIZENSHIP, "citizenship"},
    {REASON_SERVICE_STATUS, "service_status"},
    {REASON_FITNESS, "fitness"},
    {REASON_CLEARANCE, "clearance"},
    {REASON_LANGUAGE, "language"},
    {REASON_EDUCATION, "education"},
    {REASON_CREDENTIAL_EXPIRED, "credential_expired"},
    {REASON_CREDENTIAL_MISSING, "credential_missing"},
    {REASON_LEVEL_TOO_LOW, "level_too_low"},
    {REASON_COMPETENCY_MISSING, "competency_missing"},
    {REASON_TRAINING, "training"},
    {REASON_ASSESSMENT, "assessment"},
    {REASON_DISTINCTION, "distinction"},
    {REASON_EXPERIENCE, "experience"},
    {REASON_RANK, "rank"},
    {REASON_MILITARY_SPECIALTY, "military_specialty"},
    {REASON_PLACEMENT, "placement"},
    {REASON_UNVERIFIED, "unverified"},
    {REASON_FORBIDDEN, "forbidden"},
    {REASON_DECLINED, "declined"},
    {REASON_OTHER, "other"},
};

START_TEST(the_order_is_the_published_one)
{
    ck_assert_int_eq(published[_i].reason, _i + 1);
    ck_assert_str_eq(reason_code(published[_i].reason), published[_i].code);
}
END_TEST

START_TEST(titles_are_for_people)
{
    const char *title = reason_title(published[_i].reason);
    ck_assert_ptr_nonnull(title);
    ck_assert_uint_gt(strlen(title), 0);
    ck_assert_msg(strchr(title, '_') == NULL, "a code instead of words: %s", title);
}
END_TEST

START_TEST(no_reason_is_left_out)
{
    ck_assert_int_eq(REASON_COUNT, ROWS(published) + 1);
    ck_assert_ptr_nonnull(reason_code(REASON_NONE));
    ck_assert_ptr_nonnull(reason_title(REASON_NONE));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("reasons");
    tcase_add_loop_test(tcase, the_order_is_the_published_one, 0, ROWS(published));
    tcase_add_loop_test(tcase, titles_are_for_people, 0, ROWS(published));
    tcase_add_test(tcase, no_reason_is_left_out);
    return run_tcase(tcase, "evidence/reason");
}
