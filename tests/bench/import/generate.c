/*
 * bench_rows: a file of made-up rows to standard output, the same for the same options.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/import/draw.h"
#include "tests/bench/import/planted.h"
#include "tests/bench/import/row_order.h"
#include "tests/bench/import/rows.h"

enum { QUOTED_PER_MILLE = 300, TWO_LINES_PER_MILLE = 20, EXIT_USAGE = 2, BUFFER_BYTES = 1 << 20 };

static const char usage[] =
    "Usage: bench_rows roster|certifications --rows N [OPTION]...\n"
    "  --seed N         other rows (default 1)\n"
    "  --first N        number of the first row (default 0)\n"
    "  --prefix TEXT    of source_person_id (default BK)\n"
    "  --order N        another order of the same rows (default 0: by number)\n"
    "  --change P,P...  percent of the rows that each month changes\n"
    "  --month N        how many months have gone by (default 0)\n"
    "  --faults N       per mille of the rows with a fault put in\n"
    "  --truth FILE     where the findings go that the faults must give: line,column,code\n";

struct options {
    struct row_plan plan;
    const struct row_kind *kind;
    uint64_t rows, first, order;
    uint32_t faults_per_mille;
    const char *truth_path;
};

/* A file on its way. */
struct writer {
    const struct options *options;
    FILE *truth; /* NULL = none wanted */
    struct made_row row;
    struct str line;
    uint64_t line_no; /* of the row under way */
};

/* ---- rows as CSV ----------------------------------------------------------------------------- */

static bool must_quote(struct str_view cell)
{
    for (size_t i = 0; i < cell.length; i++) {
        if (cell.data[i] == ',' || cell.data[i] == '"' || cell.data[i] == '\n')
            return true;
    }
    return false;
}

static void add_cell(struct str *line, struct str_view cell, bool quoted)
{
    if (!quoted && !must_quote(cell)) {
        str_add_view(line, cell);
        return;
    }
    str_add_char(line, '"');
    for (size_t i = 0; i < cell.length; i++) {
        if (cell.data[i] == '"')
            str_add_char(line, '"');
        str_add_char(line, cell.data[i]);
    }
    str_add_char(line, '"');
}

static int column_index(const struct row_kind *kind, const char *name)
{
    for (size_t i = 0; i < kind->column_count; i++) {
        if (strcmp(kind->columns[i], name) == 0)
            return (int)i;
    }
    abort();
}

/* `fault` may be NULL. Whether a cell is quoted follows from the row and not from what it says. */
static void add_row(struct writer *writer, const struct planted *fault, uint64_t number)
{
    const struct row_kind *kind = writer->options->kind;
    struct random random = draw(writer->options->plan.seed, DRAW_QUOTES, number, 0);
    for (size_t i = 0; i < kind->column_count; i++) {
        struct str_view cell = str_view_from(&writer->row.cells[i]);
        bool here = fault != NULL && strcmp(fault->column, kind->columns[i]) == 0;
        bool quoted = random_chance(&random, QUOTED_PER_MILLE) && cell.length > 0;
        if (i > 0)
            str_add_char(&writer->line, ',');
        if (here && fault->shape == PLANTED_QUOTES)
            str_add_text(&writer->line, fault->text);
        else
            add_cell(&writer->line, cell, quoted);
        if (here && fault->shape == PLANTED_FEW)
            break;
        if (here && fault->shape == PLANTED_MANY) {
            str_add_char(&writer->line, ',');
            str_add_text(&writer->line, fault->text);
        }
    }
    str_add_char(&writer->line, '\n');
}

static void write_line(struct writer *writer)
{
    for (size_t i = 0; i < writer->line.length; i++)
        writer->line_no += writer->line.data[i] == '\n';
    fwrite(writer->line.data, 1, writer->line.length, stdout);
    str_reset(&writer->line);
}

/* ---- faults ---------------------------------------------------------------------------------- */

static const struct planted *choose_fault(const struct options *options, uint64_t number)
{
    size_t count;
    const struct planted *faults = planted_of(options->kind->name, &count);
    struct random random = draw(options->plan.seed, DRAW_FAULT, number, options->plan.month);
    if (!random_chance(&random, options->faults_per_mille))
        return NULL;
    return &faults[random_below(&random, (uint32_t)count)];
}

static void set_cell(struct writer *writer, const char *column, const char *text)
{
    struct str *cell = &writer->row.cells[column_index(writer->options->kind, column)];
    str_reset(cell);
    str_add_text(cell, text);
}

static void tell_truth(struct writer *writer, const struct planted *fault)
{
    if (writer->truth != NULL)
        fprintf(writer->truth, "%llu,%s,%s\n", (unsigned long long)writer->line_no,
                fault->told_column != NULL ? fault->told_column : "", fault->code);
}

/* The row under way with its fault: one line, or two. */
static void write_faulty(struct writer *writer, const struct planted *fault, uint64_t number)
{
    bool again = fault->shape == PLANTED_DIFFERS || fault->shape == PLANTED_TWICE;
    if (fault->shape == PLANTED_CELL || fault->shape == PLANTED_KEY)
        set_cell(writer, fault->column, fault->text);
    if (fault->shape == PLANTED_KEY)
        str_add_format(&writer->row.cells[column_index(writer->options->kind, fault->column)],
                       "%llu", (unsigned long long)number);
    if (fault->shape != PLANTED_TWICE)
        tell_truth(writer, fault);
    add_row(writer, again ? NULL : fault, number);
    write_line(writer);
    if (!again)
        return;
    if (fault->shape == PLANTED_DIFFERS)
        set_cell(writer, fault->column, fault->text);
    tell_truth(writer, fault);
    add_row(writer, NULL, number);
    write_line(writer);
}

