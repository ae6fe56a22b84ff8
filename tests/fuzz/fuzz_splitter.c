/*
 * Any bytes under any delimiter: records follow each other without overlap, their lines count up,
 * and what the splitter calls whole libcsv takes too.
 */
#include "import/record_reader.h"
#include "import/record_splitter.h"
#include "tests/fuzz/fuzz_file.h"

static void check_fields(const struct record *record, char delimiter, struct record_reader *reader)
{
    struct fields fields;
    enum read_outcome outcome = record_reader_read(reader, record->bytes, &fields);
    FUZZ_PROMISE(outcome != READ_BROKEN);
    if (outcome == READ_FIELDS)
        FUZZ_PROMISE(fields.count > 0);
    uint64_t line = record->place.line;
    for (size_t i = 0; i < fields.count; i++) {
        uint64_t next = record_field_line(record, delimiter, i);
        FUZZ_PROMISE(next >= line);
        line = next;
    }
}

static void split(struct input_file *file, char delimiter)
{
    struct cadre_error err = {0};
    struct record_splitter *splitter = record_splitter_new(file, delimiter);
    struct record_reader *reader = record_reader_new(delimiter);
    uint64_t offset = 0;
    uint64_t line = 1;
    for (uint64_t number = 0;; number++) {
        struct record record;
        bool more;
        FUZZ_PROMISE(record_splitter_next(splitter, &record, &more, &err) == CADRE_OK);
        if (!more)
            break;
        FUZZ_PROMISE(record.place.record == number && record.place.length > 0);
        FUZZ_PROMISE(record.place.offset >= offset && record.place.line >= line);
        FUZZ_PROMISE(record.fault == RECORD_WHOLE || record.fault_line >= record.place.line);
        offset = record.place.offset + record.place.length;
        line = record.place.line + 1;
        FUZZ_PROMISE(offset <= input_file_size(file));
        if (record.fault == RECORD_WHOLE)
            check_fields(&record, delimiter, reader);
    }
    record_reader_free(reader);
    record_splitter_free(splitter);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = {',', ';', '\t'};
    struct input_file *file = fuzz_file(data, size);
    for (size_t i = 0; i < sizeof delimiters; i++)
        split(file, delimiters[i]);
    input_file_free(file);
    return 0;
}
