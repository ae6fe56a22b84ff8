#include "core/catalogue/catalogue_index.h"

static int32_t number_or_none(const char *cell)
{
    int64_t number;
    return str_view_to_int64(str_view_of(cell), &number) ? (int32_t)number : -1;
}

static struct cadre_date date_or_none(const char *cell)
{
    struct cadre_date date = cadre_date_none;
    cadre_date_parse_iso(str_view_of(cell), &date);
    return date;
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
            .valid_from = date_or_none(cells[1]),
            .valid_until = date_or_none(cells[2]),
            .engagement = catalogue_code_rank(catalogue, "engagement", str_view_of(cells[3])),
            .service_status =
                catalogue_code_rank(catalogue, "service_status", str_view_of(cells[4])),
            .min_age = number_or_none(cells[5]),
            .max_age = number_or_none(cells[6]),
            .confirmed = cells[10][0] == '1',
        };
    }
}

const struct service_rule *catalogue_service_rule(const struct catalogue *catalogue,
                                                  int32_t engagement, int32_t service_status,
                                                  struct cadre_date on)
{
    for (size_t i = 0; i < catalogue->rule_count; i++) {
        const struct service_rule *rule = &catalogue->rules[i];
        bool begun = !cadre_date_is_set(rule->valid_from) || rule->valid_from.day <= on.day;
        bool lasting = !cadre_date_is_set(rule->valid_until) || rule->valid_until.day >= on.day;
        if (rule->engagement == engagement && rule->service_status == service_status && begun &&
            lasting)
            return rule;
    }
    return NULL;
}
