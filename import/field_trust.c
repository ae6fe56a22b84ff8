/*
 * Which evidence a need counts: a code of the list "trust" and, behind a colon, who is to have
 * verified it, by the names that stand in verified_by.
 */
#include "core/base/utf8.h"
#include "import/field_rules.h"

/* How the codes of the list begin that speak of verifying. */
static const struct str_view verified = {"verified", 8};

static bool is_printable(struct str_view text)
{
    for (size_t offset = 0; offset < text.length;) {
        if (utf8_is_control(utf8_next(text, &offset)))
            return false;
    }
    return true;
}

/* The names joined in their order; absent, and a fault told, when there is none or one is none. */
static struct str_view join_verifiers(struct row *row, int column, struct str_view text)
{
    size_t count;
    struct str_view *names = field_split_text(row, text, &count);
    count = field_sort_items(names, count);
    if (count == 0) {
        row_fault_cell(row, FINDING_R_TRUST, column, "name who is to have verified it");
        return str_view_of(NULL);
    }
    str_reset(&row->text);
    for (size_t i = 0; i < count; i++) {
        if (!is_printable(names[i])) {
            row_fault(row, FINDING_R_CONTROL, column, names[i], NULL);
            return str_view_of(NULL);
        }
        str_add_format(&row->text, "%s%.*s", i > 0 ? ";" : "", STR_VIEW_ARGS(names[i]));
    }
    return arena_copy(row->scratch, str_view_from(&row->text));
}

static void set_trust(struct row *row, int column, const char *code, struct str_view names)
{
    struct str_view joined = join_verifiers(row, column, names);
    if (joined.data != NULL)
        row_set_text(
            row, column,
            str_view_of(arena_format(row->scratch, "%s:%.*s", code, STR_VIEW_ARGS(joined))));
}

static bool speaks_of_verifying(struct str_view code)
{
    return code.length >= verified.length &&
           str_view_equal((struct str_view){code.data, verified.length}, verified);
}

void field_trust(struct row *row, int column)
{
    struct str_view names;
    struct str_view word = str_view_trim(str_view_cut(row->cells[column].text, ':', &names));
    int32_t most = field_column(row, column)->max;
    if (row->cells[column].text.length > (size_t)most) {
        row_fault_cell(row, FINDING_R_TOO_LONG, column,
                       arena_format(row->scratch, "at most %d bytes", (int)most));
        return;
    }
    const char *code = field_find_code(row, column, word);
    if (code != NULL && names.data == NULL)
        row_set_text(row, column, str_view_of(code));
    else if (code != NULL && speaks_of_verifying(str_view_of(code)))
        set_trust(row, column, code, names);
    else if (code != NULL)
        row_fault_cell(row, FINDING_R_TRUST, column, "what is declared has no verifier");
}

void field_alternative_trust(struct row *row, int column)
{
    const struct typed_value *kind = &row->values[field_other(row, column)];
    field_trust(row, column);
    const struct typed_value *trust = &row->values[column];
    if (!kind->present || !trust->present || field_alternative(kind->text)->verified ||
        !speaks_of_verifying(trust->text))
        return;
    row->values[column] = (struct typed_value){0};
    row_fault_cell(row, FINDING_R_TRUST, column,
                   arena_format(row->scratch,
                                "leave it empty: nobody verifies what is of kind %.*s",
                                STR_VIEW_ARGS(kind->text)));
}
