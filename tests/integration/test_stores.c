/* Sources, snapshots, runs and the doctor. */
#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/evidence/fit.h"
#include "sql/doctor_store.h"
#include "sql/run_life.h"
#include "sql/snapshot_store.h"
#include "sql/source_store.h"
#include "tests/integration/files.h"

static struct cadre_date day(const char *text)
{
    struct cadre_date date = cadre_date_none;
    ck_assert(cadre_date_parse_iso(str_view_of(text), &date));
    return date;
}

#define SIXTY "123456789012345678901234567890123456789012345678901234567890"

/* ---- sources --------------------------------------------------------------------------------- */

static const struct {
    const char *code, *owner;
    enum cadre_status status;
    const char *ret_owner;
    bool made;
    const char *message;
} sources[] = {
    {"BAKU", NULL, CADRE_OK, "BAKU", true, NULL},
    {"NEW", "BAKU", CADRE_OK, "BAKU", true, NULL},
    {"KNOWN", NULL, CADRE_OK, "GANJA", false, NULL},
    {"KNOWN", "GANJA", CADRE_OK, "GANJA", false, NULL},
    {"KNOWN", "BAKU", CADRE_USAGE, NULL, false,
     "the source 'KNOWN' belongs to 'GANJA', not to 'BAKU'"},
    {"NEW", NULL, CADRE_USAGE, NULL, true,
     "the source 'NEW' is new and no organization has that code"},
    {"NEW", "NOBODY", CADRE_USAGE, NULL, true, "no organization has the code 'NOBODY'"},
    {"A/B", "BAKU", CADRE_USAGE, NULL, true, "'A/B' cannot be a source: it holds a '/' or a blank"},
    {"A B", "BAKU", CADRE_USAGE, NULL, true, "'A B' cannot be a source: it holds a '/' or a blank"},
    {"A\u00A0B", "BAKU", CADRE_USAGE, NULL, true,
     "'A\u00A0B' cannot be a source: it holds a '/' or a blank"},
    {"A\x7F", "BAKU", CADRE_USAGE, NULL, true,
     "'A\x7F' cannot be a source: it holds a '/' or a blank"},
    {SIXTY "1234", "BAKU", CADRE_OK, "BAKU", true, NULL},
    {SIXTY "12345", "BAKU", CADRE_USAGE, NULL, true,
     "'" SIXTY "12345' cannot be a source: it has more than 64 bytes"},
    {"", "BAKU", CADRE_USAGE, NULL, true, "a source needs a name"},
};

START_TEST(a_source_has_an_owner)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct cadre_error err = {0};
    struct source_ensured source = {0};
    add_organizations(session, "BAKU GANJA");
    must(source_store_ensure(session, "KNOWN", "GANJA", test_arena(), &source, fault));
    ck_assert(source.made);
    ck_assert_ptr_null(source.settings.data);
    enum cadre_status status = source_store_ensure(session, sources[_i].code, sources[_i].owner,
                                                   test_arena(), &source, &err);
    ck_assert_int_eq(status, sources[_i].status);
    if (status == CADRE_OK) {
        ck_assert_str_eq(source.owner, sources[_i].ret_owner);
        ck_assert_int_eq(source.made, sources[_i].made);
    } else {
        ck_assert_str_eq(err.message, sources[_i].message);
        ck_assert_answer(session, "SELECT count(*) FROM cadre.source", "1");
    }
    cadre_error_release(&err);
}
END_TEST

#define HEADER "source_person_id national_id given_name family_name region"

/* ---- at once --------------------------------------------------------------------------------- */

enum { OFFICES = 6 };

struct office {
    const char *conninfo, *code;
};

static void *draw_at_once(void *context)
{
    struct office *office = context;
    struct session *session = connect_to(office->conninfo, office->code);
    for (int month = 0; month < 3; month++) {
        must(session_lock(session, LOCK_REGISTRY, "", 60, fault));
        must(session_begin(session, TRANSACTION_WRITE, fault));
        const struct query draw = {"draw",
                                   "INSERT INTO public.drawn SELECT cadre.draw_recorded()",
                                   QUERY_NONE,
                                   0,
                                   (const char *const[]){NULL},
                                   NULL};
        must(session_do(session, &draw, NULL, fault));
        must(session_commit(session, fault));
        session_unlock(session, LOCK_REGISTRY, "");
    }
    session_free(session);
    return NULL;
}

