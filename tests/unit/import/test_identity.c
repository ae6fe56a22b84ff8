#include "import/identity.h"

#include <stdlib.h>

#include "import/field_types.h"
#include "tests/unit/import/import_case.h"

/* Steps over one identity: outcome N(ew), R(epeated), D(iffers), A(like); for D the record that
 * stood first and is out now, 0 = none. */
struct step {
    const char *cells;
    const char *record; /* bytes; NULL: the cells */
    char outcome;
    int first;
};

enum { STEPS_MAX = 8 };

static const struct {
    const char *kind;
    struct step steps[STEPS_MAX];
} cases[] = {
    {"organizations",
     {{"code=A|name=x|kind=cert", NULL, 'N', 0},
      {"code=B|name=x|kind=cert", NULL, 'N', 0},
      {"code=A|name= x|kind=CERT", NULL, 'R', 0},
      {"code=A|name=y|kind=cert", NULL, 'D', 1},
      {"code=A|name=x|kind=cert", NULL, 'S', 0},
      {"code=a|name=x|kind=cert", NULL, 'N', 0}}},
    /* of a row at fault the bytes count */
    {"organizations",
     {{"code=A|name=x|kind=bad", "A,x,bad\n", 'N', 0},
      {"code=A|name=x|kind=bad", "A,x,bad\r\n", 'A', 0},
      {"code=A|name=x|kind=cert", NULL, 'S', 0},
      {"code=B|name=x|kind=cert", NULL, 'N', 0},
      {"code=B|name=x|kind=bad", NULL, 'D', 4}}},
    /* no key, nothing to compare */
    {"organizations", {{"name=x|kind=cert", NULL, 'N', 0}, {"name=y|kind=cert", NULL, 'N', 0}}},
    /* a person's key is source_person_id if given, else national_id */
    {"roster",
     {{"source_person_id=1|national_id=AAAAA|family_name=A|given_name=B", NULL, 'N', 0},
      {"source_person_id=1|national_id=BBBBB|family_name=A|given_name=B", NULL, 'D', 1},
      {"source_person_id=2|national_id=AAAAA|family_name=A|given_name=B", NULL, 'N', 0},
      {"national_id=aaaaa|family_name=A|given_name=B", NULL, 'N', 0},
      {"national_id=AAAAA|family_name=A|given_name=B", NULL, 'R', 0},
      {"source_person_id=AAAAA|family_name=A|given_name=B", NULL, 'N', 0},
      {"source_person_id=b b|national_id=AAAAA|family_name=C|given_name=B", NULL, 'N', 0}}},
    {"competencies",
     {{"source_person_id=1|type=work_role|code=DCWF/511|level=Basic", NULL, 'N', 0},
      {"source_person_id=1|person_source=X|type=work_role|code=DCWF/511|level=Basic", NULL, 'N', 0},
      {"source_person_id=1|type=work_role|code=DCWF@5.1/511|level=basic", NULL, 'R', 0},
      {"source_person_id=1|type=work_role|code=DCWF/511|level=Advanced", NULL, 'D', 1},
      {"source_person_id=1|type=work_role|code=DCWF/521|level=Advanced", NULL, 'N', 0}}},
    {"certifications",
     {{"national_id=AAAAA|credential=Security+|issued_on=2024-01-01", NULL, 'N', 0},
      {"national_id=AAAAA|credential=Security+|issuer=CompTIA|issued_on=01.01.2024", NULL, 'R', 0},
      {"national_id=AAAAA|credential=Security+|issued_on=2024-01-02", NULL, 'N', 0}}},
    /* what is wished for is one of three columns, and part of the key */
    {"preferences",
     {{"national_id=AAAAA|side=person|need_code=A|rank=1", NULL, 'N', 0},
      {"national_id=AAAAA|side=person|organization_code=A|rank=2", NULL, 'N', 0},
      {"national_id=AAAAA|side=organization|need_code=A|rank=1", NULL, 'N', 0},
      {"national_id=AAAAA|side=person|work_role=DCWF/511|rank=3", NULL, 'N', 0},
      {"national_id=AAAAA|side=şəxs|work_role=DCWF@5.1/511|rank=3", NULL, 'R', 0},
      {"national_id=AAAAA|side=person|need_code=A|rank=4", NULL, 'D', 1},
      {"national_id=AAAAA|side=person|work_role=none|rank=3", NULL, 'N', 0},
      {"national_id=AAAAA|side=person|rank=3", NULL, 'N', 0}}},
    {"preferences",
     {{"national_id=AAAAA|side=person|rank=3", NULL, 'N', 0},
      {"national_id=AAAAA|side=person|rank=4", NULL, 'N', 0}}},
};

/* A file of steps, read again as a check does. */
struct file {
    const struct step *steps; /* the record of number n is the step before */
    struct row *row;
    const struct step *other; /* read in the place of record 1, when not NULL */
};

static const char *record_of(const struct step *step)
{
    return step->record != NULL ? step->record : step->cells;
}

/* Some records have more lines than one. */
static struct record_place place_of(uint64_t number)
{
    return (struct record_place){
        .line = number + 1 + number / 2, .record = number, .offset = number * 100, .length = 100};
}

