/*
 * Properties that hold for every kind: from these descriptors parser, staging table, encoder and
 * documents follow, so that a slip in one of them would be a slip everywhere.
 */
#include "core/kind/kind.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/str_map.h"
#include "core/catalogue/catalogue.h"
#include "core/kind/finding.h"
#include "tests/unit/run_tcase.h"

static const struct {
    const char *name;
    size_t columns;
    const char *required; /* names of required columns, in their order */
    bool needs_source, full_list, person_key;
} kinds[] = {
    {"organizations", 6, "code name kind", false, false, false},
    {"roster", 37, "family_name given_name", true, true, true},
    {"competencies", 9, "type code level", true, false, true},
    {"certifications", 10, "credential issued_on", true, false, true},
    {"needs", 23, "need_code organization_code title engagement headcount priority starts_on",
     false, false, false},
    {"trainings", 11, "provider code title", false, false, false},
    {"requirements", 10, "need_code clause kind code importance", false, false, false},
    {"placements", 10, "need_code from_on status", true, false, true},
    {"preferences", 8, "side rank", true, false, true},
    {"completions", 8, "provider training completed_on", true, false, true},
    {"assessments", 7, "code score taken_on", true, false, true},
    {"distinctions", 6, "code awarded_on", true, false, true},
    {"institution_lists", 4, "list institution listed_from", false, false, false},
    {"service_records", 12, "record from_on", true, false, true},
    {"decisions", 10, "need_code verdict by decided_on", true, false, true},
    /* Of the catalogue, each behind what it may refer to. */
    {"scales", 8, "scale level rank", false, false, false},
    {"scale_mappings", 4, "from_scale from_level to_scale to_level", false, false, false},
    {"code_lists", 7, "list code rank", false, false, false},
    {"frameworks", 6, "code version title_en", false, false, false},
    {"elements", 10, "framework version type code", false, false, false},
    {"element_relations", 7, "framework version from_type from_code relation to_type to_code",
     false, false, false},
    {"credentials", 7, "issuer code title", false, false, false},
    {"credential_grants", 5, "credential type code level", false, false, false},
    {"alignments", 3, "from to", false, false, false},
    {"regions", 7, "code kind name_en name_az name_ru", false, false, false},
    {"service_rules", 12, "rule engagement service_status", false, false, false},
    {"call_ups", 6, "code opens_on closes_on", false, false, false},
    {"aliases", 3, "list alias code", false, false, false},
};

static const struct kind *kind_at(int index)
{
    struct str_view name = str_view_of(kinds[index].name);
    const struct kind *imported = kind_find(name);
    const struct kind *of_catalogue = kind_find_catalogue(name);
    ck_assert((imported == NULL) != (of_catalogue == NULL));
    return imported != NULL ? imported : of_catalogue;
}

/* Their place in the list of all. */
static const struct kind *kind_listed(int index)
{
    size_t imported;
    size_t of_catalogue;
    const struct kind *const *first = kind_all(&imported);
    const struct kind *const *second = kind_all_catalogue(&of_catalogue);
    ck_assert_uint_eq(imported + of_catalogue, ROWS(kinds));
    return (size_t)index < imported ? first[index] : second[(size_t)index - imported];
}

START_TEST(kinds_are_those_of_the_contract)
{
    const struct kind *kind = kind_at(_i);
    CADRE_CLEANUP(str_release) struct str required = {0};
    ck_assert_ptr_eq(kind_listed(_i), kind);
    ck_assert_uint_eq(kind->column_count, kinds[_i].columns);
    for (size_t i = 0; i < kind->column_count; i++) {
        if (kind->columns[i].required)
            str_add_format(&required, "%s%s", required.length > 0 ? " " : "",
                           kind->columns[i].name);
    }
    ck_assert_str_eq(str_chars(&required), kinds[_i].required);
    ck_assert_int_eq(kind->needs_source, kinds[_i].needs_source);
    ck_assert_int_eq(kind->full_list, kinds[_i].full_list);
    ck_assert_int_eq(kind->person_key, kinds[_i].person_key);
}
END_TEST

