#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/catalogue/addition_checks.h"
#include "core/catalogue/aliases.h"
#include "core/catalogue/catalogue_index.h"

/* ---- spellings that stand for something else ------------------------------------------------- */

static void add_word(struct str *key, const char *list, const char *word)
{
    str_reset(key);
    catalogue_add_lower(key, str_view_of(list));
    str_add_char(key, '|');
    fold_key(str_view_of(word), key);
}

struct str_map *alias_words(const struct catalogue *catalogue)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    const struct catalogue_table *table = catalogue_table_of(catalogue, "aliases");
    struct str_map *words = str_map_new();
    for (size_t row = 0; row < table->row_count; row++) {
        add_word(&key, catalogue_table_cell(table, row, 0), catalogue_table_cell(table, row, 1));
        str_map_insert(words, str_view_from(&key), (uint32_t)row);
    }
    return words;
}

bool check_spelling(struct candidate_table *table, size_t row, const struct str_map *words,
                    const char *list, const char *code_column, const char *column)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    const struct catalogue_table *aliases = catalogue_table_of(table->catalogue, "aliases");
    const char *word = candidate_cell(table, row, column);
    uint32_t alias;
    add_word(&key, list, word);
    if (word[0] == '\0' || !str_map_find(words, str_view_from(&key), &alias))
        return false;
    const char *means = catalogue_table_cell(aliases, alias, 2);
    struct str_view rest;
    struct str_view own = str_view_of(candidate_cell(table, row, code_column));
    str_view_cut(str_view_of(means), '/', &rest); /* of a credential "ISSUER/CODE" */
    if (fold_ascii_equal(own, str_view_of(means)) ||
        (rest.data != NULL && fold_ascii_equal(own, rest)))
        return false;
    candidate_fault(table, row, FINDING_D_ALIAS_THERE, column,
                    arena_format(table->arena, "it is a spelling of '%s'", means));
    return true;
}

void check_spellings(struct candidate_table *table, const char *list_column, const char *list,
                     const char *const *columns, size_t count)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *words = alias_words(table->catalogue);
    for (size_t row = 0; str_map_count(words) > 0 && row < table->table.row_count; row++) {
        const char *of = list_column != NULL ? candidate_cell(table, row, list_column) : list;
        for (size_t i = 0; candidate_came(table, row) && i < count; i++) {
            if (check_spelling(table, row, words, of, columns[0], columns[i]))
                break;
        }
    }
}

/* ---- local spellings ------------------------------------------------------------------------- */

static const char *did_you_mean(const struct candidate_table *table, const struct str *suggestion)
{
    return suggestion->length > 0
               ? arena_format(table->arena, "did you mean '%s'?", str_chars(suggestion))
               : NULL;
}

/* True when what the alias stands for is there, once. */
static bool check_meaning(struct candidate_table *table, size_t row,
                          struct alias_meaning *ret_meaning)
{
    CADRE_CLEANUP(str_release) struct str suggestion = {0};
    enum lookup lookup = alias_look_up(table->catalogue, candidate_cell(table, row, "list"),
                                       str_view_of(candidate_cell(table, row, "code")),
                                       table->arena, ret_meaning, &suggestion);
    if (ret_meaning->scope == ALIAS_NOWHERE)
        candidate_fault(table, row, FINDING_D_NOT_THERE, "list", NULL);
    else if (lookup == LOOKUP_UNKNOWN)
        candidate_fault(table, row, FINDING_D_NOT_THERE, "code", did_you_mean(table, &suggestion));
    else if (lookup == LOOKUP_AMBIGUOUS)
        candidate_fault(table, row, FINDING_R_AMBIGUOUS, "code", did_you_mean(table, &suggestion));
    return lookup == LOOKUP_FOUND;
}

static bool stands_for_another(struct str_map *spellings, const struct str *key, int32_t index)
{
    uint32_t first = (uint32_t)index;
    if (!str_map_insert(spellings, str_view_from(key), first))
        str_map_find(spellings, str_view_from(key), &first);
    return first != (uint32_t)index;
}

/* Two spellings that read alike, of two things, in one call; of current frameworks also without
 * their names. */
static bool came_before(const struct candidate_table *table, const char *alias,
                        const struct alias_meaning *meaning, struct str_map *spellings,
                        struct str *key)
{
    str_reset(key);
    str_add_format(key, "%s|", meaning->list);
    fold_key(str_view_of(alias), key);
    if (stands_for_another(spellings, key, meaning->index))
        return true;
    if (meaning->scope != ALIAS_ELEMENTS)
        return false;
    const struct element *element = catalogue_element(table->catalogue, meaning->index);
    if (!catalogue_framework(table->catalogue, element->framework_index)->current)
        return false;
    str_reset(key);
    str_add_format(key, "|%s|", meaning->type);
    fold_key(str_view_of(alias), key);
    return stands_for_another(spellings, key, meaning->index);
}

void check_aliases(struct candidate_table *table)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *spellings = str_map_new();
    CADRE_CLEANUP(str_release) struct str key = {0};
    for (size_t row = 0; row < table->table.row_count; row++) {
        struct alias_meaning meaning;
        const char *alias = candidate_cell(table, row, "alias");
        if (!candidate_came(table, row) || !check_meaning(table, row, &meaning))
            continue;
        str_reset(&key);
        fold_key(str_view_of(alias), &key);
        if (key.length == 0)
            candidate_fault(table, row, FINDING_R_KEY, "alias", NULL);
        else if (alias_is_taken(table->catalogue, &meaning, alias, table->arena) ||
                 came_before(table, alias, &meaning, spellings, &key))
            candidate_fault(table, row, FINDING_D_ALIAS_TAKEN, "alias", NULL);
    }
}
