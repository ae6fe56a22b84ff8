/*
 * The inside of struct snapshot_builder: rows as they wait for the seal, and the canonical texts of
 * the registry made into numbers of the catalogue. Private to core/evidence.
 */
#ifndef CADRE_CORE_EVIDENCE_SNAPSHOT_ROWS_H
#define CADRE_CORE_EVIDENCE_SNAPSHOT_ROWS_H

#include "core/base/alloc.h"
#include "core/base/str_map.h"
#include "core/evidence/snapshot.h"

/* Evidence waits for its person under the number of the natural key: rows come in any order. */
struct waiting_element {
    uint32_t key;
    struct held_element element;
};
struct waiting_award {
    uint32_t key;
    struct held_award award;
};
struct waiting_fact {
    uint32_t key;
    struct held_fact fact;
};
struct waiting_study {
    uint32_t key;
    struct str_view institution; /* folded, as below */
    struct cadre_date graduated_on;
};
struct waiting_institution {
    struct str_view institution, list;
    struct cadre_date listed_from, listed_until;
};
struct waiting_record {
    uint32_t key;
    struct held_record record;
    struct str_view military_specialty, rank_key;
};
struct waiting_decision {
    uint32_t key;
    struct str_view need;
    struct decision decision;
};
struct waiting_service {
    uint32_t key;
    struct str_view organization;
    struct held_service service;
};
/* What a cell "trust" says. */
struct stated_trust {
    bool stated;
    bool no_grace;
    struct str_view who; /* as struct trust has it; absent = all evidence counts */
};
struct waiting_clause {
    struct str_view need;
    int32_t clause, weight, k;
    bool required;
    struct alternative alternative;
    struct str_view code;      /* canonical, for the order within a clause */
    struct stated_trust trust; /* not stated = as the need */
};
struct waiting_placement {
    uint32_t key;
    struct str_view need;
    struct cadre_date until_on;
};
struct waiting_base {
    uint32_t key;
    struct str_view need;
};
struct waiting_wish {
    uint32_t key;
    struct wish wish;
    struct str_view need, organization;
};
struct waiting_languages {
    const struct language_level *languages;
    size_t count;
};
struct waiting_need {
    struct need need;
    struct str_view organization;
    struct stated_trust trust;
};
struct waiting_organization {
    struct organization organization;
    struct str_view parent;
};

#define LIST_OF(type)                                                                              \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count, capacity;                                                                    \
    }

struct waiting_employment {
    uint32_t key;
    struct str_view employer;
    int32_t sex;
};

struct snapshot_builder {
    struct arena *arena;
    const struct catalogue *catalogue;
    struct cadre_date as_of;
    struct str_view known_at;
    const struct call_up *call_up;
    struct match_policy policy;
    struct str_map *keys;                           /* natural key -> number */
    struct str_map *verifiers;                      /* folded name -> number from 0, as they came */
    LIST_OF(struct str_view) trusts;                /* who, as they came */
    struct str_map *texts, *folds, *language_lists; /* text -> index in the list of the name */
    LIST_OF(struct str_view) text_views;            /* each once, since people share most */
    LIST_OF(struct str_view) fold_views;
    LIST_OF(struct waiting_languages) language_views;
    LIST_OF(struct person) people;
    LIST_OF(uint32_t) person_keys; /* of people */
    LIST_OF(struct waiting_element) elements;
    LIST_OF(struct waiting_award) awards;
    LIST_OF(struct waiting_fact) facts;
    LIST_OF(struct waiting_study) studies;
    LIST_OF(struct waiting_employment) employments;
    LIST_OF(struct waiting_institution) institutions;
    LIST_OF(struct waiting_service) services;
    LIST_OF(struct waiting_record) records;
    LIST_OF(struct waiting_decision) decisions;
    struct decision *standing; /* those of them that stand, once they were sealed */
    size_t standing_count;
    LIST_OF(struct waiting_organization) organizations;
    LIST_OF(struct waiting_need) needs;
    LIST_OF(struct waiting_clause) clauses;
    LIST_OF(struct training) trainings;
    LIST_OF(struct waiting_placement) placements;
    LIST_OF(struct waiting_base) base;
    LIST_OF(struct waiting_base) stays;
    LIST_OF(struct waiting_wish) wishes;
};

static inline int compare_int(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

/* Of several orders, each weighing more than those after it. */
static inline int first_order(const int64_t *orders, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (orders[i] != 0)
            return orders[i] < 0 ? -1 : 1;
    }
    return 0;
}

/* Room for one more item; gives its address. */
#define APPEND(list)                                                                               \
    ((list).items =                                                                                \
         cadre_grow((list).items, &(list).capacity, (list).count + 1, sizeof *(list).items),       \
     &(list).items[(list).count++])
/* The number of a natural key, the same for every row that bears it. */
uint32_t snapshot_key_number(struct snapshot_builder *builder, struct str_view natural_key);
/* That of a row of evidence. */
uint32_t snapshot_row_key(struct snapshot_builder *builder, uint32_t person,
                          struct str_view natural_key);
