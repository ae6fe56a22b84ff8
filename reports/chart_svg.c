#include "reports/chart_svg.h"

#include <inttypes.h>

int64_t chart_share(int64_t value, int64_t whole, int64_t parts)
{
    if (whole <= 0 || value <= 0)
        return 0;
    if (value >= whole)
        return parts;
    /* Halved together while the product would overflow; the share hardly changes. */
    while (value > INT64_MAX / parts) {
        value /= 2;
        whole /= 2;
    }
    int64_t share = value * parts / whole;
    return share == 0 ? 1 : share;
}

void chart_svg_bar(int64_t value, int64_t whole, FILE *out)
{
    const int64_t width = 1000;
    if (whole <= 0)
        return;
    fprintf(out,
            "<svg class=\"bar\" role=\"img\" aria-label=\"%" PRId64
            "&#160;%%\" viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\">"
            "<rect class=\"rest\" width=\"1000\" height=\"100\"/>"
            "<rect class=\"part\" width=\"%" PRId64 "\" height=\"100\"/></svg>",
            chart_share(value, whole, 100), chart_share(value, whole, width));
}
