/*
 * What can fail returns an enum cadre_status and fills the caller's struct cadre_error once, at the
 * fault; callers add context or pass it on. The values are the exit codes of the program.
 */
#ifndef CADRE_CORE_BASE_STATUS_H
#define CADRE_CORE_BASE_STATUS_H

#include <stdarg.h>

enum cadre_status {
    CADRE_OK = 0,       /* done */
    CADRE_FINDINGS = 1, /* done with findings, or disproved */
    CADRE_USAGE = 2,    /* wrong options, no such run */
    CADRE_DATABASE = 3, /* database not reached, started or writable */
    CADRE_REFUSED = 4,  /* input refused, nothing of it stored */
    CADRE_LOCKED = 5,   /* a lock is held by somebody else */
    CADRE_SCHEMA = 6,   /* schema absent, older or newer */
    CADRE_OUTPUT = 7,   /* output or a temporary not written, the old file is kept */
    CADRE_BUG = 70,     /* an internal promise is broken */
};

#define CADRE_MUST_CHECK __attribute__((warn_unused_result))
#define CADRE_PRINTF(format_at, args_at) __attribute__((format(printf, format_at, args_at)))

/*
 * One failure. Zero-initialised is "no failure". `message` is lower case, without full stop, with
 * its subject quoted; `detail` (may be NULL) says more; `hint` (may be NULL) names the remedy.
 * The strings are owned; release with cadre_error_release.
 */
struct cadre_error {
    enum cadre_status status;
    char sqlstate[6]; /* five characters of SQLSTATE and NUL, or "" */
    char *message;
    char *detail;
    char *hint;
};

/* Frees the strings and sets *err to "no failure". */
void cadre_error_release(struct cadre_error *err);

/*
 * Fills *err (what stood there is released) and returns `status`, so that a fault is one line:
 * `return cadre_fail(err, CADRE_REFUSED, "cannot open '%s'", path);`
 */
enum cadre_status cadre_fail(struct cadre_error *err, enum cadre_status status, const char *format,
                             ...) CADRE_PRINTF(3, 4);

/* Set (replace) detail or hint of an error that cadre_fail filled; return err->status. */
enum cadre_status cadre_fail_detail(struct cadre_error *err, const char *format, ...)
    CADRE_PRINTF(2, 3);
enum cadre_status cadre_fail_hint(struct cadre_error *err, const char *format, ...)
    CADRE_PRINTF(2, 3);

/* Puts "context: " before the message and returns err->status. */
enum cadre_status cadre_fail_context(struct cadre_error *err, const char *format, ...)
    CADRE_PRINTF(2, 3);

#ifdef __clang_analyzer__
/*
 * The analyzer reads one file at a time and would follow paths on which a failure is CADRE_OK. This
 * tells it that there are none.
 */
static inline enum cadre_status cadre_failed(enum cadre_status status)
{
    if (status == CADRE_OK)
        __builtin_unreachable();
    return status;
}
#define cadre_fail(...) cadre_failed((cadre_fail)(__VA_ARGS__))
#define cadre_fail_detail(...) cadre_failed((cadre_fail_detail)(__VA_ARGS__))
#define cadre_fail_hint(...) cadre_failed((cadre_fail_hint)(__VA_ARGS__))
#define cadre_fail_context(...) cadre_failed((cadre_fail_context)(__VA_ARGS__))
#endif

/* The worse of two by the order 70, 3, 6, 5, 7, 2, 4, 1, 0: what a command of many steps exits
 * with. */
enum cadre_status cadre_status_worst(enum cadre_status left, enum cadre_status right);

#endif
