#include "import/requirement_sets.h"

#include "import/field_types.h"
#include "tests/unit/import/import_case.h"

static struct catalogue *catalogue;
static struct row *row;
static struct requirement_sets *sets;
static uint64_t line;

static void set_up(void)
{
    const struct kind *kind = kind_find(str_view_of("requirements"));
    catalogue = catalogue_new();
    row = row_new(kind, catalogue);
    sets = requirement_sets_new(kind);
    line = 1;
}

static void tear_down(void)
{
    requirement_sets_free(sets);
    row_free(row);
    catalogue_free(catalogue);
}

/* Adds an alternative and returns the faults that the clause finds in it. */
static void add(const char *cells, struct str *ret_faults)
{
    line++;
    struct record_place place = {.line = line, .record = line - 1};
    row_begin(row);
    row_set_cell(row, kind_column_index(row->kind, "kind"), str_view_of("language"));
    row_set_cell(row, kind_column_index(row->kind, "code"), str_view_of("en"));
    case_set_cells(row, cells);
    field_types_check(row);
    size_t before = row->fault_count;
    requirement_sets_check(sets, row);
    for (size_t i = before; i < row->fault_count; i++)
        case_add_fault(ret_faults, row, i);
    requirement_sets_add(sets, row, &place, row_effect(row) == FINDING_WARNS);
}

/* "NEED@LINE " of the sets that fell, and "LINE: K of COUNT " of members whose clause is why. */
static void add_fallen(struct str *out)
{
    requirement_sets_close(sets);
    for (size_t i = 0; i < requirement_sets_count(sets); i++) {
        struct str_view name;
        uint64_t fault_line;
        if (requirement_sets_fallen(sets, i, &name, &fault_line))
            str_add_format(out, "%.*s@%d ", STR_VIEW_ARGS(name), (int)fault_line);
    }
    for (size_t i = 0; i < requirement_sets_member_count(sets); i++) {
        size_t set;
        int32_t k, count;
        if (requirement_sets_short(sets, i, &k, &count))
            str_add_format(out, "%d: %d of %d ", (int)requirement_sets_member(sets, i, &set).line,
                           k, count);
    }
}

static const struct {
    const char *rows[4];
    const char *faults;
    const char *fallen;
    size_t members;
} cases[] = {
    {{"need_code=A|clause=1|importance=required",
      "need_code=A|clause=2|importance=desired|weight=3"},
     "",
     "",
     2},
    /* empty numbers are 1 */
    {{"need_code=A|clause=1|importance=desired",
      "need_code=A|clause=1|importance=desired|weight=1|k=1"},
     "",
     "",
     2},
    {{"need_code=A|clause=1|importance=required", "need_code=A|clause=1|importance=desired",
      "need_code=B|clause=1|importance=desired"},
     "X002 importance 'desired' (the clause began with 'required')\n",
     "A@3 ",
     2},
    {{"need_code=A|clause=1|importance=desired|weight=2|k=2",
      "need_code=A|clause=1|importance=desired|weight=3"},
     "X002 weight '3' (the clause began with 2)\nX002 k '' (the clause began with 2)\n",
     "A@3 ",
     1},
    /* what is faulty itself disagrees with nothing, and what begins a clause may be faulty
       elsewhere */
    {{"need_code=A|clause=1|importance=maybe|weight=2",
      "need_code=A|clause=1|importance=desired|weight=2"},
     "",
     "A@2 ",
     1},
    {{"need_code=A|clause=1|importance=required", "clause=1|importance=required",
      "need_code=B|clause=1|importance=required"},
     "",
     "A@3 B@3 ",
     2},
    {{"need_code=A|clause=0|importance=required", "need_code=A|clause=1|importance=required"},
     "",
     "A@2 ",
     1},
    /* more asked than there are, and as many as there are */
    {{"need_code=A|clause=1|importance=required", "need_code=A|clause=2|importance=required|k=3",
      "need_code=A|clause=2|importance=required|k=3",
      "need_code=B|clause=2|importance=required|k=1"},
     "",
     "A@3 3: 3 of 2 4: 3 of 2 ",
     4},
    {{"need_code=A|clause=1|importance=desired|k=2", "need_code=B|clause=1|importance=desired|k=2",
      "need_code=A|clause=1|importance=desired|k=2"},
     "",
     "B@3 3: 2 of 1 ",
     3},
    /* the one that is wanting was not accepted */
    {{"need_code=A|clause=1|importance=required|k=2", "need_code=A|clause=1|importance=maybe|k=2"},
     "",
     "A@3 ",
     1},
};

START_TEST(sets_stand_or_fall_whole)
{
    CADRE_CLEANUP(str_release) struct str faults = {0};
    CADRE_CLEANUP(str_release) struct str fallen = {0};
    for (size_t i = 0; i < 4 && cases[_i].rows[i] != NULL; i++)
        add(cases[_i].rows[i], &faults);
    add_fallen(&fallen);
    ck_assert_str_eq(str_chars(&faults), cases[_i].faults);
    ck_assert_str_eq(str_chars(&fallen), cases[_i].fallen);
    ck_assert_uint_eq(requirement_sets_member_count(sets), cases[_i].members);
}
END_TEST

START_TEST(an_unreadable_record_fells_all)
{
    CADRE_CLEANUP(str_release) struct str faults = {0};
    CADRE_CLEANUP(str_release) struct str fallen = {0};
    const struct record_place place = {.line = 9, .record = 8};
    size_t set;
    add("need_code=A|clause=1|importance=required", &faults);
    add_fallen(&fallen);
    ck_assert_str_eq(str_chars(&fallen), "");
    requirement_sets_add_unreadable(sets, &place);
    add_fallen(&fallen);
    ck_assert_str_eq(str_chars(&fallen), "A@9 ");
    ck_assert_uint_eq(requirement_sets_member(sets, 0, &set).line, 2);
    ck_assert_uint_eq(set, 0);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("requirement_sets");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, sets_stand_or_fall_whole, 0, ROWS(cases));
    tcase_add_test(tcase, an_unreadable_record_fells_all);
    return run_tcase(tcase, "import/requirement_sets");
}
