#include "core/base/status.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/alloc.h"

#ifdef __clang_analyzer__ /* here the functions themselves are meant */
#undef cadre_fail
#undef cadre_fail_detail
#undef cadre_fail_hint
#undef cadre_fail_context
#endif

void cadre_error_release(struct cadre_error *err)
{
    free(err->message);
    free(err->detail);
    free(err->hint);
    *err = (struct cadre_error){0};
}

static CADRE_PRINTF(1, 0) char *format_text(const char *format, va_list args)
{
    char *text = NULL;
    if (vasprintf(&text, format, args) < 0)
        return cadre_strdup(format);
    return text;
}

enum cadre_status cadre_fail(struct cadre_error *err, enum cadre_status status, const char *format,
                             ...)
{
    va_list args;
    va_start(args, format);
    char *message = format_text(format, args); /* first: the arguments may point into *err */
    va_end(args);
    cadre_error_release(err);
    err->status = status;
    err->message = message;
    return status;
}

enum cadre_status cadre_fail_detail(struct cadre_error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *detail = format_text(format, args);
    va_end(args);
    free(err->detail);
    err->detail = detail;
    return err->status;
}

enum cadre_status cadre_fail_hint(struct cadre_error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *hint = format_text(format, args);
    va_end(args);
    free(err->hint);
    err->hint = hint;
    return err->status;
}

enum cadre_status cadre_fail_context(struct cadre_error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    CADRE_FREE char *context = format_text(format, args);
    va_end(args);
    char *message = cadre_format("%s: %s", context, err->message != NULL ? err->message : "failed");
    free(err->message);
    err->message = message;
    return err->status;
}

enum cadre_status cadre_status_worst(enum cadre_status left, enum cadre_status right)
{
    static const enum cadre_status worst_first[] = {
        CADRE_BUG,   CADRE_DATABASE, CADRE_SCHEMA,   CADRE_LOCKED, CADRE_OUTPUT,
        CADRE_USAGE, CADRE_REFUSED,  CADRE_FINDINGS, CADRE_OK,
    };
    for (size_t i = 0; i < sizeof worst_first / sizeof *worst_first; i++) {
        if (left == worst_first[i] || right == worst_first[i])
            return worst_first[i];
    }
    return CADRE_BUG;
}
