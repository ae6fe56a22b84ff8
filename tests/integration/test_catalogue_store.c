#include "sql/catalogue_store.h"

#include <string.h>

#include "core/catalogue/catalogue.h"
#include "sql/snapshot_store.h"
#include "tests/integration/server.h"

#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

/* ---- documents ------------------------------------------------------------------------------- */

static const struct document_element post_elements[] = {
    {"work_role", "KM-01", "Duty officer", "Keeps watch.", HASH_A, "KM", "Watch", 3},
    {"competency", "LOG", "Reading logs", "", "", "", "", 4},
    {"competency", "LOG-WIN", "Reading event logs", "", "", "", "", 5},
    {"task", "KM-01", "", "Writes \"all\" \\ down: Növbə.", HASH_B, "", "", 6},
};
static const struct document_relation post_relations[] = {
    {"competency", "LOG-WIN", "competency", "LOG", "isChildOf", 8},
    {"work_role", "KM-01", "task", "KM-01", "projection", 9},
};
static const struct finding_code code_dangling = {.code = "D003"};
static const struct document_finding post_findings[] = {
    {&code_dangling, 12, "/relationships/2", {"KM-02", 5}, "KM-01"},
    {&code_dangling, 0, "", {0}, NULL},
};

static const struct framework_document posts = {
    .framework = "AZKIB",
    .version = "1",
    .title = "Cyber posts",
    .declared_id = "",
    .declared_version = "",
    .elements = post_elements,
    .element_count = 4,
    .relations = post_relations,
    .relation_count = 2,
    .findings = post_findings,
    .finding_count = 2,
};

/* A document of some elements and nothing else. */
static struct framework_document document_of(const char *framework, const char *version,
                                             const struct document_element *elements, size_t count)
{
    return (struct framework_document){.framework = framework,
                                       .version = version,
                                       .title = "",
                                       .elements = elements,
                                       .element_count = count};
}

static struct catalogue_load_counts
add(struct session *session, const struct framework_document *document, const char *scale)
{
    const struct catalogue_load load = {
        .file_name = "posts.json", .sha256 = digest_of("posts", 5), .scale = scale, .wait_s = 5};
    struct catalogue_load_counts counts = {0};
    must(catalogue_store_add(session, document, &load, test_arena(), &counts, fault));
    return counts;
}

/* What the registry has, as of a time; NULL when nothing is loaded. */
static struct catalogue *read_catalogue(struct session *session, const char *known_at)
{
    const struct catalogue_table *tables = NULL;
    size_t count = 0;
    must(catalogue_store_read(session, known_at, true, test_arena(), &tables, &count, fault));
    return count > 0 ? catalogue_from(tables, count) : NULL;
}

static const struct element *element_named(const struct catalogue *catalogue, const char *framework,
                                           const char *type, const char *code)
{
    int32_t at = catalogue_find_framework(catalogue, str_view_of(framework));
    ck_assert_msg(at >= 0, "no framework %s", framework);
    int32_t element = catalogue_element_named(catalogue, at, str_view_of(type), str_view_of(code));
    ck_assert_msg(element >= 0, "no %s %s", type, code);
    return catalogue_element(catalogue, element);
}

static const char loads[] = "SELECT count(*) FROM cadre.catalogue_load";

/* ---- cases ----------------------------------------------------------------------------------- */

START_TEST(nothing_loaded_is_the_shipped_catalogue)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    ck_assert_ptr_null(read_catalogue(session, NULL));
}
END_TEST

START_TEST(a_document_of_another_framework_is_added_once)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct catalogue_load_counts counts = add(session, &posts, NULL);
    ck_assert_int_gt(counts.number, 0);
    ck_assert(counts.framework_new && counts.current);
    ck_assert_str_eq(counts.scale, "core");
    ck_assert_int_eq(counts.elements_new, 4);
    ck_assert_int_eq(counts.relations_new, 2);
    ck_assert_answer(session,
                     "SELECT framework, version, file_name, sha256 = encode(sha256('posts'), "
                     "'hex'), elements_new, elements_same, relations_new FROM cadre.catalogue_load",
                     "AZKIB|1|posts.json|true|4|0|2");
    ck_assert_answer(session,
                     "SELECT ordinal, code, line_no, path, value, hint "
                     "FROM cadre.catalogue_load_finding ORDER BY ordinal",
                     "1|D003|12|/relationships/2|KM-02|KM-01\n2|D003|-|-|-|-");
    const char *newest = ask(session, "SELECT newest FROM cadre.registry_clock");
    counts = add(session, &posts, NULL);
    ck_assert_int_eq(counts.number, 0);
    ck_assert(!counts.framework_new && counts.current);
    ck_assert_int_eq(counts.elements_new + counts.elements_completed + counts.elements_changed, 0);
    ck_assert_int_eq(counts.elements_same, 4);
    ck_assert_int_eq(counts.relations_same, 2);
    ck_assert_answer(session, loads, "1");
    ck_assert_answer(session, "SELECT newest FROM cadre.registry_clock", newest);
}
END_TEST