START_TEST(recorded_time_always_grows)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(conninfo, "test");
    struct office offices[OFFICES];
    pthread_t threads[OFFICES];
    run_sql(session, "CREATE TABLE public.drawn (at timestamptz UNIQUE, n serial)");
    /* A clock that was ahead once: what is drawn then still grows. */
    run_sql(session, "UPDATE cadre.registry_clock SET newest = '2100-01-01 00:00:00+00'");
    for (int i = 0; i < OFFICES; i++) {
        offices[i] = (struct office){.conninfo = conninfo, .code = "office"};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, draw_at_once, &offices[i]), 0);
    }
    for (int i = 0; i < OFFICES; i++)
        pthread_join(threads[i], NULL);
    ck_assert_answer(session,
                     "SELECT count(*), min(at)::text, max(at)::text, "
                     "bool_and(grows) FROM (SELECT at, at > lag(at) OVER (ORDER BY n) AS grows "
                     "FROM public.drawn) AS d",
                     "18|2100-01-01 00:00:00.000001+00|2100-01-01 00:00:00.000018+00|true");
}
END_TEST

/* Offices that import at once, each in a process of its own: all succeed, one after the other. */
START_TEST(offices_at_once_all_succeed)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(conninfo, "test");
    add_organizations(session, "O0 O1 O2 O3");
    for (int office = 0; office < 4; office++) {
        if (fork() != 0)
            continue;
        struct session *own = connect_to(conninfo, "office");
        for (int month = 1; month <= 3; month++)
            load_ok(own,
                    &(struct test_file){
                        .kind = "roster",
                        .source = arena_format(test_arena(), "O%d", office),
                        .effective = arena_format(test_arena(), "2026-0%d-01", month),
                        .header = HEADER,
                        .rows = arena_format(test_arena(), "A|COMMON|a|x|\nB%d||b|x|\n", month),
                        .full_list = true});
        session_free(own);
        _exit(0);
    }
    for (int state = 0; wait(&state) > 0;)
        ck_assert_int_eq(state, 0);
    ck_assert_answer(session,
                     "SELECT count(*), count(DISTINCT recorded_at), bool_and(state = 'merged') "
                     "FROM cadre.batch WHERE kind = 'roster'",
                     "12|12|true");
    ck_assert_answer(session, "SELECT count(*), max(person_id) FROM cadre.person", "13|P00000013");
    ck_assert_answer(session, "SELECT * FROM cadre.check_registry()", "");
}
END_TEST

/* ---- snapshots ------------------------------------------------------------------------------- */

#define LONG_HEADER                                                                                \
    "source_person_id national_id given_name family_name birth_date citizenship region district "  \
    "languages service_status fitness_category clearance education_level available_from "          \
    "relocates consent_on consent_until consent_for"

static void fill(struct session *session)
{
    static const struct test_file files[] = {
        {.kind = "roster",
         .source = "BAKU",
         .effective = "2026-01-01",
         .header = LONG_HEADER,
         .rows = "A|N2|Ada|X|1990-03-04|AZ|AZ-BA||az:C2;en:B1|reserve|B|secret|6|2026-01-10|yes|"
                 "2026-01-01|2027-01-01|contract;civil\n"
                 "B|N1|Bo|X||||||||||||||\n"
                 "C||Cy|X||||||||||||||\n",
         .full_list = true},
        {.kind = "certifications",
         .source = "BAKU",
         .effective = "2026-01-15",
         .header = "source_person_id credential number issued_on expires_on verified_by",
         .rows = "A|ISC2/CISSP|77|2024-01-01|2027-01-01|BAKU\nB|ISC2/CISSP||2024-02-01||\n"},
        {.kind = "competencies",
         .source = "BAKU",
         .effective = "2026-01-15",
         .header = "source_person_id type code level years",
         .rows = "A|work_role|DCWF@5.1/511|Intermediate|4\n"},
        {.kind = "needs",
         .effective = "2026-01-01",
         .header = "need_code organization_code title engagement work_role level headcount "
                   "priority starts_on ends_on min_age languages service_status",
         .rows = "K2|BAKU|two|civil|||2|1|2026-01-01||||\n"
                 "K1|BAKU|one|contract|DCWF@5.1/511|Basic|3|2|2026-01-01|2026-06-30|18|en:B1|"
                 "reserve;eligible\n"},
        {.kind = "requirements",
         .effective = "2026-01-01",
         .header = "need_code clause kind code importance weight",
         .rows = "K1|1|credential|ISC2/CISSP|desired|5\n",
         .held_set = "K2"},
        {.kind = "placements",
         .source = "BAKU",
         .effective = "2026-01-20",
         .header = "source_person_id need_code from_on until_on status",
         .rows = "B|K2|2026-01-20|2026-12-31|posted\n"},
        {.kind = "roster",
         .source = "BAKU",
         .effective = "2026-03-01",
         .header = LONG_HEADER,
         .rows = "A|N2|Ada|X|1991-03-04|AZ|AZ-BA||||||||||||\n",
         .full_list = true},
    };
    add_organizations(session, "BAKU");
    for (int i = 0; i < ROWS(files); i++) {
        struct outcome outcome = load_ok(session, &files[i]);
        ck_assert_uint_eq(outcome.result.rejection_count, 0);
    }
}

