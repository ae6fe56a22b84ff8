#include "tests/bench/match/read.h"

#include <ctype.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/alloc.h"

/* More people are no problem of anybody's, but a first line that is not one. */
enum { EXIT_USAGE = 2, PEOPLE_MOST = 100 * 1000 * 1000 };

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

static void begin_needs(struct made_problem *made, size_t needs)
{
    *made = (struct made_problem){
        .seats = cadre_calloc(needs, sizeof *made->seats),
        .priority = cadre_calloc(needs, sizeof *made->priority),
    };
}

static void begin_people(struct made_problem *made, size_t people)
{
    made->start = cadre_calloc(people + 1, sizeof *made->start);
    made->base_need = cadre_calloc(people, sizeof *made->base_need);
    for (size_t i = 0; i < people; i++)
        made->base_need[i] = -1;
}

/* ---- pairs as they are listed ---------------------------------------------------------------- */

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

/* They grow with the file: its first line may say any number. */
struct listing {
    struct listed *pairs;
    size_t count, capacity;
};

static void list_pair(struct listing *listing, size_t person, size_t need, size_t fit)
{
    if (listing->count == listing->capacity) {
        listing->capacity += listing->capacity / 2 + 1024;
        listing->pairs =
            cadre_realloc_array(listing->pairs, listing->capacity, sizeof *listing->pairs);
    }
    listing->pairs[listing->count++] =
        (struct listed){(uint32_t)person, (uint32_t)need, (uint32_t)fit};
}

static int by_person(const void *left, const void *right)
{
    const struct listed *a = left;
    const struct listed *b = right;
    if (a->person != b->person)
        return a->person < b->person ? -1 : 1;
    return (a->need > b->need) - (a->need < b->need);
}

/* The rows of the people, of whom the first has the number `first`. */
static void take_rows(const struct reader *reader, struct made_problem *made,
                      const struct listing *listing, size_t first, size_t people)
{
    if (listing->count > 1)
        qsort(listing->pairs, listing->count, sizeof *listing->pairs, by_person);
    made->pairs = cadre_malloc(listing->count * sizeof *made->pairs);
    for (size_t at = 0; at < listing->count; at++) {
        const struct listed *pair = &listing->pairs[at];
        if (at > 0 && pair->person == pair[-1].person && pair->need == pair[-1].need)
            die(reader, "a pair of candidate %u is there twice", (unsigned)pair->person);
        made->start[pair->person - first + 1]++;
        made->pairs[at] = packed_pair(pair->need, pair->fit);
    }
    for (size_t i = 0; i < people; i++)
        made->start[i + 1] += made->start[i];
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
                         size_t count, struct listing *listing)
{
    const struct column columns[] = {
        {"candidate", people}, {"need", needs - 1 + first_need}, {"fit", FIT_MAX_BP}};
    struct numbering numbering = {0};
    for (size_t at = 0; at < count; at++) {
        size_t numbers[COLUMN_COUNT];
        read_line(reader, columns, numbers);
        if (numbers[1] < first_need)
            die(reader, "needs are numbered from 1");
        list_pair(listing, numbers[0], numbers[1] - first_need, numbers[2]);
        note_number(&numbering, numbers[0], people);
    }
    return first_number(reader, numbering, people, "candidate");
}

/* Of a need with more seats than there are people, one more than it has pairs is enough: it is
   never full, and costs no memory for seats that nobody can have. */
static void leave_out_idle_seats(struct made_problem *made, const struct listing *listing,
                                 size_t people, size_t needs)
{
    CADRE_FREE int32_t *could = cadre_calloc(needs, sizeof *could);
    for (size_t at = 0; at < listing->count; at++)
        could[listing->pairs[at].need]++;
    for (size_t j = 0; j < needs; j++) {
        if ((size_t)made->seats[j] <= people)
            continue;
        made->idle_seats += made->seats[j] - (could[j] + 1);
        made->seats[j] = could[j] + 1;
    }
}

