/* A batch that is taken back: the registry is what it was, and what rests on a batch keeps it. */
#include <string.h>

#include "sql/undo.h"
#include "tests/integration/files.h"

enum { ROUNDS = 3, FILES = 10, PEOPLE = 6, WAIT_S = 10 };

static struct undo_result undo_ok(struct session *session, int64_t batch)
{
    struct undo_result result;
    must(undo_batch(session, batch, WAIT_S, test_arena(), &result, fault));
    ck_assert_answer(session, "SELECT * FROM cadre.check_registry()", "");
    return result;
}

/* "9 changed 2, 8 people 1": who rests on it, numbers counted from `first`. */
static const char *rests(struct session *session, int64_t batch, int64_t first)
{
    static const char *const words[] = {
        [UNDO_CHANGED] = "changed",
        [UNDO_STATED] = "stated",
        [UNDO_REPEATED] = "repeated",
        [UNDO_HELD] = "held",
        [UNDO_JOINED] = "joined",
        [UNDO_EARLIER] = "earlier",
        [UNDO_PEOPLE] = "people",
        [UNDO_IDS] = "ids",
        [UNDO_NUMBERS] = "numbers",
        [UNDO_NEEDS] = "needs",
        [UNDO_ORGANIZATIONS] = "organizations",
        [UNDO_TRAININGS] = "trainings",
    };
    struct undo_result result;
    struct cadre_error err = {0};
    const char *before = digest_now(session);
    CADRE_CLEANUP(str_release) struct str text = {0};
    ck_assert_int_eq(undo_batch(session, batch, WAIT_S, test_arena(), &result, &err),
                     CADRE_REFUSED);
    ck_assert_uint_gt(result.resting_count, 0);
    for (size_t i = 0; i < result.resting_count; i++)
        str_add_format(&text, "%s%lld %s %lld", i > 0 ? ", " : "",
                       (long long)(result.resting[i].batch - first),
                       words[result.resting[i].reason], (long long)result.resting[i].found);
    ck_assert_str_eq(digest_now(session), before);
    cadre_error_release(&err);
    return arena_copy(test_arena(), str_view_from(&text)).data;
}

static struct session *begin(void)
{
    struct session *session = connect_to(fresh_database(), "test");
    add_organizations(session, "BAKU GANJA");
    return session;
}

/* ---- what comes back ------------------------------------------------------------------------- */

static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (uint32_t)((*state * 2685821657736338717ULL) >> 32) % below;
}

typedef void rows_maker(uint64_t *state, struct str *rows);

/* Numbers and ids that the two sources share in part: links, corrections, people held. */
static void make_roster(uint64_t *state, struct str *rows)
{
    for (int person = 0; person < PEOPLE; person++) {
        if (draw(state, 3) == 0)
            continue;
        uint32_t id = draw(state, 4);
        str_add_format(rows, "S%d|", person);
        if (id > 0)
            str_add_format(rows, "N%d%s", person, id == 1 ? "x" : "");
        str_add_format(rows, "|g|f|19%u0-01-01|r%u\n", 7 + draw(state, 2), draw(state, 3));
    }
}

static void make_competencies(uint64_t *state, struct str *rows)
{
    for (int person = 0; person < PEOPLE; person++) {
        if (draw(state, 2) == 0)
            str_add_format(rows, "S%d|work_role|DCWF@5.1/511|%s\n", person,
                           draw(state, 2) == 0 ? "Basic" : "Advanced");
    }
}

static void make_awards(uint64_t *state, struct str *rows)
{
    for (int person = 0; person < PEOPLE; person++) {
        if (draw(state, 2) == 0)
            str_add_format(rows, "S%d|CompTIA/CySA+|2025-01-0%u|n%u\n", person, 1 + draw(state, 2),
                           draw(state, 2));
    }
}

static void make_organizations(uint64_t *state, struct str *rows)
{
    for (int code = 0; code < 4; code++) {
        if (draw(state, 2) == 0)
            str_add_format(rows, "O%d|name %u|unit\n", code, draw(state, 3));
    }
}

