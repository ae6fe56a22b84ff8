/*
 * Any bytes as the settings of a source: what is taken is written canonically, and is the same when
 * it is read back; what is refused says why.
 */
#include <stdio.h>
#include <string.h>

#include "core/kind/source_profile.h"
#include "tests/fuzz/fuzz_file.h"

static void check_same(const struct source_profile *profile, const struct source_profile *again,
                       struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str changes = {0};
    size_t count;
    const struct kind *const *kinds = kind_all(&count);
    source_profile_changes(profile, again, &changes);
    FUZZ_PROMISE(changes.length == 0);
    for (size_t i = 0; i < count; i++) {
        struct digest left = source_profile_digest(profile, kinds[i]);
        struct digest right = source_profile_digest(again, kinds[i]);
        FUZZ_PROMISE(digest_compare(&left, &right) == 0);
        FUZZ_PROMISE(source_profile_list(profile, kinds[i]) ==
                     source_profile_list(again, kinds[i]));
    }
    FUZZ_PROMISE(strcmp(source_profile_line(profile, arena), source_profile_line(again, arena)) ==
                 0);
}

static void check_sane(const struct source_profile *profile)
{
    FUZZ_PROMISE(profile->dates != 0 && profile->dates < DATE_FORMAT_BIT(DATE_FORMAT_COUNT));
    FUZZ_PROMISE(profile->max_removed_percent >= SOURCE_UNSTATED &&
                 profile->max_removed_percent <= 100);
    FUZZ_PROMISE(!profile->encoding_demanded);
    for (size_t i = 0; i < profile->header_count; i++)
        FUZZ_PROMISE(profile->headers[i].column < profile->headers[i].kind->column_count &&
                     profile->headers[i].header.length > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cadre_error err = {0};
    struct source_profile profile;
    struct source_profile again;
    struct arena *arena = arena_new();
    enum cadre_status status =
        source_profile_parse((struct str_view){(const char *)data, size}, arena, &profile, &err);
    FUZZ_PROMISE(status == CADRE_OK || (status == CADRE_REFUSED && err.message != NULL));
    if (status == CADRE_OK) {
        check_sane(&profile);
        const char *line = source_profile_line(&profile, arena);
        /* Escapes may make a text longer than the limit that it kept. */
        if (strlen(line) <= SOURCE_PROFILE_BYTES_MAX) {
            FUZZ_PROMISE(source_profile_parse(str_view_of(line), arena, &again, &err) == CADRE_OK);
            check_same(&profile, &again, arena);
        }
    }
    cadre_error_release(&err);
    arena_free(arena);
    return 0;
}