void read_plain(const char *path, struct made_problem *ret_made)
{
    static const struct column columns[] = {{"the number of candidates", PEOPLE_MOST},
                                            {"the number of needs", SNAPSHOT_NEEDS_MOST},
                                            {"the number of pairs", UINT32_MAX}};
    struct reader reader;
    struct listing listing = {0};
    size_t counts[COLUMN_COUNT];
    open_reader(path, &reader);
    read_line(&reader, columns, counts);
    size_t people = counts[0];
    size_t needs = counts[1];
    size_t pairs = counts[2];
    if (pairs > 0 && (people == 0 || needs == 0))
        die(&reader, "there are pairs of nobody or of no need");
    begin_needs(ret_made, needs);
    size_t first_need = read_needs(&reader, ret_made, needs);
    size_t first = pairs > 0 ? read_pairs(&reader, people, needs, first_need, pairs, &listing) : 0;
    if (next_line(&reader))
        die(&reader, "more lines than the %zu pairs of the first line", pairs);
    begin_people(ret_made, people);
    take_rows(&reader, ret_made, &listing, first, people);
    leave_out_idle_seats(ret_made, &listing, people, needs);
    free(listing.pairs);
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

/* The numbers of a file, wherever lines end, and whether each line after the first one has three.
 */
struct numbers {
    uint32_t *all;
    size_t count, capacity;
    size_t in_line;
    bool triples;
};

static void end_line(struct reader *reader, struct numbers *numbers)
{
    bool size = numbers->count == 1;
    numbers->triples =
        numbers->triples && (size || numbers->in_line == 0 || numbers->in_line == COLUMN_COUNT);
    numbers->in_line = 0;
    reader->line++;
}

/* False at the end of the file. */
static bool next_number(struct reader *reader, struct numbers *numbers)
{
    int c = getc_unlocked(reader->in);
    uint32_t number = 0;
    for (; c != EOF && isspace(c); c = getc_unlocked(reader->in)) {
        if (c == '\n')
            end_line(reader, numbers);
    }
    if (c == EOF)
        return false;
    if (!isdigit(c))
        die(reader, "a whole number is wanted");
    for (; c != EOF && isdigit(c); c = getc_unlocked(reader->in)) {
        number = number * 10 + (uint32_t)(c - '0');
        if (number > SNAPSHOT_NEEDS_MOST)
            die(reader, "a number is more than %d", (int)SNAPSHOT_NEEDS_MOST);
    }
    if (c != EOF)
        ungetc(c, reader->in);
    if (numbers->count == numbers->capacity) {
        numbers->capacity += numbers->capacity / 2 + 1024;
        numbers->all = cadre_realloc_array(numbers->all, numbers->capacity, sizeof *numbers->all);
    }
    numbers->all[numbers->count++] = number;
    numbers->in_line++;
    return true;
}

/* A cost becomes a fit by what it lacks to the best one. */
static uint32_t fit_of_cost(const struct reader *reader, uint32_t cost)
{
    if (cost > FIT_MAX_BP)
        die(reader, "up to here, a cost is more than %d", FIT_MAX_BP);
    return FIT_MAX_BP - cost;
}

static void take_square(const struct reader *reader, const uint32_t *costs, size_t size,
                        struct made_problem *made)
{
    begin_people(made, size);
    made->pairs = cadre_malloc(size * size * sizeof *made->pairs);
    for (size_t i = 0; i < size; i++) {
        made->start[i + 1] = (i + 1) * size;
        for (size_t j = 0; j < size; j++)
            made->pairs[i * size + j] =
                packed_pair((uint32_t)j, fit_of_cost(reader, costs[i * size + j]));
    }
}

/* A line of two items and the cost each; what is not listed cannot be. */
static void take_triples(const struct reader *reader, const uint32_t *triples, size_t count,
                         size_t size, struct made_problem *made)
{
    struct listing listing = {0};
    struct numbering numbering = {0};
    for (size_t at = 0; at < count; at += COLUMN_COUNT) {
        for (size_t side = 0; side < 2; side++) {
            if (triples[at + side] > size)
                die(reader, "up to here, an item is more than %zu", size);
            note_number(&numbering, triples[at + side], size);
        }
    }
    uint32_t first = (uint32_t)first_number(reader, numbering, size, "item");
    for (size_t at = 0; at < count; at += COLUMN_COUNT)
        list_pair(&listing, triples[at], triples[at + 1] - first,
                  fit_of_cost(reader, triples[at + 2]));
    begin_people(made, size);
    take_rows(reader, made, &listing, first, size);
    free(listing.pairs);
}

void read_orlib(const char *path, struct made_problem *ret_made)
{
    struct reader reader;
    struct numbers numbers = {.triples = true};
    open_reader(path, &reader);
    reader.line = 1;
    while (next_number(&reader, &numbers))
        continue;
    if (numbers.in_line > 0)
        end_line(&reader, &numbers);
    if (numbers.count == 0)
        die(&reader, "a whole number is wanted, and it ends");
    size_t size = numbers.all[0];
    size_t count = numbers.count - 1;
    begin_needs(ret_made, size);
    for (size_t j = 0; j < size; j++)
        ret_made->seats[j] = ret_made->priority[j] = 1;
    if (count == size * size)
        take_square(&reader, numbers.all + 1, size, ret_made);
    else if (numbers.triples)
        take_triples(&reader, numbers.all + 1, count, size, ret_made);
    else
        die(&reader, "it ends with %zu costs, and %zu x %zu are wanted", count, size, size);
    free(numbers.all);
    close_reader(&reader);
    made_problem_finish(ret_made, size, size);
}
