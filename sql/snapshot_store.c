#include "sql/snapshot_store.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/str_map.h"
#include "queries.h"
#include "sql/copy_binary.h"

enum { NUMBER_MOST = 1 << 28 }; /* of a person, that has its place by it */

struct reader_person {
    struct str_view natural_key; /* in the arena */
    uint32_t number;             /* of the builder */
};

/* On the way into memory. Rows of evidence name a person by number; who is matchable is derived
 * once, with the people. */
struct reading {
    struct snapshot_builder *builder;
    struct reader_person *people;
    size_t count, capacity;
    uint32_t *by_number; /* number of a person id -> index of people + 1, 0 = nobody's */
    size_t numbers;
    struct str_map *others; /* person id of another form -> index of people */
    struct arena *arena;
    bool no_day; /* a date was read that is none */
};

static void reading_release(struct reading *reading)
{
    snapshot_builder_free(reading->builder);
    str_map_free(reading->others);
    free(reading->people);
    free(reading->by_number);
}

/* "P00000123" is 123; false for what is no such id. */
static bool number_of(struct str_view person_id, size_t *ret_number)
{
    enum { DIGITS_LEAST = 8, DIGITS_MOST = 9 };
    size_t number = 0;
    if (person_id.length < 1 + DIGITS_LEAST || person_id.length > 1 + DIGITS_MOST ||
        person_id.data[0] != 'P' ||
        (person_id.length > 1 + DIGITS_LEAST && person_id.data[1] == '0'))
        return false;
    for (size_t i = 1; i < person_id.length; i++) {
        if (person_id.data[i] < '0' || person_id.data[i] > '9')
            return false;
        number = number * 10 + (size_t)(person_id.data[i] - '0');
    }
    *ret_number = number;
    return number < NUMBER_MOST;
}

/* NULL = not matchable. */
static const struct reader_person *find_person(const struct reading *reading,
                                               struct str_view person_id)
{
    size_t number;
    uint32_t index;
    if (number_of(person_id, &number)) {
        index = number < reading->numbers ? reading->by_number[number] : 0;
        return index > 0 ? &reading->people[index - 1] : NULL;
    }
    return str_map_find(reading->others, person_id, &index) ? &reading->people[index] : NULL;
}

static void note_person(struct reading *reading, struct str_view person_id,
                        struct str_view natural_key)
{
    size_t number;
    size_t before = reading->numbers;
    reading->people = cadre_grow(reading->people, &reading->capacity, reading->count + 1,
                                 sizeof *reading->people);
    reading->people[reading->count++] =
        (struct reader_person){arena_copy(reading->arena, natural_key),
                               snapshot_person_number(reading->builder, natural_key)};
    if (!number_of(person_id, &number)) {
        str_map_put(reading->others, person_id, (uint32_t)reading->count - 1);
        return;
    }
    reading->by_number =
        cadre_grow(reading->by_number, &reading->numbers, number + 1, sizeof *reading->by_number);
    if (reading->numbers > before)
        memset(reading->by_number + before, 0,
               (reading->numbers - before) * sizeof *reading->by_number);
    reading->by_number[number] = (uint32_t)reading->count;
}

/* ---- one reader for each COPY, columns in the order of its query ----------------------------- */

/* As 'infinity', which no import lets in, and with which nobody can reckon. */
static struct cadre_date read_date(struct reading *reading, const struct copy_out *copy, int column)
{
    struct cadre_date date = copy_out_date(copy, column);
    if (!cadre_date_is_set(date) && copy_out_text(copy, column).data != NULL)
        reading->no_day = true;
    return date;
}

