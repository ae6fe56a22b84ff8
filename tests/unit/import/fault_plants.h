/*
 * Every fault that a file of a kind can have, made from its descriptor: each column by each class
 * of fault of its rule, each rule across columns, each shape of a row. What a plant must be told as
 * stands beside it. Everything lives in the arena of the plants.
 */
#ifndef CADRE_TESTS_UNIT_IMPORT_FAULT_PLANTS_H
#define CADRE_TESTS_UNIT_IMPORT_FAULT_PLANTS_H

#include "tests/unit/import/fault_sheet.h"

enum plant_shape {
    PLANT_CELLS,   /* cells of one row */
    PLANT_SHORT,   /* the last cell is missing */
    PLANT_LONG,    /* a cell too many */
    PLANT_BROKEN,  /* the first cell is `raw`, as it is: its quotes are broken */
    PLANT_OPEN,    /* likewise: its quote is never closed. For the last row of a file */
    PLANT_TWICE,   /* the row stands twice */
    PLANT_DIFFERS, /* the row stands twice, the second time with the cells */
};

enum { PLANT_CELLS_MAX = 40, PLANT_FINDINGS_MAX = 4 };

struct plant {
    enum plant_shape shape;
    const char *raw;
    struct {
        int column;
        const char *text;
    } cells[PLANT_CELLS_MAX];
    size_t cell_count;
    struct {
        const char *code;
        int column; /* -1 = the row */
    } findings[PLANT_FINDINGS_MAX];
    size_t finding_count;
};

struct plants {
    const struct kind *kind;
    const struct catalogue *catalogue;
    struct arena *arena;
    struct plant *items;
    size_t count, capacity;
};

static inline struct plant *plant_add(struct plants *plants)
{
    plants->items =
        cadre_grow(plants->items, &plants->capacity, plants->count + 1, sizeof *plants->items);
    plants->items[plants->count] = (struct plant){0};
    return &plants->items[plants->count++];
}

static inline void plant_set(struct plant *plant, int column, const char *text)
{
    ck_assert_uint_lt(plant->cell_count, PLANT_CELLS_MAX);
    plant->cells[plant->cell_count].column = column;
    plant->cells[plant->cell_count++].text = text;
}

static inline void plant_expect(struct plant *plant, const char *code, int column)
{
    ck_assert_uint_lt(plant->finding_count, PLANT_FINDINGS_MAX);
    plant->findings[plant->finding_count].code = code;
    plant->findings[plant->finding_count++].column = column;
}

/* ---- one cell -------------------------------------------------------------------------------- */

/* Of columns that exclude one another the one at hand is given alone. */
static inline void leave_alone(struct plant *plant, const struct kind *kind, const char *name)
{
    bool member = false;
    for (size_t i = 0; kind->one_of[i] != NULL; i++)
        member = member || strcmp(kind->one_of[i], name) == 0;
    for (size_t i = 0; member && kind->one_of[i] != NULL; i++) {
        if (strcmp(kind->one_of[i], name) != 0)
            plant_set(plant, kind_column_index(kind, kind->one_of[i]), "");
    }
}

static inline void plant_cell(struct plants *plants, int column, const char *text, const char *code)
{
    struct plant *plant = plant_add(plants);
    leave_alone(plant, plants->kind, plants->kind->columns[column].name);
    plant_set(plant, column, text);
    plant_expect(plant, code, column);
}