static struct snapshot *snapshot_on(struct session *session, const char *as_of,
                                    const char *known_at, bool names)
{
    static struct catalogue *catalogue;
    if (catalogue == NULL)
        catalogue = catalogue_new();
    struct snapshot *snapshot = NULL;
    must(snapshot_store_load(
        session,
        &(struct snapshot_request){.as_of = day(as_of), .known_at = known_at, .names = names},
        catalogue, test_arena(), &snapshot, fault));
    return snapshot;
}

START_TEST(a_snapshot_holds_what_was_imported)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    fill(session);
    const struct snapshot *snapshot = snapshot_on(session, "2026-02-01", NULL, true);
    ck_assert_uint_eq(snapshot->person_count, 3);
    const struct person *c = &snapshot->people[0], *b = &snapshot->people[1],
                        *a = &snapshot->people[2];
    ck_assert_view_eq(c->natural_key, "BAKU/C");
    ck_assert_view_eq(b->natural_key, "N1");
    ck_assert_view_eq(a->natural_key, "N2");
    ck_assert_view_eq(a->given_name, "Ada");
    ck_assert_view_eq(a->owner, "BAKU");
    ck_assert_view_eq(a->person_id, "P00000003");
    ck_assert_int_eq(a->birth_date.day, day("1991-03-04").day); /* was always so */
    ck_assert_view_eq(a->citizenship, "AZ");
    ck_assert_int_ge(a->region, 0);
    ck_assert_uint_eq(a->language_count, 2);
    ck_assert(a->relocates);
    ck_assert_int_eq(a->available_from.day, day("2026-01-10").day);
    ck_assert_int_eq(a->consent_until.day, day("2027-01-01").day);
    ck_assert_int_eq(__builtin_popcount(a->consent_for), 2);
    ck_assert_uint_eq(a->award_count, 1);
    ck_assert_view_eq(a->awards[0].number, "77");
    ck_assert(a->awards[0].verified);
    ck_assert_int_eq(a->awards[0].expires_on.day, day("2027-01-01").day);
    ck_assert_uint_eq(a->element_count, 1);
    ck_assert_int_eq(a->elements[0].level, 2);
    ck_assert_int_eq(a->elements[0].years, 4);
    ck_assert(b->placed && !a->placed && !c->placed);
    ck_assert_int_eq(b->placed_until.day, day("2026-12-31").day);
    ck_assert(!b->awards[0].verified);
    ck_assert_int_eq(c->clearance, 1);

    ck_assert_uint_eq(snapshot->need_count, 2);
    const struct need *k1 = &snapshot->needs[0], *k2 = &snapshot->needs[1];
    ck_assert_view_eq(k1->code, "K1");
    ck_assert(!k1->incomplete && k2->incomplete);
    ck_assert_int_eq(k1->seats, 3);
    ck_assert_int_eq(k2->staffed, 1);
    ck_assert_int_eq(k2->seats, 1);
    ck_assert_int_eq(k1->min_age, 18);
    ck_assert_int_eq(k1->max_age, -1);
    ck_assert_uint_eq(k1->clause_count, 2); /* the implicit one first */
    ck_assert_int_eq(k1->clauses[1].weight, 5);
    ck_assert_uint_eq(snapshot->organization_count, 1);
    ck_assert_view_eq(snapshot->organizations[k1->organization].code, "BAKU");
}
END_TEST

static const struct test_file asked_evidence[] = {
    {.kind = "trainings",
     .effective = "2026-01-01",
     .header = "provider code title",
     .rows = "BAKU|SOC-1|one\nBAKU|SOC-2|two\n"},
    {.kind = "completions",
     .source = "BAKU",
     .effective = "2026-01-15",
     .header = "source_person_id provider training completed_on expires_on verified_by",
     .rows = "A|BAKU|SOC-2|2025-05-01|2026-05-01|BAKU\nA|BAKU|SOC-1|2025-06-01||\n"},
    {.kind = "assessments",
     .source = "BAKU",
     .effective = "2026-01-15",
     .header = "source_person_id code score taken_on verified_by",
     .rows = "A|DIM|612.5|2025-07-12|BAKU\nB|DIM|99|2025-07-12|\n"},
    {.kind = "distinctions",
     .source = "BAKU",
     .effective = "2026-01-15",
     .header = "source_person_id code awarded_on verified_by",
     .rows = "A|OLYMPIAD|2024-04-20|BAKU\n"},
    {.kind = "institution_lists",
     .effective = "2026-01-01",
     .header = "list institution listed_from listed_until",
     .rows = "CYBER|ADA|2010-01-01|2022-12-31\nCYBER|BDU|2010-01-01|\n"},
    {.kind = "roster",
     .source = "GANJA",
     .effective = "2026-01-15",
     .header = "source_person_id national_id given_name family_name institution graduated_on",
     .rows = "G1|N2|Ada|X|ada|2022-06-30\nG2|N1|Bo|X|ADA|2024-06-30\n"},
    {.kind = "placements",
     .source = "BAKU",
     .effective = "2026-01-20",
     .header = "source_person_id need_code from_on until_on status",
     .rows = "A|K1|2025-01-01|2025-06-30|ended\nA|K2|2026-02-02||accepted\n"
             "C|K2|2025-01-01||proposed\n"},
};

