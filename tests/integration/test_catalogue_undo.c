/* A load is taken back: what it brought goes, what it had replaced counts again, and the time
 * between is known. */
#include <string.h>

#include "core/catalogue/rules_digest.h"
#include "sql/catalogue_store.h"
#include "sql/catalogue_undo.h"
#include "tests/integration/files.h"

#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

enum { WAIT_S = 5 };

static const struct document_element first_elements[] = {
    {"work_role", "KM-01", "Duty officer", "Keeps watch.", HASH_A, "KM", "Watch", 3},
    {"task", "T-1", "", "Writes down.", HASH_B, "", "", 4},
    {"task", "T-2", "", "Reads.", HASH_A, "", "", 5},
};
static const struct document_relation first_relations[] = {
    {"work_role", "KM-01", "task", "T-1", "projection", 8},
    {"task", "T-2", "task", "T-1", "isChildOf", 9},
};
static const struct document_element second_elements[] = {
    {"work_role", "KM-01", "Watch officer", "Keeps watch.", HASH_A, "KM", "Watch", 3},
    {"work_role", "KM-02", "Cook", "", "", "", "", 4},
};
static const struct document_relation second_relations[] = {
    {"work_role", "KM-02", "task", "T-1", "projection", 8},
};

static const struct framework_document first = {
    .framework = "AZKIB",
    .version = "1",
    .title = "Cyber posts",
    .elements = first_elements,
    .element_count = 3,
    .relations = first_relations,
    .relation_count = 2,
};
static const struct framework_document second = {
    .framework = "AZKIB",
    .version = "1",
    .title = "Cyber posts",
    .elements = second_elements,
    .element_count = 2,
    .relations = second_relations,
    .relation_count = 1,
};
static const struct framework_document next_version = {
    .framework = "AZKIB",
    .version = "2",
    .title = "Cyber posts",
    .elements = second_elements,
    .element_count = 2,
};

static int64_t add(struct session *session, const struct framework_document *document)
{
    const struct catalogue_load load = {
        .file_name = "posts.json", .sha256 = digest_of("posts", 5), .wait_s = WAIT_S};
    struct catalogue_load_counts counts = {0};
    must(catalogue_store_add(session, document, &load, test_arena(), &counts, fault));
    ck_assert_int_gt(counts.number, 0);
    return counts.number;
}

static int64_t undo_ok(struct session *session, int64_t load)
{
    struct catalogue_undo_result result;
    must(catalogue_undo(session, load, WAIT_S, test_arena(), &result, fault));
    ck_assert_answer(session, "SELECT * FROM cadre.dangling_loads()", "");
    return result.load;
}

/* Why it is refused; nothing has changed then. */
static const char *refusal(struct session *session, int64_t load,
                           struct catalogue_undo_result *ret_result)
{
    struct cadre_error err = {0};
    const char *before = digest_now(session);
    ck_assert_int_eq(catalogue_undo(session, load, WAIT_S, test_arena(), ret_result, &err),
                     CADRE_REFUSED);
    ck_assert_str_eq(digest_now(session), before);
    const char *message = arena_strdup(test_arena(), err.message);
    cadre_error_release(&err);
    return message;
}

static struct catalogue *read_catalogue(struct session *session, const char *known_at, bool whole)
{
    const struct catalogue_table *tables = NULL;
    size_t count = 0;
    must(catalogue_store_read(session, known_at, whole, test_arena(), &tables, &count, fault));
    return catalogue_from(tables, count);
}

/* The title of a role of AZKIB 1, "" for one that is not there. */
static const char *title(struct session *session, const char *known_at, const char *code)
{
    CADRE_CLEANUP(catalogue_cleanup)
    struct catalogue *catalogue = read_catalogue(session, known_at, false);
    int32_t framework = catalogue_find_framework(catalogue, STR_VIEW_LITERAL("AZKIB@1"));
    int32_t role = framework < 0
                       ? -1
                       : catalogue_element_named(catalogue, framework,
                                                 STR_VIEW_LITERAL("work_role"), str_view_of(code));
    return role < 0 ? "" : arena_strdup(test_arena(), catalogue_element(catalogue, role)->title_en);
}

static const char *now(struct session *session)
{
    return ask(session, "SELECT newest FROM cadre.registry_clock");
}

