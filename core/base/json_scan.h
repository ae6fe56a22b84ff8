/*
 * The strict half of the JSON reader: checks the whole text by RFC 8259 and rewrites it for cJSON,
 * which by itself accepts too much and keeps numbers as double. Every string gets the prefix 's',
 * every number becomes a string with the prefix 'n' and its digits as they were. Private to
 * core/base.
 */
#ifndef CADRE_CORE_BASE_JSON_SCAN_H
#define CADRE_CORE_BASE_JSON_SCAN_H

#include "core/base/status.h"
#include "core/base/str.h"

CADRE_MUST_CHECK enum cadre_status json_scan(struct str_view text, struct str *out,
                                             struct cadre_error *err);

#endif
