#include "cmd/steps/catalogue/document_report.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/str_map.h"
#include "core/base/utf8.h"

/* Of each code the first ones stand in the report; --findings writes all. */
enum { PLACES_SHOWN = 3, VALUE_COLUMNS = 48 };

struct making {
    const struct framework_document *document;
    const struct catalogue *catalogue;
    const struct document_comparison *comparison;
    struct document *report;
};

static struct document_table *begin_table(struct document *report, const char *section,
                                          const char *name, const char *caption,
                                          const char *const (*columns)[2])
{
    struct document_table *table =
        section_add_table(document_add_section(report, section), name, caption);
    for (; (*columns)[0] != NULL; columns++)
        table_add_column(table, (*columns)[0], (*columns)[1], FORMAT_CODE);
    return table;
}

static void add_optional(struct document_table *table, const char *text)
{
    table_add_text(table, str_view_of(text[0] != '\0' ? text : NULL));
}

/* ---- elements by type ------------------------------------------------------------------------ */

struct type_tally {
    const char *type;
    int64_t in_file, fresh, completed, otherwise, same, lacking;
};

struct type_tallies {
    struct type_tally *rows;
    struct str_map *places;
    size_t count;
};

static struct type_tally *tally_of(struct type_tallies *tallies, const char *type)
{
    uint32_t place = (uint32_t)tallies->count;
    if (str_map_insert(tallies->places, str_view_of(type), place))
        tallies->rows[tallies->count++].type = type;
    else
        str_map_find(tallies->places, str_view_of(type), &place);
    return &tallies->rows[place];
}

static const unsigned standing_otherwise =
    STANDING_RETITLED | STANDING_REWORDED | STANDING_REGROUPED;

static void count_element(struct type_tally *tally, unsigned standing)
{
    tally->in_file++;
    tally->fresh += (standing & STANDING_NEW) != 0;
    tally->otherwise += (standing & standing_otherwise) != 0;
    tally->completed +=
        (standing & STANDING_COMPLETED) != 0 && (standing & standing_otherwise) == 0;
    tally->same += standing == 0;
}

static void add_tally(struct document_table *table, const struct type_tally *tally)
{
    const int64_t numbers[] = {tally->in_file,   tally->fresh, tally->completed,
                               tally->otherwise, tally->same,  tally->lacking};
    table_begin_row(table);
    table_add_text(table, str_view_of(tally->type));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        table_add_integer(table, numbers[i]);
}

static void add_types(const struct making *making)
{
    static const char *const columns[][2] = {
        {"in_file", "In the file"}, {"new", "New"},   {"completed", "Completed"},
        {"otherwise", "Otherwise"}, {"same", "Same"}, {"lacking", "Not in the file"},
    };
    const struct framework_document *document = making->document;
    const struct document_comparison *comparison = making->comparison;
    CADRE_CLEANUP(str_map_cleanup) struct str_map *places = str_map_new();
    CADRE_FREE struct type_tally *rows =
        cadre_calloc(document->element_count + comparison->lacking_count + 1, sizeof *rows);
    struct type_tallies tallies = {rows, places, 0};
    for (size_t i = 0; i < document->element_count; i++)
        count_element(tally_of(&tallies, document->elements[i].type), comparison->standings[i]);
    for (size_t i = 0; i < comparison->lacking_count; i++)
        tally_of(&tallies, catalogue_element(making->catalogue, comparison->lacking[i])->type_name)
            ->lacking++;
    struct document_table *table =
        section_add_table(document_add_section(making->report, "Elements"), "elements",
                          "Elements of the file beside the catalogue's, by type");
    table_add_column(table, "type", "Type", FORMAT_CODE);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        table_add_column(table, columns[i][0], columns[i][1], FORMAT_INTEGER);
    for (size_t i = 0; i < tallies.count; i++)
        add_tally(table, &rows[i]);
}

/* ---- roles that are new, what is lacking and what is said otherwise -------------------------- */

