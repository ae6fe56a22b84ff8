/*
 * cadre catalogue diff: what changed between two versions of a framework.
 */
#include <string.h>

#include "cmd/commands.h"
#include "cmd/steps/catalogue/catalogue_look.h"
#include "cmd/steps/catalogue/framework_operand.h"
#include "cmd/steps/catalogue/uses_columns.h"
#include "cmd/steps/report_files.h"
#include "core/base/alloc.h"
#include "core/catalogue/framework_diff.h"
#include "reports/document.h"

static const struct {
    const char *name, *figure; /* in the table, and of how many there are */
} kinds[CHANGE_KIND_COUNT] = {
    [CHANGE_ADDED] = {"added", "Added"},          [CHANGE_WITHDRAWN] = {"withdrawn", "Withdrawn"},
    [CHANGE_RETITLED] = {"retitled", "Retitled"}, [CHANGE_REWORDED] = {"reworded", "Reworded"},
    [CHANGE_MOVED] = {"moved", "Moved"},
};

static const struct {
    const char *name, *title;
    enum column_format format;
} columns[] = {
    {"change", "Change", FORMAT_CODE},   {"type", "Type", FORMAT_CODE},
    {"code", "Code", FORMAT_CODE},       {"title", "Title", FORMAT_TEXT},
    {"before", "Before", FORMAT_TEXT},   {"after", "After", FORMAT_TEXT},
    {"twin", "Looks like", FORMAT_CODE},
};

/* ---- the rows -------------------------------------------------------------------------------- */

struct pair {
    const char *before, *after;
};

/* In the first language in which it changed. */
static struct pair titles_of(const struct element *from, const struct element *to)
{
    const struct pair titles[] = {{from->title_en, to->title_en},
                                  {from->title_az, to->title_az},
                                  {from->title_ru, to->title_ru}};
    size_t at = 0;
    while (at < 2 && (titles[at].before[0] == '\0' || titles[at].after[0] == '\0' ||
                      strcmp(titles[at].before, titles[at].after) == 0))
        at++;
    return titles[at];
}

static struct pair groups_of(const struct element *from, const struct element *to)
{
    if (from->group_code[0] != '\0' && to->group_code[0] != '\0')
        return (struct pair){from->group_code, to->group_code};
    return (struct pair){from->group_en, to->group_en};
}

static struct pair seen_in(const struct element *from, const struct element *to,
                           enum framework_change_kind kind)
{
    switch (kind) {
    case CHANGE_RETITLED:
        return titles_of(from, to);
    case CHANGE_REWORDED:
        return (struct pair){from->text, to->text};
    case CHANGE_MOVED:
        return groups_of(from, to);
    case CHANGE_ADDED:
    case CHANGE_WITHDRAWN:
        break;
    }
    return (struct pair){"", ""};
}

static void add_optional(struct document_table *table, const char *text)
{
    table_add_text(table, str_view_of(text[0] != '\0' ? text : NULL));
}

static void add_change(const struct catalogue *catalogue, struct document_table *table,
                       const struct framework_change *change)
{
    const struct element *one =
        catalogue_element(catalogue, change->to >= 0 ? change->to : change->from);
    struct pair pair = {"", ""};
    if (change->from >= 0 && change->to >= 0)
        pair = seen_in(catalogue_element(catalogue, change->from), one, change->kind);
    table_begin_row(table);
    table_add_text(table, str_view_of(kinds[change->kind].name));
    table_add_text(table, str_view_of(one->type_name));
    table_add_text(table, str_view_of(one->code));
    add_optional(table, one->title_en[0] != '\0' ? one->title_en : one->text);
    add_optional(table, pair.before);
    add_optional(table, pair.after);
    add_optional(table, change->twin >= 0 ? catalogue_element(catalogue, change->twin)->code : "");
}

/* ---- the document ---------------------------------------------------------------------------- */

/* What cannot be told, since the catalogue lacks it. */
static void add_notice(const struct catalogue *catalogue, const struct framework_diff *diff,
                       struct document *document)
{
    const struct catalogue_framework *partial =
        catalogue_framework(catalogue, diff->from_partial ? diff->from : diff->to);
    if (diff->from_partial || diff->to_partial)
        document_set_notice(document,
                            "The catalogue holds of %s %s only what was withdrawn from it: whether "
                            "it had the %zu other elements, and how, is not known.",
                            partial->code, partial->version, diff->beyond);
    else if (diff->wording_known < diff->in_both)
        document_set_notice(document,
                            "The wording could be compared of %zu of the %zu elements that both "
                            "versions have.",
                            diff->wording_known, diff->in_both);
}

/* A version of which only what was withdrawn is held says nothing of the other changes. */
static bool is_known(const struct framework_diff *diff, enum framework_change_kind kind)
{
    return (!diff->from_partial || kind == CHANGE_WITHDRAWN) &&
           (!diff->to_partial || kind == CHANGE_ADDED);
}

