/*
 * A civil date of the proleptic Gregorian calendar, years 1 to 9999; no clock, no time zone. Day
 * arithmetic after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil).
 */
#ifndef CADRE_CORE_BASE_DATE_H
#define CADRE_CORE_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/str.h"

struct cadre_date {
    int32_t day; /* days since 1970-01-01; CADRE_DATE_NONE = no date */
};

#define CADRE_DATE_NONE INT32_MIN /* absent */
#define CADRE_DATE_TEXT_SIZE 11   /* "YYYY-MM-DD" and NUL */

extern const struct cadre_date cadre_date_none;

bool cadre_date_is_set(struct cadre_date date);
/* False when there is no such day (29 February of a common year, month 13, year 0). */
bool cadre_date_from_civil(int year, int month, int day, struct cadre_date *ret_date);
/* `date` must be set. */
void cadre_date_to_civil(struct cadre_date date, int *ret_year, int *ret_month, int *ret_day);
/* Exactly YYYY-MM-DD. */
bool cadre_date_parse_iso(struct str_view text, struct cadre_date *ret_date);
/* YYYY-MM-DD or DD.MM.YYYY, the formats a source has without a profile. */
bool cadre_date_parse(struct str_view text, struct cadre_date *ret_date);
/* Writes YYYY-MM-DD (or "" for none) and returns buffer. */
const char *cadre_date_format(struct cadre_date date, char buffer[CADRE_DATE_TEXT_SIZE]);
int cadre_date_compare(struct cadre_date left, struct cadre_date right);
/* Adding to no date, or beyond the years 1 to 9999, gives no date. */
struct cadre_date cadre_date_add_days(struct cadre_date date, int days);
/* Same day `months` later; clamped to the last day of a shorter month. */
struct cadre_date cadre_date_add_months(struct cadre_date date, int months);
/* Completed years at `on`; a person born on 29 February completes a year on 1 March of common
 * years. Both must be set; negative when `on` is before the birth. */
int cadre_date_full_years(struct cadre_date born, struct cadre_date on);

#endif