static void make_needs(uint64_t *state, struct str *rows)
{
    static const char *const organizations[] = {"BAKU", "GANJA", "O1", "O2"};
    for (int code = 0; code < 3; code++) {
        if (draw(state, 2) == 0)
            str_add_format(rows, "D%d|%s|t|civil|%u|1|2026-01-01\n", code,
                           organizations[draw(state, 4)], 1 + draw(state, 2));
    }
}

static void make_requirements(uint64_t *state, struct str *rows)
{
    for (int code = 0; code < 3; code++) {
        for (int clause = 1; clause <= 2; clause++) {
            if (draw(state, 2) == 0)
                str_add_format(rows, "D%d|%d|language|%s|required\n", code, clause,
                               draw(state, 2) == 0 ? "az:B1" : "en:B1");
        }
    }
}

static void make_placements(uint64_t *state, struct str *rows)
{
    for (int person = 0; person < PEOPLE; person++) {
        if (draw(state, 3) == 0)
            str_add_format(rows, "S%d|D%u|2026-01-01|%s\n", person, draw(state, 3),
                           draw(state, 2) == 0 ? "posted" : "proposed");
    }
}

static const struct {
    const char *kind, *header;
    bool has_source, full_list;
    rows_maker *make;
} kinds[] = {
    {"roster", "source_person_id national_id given_name family_name birth_date rank", true, true,
     make_roster},
    {"roster", "source_person_id national_id given_name family_name birth_date rank", true, false,
     make_roster},
    {"competencies", "source_person_id type code level", true, true, make_competencies},
    {"certifications", "source_person_id credential issued_on number", true, false, make_awards},
    {"organizations", "code name kind", false, false, make_organizations},
    {"needs", "need_code organization_code title engagement headcount priority starts_on", false,
     false, make_needs},
    {"requirements", "need_code clause kind code importance", false, false, make_requirements},
    {"placements", "source_person_id need_code from_on status", true, false, make_placements},
};

/* Of any kind, source and month, in any order. */
static struct test_file random_file(uint64_t *state, int ordinal)
{
    CADRE_CLEANUP(str_release) struct str rows = {0};
    uint32_t kind = ordinal < 2 ? 0 : draw(state, ROWS(kinds));
    while (rows.length == 0)
        kinds[kind].make(state, &rows);
    return (struct test_file){
        .kind = kinds[kind].kind,
        .source = !kinds[kind].has_source ? NULL
                  : draw(state, 2) == 0   ? "BAKU"
                                          : "GANJA",
        .effective = arena_format(test_arena(), "2026-0%u-01", 1 + draw(state, 5)),
        .header = kinds[kind].header,
        .rows = arena_copy(test_arena(), str_view_from(&rows)).data,
        .full_list = kinds[kind].full_list,
        .held_set = kind == 6 && draw(state, 2) == 0 ? "D1" : NULL,
    };
}

struct story {
    struct session *session;
    struct outcome outcomes[FILES];
    const char *digests[FILES + 1]; /* before each, and after the last */
    const char *times[FILES + 1];   /* at which they held */
};

/* `volumes`: whole lists are laid into volumes. */
static void tell_story(uint64_t *state, bool volumes, struct story *story)
{
    story->session = begin();
    if (volumes)
        fill_volumes(story->session, 1);
    story->times[0] = ask(story->session, "SELECT newest::text FROM cadre.registry_clock");
    story->digests[0] = digest_now(story->session);
    for (int i = 0; i < FILES; i++) {
        const struct test_file file = random_file(state, i);
        story->outcomes[i] = load_ok(story->session, &file);
        story->times[i + 1] = story->outcomes[i].result.recorded_at;
        story->digests[i + 1] = digest_now(story->session);
    }
}

/* The newest first, down to what was there before; and each time, known at a time before, all is as
 * it was. */
