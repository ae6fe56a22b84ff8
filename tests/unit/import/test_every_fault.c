/*
 * Every kind, every column, every class of fault that applies, made from the descriptors: the
 * findings are those planted, to the line and the column, and no other.
 */
#include "tests/unit/import/fault_plants.h"

enum { DRESSES = 4 };

struct draft {
    struct sheet sheet;
    const struct kind *kind;
    size_t *order; /* column at each place */
    size_t record;
    size_t good, told[FINDING_WARNS + 1]; /* rows by what becomes of them */
};

/* ---- rows ------------------------------------------------------------------------------------ */

static const char *planted_cell(const struct plant *plant, int column)
{
    for (size_t i = 0; plant != NULL && i < plant->cell_count; i++) {
        if (plant->cells[i].column == column)
            return plant->cells[i].text;
    }
    return NULL;
}

/* The example of the column; what tells rows apart bears the number of the row. */
static void add_cell(struct draft *draft, const struct plant *plant, int column, size_t number)
{
    const struct kind_column *about = &draft->kind->columns[column];
    CADRE_CLEANUP(str_release) struct str cell = {0};
    const char *planted = planted_cell(plant, column);
    bool first_key = column == kind_column_index(draft->kind, draft->kind->identity[0]);
    if (planted != NULL)
        str_add_text(&cell, planted);
    else if (first_key)
        str_add_format(&cell, "K-%06d", (int)number);
    else if (about->rule == RULE_NATIONAL_ID)
        str_add_format(&cell, "N%06d", (int)number);
    else
        str_add_text(&cell, kind_example(draft->kind, (size_t)column));
    sheet_cell(&draft->sheet, str_view_from(&cell));
}

/* Returns the line on which each column begins: a cell may hold line breaks. */
static void add_row(struct draft *draft, const struct plant *plant, size_t number, uint64_t *lines)
{
    size_t count = draft->kind->column_count;
    enum plant_shape shape = plant != NULL ? plant->shape : PLANT_CELLS;
    bool unreadable = shape == PLANT_BROKEN || shape == PLANT_OPEN;
    draft->record++;
    for (size_t i = 0; i < count - (shape == PLANT_SHORT); i++) {
        sheet_delimit(&draft->sheet, i);
        lines[draft->order[i]] = draft->sheet.line;
        if (unreadable)
            str_add_text(&draft->sheet.text, i == 0 ? plant->raw : "x");
        else
            add_cell(draft, plant, (int)draft->order[i], number);
    }
    if (shape == PLANT_LONG) {
        sheet_delimit(&draft->sheet, count);
        str_add_text(&draft->sheet.text, "x");
    }
    sheet_end_line(&draft->sheet);
}

static void add_header(struct draft *draft)
{
    struct sheet *sheet = &draft->sheet;
    str_add_text(&sheet->text, sheet->dress.bom ? "\xEF\xBB\xBF" : "");
    for (size_t i = 0; i < draft->kind->column_count; i++) {
        const struct kind_column *column = &draft->kind->columns[draft->order[i]];
        const char *const headers[] = {column->name, column->header_az, column->header_ru};
        sheet_delimit(sheet, i);
        sheet_cell(sheet, str_view_of(headers[sheet->dress.language]));
    }
    sheet_end_line(sheet);
}

/* ---- what must be told ----------------------------------------------------------------------- */

static enum finding_effect effect_of(const struct plant *plant)
{
    enum finding_effect gravest = FINDING_WARNS;
    for (size_t i = 0; i < plant->finding_count; i++) {
        const struct finding_code *code = finding_code_find(str_view_of(plant->findings[i].code));
        gravest = code->effect < gravest ? code->effect : gravest;
    }
    return gravest;
}

static void expect(struct draft *draft, const struct plant *plant, const uint64_t *lines,
                   uint64_t first_line)
{
    for (size_t i = 0; i < plant->finding_count; i++) {
        int column = plant->findings[i].column;
        sheet_expect(&draft->sheet, column >= 0 ? lines[column] : first_line, draft->record,
                     plant->findings[i].code,
                     column >= 0 ? draft->kind->columns[column].name : NULL);
    }
}

/* The set of a row whose set cannot be read may be any. */
static bool hides_its_set(const struct draft *draft, const struct plant *plant)
{
    const char *set = draft->kind->set_column;
    if (set == NULL || plant->shape == PLANT_TWICE || plant->shape == PLANT_DIFFERS)
        return false;
    return plant->shape != PLANT_CELLS ||
           planted_cell(plant, kind_column_index(draft->kind, set)) != NULL;
}

static void add_good_row(struct draft *draft, bool held)
{
    uint64_t lines[PLANT_CELLS_MAX];
    add_row(draft, NULL, draft->record + 1, lines);
    draft->good += !held;
    draft->told[FINDING_HOLDS] += held;
    if (held)
        sheet_expect(&draft->sheet, draft->sheet.line - 1, draft->record, FINDING_X_SET_HELD,
                     draft->kind->set_column);
}

