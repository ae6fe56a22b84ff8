/*
 * bench_match: solves made-up problems and files with the engine, judges the answer, and tells
 * objective, bound, times and memory. Usage:
 *   bench_match made PEOPLE NEEDS SEATS [OPTION]...
 *   bench_match file FILE [OPTION]...     plain text (read.h), may be gzipped
 *   bench_match orlib FILE [OPTION]...    OR-Library assignment: least cost
 *   bench_match shape NAME SIZE [OPTION]...   one of the list that `bench_match shapes` tells
 *   --ties, --classes K, --base PERCENT, --seed N   of a made-up problem
 *   --warm      solves it a month later too (month.h), from nothing and from the first one's prices
 *   --runs R    solves so often; the fastest is told
 *   --threads N   solves on so many (default 1)
 *   --write FILE  the problem as plain text, and no solve
 *   --core FILE   after the solve, the pairs that are within 20 basis points of their row's best at
 *               the prices found, as plain text: a small problem with the same optimum
 *   --row NAME  one line of fields separated by tabs instead of sentences, --warm and what
 *               extras.h measures among them: what match.sh reads
 * Times are processor seconds of the solve, with the problem in memory; of a solve on several
 * threads, the fastest is the one that took the least time by the clock on the wall. The peak is
 * that of the data, the problem and what the engine needs, over what the program was before there
 * was any (and had solved something small, so that its text was there); of several solves, that of
 * the first, since later ones begin with memory that the allocator kept of those before.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/alloc.h"
#include "core/match/engine.h"
#include "tests/bench/match/extras.h"
#include "tests/bench/match/judge.h"
#include "tests/bench/match/month.h"
#include "tests/bench/match/read.h"
#include "tests/bench/match/shapes.h"

enum { EXIT_USAGE = 2, INT128_DIGITS = 48, CORE_WIDTH_BP = 20 };

static const char *const phase_names[] = {
    [ENGINE_AUGMENT] = "augment",
    [ENGINE_AUCTION] = "auction",
    [ENGINE_LEVELS] = "levels",
    [ENGINE_REFINE] = "refine",
    [ENGINE_LEAST_PRICES] = "least prices",
    [ENGINE_TIE_KEY] = "tie key",
    [ENGINE_EQUAL_SEATS] = "equal seats",
};

struct options {
    struct made_shape shape;
    const char *write, *core, *row;
    double before_mib;  /* of the program, its text and libraries, before there was a problem */
    int64_t idle_seats; /* of the file, beside those of the problem */
    int runs;
    size_t threads;
    bool warm, orlib;
};

/* By processor seconds and by the clock on the wall. */
struct took {
    double processor, wall;
};

struct times {
    struct took last;
    struct took phase[ENGINE_PHASE_COUNT];
    struct took total;
};

struct answer {
    struct assignment assignment;
    struct engine_effort effort;
    struct times times;
    double peak_mib; /* of the whole program */
};

static double clock_s(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double now_s(void)
{
    return clock_s(CLOCK_PROCESS_CPUTIME_ID);
}

static struct took took_now(void)
{
    return (struct took){now_s(), clock_s(CLOCK_MONOTONIC)};
}

static void add_since(struct took *sum, struct took before, struct took now)
{
    sum->processor += now.processor - before.processor;
    sum->wall += now.wall - before.wall;
}

/* Of the peak, only what comes from here on counts. */
static void forget_peak(void)
{
    FILE *out = fopen("/proc/self/clear_refs", "we");
    if (out == NULL)
        return;
    fputs("5", out);
    fclose(out);
}

/* A size of the process: "VmRSS:" as of now, "VmHWM:" at the peak. */
static double memory_mib(const char *name)
{
    FILE *in = fopen("/proc/self/status", "re");
    char line[128];
    double mib = 0;
    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0)
            mib = (double)strtoll(line + strlen(name), NULL, 10) / 1024;
    }
    if (in != NULL)
        fclose(in);
    return mib;
}

static void phase_ended(void *context, enum engine_phase phase)
{
    struct times *times = context;
    struct took now = took_now();
    add_since(&times->phase[phase], times->last, now);
    times->last = now;
}

