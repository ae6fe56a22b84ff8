/*
 * The strict half of the JSON reader: checks the whole text by RFC 8259 and rewrites it for cJSON,
 * which by itself accepts too much and keeps numbers as double. Every string gets the prefix 's',
 * every number becomes a string with the prefix 'n' and its digits as they were. Private to
 * core/base.
 */
#ifndef CADRE_CORE_BASE_JSON_SCAN_H
#define CADRE_CORE_BASE_JSON_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/status.h"
#include "core/base/str.h"

struct json_rewrite {
    struct str text;
    size_t *names; /* offset in the original of each member's name, in the order of the text */
    size_t name_count;
    size_t name_capacity;
    uint32_t *lines; /* line in the original where each value begins, likewise */
    size_t value_count;
    size_t value_capacity;
};

/* `rewrite` is zero-initialised by the caller, who releases it also after a failure. */
CADRE_MUST_CHECK enum cadre_status json_scan(struct str_view text, struct json_rewrite *rewrite,
                                             struct cadre_error *err);
void json_rewrite_release(struct json_rewrite *rewrite);

/* Fills *err with the fault and the line and column of byte `offset`. */
enum cadre_status json_fail_at(struct str_view text, size_t offset, const char *fault,
                               struct cadre_error *err);

#endif
