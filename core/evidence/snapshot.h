/*
 * The registry as of (as_of, known_at), in memory: people with their evidence, needs with their
 * requirements, organizations, the assignments of the last published run. Filled once through the
 * builder in any order, then sealed: rows are brought into natural-key order, so that whatever is
 * computed from it does not depend on the order in which rows came.
 */
#ifndef CADRE_CORE_EVIDENCE_SNAPSHOT_H
#define CADRE_CORE_EVIDENCE_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/date.h"
#include "core/base/digest.h"
#include "core/base/status.h"
#include "core/base/str.h"
#include "core/catalogue/catalogue.h"
#include "core/evidence/reason.h"
#include "core/policy/match_policy.h"

struct language_level {
    struct str_view language; /* "az" */
    int32_t level;            /* CEFR rank 1..6 */
};

/* A competency or role held, declared or verified. */
struct held_element {
    int32_t element;
    int32_t level; /* rank in its scale */
    int32_t years;
    bool verified;
    uint32_t
        verifier; /* number from 1 in the snapshot's verifiers; 0 = none that a need asks for */
};

struct held_award {
    int32_t credential;
    struct cadre_date issued_on;
    struct cadre_date expires_on; /* stated; none = by the credential's months, or never */
    struct cadre_date revoked_on; /* not in force from this day on */
    bool verified;
    uint32_t verifier;      /* as above */
    struct str_view number; /* absent = none */
};

/* What a need may ask for. */
enum alternative_kind {
    ALTERNATIVE_COMPETENCY,
    ALTERNATIVE_CREDENTIAL,
    ALTERNATIVE_WORK_ROLE,
    ALTERNATIVE_LANGUAGE,
    ALTERNATIVE_EDUCATION,
    ALTERNATIVE_FIELD_OF_STUDY,     /* ISCED-F: that field or one below it */
    ALTERNATIVE_TRAINING,           /* completed, and the completion is in force */
    ALTERNATIVE_RANK,               /* that military rank, by its name */
    ALTERNATIVE_MILITARY_SPECIALTY, /* that one, by its code */
    ALTERNATIVE_PLACEMENT,          /* sits or sat in a seat of an organization or one below it */
    ALTERNATIVE_ASSESSMENT,         /* taken, with a score and not too long ago */
    ALTERNATIVE_EXPERIENCE,         /* months in a work role, as stated or in seats of it */
    ALTERNATIVE_DISTINCTION,        /* held */
    ALTERNATIVE_INSTITUTION,        /* graduated from one that was on a list on that day */
    ALTERNATIVE_KIND_COUNT
};

/* What is known of a person by a code that no catalogue has: a training completed, an assessment
 * taken, a distinction, a list that the person's institution was on. */
struct held_fact {
    enum alternative_kind kind;
    struct str_view code;       /* "U-100/SOC-201" */
    struct cadre_date from_on;  /* counts from this day on */
    struct cadre_date until_on; /* last day on which it counts, none = for ever */
    int32_t score;              /* of an assessment, in hundredths; else 0 */
    bool verified;
    uint32_t verifier; /* as above */
};

/* A seat that a person sits or sat in: of any placement that has begun. */
struct held_service {
    int32_t organization; /* whose need it was, index; -1 = not known at as_of */
    int32_t work_role;    /* of the need, element; -1 = none */
    struct cadre_date from_on;
    struct cadre_date until_on; /* last day, none = open */
};

/* What an office recorded of somebody's military service; in the order of precedence, and of the
 * code list service_record. */
enum service_record {
    SERVICE_REGISTERED = 1,
    SERVICE_CALLED_UP,
    SERVICE_DEFERRED,
    SERVICE_EXEMPT,
    SERVICE_SERVING,
    SERVICE_DISCHARGED,
    SERVICE_RESERVE,
    SERVICE_RESERVED_BY_EMPLOYER,
    SERVICE_ATTACHED,
    SERVICE_MUSTER,
    SERVICE_RECORD_COUNT
};

