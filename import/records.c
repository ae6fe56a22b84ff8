#include "import/records.h"

#include <stdlib.h>

#include "core/base/alloc.h"

struct records {
    struct record_splitter *splitter;
    struct rows_ahead *ahead; /* NULL: at the header yet */
    struct record at_hand;    /* it */
};

struct records *records_open(struct input_file *file, char delimiter)
{
    struct records *records = cadre_calloc(1, sizeof *records);
    records->splitter = record_splitter_new(file, delimiter);
    return records;
}

void records_free(struct records *records)
{
    if (records == NULL)
        return;
    rows_ahead_free(records->ahead);
    record_splitter_free(records->splitter);
    free(records);
}

void records_cleanup(struct records **records)
{
    records_free(*records);
}

void records_make_ahead(struct records *records, struct rows_ahead_input input)
{
    input.splitter = records->splitter;
    records->ahead = rows_ahead_new(&input);
}

enum cadre_status records_next(struct records *records, struct record **ret_record,
                               const struct made_row **ret_made, bool *ret_more,
                               struct cadre_error *err)
{
    if (records->ahead != NULL)
        return rows_ahead_next(records->ahead, ret_record, ret_made, ret_more, err);
    *ret_record = &records->at_hand;
    *ret_made = NULL;
    return record_splitter_next(records->splitter, &records->at_hand, ret_more, err);
}

void records_cut(struct records *records, struct record *record)
{
    record_splitter_cut(records->splitter, record);
}
