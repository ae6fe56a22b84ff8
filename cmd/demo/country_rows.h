/*
 * Rows of the country's files, a kind each. Private to country*.c.
 */
#ifndef CADRE_CMD_DEMO_COUNTRY_ROWS_H
#define CADRE_CMD_DEMO_COUNTRY_ROWS_H

#include "cmd/demo/country.h"
#include "cmd/demo/sheet.h"

/* `source` is NULL for kinds without one. Each writes every row that the source has of the kind. */
void rows_organizations(const struct country *country, const struct demo_source *source,
                        struct sheet *sheet);
void rows_roster(const struct country *country, const struct demo_source *source,
                 struct sheet *sheet);
void rows_competencies(const struct country *country, const struct demo_source *source,
                       struct sheet *sheet);
void rows_certifications(const struct country *country, const struct demo_source *source,
                         struct sheet *sheet);
void rows_needs(const struct country *country, const struct demo_source *source,
                struct sheet *sheet);
void rows_requirements(const struct country *country, const struct demo_source *source,
                       struct sheet *sheet);
void rows_placements(const struct country *country, const struct demo_source *source,
                     struct sheet *sheet);
void rows_preferences(const struct country *country, const struct demo_source *source,
                      struct sheet *sheet);
void rows_trainings(const struct country *country, const struct demo_source *source,
                    struct sheet *sheet);
void rows_completions(const struct country *country, const struct demo_source *source,
                      struct sheet *sheet);
void rows_assessments(const struct country *country, const struct demo_source *source,
                      struct sheet *sheet);
void rows_distinctions(const struct country *country, const struct demo_source *source,
                       struct sheet *sheet);
void rows_service_records(const struct country *country, const struct demo_source *source,
                          struct sheet *sheet);
void rows_decisions(const struct country *country, const struct demo_source *source,
                    struct sheet *sheet);
void rows_institution_lists(const struct country *country, const struct demo_source *source,
                            struct sheet *sheet);

#endif
