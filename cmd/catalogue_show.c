/*
 * cadre catalogue show: one entry of the catalogue, and what stands beside it.
 */
#include <string.h>

#include "cmd/commands.h"
#include "cmd/steps/catalogue/catalogue_look.h"
#include "cmd/steps/report_files.h"
#include "core/base/alloc.h"
#include "core/catalogue/listing.h"
#include "core/catalogue/neighbours.h"
#include "core/catalogue/search.h"
#include "reports/document.h"

enum { NAMED_TOLD = 8 }; /* of an ambiguous code */

/* What a page is filled from. */
struct subject {
    const struct catalogue *catalogue;
    const struct entry *entry;
    struct document *document;
    struct arena *arena;
};

struct column {
    const char *name, *title;
    enum column_format format;
};

/* ---- parts ----------------------------------------------------------------------------------- */

static struct document_table *add_table(const struct subject *subject, const char *name,
                                        const char *title, const char *caption,
                                        const struct column *columns)
{
    struct document_section *section = document_add_section(subject->document, title);
    struct document_table *table = section_add_table(section, name, caption);
    for (; columns->name != NULL; columns++)
        table_add_column(table, columns->name, columns->title, columns->format);
    return table;
}

static void add_fact(const struct subject *subject, const char *key, const char *label,
                     const char *text)
{
    if (text[0] != '\0')
        document_add_fact(subject->document, key, label, "%s", text);
}

static void add_optional(struct document_table *table, const char *text)
{
    table_add_text(table, str_view_of(text[0] != '\0' ? text : NULL));
}

static void add_titles(const struct subject *subject)
{
    const struct entry *entry = subject->entry;
    CADRE_CLEANUP(str_release) struct str aliases = {0};
    for (size_t i = 0; entry->aliases != NULL && entry->aliases[i] != NULL; i++)
        str_add_format(&aliases, "%s%s", i > 0 ? ", " : "", entry->aliases[i]);
    add_fact(subject, "code", "Code", entry->code);
    add_fact(subject, "type", "Type", entry->type);
    add_fact(subject, "title_en", "Title", entry->titles[0]);
    add_fact(subject, "title_az", "Azerbaijani", entry->titles[1]);
    add_fact(subject, "title_ru", "Russian", entry->titles[2]);
    add_fact(subject, "aliases", "Also said", str_chars(&aliases));
}

/* "Basic < Intermediate < Advanced" */
static const char *levels_of(const struct subject *subject, int32_t scale)
{
    CADRE_CLEANUP(str_release) struct str levels = {0};
    int32_t size = catalogue_scale_size(subject->catalogue, scale);
    for (int32_t rank = 1; rank <= size; rank++)
        str_add_format(&levels, "%s%s", rank > 1 ? " < " : "",
                       catalogue_level_code(subject->catalogue, scale, rank));
    return arena_strdup(subject->arena, str_chars(&levels));
}

/* ---- an element ------------------------------------------------------------------------------ */

static void add_element_cells(const struct subject *subject, struct document_table *table,
                              int32_t index)
{
    const struct element *element = catalogue_element(subject->catalogue, index);
    table_add_text(table, str_view_of(element->canonical));
    table_add_text(table, str_view_of(element->type_name));
    add_optional(table, element->title_en[0] != '\0' ? element->title_en : element->text);
}

static void add_mapped(const struct subject *subject)
{
    static const struct column columns[] = {
        {"code", "Code", FORMAT_CODE},
        {"type", "Type", FORMAT_CODE},
        {"title", "Title", FORMAT_TEXT},
        {0},
    };
    size_t count;
    const int32_t *mapped =
        neighbours_mapped(subject->catalogue, subject->entry->index, subject->arena, &count);
    if (count == 0)
        return;
    struct document_table *table =
        add_table(subject, "mapped", "In other frameworks",
                  "What it is mapped to; a mapping grants nothing", columns);
    for (size_t i = 0; i < count; i++) {
        table_begin_row(table);
        add_element_cells(subject, table, mapped[i]);
    }
}

static void add_grantors(const struct subject *subject)
{
    static const struct column columns[] = {
        {"credential", "Credential", FORMAT_CODE},
        {"title", "Title", FORMAT_TEXT},
        {"level", "Level", FORMAT_CODE},
        {"months", "Months", FORMAT_INTEGER},
        {0},
    };
    size_t count;
    int32_t scale = catalogue_element(subject->catalogue, subject->entry->index)->scale;
    const struct element_grantor *grantors =
        neighbours_grantors(subject->catalogue, subject->entry->index, subject->arena, &count);
    struct document_table *table =
        add_table(subject, "credentials", "Credentials that grant it",
                  "While in force, at this level and the lower ones", columns);
    for (size_t i = 0; i < count; i++) {
        const struct credential *credential =
            catalogue_credential(subject->catalogue, grantors[i].credential);
        table_begin_row(table);
        table_add_text(table, str_view_of(credential->canonical));
        add_optional(table, credential->title);
        table_add_text(
            table, str_view_of(catalogue_level_code(subject->catalogue, scale, grantors[i].level)));
        if (credential->months > 0)
            table_add_integer(table, credential->months);
        else
            table_add_none(table);
    }
}

