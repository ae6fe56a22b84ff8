/*
 * The example of every column is a valid cell, and the examples of a kind are a valid row: they
 * stand in the documents and templates that clerks copy.
 */
#include <string.h>

#include "core/base/date.h"
#include "core/base/utf8.h"
#include "core/catalogue/catalogue.h"
#include "core/kind/kind.h"
#include "core/kind/score.h"
#include "tests/unit/run_tcase.h"

static struct catalogue *catalogue;

static struct str_view example_of(const struct kind *kind, const char *column)
{
    int index = kind_column_index(kind, column);
    ck_assert_int_ge(index, 0);
    return str_view_of(kind->columns[index].example);
}

/* ---- one checker a rule ---------------------------------------------------------------------- */

typedef bool is_valid(const struct kind *kind, const struct kind_column *column,
                      struct str_view cell);

static bool bounded(struct str_view cell, const struct kind_column *column)
{
    size_t bytes = cell.length;
    size_t most = (size_t)column->max;
    bool in_bytes = column->rule == RULE_KEY || column->rule == RULE_NATIONAL_ID;
    return bytes > 0 && bytes >= (size_t)column->min &&
           (in_bytes ? bytes : utf8_count(cell)) <= most;
}

static bool text(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    (void)kind;
    return bounded(cell, column);
}

static bool person_name(const struct kind *kind, const struct kind_column *column,
                        struct str_view cell)
{
    return text(kind, column, cell) && strpbrk(cell.data, "0123456789@/:_") == NULL;
}

static bool key(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    return text(kind, column, cell) && strpbrk(cell.data, " \t") == NULL;
}

