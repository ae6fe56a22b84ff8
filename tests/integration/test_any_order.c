/*
 * Months of one source in any order give the same registry; digests are over natural keys. On every
 * day and at every time it is what the lists say that were known then: they are the model, and the
 * newest that names a record says what was always so. Some lists are partial: their rows never say
 * what others say of the record, for a row that repeats what is known leaves no trace.
 */
#include <string.h>

#include "tests/integration/files.h"

enum { WHOLE_ROUNDS = 8, ROUNDS = 12, ORDERS = 4, MONTHS = 5, PEOPLE = 9 };

/* xorshift64*: the same rounds everywhere. */
static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (uint32_t)((*state * 2685821657736338717ULL) >> 32) % below;
}

struct list {
    const char *rows;
    bool full;
};

/* A month's list: who is in it, with a rank of three or of a partial list one of its own, a birth
 * year of three, and of some a national id that only they ever have. Identical months come up too.
 */
static struct list random_list(uint64_t *state, int month, bool full)
{
    CADRE_CLEANUP(str_release) struct str rows = {0};
    for (int person = 0; person < PEOPLE; person++) {
        if (draw(state, 3) == 0)
            continue;
        uint32_t id = draw(state, 3);
        str_add_format(&rows, "S%d|", person);
        if (id > 0)
            str_add_format(&rows, "N%d%u", person, id);
        str_add_format(&rows, "|g|f|19%u0-01-01|", 7 + draw(state, 2));
        uint32_t rank = draw(state, 3);
        str_add_format(&rows, "%c%u\n", full ? 'r' : 'p', full ? rank : (uint32_t)month);
    }
    return (struct list){
        arena_copy(test_arena(), (struct str_view){str_chars(&rows), rows.length}).data, full};
}

/* ---- the model ------------------------------------------------------------------------------- */

struct cells {
    struct str_view number, national_id, birth_date, rank;
};

static struct cells cells_of(struct str_view line)
{
    struct cells cells;
    struct str_view name;
    cells.number = str_view_cut(line, '|', &line);
    cells.national_id = str_view_cut(line, '|', &line);
    name = str_view_cut(line, '|', &line); /* given and family name, never other ones */
    name = str_view_cut(line, '|', &line);
    ck_assert(name.length == 1);
    cells.birth_date = str_view_cut(line, '|', &line);
    cells.rank = str_view_cut(line, '|', &line);
    return cells;
}

/* What a list says of a record. */
static bool find_cells(const struct list *list, struct str_view number, struct cells *ret_cells)
{
    struct str_view lines = str_view_of(list->rows);
    while (lines.length > 0) {
        *ret_cells = cells_of(str_view_cut(lines, '\n', &lines));
        if (str_view_equal(ret_cells->number, number))
            return true;
    }
    return false;
}

/* What the newest list that is known of a month or of one before says of the record: one that names
 * it, or a whole one that does not. */
static bool in_force(const struct list lists[MONTHS], const bool known[MONTHS], int month,
                     struct str_view number, struct cells *ret_cells)
{
    for (; month >= 0; month--) {
        if (known[month] && find_cells(&lists[month], number, ret_cells))
            return true;
        if (known[month] && lists[month].full)
            return false;
    }
    return false;
}

/* National id and birth date by the newest known list that names the record. */
static void correct(const struct list lists[MONTHS], const bool known[MONTHS], struct cells *cells)
{
    struct cells newest;
    for (int month = MONTHS - 1; month >= 0; month--) {
        if (known[month] && find_cells(&lists[month], cells->number, &newest)) {
            cells->national_id = newest.national_id;
            cells->birth_date = newest.birth_date;
            return;
        }
    }
}

static const char *absent_as_dash(struct str_view cell)
{
    return cell.length > 0 ? arena_copy(test_arena(), cell).data : "-";
}

/* What is true in the midst of a month by the lists that are known, by the numbers of records. */
static const char *model(const struct list lists[MONTHS], const bool known[MONTHS], int month)
{
    CADRE_CLEANUP(str_release) struct str answer = {0};
    for (int person = 0; person < PEOPLE; person++) {
        struct cells cells;
        const char *number = arena_format(test_arena(), "S%d", person);
        if (!in_force(lists, known, month, str_view_of(number), &cells))
            continue;
        correct(lists, known, &cells);
        str_add_format(&answer, "%s%.*s|%s|%.*s|%.*s", answer.length > 0 ? "\n" : "",
                       STR_VIEW_ARGS(cells.number), absent_as_dash(cells.national_id),
                       STR_VIEW_ARGS(cells.birth_date), STR_VIEW_ARGS(cells.rank));
    }
    return arena_copy(test_arena(), (struct str_view){str_chars(&answer), answer.length}).data;
}