static void add_counts(const struct catalogue *catalogue, const struct framework_diff *diff,
                       struct document *document)
{
    const struct catalogue_framework *from = catalogue_framework(catalogue, diff->from);
    const struct catalogue_framework *to = catalogue_framework(catalogue, diff->to);
    CADRE_CLEANUP(str_release) struct str finding = {0};
    str_add_format(&finding, "%s %s to %s:", from->code, from->version, to->version);
    const char *separator = " ";
    for (size_t i = 0; i < CHANGE_KIND_COUNT; i++) {
        if (!is_known(diff, (enum framework_change_kind)i))
            continue;
        str_add_format(&finding, "%s%zu %s", separator, diff->counts[i], kinds[i].name);
        document_add_figure(document, kinds[i].name, kinds[i].figure, (int64_t)diff->counts[i],
                            FORMAT_INTEGER);
        separator = ", ";
    }
    if (diff->from_partial || diff->to_partial)
        str_add_text(&finding, "; what else changed is not known");
    else
        document_add_figure(document, "same", "Same", (int64_t)diff->same, FORMAT_INTEGER);
    document_set_finding(document, "%s", str_chars(&finding));
}

/* `uses` is NULL when nobody asked for them. */
static struct document *make_document(const struct invocation *call,
                                      const struct catalogue *catalogue,
                                      const struct framework_diff *diff, const struct uses *uses)
{
    struct document *document = document_new(call->arena, "catalogue_diff", "Catalogue");
    struct document_section *section = document_add_section(document, "What changed");
    struct document_table *table = section_add_table(
        section, "changes", "A change of an element each; what looks like it is a hint");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        table_add_column(table, columns[i].name, columns[i].title, columns[i].format);
    if (uses != NULL)
        uses_add_columns(table);
    for (size_t i = 0; i < diff->change_count; i++) {
        int32_t from = diff->changes[i].from;
        add_change(catalogue, table, &diff->changes[i]);
        if (uses != NULL)
            uses_add_cells(table, uses, from >= 0 ? catalogue_element(catalogue, from) : NULL);
    }
    add_counts(catalogue, diff, document);
    add_notice(catalogue, diff, document);
    return document;
}

/* ---- the command ----------------------------------------------------------------------------- */

static enum cadre_status run_catalogue_diff(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    struct report_target target;
    struct cadre_date as_of = call->today;
    bool with_uses = option_given(call, "uses");
    struct uses uses = {0};
    int32_t from;
    int32_t to;
    if (report_files_tell_schema(call, "catalogue_diff"))
        return CADRE_OK;
    enum cadre_status status = report_target_of_list(call, "changes", &target, err);
    if (status == CADRE_OK && with_uses && option_given(call, "shipped"))
        status = cadre_fail(err, CADRE_USAGE, "'--uses' asks the registry, '--shipped' does not");
    if (status == CADRE_OK)
        status = catalogue_look_open(call, "cadre catalogue diff", &registry, &catalogue, err);
    if (status == CADRE_OK)
        status = framework_version_operand(call, catalogue, call->operands[1], &from, err);
    if (status == CADRE_OK)
        status = framework_version_operand(call, catalogue, call->operands[2], &to, err);
    if (status == CADRE_OK)
        status = option_date(call, "as-of", &as_of, err);
    if (status == CADRE_OK && with_uses)
        status = uses_read(call, registry, catalogue_framework(catalogue, from), as_of, &uses, err);
    if (status != CADRE_OK)
        return status;
    const struct framework_diff *diff = framework_diff(catalogue, from, to, call->arena);
    return report_files_write(call, make_document(call, catalogue, diff, with_uses ? &uses : NULL),
                              &target, err);
}

static const struct command_example examples[] = {
    {"cadre catalogue diff NICE 1.0 2.1", "which roles were withdrawn"},
    {"cadre catalogue diff NICE 1.0 2.1 --uses", "and which needs and evidence rest on them"},
    {"cadre catalogue diff DCWF 5.1 5.2 --format csv", "every change, for whoever maps it"},
    {0},
};

static const struct command_option options[] = {
    {"uses", 0, NULL, "count the registry's rows that rest on what went or changed"},
    {"as-of", 0, "DATE", "with --uses: without what is over before that day (default: today)"},
    CATALOGUE_LOOK_OPTIONS,
    LIST_TARGET_OPTIONS,
    SCHEMA_OPTION,
    {0},
};

const struct command command_catalogue_diff = {
    .name = "catalogue diff",
    .summary = "tell what changed between two versions of a framework",
    .operands = "FRAMEWORK VERSION VERSION",
    .operands_min = 3,
    .operands_max = 3,
    .description =
        "Elements are the same when type and code are. A code may keep its place and change its\n"
        "meaning, so titles, group and, where both versions have a text, its hash are compared\n"
        "too. 'Looks like' is the one element of the other version with the same title or text:\n"
        "a hint, by which nothing is carried over.\n"
        "\n"
        "Of an old version the catalogue may hold only what was withdrawn; then it says so.",
    .examples = examples,
    .options = options,
    .run = run_catalogue_diff,
};
