#include "core/pairs/cap_sets.h"

#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

static const struct test_organization organizations[] = {
    {.code = "M", .sector = "defence"},
    {.code = "U-1", .parent = "M", .sector = "defence"},
    {.code = "U-2", .parent = "U-1", .sector = "it"},
    {.code = "E-1", .sector = "it"},
    {.code = "E-2", .sector = "finance"},
};

/* Five seats in U-1, of which one is staffed, three in U-2, two in E-1. */
static const struct test_need needs[] = {
    {.code = "N1", .organization = "U-1", .headcount = 3, .priority = 1, .region = "AZ-BA-NAS"},
    {.code = "N2", .organization = "U-1", .headcount = 2, .priority = 2, .region = "AZ-BA"},
    {.code = "N3", .organization = "U-2", .headcount = 3, .priority = 2, .region = "AZ-GA"},
    {.code = "N4", .organization = "E-1", .headcount = 2, .priority = 1},
};

static const struct test_person people[] = {
    {.key = "K1", .owner = "U-1", .employer = "E-1", .sex = "F", .region = "AZ-BA-NAS"},
    {.key = "K2", .owner = "U-1", .employer = "E-1", .sex = "M", .region = "AZ-BA"},
    {.key = "K3", .owner = "U-2", .employer = "E-2", .sex = "F", .region = "AZ-GA"},
    {.key = "K4", .owner = "E-1", .employer = "EMP-77", .sex = "M"},
    {.key = "K5", .owner = "E-1"},
    {.key = "K6", .owner = "U-1", .employer = "E-1", .sex = "M"},
};

static const struct test_placement placements[] = {{"K6", "N1", NULL}};

/* In a policy: a quota, a draw, a reserve. */
#define Q(name, set, rest) "{\"name\": \"" name "\", \"needs\": {" set "}, " rest "}"
#define D(name, set, rest) "{\"name\": \"" name "\", \"people\": {" set "}, " rest "}"
#define QUOTAS(list) "{\"quotas\": [" list "]}"
#define DRAWS(list) "{\"draws\": [" list "]}"
#define RESERVE(needs_, people_, rest)                                                             \
    "{\"name\": \"r\", \"needs\": {" needs_ "}, \"people\": {" people_ "}, " rest "}"

