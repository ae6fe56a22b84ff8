#include "core/catalogue/listing.h"

#include <string.h>

#include "core/base/fold.h"
#include "core/base/suggest.h"
#include "core/catalogue/catalogue_data.h"

static const struct listing listings[] = {
    {
        .name = "frameworks",
        .title = "Frameworks",
        .table = "frameworks",
        .framework = "code",
        .columns = {{"code", "Framework", LISTING_CODE},
                    {"version", "Version", LISTING_CODE},
                    {"current", "Current", LISTING_NUMBER},
                    {"scale", "Scale", LISTING_CODE},
                    {"title_en", "Title", LISTING_TEXT},
                    {"title_az", "Azerbaijani", LISTING_TEXT},
                    {"title_ru", "Russian", LISTING_TEXT}},
    },
    {
        .name = "elements",
        .title = "Work roles and competencies",
        .table = "elements",
        .framework = "framework",
        .type = "type",
        .columns = {{"framework", "Framework", LISTING_CODE},
                    {"version", "Version", LISTING_CODE},
                    {"type", "Type", LISTING_CODE},
                    {"code", "Code", LISTING_CODE},
                    {"title_en", "Title", LISTING_TEXT},
                    {"title_az", "Azerbaijani", LISTING_TEXT},
                    {"title_ru", "Russian", LISTING_TEXT},
                    {"group_code", "Group", LISTING_CODE},
                    {"group_en", "Group's title", LISTING_TEXT},
                    {"note", "Note", LISTING_TEXT},
                    {"text", "Text", LISTING_TEXT}},
    },
    {
        .name = "credentials",
        .title = "Credentials",
        .table = "credentials",
        .columns = {{"issuer", "Issuer", LISTING_CODE},
                    {"code", "Code", LISTING_CODE},
                    {"title", "Title", LISTING_TEXT},
                    {"months", "Months", LISTING_NUMBER},
                    {"grace_days", "Days of grace", LISTING_NUMBER},
                    {"renewal_days", "Days to renew", LISTING_NUMBER}},
    },
    {
        .name = "scales",
        .title = "Levels of the scales",
        .table = "scale_levels",
        .type = "scale",
        .columns = {{"scale", "Scale", LISTING_CODE},
                    {"rank", "Rank", LISTING_NUMBER},
                    {"level", "Level", LISTING_CODE},
                    {"label_en", "Label", LISTING_TEXT},
                    {"label_az", "Azerbaijani", LISTING_TEXT},
                    {"label_ru", "Russian", LISTING_TEXT}},
    },
    {
        .name = "scale-mappings",
        .title = "What levels of a scale are worth in another",
        .table = "scale_mappings",
        .type = "from_scale",
        .columns = {{"from_scale", "Scale", LISTING_CODE},
                    {"from_level", "Level", LISTING_CODE},
                    {"to_scale", "Other scale", LISTING_CODE},
                    {"to_level", "At least", LISTING_CODE}},
    },
    {
        .name = "regions",
        .title = "Regions",
        .table = "regions",
        .type = "kind",
        .columns = {{"code", "Code", LISTING_CODE},
                    {"kind", "Kind", LISTING_CODE},
                    {"parent_code", "Lies in", LISTING_CODE},
                    {"name_en", "Name", LISTING_TEXT},
                    {"name_az", "Azerbaijani", LISTING_TEXT},
                    {"name_ru", "Russian", LISTING_TEXT}},
    },
    {
        .name = "lists",
        .title = "Codes of the lists",
        .table = "code_lists",
        .type = "list",
        .columns = {{"list", "List", LISTING_CODE},
                    {"rank", "Rank", LISTING_NUMBER},
                    {"code", "Code", LISTING_CODE},
                    {"label_en", "Label", LISTING_TEXT},
                    {"label_az", "Azerbaijani", LISTING_TEXT},
                    {"label_ru", "Russian", LISTING_TEXT}},
    },
    {
        .name = "rules",
        .title = "Rules of service by their days",
        .table = "service_rules",
        .type = "engagement",
        .columns = {{"rule", "Rule", LISTING_CODE},
                    {"valid_from", "Valid from", LISTING_CODE},
                    {"valid_until", "Valid until", LISTING_CODE},
                    {"engagement", "Engagement", LISTING_CODE},
                    {"service_status", "Service status", LISTING_CODE},
                    {"min_age", "Youngest", LISTING_NUMBER},
                    {"max_age", "Oldest", LISTING_NUMBER},
                    {"months", "Months", LISTING_NUMBER},
                    {"ground", "Ground", LISTING_TEXT},
                    {"decree", "Decree", LISTING_TEXT},
                    {"confirmed", "Confirmed", LISTING_NUMBER}},
    },
    {
        .name = "aliases",
        .title = "Local spellings",
        .table = "aliases",
        .type = "list",
        .columns = {{"list", "List", LISTING_CODE},
                    {"alias", "Spelling", LISTING_TEXT},
                    {"code", "Means", LISTING_CODE},
                    {"type", "Type", LISTING_CODE}},
    },
    {
        .name = "call-ups",
        .title = "Call-ups",
        .table = "call_ups",
        .columns = {{"code", "Code", LISTING_CODE},
                    {"opens_on", "Opens", LISTING_CODE},
                    {"closes_on", "Closes", LISTING_CODE},
                    {"born_from", "Born from", LISTING_NUMBER},
                    {"born_until", "Born until", LISTING_NUMBER},
                    {"decree", "Decree", LISTING_TEXT}},
    },
    {
        .name = "options",
        .title = "Options of DoD 8140 by role, with what the certification list says",
        .table = "role_options",
        .framework = "framework",
        .type = "option",
        .columns = {{"framework", "Framework", LISTING_CODE},
                    {"version", "Version", LISTING_CODE},
                    {"work_role", "Role", LISTING_CODE},
                    {"option", "Option", LISTING_CODE},
                    {"code", "Code", LISTING_CODE},
                    {"level", "Level", LISTING_CODE},
                    {"education", "Degree", LISTING_CODE},
                    {"listed", "In the list", LISTING_CODE}},
    },
};

