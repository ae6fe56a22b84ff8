#include "cmd/demo/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/demo/faults.h"
#include "tests/unit/run_tcase.h"

#define MARK "\xEF\xBB\xBF"

static const struct dialect machine = {.separator = ','};
static const struct dialect azerbaijani = {.language = SHEET_AZERBAIJANI,
                                           .separator = ';',
                                           .byte_order_mark = true,
                                           .carriage_returns = true,
                                           .dotted_dates = true,
                                           .labels = true,
                                           .region_names = true,
                                           .bracketed_phone = true};
static const struct dialect russian = {.language = SHEET_RUSSIAN,
                                       .separator = '\t',
                                       .dotted_dates = true,
                                       .labels = true,
                                       .region_names = true};

static const struct name_spelling given = {"Elçin", "Эльчин"};

static void fill_row(struct sheet *sheet)
{
    struct cadre_date born;
    ck_assert(cadre_date_parse_iso(STR_VIEW_LITERAL("1994-06-05"), &born));
    sheet_set_name(sheet, "given_name", &given);
    sheet_set_date(sheet, "birth_date", born);
    sheet_set(sheet, "sex", "M");
    sheet_set(sheet, "region", "AZ-GA");
    sheet_set(sheet, "phone", "+994001234567");
    sheet_set(sheet, "consent_for", "civil;volunteer");
    sheet_set(sheet, "relocates", "yes");
    sheet_set_integer(sheet, "education_level", 6);
    sheet_set(sheet, "rank", "not a column of this sheet");
}

static const char *const columns[] = {"given_name",      "birth_date", "sex",         "region",
                                      "phone",           "+№",         "consent_for", "relocates",
                                      "education_level", "+Qeyd",      NULL};

/* The bytes of a sheet with `rows` equal rows; the caller frees. */
static char *sheet_bytes(const struct sheet_plan *plan, int rows, size_t *ret_faults)
{
    char *bytes = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&bytes, &size);
    ck_assert_ptr_nonnull(out);
    struct sheet *sheet = sheet_new(plan, out);
    for (int i = 0; i < rows; i++) {
        fill_row(sheet);
        sheet_end_row(sheet);
    }
    ck_assert_uint_eq(sheet_row_count(sheet), (size_t)rows);
    *ret_faults = sheet_fault_count(sheet);
    sheet_free(sheet);
    ck_assert_int_eq(fclose(out), 0);
    return bytes;
}

static const struct {
    const struct dialect *dialect;
    bool loses_letters;
    const char *bytes;
} dialects[] = {
    {&machine, false,
     "given_name,birth_date,sex,region,phone,№,consent_for,relocates,education_level,Qeyd\n"
     "Elçin,1994-06-05,M,AZ-GA,+994001234567,1,civil;volunteer,yes,6,\n"},
    {&azerbaijani, false,
     MARK "ad;doğum tarixi;cins;bölgə;telefon;№;razılıq növü;köçməyə razıdır;təhsil səviyyəsi;"
          "Qeyd\r\n"
          "Elçin;05.06.1994;kişi;Gəncə;+994 (00) 123-45-67;1;\"mülki xidmət;könüllü\";bəli;"
          "Bakalavr;\r\n"},
    {&russian, false,
     "имя\tдата рождения\tпол\tрегион\tтелефон\t№\tсогласие на\tготов к переезду\t"
     "уровень образования\tQeyd\n"
     "Эльчин\t05.06.1994\tмужской\tГянджа\t+994001234567\t1\tгражданская служба;доброволец\tда\t"
     "Бакалавриат\t\n"},
    {&azerbaijani, true,
     "ad;do?um tarixi;cins;b?lg?;telefon;?;raz?l?q n?v?;k??m?y? raz?d?r;t?hsil s?viyy?si;"
     "Qeyd\r\n"
     "El?in;05.06.1994;ki?i;G?nc?;+994 (00) 123-45-67;1;\"m?lki xidm?t;k?n?ll?\";b?li;"
     "Bakalavr;\r\n"},
};