START_TEST(what_was_loaded_is_read_with_the_shipped)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    add(session, &posts, "8140");
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = read_catalogue(session, NULL);
    const struct element *role = element_named(catalogue, "AZKIB", "work_role", "KM-01");
    ck_assert_str_eq(role->title_en, "Duty officer");
    ck_assert_str_eq(role->group_code, "KM");
    ck_assert_str_eq(role->group_en, "Watch");
    ck_assert_str_eq(role->text_hash, HASH_A);
    ck_assert_int_eq(role->scale, catalogue_find_scale(catalogue, "8140"));
    const struct element *task = element_named(catalogue, "AZKIB@1", "task", "KM-01");
    ck_assert_str_eq(task->text, "Writes \"all\" \\ down: Növbə.");
    int32_t child = -1;
    ck_assert_int_eq(
        catalogue_find_element(catalogue, ELEMENT_COMPETENCY, str_view_of("LOG-WIN"), &child, NULL),
        LOOKUP_FOUND);
    int32_t parent = catalogue_element_parent(catalogue, child);
    ck_assert_str_eq(catalogue_element(catalogue, parent)->canonical, "AZKIB@1/LOG");
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *shipped = catalogue_new();
    ck_assert_uint_eq(catalogue_element_count(catalogue), catalogue_element_count(shipped) + 4);
    for (size_t i = 0; i < catalogue_element_count(shipped); i++)
        ck_assert_str_eq(catalogue_element(catalogue, (int32_t)i)->canonical,
                         catalogue_element(shipped, (int32_t)i)->canonical);
}
END_TEST

/* The tables of the shipped rows are made anew by 'db init' and 'db upgrade'. */
START_TEST(an_upgrade_keeps_what_was_loaded)
{
    static const char counts[] =
        "SELECT (SELECT count(*) FROM cadre.element), (SELECT count(*) FROM cadre.element_now), "
        "(SELECT count(*) FROM cadre.framework_now), "
        "(SELECT count(*) FROM cadre.element_relation_now)";
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    add(session, &posts, NULL);
    const char *before = ask(session, counts);
    run_sql(session, "DELETE FROM cadre.element WHERE framework = 'NICE'");
    must(catalogue_store_load(session, fault));
    ck_assert_answer(session, counts, before);
    ck_assert_answer(session,
                     "SELECT type, title_en, shipped, load IS NOT NULL FROM cadre.element_now "
                     "WHERE framework = 'AZKIB' AND code = 'KM-01' ORDER BY type",
                     "task|-|false|true\nwork_role|Duty officer|false|true");
}
END_TEST

/* The lossy file says 411 of a task, and calls 511 otherwise. */
START_TEST(a_shipped_version_is_completed_and_never_shortened)
{
    static const struct document_element elements[] = {
        {"work_role", "511", "Analyst of defence", "Defends.", HASH_A, "", "", 1},
        {"work_role", "521", "Cyber Defense Infrastructure Support Specialist", "", "", "", "", 2},
        {"task", "411", "", "Acquires.", HASH_B, "", "", 3},
    };
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const struct framework_document document = document_of("DCWF", "5.1", elements, 3);
    struct catalogue_load_counts counts = add(session, &document, NULL);
    ck_assert(!counts.framework_new && counts.current);
    ck_assert_str_eq(counts.scale, "8140");
    ck_assert_int_eq(counts.elements_new, 1);
    ck_assert_int_eq(counts.elements_completed, 1);
    ck_assert_int_eq(counts.elements_same, 1);
    ck_assert_int_eq(counts.elements_kept, 1);
    ck_assert_answer(session,
                     "SELECT count(*) FROM cadre.element_now WHERE framework = 'DCWF' AND version "
                     "= '5.1' AND type = 'work_role'",
                     "74");
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = read_catalogue(session, NULL);
    const struct element *role = element_named(catalogue, "DCWF", "work_role", "511");
    ck_assert_str_eq(role->title_en, "Cyber Defense Analyst");
    ck_assert_str_eq(role->text_hash, HASH_A);
    ck_assert_str_eq(element_named(catalogue, "DCWF", "task", "411")->text, "Acquires.");
    ck_assert_str_eq(element_named(catalogue, "DCWF", "work_role", "411")->title_en,
                     "Technical Support Specialist");
    ck_assert_int_eq(add(session, &document, NULL).number, 0);
}
END_TEST

