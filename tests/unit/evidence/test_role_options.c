#include <string.h>

#include "core/base/alloc.h"
#include "core/catalogue/catalogue_data.h"
#include "core/evidence/dues.h"
#include "core/evidence/remedy.h"
#include "tests/unit/evidence/pair_case.h"
#include "tests/unit/run_tcase.h"

/* ---- pairs ----------------------------------------------------------------------------------- */

#define SUPPORT "DCWF@5.1/411"
#define OPERATOR "DCWF@5.1/441"
#define ASKS(role, at) .need = {.work_role = (role), .level = (at)}
#define STUDIED(at, field) .person = {.education = (at), .field_of_study = (field)}
#define TRAINED(name, from) .training = (name), .issued = (from)
#define ALL_ON .policy = {.education = true, .training = true}

#define OF_LIST .policy = {.education = true, .accredited_by = "CAE"}
#define LISTED                                                                                     \
    .listed = {{"CAE", "ADA", "2010-01-01", "2022-12-31"}, {"OTHER", "Free U", "2000-01-01", NULL}}
#define FROM(name, day) .evidence = {{.institution = (name), .issued = (day)}}

static const struct pair_case options[] = {
    {"a degree of a listed institution",
     "",
     {OF_LIST, LISTED, ASKS(SUPPORT, "Basic"), STUDIED("6", "0612"), FROM("ada", "2022-12-31")}},
    {"a degree from before or after it was listed",
     "competency_missing",
     {OF_LIST, LISTED, ASKS(SUPPORT, "Basic"), STUDIED("6", "0612"), FROM("ADA", "2023-01-01")}},
    {"a degree of an institution on another list",
     "competency_missing",
     {OF_LIST, LISTED, ASKS(SUPPORT, "Basic"), STUDIED("6", "0612"), FROM("Free U", "2015-01-01")}},
    {"a degree of a day ahead is none yet",
     "competency_missing",
     {OF_LIST, .listed = {{"CAE", "ADA", "2010-01-01", NULL}}, ASKS(SUPPORT, "Basic"),
      STUDIED("6", "0612"), FROM("ADA", "2026-09-02")}},
    {"a degree of which nobody says whose it is",
     "competency_missing",
     {OF_LIST, LISTED, ASKS(SUPPORT, "Basic"), STUDIED("6", "0612")}},
    {"a list makes no degree higher",
     "competency_missing",
     {OF_LIST, LISTED, ASKS(SUPPORT, "Basic"), STUDIED("5", "0612"), FROM("ADA", "2022-12-31")}},
    {"where no list is named any institution counts",
     "",
     {ALL_ON, LISTED, ASKS(SUPPORT, "Basic"), STUDIED("6", "0612"), FROM("Free U", "2015-01-01")}},
    {"a listed degree is trusted as the roster is",
     "",
     {OF_LIST, LISTED, .need = {.work_role = SUPPORT, .trust = "verified"}, STUDIED("6", "0612"),
      FROM("ADA", "2022-12-31")}},
    {"off by default", "competency_missing", {ASKS(SUPPORT, "Basic"), STUDIED("6", "0612")}},
    {"a degree in the field", "", {ALL_ON, ASKS(SUPPORT, "Basic"), STUDIED("6", "06")}},
    {"a higher one in a field below it",
     "",
     {ALL_ON, ASKS(SUPPORT, "Intermediate"), STUDIED("7", "0613")}},
    {"too low a degree",
     "competency_missing",
     {ALL_ON, ASKS(SUPPORT, "Basic"), STUDIED("5", "0612")}},
    {"another field", "competency_missing", {ALL_ON, ASKS(SUPPORT, "Basic"), STUDIED("6", "0713")}},
    {"a wider field", "competency_missing", {ALL_ON, ASKS(SUPPORT, "Basic"), STUDIED("6", "0")}},
    {"TBD is no degree",
     "level_too_low",
     {ALL_ON, ASKS(SUPPORT, "Advanced"), STUDIED("8", "0612")}},
    {"training alone is on",
     "competency_missing",
     {.policy = {.training = true}, ASKS(SUPPORT, "Basic"), STUDIED("6", "0612")}},
    {"a training",
     "",
     {ALL_ON, ASKS(SUPPORT, "Basic"), .evidence = {{TRAINED("DOD/531-25B10", "2025-01-01")}}}},
    {"which is no more at the next level",
     "level_too_low",
     {ALL_ON, ASKS(SUPPORT, "Intermediate"),
      .evidence = {{TRAINED("DOD/531-25B10", "2025-01-01")}}}},
    {"one of a higher level covers the lower, which does not name it",
     "",
     {ALL_ON, ASKS("DCWF@5.1/431", "Basic"),
      .evidence = {{TRAINED("DOD/4C-FA26B", "2025-01-01")}}}},
    {"education alone is on",
     "competency_missing",
     {.policy = {.education = true},
      ASKS(SUPPORT, "Basic"),
      .evidence = {{TRAINED("DOD/531-25B10", "2025-01-01")}}}},
    {"a training that is over",
     "competency_missing",
     {ALL_ON, ASKS(SUPPORT, "Basic"),
      .evidence = {{TRAINED("DOD/531-25B10", "2020-01-01"), .expires = "2026-08-31"}}}},
    {"of another provider",
     "competency_missing",
     {ALL_ON, ASKS(SUPPORT, "Basic"), .evidence = {{TRAINED("U-100/531-25B10", "2025-01-01")}}}},
    {"a role of which the matrix does not speak",
     "competency_missing",
     {ALL_ON, ASKS(ROLE, "Basic"), STUDIED("8", "0612")}},
    {"a training is trusted as it is verified",
     "unverified",
     {ALL_ON, .need = {.work_role = SUPPORT, .trust = "verified"},
      .evidence = {{TRAINED("DOD/531-25B10", "2025-01-01")}}}},
    {"and when it is",
     "",
     {ALL_ON, .need = {.work_role = SUPPORT, .trust = "verified"},
      .evidence = {{TRAINED("DOD/531-25B10", "2025-01-01"), .verified = true}}}},
    {"a degree is what the roster states",
     "",
     {ALL_ON, .need = {.work_role = SUPPORT, .trust = "verified"}, STUDIED("6", "0612")}},
};