static enum cadre_status read_step(void *context, struct record_place *place,
                                   const struct row **ret_row, struct str_view *ret_record,
                                   struct cadre_error *err)
{
    (void)err;
    struct file *file = context;
    struct record_place wanted = place_of(place->record);
    const struct step *step = &file->steps[place->record - 1];
    if (file->other != NULL && place->record == 1)
        step = file->other;
    ck_assert_uint_eq(place->length, 0);
    place->length = wanted.length;
    ck_assert_mem_eq(place, &wanted, sizeof wanted);
    row_begin(file->row);
    case_set_cells(file->row, step->cells);
    field_types_check(file->row);
    *ret_row = file->row;
    *ret_record = str_view_of(record_of(step));
    return CADRE_OK;
}

static void take_step(struct identity *identity, struct row *row, const struct step *step,
                      uint64_t number)
{
    struct cadre_error err = {0};
    struct record_place place = place_of(number);
    struct record_place first = {0};
    enum identity_outcome outcome;
    row_begin(row);
    case_set_cells(row, step->cells);
    field_types_check(row);
    CADRE_CLEANUP(str_release) struct str text = {0};
    const struct row_key key = identity_key_of(identity, row, &text);
    identity_expect(identity, &key);
    ck_assert_int_eq(identity_add(identity, row, &key, &place, str_view_of(record_of(step)),
                                  row_effect(row) == FINDING_WARNS, &outcome, &first, &err),
                     CADRE_OK);
    ck_assert_msg("NRDSAO"[outcome] == step->outcome, "step %d: %c", (int)number,
                  "NRDSAO"[outcome]);
    if (outcome != IDENTITY_DIFFERS)
        return;
    ck_assert_uint_eq(first.record, (uint64_t)step->first);
    if (step->first > 0)
        ck_assert_uint_eq(first.offset, (uint64_t)step->first * 100);
}

static struct catalogue *catalogue;
static struct file file;

static void set_up(void)
{
    catalogue = catalogue_new();
}

static void tear_down(void)
{
    row_free(file.row);
    catalogue_free(catalogue);
}

static struct identity *open_identity(const struct kind *kind, const struct step *steps,
                                      size_t expected)
{
    struct fast_hash_seed seed = fast_hash_seed_random();
    const struct identity_source source = {&file, read_step};
    file = (struct file){.steps = steps, .row = row_new(kind, catalogue)};
    return identity_new(kind, &seed, &source, expected);
}

START_TEST(repetitions_are_seen)
{
    const struct kind *kind = kind_find(str_view_of(cases[_i].kind));
    struct row *row = row_new(kind, catalogue);
    struct identity *identity = open_identity(kind, cases[_i].steps, 0);
    for (size_t i = 0; i < STEPS_MAX && cases[_i].steps[i].cells != NULL; i++)
        take_step(identity, row, &cases[_i].steps[i], i + 1);
    identity_free(identity);
    row_free(row);
}
END_TEST

static const size_t expectations[] = {0, 1500, 5000, 20000};

START_TEST(many_keys_stay_apart)
{
    enum { KEYS = 5000 };
    const struct kind *kind = kind_find(str_view_of("organizations"));
    struct step *steps = cadre_calloc(KEYS, sizeof *steps);
    struct row *row = row_new(kind, catalogue);
    struct identity *identity = open_identity(kind, steps, expectations[_i]);
    for (int i = 0; i < KEYS; i++) {
        steps[i].cells = cadre_format("code=K%d|name=x|kind=cert", i);
        steps[i].outcome = 'N';
        take_step(identity, row, &steps[i], (uint64_t)i + 1);
    }
    for (int i = 0; i < KEYS; i++) {
        const struct step again = {steps[i].cells, NULL, 'R', 0};
        int64_t key;
        take_step(identity, row, &again, KEYS + (uint64_t)i + 1);
        ck_assert(identity_key(identity, &key));
        ck_assert(identity_has_key(identity, key));
        ck_assert(!identity_has_key(identity, key + 1));
    }
    ck_assert_int_eq(identity_column(identity, row), 0);
    identity_free(identity);
    row_free(row);
    for (int i = 0; i < KEYS; i++)
        free((char *)steps[i].cells);
    free(steps);
}
END_TEST

/* Should two keys have one hash: what is read again at the first one's place is another key's. */
START_TEST(a_hash_alone_tells_nothing)
{
    static const struct step steps[] = {
        {"code=A|name=x|kind=cert", NULL, 'N', 0},
        {"code=A|name=y|kind=cert", NULL, 'N', 0},
        {"code=A|name=y|kind=cert", NULL, 'R', 0},
        {"code=A|name=z|kind=cert", NULL, 'D', 2},
    };
    static const struct step other = {"code=B|name=x|kind=cert", NULL, 'N', 0};
    const struct kind *kind = kind_find(str_view_of("organizations"));
    struct row *row = row_new(kind, catalogue);
    struct identity *identity = open_identity(kind, steps, 0);
    file.other = &other;
    for (size_t i = 0; i < ROWS(steps); i++)
        take_step(identity, row, &steps[i], i + 1);
    identity_free(identity);
    row_free(row);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("identity");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, repetitions_are_seen, 0, ROWS(cases));
    tcase_add_loop_test(tcase, many_keys_stay_apart, 0, ROWS(expectations));
    tcase_add_test(tcase, a_hash_alone_tells_nothing);
    return run_tcase(tcase, "import/identity");
}
