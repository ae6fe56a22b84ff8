#include "core/base/alloc.h"
#include "reports/document.h"
#include "tests/unit/reports/sample_document.h"
#include "tests/unit/reports/written.h"

START_TEST(table_is_exact)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct cadre_error err = {0};
    struct written written;
    struct document *document = sample_document(arena);
    ck_assert_int_eq(document_write_csv(document, "rows", written_begin(&written), &err), CADRE_OK);
    ck_assert_str_eq(written_end(&written),
                     "text,code,coded,coded_title,named,named_title,count,fit_bp,bar,bar_of,"
                     "gap_have,gap_need,gap_short,total\n"
                     "\"Əli, \"\"the\x1b[31m\"\" <b>\",C-1,N-1,<Title>,too_low,too low,12000,8750,"
                     "3,5,1,4,3,0\n"
                     ",,,,,,,,,,,,,1\n");
    written_release(&written);
}
END_TEST

START_TEST(no_name_is_the_first_table)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct cadre_error err = {0};
    struct written written;
    ck_assert_int_eq(
        document_write_csv(sample_document(arena), NULL, written_begin(&written), &err), CADRE_OK);
    ck_assert(strncmp(written_end(&written), "text,code,", 10) == 0);
    written_release(&written);
}
END_TEST

START_TEST(an_empty_table_has_a_header)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct cadre_error err = {0};
    struct written written;
    ck_assert_int_eq(
        document_write_csv(sample_document(arena), "empty", written_begin(&written), &err),
        CADRE_OK);
    ck_assert_str_eq(written_end(&written), "only\n");
    written_release(&written);
}
END_TEST

START_TEST(an_unknown_table_is_told_the_known_ones)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct cadre_error err = {0};
    struct written written;
    ck_assert_int_eq(
        document_write_csv(sample_document(arena), "Rows", written_begin(&written), &err),
        CADRE_USAGE);
    ck_assert_str_eq(written_end(&written), "");
    ck_assert_str_eq(err.message, "no table 'Rows' in report 'sample'");
    ck_assert_str_eq(err.hint, "its tables are rows, empty");
    cadre_error_release(&err);
    written_release(&written);
}
END_TEST

START_TEST(a_report_without_tables_says_so)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct cadre_error err = {0};
    struct document *document = document_new(arena, "bare", "Bare");
    ck_assert_int_eq(document_write_csv(document, NULL, stdout, &err), CADRE_USAGE);
    ck_assert_str_eq(err.message, "no table in report 'bare'");
    ck_assert_ptr_null(err.hint);
    cadre_error_release(&err);
}
END_TEST

START_TEST(a_full_disk_is_seen)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct cadre_error err = {0};
    FILE *full = fopen("/dev/full", "w");
    ck_assert_ptr_nonnull(full);
    setvbuf(full, NULL, _IONBF, 0);
    ck_assert_int_eq(document_write_csv(sample_document(arena), NULL, full, &err), CADRE_OK);
    ck_assert_int_ne(ferror(full), 0);
    fclose(full);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("csv");
    tcase_add_test(tcase, table_is_exact);
    tcase_add_test(tcase, no_name_is_the_first_table);
    tcase_add_test(tcase, an_empty_table_has_a_header);
    tcase_add_test(tcase, an_unknown_table_is_told_the_known_ones);
    tcase_add_test(tcase, a_report_without_tables_says_so);
    tcase_add_test(tcase, a_full_disk_is_seen);
    return run_tcase(tcase, "reports/csv");
}
