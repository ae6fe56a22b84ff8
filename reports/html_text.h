/*
 * The one escaper of HTML: text in elements and in quoted attributes. Control characters,
 * overrides of direction and bytes that are not UTF-8 are shown as U+FFFD.
 */
#ifndef CADRE_REPORTS_HTML_TEXT_H
#define CADRE_REPORTS_HTML_TEXT_H

#include <stdio.h>

#include "core/base/str.h"

void html_text_write(struct str_view text, FILE *out);

#endif
