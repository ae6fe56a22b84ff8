/*
 * bench_pairs CONNINFO DAY SECONDS: how fast pairs of a registry are decided, on one thread, in CPU
 * time. Prints lines NAME<tab>VALUE:
 *   people, needs, profiles, eligible    how many; `eligible` is of pairs
 *   pairs                                people x needs: each of them is decided
 *   tests                                people x profiles: how many are looked at for that, since
 *                                        needs that are alike are looked at once
 *   read_ms                              the snapshot, out of the database
 *   build_ms                             from there to all pairs with their fit and all counts of
 *                                        reasons (pairs_build): all of what follows, and rows
 *   expand_ms                            what each person can show on the day
 *   compile_ms                           the needs alone: questions and profiles
 *   ask_ms                               the questions alone: each person, each question
 *   sieve_ms                             the tests alone
 *   readable_ms                          the readable evaluator, of all pairs (or the first of them
 *                                        for as long as SECONDS; readable_pairs tells how many)
 * Each time is the least of as many rounds as SECONDS last. The three ways to decide (build, sieve,
 * readable) are checked against one another.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cmd/steps/registry_catalogue.h"
#include "core/base/alloc.h"
#include "core/pairs/pairs.h"
#include "core/pairs/people_block.h"
#include "sql/snapshot_store.h"

enum { EXIT_USAGE = 2, MS = 1000 };

struct bench {
    struct arena *arena;
    const struct snapshot *snapshot;
    const struct need_profiles *profiles;
    double budget_ms;
    double read_ms, expand_ms, build_ms, compile_ms, ask_ms, sieve_ms, readable_ms;
    uint64_t eligible, readable_pairs;
};

static double cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * MS + (double)now.tv_nsec / 1e6;
}

static void keep_least(double *least, double ms)
{
    if (*least == 0 || ms < *least)
        *least = ms;
}

static void must_be(uint64_t seen, uint64_t wanted, const char *what)
{
    if (seen == wanted)
        return;
    fprintf(stderr, "bench_pairs: %s finds %llu pairs, not %llu\n", what, (unsigned long long)seen,
            (unsigned long long)wanted);
    exit(EXIT_FAILURE);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void measure_build(struct bench *bench)
{
    for (double spent = 0; spent == 0 || spent < bench->budget_ms;) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        double began = cpu_ms();
        const struct pairs *pairs = pairs_build_in(bench->snapshot, NULL, 1, arena);
        double ms = cpu_ms() - began;
        keep_least(&bench->build_ms, ms);
        bench->eligible = pairs->row_start[pairs->person_count];
        spent += ms;
    }
}

/* ---- evidence, questions, tests -------------------------------------------------------------- */

static size_t block_count(const struct bench *bench, size_t first)
{
    size_t left = bench->snapshot->person_count - first;
    return left < BLOCK_PEOPLE ? left : BLOCK_PEOPLE;
}

static uint64_t eligible_of(const struct bench *bench, const struct sieved *sieved)
{
    uint64_t eligible = 0;
    for (size_t j = 0; j < bench->snapshot->need_count; j++) {
        uint64_t reasons[REASON_COUNT] = {0};
        sieved_add_reasons(sieved, bench->profiles->profile_of[j], reasons);
        eligible += reasons[REASON_NONE];
    }
    return eligible;
}

static void measure_round(struct bench *bench, const struct sieve *sieve,
                          struct people_block *block)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    CADRE_CLEANUP(arena_cleanup) struct arena *expanded = arena_new();
    struct sieved *sieved = sieved_new(sieve, scratch);
    double expand_ms = 0;
    double ask_ms = 0;
    double sieve_ms = 0;
    for (size_t first = 0; first < bench->snapshot->person_count; first += BLOCK_PEOPLE) {
        size_t count = block_count(bench, first);
        double began = cpu_ms();
        arena_reset(expanded);
        const struct expansion *expansions =
            qualify_expand_run(bench->snapshot, first, count, expanded);
        double shown = cpu_ms();
        people_block_load(block, expansions, count);
        double asked = cpu_ms();
        people_block_sieve(block, sieved);
        expand_ms += shown - began;
        ask_ms += asked - shown;
        sieve_ms += cpu_ms() - asked;
    }
    must_be(eligible_of(bench, sieved), bench->eligible, "the sieve");
    keep_least(&bench->expand_ms, expand_ms);
    keep_least(&bench->ask_ms, ask_ms);
    keep_least(&bench->sieve_ms, sieve_ms);
}