static void solve_once(const struct problem *problem, const struct plain_price *warm,
                       size_t threads, struct arena *arena, struct answer *ret_answer)
{
    struct answer answer = {0};
    struct engine_options options = {
        .warm_price = warm, .threads = threads, .ended = phase_ended, .context = &answer.times};
    struct took begun = answer.times.last = took_now();
    engine_solve_problem(problem, &options, arena, &answer.assignment, &answer.effort);
    add_since(&answer.times.total, begun, took_now());
    *ret_answer = answer;
}

static void solve(const struct problem *problem, const struct plain_price *warm, int runs,
                  size_t threads, struct arena *arena, struct answer *ret_answer)
{
    solve_once(problem, warm, threads, arena, ret_answer);
    ret_answer->peak_mib = memory_mib("VmHWM:");
    for (int run = 1; run < runs; run++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
        struct answer again;
        solve_once(problem, warm, threads, scratch, &again);
        if (threads == 1 ? again.times.total.processor < ret_answer->times.total.processor
                         : again.times.total.wall < ret_answer->times.total.wall)
            ret_answer->times = again.times;
    }
}

/* Brings the text of the engine into memory, which is none of a problem's. */
static void solve_something(void)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct made_shape shape = {
        .seed = 1, .people = 400, .needs = 20, .seats = 360, .ties = true, .classes = 2};
    struct made_problem made;
    struct answer answer;
    made_problem_make(&shape, &made);
    solve_once(&made.problem, NULL, 1, arena, &answer);
    made_problem_release(&made);
}

/* ---- what the machine can do ----------------------------------------------------------------- */

/* One stream over all pairs, and one scan of fit less price: what no solver can be faster than. */
static void measure_limits(const struct problem *problem, double *ret_stream, double *ret_scan)
{
    size_t count = problem->rows.start[problem->person_count];
    const uint32_t *pairs = problem->rows.pairs;
    CADRE_FREE int64_t *price = cadre_calloc(problem->need_count, sizeof *price);
    uint64_t sum = 0;
    double begun = now_s();
    for (size_t at = 0; at < count; at++)
        sum += pairs[at];
    *ret_stream = now_s() - begun;
    for (size_t j = 0; j < problem->need_count; j++)
        price[j] = (int64_t)(sum % (j + 2));
    begun = now_s();
    for (size_t i = 0; i < problem->person_count; i++) {
        int64_t best = 0;
        for (size_t at = problem->rows.start[i]; at < problem->rows.start[i + 1]; at++) {
            int64_t surplus = packed_fit(pairs[at]) - price[packed_need(pairs[at])];
            best = surplus > best ? surplus : best;
        }
        sum += (uint64_t)best;
    }
    *ret_scan = now_s() - begun;
    if (sum == 1)
        puts("");
}

/* ---- telling --------------------------------------------------------------------------------- */

static const char *decimal(int128 value, char text[INT128_DIGITS])
{
    bool negative = value < 0;
    unsigned __int128 left = negative ? -(unsigned __int128)value : (unsigned __int128)value;
    char *at = &text[INT128_DIGITS - 1];
    *at = '\0';
    do {
        *--at = (char)('0' + (int)(left % 10));
        left /= 10;
    } while (left > 0);
    if (negative)
        *--at = '-';
    return at;
}

static int64_t filled_of(const struct objective *objective)
{
    int64_t filled = 0;
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        filled += objective->filled[class];
    return filled;
}

static void tell_objective(const struct objective *objective, int64_t seats, bool orlib)
{
    printf("filled %" PRId64 " of %" PRId64 " seats:", filled_of(objective), seats);
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++) {
        if (objective->filled[class] > 0)
            printf(" class %d %" PRId64, class + 1, objective->filled[class]);
    }
    printf("\nfit %" PRId64 ", held %" PRId64 "\n", objective->fit_bp, objective->held);
    if (orlib)
        printf("least cost %" PRId64 "\n", filled_of(objective) * FIT_MAX_BP - objective->fit_bp);
}

