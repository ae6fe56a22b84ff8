#include "tests/bench/match/read.h"

#include <ctype.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/alloc.h"

enum { EXIT_USAGE = 2 };

struct reader {
    const char *path;
    FILE *in;
    pid_t child;
    size_t line;
};

static _Noreturn void die(const struct reader *reader, const char *what)
{
    fprintf(stderr, "bench_match: %s, line %zu: %s\n", reader->path, reader->line, what);
    exit(EXIT_USAGE);
}

/* gzip -dcf gives a file that is not packed as it is. */
static void open_reader(const char *path, struct reader *ret_reader)
{
    int ends[2];
    posix_spawn_file_actions_t actions;
    char *arguments[] = {(char[]){"gzip"}, (char[]){"-dcf"}, (char[]){"--"}, cadre_strdup(path),
                         NULL};
    *ret_reader = (struct reader){.path = path, .line = 1};
    if (pipe(ends) != 0)
        die(ret_reader, "no pipe");
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    if (posix_spawnp(&ret_reader->child, "gzip", &actions, NULL, arguments, environ) != 0)
        die(ret_reader, "gzip cannot be run");
    posix_spawn_file_actions_destroy(&actions);
    free(arguments[3]);
    close(ends[1]);
    ret_reader->in = fdopen(ends[0], "r");
    if (ret_reader->in == NULL)
        die(ret_reader, "cannot be read");
}

static void close_reader(struct reader *reader)
{
    int state = 0;
    fclose(reader->in);
    if (waitpid(reader->child, &state, 0) != reader->child || state != 0)
        die(reader, "gzip cannot read it");
}

static size_t next_number(struct reader *reader, size_t most)
{
    int c = getc_unlocked(reader->in);
    size_t number = 0;
    for (; c != EOF && isspace(c); c = getc_unlocked(reader->in))
        reader->line += c == '\n';
    if (c == EOF || !isdigit(c))
        die(reader, c == EOF ? "it ends too early" : "a number is wanted");
    for (; c != EOF && isdigit(c); c = getc_unlocked(reader->in)) {
        number = number * 10 + (size_t)(c - '0');
        if (number > most)
            die(reader, "a number is too large");
    }
    reader->line += c == '\n';
    return number;
}

static void begin(struct made_problem *made, size_t people, size_t needs)
{
    *made = (struct made_problem){
        .start = cadre_calloc(people + 1, sizeof *made->start),
        .seats = cadre_calloc(needs, sizeof *made->seats),
        .priority = cadre_calloc(needs, sizeof *made->priority),
        .base_need = cadre_calloc(people, sizeof *made->base_need),
    };
    for (size_t i = 0; i < people; i++)
        made->base_need[i] = -1;
}

/* ---- plain text ------------------------------------------------------------------------------ */

struct listed {
    uint32_t person;
    uint32_t pair;
};

static int by_person(const void *left, const void *right)
{
    const struct listed *a = left;
    const struct listed *b = right;
    if (a->person != b->person)
        return a->person < b->person ? -1 : 1;
    return (a->pair > b->pair) - (a->pair < b->pair);
}

static void read_needs(struct reader *reader, struct made_problem *made, size_t needs)
{
    for (size_t at = 0; at < needs; at++) {
        size_t need = next_number(reader, needs - 1);
        made->seats[need] = (int32_t)next_number(reader, INT32_MAX);
        made->priority[need] = (int32_t)next_number(reader, INSTANCE_CLASS_COUNT);
        if (made->priority[need] == 0)
            die(reader, "classes are 1 .. 9");
    }
    for (size_t j = 0; j < needs; j++) {
        if (made->priority[j] == 0)
            die(reader, "a need is missing");
    }
}

static void take_rows(const struct reader *reader, struct made_problem *made,
                      const struct listed *listed, size_t count, size_t people)
{
    made->pairs = cadre_malloc(count * sizeof *made->pairs);
    for (size_t at = 0; at < count; at++) {
        if (at > 0 && listed[at].person == listed[at - 1].person &&
            packed_need(listed[at].pair) == packed_need(listed[at - 1].pair))
            die(reader, "a pair is there twice");
        made->start[listed[at].person + 1]++;
        made->pairs[at] = listed[at].pair;
    }
    for (size_t i = 0; i < people; i++)
        made->start[i + 1] += made->start[i];
}

void read_plain(const char *path, struct made_problem *ret_made)
{
    struct reader reader;
    open_reader(path, &reader);
    size_t people = next_number(&reader, INT32_MAX);
    size_t needs = next_number(&reader, PROBLEM_NEED_MOST);
    size_t pairs = next_number(&reader, UINT32_MAX);
    begin(ret_made, people, needs);
    read_needs(&reader, ret_made, needs);
    struct listed *listed = cadre_malloc(pairs * sizeof *listed);
    for (size_t at = 0; at < pairs; at++) {
        listed[at].person = (uint32_t)next_number(&reader, people - 1);
        uint32_t need = (uint32_t)next_number(&reader, needs - 1);
        listed[at].pair = packed_pair(need, (uint32_t)next_number(&reader, FIT_MAX_BP));
    }
    if (pairs > 1)
        qsort(listed, pairs, sizeof *listed, by_person);
    take_rows(&reader, ret_made, listed, pairs, people);
    free(listed);
    close_reader(&reader);
    made_problem_finish(ret_made, people, needs);
}

void write_plain(FILE *out, const struct problem *problem)
{
    const struct rows *rows = &problem->rows;
    fprintf(out, "%zu %zu %zu\n", problem->person_count, problem->need_count,
            rows->start[problem->person_count]);
    for (size_t j = 0; j < problem->need_count; j++)
        fprintf(out, "%zu %d %d\n", j, (int)problem->seats[j], (int)problem->priority[j]);
    for (size_t i = 0; i < problem->person_count; i++) {
        for (size_t at = rows->start[i]; at < rows->start[i + 1]; at++)
            fprintf(out, "%zu %u %u\n", i, (unsigned)packed_need(rows->pairs[at]),
                    (unsigned)packed_fit(rows->pairs[at]));
    }
}

/* ---- OR-Library ------------------------------------------------------------------------------ */

/* A cost becomes a fit by what it lacks to the best one. */
void read_orlib(const char *path, struct made_problem *ret_made)
{
    struct reader reader;
    open_reader(path, &reader);
    size_t size = next_number(&reader, PROBLEM_NEED_MOST);
    begin(ret_made, size, size);
    ret_made->pairs = cadre_malloc(size * size * sizeof *ret_made->pairs);
    for (size_t i = 0; i < size; i++) {
        ret_made->seats[i] = ret_made->priority[i] = 1;
        ret_made->start[i + 1] = (i + 1) * size;
        for (size_t j = 0; j < size; j++)
            ret_made->pairs[i * size + j] =
                packed_pair((uint32_t)j, (uint32_t)(FIT_MAX_BP - next_number(&reader, FIT_MAX_BP)));
    }
    close_reader(&reader);
    made_problem_finish(ret_made, size, size);
}