struct held_record {
    enum service_record record;
    struct str_view ground; /* absent = none stated */
    struct cadre_date from_on;
    struct cadre_date until_on; /* last day, none = open */
};

/* What was decided of a person and a need; in the order of the code list decision_verdict. */
enum decision_verdict {
    DECISION_LOCK = 1, /* the person takes a seat of the need, if they fit */
    DECISION_FORBID,   /* the person does not */
    DECISION_ACCEPT,   /* the person took the offer: as a lock */
    DECISION_DECLINE,  /* the person did not, gave no answer, or stepped back: as a ban */
    DECISION_NO_ANSWER,
    DECISION_WITHDRAW,
    DECISION_VERDICT_COUNT
};

struct decision {
    int32_t need; /* index */
    enum decision_verdict verdict;
    struct cadre_date decided_on, until_on; /* last day, none = open */
    struct str_view by, reason_code;        /* the latter absent = none stated */
    bool offered; /* it accepts a seat of a published run, and no placement of the registry took
                     over */
    bool seated;  /* by that the person has the seat, as by a placement */
};

/* REASON_NONE of one that binds. */
static inline enum reason decision_reason(enum decision_verdict verdict)
{
    if (verdict == DECISION_FORBID)
        return REASON_FORBIDDEN;
    return verdict == DECISION_LOCK || verdict == DECISION_ACCEPT ? REASON_NONE : REASON_DECLINED;
}

/* "lock" */
const char *decision_verdict_code(enum decision_verdict verdict);

static inline bool decision_binds(enum decision_verdict verdict)
{
    return verdict == DECISION_LOCK || verdict == DECISION_ACCEPT;
}

struct wish; /* below */

struct person {
    struct str_view
        natural_key; /* national_id, else "source/source_person_id" of the bytewise least pair */
    struct str_view person_id;               /* "P00000123" */
    struct str_view given_name, family_name; /* for --names only; not part of any digest */
    struct str_view owner;    /* organization whose rows these are; in a digest with limits alone */
    struct str_view employer; /* code; absent = none is stated, or no limit asks for it */
    int32_t sex;              /* rank in "sex", 0 likewise */
    struct cadre_date birth_date;
    struct str_view citizenship;    /* alpha-2 or absent */
    int32_t region;                 /* -1 = none */
    int32_t service_status;         /* rank, 0 = none: of the record that decides at as_of, else as
                                       the roster states it */
    int32_t fitness;                /* rank, 0 = none */
    int32_t clearance;              /* rank, 1 ("none") when empty */
    int32_t education;              /* rank in "isced" (level 0 = rank 1), 0 = none */
    struct str_view field_of_study; /* ISCED-F, absent = not known */
    struct str_view rank_key;       /* military rank as fold_key makes it; absent likewise */
    struct str_view military_specialty; /* code of the local list; absent likewise */
    struct cadre_date available_from;
    bool relocates;
    struct cadre_date consent_on, consent_until;
    uint32_t consent_for;                   /* bit (rank - 1) of each engagement consented to */
    const struct language_level *languages; /* ordered by language */
    size_t language_count;
    const struct held_element *elements; /* ordered by element, then level descending */
    size_t element_count;
    const struct held_award *awards; /* ordered by credential, issued_on */
    size_t award_count;
    const struct held_fact *facts; /* ordered by kind, code, from_on */
    size_t fact_count;
    const struct held_service *services; /* ordered by from_on */
    size_t service_count;
    const struct held_record *records; /* begun at as_of; ordered by from_on, record, ground */
    size_t record_count;
    const struct held_record *deciding_record; /* that service_status follows from; NULL = it is
                                                  the roster's */
    const struct decision *decisions; /* that stand at as_of, one a need; ordered by need */
    size_t decision_count;
    const struct wish *wishes; /* their own; ordered by target */
    size_t wish_count;
    uint32_t barred; /* bit (rank - 1) of each engagement that is closed at as_of, whatever the law
                        says of service_status */
    bool uncalled;   /* the snapshot's call-up does not take their year of birth */
    int32_t placed_need;            /* placement in force at as_of: index of its need or -1 */
    bool placed;                    /* a placement is in force at as_of */
    struct cadre_date placed_until; /* its last day; none = open */
};

