#include "import/known_records.h"

#include <string.h>

#include "tests/unit/run_tcase.h"

/* Entry number `number`: a hash of it, and the number as key. */
static struct known_record entry(int64_t number)
{
    struct fast_hash_seed seed = fast_hash_seed_of("test", 4);
    return (struct known_record){fast_hash128(&seed, &number, sizeof number), number};
}

static enum known_meeting meet(struct known_records *known, int64_t number)
{
    struct known_record record = entry(number);
    return known_records_meet(known, known_records_find(known, &record.record));
}

enum { ENTRIES = 10000 };

static struct known_records *filled(size_t expected)
{
    struct known_records *known = known_records_new(expected);
    for (int64_t i = 0; i < ENTRIES; i++) {
        struct known_record record = entry(i);
        known_records_add(known, &record, 1);
        known_records_add(known, &record, 1);
    }
    return known;
}

static const size_t expectations[] = {0, 1, ENTRIES, 3 * ENTRIES};

START_TEST(each_is_met_once)
{
    struct known_records *known = filled(expectations[_i]);
    ck_assert_uint_eq(known_records_count(known), ENTRIES);
    for (int round = 0; round < 2; round++) {
        known_records_begin(known);
        for (int64_t i = 0; i < ENTRIES; i++)
            ck_assert_int_eq(meet(known, i), KNOWN_FIRST);
        for (int64_t i = 0; i < ENTRIES; i++)
            ck_assert_int_eq(meet(known, i), KNOWN_AGAIN);
        for (int64_t i = ENTRIES; i < 2 * ENTRIES; i++)
            ck_assert_int_eq(meet(known, i), KNOWN_NOT);
        ck_assert_uint_eq(known_records_unseen_count(known), 0);
    }
    known_records_free(known);
}
END_TEST

static bool divides(const void *context, int64_t key)
{
    return key % *(const int *)context == 0;
}

static bool unseen(int64_t number)
{
    return number % 3 == 0;
}

static bool replaced(int64_t number)
{
    return number % 5 == 0;
}

/* How many numbers, and their sum: each once. */
struct tally {
    size_t count;
    int64_t sum;
};

static void count(struct tally *tally, bool counts, int64_t number)
{
    tally->count += counts;
    tally->sum += counts ? number : 0;
}

START_TEST(what_is_left_is_walked)
{
    const int five = 5;
    struct known_records *known = filled(ENTRIES);
    struct tally wanted_unseen = {0};
    struct tally wanted_kept[2] = {{0}};
    size_t both = 0;
    known_records_begin(known);
    for (int64_t i = 0; i < ENTRIES; i++) {
        if (!unseen(i))
            meet(known, i);
        both += !unseen(i) && replaced(i);
        count(&wanted_unseen, unseen(i) && !replaced(i), i);
        count(&wanted_kept[false], !replaced(i), i);
        count(&wanted_kept[true], !unseen(i), i);
    }
    ck_assert_uint_eq(known_records_compare(known, divides, &five), both);
    struct tally got = {0};
    int64_t key;
    for (size_t at = 0; known_records_next_unseen(known, &at, &key);)
        count(&got, true, key);
    ck_assert_mem_eq(&got, &wanted_unseen, sizeof got);
    ck_assert_uint_eq(known_records_unseen_count(known), got.count);
    for (int full = 0; full < 2; full++) {
        struct known_record record;
        got = (struct tally){0};
        for (size_t at = 0; known_records_next_kept(known, full != 0, &at, &record);) {
            struct known_record same = entry(record.key);
            ck_assert(hash128_equal(&same.record, &record.record));
            count(&got, true, record.key);
        }
        ck_assert_mem_eq(&got, &wanted_kept[full], sizeof got);
        ck_assert_uint_eq(known_records_kept_count(known, full != 0), got.count);
    }
    known_records_free(known);
}
END_TEST

static size_t count_found(const struct known_records *known, const bool *wanted, int64_t places)
{
    size_t found = 0;
    for (int64_t i = 0; i < places; i++) {
        struct known_record record = entry(i);
        bool there = known_records_find(known, &record.record) != KNOWN_NOWHERE;
        ck_assert_msg(there == wanted[i], "%d of %d", (int)i, (int)places);
        found += there;
    }
    return found;
}

enum { TABLES = 30 };

/* Entries come and go in any order, in tables so full that runs of them go on at the begin. */
START_TEST(what_goes_is_found_no_more)
{
    enum { STEPS = 4000, PLACES_MOST = 400 };
    const int64_t places = PLACES_MOST - _i;
    struct known_records *known = known_records_new((size_t)places);
    bool there[PLACES_MOST] = {false};
    uint32_t draw = (uint32_t)_i;
    for (int step = 0; step < STEPS; step++) {
        draw = draw * 1664525 + 1013904223;
        int64_t i = (int64_t)(draw >> 8) % places;
        struct known_record record = entry(i);
        there[i] = draw >> 29 != 0; /* mostly they come */
        (there[i] ? known_records_add : known_records_remove)(known, &record, 1);
        if (step % 100 == 0)
            ck_assert_uint_eq(count_found(known, there, places), known_records_count(known));
    }
    known_records_free(known);
}
END_TEST

/* Hashes that would all stand in one place go on behind it, and round to the table's start. */
START_TEST(crowded_hashes_stay_apart)
{
    enum { CROWD = 200 };
    struct known_records *known = known_records_new(CROWD);
    struct known_record record = {.key = 0};
    memset(record.record.bytes, 0xFF, sizeof record.record.bytes);
    for (int i = 0; i < CROWD; i++) {
        record.record.bytes[HASH128_SIZE - 2] = (uint8_t)i;
        record.key = i;
        known_records_add(known, &record, 1);
    }
    ck_assert_uint_eq(known_records_count(known), CROWD);
    for (int i = 0; i < CROWD; i++) {
        record.record.bytes[HASH128_SIZE - 2] = (uint8_t)i;
        ck_assert_int_eq(known_records_meet(known, known_records_find(known, &record.record)),
                         KNOWN_FIRST);
    }
    record.record.bytes[HASH128_SIZE - 2] = (uint8_t)CROWD;
    ck_assert_int_eq(known_records_meet(known, known_records_find(known, &record.record)),
                     KNOWN_NOT);
    known_records_free(known);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("known_records");
    tcase_add_loop_test(tcase, each_is_met_once, 0, ROWS(expectations));
    tcase_add_test(tcase, what_is_left_is_walked);
    tcase_add_loop_test(tcase, what_goes_is_found_no_more, 0, TABLES);
    tcase_add_test(tcase, crowded_hashes_stay_apart);
    return run_tcase(tcase, "import/known_records");
}
