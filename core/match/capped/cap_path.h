/*
 * Shortest paths in the residual network of a flow with caps, by reduced costs, all on the way back
 * from where they lead to: columns say who may come. Private to core/match.
 *
 * To balance a flow that has units left over at some nodes and missing at others, potentials are
 * shifted by the distances to what is missing (Dijkstra 1959; Edmonds and Karp, J. ACM 19, 1972),
 * until paths are there that cost nothing; over these go as many units as searches in depth find,
 * one after the other until one finds none, each without looking at a node in vain twice (the
 * primal-dual method: Ford and Fulkerson, Flows in Networks, 1962). Fits are round numbers, so that
 * many paths are equally long.
 */
#ifndef CADRE_CORE_MATCH_CAP_PATH_H
#define CADRE_CORE_MATCH_CAP_PATH_H

#include "core/match/capped/cap_columns.h"

struct cap_path; /* opaque */

/* Both are borrowed; pairs that are not in the columns are as if they were none. */
struct cap_path *cap_path_new(struct cap_flow *flow, const struct cap_columns *columns);
void cap_path_free(struct cap_path *path);

/* `imbalance` per node, in sum 0: units left over (> 0) or missing (< 0); becomes 0 everywhere.
 * Potentials are feasible, and stay so. */
void cap_path_balance(struct cap_path *path, int64_t *imbalance);

/* Per node: how far it is to `to`, INT64_MAX = no way there. */
void cap_path_distances(struct cap_path *path, int32_t to, int64_t *ret_distance);

#endif
