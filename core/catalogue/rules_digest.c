#include "core/catalogue/rules_digest.h"

#include <assert.h>

#include "core/base/alloc.h"
#include "core/catalogue/catalogue_data.h"

enum { COLUMNS_MAX = 8 };

static const struct deciding {
    const char *table;
    const char *columns[COLUMNS_MAX]; /* ended by NULL */
} decisive[] = {
    {"alignments",
     {"issuer", "credential", "framework", "version", "element_type", "element_code", "level"}},
    {"code_lists", {"list", "code", "rank"}},
    {"credential_grants",
     {"issuer", "credential", "framework", "version", "type", "code", "level"}},
    {"credentials", {"issuer", "code", "months"}},
    {"element_relations",
     {"framework", "version", "from_type", "from_code", "relation", "to_type", "to_code"}},
    {"elements", {"framework", "version", "type", "code"}},
    {"frameworks", {"code", "version", "scale"}},
    {"regions", {"code", "kind", "parent_code"}},
    {"scale_levels", {"scale", "level", "rank"}},
    {"service_rules",
     {"valid_from", "valid_until", "engagement", "service_status", "min_age", "max_age"}},
};

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
        assert(table != NULL);
        digest_stream_field(out, str_view_of(table->name));
        for (size_t row = 0; row < table->row_count; row++)
            add_row(out, table, row, decisive[i].columns);
    }
    struct digest digest = digest_stream_finish(out);
    digest_stream_free(out);
    return digest;
}
