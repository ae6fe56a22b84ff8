#include "sql/catalogue_rows_store.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/str_map.h"
#include "sql/catalogue_store.h"
#include "tests/integration/server.h"

/* ---- rows of kinds --------------------------------------------------------------------------- */

enum { ROWS_MAX = 3, SHEETS_MAX = 9, COLUMNS_MAX = 12 };

/* Cells by the kind's columns; those behind the last one that is given are empty. */
struct sheet {
    const char *kind;
    const char *rows[ROWS_MAX][COLUMNS_MAX];
};

static const struct sheet country[] = {
    {"scales",
     {{"posts", "Levels of posts", "I", "1", "First"}, {"posts", "", "II", "2", "Second"}}},
    {"scale_mappings", {{"posts", "II", "8140", "Intermediate"}, {"ecf", "3", "posts", "I"}}},
    {"frameworks",
     {{"AZKIB", "1", "Cyber posts", "Kiber vəzifələr", "", "posts"},
      {"AZKIB", "2", "Cyber posts", "", "", ""}}},
    {"elements",
     {{"AZKIB", "1", "work_role", "KM-01", "Duty officer", "Növbətçi zabit", "Дежурный", "KM",
       "Watch", "Keeps the watch."},
      {"AZKIB", "1", "competency", "LOG", "Reading logs"},
      {"AZKIB", "1", "competency", "LOG-WIN", "Reading \"event\" logs, \\ and {more}"}}},
    {"element_relations",
     {{"AZKIB", "1", "competency", "LOG-WIN", "isChildOf", "competency", "LOG"}}},
    {"credentials",
     {{"KTM", "KIB-2", "Second class", "36", "30", "90"},
      {"CompTIA", "CySA+", "", "24", "", "", "1"},
      {"CompTIA", "A+", "", "", "10"}}},
    {"credential_grants",
     {{"KTM", "KTM/KIB-2", "work_role", "AZKIB@1/KM-01", "II"},
      {"KTM", "KTM/KIB-2", "competency", "AZKIB@1/LOG", "I"}}},
    {"alignments", {{"AZKIB@1/KM-01", "DCWF@5.1/511", "close"}}},
    {"service_rules",
     {{"muster-reserve", "", "2026-12-31", "muster", "reserve"},
      {"muster-50", "2027-01-01", "", "muster", "reserve", "", "", "50", "", "Law 5", "1"}}},
};

static const struct sheet later[] = {
    {"elements", {{"AZKIB", "1", "work_role", "KM-01", "Watch officer"}}},
    {"credentials", {{"KTM", "KIB-2", "", "24"}}},
};

static struct addition_row row_of(const struct kind *kind, const char *const *given)
{
    const char **cells = arena_calloc(test_arena(), kind->column_count, sizeof(*cells));
    for (size_t i = 0; i < kind->column_count; i++)
        cells[i] = i < COLUMNS_MAX && given[i] != NULL ? given[i] : "";
    return (struct addition_row){cells};
}

/* What the registry has, as of a time; the shipped catalogue when nothing is loaded. */
static struct catalogue *read_catalogue(struct session *session, const char *known_at)
{
    const struct catalogue_table *tables = NULL;
    size_t count = 0;
    must(catalogue_store_read(session, known_at, true, test_arena(), &tables, &count, fault));
    return catalogue_from(tables, count);
}

/* A load under way: the tables with what was judged so far, and what is to be stored. */
struct loading {
    struct catalogue *catalogue;
    struct catalogue_table *tables;
    size_t table_count;
    struct addition_items items[SHEETS_MAX * ADDITION_TABLES_MAX];
    size_t item_count;
};

static void take_sheet(struct loading *loading, const struct sheet *sheet)
{
    struct addition addition;
    struct addition_row rows[ROWS_MAX];
    size_t count = 0;
    const struct kind *kind = kind_find_catalogue(str_view_of(sheet->kind));
    for (; count < ROWS_MAX && sheet->rows[count][0] != NULL; count++)
        rows[count] = row_of(kind, sheet->rows[count]);
    addition_judge(loading->catalogue, kind, rows, count, test_arena(), &addition);
    ck_assert_msg(addition.finding_count == 0, "%s: %s", sheet->kind,
                  addition.finding_count > 0 ? addition.findings[0].code : "");
    for (size_t i = 0; i < addition.table_count; i++) {
        for (size_t j = 0; j < loading->table_count; j++) {
            if (strcmp(loading->tables[j].name, addition.tables[i].name) == 0)
                loading->tables[j] = addition.tables[i];
        }
        loading->items[loading->item_count++] = addition.items[i];
    }
    catalogue_free(loading->catalogue);
    loading->catalogue = catalogue_from(loading->tables, loading->table_count);
}

