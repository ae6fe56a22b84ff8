#include "reports/kind_words.h"

#include <string.h>

#include "core/base/fold.h"

void kind_words_title(const struct kind_column *column, struct str *out)
{
    for (const char *c = column->name; *c != '\0'; c++) {
        char shown = *c == '_' ? ' ' : *c;
        str_add_char(out, c == column->name ? fold_ascii_upper(shown) : shown);
    }
}

/* ---- rules ------------------------------------------------------------------------------- */

/* What follows the words: the limits of the column. */
enum limits {
    LIMITS_NONE,
    LIMITS_CHARACTERS,
    LIMITS_BYTES,
    LIMITS_LENGTH,
    LIMITS_RANGE,
    LIMITS_YEARS
};

#define LEVEL_WORDS                                                                                \
    "level of the framework's scale, or its label, or SCALE:LEVEL of another scale that is "       \
    "mapped "                                                                                      \
    "to it"

static const struct {
    const char *words;
    enum limits limits;
} rules[] = {
    [RULE_TEXT] = {"free text", LIMITS_CHARACTERS},
    [RULE_PERSON_NAME] = {"letters of any script, blanks, hyphen, apostrophe, full stop; no digits",
                          LIMITS_CHARACTERS},
    [RULE_KEY] = {"a code without blanks", LIMITS_BYTES},
    [RULE_NATIONAL_ID] = {"letters A to Z and digits", LIMITS_LENGTH},
    [RULE_INTEGER] = {"whole number", LIMITS_RANGE},
    [RULE_DATE] = {"calendar date YYYY-MM-DD; DD.MM.YYYY is read too", LIMITS_YEARS},
    [RULE_YES_NO] = {"yes or no, or a label of the list", LIMITS_NONE},
    [RULE_CODE_LIST] = {"one code, or its label, of the list", LIMITS_NONE},
    [RULE_CODE_LIST_SET] = {"codes, separated by ; of the list", LIMITS_NONE},
    [RULE_COUNTRY] = {"country, ISO 3166-1, two or three letters", LIMITS_NONE},
    [RULE_COUNTRY_SET] = {"countries, ISO 3166-1, separated by ;", LIMITS_NONE},
    [RULE_REGION] = {"region by code, or by its name in three languages when that is unambiguous",
                     LIMITS_NONE},
    [RULE_ISCO] = {"occupation, ISCO-08, one to four digits", LIMITS_NONE},
    [RULE_ISCED_F] = {"field of study, ISCED-F 2013, two to four digits", LIMITS_NONE},
    [RULE_LANGUAGE] = {"language, ISO 639-1, two letters", LIMITS_NONE},
    [RULE_LANGUAGES] = {"languages, ISO 639-1, each with its CEFR level A1 to C2, separated by ;",
                        LIMITS_NONE},
    [RULE_WORK_ROLE] = {"work role, FRAMEWORK[@VERSION]/CODE, or a code that is unique",
                        LIMITS_NONE},
    [RULE_MILITARY_SPECIALTY] =
        {"a code without blanks; where a list of specialties is loaded, one "
         "of it, FRAMEWORK[@VERSION]/CODE or alone",
         LIMITS_BYTES},
    [RULE_ELEMENT] = {"competency or work role, FRAMEWORK[@VERSION]/CODE, or a code that is unique",
                      LIMITS_NONE},
    [RULE_LEVEL] = {LEVEL_WORDS, LIMITS_NONE},
    [RULE_LEVEL_ASKED] = {LEVEL_WORDS, LIMITS_NONE},
    [RULE_CREDENTIAL] = {"code or usual name of a credential of the catalogue", LIMITS_NONE},
    [RULE_ISSUER] = {"issuer of the credential", LIMITS_NONE},
    [RULE_ALTERNATIVE_CODE] = {"code of the kind asked for", LIMITS_BYTES},
    [RULE_ALTERNATIVE_LEVEL] = {"level of its scale, or its label, or SCALE:LEVEL; for "
                                "competencies, work roles, languages and assessments alone",
                                LIMITS_NONE},
    [RULE_ALTERNATIVE_MONTHS] = {"whole number", LIMITS_RANGE},
    [RULE_TRUST] = {"one code, or its label, followed by :NAME;NAME where only some may verify; of "
                    "the list",
                    LIMITS_BYTES},
    [RULE_ALTERNATIVE_TRUST] = {"one code, or its label, followed by :NAME;NAME where only some "
                                "may verify; for kinds that somebody verifies; of the list",
                                LIMITS_BYTES},
    [RULE_SCORE] = {"number up to 999999.99, with a full stop or a comma", LIMITS_NONE},
    [RULE_GRANTS] = {"kind:code:level, separated by ; no level for a credential or education; "
                     "kinds of the list",
                     LIMITS_NONE},
    [RULE_EMAIL] = {"e-mail address", LIMITS_CHARACTERS},
    [RULE_PHONE] = {"telephone number, 7 to 15 digits; + ( ) - and blanks may stand between",
                    LIMITS_NONE},
};

static void add_limits(const struct kind_column *column, enum limits limits, struct str *out)
{
    int min = (int)column->min;
    int max = (int)column->max;
    switch (limits) {
    case LIMITS_NONE:
        break;
    case LIMITS_CHARACTERS:
        str_add_format(out, ", at most %d characters", max);
        break;
    case LIMITS_BYTES:
        str_add_format(out, ", at most %d bytes", max);
        break;
    case LIMITS_LENGTH:
        str_add_format(out, ", %d to %d of them", min, max);
        break;
    case LIMITS_RANGE:
        str_add_format(out, " from %d to %d", min, max);
        break;
    case LIMITS_YEARS:
        str_add_format(out, "; years %d to %d", min, max);
        break;
    }
}

