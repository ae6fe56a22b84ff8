/*
 * What a need asks for where a person fails, in a few words: "CompTIA/Security+ or ISC2/SSCP",
 * "DCWF@5.1/511 Intermediate", "2 of A, B, C", "clearance secret". The same words whoever fails, so
 * that equal words mean an equal step; nothing of a person is in them.
 */
#ifndef CADRE_CORE_EVIDENCE_ASKED_H
#define CADRE_CORE_EVIDENCE_ASKED_H

#include "core/base/arena.h"
#include "core/evidence/qualify.h"

/* Text from `arena`; never NULL. */
char *asked_text(const struct snapshot *snapshot, const struct need *need, struct failure failure,
                 struct arena *arena);

#endif
