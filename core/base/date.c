#include "core/base/date.h"

#include <assert.h>

enum { YEAR_MIN = 1, YEAR_MAX = 9999, MONTHS = 12 };

/* 0001-01-01 and 9999-12-31 as days since 1970-01-01. */
#define DAY_MIN INT32_C(-719162)
#define DAY_MAX INT32_C(2932896)

const struct cadre_date cadre_date_none = {CADRE_DATE_NONE};

bool cadre_date_is_set(struct cadre_date date)
{
    return date.day != CADRE_DATE_NONE;
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int days[MONTHS] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* days_from_civil: years start on 1 March, so that a leap day is the last of its year. */
static int32_t days_from_civil(int year, int month, int day)
{
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

bool cadre_date_from_civil(int year, int month, int day, struct cadre_date *ret_date)
{
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > MONTHS)
        return false;
    if (day < 1 || day > days_in_month(year, month))
        return false;
    *ret_date = (struct cadre_date){days_from_civil(year, month, day)};
    return true;
}

void cadre_date_to_civil(struct cadre_date date, int *ret_year, int *ret_month, int *ret_day)
{
    assert(date.day >= DAY_MIN && date.day <= DAY_MAX);
    int shifted = date.day + 719468;
    int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int day_of_era = shifted - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    *ret_day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    *ret_month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    *ret_year = year_of_era + era * 400 + (*ret_month <= 2);
}

/* Exactly `count` decimal digits; -1 when one of them is none. */
static int digits_at(const char *text, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool cadre_date_parse_iso(struct str_view text, struct cadre_date *ret_date)
{
    if (text.length != CADRE_DATE_TEXT_SIZE - 1 || text.data[4] != '-' || text.data[7] != '-')
        return false;
    return cadre_date_from_civil(digits_at(text.data, 4), digits_at(text.data + 5, 2),
                                 digits_at(text.data + 8, 2), ret_date);
}

bool cadre_date_parse(struct str_view text, struct cadre_date *ret_date)
{
    if (text.length != CADRE_DATE_TEXT_SIZE - 1 || text.data[2] != '.' || text.data[5] != '.')
        return cadre_date_parse_iso(text, ret_date);
    return cadre_date_from_civil(digits_at(text.data + 6, 4), digits_at(text.data + 3, 2),
                                 digits_at(text.data, 2), ret_date);
}

static char *put_digits(char *at, int value, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + count;
}

const char *cadre_date_format(struct cadre_date date, char buffer[CADRE_DATE_TEXT_SIZE])
{
    char *at = buffer;
    if (cadre_date_is_set(date)) {
        int year;
        int month;
        int day;
        cadre_date_to_civil(date, &year, &month, &day);
        at = put_digits(at, year, 4);
        *at++ = '-';
        at = put_digits(at, month, 2);
        *at++ = '-';
        at = put_digits(at, day, 2);
    }
    *at = '\0';
    return buffer;
}

int cadre_date_compare(struct cadre_date left, struct cadre_date right)
{
    return (left.day > right.day) - (left.day < right.day);
}

struct cadre_date cadre_date_add_days(struct cadre_date date, int days)
{
    int64_t day = (int64_t)date.day + days;
    if (!cadre_date_is_set(date) || day < DAY_MIN || day > DAY_MAX)
        return cadre_date_none;
    return (struct cadre_date){(int32_t)day};
}

struct cadre_date cadre_date_add_months(struct cadre_date date, int months)
{
    if (!cadre_date_is_set(date))
        return cadre_date_none;
    int year;
    int month;
    int day;
    cadre_date_to_civil(date, &year, &month, &day);
    int64_t month_no = (int64_t)year * MONTHS + month - 1 + months;
    if (month_no < 0 || month_no / MONTHS < YEAR_MIN || month_no / MONTHS > YEAR_MAX)
        return cadre_date_none;
    year = (int)(month_no / MONTHS);
    month = (int)(month_no % MONTHS) + 1;
    int last = days_in_month(year, month);
    return (struct cadre_date){days_from_civil(year, month, day < last ? day : last)};
}

int cadre_date_full_years(struct cadre_date born, struct cadre_date on)
{
    int born_year;
    int born_month;
    int born_day;
    int year;
    int month;
    int day;
    cadre_date_to_civil(born, &born_year, &born_month, &born_day);
    cadre_date_to_civil(on, &year, &month, &day);
    bool before_birthday = month < born_month || (month == born_month && day < born_day);
    return year - born_year - before_birthday;
}