START_TEST(what_a_later_load_changes_is_known_as_it_was)
{
    static const struct document_element elements[] = {
        {"work_role", "KM-01", "Watch officer", "", "", "", "", 1}, /* changed, text stays */
        {"competency", "LOG", "Reading logs", "Of all kinds.", HASH_B, "", "", 2}, /* completed */
    };
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const char *before = ask(session, "SELECT cadre.draw_recorded()");
    const struct framework_document document = document_of("AZKIB", "1", elements, 2);
    add(session, &posts, NULL);
    const char *first = ask(session, "SELECT max(recorded_at) FROM cadre.catalogue_load");
    struct catalogue_load_counts counts = add(session, &document, NULL);
    ck_assert_int_eq(counts.elements_changed, 1);
    ck_assert_int_eq(counts.elements_completed, 1);
    ck_assert_int_eq(counts.elements_kept, 0);
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *now = read_catalogue(session, NULL);
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *then = read_catalogue(session, first);
    const struct element *role = element_named(now, "AZKIB", "work_role", "KM-01");
    ck_assert_str_eq(role->title_en, "Watch officer");
    ck_assert_str_eq(role->text, "Keeps watch.");
    ck_assert_str_eq(element_named(now, "AZKIB", "competency", "LOG")->text_hash, HASH_B);
    ck_assert_str_eq(element_named(then, "AZKIB", "work_role", "KM-01")->title_en, "Duty officer");
    ck_assert_str_eq(element_named(then, "AZKIB", "competency", "LOG")->text_hash, "");
    ck_assert_uint_eq(catalogue_element_count(now), catalogue_element_count(then));
    ck_assert_ptr_null(read_catalogue(session, before));
    ck_assert_answer(session, loads, "2");
}
END_TEST

START_TEST(a_further_version_is_not_current)
{
    static const struct document_element element = {"work_role", "KM-02", "", "", "", "", "", 1};
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const struct framework_document second = document_of("AZKIB", "2", &element, 1);
    const struct framework_document nice = document_of("NICE", "3.0", &element, 1);
    add(session, &posts, "ecf");
    struct catalogue_load_counts counts = add(session, &second, NULL);
    ck_assert(counts.framework_new && !counts.current);
    ck_assert_str_eq(counts.scale, "ecf");
    counts = add(session, &nice, NULL);
    ck_assert(counts.framework_new && !counts.current);
    ck_assert_str_eq(counts.scale, "8140");
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = read_catalogue(session, NULL);
    int32_t current = catalogue_find_framework(catalogue, str_view_of("AZKIB"));
    ck_assert_str_eq(catalogue_framework(catalogue, current)->version, "1");
    ck_assert_str_eq(element_named(catalogue, "NICE@3.0", "work_role", "KM-02")->canonical,
                     "NICE@3.0/KM-02");
    current = catalogue_find_framework(catalogue, str_view_of("NICE"));
    ck_assert_str_eq(catalogue_framework(catalogue, current)->version, "2.1");
}
END_TEST

/* A bug of who made the document; nothing of it is stored. */
START_TEST(a_relation_to_nothing_is_refused_whole)
{
    static const struct document_relation stray = {"work_role", "KM-01",      "task",
                                                   "KM-99",     "projection", 1};
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const struct catalogue_load load = {.file_name = "posts.json", .wait_s = 5};
    struct framework_document document = posts;
    struct catalogue_load_counts counts = {.number = -1};
    struct cadre_error err = {0};
    document.relations = &stray;
    document.relation_count = 1;
    ck_assert_int_eq(catalogue_store_add(session, &document, &load, test_arena(), &counts, &err),
                     CADRE_DATABASE);
    cadre_error_release(&err);
    ck_assert_int_eq(counts.number, -1);
    ck_assert_answer(session, loads, "0");
    ck_assert_ptr_null(read_catalogue(session, NULL));
    add(session, &posts, NULL); /* the lock is free, the session is well */
}
END_TEST

/* Whoever alters a stored row is told so. */
START_TEST(an_element_of_no_framework_is_told)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const struct catalogue_table *tables = NULL;
    size_t count = 0;
    struct cadre_error err = {0};
    add(session, &posts, NULL);
    run_sql(session, "UPDATE cadre.loaded_element SET framework = 'AZKI' WHERE code = 'LOG'");
    ck_assert_int_eq(
        catalogue_store_read(session, NULL, false, test_arena(), &tables, &count, &err), CADRE_BUG);
    ck_assert_str_eq(err.message, "the registry holds the element 'AZKI@1/LOG', whose framework is "
                                  "not in the catalogue");
    cadre_error_release(&err);
}
END_TEST

/* A run that is asked what was known then finds a load among the moments. */
START_TEST(a_load_is_a_moment)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const char *known_at = NULL;
    add(session, &posts, NULL);
    const char *load = ask(session, "SELECT recorded_at::text FROM cadre.catalogue_load");
    run_sql(session, "SELECT cadre.draw_recorded()");
    must(snapshot_store_moment(session, load, test_arena(), &known_at, fault));
    ck_assert_str_eq(known_at, load);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("catalogue_store");
    tcase_add_test(tcase, nothing_loaded_is_the_shipped_catalogue);
    tcase_add_test(tcase, a_document_of_another_framework_is_added_once);
    tcase_add_test(tcase, what_was_loaded_is_read_with_the_shipped);
    tcase_add_test(tcase, an_upgrade_keeps_what_was_loaded);
    tcase_add_test(tcase, a_shipped_version_is_completed_and_never_shortened);
    tcase_add_test(tcase, what_a_later_load_changes_is_known_as_it_was);
    tcase_add_test(tcase, a_further_version_is_not_current);
    tcase_add_test(tcase, a_relation_to_nothing_is_refused_whole);
    tcase_add_test(tcase, an_element_of_no_framework_is_told);
    tcase_add_test(tcase, a_load_is_a_moment);
    return run_with_server(tcase, "catalogue_store");
}