START_TEST(in_reverse_order_down_to_nothing)
{
    uint64_t state = 88172645463325252ULL + 1000003ULL * (uint64_t)_i;
    struct story story;
    tell_story(&state, _i % 2 == 1, &story);
    for (int i = FILES - 1; i >= 0; i--) {
        undo_ok(story.session, story.outcomes[i].batch);
        ck_assert_msg(strcmp(digest_now(story.session), story.digests[i]) == 0,
                      "round %d: undo of file %d leaves another registry", _i, i);
    }
    for (int i = 0; i <= FILES; i++)
        ck_assert_msg(strcmp(digest_at(story.session, NULL, story.times[i]), story.digests[i]) == 0,
                      "round %d: known at file %d is another registry", _i, i);
    ck_assert_int_eq(undo_ok(story.session, 1).records, 2); /* the organizations */
    ck_assert_str_eq(digest_now(story.session), digest_at(story.session, NULL, "2000-01-02"));
    session_free(story.session);
}
END_TEST

/* Undone, and the same files again: as if nothing had been. Each undo is undone by an import. */
START_TEST(undone_and_imported_again)
{
    uint64_t state = 5511262222222ULL + 7919ULL * (uint64_t)_i;
    uint64_t again = state;
    struct story story;
    tell_story(&state, _i % 2 == 1, &story);
    int keep = (int)draw(&state, FILES);
    for (int i = FILES - 1; i >= keep; i--)
        undo_ok(story.session, story.outcomes[i].batch);
    for (int i = 0; i < FILES; i++) {
        const struct test_file file = random_file(&again, i);
        if (i < keep)
            continue;
        struct outcome outcome = load_ok(story.session, &file);
        ck_assert_str_eq(told(&outcome), told(&story.outcomes[i]));
        ck_assert_msg(strcmp(digest_now(story.session), story.digests[i + 1]) == 0,
                      "round %d: file %d again gives another registry", _i, i);
    }
    session_free(story.session);
}
END_TEST

/* Of all batches: those that can be taken back out of the middle leave a sound registry, and what
 * is imported again afterwards by the last one is what it was. Those that cannot name a later one.
 */
START_TEST(out_of_the_middle)
{
    uint64_t state = 99194853094755497ULL + 104729ULL * (uint64_t)_i;
    struct story story;
    tell_story(&state, _i % 2 == 1, &story);
    for (int i = 0; i < FILES; i++) {
        struct undo_result result;
        struct cadre_error err = {0};
        int64_t batch = story.outcomes[i].batch;
        enum cadre_status status =
            undo_batch(story.session, batch, WAIT_S, test_arena(), &result, &err);
        if (status == CADRE_OK) {
            ck_assert_answer(story.session, "SELECT * FROM cadre.check_registry()", "");
            continue;
        }
        ck_assert_int_eq(status, CADRE_REFUSED);
        ck_assert_uint_gt(result.resting_count, 0);
        for (size_t j = 0; j < result.resting_count; j++)
            ck_assert_int_gt(result.resting[j].batch, batch);
        cadre_error_release(&err);
    }
    session_free(story.session);
}
END_TEST

/* ---- what rests on it ------------------------------------------------------------------------ */

#define ROSTER "source_person_id national_id given_name family_name birth_date"
#define AWARDS "source_person_id credential issued_on"
#define NEEDS "need_code organization_code title engagement headcount priority starts_on"

/* Files in the order of their import; the first of them is to be undone. Numbers of batches count
 * from it: it is batch 1. */
