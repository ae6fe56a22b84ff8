/*
 * Any bytes as a file of a kind (the first byte chooses): the check ends without an error, its
 * counts add up, every record that is not stored stands in the rejects, and those tell the same
 * when they are read again.
 */
#include <stdio.h>
#include <string.h>

#include "import/check.h"
#include "import/rejects_csv.h"
#include "tests/fuzz/fuzz_file.h"

struct sunk {
    uint64_t rows;
    uint64_t last_record;
};

static enum cadre_status sink_row(void *context, const struct typed_row *row,
                                  struct cadre_error *err)
{
    (void)err;
    struct sunk *sunk = context;
    FUZZ_PROMISE(row->place.record > sunk->last_record);
    sunk->last_record = row->place.record;
    sunk->rows++;
    return CADRE_OK;
}

static void check_counts(const struct check_result *result, const struct findings *findings,
                         const struct sunk *sunk)
{
    size_t out;
    findings_rejected(findings, &out);
    FUZZ_PROMISE(result->refused == (findings_count_effect(findings, FINDING_REFUSES) > 0));
    FUZZ_PROMISE(sunk->rows == result->accepted + result->dropped_count);
    FUZZ_PROMISE(result->rows_read == result->accepted + result->skipped + result->duplicates +
                                          result->rejected + result->held);
    FUZZ_PROMISE(out == result->rejected + result->held);
    FUZZ_PROMISE(!result->refused || result->rows_read == 0);
    for (size_t i = 1; i < result->dropped_count; i++)
        FUZZ_PROMISE(result->dropped_records[i - 1] < result->dropped_records[i]);
}

static void check_rejects(struct input_file *file, const struct findings *findings, char delimiter)
{
    struct cadre_error err = {0};
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    FUZZ_PROMISE(out != NULL);
    FUZZ_PROMISE(rejects_csv_write(file, findings, delimiter, out, &err) == CADRE_OK);
    fclose(out);
    size_t count;
    findings_rejected(findings, &count);
    FUZZ_PROMISE((count == 0) == (length == 0));
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct catalogue *catalogue; /* the same for every input */
    if (catalogue == NULL)
        catalogue = catalogue_new();
    if (size == 0)
        return 0;
    size_t kind_count;
    const struct kind *const *kinds = kind_all(&kind_count);
    struct check_options options = {kinds[data[0] % kind_count], catalogue, cadre_date_none};
    struct input_file *file = fuzz_file(data + 1, size - 1);
    struct findings *findings = findings_new();
    struct sunk sunk = {0};
    const struct row_sink sink = {.context = &sunk, .row = sink_row};
    struct check_result result;
    struct cadre_error err = {0};
    FUZZ_PROMISE(check_file(&options, file, &sink, findings, &result, &err) == CADRE_OK);
    check_counts(&result, findings, &sunk);
    if (!result.refused)
        check_rejects(file, findings, result.delimiter);
    findings_free(findings);
    input_file_free(file);
    return 0;
}
