#include "import/row_checks.h"

#include <assert.h>
#include <string.h>

static int column_of(const struct row *row, const char *name)
{
    int column = kind_column_index(row->kind, name);
    assert(column >= 0);
    return column;
}

static void check_one_required(struct row *row, int left, int right, const char *finding)
{
    if (!row_given(row, left) && !row_given(row, right))
        row_fault_cell(row, finding, left, NULL);
}

/* Told at `right`, as the later of the two. */
static void check_order(struct row *row, int left, int right, const char *finding)
{
    const struct kind_column *about = &row->kind->columns[left];
    const struct typed_value *low = &row->values[left];
    const struct typed_value *high = &row->values[right];
    if (!low->present || !high->present || !row_is_good(row, left) || !row_is_good(row, right))
        return;
    bool wrong = about->type == COLUMN_DATE ? cadre_date_compare(low->date, high->date) > 0
                                            : low->integer > high->integer;
    if (wrong)
        row_fault_cell(row, finding, right,
                       arena_format(row->scratch, "'%s' is %.*s", about->name,
                                    STR_VIEW_ARGS(row->cells[left].text)));
}

static void check_not_future(struct row *row, struct cadre_date effective, int left,
                             const char *finding)
{
    const struct typed_value *value = &row->values[left];
    char text[CADRE_DATE_TEXT_SIZE];
    if (value->present && cadre_date_is_set(effective) &&
        cadre_date_compare(value->date, effective) > 0)
        row_fault_cell(row, finding, left,
                       arena_format(row->scratch, "the file holds from %s",
                                    cadre_date_format(effective, text)));
}

static void check_needs(struct row *row, int left, int right, const char *finding)
{
    if (row_given(row, left) && !row_given(row, right))
        row_fault_cell(row, finding, left,
                       arena_format(row->scratch, "'%s' is empty", row->kind->columns[right].name));
}

static void check_region_inside(struct row *row, int left, int right, const char *finding)
{
    int32_t inner = row->cells[left].entry;
    int32_t outer = row->cells[right].entry;
    if (inner < 0 || outer < 0 || catalogue_region_inside(row->catalogue, inner, outer))
        return;
    row_fault_cell(row, finding, left,
                   arena_format(row->scratch, "%s does not lie in %s",
                                catalogue_region(row->catalogue, inner)->code,
                                catalogue_region(row->catalogue, outer)->code));
}

/* Told at each column too many, or at the first when none is given. */
static void check_one_of(struct row *row)
{
    const char *const *names = row->kind->one_of;
    size_t given = 0;
    for (size_t i = 0; names[i] != NULL; i++) {
        int column = column_of(row, names[i]);
        if (!row_given(row, column))
            continue;
        given++;
        if (given > 1)
            row_fault_cell(row, FINDING_R_ONE_OF, column, "leave all but one of them empty");
    }
    if (given == 0 && names[0] != NULL)
        row_fault_cell(row, FINDING_R_ONE_OF, column_of(row, names[0]), "none is given");
}

/* ---- warnings -------------------------------------------------------------------------------- */

/* What every row of the file lacks is told once: row_checks_missing_column. */
static void check_recommended(struct row *row, int left, const char *finding)
{
    if (!row_given(row, left) && row->in_file[left])
        row_fault_cell(row, finding, left, NULL);
}

static void check_end_known(struct row *row, int left, int right, const char *finding)
{
    int32_t credential = row->cells[right].entry;
    if (credential >= 0 && !row_given(row, left) &&
        catalogue_credential(row->catalogue, credential)->months == 0)
        row_fault_cell(row, finding, left, NULL);
}

static void run_check(struct row *row, struct cadre_date effective, size_t index)
{
    const struct row_check *check = &row->kind->checks[index];
    int left = row->check_columns[index].left;
    int right = row->check_columns[index].right;
    switch (check->type) {
    case CHECK_ONE_REQUIRED:
        check_one_required(row, left, right, check->finding);
        return;
    case CHECK_ORDER:
        check_order(row, left, right, check->finding);
        return;
    case CHECK_NOT_FUTURE:
        check_not_future(row, effective, left, check->finding);
        return;
    case CHECK_NEEDS:
        check_needs(row, left, right, check->finding);
        return;
    case CHECK_REGION_INSIDE:
        check_region_inside(row, left, right, check->finding);
        return;
    case CHECK_RECOMMENDED:
        check_recommended(row, left, check->finding);
        return;
    case CHECK_END_KNOWN:
        check_end_known(row, left, right, check->finding);
        return;
    }
}

void row_checks_run(struct row *row, struct cadre_date effective)
{
    for (size_t i = 0; i < row->kind->check_count; i++)
        run_check(row, effective, i);
    check_one_of(row);
}

const char *row_checks_missing_column(const struct row *row, const char **ret_column)
{
    for (size_t i = 0; i < row->kind->check_count; i++) {
        const struct row_check *check = &row->kind->checks[i];
        if (check->type != CHECK_RECOMMENDED || row->in_file[row->check_columns[i].left])
            continue;
        *ret_column = check->left;
        return check->finding;
    }
    return NULL;
}
