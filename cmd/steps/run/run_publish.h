/*
 * A stored run is published, if all whom it places still fit: the registry of today is held against
 * it by the verdict that made it.
 */
#ifndef CADRE_CMD_STEPS_RUN_RUN_PUBLISH_H
#define CADRE_CMD_STEPS_RUN_RUN_PUBLISH_H

#include "cmd/cli/command.h"
#include "sql/run_life.h"

struct run_publish_request {
    struct run_row run;
    struct cadre_date as_of; /* on which everybody has to fit; the catalogue's law is of that day */
    bool despite;            /* publish all the same, and store who does not fit */
    const char *why;         /* NULL = nobody said */
    int wait_s;
};

/*
 * Who does not fit any more, and by which condition, is told on stderr: by id on a terminal alone,
 * else how many by which reason. *ret_done is false when the run was published already;
 * *ret_lapses are told and, when it is published all the same, stored.
 * CADRE_REFUSED: somebody lapsed, or what run_life_publish refuses; nothing is stored then.
 */
CADRE_MUST_CHECK enum cadre_status run_publish(const struct invocation *call,
                                               struct session *session,
                                               const struct run_publish_request *request,
                                               bool *ret_done, size_t *ret_lapses,
                                               struct cadre_error *err);

#endif