static enum cadre_status add_person(struct reading *reading, const struct copy_out *copy,
                                    struct cadre_error *err)
{
    const struct person_row row = {
        .natural_key = copy_out_text(copy, 0),
        .person_id = copy_out_text(copy, 1),
        .family_name = copy_out_text(copy, 2),
        .given_name = copy_out_text(copy, 3),
        .birth_date = read_date(reading, copy, 4),
        .citizenship = copy_out_text(copy, 5),
        .region = copy_out_text(copy, 6),
        .service_status = copy_out_text(copy, 7),
        .fitness = copy_out_text(copy, 8),
        .clearance = copy_out_text(copy, 9),
        .education = copy_out_text(copy, 10),
        .languages = copy_out_text(copy, 11),
        .available_from = read_date(reading, copy, 12),
        .relocates = copy_out_bool(copy, 13),
        .consent_on = read_date(reading, copy, 14),
        .consent_until = read_date(reading, copy, 15),
        .consent_for = copy_out_text(copy, 16),
        .owner = copy_out_text(copy, 17),
        .field_of_study = copy_out_text(copy, 18),
        .military_specialty = copy_out_text(copy, 19),
        .rank = copy_out_text(copy, 20),
    };
    note_person(reading, row.person_id, row.natural_key);
    return snapshot_add_person(reading->builder, &row, err);
}

static enum cadre_status add_element(struct reading *reading, const struct reader_person *person,
                                     const struct copy_out *copy, struct cadre_error *err)
{
    const struct element_row row = {
        .person = person->number,
        .element = copy_out_text(copy, 1),
        .level = copy_out_text(copy, 2),
        .years = copy_out_int32(copy, 3, 0),
        .verified = copy_out_bool(copy, 4),
        .verified_by = copy_out_text(copy, 5),
        .type = copy_out_text(copy, 6),
    };
    return snapshot_add_element(reading->builder, &row, err);
}

static enum cadre_status add_award(struct reading *reading, const struct reader_person *person,
                                   const struct copy_out *copy, struct cadre_error *err)
{
    const struct award_row row = {
        .person = person->number,
        .credential = copy_out_text(copy, 1),
        .issued_on = read_date(reading, copy, 2),
        .expires_on = read_date(reading, copy, 3),
        .revoked_on = read_date(reading, copy, 4),
        .verified = copy_out_bool(copy, 5),
        .number = copy_out_text(copy, 6),
        .verified_by = copy_out_text(copy, 7),
    };
    return snapshot_add_award(reading->builder, &row, err);
}

static enum cadre_status add_training(struct reading *reading, const struct reader_person *person,
                                      const struct copy_out *copy, struct cadre_error *err)
{
    (void)err;
    const struct fact_row row = {
        .person = person->number,
        .kind = ALTERNATIVE_TRAINING,
        .code = copy_out_text(copy, 1),
        .from_on = read_date(reading, copy, 2),
        .until_on = read_date(reading, copy, 3),
        .verified = copy_out_bool(copy, 4),
        .verified_by = copy_out_text(copy, 5),
    };
    snapshot_add_fact(reading->builder, &row);
    return CADRE_OK;
}

static enum cadre_status add_assessment(struct reading *reading, const struct reader_person *person,
                                        const struct copy_out *copy, struct cadre_error *err)
{
    (void)err;
    const struct fact_row row = {
        .person = person->number,
        .kind = ALTERNATIVE_ASSESSMENT,
        .code = copy_out_text(copy, 1),
        .score = copy_out_int32(copy, 2, 0),
        .from_on = read_date(reading, copy, 3),
        .until_on = cadre_date_none,
        .verified = copy_out_bool(copy, 4),
        .verified_by = copy_out_text(copy, 5),
    };
    snapshot_add_fact(reading->builder, &row);
    return CADRE_OK;
}

static enum cadre_status add_distinction(struct reading *reading,
                                         const struct reader_person *person,
                                         const struct copy_out *copy, struct cadre_error *err)
{
    (void)err;
    const struct fact_row row = {
        .person = person->number,
        .kind = ALTERNATIVE_DISTINCTION,
        .code = copy_out_text(copy, 1),
        .from_on = read_date(reading, copy, 2),
        .until_on = cadre_date_none,
        .verified = copy_out_bool(copy, 3),
        .verified_by = copy_out_text(copy, 4),
    };
    snapshot_add_fact(reading->builder, &row);
    return CADRE_OK;
}

