#include "cmd/steps/import/import_options.h"

#include <string.h>

#include "cmd/steps/import/import_rejects.h"
#include "cmd/steps/import/import_settings.h"
#include "cmd/steps/kind_operand.h"
#include "core/base/alloc.h"

enum { WAIT_S_MAX = 86400, PERCENT_MAX = 100, CHUNK_MIB_MAX = 65536, MIB = 1024 * 1024 };

static enum cadre_status fail_limit(const char *name, const char *text, const char *wanted,
                                    struct cadre_error *err)
{
    return cadre_fail(err, CADRE_USAGE, "'--%s %s' is not %s", name, text, wanted);
}

/* The number in front of an optional '%'. */
static bool parse_limit(const char *text, struct import_limit *ret_limit)
{
    struct str_view number = str_view_of(text);
    struct import_limit limit = {.unit = LIMIT_COUNT};
    if (number.length > 0 && number.data[number.length - 1] == '%') {
        limit.unit = LIMIT_PERCENT;
        number.length--;
    }
    if (number.length == 0 || number.data[0] < '0' || number.data[0] > '9' ||
        !str_view_to_int64(number, &limit.most))
        return false;
    *ret_limit = limit;
    return limit.unit == LIMIT_COUNT || limit.most <= PERCENT_MAX;
}

enum cadre_status option_limit(const struct invocation *call, const char *name,
                               struct import_limit *ret_limit, struct cadre_error *err)
{
    const char *text = option_text(call, name);
    struct import_limit limit;
    if (text == NULL)
        return CADRE_OK;
    if (!parse_limit(text, &limit))
        return fail_limit(name, text, "a number of rows (20) or a share of them (5%)", err);
    *ret_limit = limit;
    return CADRE_OK;
}

enum cadre_status option_percent(const struct invocation *call, const char *name, int *ret_percent,
                                 struct cadre_error *err)
{
    const char *text = option_text(call, name);
    struct import_limit limit;
    if (text == NULL)
        return CADRE_OK;
    if (!parse_limit(text, &limit) || limit.most > PERCENT_MAX)
        return fail_limit(name, text, "a share from 0% to 100%", err);
    *ret_percent = (int)limit.most;
    return CADRE_OK;
}

static enum cadre_status check_source(const struct invocation *call,
                                      const struct import_request *request, bool wants_source,
                                      struct cadre_error *err)
{
    const char *kind = request->kind->name;
    if (!request->kind->needs_source && request->source != NULL)
        return cadre_fail(err, CADRE_USAGE, "'%s' have no source: leave '--source' out", kind);
    if (request->owner != NULL && request->source == NULL)
        return cadre_fail(err, CADRE_USAGE, "'--owner' says who owns a source, and none is given");
    if (!wants_source || !request->kind->needs_source || request->source != NULL)
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "'cadre %s %s' wants --source", call->command->name, kind);
    return cadre_fail_hint(err, "name the office that the file is from: --source BAKU");
}

static enum cadre_status check_list(const struct invocation *call, struct import_request *request,
                                    struct cadre_error *err)
{
    bool full = option_given(call, "full");
    if (full && option_given(call, "partial"))
        return cadre_fail(err, CADRE_USAGE, "'--full' and '--partial' exclude one another");
    if (full && !request->kind->needs_source) {
        cadre_fail(err, CADRE_USAGE, "a file of %s cannot be a full list", request->kind->name);
        return cadre_fail_hint(err, "they have no source whose list it could be");
    }
    request->list_given = full || option_given(call, "partial");
    request->full_list = full;
    return CADRE_OK;
}

static enum cadre_status check_encoding(const struct invocation *call,
                                        struct import_request *request, struct cadre_error *err)
{
    const char *name = option_text(call, "encoding");
    CADRE_CLEANUP(str_release) struct str names = {0};
    if (name == NULL || text_encoding_find(str_view_of(name), &request->encoding))
        return CADRE_OK;
    for (int i = ENCODING_UNSTATED + 1; i < ENCODING_COUNT; i++)
        str_add_format(&names, "%s%s", names.length > 0 ? ", " : "",
                       text_encoding_name((enum text_encoding)i));
    cadre_fail(err, CADRE_USAGE, "'--encoding %s' is unknown", name);
    return cadre_fail_hint(err, "it can be %s", str_chars(&names));
}

/* The second time it would be an empty file. */
static enum cadre_status check_stdin_once(const struct invocation *call, struct cadre_error *err)
{
    size_t times = 0;
    for (size_t i = 1; i < call->operand_count; i++)
        times += strcmp(call->operands[i], "-") == 0;
    if (times < 2)
        return CADRE_OK;
    return cadre_fail(err, CADRE_USAGE, "standard input is read once, but '-' is given %zu times",
                      times);
}

enum cadre_status import_request_limits(const struct invocation *call,
                                        struct import_request *request, struct cadre_error *err)
{
    int64_t wait_s = IMPORT_WAIT_S;
    int64_t chunk_mib = IMPORT_CHUNK_MIB;
    enum cadre_status status = option_limit(call, "max-rejects", &request->max_rejects, err);
    request->max_removed_given = option_given(call, "max-removed");
    if (status == CADRE_OK)
        status = option_percent(call, "max-removed", &request->max_removed_percent, err);
    if (status == CADRE_OK)
        status = option_int64(call, "wait", 0, WAIT_S_MAX, &wait_s, err);
    if (status == CADRE_OK)
        status = option_int64(call, "chunk", 1, CHUNK_MIB_MAX, &chunk_mib, err);
    if (status == CADRE_OK && option_given(call, "atomic") && option_given(call, "max-rejects"))
        status = cadre_fail(err, CADRE_USAGE, "'--atomic' and '--max-rejects' exclude one another");
    if (status != CADRE_OK)
        return status;
    request->verify = option_given(call, "verify");
    request->atomic = option_given(call, "atomic");
    request->rejects_dir = option_text(call, "rejects");
    status = import_rejects_folder(request->rejects_dir, err);
    if (status != CADRE_OK)
        return status;
    request->wait_s = (int)wait_s;
    request->chunk_bytes = chunk_mib * MIB;
    request->chunk_given = option_given(call, "chunk");
    return CADRE_OK;
}

enum cadre_status import_request_from(const struct invocation *call, bool wants_source,
                                      struct import_request *ret_request, struct cadre_error *err)
{
    struct import_request request = {
        .source = option_text(call, "source"),
        .owner = option_text(call, "owner"),
        .effective = call->today,
        .dry_run = option_given(call, "dry-run"),
    };
    enum cadre_status status = kind_operand(call->operands[0], &request.kind, err);
    if (status == CADRE_OK)
        status = check_stdin_once(call, err);
    if (status == CADRE_OK)
        status = check_source(call, &request, wants_source, err);
    if (status == CADRE_OK)
        status = option_date(call, "effective", &request.effective, err);
    if (status == CADRE_OK)
        status = check_list(call, &request, err);
    if (status == CADRE_OK)
        status = check_encoding(call, &request, err);
    if (status == CADRE_OK)
        status = import_request_limits(call, &request, err);
    if (status != CADRE_OK)
        return status;
    import_request_settle(&request, NULL);
    *ret_request = request;
    return CADRE_OK;
}
