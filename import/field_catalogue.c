#include <string.h>

#include "import/field_rules.h"

/* ---- elements of frameworks ------------------------------------------------------------------ */

static void check_element(struct row *row, int column, enum element_type type)
{
    int32_t element = -1;
    str_reset(&row->text);
    enum lookup lookup =
        catalogue_find_element(row->catalogue, type, row->cells[column].text, &element, &row->text);
    if (lookup == LOOKUP_FOUND) {
        row->cells[column].entry = element;
        row_set_text(row, column,
                     str_view_of(catalogue_element(row->catalogue, element)->canonical));
    } else if (lookup == LOOKUP_AMBIGUOUS) {
        row_fault_cell(row, FINDING_R_AMBIGUOUS, column,
                       arena_format(row->scratch, "write %s", str_chars(&row->text)));
    } else {
        row_fault_cell(row, FINDING_R_ELEMENT, column,
                       row_did_you_mean(row, str_view_from(&row->text)));
    }
}

void field_work_role(struct row *row, int column)
{
    check_element(row, column, ELEMENT_WORK_ROLE);
}

/* What the column `other` holds in canonical form, absent when it is not given or faulty. */
static struct str_view other_text(const struct row *row, int column)
{
    const struct typed_value *value = &row->values[field_other(row, column)];
    return value->present ? value->text : str_view_of(NULL);
}

void field_element(struct row *row, int column)
{
    struct str_view type = other_text(row, column);
    if (str_view_equal(type, STR_VIEW_LITERAL("work_role")))
        check_element(row, column, ELEMENT_WORK_ROLE);
    else if (str_view_equal(type, STR_VIEW_LITERAL("competency")))
        check_element(row, column, ELEMENT_COMPETENCY);
}

static const char *levels_hint(struct row *row, int32_t scale)
{
    str_reset(&row->text);
    for (int32_t rank = 1; rank <= catalogue_scale_size(row->catalogue, scale); rank++)
        str_add_format(&row->text, "%s%s", rank > 1 ? ", " : "one of ",
                       catalogue_level_code(row->catalogue, scale, rank));
    return arena_strdup(row->scratch, str_chars(&row->text));
}

static void check_level(struct row *row, int column, int32_t scale)
{
    int32_t rank = catalogue_find_level(row->catalogue, scale, row->cells[column].text);
    if (rank > 0)
        row_set_text(row, column, str_view_of(catalogue_level_code(row->catalogue, scale, rank)));
    else
        row_fault_cell(row, FINDING_R_LEVEL, column, levels_hint(row, scale));
}

static void check_element_level(struct row *row, int column, int code_column)
{
    int32_t element = row->cells[code_column].entry;
    if (element >= 0)
        check_level(row, column, catalogue_element(row->catalogue, element)->scale);
}

void field_level(struct row *row, int column)
{
    check_element_level(row, column, field_other(row, column));
}

/* ---- credentials ----------------------------------------------------------------------------- */

/* Without the issuer's help the code alone may say that the issuer is at fault. */
static bool issuer_is_wrong(struct row *row, int issuer_column, struct str_view code)
{
    int32_t credential = -1;
    if (issuer_column < 0 || !row_given(row, issuer_column))
        return false;
    enum lookup lookup =
        catalogue_find_credential(row->catalogue, str_view_of(NULL), code, &credential, NULL);
    if (lookup == LOOKUP_UNKNOWN)
        return false;
    const char *hint = NULL;
    if (lookup == LOOKUP_FOUND)
        hint = arena_format(row->scratch, "'%s' is issued by '%s'",
                            catalogue_credential(row->catalogue, credential)->code,
                            catalogue_credential(row->catalogue, credential)->issuer);
    row_fault_cell(row, FINDING_R_CREDENTIAL, issuer_column, hint);
    return true;
}