/* Classes of fault by rule: what stands in the cell, and how it is told. */
static const struct fault_class {
    enum column_rule rule;
    const char *cell;
    const char *code;
} fault_classes[] = {
    {RULE_TEXT, "be\all", FINDING_R_CONTROL},
    {RULE_TEXT, "a\tb", FINDING_R_CONTROL},
    {RULE_TEXT, "a\xC2\x9B b", FINDING_R_CONTROL},
    {RULE_PERSON_NAME, "Məm7", FINDING_R_NAME},
    {RULE_PERSON_NAME, "-", FINDING_R_NAME},
    {RULE_PERSON_NAME, "Əli\aa", FINDING_R_CONTROL},
    {RULE_PERSON_NAME, "Əli\nVəli", FINDING_R_CONTROL},
    {RULE_KEY, "A B", FINDING_R_KEY},
    {RULE_KEY, "A\u00A0B", FINDING_R_KEY},
    {RULE_KEY, "A\aB", FINDING_R_KEY},
    {RULE_MILITARY_SPECIALTY, "3 10", FINDING_R_KEY},
    {RULE_NATIONAL_ID, "5AB-7K2", FINDING_R_NATIONAL_ID},
    {RULE_NATIONAL_ID, "5ƏBC7K2", FINDING_R_NATIONAL_ID},
    {RULE_INTEGER, "many", FINDING_R_INTEGER},
    {RULE_INTEGER, "1.0", FINDING_R_INTEGER},
    {RULE_INTEGER, "1 000", FINDING_R_INTEGER},
    {RULE_INTEGER, "4294967297", FINDING_R_RANGE},
    {RULE_INTEGER, "99999999999999999999", FINDING_R_RANGE},
    {RULE_DATE, "2025-02-29", FINDING_R_DATE},
    {RULE_DATE, "31.11.2025", FINDING_R_DATE},
    {RULE_DATE, "2025-13-01", FINDING_R_DATE},
    {RULE_DATE, "11/30/2025", FINDING_R_DATE},
    {RULE_DATE, "45992", FINDING_R_DATE},
    {RULE_DATE, "today", FINDING_R_DATE},
    {RULE_DATE, "0000-01-01", FINDING_R_DATE},
    {RULE_YES_NO, "perhaps", FINDING_R_YES_NO},
    {RULE_CODE_LIST, "no such code", FINDING_R_CODE},
    {RULE_CODE_LIST_SET, "no such code", FINDING_R_CODE},
    {RULE_COUNTRY, "XX", FINDING_R_COUNTRY},
    {RULE_COUNTRY, "Azerbaijan", FINDING_R_COUNTRY},
    {RULE_COUNTRY_SET, "AZ;XX", FINDING_R_COUNTRY},
    {RULE_REGION, "Atlantis", FINDING_R_REGION},
    {RULE_REGION, "Lənkəran", FINDING_X_REGION_AMBIGUOUS},
    {RULE_ISCO, "25290", FINDING_R_ISCO},
    {RULE_ISCO, "25A9", FINDING_R_ISCO},
    {RULE_ISCO, "2999", FINDING_W_ISCO_UNKNOWN},
    {RULE_ISCED_F, "1", FINDING_R_ISCED_F},
    {RULE_ISCED_F, "06121", FINDING_R_ISCED_F},
    {RULE_ISCED_F, "0699", FINDING_W_ISCED_F_UNKNOWN},
    {RULE_LANGUAGE, "Azerbaijani", FINDING_R_LANGUAGE},
    {RULE_LANGUAGE, "xx", FINDING_R_LANGUAGE},
    {RULE_LANGUAGES, "xx:A1", FINDING_R_LANGUAGE},
    {RULE_LANGUAGES, "az:C3", FINDING_R_LANGUAGE},
    {RULE_LANGUAGES, "az:C1;az:C2", FINDING_R_LANGUAGE},
    {RULE_WORK_ROLE, "DCWF/99999", FINDING_R_ELEMENT},
    {RULE_WORK_ROLE, "DCWF@1900/511", FINDING_R_ELEMENT},
    {RULE_ELEMENT, "DCWF/99999", FINDING_R_ELEMENT},
    {RULE_LEVEL, "Guru", FINDING_R_LEVEL},
    {RULE_LEVEL, "cefr:B1", FINDING_R_SCALE},
    {RULE_LEVEL_ASKED, "Guru", FINDING_R_LEVEL},
    {RULE_LEVEL_ASKED, "cefr:B1", FINDING_R_SCALE},
    {RULE_CREDENTIAL, "Nonesuch+", FINDING_R_CREDENTIAL},
    {RULE_ISSUER, "Nobody", FINDING_R_CREDENTIAL},
    {RULE_ALTERNATIVE_CODE, "A B", FINDING_R_KEY},
    {RULE_ALTERNATIVE_LEVEL, "Guru", FINDING_R_SCORE}, /* the example is an assessment */
    {RULE_ALTERNATIVE_MONTHS, "two years", FINDING_R_INTEGER},
    {RULE_TRUST, "believed", FINDING_R_CODE},
    {RULE_TRUST, "verified:", FINDING_R_TRUST},
    {RULE_TRUST, "declared:CERT-GOV", FINDING_R_TRUST},
    {RULE_TRUST, "verified:CERT\tGOV", FINDING_R_CONTROL},
    {RULE_ALTERNATIVE_TRUST, "believed", FINDING_R_CODE},
    {RULE_ALTERNATIVE_TRUST, "verified: ; ", FINDING_R_TRUST},
    {RULE_SCORE, "good", FINDING_R_SCORE},
    {RULE_SCORE, "-1", FINDING_R_SCORE},
    {RULE_SCORE, "612.555", FINDING_R_SCORE},
    {RULE_SCORE, "6e2", FINDING_R_SCORE},
    {RULE_SCORE, "1000000", FINDING_R_SCORE},
    {RULE_GRANTS, "CORE/DEF-SOC", FINDING_R_GRANT},
    {RULE_GRANTS, "competency:CORE/DEF-SOC", FINDING_R_GRANT},
    {RULE_GRANTS, "credential:Security+:1", FINDING_R_GRANT},
    {RULE_GRANTS, "hobby:CORE/DEF-SOC:1", FINDING_R_CODE},
    {RULE_GRANTS, "competency:CORE/NONE:1", FINDING_R_ELEMENT},
    {RULE_GRANTS, "competency:CORE/DEF-SOC:9", FINDING_R_LEVEL},
    {RULE_GRANTS, "credential:Nonesuch+", FINDING_R_CREDENTIAL},
    {RULE_GRANTS, "education:9", FINDING_R_EDUCATION},
    {RULE_GRANTS, "language:xx:B1", FINDING_R_LANGUAGE},
    {RULE_EMAIL, "nobody", FINDING_R_EMAIL},
    {RULE_EMAIL, "a@b", FINDING_R_EMAIL},
    {RULE_EMAIL, "a\a@example.org", FINDING_R_EMAIL},
    {RULE_PHONE, "12-34", FINDING_R_PHONE},
    {RULE_PHONE, "call me not", FINDING_R_PHONE},
};

