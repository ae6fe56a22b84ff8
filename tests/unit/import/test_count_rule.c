/*
 * The count rule on a million rows that were damaged at random: every byte of the file belongs to
 * the header, to one row that is counted once, or to a blank line, and every row that was not
 * accepted stands in the rejects byte by byte.
 */
#include "import/rejects_csv.h"
#include "tests/unit/import/fault_sheet.h"

#ifdef __SANITIZE_ADDRESS__
enum { ROWS_MADE = 100000 };
#else
enum { ROWS_MADE = 1000000 };
#endif
enum { DAMAGED_IN = 5, SEED = 20260301 };

/* ---- a file ---------------------------------------------------------------------------------- */

static const char header[] = "source_person_id,credential,number,issued_on,expires_on\n";

static void add_row(struct str *text, uint64_t *random, size_t number)
{
    static const char *const credentials[] = {"Security+", "CISSP", "CCNA", "GCIH"};
    str_add_format(text, "P-%07d,%s,\"No. %d, %s\",20%02d-%02d-%02d,2028-01-01\n", (int)number,
                   credentials[below(random, ROWS(credentials))], (int)below(random, 1000),
                   below(random, 9) == 0 ? "a \"\"copy\"\"" : "az", 10 + (int)below(random, 16),
                   1 + (int)below(random, 12), 1 + (int)below(random, 28));
}

/* What can happen to a row that stands at `begin`: bytes lost, added, changed, the row doubled. */
static void damage(struct str *text, uint64_t *random, size_t begin)
{
    static const char signs[] = "\",\n\r; 0aZ-\t\a";
    size_t length = text->length - begin;
    size_t at = begin + below(random, length);
    char sign = signs[below(random, sizeof signs - 1)];
    switch (below(random, 6)) {
    case 0:
        text->data[at] = sign;
        break;
    case 1:
        memmove(text->data + at, text->data + at + 1, text->length - at - 1);
        text->length--;
        break;
    case 2:
        str_add_char(text, '\0');
        memmove(text->data + at + 1, text->data + at, text->length - at - 1);
        text->data[at] = sign;
        break;
    case 3: /* the rest of the row is gone */
        text->length = at;
        str_add_char(text, '\n');
        break;
    case 4: { /* it stands twice, at times with another content */
        CADRE_FREE char *row = cadre_strndup(text->data + begin, length);
        if (below(random, 2) == 0)
            row[length - 2] = '2';
        str_add(text, row, length);
        break;
    }
    default:
        str_add_text(text, "\n \r\n,,,,\n");
    }
}

static void make_file(struct str *text)
{
    uint64_t random = SEED;
    str_add_text(text, header);
    for (size_t i = 0; i < ROWS_MADE; i++) {
        size_t begin = text->length;
        add_row(text, &random, i);
        if (below(&random, DAMAGED_IN) == 0)
            damage(text, &random, begin);
    }
}

/* ---- every byte once ------------------------------------------------------------------------- */

struct run {
    struct input_file *file;
    struct findings *findings;
    struct check_result result;
    uint64_t given;     /* rows that the sink got */
    struct str claimed; /* by byte of the file: how a row claims it */
    uint64_t claimed_twice;
    uint64_t not_in_rejects;
};

enum { FREE, GIVEN, KEPT_OUT };

/* Asserted at the end: each assertion of Check writes to a pipe. A row that was given may be taken
 * back. */
static void claim(struct run *run, const struct record_place *place, char how)
{
    for (uint64_t i = place->offset; i < place->offset + place->length; i++) {
        bool taken_back = how == KEPT_OUT && run->claimed.data[i] == GIVEN;
        run->claimed_twice += run->claimed.data[i] != FREE && !taken_back;
        run->claimed.data[i] = how;
    }
}

static enum cadre_status take_row(void *context, const struct typed_row *row,
                                  struct cadre_error *err)
{
    (void)err;
    struct run *run = context;
    run->given++;
    claim(run, &row->place, GIVEN);
    return CADRE_OK;
}

static void check(struct run *run, const struct catalogue *catalogue, const struct str *text)
{
    struct cadre_error err = {0};
    struct check_options options = {.kind = kind_find(STR_VIEW_LITERAL("certifications")),
                                    .catalogue = catalogue};
    const struct row_sink sink = {.context = run, .row = take_row};
    ck_assert(cadre_date_from_civil(2026, 3, 1, &options.effective));
    run->file = case_file(str_view_from(text));
    run->findings = findings_new();
    for (size_t i = 0; i < text->length; i++)
        str_add_char(&run->claimed, FREE);
    ck_assert_int_eq(check_file(&options, run->file, &sink, run->findings, &run->result, &err),
                     CADRE_OK);
}

/* What no row claims is the header, a repetition, or a line of blanks and delimiters. Returns how
 * many repetitions. */
static uint64_t count_unclaimed_rows(const struct run *run, const struct str *text)
{
    uint64_t rows = 0;
    for (size_t i = sizeof header - 1; i < text->length;) {
        size_t begin = i;
        bool blank = true;
        while (i < text->length && run->claimed.data[i] == FREE &&
               (i == begin || text->data[i - 1] != '\n')) {
            blank = blank && strchr(" \t\r\n,", text->data[i]) != NULL;
            i++;
        }
        rows += i > begin && !blank;
        i += i == begin;
    }
    return rows;
}

static void check_rejects(struct run *run, const struct str *text)
{
    char *bytes = NULL;
    size_t size = 0;
    size_t count = 0;
    struct rejected_record record;
    struct cadre_error err = {0};
    FILE *out = open_memstream(&bytes, &size);
    ck_assert_int_eq(rejects_csv_write(run->file, run->findings, ',', out, &err), CADRE_OK);
    ck_assert_int_eq(fclose(out), 0);
    const char *at = bytes;
    findings_rewind(run->findings);
    for (; findings_next_rejected(run->findings, &record) && at != NULL; count++) {
        const struct record_place *place = &record.place;
        claim(run, place, KEPT_OUT);
        at = memmem(at, size - (size_t)(at - bytes), text->data + place->offset, place->length);
        run->not_in_rejects += at == NULL;
        at += at != NULL ? place->length : 0;
    }
    ck_assert_uint_eq(count, run->result.rejected + run->result.held);
    ck_assert_uint_eq(run->not_in_rejects, 0);
    free(bytes);
}

START_TEST(every_byte_is_counted_once)
{
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = catalogue_new();
    CADRE_CLEANUP(str_release) struct str text = {0};
    struct run run = {0};
    make_file(&text);
    check(&run, catalogue, &text);
    const struct check_result *result = &run.result;
    ck_assert(!result->refused);
    ck_assert_uint_ge(result->rows_read, ROWS_MADE);
    ck_assert_uint_eq(result->rows_read,
                      result->accepted + result->duplicates + result->rejected + result->held);
    ck_assert_uint_eq(run.given, result->accepted + result->dropped_count);
    check_rejects(&run, &text);
    ck_assert_uint_eq(run.claimed_twice, 0);
    ck_assert_uint_eq(count_unclaimed_rows(&run, &text), result->duplicates);
    /* It was damaged indeed, in most ways. */
    ck_assert_uint_gt(result->rejected, ROWS_MADE / 20);
    ck_assert_uint_gt(result->duplicates, ROWS_MADE / 100);
    ck_assert_uint_gt(result->dropped_count, ROWS_MADE / 100);
    findings_free(run.findings);
    input_file_free(run.file);
    str_release(&run.claimed);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("count_rule");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, every_byte_is_counted_once);
    return run_tcase(tcase, "import/count_rule");
}
