#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/evidence/snapshot_rows.h"

/* Natural order, then everything by index. */

/* What waited has its place now: the list's memory is wanted for the next one. */
#define DONE_WITH(list)                                                                            \
    do {                                                                                           \
        free((list).items);                                                                        \
        (list).items = NULL;                                                                       \
        (list).count = (list).capacity = 0;                                                        \
    } while (0)

/* A person's natural key with its first bytes, which often decide. */
struct keyed {
    uint64_t head;
    struct str_view natural_key;
    size_t at; /* in the builder */
};

static uint64_t head_of(struct str_view text)
{
    uint64_t head = 0;
    for (size_t i = 0; i < sizeof head; i++)
        head = head << 8 | (i < text.length ? (unsigned char)text.data[i] : 0);
    return head;
}

static int by_natural_key(const void *left, const void *right)
{
    const struct keyed *a = left;
    const struct keyed *b = right;
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    return str_view_compare(a->natural_key, b->natural_key);
}

static int by_organization_code(const void *left, const void *right)
{
    const struct waiting_organization *a = left;
    const struct waiting_organization *b = right;
    return str_view_compare(a->organization.code, b->organization.code);
}

static int by_need_code(const void *left, const void *right)
{
    const struct waiting_need *a = left;
    const struct waiting_need *b = right;
    return str_view_compare(a->need.code, b->need.code);
}

/* Key numbers are made person indexes before these sorts. */
static int by_person_element(const void *left, const void *right)
{
    const struct waiting_element *a = left;
    const struct waiting_element *b = right;
    const int64_t orders[] = {
        compare_int(a->key, b->key),
        compare_int(a->element.element, b->element.element),
        compare_int(b->element.level, a->element.level),
        compare_int(b->element.years, a->element.years),
        compare_int(b->element.verified, a->element.verified),
        compare_int(a->element.verifier, b->element.verifier),
    };
    return first_order(orders, sizeof orders / sizeof *orders);
}

static int by_person_award(const void *left, const void *right)
{
    const struct waiting_award *a = left;
    const struct waiting_award *b = right;
    const int64_t orders[] = {
        compare_int(a->key, b->key),
        compare_int(a->award.credential, b->award.credential),
        compare_int(a->award.issued_on.day, b->award.issued_on.day),
        compare_int(a->award.expires_on.day, b->award.expires_on.day),
        compare_int(a->award.revoked_on.day, b->award.revoked_on.day),
        compare_int(b->award.verified, a->award.verified),
        compare_int(a->award.verifier, b->award.verifier),
        str_view_compare(a->award.number, b->award.number),
    };
    return first_order(orders, sizeof orders / sizeof *orders);
}

static int by_person_fact(const void *left, const void *right)
{
    const struct waiting_fact *a = left;
    const struct waiting_fact *b = right;
    const int64_t orders[] = {
        compare_int(a->key, b->key),
        compare_int(a->fact.kind, b->fact.kind),
        str_view_compare(a->fact.code, b->fact.code),
        compare_int(a->fact.from_on.day, b->fact.from_on.day),
        compare_int(a->fact.until_on.day, b->fact.until_on.day),
        compare_int(a->fact.score, b->fact.score),
        compare_int(b->fact.verified, a->fact.verified),
        compare_int(a->fact.verifier, b->fact.verifier),
    };
    return first_order(orders, sizeof orders / sizeof *orders);
}

static int by_person_service(const void *left, const void *right)
{
    const struct waiting_service *a = left;
    const struct waiting_service *b = right;
    const int64_t orders[] = {
        compare_int(a->key, b->key),
        compare_int(a->service.from_on.day, b->service.from_on.day),
        compare_int(a->service.until_on.day, b->service.until_on.day),
        compare_int(a->service.organization, b->service.organization),
        compare_int(a->service.work_role, b->service.work_role),
    };
    return first_order(orders, sizeof orders / sizeof *orders);
}

static int by_need_clause(const void *left, const void *right)
{
    const struct waiting_clause *a = left;
    const struct waiting_clause *b = right;
    const int64_t orders[] = {
        str_view_compare(a->need, b->need),
        compare_int(a->clause, b->clause),
        compare_int(a->alternative.kind, b->alternative.kind),
        str_view_compare(a->code, b->code),
        compare_int(a->alternative.level, b->alternative.level),
        compare_int(a->alternative.months, b->alternative.months),
        compare_int(a->trust.stated, b->trust.stated),
        compare_int(a->trust.no_grace, b->trust.no_grace),
        str_view_compare(a->trust.who, b->trust.who),
    };
    return first_order(orders, sizeof orders / sizeof *orders);
}