static const struct {
    const char *title;
    struct test_file files[4];
    const char *resting; /* "" = nobody: it is undone */
    bool from_nothing;   /* else person A and need OLD are known since December */
} cases[] = {
    {"the next month changed one and repeated one",
     {{"roster", "BAKU", "2026-01-01", ROSTER, "1|A|g|f|\n2|B|g|f|\n", .full_list = true},
      {"roster", "BAKU", "2026-02-01", ROSTER, "1|A|g|new|\n2|B|g|f|\n", .full_list = true}},
     "2 changed 1, 2 repeated 1",
     .from_nothing = true},
    {"the next month let one leave",
     {{"roster", "BAKU", "2026-01-01", ROSTER, "1|A|g|f|\n2|B|g|f|\n", .full_list = true},
      {"roster", "BAKU", "2026-02-01", ROSTER, "3|C|g|f|\n", .full_list = true}},
     "2 changed 2",
     .from_nothing = true},
    {"other rows of the same source",
     {{"roster", "BAKU", "2026-01-01", ROSTER, "1|A|g|f|\n"},
      {"roster", "BAKU", "2026-02-01", ROSTER, "2|B|g|f|\n"}},
     "",
     .from_nothing = true},
    {"a return after the month in which somebody left",
     {{"roster", "BAKU", "2026-02-01", ROSTER, "2|B|g|f|\n", .full_list = true},
      {"roster", "BAKU", "2026-03-01", ROSTER, "1|A|g|f|\n"}},
     "2 stated 1"},
    {"a late file that ends where this list begins",
     {{"roster", "BAKU", "2026-03-01", ROSTER, "1|A|g|f|\n", .full_list = true},
      {"roster", "BAKU", "2026-02-01", ROSTER, "9|Z|g|f|\n"}},
     "2 earlier 1"},
    {"awards of somebody whom only this list knows",
     {{"roster", "BAKU", "2026-01-01", ROSTER, "1|A|g|f|\n5|E|g|f|\n"},
      {"certifications", "BAKU", "2026-01-01", AWARDS, "5|CompTIA/CySA+|2025-01-01\n"},
      {"placements", "BAKU", "2026-01-01", "source_person_id need_code from_on status",
       "5|OLD|2026-01-01|posted\n"}},
     "3 people 1, 2 people 1"},
    {"awards of somebody whom another list knows too",
     {{"roster", "BAKU", "2026-01-01", ROSTER, "5|E|g|f|\n"},
      {"roster", "GANJA", "2026-01-01", ROSTER, "7|E|g|f|\n"},
      {"certifications", "GANJA", "2026-01-01", AWARDS, "7|CompTIA/CySA+|2025-01-01\n"}},
     ""},
    {"evidence that names somebody by the id that this list gave, or by the number",
     {{"roster", "BAKU", "2026-01-01", ROSTER, "1|A|g|f|\n6|F|g|f|\n"},
      {"certifications", "BAKU", "2026-01-01", "source_person_id national_id credential issued_on",
       "|F|CompTIA/CySA+|2025-01-01\n|A|CompTIA/CySA+|2025-01-01\n"},
      {"competencies", "BAKU", "2026-01-01", "source_person_id type code level",
       "6|work_role|DCWF@5.1/511|Basic\n"},
      {"placements", "BAKU", "2026-01-01", "national_id need_code from_on status",
       "F|OLD|2026-01-01|posted\n"}},
     "4 ids 1, 2 ids 1"},
    {"evidence by an id that another list gives too",
     {{"roster", "BAKU", "2026-01-01", ROSTER, "4|H|g|f|\n"},
      {"certifications", "BAKU", "2026-01-01", "national_id credential issued_on",
       "H|CompTIA/CySA+|2025-01-01\n"}},
     ""},
    {"evidence by the number that this list gave to somebody of another one, by both, or by an id",
     {{"roster", "BAKU", "2026-01-01", ROSTER, "4|H|g|f|\n"},
      {"certifications", "BAKU", "2026-01-01", AWARDS, "4|CompTIA/CySA+|2025-01-01\n"},
      {"competencies", "BAKU", "2026-01-01", "source_person_id national_id type code level",
       "4|H|work_role|DCWF@5.1/511|Basic\n"},
      {"placements", "BAKU", "2026-01-01", "national_id need_code from_on status",
       "H|OLD|2026-01-01|posted\n"}},
     "3 numbers 1, 2 numbers 1"},
    {"evidence by the number of somebody who had none there",
     {{"roster", "GANJA", "2026-01-01", ROSTER, "9|H|g|f|\n7|K|g|f|\n", .full_list = true},
      {"certifications", "GANJA", "2026-01-01", AWARDS, "7|CompTIA/CySA+|2025-01-01\n"}},
     "2 numbers 1"},
    {"a record of another list that the id linked, and evidence by it",
     {{"roster", "BAKU", "2026-01-01", ROSTER, "6|F|g|f|\n"},
      {"roster", "GANJA", "2026-01-01", ROSTER, "7|F|g|f|\n"},
      {"certifications", "GANJA", "2026-01-01", "national_id credential issued_on",
       "F|CompTIA/CySA+|2025-01-01\n"}},
     "2 ids 1"},
    {"requirements of a need",
     {{"needs", NULL, "2026-01-01", NEEDS, "N1|BAKU|t|civil|1|1|2026-01-01\n"},
      {"requirements", NULL, "2026-01-01", "need_code clause kind code importance",
       "N1|1|language|az:B1|required\nN1|2|language|en:B1|required\n"}},
     "2 needs 2"},
    {"requirements of a need that was there before",
     {{"needs", NULL, "2026-01-01", NEEDS, "OLD|BAKU|renamed|civil|1|1|2026-01-01\n"},
      {"requirements", NULL, "2026-01-01", "need_code clause kind code importance",
       "OLD|1|language|az:B1|required\n"}},
     ""},
    {"a unit, its parent and its source",
     {{"organizations", NULL, "2026-01-01", "code name kind", "O1|o|unit\nO2|o|unit\n"},
      {"organizations", NULL, "2026-01-01", "code name kind parent_code", "O3|o|unit|O1\n"},
      {"needs", NULL, "2026-01-01", NEEDS, "N1|O2|t|civil|1|1|2026-01-01\n"},
      {"roster", "O1", "2026-01-01", ROSTER, "1|Q|g|f|\n2|R|g|f|\n"}},
     "4 organizations 2, 3 organizations 1, 2 organizations 1"},
    {"somebody has the id that comes free",
     {{"roster", "BAKU", "2026-01-01", ROSTER, "1|A2|g|f|\n"},
      {"roster", "GANJA", "2026-01-01", ROSTER, "1|A|other|person|1950-01-01\n"}},
     "2 people 1"},
};

