#include <string.h>

#include "core/base/fold.h"
#include "import/field_rules.h"

/* ---- elements of frameworks ------------------------------------------------------------------ */

/* A code without a version means that of the current one. Once this took the place of a version of
 * which the code was somebody else, or nobody that was carried, a guess would be one by the code
 * alone. */
static bool is_unclear(struct row *row, int column, struct str_view cell, int32_t element)
{
    struct str_view code;
    struct str_view version = {NULL, 0};
    struct str_view framework = str_view_cut(cell, '/', &code);
    int32_t namesake = catalogue_element_namesake(row->catalogue, element);
    if (code.data != NULL)
        str_view_cut(framework, '@', &version);
    if (namesake < 0 || version.data != NULL)
        return false;
    row_fault(row, FINDING_R_AMBIGUOUS, column, cell,
              arena_format(row->scratch, "write %s or %s, which was another",
                           catalogue_element(row->catalogue, element)->canonical,
                           catalogue_element(row->catalogue, namesake)->canonical));
    return true;
}

/* A file for a day before a version was left would state days that were carried already. */
static bool is_late(struct row *row, int column, struct str_view cell, int32_t element)
{
    const struct element_carry *carry = catalogue_carry(row->catalogue, element);
    char day[CADRE_DATE_TEXT_SIZE];
    if (carry == NULL || carry->to < 0 || cadre_date_compare(carry->effective, row->effective) <= 0)
        return false;
    row_fault(row, FINDING_R_LATE_VERSION, column, cell,
              arena_format(row->scratch, "since %s it is %s",
                           cadre_date_format(carry->effective, day),
                           catalogue_element(row->catalogue, carry->to)->canonical));
    return true;
}

/* What the registry says on the day of the file: an old code is read as where it went. */
static struct str_view found_element(struct row *row, int column, struct str_view cell,
                                     int32_t element, int32_t *ret_element)
{
    int32_t carried = catalogue_carried(row->catalogue, element, row->effective);
    *ret_element = -1;
    if (is_unclear(row, column, cell, element) || is_late(row, column, cell, carried))
        return str_view_of(NULL);
    *ret_element = carried;
    const char *canonical = catalogue_element(row->catalogue, carried)->canonical;
    if (carried != element)
        row_fault(row, FINDING_W_OLD_VERSION, column, cell,
                  arena_format(row->scratch, "it is stored as %s", canonical));
    return str_view_of(canonical);
}

static const char *unknown_code(enum element_type type)
{
    return type == ELEMENT_MILITARY_SPECIALTY ? FINDING_R_SPECIALTY : FINDING_R_ELEMENT;
}

/* The canonical code of the element that `cell` names; absent, and a fault, when it is none. */
static struct str_view find_element(struct row *row, int column, enum element_type type,
                                    struct str_view cell, int32_t *ret_element)
{
    str_reset(&row->text);
    enum lookup lookup =
        catalogue_find_element(row->catalogue, type, cell, ret_element, &row->text);
    if (lookup == LOOKUP_FOUND)
        return found_element(row, column, cell, *ret_element, ret_element);
    if (lookup == LOOKUP_AMBIGUOUS)
        row_fault(row, FINDING_R_AMBIGUOUS, column, cell,
                  arena_format(row->scratch, "write %s", str_chars(&row->text)));
    else
        row_fault(row, unknown_code(type), column, cell,
                  row_did_you_mean(row, str_view_from(&row->text)));
    return str_view_of(NULL);
}

static void check_element(struct row *row, int column, enum element_type type)
{
    int32_t element = -1;
    struct str_view canonical = find_element(row, column, type, row->cells[column].text, &element);
    row->cells[column].entry = element;
    if (canonical.data != NULL)
        row_set_text(row, column, canonical);
}

void field_work_role(struct row *row, int column)
{
    check_element(row, column, ELEMENT_WORK_ROLE);
}