/* Where faults are, so are cells of two lines: a row's number is then not its line. */
static void stretch_row(struct writer *writer, uint64_t number)
{
    struct random random = draw(writer->options->plan.seed, DRAW_FAULT, number, 0);
    random_next(&random);
    if (strcmp(writer->options->kind->name, "roster") == 0 &&
        writer->options->faults_per_mille > 0 && random_chance(&random, TWO_LINES_PER_MILLE))
        str_add_text(&writer->row.cells[column_index(writer->options->kind, "job_title")],
                     "\nnövbə ilə");
}

/* ---- the file -------------------------------------------------------------------------------- */

static void write_header(struct writer *writer)
{
    const struct row_kind *kind = writer->options->kind;
    for (size_t i = 0; i < kind->column_count; i++) {
        str_add_text(&writer->line, i > 0 ? "," : "");
        str_add_text(&writer->line, kind->columns[i]);
    }
    str_add_char(&writer->line, '\n');
    write_line(writer);
}

static void write_rows(struct writer *writer)
{
    const struct options *options = writer->options;
    for (uint64_t i = 0; i < options->rows; i++) {
        uint64_t number = options->first + row_order(options->order, options->rows, i);
        const struct planted *fault = choose_fault(options, number);
        made_row_reset(&writer->row);
        options->kind->fill(&options->plan, number, &writer->row);
        stretch_row(writer, number);
        if (fault != NULL) {
            write_faulty(writer, fault, number);
        } else {
            add_row(writer, NULL, number);
            write_line(writer);
        }
    }
}

/* ---- options --------------------------------------------------------------------------------- */

static _Noreturn void refuse(const char *what)
{
    fprintf(stderr, "bench_rows: %s\n%s", what, usage);
    exit(EXIT_USAGE);
}

static uint64_t number_of(const char *text)
{
    int64_t number = -1;
    if (!str_view_to_int64(str_view_of(text), &number) || number < 0)
        refuse("a number is wanted");
    return (uint64_t)number;
}

static void parse_changes(struct row_plan *plan, const char *text)
{
    struct str_view rest = str_view_of(text);
    while (rest.data != NULL) {
        int64_t percent = -1;
        struct str_view item = str_view_cut(rest, ',', &rest);
        if (plan->change_count == ROW_CHANGES_MAX || !str_view_to_int64(item, &percent) ||
            percent < 0 || percent > 100)
            refuse("--change wants percentages, 16 at most");
        plan->change_percents[plan->change_count++] = (uint32_t)percent;
    }
}

static void take_option(struct options *options, int name)
{
    switch (name) {
    case 'n':
        options->rows = number_of(optarg);
        break;
    case 's':
        options->plan.seed = number_of(optarg);
        break;
    case 'f':
        options->first = number_of(optarg);
        break;
    case 'p':
        options->plan.prefix = optarg;
        break;
    case 'o':
        options->order = number_of(optarg);
        break;
    case 'c':
        parse_changes(&options->plan, optarg);
        break;
    case 'm':
        options->plan.month = (uint32_t)number_of(optarg);
        break;
    case 'e':
        options->faults_per_mille = (uint32_t)number_of(optarg);
        break;
    case 't':
        options->truth_path = optarg;
        break;
    default:
        refuse("no such option");
    }
}

static struct options parse_options(int argc, char **argv)
{
    static const struct option names[] = {
        {"rows", required_argument, NULL, 'n'},  {"seed", required_argument, NULL, 's'},
        {"first", required_argument, NULL, 'f'}, {"prefix", required_argument, NULL, 'p'},
        {"order", required_argument, NULL, 'o'}, {"change", required_argument, NULL, 'c'},
        {"month", required_argument, NULL, 'm'}, {"faults", required_argument, NULL, 'e'},
        {"truth", required_argument, NULL, 't'}, {0},
    };
    struct options options = {.plan = {.seed = 1, .prefix = "BK"}};
    for (int name; (name = getopt_long(argc, argv, "", names, NULL)) != -1;)
        take_option(&options, name);
    if (optind + 1 != argc || (options.kind = row_kind_find(argv[optind])) == NULL)
        refuse("one kind is wanted");
    return options;
}

static bool close_well(FILE *file)
{
    bool well = fflush(file) == 0 && !ferror(file);
    return fclose(file) == 0 && well;
}

int main(int argc, char **argv)
{
    struct options options = parse_options(argc, argv);
    struct writer writer = {.options = &options, .line_no = 1};
    if (options.truth_path != NULL && (writer.truth = fopen(options.truth_path, "we")) == NULL) {
        perror(options.truth_path);
        return EXIT_FAILURE;
    }
    setvbuf(stdout, NULL, _IOFBF, BUFFER_BYTES);
    write_header(&writer);
    write_rows(&writer);
    made_row_release(&writer.row);
    str_release(&writer.line);
    bool well = writer.truth == NULL || close_well(writer.truth);
    return close_well(stdout) && well ? EXIT_SUCCESS : EXIT_FAILURE;
}
