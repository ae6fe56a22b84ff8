/*
 * Charts as inline SVG: no script, no style of their own but class names, and a text alternative.
 */
#ifndef CADRE_REPORTS_CHART_SVG_H
#define CADRE_REPORTS_CHART_SVG_H

#include <stdint.h>
#include <stdio.h>

/* A horizontal bar: `value` of `whole`. The alternative is the share ("60 %"), since the numbers
 * stand beside it; nothing is drawn for a whole of 0. */
void chart_svg_bar(int64_t value, int64_t whole, FILE *out);
/* Share in parts of `parts`, rounded down, but not 0 while something is there and not all while
 * something is missing; kept between 0 and `parts`. */
int64_t chart_share(int64_t value, int64_t whole, int64_t parts);

#endif
