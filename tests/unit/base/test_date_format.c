#include "core/base/date_format.h"

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const struct {
    enum date_format format;
    const char *pattern, *text;
    const char *day; /* NULL: it is none */
} days[] = {
    {DATE_YYYY_MM_DD, "YYYY-MM-DD", "2026-03-01", "2026-03-01"},
    {DATE_YYYY_MM_DD, "YYYY-MM-DD", "2026-3-1", NULL},
    {DATE_DD_MM_YYYY, "DD.MM.YYYY", "01.03.2026", "2026-03-01"},
    {DATE_DD_MM_YYYY, "DD.MM.YYYY", "1.3.2026", NULL},
    {DATE_DD_MM_YYYY, "DD.MM.YYYY", "01.03.26", NULL},
    {DATE_D_M_YYYY, "D.M.YYYY", "1.3.2026", "2026-03-01"},
    {DATE_D_M_YYYY, "D.M.YYYY", "01.03.2026", "2026-03-01"},
    {DATE_D_M_YYYY, "D.M.YYYY", "31.12.1999", "1999-12-31"},
    {DATE_D_M_YYYY, "D.M.YYYY", "001.3.2026", NULL},
    {DATE_D_M_YYYY, "D.M.YYYY", ".3.2026", NULL},
    {DATE_DD_MM_YYYY_SLASH, "DD/MM/YYYY", "13/02/2026", "2026-02-13"},
    {DATE_DD_MM_YYYY_SLASH, "DD/MM/YYYY", "02/13/2026", NULL},
    {DATE_DD_MM_YYYY_SLASH, "DD/MM/YYYY", "13.02.2026", NULL},
    {DATE_D_M_YYYY_SLASH, "D/M/YYYY", "9/2/2026", "2026-02-09"},
    {DATE_DD_MM_YYYY_HYPHEN, "DD-MM-YYYY", "09-02-2026", "2026-02-09"},
    {DATE_DD_MM_YYYY_HYPHEN, "DD-MM-YYYY", "2026-02-09", NULL},
    {DATE_MM_DD_YYYY_SLASH, "MM/DD/YYYY", "02/13/2026", "2026-02-13"},
    {DATE_MM_DD_YYYY_SLASH, "MM/DD/YYYY", "13/02/2026", NULL},
    {DATE_M_D_YYYY_SLASH, "M/D/YYYY", "3/1/2026", "2026-03-01"},
    {DATE_M_D_YYYY_SLASH, "M/D/YYYY", "12/31/2026", "2026-12-31"},
    {DATE_MM_DD_YYYY_HYPHEN, "MM-DD-YYYY", "12-31-2026", "2026-12-31"},
    {DATE_YYYY_MM_DD_SLASH, "YYYY/MM/DD", "2026/12/31", "2026-12-31"},
    {DATE_YYYY_MM_DD_DOT, "YYYY.MM.DD", "2026.12.31", "2026-12-31"},
    {DATE_YYYYMMDD, "YYYYMMDD", "20260301", "2026-03-01"},
    {DATE_YYYYMMDD, "YYYYMMDD", "2026030", NULL},
    {DATE_YYYYMMDD, "YYYYMMDD", "202603011", NULL},
    {DATE_YYYYMMDD, "YYYYMMDD", "20230229", NULL},
    {DATE_YYYYMMDD, "YYYYMMDD", "", NULL},
    {DATE_YYYYMMDD, "YYYYMMDD", "+2026301", NULL},
};

START_TEST(a_day_is_read_by_its_format)
{
    char text[CADRE_DATE_TEXT_SIZE];
    struct cadre_date date;
    enum date_format format;
    ck_assert(date_format_find(str_view_of(days[_i].pattern), &format));
    ck_assert_int_eq(format, days[_i].format);
    ck_assert_str_eq(date_format_pattern(format), days[_i].pattern);
    bool read = date_formats_parse(DATE_FORMAT_BIT(format), str_view_of(days[_i].text), &date);
    ck_assert_int_eq(read, days[_i].day != NULL);
    if (read)
        ck_assert_str_eq(cadre_date_format(date, text), days[_i].day);
}
END_TEST