START_TEST(what_a_load_replaced_counts_again)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    add(session, &first);
    const char *before = digest_now(session);
    const char *then = now(session);
    int64_t load = add(session, &second);
    const char *between = now(session);
    const char *after = digest_now(session);
    ck_assert_str_ne(after, before);
    ck_assert_str_eq(title(session, NULL, "KM-01"), "Watch officer");
    undo_ok(session, load);
    ck_assert_str_eq(digest_now(session), before);
    ck_assert_str_eq(title(session, NULL, "KM-01"), "Duty officer");
    ck_assert_str_eq(title(session, NULL, "KM-02"), "");
    ck_assert_str_eq(title(session, between, "KM-01"), "Watch officer");
    ck_assert_str_eq(title(session, between, "KM-02"), "Cook");
    ck_assert_str_eq(title(session, then, "KM-01"), "Duty officer");
    ck_assert_str_eq(digest_at(session, NULL, between), after);
    /* Back and forth once more. */
    load = add(session, &second);
    ck_assert_str_eq(digest_now(session), after);
    undo_ok(session, load);
    ck_assert_str_eq(digest_now(session), before);
    ck_assert_str_eq(digest_at(session, NULL, between), after);
    ck_assert_str_eq(title(session, between, "KM-02"), "Cook");
}
END_TEST

START_TEST(a_framework_goes_with_its_load)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const char *before = digest_now(session);
    int64_t load = add(session, &first);
    const char *between = now(session);
    int64_t undo = undo_ok(session, load);
    ck_assert_str_eq(digest_now(session), before);
    ck_assert_str_eq(title(session, NULL, "KM-01"), "");
    ck_assert_str_eq(title(session, between, "KM-01"), "Duty officer");
    struct catalogue_undo_result result;
    must(catalogue_undo(session, load, WAIT_S, test_arena(), &result, fault));
    ck_assert(result.unchanged);
    ck_assert_str_eq(refusal(session, undo, &result),
                     arena_format(test_arena(), "load %lld is itself an undo", (long long)undo));
    ck_assert_int_gt(add(session, &first), undo);
    ck_assert_str_eq(title(session, NULL, "KM-01"), "Duty officer");
}
END_TEST

START_TEST(later_loads_rest_on_a_load)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct catalogue_undo_result result;
    int64_t load = add(session, &first);
    add(session, &second);
    ck_assert_str_eq(refusal(session, load, &result),
                     arena_format(test_arena(),
                                  "load %lld cannot be undone: a later load changed 1 of its rows",
                                  (long long)load));
}
END_TEST

/* Another load's relation ends at what the load brought. */
START_TEST(later_loads_name_what_a_load_brought)
{
    static const struct document_element role = {"work_role", "KM-02", "Cook", "", "", "", "", 4};
    const struct framework_document more = {.framework = "AZKIB",
                                            .version = "1",
                                            .title = "Cyber posts",
                                            .elements = &role,
                                            .element_count = 1,
                                            .relations = second_relations,
                                            .relation_count = 1};
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct catalogue_undo_result result;
    int64_t load = add(session, &first);
    int64_t later = add(session, &more);
    ck_assert_str_eq(refusal(session, load, &result),
                     arena_format(test_arena(), "load %lld cannot be undone: load %lld rests on it",
                                  (long long)load, (long long)later));
}
END_TEST

START_TEST(rows_of_the_registry_rest_on_a_load)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    struct catalogue_undo_result result;
    int64_t load = add(session, &first);
    load_ok(session, &(struct test_file){.kind = "needs",
                                         .effective = "2026-01-01",
                                         .header = "need_code organization_code title engagement "
                                                   "work_role headcount priority starts_on",
                                         .rows = "N1|BAKU|t|civil|AZKIB@1/KM-01|1|1|2026-01-01\n"});
    ck_assert_str_eq(refusal(session, load, &result),
                     arena_format(test_arena(),
                                  "load %lld cannot be undone: 1 rows of the registry name what "
                                  "it brought",
                                  (long long)load));
    ck_assert_uint_eq(result.use_count, 1);
    ck_assert_view_eq(result.uses[0].sort, "needs");
    ck_assert_view_eq(result.uses[0].code, "AZKIB@1/KM-01");
    ck_assert_int_eq(result.uses[0].found, 1);
}
END_TEST

/* Which version AZKIB means without one. */
static const char *current_version(struct session *session, const char *known_at)
{
    CADRE_CLEANUP(catalogue_cleanup)
    struct catalogue *catalogue = read_catalogue(session, known_at, false);
    int32_t framework = catalogue_find_framework(catalogue, STR_VIEW_LITERAL("AZKIB"));
    ck_assert_int_ge(framework, 0);
    return arena_strdup(test_arena(), catalogue_framework(catalogue, framework)->version);
}

