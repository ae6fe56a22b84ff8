/*
 * A made-up specialist. A person follows from (seed, index) alone and is made anew wherever they
 * are written, so that a million of them need no more memory than one.
 */
#ifndef CADRE_CMD_DEMO_PERSON_H
#define CADRE_CMD_DEMO_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cmd/demo/names.h"
#include "cmd/demo/sources.h"
#include "cmd/demo/tracks.h"
#include "core/base/arena.h"
#include "core/base/date.h"
#include "core/catalogue/catalogue.h"

/* The calendar of the made-up country: its lists hold from the one, its match is of the other. */
#define DEMO_EFFECTIVE "2026-03-01"
#define DEMO_AS_OF "2026-03-15"

struct demo_award {
    const struct credential *credential;
    const char *number;
    struct cadre_date issued_on;
    struct cadre_date expires_on; /* none = not stated on the certificate */
    struct cadre_date revoked_on;
    bool verified;
};

struct demo_held {
    const char *type;  /* "work_role", "competency" */
    const char *code;  /* "DCWF/511" */
    const char *level; /* "Basic", "3" */
    int32_t years;
    struct cadre_date assessed_on;
    bool verified;
};

enum { DEMO_AWARDS_MAX = 3, DEMO_HELD_MAX = 5 };

enum demo_tier { TIER_JUNIOR, TIER_MIDDLE, TIER_SENIOR };

/* Where they live and what they did; "" = not known. */
struct demo_person {
    size_t index;
    int32_t source;        /* of demo_sources */
    int32_t second_source; /* another that knows them too, -1 = none */
    const char *national_id;
    bool female;
    const struct name_spelling *family_name, *given_name, *father_name;
    const struct demo_track *track;
    enum demo_tier tier;
    int32_t years; /* of practice */
    struct cadre_date birth_date, graduated_on, employed_from;
    const char *region, *district;
    const char *employer, *institution;
    int32_t education; /* ISCED 2011 level */
    const char *email, *phone, *languages, *citizenship;
    const char *service_status, *service_ground, *rank, *military_specialty, *fitness, *clearance;
    struct cadre_date service_until, fitness_on, available_from;
    bool relocates;
    struct cadre_date consent_on, consent_until;
    const char *consent_for;
    struct demo_award awards[DEMO_AWARDS_MAX];
    size_t award_count;
    struct demo_held held[DEMO_HELD_MAX];
    size_t held_count;
};

/* The sources of a person alone: cheap, for passing over the people of other sources. */
void demo_person_sources(uint64_t seed, size_t index, int32_t *ret_source, int32_t *ret_second);
/* Texts live in `arena`, the tables or the catalogue. */
void demo_person_make(uint64_t seed, size_t index, const struct catalogue *catalogue,
                      struct arena *arena, struct demo_person *ret_person);
/* The person's number at that source, "BK-000123". */
const char *demo_person_source_id(size_t index, const struct demo_source *source,
                                  struct arena *arena);

#endif
