#include "core/base/alloc.h"
#include "reports/document.h"
#include "tests/unit/reports/sample_document.h"
#include "tests/unit/reports/written.h"

static char *sample_html(void)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct written written;
    document_write_html(sample_document(arena), written_begin(&written));
    written_end(&written);
    return written.text;
}

static const char *const there[] = {
    "<!doctype html>\n<html lang=\"en\">",
    "<title>A sample &amp; more</title>",
    "<a class=\"skip\" href=\"#report\">",
    "<main id=\"report\" tabindex=\"-1\">",
    "<p class=\"finding\">61 of 412 seats cannot be filled.</p>",
    "<p class=\"notice\">Draft: not published.</p>",
    "<dt>Mean fit</dt><dd>87.50\u00a0%</dd>",
    "<nav aria-label=\"Contents\">",
    "<li><a href=\"#section-2\">Second</a></li>",
    "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"caption-rows\">",
    "<caption id=\"caption-rows\">All formats</caption>",
    "<th scope=\"col\" class=\"num\">Count</th>",
    "<th scope=\"col\" class=\"heat\"><span class=\"code\">gap</span> Gap</th>",
    "<th scope=\"row\">Əli, &quot;the\uFFFD[31m&quot; &lt;b&gt;</th>",
    "<td><span class=\"code\">N-1</span> &lt;Title&gt;</td>",
    "<td>too low</td>",
    "<td class=\"num\">12\u202f000</td>",
    "<td class=\"heat heat-4\">1/4 \u22123</td>",
    "aria-label=\"60&#160;%\"",
    ".heat-3{background:#d9701e;color:#000000}",
    ".heat-4{background:#7a2400;color:#ffffff}",
    "<p class=\"legend\">Each cell: have/need \u2212short.",
    "<tr class=\"total\"><th scope=\"row\">All</th>",
    "<p class=\"none\" id=\"table-empty\">Nothing here: none.</p>",
    "<dt>As of</dt><dd>2026-03-01</dd>",
    "prefers-color-scheme: dark",
    "@page",
};

START_TEST(page_has)
{
    CADRE_FREE char *html = sample_html();
    ck_assert_contains(html, there[_i]);
}
END_TEST

static const char *const absent[] = {"<script", "http:", "https:", "url(", "@import",
                                     "<b>",     "\x1b",  "style=", "<link"};

START_TEST(page_lacks)
{
    CADRE_FREE char *html = sample_html();
    ck_assert_lacks(html, absent[_i]);
}
END_TEST

START_TEST(one_section_needs_no_contents)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct written written;
    struct document *document = document_new(arena, "bare", "Bare");
    section_add_paragraph(document_add_section(document, "Only"), "Words.");
    document_write_html(document, written_begin(&written));
    const char *html = written_end(&written);
    ck_assert_lacks(html, "<nav");
    ck_assert_lacks(html, "<footer");
    ck_assert_lacks(html, "class=\"finding\"");
    ck_assert_contains(html, "<p>Words.</p>");
    written_release(&written);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("html");
    tcase_add_loop_test(tcase, page_has, 0, ROWS(there));
    tcase_add_loop_test(tcase, page_lacks, 0, ROWS(absent));
    tcase_add_test(tcase, one_section_needs_no_contents);
    return run_tcase(tcase, "reports/html");
}