PAIR_CASES(options)

/* ---- the matrix and the list ----------------------------------------------------------------- */

static int32_t rank_of(const struct catalogue *catalogue, const char *level)
{
    return catalogue_level_rank(catalogue, catalogue_find_scale(catalogue, "8140"),
                                str_view_of(level));
}

/* The highest level at which the certification list has the credential for the role. */
static int32_t listed_rank(const struct catalogue *catalogue, const char *const *cells)
{
    size_t count;
    int32_t highest = 0;
    int32_t role =
        element_of(arena_format(registry_arena(), "%s@%s/%s", cells[0], cells[1], cells[2]));
    const struct grant *grants = catalogue_grants(catalogue, credential_of(cells[4]), &count);
    for (size_t i = 0; i < count; i++) {
        if (grants[i].element == role && grants[i].level > highest)
            highest = grants[i].level;
    }
    return highest;
}

START_TEST(the_matrix_differs_from_the_list_in_22_of_111)
{
    const struct catalogue *catalogue = registry_catalogue();
    const struct catalogue_table *table = catalogue_table_find("role_options");
    int pairs = 0;
    int differ = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        if (strcmp(cells[3], "certification") != 0)
            continue;
        pairs++;
        differ += strcmp(cells[5], cells[7]) != 0;
        ck_assert_msg(listed_rank(catalogue, cells) == rank_of(catalogue, cells[7]), "%s %s",
                      cells[2], cells[4]);
    }
    ck_assert_int_eq(pairs, 111);
    ck_assert_int_eq(differ, 22);
}
END_TEST

/* What the matrix says of certifications is not merged: the list alone grants. */
START_TEST(certifications_count_by_the_list_alone)
{
    size_t count;
    catalogue_role_options(registry_catalogue(), ROLE_OPTION_TRAINING,
                           STR_VIEW_LITERAL("ISACA/CISA"), &count);
    ck_assert_uint_eq(count, 0);
    const struct pair_case security = {
        "CISA shows 431 by the matrix only",
        "competency_missing",
        {ALL_ON, ASKS("DCWF@5.1/431", "Basic"), .evidence = {{AWARD("ISACA/CISA", "2025-01-01")}}}};
    pair_case_check(&security);
}
END_TEST