static const struct {
    const char *policy;
    const char *caps; /* each: name, whose, members, of so many, stated, placed, for the match,
                         parent; then the innermost of each need or person */
    const char *says; /* NULL = it is resolved */
    const char *hint;
} cases[] = {
    {QUOTAS(Q("all", "", "\"most\": 4")), "all - 4 of 10: 4-1=3 <-1; 0 0 0 0", NULL, NULL},
    {QUOTAS(Q("none", "\"engagement\": \"muster\"", "\"most\": 4")),
     "none - 0 of 0: 4-0=4 <-1; -1 -1 -1 -1", NULL, NULL},
    /* Rounded down, of all seats, and who sits there counts. */
    {QUOTAS(Q("unit", "\"organization\": \"U-1\"", "\"share\": \"30%\"")),
     "unit - 3 of 8: 2-1=1 <-1; 0 0 0 -1", NULL, NULL},
    {QUOTAS(Q("unit", "\"organization\": \"U-1\"", "\"share\": \"5%\"")),
     "unit - 3 of 8: 0-1=0 <-1; 0 0 0 -1", NULL, NULL},
    /* Several conditions, and several codes. */
    {QUOTAS(Q("x", "\"organization\": [\"U-2\", \"E-1\"], \"priority\": 1", "\"most\": 9")),
     "x - 1 of 2: 9-0=9 <-1; -1 -1 -1 0", NULL, NULL},
    {QUOTAS(Q("x", "\"region\": \"AZ-BA\"", "\"most\": 2")), "x - 2 of 5: 2-1=1 <-1; 0 0 -1 -1",
     NULL, NULL},
    {QUOTAS(Q("x", "\"sector\": \"it\"", "\"most\": 2")), "x - 2 of 5: 2-0=2 <-1; -1 -1 0 0", NULL,
     NULL},
    /* The widest first, whatever the order of the file; of equal ones the first. */
    {QUOTAS(Q("low", "\"organization\": \"U-2\"", "\"most\": 1") "," Q(
         "high", "\"organization\": \"M\"",
         "\"most\": 5") "," Q("again", "\"organization\": \"U-2\"", "\"most\": 2")),
     "high - 3 of 8: 5-1=4 <-1; low - 1 of 3: 1-0=1 <0; again - 1 of 3: 2-0=2 <1; 0 0 2 -1", NULL,
     NULL},
    {QUOTAS(Q("a", "\"organization\": \"U-1\"", "\"most\": 1") "," Q("b", "\"priority\": 1",
                                                                     "\"most\": 5")),
     NULL,
     "quota 'a' and quota 'b' overlap: 2 needs (as 'N2') in the first alone, 1 need (as 'N1') in "
     "both, 1 need (as 'N4') in the second alone",
     "of two quotas one lies in the other, or they have nothing in common"},
    /* Two that overlap below a third one. */
    {QUOTAS(Q("all", "", "\"most\": 1") "," Q("a", "\"priority\": 2", "\"most\": 1") "," Q(
         "b", "\"organization\": \"U-2\"",
         "\"most\": 5") "," Q("c", "\"organization\": [\"U-2\", \"E-1\"]", "\"most\": 5")),
     NULL,
     "quota 'a' and quota 'c' overlap: 1 need (as 'N2') in the first alone, 1 need (as 'N3') in "
     "both, 1 need (as 'N4') in the second alone",
     "of two quotas one lies in the other, or they have nothing in common"},
    {DRAWS(D("each", "\"employer\": \"*\"", "\"most\": 2")),
     "each E-1 3 of 3: 2-1=1 <-1; each E-2 1 of 1: 2-0=2 <-1; each EMP-77 1 of 1: 2-0=2 <-1; "
     "0 0 1 2 -1 0",
     NULL, NULL},
    {DRAWS(D("each", "\"employer\": \"*\", \"sex\": \"M\"", "\"share\": \"50%\"")),
     "each E-1 2 of 2: 1-1=0 <-1; each EMP-77 1 of 1: 0-0=0 <-1; -1 0 -1 1 -1 0", NULL, NULL},
    {DRAWS(D("each", "\"sector\": \"*\"", "\"most\": 2") "," D("E-1", "\"employer\": \"E-1\"",
                                                               "\"most\": 1")),
     "each it 3 of 3: 2-1=1 <-1; E-1 - 3 of 3: 1-1=0 <0; each finance 1 of 1: 2-0=2 <-1; "
     "1 1 2 -1 -1 1",
     NULL, NULL},
    {DRAWS(D("x", "\"owner\": \"U-1\"", "\"most\": 1")), "x - 4 of 4: 1-1=0 <-1; 0 0 0 -1 -1 0",
     NULL, NULL},
    {DRAWS(D("x", "\"employer\": \"EMP-77\"", "\"most\": 1")),
     "x - 1 of 1: 1-0=1 <-1; -1 -1 -1 0 -1 -1", NULL, NULL},
    {DRAWS(D("each", "\"employer\": \"*\"", "\"most\": 2") "," D("women", "\"sex\": \"F\"",
                                                                 "\"most\": 2")),
     NULL,
     "draw 'each' (of E-1) and draw 'women' overlap: 2 people in the first alone, 1 person in "
     "both, 1 person in the second alone",
     "of two draws one lies in the other, or they have nothing in common"},
    /* A quota and a draw are of two sides. */
    {"{\"quotas\": [" Q("q", "\"priority\": 1", "\"most\": 2") "], \"draws\": [" D(
         "d", "\"sex\": \"F\"", "\"most\": 1") "]}",
     "q - 2 of 5: 2-1=1 <-1; d - 2 of 2: 1-0=1 <-1; 0 -1 -1 0 1 -1 1 -1 -1 -1", NULL, NULL},
    {QUOTAS(Q("x", "\"organization\": \"U1\"", "\"most\": 2")), NULL,
     "quota 'x': there is no organization 'U1'", "did you mean 'U-1'?"},
    {QUOTAS(Q("x", "\"region\": \"AZ-BAA\"", "\"most\": 2")), NULL,
     "quota 'x': there is no region 'AZ-BAA'", "did you mean 'AZ-BA (Bakı)'?"},
    {QUOTAS(Q("x", "\"engagement\": \"conscripts\"", "\"most\": 2")), NULL,
     "quota 'x': there is no engagement 'conscripts'", "did you mean 'conscript'?"},
    {DRAWS(D("x", "\"employer\": \"EMP-7\"", "\"most\": 2")), NULL,
     "draw 'x': there is no employer 'EMP-7'", "did you mean 'EMP-77'?"},
    {DRAWS(D("x", "\"sector\": \"zzzzzzzz\"", "\"most\": 2")), NULL,
     "draw 'x': there is no sector 'zzzzzzzz'", NULL},
    {"{\"reserves\": [" RESERVE("", "\"sex\": \"X\"", "\"seats\": 1") "]}", NULL,
     "reserve 'r': there is no sex 'X'", NULL},
};

