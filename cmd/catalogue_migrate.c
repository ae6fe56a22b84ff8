/*
 * cadre catalogue migrate: what of the registry rests on a version of a framework is carried to
 * another one.
 */
#include <string.h>

#include "cmd/commands.h"
#include "cmd/steps/catalogue/carried_table.h"
#include "cmd/steps/catalogue/framework_operand.h"
#include "cmd/steps/catalogue/uses_columns.h"
#include "cmd/steps/registry_catalogue.h"
#include "cmd/steps/report_files.h"
#include "cmd/steps/small_file.h"
#include "core/base/alloc.h"
#include "core/base/digest.h"
#include "core/catalogue/migration.h"
#include "sql/catalogue_ledger.h"
#include "sql/catalogue_migration.h"

enum { MAP_BYTES_MAX = 4 * 1024 * 1024, WAIT_S = 60, WAIT_S_MAX = 86400 };

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
    struct cadre_date effective;
    const char *map_name, *map_sha256; /* NULL without a map */
    struct catalogue_migration_result result;
    struct catalogue_ledger_count *counts; /* of what was carried */
    size_t count_count;
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

/* What was done, or would be. */
static void set_finding(const struct invocation *call, const struct migration *migration,
                        struct document *document, int64_t rows, int64_t open)
{
    const struct catalogue_migration_result *result = &migration->result;
    const char *change = arena_format(call->arena, "%s %s to %s", migration->from->code,
                                      migration->from->version, migration->to->version);
    char day[CADRE_DATE_TEXT_SIZE];
    if (option_given(call, "dry-run"))
        document_set_finding(document, "%s: %lld of %lld rows of the registry have no place to go",
                             change, (long long)open, (long long)rows);
    else if (result->load == 0)
        document_set_finding(document, "%s: unchanged, there is nothing more to carry", change);
    else
        document_set_finding(document,
                             "%s: load %lld carried what has a place from %s on; %lld of "
                             "%lld rows of the registry have none and stay",
                             change, (long long)result->load,
                             cadre_date_format(migration->effective, day), (long long)open,
                             (long long)rows);
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
    set_finding(call, migration, document, rows, *ret_open);
    carried_table_add(document, migration->counts, migration->count_count);
    return document;
}

/* ---- what is asked --------------------------------------------------------------------------- */

static enum cadre_status read_map(const struct invocation *call, const struct catalogue *catalogue,
                                  int32_t from, int32_t to, struct migration *plan,
                                  struct migration_map *ret_map, struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    char hex[DIGEST_HEX_SIZE];
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
    const struct digest digest = digest_of(json.data, json.length);
    const char *slash = strrchr(path, '/');
    plan->map_name = slash != NULL ? slash + 1 : path;
    plan->map_sha256 = arena_strdup(call->arena, digest_to_hex(&digest, hex));
    return CADRE_OK;
}

/* A level of one scale says nothing in another. */
static enum cadre_status check_versions(const struct catalogue *catalogue, int32_t from, int32_t to,
                                        struct cadre_error *err)
{
    const struct catalogue_framework *left = catalogue_framework(catalogue, from);
    const struct catalogue_framework *taken = catalogue_framework(catalogue, to);
    if (from == to)
        return cadre_fail(err, CADRE_USAGE, "%s %s is one version: two are wanted", left->code,
                          left->version);
    if (left->scale == taken->scale)
        return CADRE_OK;
    cadre_fail(err, CADRE_REFUSED, "%s %s and %s have levels of different scales", left->code,
               left->version, taken->version);
    return cadre_fail_hint(err, "levels are never carried from one scale to another");
}