/* `count` times a letter, then the ending. */
static inline const char *plant_text(struct plants *plants, int64_t count, const char *ending)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    for (int64_t i = 0; i < count; i++)
        str_add_char(&text, 'A');
    str_add_text(&text, ending);
    return arena_strdup(plants->arena, str_chars(&text));
}

static inline void plant_number(struct plants *plants, int column, int64_t number)
{
    plant_cell(plants, column, arena_format(plants->arena, "%lld", (long long)number),
               FINDING_R_RANGE);
}

static inline void plant_year(struct plants *plants, int column, int year)
{
    plant_cell(plants, column, arena_format(plants->arena, "%04d-06-15", year), FINDING_R_RANGE);
}

/* Beyond the limits that the column itself states. */
static inline void plant_limits(struct plants *plants, int column)
{
    const struct kind_column *about = &plants->kind->columns[column];
    switch (about->rule) {
    case RULE_TEXT:
    case RULE_PERSON_NAME:
    case RULE_KEY:
    case RULE_MILITARY_SPECIALTY:
    case RULE_TRUST:
    case RULE_ALTERNATIVE_TRUST:
        plant_cell(plants, column, plant_text(plants, about->max + 1, ""), FINDING_R_TOO_LONG);
        break;
    case RULE_EMAIL:
        plant_cell(plants, column, plant_text(plants, about->max, "@example.org"),
                   FINDING_R_TOO_LONG);
        break;
    case RULE_NATIONAL_ID:
        plant_cell(plants, column, plant_text(plants, about->max + 1, ""), FINDING_R_NATIONAL_ID);
        plant_cell(plants, column, plant_text(plants, about->min - 1, ""), FINDING_R_NATIONAL_ID);
        break;
    case RULE_INTEGER:
    case RULE_ALTERNATIVE_MONTHS:
        plant_number(plants, column, (int64_t)about->max + 1);
        plant_number(plants, column, (int64_t)about->min - 1);
        break;
    case RULE_DATE:
        plant_year(plants, column, about->max + 1);
        plant_year(plants, column, about->min - 1);
        break;
    case RULE_LANGUAGES:
        if (about->min == 1) /* the level must stand */
            plant_cell(plants, column, "az", FINDING_R_LANGUAGE);
        break;
    default:
        break;
    }
}

