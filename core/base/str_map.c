#include "core/base/str_map.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/arena.h"
#include "core/base/fast_hash.h"

enum { SLOTS_FIRST = 16 }; /* a power of two, as every later size */

struct slot {
    const char *key; /* in the arena; NULL = free */
    uint32_t length;
    uint32_t hash;
    uint32_t value;
};

struct str_map {
    struct slot *slots;
    size_t size;
    uint32_t count;
    struct arena *keys;
    struct fast_hash_seed seed;
};

struct str_map *str_map_new(void)
{
    struct str_map *map = cadre_calloc(1, sizeof *map);
    map->seed = fast_hash_seed_random();
    map->size = SLOTS_FIRST;
    map->slots = cadre_calloc(map->size, sizeof *map->slots);
    map->keys = arena_new();
    return map;
}

void str_map_free(struct str_map *map)
{
    if (map == NULL)
        return;
    free(map->slots);
    arena_free(map->keys);
    free(map);
}

void str_map_cleanup(struct str_map **map)
{
    str_map_free(*map);
}

static uint32_t hash_of(const struct str_map *map, struct str_view key)
{
    return (uint32_t)fast_hash64(&map->seed, key.data, key.length);
}

/* The slot that holds the key, or the free one where it belongs (linear probing). */
static struct slot *slot_of(const struct str_map *map, struct str_view key, uint32_t hash)
{
    for (size_t at = hash & (map->size - 1);; at = (at + 1) & (map->size - 1)) {
        struct slot *slot = &map->slots[at];
        if (slot->key == NULL)
            return slot;
        if (slot->hash == hash && str_view_equal((struct str_view){slot->key, slot->length}, key))
            return slot;
    }
}

static void grow(struct str_map *map)
{
    struct slot *old = map->slots;
    size_t old_size = map->size;
    map->size *= 2;
    map->slots = cadre_calloc(map->size, sizeof *map->slots);
    for (size_t i = 0; i < old_size; i++) {
        if (old[i].key != NULL) {
            struct str_view key = {old[i].key, old[i].length};
            *slot_of(map, key, old[i].hash) = old[i];
        }
    }
    free(old);
}

static void fill(struct str_map *map, struct slot *slot, struct str_view key, uint32_t hash)
{
    assert(key.length <= UINT32_MAX && map->count < UINT32_MAX);
    const char *copy = key.length > 0 ? arena_copy(map->keys, key).data : "";
    *slot = (struct slot){.key = copy, .length = (uint32_t)key.length, .hash = hash};
    map->count++;
}

static struct slot *find_or_add(struct str_map *map, struct str_view key, bool *ret_added)
{
    /* At most three quarters full: probing stays short and always finds a free slot. */
    if ((size_t)map->count + 1 > map->size / 4 * 3)
        grow(map);
    uint32_t hash = hash_of(map, key);
    struct slot *slot = slot_of(map, key, hash);
    *ret_added = slot->key == NULL;
    if (*ret_added)
        fill(map, slot, key, hash);
    return slot;
}

bool str_map_insert(struct str_map *map, struct str_view key, uint32_t value)
{
    bool added;
    struct slot *slot = find_or_add(map, key, &added);
    if (added)
        slot->value = value;
    return added;
}

void str_map_put(struct str_map *map, struct str_view key, uint32_t value)
{
    bool added;
    find_or_add(map, key, &added)->value = value;
}

bool str_map_find(const struct str_map *map, struct str_view key, uint32_t *ret_value)
{
    const struct slot *slot = slot_of(map, key, hash_of(map, key));
    if (slot->key == NULL)
        return false;
    *ret_value = slot->value;
    return true;
}

uint32_t str_map_count(const struct str_map *map)
{
    return map->count;
}