static void add_caps(const struct cap_sets *sets, const struct snapshot *snapshot, struct str *out)
{
    const struct caps *caps = &sets->caps;
    for (size_t i = 0; i < caps->count; i++) {
        const struct cap_origin *origin = &sets->origins[i];
        struct str_view of = origin->of.data != NULL ? origin->of : STR_VIEW_LITERAL("-");
        ck_assert_int_eq(caps->items[i].side,
                         origin->rule->kind == LIMIT_DRAW ? CAP_OF_PEOPLE : CAP_OF_NEEDS);
        str_add_format(out, "%.*s %.*s %lld of %lld: %lld-%lld=%lld <%d; ",
                       STR_VIEW_ARGS(origin->rule->name), STR_VIEW_ARGS(of),
                       (long long)origin->members, (long long)origin->whole,
                       (long long)origin->stated, (long long)origin->placed,
                       (long long)caps->items[i].most, caps->items[i].parent);
    }
    for (size_t j = 0; caps->of_need != NULL && j < snapshot->need_count; j++)
        str_add_format(out, "%d ", caps->of_need[j]);
    for (size_t i = 0; caps->of_person != NULL && i < snapshot->person_count; i++)
        str_add_format(out, "%d ", caps->of_person[i]);
}

/* Of the registry above, by the policy; the rows in an order of their own. */
static struct snapshot *snapshot_of(const char *json, uint64_t order)
{
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    struct test_registry registry = {
        .organizations = organizations,
        .organization_count = COUNT(organizations),
        .needs = needs,
        .need_count = COUNT(needs),
        .people = people,
        .person_count = COUNT(people),
        .placements = placements,
        .placement_count = COUNT(placements),
    };
    enum cadre_status status =
        match_policy_parse(str_view_of(json), registry_arena(), &registry.policy, &err);
    ck_assert_msg(status == CADRE_OK, "%s: %s", json, err.message);
    return registry_seal(&registry, order);
}

START_TEST(limits_are_resolved)
{
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    const struct cap_sets *sets = NULL;
    for (uint64_t order = 0; order < 3; order++) {
        CADRE_CLEANUP(str_release) struct str text = {0};
        struct snapshot *snapshot = snapshot_of(cases[_i].policy, order);
        enum cadre_status status = cap_sets_resolve(snapshot, registry_arena(), &sets, &err);
        if (cases[_i].says != NULL) {
            ck_assert_int_eq(status, CADRE_REFUSED);
            ck_assert_str_eq(err.message, cases[_i].says);
            ck_assert_str_eq(err.hint != NULL ? err.hint : "-",
                             cases[_i].hint != NULL ? cases[_i].hint : "-");
            continue;
        }
        ck_assert_msg(status == CADRE_OK, "%s", err.message);
        add_caps(sets, snapshot, &text);
        ck_assert_str_eq(str_chars(&text), arena_format(registry_arena(), "%s ", cases[_i].caps));
    }
}
END_TEST

/* ---- reserves -------------------------------------------------------------------------------- */

static const struct {
    const char *reserves;
    const char *open; /* per need: open seats, then who is in the group */
    const char *says;
} reserves[] = {
    {RESERVE("\"organization\": \"U-1\"", "\"sex\": \"F\"", "\"seats\": 1"), "1 1 2 -1; 101000",
     NULL},
    /* K6 sits in N1 from outside. */
    {RESERVE("\"priority\": 1", "\"sex\": \"F\"", "\"seats\": 2"), "0 -1 -1 0; 101000", NULL},
    /* And here from inside: two of three are for men, one of these has his seat. */
    {RESERVE("\"priority\": 1", "\"sex\": \"M\"", "\"seats\": 2"), "1 -1 -1 0; 010101", NULL},
    {RESERVE("", "\"organization\": \"E-1\"", "\"share\": \"50%\""), "2 1 2 1; 110001", NULL},
    {RESERVE("\"priority\": 2", "\"region\": \"AZ-BA\"", "\"seats\": 0"), "-1 2 3 -1; 110000",
     NULL},
    {RESERVE("\"priority\": 2", "\"owner\": \"U-2\"", "\"share\": \"100%\""), "-1 0 0 -1; 001000",
     NULL},
    {RESERVE("\"priority\": 2", "", "\"seats\": 7"), "-1 0 0 -1; 111111", NULL},
    {RESERVE("\"priority\": 2", "", "\"seats\": 7, \"precedence\": \"open\""), "-1 0 0 -1; 111111",
     NULL},
    {RESERVE("\"priority\": 2", "\"sex\": \"F\"",
             "\"seats\": 1") ", {\"name\": \"s\", \"needs\": "
                             "{\"organization\": \"U-2\"}, \"people\": {}, \"seats\": 1}",
     NULL, "reserve 's': seats of need 'N3' are reserved by 'r' already"},
};