/* The first text for which more than one entry fits, NULL when all are clear. */
static inline const char *ambiguous_role(const struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue_element_count(catalogue); i++) {
        int32_t found;
        const char *code = catalogue_element(catalogue, (int32_t)i)->code;
        if (catalogue_find_element(catalogue, ELEMENT_WORK_ROLE, str_view_of(code), &found, NULL) ==
            LOOKUP_AMBIGUOUS)
            return code;
    }
    return NULL;
}

static inline const char *ambiguous_credential(const struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue_credential_count(catalogue); i++) {
        int32_t found;
        const char *code = catalogue_credential(catalogue, (int32_t)i)->code;
        if (catalogue_find_credential(catalogue, str_view_of(NULL), str_view_of(code), &found,
                                      NULL) == LOOKUP_AMBIGUOUS)
            return code;
    }
    return NULL;
}

static inline void plant_ambiguous(struct plants *plants, int column)
{
    const struct kind_column *about = &plants->kind->columns[column];
    bool of_role = about->rule == RULE_WORK_ROLE || about->rule == RULE_ELEMENT;
    const char *text = of_role ? ambiguous_role(plants->catalogue) : NULL;
    if (about->rule == RULE_CREDENTIAL)
        text = ambiguous_credential(plants->catalogue);
    if (text == NULL)
        return;
    plant_cell(plants, column, text, FINDING_R_AMBIGUOUS);
    if (about->rule == RULE_CREDENTIAL) /* the issuer would tell them apart */
        plant_set(&plants->items[plants->count - 1], kind_column_index(plants->kind, about->other),
                  "");
}

/* The example of requirements is of one kind: rows of others. */
static inline void plant_alternatives(struct plants *plants)
{
    static const struct {
        const char *kind, *code, *level, *months, *trust;
        const char *column, *finding;
    } rows[] = {
        {"work_role", "DCWF/99999", "", "", "", "code", FINDING_R_ELEMENT},
        {"work_role", "DCWF/511", "Guru", "", "", "level", FINDING_R_LEVEL},
        {"language", "en", "B1", "12", "", "months", FINDING_R_MONTHS},
        {"training", "SOC-201", "", "", "", "code", FINDING_R_TRAINING},
        {"field_of_study", "6", "", "", "", "code", FINDING_R_ISCED_F},
        {"field_of_study", "0699", "", "", "", "code", FINDING_W_ISCED_F_UNKNOWN},
        {"rank", "a\tb", "", "", "", "code", FINDING_R_CONTROL},
        {"experience", "DCWF/511", "Basic", "12", "", "level", FINDING_R_LEVEL},
        {"education", "9", "", "", "", "code", FINDING_R_EDUCATION},
        {"education", "7", "", "", "verified", "trust", FINDING_R_TRUST},
    };
    const struct kind *kind = plants->kind;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct plant *plant = plant_add(plants);
        plant_set(plant, kind_column_index(kind, "kind"), rows[i].kind);
        plant_set(plant, kind_column_index(kind, "code"), rows[i].code);
        plant_set(plant, kind_column_index(kind, "level"), rows[i].level);
        plant_set(plant, kind_column_index(kind, "months"), rows[i].months);
        plant_set(plant, kind_column_index(kind, "trust"), rows[i].trust);
        plant_expect(plant, rows[i].finding, kind_column_index(kind, rows[i].column));
    }
    const char *role = ambiguous_role(plants->catalogue);
    if (role == NULL)
        return;
    struct plant *ambiguous = plant_add(plants);
    plant_set(ambiguous, kind_column_index(kind, "kind"), "work_role");
    plant_set(ambiguous, kind_column_index(kind, "code"), role);
    plant_set(ambiguous, kind_column_index(kind, "level"), "");
    plant_set(ambiguous, kind_column_index(kind, "months"), "");
    plant_expect(ambiguous, FINDING_R_AMBIGUOUS, kind_column_index(kind, "code"));
}

