#include "core/base/fold.h"
#include "core/catalogue/catalogue_index.h"

/* A load's number, wider than the other numbers of the tables. */
static int64_t load_of(const struct catalogue_table *table, size_t row)
{
    int64_t load = 0;
    str_view_to_int64(str_view_of(catalogue_table_further(table, row, "load")), &load);
    return load;
}

void catalogue_index_rules(struct catalogue *catalogue)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "service_rules");
    catalogue->rule_count = table->row_count;
    catalogue->rules = arena_calloc(catalogue->arena, table->row_count, sizeof *catalogue->rules);
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* rule valid_from valid_until engagement service_status min_age max_age months ground
         * decree confirmed */
        catalogue->rules[row] = (struct service_rule){
            .code = cells[0],
            .valid_from = catalogue_cell_date(cells[1]),
            .valid_until = catalogue_cell_date(cells[2]),
            .engagement = catalogue_code_rank(catalogue, "engagement", str_view_of(cells[3])),
            .service_status =
                catalogue_code_rank(catalogue, "service_status", str_view_of(cells[4])),
            .min_age = catalogue_cell_number(cells[5], -1),
            .max_age = catalogue_cell_number(cells[6], -1),
            .months = catalogue_cell_number(cells[7], -1),
            .ground = cells[8],
            .decree = cells[9],
            .confirmed = cells[10][0] == '1',
            .load = load_of(table, row),
        };
    }
}

static bool in_force(const struct service_rule *rule, struct cadre_date on)
{
    bool begun = !cadre_date_is_set(rule->valid_from) || rule->valid_from.day <= on.day;
    bool lasting = !cadre_date_is_set(rule->valid_until) || rule->valid_until.day >= on.day;
    return begun && lasting;
}

const struct service_rule *catalogue_ground_rule(const struct catalogue *catalogue,
                                                 int32_t engagement, int32_t service_status,
                                                 struct str_view ground, struct cadre_date on)
{
    for (size_t i = 0; i < catalogue->rule_count; i++) {
        const struct service_rule *rule = &catalogue->rules[i];
        if (rule->engagement == engagement && rule->service_status == service_status &&
            in_force(rule, on) && fold_ascii_equal(ground, str_view_of(rule->ground)))
            return rule;
    }
    return NULL;
}

const struct service_rule *catalogue_service_rule(const struct catalogue *catalogue,
                                                  int32_t engagement, int32_t service_status,
                                                  struct cadre_date on)
{
    return catalogue_ground_rule(catalogue, engagement, service_status, STR_VIEW_LITERAL(""), on);
}

/* ---- call-ups -------------------------------------------------------------------------------- */

void catalogue_index_call_ups(struct catalogue *catalogue)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "call_ups");
    catalogue->call_up_count = table->row_count;
    catalogue->call_ups =
        arena_calloc(catalogue->arena, table->row_count, sizeof *catalogue->call_ups);
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* code opens_on closes_on born_from born_until decree */
        catalogue->call_ups[row] = (struct call_up){
            .code = cells[0],
            .opens_on = catalogue_cell_date(cells[1]),
            .closes_on = catalogue_cell_date(cells[2]),
            .born_from = catalogue_cell_number(cells[3], 0),
            .born_until = catalogue_cell_number(cells[4], 0),
            .decree = cells[5],
            .load = load_of(table, row),
        };
    }
}

const struct call_up *catalogue_call_up(const struct catalogue *catalogue, struct str_view code)
{
    for (size_t i = 0; i < catalogue->call_up_count; i++) {
        if (fold_ascii_equal(code, str_view_of(catalogue->call_ups[i].code)))
            return &catalogue->call_ups[i];
    }
    return NULL;
}

const struct call_up *catalogue_call_ups(const struct catalogue *catalogue, size_t *ret_count)
{
    *ret_count = catalogue->call_up_count;
    return catalogue->call_ups;
}
