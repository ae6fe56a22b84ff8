#include "import/field_types.h"

#include <assert.h>

#include "import/field_rules.h"

typedef void field_rule(struct row *row, int column);

static field_rule *const rules[] = {
    [RULE_TEXT] = field_text,
    [RULE_PERSON_NAME] = field_person_name,
    [RULE_KEY] = field_key,
    [RULE_NATIONAL_ID] = field_national_id,
    [RULE_INTEGER] = field_integer,
    [RULE_DATE] = field_date,
    [RULE_YES_NO] = field_yes_no,
    [RULE_CODE_LIST] = field_code_list,
    [RULE_CODE_LIST_SET] = field_code_list_set,
    [RULE_COUNTRY] = field_country,
    [RULE_COUNTRY_SET] = field_country_set,
    [RULE_REGION] = field_region,
    [RULE_ISCO] = field_isco,
    [RULE_ISCED_F] = field_isced_f,
    [RULE_LANGUAGE] = field_language,
    [RULE_LANGUAGES] = field_languages,
    [RULE_WORK_ROLE] = field_work_role,
    [RULE_ELEMENT] = field_element,
    [RULE_LEVEL] = field_level,
    [RULE_CREDENTIAL] = field_credential,
    [RULE_ISSUER] = field_issuer,
    [RULE_ALTERNATIVE_CODE] = field_alternative_code,
    [RULE_ALTERNATIVE_LEVEL] = field_alternative_level,
    [RULE_GRANTS] = field_grants,
    [RULE_EMAIL] = field_email,
    [RULE_PHONE] = field_phone,
};

const struct kind_column *field_column(const struct row *row, int column)
{
    return &row->kind->columns[column];
}

int field_other(const struct row *row, int column)
{
    assert(row->others[column] >= 0);
    return row->others[column];
}

/* Rules whose values depend on the cell's text alone and live in the catalogue. */
static const bool remembered[] = {
    [RULE_YES_NO] = true, [RULE_CODE_LIST] = true, [RULE_COUNTRY] = true,
    [RULE_REGION] = true, [RULE_WORK_ROLE] = true, [RULE_PHONE] = false,
};

static void check_cell(struct row *row, int column)
{
    enum column_rule rule = field_column(row, column)->rule;
    struct cell *cell = &row->cells[column];
    struct typed_value *value = &row->values[column];
    if (remembered[rule] && cell_memo_find(row->memos[column], cell->text, value, &cell->entry))
        return;
    rules[rule](row, column);
    if (remembered[rule] && value->present)
        cell_memo_keep(row->memos[column], cell->text, value, cell->entry);
}

void field_types_check(struct row *row)
{
    for (int column = 0; column < (int)row->kind->column_count; column++) {
        if (row_given(row, column))
            check_cell(row, column);
        else if (field_column(row, column)->required)
            row_fault_cell(row, FINDING_R_REQUIRED, column, NULL);
    }
    /* The issuer may be left out, and is then the credential's. */
    for (int column = 0; column < (int)row->kind->column_count; column++) {
        if (field_column(row, column)->rule == RULE_ISSUER && !row_given(row, column))
            field_issuer(row, column);
    }
}

/* ---- integers and dates ---------------------------------------------------------------------- */

static bool is_digits(struct str_view text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    }
    return text.length > 0;
}

static const char *range_hint(struct row *row, const struct kind_column *about)
{
    return arena_format(row->scratch, "from %d to %d", (int)about->min, (int)about->max);
}

void field_integer(struct row *row, int column)
{
    const struct kind_column *about = field_column(row, column);
    struct str_view text = row->cells[column].text;
    int64_t number;
    bool is_number = str_view_to_int64(text, &number);
    if (!is_number && !is_digits(text)) {
        row_fault_cell(row, FINDING_R_INTEGER, column, NULL);
        return;
    }
    if (!is_number || number < about->min || number > about->max) {
        row_fault_cell(row, FINDING_R_RANGE, column, range_hint(row, about));
        return;
    }
    row->values[column] = (struct typed_value){.present = true, .integer = (int32_t)number};
}

void field_date(struct row *row, int column)
{
    const struct kind_column *about = field_column(row, column);
    struct str_view text = row->cells[column].text;
    struct cadre_date date;
    if (!cadre_date_parse(text, &date)) {
        bool serial = text.length == 5 && is_digits(text);
        row_fault_cell(row, FINDING_R_DATE, column,
                       serial ? "a number of Excel's: format the column as a date" : NULL);
        return;
    }
    int year;
    int month;
    int day;
    cadre_date_to_civil(date, &year, &month, &day);
    if (year < about->min || year > about->max) {
        row_fault_cell(row, FINDING_R_RANGE, column, range_hint(row, about));
        return;
    }
    row->values[column] = (struct typed_value){.present = true, .date = date};
}
