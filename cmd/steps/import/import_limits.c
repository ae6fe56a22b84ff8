#include "cmd/steps/import/import_limits.h"

static bool exceeds(const struct import_limit *limit, int64_t faulty, int64_t rows)
{
    switch (limit->unit) {
    case LIMIT_COUNT:
        return faulty > limit->most;
    case LIMIT_PERCENT:
        return faulty * 100 > rows * limit->most;
    case LIMIT_NONE:
        break;
    }
    return false;
}

static enum cadre_status fail_faulty(struct import_job *job, int64_t faulty, const char *limit,
                                     struct cadre_error *err)
{
    return cadre_fail(err, CADRE_REFUSED, "'%s' is refused: %lld of its %lld rows are faulty, %s",
                      input_file_label(job->file), (long long)faulty,
                      (long long)job->outcome->counts.rows_read, limit);
}

enum cadre_status import_check_limits(struct import_job *job, struct cadre_error *err)
{
    const struct batch_counts *counts = &job->outcome->counts;
    int64_t faulty = counts->rows_rejected + counts->rows_held;
    const struct import_limit *limit = &job->request->max_rejects;
    if (job->request->atomic && faulty > 0) {
        job->refusal = "atomic";
        fail_faulty(job, faulty, "and it is to be stored whole or not at all", err);
        return cadre_fail_hint(err, "mend them, or leave --atomic out");
    }
    if (!exceeds(limit, faulty, counts->rows_read))
        return CADRE_OK;
    job->refusal = "max-rejects";
    fail_faulty(job, faulty,
                arena_format(job->scratch, "more than %lld%s", (long long)limit->most,
                             limit->unit == LIMIT_PERCENT ? " %" : ""),
                err);
    return cadre_fail_hint(err, "mend them, or raise --max-rejects");
}