static enum cadre_status add_study(struct reading *reading, const struct reader_person *person,
                                   const struct copy_out *copy, struct cadre_error *err)
{
    (void)err;
    snapshot_add_study(reading->builder, person->natural_key, copy_out_text(copy, 1),
                       read_date(reading, copy, 2));
    return CADRE_OK;
}

static enum cadre_status add_institution(struct reading *reading, const struct copy_out *copy,
                                         struct cadre_error *err)
{
    (void)err;
    snapshot_add_institution(reading->builder, copy_out_text(copy, 0), copy_out_text(copy, 1),
                             read_date(reading, copy, 2), read_date(reading, copy, 3));
    return CADRE_OK;
}

static enum cadre_status add_employment(struct reading *reading, const struct reader_person *person,
                                        const struct copy_out *copy, struct cadre_error *err)
{
    return snapshot_add_employment(reading->builder, person->natural_key, copy_out_text(copy, 1),
                                   copy_out_text(copy, 2), err);
}

static enum cadre_status add_service(struct reading *reading, const struct reader_person *person,
                                     const struct copy_out *copy, struct cadre_error *err)
{
    (void)err;
    const struct service_row row = {
        .natural_key = person->natural_key,
        .organization = copy_out_text(copy, 1),
        .work_role = copy_out_text(copy, 2),
        .from_on = read_date(reading, copy, 3),
        .until_on = read_date(reading, copy, 4),
    };
    snapshot_add_service(reading->builder, &row);
    return CADRE_OK;
}

static enum cadre_status add_record(struct reading *reading, const struct reader_person *person,
                                    const struct copy_out *copy, struct cadre_error *err)
{
    const struct record_row row = {
        .person = person->number,
        .record = copy_out_text(copy, 1),
        .ground = copy_out_text(copy, 2),
        .from_on = read_date(reading, copy, 3),
        .until_on = read_date(reading, copy, 4),
        .military_specialty = copy_out_text(copy, 5),
        .rank = copy_out_text(copy, 6),
    };
    return snapshot_add_record(reading->builder, &row, err);
}

static enum cadre_status add_decision(struct reading *reading, const struct reader_person *person,
                                      const struct copy_out *copy, struct cadre_error *err)
{
    const struct decision_row row = {
        .natural_key = person->natural_key,
        .need = copy_out_text(copy, 1),
        .verdict = copy_out_text(copy, 2),
        .reason_code = copy_out_text(copy, 3),
        .by = copy_out_text(copy, 4),
        .decided_on = read_date(reading, copy, 5),
        .until_on = read_date(reading, copy, 6),
        .offered = copy_out_bool(copy, 7),
    };
    return snapshot_add_decision(reading->builder, &row, err);
}

static enum cadre_status add_organization(struct reading *reading, const struct copy_out *copy,
                                          struct cadre_error *err)
{
    return snapshot_add_organization(
        reading->builder, copy_out_text(copy, 0), copy_out_text(copy, 1), copy_out_text(copy, 2),
        copy_out_text(copy, 3), copy_out_text(copy, 4), copy_out_text(copy, 5), err);
}

