#include "core/policy/limits.h"

#include "core/base/alloc.h"
#include "core/policy/match_policy.h"
#include "tests/unit/run_tcase.h"

#define QUOTA(rest) "{\"quotas\": [{\"name\": \"q\", " rest "}]}"
#define DRAW(rest) "{\"draws\": [{\"name\": \"d\", " rest "}]}"
#define RESERVE(rest) "{\"reserves\": [{\"name\": \"r\", " rest "}]}"
#define WHOLE "\"needs\": {}, "

#define BAD_NAME                                                                                   \
    "quota 1: 'name' is a text of at most 64 bytes, not all blank, without control characters, "   \
    "'\"', '\\' and ';'"

static const struct {
    const char *json;
    const char *text; /* NULL = refused */
    const char *says; /* then the message */
    const char *hint; /* and the hint, NULL = none */
} files[] = {
    {"{\"quotas\": [], \"draws\": [], \"reserves\": []}", "", NULL, NULL},
    {QUOTA("\"needs\": {}, \"most\": 0"), "{\"quotas\":[{\"name\":\"q\",\"needs\":{},\"most\":0}]}",
     NULL, NULL},
    /* Files that say the same have the same text. */
    {QUOTA("\"share\": \"40%\", \"needs\": {\"region\": \"AZ-BA\", \"priority\": [2, 1, 2], "
           "\"engagement\": [\"muster\"]}"),
     "{\"quotas\":[{\"name\":\"q\",\"needs\":{\"engagement\":[\"muster\"],\"priority\":[\"1\","
     "\"2\"]"
     ",\"region\":[\"AZ-BA\"]},\"share\":\"40%\"}]}",
     NULL, NULL},
    {QUOTA("\"share\": \"40.00%\", \"needs\": {\"engagement\": \"muster\", \"region\": "
           "[\"AZ-BA\"], \"priority\": [\"1\", 2]}"),
     "{\"quotas\":[{\"name\":\"q\",\"needs\":{\"engagement\":[\"muster\"],\"priority\":[\"1\","
     "\"2\"]"
     ",\"region\":[\"AZ-BA\"]},\"share\":\"40%\"}]}",
     NULL, NULL},
    {DRAW("\"people\": {\"employer\": \"*\"}, \"share\": \"0.5%\""),
     "{\"draws\":[{\"name\":\"d\",\"people\":{\"employer\":\"*\"},\"share\":\"0.50%\"}]}", NULL,
     NULL},
    {RESERVE("\"needs\": {\"organization\": \"U-1\"}, \"people\": {\"sex\": \"F\"}, \"seats\": 2"),
     "{\"reserves\":[{\"name\":\"r\",\"needs\":{\"organization\":[\"U-1\"]},\"people\":{\"sex\":"
     "[\"F\"]},\"seats\":2}]}",
     NULL, NULL},
    {RESERVE(WHOLE "\"people\": {}, \"seats\": 2, \"precedence\": \"reserved\""),
     "{\"reserves\":[{\"name\":\"r\",\"needs\":{},\"people\":{},\"seats\":2}]}", NULL, NULL},
    {RESERVE(WHOLE "\"precedence\": \"open\", \"people\": {}, \"share\": \"5%\""),
     "{\"reserves\":[{\"name\":\"r\",\"needs\":{},\"people\":{},\"share\":\"5%\","
     "\"precedence\":\"open\"}]}",
     NULL, NULL},
    /* Quotas go before draws, wherever they stand. */
    {"{\"draws\": [{\"name\": \"d\", \"people\": {}, \"most\": 9}], \"quotas\": [{\"name\": \"b\", "
     "\"needs\": {}, \"most\": 8}, {\"name\": \"a\", \"needs\": {}, \"share\": \"100%\"}]}",
     "{\"quotas\":[{\"name\":\"b\",\"needs\":{},\"most\":8},{\"name\":\"a\",\"needs\":{},"
     "\"share\":\"100%\"}],\"draws\":[{\"name\":\"d\",\"people\":{},\"most\":9}]}",
     NULL, NULL},
    {"{\"quotas\": {}}", NULL, "'quotas' is a list of objects", NULL},
    {"{\"draws\": [7]}", NULL, "draw 1 is no object", NULL},
    {"{\"quotas\": [{\"needs\": {}, \"most\": 1}]}", NULL, "quota 1: it has no 'name'", NULL},
    {"{\"quotas\": [{\"name\": \"  \", \"needs\": {}, \"most\": 1}]}", NULL, BAD_NAME, NULL},
    {"{\"quotas\": [{\"name\": \"\\u00a0\\u200b\", \"needs\": {}, \"most\": 1}]}", NULL, BAD_NAME,
     NULL},
    {"{\"quotas\": [{\"name\": \" a \", \"needs\": {}, \"most\": 1}]}",
     "{\"quotas\":[{\"name\":\" a \",\"needs\":{},\"most\":1}]}", NULL, NULL},
    {"{\"quotas\": [{\"name\": \"a;b\", \"needs\": {}, \"most\": 1}]}", NULL, BAD_NAME, NULL},
    {"{\"quotas\": [{\"name\": \"a\\u009b1mb\", \"needs\": {}, \"most\": 1}]}", NULL, BAD_NAME,
     NULL},
    {"{\"quotas\": [{\"name\": \"a\\u202eb\", \"needs\": {}, \"most\": 1}]}", NULL, BAD_NAME, NULL},
    {"{\"quotas\": [{\"name\": \"\\u018fli 'x', = <\", \"needs\": {}, \"most\": 1}]}",
     "{\"quotas\":[{\"name\":\"\u018fli 'x', = <\",\"needs\":{},\"most\":1}]}", NULL, NULL},
    {"{\"quotas\": [{\"name\": \"x\", \"needs\": {}, \"most\": 1}], \"draws\": [{\"name\": \"x\", "
     "\"people\": {}, \"most\": 1}]}",
     NULL, "draw 'x': a quota has that name already", NULL},
    {QUOTA("\"most\": 1"), NULL, "quota 'q': it does not say of which 'needs'", NULL},
    {DRAW("\"most\": 1"), NULL, "draw 'd': it does not say of which 'people'", NULL},
    {RESERVE(WHOLE "\"seats\": 1"), NULL, "reserve 'r': it does not say of which 'people'", NULL},
    {QUOTA("\"needs\": {}"), NULL, "quota 'q': it says neither 'most' nor 'share'", NULL},
    {RESERVE(WHOLE "\"people\": {}"), NULL, "reserve 'r': it says neither 'seats' nor 'share'",
     NULL},
    {QUOTA(WHOLE "\"most\": 1, \"share\": \"1%\""), NULL,
     "quota 'q': 'most' and 'share' exclude one another", NULL},
    {RESERVE(WHOLE "\"people\": {}, \"seats\": 1, \"precedence\": \"Open\""), NULL,
     "reserve 'r': 'precedence' is \"reserved\" or \"open\"", NULL},
    {QUOTA(WHOLE "\"most\": 1, \"precedence\": \"open\""), NULL,
     "quota 'q': it has no 'precedence'", "a quota has name, needs, most, share"},
    {RESERVE(WHOLE "\"most\": 1"), NULL, "reserve 'r': it has no 'most'",
     "a reserve has name, needs, people, seats, share, precedence"},
    {QUOTA(WHOLE "\"seats\": 1"), NULL, "quota 'q': it has no 'seats'",
     "a quota has name, needs, most, share"},
    {QUOTA(WHOLE "\"people\": {}"), NULL, "quota 'q': it has no 'people'",
     "a quota has name, needs, most, share"},
    {QUOTA(WHOLE "\"most\": -1"), NULL, "quota 'q': 'most' is a number from 0 to 1000000000", NULL},
    {QUOTA(WHOLE "\"most\": \"1\""), NULL, "quota 'q': 'most' is a number from 0 to 1000000000",
     NULL},
    {QUOTA(WHOLE "\"share\": \"100.01%\""), NULL,
     "quota 'q': 'share' is a text from \"0%\" to \"100%\", with two decimals at most", NULL},
    {QUOTA(WHOLE "\"share\": \"-1%\""), NULL,
     "quota 'q': 'share' is a text from \"0%\" to \"100%\", with two decimals at most", NULL},
    {QUOTA(WHOLE "\"share\": \"1.+5%\""), NULL,
     "quota 'q': 'share' is a text from \"0%\" to \"100%\", with two decimals at most", NULL},
    {QUOTA(WHOLE "\"share\": \"40\""), NULL,
     "quota 'q': 'share' is a text from \"0%\" to \"100%\", with two decimals at most", NULL},
    {QUOTA(WHOLE "\"share\": 40"), NULL,
     "quota 'q': 'share' is a text from \"0%\" to \"100%\", with two decimals at most", NULL},
    {QUOTA("\"needs\": {\"employer\": \"X\"}, \"most\": 1"), NULL,
     "quota 'q': 'needs' have no 'employer'",
     "they are told by classification, engagement, organization, priority, region, sector"},
    {DRAW("\"people\": {\"priority\": 1}, \"most\": 1"), NULL,
     "draw 'd': 'people' have no 'priority'",
     "they are told by employer, organization, owner, region, sector, sex"},
    {QUOTA("\"needs\": [], \"most\": 1"), NULL,
     "quota 'q': 'needs' is an object, as {\"region\": \"AZ-BA\"}", NULL},
    {QUOTA("\"needs\": {\"region\": []}, \"most\": 1"), NULL,
     "quota 'q': 'region' is an empty list", NULL},
    {QUOTA("\"needs\": {\"region\": 5}, \"most\": 1"), NULL,
     "quota 'q': 'region' is a code, or a list of codes", NULL},
    {QUOTA("\"needs\": {\"priority\": 10}, \"most\": 1"), NULL,
     "quota 'q': 'priority' is a number from 1 to 9, or a list", NULL},
    {QUOTA("\"needs\": {\"sector\": \"*\"}, \"most\": 1"), NULL,
     "quota 'q': 'sector' cannot be \"*\" here", "a draw may be of each employer, sector or owner"},
    {DRAW("\"people\": {\"employer\": \"*\", \"sector\": \"*\"}, \"most\": 1"), NULL,
     "draw 'd': one condition at most can be \"*\"", NULL},
};

