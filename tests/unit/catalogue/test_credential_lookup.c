#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/catalogue/shipped.h"

static const struct {
    const char *issuer; /* NULL = absent */
    const char *code;
    enum lookup outcome;
    const char *answer; /* canonical code, or what is suggested */
} cells[] = {
    {NULL, "Security+", LOOKUP_FOUND, "CompTIA/Security+"},
    {"", "security+", LOOKUP_FOUND, "CompTIA/Security+"},
    {"CompTIA", "Security+", LOOKUP_FOUND, "CompTIA/Security+"},
    {"comptia", "SECURITY+", LOOKUP_FOUND, "CompTIA/Security+"},
    {NULL, "CompTIA/Security+", LOOKUP_FOUND, "CompTIA/Security+"},
    {NULL, "Sec+", LOOKUP_FOUND, "CompTIA/Security+"},
    {"CompTIA", "Sec+", LOOKUP_FOUND, "CompTIA/Security+"},
    {NULL, "SecurityX", LOOKUP_FOUND, "CompTIA/CASP+"},
    {NULL, "CAP", LOOKUP_FOUND, "ISC2/CGRC"},
    {NULL, "CGRC/CAP", LOOKUP_FOUND, "ISC2/CGRC"},
    {NULL, "ISA/IEC 62443 Fundamentals", LOOKUP_FOUND, "ISA/ISA/IEC 62443 Fundamentals"},
    {"ISA", "ISA/IEC 62443 Fundamentals", LOOKUP_FOUND, "ISA/ISA/IEC 62443 Fundamentals"},
    {"ISA", "ISA/ISA/IEC 62443 Fundamentals", LOOKUP_FOUND, "ISA/ISA/IEC 62443 Fundamentals"},
    {"CompTIA", "comptia/Security+", LOOKUP_FOUND, "CompTIA/Security+"},
    {"CompTIA", "CompTIA/Sec+", LOOKUP_FOUND, "CompTIA/Security+"},
    {"ISC2", "CompTIA/Security+", LOOKUP_UNKNOWN, "CompTIA/Security+"},
    {"ISC2", "Security+", LOOKUP_UNKNOWN, "CompTIA/Security+"},
    {NULL, "Securty+", LOOKUP_UNKNOWN, "CompTIA/Security+"},
    {NULL, "CISPS", LOOKUP_UNKNOWN, "ISC2/CISSP"},
    {NULL, "Certified Ethical Haker", LOOKUP_UNKNOWN, "EC-Council/CEH"},
    {NULL, "", LOOKUP_UNKNOWN, ""},
    {NULL, "a certificate of swimming", LOOKUP_UNKNOWN, ""},
};

START_TEST(a_cell_is_found_or_told_what_was_meant)
{
    CADRE_CLEANUP(str_release) struct str suggestion = {0};
    int32_t credential = -7;
    enum lookup outcome =
        catalogue_find_credential(shipped, str_view_of(cells[_i].issuer),
                                  str_view_of(cells[_i].code), &credential, &suggestion);
    ck_assert_int_eq(outcome, cells[_i].outcome);
    if (outcome == LOOKUP_FOUND)
        ck_assert_str_eq(catalogue_credential(shipped, credential)->canonical, cells[_i].answer);
    else
        ck_assert_str_eq(str_chars(&suggestion), cells[_i].answer);
    ck_assert(outcome == LOOKUP_FOUND ? suggestion.length == 0 : credential == -7);
}
END_TEST

START_TEST(every_credential_is_found_by_its_canonical_code)
{
    ck_assert_uint_eq(catalogue_credential_count(shipped), 141);
    for (size_t i = 0; i < catalogue_credential_count(shipped); i++) {
        const struct credential *credential = catalogue_credential(shipped, (int32_t)i);
        int32_t found = -1;
        ck_assert_int_eq(catalogue_find_credential(shipped, str_view_of(NULL),
                                                   str_view_of(credential->canonical), &found,
                                                   NULL),
                         LOOKUP_FOUND);
        ck_assert_int_eq(found, (int32_t)i);
        ck_assert(credential->title[0] != '\0');
        ck_assert_int_ge(credential->months, 0);
        ck_assert_int_le(credential->months, 120);
    }
}
END_TEST

static const struct {
    const char *code;
    int32_t months;
} validities[] = {
    {"Security+", 36}, {"GSEC", 48},   {"CISSP", 36}, {"CKA", 24},
    {"LPIC-1", 60},    {"AZ-104", 12}, {"OSCP", 0},
};

