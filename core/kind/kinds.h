/*
 * The descriptors, one file each; listed in kind.c. Private to core/kind.
 */
#ifndef CADRE_CORE_KIND_KINDS_H
#define CADRE_CORE_KIND_KINDS_H

#include "core/kind/kind.h"

extern const struct kind kind_organizations;
extern const struct kind kind_roster;
extern const struct kind kind_competencies;
extern const struct kind kind_certifications;
extern const struct kind kind_needs;
extern const struct kind kind_requirements;
extern const struct kind kind_placements;
extern const struct kind kind_preferences;
extern const struct kind kind_trainings;
extern const struct kind kind_completions;
extern const struct kind kind_assessments;
extern const struct kind kind_distinctions;
extern const struct kind kind_institution_lists;
extern const struct kind kind_service_records;
extern const struct kind kind_decisions;

/* Those of the catalogue. */
extern const struct kind kind_scales;
extern const struct kind kind_scale_mappings;
extern const struct kind kind_code_lists;
extern const struct kind kind_frameworks;
extern const struct kind kind_elements;
extern const struct kind kind_element_relations;
extern const struct kind kind_credentials;
extern const struct kind kind_credential_grants;
extern const struct kind kind_alignments;
extern const struct kind kind_regions;
extern const struct kind kind_service_rules;
extern const struct kind kind_call_ups;
extern const struct kind kind_aliases;

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

enum {
    KEY_BYTES_MAX = 64,
    NAME_MAX_POINTS = 100,
    TEXT_MAX_POINTS = 300,
    TRUST_BYTES_MAX = 400,
    YEAR_MIN = 1900,
    YEAR_MAX = 2199
};

/* The three columns that name a person, first in every kind with a person key. */
#define PERSON_KEY_COLUMNS                                                                         \
    {.name = "source_person_id",                                                                   \
     .header_az = "mənbə kodu",                                                                    \
     .header_ru = "код в источнике",                                                               \
     .rule = RULE_KEY,                                                                             \
     .max = KEY_BYTES_MAX,                                                                         \
     .meaning = "the person's number at the source",                                               \
     .example = "BK-000123"},                                                                      \
        {.name = "national_id",                                                                    \
         .header_az = "FİN",                                                                       \
         .header_ru = "ФИН",                                                                       \
         .rule = RULE_NATIONAL_ID,                                                                 \
         .min = 5,                                                                                 \
         .max = 20,                                                                                \
         .meaning = "the national identification number",                                          \
         .example = "5ABC7K2"},                                                                    \
    {                                                                                              \
        .name = "person_source", .header_az = "şəxsin mənbəyi", .header_ru = "источник лица",      \
        .rule = RULE_KEY, .max = KEY_BYTES_MAX,                                                    \
        .meaning = "the source that source_person_id belongs to, when it is not the file's own",   \
        .example = "BAKU-1"                                                                        \
    }

/* Who gives a training: the first half of its key. */
#define PROVIDER_COLUMN                                                                            \
    {                                                                                              \
        .name = "provider", .header_az = "təlim mərkəzi", .header_ru = "учебный центр",            \
        .rule = RULE_KEY, .max = KEY_BYTES_MAX, .required = true,                                  \
        .meaning = "code of who gives the training", .example = "CERT-GOV"                         \
    }

/* What somebody is in the armed forces. */
#define MILITARY_SPECIALTY_COLUMN                                                                  \
    {                                                                                              \
        .name = "military_specialty", .header_az = "hərbi uçot ixtisası", .header_ru = "ВУС",      \
        .rule = RULE_MILITARY_SPECIALTY, .max = KEY_BYTES_MAX,                                     \
        .meaning = "military specialty, by the local list", .example = "310"                       \
    }
#define MILITARY_RANK_COLUMN                                                                       \
    {                                                                                              \
        .name = "rank", .header_az = "hərbi rütbə", .header_ru = "воинское звание",                \
        .rule = RULE_TEXT, .max = NAME_MAX_POINTS, .meaning = "military rank", .example = "gizir"  \
    }

/* What is held is declared, or verified by somebody: last in every kind of evidence. */
#define VERIFIED_BY_COLUMN                                                                         \
    {                                                                                              \
        .name = "verified_by", .header_az = "təsdiq edən", .header_ru = "кем подтверждено",        \
        .rule = RULE_TEXT, .max = TEXT_MAX_POINTS,                                                 \
        .meaning = "who verified it; empty means declared only", .example = "CERT-GOV"             \
    }

#endif
