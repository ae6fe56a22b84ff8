#include "cmd/steps/report_files.h"

#include <assert.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/cli/output_file.h"
#include "cmd/cli/tell.h"
#include "core/base/alloc.h"
#include "reports/report.h"

static const struct {
    enum report_format format;
    const char *name; /* on the command line, and the file's ending */
} formats[] = {{REPORT_HTML, "html"}, {REPORT_CSV, "csv"}, {REPORT_JSON, "json"}};

enum { FORMAT_COUNT = sizeof formats / sizeof *formats };

bool report_files_tell_schema(const struct invocation *call, const char *report)
{
    if (!option_given(call, "json-schema"))
        return false;
    struct str_view schema = report_json_schema(str_view_of(report));
    assert(schema.data != NULL);
    fwrite(schema.data, 1, schema.length, stdout);
    return true;
}

/* ---- what was asked for ---------------------------------------------------------------------- */

static unsigned format_named(struct str_view name)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (str_view_equal(name, str_view_of(formats[i].name)))
            return formats[i].format;
    }
    return 0;
}

static bool is_one(unsigned asked)
{
    return (asked & (asked - 1)) == 0;
}

static enum cadre_status parse_formats(const char *text, unsigned *ret_formats,
                                       struct cadre_error *err)
{
    unsigned asked = 0;
    for (struct str_view rest = str_view_of(text); rest.data != NULL;) {
        struct str_view name = str_view_trim(str_view_cut(rest, ',', &rest));
        unsigned format = format_named(name);
        if (format == 0) {
            cadre_fail(err, CADRE_USAGE, "the format '%.*s' is unknown", STR_VIEW_ARGS(name));
            return cadre_fail_hint(err, "use html, csv, json or several with commas");
        }
        asked |= format;
    }
    *ret_formats = asked;
    return CADRE_OK;
}

/* A folder exists as one, ends with a slash, or has a name without a dot. */
static bool is_folder(const char *path)
{
    struct stat found;
    if (stat(path, &found) == 0)
        return S_ISDIR(found.st_mode);
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    return name[0] == '\0' || strchr(name, '.') == NULL;
}

static unsigned format_of_ending(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot != NULL ? format_named(str_view_of(dot + 1)) : 0;
}

/* Without --format a folder gets all of them, a file the one of its ending. */
static void guess_formats(struct report_target *target)
{
    if (target->formats != 0 || target->output == NULL || strcmp(target->output, "-") == 0)
        return;
    target->formats = target->folder ? (unsigned)REPORT_ALL : format_of_ending(target->output);
}

static enum cadre_status check_target(const struct report_target *target, struct cadre_error *err)
{
    bool to_file = target->output != NULL && !target->folder;
    if (target->folder && target->table != NULL)
        return cadre_fail(err, CADRE_USAGE,
                          "'--table' is for a file or '-': a folder gets every table");
    if (!target->folder && !is_one(target->formats)) {
        cadre_fail(err, CADRE_USAGE, "several formats do not fit into one file");
        return cadre_fail_hint(err, "name a folder with -o DIR, or one format");
    }
    if (to_file && target->formats == 0 && strcmp(target->output, "-") != 0) {
        cadre_fail(err, CADRE_USAGE, "the format of '%s' is not known", target->output);
        return cadre_fail_hint(err, "say it with --format html, csv or json");
    }
    if (!target->folder && target->formats == REPORT_CSV && target->table == NULL) {
        cadre_fail(err, CADRE_USAGE, "csv holds one table, and none is named");
        return cadre_fail_hint(err, "name it with --table T, or a folder with -o DIR for all");
    }
    if (target->table != NULL && target->formats != REPORT_CSV)
        return cadre_fail(err, CADRE_USAGE, "'--table' is for csv alone");
    return CADRE_OK;
}

/* `only_table` is what csv to one file holds when --table is not given; NULL = it has to be given.
 */