static void tell_effort(const struct answer *answer)
{
    const struct engine_effort *effort = &answer->effort;
    printf("solve %.4f s:", answer->times.total.processor);
    for (int phase = 0; phase < ENGINE_PHASE_COUNT; phase++)
        printf(" %s %.4f", phase_names[phase], answer->times.phase[phase].processor);
    printf("\nby the wall clock %.4f s:", answer->times.total.wall);
    for (int phase = 0; phase < ENGINE_PHASE_COUNT; phase++)
        printf(" %s %.4f", phase_names[phase], answer->times.phase[phase].wall);
    printf("\nbids %" PRIu64 ", core %" PRIu64 " pairs, exchanges %" PRIu64 ", unseated %" PRIu64
           ", repairs %" PRIu64 ", scans %" PRIu64 ", ties %" PRIu64 "\n",
           effort->bids, effort->core_pairs, effort->exchanges, effort->unseated, effort->repairs,
           effort->scans, effort->ties);
}

static int tell(const struct problem *problem, const struct answer *answer,
                const struct options *options)
{
    char primal[INT128_DIGITS];
    char dual[INT128_DIGITS];
    double stream;
    double scan;
    double peak = answer->peak_mib - options->before_mib;
    double begun = now_s();
    struct judged judged = judge(problem, answer->assignment.need_of, answer->assignment.price);
    double judging = now_s() - begun;
    measure_limits(problem, &stream, &scan);
    size_t pairs = problem->rows.start[problem->person_count];
    int64_t seats = problem->unit - 1 + options->idle_seats;
    printf("%zu candidates, %zu needs, %" PRId64 " seats, %zu pairs\n", problem->person_count,
           problem->need_count, seats, pairs);
    tell_objective(&answer->assignment.objective, seats, options->orlib);
    printf("value %s, dual %s: %s\n", decimal(judged.primal, primal), decimal(judged.dual, dual),
           judged.fault != NULL ? judged.fault : "proven");
    tell_effort(answer);
    printf("certificate %.4f s, one scan %.4f s, one stream %.4f s, peak memory of the data %.1f "
           "MiB\n",
           judging, scan, stream, peak);
    return judged.fault != NULL;
}

/* ---- the program ----------------------------------------------------------------------------- */

static _Noreturn void usage(void)
{
    fputs("usage: bench_match made PEOPLE NEEDS SEATS | file FILE | orlib FILE | shape NAME SIZE\n"
          "       | shapes  [--ties] [--classes K] [--base PERCENT] [--seed N] [--warm]\n"
          "       [--runs R] [--threads N] [--write FILE] [--core FILE] [--row NAME]\n"
          "made: an instance of our own shape; file: plain text, a line 'candidates needs pairs',\n"
          "  a line 'need capacity class' for each need (class 1 .. 9, 1 the most important), a "
          "line\n"
          "  'candidate need fit' for each pair (fit 0 .. 10000), numbered from 0 or from 1;\n"
          "  orlib: n, then n x n costs or lines 'item item cost', of which the least sum is "
          "wanted;\n"
          "  both also gzipped;\n"
          "  shape: another shape than ours, of those that shapes tells\n",
          stderr);
    exit(EXIT_USAGE);
}

static int64_t number_of(const char *text, int64_t least, int64_t most)
{
    int64_t number;
    if (!str_view_to_int64(str_view_of(text), &number) || number < least || number > most)
        usage();
    return number;
}

static const struct option long_options[] = {
    {"ties", no_argument, NULL, 't'},
    {"classes", required_argument, NULL, 'c'},
    {"base", required_argument, NULL, 'b'},
    {"seed", required_argument, NULL, 's'},
    {"warm", no_argument, NULL, 'w'},
    {"runs", required_argument, NULL, 'r'},
    {"write", required_argument, NULL, 'o'},
    {"row", required_argument, NULL, 'n'},
    {"core", required_argument, NULL, 'k'},
    {"threads", required_argument, NULL, 'p'},
    {0},
};