static void sort(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    if (count > 1)
        qsort(items, count, size, compare);
}

static void seal_organizations(struct snapshot_builder *builder, struct snapshot *snapshot)
{
    size_t count = builder->organizations.count;
    sort(builder->organizations.items, count, sizeof *builder->organizations.items,
         by_organization_code);
    struct organization *organizations = arena_calloc(builder->arena, count, sizeof *organizations);
    CADRE_CLEANUP(str_map_cleanup) struct str_map *codes = str_map_new();
    for (size_t i = 0; i < count; i++) {
        organizations[i] = builder->organizations.items[i].organization;
        str_map_insert(codes, organizations[i].code, (uint32_t)i);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t parent;
        if (builder->organizations.items[i].parent.length > 0 &&
            str_map_find(codes, builder->organizations.items[i].parent, &parent))
            organizations[i].parent = (int32_t)parent;
    }
    for (size_t i = 0; i < builder->needs.count; i++) {
        uint32_t organization;
        if (str_map_find(codes, builder->needs.items[i].organization, &organization))
            builder->needs.items[i].need.organization = (int32_t)organization;
    }
    snapshot->organizations = organizations;
    snapshot->organization_count = count;
}

static struct alternative seal_alternative(const struct snapshot *snapshot, const struct need *need,
                                           const struct waiting_clause *row)
{
    struct alternative alternative = row->alternative;
    if (alternative.kind == ALTERNATIVE_PLACEMENT)
        alternative.target = snapshot_find_organization(snapshot, alternative.code);
    if (alternative_can_be_verified(alternative.kind))
        alternative.trust =
            row->trust.stated ? snapshot_trust(snapshot, row->trust.who) : need->trust;
    if (alternative_has_grace(alternative.kind))
        alternative.no_grace = row->trust.stated ? row->trust.no_grace : need->no_grace;
    return alternative;
}

/* The clauses of one need: rows [first, last) of the sorted clause rows, and the implicit one in
 * front. */
static void seal_clauses(struct snapshot_builder *builder, const struct snapshot *snapshot,
                         struct need *need, size_t first, size_t last)
{
    const struct waiting_clause *rows = builder->clauses.items;
    struct clause *clauses = arena_calloc(builder->arena, last - first + 1, sizeof *clauses);
    size_t count = 0;
    if (need->work_role >= 0) {
        struct alternative *role = arena_calloc(builder->arena, 1, sizeof *role);
        *role = (struct alternative){
            .kind = ALTERNATIVE_WORK_ROLE,
            .target = need->work_role,
            .level = need->level,
            .trust = need->trust,
            .no_grace = need->no_grace,
        };
        clauses[count++] = (struct clause){
            .required = true, .weight = 1, .k = 1, .alternatives = role, .alternative_count = 1};
    }
    struct alternative *alternatives =
        arena_calloc(builder->arena, last - first, sizeof *alternatives);
    for (size_t i = first; i < last; i++) {
        alternatives[i - first] = seal_alternative(snapshot, need, &rows[i]);
        if (i == first || rows[i].clause != rows[i - 1].clause)
            clauses[count++] = (struct clause){
                .number = rows[i].clause,
                .required = rows[i].required,
                .weight = rows[i].weight,
                .k = rows[i].k,
                .alternatives = &alternatives[i - first],
            };
        clauses[count - 1].alternative_count++;
    }
    need->clauses = clauses;
    need->clause_count = count;
}

static struct need *seal_needs(struct snapshot_builder *builder, struct snapshot *snapshot)
{
    size_t count = builder->needs.count;
    struct need *needs = arena_calloc(builder->arena, count, sizeof *needs);
    sort(builder->needs.items, count, sizeof *builder->needs.items, by_need_code);
    sort(builder->clauses.items, builder->clauses.count, sizeof *builder->clauses.items,
         by_need_clause);
    size_t row = 0;
    for (size_t i = 0; i < count; i++) {
        needs[i] = builder->needs.items[i].need;
        needs[i].trust = snapshot_trust(snapshot, builder->needs.items[i].trust.who);
        needs[i].no_grace = builder->needs.items[i].trust.no_grace;
        while (row < builder->clauses.count &&
               str_view_compare(builder->clauses.items[row].need, needs[i].code) < 0)
            row++;
        size_t first = row;
        while (row < builder->clauses.count &&
               str_view_equal(builder->clauses.items[row].need, needs[i].code))
            row++;
        seal_clauses(builder, snapshot, &needs[i], first, row);
    }
    snapshot->needs = needs;
    snapshot->need_count = count;
    return needs;
}

