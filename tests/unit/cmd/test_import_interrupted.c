#include "cmd/steps/import/import_interrupted.h"
#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const char *const files[] = {"a.csv", "b.csv", "-", "d.csv"};

static const struct {
    size_t count, stored;
    int64_t staged;
    const char *line;
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
};

START_TEST(what_stands)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    const struct import_outcome outcome = {.staged = lines[_i].staged};
    import_interrupted_line(files, lines[_i].count, lines[_i].stored, &outcome, &line);
    ck_assert_str_eq(str_chars(&line), lines[_i].line);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("import_interrupted");
    tcase_add_loop_test(tcase, what_stands, 0, ROWS(lines));
    return run_tcase(tcase, "cmd/import_interrupted");
}
