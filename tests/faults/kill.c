/*
 * faults_kill: imports month after month into two registries. The twin is left alone; in the other
 * somebody is killed at each import: the client, its backend, the postmaster outright, or the whole
 * server by an immediate shutdown. What is left must be the twin's state of before or of after that
 * month, never one between; the checker must find no fault; and the same import once more must come
 * to its end with the twin's registry and the twin's rejects.
 *
 * Whom, and at what, follows from the seed. Where that hit is told in a table at the end; each
 * phase must have been hit.
 */
#include <dirent.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/demo/random.h"
#include "core/base/alloc.h"
#include "core/base/date.h"
#include "tests/faults/child.h"
#include "tests/faults/registries.h"

enum { EXIT_USAGE = 2, EXIT_ROWS_FAULTY = 1, EXIT_NO_DATABASE = 3 };
static const double look_every_ms = 0.3;
enum { ROUNDS_THAT_HIT_ALL = 24, PEOPLE_MOVED = 4 };

static const char usage[] =
    "Usage: faults_kill --program CADRE --rows BENCH_ROWS --work DIR\n"
    "                   [--rounds N] [--seed N] [--people N] [--chunk MIB]\n"
    "                   [--year N] [--change PERCENT] [--long N]\n";

enum victim { VICTIM_CLIENT, VICTIM_BACKEND, VICTIM_POSTMASTER, VICTIM_SERVER, VICTIM_COUNT };
static const char *const victim_names[VICTIM_COUNT] = {
    [VICTIM_CLIENT] = "client",
    [VICTIM_BACKEND] = "backend",
    [VICTIM_POSTMASTER] = "postmaster",
    [VICTIM_SERVER] = "whole server",
};

enum outcome { OUTCOME_BEFORE, OUTCOME_AFTER, OUTCOME_HEALED, OUTCOME_LATE, OUTCOME_COUNT };
static const char *const outcome_names[OUTCOME_COUNT] = {
    [OUTCOME_BEFORE] = "before",
    [OUTCOME_AFTER] = "after",
    [OUTCOME_HEALED] = "client healed",
    [OUTCOME_LATE] = "not hit",
};

/* What a kill is aimed at, PHASE_COUNT = any time, and how long after its beginning, at most. */
static const struct {
    enum phase phase;
    uint32_t wait_us;
} targets[] = {{PHASE_STAGING, 12000},
               {PHASE_MERGING, 150000},
               {PHASE_REJECTS, 2000},
               {PHASE_COMMITTING, 14000},
               {PHASE_COUNT, 0},
               {PHASE_CHUNK, 22000}}; /* the last one: only where files come in chunks */

struct plan {
    const char *rows; /* bench_rows */
    unsigned rounds, seed, people;
    unsigned year;      /* rounds after which both begin anew */
    const char *change; /* percent of the rows that each month changes */
    const char *chunk;  /* MiB, or NULL */
};

struct faults {
    struct registries registries;
    struct plan plan;
    unsigned counts[VICTIM_COUNT][PHASE_COUNT][OUTCOME_COUNT];
    unsigned failures;
};

/* One month, imported by both. */
struct round {
    unsigned number; /* from 1 */
    const char *kind, *day;
    enum victim victim;
    size_t target;
    struct random random;
    char *before, *after; /* the twin's digests */
    int code;             /* the twin's exit code */
    double took_ms;       /* the twin */
    enum phase phase;     /* where the kill hit */
    enum outcome outcome;
};

static void fail(struct faults *faults, const struct round *round, const char *what)
{
    enum phase aim = targets[round->target].phase;
    faults->failures++;
    printf("FAILED: round %u, %s from %s, %s aimed at %s and hit at %s: %s\n", round->number,
           round->kind, round->day, victim_names[round->victim],
           aim < PHASE_COUNT ? phase_names[aim] : "any time", phase_names[round->phase], what);
}

/* ---- the month ------------------------------------------------------------------------------- */

/* Some change, some leave, some come, and some rows are faulty. */
static void make_file(struct faults *faults, const struct round *round)
{
    struct arena *arena = faults->registries.arena;
    unsigned first = round->number * PEOPLE_MOVED;
    bool awards = strcmp(round->kind, "certifications") == 0;
    const char *const argv[] = {
        faults->plan.rows,
        round->kind,
        "--rows",
        arena_format(arena, "%u", faults->plan.people),
        "--first",
        arena_format(arena, "%u", awards ? 2 * first : first),
        "--seed",
        arena_format(arena, "%u", faults->plan.seed),
        "--change",
        faults->plan.change,
        "--month",
        arena_format(arena, "%u", round->number),
        "--faults",
        "40",
        NULL,
    };
    demand(child_run(path_in(&faults->registries, "month.csv"), argv) == 0, "no file can be made");
}

