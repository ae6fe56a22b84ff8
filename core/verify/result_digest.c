#include "core/verify/certificate.h"

/* A need that does not exist is told by its number, so that no two claims share a text. */
static void add_assignment(struct digest_stream *out, const struct snapshot *snapshot,
                           const struct claim *claim, size_t person)
{
    int32_t need = claim->need_of[person];
    digest_stream_field(out, snapshot->people[person].natural_key);
    if (need >= 0 && (size_t)need < snapshot->need_count) {
        digest_stream_field(out, snapshot->needs[need].code);
    } else {
        digest_stream_field(out, (struct str_view){NULL, 0});
        digest_stream_int64(out, need);
    }
    digest_stream_int64(out, claim->fit_bp[person]);
    digest_stream_record_end(out);
}

/* Behind all else, so that runs of before it was stored keep their digest. */
static void add_other(struct digest_stream *out, const struct objective *other)
{
    digest_stream_field(out, STR_VIEW_LITERAL("other mode"));
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        digest_stream_int64(out, other->filled[class]);
    digest_stream_int64(out, other->fit_bp);
    digest_stream_int64(out, other->held);
    digest_stream_record_end(out);
}

struct digest certificate_result_digest(const struct snapshot *snapshot, const struct claim *claim)
{
    struct digest_stream *out = digest_stream_new();
    digest_stream_field(out, STR_VIEW_LITERAL("cadre result 1"));
    digest_stream_int64(out, (int64_t)snapshot->person_count);
    for (size_t i = 0; i < snapshot->person_count; i++)
        add_assignment(out, snapshot, claim, i);
    digest_stream_int64(out, (int64_t)snapshot->need_count);
    for (size_t j = 0; j < snapshot->need_count; j++) {
        digest_stream_field(out, snapshot->needs[j].code);
        digest_stream_int64(out, claim->price[j]);
        digest_stream_int64(out, claim->seats[j]);
        digest_stream_record_end(out);
    }
    if (claim->other != NULL)
        add_other(out, claim->other);
    struct digest digest = digest_stream_finish(out);
    digest_stream_free(out);
    return digest;
}