static void sort_keys(const struct snapshot_builder *builder, struct keyed *keys)
{
    for (size_t i = 0; i < builder->people.count; i++) {
        struct str_view natural_key = builder->people.items[i].natural_key;
        keys[i] = (struct keyed){head_of(natural_key), natural_key, i};
    }
    sort(keys, builder->people.count, sizeof *keys, by_natural_key);
}

/*
 * People are brought into order where they are, since a second list of them would be most of all
 * memory: each goes to its place along the cycles of the permutation. Number of a natural key ->
 * index of its person, UINT32_MAX when nobody bears it.
 */
static struct person *seal_people(struct snapshot_builder *builder, struct snapshot *snapshot,
                                  uint32_t *ret_indexes)
{
    size_t count = builder->people.count;
    struct person *people = builder->people.items;
    CADRE_FREE struct keyed *keys = cadre_calloc(count, sizeof *keys);
    sort_keys(builder, keys);
    for (uint32_t i = 0; i < str_map_count(builder->keys); i++)
        ret_indexes[i] = UINT32_MAX;
    for (size_t i = 0; i < count; i++)
        ret_indexes[builder->person_keys.items[keys[i].at]] = (uint32_t)i;
    for (size_t i = 0; i < count; i++) {
        struct person first = people[i];
        size_t at = i;
        for (size_t from; (from = keys[at].at) != i; at = from) {
            people[at] = people[from];
            keys[at].at = at;
        }
        people[at] = first;
        keys[at].at = at;
    }
    arena_adopt(builder->arena, people);
    builder->people.items = NULL;
    builder->people.count = builder->people.capacity = 0;
    snapshot->people = people;
    snapshot->person_count = count;
    return people;
}

void snapshot_deal(void *items, size_t count, size_t size, const uint32_t *indexes,
                   size_t person_count, int (*compare)(const void *, const void *))
{
    if (count == 0)
        return;
    unsigned char *rows = items;
    CADRE_FREE unsigned char *before = cadre_malloc(count * size);
    CADRE_FREE size_t *end = cadre_calloc(person_count + 2, sizeof *end);
    memcpy(before, rows, count * size);
    for (size_t i = 0; i < count; i++) {
        uint32_t key;
        memcpy(&key, before + i * size, sizeof key);
        key = indexes[key];
        memcpy(before + i * size, &key, sizeof key);
        end[(key < person_count ? key : person_count) + 1]++;
    }
    for (size_t i = 0; i <= person_count; i++)
        end[i + 1] += end[i];
    for (size_t i = 0; i < count; i++) {
        uint32_t key;
        memcpy(&key, before + i * size, sizeof key);
        memcpy(rows + end[key < person_count ? key : person_count]++ * size, before + i * size,
               size);
    }
    for (size_t i = 0; i <= person_count; i++) {
        size_t first = i > 0 ? end[i - 1] : 0;
        sort(rows + first * size, end[i] - first, size, compare);
    }
}

static void seal_elements(struct snapshot_builder *builder, const uint32_t *indexes,
                          struct person *people, size_t person_count)
{
    size_t count = builder->elements.count;
    struct held_element *held = arena_calloc(builder->arena, count, sizeof *held);
    snapshot_deal(builder->elements.items, count, sizeof *builder->elements.items, indexes,
                  person_count, by_person_element);
    for (size_t i = 0; i < count; i++) {
        const struct waiting_element *waiting = &builder->elements.items[i];
        if (waiting->key == UINT32_MAX)
            continue;
        held[i] = waiting->element;
        struct person *person = &people[waiting->key];
        if (person->element_count++ == 0)
            person->elements = &held[i];
    }
}

static void seal_awards(struct snapshot_builder *builder, const uint32_t *indexes,
                        struct person *people, size_t person_count)
{
    size_t count = builder->awards.count;
    struct held_award *held = arena_calloc(builder->arena, count, sizeof *held);
    snapshot_deal(builder->awards.items, count, sizeof *builder->awards.items, indexes,
                  person_count, by_person_award);
    for (size_t i = 0; i < count; i++) {
        const struct waiting_award *waiting = &builder->awards.items[i];
        if (waiting->key == UINT32_MAX)
            continue;
        held[i] = waiting->award;
        struct person *person = &people[waiting->key];
        if (person->award_count++ == 0)
            person->awards = &held[i];
    }
}

