/*
 * Every report and every contract of an input, in every format, compared whole with
 * tests/golden/<case>/expected.*. To accept new output: CADRE_GOLDEN_WRITE=1 ctest -R golden, then
 * read the diff before it is committed.
 */
#include <check.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "reports/kind_schema.h"
#include "reports/report.h"
#include "tests/golden/made_up_month.h"
#include "tests/unit/run_tcase.h"

static char *golden_path(const char *name, const char *suffix)
{
    return cadre_format("%s/%s/expected.%s", CADRE_GOLDEN_DIR, name, suffix);
}

static void write_golden(const char *path, struct str_view bytes)
{
    FILE *file = fopen(path, "wb");
    ck_assert_msg(file != NULL, "cannot write '%s': make its folder first", path);
    fwrite(bytes.data, 1, bytes.length, file);
    ck_assert_int_eq(fclose(file), 0);
}

static void compare(const char *name, const char *suffix, struct str_view bytes)
{
    CADRE_FREE char *path = golden_path(name, suffix);
    if (getenv("CADRE_GOLDEN_WRITE") != NULL) {
        write_golden(path, bytes);
        return;
    }
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "no '%s'", path);
    for (size_t i = 0; i < bytes.length; i++) {
        int wanted = fgetc(file);
        ck_assert_msg(wanted == (unsigned char)bytes.data[i], "'%s' differs at byte %zu", path, i);
    }
    ck_assert_msg(fgetc(file) == EOF, "'%s' goes on after byte %zu", path, bytes.length);
    fclose(file);
}

/* Output in memory, taken by end_output. */
struct output {
    char *bytes;
    size_t length;
    FILE *file;
};

static FILE *begin_output(struct output *output)
{
    output->file = open_memstream(&output->bytes, &output->length);
    ck_assert_ptr_nonnull(output->file);
    return output->file;
}

static void end_output(struct output *output, const char *name, const char *suffix)
{
    ck_assert_int_eq(fclose(output->file), 0);
    compare(name, suffix, (struct str_view){output->bytes, output->length});
    free(output->bytes);
}

/* ---- reports ----------------------------------------------------------------------------- */

static struct document *staffing_draft(struct month *month)
{
    struct report_context context = month_context(true, false);
    return staffing_report(month_staffing(month), &context, month_arena(month));
}

static struct document *staffing_names(struct month *month)
{
    struct report_context context = month_context(false, true);
    context.limits = month_limits();
    return staffing_report(month_staffing(month), &context, month_arena(month));
}

static struct document *staffing_nothing(struct month *month)
{
    struct report_context context = month_context(false, false);
    return staffing_report(month_nothing_asked(month), &context, month_arena(month));
}

static struct document *gap_draft(struct month *month)
{
    struct report_context context = month_context(true, false);
    return gap_report(month_gap(month), &context, month_arena(month));
}

static struct document *person_placed(struct month *month)
{
    struct report_context context = month_context(false, true);
    return explain_person_report(month_placed_person(month), month_snapshot(month), &context,
                                 month_arena(month));
}

static struct document *person_unplaced(struct month *month)
{
    struct report_context context = month_context(false, false);
    return explain_person_report(month_unplaced_person(month), month_snapshot(month), &context,
                                 month_arena(month));
}

static struct document *need_short(struct month *month)
{
    struct report_context context = month_context(false, true);
    return explain_need_report(month_short_need(month), month_snapshot(month), &context,
                               month_arena(month));
}

static struct document *need_full(struct month *month)
{
    struct report_context context = month_context(false, true);
    context.stable = true;
    return explain_need_report(month_full_need(month), month_snapshot(month), &context,
                               month_arena(month));
}

static struct document *run_stable(struct month *month)
{
    static const struct explain_run run = {
        .people = 12345,
        .placed = 5,
        .runner_ups = 40,
        .unfit = 12300,
        .needs = 4,
        .needs_short = 1,
        .pairs = 60,
        .seats = {4, 0, 2},
        .filled = {4, 0, 1},
    };
    static const struct objective optimal = {.filled = {4, 0, 2}, .fit_bp = 48100};
    static const struct run_costs costs = {true, 12, 3, 4, 20480};
    static const char *const shortages[] = {"A and B<c>: 2 free seats, 1 person qualifies"};
    struct report_context context = month_context(true, false);
    context.objective = (struct objective){.filled = {4, 0, 1}, .fit_bp = 39000};
    context.stable = true;
    context.other = &optimal;
    static const struct override_price prices[] = {
        {.person_id = {"P00000017", 9},
         .need_code = {"A", 1},
         .decided_on = {20500},
         .verdict = {"lock", 4},
         .known = true,
         .gain = {.filled = {0, 1, -1}, .fit_bp = -340}},
        {.person_id = {"P00000018", 9},
         .need_code = {"B<c>", 4},
         .verdict = {"decline", 7},
         .decided_on = {20501},
         .known = true},
        {.person_id = {"P00000019", 9},
         .need_code = {"A", 1},
         .verdict = {"accept", 6},
         .decided_on = {20502}},
    };
    static const struct override_prices overrides = {
        prices, 3, {.filled = {0, 1}, .fit_bp = 120, .held = 1}};
    context.limits = month_limits();
    return explain_run_report(&run, &costs, shortages, 1, &overrides, &context, month_arena(month));
}