START_TEST(every_format_is_tried)
{
    enum date_format format;
    for (int i = 0; i < DATE_FORMAT_COUNT; i++) {
        bool tried = false;
        for (int j = 0; j < ROWS(days); j++)
            tried = tried || (days[j].format == (enum date_format)i && days[j].day != NULL);
        ck_assert_msg(tried, "%s has no day", date_format_pattern((enum date_format)i));
    }
    ck_assert(!date_format_find(STR_VIEW_LITERAL("dd.mm.yyyy"), &format));
    ck_assert(!date_format_find(STR_VIEW_LITERAL("DD.MM.YY"), &format));
    ck_assert(!date_format_find(STR_VIEW_LITERAL(""), &format));
}
END_TEST

START_TEST(the_default_set_is_iso_and_dotted)
{
    struct cadre_date date;
    ck_assert(date_formats_parse(DATE_FORMATS_DEFAULT, STR_VIEW_LITERAL("2026-03-01"), &date));
    ck_assert(date_formats_parse(DATE_FORMATS_DEFAULT, STR_VIEW_LITERAL("01.03.2026"), &date));
    ck_assert(!date_formats_parse(DATE_FORMATS_DEFAULT, STR_VIEW_LITERAL("01/03/2026"), &date));
    ck_assert(!date_formats_parse(DATE_FORMATS_DEFAULT, STR_VIEW_LITERAL("1.3.2026"), &date));
}
END_TEST

/* The truth by trial: every day of a leap year written in one format and read by another. */
static bool differ_somewhere(enum date_format left, enum date_format right)
{
    for (int month = 1; month <= 12; month++) {
        for (int day = 1; day <= 31; day++) {
            CADRE_CLEANUP(str_release) struct str text = {0};
            const char *pattern = date_format_pattern(left);
            struct cadre_date ours;
            struct cadre_date theirs;
            for (const char *at = pattern; *at != '\0'; at++) {
                bool two = at[1] == at[0];
                if (*at == 'Y' && (at == pattern || at[-1] != 'Y'))
                    str_add_text(&text, "2024");
                else if ((*at == 'D' || *at == 'M') && (at == pattern || at[-1] != *at))
                    str_add_format(&text, two ? "%02d" : "%d", *at == 'D' ? day : month);
                else if (*at != 'Y' && *at != 'D' && *at != 'M')
                    str_add_char(&text, *at);
            }
            if (date_formats_parse(DATE_FORMAT_BIT(left), str_view_from(&text), &ours) &&
                date_formats_parse(DATE_FORMAT_BIT(right), str_view_from(&text), &theirs) &&
                cadre_date_compare(ours, theirs) != 0)
                return true;
        }
    }
    return false;
}

START_TEST(formats_clash_where_a_day_differs)
{
    int clashes = 0;
    for (int i = 0; i < DATE_FORMAT_COUNT; i++) {
        for (int j = 0; j < DATE_FORMAT_COUNT; j++) {
            enum date_format left = (enum date_format)i;
            enum date_format right = (enum date_format)j;
            bool clash = date_formats_clash(left, right);
            ck_assert_int_eq(clash, date_formats_clash(right, left));
            ck_assert_msg(clash == (differ_somewhere(left, right) || differ_somewhere(right, left)),
                          "%s and %s", date_format_pattern(left), date_format_pattern(right));
            clashes += clash;
        }
    }
    ck_assert_int_eq(clashes, 2 * (2 * 2 + 1)); /* {D/M, DD/MM} x {M/D, MM/DD}, DD-MM x MM-DD */
}
END_TEST

START_TEST(a_set_is_described)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    date_formats_describe(DATE_FORMATS_DEFAULT, &text);
    ck_assert_str_eq(str_chars(&text), "YYYY-MM-DD or DD.MM.YYYY");
    str_reset(&text);
    date_formats_describe(DATE_FORMAT_BIT(DATE_YYYYMMDD), &text);
    ck_assert_str_eq(str_chars(&text), "YYYYMMDD");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("date_format");
    tcase_add_loop_test(tcase, a_day_is_read_by_its_format, 0, ROWS(days));
    tcase_add_test(tcase, every_format_is_tried);
    tcase_add_test(tcase, the_default_set_is_iso_and_dotted);
    tcase_add_test(tcase, formats_clash_where_a_day_differs);
    tcase_add_test(tcase, a_set_is_described);
    return run_tcase(tcase, "base/date_format");
}
