/*
 * What a writer wrote, as text in memory: written_begin, write, written_end.
 */
#ifndef CADRE_TESTS_UNIT_REPORTS_WRITTEN_H
#define CADRE_TESTS_UNIT_REPORTS_WRITTEN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/str.h"
#include "tests/unit/run_tcase.h"

struct written {
    char *text;
    size_t length;
    FILE *file;
};

static inline FILE *written_begin(struct written *written)
{
    written->file = open_memstream(&written->text, &written->length);
    ck_assert_ptr_nonnull(written->file);
    return written->file;
}

/* NUL-terminated; written_release frees it. */
static inline const char *written_end(struct written *written)
{
    ck_assert_int_eq(fclose(written->file), 0);
    return written->text;
}

static inline void written_release(struct written *written)
{
    free(written->text);
}

static inline bool contains(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

#define ck_assert_contains(text, part)                                                             \
    do {                                                                                           \
        const char *text_ = (text);                                                                \
        ck_assert_msg(contains(text_, part), "no '%s' in:\n%s", part, text_);                      \
    } while (0)
#define ck_assert_lacks(text, part)                                                                \
    do {                                                                                           \
        const char *text_ = (text);                                                                \
        ck_assert_msg(!contains(text_, part), "'%s' stands in:\n%s", part, text_);                 \
    } while (0)

#endif
