/*
 * Build tool: makes one C file of all shipped tables. Usage: tsv_to_c OUTPUT TABLE.tsv...
 * The first line of a table names its columns; cells are separated by TAB, an empty one is absent.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct line {
    char *text;
    size_t size;
};

static void fail(const char *what, const char *path, size_t line_no)
{
    fprintf(stderr, "tsv_to_c: %s: %s:%zu\n", what, path, line_no);
    exit(EXIT_FAILURE);
}

static void put_cell(FILE *out, const char *cell, size_t length)
{
    fputc('"', out);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)cell[i];
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20)
            fprintf(out, "\\%03o", (unsigned)c);
        else
            fputc(c, out);
    }
    fputs("\",", out);
}

/* Writes the cells of one line and returns how many there are. */
static size_t put_line(FILE *out, const char *text)
{
    size_t count = 0;
    for (const char *cell = text;; count++) {
        size_t length = strcspn(cell, "\t\n");
        put_cell(out, cell, length);
        if (cell[length] != '\t')
            break;
        cell += length + 1;
    }
    fputc('\n', out);
    return count + 1;
}

static void put_name(FILE *out, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    fwrite(name, 1, strcspn(name, "."), out);
}

static void put_table(FILE *out, const char *path, size_t *ret_columns, size_t *ret_rows)
{
    FILE *in = fopen(path, "r");
    struct line line = {0};
    size_t line_no = 0;
    if (in == NULL)
        fail("cannot read", path, 0);
    while (getline(&line.text, &line.size, in) > 0) {
        if (line_no == 0) {
            fputs("static const char *const columns_", out);
            put_name(out, path);
            fputs("[] = {", out);
            *ret_columns = put_line(out, line.text);
            fputs("};\nstatic const char *const cells_", out);
            put_name(out, path);
            fputs("[] = {\n", out);
        } else if (put_line(out, line.text) != *ret_columns) {
            fail("a row has another number of cells than the header", path, line_no + 1);
        }
        line_no++;
    }
    if (line_no < 1)
        fail("no header", path, line_no);
    *ret_rows = line_no - 1;
    fputs(*ret_rows > 0 ? "};\n" : "\"\"};\n", out); /* C has no array of no items */
    free(line.text);
    fclose(in);
}

int main(int argc, char **argv)
{
    FILE *out = argc > 2 ? fopen(argv[1], "w") : NULL;
    if (out == NULL)
        fail("usage: tsv_to_c OUTPUT TABLE.tsv...", argc > 1 ? argv[1] : "", 0);
    size_t count = (size_t)argc - 2;
    size_t *shapes = calloc(count * 2, sizeof *shapes);
    if (shapes == NULL)
        fail("out of memory", argv[1], 0);
    fputs("#include \"core/catalogue/catalogue_data.h\"\n\n", out);
    for (size_t i = 0; i < count; i++)
        put_table(out, argv[i + 2], &shapes[i * 2], &shapes[i * 2 + 1]);
    fputs("const struct catalogue_table catalogue_data[] = {\n", out);
    for (size_t i = 0; i < count; i++) {
        fputs("{\"", out);
        put_name(out, argv[i + 2]);
        fputs("\", columns_", out);
        put_name(out, argv[i + 2]);
        fprintf(out, ", %zu, cells_", shapes[i * 2]);
        put_name(out, argv[i + 2]);
        fprintf(out, ", %zu},\n", shapes[i * 2 + 1]);
    }
    fprintf(out, "};\nconst size_t catalogue_data_count = %zu;\n", count);
    free(shapes);
    bool failed = ferror(out) != 0;
    return fclose(out) != 0 || failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
