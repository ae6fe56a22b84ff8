#include "core/evidence/reason.h"

static const struct {
    const char *code, *title;
} reasons[REASON_COUNT] = {
    [REASON_NONE] = {"eligible", "eligible"},
    [REASON_WITHDRAWN] = {"withdrawn", "consent withdrawn"},
    [REASON_ENGAGEMENT] = {"engagement", "engagement not open to the person"},
    [REASON_PLACED] = {"placed", "already placed"},
    [REASON_AVAILABILITY] = {"availability", "not available in time"},
    [REASON_REGION] = {"region", "other region"},
    [REASON_AGE] = {"age", "age"},
    [REASON_CITIZENSHIP] = {"citizenship", "citizenship"},
    [REASON_SERVICE_STATUS] = {"service_status", "service status"},
    [REASON_FITNESS] = {"fitness", "fitness too low"},
    [REASON_CLEARANCE] = {"clearance", "clearance too low"},
    [REASON_LANGUAGE] = {"language", "language"},
    [REASON_EDUCATION] = {"education", "education"},
    [REASON_CREDENTIAL_EXPIRED] = {"credential_expired", "credential expired"},
    [REASON_CREDENTIAL_MISSING] = {"credential_missing", "credential missing"},
    [REASON_LEVEL_TOO_LOW] = {"level_too_low", "level too low"},
    [REASON_COMPETENCY_MISSING] = {"competency_missing", "competency missing"},
    [REASON_TRAINING] = {"training", "training missing or over"},
    [REASON_ASSESSMENT] = {"assessment", "assessment missing, too low or too old"},
    [REASON_DISTINCTION] = {"distinction", "distinction missing"},
    [REASON_EXPERIENCE] = {"experience", "experience too short"},
    [REASON_RANK] = {"rank", "other military rank"},
    [REASON_MILITARY_SPECIALTY] = {"military_specialty", "other military specialty"},
    [REASON_PLACEMENT] = {"placement", "has not served there"},
    [REASON_UNVERIFIED] = {"unverified", "not verified"},
    [REASON_FORBIDDEN] = {"forbidden", "forbidden by a decision"},
    [REASON_DECLINED] = {"declined", "declined, or did not answer"},
    [REASON_OTHER] = {"other", "requirements not complete"},
};

const char *reason_code(enum reason reason)
{
    return reasons[reason].code;
}

const char *reason_title(enum reason reason)
{
    return reasons[reason].title;
}