void kind_words_rule(const struct kind_column *column, struct str *out)
{
    str_add_text(out, rules[column->rule].words);
    if (column->list != NULL)
        str_add_format(out, " %s", column->list);
    add_limits(column, rules[column->rule].limits, out);
    if (column->other != NULL)
        str_add_format(out, "; see %s", column->other);
}

void kind_words_check(const struct row_check *check, struct str *out)
{
    switch (check->type) {
    case CHECK_ONE_REQUIRED:
        str_add_format(out, "%s or %s must be given", check->left, check->right);
        break;
    case CHECK_ORDER:
        str_add_format(out, "%s is not after or above %s", check->left, check->right);
        break;
    case CHECK_NOT_FUTURE:
        str_add_format(out, "%s is not later than the day from which the file holds", check->left);
        break;
    case CHECK_NEEDS:
        str_add_format(out, "where %s is given, %s is given too", check->left, check->right);
        break;
    case CHECK_REGION_INSIDE:
        str_add_format(out, "%s lies inside %s", check->left, check->right);
        break;
    case CHECK_RECOMMENDED:
        str_add_format(out, "%s should be given: a warning where it is empty", check->left);
        break;
    case CHECK_END_KNOWN:
        str_add_format(out, "where %s states no duration, a warning if %s is empty", check->right,
                       check->left);
        break;
    }
}

void kind_words_one_of(const struct kind *kind, struct str *out)
{
    for (size_t i = 0; kind->one_of[i] != NULL; i++)
        str_add_format(out, "%s%s", i > 0 ? ", " : "exactly one is given of: ", kind->one_of[i]);
}

/* ---- patterns ---------------------------------------------------------------------------- */

static void add_list_pattern(const struct catalogue *catalogue, const char *list, struct str *out)
{
    str_add_char(out, '(');
    for (int32_t rank = 1; rank <= catalogue_code_count(catalogue, list); rank++)
        str_add_format(out, "%s%s", rank > 1 ? "|" : "", catalogue_code(catalogue, list, rank));
    str_add_char(out, ')');
}

/* `item`(;`item`)* */
static void add_repeated_pattern(const char *item, struct str *out)
{
    str_add_format(out, "%s(;%s)*", item, item);
}

void kind_words_pattern(const struct kind *kind, const struct kind_column *column,
                        const struct catalogue *catalogue, struct str *out)
{
    struct str item = {0};
    switch (column->rule) {
    case RULE_KEY:
    case RULE_MILITARY_SPECIALTY:
        str_add_text(out, "[^ ]+");
        break;
    case RULE_NATIONAL_ID:
        str_add_format(out, "[A-Za-z0-9]{%d,%d}", (int)column->min, (int)column->max);
        break;
    case RULE_CODE_LIST_SET:
        add_list_pattern(catalogue, column->list, &item);
        add_repeated_pattern(str_chars(&item), out);
        break;
    case RULE_COUNTRY:
        str_add_text(out, "[A-Za-z]{2,3}");
        break;
    case RULE_COUNTRY_SET:
        add_repeated_pattern("[A-Za-z]{2,3}", out);
        break;
    case RULE_ISCO:
        str_add_text(out, "[0-9]{1,4}");
        break;
    case RULE_ISCED_F:
        str_add_text(out, "[0-9]{2,4}");
        break;
    case RULE_LANGUAGE:
        str_add_text(out, "[a-z]{2}");
        break;
    case RULE_GRANTS:
        add_list_pattern(catalogue, column->list, &item);
        str_add_text(&item, ":[^:;]+(:[^:;]+)?");
        add_repeated_pattern(str_chars(&item), out);
        break;
    case RULE_LANGUAGES:
        /* What a person speaks has a level; what a need asks may leave it out. */
        add_repeated_pattern(kind->person_key ? "[a-z]{2}:[A-C][12]" : "[a-z]{2}(:[A-C][12])?",
                             out);
        break;
    case RULE_TRUST:
    case RULE_ALTERNATIVE_TRUST:
        add_list_pattern(catalogue, column->list, &item);
        str_add_format(out, "%s(:.+)?", str_chars(&item));
        break;
    case RULE_SCORE:
        str_add_text(out, "[0-9]{1,6}([.,][0-9]{1,2})?");
        break;
    case RULE_PHONE:
        str_add_text(out, "[+]?([() -]*[0-9]){7,15}[() -]*");
        break;
    default:
        break;
    }
    str_release(&item);
}

/* ---- code lists -------------------------------------------------------------------------- */

static size_t column_of(const struct catalogue_table *table, const char *name)
{
    size_t column = 0;
    while (column < table->column_count && strcmp(table->columns[column], name) != 0)
        column++;
    return column;
}

struct str_view kind_words_label(const char *list, const char *code, const char *label)
{
    const struct catalogue_table *table = catalogue_table_find("code_lists");
    size_t list_at = column_of(table, "list");
    size_t code_at = column_of(table, "code");
    size_t label_at = column_of(table, label);
    for (size_t row = 0; label_at < table->column_count && row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        if (strcmp(cells[list_at], list) == 0 && strcmp(cells[code_at], code) == 0)
            return cells[label_at][0] != '\0' ? str_view_of(cells[label_at]) : str_view_of(NULL);
    }
    return str_view_of(NULL);
}
