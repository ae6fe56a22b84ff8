#include "import/rejects_csv.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/csv_text.h"
#include "import/bytes.h"
#include "import/header_map.h"
#include "import/record_splitter.h"

enum { BLOCK = 64 * 1024 };

static enum cadre_status copy_bytes(struct input_file *file, uint64_t offset, uint64_t length,
                                    FILE *out, struct cadre_error *err)
{
    CADRE_FREE char *block = cadre_malloc(BLOCK);
    while (length > 0) {
        size_t count;
        size_t wanted = length < BLOCK ? (size_t)length : BLOCK;
        enum cadre_status status = input_file_read(file, offset, block, wanted, &count, err);
        if (status != CADRE_OK)
            return status;
        if (count == 0)
            return cadre_fail(err, CADRE_BUG, "a record lies beyond the end of '%s'",
                              input_file_label(file));
        fwrite(block, 1, count, out);
        offset += count;
        length -= count;
    }
    return CADRE_OK;
}

/* A record or the header, whose columns of earlier rejects go. A record too long to be read whole
 * has them in its way to the front: it is copied as it is. */
static enum cadre_status write_bytes(struct input_file *file, const struct record_place *place,
                                     const struct reject_origins *origins, FILE *out,
                                     struct cadre_error *err)
{
    if (origins == NULL || place->length > RECORD_BYTES_MAX)
        return copy_bytes(file, place->offset, place->length, out, err);
    size_t count;
    CADRE_FREE char *bytes = cadre_malloc(place->length + 1);
    enum cadre_status status =
        input_file_read(file, place->offset, bytes, place->length, &count, err);
    if (status == CADRE_OK)
        reject_origins_strip(origins, (struct str_view){bytes, count}, out);
    return status;
}

/* Preamble (Excel needs a BOM to see UTF-8) and header, the four columns in front. */
static enum cadre_status write_header(struct input_file *file, char delimiter,
                                      const struct reject_origins *origins, FILE *out,
                                      struct cadre_error *err)
{
    struct preamble preamble;
    enum cadre_status status = bytes_preamble(file, &preamble, err);
    if (status == CADRE_OK)
        status = copy_bytes(file, 0, preamble.length, out, err);
    CADRE_CLEANUP(record_splitter_cleanup)
    struct record_splitter *splitter = record_splitter_new(file, delimiter);
    struct record header = {0};
    bool more = false;
    if (status == CADRE_OK)
        status = record_splitter_next(splitter, &header, &more, err);
    if (status != CADRE_OK)
        return status;
    fprintf(out, "%s%c%s%c%s%c%s%c", HEADER_REJECT_LINE, delimiter, HEADER_REJECT_RECORD, delimiter,
            HEADER_REJECT_CODES, delimiter, HEADER_REJECT_REASON, delimiter);
    return write_bytes(file, &header.place, origins, out, err);
}

static bool is_new_code(const struct rejected_record *record, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (record->findings[i].code == record->findings[index].code)
            return false;
    }
    return true;
}

/* "R002 R015" and "birth_date: not a calendar date; email: ...". */
static void describe(const struct rejected_record *record, struct str *codes, struct str *reason)
{
    for (size_t i = 0; i < record->finding_count; i++) {
        const struct finding *finding = &record->findings[i];
        if (!finding_keeps_out(finding))
            continue;
        if (is_new_code(record, i))
            str_add_format(codes, "%s%s", codes->length > 0 ? " " : "", finding->code->code);
        if (reason->length > 0)
            str_add_text(reason, "; ");
        if (finding->column != NULL)
            str_add_format(reason, "%s: ", finding->column);
        str_add_text(reason, finding->code->title);
        if (finding->hint != NULL)
            str_add_format(reason, " (%s)", finding->hint);
    }
}

static enum cadre_status write_record(struct input_file *file, const struct rejected_record *record,
                                      char delimiter, const struct reject_origins *origins,
                                      FILE *out, struct cadre_error *err)
{
    const struct reject_origin *origin =
        origins != NULL ? reject_origins_find(origins, record->place.record) : NULL;
    bool known = origin != NULL && origin->record > 0;
    const struct csv_style style = {.separator = delimiter, .guard_formulas = true};
    CADRE_CLEANUP(str_release) struct str codes = {0};
    CADRE_CLEANUP(str_release) struct str reason = {0};
    CADRE_CLEANUP(str_release) struct str text = {0};
    describe(record, &codes, &reason);
    str_add_int64(&text, known ? origin->line : (int64_t)record->place.line);
    str_add_char(&text, delimiter);
    str_add_int64(&text, known ? origin->record : (int64_t)record->place.record);
    str_add_char(&text, delimiter);
    csv_text_add(&text, &style, str_view_from(&codes));
    str_add_char(&text, delimiter);
    csv_text_add(&text, &style, str_view_from(&reason));
    str_add_char(&text, delimiter);
    fwrite(text.data, 1, text.length, out);
    return write_bytes(file, &record->place, origins, out, err);
}

enum cadre_status rejects_csv_write_again(struct input_file *file, const struct findings *findings,
                                          char delimiter, const struct reject_origins *origins,
                                          FILE *out, struct cadre_error *err)
{
    struct rejected_record record;
    bool begun = false;
    enum cadre_status status = CADRE_OK;
    findings_rewind(findings);
    while (status == CADRE_OK && findings_next_rejected(findings, &record)) {
        if (!begun)
            status = write_header(file, delimiter, origins, out, err);
        begun = true;
        if (status == CADRE_OK)
            status = write_record(file, &record, delimiter, origins, out, err);
    }
    return status == CADRE_OK ? findings_status(findings, err) : status;
}

enum cadre_status rejects_csv_write(struct input_file *file, const struct findings *findings,
                                    char delimiter, FILE *out, struct cadre_error *err)
{
    return rejects_csv_write_again(file, findings, delimiter, NULL, out, err);
}