START_TEST(unknown_kinds_and_columns)
{
    ck_assert_ptr_null(kind_find(STR_VIEW_LITERAL("Roster")));
    ck_assert_ptr_null(kind_find(STR_VIEW_LITERAL("")));
    ck_assert_ptr_null(kind_find(STR_VIEW_LITERAL("rosters")));
    ck_assert_ptr_null(kind_find_catalogue(STR_VIEW_LITERAL("Regions")));
    ck_assert_int_eq(kind_column_index(kind_at(1), "source_person_id"), 0);
    ck_assert_int_eq(kind_column_index(kind_at(1), "moved_to"), 36);
    ck_assert_int_eq(kind_column_index(kind_at(1), "need_code"), -1);
    ck_assert_int_eq(kind_column_index(kind_at(1), ""), -1);
}
END_TEST

static const struct {
    enum column_type type;
    const char *regtype;
} regtypes[] = {
    {COLUMN_TEXT, "text"},       {COLUMN_INTEGER, "integer"},  {COLUMN_DATE, "date"},
    {COLUMN_BOOLEAN, "boolean"}, {COLUMN_TEXT_LIST, "text[]"},
};

START_TEST(types_of_postgresql)
{
    ck_assert_str_eq(kind_regtype(regtypes[_i].type), regtypes[_i].regtype);
}
END_TEST

/* Names become columns of the staging table, beside those that say where a record stood. */
START_TEST(column_names_are_plain_identifiers)
{
    static const char *const taken[] = {"record_no", "key_hash", "record_place", "record_hash"};
    const struct kind *kind = kind_at(_i);
    for (size_t i = 0; i < kind->column_count; i++) {
        const char *name = kind->columns[i].name;
        ck_assert_uint_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz_"), strlen(name));
        ck_assert_uint_le(strlen(name), 63);
        ck_assert_int_eq(kind_column_index(kind, name), (int)i);
        for (size_t j = 0; j < sizeof taken / sizeof(*taken); j++)
            ck_assert_str_ne(name, taken[j]);
    }
}
END_TEST

/* A header in any of the three languages leads to one column. */
START_TEST(headers_are_told_apart)
{
    const struct kind *kind = kind_at(_i);
    CADRE_CLEANUP(str_map_cleanup) struct str_map *headers = str_map_new();
    CADRE_CLEANUP(str_release) struct str key = {0};
    for (size_t i = 0; i < kind->column_count; i++) {
        const struct kind_column *column = &kind->columns[i];
        const char *const spellings[] = {column->name, column->header_az, column->header_ru};
        for (size_t j = 0; j < sizeof spellings / sizeof(*spellings); j++) {
            uint32_t owner = (uint32_t)i;
            ck_assert_msg(spellings[j] != NULL && spellings[j][0] != '\0', "%s.%s lacks a header",
                          kind->name, column->name);
            str_reset(&key);
            fold_key(str_view_of(spellings[j]), &key);
            if (!str_map_insert(headers, str_view_from(&key), (uint32_t)i))
                str_map_find(headers, str_view_from(&key), &owner);
            ck_assert_msg(owner == i, "%s: '%s' names %s and %s", kind->name, spellings[j],
                          kind->columns[owner].name, column->name);
        }
    }
}
END_TEST