static void measure_phases(struct bench *bench)
{
    double compiling = cpu_ms();
    bench->profiles = need_profiles_new(bench->snapshot, bench->arena);
    const struct sieve *sieve =
        sieve_new(bench->profiles->profiles, bench->profiles->profile_count, bench->arena);
    bench->compile_ms = cpu_ms() - compiling;
    struct people_block *block = people_block_new(bench->profiles, bench->arena);
    for (double began = cpu_ms(); bench->sieve_ms == 0 || cpu_ms() - began < bench->budget_ms;)
        measure_round(bench, sieve, block);
}

/* ---- the readable evaluator ------------------------------------------------------------------ */

static uint64_t eligible_needs(const struct bench *bench, const struct expansion *expansion)
{
    const struct snapshot *snapshot = bench->snapshot;
    uint64_t count = 0;
    for (size_t j = 0; j < snapshot->need_count; j++)
        count += qualify_reason(snapshot, expansion, &snapshot->needs[j]) == REASON_NONE;
    return count;
}

static void measure_readable(struct bench *bench)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *expanded = arena_new();
    uint64_t eligible = 0;
    size_t first = 0;
    while (first < bench->snapshot->person_count &&
           (first == 0 || bench->readable_ms < bench->budget_ms)) {
        size_t count = block_count(bench, first);
        arena_reset(expanded);
        const struct expansion *expansions =
            qualify_expand_run(bench->snapshot, first, count, expanded);
        double began = cpu_ms();
        for (size_t i = 0; i < count; i++)
            eligible += eligible_needs(bench, &expansions[i]);
        bench->readable_ms += cpu_ms() - began;
        first += count;
    }
    bench->readable_pairs = (uint64_t)first * bench->snapshot->need_count;
    if (first == bench->snapshot->person_count)
        must_be(eligible, bench->eligible, "the readable evaluator");
}

static void tell_count(const char *name, uint64_t count)
{
    printf("%s\t%llu\n", name, (unsigned long long)count);
}

static void tell(const struct bench *bench)
{
    uint64_t people = bench->snapshot->person_count;
    tell_count("people", people);
    tell_count("needs", bench->snapshot->need_count);
    tell_count("profiles", bench->profiles->profile_count);
    tell_count("eligible", bench->eligible);
    tell_count("pairs", people * bench->snapshot->need_count);
    tell_count("tests", people * bench->profiles->profile_count);
    tell_count("readable_pairs", bench->readable_pairs);
    printf("read_ms\t%.3f\nbuild_ms\t%.3f\nexpand_ms\t%.3f\n", bench->read_ms, bench->build_ms,
           bench->expand_ms);
    printf("compile_ms\t%.3f\n", bench->compile_ms);
    printf("ask_ms\t%.3f\nsieve_ms\t%.3f\nreadable_ms\t%.3f\n", bench->ask_ms, bench->sieve_ms,
           bench->readable_ms);
}

static enum cadre_status measure(const char *conninfo, struct cadre_date day, struct bench *bench,
                                 struct cadre_error *err)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = NULL;
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    const struct snapshot_request request = {.as_of = day};
    struct snapshot *snapshot = NULL;
    double began = cpu_ms();
    enum cadre_status status = session_open(conninfo, "bench_pairs", &session, err);
    if (status == CADRE_OK)
        status = registry_catalogue_read(session, NULL, bench->arena, &catalogue, err);
    if (status == CADRE_OK)
        status = snapshot_store_load(session, &request, catalogue, bench->arena, &snapshot, err);
    if (status != CADRE_OK)
        return status;
    bench->snapshot = snapshot;
    bench->read_ms = cpu_ms() - began;
    measure_build(bench);
    measure_phases(bench);
    measure_readable(bench);
    tell(bench);
    return CADRE_OK;
}

int main(int argc, char **argv)
{
    struct cadre_error err = {0};
    struct cadre_date day;
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct bench bench = {.arena = arena};
    if (argc != 4 || !cadre_date_parse_iso(str_view_of(argv[2]), &day)) {
        fputs("Usage: bench_pairs CONNINFO DAY SECONDS\n", stderr);
        return EXIT_USAGE;
    }
    bench.budget_ms = (double)strtol(argv[3], NULL, 10) * MS;
    enum cadre_status status = measure(argv[1], day, &bench, &err);
    if (status != CADRE_OK)
        fprintf(stderr, "bench_pairs: %s\n", err.message);
    cadre_error_release(&err);
    return status == CADRE_OK && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