/* What no need asks about stays in the registry. */
START_TEST(evidence_is_read_when_a_need_asks_for_it)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    fill(session);
    add_organizations(session, "GANJA");
    for (int i = 0; i < ROWS(asked_evidence); i++)
        load_ok(session, &asked_evidence[i]);
    const struct person *a = &snapshot_on(session, "2026-02-01", NULL, false)->people[2];
    ck_assert_uint_eq(a->fact_count + a->service_count, 0);
    load_ok(session,
            &(struct test_file){.kind = "requirements",
                                .effective = "2026-01-01",
                                .header = "need_code clause kind code level months importance",
                                .rows = "K1|1|training|BAKU/SOC-1|||required\n"
                                        "K1|1|placement|BAKU|||required\n"
                                        "K1|1|assessment|DIM|600|24|required\n"
                                        "K1|2|distinction|OLYMPIAD|||required\n"
                                        "K1|2|institution|CYBER|||required\n"});
    const struct snapshot *snapshot = snapshot_on(session, "2026-02-01", NULL, false);
    a = &snapshot->people[2];
    ck_assert_uint_eq(a->fact_count, 5);
    ck_assert_int_eq(a->facts[0].kind, ALTERNATIVE_TRAINING);
    ck_assert_view_eq(a->facts[0].code, "BAKU/SOC-1");
    ck_assert_int_eq(a->facts[0].from_on.day, day("2025-06-01").day);
    ck_assert(!cadre_date_is_set(a->facts[0].until_on) && !a->facts[0].verified);
    ck_assert_view_eq(a->facts[1].code, "BAKU/SOC-2");
    ck_assert_int_eq(a->facts[1].until_on.day, day("2026-05-01").day);
    ck_assert(a->facts[1].verified);
    ck_assert_int_eq(a->facts[2].kind, ALTERNATIVE_ASSESSMENT);
    ck_assert_int_eq(a->facts[2].score, 61250);
    ck_assert_int_eq(a->facts[3].kind, ALTERNATIVE_DISTINCTION);
    ck_assert_view_eq(a->facts[3].code, "OLYMPIAD");
    ck_assert(a->facts[3].verified);
    ck_assert_int_eq(a->facts[4].kind, ALTERNATIVE_INSTITUTION);
    ck_assert_view_eq(a->facts[4].code, "CYBER");
    ck_assert_int_eq(a->facts[4].from_on.day, day("2022-06-30").day);
    ck_assert_uint_eq(snapshot->people[1].fact_count, 1); /* ADA was listed no more */
    ck_assert_uint_eq(a->service_count, 1);               /* the other begins tomorrow */
    ck_assert_int_eq(a->services[0].organization, 0);
    ck_assert_int_eq(a->services[0].work_role, snapshot->needs[0].work_role);
    ck_assert_int_eq(a->services[0].until_on.day, day("2025-06-30").day);
    ck_assert_uint_eq(snapshot->people[1].service_count, 1);
    ck_assert_uint_eq(snapshot->people[0].service_count, 0); /* proposed is not served */
    const struct clause *clause = &snapshot->needs[0].clauses[1];
    ck_assert_int_eq(clause->alternatives[1].kind, ALTERNATIVE_PLACEMENT);
    ck_assert_int_eq(clause->alternatives[1].target, 0);
    ck_assert_int_eq(clause->alternatives[2].level, 60000);
    ck_assert_int_eq(clause->alternatives[2].months, 24);
}
END_TEST

