/*
 * cadre catalogue search: what fits a text, the best first.
 */
#include "cmd/commands.h"
#include "cmd/steps/catalogue/catalogue_look.h"
#include "cmd/steps/report_files.h"
#include "cmd/steps/tables.h"
#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/catalogue/search.h"

enum { HITS_SHOWN = 20 };

static const struct table_text search_text = {"catalogue_search", "Catalogue", "What fits",
                                              "The best first"};

static const struct table_column search_columns[] = {
    {"code", "Code", FORMAT_CODE},        {"type", "Type", FORMAT_CODE},
    {"title_en", "Title", FORMAT_TEXT},   {"title_az", "Azerbaijani", FORMAT_TEXT},
    {"title_ru", "Russian", FORMAT_TEXT}, {0},
};

static void add_optional(struct document_table *table, const char *text)
{
    table_add_text(table, str_view_of(text[0] != '\0' ? text : NULL));
}

/* A statement has no title: it is its text. */
static void add_hit(struct document_table *table, const struct entry *entry)
{
    table_begin_row(table);
    table_add_text(table, str_view_of(entry->code));
    table_add_text(table, str_view_of(entry->type));
    add_optional(table, entry->titles[0][0] != '\0' ? entry->titles[0] : entry->text);
    add_optional(table, entry->titles[1]);
    add_optional(table, entry->titles[2]);
}

/* The words of the command line as one text. */
static const char *text_of(const struct invocation *call)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    for (size_t i = 0; i < call->operand_count; i++)
        str_add_format(&text, "%s%s", i > 0 ? " " : "", call->operands[i]);
    return arena_strdup(call->arena, str_chars(&text));
}

static enum cadre_status fail_type(const char *text, const char *type, size_t others,
                                   struct cadre_error *err)
{
    cadre_fail(err, CADRE_FINDINGS, "nothing of the type '%s' fits '%s'", type, text);
    return cadre_fail_hint(err,
                           others == 1 ? "%zu other thing does: leave --type out"
                                       : "%zu other things do: leave --type out",
                           others);
}

static enum cadre_status fail_nothing(const struct catalogue *catalogue, const char *text,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str meant = {0};
    cadre_fail(err, CADRE_FINDINGS, "nothing in the catalogue fits '%s'", text);
    if (search_suggest(catalogue, str_view_of(text), &meant))
        return cadre_fail_hint(err, "did you mean 'cadre catalogue search %s'?", str_chars(&meant));
    return cadre_fail_hint(err, "try fewer words, or another language");
}

static struct document *make_document(const struct invocation *call, const struct search_hit *hits,
                                      size_t count, size_t most)
{
    struct document *document;
    struct document_table *table = tables_begin(call, &search_text, search_columns, &document);
    for (size_t i = 0; i < count && i < most; i++)
        add_hit(table, &hits[i].entry);
    if (count > most)
        document_set_finding(document, "the best %zu of %zu: --most %zu shows all", most, count,
                             count);
    else
        document_set_finding(document, count == 1 ? "%zu fits" : "%zu fit", count);
    return document;
}

static size_t keep_type(const struct search_hit *hits, size_t count, const char *type,
                        struct search_hit *kept)
{
    size_t kept_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (type == NULL || fold_ascii_equal(str_view_of(type), str_view_of(hits[i].entry.type)))
            kept[kept_count++] = hits[i];
    }
    return kept_count;
}

static enum cadre_status run_catalogue_search(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    struct report_target target;
    const char *text = text_of(call);
    const char *type = option_text(call, "type");
    int64_t most = HITS_SHOWN;
    size_t count;
    if (report_files_tell_schema(call, search_text.name))
        return CADRE_OK;
    enum cadre_status status = option_int64(call, "most", 1, INT32_MAX, &most, err);
    if (status == CADRE_OK)
        status = report_target_of_list(call, search_text.name, &target, err);
    if (status == CADRE_OK)
        status = catalogue_look_open(call, "cadre catalogue search", &registry, &catalogue, err);
    if (status != CADRE_OK)
        return status;
    const struct search_hit *hits =
        search_catalogue(catalogue, str_view_of(text), call->arena, &count);
    if (count == 0)
        return fail_nothing(catalogue, text, err);
    struct search_hit *kept = arena_calloc(call->arena, count, sizeof *kept);
    size_t kept_count = keep_type(hits, count, type, kept);
    if (kept_count == 0)
        return fail_type(text, type, count, err);
    return report_files_write(call, make_document(call, kept, kept_count, (size_t)most), &target,
                              err);
}

/* ---- the command ----------------------------------------------------------------------------- */

static const struct command_example examples[] = {
    {"cadre catalogue search cyber defense analyst", "which code a need has to ask for"},
    {"cadre catalogue search tehlukesizlik", "letters that the keyboard has not count as others"},
    {"cadre catalogue search sec+", "a credential, by what people call it"},
    {0},
};

static const struct command_option options[] = {
    {"type", 0, "TYPE",
     "work_role, competency, credential, region, framework or a code list alone"},
    {"most", 0, "N", "how many at most (default: 20)"},
    CATALOGUE_LOOK_OPTIONS,
    LIST_TARGET_OPTIONS,
    SCHEMA_OPTION,
    {0},
};

const struct command command_catalogue_search = {
    .name = "catalogue search",
    .summary = "find something in the catalogue by code, title or words",
    .operands = "TEXT...",
    .operands_min = 1,
    .operands_max = -1,
    .description =
        "TEXT is looked for in codes, aliases and titles in English, Azerbaijani and Russian,\n"
        "whatever the case. First stands what has it as its code or title, then what begins with\n"
        "it, then what has all of its words. Exit code 1: nothing fits.",
    .examples = examples,
    .options = options,
    .run = run_catalogue_search,
};
