#include "cmd/steps/import/import_interrupted.h"

#include <string.h>

#include "cmd/cli/tell.h"
#include "core/base/alloc.h"

static void add_files(struct str *out, const char *const *files, size_t count, const char *what)
{
    for (size_t i = 0; i < count; i++)
        str_add_format(out, "%s'%s'", i > 0 ? ", " : "",
                       strcmp(files[i], "-") == 0 ? "<stdin>" : files[i]);
    str_add_text(out, what);
}

void import_interrupted_line(const char *const *files, size_t count, size_t stored,
                             const struct import_outcome *outcome, struct str *out)
{
    str_add_text(out, "interrupted: ");
    if (stored > 0)
        add_files(out, files, stored, stored == 1 ? " is done" : " are done");
    if (stored == count)
        return;
    if (stored > 0)
        str_add_text(out, "; ");
    str_add_text(out, "nothing of ");
    add_files(out, files + stored, 1, " is stored");
    if (outcome->staged > 0)
        str_add_format(out, ", rows of it are staged: 'cadre batch resume %lld' goes on",
                       (long long)outcome->staged);
    if (stored + 1 == count)
        return;
    str_add_text(out, "; ");
    add_files(out, files + stored + 1, count - stored - 1,
              count - stored == 2 ? " is not begun" : " are not begun");
}

void import_tell_interrupted(const struct invocation *call, const char *const *files, size_t count,
                             size_t stored, const struct import_outcome *outcome)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    import_interrupted_line(files, count, stored, outcome, &line);
    tell_needed(call, "%s", str_chars(&line));
}