/* Records are read whatever needs ask for: they say who may serve. */
START_TEST(service_records_say_how_people_stand)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    fill(session);
    load_ok(session,
            &(struct test_file){
                .kind = "service_records",
                .source = "BAKU",
                .effective = "2026-01-15",
                .header = "source_person_id record ground from_on until_on military_specialty rank",
                .rows = "A|deferred|studies|2024-09-15|2026-02-01||\n"
                        "A|registered||2020-05-01||311|gizir\n"
                        "A|muster||2026-02-02|||\nB|reserve||2019-01-02|||\n"});
    const struct snapshot *snapshot = snapshot_on(session, "2026-02-01", NULL, false);
    const struct person *a = &snapshot->people[2];
    ck_assert_uint_eq(a->record_count, 2); /* the muster begins tomorrow */
    ck_assert_int_eq(a->records[1].record, SERVICE_DEFERRED);
    ck_assert_view_eq(a->records[1].ground, "studies");
    ck_assert_int_eq(a->records[1].until_on.day, day("2026-02-01").day);
    ck_assert_ptr_eq(a->deciding_record, &a->records[1]);
    ck_assert_str_eq(catalogue_code(snapshot->catalogue, "service_status", a->service_status),
                     "deferred");
    ck_assert_view_eq(a->military_specialty, "311");
    ck_assert_view_eq(a->rank_key, "gizir");
    ck_assert_uint_eq(a->barred, 0);
    snapshot = snapshot_on(session, "2026-02-02", NULL, false);
    a = &snapshot->people[2];
    ck_assert_uint_eq(a->record_count, 3);
    ck_assert_int_eq(a->deciding_record->record, SERVICE_REGISTERED);
    ck_assert_uint_ne(a->barred, 0);
    snapshot = snapshot_on(session, "2026-01-14", NULL, false); /* before the file holds */
    ck_assert_uint_eq(snapshot->people[2].record_count, 0);
}
END_TEST

/* Who verified is read once a need names somebody; then only of those whom needs name. */
START_TEST(a_need_says_what_it_trusts)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    fill(session);
    load_ok(session, &asked_evidence[0]);
    load_ok(session, &asked_evidence[1]);
    struct test_file needs = {.kind = "requirements",
                              .effective = "2026-01-01",
                              .header = "need_code clause kind code importance trust",
                              .rows = "K1|1|training|BAKU/SOC-1|required|verified\n"};
    load_ok(session, &needs);
    const struct snapshot *snapshot = snapshot_on(session, "2026-02-01", NULL, false);
    ck_assert_uint_eq(snapshot->trust_count, 1);
    ck_assert_uint_eq(snapshot->verifier_count, 0);
    ck_assert_int_eq(snapshot->needs[0].clauses[1].alternatives[0].trust, 1);
    ck_assert_int_eq(snapshot->needs[0].clauses[0].alternatives[0].trust, 0);
    ck_assert_uint_eq(snapshot->people[2].facts[1].verifier, 0);
    needs.rows = "K1|1|training|BAKU/SOC-1|required|verified:BAKU;GANJA\n";
    needs.effective = "2026-02-01";
    load_ok(session, &needs);
    snapshot = snapshot_on(session, "2026-02-01", NULL, false);
    ck_assert_uint_eq(snapshot->verifier_count, 2);
    ck_assert_view_eq(snapshot->verifiers[0], "baku");
    ck_assert_uint_eq(snapshot->people[2].facts[0].verifier, 0);
    ck_assert_uint_eq(snapshot->people[2].facts[1].verifier, 1);
    ck_assert_view_eq(snapshot->trusts[0].text, "verified:BAKU;GANJA");
}
END_TEST

START_TEST(names_leave_the_database_when_asked_for)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    fill(session);
    const struct snapshot *snapshot = snapshot_on(session, "2026-02-01", NULL, false);
    ck_assert_ptr_null(snapshot->people[0].given_name.data);
    ck_assert_ptr_null(snapshot->people[0].family_name.data);
}
END_TEST

static const struct {
    const char *as_of;
    size_t people, needs;
    int32_t staffed_k2;
} days[] = {
    {"2025-12-31", 0, 0, -1},                          /* nothing yet */
    {"2026-01-14", 3, 2, 0},                           /* no placement known */
    {"2026-02-28", 3, 2, 1},  {"2026-04-29", 3, 2, 1}, /* B and C left on 1 March: the last of sixty
                                                          days */
    {"2026-04-30", 1, 2, 1},                           /* inactive, but the seat is taken */
    {"2026-06-30", 1, 2, 1},                           /* a last day is included */
    {"2026-07-01", 1, 1, 1},  {"2026-12-31", 1, 1, 1}, {"2027-01-01", 1, 1, 0},
};

START_TEST(a_snapshot_is_of_its_day)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    fill(session);
    const struct snapshot *snapshot = snapshot_on(session, days[_i].as_of, NULL, false);
    ck_assert_uint_eq(snapshot->person_count, days[_i].people);
    ck_assert_uint_eq(snapshot->need_count, days[_i].needs);
    int32_t k2 = snapshot_find_need(snapshot, STR_VIEW_LITERAL("K2"));
    ck_assert_int_eq(k2 < 0 ? -1 : snapshot->needs[k2].staffed, days[_i].staffed_k2);
}
END_TEST