START_TEST(the_current_version_is_dated)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    int64_t load = 0;
    add(session, &first);
    int64_t version = add(session, &next_version);
    const char *then = now(session);
    ck_assert_str_eq(current_version(session, NULL), "1");
    must(catalogue_ledger_set_current(session, "AZKIB", "1", WAIT_S, &load, fault));
    ck_assert_int_eq(load, 0);
    must(catalogue_ledger_set_current(session, "AZKIB", "2", WAIT_S, &load, fault));
    ck_assert_int_gt(load, version);
    const char *between = now(session);
    ck_assert_str_eq(current_version(session, NULL), "2");
    ck_assert_str_eq(current_version(session, then), "1");
    struct catalogue_undo_result result;
    ck_assert_str_eq(refusal(session, version, &result),
                     arena_format(test_arena(), "load %lld cannot be undone: load %lld rests on it",
                                  (long long)version, (long long)load));
    undo_ok(session, load);
    ck_assert_str_eq(current_version(session, NULL), "1");
    ck_assert_str_eq(current_version(session, between), "2");
    undo_ok(session, version);
    /* A shipped framework's too, and back to the shipped version by its name. */
    must(catalogue_ledger_set_current(session, "NICE", "1.0", WAIT_S, &load, fault));
    ck_assert_answer(session,
                     "SELECT string_agg(version, ' ') FROM cadre.framework_now "
                     "WHERE code = 'NICE' AND current",
                     "1.0");
    must(catalogue_ledger_set_current(session, "NICE", "2.1", WAIT_S, &load, fault));
    ck_assert_int_gt(load, 0);
}
END_TEST

/* What of the loads is not as it was sealed, as it was known then; "" = nothing. */
static const char *altered(struct session *session, const char *known_at)
{
    static const char *const words[] = {"", "line of", "lost", "rows since"};
    int64_t load = 0;
    enum ledger_fault found = LEDGER_HOLDS;
    must(catalogue_ledger_check(session, known_at, &load, &found, fault));
    return found == LEDGER_HOLDS
               ? ""
               : arena_format(test_arena(), "%s %lld", words[found], (long long)load);
}

/* 1 brings a framework, 2 changes it, 3 is the undo of that, 4 brings another version, 5 makes that
 * the current one. Each is altered and put back; what is said of it as known at 2, and at 5. */
static const struct {
    const char *alter, *restore;
    const char *at_2, *at_5;
} alterations[] = {
    {"UPDATE cadre.loaded_element SET title_en = 'Cook' WHERE code = 'KM-01' AND load = 1",
     "UPDATE cadre.loaded_element SET title_en = 'Duty officer' WHERE code = 'KM-01' AND load = 1",
     "", "rows since 3"},
    {"UPDATE cadre.loaded_element SET text = '' WHERE code = 'T-1' AND load = 1",
     "UPDATE cadre.loaded_element SET text = 'Writes down.' WHERE code = 'T-1' AND load = 1",
     "rows since 1", "rows since 1"},
    /* Absent is not empty. */
    {"UPDATE cadre.loaded_element SET group_code = '' WHERE code = 'T-1' AND load = 1",
     "UPDATE cadre.loaded_element SET group_code = NULL WHERE code = 'T-1' AND load = 1",
     "rows since 1", "rows since 1"},
    {"UPDATE cadre.unloaded_element SET title_en = 'Cook' WHERE code = 'KM-01' AND load = 2",
     "UPDATE cadre.unloaded_element SET title_en = 'Watch officer' WHERE code = 'KM-01' "
     "AND load = 2",
     "rows since 2", ""},
    {"UPDATE cadre.loaded_relation SET relation = 'isPartOf' WHERE relation = 'isChildOf'",
     "UPDATE cadre.loaded_relation SET relation = 'isChildOf' WHERE relation = 'isPartOf'",
     "rows since 1", "rows since 1"},
    {"UPDATE cadre.loaded_current SET version = '1'",
     "UPDATE cadre.loaded_current SET version = '2'", "", "rows since 5"},
    {"UPDATE cadre.loaded_element SET replaced_by = 4 WHERE code = 'T-1' AND load = 1",
     "UPDATE cadre.loaded_element SET replaced_by = NULL WHERE code = 'T-1' AND load = 1", "",
     "rows since 4"},
    {"UPDATE cadre.loaded_element SET again = NULL WHERE code = 'KM-01' AND load = 1",
     "UPDATE cadre.loaded_element SET again = 3 WHERE code = 'KM-01' AND load = 1", "rows since 1",
     ""},
    {"UPDATE cadre.loaded_element SET load = 4 WHERE code = 'T-1' AND load = 1",
     "UPDATE cadre.loaded_element SET load = 1 WHERE code = 'T-1' AND load = 4", "rows since 1",
     "rows since 1"},
    /* Of which time a load is decides what is known at another. */
    {"UPDATE cadre.catalogue_load SET recorded_at = recorded_at + interval '1 day' "
     "WHERE number = 5",
     "UPDATE cadre.catalogue_load SET recorded_at = recorded_at - interval '1 day' "
     "WHERE number = 5",
     "line of 5", "line of 5"},
    /* Later loads and undos may say so. */
    {"UPDATE cadre.catalogue_load SET undone_by = 5 WHERE number = 4",
     "UPDATE cadre.catalogue_load SET undone_by = NULL WHERE number = 4", "", ""},
};