static void add_related(const struct subject *subject)
{
    static const struct column columns[] = {
        {"side", "Side", FORMAT_CODE},   {"relation", "Relation", FORMAT_CODE},
        {"code", "Code", FORMAT_CODE},   {"type", "Type", FORMAT_CODE},
        {"title", "Title", FORMAT_TEXT}, {0},
    };
    static const char *const sides[] = {
        [SIDE_ABOVE] = "above",
        [SIDE_BESIDE] = "beside",
        [SIDE_BELOW] = "below",
    };
    size_t count;
    const struct element_neighbour *related =
        neighbours_related(subject->catalogue, subject->entry->index, subject->arena, &count);
    if (count == 0)
        return;
    struct document_table *table =
        add_table(subject, "related", "In its framework", "Above it, beside it, below it", columns);
    for (size_t i = 0; i < count; i++) {
        table_begin_row(table);
        table_add_text(table, str_view_of(sides[related[i].side]));
        table_add_text(table, str_view_of(related[i].relation));
        add_element_cells(subject, table, related[i].element);
    }
}

static void show_element(const struct subject *subject)
{
    const struct element *element = catalogue_element(subject->catalogue, subject->entry->index);
    const struct catalogue_framework *framework =
        catalogue_framework(subject->catalogue, element->framework_index);
    const char *group = element->group_code;
    if (element->group_en[0] != '\0')
        group = group[0] == '\0' ? element->group_en
                                 : arena_format(subject->arena, "%s, %s", group, element->group_en);
    if (!framework->current)
        document_set_notice(subject->document, "%s %s is not the current version.", framework->code,
                            framework->version);
    add_fact(subject, "group", "Group", group);
    add_fact(subject, "framework", "Framework", framework->title_en);
    add_fact(subject, "text", "Text", element->text);
    if (element->type >= ELEMENT_MILITARY_SPECIALTY) { /* it is had or not, at no level */
        add_related(subject);
        return;
    }
    add_fact(subject, "levels", "Levels", levels_of(subject, element->scale));
    add_grantors(subject);
    add_mapped(subject);
    add_related(subject);
}

/* ---- a credential ---------------------------------------------------------------------------- */

static void show_credential(const struct subject *subject)
{
    static const struct column columns[] = {
        {"code", "Code", FORMAT_CODE},
        {"type", "Type", FORMAT_CODE},
        {"title", "Title", FORMAT_TEXT},
        {"level", "Level", FORMAT_CODE},
        {0},
    };
    size_t count;
    const struct credential *credential =
        catalogue_credential(subject->catalogue, subject->entry->index);
    add_fact(subject, "issuer", "Issuer", credential->issuer);
    if (credential->months > 0)
        document_add_fact(subject->document, "months", "Months", "%d", (int)credential->months);
    else
        document_add_fact(subject->document, "months", "Months",
                          "not stated: an award without a last day does not end");
    document_add_fact(subject->document, "grace_days", "Days of grace", "%d",
                      (int)credential->grace_days);
    document_add_fact(subject->document, "renewal_days", "Days to renew", "%d",
                      (int)credential->renewal_days);
    const struct grant *grants =
        neighbours_grants(subject->catalogue, subject->entry->index, subject->arena, &count);
    struct document_table *table =
        add_table(subject, "grants", "What it grants",
                  "While in force, at this level and the lower ones", columns);
    for (size_t i = 0; i < count; i++) {
        int32_t scale = catalogue_element(subject->catalogue, grants[i].element)->scale;
        table_begin_row(table);
        add_element_cells(subject, table, grants[i].element);
        table_add_text(
            table, str_view_of(catalogue_level_code(subject->catalogue, scale, grants[i].level)));
    }
}

/* ---- a region -------------------------------------------------------------------------------- */

static const char *const region_kinds[] = {
    [REGION_COUNTRY] = "country",
    [REGION_ECONOMIC] = "economic region",
    [REGION_ISO] = "region",
    [REGION_DISTRICT] = "district",
};

