/*
 * The parts a made-up specialist is made of, one file each. Private to person*.c.
 */
#ifndef CADRE_CMD_DEMO_PERSON_PRIVATE_H
#define CADRE_CMD_DEMO_PERSON_PRIVATE_H

#include "cmd/demo/person.h"

/* A date that the program itself states. */
struct cadre_date demo_date(const char *iso);

/* Standing in military service, fitness, clearance and consent; wants age and sex. */
void person_add_service(struct demo_person *person, int32_t age, struct random *random,
                        struct arena *arena);
/* What the person holds; wants track, tier and dates. */
void person_add_evidence(struct demo_person *person, const struct catalogue *catalogue,
                         struct random *random, struct arena *arena);

#endif
