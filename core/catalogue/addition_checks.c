#include "core/catalogue/addition_checks.h"

#include <string.h>

#include "core/base/fold.h"
#include "core/catalogue/catalogue_index.h"
#include "core/catalogue/document_cells.h"

static bool same(const char *left, const char *right)
{
    return fold_ascii_equal(str_view_of(left), str_view_of(right));
}

/* ---- codes ----------------------------------------------------------------------------------- */

bool check_signs(struct candidate_table *table, size_t row, const char *column, const char *signs)
{
    if (strpbrk(candidate_cell(table, row, column), signs) == NULL)
        return false;
    candidate_fault(table, row, FINDING_D_SIGN, column, NULL);
    return true;
}

bool check_placeholder(struct candidate_table *table, size_t row, const char *column)
{
    const char *code = candidate_cell(table, row, column);
    if (code[0] == '\0' || !document_is_placeholder(str_view_of(code)))
        return false;
    candidate_fault(table, row, FINDING_D_PLACEHOLDER, column, NULL);
    return true;
}

void check_code(struct candidate_table *table)
{
    for (size_t row = 0; row < table->table.row_count; row++) {
        if (candidate_came(table, row))
            check_placeholder(table, row, table->target->keys[0]);
    }
}

/* ---- credentials ----------------------------------------------------------------------------- */

void check_credentials(struct candidate_table *table)
{
    for (size_t row = 0; row < table->table.row_count; row++) {
        if (candidate_came(table, row) && !check_signs(table, row, "issuer", "/") &&
            !check_placeholder(table, row, "issuer"))
            check_placeholder(table, row, "code");
    }
    static const char *const columns[] = {"code"};
    check_spellings(table, NULL, "credentials", columns, 1);
}

/* ---- regions --------------------------------------------------------------------------------- */

static int32_t kind_rank(const struct candidate_table *table, size_t row)
{
    return catalogue_code_rank(table->catalogue, "region_kind",
                               str_view_of(candidate_cell(table, row, "kind")));
}

/* ROW_NONE when no region has the code. */
static size_t region_named(const struct candidate_table *table, const char *code)
{
    size_t row = 0;
    while (row < table->table.row_count && !same(candidate_cell(table, row, "code"), code))
        row++;
    return row < table->table.row_count ? row : ROW_NONE;
}

/* Each lies in one of a wider kind, so that no chain of parents comes back to itself. */
void check_regions(struct candidate_table *table)
{
    for (size_t row = 0; row < table->table.row_count; row++) {
        const char *parent_code = candidate_cell(table, row, "parent_code");
        if (!candidate_came(table, row) || check_placeholder(table, row, "code"))
            continue;
        bool is_country = strcmp(candidate_cell(table, row, "kind"), "country") == 0;
        if (is_country != (parent_code[0] == '\0')) {
            candidate_fault(table, row, FINDING_D_TREE, "parent_code",
                            is_country ? "a country lies in none" : "it lies in none");
            continue;
        }
        size_t parent = is_country ? ROW_NONE : region_named(table, parent_code);
        if (!is_country && parent == ROW_NONE)
            candidate_fault(table, row, FINDING_D_NOT_THERE, "parent_code", NULL);
        else if (!is_country && kind_rank(table, parent) >= kind_rank(table, row))
            candidate_fault(table, row, FINDING_D_TREE, "parent_code",
                            arena_format(table->arena, "a %s lies in none of these",
                                         candidate_cell(table, row, "kind")));
    }
    static const char *const columns[] = {"code", "name_en", "name_az", "name_ru"};
    check_spellings(table, NULL, "regions", columns, 4);
}

/* ---- law ------------------------------------------------------------------------------------- */

static bool are_of_one_thing(const struct candidate_table *table, size_t left, size_t right)
{
    static const char *const columns[] = {"engagement", "service_status", "ground"};
    for (size_t i = 0; i < sizeof columns / sizeof(*columns); i++) {
        if (!same(candidate_cell(table, left, columns[i]),
                  candidate_cell(table, right, columns[i])))
            return false;
    }
    return true;
}

/* True when the first ends before the other begins. */
static bool ends_before(const struct candidate_table *table, size_t first, size_t other)
{
    struct cadre_date until = catalogue_cell_date(candidate_cell(table, first, "valid_until"));
    struct cadre_date from = catalogue_cell_date(candidate_cell(table, other, "valid_from"));
    return cadre_date_is_set(until) && cadre_date_is_set(from) && until.day < from.day;
}

static void check_rule(struct candidate_table *table, size_t row)
{
    for (size_t other = 0; other < table->table.row_count; other++) {
        /* Of two that came the later one is at fault. */
        bool judged = other == row || (other > row && candidate_came(table, other));
        if (judged || !are_of_one_thing(table, row, other) || ends_before(table, row, other) ||
            ends_before(table, other, row))
            continue;
        candidate_fault(table, row, FINDING_D_OVERLAP, "valid_from",
                        arena_format(table->arena, "'%s' is in force from '%s' until '%s'",
                                     candidate_cell(table, other, "rule"),
                                     candidate_cell(table, other, "valid_from"),
                                     candidate_cell(table, other, "valid_until")));
        return;
    }
}

void check_service_rules(struct candidate_table *table)
{
    for (size_t row = 0; row < table->table.row_count; row++) {
        if (candidate_came(table, row) && !check_placeholder(table, row, "rule"))
            check_rule(table, row);
    }
}