/* Loads the sheets as one load; the catalogue that was judged is the caller's. */
static struct catalogue *load(struct session *session, const struct sheet *sheets, size_t count)
{
    static const struct catalogue_rows_finding finding = {
        "D021", 3, "elements.csv framework", {"X", 1}, NULL};
    struct loading loading = {.catalogue = read_catalogue(session, NULL)};
    const struct catalogue_table *tables =
        catalogue_tables_of(loading.catalogue, &loading.table_count);
    loading.tables = arena_calloc(test_arena(), loading.table_count, sizeof *tables);
    memcpy(loading.tables, tables, loading.table_count * sizeof *tables);
    for (size_t i = 0; i < count; i++)
        take_sheet(&loading, &sheets[i]);
    const struct catalogue_rows_file files[] = {{"elements", "a.csv", digest_of("a", 1)},
                                                {"credentials", "b.csv", digest_of("b", 1)}};
    const struct catalogue_rows_load stored = {.files = files,
                                               .file_count = 2,
                                               .tables = loading.items,
                                               .table_count = loading.item_count,
                                               .findings = &finding,
                                               .finding_count = 1,
                                               .rows_new = 7,
                                               .rows_completed = 2,
                                               .rows_changed = 1};
    int64_t number = 0;
    must(session_begin(session, TRANSACTION_WRITE, fault));
    must(catalogue_rows_store(session, &stored, &number, fault));
    must(session_commit(session, fault));
    ck_assert_int_gt(number, 0);
    return loading.catalogue;
}

/* ---- what is read is what was judged --------------------------------------------------------- */

/* The row as one text; of the columns that both tables have, so without where it is from. */
static void add_row(struct str *out, const struct catalogue_table *table, size_t row,
                    const struct catalogue_table *columns)
{
    str_reset(out);
    for (size_t i = 0; i < columns->column_count; i++) {
        size_t place = catalogue_table_place(table, columns->columns[i]);
        if (strcmp(columns->columns[i], "load") == 0)
            continue;
        ck_assert_msg(place < table->column_count, "%s lacks %s", table->name, columns->columns[i]);
        str_add_format(out, "%s|", table->cells[row * table->column_count + place]);
    }
}

static void check_same_rows(const struct catalogue_table *read,
                            const struct catalogue_table *judged)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *rows = str_map_new();
    CADRE_CLEANUP(str_release) struct str text = {0};
    ck_assert_msg(read->row_count == judged->row_count, "%s: %zu rows instead of %zu", read->name,
                  read->row_count, judged->row_count);
    for (size_t row = 0; row < judged->row_count; row++) {
        add_row(&text, judged, row, judged);
        str_map_insert(rows, str_view_from(&text), 0);
    }
    for (size_t row = 0; row < read->row_count; row++) {
        uint32_t ignored;
        add_row(&text, read, row, judged);
        ck_assert_msg(str_map_find(rows, str_view_from(&text), &ignored), "%s: %s", read->name,
                      str_chars(&text));
    }
}

static void check_same_catalogue(const struct catalogue *read, const struct catalogue *judged)
{
    size_t count;
    const struct catalogue_table *tables = catalogue_tables_of(judged, &count);
    for (size_t i = 0; i < count; i++)
        check_same_rows(catalogue_table_of(read, tables[i].name), &tables[i]);
}

START_TEST(what_is_read_is_what_was_judged)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    CADRE_CLEANUP(catalogue_cleanup)
    struct catalogue *judged = load(session, country, ROWS(country));
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *read = read_catalogue(session, NULL);
    check_same_catalogue(read, judged);
    /* An upgrade brings the shipped rows anew and touches none of these. */
    must(catalogue_store_load(session, fault));
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *upgraded = read_catalogue(session, NULL);
    check_same_catalogue(upgraded, judged);
}
END_TEST

static const struct credential *credential_named(const struct catalogue *catalogue,
                                                 const char *code)
{
    int32_t credential = -1;
    ck_assert_int_eq(catalogue_find_credential(catalogue, str_view_of(NULL), str_view_of(code),
                                               &credential, NULL),
                     LOOKUP_FOUND);
    return catalogue_credential(catalogue, credential);
}

static const struct element *role_named(const struct catalogue *catalogue, const char *code)
{
    int32_t element = -1;
    ck_assert_int_eq(
        catalogue_find_element(catalogue, ELEMENT_WORK_ROLE, str_view_of(code), &element, NULL),
        LOOKUP_FOUND);
    return catalogue_element(catalogue, element);
}

/* In one order, whatever the files' and the loads' was. */
static void check_order(const struct catalogue *read, const char *name, size_t column,
                        const char *const *wanted, size_t count)
{
    const struct catalogue_table *table = catalogue_table_of(read, name);
    for (size_t i = 0; i < count; i++) {
        size_t row = table->row_count - count + i;
        ck_assert_str_eq(table->cells[row * table->column_count + column], wanted[i]);
    }
}