static enum cadre_status make_plan(const struct invocation *call,
                                   const struct registry_session *registry,
                                   const struct catalogue *catalogue, struct cadre_date effective,
                                   struct migration *ret_plan, struct cadre_error *err)
{
    struct migration plan = {.catalogue = catalogue, .effective = effective};
    struct migration_map map = {0};
    int32_t from;
    int32_t to;
    enum cadre_status status =
        framework_version_operand(call, catalogue, call->operands[1], &from, err);
    if (status == CADRE_OK)
        status = framework_version_operand(call, catalogue, call->operands[2], &to, err);
    if (status == CADRE_OK)
        status = check_versions(catalogue, from, to, err);
    if (status != CADRE_OK)
        return status;
    status = read_map(call, catalogue, from, to, &plan, &map, err);
    if (status == CADRE_OK)
        status = uses_read(call, registry, catalogue_framework(catalogue, from), effective,
                           &plan.uses, err);
    if (status != CADRE_OK)
        return status;
    plan.from = catalogue_framework(catalogue, from);
    plan.to = catalogue_framework(catalogue, to);
    plan.steps = migration_plan(catalogue, from, to, &map, call->arena, &plan.step_count);
    *ret_plan = plan;
    return CADRE_OK;
}

/* A change that is to come would be known to no file that is imported until then. */
static enum cadre_status effective_day(const struct invocation *call, struct cadre_date *ret_day,
                                       struct cadre_error *err)
{
    struct cadre_date day = call->today;
    enum cadre_status status = option_date(call, "effective", &day, err);
    if (status != CADRE_OK)
        return status;
    if (cadre_date_compare(day, call->today) > 0) {
        cadre_fail(err, CADRE_USAGE, "the day of a change of version lies ahead");
        return cadre_fail_hint(err, "migrate when it has come: what is imported until then is "
                                    "carried with the rest");
    }
    *ret_day = day;
    return CADRE_OK;
}

/* ---- what is stored -------------------------------------------------------------------------- */

/* Roles and competencies: nothing else is named by a row of the registry. */
static const struct carried_element *
carried_elements(const struct invocation *call, const struct migration *plan, size_t *ret_count)
{
    struct carried_element *elements =
        arena_calloc(call->arena, plan->step_count + 1, sizeof *elements);
    size_t count = 0;
    for (size_t i = 0; i < plan->step_count; i++) {
        const struct migration_step *step = &plan->steps[i];
        const struct element *from = catalogue_element(plan->catalogue, step->from);
        if (from->type == ELEMENT_STATEMENT)
            continue;
        elements[count++] = (struct carried_element){
            .type = from->type_name,
            .from_code = from->code,
            .to_code = step->to >= 0 ? catalogue_element(plan->catalogue, step->to)->code : NULL,
            .outcome = outcomes[step->outcome],
        };
    }
    *ret_count = count;
    return elements;
}

static struct str_view *levels_of(const struct invocation *call, const struct migration *plan,
                                  size_t *ret_count)
{
    int32_t count = catalogue_scale_size(plan->catalogue, plan->to->scale);
    struct str_view *levels = arena_calloc(call->arena, (size_t)count + 1, sizeof *levels);
    for (int32_t rank = 1; rank <= count; rank++)
        levels[rank - 1] =
            str_view_of(catalogue_level_code(plan->catalogue, plan->to->scale, rank));
    *ret_count = (size_t)count;
    return levels;
}

static enum cadre_status carry(const struct invocation *call, struct session *session,
                               struct migration *plan, struct cadre_error *err)
{
    struct catalogue_migration migration = {
        .framework = plan->from->code,
        .from_version = plan->from->version,
        .to_version = plan->to->version,
        .effective = plan->effective,
        .file_name = plan->map_name,
        .sha256 = plan->map_sha256,
    };
    migration.elements = carried_elements(call, plan, &migration.element_count);
    migration.levels = levels_of(call, plan, &migration.level_count);
    enum cadre_status status =
        catalogue_migration_run(session, &migration, call->arena, &plan->result, err);
    if (status == CADRE_OK && plan->result.load > 0)
        status = catalogue_ledger_counts(session, plan->result.load, call->arena, &plan->counts,
                                         &plan->count_count, err);
    return status;
}

/* Nobody may load or import between the plan and what is done by it. */
static enum cadre_status migrate(const struct invocation *call,
                                 const struct registry_session *registry,
                                 const struct catalogue *catalogue, struct cadre_date effective,
                                 struct migration *ret_plan, struct cadre_error *err)
{
    enum cadre_status status = make_plan(call, registry, catalogue, effective, ret_plan, err);
    if (status != CADRE_OK || option_given(call, "dry-run"))
        return status;
    return carry(call, registry_session_of(registry), ret_plan, err);
}

