#include "core/base/conveyor.h"

#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/base/parallel.h"
#include "tests/unit/run_tcase.h"

enum { MOST = 100, PIECES = 1000, BAD_PIECE = 3 };

struct taker {
    struct str taken;
    atomic_size_t taken_bytes;
    int calls, fails_at; /* 0 = at none */
    sem_t turn;          /* of each piece, when it is slow */
    bool slow;
    atomic_bool stopped;
};

static enum cadre_status take(void *context, struct str_view piece, struct cadre_error *err)
{
    struct taker *taker = context;
    if (taker->slow)
        sem_wait(&taker->turn);
    taker->calls++;
    if (taker->calls == taker->fails_at)
        return cadre_fail(err, CADRE_DATABASE, "piece %d is bad", taker->calls);
    str_add_view(&taker->taken, piece);
    atomic_fetch_add(&taker->taken_bytes, piece.length);
    return CADRE_OK;
}

static struct conveyor *begin(struct taker *taker)
{
    struct conveyor *conveyor = conveyor_begin(MOST, take, taker);
    ck_assert_ptr_nonnull(conveyor);
    return conveyor;
}

static enum cadre_status give(struct conveyor *conveyor, struct str *piece, int number,
                              struct cadre_error *err)
{
    str_add_format(piece, "<%d>", number);
    return conveyor_give(conveyor, piece, err);
}

/* The pieces are as long as their numbers, and longer than all that may lie between. */
START_TEST(pieces_are_taken_whole_and_in_order)
{
    struct taker taker = {0};
    struct cadre_error err = {0};
    CADRE_CLEANUP(str_release) struct str piece = {0};
    CADRE_CLEANUP(str_release) struct str given = {0};
    struct conveyor *conveyor = begin(&taker);
    for (int i = 0; i < PIECES; i++) {
        for (int letter = 0; letter < i % (2 * MOST); letter++)
            str_add_char(&piece, (char)('a' + i % 26));
        str_add_view(&given, str_view_from(&piece));
        ck_assert_int_eq(conveyor_give(conveyor, &piece, &err), CADRE_OK);
        ck_assert_uint_eq(piece.length, 0);
        ck_assert_uint_le(given.length - atomic_load(&taker.taken_bytes), 3 * MOST);
    }
    ck_assert_int_eq(conveyor_end(conveyor, &err), CADRE_OK);
    ck_assert_int_eq(taker.calls, PIECES);
    ck_assert(str_view_equal(str_view_from(&taker.taken), str_view_from(&given)));
    str_release(&taker.taken);
}
END_TEST

START_TEST(without_pieces_it_ends)
{
    struct taker taker = {0};
    struct cadre_error err = {0};
    ck_assert_int_eq(conveyor_end(begin(&taker), &err), CADRE_OK);
    conveyor_abort(begin(&taker));
    conveyor_abort(NULL);
    ck_assert_int_eq(taker.calls, 0);
}
END_TEST

/* By giving or by ending, whichever comes first; what lies behind a piece that fails is not taken.
 */
START_TEST(a_failure_is_told_and_ends_all)
{
    struct taker taker = {.fails_at = BAD_PIECE};
    struct cadre_error err = {0};
    CADRE_CLEANUP(str_release) struct str piece = {0};
    enum cadre_status status = CADRE_OK;
    struct conveyor *conveyor = begin(&taker);
    int many = _i == 0 ? BAD_PIECE : PIECES;
    for (int i = 0; status == CADRE_OK && i < many; i++)
        status = give(conveyor, &piece, i, &err);
    if (status == CADRE_OK)
        status = conveyor_end(conveyor, &err);
    else
        conveyor_abort(conveyor);
    ck_assert_int_eq(status, CADRE_DATABASE);
    ck_assert_str_eq(err.message, "piece 3 is bad");
    ck_assert_int_eq(taker.calls, BAD_PIECE);
    ck_assert(str_view_equal(str_view_from(&taker.taken), (struct str_view){"<0><1>", 6}));
    cadre_error_release(&err);
    str_release(&taker.taken);
}
END_TEST

static void let_pass(void *context)
{
    enum { A_MILLISECOND = 1000 };
    struct taker *taker = context;
    while (!atomic_load(&taker->stopped)) {
        sem_post(&taker->turn);
        usleep(A_MILLISECOND);
    }
}

/* All of them would take a second. */
START_TEST(what_is_not_taken_is_dropped)
{
    struct taker taker = {.slow = true};
    struct cadre_error err = {0};
    CADRE_CLEANUP(str_release) struct str piece = {0};
    sem_init(&taker.turn, 0, 0);
    struct conveyor *conveyor = conveyor_begin(PIECES * sizeof "<1000>", take, &taker);
    for (int i = 0; i < PIECES; i++)
        ck_assert_int_eq(give(conveyor, &piece, i, &err), CADRE_OK);
    struct parallel_task *passing = parallel_begin(let_pass, &taker);
    conveyor_abort(conveyor);
    atomic_store(&taker.stopped, true);
    parallel_end(passing);
    ck_assert_int_lt(taker.calls, PIECES);
    sem_destroy(&taker.turn);
    str_release(&taker.taken);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("conveyor");
    tcase_add_test(tcase, pieces_are_taken_whole_and_in_order);
    tcase_add_test(tcase, without_pieces_it_ends);
    tcase_add_loop_test(tcase, a_failure_is_told_and_ends_all, 0, 2);
    tcase_add_test(tcase, what_is_not_taken_is_dropped);
    return run_tcase(tcase, "base/conveyor");
}