struct alternative {
    enum alternative_kind kind;
    int32_t target;       /* index of an element, credential or organization; -1 = none, or an
                             organization that is not known at as_of */
    struct str_view code; /* of kinds whose codes the catalogue does not index; else absent */
    struct str_view key;  /* ALTERNATIVE_RANK: the code as fold_key makes it */
    int32_t level;  /* rank in the scale concerned, 0 where there is none; of an assessment the
                       least score in hundredths */
    int32_t months; /* of experience at least, or how old an assessment may be; 0 = any */
    int32_t trust;  /* number from 1 in the snapshot's trusts; 0 = all evidence counts. Who packs
                       alternatives asks qualify_alternative about one that trusts. */
    bool no_grace;  /* an award in grace does not count; likewise */
};

/* Its target is an element. */
static inline bool alternative_is_of_element(enum alternative_kind kind)
{
    return kind == ALTERNATIVE_COMPETENCY || kind == ALTERNATIVE_WORK_ROLE ||
           kind == ALTERNATIVE_EXPERIENCE;
}

/* Evidence of the kind may be verified by somebody: trust is about these alone. What the roster
 * states (languages, education, ranks) and the seats of the registry are taken as they stand. */
static inline bool alternative_can_be_verified(enum alternative_kind kind)
{
    return alternative_is_of_element(kind) || kind == ALTERNATIVE_CREDENTIAL ||
           kind == ALTERNATIVE_TRAINING || kind == ALTERNATIVE_ASSESSMENT ||
           kind == ALTERNATIVE_DISTINCTION;
}

/* Something that ends, and may have days of grace, shows the kind. */
static inline bool alternative_has_grace(enum alternative_kind kind)
{
    return kind == ALTERNATIVE_COMPETENCY || kind == ALTERNATIVE_WORK_ROLE ||
           kind == ALTERNATIVE_CREDENTIAL;
}

/* The same where all evidence counts, in grace or not as it says. */
static inline struct alternative alternative_of_any_trust(const struct alternative *alternative)
{
    struct alternative any = *alternative;
    any.trust = 0;
    return any;
}

/* Only verified evidence counts. */
struct trust {
    struct str_view text;      /* canonical: "verified", "verified:CERT-GOV;U-100" */
    const uint32_t *verifiers; /* numbers of the snapshot's verifiers: one of these */
    size_t verifier_count;     /* 0 = whoever */
};

struct clause {
    int32_t number; /* as in the file; 0 = the implicit clause of the need's work_role and level */
    bool required;  /* else desired */
    int32_t weight; /* of a desired clause, >= 1 */
    int32_t k;      /* how many alternatives must hold, >= 1 */
    const struct alternative *alternatives;
    size_t alternative_count;
};

struct organization {
    struct str_view code, name;
    int32_t kind, sector; /* ranks, 0 = none */
    int32_t parent;       /* index, -1 = none or unknown */
    int32_t region;
};

struct need {
    struct str_view code, title;
    int32_t organization;   /* index, -1 when the organization is not known at as_of */
    int32_t engagement;     /* rank */
    int32_t classification; /* rank */
    int32_t work_role;      /* element, -1 = none */
    int32_t level; /* rank in the role's scale; the lowest (1) when a role but no level was given */
    int32_t headcount;
    int32_t staffed;  /* placements in force at as_of, acceptances that hold a seat among them */
    int32_t seats;    /* free: max(0, headcount - staffed) */
    int32_t priority; /* 1 highest .. 9 */
    int32_t region;   /* -1 = any */
    struct cadre_date starts_on, ends_on;
    int32_t min_age, max_age;            /* -1 = not stated; both ends included */
    const struct str_view *citizenships; /* any of; empty = any */
    size_t citizenship_count;
    uint32_t service_statuses;              /* bit (rank - 1); 0 = any */
    int32_t fitness, clearance, education;  /* minimum ranks, 0 = any */
    const struct language_level *languages; /* all of */
    size_t language_count;
    const struct clause *clauses; /* ordered by number; the implicit one first */
    size_t clause_count;
    int32_t trust;   /* of its role and of alternatives that say nothing of their own; as theirs */
    bool no_grace;   /* likewise */
    bool incomplete; /* its requirement set was rejected and none stood before: matches nobody,
                        reason other */
};