START_TEST(later_batches_rest_on_it)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = begin();
    static const struct test_file before[] = {
        {"roster", "BAKU", "2025-12-01", ROSTER, "1|A|g|f|\n6||g|f|\n"},
        {"roster", "GANJA", "2025-12-01", ROSTER, "9|H|g|f|\n|K|g|f|\n"},
        {"needs", NULL, "2025-12-01", NEEDS, "OLD|BAKU|t|civil|1|1|2026-01-01\n"}};
    for (int i = 0; i < ROWS(before); i++) {
        if (!cases[_i].from_nothing)
            load_ok(session, &before[i]);
    }
    const char *digest = digest_now(session);
    int64_t first = 0;
    for (int i = 0; i < 4 && cases[_i].files[i].kind != NULL; i++) {
        struct outcome outcome = load_ok(session, &cases[_i].files[i]);
        ck_assert_msg(outcome.result.rejection_count == 0, "%s: %s", cases[_i].title,
                      told(&outcome));
        if (i == 0)
            first = outcome.batch;
    }
    ck_assert_str_ne(digest_now(session), digest);
    if (cases[_i].resting[0] != '\0') {
        const char *resting = rests(session, first, first - 1);
        ck_assert_msg(strcmp(resting, cases[_i].resting) == 0, "%s: %s", cases[_i].title, resting);
    } else {
        ck_assert_int_gt(undo_ok(session, first).records, 0);
    }
}
END_TEST

/* Sets of a need of which a row is not taken: what stands for them is not taken from below them. */
START_TEST(a_held_set_rests_on_what_stands)
{
    static const char header[] = "need_code clause kind code importance";
    static const struct test_file files[] = {
        {"needs", NULL, "2026-01-01", NEEDS, "N1|BAKU|t|civil|1|1|2026-01-01\n"},
        {"requirements", NULL, "2026-01-01", header, "N1|1|training|P/T1|required\n"},
        {"requirements", NULL, "2026-02-01", header,
         "N1|1|training|P/T1|required\nN1|2|language|az:B1|required\n"},
        {"requirements", NULL, "2026-03-01", header, "N1|2|language|az:B1|required\n"},
        {"requirements", NULL, "2026-04-01", header, "N1|1|training|P/T1|required\n"},
    };
    CADRE_CLEANUP(session_cleanup) struct session *session = begin();
    int64_t batches[ROWS(files)];
    for (int i = 0; i < ROWS(files); i++)
        batches[i] = load_ok(session, &files[i]).batch;
    ck_assert_str_eq(rests(session, batches[3], batches[3]), "1 held 1");
    undo_ok(session, batches[4]);
    undo_ok(session, batches[3]);
    ck_assert_str_eq(rests(session, batches[1], batches[1]), "1 held 2");
    undo_ok(session, batches[2]);
    undo_ok(session, batches[1]);
}
END_TEST