/* What type a rule's canonical value has, and what else the rule needs. */
static const struct {
    enum column_type type;
    bool list;  /* names a code list */
    bool other; /* names the column that decides */
    bool max;   /* has an upper bound */
} rules[] = {
    [RULE_TEXT] = {COLUMN_TEXT, .max = true},
    [RULE_PERSON_NAME] = {COLUMN_TEXT, .max = true},
    [RULE_KEY] = {COLUMN_TEXT, .max = true},
    [RULE_NATIONAL_ID] = {COLUMN_TEXT, .max = true},
    [RULE_INTEGER] = {COLUMN_INTEGER, .max = true},
    [RULE_DATE] = {COLUMN_DATE, .max = true},
    [RULE_YES_NO] = {COLUMN_BOOLEAN, .list = true},
    [RULE_CODE_LIST] = {COLUMN_TEXT, .list = true},
    [RULE_CODE_LIST_SET] = {COLUMN_TEXT_LIST, .list = true},
    [RULE_COUNTRY] = {COLUMN_TEXT},
    [RULE_COUNTRY_SET] = {COLUMN_TEXT_LIST},
    [RULE_REGION] = {COLUMN_TEXT},
    [RULE_ISCO] = {COLUMN_TEXT},
    [RULE_ISCED_F] = {COLUMN_TEXT},
    [RULE_LANGUAGE] = {COLUMN_TEXT},
    [RULE_LANGUAGES] = {COLUMN_TEXT_LIST},
    [RULE_WORK_ROLE] = {COLUMN_TEXT},
    [RULE_MILITARY_SPECIALTY] = {COLUMN_TEXT, .max = true},
    [RULE_ELEMENT] = {COLUMN_TEXT, .other = true},
    [RULE_LEVEL] = {COLUMN_TEXT, .other = true},
    [RULE_LEVEL_ASKED] = {COLUMN_TEXT, .other = true},
    [RULE_CREDENTIAL] = {COLUMN_TEXT, .other = true},
    [RULE_ISSUER] = {COLUMN_TEXT, .other = true},
    [RULE_ALTERNATIVE_CODE] = {COLUMN_TEXT, .other = true, .max = true},
    [RULE_ALTERNATIVE_LEVEL] = {COLUMN_TEXT, .other = true},
    [RULE_ALTERNATIVE_MONTHS] = {COLUMN_INTEGER, .other = true, .max = true},
    [RULE_SCORE] = {COLUMN_TEXT},
    [RULE_GRANTS] = {COLUMN_TEXT_LIST, .list = true},
    [RULE_TRUST] = {COLUMN_TEXT, .list = true, .max = true},
    [RULE_ALTERNATIVE_TRUST] = {COLUMN_TEXT, .list = true, .other = true, .max = true},
    [RULE_EMAIL] = {COLUMN_TEXT, .max = true},
    [RULE_PHONE] = {COLUMN_TEXT},
};

START_TEST(a_column_has_what_its_rule_needs)
{
    const struct kind *kind = kind_at(_i);
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = catalogue_new();
    for (size_t i = 0; i < kind->column_count; i++) {
        const struct kind_column *column = &kind->columns[i];
        ck_assert_msg(column->type == rules[column->rule].type, "%s.%s: type", kind->name,
                      column->name);
        ck_assert_msg((column->list != NULL) == rules[column->rule].list, "%s.%s: list", kind->name,
                      column->name);
        ck_assert_msg(column->list == NULL || catalogue_code_count(catalogue, column->list) > 0,
                      "%s.%s: there is no list '%s'", kind->name, column->name, column->list);
        ck_assert_msg((column->other != NULL) == rules[column->rule].other, "%s.%s: other",
                      kind->name, column->name);
        ck_assert_msg(column->other == NULL || (kind_column_index(kind, column->other) >= 0 &&
                                                strcmp(column->other, column->name) != 0),
                      "%s.%s: there is no column '%s'", kind->name, column->name, column->other);
        ck_assert_msg((column->max > 0) == rules[column->rule].max &&
                          (column->max == 0 || column->min <= column->max),
                      "%s.%s: bounds", kind->name, column->name);
        ck_assert_msg(column->meaning != NULL && column->example != NULL &&
                          column->meaning[0] != '\0' && column->example[0] != '\0',
                      "%s.%s: not documented", kind->name, column->name);
        ck_assert_msg(column->meaning[strlen(column->meaning) - 1] != '.', "%s.%s: a full stop",
                      kind->name, column->name);
    }
}
END_TEST

