#include "core/evidence/asked.h"

#include "core/base/alloc.h"
#include "core/base/str.h"
#include "core/kind/score.h"

/* ---- clauses --------------------------------------------------------------------------------- */

static void add_language(struct str *out, const struct snapshot *snapshot, struct str_view language,
                         int32_t level)
{
    int32_t cefr = catalogue_find_scale(snapshot->catalogue, "cefr");
    str_add_view(out, language);
    str_add_format(out, " %s", catalogue_level_code(snapshot->catalogue, cefr, level));
}

static void add_education(struct str *out, const struct snapshot *snapshot, int32_t rank)
{
    str_add_format(out, "education ISCED %s", catalogue_code(snapshot->catalogue, "isced", rank));
}

static void add_element(struct str *out, const struct snapshot *snapshot,
                        const struct alternative *alternative)
{
    const struct element *element = catalogue_element(snapshot->catalogue, alternative->target);
    str_add_format(out, "%s %s", element->canonical,
                   catalogue_level_code(snapshot->catalogue, element->scale, alternative->level));
}

/* What stands before a code that the catalogue does not index. */
static const char *const before_code[ALTERNATIVE_KIND_COUNT] = {
    [ALTERNATIVE_FIELD_OF_STUDY] = "field of study ISCED-F ",
    [ALTERNATIVE_TRAINING] = "training ",
    [ALTERNATIVE_RANK] = "rank ",
    [ALTERNATIVE_MILITARY_SPECIALTY] = "military specialty ",
    [ALTERNATIVE_PLACEMENT] = "service in ",
    [ALTERNATIVE_DISTINCTION] = "distinction ",
    [ALTERNATIVE_INSTITUTION] = "an institution of the list ",
    [ALTERNATIVE_ASSESSMENT] = "assessment ",
};

static void add_assessment(struct str *out, const struct alternative *alternative)
{
    char score[SCORE_TEXT_SIZE];
    str_add_text(out, before_code[ALTERNATIVE_ASSESSMENT]);
    str_add_view(out, alternative->code);
    str_add_format(out, " %s", score_format(alternative->level, score));
    if (alternative->months > 0)
        str_add_format(out, " within %d months", alternative->months);
}

static void add_alternative(struct str *out, const struct snapshot *snapshot,
                            const struct alternative *alternative)
{
    switch (alternative->kind) {
    case ALTERNATIVE_COMPETENCY:
    case ALTERNATIVE_WORK_ROLE:
        add_element(out, snapshot, alternative);
        return;
    case ALTERNATIVE_CREDENTIAL:
        str_add_text(out,
                     catalogue_credential(snapshot->catalogue, alternative->target)->canonical);
        return;
    case ALTERNATIVE_LANGUAGE:
        str_add_text(out, "language ");
        add_language(out, snapshot, alternative->code, alternative->level);
        return;
    case ALTERNATIVE_EDUCATION:
        add_education(out, snapshot, alternative->level);
        return;
    case ALTERNATIVE_EXPERIENCE:
        str_add_format(out, "%d months as %s", alternative->months,
                       catalogue_element(snapshot->catalogue, alternative->target)->canonical);
        return;
    case ALTERNATIVE_ASSESSMENT:
        add_assessment(out, alternative);
        return;
    default:
        str_add_text(out, before_code[alternative->kind]);
        str_add_view(out, alternative->code);
        return;
    }
}

static void add_verifiers(struct str *out, struct str_view trust)
{
    struct str_view names;
    str_view_cut(trust, ':', &names);
    str_add_text(out, "verified");
    for (const char *before = " by "; names.data != NULL; before = " or ") {
        struct str_view name = str_view_cut(names, ';', &names);
        str_add_format(out, "%s%.*s", before, STR_VIEW_ARGS(name));
    }
}

/* " (verified by CERT-GOV or U-100, without grace)" */
static void add_trust(struct str *out, const struct snapshot *snapshot,
                      const struct alternative *alternative)
{
    if (alternative->trust == 0 && !alternative->no_grace)
        return;
    str_add_text(out, " (");
    if (alternative->trust > 0)
        add_verifiers(out, snapshot->trusts[alternative->trust - 1].text);
    if (alternative->no_grace)
        str_add_format(out, "%swithout grace", alternative->trust > 0 ? ", " : "");
    str_add_char(out, ')');
}

static void add_clause(struct str *out, const struct snapshot *snapshot,
                       const struct clause *clause)
{
    if (clause->k > 1)
        str_add_format(out, "%d of ", clause->k);
    for (size_t i = 0; i < clause->alternative_count; i++) {
        if (i > 0)
            str_add_text(out, clause->k > 1 ? ", " : " or ");
        add_alternative(out, snapshot, &clause->alternatives[i]);
        add_trust(out, snapshot, &clause->alternatives[i]);
    }
}

/* ---- service conditions ---------------------------------------------------------------------- */

static void ask_consent(struct str *out, const struct snapshot *snapshot, const struct need *need)
{
    (void)snapshot;
    (void)need;
    str_add_text(out, "consent to processing");
}

