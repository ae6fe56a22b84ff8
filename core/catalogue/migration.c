#include "core/catalogue/migration.h"

#include "core/base/str.h"
#include "core/catalogue/framework_diff.h"

bool migration_is_open(enum migration_outcome outcome)
{
    return outcome > MIGRATION_DROPPED;
}

/* Does the catalogue know of anything but the code that both have it? */
static bool is_told(const struct element *from, const struct element *to)
{
    const char *const pairs[][2] = {{from->text_hash, to->text_hash},
                                    {from->title_en, to->title_en},
                                    {from->title_az, to->title_az},
                                    {from->title_ru, to->title_ru}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i][0][0] != '\0' && pairs[i][1][0] != '\0')
            return true;
    }
    return false;
}

/* What the two versions alone say. */
static struct migration_step step_of(const struct catalogue *catalogue, int32_t element,
                                     int32_t framework)
{
    const struct element *from = catalogue_element(catalogue, element);
    int32_t to = catalogue_element_named(catalogue, framework, str_view_of(from->type_name),
                                         str_view_of(from->code));
    if (to < 0)
        return (struct migration_step){element, -1, -1, MIGRATION_WITHDRAWN};
    if (!is_told(from, catalogue_element(catalogue, to)))
        return (struct migration_step){element, -1, to, MIGRATION_UNTOLD};
    return (struct migration_step){element, to, -1, MIGRATION_SAME};
}

/* `steps` is by element. Of two changes the wording's comes last and counts. */
static void apply_change(const struct framework_change *change, struct migration_step *steps)
{
    switch (change->kind) {
    case CHANGE_WITHDRAWN:
        steps[change->from].hint = change->twin;
        break;
    case CHANGE_RETITLED:
        steps[change->from] =
            (struct migration_step){change->from, -1, change->to, MIGRATION_RETITLED};
        break;
    case CHANGE_REWORDED:
        steps[change->from] =
            (struct migration_step){change->from, -1, change->to, MIGRATION_REWORDED};
        break;
    case CHANGE_ADDED:
    case CHANGE_MOVED:
        break;
    }
}

static void apply_map(const struct migration_map *map, struct migration_step *steps)
{
    for (size_t i = 0; map != NULL && i < map->count; i++) {
        const struct migration_rule *rule = &map->rules[i];
        steps[rule->from] = (struct migration_step){
            rule->from, rule->to, -1, rule->to >= 0 ? MIGRATION_MAPPED : MIGRATION_DROPPED};
    }
}

const struct migration_step *migration_plan(const struct catalogue *catalogue, int32_t from,
                                            int32_t to, const struct migration_map *map,
                                            struct arena *arena, size_t *ret_count)
{
    size_t element_count = catalogue_element_count(catalogue);
    size_t count = 0;
    struct migration_step *steps = arena_calloc(arena, element_count + 1, sizeof *steps);
    for (size_t i = 0; i < element_count; i++) {
        if (catalogue_element(catalogue, (int32_t)i)->framework_index == from)
            steps[i] = step_of(catalogue, (int32_t)i, to);
    }
    const struct framework_diff *diff = framework_diff(catalogue, from, to, arena);
    for (size_t i = 0; i < diff->change_count; i++)
        apply_change(&diff->changes[i], steps);
    apply_map(map, steps);
    for (size_t i = 0; i < element_count; i++) {
        if (catalogue_element(catalogue, (int32_t)i)->framework_index == from)
            steps[count++] = steps[i];
    }
    *ret_count = count;
    return steps;
}