START_TEST(a_snapshot_of_an_earlier_knowledge_stays)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct digest before, after;
    fill(session);
    const struct snapshot *first = snapshot_on(session, "2026-02-01", NULL, false);
    const char *known_at = arena_copy(test_arena(), first->known_at).data;
    snapshot_digest(first, "p", "s", &before, NULL);
    load_ok(session, &(struct test_file){.kind = "roster",
                                         .source = "BAKU",
                                         .effective = "2026-01-01",
                                         .header = HEADER,
                                         .rows = "Z|N9|z|x|AZ-BA\n",
                                         .full_list = true});
    const struct snapshot *then = snapshot_on(session, "2026-02-01", known_at, false);
    snapshot_digest(then, "p", "s", &after, NULL);
    ck_assert_int_eq(digest_compare(&before, &after), 0);
    ck_assert_view_eq(then->known_at, known_at);
    const struct snapshot *now = snapshot_on(session, "2026-02-01", "2999-01-01", false);
    ck_assert_int_eq(str_view_compare(now->known_at, then->known_at) > 0, 1); /* clamped */
    ck_assert_ptr_null(strstr(now->known_at.data, "2999"));
    ck_assert_uint_eq(now->person_count, 1);
}
END_TEST

/* ---- runs ------------------------------------------------------------------------------------ */

static int64_t store_run(struct session *session, const char *as_of, bool publish, char mark)
{
    const struct snapshot *snapshot = snapshot_on(session, as_of, NULL, false);
    struct expansion *expansions = qualify_expand_all(snapshot, test_arena());
    struct pairs *pairs = pairs_build(snapshot, expansions, test_arena());
    struct instance *instance = instance_from(snapshot, pairs, test_arena());
    int32_t *need_of = arena_calloc(test_arena(), snapshot->person_count, sizeof *need_of);
    int64_t *price = arena_calloc(test_arena(), snapshot->need_count, sizeof *price);
    for (size_t i = 0; i < snapshot->person_count; i++)
        need_of[i] = pairs_fit(pairs, i, 0) >= 0 ? 0 : -1;
    price[0] = -123456789012;
    struct solved_run run = {
        .snapshot = snapshot,
        .expansions = expansions,
        .pairs = pairs,
        .instance = instance,
        .need_of = need_of,
        .price = price,
        .objective = instance_objective(instance, need_of),
        .digest = digest_of(&mark, 1),
        .digest_without_base = digest_of("w", 1),
        .result_digest = digest_of("r", 1),
        .policy = fit_policy_text(),
        .solver_version = "ssp 1",
    };
    int64_t number = 0;
    bool published;
    must(run_store_add(session, &run, publish, 5, &number, &published, fault));
    ck_assert(published == publish);
    return number;
}

START_TEST(a_run_is_found_by_number_prefix_or_last)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct cadre_error err = {0};
    struct run_row run;
    fill(session);
    ck_assert_int_eq(run_store_find(session, "last", test_arena(), &run, &err), CADRE_USAGE);
    int64_t first = store_run(session, "2026-02-01", false, 'a');
    int64_t second = store_run(session, "2026-02-02", true, 'b');
    must(run_store_find(session, "last", test_arena(), &run, fault));
    ck_assert_int_eq(run.number, second);
    must(run_store_find(session, arena_format(test_arena(), "%lld", (long long)first), test_arena(),
                        &run, fault));
    ck_assert_int_eq(run.number, first);
    ck_assert_ptr_null(run.published_at.data);
    ck_assert_int_eq(run.as_of.day, day("2026-02-01").day);
    ck_assert_int_eq(run.people, 3);
    ck_assert_int_eq(run.needs, 2);
    ck_assert_int_eq(run.seats, 4);
    ck_assert_int_eq(run.objective.filled[1], 1);
    ck_assert_int_eq(run.base_run, 0);
    ck_assert_view_eq(run.policy, fit_policy_text());
    ck_assert(str_view_compare(run.known_at, run.recorded_at) < 0);
    const char *prefix = arena_copy(test_arena(), (struct str_view){run.digest.data, 8}).data;
    must(run_store_find(session, prefix, test_arena(), &run, fault));
    ck_assert_int_eq(run.number, first);
    ck_assert_int_eq(run_store_find(session, "ffffffff", test_arena(), &run, &err), CADRE_USAGE);
    ck_assert_str_eq(err.message, "there is no run 'ffffffff'");
    ck_assert_int_eq(run_store_find(session, "ff", test_arena(), &run, &err), CADRE_USAGE);
    ck_assert_int_eq(run_store_find(session, "x' OR true", test_arena(), &run, &err), CADRE_USAGE);
    int64_t again = store_run(session, "2026-02-01", false, 'a');
    must(run_store_find(session, prefix, test_arena(), &run, fault));
    ck_assert_msg(run.number == again, "of runs with the same inputs the newest one");
    run_sql(session, "SET session_replication_role = replica;"
                     "UPDATE cadre.run SET digest = set_byte(digest, 31, number::int)");
    run_sql(session,
            "UPDATE cadre.run AS r SET digest = substr(f.digest, 1, 31) || substr(r.digest, 32)"
            " FROM cadre.run AS f WHERE f.number = (SELECT min(number) FROM cadre.run)");
    ck_assert_int_eq(run_store_find(session, prefix, test_arena(), &run, &err), CADRE_USAGE);
    ck_assert_ptr_nonnull(strstr(err.message, "more than one run's digest begins with"));
    cadre_error_release(&err);
}
END_TEST