static void take_options(int argc, char **argv, struct options *options)
{
    int letter;
    while ((letter = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        switch (letter) {
        case 't':
            options->shape.ties = true;
            break;
        case 'c':
            options->shape.classes = (int)number_of(optarg, 1, INSTANCE_CLASS_COUNT);
            break;
        case 'b':
            options->shape.base_share = (int)number_of(optarg, 0, 100);
            break;
        case 's':
            options->shape.seed = (uint64_t)number_of(optarg, 0, INT64_MAX);
            break;
        case 'w':
            options->warm = true;
            break;
        case 'r':
            options->runs = (int)number_of(optarg, 1, 1000);
            break;
        case 'p':
            options->threads = (size_t)number_of(optarg, 1, 1000);
            break;
        case 'o':
            options->write = optarg;
            break;
        case 'k':
            options->core = optarg;
            break;
        case 'n':
            options->row = optarg;
            break;
        default:
            usage();
        }
    }
}

static void make_problem(int count, char **words, struct options *options,
                         struct made_problem *ret_made)
{
    if (count == 4 && strcmp(words[0], "made") == 0) {
        options->shape.people = (size_t)number_of(words[1], 1, INT32_MAX);
        options->shape.needs = (size_t)number_of(words[2], 1, SNAPSHOT_NEEDS_MOST);
        options->shape.seats = number_of(words[3], 0, INT32_MAX);
        made_problem_make(&options->shape, ret_made);
    } else if (count == 3 && strcmp(words[0], "shape") == 0) {
        size_t size = (size_t)number_of(words[2], 1, SNAPSHOT_NEEDS_MOST / 2);
        if (!shape_make(words[1], size, options->shape.seed, ret_made))
            usage();
    } else if (count == 2 && strcmp(words[0], "file") == 0) {
        read_plain(words[1], ret_made);
    } else if (count == 2 && strcmp(words[0], "orlib") == 0) {
        options->orlib = true;
        read_orlib(words[1], ret_made);
    } else {
        usage();
    }
}

/* The first answer's prices as the engine wants them to begin with. */
static struct plain_price *warm_price(const struct problem *problem, const struct answer *answer)
{
    struct plain_price *price = cadre_calloc(problem->need_count, sizeof *price);
    for (size_t j = 0; j < problem->need_count; j++)
        price[j] = instance_plain_price(answer->assignment.price[j], problem->need_count,
                                        problem->unit - 1);
    return price;
}

/* The month after, from nothing and from what is known; the times of both. False: they differ. */
static bool solve_month_later(const struct problem *before, const struct answer *answer,
                              const struct options *options, struct arena *arena,
                              struct answer ret_answers[2])
{
    struct made_problem made;
    CADRE_FREE struct plain_price *price = warm_price(before, answer);
    month_later(before, answer->assignment.need_of, options->shape.seed, &made);
    const struct problem *problem = &made.problem;
    solve(problem, NULL, options->runs, options->threads, arena, &ret_answers[0]);
    solve(problem, price, options->runs, options->threads, arena, &ret_answers[1]);
    const int32_t *need_of = ret_answers[1].assignment.need_of;
    bool holds = memcmp(ret_answers[0].assignment.need_of, need_of,
                        problem->person_count * sizeof *need_of) == 0 &&
                 judge(problem, need_of, ret_answers[1].assignment.price).fault == NULL;
    made_problem_release(&made);
    return holds;
}

static int tell_month_later(const struct problem *before, const struct answer *answer,
                            const struct options *options, struct arena *arena)
{
    struct answer answers[2];
    bool holds = solve_month_later(before, answer, options, arena, answers);
    puts("a month later, from nothing:");
    tell_effort(&answers[0]);
    puts("from last month's prices and seats:");
    tell_effort(&answers[1]);
    puts(holds ? "both are the same, and proven" : "they differ, or are not proven");
    return holds ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- a line of numbers ----------------------------------------------------------------------- */

/* By the wall clock, on two threads; false: it comes to something else. */
static bool solve_on_two(const struct problem *problem, const struct answer *one, int runs,
                         struct arena *arena, double *ret_wall)
{
    struct answer two;
    solve(problem, NULL, runs, 2, arena, &two);
    *ret_wall = two.times.total.wall;
    return memcmp(two.assignment.need_of, one->assignment.need_of,
                  problem->person_count * sizeof *two.assignment.need_of) == 0 &&
           memcmp(two.assignment.price, one->assignment.price,
                  problem->need_count * sizeof *two.assignment.price) == 0;
}

static int tell_row(const struct problem *problem, const struct answer *answer,
                    const struct options *options, struct arena *arena)
{
    double stream;
    double scan;
    double wall;
    double peak = answer->peak_mib - options->before_mib;
    struct answer month[2];
    struct judged judged = judge(problem, answer->assignment.need_of, answer->assignment.price);
    const struct objective *objective = &answer->assignment.objective;
    measure_limits(problem, &stream, &scan);
    struct extras extras = extras_measure(problem, &answer->assignment, options->runs);
    if (!solve_month_later(problem, answer, options, arena, month))
        extras.fault = "the month after differs";
    if (!solve_on_two(problem, answer, options->runs, arena, &wall))
        extras.fault = "two threads differ";
    const char *fault = judged.fault != NULL ? judged.fault : extras.fault;
    printf("%s\t%zu\t%zu\t%" PRId64 "\t%zu\t%.4f\t%.4f\t%.4f\t%.4f\t%.1f\t", options->row,
           problem->person_count, problem->need_count, problem->unit - 1,
           problem->rows.start[problem->person_count], answer->times.total.processor, wall, scan,
           stream, peak);
    printf("%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t", extras.scan_s, extras.certificate_s,
           extras.certificate_two_wall, extras.stable_s, month[0].times.total.processor,
           month[1].times.total.processor);
    printf("%" PRId64 "\t%" PRId64 "\t%s\n", filled_of(objective), objective->fit_bp,
           fault != NULL ? fault : "proven");
    return fault != NULL;
}

/* Keeps the pairs of a row that are near its best; their number. */
static size_t keep_row(const struct made_problem *made, size_t person, const int64_t *price,
                       uint32_t *to)
{
    const struct problem *problem = &made->problem;
    size_t kept = 0;
    int64_t best = 0;
    for (size_t at = made->start[person]; at < made->start[person + 1]; at++) {
        uint32_t pair = made->pairs[at];
        int64_t worth = problem_weight(problem, person, pair) - price[packed_need(pair)];
        best = worth > best ? worth : best;
    }
    for (size_t at = made->start[person]; at < made->start[person + 1]; at++) {
        uint32_t pair = made->pairs[at];
        int64_t worth = problem_weight(problem, person, pair) - price[packed_need(pair)];
        if (worth >= best - CORE_WIDTH_BP * problem->unit)
            to[kept++] = pair;
    }
    return kept;
}

static void keep_core(struct made_problem *made, const struct answer *answer)
{
    size_t people = made->problem.person_count;
    size_t *start = cadre_calloc(people + 1, sizeof *start);
    for (size_t i = 0; i < people; i++)
        start[i + 1] =
            start[i] + keep_row(made, i, answer->assignment.price, made->pairs + start[i]);
    free(made->start);
    made->start = start;
    made->problem.rows.start = start;
}

static int write_problem(const struct problem *problem, const char *path)
{
    FILE *out = fopen(path, "we");
    if (out == NULL) {
        perror(path);
        return EXIT_FAILURE;
    }
    write_plain(out, problem);
    if (fclose(out) == 0)
        return EXIT_SUCCESS;
    perror(path);
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    struct options options = {.shape = {.seed = 1, .classes = 1}, .runs = 1, .threads = 1};
    struct made_problem made;
    struct answer answer;
    take_options(argc, argv, &options);
    if (argc - optind == 1 && strcmp(argv[optind], "shapes") == 0) {
        shape_list(stdout);
        return EXIT_SUCCESS;
    }
    solve_something();
    options.before_mib = memory_mib("VmRSS:");
    make_problem(argc - optind, argv + optind, &options, &made);
    options.idle_seats = made.idle_seats;
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    if (options.write != NULL) {
        int written = write_problem(&made.problem, options.write);
        made_problem_release(&made);
        return written;
    }
    forget_peak();
    solve(&made.problem, NULL, options.runs, options.threads, arena, &answer);
    int status = options.row != NULL ? tell_row(&made.problem, &answer, &options, arena)
                                     : tell(&made.problem, &answer, &options);
    if (options.warm && options.row == NULL)
        status |= tell_month_later(&made.problem, &answer, &options, arena);
    if (options.core != NULL) {
        keep_core(&made, &answer);
        status |= write_problem(&made.problem, options.core);
    }
    made_problem_release(&made);
    return status;
}