static void add_plant(struct draft *draft, const struct plant *plant)
{
    uint64_t lines[PLANT_CELLS_MAX];
    enum finding_effect effect = effect_of(plant);
    size_t number = draft->record + 1;
    bool twice = plant->shape == PLANT_TWICE || plant->shape == PLANT_DIFFERS;
    if (twice) {
        uint64_t line = draft->sheet.line;
        add_row(draft, NULL, number, lines);
        draft->good += plant->shape == PLANT_TWICE;
        draft->told[FINDING_REJECTS] += plant->shape == PLANT_DIFFERS;
        if (plant->shape == PLANT_DIFFERS)
            expect(draft, plant, lines, line);
    }
    uint64_t first_line = draft->sheet.line;
    add_row(draft, plant, number, lines);
    expect(draft, plant, lines, first_line);
    if (effect == FINDING_WARNS && !twice)
        draft->good++; /* stored all the same */
    else
        draft->told[effect]++; /* a repetition is told by a warning and counted apart */
}

/* ---- the test -------------------------------------------------------------------------------- */

static void check_draft(struct draft *draft)
{
    struct case_run run;
    CADRE_CLEANUP(str_release) struct str seen = {0};
    case_check(&run, draft->kind->name, str_view_from(&draft->sheet.text));
    add_places(&seen, run.findings);
    sheet_compare(&draft->sheet, &seen);
    ck_assert(!run.result.refused);
    ck_assert_uint_eq(run.result.rows_read, draft->record);
    ck_assert_uint_eq(run.result.accepted, draft->good);
    ck_assert_uint_eq(run.result.rejected, draft->told[FINDING_REJECTS]);
    ck_assert_uint_eq(run.result.held, draft->told[FINDING_HOLDS]);
    ck_assert_uint_eq(run.result.duplicates, draft->told[FINDING_WARNS]);
    case_release(&run);
}

/* The plants of [from, until) with good rows between them, in one file of a dress drawn. */
static void check_plants(const struct plants *plants, size_t from, size_t until, uint64_t seed)
{
    struct draft draft = {.sheet = {.random = seed}, .kind = plants->kind};
    draft.order = arena_calloc(plants->arena, plants->kind->column_count, sizeof *draft.order);
    bool held = hides_its_set(&draft, &plants->items[from]);
    sheet_draw_dress(&draft.sheet);
    sheet_shuffle(&draft.sheet, draft.order, plants->kind->column_count);
    add_header(&draft);
    add_good_row(&draft, held);
    for (size_t i = from; i < until; i++) {
        if (plants->items[i].shape != PLANT_OPEN && below(&draft.sheet.random, 3) == 0)
            add_good_row(&draft, held);
        add_plant(&draft, &plants->items[i]);
        if (plants->items[i].shape != PLANT_OPEN && below(&draft.sheet.random, 8) == 0)
            sheet_end_line(&draft.sheet); /* a blank line is none of the records */
    }
    check_draft(&draft);
    sheet_release(&draft.sheet);
}

START_TEST(every_fault_alone_is_told)
{
    size_t kinds;
    const struct kind *const *all = kind_all(&kinds);
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = catalogue_new();
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct plants plants = {
        .kind = all[(size_t)_i / DRESSES], .catalogue = catalogue, .arena = arena};
    plants_make(&plants);
    ck_assert_uint_ge(plants.count, 2 * plants.kind->column_count);
    /* One row can pull down others of a kind with sets: there each fault has a file of its own. */
    size_t step = plants.kind->set_column != NULL ? 1 : plants.count;
    for (size_t from = 0; from < plants.count; from += step)
        check_plants(&plants, from, from + step, (uint64_t)_i * 1000 + from + 1);
    free(plants.items);
}
END_TEST

/* No rule is without a class of fault: a new one wants its own. */
START_TEST(every_rule_has_a_class)
{
    size_t kinds;
    const struct kind *const *all = kind_all(&kinds);
    for (size_t k = 0; k < kinds; k++) {
        for (size_t i = 0; i < all[k]->column_count; i++) {
            bool found = false;
            for (int c = 0; c < ROWS(fault_classes); c++)
                found = found || fault_classes[c].rule == all[k]->columns[i].rule;
            ck_assert_msg(found, "%s.%s: nothing is wrong with its rule", all[k]->name,
                          all[k]->columns[i].name);
        }
    }
}
END_TEST

int main(void)
{
    size_t kinds;
    kind_all(&kinds);
    TCase *tcase = tcase_create("every_fault");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, every_fault_alone_is_told, 0, (int)kinds * DRESSES);
    tcase_add_test(tcase, every_rule_has_a_class);
    return run_tcase(tcase, "import/every_fault");
}
