/*
 * Military service: what the records that offices wrote of a person say at the day asked about, and
 * to which engagements the law then opens the person (rules: Qualification, "Service conditions").
 *
 * A record counts from its first day to its last; one whose ground has a rule of conscription in
 * force at that day (catalogue_ground_rule: a deferment for studies) not beyond the age up to which
 * the rule lets it count. A record ends no other one.
 *
 * The standing at a day is that of one record:
 *   registered, called up            eligible
 *   deferred, exempt, serving,       the same
 *   discharged, reserve
 * of those in force the one that began last, of one day the one that stands later in that order;
 * registered and called up only when there is no other, for neither ends a deferment. Where none is
 * in force, the last that is over: after a call-up, deferment or exemption eligible, after service
 * discharged. Where there is none of these either, what the roster states stands.
 *
 * Others leave the standing as it is. Closed while they last: to who is called up muster and
 * contract, to whom an employer has reserved conscription and muster, to who is attached to a unit
 * or is at a muster, muster. Consent opens an engagement all the same.
 *
 * A run of a call-up takes for conscription those alone who were born in its years.
 */
#ifndef CADRE_CORE_EVIDENCE_SERVICE_H
#define CADRE_CORE_EVIDENCE_SERVICE_H

#include "core/evidence/snapshot.h"

/* Last day on which the record counts at `day`, none = open; *ret_rule (may be NULL): the rule that
 * ends it, NULL = it states the day itself. */
struct cadre_date service_last_day(const struct catalogue *catalogue, const struct person *person,
                                   const struct held_record *record, struct cadre_date day,
                                   const struct service_rule **ret_rule);

bool service_in_force(const struct catalogue *catalogue, const struct person *person,
                      const struct held_record *record, struct cadre_date day);

/* Sets what follows from the person's records: service_status, deciding_record, barred. */
void service_judge(const struct catalogue *catalogue, struct cadre_date day, struct person *person);

/* The record in force that closes the engagement (rank), NULL = none does. */
const struct held_record *service_bar(const struct snapshot *snapshot, const struct person *person,
                                      int32_t engagement);

/* Does the call-up take who was born that day; who does not say when is not taken. */
bool service_takes(const struct call_up *call_up, struct cadre_date born);
/* Is the engagement conscription, and the run's call-up takes others; consent changes nothing. */
bool service_uncalled(const struct snapshot *snapshot, const struct person *person,
                      int32_t engagement);

/* Does the law open the engagement to the person at as_of; `age` as in struct expansion. */
bool service_open(const struct snapshot *snapshot, const struct person *person, int32_t age,
                  int32_t engagement);

/*
 * Why it does not, for a person of the registry: "deferred, studies, until 2027-06-30", "the law
 * takes ages 18 to 30 (rule conscript-30, in force from 2026-01-01, decree 17/1): 33 reached". From
 * `arena`.
 */
const char *service_words(const struct snapshot *snapshot, const struct person *person,
                          int32_t engagement, struct arena *arena);
/* The record that the standing follows from, in the same words; NULL when it is the roster's. */
const char *service_standing_words(const struct snapshot *snapshot, const struct person *person,
                                   struct arena *arena);

#endif
