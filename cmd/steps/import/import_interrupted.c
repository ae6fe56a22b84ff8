#include "cmd/steps/import/import_interrupted.h"

#include "cmd/cli/tell.h"
#include "core/base/alloc.h"
#include "import/input_file.h"

/* Returns how many there are. */
static size_t add_files(struct str *out, const char *const *files, size_t from, size_t until,
                        const bool *taken, bool wanted)
{
    size_t added = 0;
    for (size_t i = from; i < until; i++) {
        if (taken == NULL || taken[i] == wanted)
            str_add_format(out, "%s'%s'", added++ > 0 ? ", " : "", input_path_label(files[i]));
    }
    return added;
}

static void add_taken(struct str *out, const char *const *files, const bool *taken, size_t ended)
{
    size_t added = add_files(out, files, 0, ended, taken, true);
    if (added > 0)
        str_add_text(out, added == 1 ? " is done" : " are done");
}

/* What was under way, and what had been refused before it. */
static void add_nothing(struct str *out, const char *const *files, const bool *taken, size_t ended,
                        bool has_next, const struct import_outcome *outcome)
{
    CADRE_CLEANUP(str_release) struct str names = {0};
    size_t refused = add_files(&names, files, 0, ended, taken, false);
    if (refused + has_next == 0)
        return;
    if (has_next)
        str_add_format(&names, "%s'%s'", refused > 0 ? ", " : "", input_path_label(files[ended]));
    str_add_format(out, "%snothing of %s is stored", out->length > 0 ? "; " : "",
                   str_chars(&names));
    if (!has_next || outcome->staged == 0)
        return;
    str_add_text(out, ", rows of ");
    if (refused > 0)
        str_add_format(out, "'%s'", input_path_label(files[ended]));
    else
        str_add_text(out, "it");
    str_add_format(out, " are staged: 'cadre batch resume %lld' goes on",
                   (long long)outcome->staged);
}

void import_interrupted_line(const char *const *files, size_t count, const bool *taken,
                             size_t ended, const struct import_outcome *outcome, struct str *out)
{
    CADRE_CLEANUP(str_release) struct str stands = {0};
    add_taken(&stands, files, taken, ended);
    add_nothing(&stands, files, taken, ended, ended < count, outcome);
    str_add_format(out, "interrupted: %s", str_chars(&stands));
    if (ended + 1 >= count)
        return;
    str_add_text(out, "; ");
    add_files(out, files, ended + 1, count, NULL, true);
    str_add_text(out, count - ended == 2 ? " is not begun" : " are not begun");
}

void import_tell_interrupted(const struct invocation *call, const char *const *files, size_t count,
                             const bool *taken, size_t ended, const struct import_outcome *outcome)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    import_interrupted_line(files, count, taken, ended, outcome, &line);
    tell_needed(call, "%s", str_chars(&line));
}
