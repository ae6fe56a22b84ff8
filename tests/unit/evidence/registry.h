/*
 * A registry in a few lines of a test: rows as plain texts, made into a snapshot by the builder.
 * NULL or 0 means "the usual value" where one is named below, else "not stated"; "" always means
 * "not stated". With the usual values alone every person fits every need.
 */
#ifndef CADRE_TESTS_UNIT_EVIDENCE_REGISTRY_H
#define CADRE_TESTS_UNIT_EVIDENCE_REGISTRY_H

#include <check.h>

#include "core/evidence/qualify.h"
#include "core/evidence/snapshot.h"

#define REGISTRY_DAY "2026-09-01" /* the usual as_of */
#define COUNT(array) (sizeof(array) / sizeof *(array))

struct test_organization {
    const char *code, *name, *kind, *parent, *sector, *region;
};

struct test_person {
    const char *key;       /* usually "K1" */
    const char *person_id; /* usually "P-" and the key */
    const char *given_name, *family_name;
    const char *service_status; /* usually "reserve", which the law lets serve by contract */
    const char *citizenship, *region, *fitness, *clearance, *education, *languages, *consent_for;
    const char *field_of_study, *rank, *military_specialty;
    const char *birth, *available_from, *consent_on, *consent_until;
    bool relocates;
    const char *owner, *employer, *sex;
};

/* A competency or role held when `element` is given; a training completed; a seat of an
 * organization; else an award. */
struct test_evidence {
    const char *person; /* usually "K1" */
    const char *element, *level;
    const char *type; /* of the element; usually a role if there is such a one */
    int years;
    bool verified;
    const char *verified_by; /* usually nobody knows; implies `verified` */
    const char *credential, *issued, *expires, *revoked, *number;
    const char *training;        /* from `issued` until `expires` */
    const char *seat_of;         /* likewise */
    const char *seat_as;         /* role of the seat */
    const char *assessed;        /* on `issued` */
    const char *distinction;     /* likewise */
    const char *institution;     /* graduated on `issued` */
    const char *record, *ground; /* of service, from `issued` until `expires` */
    int score;                   /* in hundredths */
};

struct test_need {
    const char *code;       /* usually "N1" */
    const char *engagement; /* usually "contract" */
    const char *title, *organization, *classification, *work_role, *level, *region;
    const char *citizenships, *service_statuses, *fitness, *clearance, *education, *languages;
    const char *starts_on, *ends_on;
    int headcount; /* usually 1 */
    int priority;  /* usually 5 */
    int min_age, max_age;
    const char *trust; /* usually not stated */
    bool incomplete;
};

struct test_alternative {
    const char *need; /* usually "N1" */
    int clause;       /* usually 1 */
    const char *kind, *code, *level;
    int months;             /* usually not stated */
    bool desired;           /* else required */
    const char *importance; /* usually by `desired` */
    int weight;             /* usually 1 */
    int k;                  /* usually 1 */
    const char *trust;      /* usually as the need */
};

struct test_training {
    const char *provider, *code, *title; /* usually "CERT", the code itself */
    const char *grants;                  /* lines of kind:code:level */
    int cost, hours;                     /* usually not stated */
};

struct test_placement {
    const char *person, *need, *until; /* usually "K1", "N1", open */
};

/* An institution on a list. */
struct test_listed {
    const char *list, *institution, *from, *until;
};

/* Of REGISTRY_DAY's year at least; from "2026-08-01" unless said. */
struct test_decision {
    const char *person, *need; /* usually "K1", "N1" */
    const char *verdict, *on, *until, *by;
    bool offered;
};

/* Where the last published run has a person, or the one of a residual match. */
struct test_base {
    const char *person, *need;
    bool stays;
};

/* An organization's where `of_organization`; of one of the three targets. */
struct test_wish {
    const char *person;
    bool of_organization;
    const char *need, *work_role, *organization;
    int rank;
};

struct test_registry {
    const char *as_of; /* usually REGISTRY_DAY */
    struct match_policy policy;
    const struct test_organization *organizations;
    const struct test_person *people;
    const struct test_evidence *evidence;
    const struct test_need *needs;
    const struct test_alternative *alternatives;
    const struct test_training *trainings;
    const struct test_placement *placements;
    const struct test_base *base;
    const struct test_listed *listed;
    const struct test_wish *wishes;
    const struct test_decision *decisions;
    size_t organization_count, person_count, evidence_count, need_count, alternative_count,
        training_count, placement_count, listed_count, base_count, wish_count, decision_count;
};

/* One person K1 and one need N1, the rows up to the first that is empty. */
struct test_pair {
    const char *as_of; /* usually REGISTRY_DAY */
    struct match_policy policy;
    struct test_organization organizations[3];
    struct test_listed listed[3];
    struct test_person person;
    struct test_need need;
    struct test_evidence evidence[4];
    struct test_alternative alternatives[4];
    bool placed;
    struct test_placement placement; /* when `placed` */
};

/* A test case whose tests find a catalogue and an empty arena; both end with it. */
TCase *registry_tcase(const char *name);
const struct catalogue *registry_catalogue(void);
struct arena *registry_arena(void);
/* In the place of the shipped one, until the test case ends. */
void registry_use_catalogue(struct catalogue *catalogue);
/* The shipped catalogue with other cells in some columns of some rows: those of `table` whose
 * `key_column` is `key`. */
struct test_cell {
    const char *table, *key_column, *key, *column, *cell;
};
struct catalogue *catalogue_with(const struct test_cell *cells, size_t count);

/* Every row is lent to the builder from memory that ends with the call. `order` 0 adds them as they
 * stand, any other number shuffles all rows of all sorts. Fails the test when the builder does. */
struct snapshot *registry_seal(const struct test_registry *registry, uint64_t order);
/* The same for rows that the builder is to refuse. */
enum cadre_status registry_try(const struct test_registry *registry, uint64_t order,
                               struct snapshot **ret_snapshot, struct cadre_error *err);
struct snapshot *registry_pair(const struct test_pair *pair);
struct expansion *registry_expand(const struct snapshot *snapshot);

struct cadre_date day_of(const char *text); /* NULL or "": no date */
int32_t element_of(const char *canonical);  /* work role or competency; fails the test */
int32_t credential_of(const char *canonical);
int32_t region_of(const char *code);

/* splitmix64 (Steele, Lea, Flood 2014): the same numbers everywhere. */
uint64_t random_next(uint64_t *state);
size_t random_below(uint64_t *state, size_t bound);
/* About 40 people and 12 needs with every sort of row; all in the test's arena. No award has its
 * anniversary on REGISTRY_DAY. */
struct test_registry *registry_random(uint64_t seed);

#endif
