/*
 * What stands beside an element, a credential or a region in the catalogue: who grants it, what it
 * is mapped to, what it is part of. For looking at; qualification has indexes of its own. Arrays
 * live in the arena.
 */
#ifndef CADRE_CORE_CATALOGUE_NEIGHBOURS_H
#define CADRE_CORE_CATALOGUE_NEIGHBOURS_H

#include "core/base/arena.h"
#include "core/catalogue/catalogue.h"

struct element_grantor {
    int32_t credential;
    int32_t level; /* the highest that it grants; it covers the lower ones */
};

/* The credentials that grant the element, the highest level first, then in the table's order. */
const struct element_grantor *neighbours_grantors(const struct catalogue *catalogue,
                                                  int32_t element, struct arena *arena,
                                                  size_t *ret_count);
/* What a credential grants: each element once, at its highest level, in the table's order. */
const struct grant *neighbours_grants(const struct catalogue *catalogue, int32_t credential,
                                      struct arena *arena, size_t *ret_count);
/* Work roles of other frameworks that the role is mapped to, in either direction. A mapping serves
 * reading and migration; it grants nothing. */
const int32_t *neighbours_mapped(const struct catalogue *catalogue, int32_t element,
                                 struct arena *arena, size_t *ret_count);

enum element_side {
    SIDE_ABOVE,  /* its parent; what projects onto it */
    SIDE_BESIDE, /* another child of its parent */
    SIDE_BELOW   /* its child; what it projects onto */
};
struct element_neighbour {
    enum element_side side;
    int32_t element;
    const char *relation; /* "isChildOf", "projection" */
};
/* Along all relations of its version: above, beside, below, each in the table's order. */
const struct element_neighbour *neighbours_related(const struct catalogue *catalogue,
                                                   int32_t element, struct arena *arena,
                                                   size_t *ret_count);

/* The elements of a framework's version that share type and group, in the table's order. */
struct element_group {
    const char *type_name, *group_code, *group_en;
    size_t elements;
};
const struct element_group *neighbours_groups(const struct catalogue *catalogue, int32_t framework,
                                              struct arena *arena, size_t *ret_count);

/* The country first, the region itself last. */
const int32_t *neighbours_region_path(const struct catalogue *catalogue, int32_t region,
                                      struct arena *arena, size_t *ret_count);
/* The regions that lie right below it. */
const int32_t *neighbours_region_parts(const struct catalogue *catalogue, int32_t region,
                                       struct arena *arena, size_t *ret_count);

#endif
