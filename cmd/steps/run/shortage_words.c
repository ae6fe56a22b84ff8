#include "cmd/steps/run/shortage_words.h"

#include "core/base/alloc.h"
#include "core/base/str.h"

/* "A", "A and B", "A, B and C", "A, B, C, D, E and 7 more needs" */
static void add_needs(const struct snapshot *snapshot, const struct hall_set *set, struct str *out)
{
    size_t named = set->need_count <= SHORTAGE_NEEDS_MAX ? set->need_count : SHORTAGE_NEEDS_MAX - 1;
    for (size_t i = 0; i < named; i++) {
        if (i > 0)
            str_add_text(out, i + 1 == set->need_count ? " and " : ", ");
        str_add_view(out, snapshot->needs[set->needs[i]].code);
    }
    if (named < set->need_count)
        str_add_format(out, " and %zu more needs", set->need_count - named);
}

static const char *line_of(const struct snapshot *snapshot, const struct hall_set *set,
                           struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    add_needs(snapshot, set, &words);
    str_add_format(&words, ": %lld free %s, ", (long long)set->seats,
                   set->seats == 1 ? "seat" : "seats");
    if (set->people == 0)
        str_add_text(&words, "nobody qualifies");
    else
        str_add_format(&words, "%zu %s", set->people,
                       set->people == 1 ? "person qualifies" : "people qualify");
    return arena_copy(arena, str_view_from(&words)).data;
}

size_t shortage_words(const struct snapshot *snapshot, const struct hall_set *sets, size_t count,
                      struct arena *arena, const char *const **ret_lines)
{
    size_t told = count <= SHORTAGE_LINES_MAX ? count : SHORTAGE_LINES_MAX;
    size_t rest = count - told;
    const char **lines = arena_calloc(arena, told + 1, sizeof *lines);
    for (size_t i = 0; i < told; i++)
        lines[i] = line_of(snapshot, &sets[i], arena);
    if (rest > 0)
        lines[told] =
            arena_format(arena, "and %zu more %s of needs", rest, rest == 1 ? "set" : "sets");
    *ret_lines = lines;
    return told + (rest > 0);
}
