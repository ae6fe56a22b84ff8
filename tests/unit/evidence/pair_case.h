/*
 * One person and one need, and all that keeps the one from the other.
 */
#ifndef CADRE_TESTS_UNIT_EVIDENCE_PAIR_CASE_H
#define CADRE_TESTS_UNIT_EVIDENCE_PAIR_CASE_H

#include "tests/unit/evidence/registry.h"

#define ROLE "DCWF@5.1/511"
#define AWARD(name, from) .credential = (name), .issued = (from)
#define CREDENTIAL(name) .kind = "credential", .code = (name)
#define COMPETENCY(name, at) .kind = "competency", .code = (name), .level = (at)

/* Sep 1st 2026 is the day; `fails` are the codes of all failures in reason order. */
struct pair_case {
    const char *name;
    const char *fails;
    struct test_pair pair;
};

/* Fails the test when the verdict differs, or the primary reason is not the first. */
void pair_case_check(const struct pair_case *row);

/* A loop test over a table of such cases: TABLE_are_judged. */
#define PAIR_CASES(table)                                                                          \
    START_TEST(table##_are_judged)                                                                 \
    {                                                                                              \
        pair_case_check(&(table)[_i]);                                                             \
    }                                                                                              \
    END_TEST

#endif