START_TEST(seats_are_reserved)
{
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    CADRE_CLEANUP(str_release) struct str text = {0};
    const struct cap_sets *sets = NULL;
    struct snapshot *snapshot = snapshot_of(
        arena_format(registry_arena(), "{\"reserves\": [%s]}", reserves[_i].reserves), 0);
    enum cadre_status status = cap_sets_resolve(snapshot, registry_arena(), &sets, &err);
    if (reserves[_i].says != NULL) {
        ck_assert_int_eq(status, CADRE_REFUSED);
        ck_assert_str_eq(err.message, reserves[_i].says);
        return;
    }
    ck_assert_msg(status == CADRE_OK, "%s", err.message);
    ck_assert_uint_eq(sets->caps.group_count, 1);
    ck_assert(sets->caps.open_first[0] == (strstr(reserves[_i].reserves, "open") != NULL));
    for (size_t j = 0; j < snapshot->need_count; j++) {
        str_add_format(&text, "%s%d", j > 0 ? " " : "", sets->caps.open_most[j]);
        ck_assert((cap_sets_reserve(sets, j) != NULL) == (sets->caps.open_most[j] >= 0));
    }
    str_add_text(&text, "; ");
    for (size_t i = 0; i < snapshot->person_count; i++)
        str_add_char(&text, (sets->caps.group[0][0] >> i & 1) != 0 ? '1' : '0');
    ck_assert_str_eq(str_chars(&text), reserves[_i].open);
}
END_TEST

START_TEST(without_limits_there_are_no_caps)
{
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    const struct cap_sets *sets = (const struct cap_sets *)&err;
    ck_assert_int_eq(cap_sets_resolve(snapshot_of("{}", 0), registry_arena(), &sets, &err),
                     CADRE_OK);
    ck_assert_ptr_null(sets);
}
END_TEST

/* ---- the digest ------------------------------------------------------------------------------ */

static struct digest digest_with(const char *policy, const char *employer, const char *owner)
{
    struct test_person person = {.employer = employer, .owner = owner, .sex = "F"};
    const struct test_registry registry = {.organizations = organizations,
                                           .organization_count = COUNT(organizations),
                                           .people = &person,
                                           .person_count = 1};
    struct digest digest;
    snapshot_digest(registry_seal(&registry, 0), policy, "v", &digest, NULL);
    return digest;
}

/* Who employs whom is an input of a match that asks for it, and of no other. */
START_TEST(a_digest_covers_groups_where_there_are_limits)
{
    static const char *const employers[] = {"E-1", "E-2", "E-1"};
    static const char *const owners[] = {"U-1", "U-1", "U-2"};
    const struct digest plain = digest_with("p", employers[0], owners[0]);
    const struct digest limited = digest_with("p; limits {}", employers[0], owners[0]);
    for (int i = 1; i < ROWS(employers); i++) {
        struct digest other = digest_with("p", employers[i], owners[i]);
        ck_assert(memcmp(&plain, &other, sizeof other) == 0);
        other = digest_with("p; limits {}", employers[i], owners[i]);
        ck_assert(memcmp(&limited, &other, sizeof other) != 0);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("cap_sets");
    tcase_add_loop_test(tcase, limits_are_resolved, 0, ROWS(cases));
    tcase_add_loop_test(tcase, seats_are_reserved, 0, ROWS(reserves));
    tcase_add_test(tcase, without_limits_there_are_no_caps);
    tcase_add_test(tcase, a_digest_covers_groups_where_there_are_limits);
    return run_tcase(tcase, "pairs/cap_sets");
}
