/*
 * The catalogue as the made-up country has it: what is shipped, and its own rows.
 */
#ifndef CADRE_TESTS_UNIT_CMD_DEMO_CATALOGUE_H
#define CADRE_TESTS_UNIT_CMD_DEMO_CATALOGUE_H

#include <stdlib.h>
#include <unistd.h>

#include "cmd/demo/national.h"
#include "cmd/steps/catalogue/kinds_file.h"
#include "tests/unit/catalogue/catalogue_with.h"
#include "tests/unit/run_tcase.h"

static inline struct catalogue *with_national_file(struct arena *arena, const char *text,
                                                   struct catalogue *before)
{
    char path[] = "/tmp/cadre-national-XXXXXX";
    FILE *out = fdopen(mkstemp(path), "w");
    ck_assert_ptr_nonnull(out);
    ck_assert_int_ge(fputs(text, out), 0);
    ck_assert_int_eq(fclose(out), 0);
    const struct invocation call = {.today = {20513}, .arena = arena};
    struct kinds_file file;
    struct addition addition;
    struct cadre_error err = {0};
    ck_assert_int_eq(kinds_file_open(&call, path, &file, &err), CADRE_OK);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(kinds_file_find_kind(&file, NULL, &err), CADRE_OK);
    ck_assert_int_eq(kinds_file_read(&call, &file, before, &err), CADRE_OK);
    addition_judge(before, file.kind, file.rows, file.row_count, arena, &addition);
    ck_assert_uint_eq(addition.finding_count + findings_count(file.findings), 0);
    struct catalogue *with = catalogue_with(arena, before, &addition);
    kinds_file_release(&file);
    catalogue_free(before);
    return with;
}

/* `arena` outlives it. */
static inline struct catalogue *demo_catalogue(struct arena *arena)
{
    struct catalogue *catalogue = catalogue_new();
    for (size_t i = 0; i < DEMO_NATIONAL_FILE_COUNT; i++)
        catalogue = with_national_file(arena, demo_national_files[i].text, catalogue);
    return catalogue;
}

#endif
