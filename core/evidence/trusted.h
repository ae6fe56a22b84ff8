/*
 * A person as a need's trust sees them: with the evidence that it counts and no other. What the
 * roster states and seats of the registry are the same for all. Private to core/evidence.
 */
#ifndef CADRE_CORE_EVIDENCE_TRUSTED_H
#define CADRE_CORE_EVIDENCE_TRUSTED_H

#include "core/base/arena.h"
#include "core/evidence/snapshot.h"

/* A copy in `arena`; texts and what does not differ are the person's own. */
const struct person *trusted_person(const struct person *person, const struct trust *trust,
                                    struct arena *arena);

#endif