/* A course on offer: it has not ended at as_of. No part of any digest: it decides no match. */
struct training {
    struct str_view provider, code, title;
    int32_t cost;  /* whole units of the country's currency, -1 = not stated */
    int32_t hours; /* -1 = not stated */
    const struct person
        *grants; /* what who completes it then holds: somebody who holds just that */
};

struct base_assignment {
    int32_t person; /* index in people */
    int32_t need;   /* index in needs */
};

/* More needs are refused: 18 bits number them wherever there are many of them. */
#define SNAPSHOT_NEEDS_MOST ((size_t)1 << 18)

/* Ranks are 1 .. 999, 1 is wished for most. */
enum { WISH_NONE = 1000 };

/* A wish of a person, or of an organization to have the person; it decides stable matches, and
 * people's own weigh in the fit where the policy says so. */
struct wish {
    int32_t person;
    bool of_person;       /* else an organization's */
    int32_t need;         /* index, -1 = one of the other two is wished for */
    int32_t work_role;    /* element: any need of it; -1 likewise */
    int32_t organization; /* index: any need of it or below it; -1 likewise */
    int32_t rank;
};

struct snapshot {
    struct cadre_date as_of;
    struct str_view known_at;          /* "YYYY-MM-DD HH:MM:SS.ffffff+00", as stored */
    const struct catalogue *catalogue; /* borrowed */
    struct match_policy policy;        /* of the run */
    const struct call_up *call_up;     /* whom conscription takes; NULL = all whom the law lets */
    const struct person *people;       /* by natural_key bytewise */
    size_t person_count;
    const struct need *needs; /* in force at as_of, by code bytewise */
    size_t need_count;
    const struct organization *organizations; /* by code bytewise */
    size_t organization_count;
    const struct training *trainings; /* by provider, then code, bytewise */
    size_t training_count;
    const struct base_assignment *base; /* last published run, by person */
    size_t base_count;
    const struct base_assignment *stays; /* of the run of a residual match, by person */
    size_t stay_count, stays_gone;       /* the latter are of people who are gone */
    struct str_view stay_need_gone;      /* the first need that the run filled and that is gone;
                                            absent = none */
    const struct wish *wishes;           /* by person; persons' own first, then by target */
    size_t wish_count;
    const struct trust *trusts; /* that needs have beside the one that counts all; by text */
    size_t trust_count;
    const struct str_view *verifiers; /* whom they name, as fold_key makes it; bytewise */
    size_t verifier_count;
};

/* Is that need wished for: by itself, by its role, or by its organization or one above it. */
bool snapshot_wish_is_about(const struct snapshot *snapshot, const struct wish *wish,
                            const struct need *need);
/* The best rank at which the person wishes for the need, WISH_NONE = they do not. The need is one
 * of the snapshot's. */
int32_t snapshot_wish_rank(const struct snapshot *snapshot, const struct person *person,
                           const struct need *need);

/* ---- building; texts are copied ---------------------------------------------------------- */
struct snapshot_builder; /* opaque */

/* `arena` owns the snapshot and must outlive it. */
struct snapshot_builder *snapshot_builder_new(struct arena *arena,
                                              const struct catalogue *catalogue,
                                              struct cadre_date as_of, struct str_view known_at);
void snapshot_builder_free(struct snapshot_builder *builder);
/* All off where it is not called. They are no part of the digest but through the policy. */
void snapshot_set_policy(struct snapshot_builder *builder, const struct match_policy *policy);
/* Of the builder's catalogue; conscription then takes its years of birth alone. */
void snapshot_set_call_up(struct snapshot_builder *builder, const struct call_up *call_up);

