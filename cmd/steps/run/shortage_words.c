#include "cmd/steps/run/shortage_words.h"

#include "core/base/alloc.h"
#include "core/base/str.h"
#include "reports/limit_words.h"
#include "reports/need_words.h"

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

static void add_caps(const struct limit_figures *limits, const struct hall_set *set,
                     struct str *out)
{
    size_t named = set->cap_count <= SHORTAGE_CAPS_MAX ? set->cap_count : SHORTAGE_CAPS_MAX - 1;
    for (size_t i = 0; i < named; i++) {
        str_add_text(out, i == 0 ? "" : i + 1 == set->cap_count ? " and " : ", ");
        limit_words_add_name(&limits->caps[set->caps[i]], out);
    }
    if (named < set->cap_count)
        str_add_format(out, " and %zu more", set->cap_count - named);
}

/* Why those who qualify and sit nowhere do not come in. */
static void add_held_back(const struct limit_figures *limits, const struct hall_set *set,
                          struct str *out)
{
    str_add_text(out, " held back by ");
    if (set->cap_count > 0)
        add_caps(limits, set, out);
    if (set->cap_count > 0 && set->is_reserved)
        str_add_text(out, ", or by ");
    if (set->cap_count == 0 || set->is_reserved)
        str_add_text(out, "the seats that are reserved for others");
}

/* Who qualifies: those who sit or may, and those whom a limit keeps out. */
static void add_people(const struct limit_figures *limits, const struct hall_set *set,
                       struct str *out)
{
    if (set->people == 0 && set->held_back == 0) {
        str_add_text(out, "nobody qualifies");
        return;
    }
    words_add_count(set->people > 0 ? set->people : set->held_back, "person qualifies",
                    "people qualify", out);
    if (set->held_back == 0)
        return;
    if (set->people > 0)
        str_add_format(out, ", %zu more %s", set->held_back, set->held_back == 1 ? "is" : "are");
    else
        str_add_text(out, set->held_back == 1 ? " but is" : " but all are");
    add_held_back(limits, set, out);
}

static const char *line_of(const struct snapshot *snapshot, const struct limit_figures *limits,
                           const struct hall_set *set, struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    add_needs(snapshot, set, &words);
    str_add_text(&words, ": ");
    words_add_count((uint64_t)set->seats, "free seat, ", "free seats, ", &words);
    if (set->is_held_down) {
        add_caps(limits, set, &words);
        str_add_text(&words, set->cap_count == 1 ? " is full" : " are full");
        return arena_copy(arena, str_view_from(&words)).data;
    }
    add_people(limits, set, &words);
    return arena_copy(arena, str_view_from(&words)).data;
}

size_t shortage_words(const struct snapshot *snapshot, const struct limit_figures *limits,
                      const struct hall_set *sets, size_t count, struct arena *arena,
                      const char *const **ret_lines)
{
    size_t told = count <= SHORTAGE_LINES_MAX ? count : SHORTAGE_LINES_MAX;
    size_t rest = count - told;
    const char **lines = arena_calloc(arena, told + 1, sizeof *lines);
    for (size_t i = 0; i < told; i++)
        lines[i] = line_of(snapshot, limits, &sets[i], arena);
    if (rest > 0)
        lines[told] =
            arena_format(arena, "and %zu more %s of needs", rest, rest == 1 ? "set" : "sets");
    *ret_lines = lines;
    return told + (rest > 0);
}
