#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/cli/help.h"
#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

enum { HELP_COLUMNS = 100, COMMANDS_LEAST = 20 };

static const struct command *command_of(int index)
{
    size_t count;
    const struct command *const *commands = command_all(&count);
    ck_assert_uint_ge(count, COMMANDS_LEAST);
    return (size_t)index < count ? commands[index] : commands[0];
}

/* What `print` writes of `command`. */
static char *caught(void (*print)(const struct command *command, FILE *out),
                    const struct command *command)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    print(command, out);
    fclose(out);
    return text;
}

static void print_overview(const struct command *command, FILE *out)
{
    (void)command;
    help_overview(out);
}

static void print_man_page(const struct command *command, FILE *out)
{
    (void)command;
    help_man_page(out);
}

START_TEST(every_command_is_described)
{
    const struct command *command = command_of(_i);
    ck_assert_ptr_nonnull(command->run);
    ck_assert_ptr_nonnull(command->operands);
    ck_assert_ptr_nonnull(command->examples);
    ck_assert_msg(command->examples[0].line != NULL, "cadre %s has no example", command->name);
    ck_assert_msg(islower((unsigned char)command->summary[0]), "%s", command->summary);
    ck_assert_msg(command->summary[strlen(command->summary) - 1] != '.', "%s", command->summary);
    ck_assert_uint_gt(strlen(command->description), 40);
    for (const struct command_example *row = command->examples; row->line != NULL; row++) {
        ck_assert_msg(strstr(row->line, command->name) != NULL, "'%s' is no example of '%s'",
                      row->line, command->name);
        ck_assert_ptr_nonnull(row->what);
    }
}
END_TEST

START_TEST(help_begins_with_examples)
{
    const struct command *command = command_of(_i);
    CADRE_FREE char *text = caught(help_command, command);
    CADRE_FREE char *begin = cadre_format("cadre %s: %s\n\nExamples:\n  %s\n", command->name,
                                          command->summary, command->examples[0].line);
    ck_assert_msg(strncmp(text, begin, strlen(begin)) == 0, "%s", text);
    ck_assert_ptr_nonnull(strstr(text, "\nExit codes:\n"));
    for (struct str_view rest = str_view_of(text); rest.data != NULL;) {
        struct str_view line = str_view_cut(rest, '\n', &rest);
        ck_assert_msg(line.length <= HELP_COLUMNS, "too wide: '%.*s'", STR_VIEW_ARGS(line));
    }
}
END_TEST

START_TEST(overview_lists_every_command)
{
    const struct command *command = command_of(_i);
    CADRE_FREE char *text = caught(print_overview, command);
    CADRE_FREE char *entry = cadre_format("\n  %s ", command->name);
    ck_assert_msg(strstr(text, entry) != NULL, "%s", command->name);
    ck_assert_ptr_nonnull(strstr(text, command->summary));
}
END_TEST

START_TEST(man_page_lints)
{
    if (access("/usr/bin/mandoc", X_OK) != 0) {
        printf("skipped: mandoc is not installed\n");
        return;
    }
    CADRE_FREE char *text = caught(print_man_page, NULL);
    FILE *lint = popen("/usr/bin/mandoc -T lint -W warning", "w");
    ck_assert_ptr_nonnull(lint);
    fputs(text, lint);
    ck_assert_int_eq(pclose(lint), 0);
}
END_TEST

START_TEST(man_page_keeps_the_lines_of_examples)
{
    CADRE_FREE char *text = caught(print_man_page, NULL);
    ck_assert_ptr_nonnull(strstr(text, "\n.PP\n.nf\n  {\"quotas\": "));
    ck_assert_ptr_nonnull(strstr(text, "\"seats\": 2}]}\n.fi\n.PP\n"));
}
END_TEST

START_TEST(exit_codes_are_those_of_the_program)
{
    static const int codes[] = {CADRE_OK,       CADRE_FINDINGS, CADRE_USAGE,
                                CADRE_DATABASE, CADRE_REFUSED,  CADRE_LOCKED,
                                CADRE_SCHEMA,   CADRE_OUTPUT,   CADRE_BUG};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        ck_assert_int_eq(help_exit_codes[i].code, codes[i]);
        ck_assert_ptr_nonnull(help_exit_codes[i].text);
    }
}
END_TEST

int main(void)
{
    size_t count;
    command_all(&count);
    TCase *tcase = tcase_create("help");
    tcase_add_loop_test(tcase, every_command_is_described, 0, (int)count);
    tcase_add_loop_test(tcase, help_begins_with_examples, 0, (int)count);
    tcase_add_loop_test(tcase, overview_lists_every_command, 0, (int)count);
    tcase_add_test(tcase, man_page_lints);
    tcase_add_test(tcase, man_page_keeps_the_lines_of_examples);
    tcase_add_test(tcase, exit_codes_are_those_of_the_program);
    return run_tcase(tcase, "cmd/help");
}
