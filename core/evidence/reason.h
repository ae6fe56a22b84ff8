/*
 * Why a person does not fit a need: the published order of reasons. A failing pair has exactly one
 * primary reason, the first of this list that applies.
 */
#ifndef CADRE_CORE_EVIDENCE_REASON_H
#define CADRE_CORE_EVIDENCE_REASON_H

enum reason {
    REASON_NONE = 0, /* eligible */
    REASON_WITHDRAWN,
    REASON_ENGAGEMENT,
    REASON_PLACED,
    REASON_AVAILABILITY,
    REASON_REGION,
    REASON_AGE,
    REASON_CITIZENSHIP,
    REASON_SERVICE_STATUS,
    REASON_FITNESS,
    REASON_CLEARANCE,
    REASON_LANGUAGE,
    REASON_EDUCATION,
    REASON_CREDENTIAL_EXPIRED,
    REASON_CREDENTIAL_MISSING,
    REASON_LEVEL_TOO_LOW,
    REASON_COMPETENCY_MISSING,
    REASON_TRAINING,
    REASON_ASSESSMENT,
    REASON_DISTINCTION,
    REASON_EXPERIENCE,
    REASON_RANK,
    REASON_MILITARY_SPECIALTY,
    REASON_PLACEMENT, /* has not served where it is asked */
    REASON_UNVERIFIED,
    REASON_FORBIDDEN, /* by a decision: fits by itself */
    REASON_DECLINED,  /* likewise, declined, did not answer or stepped back */
    REASON_OTHER,
    REASON_COUNT
};

const char *reason_code(enum reason reason);  /* "credential_expired" */
const char *reason_title(enum reason reason); /* "credential expired" for people */

#endif