static void empty_folder(struct faults *faults, const char *name)
{
    const char *path = path_in(&faults->registries, name);
    DIR *folder = opendir(path);
    demand(folder != NULL, "the folder of rejects is gone");
    if (folder == NULL)
        return;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(dirfd(folder), entry->d_name, 0);
    }
    closedir(folder);
}

static pid_t start_import(struct faults *faults, const struct round *round, const char *database,
                          const char *rejects, const char *output)
{
    const struct registries *registries = &faults->registries;
    const char *const words[] = {
        "import",
        round->kind,
        path_in(registries, "month.csv"),
        "--source",
        "BAKU",
        "--effective",
        round->day,
        "--rejects",
        path_in(registries, rejects),
        faults->plan.chunk != NULL ? "--chunk" : NULL,
        faults->plan.chunk,
        NULL,
    };
    return child_start(path_in(registries, output),
                       registries_command(registries, database, words));
}

static void import_into_twin(struct faults *faults, struct round *round)
{
    double began = clock_ms();
    round->code = child_wait(start_import(faults, round, "twin", "twin", "twin.out"));
    round->took_ms = clock_ms() - began;
    demand(round->code == 0 || round->code == EXIT_ROWS_FAULTY, "the twin's import fails");
    round->after = registries_digest(faults->registries.twin);
}

/* ---- the kill -------------------------------------------------------------------------------- */

static bool strike(struct faults *faults, const struct round *round, pid_t client, pid_t backend)
{
    const pid_t postmaster = registries_postmaster(&faults->registries);
    const struct {
        pid_t pid;
        int signal;
    } blows[VICTIM_COUNT] = {
        [VICTIM_CLIENT] = {client, SIGKILL},
        [VICTIM_BACKEND] = {backend, SIGKILL},
        [VICTIM_POSTMASTER] = {postmaster, SIGKILL},
        [VICTIM_SERVER] = {postmaster, SIGQUIT},
    };
    pid_t pid = blows[round->victim].pid;
    return pid > 0 && kill(pid, blows[round->victim].signal) == 0;
}

/* Strikes when the time has come; false when the import ended before, with its code. */
static bool aim_and_strike(struct faults *faults, struct round *round, pid_t client, int *ret_code)
{
    enum phase target = targets[round->target].phase;
    uint32_t most_us =
        target < PHASE_COUNT ? targets[round->target].wait_us : (uint32_t)(round->took_ms * 1000);
    double wait_ms = (double)random_below(&round->random, most_us + 1) / 1000;
    double since = target < PHASE_COUNT ? -1 : clock_ms();
    watch_begin(faults->registries.hit);
    while (!child_ended(client, ret_code)) {
        pid_t backend;
        enum phase phase = watch_phase(faults->registries.hit, &backend);
        if (since < 0 && phase == target)
            since = clock_ms();
        if (since >= 0 && clock_ms() - since >= wait_ms && strike(faults, round, client, backend)) {
            round->phase = phase;
            return true;
        }
        pause_ms(look_every_ms);
    }
    return false;
}

/* ---- judging --------------------------------------------------------------------------------- */

static bool same_files(const char *left, const char *right)
{
    FILE *a = fopen(left, "re");
    FILE *b = fopen(right, "re");
    int c = 0, d = 0;
    while (a != NULL && b != NULL && c == d && c != EOF) {
        c = getc(a);
        d = getc(b);
    }
    bool same = (a == NULL && b == NULL) || (a != NULL && b != NULL && c == d);
    if (a != NULL)
        fclose(a);
    if (b != NULL)
        fclose(b);
    return same;
}

static void judge_rejects(struct faults *faults, const struct round *round)
{
    static const char name[] = "month.csv.rejects.csv";
    struct arena *arena = faults->registries.arena;
    const char *hit = arena_format(arena, "%s/rejects/%s", faults->registries.work, name);
    const char *twin = arena_format(arena, "%s/twin/%s", faults->registries.work, name);
    if (!same_files(hit, twin))
        fail(faults, round, "the rejects are not those of the twin");
}

