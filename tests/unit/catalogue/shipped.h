/*
 * The shipped catalogue, made once for all cases of a program and freed at its end. Cases run in
 * processes of their own and only read it.
 */
#ifndef CADRE_TESTS_UNIT_CATALOGUE_SHIPPED_H
#define CADRE_TESTS_UNIT_CATALOGUE_SHIPPED_H

#include "core/catalogue/catalogue.h"
#include "tests/unit/run_tcase.h"

static struct catalogue *shipped;

static inline int run_with_catalogue(TCase *tcase, const char *name)
{
    shipped = catalogue_new();
    int failed = run_tcase(tcase, name);
    catalogue_free(shipped);
    return failed;
}

#endif