/* Cut where it stands by one month, closed by the next: both are taken back, one after the other.
 */
START_TEST(a_version_that_was_cut_stands_again)
{
    static const struct test_file months[] = {
        {"roster", "BAKU", "2026-01-01", ROSTER, "1|A|g|f|\n2|B|g|f|\n", .full_list = true},
        {"roster", "BAKU", "2026-02-01", ROSTER, "2|B|g|f|\n", .full_list = true},
        {"roster", "BAKU", "2026-03-01", ROSTER, "1|A|g|f|1990-09-09\n2|B|g|f|\n",
         .full_list = true}};
    CADRE_CLEANUP(session_cleanup) struct session *session = begin();
    const char *digests[4] = {digest_now(session)};
    const char *times[4] = {ask(session, "SELECT newest::text FROM cadre.registry_clock")};
    int64_t batches[3];
    for (int i = 0; i < 3; i++) {
        struct outcome outcome = load_ok(session, &months[i]);
        batches[i] = outcome.batch;
        if (i == 1) { /* as a merge may store it: nothing is copied */
            run_sql(
                session,
                arena_format(test_arena(),
                             "DELETE FROM cadre.source_record WHERE batch = %lld;"
                             "UPDATE cadre.source_record SET valid = '[2026-01-01,2026-02-01)', "
                             "recorded = tstzrange(lower(recorded), NULL), closed_by = NULL, "
                             "cut_at = '%s', cut_by = %lld WHERE source_person_id = '1'",
                             (long long)outcome.batch, outcome.result.recorded_at,
                             (long long)outcome.batch));
            ck_assert_answer(session, "SELECT * FROM cadre.check_registry()", "");
        }
        times[i + 1] = outcome.result.recorded_at;
        digests[i + 1] = digest_now(session);
    }
    for (int i = 2; i >= 0; i--) {
        ck_assert_int_eq(undo_ok(session, batches[i]).records, i == 0 ? 2 : 1);
        ck_assert_str_eq(digest_now(session), digests[i]);
        for (int j = 0; j <= 3; j++)
            ck_assert_str_eq(digest_at(session, NULL, times[j]), digests[j]);
    }
}
END_TEST

/* Files in the order of their import, the second of which is undone before the third comes: then
 * the registry is as if it had never come. */
static const struct {
    const char *title, *wrong, *right, *told;
    const char *people; /* keys of BAKU and their numbers */
} mistaken[] = {
    {"numbers of other people", "1|G1|x|y|1990-01-01\n2|B2|x|y|1990-01-01\n",
     "1|B1|g|f|1980-01-01\n2|G2|g|f|1981-01-01\n", "2 0 0 0", "1 4, 2 2"},
    {"of somebody whom another source knows, now without the id", "1|G1|x|y|1990-01-01\n",
     "1||g|f|1980-01-01\n", "1 0 0 0", "1 3"},
    {"the same people", "1|B1|x|y|1990-01-01\n2||x|y|1990-01-01\n",
     "1|B1|g|f|1980-01-01\n2||g|f|1980-01-01\n", "2 0 0 0", "1 4, 2 3"},
    {"one of them has another id", "1|B1|x|y|1990-01-01\n2||x|y|1990-01-01\n",
     "1|B3|g|f|1980-01-01\n2||g|f|1980-01-01\n", "2 0 0 0", "1 5, 2 3"},
};

