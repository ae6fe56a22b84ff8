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
    }
}

/* ---- warnings -------------------------------------------------------------------------------- */

static void warn_no_end(struct row *row)
{
    int end = column_of(row, "expires_on");
    int32_t credential = row->cells[column_of(row, "credential")].entry;
    if (credential >= 0 && !row_given(row, end) &&
        catalogue_credential(row->catalogue, credential)->months == 0)
        row_fault_cell(row, FINDING_W_AWARD_NO_END, end, NULL);
}

static void warn_no_consent(struct row *row)
{
    int consent = column_of(row, "consent_on");
    if (!row_given(row, consent) && row->in_file[consent])
        row_fault_cell(row, FINDING_W_NO_CONSENT, consent, NULL);
}

static const struct warning {
    const char *kind;
    void (*run)(struct row *row);
    const char *column;  /* told once for the file when the header lacks it, else NULL */
    const char *finding; /* by this code */
} warnings[] = {
    {"certifications", warn_no_end, NULL, NULL},
    {"roster", warn_no_consent, "consent_on", FINDING_W_NO_CONSENT},
};

void row_checks_run(struct row *row, struct cadre_date effective)
{
    for (size_t i = 0; i < row->kind->check_count; i++)
        run_check(row, effective, i);
    for (size_t i = 0; i < sizeof warnings / sizeof *warnings; i++) {
        if (strcmp(warnings[i].kind, row->kind->name) == 0)
            warnings[i].run(row);
    }
}

const char *row_checks_missing_column(const struct row *row, const char **ret_column)
{
    for (size_t i = 0; i < sizeof warnings / sizeof *warnings; i++) {
        const struct warning *warning = &warnings[i];
        if (strcmp(warning->kind, row->kind->name) != 0 || warning->column == NULL ||
            row->in_file[column_of(row, warning->column)])
            continue;
        *ret_column = warning->column;
        return warning->finding;
    }
    return NULL;
}