/* Rows as the views of the registry give them: canonical texts, absent = NULL. */
struct person_row {
    struct str_view natural_key, person_id, given_name, family_name, owner, citizenship, region,
        service_status, fitness, clearance, education, consent_for /* ';' joined */,
        languages /* "az:C2;en:B1" */, field_of_study, military_specialty, rank;
    struct cadre_date birth_date, available_from, consent_on, consent_until;
    bool relocates;
};
struct need_row {
    struct str_view code, title, organization, engagement, classification, work_role, level, region,
        citizenships, service_statuses, fitness, clearance, education, languages, trust;
    int32_t headcount, priority, min_age, max_age;
    struct cadre_date starts_on, ends_on;
    bool incomplete;
};
struct alternative_row {
    struct str_view need, kind, code, level, importance, trust /* absent = as the need */;
    int32_t clause, weight, k, months /* 0 = not stated */;
};
/* Evidence; `verified_by` may be absent where it is verified: then nobody asks by whom. `person` is
 * what snapshot_person_number gave for the natural key, 0 = look it up. */
struct element_row {
    struct str_view natural_key, element, level, verified_by;
    struct str_view type; /* competency or work_role: some codes are those of both */
    uint32_t person;
    int32_t years;
    bool verified;
};
struct award_row {
    struct str_view natural_key, credential, number, verified_by;
    uint32_t person;
    struct cadre_date issued_on, expires_on, revoked_on;
    bool verified;
};
struct fact_row {
    struct str_view natural_key, code, verified_by;
    uint32_t person;
    enum alternative_kind kind;
    struct cadre_date from_on, until_on;
    int32_t score;
    bool verified;
};
struct service_row {
    struct str_view natural_key, organization, work_role;
    struct cadre_date from_on, until_on;
};
struct record_row {
    struct str_view natural_key, record, ground, military_specialty, rank;
    uint32_t person;
    struct cadre_date from_on, until_on;
};
struct wish_row {
    struct str_view natural_key, side, need, work_role, organization; /* one of the three */
    int32_t rank;
};
struct decision_row {
    struct str_view natural_key, need, verdict, by, reason_code;
    struct cadre_date decided_on, until_on;
    bool offered; /* as in struct decision */
};
struct training_row {
    struct str_view provider, code, title;
    struct str_view grants; /* "kind:code:level" each, a line feed between */
    int32_t cost, hours;    /* -1 = not stated */
};
/* From 1; so that who adds much evidence of somebody has the key looked up once. */
uint32_t snapshot_person_number(struct snapshot_builder *builder, struct str_view natural_key);
/* Each fails with CADRE_BUG when a canonical text is not in the catalogue (the registry holds what
 * no import let in). */
