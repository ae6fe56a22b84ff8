/*
 * Qualification: a person's evidence expanded once at day D, then tested against needs (rules:
 * Qualification). Pure; nothing is allocated for a pair.
 */
#ifndef CADRE_CORE_EVIDENCE_QUALIFY_H
#define CADRE_CORE_EVIDENCE_QUALIFY_H

#include "core/base/arena.h"
#include "core/evidence/reason.h"
#include "core/evidence/snapshot.h"

/* What a person can show at D, highest level of each element. */
struct shown_element {
    int32_t element;
    int32_t level;                           /* highest in force, awards in grace included */
    int32_t verified_level;                  /* highest by verified evidence, 0 = none */
    int32_t firm_level, firm_verified_level; /* the same without what is in grace */
    int32_t expired_level; /* highest that evidence behind its last day gives or gave, 0 = none */
    int32_t years;         /* of the competencies row, greatest */
};
struct shown_credential {
    int32_t credential;
    bool in_force; /* or in grace */
    bool verified;
    bool firm, firm_verified;      /* the same without what is in grace */
    struct cadre_date ends_on;     /* last day, none = never */
    struct cadre_date grace_until; /* last day of grace behind it, none = it has none */
};
struct expansion {
    const struct person *person;
    struct shown_element *elements; /* ordered by element; competency closure along isChildOf
                                       included: a child held shows its ancestors at its level */
    size_t element_count;
    struct shown_credential *credentials; /* ordered by credential */
    size_t credential_count;
    int32_t age; /* full years at D, -1 = unknown */
    /* For each of the snapshot's trusts what the evidence that it counts shows; NULL = the same. */
    const struct expansion *trusted;
};

/* What counts where the trust of that number is asked. */
static inline const struct expansion *qualify_seen(const struct expansion *expansion, int32_t trust)
{
    return trust == 0 || expansion->trusted == NULL ? expansion : &expansion->trusted[trust - 1];
}

/* One for each person of the snapshot, in its order; memory from `arena`. */
struct expansion *qualify_expand_all(const struct snapshot *snapshot, struct arena *arena);

/* The same of `count` people, from the one at `first` on. */
struct expansion *qualify_expand_run(const struct snapshot *snapshot, size_t first, size_t count,
                                     struct arena *arena);

/* The same of one person, who need not be of the snapshot. */
struct expansion *qualify_expand(const struct snapshot *snapshot, const struct person *person,
                                 struct arena *arena);

/* Conditions of a need that fail, in reason order. */
#define QUALIFY_FAILURES_MAX 64

struct failure {
    enum reason reason;
    int32_t clause; /* index in need->clauses, -1 for a service condition */
};

struct verdict {
    enum reason primary;           /* REASON_NONE = eligible */
    bool competent;                /* every required competence clause holds */
    bool serviceable;              /* every service condition holds */
    bool by_grace;                 /* eligible, though only by an award in grace */
    struct cadre_date grace_until; /* the last day of that grace, then */
    uint32_t failure_count;        /* all failing conditions, even beyond QUALIFY_FAILURES_MAX */
    struct failure failures[QUALIFY_FAILURES_MAX]; /* in reason order */
};

/*
 * Full verdict of one pair, for explanations and gaps. A clause that fails has one reason:
 * unverified when it would hold if all evidence counted; else credential expired when it would hold
 * with evidence that is over; else level too low when one of its competencies or roles is shown at
 * a lower level; else by what it asks for: credential
 * missing, competency missing, language, education (also of a field of study or an institution),
 * training, assessment, distinction, experience, rank, military specialty, placement, the first of
 * these that occurs. A decision that stands against the pair is told behind all these. An
 * incomplete need fails everybody (other). `need` is one of the snapshot's.
 */
void qualify_pair(const struct snapshot *snapshot, const struct expansion *expansion,
                  const struct need *need, struct verdict *ret_verdict);
/* The same answer, stopping at the first failure: the primary reason only. */
enum reason qualify_reason(const struct snapshot *snapshot, const struct expansion *expansion,
                           const struct need *need);
/*
 * How near a pair is, for figures over all pairs: stops at the second failure and keeps one alone.
 * What was decided of the pair is left aside: it is no want of people.
 */
struct nearness {
    bool competent;         /* every required competence clause holds */
    int32_t failure_count;  /* 0 = eligible, 1, or 2 = two or more */
    struct failure failure; /* the only one, when failure_count is 1 */
};
void qualify_nearness(const struct snapshot *snapshot, const struct expansion *expansion,
                      const struct need *need, struct nearness *ret_nearness);
/* Does it hold by itself. */
bool qualify_alternative(const struct snapshot *snapshot, const struct expansion *expansion,
                         const struct alternative *alternative);
/* Does the clause hold; *ret_verified (may be NULL): by verified evidence. */
bool qualify_clause(const struct snapshot *snapshot, const struct expansion *expansion,
                    const struct clause *clause, bool *ret_verified);
/* REASON_NONE when the clause holds, else the one reason by which it fails; *ret_verified as above.
 */
enum reason qualify_clause_reason(const struct snapshot *snapshot,
                                  const struct expansion *expansion, const struct clause *clause,
                                  bool *ret_verified);
/* Bit (1 << reason) of each reason by which the clause may fail, and perhaps of further ones. */
uint32_t qualify_clause_reasons(const struct clause *clause);

/* What of a person an alternative of the kind rests on, bits: who has none of it stands as somebody
 * of whom nothing is known. 0: on anything. */
enum rests_on {
    RESTS_ON_ELEMENT = 1,    /* its target among expansion->elements */
    RESTS_ON_CREDENTIAL = 2, /* its target among expansion->credentials */
    RESTS_ON_FACTS = 4,      /* person->facts */
    RESTS_ON_SERVICES = 8,   /* person->services */
};
unsigned qualify_rests_on(enum alternative_kind kind);
/* The clause is decided by nothing but the levels of the shown element that its one alternative is
 * about: who shows equal ones stands alike in it. */
bool qualify_by_levels(const struct clause *clause);

#endif