static enum cadre_status open_registry(const struct invocation *call, int wait_s,
                                       struct registry_session **ret_registry,
                                       struct cadre_error *err)
{
    enum cadre_status status =
        registry_session_open(call, "cadre catalogue migrate", ret_registry, err);
    if (status != CADRE_OK || option_given(call, "dry-run"))
        return status;
    return session_lock(registry_session_of(*ret_registry), LOCK_REGISTRY, "", wait_s, err);
}

static enum cadre_status run_catalogue_migrate(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    struct report_target target;
    struct migration plan;
    struct cadre_date effective = call->today;
    int64_t wait_s = WAIT_S;
    int64_t open = 0;
    if (report_files_tell_schema(call, "catalogue_migrate"))
        return CADRE_OK;
    enum cadre_status status = report_target_of_list(call, "steps", &target, err);
    if (status == CADRE_OK)
        status = effective_day(call, &effective, err);
    if (status == CADRE_OK)
        status = option_int64(call, "wait", 0, WAIT_S_MAX, &wait_s, err);
    if (status == CADRE_OK)
        status = open_registry(call, (int)wait_s, &registry, err);
    if (status == CADRE_OK)
        status = registry_catalogue_read_whole(registry_session_of(registry), call->arena,
                                               &catalogue, err);
    if (status == CADRE_OK)
        status = migrate(call, registry, catalogue, effective, &plan, err);
    if (status != CADRE_OK)
        return status;
    const struct document *document = make_document(call, &plan, &open);
    status = call->quiet && target.formats == 0 ? CADRE_OK
                                                : report_files_write(call, document, &target, err);
    return status == CADRE_OK && open > 0 ? CADRE_FINDINGS : status;
}

/* ---- the command ----------------------------------------------------------------------------- */

static const struct command_example examples[] = {
    {"cadre catalogue migrate NICE 1.0 2.1 --dry-run",
     "which needs and evidence have to be mapped"},
    {"cadre catalogue migrate DCWF 2023 5.1 --map map.json --dry-run", "whether the map is enough"},
    {"cadre catalogue migrate DCWF 2023 5.1 --map map.json --effective 2026-10-01",
     "carried from that day on"},
    {0},
};

static const struct command_option options[] = {
    {"dry-run", 'n', NULL, "tell what can be carried; nothing is stored"},
    {"map", 0, "FILE", "where elements go, as JSON"},
    {"effective", 0, "DATE", "since when, not after today (default: today)"},
    {"all", 0, NULL, "elements on which nothing rests too"},
    {"wait", 0, "SECONDS", "how long to wait for others who write (default: 60)"},
    LIST_TARGET_OPTIONS,
    SCHEMA_OPTION,
    {0},
};

const struct command command_catalogue_migrate = {
    .name = "catalogue migrate",
    .summary = "carry needs and evidence to another version of a framework",
    .operands = "FRAMEWORK VERSION VERSION",
    .operands_min = 3,
    .operands_max = 3,
    .description =
        "Needs, requirements, evidence, preferences and trainings name elements of the first\n"
        "version. An element goes where the map says; without a rule only to the one of the same\n"
        "type and code that has the same title and, where both are known, the same wording. What\n"
        "was withdrawn, retitled or reworded, or of which neither is known (untold), needs a "
        "rule.\n"
        "Exit code 1: something that is used has no place to go; it stays where it is.\n"
        "\n"
        "Each row that goes has a new version from that day on: nothing of the days before\n"
        "changes, all of it is one transaction, and 'cadre catalogue undo' takes it back. Rows\n"
        "that come to say the same of one record fall together: what a source says of the new\n"
        "version itself stands; else the higher level of evidence, the better rank of a wish, the\n"
        "requirement that asks less.\n"
        "\n"
        "Files that name the old version by FRAMEWORK@VERSION/CODE are taken as before: such a\n"
        "code is read as where it went, in a file for a day since then. Credentials that were\n"
        "granted for an element count for where it went. A code without a version means the\n"
        "current one ('cadre catalogue current'), and is refused when it was somebody else in the\n"
        "version that was left.\n"
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