/*
 * Rows of evidence are brought to the people they are of: `items`, whose first member is `uint32_t
 * key`, get the person's index for it (UINT32_MAX = nobody's, these stand last) and are ordered by
 * it, then by `compare`. `indexes`: by number of the natural key.
 */
void snapshot_deal(void *items, size_t count, size_t size, const uint32_t *indexes,
                   size_t person_count, int (*compare)(const void *, const void *));

/* Hands the service records over; `indexes`: of people, by key number. */
void snapshot_seal_records(struct snapshot_builder *builder, const struct snapshot *snapshot,
                           const uint32_t *indexes, struct person *people);
/* Hands the wishes over whose person and target are known; `indexes` as above. */
void snapshot_seal_wishes(struct snapshot_builder *builder, struct snapshot *snapshot,
                          const uint32_t *indexes, struct person *people);
/* Seats whoever accepted a seat of a published run, as by a placement until the need ends: the
 * newest acceptance first, and none of somebody whom other placements keep from the need. Once
 * decisions and placements stand. */
void snapshot_seal_acceptances(struct snapshot_builder *builder, const struct snapshot *snapshot,
                               struct person *people, struct need *needs);
/* Likewise of the decisions; once the needs have their places. */
void snapshot_seal_decisions(struct snapshot_builder *builder, const struct snapshot *snapshot,
                             const uint32_t *indexes, struct person *people);
/* Makes facts of studies and institutions; before facts are sealed. */
void snapshot_join_institutions(struct snapshot_builder *builder);
/* A number for who verified, from 1, that snapshot_seal_trusts makes one of the snapshot's; 0 when
 * absent. */
uint32_t snapshot_verifier(struct snapshot_builder *builder, struct str_view verified_by);
/* Reads a cell and keeps what it trusts for the seal; absent is not stated. */
CADRE_MUST_CHECK enum cadre_status snapshot_note_trust(struct snapshot_builder *builder,
                                                       struct str_view text,
                                                       struct stated_trust *ret_trust,
                                                       struct cadre_error *err);
/* Trusts and verifiers of the snapshot; evidence that waits gets the numbers of these. */
void snapshot_seal_trusts(struct snapshot_builder *builder, struct snapshot *snapshot);
/* The number of a trust of the snapshot; 0 when all evidence counts. */
int32_t snapshot_trust(const struct snapshot *snapshot, struct str_view who);
/* A copy in the arena, the same one for equal texts; absent stays absent. */
struct str_view snapshot_text(struct snapshot_builder *builder, struct str_view text);
/* The text as fold_key makes it, likewise. */
struct str_view snapshot_folded(struct snapshot_builder *builder, struct str_view text);
/* Each fails with CADRE_BUG when the text is not in the catalogue. */
enum cadre_status snapshot_fail_unknown(const char *what, struct str_view text,
                                        struct cadre_error *err);
/* Rank of a code, 0 when absent. */
CADRE_MUST_CHECK enum cadre_status snapshot_code_rank(const struct snapshot_builder *builder,
                                                      const char *list, struct str_view code,
                                                      int32_t *ret_rank, struct cadre_error *err);
/* "eligible;reserve" as bits (rank - 1). */
CADRE_MUST_CHECK enum cadre_status snapshot_code_bits(const struct snapshot_builder *builder,
                                                      const char *list, struct str_view codes,
                                                      uint32_t *ret_bits, struct cadre_error *err);
/* -1 when absent. */
CADRE_MUST_CHECK enum cadre_status snapshot_region(const struct snapshot_builder *builder,
                                                   struct str_view code, int32_t *ret_region,
                                                   struct cadre_error *err);
/* "az:C2;en:B1", ordered by language; the same list for equal texts. */
CADRE_MUST_CHECK enum cadre_status snapshot_languages(struct snapshot_builder *builder,
                                                      struct str_view text,
                                                      const struct language_level **ret_languages,
                                                      size_t *ret_count, struct cadre_error *err);
/* The parts of a ';' joined list, ordered bytewise. */
struct str_view *snapshot_list(struct snapshot_builder *builder, struct str_view text,
                               size_t *ret_count);
CADRE_MUST_CHECK enum cadre_status snapshot_element(const struct snapshot_builder *builder,
                                                    enum element_type type,
                                                    struct str_view canonical, int32_t *ret_element,
                                                    struct cadre_error *err);
/* The specialty as the list that is loaded has it on the snapshot's day, in whatever way it was
 * stored; as it stands where none has it. */
struct str_view snapshot_specialty(struct snapshot_builder *builder, struct str_view code);
/* What the row asks for, by its kind, code, level and months. */
CADRE_MUST_CHECK enum cadre_status snapshot_alternative(struct snapshot_builder *builder,
                                                        const struct alternative_row *row,
                                                        struct alternative *alternative,
                                                        struct cadre_error *err);
/* Orders the trainings and hands them over. */
void snapshot_seal_trainings(struct snapshot_builder *builder, struct snapshot *snapshot);
/* A level of the element's scale; absent means the lowest. */
CADRE_MUST_CHECK enum cadre_status snapshot_level(const struct snapshot_builder *builder,
                                                  int32_t element, struct str_view level,
                                                  int32_t *ret_rank, struct cadre_error *err);

#endif