static inline void plant_column(struct plants *plants, int column)
{
    const struct kind_column *about = &plants->kind->columns[column];
    if (about->required)
        plant_cell(plants, column, "", FINDING_R_REQUIRED);
    for (size_t i = 0; i < sizeof fault_classes / sizeof *fault_classes; i++) {
        if (fault_classes[i].rule == about->rule)
            plant_cell(plants, column, fault_classes[i].cell, fault_classes[i].code);
    }
    if (about->rule == RULE_ALTERNATIVE_CODE)
        plant_alternatives(plants);
    plant_limits(plants, column);
    plant_ambiguous(plants, column);
}

/* ---- rules across columns -------------------------------------------------------------------- */

/* `column` is emptied, and whatever else would be told of that. */
static inline void empty_column(struct plants *plants, struct plant *plant, const char *name,
                                const char *but)
{
    const struct kind *kind = plants->kind;
    plant_set(plant, kind_column_index(kind, name), "");
    for (size_t i = 0; i < kind->check_count; i++) {
        const struct row_check *check = &kind->checks[i];
        if (check->type == CHECK_NEEDS && strcmp(check->right, name) == 0 &&
            (but == NULL || strcmp(check->left, but) != 0))
            plant_set(plant, kind_column_index(kind, check->left), "");
        if (check->type == CHECK_RECOMMENDED && strcmp(check->left, name) == 0)
            plant_expect(plant, check->finding, kind_column_index(kind, name));
    }
}

static inline const char *endless_credential(const struct catalogue *catalogue)
{
    int32_t index = 0;
    while (catalogue_credential(catalogue, index)->months > 0)
        index++;
    return catalogue_credential(catalogue, index)->canonical;
}

static inline void plant_check(struct plants *plants, const struct row_check *check)
{
    const struct kind *kind = plants->kind;
    int left = kind_column_index(kind, check->left);
    const char *other = check->right != NULL ? check->right : "";
    int right = kind_column_index(kind, other); /* -1 where there is none */
    struct plant *plant = plant_add(plants);
    switch (check->type) {
    case CHECK_ONE_REQUIRED:
        plant_set(plant, left, "");
        plant_set(plant, right, "");
        plant_expect(plant, check->finding, left);
        break;
    case CHECK_ORDER:
        plant_set(plant, right,
                  kind->columns[right].type == COLUMN_DATE
                      ? arena_format(plants->arena, "%d-01-01", (int)kind->columns[right].min)
                      : arena_format(plants->arena, "%d", (int)kind->columns[right].min));
        plant_expect(plant, check->finding, right);
        break;
    case CHECK_NOT_FUTURE:
        plant_set(plant, left, "2026-03-02");
        plant_expect(plant, check->finding, left);
        break;
    case CHECK_NEEDS:
        empty_column(plants, plant, other, check->left);
        plant_expect(plant, check->finding, left);
        break;
    case CHECK_REGION_INSIDE:
        plant_set(plant, right, "AZ-GA");
        plant_expect(plant, check->finding, left);
        break;
    case CHECK_RECOMMENDED:
        empty_column(plants, plant, check->left, NULL);
        break;
    case CHECK_END_KNOWN:
        plant_set(plant, left, "");
        plant_set(plant, right, endless_credential(plants->catalogue));
        plant_set(plant, kind_column_index(kind, kind->columns[right].other), "");
        plant_expect(plant, check->finding, left);
        break;
    }
}

