/*
 * cadre catalogue migrate --dry-run: what of the registry another version of a framework can carry.
 */
#include "cmd/commands.h"
#include "cmd/steps/catalogue_look.h"
#include "cmd/steps/framework_operand.h"
#include "cmd/steps/report_files.h"
#include "cmd/steps/small_file.h"
#include "cmd/steps/uses_columns.h"
#include "core/base/alloc.h"
#include "core/catalogue/migration.h"

enum { MAP_BYTES_MAX = 4 * 1024 * 1024 };

static const char *const outcomes[MIGRATION_OUTCOME_COUNT] = {
    [MIGRATION_MAPPED] = "mapped",     [MIGRATION_SAME] = "same",
    [MIGRATION_DROPPED] = "dropped",   [MIGRATION_WITHDRAWN] = "withdrawn",
    [MIGRATION_RETITLED] = "retitled", [MIGRATION_REWORDED] = "reworded",
    [MIGRATION_UNTOLD] = "untold",
};

static const struct {
    const char *name, *title;
    enum column_format format;
} columns[] = {
    {"outcome", "Outcome", FORMAT_CODE}, {"type", "Type", FORMAT_CODE},
    {"code", "Code", FORMAT_CODE},       {"title", "Title", FORMAT_TEXT},
    {"to", "Goes to", FORMAT_CODE},      {"hint", "Perhaps", FORMAT_CODE},
};

struct migration {
    const struct catalogue *catalogue;
    const struct catalogue_framework *from, *to;
    const struct migration_step *steps;
    size_t step_count;
    struct uses uses;
};

/* ---- the document ---------------------------------------------------------------------------- */

static void add_code(const struct catalogue *catalogue, struct document_table *table,
                     int32_t element)
{
    table_add_text(table,
                   str_view_of(element >= 0 ? catalogue_element(catalogue, element)->code : NULL));
}

static void add_step(const struct migration *migration, struct document_table *table,
                     const struct migration_step *step)
{
    const struct element *from = catalogue_element(migration->catalogue, step->from);
    const char *title = from->title_en[0] != '\0' ? from->title_en : from->text;
    table_begin_row(table);
    table_add_text(table, str_view_of(outcomes[step->outcome]));
    table_add_text(table, str_view_of(from->type_name));
    table_add_text(table, str_view_of(from->code));
    table_add_text(table, str_view_of(title[0] != '\0' ? title : NULL));
    add_code(migration->catalogue, table, step->to);
    add_code(migration->catalogue, table, step->hint);
    uses_add_cells(table, &migration->uses, from);
}

/* Rows of the registry, and how many of them have no place to go. */
static int64_t count_rows(const struct migration *migration, int64_t *ret_open)
{
    int64_t all = 0;
    int64_t open = 0;
    for (size_t i = 0; i < migration->step_count; i++) {
        const struct migration_step *step = &migration->steps[i];
        int64_t rows =
            uses_total(&migration->uses, catalogue_element(migration->catalogue, step->from));
        all += rows;
        if (migration_is_open(step->outcome))
            open += rows;
    }
    *ret_open = open;
    return all;
}

static struct document *make_document(const struct invocation *call,
                                      const struct migration *migration, int64_t *ret_open)
{
    bool all = option_given(call, "all");
    struct document *document = document_new(call->arena, "catalogue_migrate", "Catalogue");
    struct document_section *section = document_add_section(document, "What goes where");
    struct document_table *table = section_add_table(
        section, "steps", "Elements on which something rests; 'perhaps' is a hint, never taken");
    int64_t rows = count_rows(migration, ret_open);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        table_add_column(table, columns[i].name, columns[i].title, columns[i].format);
    uses_add_columns(table);
    for (size_t i = 0; i < migration->step_count; i++) {
        const struct migration_step *step = &migration->steps[i];
        if (all ||
            uses_total(&migration->uses, catalogue_element(migration->catalogue, step->from)) > 0)
            add_step(migration, table, step);
    }
    document_add_figure(document, "rows", "Rows of the registry", rows, FORMAT_INTEGER);
    document_add_figure(document, "open", "Without a place", *ret_open, FORMAT_INTEGER);
    document_set_finding(document,
                         "%s %s to %s: %lld of %lld rows of the registry have no place to go",
                         migration->from->code, migration->from->version, migration->to->version,
                         (long long)*ret_open, (long long)rows);
    return document;
}

/* ---- what is asked --------------------------------------------------------------------------- */

