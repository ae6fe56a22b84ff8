#include "cmd/steps/catalogue/document_file.h"

#include <string.h>

#include "cmd/cli/output_file.h"
#include "core/base/alloc.h"
#include "core/base/csv_text.h"
#include "import/input_file.h"

/* It is read whole; what is published has some 2 MB, and 50 MB take seconds. */
#define DOCUMENT_BYTES_MAX (256 * 1024 * 1024)

static enum cadre_status read_whole(struct input_file *file, struct str *out,
                                    struct cadre_error *err)
{
    enum { BLOCK = 65536 };
    uint64_t size = input_file_size(file);
    if (size > DOCUMENT_BYTES_MAX) {
        cadre_fail(err, CADRE_REFUSED, "'%s' is too large for a framework's document",
                   input_file_label(file));
        return cadre_fail_hint(err, "%d MiB are read at most", DOCUMENT_BYTES_MAX >> 20);
    }
    CADRE_FREE char *block = cadre_malloc(BLOCK);
    size_t count = BLOCK;
    enum cadre_status status = CADRE_OK;
    while (status == CADRE_OK && count == BLOCK) {
        status = input_file_read(file, out->length, block, BLOCK, &count, err);
        if (status == CADRE_OK)
            str_add(out, block, count);
    }
    return status;
}

const char *document_file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

enum cadre_status document_file_read(const struct invocation *call, struct input_file *file,
                                     const struct catalogue *catalogue,
                                     struct document_file *ret_file, struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    const struct framework_document_options options = {option_text(call, "framework"),
                                                       option_text(call, "version")};
    enum cadre_status status = read_whole(file, &text, err);
    if (status == CADRE_OK)
        status = input_file_digest(file, &ret_file->sha256, err);
    if (status == CADRE_OK)
        status = input_file_unchanged(file, err);
    if (status != CADRE_OK)
        return status;
    ret_file->label = arena_strdup(call->arena, input_file_label(file));
    ret_file->name = document_file_name(ret_file->label);
    struct str_view view = {str_chars(&text), text.length};
    status =
        framework_document_read(view, catalogue, &options, call->arena, &ret_file->document, err);
    if (status != CADRE_OK)
        return cadre_fail_context(err, "'%s' is refused", ret_file->label);
    return CADRE_OK;
}

/* ---- findings -------------------------------------------------------------------------------- */

static void add_finding(struct str *out, const struct document_finding *finding)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    if (finding->line > 0)
        str_add_int64(&line, (int64_t)finding->line);
    const struct str_view fields[] = {
        str_view_of(finding->code->code),
        str_view_of(finding->code->name),
        str_view_of(finding->code->effect == FINDING_WARNS ? "warns" : "rejects"),
        str_view_from(&line),
        str_view_of(finding->path),
        finding->value,
        str_view_of(finding->hint),
    };
    csv_text_add_record(out, &csv_style_machine, fields, sizeof fields / sizeof *fields);
}

enum cadre_status document_file_write_findings(const struct framework_document *document,
                                               const char *path, struct cadre_error *err)
{
    static const char header[] = "code,name,effect,line,path,value,hint\n";
    struct output_file *file = NULL;
    CADRE_CLEANUP(str_release) struct str text = {0};
    enum cadre_status status = output_file_open(path, &file, err);
    if (status != CADRE_OK)
        return status;
    str_add_text(&text, header);
    for (size_t i = 0; i < document->finding_count; i++)
        add_finding(&text, &document->findings[i]);
    fwrite(text.data, 1, text.length, output_file_stream(file));
    return output_file_commit(file, err);
}
