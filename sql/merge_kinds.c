#include "sql/merge_kinds.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "queries.h"

static const struct merge_kind merge_kinds[] = {
    {
        .name = "organizations",
        .target = "cadre.organization",
        .gather = {&query_merge_organizations_reject, &query_merge_organizations_incoming},
    },
    {
        .name = "roster",
        .target = "cadre.source_record",
        .gather = {&query_merge_roster_incoming},
        .name_rows = {&query_merge_roster_resolve, &query_merge_roster_judge},
        .name_first = {&query_merge_roster_name_first},
        .decide = {&query_merge_roster_hold_beside, &query_merge_roster_number},
        .finish = {&query_merge_roster_refresh},
        .seen = &query_merge_roster_seen,
        .keys_of_source = true,
        .corrects = true,
    },
    {
        .name = "competencies",
        .target = "cadre.competency_held",
        .gather = {&query_merge_evidence_resolve, &query_merge_evidence_reject,
                   &query_merge_competencies_incoming},
        .sift = {&query_merge_incoming_repeated},
        .finish = {&query_merge_evidence_named},
        .seen = &query_merge_evidence_seen,
        .keys_of_source = true,
    },
    {
        .name = "certifications",
        .target = "cadre.award",
        .gather = {&query_merge_evidence_resolve, &query_merge_evidence_reject,
                   &query_merge_certifications_incoming},
        .sift = {&query_merge_incoming_repeated},
        .finish = {&query_merge_evidence_named},
        .seen = &query_merge_evidence_seen,
        .first_key = {"credential", "issued_on"},
        .keys_of_source = true,
    },
    {
        .name = "needs",
        .target = "cadre.need",
        .gather = {&query_merge_needs_reject, &query_merge_needs_incoming},
    },
    {
        .name = "requirements",
        .target = "cadre.need_alternative",
        .gather = {&query_merge_requirements_reject, &query_merge_requirements_targets,
                   &query_merge_requirements_disagree, &query_merge_requirements_replaced,
                   &query_merge_requirements_wanting, &query_merge_requirements_short,
                   &query_merge_requirements_sets, &query_merge_requirements_incoming},
        .asked = &query_merge_requirements_asked,
        .askable = &query_merge_requirements_askable,
        .replaces_sets = true,
    },
    {
        .name = "placements",
        .target = "cadre.placement",
        .gather = {&query_merge_evidence_resolve, &query_merge_evidence_reject,
                   &query_merge_placements_reject, &query_merge_placements_incoming},
        .sift = {&query_merge_incoming_repeated, &query_merge_placements_overlap_first},
        .decide = {&query_merge_placements_overlap},
        .finish = {&query_merge_evidence_named},
        .seen = &query_merge_evidence_seen,
    },
    {
        .name = "preferences",
        .target = "cadre.preference",
        .gather = {&query_merge_evidence_resolve, &query_merge_evidence_reject,
                   &query_merge_preferences_reject, &query_merge_preferences_incoming},
        .sift = {&query_merge_incoming_repeated, &query_merge_preferences_rank_first},
        .decide = {&query_merge_preferences_rank},
        .finish = {&query_merge_evidence_named},
        .seen = &query_merge_evidence_seen,
    },
    {
        .name = "trainings",
        .target = "cadre.training",
        .gather = {&query_merge_trainings_incoming},
    },
    {
        .name = "assessments",
        .target = "cadre.assessment",
        .gather = {&query_merge_evidence_resolve, &query_merge_evidence_reject,
                   &query_merge_assessments_incoming},
        .sift = {&query_merge_incoming_repeated},
        .finish = {&query_merge_evidence_named},
        .seen = &query_merge_evidence_seen,
        .keys_of_source = true,
    },
    {
        .name = "distinctions",
        .target = "cadre.distinction",
        .gather = {&query_merge_evidence_resolve, &query_merge_evidence_reject,
                   &query_merge_distinctions_incoming},
        .sift = {&query_merge_incoming_repeated},
        .finish = {&query_merge_evidence_named},
        .seen = &query_merge_evidence_seen,
        .keys_of_source = true,
    },
    {
        .name = "service_records",
        .target = "cadre.service_record",
        .gather = {&query_merge_evidence_resolve, &query_merge_evidence_reject,
                   &query_merge_service_records_incoming},
        .sift = {&query_merge_incoming_repeated},
        .finish = {&query_merge_evidence_named},
        .seen = &query_merge_evidence_seen,
        .keys_of_source = true,
    },
    {
        .name = "decisions",
        .target = "cadre.decision",
        .gather = {&query_merge_evidence_resolve, &query_merge_evidence_reject,
                   &query_merge_decisions_reject, &query_merge_decisions_incoming},
        .sift = {&query_merge_incoming_repeated},
        .finish = {&query_merge_evidence_named},
        .seen = &query_merge_evidence_seen,
        .keys_of_source = true,
    },
    {
        .name = "institution_lists",
        .target = "cadre.institution_listed",
        .gather = {&query_merge_institution_lists_incoming},
    },
    {
        .name = "completions",
        .target = "cadre.completion",
        .gather = {&query_merge_evidence_resolve, &query_merge_evidence_reject,
                   &query_merge_completions_reject, &query_merge_completions_incoming},
        .sift = {&query_merge_incoming_repeated},
        .finish = {&query_merge_evidence_named},
        .seen = &query_merge_evidence_seen,
    },
};

const struct merge_kind *merge_kind_find(const char *name)
{
    for (size_t i = 0; i < sizeof merge_kinds / sizeof *merge_kinds; i++) {
        if (strcmp(merge_kinds[i].name, name) == 0)
            return &merge_kinds[i];
    }
    assert(!"a kind has no merge");
    return NULL;
}
