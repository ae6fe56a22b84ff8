#include "core/evidence/award_term.h"

static bool is_before(struct cadre_date left, struct cadre_date right)
{
    return cadre_date_is_set(left) && (!cadre_date_is_set(right) || left.day < right.day);
}

struct award_term award_term_of(const struct catalogue *catalogue, const struct held_award *award)
{
    const struct credential *credential = catalogue_credential(catalogue, award->credential);
    struct award_term term = {.last = award->expires_on, .grace_until = cadre_date_none};
    if (!cadre_date_is_set(term.last) && credential->months > 0)
        term.last = cadre_date_add_months(award->issued_on, credential->months);
    if (cadre_date_is_set(term.last) && credential->grace_days > 0)
        term.grace_until = cadre_date_add_days(term.last, credential->grace_days);
    if (!cadre_date_is_set(award->revoked_on))
        return term;
    struct cadre_date unrevoked = cadre_date_add_days(award->revoked_on, -1);
    if (is_before(unrevoked, term.last)) {
        term.last = unrevoked;
        term.grace_until = cadre_date_none;
    } else if (cadre_date_is_set(term.grace_until) && is_before(unrevoked, term.grace_until)) {
        term.grace_until = unrevoked;
    }
    return term;
}

enum award_state award_state_on(struct cadre_date day, const struct held_award *award,
                                const struct award_term *term)
{
    if (award->issued_on.day > day.day)
        return AWARD_NOT_YET;
    if (!cadre_date_is_set(term->last) || term->last.day >= day.day)
        return AWARD_IN_FORCE;
    return cadre_date_is_set(term->grace_until) && term->grace_until.day >= day.day ? AWARD_IN_GRACE
                                                                                    : AWARD_OVER;
}