static const struct kind_column *column_named(const struct kind *kind, const char *name)
{
    int index = name != NULL ? kind_column_index(kind, name) : -1;
    return index >= 0 ? &kind->columns[index] : NULL;
}

START_TEST(checks_name_columns_of_the_kind)
{
    static const bool has_right[] = {
        [CHECK_ONE_REQUIRED] = true, [CHECK_ORDER] = true,         [CHECK_NOT_FUTURE] = false,
        [CHECK_NEEDS] = true,        [CHECK_REGION_INSIDE] = true, [CHECK_RECOMMENDED] = false,
        [CHECK_END_KNOWN] = true,
    };
    const struct kind *kind = kind_at(_i);
    for (size_t i = 0; i < kind->check_count; i++) {
        const struct row_check *check = &kind->checks[i];
        const struct kind_column *left = column_named(kind, check->left);
        const struct kind_column *right = column_named(kind, check->right);
        ck_assert_msg(left != NULL && (right != NULL) == has_right[check->type] && left != right,
                      "%s: check %zu", kind->name, i);
        bool warns = check->type == CHECK_RECOMMENDED || check->type == CHECK_END_KNOWN;
        ck_assert_msg((check->type != CHECK_NOT_FUTURE && check->type != CHECK_END_KNOWN) ||
                          left->type == COLUMN_DATE,
                      "%s: %s is no date", kind->name, check->left);
        ck_assert_msg(check->type != CHECK_ORDER ||
                          (left->type == right->type &&
                           (left->type == COLUMN_DATE || left->type == COLUMN_INTEGER)),
                      "%s: %s and %s have no order", kind->name, check->left, check->right);
        ck_assert_msg(check->type != CHECK_REGION_INSIDE ||
                          (left->rule == RULE_REGION && right->rule == RULE_REGION),
                      "%s: %s and %s are no regions", kind->name, check->left, check->right);
        const struct finding_code *code = finding_code_find(str_view_of(check->finding));
        ck_assert_ptr_nonnull(code);
        ck_assert_int_eq(code->effect, warns ? FINDING_WARNS : FINDING_REJECTS);
        ck_assert_msg(check->type != CHECK_END_KNOWN || right->rule == RULE_CREDENTIAL,
                      "%s: %s is no credential", kind->name, check->right);
    }
}
END_TEST

static bool is_one_of(const struct kind *kind, const char *name)
{
    for (size_t i = 0; kind->one_of[i] != NULL; i++) {
        if (strcmp(kind->one_of[i], name) == 0)
            return true;
    }
    return false;
}

/* Columns of which exactly one is given may each be empty, and are all of the identity. */
START_TEST(columns_that_exclude_one_another)
{
    const struct kind *kind = kind_at(_i);
    size_t count = 0;
    for (; count < KIND_ONE_OF_MAX && kind->one_of[count] != NULL; count++) {
        const struct kind_column *column = column_named(kind, kind->one_of[count]);
        ck_assert(column != NULL && !column->required);
        bool of_identity = false;
        for (size_t i = 0; kind->identity[i] != NULL; i++)
            of_identity |= strcmp(kind->identity[i], column->name) == 0;
        ck_assert_msg(of_identity, "%s.%s: not of the identity", kind->name, column->name);
    }
    ck_assert_uint_ne(count, 1);
    ck_assert_uint_lt(count, KIND_ONE_OF_MAX);
}
END_TEST

/* Records of service on two grounds, or on one and on none that is stated, are two. */
static bool may_be_empty(const struct kind *kind, const struct kind_column *column)
{
    return strcmp(kind->name, "service_records") == 0 && strcmp(column->name, "ground") == 0;
}

/* Two rows with the same identity are the same row; what stands in it is required, but for the
 * keys of a person, of which one is, columns that exclude one another, and a ground. */