static void judge_registry(struct faults *faults, const struct round *round)
{
    char *found = watch_ask(faults->registries.hit,
                            "SELECT coalesce(sum(found), 0) FROM cadre.check_registry()");
    if (found == NULL || strcmp(found, "0") != 0)
        fail(faults, round, "the checker finds faults in the registry");
    free(found);
}

static void judge_state(struct faults *faults, struct round *round, int code)
{
    char *digest = registries_digest(faults->registries.hit);
    bool done = code == round->code;
    bool is_before = strcmp(digest, round->before) == 0;
    bool is_after = strcmp(digest, round->after) == 0;
    if (!is_before && !is_after)
        fail(faults, round, "the registry is neither as before nor as after");
    if (done && !is_after)
        fail(faults, round, "the client says that it is done, the registry does not");
    if (!done && code != CHILD_KILLED + SIGKILL && code != EXIT_NO_DATABASE)
        fail(faults, round, "the client ends with another exit code");
    if (is_after)
        judge_rejects(faults, round);
    judge_registry(faults, round);
    if (round->outcome != OUTCOME_LATE)
        round->outcome = done && round->victim != VICTIM_CLIENT ? OUTCOME_HEALED
                         : is_after                             ? OUTCOME_AFTER
                                                                : OUTCOME_BEFORE;
    free(digest);
}

/* The second time it ends well whatever the first time left behind. */
static void import_again(struct faults *faults, struct round *round)
{
    int code = child_wait(start_import(faults, round, NULL, "rejects", "again.out"));
    char *digest = registries_digest(faults->registries.hit);
    char *staged = watch_ask(faults->registries.hit,
                             "SELECT count(*) FROM pg_tables WHERE schemaname = 'cadre_staging'");
    if (code != round->code && code != 0)
        fail(faults, round, "the import cannot be done again");
    if (strcmp(digest, round->after) != 0)
        fail(faults, round, "done again, the registry is not that of the twin");
    if (staged == NULL || strcmp(staged, "0") != 0)
        fail(faults, round, "staged rows stay behind");
    judge_rejects(faults, round);
    judge_registry(faults, round);
    free(digest);
    free(staged);
}

/* ---- rounds ---------------------------------------------------------------------------------- */

static struct round plan_round(struct faults *faults, unsigned number)
{
    enum { ROSTERS_AN_AWARD = 3 };
    size_t target_count = sizeof targets / sizeof *targets - (faults->plan.chunk == NULL);
    struct cadre_date day;
    char text[CADRE_DATE_TEXT_SIZE];
    demand(cadre_date_from_civil(2025, 1, 1, &day), "no such day");
    day = cadre_date_add_days(day, (int)(number % 3000));
    return (struct round){
        .number = number,
        .kind = number % (ROSTERS_AN_AWARD + 1) == 0 ? "certifications" : "roster",
        .day = arena_strdup(faults->registries.arena, cadre_date_format(day, text)),
        .victim = (enum victim)(number % VICTIM_COUNT),
        .target = number / VICTIM_COUNT % target_count,
        .random = random_stream(faults->plan.seed, RANDOM_FAULTS, number),
        .outcome = OUTCOME_LATE,
    };
}

static void run_round(struct faults *faults, unsigned number)
{
    int code = 0;
    struct round round = plan_round(faults, number);
    round.before = registries_digest(faults->registries.twin);
    make_file(faults, &round);
    empty_folder(faults, "rejects");
    empty_folder(faults, "twin");
    import_into_twin(faults, &round);
    pid_t client = start_import(faults, &round, NULL, "rejects", "hit.out");
    if (aim_and_strike(faults, &round, client, &code)) {
        round.outcome = OUTCOME_BEFORE;
        code = child_wait(client);
    }
    registries_settle(&faults->registries);
    judge_state(faults, &round, code);
    import_again(faults, &round);
    faults->counts[round.victim][round.phase][round.outcome]++;
    free(round.before);
    free(round.after);
}

static void print_table(const struct faults *faults)
{
    printf("%-13s %-13s", "victim", "phase");
    for (size_t o = 0; o < OUTCOME_COUNT; o++)
        printf(" %13s", outcome_names[o]);
    putchar('\n');
    for (size_t v = 0; v < VICTIM_COUNT; v++) {
        for (size_t p = 0; p < PHASE_COUNT; p++) {
            const unsigned *counts = faults->counts[v][p];
            if (counts[0] + counts[1] + counts[2] + counts[3] == 0)
                continue;
            printf("%-13s %-13s", victim_names[v], phase_names[p]);
            for (size_t o = 0; o < OUTCOME_COUNT; o++)
                printf(" %13u", counts[o]);
            putchar('\n');
        }
    }
}

