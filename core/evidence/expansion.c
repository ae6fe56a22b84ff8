#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/evidence/award_term.h"
#include "core/evidence/qualify.h"
#include "core/evidence/trusted.h"

/* Statements about elements, before those of the same element are brought together. */
struct statements {
    struct shown_element *items;
    size_t count, capacity;
};

static void state(struct statements *statements, struct shown_element shown)
{
    statements->items = cadre_grow(statements->items, &statements->capacity, statements->count + 1,
                                   sizeof *statements->items);
    statements->items[statements->count++] = shown;
}

/* The element and, along isChildOf, everything above it; years are of the element alone. */
static void state_with_ancestors(struct statements *statements, const struct catalogue *catalogue,
                                 struct shown_element shown)
{
    for (int32_t at = shown.element; at >= 0; at = catalogue_element_parent(catalogue, at)) {
        shown.element = at;
        state(statements, shown);
        shown.years = 0;
    }
}

/* ---- awards ---------------------------------------------------------------------------------- */

static void state_grants(struct statements *statements, const struct catalogue *catalogue,
                         const struct held_award *award, enum award_state award_state)
{
    size_t count;
    const struct grant *grants = catalogue_grants(catalogue, award->credential, &count);
    for (size_t i = 0; i < count; i++) {
        struct shown_element shown = {.element = grants[i].element};
        shown.level = award_state == AWARD_OVER ? 0 : grants[i].level;
        shown.firm_level = award_state == AWARD_IN_FORCE ? grants[i].level : 0;
        shown.expired_level = award_state == AWARD_IN_FORCE ? 0 : grants[i].level;
        shown.verified_level = award->verified ? shown.level : 0;
        shown.firm_verified_level = award->verified ? shown.firm_level : 0;
        state_with_ancestors(statements, catalogue, shown);
    }
}

static bool ends_later(struct cadre_date left, struct cadre_date right)
{
    return cadre_date_is_set(right) && (!cadre_date_is_set(left) || left.day > right.day);
}

static int strength(const struct shown_credential *shown)
{
    return shown->firm ? 2 : shown->in_force;
}

/* Awards of one credential follow one another; of those in force, else in grace, else over the one
 * that lasts longest is shown. */
static void show_credential(struct expansion *expansion, const struct held_award *award,
                            enum award_state award_state, const struct award_term *term)
{
    const struct shown_credential next = {
        .credential = award->credential,
        .in_force = award_state != AWARD_OVER,
        .verified = award_state != AWARD_OVER && award->verified,
        .firm = award_state == AWARD_IN_FORCE,
        .firm_verified = award_state == AWARD_IN_FORCE && award->verified,
        .ends_on = term->last,
        .grace_until = term->grace_until,
    };
    size_t count = expansion->credential_count;
    if (count == 0 || expansion->credentials[count - 1].credential != award->credential) {
        expansion->credentials[expansion->credential_count++] = next;
        return;
    }
    struct shown_credential *shown = &expansion->credentials[count - 1];
    int stronger = strength(&next) - strength(shown);
    if (stronger > 0 || (stronger == 0 && ends_later(next.ends_on, shown->ends_on))) {
        shown->ends_on = next.ends_on;
        shown->grace_until = next.grace_until;
    }
    shown->in_force |= next.in_force;
    shown->verified |= next.verified;
    shown->firm |= next.firm;
    shown->firm_verified |= next.firm_verified;
}

static void expand_awards(struct expansion *expansion, const struct snapshot *snapshot,
                          struct statements *statements, struct arena *arena)
{
    const struct person *person = expansion->person;
    expansion->credentials =
        arena_calloc(arena, person->award_count, sizeof *expansion->credentials);
    for (size_t i = 0; i < person->award_count; i++) {
        const struct held_award *award = &person->awards[i];
        struct award_term term = award_term_of(snapshot->catalogue, award);
        enum award_state award_state = award_state_on(snapshot->as_of, award, &term);
        if (award_state == AWARD_NOT_YET)
            continue;
        show_credential(expansion, award, award_state, &term);
        state_grants(statements, snapshot->catalogue, award, award_state);
    }
}

/* ---- options ----------------------------------------------------------------------------------
 */

static void state_options(struct statements *statements, const struct catalogue *catalogue,
                          const struct role_option *options, size_t count, bool verified)
{
    for (size_t i = 0; i < count; i++) {
        int32_t level = options[i].level;
        state_with_ancestors(statements, catalogue,
                             (struct shown_element){
                                 .element = options[i].element,
                                 .level = level,
                                 .verified_level = verified ? level : 0,
                                 .firm_level = level,
                                 .firm_verified_level = verified ? level : 0,
                             });
    }
}

static void expand_trainings(const struct snapshot *snapshot, const struct person *person,
                             struct statements *statements)
{
    for (size_t i = 0; i < person->fact_count; i++) {
        const struct held_fact *fact = &person->facts[i];
        size_t count;
        if (fact->kind != ALTERNATIVE_TRAINING || fact->from_on.day > snapshot->as_of.day ||
            (cadre_date_is_set(fact->until_on) && fact->until_on.day < snapshot->as_of.day))
            continue;
        const struct role_option *options =
            catalogue_role_options(snapshot->catalogue, ROLE_OPTION_TRAINING, fact->code, &count);
        state_options(statements, snapshot->catalogue, options, count, fact->verified);
    }
}

