#include "cmd/steps/small_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/base/alloc.h"

static void close_file(FILE **file)
{
    if (*file != NULL && *file != stdin)
        fclose(*file);
}

static void drop_mark(struct str *text)
{
    static const struct str_view mark = {"\xEF\xBB\xBF", 3};
    if (!str_view_starts(str_view_from(text), mark))
        return;
    text->length -= mark.length;
    memmove(text->data, text->data + mark.length, text->length + 1);
}

enum cadre_status small_file_read(const char *path, size_t most, struct str *out,
                                  struct cadre_error *err)
{
    enum { BLOCK = 4096 };
    char block[BLOCK];
    size_t count = 1;
    CADRE_CLEANUP(close_file) FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");
    while (in != NULL && count > 0 && out->length <= most) {
        count = fread(block, 1, sizeof block, in);
        str_add(out, block, count);
    }
    if (in == NULL || ferror(in))
        return cadre_fail(err, CADRE_REFUSED, "cannot read '%s': %s", path, strerror(errno));
    drop_mark(out);
    return CADRE_OK;
}
