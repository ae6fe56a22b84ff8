/*
 * A hash table from byte strings to uint32_t (an index into the caller's array). Keys are copied.
 * The hash (fast_hash.h) has a random seed for each map, so that crafted input cannot
 * degrade it; nothing may depend on the order of entries, and there is no way to walk them. An
 * absent key is the empty one.
 */
#ifndef CADRE_CORE_BASE_STR_MAP_H
#define CADRE_CORE_BASE_STR_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/str.h"

struct str_map; /* opaque */

struct str_map *str_map_new(void);
void str_map_free(struct str_map *map);
void str_map_cleanup(struct str_map **map);
/* Sets key -> value and returns true; false when the key was there (its value is left alone). */
bool str_map_insert(struct str_map *map, struct str_view key, uint32_t value);
void str_map_put(struct str_map *map, struct str_view key, uint32_t value); /* replaces */
bool str_map_find(const struct str_map *map, struct str_view key, uint32_t *ret_value);
uint32_t str_map_count(const struct str_map *map);

#endif
