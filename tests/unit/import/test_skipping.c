/*
 * A month after another, with the records of the first known and not: made-up files, mutated, put
 * in another order, with repetitions; what comes of them must be the same.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/import/import_case.h"

enum { PEOPLE = 60, MONTHS = 400 };

/* SplitMix64 (Steele, Lea, Flood 2014): the same months on every machine. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int below(uint64_t *state, int limit)
{
    return (int)(next_random(state) % (uint64_t)limit);
}

/* ---- months ---------------------------------------------------------------------------------- */

enum mutation {
    MUTATION_NONE,
    MUTATION_CHANGE,  /* another value */
    MUTATION_SPELL,   /* other bytes, the same values */
    MUTATION_FAULT,   /* rejected */
    MUTATION_HOLD,    /* a region by a name that two have */
    MUTATION_WARN,    /* stored with a warning */
    MUTATION_KEYLESS, /* nobody knows whose it is */
    MUTATION_BROKEN,  /* no fields at all */
    MUTATION_LEAVE,
    MUTATION_TWICE, /* the row stands twice */
    MUTATION_BOTH,  /* the row, and another of its key */
    MUTATIONS
};

/* Whether skipping can be told from the records alone, whatever the order. */
static bool may_need_redo(enum mutation mutation)
{
    return mutation == MUTATION_TWICE || mutation == MUTATION_BOTH;
}

static const char header[] = "source_person_id,family_name,given_name,birth_date,occupation,"
                             "region,job_title\n";

static void add_row(struct str *out, int person, enum mutation mutation)
{
    static const char plain[] = "P%d,Məmmədov,Ad%c,19%02d-05-17,2529,AZ-BA,%s\n";
    static const char spelt[] = "P%d,\"Məmmədov\",Ad%c,17.05.19%02d,2529,AZ-BA,%s\r\n";
    const char *title = mutation == MUTATION_CHANGE ? "\"baş,\nmühəndis\"" : "\"mühəndis, baş\"";
    int letter = 'a' + person % 26;
    int year = 50 + person % 40;
    switch (mutation) {
    case MUTATION_FAULT:
        str_add_format(out, "P%d,M3mmədov,Ad,19%02d-02-30,2529,AZ-BA,\n", person, year);
        return;
    case MUTATION_HOLD:
        str_add_format(out, "P%d,Məmmədov,Ad,19%02d-02-28,2529,Lənkəran,\n", person, year);
        return;
    case MUTATION_WARN:
        str_add_format(out, "P%d,Məmmədov,Ad,19%02d-05-17,9999,AZ-BA,\n", person, year);
        return;
    case MUTATION_KEYLESS:
        str_add_format(out, ",Məmmədov,Ad,19%02d-05-17,2529,AZ-BA,\n", year);
        return;
    case MUTATION_BROKEN:
        str_add_format(out, "P%d,Məmm\"ədov,Ad\n", person);
        return;
    case MUTATION_SPELL:
        str_add_format(out, spelt, person, letter, year, title);
        return;
    default:
        str_add_format(out, plain, person, letter, year, title);
    }
}

