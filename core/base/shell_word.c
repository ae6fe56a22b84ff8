#include "core/base/shell_word.h"

#include <string.h>

#include "core/base/alloc.h"

static bool is_plain(char c)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:@%+,=-";
    return (unsigned char)c >= 0x80 || (c != '\0' && strchr(plain, c) != NULL);
}

void shell_word_add(struct str *out, struct str_view word)
{
    size_t plain = 0;
    while (plain < word.length && is_plain(word.data[plain]))
        plain++;
    if (plain == word.length && plain > 0) {
        str_add_view(out, word);
        return;
    }
    str_add_char(out, '\'');
    for (size_t i = 0; i < word.length; i++) {
        if (word.data[i] == '\'')
            str_add_text(out, "'\\'");
        str_add_char(out, word.data[i]);
    }
    str_add_char(out, '\'');
}

void shell_word_add_path(struct str *out, struct str_view path)
{
    CADRE_CLEANUP(str_release) struct str whole = {0};
    if (path.length > 1 && path.data[0] == '-')
        str_add_text(&whole, "./");
    str_add_view(&whole, path);
    shell_word_add(out, str_view_from(&whole));
}
