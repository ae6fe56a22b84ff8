#include "cmd/cli/prose.h"

#include <stdio.h>
#include <string.h>

#include "core/base/alloc.h"
#include "reports/text_grid.h"

void prose_add_blanks(struct str *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        str_add_char(out, ' ');
}

void prose_add(struct str *out, size_t at, const char *text)
{
    struct str_view rest = str_view_of(text);
    do {
        str_add_view(out, text_grid_next_line(&rest, PROSE_WIDTH - at));
        str_add_char(out, '\n');
        if (rest.length > 0)
            prose_add_blanks(out, at);
    } while (rest.length > 0);
}

void prose_print(bool terminal, const char *line)
{
    enum { HANG = 2 };
    CADRE_CLEANUP(str_release) struct str out = {0};
    size_t indent = strspn(line, " ");
    struct str_view rest = str_view_of(line + indent);
    size_t at = indent;
    if (!terminal) {
        puts(line);
        return;
    }
    do {
        prose_add_blanks(&out, at);
        str_add_view(&out, text_grid_next_line(&rest, PROSE_WIDTH - at));
        str_add_char(&out, '\n');
        at = indent + HANG;
    } while (rest.length > 0);
    (void)fwrite(out.data, 1, out.length, stdout);
}