static bool is_aimed_at(const struct faults *faults, enum phase phase)
{
    return phase >= PHASE_STAGING && (phase != PHASE_CHUNK || faults->plan.chunk != NULL);
}

/* So few rounds need not hit all. */
static bool is_missed(const struct faults *faults, enum phase phase)
{
    unsigned hits = 0;
    for (size_t v = 0; v < VICTIM_COUNT; v++) {
        for (size_t o = 0; o < OUTCOME_LATE; o++)
            hits += faults->counts[v][phase][o];
    }
    return hits == 0 && is_aimed_at(faults, phase) && faults->plan.rounds >= ROUNDS_THAT_HIT_ALL;
}

static bool any_is_missed(const struct faults *faults)
{
    bool missed = false;
    for (enum phase phase = 0; phase < PHASE_COUNT; phase++)
        missed = missed || is_missed(faults, phase);
    return missed;
}

/* On a busy machine a short phase may be over whenever one looks: so many rounds once more, then.
 * Returns how many there were. */
static unsigned run_rounds(struct faults *faults)
{
    unsigned wanted = faults->plan.rounds;
    unsigned number = 0;
    while (number < wanted || (number < 2 * wanted && any_is_missed(faults))) {
        if (++number % faults->plan.year == 0)
            registries_renew(&faults->registries);
        run_round(faults, number);
    }
    return number;
}

/* A phase that nobody hit proves nothing. */
static void judge_reach(struct faults *faults)
{
    for (enum phase phase = 0; phase < PHASE_COUNT; phase++) {
        if (!is_missed(faults, phase))
            continue;
        printf("FAILED: %s was hit by nobody\n", phase_names[phase]);
        faults->failures++;
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static _Noreturn void refuse(void)
{
    fputs(usage, stderr);
    exit(EXIT_USAGE);
}

static unsigned number_of(const char *text)
{
    int64_t number;
    if (!str_view_to_int64(str_view_of(text), &number) || number < 1 || number > 1000000)
        refuse();
    return (unsigned)number;
}

static void parse_options(int argc, char **argv, struct faults *faults)
{
    static const struct option names[] = {
        {"program", required_argument, NULL, 'p'},
        {"rows", required_argument, NULL, 'r'},
        {"work", required_argument, NULL, 'w'},
        {"rounds", required_argument, NULL, 'n'},
        {"seed", required_argument, NULL, 's'},
        {"people", required_argument, NULL, 'e'},
        {"chunk", required_argument, NULL, 'c'},
        {"year", required_argument, NULL, 'y'},
        {"change", required_argument, NULL, 'm'},
        {"long", required_argument, NULL, 'l'},
        {0},
    };
    for (int name; (name = getopt_long(argc, argv, "", names, NULL)) != -1;) {
        if (name == 'p')
            faults->registries.program = optarg;
        else if (name == 'r')
            faults->plan.rows = optarg;
        else if (name == 'w')
            faults->registries.work = optarg;
        else if (name == 'n')
            faults->plan.rounds = number_of(optarg);
        else if (name == 's')
            faults->plan.seed = number_of(optarg);
        else if (name == 'e')
            faults->plan.people = number_of(optarg);
        else if (name == 'c')
            faults->plan.chunk = optarg;
        else if (name == 'y')
            faults->plan.year = number_of(optarg);
        else if (name == 'm')
            faults->plan.change = optarg;
        else if (name == 'l')
            faults->registries.long_list = optarg;
        else
            refuse();
    }
    if (faults->registries.program == NULL || faults->plan.rows == NULL ||
        faults->registries.work == NULL)
        refuse();
}

int main(int argc, char **argv)
{
    struct faults faults = {
        .plan = {.rounds = 30, .seed = 1, .people = 1000, .year = 50, .change = "6"}};
    parse_options(argc, argv, &faults);
    setvbuf(stdout, NULL, _IOLBF, 0);
    faults.registries.arena = arena_new();
    registries_make(&faults.registries);
    unsigned rounds = run_rounds(&faults);
    print_table(&faults);
    judge_reach(&faults);
    registries_release(&faults.registries);
    arena_free(faults.registries.arena);
    printf("%u rounds of seed %u, %u failures\n", rounds, faults.plan.seed, faults.failures);
    return faults.failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
