/*
 * The trades of the made-up specialists: what one of the trade does, learned and may hold.
 */
#ifndef CADRE_CMD_DEMO_TRACKS_H
#define CADRE_CMD_DEMO_TRACKS_H

#include "cmd/demo/random.h"

enum { TRACK_CREDENTIALS_MAX = 6, TRACK_COMPETENCIES_MAX = 4 };

struct demo_track {
    uint16_t weight;                      /* how common it is */
    const char *role;                     /* of DCWF: "DCWF/511" */
    const char *nice_role;                /* its NICE counterpart, or NULL */
    const char *occupation;               /* ISCO-08 */
    const char *field;                    /* ISCED-F */
    const char *job_en, *job_az, *job_ru; /* job title */
    const char
        *credentials[TRACK_CREDENTIALS_MAX]; /* from a beginner's to an expert's, then NULL */
    const char *competencies[TRACK_COMPETENCIES_MAX]; /* the usual first, then NULL */
};

extern const struct demo_track demo_tracks[];
extern const uint32_t demo_track_count;

const struct demo_track *track_draw(struct random *random);

#endif