enum { LISTING_COUNT = sizeof listings / sizeof *listings };

const struct listing *listing_all(size_t *ret_count)
{
    *ret_count = LISTING_COUNT;
    return listings;
}

const struct listing *listing_find(struct str_view name, const struct listing **ret_nearest)
{
    struct str_view names[LISTING_COUNT];
    for (size_t i = 0; i < LISTING_COUNT; i++) {
        names[i] = str_view_of(listings[i].name);
        if (fold_ascii_equal(name, names[i]))
            return &listings[i];
    }
    size_t nearest = suggest_nearest(name, names, LISTING_COUNT);
    if (ret_nearest != NULL)
        *ret_nearest = nearest < LISTING_COUNT ? &listings[nearest] : NULL;
    return NULL;
}

size_t listing_column_count(const struct listing *listing)
{
    size_t count = 0;
    while (listing->columns[count].name != NULL)
        count++;
    return count;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* Is the cell what was asked for? Absent asks for nothing, and so does a listing without the
 * column.
 */
static bool is_asked(const struct catalogue_table *table, size_t row, const char *column,
                     struct str_view asked)
{
    if (asked.data == NULL || column == NULL)
        return true;
    const char *cell = catalogue_table_cell(table, row, catalogue_table_column(table, column));
    return fold_ascii_equal(asked, str_view_of(cell));
}

static bool is_chosen(const struct listing *listing, const struct catalogue_table *table,
                      size_t row, const struct listing_choice *choice)
{
    return is_asked(table, row, listing->type, choice->type) &&
           is_asked(table, row, listing->framework, choice->framework) &&
           is_asked(table, row, listing->framework != NULL ? "version" : NULL, choice->version);
}

const char *const *listing_rows(const struct catalogue *catalogue, const struct listing *listing,
                                const struct listing_choice *choice, struct arena *arena,
                                size_t *ret_count)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, listing->table);
    size_t columns[LISTING_COLUMNS_MAX];
    size_t column_count = listing_column_count(listing);
    size_t count = 0;
    for (size_t i = 0; i < column_count; i++)
        columns[i] = catalogue_table_place(table, listing->columns[i].name);
    const char **cells = arena_calloc(arena, table->row_count * column_count + 1, sizeof *cells);
    for (size_t row = 0; row < table->row_count; row++) {
        if (!is_chosen(listing, table, row, choice))
            continue;
        for (size_t i = 0; i < column_count; i++)
            cells[count * column_count + i] = columns[i] < table->column_count
                                                  ? catalogue_table_cell(table, row, columns[i])
                                                  : "";
        count++;
    }
    *ret_count = count;
    return cells;
}

static bool is_among(const char *const *words, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0)
            return true;
    }
    return false;
}

const char *const *listing_types(const struct catalogue *catalogue, const struct listing *listing,
                                 struct arena *arena, size_t *ret_count)
{
    *ret_count = 0;
    if (listing->type == NULL)
        return NULL;
    const struct catalogue_table *table = catalogue_table_of(catalogue, listing->table);
    size_t column = catalogue_table_column(table, listing->type);
    const char **types = arena_calloc(arena, table->row_count + 1, sizeof *types);
    for (size_t row = 0; row < table->row_count; row++) {
        const char *type = catalogue_table_cell(table, row, column);
        if (!is_among(types, *ret_count, type))
            types[(*ret_count)++] = type;
    }
    return types;
}
