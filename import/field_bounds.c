#include "import/field_bounds.h"

size_t field_closing_quote(struct str_view bytes, size_t at)
{
    for (; at < bytes.length; at++) {
        if (bytes.data[at] != '"')
            continue;
        if (at + 1 == bytes.length || bytes.data[at + 1] != '"')
            return at;
        at++;
    }
    return bytes.length;
}

static bool ends_field(char c, char delimiter)
{
    return c == delimiter || c == '\n' || c == '\r';
}

size_t field_end(struct str_view bytes, size_t at, char delimiter)
{
    while (at < bytes.length && bytes.data[at] == ' ')
        at++;
    if (at < bytes.length && bytes.data[at] == '"')
        at = field_closing_quote(bytes, at + 1);
    while (at < bytes.length && !ends_field(bytes.data[at], delimiter))
        at++;
    return at;
}