static void add_new_roles(const struct making *making)
{
    static const char *const columns[][2] = {
        {"code", "Code"}, {"title", "Title"}, {"group", "Group"}, {NULL, NULL}};
    struct document_table *table = NULL;
    for (size_t i = 0; i < making->document->element_count; i++) {
        const struct document_element *element = &making->document->elements[i];
        if (making->comparison->standings[i] != STANDING_NEW ||
            strcmp(element->type, "work_role") != 0)
            continue;
        if (table == NULL)
            table = begin_table(making->report, "New work roles", "new_roles",
                                "Work roles that the catalogue has not", columns);
        table_begin_row(table);
        table_add_text(table, str_view_of(element->code));
        add_optional(table, element->title);
        add_optional(table, element->group_title);
    }
}

static void add_lacking(const struct making *making)
{
    static const char *const columns[][2] = {
        {"type", "Type"}, {"code", "Code"}, {"title", "Title"}, {NULL, NULL}};
    struct document_table *table = NULL;
    for (size_t i = 0; i < making->comparison->lacking_count; i++) {
        const struct element *element =
            catalogue_element(making->catalogue, making->comparison->lacking[i]);
        if (table == NULL)
            table = begin_table(making->report, "Not in the file", "lacking",
                                "What the file lacks: the catalogue keeps it", columns);
        table_begin_row(table);
        table_add_text(table, str_view_of(element->type_name));
        table_add_text(table, str_view_of(element->code));
        add_optional(table, element->title_en);
    }
}

static void add_change(struct document_table *table, const struct document_element *element,
                       const struct element *beside, unsigned standing)
{
    const struct {
        unsigned standing;
        const char *what, *catalogued, *documented;
    } changes[] = {
        {STANDING_RETITLED, "title", beside->title_en, element->title},
        {STANDING_REWORDED, "text", beside->text, element->text},
        {STANDING_REGROUPED, "group", beside->group_code, element->group_code},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        if ((standing & changes[i].standing) == 0)
            continue;
        table_begin_row(table);
        table_add_text(table, str_view_of(element->type));
        table_add_text(table, str_view_of(element->code));
        table_add_text(table, str_view_of(changes[i].what));
        table_add_text(table, str_view_of(changes[i].catalogued));
        table_add_text(table, str_view_of(changes[i].documented));
    }
}

static void add_changes(const struct making *making)
{
    static const char *const columns[][2] = {{"type", "Type"}, {"code", "Code"},
                                             {"what", "What"}, {"catalogue", "Catalogue"},
                                             {"file", "File"}, {NULL, NULL}};
    struct document_table *table = NULL;
    for (size_t i = 0; i < making->document->element_count; i++) {
        unsigned standing = making->comparison->standings[i] & standing_otherwise;
        if (standing == 0)
            continue;
        if (table == NULL)
            table = begin_table(making->report, "Said otherwise", "otherwise",
                                "Where the file says other than the catalogue", columns);
        add_change(table, &making->document->elements[i],
                   catalogue_element(making->catalogue, making->comparison->beside[i]), standing);
    }
}

/* ---- findings -------------------------------------------------------------------------------- */

size_t document_report_left_out(const struct framework_document *document)
{
    size_t count = 0;
    for (size_t i = 0; i < document->finding_count; i++)
        count += document->findings[i].code->effect != FINDING_WARNS;
    return count;
}

/* How often each code was found, by its place in the table of codes. */
static size_t *count_codes(const struct framework_document *document)
{
    size_t code_count;
    const struct finding_code *codes = finding_code_all(&code_count);
    size_t *counts = cadre_calloc(code_count, sizeof *counts);
    for (size_t i = 0; i < document->finding_count; i++)
        counts[document->findings[i].code - codes]++;
    return counts;
}

