/*
 * Whatever rows come, what is taken of them makes a catalogue, and is the same the next time.
 */

#include "core/base/alloc.h"
#include "tests/unit/catalogue/catalogue_with.h"
#include "tests/unit/run_tcase.h"

enum { ROUNDS = 60, ROWS_MAX = 14, STEPS = 10 };

/* Words that meet one another, and some that are shipped. */
static const char *const words[] = {
    "",
    "",
    "A",
    "a",
    "B",
    "1",
    "2",
    "3",
    "4",
    "core",
    "CORE",
    "CORE@1",
    "posts",
    "competency",
    "work_role",
    "isChildOf",
    "CLD",
    "CLD-SEC",
    "DEF-SOC",
    "regions",
    "sector",
    "TR",
    "country",
    "region",
    "district",
    "AZ",
    "CompTIA",
    "Security+",
    "conscript",
    "eligible",
    "2026-01-01",
    "2027-06-30",
    "DCWF@5.1/511",
    "CompTIA/Security+",
};

static uint32_t draw(uint32_t *state, uint32_t below)
{
    *state = *state * UINT32_C(1664525) + UINT32_C(1013904223);
    return (*state >> 8) % below;
}

/* Cells as the parser gives them: what refers to another kind is there, a number is a number. */
static const char *cell_for(const struct kind_column *column, uint32_t *state)
{
    static const char *const numbers[] = {"1", "2", "3", "4", "16"};
    static const char *const days[] = {"2025-01-01", "2026-01-01", "2026-12-31", "2027-06-30"};
    bool empty = !column->required && draw(state, 2) == 0;
    if (empty)
        return "";
    switch (column->rule) {
    case RULE_INTEGER:
        return numbers[draw(state, ROWS(numbers))];
    case RULE_DATE:
        return days[draw(state, ROWS(days))];
    case RULE_YES_NO:
        return draw(state, 2) == 0 ? "1" : "0";
    case RULE_WORK_ROLE:
        return draw(state, 2) == 0 ? "DCWF@5.1/511" : "NICE@2.1/PD-WRL-001";
    case RULE_ELEMENT:
        return draw(state, 2) == 0 ? "CORE@1/DEF-SOC" : "CORE@1/CLD-SEC";
    case RULE_CREDENTIAL:
        return draw(state, 2) == 0 ? "CompTIA/CySA+" : "CompTIA/Security+";
    case RULE_CODE_LIST:
    case RULE_LEVEL:
    case RULE_ISSUER:
        return column->example;
    default:
        break;
    }
    const char *word = words[draw(state, ROWS(words))];
    return word[0] == '\0' && column->required ? "A" : word;
}

static struct addition_row *draw_rows(struct arena *arena, const struct kind *kind, size_t count,
                                      uint32_t *state)
{
    struct addition_row *rows = arena_calloc(arena, count, sizeof *rows);
    for (size_t row = 0; row < count; row++) {
        const char **cells = arena_calloc(arena, kind->column_count, sizeof(*cells));
        for (size_t i = 0; i < kind->column_count; i++)
            cells[i] = cell_for(&kind->columns[i], state);
        rows[row].cells = cells;
    }
    return rows;
}

/* Every parent chain comes to an end. */
static void check_trees(const struct catalogue *catalogue)
{
    int32_t elements = (int32_t)catalogue_element_count(catalogue);
    int32_t regions = (int32_t)catalogue_region_count(catalogue);
    for (int32_t i = 0; i < elements; i++) {
        int32_t steps = 0;
        for (int32_t at = i; at >= 0; at = catalogue_element_parent(catalogue, at))
            ck_assert_int_le(steps++, elements);
    }
    for (int32_t i = 0; i < regions; i++) {
        int32_t steps = 0;
        for (int32_t at = i; at >= 0; at = catalogue_region(catalogue, at)->parent)
            ck_assert_int_le(steps++, regions);
    }
}

static size_t rejecting(const struct addition *addition)
{
    size_t count = 0;
    for (size_t i = 0; i < addition->finding_count; i++)
        count +=
            finding_code_find(str_view_of(addition->findings[i].code))->effect == FINDING_REJECTS;
    return count;
}

START_TEST(what_is_taken_makes_a_catalogue)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct catalogue *catalogue = catalogue_new();
    uint32_t state = (uint32_t)_i * 2654435761U + 1;
    size_t kind_count;
    const struct kind *const *kinds = kind_all_catalogue(&kind_count);
    for (size_t step = 0; step < STEPS; step++) {
        const struct kind *kind = kinds[draw(&state, (uint32_t)kind_count)];
        size_t count = 1 + draw(&state, ROWS_MAX);
        const struct addition_row *rows = draw_rows(arena, kind, count, &state);
        struct addition first;
        struct addition second;
        addition_judge(catalogue, kind, rows, count, arena, &first);
        size_t left_out = 0;
        for (size_t row = 0; row < count; row++)
            left_out += first.outcomes[row] == ADDITION_LEFT_OUT;
        ck_assert_uint_eq(left_out, rejecting(&first));
        struct catalogue *with = catalogue_with(arena, catalogue, &first);
        catalogue_free(catalogue);
        catalogue = with;
        check_trees(catalogue);
        addition_judge(catalogue, kind, rows, count, arena, &second);
        for (size_t row = 0; row < count; row++)
            ck_assert_msg(
                first.outcomes[row] == ADDITION_LEFT_OUT || second.outcomes[row] == ADDITION_SAME,
                "round %d, step %zu: row %zu of %s is new again", _i, step, row, kind->name);
    }
    catalogue_free(catalogue);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("addition_random");
    tcase_add_loop_test(tcase, what_is_taken_makes_a_catalogue, 0, ROUNDS);
    return run_tcase(tcase, "catalogue/addition_random");
}
