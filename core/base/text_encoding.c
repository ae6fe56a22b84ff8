#include "core/base/text_encoding.h"

#include "core/base/fold.h"

static const char *const names[ENCODING_COUNT] = {
    [ENCODING_UTF_8] = "utf-8",
    [ENCODING_UTF_16] = "utf-16",
    [ENCODING_UTF_16LE] = "utf-16le",
    [ENCODING_UTF_16BE] = "utf-16be",
    [ENCODING_WINDOWS_1251] = "windows-1251",
    [ENCODING_WINDOWS_1254] = "windows-1254",
};

const char *text_encoding_name(enum text_encoding encoding)
{
    return names[encoding];
}

bool text_encoding_find(struct str_view name, enum text_encoding *ret_encoding)
{
    for (int i = ENCODING_UNSTATED + 1; i < ENCODING_COUNT; i++) {
        if (fold_ascii_equal(name, str_view_of(names[i]))) {
            *ret_encoding = (enum text_encoding)i;
            return true;
        }
    }
    return false;
}