static const struct {
    const char *name;
    struct document *(*build)(struct month *month);
} reports[] = {
    {"staffing", staffing_draft},
    {"staffing_names", staffing_names},
    {"staffing_nothing_asked", staffing_nothing},
    {"gap", gap_draft},
    {"explain_person_placed", person_placed},
    {"explain_person_unplaced", person_unplaced},
    {"explain_need", need_short},
    {"explain_need_full", need_full},
    {"explain_run", run_stable},
};

static const struct {
    const char *suffix;
    struct text_style style;
} text_styles[] = {
    {"txt", {.columns = 0, .color = false}},
    {"80.txt", {.columns = 80, .color = false}},
    {"120.color.txt", {.columns = 120, .color = true}},
};

START_TEST(report_is_as_expected)
{
    const char *name = reports[_i].name;
    struct month *month = month_new();
    struct document *document = reports[_i].build(month);
    struct output output;
    for (int i = 0; i < ROWS(text_styles); i++) {
        document_write_text(document, &text_styles[i].style, begin_output(&output));
        end_output(&output, name, text_styles[i].suffix);
    }
    document_write_html(document, begin_output(&output));
    end_output(&output, name, "html");
    document_write_json(document, begin_output(&output));
    end_output(&output, name, "json");
    month_free(month);
}
END_TEST

START_TEST(report_tables_are_as_expected)
{
    struct cadre_error err = {0};
    struct month *month = month_new();
    struct document *document = reports[_i].build(month);
    struct output output;
    size_t count = 0;
    const char *const *tables = document_table_names(document, &count);
    ck_assert_uint_gt(count, 0);
    for (size_t i = 0; i < count; i++) {
        CADRE_FREE char *suffix = cadre_format("%s.%s.csv", document_name(document), tables[i]);
        ck_assert_int_eq(document_write_csv(document, tables[i], begin_output(&output), &err),
                         CADRE_OK);
        end_output(&output, reports[_i].name, suffix);
    }
    month_free(month);
}
END_TEST

static const char *const names[] = {
    "staffing",
    "gap",
    "explain_run",
    "explain_person",
    "explain_need",
    "catalogue_diff",
    "catalogue_load_entry",
    "catalogue_loads",
    "catalogue_migrate",
    "catalogue_list",
    "catalogue_show",
    "catalogue_load",
    "catalogue_search",
    "run_diff",
    "what_if",
};

/* The published schema is a file of the sources; what the program prints is the same bytes. */
START_TEST(report_schema_is_published)
{
    struct str_view schema = report_json_schema(str_view_of(names[_i]));
    CADRE_FREE char *path =
        cadre_format("%s/../../reports/schema/%s.schema.json", CADRE_GOLDEN_DIR, names[_i]);
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    for (size_t i = 0; i < schema.length; i++)
        ck_assert_int_eq(fgetc(file), (unsigned char)schema.data[i]);
    ck_assert_int_eq(fgetc(file), EOF);
    fclose(file);
}
END_TEST

/* ---- contracts of inputs ----------------------------------------------------------------- */

START_TEST(kind_schema_is_as_expected)
{
    size_t count;
    const struct kind *kind = kind_all(&count)[_i];
    struct catalogue *catalogue = catalogue_new();
    CADRE_FREE char *name = cadre_format("schema_%s", kind->name);
    struct output output;
    kind_schema_write_json(kind, catalogue, begin_output(&output));
    end_output(&output, name, "json");
    kind_schema_write_markdown(kind, catalogue, begin_output(&output));
    end_output(&output, name, "md");
    catalogue_free(catalogue);
}
END_TEST

/* The program never sets a locale; these tests do, so that a byte that hangs on one shows. */
static bool locale_is_there(void)
{
    return setlocale(LC_ALL, "") != NULL;
}

int main(void)
{
    const int skipped = 77;
    if (!locale_is_there()) {
        printf("skipped: locale '%s' is not installed\n", getenv("LC_ALL"));
        return skipped;
    }
    size_t kinds;
    kind_all(&kinds);
    TCase *tcase = tcase_create("reports");
    tcase_add_loop_test(tcase, report_is_as_expected, 0, ROWS(reports));
    tcase_add_loop_test(tcase, report_tables_are_as_expected, 0, ROWS(reports));
    tcase_add_loop_test(tcase, report_schema_is_published, 0, ROWS(names));
    tcase_add_loop_test(tcase, kind_schema_is_as_expected, 0, (int)kinds);
    return run_tcase(tcase, "golden/reports");
}
