#include "tests/unit/cmd/invocation_of.h"
#include "tests/unit/run_tcase.h"

struct refused_line {
    const char *line;
    const char *message;
    const char *hint; /* NULL = none */
};

static const struct refused_line refused[] = {
    {"imprt", "there is no command 'imprt'", "did you mean 'cadre import'?"},
    {"zzzzzzzz", "there is no command 'zzzzzzzz'", "cadre --help lists the commands"},
    {"batch", "'batch' wants a subcommand",
     "cadre batch knows: list, show, resume, abandon, diff, undo"},
    {"batch lst", "there is no command 'batch lst'",
     "cadre batch knows: list, show, resume, abandon, diff, undo"},
    {"db", "'db' wants a subcommand",
     "cadre db knows: init, start, stop, status, upgrade, path, digest"},
    {"verify", "'cadre verify' wants RUN", "cadre verify --help shows how it is used"},
    {"verify 1 2", "'2' is one word too many for 'cadre verify'",
     "cadre verify --help shows how it is used"},
    {"import roster", "'cadre import' wants KIND FILE...",
     "cadre import --help shows how it is used"},
    {"--demo -d x run list", "'--demo' and '--database' exclude one another", NULL},
    {"db stop -d x", "'cadre db stop' works on the private PostgreSQL, not with '--database'",
     NULL},
    {"import roster a.csv -s B\xFF", "what '--source' was given is not UTF-8",
     "set the terminal, or the script, to UTF-8"},
    {"run list --color sometimes", "'--color sometimes' is unknown", "use auto, always or never"},
};

START_TEST(wrong_lines_are_refused)
{
    struct invocation call;
    enum request request = REQUEST_RUN;
    struct cadre_error err = {0};
    ck_assert_int_eq(invocation_of(refused[_i].line, &call, &request, &err), CADRE_USAGE);
    ck_assert_str_eq(err.message, refused[_i].message);
    if (refused[_i].hint == NULL)
        ck_assert_ptr_null(err.hint);
    else
        ck_assert_str_eq(err.hint, refused[_i].hint);
    cadre_error_release(&err);
    arena_free(call.arena);
}
END_TEST

/* What popt itself finds: the words name the option and where help stands. */
static const char *const unknown_options[] = {
    "match --as-off 2026-03-01",
    "match --nonsense",
    "match --as-of",
    "import -x roster a.csv",
};

START_TEST(unknown_options_are_refused)
{
    struct invocation call;
    enum request request = REQUEST_RUN;
    struct cadre_error err = {0};
    ck_assert_int_eq(invocation_of(unknown_options[_i], &call, &request, &err), CADRE_USAGE);
    ck_assert_ptr_nonnull(strstr(err.message, "-"));
    ck_assert_ptr_nonnull(err.hint);
    cadre_error_release(&err);
    arena_free(call.arena);
}
END_TEST

struct taken_line {
    const char *line;
    enum request request;
    const char *command; /* NULL = none */
    size_t operands;
};

static const struct taken_line taken[] = {
    {"", REQUEST_HELP, NULL, 0},
    {"--help", REQUEST_HELP, NULL, 0},
    {"--version", REQUEST_VERSION, NULL, 0},
    {"-V", REQUEST_VERSION, NULL, 0},
    {"verify --help", REQUEST_HELP, "verify", 0},
    {"--help verify", REQUEST_HELP, "verify", 0},
    {"verify last", REQUEST_RUN, "verify", 1},
    {"verify -q last", REQUEST_RUN, "verify", 1},
    {"-q verify last", REQUEST_RUN, "verify", 1},
    {"import roster a.csv b.csv --source S", REQUEST_RUN, "import", 3},
    {"import roster - --source S", REQUEST_RUN, "import", 2},
    {"import roster --source S -- -odd.csv", REQUEST_RUN, "import", 2},
    {"batch list", REQUEST_RUN, "batch list", 0},
    {"report gap -o reports --format html,csv", REQUEST_RUN, "report gap", 0},
    {"report gap -o \xFF", REQUEST_RUN, "report gap", 0}, /* a place is what it is */
    {"explain", REQUEST_RUN, "explain", 0},
    {"help batch show", REQUEST_RUN, "help", 2},
    /* A command's own option goes before the program's of that name, whose letter stays. */
    {"catalogue load a.json --framework F --version 1", REQUEST_RUN, "catalogue load", 1},
    {"catalogue load a.json -V", REQUEST_VERSION, "catalogue load", 1},
    {"--version catalogue load a.json", REQUEST_VERSION, "catalogue load", 1},
};