START_TEST(each_office_writes_in_its_own_way)
{
    struct catalogue *catalogue = catalogue_new();
    struct sheet_plan plan = {.kind = kind_find(STR_VIEW_LITERAL("roster")),
                              .catalogue = catalogue,
                              .dialect = dialects[_i].dialect,
                              .columns = columns,
                              .loses_letters = dialects[_i].loses_letters};
    size_t faults;
    char *bytes = sheet_bytes(&plan, 1, &faults);
    ck_assert_str_eq(bytes, dialects[_i].bytes);
    ck_assert_uint_eq(faults, 0);
    free(bytes);
    catalogue_free(catalogue);
}
END_TEST

/* Lankaran is a city and a district, Nakhchivan a city and a republic: their names name nothing. */
static const struct {
    const char *region;
    const char *cell;
} region_names[] = {
    {"AZ-GA", "Gəncə"}, {"AZ-LAN", "AZ-LAN"}, {"AZ-NV", "AZ-NV"}, {"AZ-E04", "Gəncə-Daşkəsən"}};

START_TEST(an_ambiguous_name_stays_a_code)
{
    static const char *const region_column[] = {"region", NULL};
    struct catalogue *catalogue = catalogue_new();
    struct dialect dialect = {
        .language = SHEET_AZERBAIJANI, .separator = ',', .region_names = true};
    struct sheet_plan plan = {.kind = kind_find(STR_VIEW_LITERAL("roster")),
                              .catalogue = catalogue,
                              .dialect = &dialect,
                              .columns = region_column};
    char *bytes = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&bytes, &size);
    struct sheet *sheet = sheet_new(&plan, out);
    sheet_set(sheet, "region", region_names[_i].region);
    sheet_end_row(sheet);
    sheet_free(sheet);
    ck_assert_int_eq(fclose(out), 0);
    struct str_view rest;
    str_view_cut(str_view_of(bytes), '\n', &rest);
    ck_assert_view_eq(str_view_cut(rest, '\n', &rest), region_names[_i].cell);
    free(bytes);
    catalogue_free(catalogue);
}
END_TEST

/* What some of many faulty rows "a", "1" must look like; a fault strikes only columns that the
 * sheet has. */
static const struct {
    const char *kind;
    const char *columns[3];
    const char *line; /* with its neighbours, where they matter */
} shapes[] = {
    {"needs", {"title", "need_code"}, "\na,1\na,1\na,1\na,1\n"},
    {"requirements", {"importance", "clause"}, "\nbəlkə,1\nbəlkə,1\n"},
    {"placements", {"need_code", "order_no"}, "\nN-9999,1\nN-9999,1\n"},
    {"certifications", {"number", "revoked_on"}, "\n\"DEMO\"-17,1\n"},
    {"certifications", {"expires_on", "number"}, "\na,1\n2031-12-31,1\n"},
    {"roster", {"sex", "rank"}, "\na\n"},
    {"roster", {"sex", "rank"}, "\nX,1\n"},
    {"roster", {"phone", "rank"}, "\na,+994001112233,1\n"},
    {"roster", {"family_name", "rank"}, "\n,1\n"},
    {"roster", {"given_name", "rank"}, "\n\"Əli\" Kamran,1\n"},
};

START_TEST(a_fault_strikes_its_cell)
{
    struct catalogue *catalogue = catalogue_new();
    struct sheet_plan plan = {.kind = kind_find(str_view_of(shapes[_i].kind)),
                              .catalogue = catalogue,
                              .dialect = &machine,
                              .columns = shapes[_i].columns,
                              .faults_per_mille = 1000};
    char *bytes = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&bytes, &size);
    struct sheet *sheet = sheet_new(&plan, out);
    for (int i = 0; i < 60; i++) {
        sheet_set(sheet, shapes[_i].columns[0], "a");
        sheet_set(sheet, shapes[_i].columns[1], "1");
        sheet_end_row(sheet);
    }
    ck_assert_uint_eq(sheet_fault_count(sheet), 60);
    sheet_free(sheet);
    ck_assert_int_eq(fclose(out), 0);
    ck_assert_msg(strstr(bytes, shapes[_i].line) != NULL, "%s", bytes);
    free(bytes);
    catalogue_free(catalogue);
}
END_TEST

