#include "tests/bench/match/read.h"

#include <ctype.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/alloc.h"

enum { EXIT_USAGE = 2 };

struct reader {
    const char *path;
    FILE *in;
    pid_t child;
    size_t line;
    char *text; /* of the line */
    size_t capacity;
};

static _Noreturn void __attribute__((format(printf, 2, 3)))
die(const struct reader *reader, const char *format, ...)
{
    va_list arguments;
    fprintf(stderr, "bench_match: %s, line %zu: ", reader->path, reader->line);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(EXIT_USAGE);
}

/* gzip -dcf gives a file that is not packed as it is. */
static void open_reader(const char *path, struct reader *ret_reader)
{
    int ends[2];
    posix_spawn_file_actions_t actions;
    char *arguments[] = {(char[]){"gzip"}, (char[]){"-dcf"}, (char[]){"--"}, cadre_strdup(path),
                         NULL};
    *ret_reader = (struct reader){.path = path};
    if (access(path, R_OK) != 0)
        die(ret_reader, "it cannot be read");
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
    free(reader->text);
    if (waitpid(reader->child, &state, 0) != reader->child || state != 0)
        die(reader, "gzip cannot read it");
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

/* A line of numbers, each with its name and the most that it may be. */
enum { COLUMN_COUNT = 3 };

struct column {
    const char *name;
    size_t most;
};

static size_t number_in_line(struct reader *reader, char **at, const struct column *column)
{
    size_t number = 0;
    *at += strspn(*at, " \t");
    if (!isdigit((unsigned char)**at))
        die(reader, "%s is wanted: a whole number, three of them in a line", column->name);
    for (; isdigit((unsigned char)**at); ++*at) {
        number = number * 10 + (size_t)(**at - '0');
        if (number > column->most)
            die(reader, "%s is more than %zu", column->name, column->most);
    }
    return number;
}

/* False at the end of the file. Empty lines are no lines. */
static bool next_line(struct reader *reader)
{
    do {
        if (getline(&reader->text, &reader->capacity, reader->in) < 0)
            return false;
        reader->line++;
        reader->text[strcspn(reader->text, "\r\n")] = '\0';
    } while (reader->text[strspn(reader->text, " \t")] == '\0');
    return true;
}

static void read_line(struct reader *reader, const struct column *columns, size_t *ret_numbers)
{
    if (!next_line(reader))
        die(reader, "it ends here, and a line with %s, %s and %s is wanted", columns[0].name,
            columns[1].name, columns[2].name);
    char *at = reader->text;
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        ret_numbers[i] = number_in_line(reader, &at, &columns[i]);
    if (at[strspn(at, " \t")] != '\0')
        die(reader, "more than three numbers");
}

/* Whether `count` things are numbered from 0 or from 1. */
struct numbering {
    bool zero, count; /* the number is there */
};

static void note_number(struct numbering *numbering, size_t number, size_t count)
{
    numbering->zero |= number == 0;
    numbering->count |= number == count;
}

static size_t first_number(const struct reader *reader, struct numbering numbering, size_t count,
                           const char *name)
{
    if (numbering.zero && numbering.count)
        die(reader, "%ss have both the numbers 0 and %zu, and there are %zu", name, count, count);
    return numbering.count ? 1 : 0;
}

struct listed {
    uint32_t person, need, fit;
};

static int by_person(const void *left, const void *right)
{
    const struct listed *a = left;
    const struct listed *b = right;
    if (a->person != b->person)
        return a->person < b->person ? -1 : 1;
    return (a->need > b->need) - (a->need < b->need);
}

/* The number of the first need. */
static size_t read_needs(struct reader *reader, struct made_problem *made, size_t needs)
{
    const struct column columns[] = {
        {"need", needs}, {"capacity", INT32_MAX}, {"class", INSTANCE_CLASS_COUNT}};
    CADRE_FREE struct listed_need {
        size_t need;
        int32_t seats, priority;
    } *listed = cadre_calloc(needs, sizeof *listed);
    struct numbering numbering = {0};
    for (size_t at = 0; at < needs; at++) {
        size_t numbers[COLUMN_COUNT];
        read_line(reader, columns, numbers);
        if (numbers[2] == 0)
            die(reader, "classes are 1 .. %d", INSTANCE_CLASS_COUNT);
        listed[at] = (struct listed_need){numbers[0], (int32_t)numbers[1], (int32_t)numbers[2]};
        note_number(&numbering, numbers[0], needs);
    }
    size_t first = first_number(reader, numbering, needs, "need");
    for (size_t at = 0; at < needs; at++) {
        size_t need = listed[at].need - first;
        if (made->priority[need] != 0)
            die(reader, "need %zu is there twice", listed[at].need);
        made->seats[need] = listed[at].seats;
        made->priority[need] = listed[at].priority;
    }
    return first;
}

/* The number of the first candidate. */
static size_t read_pairs(struct reader *reader, size_t people, size_t needs, size_t first_need,
                         struct listed *listed, size_t count)
{
    const struct column columns[] = {
        {"candidate", people}, {"need", needs - 1 + first_need}, {"fit", FIT_MAX_BP}};
    struct numbering numbering = {0};
    for (size_t at = 0; at < count; at++) {
        size_t numbers[COLUMN_COUNT];
        read_line(reader, columns, numbers);
        if (numbers[1] < first_need)
            die(reader, "needs are numbered from 1");
        listed[at] = (struct listed){(uint32_t)numbers[0], (uint32_t)(numbers[1] - first_need),
                                     (uint32_t)numbers[2]};
        note_number(&numbering, numbers[0], people);
    }
    return first_number(reader, numbering, people, "candidate");
}

static void take_rows(const struct reader *reader, struct made_problem *made,
                      const struct listed *listed, size_t count, size_t first, size_t people)
{
    made->pairs = cadre_malloc(count * sizeof *made->pairs);
    for (size_t at = 0; at < count; at++) {
        const struct listed *pair = &listed[at];
        if (at > 0 && pair->person == pair[-1].person && pair->need == pair[-1].need)
            die(reader, "a pair of candidate %u is there twice", (unsigned)pair->person);
        made->start[pair->person - first + 1]++;
        made->pairs[at] = packed_pair(pair->need, pair->fit);
    }
    for (size_t i = 0; i < people; i++)
        made->start[i + 1] += made->start[i];
}

void read_plain(const char *path, struct made_problem *ret_made)
{
    static const struct column columns[] = {{"the number of candidates", INT32_MAX},
                                            {"the number of needs", PROBLEM_NEED_MOST},
                                            {"the number of pairs", UINT32_MAX}};
    struct reader reader;
    size_t counts[COLUMN_COUNT];
    open_reader(path, &reader);
    read_line(&reader, columns, counts);
    size_t people = counts[0];
    size_t needs = counts[1];
    size_t pairs = counts[2];
    if (pairs > 0 && (people == 0 || needs == 0))
        die(&reader, "there are pairs of nobody or of no need");
    begin(ret_made, people, needs);
    size_t first_need = read_needs(&reader, ret_made, needs);
    CADRE_FREE struct listed *listed = cadre_malloc(pairs * sizeof *listed);
    size_t first = pairs > 0 ? read_pairs(&reader, people, needs, first_need, listed, pairs) : 0;
    if (next_line(&reader))
        die(&reader, "more lines than the %zu pairs of the first line", pairs);
    if (pairs > 1)
        qsort(listed, pairs, sizeof *listed, by_person);
    take_rows(&reader, ret_made, listed, pairs, first, people);
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

/* Wherever lines end. */
static size_t next_number(struct reader *reader, size_t most)
{
    int c = getc_unlocked(reader->in);
    size_t number = 0;
    for (; c != EOF && isspace(c); c = getc_unlocked(reader->in))
        reader->line += c == '\n';
    if (c == EOF || !isdigit(c))
        die(reader, "%s", c == EOF ? "it ends too early" : "a whole number is wanted");
    for (; c != EOF && isdigit(c); c = getc_unlocked(reader->in)) {
        number = number * 10 + (size_t)(c - '0');
        if (number > most)
            die(reader, "a number is more than %zu", most);
    }
    reader->line += c == '\n';
    return number;
}

/* A cost becomes a fit by what it lacks to the best one. */
void read_orlib(const char *path, struct made_problem *ret_made)
{
    struct reader reader;
    open_reader(path, &reader);
    reader.line = 1;
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
