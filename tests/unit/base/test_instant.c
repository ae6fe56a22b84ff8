#include "core/base/instant.h"

#include "tests/unit/run_tcase.h"

static const struct {
    const char *text;
    const char *full; /* NULL = refused */
} texts[] = {
    {"2026-03-01", "2026-03-01 23:59:59.999999+00:00"},
    {"2026-03-01 09:30", "2026-03-01 09:30:00.000000+00:00"},
    {"2026-03-01T09:30:15", "2026-03-01 09:30:15.000000+00:00"},
    {"2026-03-01 09:30:15.25", "2026-03-01 09:30:15.250000+00:00"},
    {"2026-03-01 09:30:15.000001Z", "2026-03-01 09:30:15.000001+00:00"},
    {"2026-03-01 09:30:15.123456+00", "2026-03-01 09:30:15.123456+00:00"}, /* as we print it */
    {"2026-03-01T09:30+04", "2026-03-01 09:30:00.000000+04:00"},
    {"2026-03-01T09:30-0330", "2026-03-01 09:30:00.000000-03:30"},
    {"2026-03-01T09:30+05:45", "2026-03-01 09:30:00.000000+05:45"},
    {"2024-02-29 00:00", "2024-02-29 00:00:00.000000+00:00"},
    {"0001-01-01 00:00", "0001-01-01 00:00:00.000000+00:00"},
    {"2023-02-29 00:00", NULL},
    {"2026-03-01 24:00", NULL},
    {"2026-03-01 23:60", NULL},
    {"2026-03-01 23:59:60", NULL},
    {"2026-03-01 9:30", NULL},
    {"2026-03-01 09", NULL},
    {"2026-03-01 09:30:", NULL},
    {"2026-03-01 09:30:15.", NULL},
    {"2026-03-01 09:30:15.1234567", NULL},
    {"2026-03-01 09:30 +04", NULL},
    {"2026-03-01 09:30+16", NULL},
    {"2026-03-01 09:30+4", NULL},
    {"2026-03-01 09:30+04:", NULL},
    {"2026-03-01 09:30+04:60", NULL},
    {"2026-03-01 09:30Zulu", NULL},
    {"2026-03-01 09:30 Asia/Baku", NULL},
    {"2026-03-01Z", NULL},
    {"2026-03-01 ", NULL},
    {" 2026-03-01", NULL},
    {"01.03.2026", NULL},
    {"now", NULL},
    {"infinity", NULL},
    {"epoch", NULL},
    {"", NULL},
};

START_TEST(iso_8601_with_or_without_a_zone)
{
    char text[INSTANT_TEXT_SIZE] = "untouched";
    bool valid = instant_parse(str_view_of(texts[_i].text), text);
    ck_assert_msg(valid == (texts[_i].full != NULL), "'%s' gave %d", texts[_i].text, valid);
    ck_assert_str_eq(text, valid ? texts[_i].full : "untouched");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("instant");
    tcase_add_loop_test(tcase, iso_8601_with_or_without_a_zone, 0, ROWS(texts));
    return run_tcase(tcase, "base/instant");
}