START_TEST(a_row_has_an_identity)
{
    static const char *const person_keys[] = {"source_person_id", "national_id", "person_source"};
    const struct kind *kind = kind_at(_i);
    size_t count = 0;
    while (count < KIND_KEY_COLUMNS_MAX && kind->identity[count] != NULL) {
        const struct kind_column *column = column_named(kind, kind->identity[count]);
        ck_assert_msg(column != NULL, "%s: no column '%s'", kind->name, kind->identity[count]);
        bool of_person = kind->person_key && count < 3;
        bool optional = of_person || is_one_of(kind, column->name) || may_be_empty(kind, column);
        ck_assert_msg(column->required != optional, "%s.%s: required", kind->name, column->name);
        if (of_person)
            ck_assert_str_eq(column->name, person_keys[count]);
        count++;
    }
    ck_assert_uint_ge(count, 1);
    ck_assert_uint_lt(count, KIND_KEY_COLUMNS_MAX);
    bool one_required = false;
    for (size_t i = 0; i < kind->check_count; i++)
        one_required |= kind->checks[i].type == CHECK_ONE_REQUIRED &&
                        strcmp(kind->checks[i].left, person_keys[0]) == 0 &&
                        strcmp(kind->checks[i].right, person_keys[1]) == 0;
    ck_assert_int_eq(one_required, kind->person_key);
    if (kind->set_column != NULL) {
        const struct kind_column *column = column_named(kind, kind->set_column);
        ck_assert(column != NULL && column->required);
    }
    ck_assert(kind->person_key ? kind->needs_source : kind->set_column != NULL || !kind->full_list);
}
END_TEST

START_TEST(a_kind_says_what_it_is)
{
    const struct kind *kind = kind_at(_i);
    ck_assert(kind->title[0] >= 'A' && kind->title[0] <= 'Z');
    ck_assert(strncmp(kind->row_is, "a ", 2) == 0 || strncmp(kind->row_is, "an ", 3) == 0 ||
              strncmp(kind->row_is, "what ", 5) == 0);
    ck_assert_int_ne(kind->row_is[strlen(kind->row_is) - 1], '.');
    ck_assert(strncmp(kind->asks_registry, "wh", 2) == 0);
}
END_TEST

/* Who a person is was always so; everything else changes from a day on. */
START_TEST(corrections_are_few)
{
    CADRE_CLEANUP(str_release) struct str corrections = {0};
    size_t count;
    const struct kind *const *all = kind_all(&count);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < all[i]->column_count; j++) {
            if (all[i]->columns[j].clock == CLOCK_CORRECTION)
                str_add_format(&corrections, "%s.%s ", all[i]->name, all[i]->columns[j].name);
        }
    }
    ck_assert_str_eq(str_chars(&corrections), "roster.national_id roster.birth_date roster.sex ");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("kind");
    tcase_add_loop_test(tcase, kinds_are_those_of_the_contract, 0, ROWS(kinds));
    tcase_add_test(tcase, unknown_kinds_and_columns);
    tcase_add_loop_test(tcase, types_of_postgresql, 0, ROWS(regtypes));
    tcase_add_loop_test(tcase, column_names_are_plain_identifiers, 0, ROWS(kinds));
    tcase_add_loop_test(tcase, headers_are_told_apart, 0, ROWS(kinds));
    tcase_add_loop_test(tcase, a_column_has_what_its_rule_needs, 0, ROWS(kinds));
    tcase_add_loop_test(tcase, checks_name_columns_of_the_kind, 0, ROWS(kinds));
    tcase_add_loop_test(tcase, columns_that_exclude_one_another, 0, ROWS(kinds));
    tcase_add_loop_test(tcase, a_row_has_an_identity, 0, ROWS(kinds));
    tcase_add_loop_test(tcase, a_kind_says_what_it_is, 0, ROWS(kinds));
    tcase_add_test(tcase, corrections_are_few);
    return run_tcase(tcase, "kind/kind");
}
