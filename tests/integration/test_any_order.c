/* Months of one source in any order give the same registry; digests are over natural keys. */
#include <string.h>

#include "tests/integration/files.h"

enum { ROUNDS = 8, ORDERS = 4, MONTHS = 5, PEOPLE = 9 };

/* xorshift64*: the same rounds everywhere. */
static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (uint32_t)((*state * 2685821657736338717ULL) >> 32) % below;
}

/* A month's list: who is in it, with a rank of three, a birth year of three, and of some a national
 * id that only they ever have. Identical months come up too. */
static const char *random_list(uint64_t *state)
{
    CADRE_CLEANUP(str_release) struct str rows = {0};
    for (int person = 0; person < PEOPLE; person++) {
        if (draw(state, 3) == 0)
            continue;
        uint32_t id = draw(state, 3);
        str_add_format(&rows, "S%d|", person);
        if (id > 0)
            str_add_format(&rows, "N%d%u", person, id);
        str_add_format(&rows, "|g|f|19%u0-01-01|r%u\n", 7 + draw(state, 2), draw(state, 3));
    }
    return arena_copy(test_arena(), (struct str_view){str_chars(&rows), rows.length}).data;
}

static int lines_in(const char *text)
{
    int lines = 0;
    for (; (text = strchr(text, '\n')) != NULL; text++)
        lines++;
    return lines;
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

static const char *digest_in_order(const char *const lists[MONTHS], const int order[MONTHS])
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    add_organizations(session, "BAKU");
    for (int i = 0; i < MONTHS; i++) {
        const struct test_file file = {
            .kind = "roster",
            .source = "BAKU",
            .effective = arena_format(test_arena(), "2026-%02d-01", order[i] + 1),
            .header = "source_person_id national_id given_name family_name birth_date rank",
            .rows = lists[order[i]],
            .full_list = true,
        };
        struct outcome outcome = load_ok(session, &file);
        ck_assert_uint_eq(outcome.result.rejection_count, 0);
        ck_assert_answer(session, "SELECT * FROM cadre.check_registry()", "");
    }
    /* Nothing else than the lists say, day by day. */
    for (int month = 0; month < MONTHS; month++)
        ck_assert_answer(
            session,
            arena_format(test_arena(),
                         "SELECT count(*) FROM cadre.source_record WHERE upper_inf(recorded) AND "
                         "valid @> '2026-%02d-15'::date",
                         month + 1),
            arena_format(test_arena(), "%d", lines_in(lists[month])));
    return digest_now(session);
}

START_TEST(any_order_of_months_gives_the_same_registry)
{
    uint64_t state = 88172645463325252ULL + 1000003ULL * (uint64_t)_i;
    const char *lists[MONTHS] = {NULL};
    int order[MONTHS];
    for (int month = 0; month < MONTHS; month++) {
        bool repeats = month > 1 && draw(&state, 4) == 0;
        lists[month] = repeats ? lists[month - 2] : random_list(&state);
        order[month] = month;
    }
    const char *straight = digest_in_order(lists, order);
    for (int i = 1; i < ORDERS; i++) {
        shuffle(&state, order);
        const char *shuffled = digest_in_order(lists, order);
        ck_assert_msg(strcmp(straight, shuffled) == 0, "round %d: order %d %d %d %d %d differs", _i,
                      order[0], order[1], order[2], order[3], order[4]);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("any_order");
    tcase_add_loop_test(tcase, any_order_of_months_gives_the_same_registry, 0, ROUNDS);
    return run_with_server(tcase, "integration/any_order");
}
