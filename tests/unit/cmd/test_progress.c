#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd/cli/progress.h"
#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const struct {
    struct progress_state state;
    const char *name, *line;
    size_t columns; /* 0: 79 */
} lines[] = {
    {{0, 1000000, 0, 0, NULL}, "m.csv", "m.csv: 0 %, 0.0 of 1.0 MB, 0 rows"},
    {{500000, 1000000, 1, 999, NULL}, "m.csv", "m.csv: 50 %, 0.5 of 1.0 MB, 1 row"},
    {{500000, 1000000, 5000, 1000, NULL},
     "m.csv",
     "m.csv: 50 %, 0.5 of 1.0 MB, 5,000 rows, 1 s left"},
    {{1, 3, 0, 1001, NULL}, "m.csv", "m.csv: 33 %, 0.0 of 0.0 MB, 0 rows, 3 s left"},
    {{100000000, 1640000000, 1000999, 10000, NULL},
     "m.csv",
     "m.csv: 6 %, 100.0 of 1640.0 MB, 1,000,999 rows, 2 min 34 s left"},
    {{1000000, 100000000, 12, 60000, NULL},
     "m.csv",
     "m.csv: 1 %, 1.0 of 100.0 MB, 12 rows, 1 h 39 min left"},
    {{1000000, 1000000, 7, 5000, NULL}, "m.csv", "m.csv: 100 %, 1.0 of 1.0 MB, 7 rows, 0 s left"},
    {{1000000, 1000000, 1234567, 5000, "storing"}, "m.csv", "m.csv: 1,234,567 rows, storing"},
    {{0, 0, 0, 5000, NULL}, "empty", "empty: 0 rows"},
    {{164000000, 0, 0, 5000, NULL}, "<stdin>", "<stdin>: 164.0 MB have come"},
    {{10, UINT64_C(20000000000000000), 0, 5000, NULL},
     "\033[2Jx",
     "\xef\xbf\xbd[2Jx: 0 %, 0.0 of 20000000000.0 MB, 0 rows, 2777777777777 h 46 min left"},
    {{0, 0, 0, 0, "storing"},
     "/a/very/long/path/to/the/list of march.csv",
     "list of march.csv: 0 rows, storing"},
    {{0, 0, 0, 0, "storing"},
     "to/the list of march.csv",
     "to/the list of march.csv: 0 rows, storing"},
    {{0, 0, 0, 0, "storing"},
     "/to/the/list of all that came in march.csv",
     "list of all that came in ma\xe2\x80\xa6: 0 rows, storing"},
    {{737800000, 1640000000, 4450123, 100000, NULL},
     "the roster of the whole country.csv",
     "the roster of the wh\xe2\x80\xa6: 44 %, 737.8 of 1640.0 MB, 4,450,123 rows, 2 min 3 s left"},
    {{737800000, 1640000000, 4450123, 100000, NULL},
     "lists/march.csv",
     "march.csv: 44 %, 737.8 of 1640.0 MB, 4,450,123 rows, 2 min 3 s left",
     70},
    {{0, 0, 0, 0, "storing"}, "the list.csv", "the lis\xe2\x80\xa6: 0 rows, storing", 10},
};

START_TEST(the_line)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    size_t columns = lines[_i].columns > 0 ? lines[_i].columns : 79;
    progress_line(lines[_i].name, &lines[_i].state, columns, &line);
    ck_assert_str_eq(str_chars(&line), lines[_i].line);
}
END_TEST

static const struct {
    bool terminal, quiet;
    long slept_ms;
    const char *wanted;
} shows[] = {
    {true, false, 600,
     "\r\033[Km.csv: 50 %, 0.5 of 1.0 MB, 3 rows\r\033[Km.csv: 3 rows, storing"
     "\r\033[K"},
    {true, false, 0, ""},
    {true, true, 600, ""},
    {false, false, 600, ""},
};

/* Drawn when there is somebody to see it, not too often, and removed in the end. */
START_TEST(what_the_terminal_gets)
{
    char path[] = "/tmp/cadre-progress.XXXXXX";
    char seen[256] = {0};
    int file = mkstemp(path);
    int kept = dup(2);
    const struct invocation call = {.terminal_err = shows[_i].terminal, .quiet = shows[_i].quiet};
    struct progress *progress = progress_new(&call, "m.csv");
    usleep((useconds_t)shows[_i].slept_ms * 1000);
    fflush(stderr);
    dup2(file, 2);
    for (int i = 0; i < 100; i++)
        progress_tell(progress, 500000, 1000000, 3);
    progress_step(progress, "storing");
    progress_free(progress);
    fflush(stderr);
    dup2(kept, 2);
    ck_assert_int_ge((int)pread(file, seen, sizeof seen - 1, 0), 0);
    ck_assert_str_eq(seen, shows[_i].wanted);
    unlink(path);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("progress");
    tcase_add_loop_test(tcase, the_line, 0, ROWS(lines));
    tcase_add_loop_test(tcase, what_the_terminal_gets, 0, ROWS(shows));
    return run_tcase(tcase, "cmd/progress");
}