static enum cadre_status add_need(struct reading *reading, const struct copy_out *copy,
                                  struct cadre_error *err)
{
    const struct need_row row = {
        .code = copy_out_text(copy, 0),
        .title = copy_out_text(copy, 1),
        .organization = copy_out_text(copy, 2),
        .engagement = copy_out_text(copy, 3),
        .classification = copy_out_text(copy, 4),
        .work_role = copy_out_text(copy, 5),
        .level = copy_out_text(copy, 6),
        .region = copy_out_text(copy, 7),
        .citizenships = copy_out_text(copy, 8),
        .service_statuses = copy_out_text(copy, 9),
        .fitness = copy_out_text(copy, 10),
        .clearance = copy_out_text(copy, 11),
        .education = copy_out_text(copy, 12),
        .languages = copy_out_text(copy, 13),
        .headcount = copy_out_int32(copy, 14, 0),
        .priority = copy_out_int32(copy, 15, 0),
        .min_age = copy_out_int32(copy, 16, -1),
        .max_age = copy_out_int32(copy, 17, -1),
        .starts_on = read_date(reading, copy, 18),
        .ends_on = read_date(reading, copy, 19),
        .incomplete = copy_out_bool(copy, 20),
        .trust = copy_out_text(copy, 21),
    };
    return snapshot_add_need(reading->builder, &row, err);
}

static enum cadre_status add_alternative(struct reading *reading, const struct copy_out *copy,
                                         struct cadre_error *err)
{
    const struct alternative_row row = {
        .need = copy_out_text(copy, 0),
        .kind = copy_out_text(copy, 1),
        .code = copy_out_text(copy, 2),
        .level = copy_out_text(copy, 3),
        .importance = copy_out_text(copy, 4),
        .clause = copy_out_int32(copy, 5, 0),
        .weight = copy_out_int32(copy, 6, 1),
        .k = copy_out_int32(copy, 7, 1),
        .months = copy_out_int32(copy, 8, 0),
        .trust = copy_out_text(copy, 9),
    };
    return snapshot_add_alternative(reading->builder, &row, err);
}

static enum cadre_status add_offer(struct reading *reading, const struct copy_out *copy,
                                   struct cadre_error *err)
{
    const struct training_row row = {
        .provider = copy_out_text(copy, 0),
        .code = copy_out_text(copy, 1),
        .title = copy_out_text(copy, 2),
        .grants = copy_out_text(copy, 3),
        .cost = copy_out_int32(copy, 4, -1),
        .hours = copy_out_int32(copy, 5, -1),
    };
    return snapshot_add_training(reading->builder, &row, err);
}

/* A seat is taken even when its person has left the rosters: they then have a key that is nobody's.
 */
static enum cadre_status add_placement(struct reading *reading, const struct copy_out *copy,
                                       struct cadre_error *err)
{
    struct str_view person_id = copy_out_text(copy, 0);
    const struct reader_person *person = find_person(reading, person_id);
    struct str_view natural_key =
        person != NULL ? person->natural_key
                       : str_view_of(arena_format(reading->arena, "not matchable: %.*s",
                                                  STR_VIEW_ARGS(person_id)));
    return snapshot_add_placement(reading->builder, natural_key, copy_out_text(copy, 1),
                                  read_date(reading, copy, 2), err);
}

static enum cadre_status add_base(struct reading *reading, const struct copy_out *copy,
                                  struct cadre_error *err)
{
    (void)err;
    snapshot_add_base(reading->builder, copy_out_text(copy, 0), copy_out_text(copy, 1));
    return CADRE_OK;
}

static enum cadre_status add_stay(struct reading *reading, const struct copy_out *copy,
                                  struct cadre_error *err)
{
    (void)err;
    snapshot_add_stay(reading->builder, copy_out_text(copy, 0), copy_out_text(copy, 1));
    return CADRE_OK;
}

static enum cadre_status add_wish(struct reading *reading, const struct reader_person *person,
                                  const struct copy_out *copy, struct cadre_error *err)
{
    const struct wish_row row = {
        .natural_key = person->natural_key,
        .side = copy_out_text(copy, 1),
        .need = copy_out_text(copy, 2),
        .work_role = copy_out_text(copy, 3),
        .organization = copy_out_text(copy, 4),
        .rank = copy_out_int32(copy, 5, 0),
    };
    return snapshot_add_wish(reading->builder, &row, err);
}