static bool national_id(const struct kind *kind, const struct kind_column *column,
                        struct str_view cell)
{
    return text(kind, column, cell) &&
           strspn(cell.data, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == cell.length;
}

static bool integer(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    int64_t value;
    (void)kind;
    return str_view_to_int64(cell, &value) && value >= column->min && value <= column->max;
}

static bool date(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    struct cadre_date day;
    int year;
    int month;
    int of_month;
    (void)kind;
    if (!cadre_date_parse_iso(cell, &day))
        return false;
    cadre_date_to_civil(day, &year, &month, &of_month);
    return year >= column->min && year <= column->max;
}

/* Each part between `;` by the list or the catalogue. */
static bool every_part(struct str_view cell, const struct kind_column *column,
                       bool (*part_is_valid)(const struct kind_column *column, struct str_view))
{
    size_t parts = 0;
    while (cell.data != NULL) {
        struct str_view part = str_view_cut(cell, ';', &cell);
        if (!part_is_valid(column, part))
            return false;
        parts++;
    }
    return parts > 0;
}

/* The example is the code itself, as a template should have it, not a label. */
static bool code_part(const struct kind_column *column, struct str_view part)
{
    return catalogue_code_rank(catalogue, column->list, part) > 0;
}

static bool code_list(const struct kind *kind, const struct kind_column *column,
                      struct str_view cell)
{
    (void)kind;
    return code_part(column, cell);
}

static bool code_list_set(const struct kind *kind, const struct kind_column *column,
                          struct str_view cell)
{
    (void)kind;
    return every_part(cell, column, code_part);
}

static bool country_part(const struct kind_column *column, struct str_view part)
{
    (void)column;
    return catalogue_find_country(catalogue, part) != NULL;
}

static bool country(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    (void)kind;
    return country_part(column, cell);
}

static bool country_set(const struct kind *kind, const struct kind_column *column,
                        struct str_view cell)
{
    (void)kind;
    return every_part(cell, column, country_part);
}

static bool region(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    int32_t found;
    (void)kind;
    (void)column;
    return catalogue_find_region(catalogue, cell, &found, NULL) == LOOKUP_FOUND;
}

static bool isco(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    (void)kind;
    (void)column;
    return catalogue_is_isco08(catalogue, cell);
}

static bool isced_f(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    (void)kind;
    (void)column;
    return catalogue_is_isced_f(catalogue, cell);
}

static bool language(const struct kind *kind, const struct kind_column *column,
                     struct str_view cell)
{
    (void)kind;
    (void)column;
    return catalogue_is_language(catalogue, cell);
}

static bool language_part(const struct kind_column *column, struct str_view part)
{
    struct str_view level;
    struct str_view code = str_view_cut(part, ':', &level);
    (void)column;
    return catalogue_is_language(catalogue, code) &&
           catalogue_code_rank(catalogue, "cefr", level) > 0;
}

static bool languages(const struct kind *kind, const struct kind_column *column,
                      struct str_view cell)
{
    (void)kind;
    return every_part(cell, column, language_part);
}

static bool find_element(enum element_type type, struct str_view cell, int32_t *ret_element)
{
    return catalogue_find_element(catalogue, type, cell, ret_element, NULL) == LOOKUP_FOUND;
}

static bool work_role(const struct kind *kind, const struct kind_column *column,
                      struct str_view cell)
{
    int32_t element;
    (void)kind;
    (void)column;
    return find_element(ELEMENT_WORK_ROLE, cell, &element);
}

static bool element(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    int32_t found;
    bool role = str_view_equal(example_of(kind, column->other), STR_VIEW_LITERAL("work_role"));
    return find_element(role ? ELEMENT_WORK_ROLE : ELEMENT_COMPETENCY, cell, &found);
}

static bool level(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    int32_t found;
    struct str_view code = example_of(kind, column->other);
    if (!find_element(ELEMENT_WORK_ROLE, code, &found) &&
        !find_element(ELEMENT_COMPETENCY, code, &found))
        return false;
    int32_t scale = catalogue_element(catalogue, found)->scale;
    int32_t rank = catalogue_level_rank(catalogue, scale, cell);
    return rank > 0 &&
           str_view_equal(cell, str_view_of(catalogue_level_code(catalogue, scale, rank)));
}

static bool credential(const struct kind *kind, const struct kind_column *column,
                       struct str_view cell)
{
    int32_t found;
    struct str_view issuer =
        column->rule == RULE_CREDENTIAL ? example_of(kind, column->other) : str_view_of(NULL);
    return catalogue_find_credential(catalogue, issuer, cell, &found, NULL) == LOOKUP_FOUND;
}

static bool issuer(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    int32_t found;
    return catalogue_find_credential(catalogue, cell, example_of(kind, column->other), &found,
                                     NULL) == LOOKUP_FOUND &&
           str_view_equal(cell, str_view_of(catalogue_credential(catalogue, found)->issuer));
}

/* Of a competency or a credential, the two that the example shows. */
static bool grant_part(const struct kind_column *column, struct str_view part)
{
    int32_t found;
    struct str_view level;
    struct str_view kind = str_view_cut(part, ':', &part);
    struct str_view code = str_view_cut(part, ':', &level);
    if (!code_part(column, kind))
        return false;
    if (str_view_equal(kind, STR_VIEW_LITERAL("credential")))
        return level.data == NULL && catalogue_find_credential(catalogue, str_view_of(NULL), code,
                                                               &found, NULL) == LOOKUP_FOUND;
    return find_element(ELEMENT_COMPETENCY, code, &found) &&
           catalogue_level_rank(catalogue, catalogue_element(catalogue, found)->scale, level) > 0;
}

static bool grants(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    (void)kind;
    return every_part(cell, column, grant_part);
}

/* The example asks for a work role. */
/* The example of requirements asks for an assessment. */
static bool alternative_code(const struct kind *kind, const struct kind_column *column,
                             struct str_view cell)
{
    return str_view_equal(example_of(kind, column->other), STR_VIEW_LITERAL("assessment")) &&
           key(kind, column, cell);
}

static bool score(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    int32_t hundredths;
    (void)kind;
    (void)column;
    return score_parse(cell, &hundredths);
}

static bool trust(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    struct str_view who;
    struct str_view code = str_view_cut(cell, ':', &who);
    (void)kind;
    return cell.length <= (size_t)column->max &&
           str_view_equal(code, STR_VIEW_LITERAL("verified")) && who.length > 0;
}

static bool email(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    struct str_view host;
    struct str_view local = str_view_cut(cell, '@', &host);
    (void)kind;
    return bounded(cell, column) && local.length > 0 && host.length > 2 &&
           strchr(host.data, '.') != NULL && strchr(host.data, '@') == NULL;
}

static bool phone(const struct kind *kind, const struct kind_column *column, struct str_view cell)
{
    size_t digits = 0;
    (void)kind;
    (void)column;
    for (size_t i = 0; i < cell.length; i++)
        digits += cell.data[i] >= '0' && cell.data[i] <= '9';
    return strspn(cell.data, "0123456789+()- ") == cell.length && digits >= 7 && digits <= 15;
}

static is_valid *const checkers[] = {
    [RULE_TEXT] = text,
    [RULE_PERSON_NAME] = person_name,
    [RULE_KEY] = key,
    [RULE_NATIONAL_ID] = national_id,
    [RULE_INTEGER] = integer,
    [RULE_DATE] = date,
    [RULE_YES_NO] = code_list,
    [RULE_CODE_LIST] = code_list,
    [RULE_CODE_LIST_SET] = code_list_set,
    [RULE_COUNTRY] = country,
    [RULE_COUNTRY_SET] = country_set,
    [RULE_REGION] = region,
    [RULE_ISCO] = isco,
    [RULE_ISCED_F] = isced_f,
    [RULE_LANGUAGE] = language,
    [RULE_LANGUAGES] = languages,
    [RULE_WORK_ROLE] = work_role,
    [RULE_MILITARY_SPECIALTY] = key,
    [RULE_ELEMENT] = element,
    [RULE_LEVEL] = level,
    [RULE_LEVEL_ASKED] = level,
    [RULE_CREDENTIAL] = credential,
    [RULE_ISSUER] = issuer,
    [RULE_ALTERNATIVE_CODE] = alternative_code,
    [RULE_ALTERNATIVE_LEVEL] = score,
    [RULE_ALTERNATIVE_MONTHS] = integer,
    [RULE_TRUST] = trust,
    [RULE_ALTERNATIVE_TRUST] = trust,
    [RULE_SCORE] = score,
    [RULE_GRANTS] = grants,
    [RULE_EMAIL] = email,
    [RULE_PHONE] = phone,
};

/* Those that are imported, then those of the catalogue. */
static const struct kind *kind_at(int index, size_t *ret_count)
{
    size_t count;
    size_t catalogue_count;
    const struct kind *const *imported = kind_all(&count);
    const struct kind *const *of_catalogue = kind_all_catalogue(&catalogue_count);
    *ret_count = count + catalogue_count;
    return (size_t)index < count ? imported[index] : of_catalogue[(size_t)index - count];
}

START_TEST(every_example_is_a_valid_cell)
{
    size_t count;
    const struct kind *kind = kind_at(_i, &count);
    for (size_t i = 0; i < kind->column_count; i++) {
        const struct kind_column *column = &kind->columns[i];
        ck_assert_msg(checkers[column->rule](kind, column, str_view_of(column->example)),
                      "%s.%s: '%s'", kind->name, column->name, column->example);
    }
}
END_TEST

/* ---- the row --------------------------------------------------------------------------------- */

static int64_t number_of(const struct kind *kind, const char *column)
{
    int64_t value = 0;
    struct cadre_date day = cadre_date_none;
    struct str_view cell = example_of(kind, column);
    if (cadre_date_parse_iso(cell, &day))
        return day.day;
    ck_assert(str_view_to_int64(cell, &value));
    return value;
}

static bool region_is_inside(const struct kind *kind, const char *left, const char *right)
{
    int32_t inner = -1;
    int32_t outer = -1;
    return catalogue_find_region(catalogue, example_of(kind, left), &inner, NULL) == LOOKUP_FOUND &&
           catalogue_find_region(catalogue, example_of(kind, right), &outer, NULL) ==
               LOOKUP_FOUND &&
           catalogue_region_inside(catalogue, inner, outer);
}

/* Every column has an example, so that "one required" and "needs" hold, and a row has but one of
 * those that exclude one another; the rest is looked at. No example lies after the day that the
 * demonstration begins. */
START_TEST(the_examples_are_a_valid_row)
{
    static const char first_day[] = "2026-02-01";
    size_t count;
    const struct kind *kind = kind_at(_i, &count);
    struct cadre_date effective = cadre_date_none;
    ck_assert(cadre_date_parse_iso(str_view_of(first_day), &effective));
    for (size_t i = 0; i < kind->check_count; i++) {
        const struct row_check *check = &kind->checks[i];
        bool holds = true;
        if (check->type == CHECK_ORDER)
            holds = number_of(kind, check->left) <= number_of(kind, check->right);
        else if (check->type == CHECK_NOT_FUTURE)
            holds = number_of(kind, check->left) <= effective.day;
        else if (check->type == CHECK_REGION_INSIDE)
            holds = region_is_inside(kind, check->left, check->right);
        ck_assert_msg(holds, "%s: %s and %s", kind->name, check->left,
                      check->right != NULL ? check->right : first_day);
    }
}
END_TEST

int main(void)
{
    size_t count;
    kind_at(0, &count);
    catalogue = catalogue_new();
    TCase *tcase = tcase_create("example");
    tcase_add_loop_test(tcase, every_example_is_a_valid_cell, 0, (int)count);
    tcase_add_loop_test(tcase, the_examples_are_a_valid_row, 0, (int)count);
    int failed = run_tcase(tcase, "kind/example");
    catalogue_free(catalogue);
    return failed;
}
