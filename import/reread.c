#include "import/reread.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "import/field_types.h"
#include "import/record_splitter.h"

struct reread {
    struct input_file *file;
    const struct header_map *header;
    struct row *row;
    struct record_splitter *splitter;
    struct record_reader *reader;
};

void reread_set_cells(struct row *row, const struct header_map *header, const struct fields *fields)
{
    row_begin(row);
    for (size_t i = 0; i < fields->count; i++) {
        int column = header->column_of_field[i];
        if (column >= 0)
            row_set_cell(row, column, fields->items[i]);
    }
}

struct reread *reread_new(struct input_file *file, const struct header_map *header, struct row *row)
{
    struct reread *reread = cadre_calloc(1, sizeof *reread);
    *reread = (struct reread){
        .file = file,
        .header = header,
        .row = row,
        .splitter = record_splitter_new(file, header->delimiter),
        .reader = record_reader_new(header->delimiter),
    };
    return reread;
}

void reread_free(struct reread *reread)
{
    if (reread == NULL)
        return;
    row_free(reread->row);
    record_splitter_free(reread->splitter);
    record_reader_free(reread->reader);
    free(reread);
}

enum cadre_status reread_row(struct reread *reread, struct record_place *place,
                             const struct row **ret_row, struct str_view *ret_record,
                             struct cadre_error *err)
{
    struct record record = {0};
    struct fields fields = {0};
    bool more = false;
    record_splitter_seek(reread->splitter, place);
    enum cadre_status status = record_splitter_next(reread->splitter, &record, &more, err);
    if (status != CADRE_OK)
        return status;
    bool whole = more && record.fault == RECORD_WHOLE && record.place.offset == place->offset &&
                 record_reader_read(reread->reader, record.bytes, &fields) == READ_FIELDS;
    if (!whole || !header_map_takes(reread->header, fields.count))
        return cadre_fail(err, CADRE_REFUSED, "'%s' was changed while it was read",
                          input_file_label(reread->file));
    reread_set_cells(reread->row, reread->header, &fields);
    field_types_check(reread->row);
    place->length = record.place.length;
    *ret_row = reread->row;
    *ret_record = record.bytes;
    return CADRE_OK;
}