START_TEST(validity_in_months)
{
    int32_t credential = -1;
    ck_assert_int_eq(catalogue_find_credential(shipped, str_view_of(NULL),
                                               str_view_of(validities[_i].code), &credential, NULL),
                     LOOKUP_FOUND);
    ck_assert_int_eq(catalogue_credential(shipped, credential)->months, validities[_i].months);
}
END_TEST

/* Highest level that the credential grants of the element, NULL = none. */
static const char *granted_level(const char *code, enum element_type type, const char *cell)
{
    int32_t credential = -1;
    int32_t element = -1;
    size_t count;
    const char *level = NULL;
    ck_assert_int_eq(
        catalogue_find_credential(shipped, str_view_of(NULL), str_view_of(code), &credential, NULL),
        LOOKUP_FOUND);
    ck_assert_int_eq(catalogue_find_element(shipped, type, str_view_of(cell), &element, NULL),
                     LOOKUP_FOUND);
    const struct grant *grants = catalogue_grants(shipped, credential, &count);
    for (size_t i = 0; i < count; i++) {
        if (grants[i].element == element)
            level = catalogue_level_code(shipped, catalogue_element(shipped, element)->scale,
                                         grants[i].level);
    }
    return level;
}

static const struct {
    const char *credential;
    enum element_type type;
    const char *element, *level;
} grants[] = {
    {"CFR", ELEMENT_WORK_ROLE, "DCWF/211", "Advanced"},
    {"CCISO", ELEMENT_WORK_ROLE, "DCWF/722", "Intermediate"},
    {"A+", ELEMENT_WORK_ROLE, "DCWF/411", "Basic"},
    {"A+", ELEMENT_WORK_ROLE, "DCWF/511", NULL},
    {"OSCP", ELEMENT_WORK_ROLE, "DCWF/511", NULL},
    {"OSCP", ELEMENT_COMPETENCY, "CORE/OFF-PEN", "4"},
    {"CCNA", ELEMENT_COMPETENCY, "CORE/NET-ROUT", "3"},
    {"AZ-900", ELEMENT_COMPETENCY, "CORE/CLD-PLAT", NULL},
};

START_TEST(credentials_grant_roles_and_competencies)
{
    const char *level = granted_level(grants[_i].credential, grants[_i].type, grants[_i].element);
    if (grants[_i].level == NULL)
        ck_assert_ptr_null(level);
    else
        ck_assert_str_eq(level, grants[_i].level);
}
END_TEST

START_TEST(grants_are_ordered_and_whole)
{
    size_t total = 0;
    for (size_t i = 0; i < catalogue_credential_count(shipped); i++) {
        size_t count;
        const struct grant *list = catalogue_grants(shipped, (int32_t)i, &count);
        total += count;
        for (size_t j = 0; j < count; j++) {
            ck_assert_int_ge(list[j].element, 0);
            ck_assert_int_ge(list[j].level, 1);
            ck_assert(
                j == 0 || list[j - 1].element < list[j].element ||
                (list[j - 1].element == list[j].element && list[j - 1].level < list[j].level));
        }
    }
    ck_assert_uint_eq(total, catalogue_table_find("alignments")->row_count +
                                 catalogue_table_find("credential_grants")->row_count);
}
END_TEST

/* Roles that no credential opens: a need for one of them is met by a competencies row alone. */
START_TEST(roles_without_a_credential)
{
    size_t without = 0;
    for (size_t i = 0; i < catalogue_element_count(shipped); i++) {
        const struct element *element = catalogue_element(shipped, (int32_t)i);
        if (strcmp(element->framework, "DCWF") != 0 || strcmp(element->version, "5.1") != 0)
            continue;
        bool granted = false;
        for (size_t j = 0; j < catalogue_credential_count(shipped); j++) {
            size_t count;
            const struct grant *list = catalogue_grants(shipped, (int32_t)j, &count);
            for (size_t k = 0; k < count; k++)
                granted |= list[k].element == (int32_t)i;
        }
        without += !granted;
    }
    ck_assert_uint_eq(without, 32);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("credential_lookup");
    tcase_add_loop_test(tcase, a_cell_is_found_or_told_what_was_meant, 0, ROWS(cells));
    tcase_add_test(tcase, every_credential_is_found_by_its_canonical_code);
    tcase_add_loop_test(tcase, validity_in_months, 0, ROWS(validities));
    tcase_add_loop_test(tcase, credentials_grant_roles_and_competencies, 0, ROWS(grants));
    tcase_add_test(tcase, grants_are_ordered_and_whole);
    tcase_add_test(tcase, roles_without_a_credential);
    return run_with_catalogue(tcase, "catalogue/credential_lookup");
}