/* Everybody once, in an order of its own. */
static void shuffle(int order[PEOPLE], uint64_t *state)
{
    for (int i = 0; i < PEOPLE; i++)
        order[i] = i;
    for (int i = PEOPLE - 1; i > 0; i--) {
        int other = below(state, i + 1);
        int kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
}

/* `share` of a hundred rows are mutated, by one of the first `mutations`. */
static void make_month(struct str *out, uint64_t *state, int share, int mutations,
                       bool *ret_may_need_redo)
{
    int order[PEOPLE];
    *ret_may_need_redo = false;
    shuffle(order, state);
    str_add_text(out, header);
    for (int i = 0; i < PEOPLE; i++) {
        enum mutation mutation = below(state, 100) < share ? below(state, mutations) : 0;
        *ret_may_need_redo |= may_need_redo(mutation);
        if (mutation == MUTATION_LEAVE)
            continue;
        add_row(out, order[i], mutation);
        if (mutation == MUTATION_TWICE)
            add_row(out, order[below(state, i + 1)], MUTATION_NONE);
        if (mutation == MUTATION_BOTH)
            add_row(out, order[below(state, i + 1)], 1 + below(state, MUTATION_BROKEN));
    }
}

/* ---- one check ------------------------------------------------------------------------------- */

struct row_kept {
    struct known_record known;
    bool clean, has_key;
    char *text;
};

struct month {
    struct input_file *file;
    struct findings *findings;
    struct check_result result;
    struct row_kept rows[2 * PEOPLE];
    size_t row_count;
};

static enum cadre_status keep_row(void *context, const struct typed_row *row,
                                  struct cadre_error *err)
{
    (void)err;
    struct month *month = context;
    struct str text = {0};
    case_add_row(&text, row);
    month->rows[month->row_count++] = (struct row_kept){
        {row->record_hash, row->key_hash}, row->clean, row->has_key, str_take(&text)};
    return CADRE_OK;
}

static void check_month(struct month *month, const struct catalogue *catalogue,
                        struct str_view text, struct known_records *known)
{
    struct cadre_error err = {0};
    *month = (struct month){.file = case_file(text), .findings = findings_new()};
    const struct check_options options = {
        .kind = kind_find(str_view_of("roster")),
        .catalogue = catalogue,
        .seed = {{1, 2, 3}},
        .known = known,
    };
    const struct row_sink sink = {.context = month, .row = keep_row};
    ck_assert_int_eq(
        check_file(&options, month->file, &sink, month->findings, &month->result, &err), CADRE_OK);
}

static void month_release(struct month *month)
{
    for (size_t i = 0; i < month->row_count; i++)
        free(month->rows[i].text);
    findings_free(month->findings);
    input_file_free(month->file);
}

static bool is_dropped(const struct check_result *result, const struct row_kept *row)
{
    for (size_t i = 0; i < result->dropped_count; i++) {
        if (result->dropped_records[i] == strtoull(row->text, NULL, 10))
            return true;
    }
    return false;
}

/* As the registry keeps it: clean rows with a key that were not dropped. */
static struct known_records *digest_of_month(const struct month *month)
{
    struct known_records *known = known_records_new(0);
    for (size_t i = 0; i < month->row_count; i++) {
        const struct row_kept *row = &month->rows[i];
        if (row->clean && row->has_key && !is_dropped(&month->result, row))
            known_records_add(known, &row->known, 1);
    }
    return known;
}

/* ---- with and without ------------------------------------------------------------------------ */

static char *told(const struct month *month)
{
    struct str text = {0};
    const struct check_result *result = &month->result;
    case_add_findings(&text, month->findings, true);
    str_add_format(&text, "read=%d stored=%d duplicates=%d rejected=%d held=%d unreadable=%d",
                   (int)result->rows_read, (int)(result->accepted + result->skipped),
                   (int)result->duplicates, (int)result->rejected, (int)result->held,
                   result->key_unreadable);
    case_add_seen(&text, month->findings, false);
    for (size_t i = 0; i < result->dropped_count; i++)
        str_add_format(&text, " dropped=%d", (int)result->dropped_records[i]);
    return str_take(&text);
}

/* Rows given without are those given with, and the known ones. */
static void compare_rows(const struct month *without, const struct month *with,
                         struct known_records *known)
{
    size_t at = 0;
    size_t skipped = 0;
    known_records_begin(known);
    for (size_t i = 0; i < without->row_count; i++) {
        const struct row_kept *row = &without->rows[i];
        if (known_records_meet(known, known_records_find(known, &row->known.record)) != KNOWN_NOT) {
            ck_assert(row->clean);
            skipped++;
            continue;
        }
        ck_assert_uint_lt(at, with->row_count);
        ck_assert_str_eq(with->rows[at].text, row->text);
        ck_assert_mem_eq(&with->rows[at].known, &row->known, sizeof row->known);
        at++;
    }
    ck_assert_uint_eq(at, with->row_count);
    ck_assert_uint_eq(skipped, with->result.skipped);
}

static bool has_row(const struct month *month, int64_t key)
{
    for (size_t i = 0; i < month->row_count; i++) {
        if (month->rows[i].known.key == key)
            return true;
    }
    return false;
}

/* Who was met stands in the file, and whose key no row has was not met. */
static void compare_people(const struct month *without, const struct known_records *known)
{
    struct known_record record;
    int64_t key;
    size_t unseen = 0;
    for (size_t at = 0; known_records_next_kept(known, true, &at, &record);)
        ck_assert(has_row(without, record.key));
    size_t rest = 0;
    for (size_t at = 0; known_records_next_unseen(known, &at, &key); unseen++)
        ck_assert(!has_row(without, key));
    ck_assert_uint_eq(unseen, known_records_unseen_count(known));
    for (size_t at = 0; known_records_next_rest(known, true, &at, &record);)
        rest++;
    ck_assert_uint_le(unseen, rest);
    ck_assert_uint_eq(rest + known_records_kept_count(known, true), known_records_count(known));
    for (size_t at = 0; known_records_next_kept(known, false, &at, &record);) {
        for (size_t i = 0; i < without->row_count; i++)
            ck_assert(without->rows[i].known.key != record.key ||
                      hash128_equal(&without->rows[i].known.record, &record.record));
    }
}

START_TEST(skipping_changes_no_result)
{
    struct catalogue *catalogue = catalogue_new();
    int redone = 0;
    size_t skipped = 0;
    for (uint64_t seed = 0; seed < MONTHS; seed++) {
        uint64_t state = seed;
        bool may_redo;
        struct str texts[2] = {{0}, {0}};
        struct month first;
        struct month without;
        struct month with;
        make_month(&texts[0], &state, 20, MUTATIONS, &may_redo);
        make_month(&texts[1], &state, (int)seed % 40, seed % 2 == 0 ? MUTATION_TWICE : MUTATIONS,
                   &may_redo);
        check_month(&first, catalogue, str_view_from(&texts[0]), NULL);
        struct known_records *known = digest_of_month(&first);
        check_month(&without, catalogue, str_view_from(&texts[1]), NULL);
        check_month(&with, catalogue, str_view_from(&texts[1]), known);
        ck_assert(!with.result.redo || may_redo);
        redone += with.result.redo;
        if (!with.result.redo) {
            CADRE_FREE char *wanted = told(&without);
            CADRE_FREE char *got = told(&with);
            ck_assert_str_eq(got, wanted);
            compare_people(&without, known);
            compare_rows(&without, &with, known);
            skipped += with.result.skipped;
        }
        known_records_free(known);
        month_release(&first);
        month_release(&without);
        month_release(&with);
        str_release(&texts[0]);
        str_release(&texts[1]);
    }
    ck_assert_int_gt(redone, MONTHS / 10); /* both ways were tried */
    ck_assert_int_lt(redone, MONTHS / 2);
    ck_assert_uint_gt(skipped, MONTHS * PEOPLE / 4);
    catalogue_free(catalogue);
}
END_TEST

/* ---- what makes another hash ----------------------------------------------------------------- */

static const struct {
    const char *text;
    size_t skipped;
    bool redo;
} second_months[] = {
    {"code,name,kind\nA,x,cert\nB,y,cert\n", 2, false},
    {"code,name,kind\r\nB,y,cert\r\nA,x,cert", 0, false}, /* the header's bytes differ */
    {"code,name,kind\nB,y,cert\r\nA,x,cert", 2, false},
    {"code;name;kind\nA;x;cert\nB;y;cert\n", 0, false},
    {"name,code,kind\nA,x,cert\nB,y,cert\n", 0, false},
    {"code,name,kind\nA,x,cert \nB,\"y\",cert\n", 0, false},
    {"code,name,kind\nA,x,cert\nB,y,cert\nA,x,cert\n", 0, true},
    {"code,name,kind\nA,x,cert\nA,z,cert\n", 0, true},
    {"code,name,kind\nA,z,cert\nA,x,cert\n", 0, true},
    {"code,name,kind\nA,x,cert\nA,\"x\",cert\n", 0, true},
    {"code,name,kind\nA,x,cert\nA,\"x\",bad\n", 0, true},
    {"code,name,kind\nC,x,cert\n", 0, false},
};

static const char first_month[] = "code,name,kind\nA,x,cert\nB,y,cert\n";

static void check_organizations(struct month *month, const struct catalogue *catalogue,
                                const char *text, struct hash128 seed, struct known_records *known)
{
    struct cadre_error err = {0};
    *month = (struct month){.file = case_file(str_view_of(text)), .findings = findings_new()};
    const struct check_options options = {.kind = kind_find(str_view_of("organizations")),
                                          .catalogue = catalogue,
                                          .seed = seed,
                                          .known = known};
    const struct row_sink sink = {.context = month, .row = keep_row};
    ck_assert_int_eq(
        check_file(&options, month->file, &sink, month->findings, &month->result, &err), CADRE_OK);
}

START_TEST(records_are_known_by_all_that_decides)
{
    struct catalogue *catalogue = catalogue_new();
    struct hash128 seed = {{7}};
    struct month first;
    struct month second;
    check_organizations(&first, catalogue, first_month, seed, NULL);
    struct known_records *known = digest_of_month(&first);
    ck_assert_uint_eq(known_records_count(known), 2);
    check_organizations(&second, catalogue, second_months[_i].text, seed, known);
    ck_assert(second.result.redo == second_months[_i].redo);
    if (!second.result.redo)
        ck_assert_uint_eq(second.result.skipped, second_months[_i].skipped);
    known_records_free(known);
    month_release(&first);
    month_release(&second);
    catalogue_free(catalogue);
}
END_TEST

START_TEST(seeds_make_other_hashes)
{
    struct catalogue *catalogue = catalogue_new();
    static const struct hash128 seeds[] = {{{7}}, {{8}}, {{0}}, {{0}}, {{7}}};
    struct month months[ROWS(seeds)];
    for (int i = 0; i < ROWS(seeds); i++)
        check_organizations(&months[i], catalogue, first_month, seeds[i], NULL);
    for (int i = 1; i < ROWS(seeds); i++) {
        const struct row_kept *row = &months[i].rows[0];
        bool same = i == ROWS(seeds) - 1;
        ck_assert(hash128_equal(&row->known.record, &months[0].rows[0].known.record) == same);
        ck_assert((row->known.key == months[0].rows[0].known.key) == same);
        ck_assert_int_ne(row->known.key, months[i - 1].rows[0].known.key); /* nothing: drawn */
        ck_assert_int_ne(row->known.key, months[i].rows[1].known.key);
    }
    for (int i = 0; i < ROWS(seeds); i++)
        month_release(&months[i]);
    catalogue_free(catalogue);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("skipping");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, skipping_changes_no_result);
    tcase_add_loop_test(tcase, records_are_known_by_all_that_decides, 0, ROWS(second_months));
    tcase_add_test(tcase, seeds_make_other_hashes);
    return run_tcase(tcase, "import/skipping");
}