static struct session *sealed_registry(void)
{
    struct session *session = connect_to(fresh_database(), "test");
    int64_t load = 0;
    add(session, &first);
    undo_ok(session, add(session, &second));
    add(session, &next_version);
    must(catalogue_ledger_set_current(session, "AZKIB", "2", WAIT_S, &load, fault));
    ck_assert_int_eq(load, 5);
    return session;
}

static const char *time_of(struct session *session, int load)
{
    return ask(session,
               arena_format(test_arena(),
                            "SELECT recorded_at FROM cadre.catalogue_load WHERE number = %d",
                            load));
}

START_TEST(what_counts_since_a_load_is_sealed)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = sealed_registry();
    const char *at_2 = time_of(session, 2);
    const char *at_5 = time_of(session, 5);
    for (int load = 1; load <= 5; load++)
        ck_assert_str_eq(altered(session, time_of(session, load)), "");
    for (size_t i = 0; i < ROWS(alterations); i++) {
        run_sql(session, alterations[i].alter);
        ck_assert_msg(strcmp(altered(session, at_2), alterations[i].at_2) == 0, "%s: %s",
                      alterations[i].alter, altered(session, at_2));
        ck_assert_msg(strcmp(altered(session, at_5), alterations[i].at_5) == 0, "%s: %s",
                      alterations[i].alter, altered(session, at_5));
        run_sql(session, alterations[i].restore);
        ck_assert_str_eq(altered(session, at_5), "");
    }
    ck_assert_str_eq(altered(session, at_2), "");
}
END_TEST

/* As the migration does it: what counted at a time is the same whenever it is asked. */
START_TEST(sealed_later_a_load_has_the_same_seal)
{
    static const char seals[] = "SELECT number, state, seal FROM cadre.catalogue_load ORDER BY 1";
    CADRE_CLEANUP(session_cleanup) struct session *session = sealed_registry();
    const char *before = ask(session, seals);
    run_sql(session, "UPDATE cadre.catalogue_load SET state = NULL, seal = NULL");
    ck_assert_str_eq(altered(session, time_of(session, 5)), "line of 1");
    run_sql(session, "SELECT cadre.seal_load(number) FROM cadre.catalogue_load");
    ck_assert_answer(session, seals, before);
}
END_TEST

/* No foreign key is asked where somebody means it. */
START_TEST(a_load_that_is_gone_is_missed)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = sealed_registry();
    const char *at_5 = time_of(session, 5);
    run_sql(session, "SET session_replication_role = replica;"
                     "DELETE FROM cadre.catalogue_load WHERE number = 5");
    ck_assert_str_eq(altered(session, at_5), "lost 5");
}
END_TEST

/* Who judges people reads no statements, and judges the same. */
START_TEST(what_no_cell_names_need_not_be_read)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    add(session, &first);
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *whole = read_catalogue(session, NULL, true);
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *lean = read_catalogue(session, NULL, false);
    struct digest of_whole = catalogue_codes_digest(whole);
    struct digest of_lean = catalogue_codes_digest(lean);
    ck_assert_int_eq(digest_compare(&of_whole, &of_lean), 0);
    /* The ends of isChildOf are there, whatever they are; of the projection nothing is. */
    ck_assert_uint_eq(catalogue_element_count(lean), catalogue_element_count(whole));
    size_t all;
    size_t few;
    catalogue_relations(whole, &all);
    catalogue_relations(lean, &few);
    ck_assert_uint_eq(few + 1, all);
    add(session, &next_version);
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *next = read_catalogue(session, NULL, false);
    ck_assert_uint_eq(catalogue_element_count(next), catalogue_element_count(lean) + 2);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("catalogue_undo");
    tcase_set_timeout(tcase, 300);
    tcase_add_test(tcase, what_a_load_replaced_counts_again);
    tcase_add_test(tcase, a_framework_goes_with_its_load);
    tcase_add_test(tcase, later_loads_rest_on_a_load);
    tcase_add_test(tcase, later_loads_name_what_a_load_brought);
    tcase_add_test(tcase, rows_of_the_registry_rest_on_a_load);
    tcase_add_test(tcase, the_current_version_is_dated);
    tcase_add_test(tcase, what_counts_since_a_load_is_sealed);
    tcase_add_test(tcase, sealed_later_a_load_has_the_same_seal);
    tcase_add_test(tcase, a_load_that_is_gone_is_missed);
    tcase_add_test(tcase, what_no_cell_names_need_not_be_read);
    return run_with_server(tcase, "integration/catalogue_undo");
}