static enum cadre_status read_map(const struct invocation *call, const struct catalogue *catalogue,
                                  int32_t from, int32_t to, struct migration_map *ret_map,
                                  struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    const char *path = option_text(call, "map");
    if (path == NULL)
        return CADRE_OK;
    enum cadre_status status = small_file_read(path, MAP_BYTES_MAX, &text, err);
    if (status != CADRE_OK)
        return status;
    if (text.length > MAP_BYTES_MAX)
        return cadre_fail(err, CADRE_REFUSED, "the map '%s' is longer than %d bytes", path,
                          (int)MAP_BYTES_MAX);
    struct str_view json = {str_chars(&text), text.length};
    status = migration_map_read(json, catalogue, from, to, call->arena, ret_map, err);
    if (status != CADRE_OK)
        return cadre_fail_context(err, "the map '%s' is refused", path);
    return CADRE_OK;
}

static enum cadre_status make_plan(const struct invocation *call,
                                   const struct registry_session *registry,
                                   const struct catalogue *catalogue, struct migration *ret_plan,
                                   struct cadre_error *err)
{
    struct migration_map map = {0};
    struct uses uses = {0};
    int32_t from;
    int32_t to;
    size_t count;
    enum cadre_status status =
        framework_version_operand(call, catalogue, call->operands[1], &from, err);
    if (status == CADRE_OK)
        status = framework_version_operand(call, catalogue, call->operands[2], &to, err);
    if (status != CADRE_OK)
        return status;
    status = read_map(call, catalogue, from, to, &map, err);
    if (status == CADRE_OK)
        status = uses_read(call, registry, catalogue_framework(catalogue, from), &uses, err);
    if (status != CADRE_OK)
        return status;
    const struct migration_step *steps =
        migration_plan(catalogue, from, to, &map, call->arena, &count);
    *ret_plan = (struct migration){.catalogue = catalogue,
                                   .from = catalogue_framework(catalogue, from),
                                   .to = catalogue_framework(catalogue, to),
                                   .steps = steps,
                                   .step_count = count,
                                   .uses = uses};
    return CADRE_OK;
}

static enum cadre_status check_dry_run(const struct invocation *call, struct cadre_error *err)
{
    if (option_given(call, "dry-run"))
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "'cadre catalogue migrate' stores nothing: give --dry-run");
    return cadre_fail_hint(err, "what it tells is carried by importing needs and evidence under "
                                "their new codes");
}

static enum cadre_status run_catalogue_migrate(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    struct report_target target;
    struct migration plan;
    int64_t open = 0;
    enum cadre_status status = check_dry_run(call, err);
    if (status == CADRE_OK)
        status = report_target_of_list(call, "steps", &target, err);
    if (status == CADRE_OK)
        status = catalogue_look_open(call, "cadre catalogue migrate", &registry, &catalogue, err);
    if (status == CADRE_OK)
        status = make_plan(call, registry, catalogue, &plan, err);
    if (status != CADRE_OK)
        return status;
    status = report_files_write(call, make_document(call, &plan, &open), &target, err);
    return status == CADRE_OK && open > 0 ? CADRE_FINDINGS : status;
}

/* ---- the command ----------------------------------------------------------------------------- */

static const struct command_example examples[] = {
    {"cadre catalogue migrate NICE 1.0 2.1 --dry-run",
     "which needs and evidence have to be mapped"},
    {"cadre catalogue migrate DCWF 2023 5.1 --map map.json --dry-run", "whether the map is enough"},
    {0},
};

static const struct command_option options[] = {
    {"dry-run", 'n', NULL, "tell what can be carried; nothing is stored"},
    {"map", 0, "FILE", "where elements go, as JSON"},
    {"all", 0, NULL, "elements on which nothing rests too"},
    {"as-of", 0, "DATE", "without what is over before that day (default: today)"},
    LIST_TARGET_OPTIONS,
    {0},
};

const struct command command_catalogue_migrate = {
    .name = "catalogue migrate",
    .summary = "tell what another version of a framework can carry",
    .operands = "FRAMEWORK VERSION VERSION",
    .operands_min = 3,
    .operands_max = 3,
    .description =
        "Needs, requirements, evidence, preferences and trainings name elements of the first\n"
        "version. An element goes where the map says; without a rule only to the one of the same\n"
        "type and code that has the same title and, where both are known, the same wording. What\n"
        "was withdrawn, retitled or reworded, or of which neither is known (untold), needs a "
        "rule.\n"
        "Exit code 1: something that is used has no place to go.\n"
        "\n"
        "The map: {\"framework\": \"DCWF\", \"from\": \"2023\", \"to\": \"5.1\", \"map\": "
        "[{\"type\":\n"
        "\"work_role\", \"from\": \"141\", \"to\": \"511\"}, {\"from\": \"112\", \"to\": null}]}; "
        "null is\n"
        "nowhere, and a type may be left out where one type alone has the code.",
    .examples = examples,
    .options = options,
    .run = run_catalogue_migrate,
};
