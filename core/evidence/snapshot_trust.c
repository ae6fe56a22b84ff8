#include <stdlib.h>

#include "core/evidence/snapshot_rows.h"

/* The codes of the list "trust". */
static const struct {
    const char *code;
    const char *who; /* NULL = all evidence counts */
    bool no_grace;
} codes[] = {
    {"declared", NULL, false},
    {"verified", "verified", false},
    {"declared_no_grace", NULL, true},
    {"verified_no_grace", "verified", true},
};

uint32_t snapshot_verifier(struct snapshot_builder *builder, struct str_view verified_by)
{
    struct str_view name = snapshot_folded(builder, verified_by);
    uint32_t number = str_map_count(builder->verifiers);
    if (name.length == 0)
        return 0;
    if (!str_map_insert(builder->verifiers, name, number))
        str_map_find(builder->verifiers, name, &number);
    return number + 1;
}

enum cadre_status snapshot_note_trust(struct snapshot_builder *builder, struct str_view text,
                                      struct stated_trust *ret_trust, struct cadre_error *err)
{
    struct str_view names;
    struct str_view code = str_view_cut(text, ':', &names);
    size_t at = 0;
    *ret_trust = (struct stated_trust){0};
    if (text.length == 0)
        return CADRE_OK;
    while (at < sizeof codes / sizeof *codes && !str_view_equal(code, str_view_of(codes[at].code)))
        at++;
    if (at == sizeof codes / sizeof *codes)
        return snapshot_fail_unknown("trust", text, err);
    *ret_trust = (struct stated_trust){.stated = true, .no_grace = codes[at].no_grace};
    if (codes[at].who == NULL)
        return CADRE_OK;
    ret_trust->who = str_view_of(arena_format(builder->arena, "%s%s%.*s", codes[at].who,
                                              names.data != NULL ? ":" : "", STR_VIEW_ARGS(names)));
    *APPEND(builder->trusts) = ret_trust->who;
    return CADRE_OK;
}

/* ---- the seal -------------------------------------------------------------------------------- */

static int by_text(const void *left, const void *right)
{
    return str_view_compare(*(const struct str_view *)left, *(const struct str_view *)right);
}

/* Bytewise, each once; how many are left. */
static size_t order_texts(struct str_view *texts, size_t count)
{
    size_t kept = 0;
    if (count > 1)
        qsort(texts, count, sizeof *texts, by_text);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !str_view_equal(texts[i], texts[kept - 1]))
            texts[kept++] = texts[i];
    }
    return kept;
}

static size_t count_names(struct str_view names)
{
    size_t count = 1;
    if (names.data == NULL)
        return 0;
    for (size_t i = 0; i < names.length; i++)
        count += names.data[i] == ';';
    return count;
}

static struct str_view names_of(struct str_view trust)
{
    struct str_view names;
    str_view_cut(trust, ':', &names);
    return names;
}

static uint32_t number_of(const struct snapshot *snapshot, struct str_view folded)
{
    const struct str_view *found = snapshot->verifier_count == 0
                                       ? NULL
                                       : bsearch(&folded, snapshot->verifiers,
                                                 snapshot->verifier_count, sizeof folded, by_text);
    return found != NULL ? (uint32_t)(found - snapshot->verifiers) + 1 : 0;
}

static void seal_verifiers(struct snapshot_builder *builder, struct snapshot *snapshot)
{
    size_t most = 0;
    for (size_t i = 0; i < builder->trusts.count; i++)
        most += count_names(names_of(builder->trusts.items[i]));
    struct str_view *verifiers = arena_calloc(builder->arena, most, sizeof *verifiers);
    size_t count = 0;
    for (size_t i = 0; i < builder->trusts.count; i++) {
        for (struct str_view rest = names_of(builder->trusts.items[i]); rest.data != NULL;)
            verifiers[count++] = snapshot_folded(builder, str_view_cut(rest, ';', &rest));
    }
    snapshot->verifiers = verifiers;
    snapshot->verifier_count = order_texts(verifiers, count);
}

static struct trust seal_trust(struct snapshot_builder *builder, const struct snapshot *snapshot,
                               struct str_view text)
{
    struct trust trust = {.text = text};
    size_t count = count_names(names_of(text));
    uint32_t *verifiers = arena_calloc(builder->arena, count, sizeof *verifiers);
    for (struct str_view rest = names_of(text); rest.data != NULL;)
        verifiers[trust.verifier_count++] =
            number_of(snapshot, snapshot_folded(builder, str_view_cut(rest, ';', &rest)));
    trust.verifiers = verifiers;
    return trust;
}

/* By number as they came, from 1: that of the snapshot. */
static uint32_t *new_numbers(const struct snapshot_builder *builder,
                             const struct snapshot *snapshot)
{
    uint32_t *numbers = cadre_calloc(str_map_count(builder->verifiers) + 1, sizeof *numbers);
    for (size_t i = 0; i < snapshot->verifier_count; i++) {
        uint32_t came;
        if (str_map_find(builder->verifiers, snapshot->verifiers[i], &came))
            numbers[came + 1] = (uint32_t)i + 1;
    }
    return numbers;
}

static void renumber(struct snapshot_builder *builder, const struct snapshot *snapshot)
{
    CADRE_FREE uint32_t *numbers = new_numbers(builder, snapshot);
    for (size_t i = 0; i < builder->elements.count; i++) {
        struct held_element *held = &builder->elements.items[i].element;
        held->verifier = numbers[held->verifier];
    }
    for (size_t i = 0; i < builder->awards.count; i++) {
        struct held_award *held = &builder->awards.items[i].award;
        held->verifier = numbers[held->verifier];
    }
    for (size_t i = 0; i < builder->facts.count; i++) {
        struct held_fact *held = &builder->facts.items[i].fact;
        held->verifier = numbers[held->verifier];
    }
}

void snapshot_seal_trusts(struct snapshot_builder *builder, struct snapshot *snapshot)
{
    builder->trusts.count = order_texts(builder->trusts.items, builder->trusts.count);
    size_t count = builder->trusts.count;
    struct trust *trusts = arena_calloc(builder->arena, count, sizeof *trusts);
    seal_verifiers(builder, snapshot);
    for (size_t i = 0; i < count; i++)
        trusts[i] = seal_trust(builder, snapshot, builder->trusts.items[i]);
    snapshot->trusts = trusts;
    snapshot->trust_count = count;
    renumber(builder, snapshot);
}

int32_t snapshot_trust(const struct snapshot *snapshot, struct str_view who)
{
    for (size_t i = 0; i < snapshot->trust_count; i++) {
        if (str_view_equal(snapshot->trusts[i].text, who))
            return (int32_t)i + 1;
    }
    return 0;
}