CADRE_MUST_CHECK enum cadre_status snapshot_add_person(struct snapshot_builder *builder,
                                                       const struct person_row *row,
                                                       struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status snapshot_add_element(struct snapshot_builder *builder,
                                                        const struct element_row *row,
                                                        struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status snapshot_add_award(struct snapshot_builder *builder,
                                                      const struct award_row *row,
                                                      struct cadre_error *err);
void snapshot_add_fact(struct snapshot_builder *builder, const struct fact_row *row);
/* Where a person is employed and of which sex. */
CADRE_MUST_CHECK enum cadre_status
snapshot_add_employment(struct snapshot_builder *builder, struct str_view natural_key,
                        struct str_view employer, struct str_view sex, struct cadre_error *err);
/* Where a person graduated; the lists that the institution (compared by fold_key) was on at that
 * day become facts. Who studies there still, or graduated on a day that nobody states, has none. */
void snapshot_add_study(struct snapshot_builder *builder, struct str_view natural_key,
                        struct str_view institution, struct cadre_date graduated_on);
void snapshot_add_institution(struct snapshot_builder *builder, struct str_view list,
                              struct str_view institution, struct cadre_date listed_from,
                              struct cadre_date listed_until);
/* One that begins after as_of is no service yet. */
void snapshot_add_service(struct snapshot_builder *builder, const struct service_row *row);
/* What a person is in the armed forces is what the record that began last says of it, else what the
 * roster says. One that begins after as_of is none yet. */
CADRE_MUST_CHECK enum cadre_status snapshot_add_record(struct snapshot_builder *builder,
                                                       const struct record_row *row,
                                                       struct cadre_error *err);
/* In any order. Of a person and a need the newest that is in force at as_of stands (of one day the
 * one that is later in the list of verdicts), but no answer lifts a ban: only its end does, or a
 * newer lock. One that was decided after as_of, or of a need that is gone, is none. Acceptances
 * that a later word against them has ended, in force or not, are not given. */
CADRE_MUST_CHECK enum cadre_status snapshot_add_decision(struct snapshot_builder *builder,
                                                         const struct decision_row *row,
                                                         struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status
snapshot_add_organization(struct snapshot_builder *builder, struct str_view code,
                          struct str_view name, struct str_view kind, struct str_view parent,
                          struct str_view sector, struct str_view region, struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status snapshot_add_need(struct snapshot_builder *builder,
                                                     const struct need_row *row,
                                                     struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status snapshot_add_alternative(struct snapshot_builder *builder,
                                                            const struct alternative_row *row,
                                                            struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status snapshot_add_training(struct snapshot_builder *builder,
                                                         const struct training_row *row,
                                                         struct cadre_error *err);
/* A placement in force at as_of. The need may be unknown at as_of (it ended); the person is placed
 * all the same. */
CADRE_MUST_CHECK enum cadre_status
snapshot_add_placement(struct snapshot_builder *builder, struct str_view natural_key,
                       struct str_view need, struct cadre_date until_on, struct cadre_error *err);
/* Base assignments of people or needs that are gone are dropped. */
void snapshot_add_base(struct snapshot_builder *builder, struct str_view natural_key,
                       struct str_view need);
/* Where the run of a residual match has the person; of people who are gone they are counted. */
void snapshot_add_stay(struct snapshot_builder *builder, struct str_view natural_key,
                       struct str_view need);
/* What is wished for may be unknown at as_of, or the person gone: the wish is dropped. */
CADRE_MUST_CHECK enum cadre_status snapshot_add_wish(struct snapshot_builder *builder,
                                                     const struct wish_row *row,
                                                     struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status snapshot_seal(struct snapshot_builder *builder,
                                                 struct snapshot **ret_snapshot,
                                                 struct cadre_error *err);

/* SHA-256 over canonical text, in natural-key order, of everything above but names and numbers,
 * then `policy` and `solver_version`; wishes count when the policy is of a stable match, and whom
 * its run has where when it is of a residual one; owners, employers and the tree of organizations
 * when it has limits. rules.md, Match. *ret_without_base leaves the
 * base out; either may be NULL. */
void snapshot_digest(const struct snapshot *snapshot, const char *policy,
                     const char *solver_version, struct digest *ret_digest,
                     struct digest *ret_without_base);

int32_t snapshot_find_person(const struct snapshot *snapshot, struct str_view natural_key); /* -1 */
int32_t snapshot_find_person_id(const struct snapshot *snapshot,
                                struct str_view person_id);                                /* -1 */
int32_t snapshot_find_need(const struct snapshot *snapshot, struct str_view code);         /* -1 */
int32_t snapshot_find_organization(const struct snapshot *snapshot, struct str_view code); /* -1 */
/* What stands of the person and the need, NULL = nothing. */
const struct decision *snapshot_decision(const struct person *person, int32_t need);
/* Does any decision stand at as_of? */
bool snapshot_has_decisions(const struct snapshot *snapshot);
/* True when `organization` is `ancestor` or lies below it; neither may be -1. */
bool snapshot_organization_inside(const struct snapshot *snapshot, int32_t organization,
                                  int32_t ancestor);

#endif
