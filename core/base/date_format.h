/*
 * The ways in which a source may write a day, named by their pattern: DD and MM are two digits, D
 * and M one or two, YYYY four. Years of two digits are none: a birth in '30 could be meant twice.
 */
#ifndef CADRE_CORE_BASE_DATE_FORMAT_H
#define CADRE_CORE_BASE_DATE_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/date.h"
#include "core/base/str.h"

enum date_format {
    DATE_YYYY_MM_DD, /* YYYY-MM-DD */
    DATE_DD_MM_YYYY, /* DD.MM.YYYY */
    DATE_D_M_YYYY,
    DATE_DD_MM_YYYY_SLASH,
    DATE_D_M_YYYY_SLASH,
    DATE_DD_MM_YYYY_HYPHEN,
    DATE_MM_DD_YYYY_SLASH,
    DATE_M_D_YYYY_SLASH, /* what Excel writes in the United States */
    DATE_MM_DD_YYYY_HYPHEN,
    DATE_YYYY_MM_DD_SLASH,
    DATE_YYYY_MM_DD_DOT,
    DATE_YYYYMMDD,
    DATE_FORMAT_COUNT
};

typedef uint32_t date_formats; /* a set: bit 1 << format */

#define DATE_FORMAT_BIT(format) ((date_formats)1 << (format))
/* What a source has without a profile. */
#define DATE_FORMATS_DEFAULT (DATE_FORMAT_BIT(DATE_YYYY_MM_DD) | DATE_FORMAT_BIT(DATE_DD_MM_YYYY))

const char *date_format_pattern(enum date_format format); /* "DD.MM.YYYY" */
/* By its pattern, exactly. */
bool date_format_find(struct str_view pattern, enum date_format *ret_format);
/* Whether some text is a day of both, but not the same one (DD/MM/YYYY and MM/DD/YYYY). */
bool date_formats_clash(enum date_format left, enum date_format right);
/* The day of the first format of the set that `text` is written in. Of a set without a clash it is
 * the day of all of them. */
bool date_formats_parse(date_formats formats, struct str_view text, struct cadre_date *ret_date);
/* "YYYY-MM-DD or DD.MM.YYYY": appends the patterns of the set. */
void date_formats_describe(date_formats formats, struct str *out);

#endif