struct snapshot_part {
    const struct query *query;
    bool of_seats; /* it says who sits where */
    /* One of the two takes a row. Rows of a person begin with the id, and those of people who are
     * not matchable are passed over. */
    enum cadre_status (*add)(struct reading *reading, const struct copy_out *copy,
                             struct cadre_error *err);
    enum cadre_status (*add_to)(struct reading *reading, const struct reader_person *person,
                                const struct copy_out *copy, struct cadre_error *err);
};

/* They come first. */
static const struct snapshot_part people_derived = {&query_snapshot_people, true, add_person, NULL};
static const struct snapshot_part people_kept = {&query_snapshot_people_kept, true, add_person,
                                                 NULL};

static const struct snapshot_part parts[] = {
    {&query_snapshot_elements, false, NULL, add_element},
    {&query_snapshot_awards, false, NULL, add_award},
    {&query_snapshot_trainings, false, NULL, add_training},
    {&query_snapshot_assessments, false, NULL, add_assessment},
    {&query_snapshot_distinctions, false, NULL, add_distinction},
    {&query_snapshot_studies, false, NULL, add_study},
    {&query_snapshot_institutions, false, add_institution, NULL},
    {&query_snapshot_employments, false, NULL, add_employment},
    {&query_snapshot_services, false, NULL, add_service},
    {&query_snapshot_service_records, false, NULL, add_record},
    {&query_snapshot_decisions, true, NULL, add_decision},
    {&query_snapshot_organizations, true, add_organization, NULL},
    {&query_snapshot_needs, true, add_need, NULL},
    {&query_snapshot_alternatives, false, add_alternative, NULL},
    {&query_snapshot_placements, true, add_placement, NULL},
    {&query_snapshot_base, false, add_base, NULL},
    {&query_snapshot_stays, false, add_stay, NULL},
    {&query_snapshot_wishes, false, NULL, add_wish},
    {&query_snapshot_offers, false, add_offer, NULL},
};

/* ---- the whole ------------------------------------------------------------------------------- */

static enum cadre_status add_row(const struct snapshot_part *part, struct reading *reading,
                                 const struct copy_out *copy, struct cadre_error *err)
{
    if (part->add_to == NULL)
        return part->add(reading, copy, err);
    const struct reader_person *person = find_person(reading, copy_out_text(copy, 0));
    return person != NULL ? part->add_to(reading, person, copy, err) : CADRE_OK;
}

static enum cadre_status read_part(struct session *session, const struct snapshot_part *part,
                                   struct reading *reading, struct cadre_error *err)
{
    CADRE_CLEANUP(copy_out_cleanup) struct copy_out *copy = NULL;
    bool more = true;
    enum cadre_status status = copy_out_open(session, part->query, &copy, err);
    while (status == CADRE_OK && more) {
        status = copy_out_next(copy, &more, err);
        if (status == CADRE_OK && more)
            status = add_row(part, reading, copy, err);
        if (status == CADRE_OK && reading->no_day)
            status =
                cadre_fail(err, CADRE_BUG, "the registry holds a date beyond the years 1 to 9999");
    }
    return status;
}

static enum cadre_status read_people(struct session *session, bool kept, struct reading *reading,
                                     struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    if (!kept)
        return read_part(session, &people_derived, reading, err);
    enum cadre_status status =
        session_run(session, &query_snapshot_people_settled, NULL, &rows, err);
    if (status != CADRE_OK)
        return status;
    bool settled = rows_bool(rows, 0, rows_column(rows, "settled"));
    return read_part(session, settled ? &people_kept : &people_derived, reading, err);
}

enum cadre_status snapshot_store_require_list(struct session *session, const char *list,
                                              struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {list};
    enum cadre_status status =
        session_run(session, &query_institution_list_known, parameters, &rows, err);
    if (status != CADRE_OK || rows_bool(rows, 0, rows_column(rows, "known")))
        return status;
    cadre_fail(err, CADRE_USAGE, "no institution is on a list '%s'", list);
    return cadre_fail_hint(err, "'cadre import institution_lists' brings the lists");
}