static void add_regions(const struct subject *subject, const char *name, const char *title,
                        const char *caption, const int32_t *regions, size_t count)
{
    static const struct column columns[] = {
        {"code", "Code", FORMAT_CODE},       {"kind", "Kind", FORMAT_TEXT},
        {"name_en", "Name", FORMAT_TEXT},    {"name_az", "Azerbaijani", FORMAT_TEXT},
        {"name_ru", "Russian", FORMAT_TEXT}, {0},
    };
    struct document_table *table = add_table(subject, name, title, caption, columns);
    for (size_t i = 0; i < count; i++) {
        const struct region *region = catalogue_region(subject->catalogue, regions[i]);
        table_begin_row(table);
        table_add_text(table, str_view_of(region->code));
        table_add_text(table, str_view_of(region_kinds[region->kind]));
        add_optional(table, region->name_en);
        add_optional(table, region->name_az);
        add_optional(table, region->name_ru);
    }
}

static void show_region(const struct subject *subject)
{
    size_t count;
    const int32_t *regions =
        neighbours_region_path(subject->catalogue, subject->entry->index, subject->arena, &count);
    add_regions(subject, "path", "Where it lies", "From the country down to it", regions, count);
    regions =
        neighbours_region_parts(subject->catalogue, subject->entry->index, subject->arena, &count);
    if (count > 0)
        add_regions(subject, "parts", "What lies in it", "Right below it", regions, count);
}

/* ---- frameworks, codes, scales --------------------------------------------------------------- */

static void show_framework(const struct subject *subject)
{
    static const struct column columns[] = {
        {"type", "Type", FORMAT_CODE},
        {"group", "Group", FORMAT_CODE},
        {"group_title", "Group's title", FORMAT_TEXT},
        {"elements", "Elements", FORMAT_INTEGER},
        {0},
    };
    const struct catalogue_framework *framework =
        catalogue_framework(subject->catalogue, subject->entry->index);
    size_t count;
    const struct element_group *groups =
        neighbours_groups(subject->catalogue, subject->entry->index, subject->arena, &count);
    add_fact(subject, "current", "Current", framework->current ? "yes" : "no");
    if (framework->scale >= 0)
        add_fact(subject, "levels", "Levels", levels_of(subject, framework->scale));
    struct document_table *table =
        add_table(subject, "groups", "What it consists of",
                  "'cadre catalogue list elements --framework' lists them", columns);
    for (size_t i = 0; i < count; i++) {
        table_begin_row(table);
        table_add_text(table, str_view_of(groups[i].type_name));
        add_optional(table, groups[i].group_code);
        add_optional(table, groups[i].group_en);
        table_add_integer(table, (int64_t)groups[i].elements);
    }
}

static void add_label_row(struct document_table *table, const char *const *cells, int64_t rank)
{
    table_begin_row(table);
    table_add_integer(table, rank);
    table_add_text(table, str_view_of(cells[2]));
    for (size_t i = 3; i < 6; i++)
        add_optional(table, cells[i]);
}

/* Of the listing's rows of that type, the lowest rank first. Both listings have the columns type,
 * rank, code and three labels. */
static void add_ranked(const struct subject *subject, const char *listing_name, const char *type)
{
    static const struct column columns[] = {
        {"rank", "Rank", FORMAT_INTEGER},     {"code", "Code", FORMAT_CODE},
        {"label_en", "Label", FORMAT_TEXT},   {"label_az", "Azerbaijani", FORMAT_TEXT},
        {"label_ru", "Russian", FORMAT_TEXT}, {0},
    };
    const struct listing *listing = listing_find(str_view_of(listing_name), NULL);
    const struct listing_choice choice = {.type = str_view_of(type)};
    size_t width = listing_column_count(listing);
    size_t count;
    const char *const *cells =
        listing_rows(subject->catalogue, listing, &choice, subject->arena, &count);
    struct document_table *table =
        add_table(subject, listing_name, listing->title, "The lowest first", columns);
    for (int64_t rank = 1; rank <= (int64_t)count; rank++) {
        for (size_t row = 0; row < count; row++) {
            int64_t held;
            if (str_view_to_int64(str_view_of(cells[row * width + 1]), &held) && held == rank)
                add_label_row(table, &cells[row * width], rank);
        }
    }
}

static void show_code(const struct subject *subject)
{
    add_ranked(subject, "lists", subject->entry->type);
}