START_TEST(lines_are_taken)
{
    struct invocation call;
    enum request request = REQUEST_RUN;
    struct cadre_error err = {0};
    enum cadre_status status = invocation_of(taken[_i].line, &call, &request, &err);
    ck_assert_msg(status == CADRE_OK, "%s", err.message);
    ck_assert_int_eq(request, taken[_i].request);
    if (taken[_i].command == NULL)
        ck_assert_ptr_null(call.command);
    else
        ck_assert_str_eq(call.command->name, taken[_i].command);
    ck_assert_uint_eq(call.operand_count, taken[_i].operands);
    arena_free(call.arena);
}
END_TEST

START_TEST(globals_are_kept)
{
    struct invocation call;
    enum request request = REQUEST_RUN;
    struct cadre_error err = {0};
    ck_assert_int_eq(
        invocation_of("-q --data-dir /x run list --color always", &call, &request, &err), CADRE_OK);
    ck_assert(call.quiet);
    ck_assert(!call.demo);
    ck_assert_str_eq(call.data_dir, "/x");
    ck_assert_ptr_null(call.database);
    ck_assert(call.color_out && call.color_err);
    arena_free(call.arena);
}
END_TEST

START_TEST(the_last_of_an_option_counts)
{
    struct invocation call;
    enum request request = REQUEST_RUN;
    struct cadre_error err = {0};
    ck_assert_int_eq(
        invocation_of("match --as-of 2026-01-01 --as-of=2026-02-01", &call, &request, &err),
        CADRE_OK);
    ck_assert_str_eq(option_text(&call, "as-of"), "2026-02-01");
    ck_assert_ptr_null(option_text(&call, "wait"));
    ck_assert(!option_given(&call, "publish"));
    arena_free(call.arena);
}
END_TEST

struct dated_line {
    const char *line;
    enum cadre_status status;
    int32_t day; /* since 1970-01-01, when the status is ok */
};

static const struct dated_line dated[] = {
    {"match", CADRE_OK, 20513},
    {"match --as-of 2026-03-01", CADRE_OK, 20513},
    {"match --as-of 1970-01-02", CADRE_OK, 1},
    {"match --as-of 2026-02-29", CADRE_USAGE, 0},
    {"match --as-of 01.03.2026", CADRE_USAGE, 0},
    {"match --as-of today", CADRE_USAGE, 0},
};

START_TEST(dates_are_calendar_days)
{
    struct invocation call;
    enum request request = REQUEST_RUN;
    struct cadre_error err = {0};
    ck_assert_int_eq(invocation_of(dated[_i].line, &call, &request, &err), CADRE_OK);
    struct cadre_date date = call.today;
    ck_assert_int_eq(option_date(&call, "as-of", &date, &err), dated[_i].status);
    if (dated[_i].status == CADRE_OK)
        ck_assert_int_eq(date.day, dated[_i].day);
    else
        ck_assert_str_eq(err.hint, "write it as YYYY-MM-DD");
    cadre_error_release(&err);
    arena_free(call.arena);
}
END_TEST

struct numbered_line {
    const char *line;
    enum cadre_status status;
    int64_t number;
};

static const struct numbered_line numbered[] = {
    {"match", CADRE_OK, 60},
    {"match --wait 0", CADRE_OK, 0},
    {"match --wait 100", CADRE_OK, 100},
    {"match --wait 101", CADRE_USAGE, 0},
    {"match --wait -1", CADRE_USAGE, 0},
    {"match --wait 5s", CADRE_USAGE, 0},
    {"match --wait 1.5", CADRE_USAGE, 0},
    {"match --wait 99999999999999999999", CADRE_USAGE, 0},
};

START_TEST(numbers_keep_their_bounds)
{
    struct invocation call;
    enum request request = REQUEST_RUN;
    struct cadre_error err = {0};
    int64_t number = 60;
    ck_assert_int_eq(invocation_of(numbered[_i].line, &call, &request, &err), CADRE_OK);
    ck_assert_int_eq(option_int64(&call, "wait", 0, 100, &number, &err), numbered[_i].status);
    ck_assert_int_eq(number, numbered[_i].status == CADRE_OK ? numbered[_i].number : 60);
    cadre_error_release(&err);
    arena_free(call.arena);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("options");
    tcase_add_loop_test(tcase, wrong_lines_are_refused, 0, ROWS(refused));
    tcase_add_loop_test(tcase, unknown_options_are_refused, 0, ROWS(unknown_options));
    tcase_add_loop_test(tcase, lines_are_taken, 0, ROWS(taken));
    tcase_add_test(tcase, globals_are_kept);
    tcase_add_test(tcase, the_last_of_an_option_counts);
    tcase_add_loop_test(tcase, dates_are_calendar_days, 0, ROWS(dated));
    tcase_add_loop_test(tcase, numbers_keep_their_bounds, 0, ROWS(numbered));
    return run_tcase(tcase, "cmd/options");
}
