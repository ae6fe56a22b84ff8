#include "reports/html_text.h"

#include "tests/unit/reports/written.h"

static const struct {
    const char *text, *html;
} texts[] = {
    {"", ""},
    {"Aygün Məmmədova", "Aygün Məmmədova"},
    {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
    {"a & b", "a &amp; b"},
    {"&amp;", "&amp;amp;"},
    {"\" onload='x'", "&quot; onload=&#39;x&#39;"},
    {"bell\a and \x1b[31m", "bell\xEF\xBF\xBD and \xEF\xBF\xBD[31m"},
    {"bad \xff byte", "bad \xEF\xBF\xBD byte"},
    {"over\xE2\x80\xAEride", "over\xEF\xBF\xBDride"},
};

START_TEST(text_is_escaped)
{
    struct written written;
    html_text_write(str_view_of(texts[_i].text), written_begin(&written));
    ck_assert_str_eq(written_end(&written), texts[_i].html);
    written_release(&written);
}
END_TEST

START_TEST(absent_text_is_nothing)
{
    struct written written;
    html_text_write(str_view_of(NULL), written_begin(&written));
    ck_assert_str_eq(written_end(&written), "");
    written_release(&written);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("html_text");
    tcase_add_loop_test(tcase, text_is_escaped, 0, ROWS(texts));
    tcase_add_test(tcase, absent_text_is_nothing);
    return run_tcase(tcase, "reports/html_text");
}