/* The clerk drew the cell down from the row above. */
START_TEST(a_cell_repeats_the_row_above)
{
    static const char *const id_columns[] = {"source_person_id", "national_id", NULL};
    struct catalogue *catalogue = catalogue_new();
    struct sheet_plan plan = {.kind = kind_find(STR_VIEW_LITERAL("roster")),
                              .catalogue = catalogue,
                              .dialect = &machine,
                              .columns = id_columns,
                              .faults_per_mille = 500};
    char *bytes = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&bytes, &size);
    struct sheet *sheet = sheet_new(&plan, out);
    for (int i = 0; i < 40; i++) {
        char id[] = {'A', (char)('A' + i / 10), (char)('0' + i % 10), '\0'};
        sheet_set(sheet, "source_person_id", id);
        sheet_set(sheet, "national_id", id);
        sheet_end_row(sheet);
    }
    sheet_free(sheet);
    ck_assert_int_eq(fclose(out), 0);
    int drawn_down = 0, kept = 0;
    struct str_view above = {0}, rest;
    str_view_cut(str_view_of(bytes), '\n', &rest);
    while (rest.length > 0) {
        struct str_view id, key = str_view_cut(str_view_cut(rest, '\n', &rest), ',', &id);
        kept += str_view_equal(id, key);
        drawn_down += above.data != NULL && str_view_equal(id, above);
        above = id;
    }
    ck_assert_int_ge(drawn_down, 3);
    ck_assert_int_ge(kept, 10);
    free(bytes);
    catalogue_free(catalogue);
}
END_TEST

START_TEST(faults_come_by_their_share)
{
    struct catalogue *catalogue = catalogue_new();
    struct sheet_plan plan = {.kind = kind_find(STR_VIEW_LITERAL("roster")),
                              .catalogue = catalogue,
                              .dialect = &machine,
                              .columns = columns,
                              .faults_per_mille = 20,
                              .faults = random_stream(1, RANDOM_FAULTS, 0)};
    size_t faults;
    char *bytes = sheet_bytes(&plan, 20000, &faults);
    ck_assert_uint_ge(faults, 320);
    ck_assert_uint_le(faults, 480);
    free(bytes);
    catalogue_free(catalogue);
}
END_TEST

START_TEST(every_fault_has_a_column_of_its_kind)
{
    size_t count;
    const struct fault *faults = fault_all(&count);
    for (size_t i = 0; i < count; i++) {
        const struct kind *kind = kind_find(str_view_of(faults[i].kind));
        ck_assert_msg(kind != NULL, "no kind '%s'", faults[i].kind);
        ck_assert_msg(kind_column_index(kind, faults[i].column) >= 0, "no column '%s' in '%s'",
                      faults[i].column, faults[i].kind);
    }
    ck_assert_uint_ge(count, 50);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("demo_sheet");
    tcase_add_loop_test(tcase, each_office_writes_in_its_own_way, 0, ROWS(dialects));
    tcase_add_loop_test(tcase, an_ambiguous_name_stays_a_code, 0, ROWS(region_names));
    tcase_add_loop_test(tcase, a_fault_strikes_its_cell, 0, ROWS(shapes));
    tcase_add_test(tcase, a_cell_repeats_the_row_above);
    tcase_add_test(tcase, faults_come_by_their_share);
    tcase_add_test(tcase, every_fault_has_a_column_of_its_kind);
    return run_tcase(tcase, "demo_sheet");
}
