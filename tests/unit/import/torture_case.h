/*
 * A row of the torture table, and what its files have in common.
 */
#ifndef CADRE_TESTS_UNIT_IMPORT_TORTURE_CASE_H
#define CADRE_TESTS_UNIT_IMPORT_TORTURE_CASE_H

#include "core/base/str.h"

struct torture {
    const char *name, *kind;
    struct str_view bytes;
    const char *column;   /* whose values are shown; NULL = all */
    const char *findings; /* "LINE/RECORD CODE column", one behind the other */
    const char *rows;     /* values of the rows taken */
};

#define BYTES(text)                                                                                \
    {                                                                                              \
        (text), sizeof(text) - 1                                                                   \
    }
/* One row at stake and a good one behind it. */
#define ORG(row) BYTES("code,name,kind\n" row "\nB,Beta,unit\n")
/* One cell at stake. */
#define NAME(cell)                                                                                 \
    BYTES("source_person_id,family_name,given_name,consent_on\nB-1," cell ",Anar,2026-01-10\n")
#define DATE(cell)                                                                                 \
    BYTES("source_person_id,family_name,given_name,consent_on,birth_date\n"                        \
          "B-1,Əliyev,Anar,2026-01-10," cell "\n")
#define NUMBER(cell)                                                                               \
    BYTES("need_code,organization_code,title,engagement,headcount,priority,starts_on\n"            \
          "N-1,U-1,Analyst,contract," cell ",2,2026-04-01\n")

#endif
