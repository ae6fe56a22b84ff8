#include "cmd/steps/import/import_interrupted.h"
#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const char *const files[] = {"a.csv", "b.csv", "-", "d.csv"};

static const struct {
    size_t count, ended;
    int64_t staged;
    const char *line;
    bool refused[4]; /* of those that ended */
} lines[] = {
    {1, 0, 0, "interrupted: nothing of 'a.csv' is stored"},
    {1, 0, 7,
     "interrupted: nothing of 'a.csv' is stored, rows of it are staged: 'cadre batch resume 7' "
     "goes on"},
    {1, 1, 0, "interrupted: 'a.csv' is done"},
    {2, 2, 0, "interrupted: 'a.csv', 'b.csv' are done"},
    {2, 0, 0, "interrupted: nothing of 'a.csv' is stored; 'b.csv' is not begun"},
    {4, 0, 0,
     "interrupted: nothing of 'a.csv' is stored; 'b.csv', '<stdin>', 'd.csv' are not begun"},
    {4, 2, 12,
     "interrupted: 'a.csv', 'b.csv' are done; nothing of '<stdin>' is stored, rows of it are "
     "staged: 'cadre batch resume 12' goes on; 'd.csv' is not begun"},
    {2, 1, 0, "interrupted: nothing of 'a.csv', 'b.csv' is stored", {true}},
    {4,
     2,
     12,
     "interrupted: 'b.csv' is done; nothing of 'a.csv', '<stdin>' is stored, rows of '<stdin>' are "
     "staged: 'cadre batch resume 12' goes on; 'd.csv' is not begun",
     {true, false}},
    {4,
     4,
     0,
     "interrupted: 'a.csv', '<stdin>', 'd.csv' are done; nothing of 'b.csv' is stored",
     {false, true, false, false}},
};

START_TEST(what_stands)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    bool taken[4];
    const struct import_outcome outcome = {.staged = lines[_i].staged};
    for (size_t i = 0; i < 4; i++)
        taken[i] = !lines[_i].refused[i];
    import_interrupted_line(files, lines[_i].count, taken, lines[_i].ended, &outcome, &line);
    ck_assert_str_eq(str_chars(&line), lines[_i].line);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("import_interrupted");
    tcase_add_loop_test(tcase, what_stands, 0, ROWS(lines));
    return run_tcase(tcase, "cmd/import_interrupted");
}
