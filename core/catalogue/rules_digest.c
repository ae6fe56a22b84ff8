#include "core/catalogue/rules_digest.h"

#include <assert.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/catalogue/catalogue_data.h"

enum { COLUMNS_MAX = 8, VALUES_MAX = 3 };

static const struct deciding {
    const char *table;
    const char *columns[COLUMNS_MAX]; /* ended by NULL */
    const char *only;                 /* column of which only these values decide; NULL = all */
    const char *values[VALUES_MAX];
    bool may_lack; /* nobody ships it: without a row it is as if it were not there */
} decisive[] = {
    {"alignments",
     {"issuer", "credential", "framework", "version", "element_type", "element_code", "level"}},
    {.table = "carries",
     .columns = {"framework", "from_version", "type", "from_code", "to_version", "to_code",
                 "effective"},
     .may_lack = true},
    {"code_lists", {"list", "code", "rank"}},
    {"credential_grants",
     {"issuer", "credential", "framework", "version", "type", "code", "level"}},
    {"credentials", {"issuer", "code", "months", "grace_days"}},
    {"element_relations",
     {"framework", "version", "from_type", "from_code", "relation", "to_type", "to_code"},
     "relation",
     {"isChildOf"}},
    {"elements",
     {"framework", "version", "type", "code"},
     "type",
     {"work_role", "competency", "military_specialty"}}, /* no cell names another */
    {"frameworks", {"code", "version", "scale"}},
    {"regions", {"code", "kind", "parent_code"}},
    {"role_options",
     {"framework", "version", "work_role", "option", "code", "level", "education"},
     "option",
     {"education", "training"}}, /* no other counts */
    {"scale_levels", {"scale", "level", "rank"}},
    {"service_rules",
     {"valid_from", "valid_until", "engagement", "service_status", "min_age", "max_age", "ground"}},
};

static bool decides(const struct deciding *deciding, const struct catalogue_table *table,
                    size_t row)
{
    if (deciding->only == NULL)
        return true;
    const char *cell =
        catalogue_table_cell(table, row, catalogue_table_column(table, deciding->only));
    for (size_t i = 0; i < VALUES_MAX && deciding->values[i] != NULL; i++) {
        if (strcmp(cell, deciding->values[i]) == 0)
            return true;
    }
    return false;
}

static void add_row(struct digest_stream *out, const struct catalogue_table *table, size_t row,
                    const char *const *columns)
{
    for (size_t i = 0; i < COLUMNS_MAX && columns[i] != NULL; i++) {
        size_t column = catalogue_table_column(table, columns[i]);
        digest_stream_field(out, str_view_of(catalogue_table_cell(table, row, column)));
    }
    digest_stream_record_end(out);
}

struct digest catalogue_rules_digest(const struct catalogue_table *tables, size_t count)
{
    struct digest_stream *out = digest_stream_new();
    for (size_t i = 0; i < sizeof decisive / sizeof *decisive; i++) {
        const struct catalogue_table *table =
            catalogue_table_among(tables, count, decisive[i].table);
        if (decisive[i].may_lack && (table == NULL || table->row_count == 0))
            continue;
        assert(table != NULL);
        digest_stream_field(out, str_view_of(table->name));
        for (size_t row = 0; row < table->row_count; row++) {
            if (decides(&decisive[i], table, row))
                add_row(out, table, row, decisive[i].columns);
        }
    }
    struct digest digest = digest_stream_finish(out);
    digest_stream_free(out);
    return digest;
}

/* Who imports stores a framework's own level: a run needs no mapping, but a cell does. */
static void add_scale_mappings(struct digest_stream *out, const struct catalogue_table *table)
{
    static const char *const columns[COLUMNS_MAX] = {"from_scale", "from_level", "to_scale",
                                                     "to_level"};
    for (size_t row = 0; row < table->row_count; row++)
        add_row(out, table, row, columns);
}

struct digest catalogue_codes_digest(const struct catalogue *catalogue)
{
    struct digest_stream *out = digest_stream_new();
    size_t count;
    const struct catalogue_table *tables = catalogue_tables_of(catalogue, &count);
    struct digest rules = catalogue_rules_digest(tables, count);
    digest_stream_add(out, rules.bytes, sizeof rules.bytes);
    for (size_t i = 0; i < catalogue_framework_count(catalogue); i++) {
        const struct catalogue_framework *framework = catalogue_framework(catalogue, (int32_t)i);
        digest_stream_field(out, str_view_of(framework->current ? framework->version : NULL));
    }
    digest_stream_record_end(out);
    add_scale_mappings(out, catalogue_table_of(catalogue, "scale_mappings"));
    struct digest digest = digest_stream_finish(out);
    digest_stream_free(out);
    return digest;
}
