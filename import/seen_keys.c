#include "import/seen_keys.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "import/sorted_spool.h"

enum { MEMORY_BYTES = 4 * 1024 * 1024, ABSENT = -1 };

struct seen_keys {
    struct sorted_spool *spool; /* keys of no bytes: as they were added */
    struct str item;
};

struct seen_keys *seen_keys_new(void)
{
    struct seen_keys *keys = cadre_calloc(1, sizeof *keys);
    keys->spool = sorted_spool_new(MEMORY_BYTES);
    return keys;
}

void seen_keys_free(struct seen_keys *keys)
{
    if (keys == NULL)
        return;
    sorted_spool_free(keys->spool);
    str_release(&keys->item);
    free(keys);
}

static void add_text(struct str *item, struct str_view text)
{
    int32_t length = text.data != NULL ? (int32_t)text.length : ABSENT;
    str_add(item, (const char *)&length, sizeof length);
    str_add_view(item, text);
}

/* Cuts the next one off. */
static struct str_view take_text(struct str_view *item)
{
    int32_t length;
    memcpy(&length, item->data, sizeof length);
    const char *text = item->data + sizeof length;
    size_t bytes = length > 0 ? (size_t)length : 0;
    *item = (struct str_view){text + bytes, item->length - sizeof length - bytes};
    return length == ABSENT ? str_view_of(NULL) : (struct str_view){text, bytes};
}

enum cadre_status seen_keys_add(struct seen_keys *keys, const struct seen_key *key,
                                struct cadre_error *err)
{
    str_reset(&keys->item);
    add_text(&keys->item, key->source_person_id);
    add_text(&keys->item, key->national_id);
    return sorted_spool_add(keys->spool, str_view_of(NULL), str_view_from(&keys->item), err);
}

enum cadre_status seen_keys_rewind(struct seen_keys *keys, struct cadre_error *err)
{
    return sorted_spool_end(keys->spool, err);
}

enum cadre_status seen_keys_next(struct seen_keys *keys, bool *ret_more, struct seen_key *ret_key,
                                 struct cadre_error *err)
{
    struct str_view key, item;
    enum cadre_status status = sorted_spool_next(keys->spool, ret_more, &key, &item, err);
    if (status == CADRE_OK && *ret_more) {
        ret_key->source_person_id = take_text(&item);
        ret_key->national_id = take_text(&item);
    }
    return status;
}
