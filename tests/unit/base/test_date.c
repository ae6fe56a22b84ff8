#include "core/base/date.h"

#include "tests/unit/run_tcase.h"

static const struct {
    const char *text;
    const char *iso; /* NULL = refused */
} texts[] = {
    {"1970-01-01", "1970-01-01"}, {"0001-01-01", "0001-01-01"}, {"9999-12-31", "9999-12-31"},
    {"2024-02-29", "2024-02-29"}, {"2000-02-29", "2000-02-29"}, {"31.12.1999", "1999-12-31"},
    {"1957-03-01", "1957-03-01"}, /* no midnight in Asia/Baku */
    {"1981-04-01", "1981-04-01"}, {"1900-02-29", NULL},         {"2023-02-29", NULL},
    {"2023-13-01", NULL},         {"2023-00-10", NULL},         {"2023-04-31", NULL},
    {"2023-04-00", NULL},         {"0000-01-01", NULL},         {"29.02.2023", NULL},
    {"2023-4-1", NULL},           {"1.4.2023", NULL},           {"01.04.23", NULL},
    {"01/04/2023", NULL},         {"2023-04-01 ", NULL},        {"2023-04-0x", NULL},
    {"+023-04-01", NULL},         {"2023.04.01", NULL},         {"today", NULL},
    {"infinity", NULL},           {"J2451187", NULL},           {"", NULL},
};

START_TEST(only_two_forms_are_dates)
{
    struct cadre_date date = {12345};
    char buffer[CADRE_DATE_TEXT_SIZE];
    bool valid = cadre_date_parse(str_view_of(texts[_i].text), &date);
    ck_assert_int_eq(valid, texts[_i].iso != NULL);
    if (valid)
        ck_assert_str_eq(cadre_date_format(date, buffer), texts[_i].iso);
    else
        ck_assert_int_eq(date.day, 12345);
}
END_TEST

static struct cadre_date iso(const char *text)
{
    struct cadre_date date = cadre_date_none;
    if (text != NULL)
        ck_assert(cadre_date_parse_iso(str_view_of(text), &date));
    return date;
}

static const struct {
    const char *text;
    int32_t day;
} epochs[] = {
    {"1970-01-01", 0},     {"1969-12-31", -1},      {"2000-03-01", 11017},
    {"2026-11-24", 20781}, {"0001-01-01", -719162}, {"9999-12-31", 2932896},
};

START_TEST(days_count_from_1970)
{
    ck_assert_int_eq(iso(epochs[_i].text).day, epochs[_i].day);
}
END_TEST

START_TEST(every_day_follows_the_one_before)
{
    int year = 1;
    int month = 1;
    int day = 1;
    struct cadre_date date = iso("0001-01-01");
    int32_t last = iso("9999-12-31").day;
    for (; date.day < last; date = cadre_date_add_days(date, 1)) {
        int seen_year;
        int seen_month;
        int seen_day;
        struct cadre_date back;
        cadre_date_to_civil(date, &seen_year, &seen_month, &seen_day);
        if (seen_year != year || seen_month != month || seen_day != day)
            ck_abort_msg("day %d", (int)date.day);
        if (!cadre_date_from_civil(year, month, day, &back) || back.day != date.day)
            ck_abort_msg("back from day %d", (int)date.day);
        day++;
        if (!cadre_date_from_civil(year, month, day, &back)) {
            day = 1;
            year += month == 12;
            month = month % 12 + 1;
        }
    }
    ck_assert_int_eq(year, 9999);
    ck_assert_int_eq(day, 31);
}
END_TEST

static const struct {
    const char *from;
    int months;
    const char *to; /* NULL = none */
} months[] = {
    {"2024-01-31", 1, "2024-02-29"},  {"2023-01-31", 1, "2023-02-28"},
    {"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", 48, "2028-02-29"},
    {"2023-12-15", 1, "2024-01-15"},  {"2024-01-15", -1, "2023-12-15"},
    {"2024-03-31", -1, "2024-02-29"}, {"2024-05-05", 0, "2024-05-05"},
    {"2024-05-05", 36, "2027-05-05"}, {"0001-01-01", -1, NULL},
    {"0001-02-01", -1, "0001-01-01"}, {"9999-12-01", 1, NULL},
    {"9999-11-30", 1, "9999-12-30"},  {"2024-05-05", INT32_MAX, NULL},
    {"2024-05-05", INT32_MIN, NULL},  {NULL, 3, NULL},
};

START_TEST(months_clamp_to_the_last_day)
{
    ck_assert_int_eq(cadre_date_add_months(iso(months[_i].from), months[_i].months).day,
                     iso(months[_i].to).day);
}
END_TEST

static const struct {
    const char *from;
    int days;
    const char *to;
} days[] = {{"2024-02-28", 1, "2024-02-29"}, {"2024-03-01", -1, "2024-02-29"},
            {"9999-12-31", 1, NULL},         {"0001-01-01", -1, NULL},
            {"2024-01-01", INT32_MAX, NULL}, {NULL, 1, NULL},
            {"2024-01-01", INT32_MIN, NULL}, {"2024-01-01", 366, "2025-01-01"}};

START_TEST(days_stay_in_the_calendar)
{
    ck_assert_int_eq(cadre_date_add_days(iso(days[_i].from), days[_i].days).day,
                     iso(days[_i].to).day);
}
END_TEST

static const struct {
    const char *born;
    const char *on;
    int years;
} ages[] = {
    {"2000-05-10", "2018-05-09", 17}, {"2000-05-10", "2018-05-10", 18},
    {"2000-05-10", "2000-05-10", 0},  {"2000-12-31", "2001-01-01", 0},
    {"2000-02-29", "2018-02-28", 17}, {"2000-02-29", "2018-03-01", 18},
    {"2000-02-29", "2020-02-29", 20}, {"2000-05-10", "2000-05-09", -1},
};

START_TEST(years_are_completed_years)
{
    ck_assert_int_eq(cadre_date_full_years(iso(ages[_i].born), iso(ages[_i].on)), ages[_i].years);
}
END_TEST

START_TEST(none_is_no_day)
{
    char buffer[CADRE_DATE_TEXT_SIZE];
    ck_assert(!cadre_date_is_set(cadre_date_none));
    ck_assert(cadre_date_is_set(iso("1970-01-01")));
    ck_assert_str_eq(cadre_date_format(cadre_date_none, buffer), "");
    ck_assert_int_lt(cadre_date_compare(cadre_date_none, iso("0001-01-01")), 0);
    ck_assert_int_gt(cadre_date_compare(iso("2024-01-02"), iso("2024-01-01")), 0);
    ck_assert_int_eq(cadre_date_compare(iso("2024-01-02"), iso("2024-01-02")), 0);
    struct cadre_date date;
    ck_assert(!cadre_date_parse_iso(STR_VIEW_LITERAL("31.12.1999"), &date));
    ck_assert(!cadre_date_parse(str_view_of(NULL), &date));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("date");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, only_two_forms_are_dates, 0, ROWS(texts));
    tcase_add_loop_test(tcase, days_count_from_1970, 0, ROWS(epochs));
    tcase_add_test(tcase, every_day_follows_the_one_before);
    tcase_add_loop_test(tcase, months_clamp_to_the_last_day, 0, ROWS(months));
    tcase_add_loop_test(tcase, days_stay_in_the_calendar, 0, ROWS(days));
    tcase_add_loop_test(tcase, years_are_completed_years, 0, ROWS(ages));
    tcase_add_test(tcase, none_is_no_day);
    return run_tcase(tcase, "base/date");
}
