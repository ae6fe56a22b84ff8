/*
 * Build tool: makes one C file (and one header) of all SQL files.
 * Usage: embed_sql OUTPUT.c OUTPUT.h ROOT queries FILE... migrations FILE...
 * A query begins with comments: "-- shape: one|maybe|many|none|copy", "-- staged: KIND", "--
 * $1::type name".
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/digest.h"

enum { PARAMETERS_MAX = 32 };

struct source {
    char *text;
    size_t length;
};

static void fail(const char *what, const char *path)
{
    fprintf(stderr, "embed_sql: %s: %s\n", path, what);
    exit(EXIT_FAILURE);
}

static struct source read_file(const char *path)
{
    struct source source = {0};
    FILE *in = fopen(path, "r");
    if (in == NULL || fseek(in, 0, SEEK_END) != 0)
        fail("cannot read", path);
    long size = ftell(in);
    rewind(in);
    source.text = calloc((size_t)size + 1, 1);
    if (source.text == NULL || fread(source.text, 1, (size_t)size, in) != (size_t)size)
        fail("cannot read", path);
    source.length = (size_t)size;
    fclose(in);
    return source;
}

/* Decimal digits at the start; 0 when there are none. */
static int leading_number(const char *text)
{
    return (int)strtol(text, NULL, 10);
}

static void put_literal(FILE *out, const char *text, size_t length)
{
    fputc('"', out);
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"' || text[i] == '\\')
            fprintf(out, "\\%c", text[i]);
        else if (text[i] == '\n')
            fputs("\\n\"\n\"", out);
        else
            fputc(text[i], out);
    }
    fputc('"', out);
}

/* "queries/merge/later.sql" below ROOT/queries becomes merge_later. */
static void put_name(FILE *out, const char *path, const char *root)
{
    const char *name = path + strlen(root) + 1;
    for (; *name != '\0' && strcmp(name, ".sql") != 0; name++)
        fputc(*name == '/' ? '_' : *name, out);
}

static const char *comment_value(const char *line, const char *key)
{
    size_t length = strlen(key);
    return strncmp(line, key, length) == 0 ? line + length : NULL;
}

static void put_shape(FILE *out, const char *value, const char *path)
{
    static const struct {
        const char *word, *name;
    } shapes[] = {
        {"one", "QUERY_ONE"},   {"maybe", "QUERY_MAYBE"}, {"many", "QUERY_MANY"},
        {"none", "QUERY_NONE"}, {"copy", "QUERY_COPY"},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        size_t length = strlen(shapes[i].word);
        if (strncmp(value, shapes[i].word, length) == 0 && value[length] == '\n') {
            fputs(shapes[i].name, out);
            return;
        }
    }
    fail("unknown shape", path);
}

static void put_query(FILE *out, const char *path, const char *root)
{
    struct source source = read_file(path);
    const char *shape = NULL;
    const char *staged = NULL;
    const char *types[PARAMETERS_MAX];
    int count = 0;
    const char *line = source.text;
    for (; strncmp(line, "--", 2) == 0; line = strchr(line, '\n') + 1) {
        if (comment_value(line, "-- shape: ") != NULL)
            shape = comment_value(line, "-- shape: ");
        else if (comment_value(line, "-- staged: ") != NULL)
            staged = comment_value(line, "-- staged: ");
        else if (comment_value(line, "-- $") != NULL && count < PARAMETERS_MAX) {
            const char *type = strstr(line, "::");
            if (type == NULL || leading_number(line + 4) != count + 1)
                fail("parameters are not numbered from 1", path);
            types[count++] = type + 2;
        }
    }
    if (shape == NULL)
        fail("no shape", path);
    fputs("static const char *const types_", out);
    put_name(out, path, root);
    fputs("[] = {", out);
    for (int i = 0; i < count; i++) {
        put_literal(out, types[i], strcspn(types[i], " \n"));
        fputs(", ", out);
    }
    fputs("NULL};\nconst struct query query_", out);
    put_name(out, path, root);
    fputs(" = {\"", out);
    put_name(out, path, root);
    fputs("\", ", out);
    put_literal(out, line, source.length - (size_t)(line - source.text));
    fputs(", ", out);
    put_shape(out, shape, path);
    fprintf(out, ", %d, types_", count);
    put_name(out, path, root);
    fputs(", ", out);
    if (staged != NULL)
        put_literal(out, staged, strcspn(staged, "\n"));
    else
        fputs("NULL", out);
    fputs("};\n\n", out);
    free(source.text);
}

/* "0002_registry.sql": version 2, name "registry". */
static void put_migration(FILE *out, const char *path, const char *root)
{
    struct source source = read_file(path);
    const char *file = path + strlen(root) + 1;
    fprintf(out, "{%d, ", leading_number(file));
    const char *name = strchr(file, '_') + 1;
    put_literal(out, name, strcspn(name, "."));
    fputs(", ", out);
    put_literal(out, source.text, source.length);
    fputs(", ", out);
    struct digest checksum = digest_of(source.text, source.length);
    char hex[DIGEST_HEX_SIZE];
    put_literal(out, digest_to_hex(&checksum, hex), DIGEST_HEX_SIZE - 1);
    fputs("},\n", out);
    free(source.text);
}

int main(int argc, char **argv)
{
    if (argc < 6)
        fail("usage: embed_sql OUT.c OUT.h QUERY_ROOT MIGRATION_ROOT FILE...", "arguments");
    FILE *code = fopen(argv[1], "w");
    FILE *header = fopen(argv[2], "w");
    const char *query_root = argv[3];
    const char *migration_root = argv[4];
    if (code == NULL || header == NULL)
        fail("cannot write", argv[1]);
    fputs("#include \"sql/query.h\"\n#include \"sql/migrate.h\"\n#include \"queries.h\"\n\n", code);
    fputs("#include \"sql/query.h\"\n\n", header);
    for (int i = 5; i < argc; i++) {
        if (strncmp(argv[i], query_root, strlen(query_root)) != 0)
            continue;
        put_query(code, argv[i], query_root);
        fputs("extern const struct query query_", header);
        put_name(header, argv[i], query_root);
        fputs(";\n", header);
    }
    fputs("const struct query *const query_all[] = {\n", code);
    for (int i = 5; i < argc; i++) {
        if (strncmp(argv[i], query_root, strlen(query_root)) != 0)
            continue;
        fputs("&query_", code);
        put_name(code, argv[i], query_root);
        fputs(",\n", code);
    }
    fputs("NULL};\n\nconst struct migration migration_all[] = {\n", code);
    for (int i = 5; i < argc; i++) {
        if (strncmp(argv[i], migration_root, strlen(migration_root)) == 0)
            put_migration(code, argv[i], migration_root);
    }
    fputs("{0, NULL, NULL, NULL}};\n", code);
    bool failed = ferror(code) != 0 || ferror(header) != 0;
    return fclose(code) != 0 || fclose(header) != 0 || failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
