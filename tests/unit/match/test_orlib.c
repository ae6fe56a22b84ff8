/*
 * The assignment problems of the OR-Library (Beasley, J. Oper. Res. Soc. 41, 1990) with their
 * published optima. The files are reference data, named by CADRE_REFERENCE_DATA.
 */
#include "core/base/alloc.h"
#include "core/match/engine.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/match/oracle/oracle.h"
#include "tests/unit/run_tcase.h"

static const struct {
    const char *file;
    size_t size;
    int64_t least_cost;
} problems[] = {
    {"assign100.txt.gz", 100, 305},
    {"assign200.txt.gz", 200, 475},
    {"assign300.txt.gz", 300, 626},
};

/* Oracle and engine. */
static void engine_solve_cold(const struct instance *instance, struct arena *arena,
                              struct assignment *ret_assignment)
{
    engine_solve(instance, NULL, arena, ret_assignment);
}

static void (*const solvers[])(const struct instance *instance, struct arena *arena,
                               struct assignment *ret_assignment) = {oracle_solve,
                                                                     engine_solve_cold};

static int32_t next_number(FILE *file)
{
    char word[16];
    int64_t number;
    ck_assert_int_eq(fscanf(file, "%15s", word), 1);
    ck_assert(str_view_to_int64(str_view_of(word), &number));
    return (int32_t)number;
}

/* Everybody can take every need; a cost becomes a fit by what it lacks to the best one. */
static struct made *read_problem(const char *path, size_t size, struct arena *arena)
{
    /* NOLINTNEXTLINE(cert-env33-c): a test may unpack its reference data with gzip. */
    FILE *file = popen(arena_format(arena, "gzip -dc '%s'", path), "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(next_number(file), (int32_t)size);
    struct made *made = made_new(size, size, arena);
    for (size_t i = 0; i < size; i++) {
        for (size_t j = 0; j < size; j++)
            *made_fit(made, i, j) = FIT_MAX_BP - next_number(file);
    }
    ck_assert_int_eq(pclose(file), 0);
    return made;
}

START_TEST(published_optima_are_reached)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *path =
        arena_format(arena, "%s/assignment/%s", getenv("CADRE_REFERENCE_DATA"), problems[_i].file);
    struct made *made = read_problem(path, problems[_i].size, arena);
    for (int solver = 0; solver < ROWS(solvers); solver++) {
        struct assignment seen;
        solvers[solver](made_instance(made, arena), arena, &seen);
        ck_assert_int_eq(seen.objective.filled[0], (int64_t)problems[_i].size);
        ck_assert_int_eq((int64_t)problems[_i].size * FIT_MAX_BP - seen.objective.fit_bp,
                         problems[_i].least_cost);
    }
}
END_TEST

int main(void)
{
    if (getenv("CADRE_REFERENCE_DATA") == NULL) {
        puts("skipped: CADRE_REFERENCE_DATA is not set");
        return 0;
    }
    TCase *tcase = tcase_create("orlib");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, published_optima_are_reached, 0, ROWS(problems));
    return run_tcase(tcase, "match/orlib");
}