static void seal_facts(struct snapshot_builder *builder, const uint32_t *indexes,
                       struct person *people, size_t person_count)
{
    size_t count = builder->facts.count;
    struct held_fact *held = arena_calloc(builder->arena, count, sizeof *held);
    snapshot_deal(builder->facts.items, count, sizeof *builder->facts.items, indexes, person_count,
                  by_person_fact);
    for (size_t i = 0; i < count; i++) {
        const struct waiting_fact *waiting = &builder->facts.items[i];
        if (waiting->key == UINT32_MAX)
            continue;
        held[i] = waiting->fact;
        struct person *person = &people[waiting->key];
        if (person->fact_count++ == 0)
            person->facts = &held[i];
    }
}

static void seal_services(struct snapshot_builder *builder, const struct snapshot *snapshot,
                          const uint32_t *indexes, struct person *people)
{
    size_t count = builder->services.count;
    struct held_service *held = arena_calloc(builder->arena, count, sizeof *held);
    for (size_t i = 0; i < count; i++) {
        struct waiting_service *waiting = &builder->services.items[i];
        waiting->service.organization = snapshot_find_organization(snapshot, waiting->organization);
    }
    snapshot_deal(builder->services.items, count, sizeof *builder->services.items, indexes,
                  snapshot->person_count, by_person_service);
    for (size_t i = 0; i < count; i++) {
        const struct waiting_service *waiting = &builder->services.items[i];
        if (waiting->key == UINT32_MAX)
            continue;
        held[i] = waiting->service;
        struct person *person = &people[waiting->key];
        if (person->service_count++ == 0)
            person->services = &held[i];
    }
}

static void seal_employments(const struct snapshot_builder *builder, const uint32_t *indexes,
                             struct person *people)
{
    for (size_t i = 0; i < builder->employments.count; i++) {
        const struct waiting_employment *waiting = &builder->employments.items[i];
        uint32_t person = indexes[waiting->key];
        if (person == UINT32_MAX)
            continue;
        people[person].employer = waiting->employer;
        people[person].sex = waiting->sex;
    }
}

/* Of several placements the one that lasts longest counts; an open end lasts longest. */
static bool lasts_longer(struct cadre_date left, struct cadre_date right)
{
    if (!cadre_date_is_set(right))
        return false;
    return !cadre_date_is_set(left) || left.day > right.day;
}

static void seal_placements(struct snapshot_builder *builder, struct snapshot *snapshot,
                            const uint32_t *indexes, struct person *people, struct need *needs)
{
    for (size_t i = 0; i < builder->placements.count; i++) {
        const struct waiting_placement *placement = &builder->placements.items[i];
        int32_t need = snapshot_find_need(snapshot, placement->need);
        if (need >= 0)
            needs[need].staffed++;
        if (indexes[placement->key] == UINT32_MAX)
            continue;
        struct person *person = &people[indexes[placement->key]];
        if (person->placed && !lasts_longer(placement->until_on, person->placed_until) &&
            !(placement->until_on.day == person->placed_until.day && need > person->placed_need))
            continue;
        person->placed = true;
        person->placed_until = placement->until_on;
        person->placed_need = need;
    }
    snapshot_seal_acceptances(builder, snapshot, people, needs);
    for (size_t i = 0; i < snapshot->need_count; i++) {
        int32_t seats = needs[i].headcount - needs[i].staffed;
        needs[i].seats = seats > 0 ? seats : 0;
    }
}

static int by_base_person(const void *left, const void *right)
{
    const struct base_assignment *a = left;
    const struct base_assignment *b = right;
    int order = compare_int(a->person, b->person);
    return order != 0 ? order : compare_int(a->need, b->need);
}

static void seal_base(struct snapshot_builder *builder, struct snapshot *snapshot,
                      const uint32_t *indexes)
{
    struct base_assignment *base = arena_calloc(builder->arena, builder->base.count, sizeof *base);
    size_t count = 0;
    for (size_t i = 0; i < builder->base.count; i++) {
        int32_t need = snapshot_find_need(snapshot, builder->base.items[i].need);
        uint32_t person = indexes[builder->base.items[i].key];
        if (need >= 0 && person != UINT32_MAX)
            base[count++] = (struct base_assignment){(int32_t)person, need};
    }
    sort(base, count, sizeof *base, by_base_person);
    snapshot->base = base;
    snapshot->base_count = count;
}

static void seal_stays(struct snapshot_builder *builder, struct snapshot *snapshot,
                       const uint32_t *indexes)
{
    size_t count = 0;
    struct base_assignment *stays =
        arena_calloc(builder->arena, builder->stays.count, sizeof *stays);
    for (size_t i = 0; i < builder->stays.count; i++) {
        const struct waiting_base *waiting = &builder->stays.items[i];
        int32_t need = snapshot_find_need(snapshot, waiting->need);
        uint32_t person = indexes[waiting->key];
        bool first = snapshot->stay_need_gone.data == NULL ||
                     str_view_compare(waiting->need, snapshot->stay_need_gone) < 0;
        if (need < 0 && first)
            snapshot->stay_need_gone = waiting->need;
        else if (need >= 0 && person == UINT32_MAX)
            snapshot->stays_gone++;
        else if (need >= 0)
            stays[count++] = (struct base_assignment){(int32_t)person, need};
    }
    sort(stays, count, sizeof *stays, by_base_person);
    snapshot->stays = stays;
    snapshot->stay_count = count;
}

