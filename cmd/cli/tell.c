#include "cmd/cli/tell.h"

#include <stdarg.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/shell_word.h"
#include "core/base/str.h"
#include "core/base/utf8.h"

/* Whatever a message quotes from outside may not steer the terminal. */
static void add_printable(struct str *out, const char *text)
{
    utf8_printable(str_view_of(text), 0, out);
}

static void say(const struct str *text)
{
    fwrite(text->data, 1, text->length, stderr);
}

void tell_error(const struct invocation *call, const struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_text(&text, call->color_err ? "\033[1;31mcadre:\033[0m " : "cadre: ");
    add_printable(&text, err->message != NULL ? err->message : "failed without a message");
    if (call->quiet) {
        if (err->hint != NULL) {
            str_add_text(&text, "; ");
            add_printable(&text, err->hint);
        }
    } else {
        if (err->detail != NULL) {
            str_add_text(&text, "\n  detail: ");
            add_printable(&text, err->detail);
        }
        if (err->hint != NULL) {
            str_add_text(&text, "\n  hint: ");
            add_printable(&text, err->hint);
        }
    }
    str_add_char(&text, '\n');
    say(&text);
}

static void say_line(const char *format, va_list args) CADRE_PRINTF(1, 0);

static void say_line(const char *format, va_list args)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    char *message = NULL;
    if (vasprintf(&message, format, args) < 0)
        return;
    str_add_text(&text, "cadre: ");
    add_printable(&text, message);
    str_add_char(&text, '\n');
    free(message);
    say(&text);
}

void tell(const struct invocation *call, const char *format, ...)
{
    if (call->quiet)
        return;
    va_list args;
    va_start(args, format);
    say_line(format, args);
    va_end(args);
}

void tell_needed(const struct invocation *call, const char *format, ...)
{
    (void)call;
    va_list args;
    va_start(args, format);
    say_line(format, args);
    va_end(args);
}

static void add_option(struct str *out, const char *option, const char *argument)
{
    str_add_format(out, " %s ", option);
    shell_word_add(out, str_view_of(argument));
}

/* As "password=..." or "postgresql://name:...@host". */
static bool holds_password(const char *conninfo)
{
    return strstr(conninfo, "password") != NULL ||
           (strstr(conninfo, "://") != NULL && strchr(conninfo, '@') != NULL);
}

void tell_add_program(const struct invocation *call, struct str *out)
{
    str_add_text(out, "cadre");
    str_add_text(out, call->demo ? " --demo" : "");
    if (call->data_dir != NULL)
        add_option(out, "--data-dir", call->data_dir);
    if (call->database != NULL)
        add_option(out, "-d", holds_password(call->database) ? "CONNINFO" : call->database);
}