START_TEST(a_file_is_read)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    CADRE_CLEANUP(str_release) struct str text = {0};
    CADRE_CLEANUP(str_release) struct str again = {0};
    struct match_policy policy = {0};
    enum cadre_status status =
        match_policy_parse(str_view_of(files[_i].json), arena, &policy, &err);
    if (files[_i].text == NULL) {
        ck_assert_int_eq(status, CADRE_REFUSED);
        ck_assert_str_eq(err.message, files[_i].says);
        ck_assert_str_eq(err.hint != NULL ? err.hint : "",
                         files[_i].hint != NULL ? files[_i].hint : "");
        return;
    }
    ck_assert_msg(status == CADRE_OK, "%s", err.message);
    limit_rules_add_text(&policy.limits, &text);
    ck_assert_str_eq(str_chars(&text), files[_i].text);
    const struct limit_rules back = limit_rules_of(str_view_from(&text), arena);
    limit_rules_add_text(&back, &again);
    ck_assert_str_eq(str_chars(&again), files[_i].text);
}
END_TEST

/* Within a stored policy, with all else that one says. */
START_TEST(a_policy_says_them)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    struct match_policy policy = {0};
    ck_assert_int_eq(
        match_policy_parse(
            STR_VIEW_LITERAL("{\"mode\": \"stable\", \"draws\": [{\"name\": \"by; employer\"}]}"),
            arena, &policy, &err),
        CADRE_REFUSED);
    ck_assert_int_eq(
        match_policy_parse(STR_VIEW_LITERAL("{\"mode\": \"stable\", \"draws\": [{\"name\": \"by "
                                            "employer\", \"people\": {\"employer\": \"*\"}, "
                                            "\"most\": 3}], \"residential_months\": 9}"),
                           arena, &policy, &err),
        CADRE_OK);
    policy.residual_run = 7;
    const char *text = match_policy_text("p", &policy, arena);
    ck_assert_str_eq(text, "p; role options residential 9; limits {\"draws\":[{\"name\":\"by "
                           "employer\",\"people\":{\"employer\":\"*\"},\"most\":3}]}; stable, "
                           "people propose; residual of run 7");
    const struct match_policy back = match_policy_of(str_view_of(text), arena);
    ck_assert_uint_eq(back.limits.count, 1);
    ck_assert_view_eq(back.limits.items[0].name, "by employer");
    ck_assert(back.stable);
    ck_assert_int_eq(back.residual_run, 7);
    ck_assert_int_eq(back.residential_months, 9);
    ck_assert_str_eq(match_policy_text("p", &back, arena), text);
    ck_assert(limit_rules_ask(&back.limits, LIMIT_BY_EMPLOYER));
    ck_assert(!limit_rules_ask(&back.limits, LIMIT_BY_SEX));
}
END_TEST

/* A text that was altered says nothing. */
START_TEST(a_broken_text_has_no_rules)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    static const char *const texts[] = {
        "", "{", "[]", "{\"quotas\":[{\"name\":\"q\"}]}",
        "{\"quotas\":[{\"name\":\"q\",\"needs\":{},\"most\":1}],\"draws\":[5]}"};
    for (int i = 0; i < ROWS(texts); i++)
        ck_assert_uint_eq(limit_rules_of(str_view_of(texts[i]), arena).count, 0);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("limits");
    tcase_add_loop_test(tcase, a_file_is_read, 0, ROWS(files));
    tcase_add_test(tcase, a_policy_says_them);
    tcase_add_test(tcase, a_broken_text_has_no_rules);
    return run_tcase(tcase, "policy/limits");
}
