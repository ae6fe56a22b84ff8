/*
 * Shortest paths in the residual network of a flow with caps, by reduced costs (Dijkstra 1959;
 * Edmonds and Karp, J. ACM 19, 1972), all nodes on the way back from one: the columns of needs say
 * who may come. Private to core/match.
 */
#ifndef CADRE_CORE_MATCH_CAP_PATH_H
#define CADRE_CORE_MATCH_CAP_PATH_H

#include "core/match/cap_flow.h"

struct cap_path; /* opaque */

/* The flow is borrowed. */
struct cap_path *cap_path_new(struct cap_flow *flow);
void cap_path_free(struct cap_path *path);

/*
 * Sends one unit from a node to another over a shortest path, and shifts the potentials so that
 * they stay feasible: the path costs nothing then, and each node is dearer by what it is nearer to
 * `to` than `from` is. False, with nothing changed, where no path is.
 */
bool cap_path_send(struct cap_path *path, int32_t from, int32_t to);

/* Per node: how far it is to `to`, INT64_MAX = no way there. */
void cap_path_distances(struct cap_path *path, int32_t to, int64_t *ret_distance);

#endif