/* None of the columns of which one is given, and each two of them. */
static inline void plant_one_of(struct plants *plants)
{
    const struct kind *kind = plants->kind;
    if (kind->one_of[0] == NULL)
        return;
    struct plant *none = plant_add(plants);
    for (size_t i = 0; kind->one_of[i] != NULL; i++)
        plant_set(none, kind_column_index(kind, kind->one_of[i]), "");
    plant_expect(none, FINDING_R_ONE_OF, kind_column_index(kind, kind->one_of[0]));
    for (size_t i = 1; kind->one_of[i] != NULL; i++) {
        struct plant *two = plant_add(plants);
        int column = kind_column_index(kind, kind->one_of[i]);
        plant_set(two, column, kind->columns[column].example);
        plant_expect(two, FINDING_R_ONE_OF, column);
    }
}

/* ---- shapes of rows -------------------------------------------------------------------------- */

static inline bool is_of_identity(const struct kind *kind, const char *name)
{
    for (size_t i = 0; kind->identity[i] != NULL; i++) {
        if (strcmp(kind->identity[i], name) == 0)
            return true;
    }
    return false;
}

/* Others are judged by it, or its absence is. */
static inline bool is_looked_at(const struct kind *kind, const char *name)
{
    for (size_t i = 0; i < kind->check_count; i++) {
        const struct row_check *check = &kind->checks[i];
        bool left = strcmp(check->left, name) == 0;
        bool right = check->right != NULL && strcmp(check->right, name) == 0;
        if ((left && check->type != CHECK_NEEDS && check->type != CHECK_ORDER) ||
            (right && check->type != CHECK_ORDER))
            return true;
    }
    for (size_t i = 0; i < kind->column_count; i++) {
        if (kind->columns[i].other != NULL && strcmp(kind->columns[i].other, name) == 0)
            return true;
    }
    return false;
}

/* The row once more with other content and the same key. */
static inline void plant_differing(struct plants *plants)
{
    const struct kind *kind = plants->kind;
    struct plant *plant = plant_add(plants);
    plant->shape = PLANT_DIFFERS;
    plant_expect(plant, FINDING_X_DIFFERS, kind_column_index(kind, kind->identity[0]));
    for (size_t i = 0; i < kind->column_count; i++) {
        const struct kind_column *column = &kind->columns[i];
        if (is_of_identity(kind, column->name) || is_looked_at(kind, column->name) ||
            strcmp(column->name, "national_id") == 0 || strcmp(column->name, "person_source") == 0)
            continue;
        if (!column->required || column->rule == RULE_INTEGER) {
            const char *other = arena_format(plants->arena, "%d", (int)column->max);
            plant_set(plant, (int)i, column->required ? other : "");
            return;
        }
    }
    ck_abort_msg("%s has no column to differ in", kind->name);
}

static inline void plant_shape(struct plants *plants, enum plant_shape shape, const char *raw,
                               const char *code, int column)
{
    struct plant *plant = plant_add(plants);
    plant->shape = shape;
    plant->raw = raw;
    plant_expect(plant, code, column);
}

static inline void plant_shapes(struct plants *plants)
{
    const struct kind *kind = plants->kind;
    plant_shape(plants, PLANT_SHORT, NULL, FINDING_R_FIELDS_FEW, -1);
    plant_shape(plants, PLANT_LONG, NULL, FINDING_R_FIELDS_MANY, -1);
    plant_shape(plants, PLANT_BROKEN, "in\"side", FINDING_R_QUOTES, -1);
    plant_shape(plants, PLANT_BROKEN, "\"after\" it", FINDING_R_QUOTES, -1);
    plant_shape(plants, PLANT_TWICE, NULL, FINDING_W_REPEATED,
                kind_column_index(kind, kind->identity[0]));
    plant_differing(plants);
    plant_shape(plants, PLANT_OPEN, "\"open", FINDING_R_QUOTE_OPEN, -1);
}

/* All that the kind's descriptor allows for; the one with the open quote is the last. */
static inline void plants_make(struct plants *plants)
{
    for (int column = 0; column < (int)plants->kind->column_count; column++)
        plant_column(plants, column);
    for (size_t i = 0; i < plants->kind->check_count; i++)
        plant_check(plants, &plants->kind->checks[i]);
    plant_one_of(plants);
    plant_shapes(plants);
}

#endif
