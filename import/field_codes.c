#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "import/field_rules.h"

static const char *codes_hint(struct row *row, const char *list)
{
    struct str *text = &row->text;
    str_reset(text);
    for (int32_t rank = 1; rank <= catalogue_code_count(row->catalogue, list); rank++)
        str_add_format(text, "%s%s", rank > 1 ? ", " : "one of ",
                       catalogue_code(row->catalogue, list, rank));
    return arena_strdup(row->scratch, str_chars(text));
}

const char *field_find_code(struct row *row, int column, struct str_view cell)
{
    const struct kind_column *about = field_column(row, column);
    str_reset(&row->text);
    int32_t rank = catalogue_find_code(row->catalogue, about->list, cell, NULL);
    if (rank > 0)
        return catalogue_code(row->catalogue, about->list, rank);
    catalogue_find_code(row->catalogue, about->list, cell, &row->text);
    const char *hint = row_did_you_mean(row, str_view_from(&row->text));
    row_fault(row, about->rule == RULE_YES_NO ? FINDING_R_YES_NO : FINDING_R_CODE, column, cell,
              hint != NULL ? hint : codes_hint(row, about->list));
    return NULL;
}

void field_yes_no(struct row *row, int column)
{
    const char *code = field_find_code(row, column, row->cells[column].text);
    if (code != NULL)
        row->values[column] =
            (struct typed_value){.present = true, .truth = strcmp(code, "yes") == 0};
}

void field_code_list(struct row *row, int column)
{
    const char *code = field_find_code(row, column, row->cells[column].text);
    if (code != NULL)
        row_set_text(row, column, str_view_of(code));
}

static const char *find_country(struct row *row, int column, struct str_view cell)
{
    const char *code = catalogue_find_country(row->catalogue, cell);
    if (code == NULL)
        row_fault(row, FINDING_R_COUNTRY, column, cell, NULL);
    return code;
}

void field_country(struct row *row, int column)
{
    const char *code = find_country(row, column, row->cells[column].text);
    if (code != NULL)
        row_set_text(row, column, str_view_of(code));
}

/* ---- lists in a cell ------------------------------------------------------------------------- */

static int compare_views(const void *left, const void *right)
{
    return str_view_compare(*(const struct str_view *)left, *(const struct str_view *)right);
}

size_t field_sort_items(struct str_view *items, size_t count)
{
    if (count == 0)
        return 0;
    qsort(items, count, sizeof *items, compare_views);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (!str_view_equal(items[i], items[kept - 1]))
            items[kept++] = items[i];
    }
    return kept;
}

struct str_view *field_split_text(struct row *row, struct str_view text, size_t *ret_count)
{
    size_t most = 1;
    for (size_t i = 0; i < text.length; i++)
        most += text.data[i] == ';';
    struct str_view *items = arena_calloc(row->scratch, most, sizeof *items);
    size_t count = 0;
    for (struct str_view rest = text; rest.data != NULL;) {
        struct str_view item = str_view_trim(str_view_cut(rest, ';', &rest));
        if (item.length > 0)
            items[count++] = item;
    }
    *ret_count = count;
    return items;
}

struct str_view *field_split_items(struct row *row, int column, size_t *ret_count)
{
    return field_split_text(row, row->cells[column].text, ret_count);
}

static void check_set(struct row *row, int column,
                      const char *(*find)(struct row *, int, struct str_view))
{
    size_t count;
    struct str_view *items = field_split_items(row, column, &count);
    for (size_t i = 0; i < count; i++) {
        const char *code = find(row, column, items[i]);
        items[i] = str_view_of(code != NULL ? code : "");
    }
    if (!row->cells[column].faulty)
        row_set_list(row, column, items, field_sort_items(items, count));
}

void field_code_list_set(struct row *row, int column)
{
    check_set(row, column, field_find_code);
}

void field_country_set(struct row *row, int column)
{
    check_set(row, column, find_country);
}

/* ---- languages ------------------------------------------------------------------------------- */

struct str_view field_language_code(struct row *row, struct str_view text)
{
    if (text.length != 2)
        return str_view_of(NULL);
    char *code = arena_alloc(row->scratch, text.length);
    for (size_t i = 0; i < text.length; i++)
        code[i] = fold_ascii_lower(text.data[i]);
    struct str_view lower = {code, text.length};
    return catalogue_is_language(row->catalogue, lower) ? lower : str_view_of(NULL);
}