START_TEST(what_was_undone_names_nobody)
{
    const char *digests[2];
    for (int undone = 0; undone < 2; undone++) {
        CADRE_CLEANUP(session_cleanup) struct session *session = begin();
        struct test_file files[] = {
            {"roster", "GANJA", "2026-01-01", ROSTER, "7|G1|x|y|1990-01-01\n8|G2|g|f|1981-01-01\n"},
            {"roster", "BAKU", "2026-01-01", ROSTER, mistaken[_i].wrong},
            {"roster", "BAKU", "2026-01-01", ROSTER, mistaken[_i].right}};
        load_ok(session, &files[0]);
        if (undone)
            undo_ok(session, load_ok(session, &files[1]).batch);
        struct outcome outcome = load_ok(session, &files[2]);
        ck_assert_str_eq(told(&outcome), mistaken[_i].told);
        ck_assert_answer(session, "SELECT * FROM cadre.check_registry()", "");
        digests[undone] = digest_now(session);
        if (undone)
            ck_assert_answer(
                session,
                "SELECT string_agg(source_person_id || ' ' || ltrim(person_id, 'P0'), ', ' ORDER "
                "BY key) FROM cadre.source_record WHERE source = 'BAKU' AND upper_inf(recorded)",
                mistaken[_i].people);
    }
    ck_assert_msg(strcmp(digests[0], digests[1]) == 0, "%s", mistaken[_i].title);
}
END_TEST

/* ---- what cannot be undone ------------------------------------------------------------------- */

/* A list that changes all that one before it brought, and one of an earlier day that comes last;
 * the server knows how many they are, and has no room to hash their keys. Were each looked for
 * among all the others, it would take minutes. */
START_TEST(many_changed_records_are_undone_soon)
{
    enum { MANY = 40000 };
    CADRE_CLEANUP(str_release) struct str rows = {0};
    CADRE_CLEANUP(str_release) struct str changed = {0};
    for (int i = 0; i < MANY; i++) {
        str_add_format(&rows, "B%d||given|family||private\n", i);
        str_add_format(&changed, "B%d||given|family||major\n", i);
    }
    const struct test_file march = WHOLE_LIST("BAKU", "2026-03-01", str_chars(&rows));
    const struct test_file april = WHOLE_LIST("BAKU", "2026-04-01", str_chars(&changed));
    static const struct test_file late =
        PART_LIST("BAKU", "2026-03-15", "B7||given|family||captain\n");
    struct session *session = begin();
    int64_t first = load_ok(session, &march).batch;
    const char *before = digest_now(session);
    int64_t second = load_ok(session, &april).batch;
    if (_i == 1)
        load_ok(session, &late);
    run_sql(session, "ANALYZE");
    run_sql(session, "SET work_mem = '64kB'");
    run_sql(session, "SET statement_timeout = '60s'");
    if (_i == 1) {
        ck_assert_str_eq(rests(session, second, first), "2 changed 1, 2 earlier 2");
        undo_ok(session, second + 1);
    }
    undo_ok(session, second);
    ck_assert_str_eq(digest_now(session), before);
    session_free(session);
}
END_TEST

START_TEST(undone_twice_changes_nothing)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = begin();
    const struct test_file file = {.kind = "roster",
                                   .source = "BAKU",
                                   .effective = "2026-01-01",
                                   .header = ROSTER,
                                   .rows = "1|A|g|f|\n"};
    struct outcome outcome = load_ok(session, &file);
    struct undo_result first = undo_ok(session, outcome.batch);
    const char *newest = ask(session, "SELECT newest FROM cadre.registry_clock");
    const char *digest = digest_now(session);
    ck_assert(!first.unchanged);
    ck_assert_int_eq(first.records, 1);
    ck_assert_answer(session, "SELECT state FROM cadre.batch WHERE undone_at IS NOT NULL",
                     "undone");
    ck_assert(undo_ok(session, outcome.batch).unchanged);
    ck_assert_str_eq(ask(session, "SELECT newest FROM cadre.registry_clock"), newest);
    ck_assert_str_eq(digest_now(session), digest);
    /* what the batch wrote can still be known */
    ck_assert_str_ne(digest_at(session, NULL, outcome.result.recorded_at), digest);
}
END_TEST

static const struct {
    const char *state;
    enum cadre_status status;
    const char *message;
} others[] = {
    {"refused", CADRE_REFUSED, "batch 2 was refused: there is nothing to undo"},
    {"staging", CADRE_REFUSED, "batch 2 is staging: nothing of it is in the registry yet"},
    {"staged", CADRE_REFUSED, "batch 2 is staged: nothing of it is in the registry yet"},
    {NULL, CADRE_USAGE, "there is no batch 2"},
};