/* ---- the registry ---------------------------------------------------------------------------- */

static const char true_then[] =
    "SELECT r.source_person_id, r.national_id, r.birth_date, r.rank FROM cadre.source_record r "
    "WHERE r.recorded @> '%2$s'::timestamptz "
    "AND cadre.held(r.valid, r.uncut_until, r.cut_at, '2026-%1$02d-15', '%2$s') "
    "ORDER BY r.source_person_id COLLATE \"C\"";

static void compare_with_model(struct session *session, const struct list lists[MONTHS],
                               const bool known[MONTHS], const char *known_at)
{
    for (int month = 0; month < MONTHS; month++)
        ck_assert_answer(session, arena_format(test_arena(), true_then, month + 1, known_at),
                         model(lists, known, month));
}

static void shuffle(uint64_t *state, int order[MONTHS])
{
    for (int i = MONTHS - 1; i > 0; i--) {
        int other = (int)draw(state, (uint32_t)i + 1);
        int kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
}

static const char *load_month(struct session *session, const struct list *list, int month)
{
    const struct test_file file = {
        .kind = "roster",
        .source = "BAKU",
        .effective = arena_format(test_arena(), "2026-%02d-01", month + 1),
        .header = "source_person_id national_id given_name family_name birth_date rank",
        .rows = list->rows,
        .full_list = list->full,
    };
    struct outcome outcome = load_ok(session, &file);
    ck_assert_uint_eq(outcome.result.rejection_count, 0);
    check_registry(session);
    return outcome.result.recorded_at;
}

/* `volumes`: whole lists are laid into volumes. */
static const char *digest_in_order(const struct list lists[MONTHS], const int order[MONTHS],
                                   bool volumes)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const char *times[MONTHS];
    bool known[MONTHS] = {false};
    add_organizations(session, "BAKU");
    if (volumes)
        fill_volumes(session, 1);
    for (int i = 0; i < MONTHS; i++)
        times[i] = load_month(session, &lists[order[i]], order[i]);
    /* Then as now, after each of them. */
    for (int i = 0; i < MONTHS; i++) {
        known[order[i]] = true;
        compare_with_model(session, lists, known, times[i]);
    }
    return digest_now(session);
}

/* In the last rounds lists are partial: in one of them all are, in the others every other one. */
static bool is_full(uint64_t *state, int round)
{
    return round < WHOLE_ROUNDS || (round > WHOLE_ROUNDS && draw(state, 2) == 0);
}

START_TEST(any_order_of_months_gives_the_same_registry)
{
    uint64_t state = 88172645463325252ULL + 1000003ULL * (uint64_t)_i;
    struct list lists[MONTHS] = {{0}};
    int order[MONTHS];
    for (int month = 0; month < MONTHS; month++) {
        bool full = is_full(&state, _i);
        bool repeats = month > 1 && draw(&state, 4) == 0 && lists[month - 2].full && full;
        lists[month] = repeats ? lists[month - 2] : random_list(&state, month, full);
        order[month] = month;
    }
    const char *straight = digest_in_order(lists, order, _i % 2 == 1);
    for (int i = 1; i < ORDERS; i++) {
        shuffle(&state, order);
        const char *shuffled = digest_in_order(lists, order, i % 2 == 1);
        ck_assert_msg(strcmp(straight, shuffled) == 0, "round %d: order %d %d %d %d %d differs", _i,
                      order[0], order[1], order[2], order[3], order[4]);
    }
}
END_TEST

/* The limit: a row of a partial list that repeats what is known is not stored, so that a late list
 * of a day between holds on past it. A whole list is a statement of its day by itself. */
START_TEST(what_a_partial_list_repeats_leaves_no_trace)
{
    bool full = _i == 1;
    const struct list lists[] = {
        {"S0||g|f|1970-01-01|r1\n", full},
        {"S0||g|f|1970-01-01|r2\n", full},
        {"S0||g|f|1970-01-01|r1\n", full},
    };
    static const int order[] = {0, 2, 1};
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    add_organizations(session, "BAKU");
    for (int i = 0; i < ROWS(order); i++)
        load_month(session, &lists[order[i]], order[i]);
    ck_assert_answer(session,
                     "SELECT rank FROM cadre.source_record WHERE upper_inf(recorded) AND valid @> "
                     "date '2026-03-15'",
                     full ? "r1" : "r2");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("any_order");
    tcase_add_loop_test(tcase, any_order_of_months_gives_the_same_registry, 0, ROUNDS);
    tcase_add_loop_test(tcase, what_a_partial_list_repeats_leaves_no_trace, 0, 2);
    return run_with_server(tcase, "integration/any_order");
}