static enum cadre_status check_count(const struct snapshot *snapshot, struct cadre_error *err)
{
    char day[CADRE_DATE_TEXT_SIZE];
    if (snapshot->need_count <= SNAPSHOT_NEEDS_MOST)
        return CADRE_OK;
    cadre_fail(err, CADRE_REFUSED, "%zu needs are in force on %s, and at most %zu can be weighed",
               snapshot->need_count, cadre_date_format(snapshot->as_of, day), SNAPSHOT_NEEDS_MOST);
    return cadre_fail_hint(err, "needs that are alike can be one need with more seats");
}

static enum cadre_status check_unique(const struct snapshot *snapshot, struct cadre_error *err)
{
    for (size_t i = 1; i < snapshot->person_count; i++) {
        if (str_view_equal(snapshot->people[i - 1].natural_key, snapshot->people[i].natural_key))
            return cadre_fail(err, CADRE_BUG,
                              "two people of the registry bear the same natural key");
    }
    for (size_t i = 1; i < snapshot->need_count; i++) {
        if (str_view_equal(snapshot->needs[i - 1].code, snapshot->needs[i].code))
            return cadre_fail(err, CADRE_BUG, "two needs of the registry bear the same code");
    }
    return CADRE_OK;
}

/* No import lets in rows of one clause that disagree: one of them would say nothing. */
static enum cadre_status check_clauses(const struct snapshot_builder *builder,
                                       struct cadre_error *err)
{
    for (size_t i = 1; i < builder->clauses.count; i++) {
        const struct waiting_clause *row = &builder->clauses.items[i];
        const struct waiting_clause *before = row - 1;
        if (row->clause != before->clause || !str_view_equal(row->need, before->need))
            continue;
        if (row->required != before->required || row->weight != before->weight ||
            row->k != before->k)
            return cadre_fail(err, CADRE_BUG,
                              "the registry holds a clause whose rows disagree: %" PRId32
                              " of need '%.*s'",
                              row->clause, STR_VIEW_ARGS(row->need));
    }
    return CADRE_OK;
}

enum cadre_status snapshot_seal(struct snapshot_builder *builder, struct snapshot **ret_snapshot,
                                struct cadre_error *err)
{
    struct snapshot *snapshot = arena_calloc(builder->arena, 1, sizeof *snapshot);
    snapshot->as_of = builder->as_of;
    snapshot->known_at = builder->known_at;
    snapshot->catalogue = builder->catalogue;
    snapshot->policy = builder->policy;
    snapshot_seal_trusts(builder, snapshot);
    snapshot->call_up = builder->call_up;
    seal_organizations(builder, snapshot);
    struct need *needs = seal_needs(builder, snapshot);
    CADRE_FREE uint32_t *indexes = cadre_calloc(str_map_count(builder->keys), sizeof *indexes);
    struct person *people = seal_people(builder, snapshot, indexes);
    enum cadre_status status = check_count(snapshot, err);
    if (status == CADRE_OK)
        status = check_unique(snapshot, err);
    if (status == CADRE_OK)
        status = check_clauses(builder, err);
    if (status != CADRE_OK)
        return status;
    seal_elements(builder, indexes, people, snapshot->person_count);
    DONE_WITH(builder->elements);
    seal_awards(builder, indexes, people, snapshot->person_count);
    DONE_WITH(builder->awards);
    snapshot_join_institutions(builder);
    seal_facts(builder, indexes, people, snapshot->person_count);
    DONE_WITH(builder->facts);
    seal_services(builder, snapshot, indexes, people);
    seal_employments(builder, indexes, people);
    snapshot_seal_records(builder, snapshot, indexes, people);
    DONE_WITH(builder->records);
    snapshot_seal_decisions(builder, snapshot, indexes, people);
    seal_placements(builder, snapshot, indexes, people, needs);
    seal_base(builder, snapshot, indexes);
    seal_stays(builder, snapshot, indexes);
    snapshot_seal_wishes(builder, snapshot, indexes, people);
    snapshot_seal_trainings(builder, snapshot);
    *ret_snapshot = snapshot;
    return CADRE_OK;
}