START_TEST(the_newest_run_of_a_day)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct cadre_error err = {0};
    struct run_row run;
    struct run_row *runs = NULL;
    size_t count = 0;
    fill(session);
    int64_t later = store_run(session, "2026-03-01", false, 'a');
    store_run(session, "2026-02-01", false, 'b');
    int64_t again = store_run(session, "2026-02-01", false, 'c');
    ck_assert_int_eq(run_store_newest(session, day("2026-01-31"), NULL, test_arena(), &run, &err),
                     CADRE_USAGE);
    ck_assert_str_eq(err.message, "there is no run as of 2026-01-31 or before");
    must(run_store_newest(session, day("2026-02-28"), NULL, test_arena(), &run, fault));
    ck_assert_int_eq(run.number, again);
    must(run_store_newest(session, day("2026-03-01"), NULL, test_arena(), &run, fault));
    ck_assert_int_eq(run.number, later);
    must(run_store_list(session, test_arena(), &runs, &count, fault));
    ck_assert_uint_eq(count, 3);
    ck_assert_int_eq(runs[0].number, again);
    cadre_error_release(&err);
}
END_TEST

START_TEST(the_contents_of_a_run)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct run_contents contents;
    fill(session);
    int64_t number = store_run(session, "2026-02-01", false, 'a');
    must(run_store_contents(session, number, test_arena(), &contents, fault));
    ck_assert_uint_eq(contents.assignment_count, 1);
    ck_assert_view_eq(contents.assignments[0].natural_key, "N2");
    ck_assert_view_eq(contents.assignments[0].need_code, "K1");
    ck_assert_view_eq(contents.assignments[0].person_id, "P00000003");
    ck_assert_view_eq(contents.assignments[0].owner, "BAKU");
    ck_assert_int_gt(contents.assignments[0].fit_bp, 0);
    int64_t parts = 0;
    for (int part = 0; part < FIT_PART_COUNT; part++)
        parts += contents.assignments[0].part_bp[part];
    ck_assert_int_eq(parts, contents.assignments[0].fit_bp);
    ck_assert_uint_gt(contents.reason_count, 0);
    ck_assert_int_gt(contents.reasons[0].people, 0);
    ck_assert_uint_eq(contents.price_count, 2);
    ck_assert_view_eq(contents.prices[0].need_code, "K1");
    ck_assert_int_eq(contents.prices[0].seats, 3);
    ck_assert(contents.prices[0].price == -123456789012);
    ck_assert_answer(
        session,
        "SELECT person_id, owner, kept, fit_bp = fit_level + fit_desired + "
        "fit_verified + fit_region + fit_years + fit_wish AS adds_up FROM cadre.run_assignment",
        "P00000003|BAKU|false|true");
    ck_assert_answer(session, "SELECT sum(people) FROM cadre.run_reason WHERE need_code = 'K1'",
                     "3");
}
END_TEST

static enum cadre_status publish(struct session *session, int64_t number, int wait_s,
                                 struct cadre_error *err)
{
    const struct run_publication publication = {.number = number, .wait_s = wait_s};
    bool done;
    bool stale;
    return run_life_publish(session, &publication, &done, &stale, err);
}

START_TEST(a_published_run_is_the_base_of_the_next)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct cadre_error err = {0};
    struct run_row run;
    fill(session);
    int64_t first = store_run(session, "2026-02-01", false, 'a');
    ck_assert_uint_eq(snapshot_on(session, "2026-02-01", NULL, false)->base_count, 0);
    must(publish(session, first, 5, fault));
    must(run_store_find(session, "last", test_arena(), &run, fault));
    const char *published = arena_copy(test_arena(), run.published_at).data;
    must(publish(session, first, 5, fault)); /* stays as it is */
    must(run_store_find(session, "last", test_arena(), &run, fault));
    ck_assert_view_eq(run.published_at, published);
    const struct snapshot *next = snapshot_on(session, "2026-02-01", NULL, false);
    ck_assert_uint_eq(next->base_count, 1);
    ck_assert_view_eq(next->people[next->base[0].person].natural_key, "N2");
    /* Known before it was published, it is no base. */
    next = snapshot_on(session, "2026-02-01", arena_copy(test_arena(), run.known_at).data, false);
    ck_assert_uint_eq(next->base_count, 0);
    store_run(session, "2026-02-01", true, 'b');
    must(run_store_find(session, "last", test_arena(), &run, fault));
    ck_assert_int_eq(run.base_run, first);
    ck_assert_int_eq(run.objective.held, 1);
    ck_assert(str_view_equal(run.published_at, run.recorded_at));
    ck_assert_int_eq(publish(session, 999, 5, &err), CADRE_USAGE);
    ck_assert_str_eq(err.message, "there is no run '999'");
    cadre_error_release(&err);
}
END_TEST