static enum cadre_status target_from(const struct invocation *call, const char *only_table,
                                     struct report_target *ret_target, struct cadre_error *err)
{
    struct report_target target = {.output = option_text(call, "output"),
                                   .table = option_text(call, "table")};
    const char *asked = option_text(call, "format");
    enum cadre_status status =
        asked != NULL ? parse_formats(asked, &target.formats, err) : CADRE_OK;
    if (status != CADRE_OK)
        return status;
    target.folder =
        target.output != NULL && strcmp(target.output, "-") != 0 && is_folder(target.output);
    guess_formats(&target);
    if (!target.folder && target.formats == REPORT_CSV && target.table == NULL)
        target.table = only_table;
    status = check_target(&target, err);
    if (status == CADRE_OK)
        *ret_target = target;
    return status;
}

enum cadre_status report_target_from(const struct invocation *call,
                                     struct report_target *ret_target, struct cadre_error *err)
{
    return target_from(call, NULL, ret_target, err);
}

enum cadre_status report_target_of_list(const struct invocation *call, const char *table,
                                        struct report_target *ret_target, struct cadre_error *err)
{
    return target_from(call, table, ret_target, err);
}

/* ---- writing --------------------------------------------------------------------------------- */

static enum cadre_status write_format(const struct document *document, unsigned format,
                                      const char *table, FILE *out, struct cadre_error *err)
{
    switch (format) {
    case REPORT_HTML:
        document_write_html(document, out);
        return CADRE_OK;
    case REPORT_JSON:
        document_write_json(document, out);
        return CADRE_OK;
    default:
        return document_write_csv(document, table, out, err);
    }
}

static enum cadre_status write_file(const struct document *document, unsigned format,
                                    const char *table, const char *path, struct cadre_error *err)
{
    struct output_file *file = NULL;
    enum cadre_status status = output_file_open(path, &file, err);
    if (status != CADRE_OK)
        return status;
    status = write_format(document, format, table, output_file_stream(file), err);
    if (status == CADRE_OK)
        return output_file_commit(file, err);
    output_file_discard(file);
    return status;
}

static enum cadre_status write_tables(const struct document *document, const char *folder,
                                      size_t *count, struct cadre_error *err)
{
    size_t table_count;
    const char *const *tables = document_table_names(document, &table_count);
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; status == CADRE_OK && i < table_count; i++) {
        CADRE_FREE char *path =
            cadre_format("%s/%s.%s.csv", folder, document_name(document), tables[i]);
        status = write_file(document, REPORT_CSV, tables[i], path, err);
        *count += status == CADRE_OK;
    }
    return status;
}

enum cadre_status report_files_write_folder(const struct document *document, unsigned asked,
                                            const char *folder, size_t *ret_count,
                                            struct cadre_error *err)
{
    size_t count = 0;
    enum cadre_status status = output_make_folder(folder, err);
    for (size_t i = 0; status == CADRE_OK && i < FORMAT_COUNT; i++) {
        if ((asked & formats[i].format) == 0)
            continue;
        if (formats[i].format == REPORT_CSV) {
            status = write_tables(document, folder, &count, err);
            continue;
        }
        CADRE_FREE char *path =
            cadre_format("%s/%s.%s", folder, document_name(document), formats[i].name);
        status = write_file(document, formats[i].format, NULL, path, err);
        count += status == CADRE_OK;
    }
    if (ret_count != NULL)
        *ret_count = count;
    return status;
}

static size_t terminal_columns(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col;
}

static enum cadre_status fill_folder(const struct invocation *call, const struct document *document,
                                     const struct report_target *target, struct cadre_error *err)
{
    size_t count = 0;
    enum cadre_status status =
        report_files_write_folder(document, target->formats, target->output, &count, err);
    if (status == CADRE_OK)
        tell(call, "%zu %s written to %s", count, count == 1 ? "file" : "files", target->output);
    return status;
}

enum cadre_status report_files_write(const struct invocation *call, const struct document *document,
                                     const struct report_target *target, struct cadre_error *err)
{
    if (target->folder)
        return fill_folder(call, document, target, err);
    if (target->output != NULL && strcmp(target->output, "-") != 0)
        return write_file(document, target->formats, target->table, target->output, err);
    if (target->formats != 0)
        return write_format(document, target->formats, target->table, stdout, err);
    const struct text_style style = {.columns = terminal_columns(), .color = call->color_out};
    document_write_text(document, &style, stdout);
    return CADRE_OK;
}