static bool asks_employment(const struct limit_rules *limits)
{
    return limit_rules_ask(limits, LIMIT_BY_EMPLOYER) ||
           limit_rules_ask(limits, LIMIT_BY_ORGANIZATION) ||
           limit_rules_ask(limits, LIMIT_BY_SECTOR) || limit_rules_ask(limits, LIMIT_BY_SEX);
}

/* Names leave the database only when they are asked for. */
static enum cadre_status set_views(struct session *session, const struct snapshot_request *request,
                                   struct arena *arena, struct str_view *ret_known_at,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const at_most[] = {request->known_at};
    const char *const names[] = {request->names ? "on" : "off"};
    const struct match_policy *options = &request->policy;
    bool wanted = options->education || options->training || options->residential_months > 0;
    const char *const role_options[] = {options->accredited_by[0] != '\0' ? "accredited"
                                        : wanted                          ? "on"
                                                                          : "off"};
    enum cadre_status status = session_run(session, &query_newest_recorded, at_most, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_known_at = rows_copy(rows, 0, "known_at", arena);
    const char *const clock[] = {parameter_date(arena, request->as_of), ret_known_at->data};
    status = session_do(session, &query_set_clock, clock, err);
    if (status == CADRE_OK)
        status = session_do(session, &query_snapshot_memory, NULL, err);
    if (status == CADRE_OK)
        status = session_do(session, &query_session_names, names, err);
    if (status == CADRE_OK)
        status = session_do(session, &query_session_role_options, role_options, err);
    const char *const employments[] = {asks_employment(&options->limits) ? "on" : "off"};
    if (status == CADRE_OK)
        status = session_do(session, &query_session_employments, employments, err);
    const char *const residual[] = {parameter_int64(arena, options->residual_run)};
    if (status == CADRE_OK)
        status = session_do(session, &query_session_residual_run, residual, err);
    return status;
}

enum cadre_status snapshot_store_load_within(struct session *session,
                                             const struct snapshot_request *request,
                                             const struct catalogue *catalogue, struct arena *arena,
                                             struct snapshot **ret_snapshot,
                                             struct cadre_error *err)
{
    struct str_view known_at;
    enum cadre_status status = set_views(session, request, arena, &known_at, err);
    if (status != CADRE_OK)
        return status;
    struct reading reading = {
        .builder = snapshot_builder_new(arena, catalogue, request->as_of, known_at),
        .others = str_map_new(),
        .arena = arena,
    };
    snapshot_set_policy(reading.builder, &request->policy);
    snapshot_set_call_up(reading.builder, request->call_up);
    status = read_people(session, request->kept, &reading, err);
    for (size_t i = 0; status == CADRE_OK && i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].of_seats || !request->seats_only)
            status = read_part(session, &parts[i], &reading, err);
    }
    if (status == CADRE_OK)
        status = snapshot_seal(reading.builder, ret_snapshot, err);
    reading_release(&reading);
    return status;
}

enum cadre_status snapshot_store_load(struct session *session,
                                      const struct snapshot_request *request,
                                      const struct catalogue *catalogue, struct arena *arena,
                                      struct snapshot **ret_snapshot, struct cadre_error *err)
{
    enum cadre_status status = session_begin(session, TRANSACTION_SNAPSHOT, err);
    if (status != CADRE_OK)
        return status;
    status = snapshot_store_load_within(session, request, catalogue, arena, ret_snapshot, err);
    session_rollback(session); /* nothing was written */
    return status;
}

enum cadre_status snapshot_store_moment(struct session *session, const char *at_most,
                                        struct arena *arena, const char **ret_known_at,
                                        struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {at_most};
    enum cadre_status status = session_run(session, &query_known_at_moment, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_known_at = rows_copy(rows, 0, "known_at", arena).data;
    return status;
}
