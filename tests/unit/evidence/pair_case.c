#include "tests/unit/evidence/pair_case.h"

#include "core/base/alloc.h"

void pair_case_check(const struct pair_case *row)
{
    const struct snapshot *snapshot = registry_pair(&row->pair);
    const struct expansion *expansion = registry_expand(snapshot);
    struct verdict verdict;
    qualify_pair(snapshot, expansion, &snapshot->needs[0], &verdict);
    CADRE_CLEANUP(str_release) struct str fails = {0};
    for (uint32_t i = 0; i < verdict.failure_count; i++)
        str_add_format(&fails, "%s%s", i > 0 ? " " : "", reason_code(verdict.failures[i].reason));
    ck_assert_msg(str_view_equal(str_view_from(&fails), str_view_of(row->fails)) ||
                      (fails.length == 0 && row->fails[0] == '\0'),
                  "%s: fails '%s' instead of '%s'", row->name, str_chars(&fails), row->fails);
    enum reason first = verdict.failure_count > 0 ? verdict.failures[0].reason : REASON_NONE;
    ck_assert_int_eq(verdict.primary, first);
    ck_assert_int_eq(qualify_reason(snapshot, expansion, &snapshot->needs[0]), first);
}
