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

static void add_objective(struct digest_stream *out, const struct objective *objective)
{
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        digest_stream_int64(out, objective->filled[class]);
    digest_stream_int64(out, objective->fit_bp);
    digest_stream_int64(out, objective->held);
    digest_stream_record_end(out);
}

/* Behind all else, so that runs of before it was stored keep their digest. */
static void add_other(struct digest_stream *out, const struct objective *other)
{
    digest_stream_field(out, STR_VIEW_LITERAL("other mode"));
    add_objective(out, other);
}

/* Likewise. */
static void add_overrides(struct digest_stream *out, const struct override_prices *overrides)
{
    digest_stream_field(out, STR_VIEW_LITERAL("decisions"));
    digest_stream_int64(out, (int64_t)overrides->count);
    for (size_t i = 0; i < overrides->count; i++) {
        const struct override_price *price = &overrides->items[i];
        digest_stream_field(out, price->natural_key);
        digest_stream_field(out, price->need_code);
        digest_stream_field(out, price->verdict);
        digest_stream_int64(out, price->decided_on.day);
        digest_stream_int64(out, price->known);
        add_objective(out, &price->gain);
    }
    add_objective(out, &overrides->all);
}

/* Likewise, of runs with limits. */
static void add_limits(struct digest_stream *out, const struct snapshot *snapshot,
                       const struct claim *claim)
{
    digest_stream_field(out, STR_VIEW_LITERAL("limits"));
    digest_stream_int64(out, (int64_t)claim->cap_count);
    for (size_t i = 0; i < claim->cap_count; i++)
        digest_stream_int64(out, claim->cap_price[i]);
    for (size_t j = 0; j < snapshot->need_count; j++)
        digest_stream_int64(out, claim->open_price != NULL ? claim->open_price[j] : 0);
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
    if (claim->overrides != NULL && claim->overrides->count > 0)
        add_overrides(out, claim->overrides);
    if (claim->cap_price != NULL)
        add_limits(out, snapshot, claim);
    struct digest digest = digest_stream_finish(out);
    digest_stream_free(out);
    return digest;
}
