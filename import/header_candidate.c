#include "import/header_candidate.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/str_map.h"
#include "core/base/utf8.h"
#include "import/header_map.h"
#include "import/record_splitter.h"

static struct str_view line_of(struct arena *arena, struct str_view bytes)
{
    size_t length = record_line_length(bytes);
    while (length > 0 && strchr("\r\n", bytes.data[length - 1]) != NULL)
        length--;
    return arena_copy(arena, (struct str_view){bytes.data, length});
}

void header_candidate_take(struct candidate *candidate, const struct fields *fields,
                           struct arena *arena)
{
    struct str_view *cells = arena_calloc(arena, fields->count + 1, sizeof *cells);
    for (size_t i = 0; i < fields->count; i++)
        cells[i] = arena_copy(arena, str_view_trim(fields->items[i]));
    candidate->cells = cells;
    candidate->count = fields->count;
}

enum cadre_status header_candidate_read(struct input_file *file, struct arena *arena,
                                        struct candidate *candidate, struct cadre_error *err)
{
    CADRE_CLEANUP(record_splitter_cleanup)
    struct record_splitter *splitter = record_splitter_new(file, candidate->delimiter);
    struct record record;
    bool more;
    enum cadre_status status = record_splitter_next(splitter, &record, &more, err);
    if (status != CADRE_OK || !more)
        return status;
    candidate->line = record.place.line;
    candidate->fault_line = record.fault == RECORD_WHOLE ? record.place.line : record.fault_line;
    candidate->too_long = record.fault == RECORD_TOO_LONG;
    if (!candidate->too_long)
        candidate->first_line = line_of(arena, record.bytes);
    if (record.fault != RECORD_WHOLE)
        return CADRE_OK;
    CADRE_CLEANUP(record_reader_cleanup)
    struct record_reader *reader = record_reader_new(candidate->delimiter);
    struct fields fields;
    candidate->readable = record_reader_read(reader, record.bytes, &fields) == READ_FIELDS;
    if (candidate->readable)
        header_candidate_take(candidate, &fields, arena);
    return CADRE_OK;
}

/* Left by a second byte order mark or a copied web page: the column would be kept aside under a
 * name that looks like its own. */
void header_key(struct str_view header, struct str *out)
{
    CADRE_CLEANUP(str_release) struct str seen = {0};
    for (size_t offset = 0; offset < header.length;) {
        uint32_t letter = utf8_next(header, &offset);
        utf8_add(&seen, utf8_is_blank(letter) || utf8_is_control(letter) ? ' ' : letter);
    }
    fold_key(str_view_from(&seen), out);
}

struct fit header_fit(const struct kind *kind, const struct source_profile *profile,
                      const struct candidate *candidate)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *names = header_map_names(kind, profile);
    CADRE_FREE bool *has = cadre_calloc(kind->column_count, sizeof *has);
    struct fit fit = {0};
    for (size_t i = 0; i < candidate->count; i++) {
        uint32_t column;
        CADRE_CLEANUP(str_release) struct str key = {0};
        header_key(candidate->cells[i], &key);
        if (str_map_find(names, str_view_from(&key), &column))
            has[column] = true;
    }
    for (size_t i = 0; i < kind->column_count; i++) {
        fit.known += has[i];
        fit.missing += kind->columns[i].required && !has[i];
    }
    return fit;
}