/* `issuer_column` -1: the kind has none. */
static void check_credential(struct row *row, int column, int issuer_column)
{
    struct str_view code = row->cells[column].text;
    struct str_view issuer =
        issuer_column >= 0 ? row->cells[issuer_column].text : str_view_of(NULL);
    int32_t credential = -1;
    str_reset(&row->text);
    enum lookup lookup =
        catalogue_find_credential(row->catalogue, issuer, code, &credential, &row->text);
    if (lookup == LOOKUP_FOUND) {
        row->cells[column].entry = credential;
        row_set_text(row, column,
                     str_view_of(catalogue_credential(row->catalogue, credential)->canonical));
        return;
    }
    if (issuer_is_wrong(row, issuer_column, code))
        return;
    if (lookup == LOOKUP_AMBIGUOUS)
        row_fault_cell(row, FINDING_R_AMBIGUOUS, column,
                       arena_format(row->scratch, "write %s", str_chars(&row->text)));
    else
        row_fault_cell(row, FINDING_R_CREDENTIAL, column,
                       row_did_you_mean(row, str_view_from(&row->text)));
}

void field_credential(struct row *row, int column)
{
    check_credential(row, column, field_other(row, column));
}

void field_issuer(struct row *row, int column)
{
    int32_t credential = row->cells[field_other(row, column)].entry;
    if (credential >= 0)
        row_set_text(row, column,
                     str_view_of(catalogue_credential(row->catalogue, credential)->issuer));
}

/* ---- alternatives of requirements ------------------------------------------------------------ */

static void alternative_competency(struct row *row, int column)
{
    check_element(row, column, ELEMENT_COMPETENCY);
}

static void alternative_credential(struct row *row, int column)
{
    check_credential(row, column, -1);
}

static void alternative_language(struct row *row, int column)
{
    struct str_view code = field_language_code(row, row->cells[column].text);
    if (code.data != NULL)
        row_set_text(row, column, code);
    else
        row_fault_cell(row, FINDING_R_LANGUAGE, column, "no ISO 639-1 code");
}

static void alternative_education(struct row *row, int column)
{
    int32_t rank = catalogue_find_code(row->catalogue, "isced", row->cells[column].text, NULL);
    if (rank > 0)
        row_set_text(row, column, str_view_of(catalogue_code(row->catalogue, "isced", rank)));
    else
        row_fault_cell(row, FINDING_R_EDUCATION, column, NULL);
}

static void alternative_element_level(struct row *row, int column)
{
    check_element_level(row, column, field_other(row, column));
}

static void alternative_language_level(struct row *row, int column)
{
    check_level(row, column, catalogue_find_scale(row->catalogue, "cefr"));
}

static void alternative_no_level(struct row *row, int column)
{
    row_fault_cell(row, FINDING_R_LEVEL, column, "this kind of requirement has no level");
}

static const struct alternative_rule {
    const char *kind;
    void (*code)(struct row *row, int column);
    void (*level)(struct row *row, int column);
} alternative_rules[] = {
    {"competency", alternative_competency, alternative_element_level},
    {"work_role", field_work_role, alternative_element_level},
    {"credential", alternative_credential, alternative_no_level},
    {"language", alternative_language, alternative_language_level},
    {"education", alternative_education, alternative_no_level},
};

/* The rule by the kind that stands in `kind_column`; NULL when that is not known. */
static const struct alternative_rule *alternative_of(const struct row *row, int kind_column)
{
    const struct typed_value *kind = &row->values[kind_column];
    for (size_t i = 0; i < sizeof alternative_rules / sizeof *alternative_rules; i++) {
        if (kind->present && str_view_equal(kind->text, str_view_of(alternative_rules[i].kind)))
            return &alternative_rules[i];
    }
    return NULL;
}

void field_alternative_code(struct row *row, int column)
{
    const struct alternative_rule *rule = alternative_of(row, field_other(row, column));
    if (rule != NULL)
        rule->code(row, column);
}

void field_alternative_level(struct row *row, int column)
{
    int kind_column = field_other(row, field_other(row, column));
    const struct alternative_rule *rule = alternative_of(row, kind_column);
    if (rule != NULL)
        rule->level(row, column);
}