static void show_scale(const struct subject *subject)
{
    add_ranked(subject, "scales", subject->entry->code);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void (*const shows[ENTRY_SORT_COUNT])(const struct subject *subject) = {
    [ENTRY_FRAMEWORK] = show_framework,
    [ENTRY_ELEMENT] = show_element,
    [ENTRY_CREDENTIAL] = show_credential,
    [ENTRY_REGION] = show_region,
    [ENTRY_CODE] = show_code,
    [ENTRY_SCALE] = show_scale,
};

static struct document *make_document(const struct invocation *call,
                                      const struct catalogue *catalogue, const struct entry *entry)
{
    const struct subject subject = {
        .catalogue = catalogue,
        .entry = entry,
        .document = document_new(call->arena, "catalogue_show", "Catalogue"),
        .arena = call->arena,
    };
    const char *title = entry->titles[0][0] != '\0' ? entry->titles[0] : entry->text;
    document_set_finding(subject.document, title[0] != '\0' ? "%s: %s" : "%s", entry->code, title);
    add_titles(&subject);
    shows[entry->sort](&subject);
    return subject.document;
}

static enum cadre_status fail_unknown(const struct catalogue *catalogue, const char *code,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str meant = {0};
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    size_t count;
    cadre_fail(err, CADRE_USAGE, "the catalogue has no '%s'", code);
    search_catalogue(catalogue, str_view_of(code), arena, &count);
    if (count > 0)
        return cadre_fail_hint(err, "'cadre catalogue search %s' shows what comes near it", code);
    if (search_suggest(catalogue, str_view_of(code), &meant)) {
        search_named(catalogue, str_view_from(&meant), str_view_of(NULL), arena, &count);
        return cadre_fail_hint(err, "did you mean 'cadre catalogue %s %s'?",
                               count > 0 ? "show" : "search", str_chars(&meant));
    }
    return cadre_fail_hint(err, "'cadre catalogue search TEXT' looks for words too");
}

static enum cadre_status fail_ambiguous(const char *code, const struct search_hit *hits,
                                        size_t count, struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str names = {0};
    bool one_code = true;
    for (size_t i = 0; i < count; i++) {
        one_code = one_code && strcmp(hits[i].entry.code, hits[0].entry.code) == 0;
        if (i < NAMED_TOLD)
            str_add_format(&names, "%s%s (%s)", i > 0 ? ", " : "", hits[i].entry.code,
                           hits[i].entry.type);
    }
    if (count > NAMED_TOLD)
        str_add_format(&names, " and %zu more", count - NAMED_TOLD);
    cadre_fail(err, CADRE_USAGE, "'%s' names %zu things of the catalogue", code, count);
    cadre_fail_detail(err, "%s", str_chars(&names));
    return cadre_fail_hint(err, one_code ? "say which with --type" : "give its code in full");
}

static enum cadre_status run_catalogue_show(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    if (report_files_tell_schema(call, "catalogue_show"))
        return CADRE_OK;
    const char *code = call->operands[0];
    struct str_view type = str_view_of(option_text(call, "type"));
    struct report_target target;
    size_t count;
    enum cadre_status status = report_target_from(call, &target, err);
    if (status == CADRE_OK)
        status = catalogue_look_open(call, "cadre catalogue show", &registry, &catalogue, err);
    if (status != CADRE_OK)
        return status;
    const struct search_hit *hits =
        search_named(catalogue, str_view_of(code), type, call->arena, &count);
    if (count == 0)
        return fail_unknown(catalogue, code, err);
    if (count > 1)
        return fail_ambiguous(code, hits, count, err);
    return report_files_write(call, make_document(call, catalogue, &hits[0].entry), &target, err);
}

/* ---- the command ----------------------------------------------------------------------------- */

static const struct command_example examples[] = {
    {"cadre catalogue show DCWF/511", "a work role: who grants it, what it is called elsewhere"},
    {"cadre catalogue show Security+", "a credential: its months and days, and what it grants"},
    {"cadre catalogue show Bakı", "a region: where it lies, and what lies in it"},
    {"cadre catalogue show NICE@2.1", "a framework, group by group"},
    {"cadre catalogue show contract --type engagement", "a code of one list"},
    {0},
};

static const struct command_option options[] = {
    {"type", 0, "TYPE", "of the things of that name the one of this type"},
    {"table", 0, "TABLE", "which table, for csv to a file or standard output"},
    CATALOGUE_LOOK_OPTIONS,
    LIST_TARGET_OPTIONS,
    SCHEMA_OPTION,
    {0},
};

const struct command command_catalogue_show = {
    .name = "catalogue show",
    .summary = "show one thing of the catalogue and what stands beside it",
    .operands = "CODE",
    .operands_min = 1,
    .operands_max = 1,
    .description =
        "CODE is FRAMEWORK[@VERSION]/CODE or a bare code, ISSUER/CREDENTIAL, an alias, the code\n"
        "or name of a region, LIST/CODE, a scale or a framework, or a title in one of the three\n"
        "languages, whatever the case. An older version is shown where no current one has it.\n"
        "An award of a credential counts through the days of grace behind its last day; the days\n"
        "to renew are those before it in which it is told as due.\n"
        "A code of several things is exit code 2, and they are named.",
    .examples = examples,
    .options = options,
    .run = run_catalogue_show,
};
