#include "reports/html_text.h"

#include "core/base/alloc.h"
#include "core/base/utf8.h"

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_text_write(struct str_view text, FILE *out)
{
    CADRE_CLEANUP(str_release) struct str shown = {0};
    utf8_printable(text, 0, &shown);
    for (size_t i = 0; i < shown.length; i++) {
        const char *named = entity(shown.data[i]);
        if (named != NULL)
            fputs(named, out);
        else
            fputc(shown.data[i], out);
    }
}