START_TEST(rows_come_in_the_order_of_their_keys)
{
    static const struct sheet sheets[][2] = {
        {{"credentials", {{"KTM", "kib-3"}, {"KTM", "KIB-1"}}},
         {"elements", {{"CORE", "1", "competency", "ZZ-1"}, {"CORE", "1", "competency", "AA-9"}}}},
        {{"credentials", {{"KTM", "KIB-2"}, {"ABC", "Z"}}},
         {"elements", {{"CORE", "1", "competency", "ZZ"}, {"CORE", "1", "competency", "AA-10"}}}},
    };
    static const char *const credentials[] = {"Z", "KIB-1", "KIB-2", "kib-3"};
    static const char *const elements[] = {"AA-10", "AA-9", "ZZ", "ZZ-1"};
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    for (size_t i = 0; i < ROWS(sheets); i++)
        catalogue_free(load(session, sheets[i], ROWS(sheets[i])));
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *read = read_catalogue(session, NULL);
    check_order(read, "credentials", 1, credentials, ROWS(credentials));
    check_order(read, "elements", 3, elements, ROWS(elements));
}
END_TEST

START_TEST(it_counts_in_the_catalogue)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    catalogue_free(load(session, country, ROWS(country)));
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *read = read_catalogue(session, NULL);
    const struct credential *own = credential_named(read, "KTM/KIB-2");
    ck_assert_int_eq(own->grace_days, 30);
    ck_assert_int_eq(own->renewal_days, 90);
    ck_assert_int_eq(credential_named(read, "CySA+")->months, 24); /* replaced */
    ck_assert_str_eq(credential_named(read, "CySA+")->title, "CompTIA Cybersecurity Analyst");
    ck_assert_int_eq(credential_named(read, "A+")->grace_days, 10); /* completed */
    ck_assert_int_eq(credential_named(read, "A+")->months, 36);
    const struct element *role = role_named(read, "AZKIB@1/KM-01"); /* 2 is the current version */
    ck_assert_str_eq(role->canonical, "AZKIB@1/KM-01");
    ck_assert_str_eq(role->title_ru, "Дежурный");
    ck_assert_uint_eq(strlen(role->text_hash), 64);
    ck_assert_answer(session,
                     "SELECT rule, cells->>'valid_until' FROM cadre.loaded_row, "
                     "LATERAL (SELECT cells->>'rule' AS rule) AS r "
                     "WHERE table_name = 'service_rules' ORDER BY 1",
                     "muster-50|-\nmuster-reserve|2026-12-31");
    ck_assert_answer(session,
                     "SELECT type, code, title_en FROM cadre.element_now "
                     "WHERE framework = 'AZKIB' ORDER BY code COLLATE \"C\"",
                     "work_role|KM-01|Duty officer\ncompetency|LOG|Reading logs\n"
                     "competency|LOG-WIN|Reading \"event\" logs, \\ and {more}");
}
END_TEST

START_TEST(a_later_load_is_known_from_then_on)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    catalogue_free(load(session, country, ROWS(country)));
    const char *before = ask(session, "SELECT max(recorded_at)::text FROM cadre.catalogue_load");
    catalogue_free(load(session, later, ROWS(later)));
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *then = read_catalogue(session, before);
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *now = read_catalogue(session, NULL);
    ck_assert_int_eq(credential_named(then, "KTM/KIB-2")->months, 36);
    ck_assert_int_eq(credential_named(now, "KTM/KIB-2")->months, 24);
    ck_assert_int_eq(credential_named(now, "KTM/KIB-2")->grace_days, 30); /* nobody took it back */
    ck_assert_str_eq(role_named(then, "AZKIB@1/KM-01")->title_en, "Duty officer");
    ck_assert_str_eq(role_named(now, "AZKIB@1/KM-01")->title_en, "Watch officer");
    ck_assert_str_eq(role_named(now, "AZKIB@1/KM-01")->title_az, "Növbətçi zabit");
    ck_assert_str_eq(role_named(now, "AZKIB@1/KM-01")->text, "Keeps the watch.");
}
END_TEST

START_TEST(the_ledger_names_files_and_findings)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    catalogue_free(load(session, country, ROWS(country)));
    ck_assert_answer(session,
                     "SELECT framework, file_name, framework_new, elements_new, relations_new, "
                     "rows_new, rows_completed, rows_changed, rows_same FROM cadre.catalogue_load",
                     "-|a.csv, b.csv|true|3|1|7|2|1|0");
    ck_assert_answer(session,
                     "SELECT kind, file_name, length(sha256) FROM cadre.catalogue_load_file "
                     "ORDER BY ordinal",
                     "elements|a.csv|64\ncredentials|b.csv|64");
    ck_assert_answer(session,
                     "SELECT code, line_no, path, value, hint FROM cadre.catalogue_load_finding",
                     "D021|3|elements.csv framework|X|-");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("catalogue_rows_store");
    tcase_add_test(tcase, what_is_read_is_what_was_judged);
    tcase_add_test(tcase, rows_come_in_the_order_of_their_keys);
    tcase_add_test(tcase, it_counts_in_the_catalogue);
    tcase_add_test(tcase, a_later_load_is_known_from_then_on);
    tcase_add_test(tcase, the_ledger_names_files_and_findings);
    return run_with_server(tcase, "catalogue_rows_store");
}