/* The institution was on the list that the policy names when they graduated, which is over by D. */
static bool is_accredited(const struct snapshot *snapshot, const struct person *person)
{
    struct str_view list = str_view_of(snapshot->policy.accredited_by);
    bool accredited = list.length == 0;
    for (size_t i = 0; i < person->fact_count && !accredited; i++) {
        const struct held_fact *fact = &person->facts[i];
        accredited = fact->kind == ALTERNATIVE_INSTITUTION && str_view_equal(fact->code, list) &&
                     fact->from_on.day <= snapshot->as_of.day;
    }
    return accredited;
}

/* A degree in a field is one in every field above it: 0612 in 061 and in 06. */
static void expand_degree(const struct snapshot *snapshot, const struct person *person,
                          struct statements *statements)
{
    struct str_view field = person->field_of_study;
    for (; field.length >= 2; field.length--) {
        size_t count;
        const struct role_option *options =
            catalogue_role_options(snapshot->catalogue, ROLE_OPTION_EDUCATION, field, &count);
        for (size_t i = 0; i < count; i++) {
            if (person->education >= options[i].education)
                state_options(statements, snapshot->catalogue, &options[i], 1, false);
        }
    }
}

/* ---- bringing together ------------------------------------------------------------------------
 */

static int by_element(const void *left, const void *right)
{
    const struct shown_element *a = left;
    const struct shown_element *b = right;
    return (a->element > b->element) - (a->element < b->element);
}

/* Most people state little, and nearly in order: qsort takes longer to begin than they to sort. */
static void sort_statements(struct statements *statements)
{
    enum { FEW = 32 };
    struct shown_element *items = statements->items;
    if (statements->count > FEW) {
        qsort(items, statements->count, sizeof *items, by_element);
        return;
    }
    for (size_t i = 1; i < statements->count; i++) {
        const struct shown_element next = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1].element > next.element; at--)
            items[at] = items[at - 1];
        items[at] = next;
    }
}

static int32_t greater(int32_t left, int32_t right)
{
    return left > right ? left : right;
}

static void gather(struct expansion *expansion, struct statements *statements, struct arena *arena)
{
    sort_statements(statements);
    expansion->elements = arena_calloc(arena, statements->count, sizeof *expansion->elements);
    for (size_t i = 0; i < statements->count; i++) {
        const struct shown_element *next = &statements->items[i];
        if (i == 0 || next->element != statements->items[i - 1].element) {
            expansion->elements[expansion->element_count++] = *next;
            continue;
        }
        struct shown_element *shown = &expansion->elements[expansion->element_count - 1];
        shown->level = greater(shown->level, next->level);
        shown->verified_level = greater(shown->verified_level, next->verified_level);
        shown->firm_level = greater(shown->firm_level, next->firm_level);
        shown->firm_verified_level = greater(shown->firm_verified_level, next->firm_verified_level);
        shown->expired_level = greater(shown->expired_level, next->expired_level);
        shown->years = greater(shown->years, next->years);
    }
}

static void expand_all_of(struct expansion *expansion, const struct snapshot *snapshot,
                          struct statements *statements, struct arena *arena)
{
    const struct person *person = expansion->person;
    statements->count = 0;
    for (size_t i = 0; i < person->element_count; i++) {
        const struct held_element *held = &person->elements[i];
        state_with_ancestors(statements, snapshot->catalogue,
                             (struct shown_element){
                                 .element = held->element,
                                 .level = held->level,
                                 .verified_level = held->verified ? held->level : 0,
                                 .firm_level = held->level,
                                 .firm_verified_level = held->verified ? held->level : 0,
                                 .years = held->years,
                             });
    }
    expand_awards(expansion, snapshot, statements, arena);
    if (snapshot->policy.training)
        expand_trainings(snapshot, person, statements);
    if (snapshot->policy.education && is_accredited(snapshot, person))
        expand_degree(snapshot, person, statements);
    gather(expansion, statements, arena);
    expansion->age = cadre_date_is_set(person->birth_date)
                         ? cadre_date_full_years(person->birth_date, snapshot->as_of)
                         : -1;
}

static void expand(struct expansion *expansion, const struct snapshot *snapshot,
                   struct statements *statements, struct arena *arena)
{
    struct expansion *trusted = arena_calloc(arena, snapshot->trust_count, sizeof *trusted);
    expand_all_of(expansion, snapshot, statements, arena);
    for (size_t i = 0; i < snapshot->trust_count; i++) {
        trusted[i].person = trusted_person(expansion->person, &snapshot->trusts[i], arena);
        expand_all_of(&trusted[i], snapshot, statements, arena);
    }
    expansion->trusted = trusted;
}

struct expansion *qualify_expand(const struct snapshot *snapshot, const struct person *person,
                                 struct arena *arena)
{
    struct statements statements = {0};
    struct expansion *expansion = arena_calloc(arena, 1, sizeof *expansion);
    expansion->person = person;
    expand(expansion, snapshot, &statements, arena);
    free(statements.items);
    return expansion;
}

struct expansion *qualify_expand_run(const struct snapshot *snapshot, size_t first, size_t count,
                                     struct arena *arena)
{
    struct statements statements = {0};
    struct expansion *expansions = arena_calloc(arena, count, sizeof *expansions);
    for (size_t i = 0; i < count; i++) {
        expansions[i].person = &snapshot->people[first + i];
        expand(&expansions[i], snapshot, &statements, arena);
    }
    free(statements.items);
    return expansions;
}

struct expansion *qualify_expand_all(const struct snapshot *snapshot, struct arena *arena)
{
    return qualify_expand_run(snapshot, 0, snapshot->person_count, arena);
}
