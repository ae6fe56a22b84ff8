#include "import/field_types.h"

#include <assert.h>

#include "core/base/alloc.h"
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
    [RULE_MILITARY_SPECIALTY] = field_military_specialty,
    [RULE_ELEMENT] = field_element,
    [RULE_LEVEL] = field_level,
    [RULE_LEVEL_ASKED] = field_level_asked,
    [RULE_CREDENTIAL] = field_credential,
    [RULE_ISSUER] = field_issuer,
    [RULE_ALTERNATIVE_CODE] = field_alternative_code,
    [RULE_ALTERNATIVE_LEVEL] = field_alternative_level,
    [RULE_ALTERNATIVE_MONTHS] = field_alternative_months,
    [RULE_TRUST] = field_trust,
    [RULE_ALTERNATIVE_TRUST] = field_alternative_trust,
    [RULE_SCORE] = field_score,
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

/* Rules of which the catalogue decides: what they find is remembered. */
static const struct memory {
    enum { FORGOTTEN, ALONE, WITH_OTHER_VALUE, WITH_OTHER_CELL } by; /* what else decides */
    enum { AS_CODE, AS_LIST, AS_IT_STANDS } value;
} memories[] = {
    [RULE_YES_NO] = {ALONE, AS_CODE},
    [RULE_CODE_LIST] = {ALONE, AS_CODE},
    [RULE_CODE_LIST_SET] = {ALONE, AS_LIST},
    [RULE_COUNTRY] = {ALONE, AS_CODE},
    [RULE_COUNTRY_SET] = {ALONE, AS_LIST},
    [RULE_REGION] = {ALONE, AS_CODE},
    [RULE_ISCO] = {ALONE, AS_IT_STANDS},
    [RULE_ISCED_F] = {ALONE, AS_IT_STANDS},
    [RULE_LANGUAGES] = {ALONE, AS_LIST},
    [RULE_WORK_ROLE] = {ALONE, AS_CODE},
    [RULE_ELEMENT] = {WITH_OTHER_VALUE, AS_CODE},
    [RULE_LEVEL] = {WITH_OTHER_VALUE, AS_CODE},
    [RULE_LEVEL_ASKED] = {WITH_OTHER_VALUE, AS_CODE},
    [RULE_CREDENTIAL] = {WITH_OTHER_CELL, AS_CODE},
    [RULE_GRANTS] = {ALONE, AS_LIST},
    [RULE_PHONE] = {FORGOTTEN}, /* the last: the table has all */
};

_Static_assert(sizeof memories / sizeof *memories == sizeof rules / sizeof *rules,
               "each rule has its memory");

/* False when nothing can be said of the cell but by the rule itself. */
static bool memo_key_of(const struct row *row, int column, struct memo_key *ret_key)
{
    struct memo_key key = {.text = row->cells[column].text};
    switch (memories[field_column(row, column)->rule].by) {
    case FORGOTTEN:
        return false;
    case ALONE:
        break;
    case WITH_OTHER_VALUE:
        if (!row->values[field_other(row, column)].present)
            return false;
        key.beside = row->values[field_other(row, column)].text;
        break;
    case WITH_OTHER_CELL:
        key.beside = row->cells[field_other(row, column)].text;
        break;
    }
    *ret_key = key;
    return true;
}

static void recall(struct row *row, int column, const struct memo_cell *found)
{
    if (!found->value.present) {
        row_fault_cell(row, found->code, column, found->hint);
        return;
    }
    row->cells[column].entry = found->entry;
    if (found->as_it_stands)
        row_set_text(row, column, row->cells[column].text);
    else
        row->values[column] = found->value;
}

/* What the rule made of the cell, if that is a value and nothing to be told, or one fault of all of
 * it. */
static void remember(struct row *row, int column, const struct memo_key *key, size_t faults_before)
{
    int value_as = memories[field_column(row, column)->rule].value;
    size_t faults = row->fault_count - faults_before;
    const struct row_fault *fault = faults == 1 ? &row->faults[faults_before] : NULL;
    bool present = row->values[column].present;
    bool whole = fault != NULL && fault->column == column && fault->value.data == key->text.data &&
                 fault->value.length == key->text.length;
    if (present ? faults > 0 : !whole)
        return;
    const struct memo_cell cell = {
        .value = row->values[column],
        .is_list = value_as == AS_LIST,
        .as_it_stands = value_as == AS_IT_STANDS,
        .entry = row->cells[column].entry,
        .code = present ? NULL : fault->code,
        .hint = present ? NULL : fault->hint,
    };
    if (row->memos[column] == NULL)
        row->memos[column] = cell_memo_new();
    cell_memo_keep(row->memos[column], key, &cell);
}

static void check_cell(struct row *row, int column)
{
    struct memo_key key;
    bool remembered = memo_key_of(row, column, &key);
    const struct memo_cell *found =
        remembered && row->memos[column] != NULL ? cell_memo_find(row->memos[column], &key) : NULL;
    if (found != NULL) {
        recall(row, column, found);
        return;
    }
    size_t faults = row->fault_count;
    rules[field_column(row, column)->rule](row, column);
    if (remembered)
        remember(row, column, &key, faults);
}

void field_types_check(struct row *row)
{
    for (size_t i = 0; i < row->used_count; i++) {
        int column = row->used[i];
        if (row->cells[column].unseen)
            row_fault_cell(row, FINDING_D_BLANKS, column, NULL);
        if (row_given(row, column))
            check_cell(row, column);
        else if (field_column(row, column)->required)
            row_fault_cell(row, FINDING_R_REQUIRED, column, NULL);
    }
    /* The issuer may be left out, and is then the credential's. */
    if (row->issuer >= 0 && !row_given(row, row->issuer))
        field_issuer(row, row->issuer);
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

/* Why it is none: a remedy of the code speaks of the default formats alone. */
static const char *date_hint(struct row *row, struct str_view text)
{
    CADRE_CLEANUP(str_release) struct str formats = {0};
    if (text.length == 5 && is_digits(text))
        return "a number of Excel's: format the column as a date";
    if (row->dates == DATE_FORMATS_DEFAULT)
        return NULL;
    date_formats_describe(row->dates, &formats);
    return arena_format(row->scratch, "this source writes %s", str_chars(&formats));
}

void field_date(struct row *row, int column)
{
    const struct kind_column *about = field_column(row, column);
    struct str_view text = row->cells[column].text;
    struct cadre_date date;
    if (!date_formats_parse(row->dates, text, &date)) {
        row_fault_cell(row, FINDING_R_DATE, column, date_hint(row, text));
        return;
    }
    const struct day_range *days = &row->days[column];
    if (date.day < days->first.day || date.day > days->last.day) {
        row_fault_cell(row, FINDING_R_RANGE, column, range_hint(row, about));
        return;
    }
    row->values[column] = (struct typed_value){.present = true, .date = date};
}
