#include "reports/need_words.h"

#include "core/base/alloc.h"
#include "reports/document_model.h"
#include "tests/unit/run_tcase.h"

/* Day numbers of 1994-06-15, 2026-02-10, 2026-03-01, 2027-01-31. */
enum { BORN = 8931, WITHDRAWN_ON = 20494, AS_OF = 20513, PLACED_UNTIL = 20849 };

static const struct language_level asked_languages[] = {{{"en", 2}, 3}, {{"ru", 2}, 1}};
static const struct language_level held_languages[] = {{{"az", 2}, 6}, {{"en", 2}, 2}};
static const struct str_view citizenships[] = {{"AZ", 2}, {"TR", 2}};

static struct need asking(void)
{
    return (struct need){.engagement = 3,
                         .region = 0,
                         .starts_on = {AS_OF + 31},
                         .min_age = 35,
                         .max_age = -1,
                         .citizenships = citizenships,
                         .citizenship_count = 2,
                         .service_statuses = 1U << 4,
                         .fitness = 4,
                         .clearance = 3,
                         .education = 7,
                         .languages = asked_languages,
                         .language_count = 2};
}

static struct person having(void)
{
    return (struct person){.birth_date = {BORN},
                           .citizenship = STR_VIEW_LITERAL("GE"),
                           .region = -1,
                           .service_status = 3,
                           .fitness = 3,
                           .clearance = 1,
                           .education = 0,
                           .available_from = {AS_OF + 61},
                           .consent_until = {WITHDRAWN_ON},
                           .languages = held_languages,
                           .language_count = 2,
                           .placed = true,
                           .placed_until = {PLACED_UNTIL}};
}

static const struct {
    enum reason reason;
    const char *words;
} failures[] = {
    {REASON_WITHDRAWN, "consent to processing asked, ended on 2026-02-10"},
    {REASON_ENGAGEMENT, "consent to contract asked, not given, and not open to the service "
                        "status: deferred held"},
    {REASON_PLACED, "end of the present placement asked, placed until 2027-01-31"},
    {REASON_AVAILABILITY, "available by 2026-04-01 asked, not before 2026-05-01"},
    {REASON_REGION, "region AZ asked, none known"},
    {REASON_AGE, "age from 35 asked, 31 reached"},
    {REASON_CITIZENSHIP, "citizenship AZ or TR asked, GE held"},
    {REASON_SERVICE_STATUS, "service status reserve asked, deferred held"},
    {REASON_FITNESS, "fitness A asked, B held"},
    {REASON_CLEARANCE, "clearance secret asked, none held"},
    {REASON_LANGUAGE, "language en B1 and ru A1 asked, en A2 held and ru none held"},
    {REASON_EDUCATION, "education ISCED 6 asked, none held"},
    {REASON_OTHER, "requirements not complete: a complete set of requirements asked"},
};

START_TEST(condition_is_told_with_what_is_held)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct catalogue *catalogue = catalogue_new();
    struct snapshot snapshot = {.catalogue = catalogue, .as_of = {AS_OF}};
    struct need need = asking();
    struct person person = having();
    struct failure failure = {failures[_i].reason, -1};
    struct str out = {0};
    words_add_failure(&snapshot, &person, &need, &failure, arena, &out);
    ck_assert_str_eq(str_chars(&out), failures[_i].words);
    str_release(&out);
    catalogue_free(catalogue);
}
END_TEST

START_TEST(a_clause_is_told_with_its_reason)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct catalogue *catalogue = catalogue_new();
    struct snapshot snapshot = {.catalogue = catalogue, .as_of = {AS_OF}};
    const struct alternative alternatives[] = {
        {.kind = ALTERNATIVE_LANGUAGE, .target = -1, .code = {"en", 2}, .level = 4}};
    const struct clause clause = {.number = 1,
                                  .required = true,
                                  .k = 1,
                                  .alternatives = alternatives,
                                  .alternative_count = 1};
    struct need need = {.clauses = &clause, .clause_count = 1};
    struct person person = having();
    struct failure failure = {REASON_LANGUAGE, 0};
    struct str out = {0};
    words_add_failure(&snapshot, &person, &need, &failure, arena, &out);
    ck_assert_str_eq(str_chars(&out), "language: language en B2 asked");
    str_release(&out);
    catalogue_free(catalogue);
}
END_TEST

START_TEST(nothing_gives_an_empty_cell)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct catalogue *catalogue = catalogue_new();
    struct snapshot snapshot = {.catalogue = catalogue};
    struct need need = {.organization = -1, .work_role = -1, .region = -1, .level = 1};
    struct document *document = document_new(arena, "x", "X");
    struct document_table *table = section_add_table(document_add_section(document, "S"), "t", "T");
    words_need_columns(table);
    table_begin_row(table);
    words_need_cells(table, &snapshot, &need);
    for (int i = 3; i < 6; i++)
        ck_assert(!table->rows[0].cells[i].present);
    ck_assert(!table->rows[0].cells[1].present);
    catalogue_free(catalogue);
}
END_TEST

START_TEST(counts_have_a_plural)
{
    struct str out = {0};
    words_add_count(1, "seat", "seats", &out);
    str_add_char(&out, ' ');
    words_add_count(0, "seat", "seats", &out);
    ck_assert_str_eq(str_chars(&out), "1 seat 0 seats");
    str_release(&out);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("need_words");
    tcase_add_loop_test(tcase, condition_is_told_with_what_is_held, 0, ROWS(failures));
    tcase_add_test(tcase, a_clause_is_told_with_its_reason);
    tcase_add_test(tcase, nothing_gives_an_empty_cell);
    tcase_add_test(tcase, counts_have_a_plural);
    return run_tcase(tcase, "reports/need_words");
}
