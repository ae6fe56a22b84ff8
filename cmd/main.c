/*
 * cadre: from argv to one command, and from its outcome to an exit code.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cmd/cli/help.h"
#include "cmd/cli/interrupt.h"
#include "cmd/cli/options.h"
#include "cmd/cli/output_file.h"
#include "cmd/cli/tell.h"

/*
 * A closed standard descriptor would be handed to the next file that is opened, and a report or a
 * socket would be written over. In its place stands one that fails: write-only for input, read-only
 * for the others.
 */
static void occupy_standard_descriptors(void)
{
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) == -1)
            (void)open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
    }
}

static struct cadre_date today_utc(void)
{
    const int64_t seconds_a_day = 86400;
    return (struct cadre_date){(int32_t)((int64_t)time(NULL) / seconds_a_day)};
}

static enum cadre_status serve(enum request request, struct invocation *call,
                               struct cadre_error *err)
{
    switch (request) {
    case REQUEST_VERSION:
        printf("cadre %s\n", CADRE_VERSION);
        return CADRE_OK;
    case REQUEST_HELP:
        if (call->command != NULL)
            help_command(call->command, stdout);
        else if (call->group != NULL)
            help_group(call->group, stdout);
        else
            help_overview(stdout);
        return CADRE_OK;
    case REQUEST_RUN:
        break;
    }
    return call->command->run(call, err);
}

/* A command's status may be "findings" without an error: then all was told already. */
static enum cadre_status settle(const struct invocation *call, enum cadre_status status,
                                const struct cadre_error *err)
{
    struct cadre_error flush_error = {0};
    if (err->message != NULL)
        tell_error(call, err);
    if (output_flush_stdout(&flush_error) != CADRE_OK) {
        status = cadre_status_worst(status, CADRE_OUTPUT);
        tell_error(call, &flush_error);
    }
    cadre_error_release(&flush_error);
    return status;
}

int main(int argc, char **argv)
{
    occupy_standard_descriptors();
    struct cadre_error err = {0};
    enum request request = REQUEST_RUN;
    struct invocation call = {
        .program = argc > 0 ? argv[0] : "cadre", .today = today_utc(), .arena = arena_new()};
    enum cadre_status status = options_parse(argc, (const char **)argv, &call, &request, &err);
    if (status == CADRE_OK)
        status = serve(request, &call, &err);
    status = settle(&call, status, &err);
    cadre_error_release(&err);
    arena_free(call.arena);
    interrupt_end();
    return (int)status;
}
