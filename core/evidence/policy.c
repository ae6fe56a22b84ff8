#include "core/evidence/policy.h"

#include "core/catalogue/rules_digest.h"
#include "core/evidence/fit.h"

const char *policy_text(const struct catalogue *catalogue, struct arena *arena)
{
    char hex[DIGEST_HEX_SIZE];
    size_t count;
    const struct catalogue_table *tables = catalogue_tables_of(catalogue, &count);
    struct digest digest = catalogue_rules_digest(tables, count);
    return arena_format(arena, "%s; catalogue %s", fit_policy_text(), digest_to_hex(&digest, hex));
}
