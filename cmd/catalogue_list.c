/*
 * cadre catalogue list: what the catalogue holds, row by row.
 */
#include "cmd/commands.h"
#include "cmd/steps/catalogue/catalogue_look.h"
#include "cmd/steps/catalogue/framework_operand.h"
#include "cmd/steps/report_files.h"
#include "core/base/alloc.h"
#include "core/base/suggest.h"
#include "core/catalogue/listing.h"
#include "reports/document.h"

/* ---- what was asked for ---------------------------------------------------------------------- */

static enum cadre_status find_listing(const char *word, const struct listing **ret_listing,
                                      struct cadre_error *err)
{
    size_t count;
    const struct listing *all = listing_all(&count);
    const struct listing *nearest = NULL;
    const struct listing *found = listing_find(str_view_of(word), &nearest);
    if (found != NULL) {
        *ret_listing = found;
        return CADRE_OK;
    }
    cadre_fail(err, CADRE_USAGE, "the catalogue has no list '%s'", word);
    if (nearest != NULL)
        return cadre_fail_hint(err, "did you mean 'cadre catalogue list %s'?", nearest->name);
    CADRE_CLEANUP(str_release) struct str names = {0};
    for (size_t i = 0; i < count; i++)
        str_add_format(&names, "%s%s", i > 0 ? ", " : "", all[i].name);
    return cadre_fail_hint(err, "it has %s", str_chars(&names));
}

static enum cadre_status fail_type(const struct listing *listing, const char *type,
                                   const char *const *types, size_t count, struct cadre_error *err)
{
    CADRE_FREE struct str_view *words = cadre_calloc(count, sizeof *words);
    CADRE_CLEANUP(str_release) struct str names = {0};
    for (size_t i = 0; i < count; i++) {
        words[i] = str_view_of(types[i]);
        str_add_format(&names, "%s%s", i > 0 ? ", " : "", types[i]);
    }
    size_t nearest = suggest_nearest(str_view_of(type), words, count);
    cadre_fail(err, CADRE_USAGE, "no row of '%s' is of the type '%s'", listing->name, type);
    if (nearest < count)
        return cadre_fail_hint(err, "did you mean '--type %s'?", types[nearest]);
    return cadre_fail_hint(err, "they are of %s", str_chars(&names));
}

static enum cadre_status choose_type(const struct invocation *call,
                                     const struct catalogue *catalogue,
                                     const struct listing *listing, struct listing_choice *choice,
                                     struct cadre_error *err)
{
    size_t count;
    const char *type = option_text(call, "type");
    if (type == NULL)
        return CADRE_OK;
    const char *const *types = listing_types(catalogue, listing, call->arena, &count);
    if (types == NULL)
        return cadre_fail(err, CADRE_USAGE, "the rows of '%s' have no type", listing->name);
    choice->type = str_view_of(type);
    listing_rows(catalogue, listing, choice, call->arena, &count);
    if (count > 0)
        return CADRE_OK;
    types = listing_types(catalogue, listing, call->arena, &count);
    return fail_type(listing, type, types, count, err);
}

static enum cadre_status choose_framework(const struct invocation *call,
                                          const struct catalogue *catalogue,
                                          const struct listing *listing,
                                          struct listing_choice *choice, struct cadre_error *err)
{
    int32_t index;
    const char *framework = option_text(call, "framework");
    if (framework == NULL)
        return CADRE_OK;
    if (listing->framework == NULL)
        return cadre_fail(err, CADRE_USAGE, "the rows of '%s' are of no framework", listing->name);
    enum cadre_status status = framework_operand(catalogue, framework, &index, err);
    if (status != CADRE_OK)
        return status;
    choice->framework = str_view_of(catalogue_framework(catalogue, index)->code);
    choice->version = str_view_of(catalogue_framework(catalogue, index)->version);
    return CADRE_OK;
}

/* ---- the rows -------------------------------------------------------------------------------- */

static const enum column_format formats[] = {
    [LISTING_CODE] = FORMAT_CODE,
    [LISTING_TEXT] = FORMAT_TEXT,
    [LISTING_NUMBER] = FORMAT_INTEGER,
};

