#include "cmd/cli/prose.h"

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