static void add_codes(const struct making *making, const size_t *counts)
{
    size_t code_count;
    const struct finding_code *codes = finding_code_all(&code_count);
    struct document_table *table =
        section_add_table(document_add_section(making->report, "Findings"), "findings",
                          "What is wrong with the file: 'cadre error CODE' tells more");
    table_add_column(table, "code", "Code", FORMAT_CODE);
    table_add_column(table, "count", "Count", FORMAT_INTEGER);
    table_add_column(table, "title", "What", FORMAT_TEXT);
    table_add_column(table, "effect", "Effect", FORMAT_TEXT);
    for (size_t i = 0; i < code_count; i++) {
        if (counts[i] == 0)
            continue;
        table_begin_row(table);
        table_add_text(table, str_view_of(codes[i].code));
        table_add_integer(table, (int64_t)counts[i]);
        table_add_text(table, str_view_of(codes[i].title));
        table_add_text(table, str_view_of(codes[i].effect == FINDING_WARNS ? NULL : "left out"));
    }
}

static void add_place(struct document_table *table, const struct document_finding *finding)
{
    CADRE_CLEANUP(str_release) struct str value = {0};
    table_begin_row(table);
    table_add_text(table, str_view_of(finding->code->code));
    if (finding->line > 0)
        table_add_integer(table, (int64_t)finding->line);
    else
        table_add_none(table);
    table_add_text(table, str_view_of(finding->path));
    if (finding->value.data != NULL)
        utf8_printable(finding->value, VALUE_COLUMNS, &value);
    table_add_text(table, str_view_from(&value));
    table_add_text(table, str_view_of(finding->hint));
}

/* The first ones of a code. */
static void add_places_of(const struct making *making, struct document_table *table,
                          const struct finding_code *code)
{
    size_t shown = 0;
    for (size_t i = 0; i < making->document->finding_count && shown < PLACES_SHOWN; i++) {
        if (making->document->findings[i].code != code)
            continue;
        add_place(table, &making->document->findings[i]);
        shown++;
    }
}

static void add_places(const struct making *making, const size_t *counts)
{
    size_t code_count;
    const struct finding_code *codes = finding_code_all(&code_count);
    struct document_table *table =
        section_add_table(document_add_section(making->report, "Where"), "places",
                          "The first of each code; all of them: --findings FILE");
    table_add_column(table, "code", "Code", FORMAT_CODE);
    table_add_column(table, "line", "Line", FORMAT_INTEGER);
    table_add_column(table, "path", "Path", FORMAT_CODE);
    table_add_column(table, "value", "Value", FORMAT_TEXT);
    table_add_column(table, "hint", "Read as, or meant", FORMAT_TEXT);
    for (size_t i = 0; i < code_count; i++) {
        if (counts[i] > 0)
            add_places_of(making, table, &codes[i]);
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void add_facts(const struct making *making, const struct document_file *file)
{
    char hex[DIGEST_HEX_SIZE];
    const struct framework_document *document = making->document;
    const struct document_comparison *comparison = making->comparison;
    document_add_fact(making->report, "file", "File", "%s", file->name);
    document_add_fact(making->report, "sha256", "SHA-256", "%s", digest_to_hex(&file->sha256, hex));
    if (document->declared_id[0] != '\0')
        document_add_fact(making->report, "declared", "Declares to be", "%s %s",
                          document->declared_id, document->declared_version);
    document_add_fact(making->report, "relations", "Relations", "%zu new, %zu same",
                      comparison->relations_new, comparison->relations_same);
    if (document->mapping_count > 0)
        document_add_fact(making->report, "mappings", "Mappings of roles",
                          "%zu known, %zu not in the catalogue (not stored)",
                          comparison->mappings_same, comparison->mappings_new);
}

struct document *document_report(const struct invocation *call, const struct document_file *file,
                                 const struct catalogue *catalogue,
                                 const struct document_comparison *comparison)
{
    const struct framework_document *document = &file->document;
    const struct making making = {
        document, catalogue, comparison,
        document_new(call->arena, "catalogue_load",
                     arena_format(call->arena, "%s %s", document->framework, document->version))};
    add_facts(&making, file);
    add_types(&making);
    add_new_roles(&making);
    add_changes(&making);
    add_lacking(&making);
    if (document->finding_count > 0) {
        CADRE_FREE size_t *counts = count_codes(document);
        add_codes(&making, counts);
        add_places(&making, counts);
    }
    return making.report;
}