START_TEST(a_run_waits_for_the_registry)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(conninfo, "test");
    CADRE_CLEANUP(session_cleanup) struct session *other = connect_to(conninfo, "cadre import X");
    struct cadre_error err = {0};
    fill(session);
    int64_t number = store_run(session, "2026-02-01", false, 'a');
    must(session_lock(other, LOCK_REGISTRY, "", 0, fault));
    ck_assert_int_eq(publish(session, number, 0, &err), CADRE_LOCKED);
    ck_assert_ptr_eq(strstr(err.message, "the registry is in use by 'cadre import X', "),
                     err.message);
    ck_assert_str_eq(err.hint, "run again when it is done, or give a longer --wait");
    cadre_error_release(&err);
}
END_TEST

/* ---- the doctor ------------------------------------------------------------------------------ */

START_TEST(the_doctor_looks)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct doctor_server server;
    struct doctor_counts counts;
    struct doctor_fault *faults = NULL;
    size_t count = 99;
    fill(session);
    must(doctor_store_server(session, test_arena(), &server, fault));
    ck_assert_int_ge(server.version_number, 130000);
    ck_assert_view_eq(server.encoding, "UTF8");
    ck_assert(server.checksums && !server.standby && server.may_write);
    must(doctor_store_counts(session, &counts, fault));
    ck_assert_int_eq(counts.people, 3);
    ck_assert_int_eq(counts.batches, 8);
    ck_assert_int_gt(counts.elements, 100);
    must(doctor_store_faults(session, test_arena(), &faults, &count, fault));
    ck_assert_uint_eq(count, 0);
}
END_TEST

static const struct {
    const char *damage, *fault;
} damages[] = {
    {"UPDATE cadre.person SET rank = 'other' WHERE natural_key = 'N1'",
     "a person differs from what the sources said"},
    {"DELETE FROM cadre.person WHERE natural_key = 'N1'", "a source record belongs to no person"},
    {"UPDATE cadre.award SET valid = '[2026-01-01,)', since = '2026-01-01'; INSERT INTO "
     "cadre.award (key, source, owner, "
     "person_id, credential, issued_on, valid, since, recorded, batch) SELECT key, source, owner, "
     "person_id, credential, issued_on, '[2026-02-01,)', '2026-02-01', recorded, batch FROM "
     "cadre.award",
     "versions of one record overlap: award"},
};

START_TEST(the_doctor_finds)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct doctor_fault *faults = NULL;
    size_t count = 0;
    fill(session);
    run_sql(session, damages[_i].damage);
    must(doctor_store_faults(session, test_arena(), &faults, &count, fault));
    ck_assert_uint_eq(count, 1);
    ck_assert_view_eq(faults[0].fault, damages[_i].fault);
    ck_assert_int_ge(faults[0].found, 1);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("stores");
    tcase_add_loop_test(tcase, a_source_has_an_owner, 0, ROWS(sources));
    tcase_add_test(tcase, recorded_time_always_grows);
    tcase_add_test(tcase, offices_at_once_all_succeed);
    tcase_add_test(tcase, a_snapshot_holds_what_was_imported);
    tcase_add_test(tcase, evidence_is_read_when_a_need_asks_for_it);
    tcase_add_test(tcase, service_records_say_how_people_stand);
    tcase_add_test(tcase, a_need_says_what_it_trusts);
    tcase_add_test(tcase, names_leave_the_database_when_asked_for);
    tcase_add_loop_test(tcase, a_snapshot_is_of_its_day, 0, ROWS(days));
    tcase_add_test(tcase, a_snapshot_of_an_earlier_knowledge_stays);
    tcase_add_test(tcase, a_run_is_found_by_number_prefix_or_last);
    tcase_add_test(tcase, the_newest_run_of_a_day);
    tcase_add_test(tcase, the_contents_of_a_run);
    tcase_add_test(tcase, a_published_run_is_the_base_of_the_next);
    tcase_add_test(tcase, a_run_waits_for_the_registry);
    tcase_add_test(tcase, the_doctor_looks);
    tcase_add_loop_test(tcase, the_doctor_finds, 0, ROWS(damages));
    return run_with_server(tcase, "integration/stores");
}