static void ask_engagement(struct str *out, const struct snapshot *snapshot,
                           const struct need *need)
{
    str_add_format(out, "consent to %s",
                   catalogue_code(snapshot->catalogue, "engagement", need->engagement));
}

static void ask_leave(struct str *out, const struct snapshot *snapshot, const struct need *need)
{
    (void)snapshot;
    (void)need;
    str_add_text(out, "end of the present placement");
}

static void ask_availability(struct str *out, const struct snapshot *snapshot,
                             const struct need *need)
{
    char day[CADRE_DATE_TEXT_SIZE];
    bool ahead = cadre_date_is_set(need->starts_on) && need->starts_on.day > snapshot->as_of.day;
    str_add_format(out, "available by %s",
                   cadre_date_format(ahead ? need->starts_on : snapshot->as_of, day));
}

static void ask_region(struct str *out, const struct snapshot *snapshot, const struct need *need)
{
    str_add_format(out, "region %s", catalogue_region(snapshot->catalogue, need->region)->code);
}

static void ask_age(struct str *out, const struct snapshot *snapshot, const struct need *need)
{
    (void)snapshot;
    if (need->max_age < 0)
        str_add_format(out, "age from %d", need->min_age);
    else if (need->min_age < 0)
        str_add_format(out, "age up to %d", need->max_age);
    else
        str_add_format(out, "age %d to %d", need->min_age, need->max_age);
}

static void ask_citizenship(struct str *out, const struct snapshot *snapshot,
                            const struct need *need)
{
    (void)snapshot;
    for (size_t i = 0; i < need->citizenship_count; i++) {
        str_add_text(out, i == 0 ? "citizenship " : " or ");
        str_add_view(out, need->citizenships[i]);
    }
}

static void ask_status(struct str *out, const struct snapshot *snapshot, const struct need *need)
{
    const char *before = "service status ";
    for (int32_t rank = 1; rank <= catalogue_code_count(snapshot->catalogue, "service_status");
         rank++) {
        if ((need->service_statuses >> (rank - 1) & 1) == 0)
            continue;
        str_add_format(out, "%s%s", before,
                       catalogue_code(snapshot->catalogue, "service_status", rank));
        before = " or ";
    }
}

static void ask_fitness(struct str *out, const struct snapshot *snapshot, const struct need *need)
{
    str_add_format(out, "fitness %s",
                   catalogue_code(snapshot->catalogue, "fitness", need->fitness));
}

static void ask_clearance(struct str *out, const struct snapshot *snapshot, const struct need *need)
{
    str_add_format(out, "clearance %s",
                   catalogue_code(snapshot->catalogue, "clearance", need->clearance));
}

static void ask_languages(struct str *out, const struct snapshot *snapshot, const struct need *need)
{
    for (size_t i = 0; i < need->language_count; i++) {
        str_add_text(out, i == 0 ? "language " : " and ");
        add_language(out, snapshot, need->languages[i].language, need->languages[i].level);
    }
}

static void ask_education(struct str *out, const struct snapshot *snapshot, const struct need *need)
{
    add_education(out, snapshot, need->education);
}

static void ask_no_decision(struct str *out, const struct snapshot *snapshot,
                            const struct need *need)
{
    (void)snapshot;
    (void)need;
    str_add_text(out, "no decision against it");
}

static void ask_requirements(struct str *out, const struct snapshot *snapshot,
                             const struct need *need)
{
    (void)snapshot;
    (void)need;
    str_add_text(out, "a complete set of requirements");
}

/* By the reason of a failing condition; the reasons of clauses alone have none. */
static void (*const ask[REASON_COUNT])(struct str *out, const struct snapshot *snapshot,
                                       const struct need *need) = {
    [REASON_WITHDRAWN] = ask_consent,
    [REASON_ENGAGEMENT] = ask_engagement,
    [REASON_PLACED] = ask_leave,
    [REASON_AVAILABILITY] = ask_availability,
    [REASON_REGION] = ask_region,
    [REASON_AGE] = ask_age,
    [REASON_CITIZENSHIP] = ask_citizenship,
    [REASON_SERVICE_STATUS] = ask_status,
    [REASON_FITNESS] = ask_fitness,
    [REASON_CLEARANCE] = ask_clearance,
    [REASON_LANGUAGE] = ask_languages,
    [REASON_EDUCATION] = ask_education,
    [REASON_FORBIDDEN] = ask_no_decision,
    [REASON_DECLINED] = ask_no_decision,
    [REASON_OTHER] = ask_requirements,
};

char *asked_text(const struct snapshot *snapshot, const struct need *need, struct failure failure,
                 struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str out = {0};
    if (failure.clause >= 0)
        add_clause(&out, snapshot, &need->clauses[failure.clause]);
    else if (ask[failure.reason] != NULL)
        ask[failure.reason](&out, snapshot, need);
    return arena_strdup(arena, str_chars(&out));
}