/* Without a list a specialty is whatever its office writes. */
void field_military_specialty(struct row *row, int column)
{
    if (catalogue_has_elements(row->catalogue, ELEMENT_MILITARY_SPECIALTY))
        check_element(row, column, ELEMENT_MILITARY_SPECIALTY);
    else
        field_key(row, column);
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

/* What led nowhere, as a row of scale_mappings that would lead. */
static const char *mapping_hint(struct row *row, int32_t own, int32_t other, int32_t rank,
                                enum level_use use)
{
    const char *own_code = catalogue_scale_code(row->catalogue, own);
    const char *other_code = catalogue_scale_code(row->catalogue, other);
    const char *level = catalogue_level_code(row->catalogue, other, rank);
    if (use == LEVEL_HELD)
        return arena_format(row->scratch,
                            "no row of scale_mappings from '%s' '%s' or below to '%s'", other_code,
                            level, own_code);
    return arena_format(row->scratch, "no row of scale_mappings from '%s' to '%s' '%s' or above",
                        own_code, other_code, level);
}

/* The own rank of "SCALE:LEVEL"; 0, and a fault, when it has none. */
static int32_t cross_level(struct row *row, int column, int32_t own, struct str_view cell,
                           enum level_use use)
{
    struct str_view level;
    struct str_view scale = str_view_trim(str_view_cut(cell, ':', &level));
    int32_t other = level.data != NULL ? catalogue_scale_named(row->catalogue, scale) : -1;
    int32_t rank =
        other >= 0 ? catalogue_find_level(row->catalogue, other, str_view_trim(level)) : 0;
    if (rank == 0) {
        row_fault(row, FINDING_R_LEVEL, column, cell, levels_hint(row, other >= 0 ? other : own));
        return 0;
    }
    int32_t crossed = use == LEVEL_HELD ? catalogue_level_held(row->catalogue, own, other, rank)
                                        : catalogue_level_asked(row->catalogue, own, other, rank);
    if (crossed == 0)
        row_fault(row, FINDING_R_SCALE, column, cell, mapping_hint(row, own, other, rank, use));
    else if (other != own)
        row_fault(row, FINDING_W_OTHER_SCALE, column, cell,
                  arena_format(row->scratch, "it is stored as %s",
                               catalogue_level_code(row->catalogue, own, crossed)));
    return crossed;
}

struct str_view field_find_level(struct row *row, int column, int32_t scale, struct str_view cell,
                                 enum level_use use)
{
    int32_t rank = catalogue_find_level(row->catalogue, scale, cell);
    if (rank == 0)
        rank = cross_level(row, column, scale, cell, use);
    return str_view_of(rank > 0 ? catalogue_level_code(row->catalogue, scale, rank) : NULL);
}

static void check_level(struct row *row, int column, int32_t scale, enum level_use use)
{
    struct str_view cell = row->cells[column].text;
    struct str_view level = field_find_level(row, column, scale, cell, use);
    if (level.data == NULL)
        return;
    if (row->of_catalogue && !str_view_equal(cell, level) && fold_ascii_equal(cell, level))
        row_fault_cell(row, FINDING_D_LEVEL_SPELLING, column,
                       arena_format(row->scratch, "it is read as %.*s", STR_VIEW_ARGS(level)));
    row_set_text(row, column, level);
}

static void check_element_level(struct row *row, int column, enum level_use use)
{
    int32_t element = row->cells[field_other(row, column)].entry;
    if (element >= 0)
        check_level(row, column, catalogue_element(row->catalogue, element)->scale, use);
}

void field_level(struct row *row, int column)
{
    check_element_level(row, column, LEVEL_HELD);
}

void field_level_asked(struct row *row, int column)
{
    check_element_level(row, column, LEVEL_ASKED);
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
static struct str_view find_credential(struct row *row, int column, int issuer_column,
                                       struct str_view code, int32_t *ret_credential)
{
    struct str_view issuer =
        issuer_column >= 0 ? row->cells[issuer_column].text : str_view_of(NULL);
    str_reset(&row->text);
    enum lookup lookup =
        catalogue_find_credential(row->catalogue, issuer, code, ret_credential, &row->text);
    if (lookup == LOOKUP_FOUND)
        return str_view_of(catalogue_credential(row->catalogue, *ret_credential)->canonical);
    if (issuer_is_wrong(row, issuer_column, code))
        return str_view_of(NULL);
    if (lookup == LOOKUP_AMBIGUOUS)
        row_fault(row, FINDING_R_AMBIGUOUS, column, code,
                  arena_format(row->scratch, "write %s", str_chars(&row->text)));
    else
        row_fault(row, FINDING_R_CREDENTIAL, column, code,
                  row_did_you_mean(row, str_view_from(&row->text)));
    return str_view_of(NULL);
}

void field_credential(struct row *row, int column)
{
    int32_t credential = -1;
    struct str_view canonical = find_credential(row, column, field_other(row, column),
                                                row->cells[column].text, &credential);
    row->cells[column].entry = credential;
    if (canonical.data != NULL)
        row_set_text(row, column, canonical);
}

void field_issuer(struct row *row, int column)
{
    int32_t credential = row->cells[field_other(row, column)].entry;
    if (credential >= 0)
        row_set_text(row, column,
                     str_view_of(catalogue_credential(row->catalogue, credential)->issuer));
}

/* ---- what is asked for or granted -------------------------------------------------------------
 */

static struct str_view find_competency(struct row *row, int column, struct str_view cell,
                                       int32_t *ret_entry)
{
    return find_element(row, column, ELEMENT_COMPETENCY, cell, ret_entry);
}

static struct str_view find_work_role(struct row *row, int column, struct str_view cell,
                                      int32_t *ret_entry)
{
    return find_element(row, column, ELEMENT_WORK_ROLE, cell, ret_entry);
}

static struct str_view find_bare_credential(struct row *row, int column, struct str_view cell,
                                            int32_t *ret_entry)
{
    return find_credential(row, column, -1, cell, ret_entry);
}

static struct str_view find_language(struct row *row, int column, struct str_view cell,
                                     int32_t *ret_entry)
{
    *ret_entry = -1;
    struct str_view code = field_language_code(row, cell);
    if (code.data == NULL)
        row_fault(row, FINDING_R_LANGUAGE, column, cell, "no ISO 639-1 code");
    return code;
}

static struct str_view find_education(struct row *row, int column, struct str_view cell,
                                      int32_t *ret_entry)
{
    *ret_entry = -1;
    int32_t rank = catalogue_find_code(row->catalogue, "isced", cell, NULL);
    if (rank == 0)
        row_fault(row, FINDING_R_EDUCATION, column, cell, NULL);
    return str_view_of(rank > 0 ? catalogue_code(row->catalogue, "isced", rank) : NULL);
}

/* "U-100/SOC-201": who gives it and the code there, as trainings and completions have them. */
static void field_training(struct row *row, int column)
{
    struct str_view code;
    struct str_view provider = str_view_cut(row->cells[column].text, '/', &code);
    if (provider.length > 0 && code.length > 0)
        field_key(row, column);
    else
        row_fault_cell(row, FINDING_R_TRAINING, column, NULL);
}

static int32_t scale_of_element(const struct row *row, int32_t entry)
{
    return catalogue_element(row->catalogue, entry)->scale;
}

static int32_t scale_of_language(const struct row *row, int32_t entry)
{
    (void)entry;
    return catalogue_find_scale(row->catalogue, "cefr");
}

static const struct field_alternative alternatives[] = {
    {"competency", .find = find_competency, .has_entry = true, .scale = scale_of_element,
     .verified = true},
    {"work_role", .find = find_work_role, .has_entry = true, .scale = scale_of_element,
     .verified = true},
    {"credential", .find = find_bare_credential, .has_entry = true, .verified = true},
    {"language", .find = find_language, .scale = scale_of_language},
    {"education", .find = find_education},
    {"field_of_study", .rule = field_isced_f},
    {"training", .rule = field_training, .verified = true},
    {"rank", .rule = field_text},
    {"military_specialty", .rule = field_military_specialty},
    {"placement", .rule = field_key},
    {"assessment", .rule = field_key, .scored = true, .has_months = true, .verified = true},
    {"distinction", .rule = field_key, .verified = true},
    {"institution", .rule = field_key},
    {"experience", .find = find_work_role, .has_entry = true, .has_months = true, .verified = true},
};

const struct field_alternative *field_alternative(struct str_view kind)
{
    for (size_t i = 0; i < sizeof alternatives / sizeof *alternatives; i++) {
        if (str_view_equal(kind, str_view_of(alternatives[i].kind)))
            return &alternatives[i];
    }
    return NULL;
}

/* By the kind that stands in `kind_column`; NULL when that is not known. */
static const struct field_alternative *alternative_of(const struct row *row, int kind_column)
{
    const struct typed_value *kind = &row->values[kind_column];
    return kind->present ? field_alternative(kind->text) : NULL;
}

void field_alternative_code(struct row *row, int column)
{
    const struct field_alternative *alternative = alternative_of(row, field_other(row, column));
    if (alternative == NULL)
        return;
    if (alternative->rule != NULL) {
        alternative->rule(row, column);
        return;
    }
    int32_t entry = -1;
    struct str_view code = alternative->find(row, column, row->cells[column].text, &entry);
    row->cells[column].entry = entry;
    if (code.data != NULL)
        row_set_text(row, column, code);
}

void field_alternative_level(struct row *row, int column)
{
    int code_column = field_other(row, column);
    const struct field_alternative *alternative =
        alternative_of(row, field_other(row, code_column));
    int32_t entry = row->cells[code_column].entry;
    if (alternative == NULL)
        return;
    if (alternative->scored)
        field_score(row, column);
    else if (alternative->scale == NULL)
        row_fault_cell(row, FINDING_R_LEVEL, column, "this kind of requirement has no level");
    else if (entry >= 0 || !alternative->has_entry)
        check_level(row, column, alternative->scale(row, entry), LEVEL_ASKED);
}

void field_alternative_months(struct row *row, int column)
{
    const struct field_alternative *alternative = alternative_of(row, field_other(row, column));
    if (alternative != NULL && !alternative->has_months)
        row_fault_cell(row, FINDING_R_MONTHS, column, NULL);
    else
        field_integer(row, column);
}
