/*
 * What a training grants: a list of what requirements ask for, each at a level where it has any.
 */
#include "import/field_rules.h"

/* The canonical code and level (of length 0 = none) of one part; false, and a fault told, when one
 * of them is not right. */
static bool find_granted(struct row *row, int column, const struct field_alternative *granted,
                         struct str_view item, struct str_view cell, struct str_view *ret_code,
                         struct str_view *level)
{
    int32_t entry = -1;
    bool has_levels = granted->scale != NULL;
    *ret_code = granted->find(row, column, cell, &entry);
    if (ret_code->data == NULL)
        return false;
    if (has_levels != (level->length > 0)) {
        row_fault(row, FINDING_R_GRANT, column, item,
                  has_levels ? "its level is missing" : "it has no level");
        return false;
    }
    if (!has_levels)
        return true;
    *level = field_find_level(row, column, granted->scale(row, entry), *level, LEVEL_HELD);
    return level->data != NULL;
}

/* "competence : core/def-soc : 3" -> "competency:CORE@1/DEF-SOC:3", absent and a fault when it is
 * none. */
static struct str_view grant_item(struct row *row, int column, struct str_view item)
{
    struct str_view rest, level;
    struct str_view what = str_view_trim(str_view_cut(item, ':', &rest));
    struct str_view cell = str_view_trim(str_view_cut(rest, ':', &level));
    level = str_view_trim(level);
    if (what.length == 0 || cell.length == 0) {
        row_fault(row, FINDING_R_GRANT, column, item, "write kind:code:level");
        return str_view_of(NULL);
    }
    const char *kind = field_find_code(row, column, what);
    if (kind == NULL)
        return str_view_of(NULL);
    struct str_view code = str_view_of(NULL);
    bool good =
        find_granted(row, column, field_alternative(str_view_of(kind)), item, cell, &code, &level);
    if (!good)
        return str_view_of(NULL);
    return str_view_of(arena_format(row->scratch, "%s:%.*s%s%.*s", kind, STR_VIEW_ARGS(code),
                                    level.length > 0 ? ":" : "", STR_VIEW_ARGS(level)));
}

/* What both grant but for its level. */
static bool same_grant(struct str_view left, struct str_view right)
{
    struct str_view kind = str_view_cut(left, ':', &left);
    struct str_view other = str_view_cut(right, ':', &right);
    return str_view_equal(kind, other) &&
           str_view_equal(str_view_cut(left, ':', &left), str_view_cut(right, ':', &right));
}

void field_grants(struct row *row, int column)
{
    size_t count;
    struct str_view *items = field_split_items(row, column, &count);
    for (size_t i = 0; i < count; i++)
        items[i] = grant_item(row, column, items[i]);
    if (row->cells[column].faulty)
        return;
    count = field_sort_items(items, count);
    for (size_t i = 1; i < count; i++) {
        if (same_grant(items[i - 1], items[i])) {
            row_fault(row, FINDING_R_GRANT, column, items[i],
                      "it stands twice with different levels");
            return;
        }
    }
    row_set_list(row, column, items, count);
}