void field_language(struct row *row, int column)
{
    struct str_view code = field_language_code(row, row->cells[column].text);
    if (code.data != NULL)
        row_set_text(row, column, code);
    else
        row_fault_cell(row, FINDING_R_LANGUAGE, column, "no ISO 639-1 code");
}

/* "EN : b1" -> "en:B1", absent and a fault when it is none. */
static struct str_view language_item(struct row *row, int column, struct str_view item)
{
    bool level_required = field_column(row, column)->min == 1;
    int32_t scale = catalogue_find_scale(row->catalogue, "cefr");
    struct str_view level;
    struct str_view language = str_view_trim(str_view_cut(item, ':', &level));
    struct str_view code = field_language_code(row, language);
    int32_t rank = level.data == NULL && !level_required ? 1 : 0;
    if (level.data != NULL)
        rank = catalogue_level_rank(row->catalogue, scale, str_view_trim(level));
    if (code.data == NULL || rank == 0) {
        const char *hint = code.data == NULL ? "no ISO 639-1 code" : "no CEFR level, A1 to C2";
        row_fault(row, FINDING_R_LANGUAGE, column, item, hint);
        return str_view_of(NULL);
    }
    struct str_view canonical_level =
        str_view_of(catalogue_level_code(row->catalogue, scale, rank));
    char *text = arena_alloc(row->scratch, code.length + 1 + canonical_level.length);
    memcpy(text, code.data, code.length);
    text[code.length] = ':';
    memcpy(text + code.length + 1, canonical_level.data, canonical_level.length);
    return (struct str_view){text, code.length + 1 + canonical_level.length};
}

static bool same_language(struct str_view left, struct str_view right)
{
    return left.length > 2 && right.length > 2 && memcmp(left.data, right.data, 2) == 0;
}

void field_languages(struct row *row, int column)
{
    size_t count;
    struct str_view *items = field_split_items(row, column, &count);
    for (size_t i = 0; i < count; i++)
        items[i] = language_item(row, column, items[i]);
    if (row->cells[column].faulty)
        return;
    count = field_sort_items(items, count);
    for (size_t i = 1; i < count; i++) {
        if (same_language(items[i - 1], items[i])) {
            row_fault(row, FINDING_R_LANGUAGE, column, items[i],
                      "the language stands twice with different levels");
            return;
        }
    }
    row_set_list(row, column, items, count);
}

/* ---- regions and international codes --------------------------------------------------------- */

void field_region(struct row *row, int column)
{
    struct str_view text = row->cells[column].text;
    int32_t region = -1;
    str_reset(&row->text);
    enum lookup lookup = catalogue_find_region(row->catalogue, text, &region, &row->text);
    if (lookup == LOOKUP_FOUND) {
        row->cells[column].entry = region;
        row_set_text(row, column, str_view_of(catalogue_region(row->catalogue, region)->code));
    } else if (lookup == LOOKUP_AMBIGUOUS) {
        row_fault_cell(row, FINDING_X_REGION_AMBIGUOUS, column,
                       arena_format(row->scratch, "write the code: %s", str_chars(&row->text)));
    } else {
        row_fault_cell(row, FINDING_R_REGION, column,
                       row_did_you_mean(row, str_view_from(&row->text)));
    }
}

static bool is_digits_between(struct str_view text, size_t least, size_t most)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    }
    return text.length >= least && text.length <= most;
}

static void check_statistical(struct row *row, int column, bool well_formed, bool known,
                              const char *bad, const char *unknown)
{
    if (!well_formed) {
        row_fault_cell(row, bad, column, NULL);
        return;
    }
    if (!known)
        row_fault_cell(row, unknown, column, NULL);
    row_set_text(row, column, row->cells[column].text);
}

void field_isco(struct row *row, int column)
{
    struct str_view text = row->cells[column].text;
    check_statistical(row, column, is_digits_between(text, 1, 4),
                      catalogue_is_isco08(row->catalogue, text), FINDING_R_ISCO,
                      FINDING_W_ISCO_UNKNOWN);
}

void field_isced_f(struct row *row, int column)
{
    struct str_view text = row->cells[column].text;
    check_statistical(row, column, is_digits_between(text, 2, 4),
                      catalogue_is_isced_f(row->catalogue, text), FINDING_R_ISCED_F,
                      FINDING_W_ISCED_F_UNKNOWN);
}