START_TEST(only_what_is_merged_is_undone)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = begin();
    struct undo_result result;
    struct cadre_error err = {0};
    if (others[_i].state != NULL)
        run_sql(session,
                arena_format(test_arena(),
                             "INSERT INTO cadre.batch (kind, source, sha256, effective, attempt, "
                             "ruleset, file_name, full_list, state) VALUES ('roster', 'BAKU', "
                             "sha256(''), '2026-01-01', 1, '1', 'f', true, '%s')",
                             others[_i].state));
    ck_assert_int_eq(undo_batch(session, 2, WAIT_S, test_arena(), &result, &err),
                     others[_i].status);
    ck_assert_str_eq(err.message, others[_i].message);
    ck_assert_uint_eq(result.resting_count, 0);
    cadre_error_release(&err);
}
END_TEST

/* With the batch goes what was known because of it. */
START_TEST(its_mendings_and_the_digest_of_its_source_go)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = begin();
    const struct test_file file = {.kind = "roster",
                                   .source = "BAKU",
                                   .effective = "2026-01-01",
                                   .header = ROSTER,
                                   .rows = "1|A|g|f|\n"};
    int64_t batch = load_ok(session, &file).batch;
    run_sql(session, arena_format(test_arena(),
                                  "INSERT INTO cadre.batch_finding (batch, ordinal, line_no, "
                                  "record_no, code, mended_by) VALUES (1, 1, 2, 1, 'R001', %lld), "
                                  "(1, 2, 3, 2, 'R001', 1);"
                                  "INSERT INTO cadre.source_digest (kind, source, page_no, batch, "
                                  "entries) VALUES ('roster', 'BAKU', 0, %lld, ''), "
                                  "('certifications', 'GANJA', 0, 1, '')",
                                  (long long)batch, (long long)batch));
    undo_ok(session, batch);
    ck_assert_answer(session, "SELECT ordinal, mended_by FROM cadre.batch_finding ORDER BY ordinal",
                     "1|-\n2|1");
    ck_assert_answer(session, "SELECT count(*) FROM cadre.source_digest", "0");
}
END_TEST

START_TEST(it_waits_for_its_source_and_for_the_registry)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(conninfo, "test");
    CADRE_CLEANUP(session_cleanup) struct session *other = connect_to(conninfo, "other office");
    add_organizations(session, "BAKU");
    struct undo_result result;
    struct cadre_error err = {0};
    const struct {
        enum lock_class class;
        const char *key;
    } locks[] = {{LOCK_SOURCE, "organizations"}, {LOCK_REGISTRY, ""}};
    for (int i = 0; i < ROWS(locks); i++) {
        must(session_lock(other, locks[i].class, locks[i].key, 0, fault));
        ck_assert_int_eq(undo_batch(session, 1, 0, test_arena(), &result, &err), CADRE_LOCKED);
        ck_assert(strstr(err.message, "other office") != NULL);
        session_unlock(other, locks[i].class, locks[i].key);
    }
    cadre_error_release(&err);
    undo_ok(session, 1);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("undo");
    tcase_add_loop_test(tcase, in_reverse_order_down_to_nothing, 0, ROUNDS);
    tcase_add_loop_test(tcase, undone_and_imported_again, 0, ROUNDS);
    tcase_add_loop_test(tcase, out_of_the_middle, 0, ROUNDS);
    tcase_add_loop_test(tcase, later_batches_rest_on_it, 0, ROWS(cases));
    tcase_add_test(tcase, a_held_set_rests_on_what_stands);
    tcase_add_test(tcase, a_version_that_was_cut_stands_again);
    tcase_add_loop_test(tcase, what_was_undone_names_nobody, 0, ROWS(mistaken));
    tcase_add_loop_test(tcase, many_changed_records_are_undone_soon, 0, 2);
    tcase_add_test(tcase, undone_twice_changes_nothing);
    tcase_add_loop_test(tcase, only_what_is_merged_is_undone, 0, ROWS(others));
    tcase_add_test(tcase, its_mendings_and_the_digest_of_its_source_go);
    tcase_add_test(tcase, it_waits_for_its_source_and_for_the_registry);
    return run_with_server(tcase, "integration/undo");
}