static void add_cell(struct document_table *table, enum listing_format format, const char *text)
{
    int64_t number;
    bool is_number = str_view_to_int64(str_view_of(text), &number);
    if (text[0] == '\0' || (format == LISTING_NUMBER && !is_number))
        table_add_none(table);
    else if (format == LISTING_NUMBER)
        table_add_integer(table, number);
    else
        table_add_text(table, str_view_of(text));
}

static struct document *make_document(const struct invocation *call,
                                      const struct catalogue *catalogue,
                                      const struct listing *listing,
                                      const struct listing_choice *choice)
{
    size_t row_count;
    size_t column_count = listing_column_count(listing);
    struct document *document = document_new(call->arena, "catalogue_list", "Catalogue");
    struct document_section *section = document_add_section(document, listing->title);
    struct document_table *table = section_add_table(section, listing->name, "As it stands there");
    const char *const *cells = listing_rows(catalogue, listing, choice, call->arena, &row_count);
    for (size_t i = 0; i < column_count; i++)
        table_add_column(table, listing->columns[i].name, listing->columns[i].title,
                         formats[listing->columns[i].format]);
    for (size_t i = 0; i < row_count * column_count; i++) {
        if (i % column_count == 0)
            table_begin_row(table);
        add_cell(table, listing->columns[i % column_count].format, cells[i]);
    }
    document_set_finding(document, row_count == 1 ? "%zu row" : "%zu rows", row_count);
    return document;
}

static enum cadre_status run_catalogue_list(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    size_t count;
    const struct listing *listing = listing_all(&count);
    struct listing_choice choice = {0};
    struct report_target target;
    if (report_files_tell_schema(call, "catalogue_list"))
        return CADRE_OK;
    enum cadre_status status =
        call->operand_count > 0 ? find_listing(call->operands[0], &listing, err) : CADRE_OK;
    if (status == CADRE_OK)
        status = report_target_of_list(call, listing->name, &target, err);
    if (status == CADRE_OK)
        status = catalogue_look_open(call, "cadre catalogue list", &registry, &catalogue, err);
    if (status == CADRE_OK)
        status = choose_type(call, catalogue, listing, &choice, err);
    if (status == CADRE_OK)
        status = choose_framework(call, catalogue, listing, &choice, err);
    if (status != CADRE_OK)
        return status;
    return report_files_write(call, make_document(call, catalogue, listing, &choice), &target, err);
}

/* ---- the command ----------------------------------------------------------------------------- */

static const struct command_example examples[] = {
    {"cadre catalogue list", "the frameworks and their versions"},
    {"cadre catalogue list elements --type work_role", "the work roles of all of them"},
    {"cadre catalogue list elements --framework NICE@1.0",
     "those of a version that is not current"},
    {"cadre catalogue list regions --format csv > regions.csv", "for a spreadsheet"},
    {0},
};

static const struct command_option options[] = {
    {"framework", 0, "F[@V]", "elements of this framework alone, of its current version or V"},
    {"type", 0, "TYPE", "elements, regions, codes, levels or rules of this type alone"},
    CATALOGUE_LOOK_OPTIONS,
    LIST_TARGET_OPTIONS,
    SCHEMA_OPTION,
    {0},
};

const struct command command_catalogue_list = {
    .name = "catalogue list",
    .summary = "list what the catalogue holds",
    .operands = "[LIST]",
    .operands_max = 1,
    .description =
        "LIST is frameworks (default), elements (work roles and competencies), credentials,\n"
        "scales, scale-mappings (levels of one scale in another), regions, lists (of codes),\n"
        "rules (of service, by their days), aliases (local spellings), call-ups or options (of\n"
        "DoD 8140 for a role, beside what its certification list says).\n"
        "\n"
        "TYPE is work_role or competency of elements, the kind of a region, the name of a scale\n"
        "or list, the engagement of a rule, what an option is.",
    .examples = examples,
    .options = options,
    .run = run_catalogue_list,
};