/* ---- what follows ---------------------------------------------------------------------------- */

START_TEST(a_training_on_offer_is_a_remedy)
{
    const struct test_person person = {0};
    const struct test_need need = {.work_role = SUPPORT, .level = "Basic"};
    const struct test_training training = {.provider = "DOD", .code = "531-25B10"};
    const struct test_registry registry = {
        ALL_ON,          .people = &person,      .person_count = 1,   .needs = &need,
        .need_count = 1, .trainings = &training, .training_count = 1,
    };
    const struct snapshot *snapshot = registry_seal(&registry, 0);
    const struct expansion *expansion = registry_expand(snapshot);
    struct verdict verdict;
    qualify_pair(snapshot, expansion, &snapshot->needs[0], &verdict);
    struct remedy remedy = remedy_find(remedy_offers_new(snapshot, registry_arena()), expansion,
                                       &snapshot->needs[0], &verdict, registry_arena());
    ck_assert_int_eq(remedy.outcome, REMEDY_FOUND);
    ck_assert_uint_eq(remedy.item_count, 1);
}
END_TEST

static const struct {
    const char *dues;
    bool seated; /* by the run */
    struct test_pair pair;
} residentials[] = {
    {"", true, {ASKS(SUPPORT, "Basic")}},
    {"2026-09-01 2027-09-01;",
     true,
     {.policy = {.residential_months = 12}, ASKS(SUPPORT, "Basic")}},
    {"2026-11-30 2027-08-30;",
     true,
     {.policy = {.residential_months = 9},
      .need = {.work_role = SUPPORT, .starts_on = "2026-11-30"}}},
    {"", false, {.policy = {.residential_months = 12}, ASKS(SUPPORT, "Basic")}},
    {"", true, {.policy = {.residential_months = 12}, ASKS(ROLE, "Basic")}},
    {"2025-09-01 2026-09-01;",
     false,
     {.policy = {.residential_months = 12},
      .evidence = {{.seat_of = "U", .seat_as = OPERATOR, .issued = "2025-09-01"}}}},
    {"", /* long ago */
     false,
     {.policy = {.residential_months = 12},
      .evidence = {{.seat_of = "U", .seat_as = OPERATOR, .issued = "2025-08-31"}}}},
    {"", /* has left */
     false,
     {.policy = {.residential_months = 12},
      .evidence = {{.seat_of = "U",
                    .seat_as = OPERATOR,
                    .issued = "2026-01-01",
                    .expires = "2026-08-31"}}}},
};

START_TEST(the_residential_part_falls_due)
{
    const struct snapshot *snapshot = registry_pair(&residentials[_i].pair);
    CADRE_CLEANUP(str_release) struct str text = {0};
    size_t count;
    const struct due *dues = dues_find(snapshot, registry_expand(snapshot),
                                       residentials[_i].seated ? 0 : -1, registry_arena(), &count);
    for (size_t i = 0; i < count; i++) {
        char from[CADRE_DATE_TEXT_SIZE];
        char due[CADRE_DATE_TEXT_SIZE];
        ck_assert_int_eq(dues[i].kind, DUE_RESIDENTIAL);
        str_add_format(&text, "%s %s;", cadre_date_format(dues[i].from_on, from),
                       cadre_date_format(dues[i].due_on, due));
    }
    ck_assert_str_eq(str_chars(&text), residentials[_i].dues);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("role_options");
    tcase_add_loop_test(tcase, options_are_judged, 0, ROWS(options));
    tcase_add_test(tcase, the_matrix_differs_from_the_list_in_22_of_111);
    tcase_add_test(tcase, certifications_count_by_the_list_alone);
    tcase_add_test(tcase, a_training_on_offer_is_a_remedy);
    tcase_add_loop_test(tcase, the_residential_part_falls_due, 0, ROWS(residentials));
    return run_tcase(tcase, "evidence/role_options");
}
