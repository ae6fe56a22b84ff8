/*
 * Any bytes as a file of a kind (the first byte chooses): the check ends without an error, its
 * counts add up, every record that is not stored stands in the rejects. The same under the settings
 * of a source; and once more with every other good record known from before, which changes what is
 * parsed and nothing of what is found.
 */
#include <stdio.h>
#include <string.h>

#include "import/check.h"
#include "import/rejects_csv.h"
#include "tests/fuzz/fuzz_file.h"

/* What one check gave. */
struct outcome {
    struct findings *findings;
    struct check_result result;
    uint64_t rows, last_record;
    struct known_record *clean; /* rows for a digest, by record */
    uint64_t *clean_records;
    size_t clean_count, clean_capacity, records_capacity;
};

static enum cadre_status sink_row(void *context, const struct typed_row *row,
                                  struct cadre_error *err)
{
    (void)err;
    struct outcome *outcome = context;
    FUZZ_PROMISE(row->place.record > outcome->last_record);
    outcome->last_record = row->place.record;
    outcome->rows++;
    if (!row->clean || !row->has_key)
        return CADRE_OK;
    outcome->clean = cadre_grow(outcome->clean, &outcome->clean_capacity, outcome->clean_count + 1,
                                sizeof *outcome->clean);
    outcome->clean_records = cadre_grow(outcome->clean_records, &outcome->records_capacity,
                                        outcome->clean_count + 1, sizeof *outcome->clean_records);
    outcome->clean_records[outcome->clean_count] = row->place.record;
    outcome->clean[outcome->clean_count++] = (struct known_record){row->record_hash, row->key_hash};
    return CADRE_OK;
}

static void release(struct outcome *outcome)
{
    findings_free(outcome->findings);
    free(outcome->clean);
    free(outcome->clean_records);
}

/* ---- promises -------------------------------------------------------------------------------- */

static size_t count_rejected(const struct findings *findings)
{
    struct rejected_record record;
    size_t count = 0;
    findings_rewind(findings);
    while (findings_next_rejected(findings, &record))
        count++;
    return count;
}

static void check_counts(const struct outcome *outcome)
{
    const struct check_result *result = &outcome->result;
    const struct findings *findings = outcome->findings;
    size_t out = count_rejected(findings);
    FUZZ_PROMISE(result->refused == (findings_count_effect(findings, FINDING_REFUSES) > 0));
    FUZZ_PROMISE(outcome->rows == result->accepted + result->dropped_count);
    FUZZ_PROMISE(result->rows_read == result->accepted + result->skipped + result->duplicates +
                                          result->rejected + result->held);
    FUZZ_PROMISE(out == result->rejected + result->held);
    FUZZ_PROMISE(!result->refused || result->rows_read == 0);
    for (size_t i = 1; i < result->dropped_count; i++)
        FUZZ_PROMISE(result->dropped_records[i - 1] < result->dropped_records[i]);
}

static void check_rejects(struct input_file *file, const struct outcome *outcome)
{
    struct cadre_error err = {0};
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    FUZZ_PROMISE(out != NULL);
    FUZZ_PROMISE(rejects_csv_write(file, outcome->findings, outcome->result.delimiter, out, &err) ==
                 CADRE_OK);
    fclose(out);
    FUZZ_PROMISE((count_rejected(outcome->findings) == 0) == (length == 0));
    free(text);
}

/* The same faults at the same places. */
static void check_same(const struct outcome *left, const struct outcome *right)
{
    size_t count = findings_count(left->findings);
    FUZZ_PROMISE(findings_count(right->findings) == count);
    findings_rewind(left->findings);
    findings_rewind(right->findings);
    for (size_t i = 0; i < count; i++) {
        const struct finding *a = findings_next(left->findings);
        const struct finding *b = findings_next(right->findings);
        FUZZ_PROMISE(a != NULL && b != NULL);
        FUZZ_PROMISE(a->code == b->code && a->line == b->line && a->record == b->record);
    }
    FUZZ_PROMISE(left->result.rows_read == right->result.rows_read);
    FUZZ_PROMISE(left->result.accepted + left->result.skipped ==
                 right->result.accepted + right->result.skipped);
}

/* ---- runs ------------------------------------------------------------------------------------ */

static void run(const struct check_options *options, const uint8_t *data, size_t size,
                struct outcome *outcome)
{
    struct cadre_error err = {0};
    struct input_file *file = fuzz_file(data, size);
    const struct row_sink sink = {.context = outcome, .row = sink_row};
    *outcome = (struct outcome){.findings = findings_new()};
    FUZZ_PROMISE(check_file(options, file, &sink, outcome->findings, &outcome->result, &err) ==
                 CADRE_OK);
    if (!outcome->result.redo)
        check_counts(outcome);
    if (!outcome->result.redo && !outcome->result.refused)
        check_rejects(file, outcome);
    input_file_free(file);
}

static bool was_dropped(const struct check_result *result, uint64_t record)
{
    for (size_t i = 0; i < result->dropped_count; i++) {
        if (result->dropped_records[i] == record)
            return true;
    }
    return false;
}

/* Every other good row is known, as if it had been imported before. */
static void run_known(struct check_options options, const uint8_t *data, size_t size,
                      const struct outcome *before)
{
    struct outcome outcome;
    CADRE_CLEANUP(known_records_cleanup)
    struct known_records *known = known_records_new(before->clean_count);
    for (size_t i = 0; i < before->clean_count; i += 2) {
        if (!was_dropped(&before->result, before->clean_records[i]))
            known_records_add(known, &before->clean[i], 1);
    }
    options.known = known;
    run(&options, data, size, &outcome);
    if (!outcome.result.redo)
        check_same(before, &outcome);
    release(&outcome);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct catalogue *catalogue; /* the same for every input */
    static const struct source_profile profile = {
        .delimiter = ';',
        .encoding = ENCODING_WINDOWS_1251,
        .duplicates = DUPLICATES_LAST,
        .short_rows = SHORT_ROWS_FILL,
        .max_removed_percent = SOURCE_UNSTATED,
        .grace_days = SOURCE_UNSTATED,
        .precedence = SOURCE_UNSTATED,
    };
    struct outcome outcome;
    if (catalogue == NULL)
        catalogue = catalogue_new();
    if (size == 0)
        return 0;
    size_t kind_count;
    const struct kind *const *kinds = kind_all(&kind_count);
    struct check_options options = {
        .kind = kinds[data[0] % kind_count], .catalogue = catalogue, .seed.bytes = {1}};
    run(&options, data + 1, size - 1, &outcome);
    if (!outcome.result.refused && options.kind->set_column == NULL)
        run_known(options, data + 1, size - 1, &outcome);
    release(&outcome);
    options.profile = &profile;
    run(&options, data + 1, size - 1, &outcome);
    release(&outcome);
    return 0;
}
