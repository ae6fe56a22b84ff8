#include "import/header_map.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/str_map.h"
#include "core/base/suggest.h"
#include "core/base/utf8.h"
#include "import/header_verdict.h"

static const char delimiters[] = {',', ';', '\t'};

enum { DELIMITER_COUNT = sizeof delimiters };

static const char *const reject_columns[] = {HEADER_REJECT_LINE, HEADER_REJECT_RECORD,
                                             HEADER_REJECT_CODES, HEADER_REJECT_REASON};

struct reading {
    const struct kind *kind;
    const struct source_profile *profile; /* may be NULL */
    struct candidate candidates[DELIMITER_COUNT];
    size_t candidate_count;
    const struct candidate *header; /* the best of them */
    struct findings *findings;
    struct arena *arena;
    int *column_of_field;
    int *field_of_column;
    const char **extra;
    size_t extra_count;
    bool refused;
};

/* ---- names ----------------------------------------------------------------------------------- */

/* The first to claim a name has it. */
static void add_name(struct str_map *names, struct str_view name, uint32_t column)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    if (name.data == NULL)
        return;
    header_key(name, &key);
    str_map_insert(names, str_view_from(&key), column);
}

struct str_map *header_map_names(const struct kind *kind, const struct source_profile *profile)
{
    struct str_map *names = str_map_new();
    for (size_t i = 0; profile != NULL && i < profile->header_count; i++) {
        if (profile->headers[i].kind == kind)
            add_name(names, profile->headers[i].header, profile->headers[i].column);
    }
    for (size_t i = 0; i < kind->column_count; i++) {
        add_name(names, str_view_of(kind->columns[i].name), (uint32_t)i);
        add_name(names, str_view_of(kind->columns[i].header_az), (uint32_t)i);
        add_name(names, str_view_of(kind->columns[i].header_ru), (uint32_t)i);
    }
    return names;
}

static int find_column(const struct str_map *names, struct str_view cell)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    uint32_t column;
    header_key(cell, &key);
    return str_map_find(names, str_view_from(&key), &column) ? (int)column : -1;
}

/* The delimiter under which most columns are known; readable before unreadable. */
static const struct candidate *choose(const struct reading *reading, struct fit *ret_fit)
{
    const struct candidate *candidates = reading->candidates;
    const struct candidate *best = NULL;
    for (size_t i = 0; i < reading->candidate_count; i++) {
        if (!candidates[i].readable)
            continue;
        struct fit fit = header_fit(reading->kind, reading->profile, &candidates[i]);
        if (best == NULL || fit.known > ret_fit->known) {
            *ret_fit = fit;
            best = &candidates[i];
        }
    }
    return best;
}

/* ---- faults ---------------------------------------------------------------------------------- */

static void refuse(struct reading *reading, const char *code, const char *column,
                   struct str_view value, const char *hint)
{
    findings_add(reading->findings, code, NULL, reading->header->line, column, value, hint);
    reading->refused = true;
}

static bool is_reject_column(const char *name)
{
    for (size_t i = 0; i < sizeof reject_columns / sizeof *reject_columns; i++) {
        if (strcmp(reject_columns[i], name) == 0)
            return true;
    }
    return false;
}

static bool has_reject_columns(const struct reading *reading)
{
    size_t found = 0;
    for (size_t i = 0; i < reading->extra_count; i++)
        found += is_reject_column(reading->extra[i]);
    return found == sizeof reject_columns / sizeof *reject_columns;
}

/* The extra header that a column's name was likely meant by, NULL when none is near. */
static const char *likely_header(const struct reading *reading, const struct kind_column *column)
{
    const char *const names[] = {column->name, column->header_az, column->header_ru};
    CADRE_FREE struct str_view *words = cadre_calloc(reading->extra_count + 1, sizeof *words);
    for (size_t i = 0; i < reading->extra_count; i++)
        words[i] = str_view_of(reading->extra[i]);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t nearest = reading->extra_count;
        if (names[i] != NULL)
            nearest = suggest_nearest(str_view_of(names[i]), words, reading->extra_count);
        if (nearest < reading->extra_count)
            return reading->extra[nearest];
    }
    return NULL;
}

static void tell_missing(struct reading *reading)
{
    for (size_t i = 0; i < reading->kind->column_count; i++) {
        const struct kind_column *column = &reading->kind->columns[i];
        if (!column->required || reading->field_of_column[i] >= 0)
            continue;
        const char *likely = likely_header(reading, column);
        const char *hint = likely != NULL ? arena_format(reading->arena, "is it '%s'?", likely)
                                          : arena_format(reading->arena, "also taken: '%s', '%s'",
                                                         column->header_az, column->header_ru);
        refuse(reading, FINDING_F_COLUMN_MISSING, column->name, str_view_of(NULL), hint);
    }
}

/* The column that is not in the file and that an extra header was likely meant for. */
static const char *likely_column(const struct reading *reading, const char *header)
{
    const struct kind *kind = reading->kind;
    CADRE_FREE struct str_view *words = cadre_calloc(kind->column_count * 3, sizeof *words);
    CADRE_FREE const char **owners = cadre_calloc(kind->column_count * 3, sizeof(*owners));
    size_t count = 0;
    for (size_t i = 0; i < kind->column_count; i++) {
        const struct kind_column *column = &kind->columns[i];
        const char *const names[] = {column->name, column->header_az, column->header_ru};
        for (size_t j = 0; j < 3 && reading->field_of_column[i] < 0; j++) {
            owners[count] = column->name;
            words[count++] = str_view_of(names[j] != NULL ? names[j] : column->name);
        }
    }
    size_t nearest = suggest_nearest(str_view_of(header), words, count);
    return nearest < count ? owners[nearest] : NULL;
}

static void tell_extra(struct reading *reading)
{
    for (size_t i = 0; i < reading->extra_count; i++) {
        const char *header = reading->extra[i];
        if (is_reject_column(header))
            continue;
        const char *likely = likely_column(reading, header);
        const char *hint =
            likely != NULL ? arena_format(reading->arena, "did you mean '%s'?", likely) : NULL;
        findings_add(reading->findings, FINDING_W_EXTRA_COLUMN, NULL, reading->header->line, header,
                     str_view_of(header), hint);
    }
}

/* ---- the map --------------------------------------------------------------------------------- */

static void map_field(struct reading *reading, const struct str_map *names, size_t field)
{
    struct str_view cell = reading->header->cells[field];
    int column = find_column(names, cell);
    reading->column_of_field[field] = column;
    if (column < 0) {
        if (cell.length > 0)
            reading->extra[reading->extra_count++] = cell.data;
        return;
    }
    if (reading->field_of_column[column] >= 0) {
        int first = reading->field_of_column[column];
        refuse(reading, FINDING_F_COLUMN_TWICE, reading->kind->columns[column].name, cell,
               arena_format(reading->arena, "'%s' is column %d, '%s' is column %zu",
                            reading->header->cells[first].data, first + 1, cell.data, field + 1));
        return;
    }
    reading->field_of_column[column] = (int)field;
}

static void map_fields(struct reading *reading)
{
    const struct kind *kind = reading->kind;
    size_t count = reading->header->count;
    CADRE_CLEANUP(str_map_cleanup) struct str_map *names = header_map_names(kind, reading->profile);
    reading->column_of_field = arena_calloc(reading->arena, count, sizeof(int));
    reading->field_of_column = arena_calloc(reading->arena, kind->column_count, sizeof(int));
    reading->extra = arena_calloc(reading->arena, count, sizeof(*reading->extra));
    for (size_t i = 0; i < kind->column_count; i++)
        reading->field_of_column[i] = -1;
    for (size_t i = 0; i < count; i++)
        map_field(reading, names, i);
}

/* What is wrong with the header as a whole; tells it. */
static enum cadre_status judge(struct reading *reading, struct input_file *file, struct fit fit,
                               struct cadre_error *err)
{
    struct verdict verdict = {0};
    enum cadre_status status = CADRE_OK;
    size_t count = reading->header->count;
    if (count > HEADER_COLUMNS_MAX) {
        refuse(reading, FINDING_F_COLUMNS_MANY, NULL, str_view_of(NULL),
               arena_format(reading->arena, "%zu columns, at most %d are taken", count,
                            (int)HEADER_COLUMNS_MAX));
        return CADRE_OK;
    }
    if (fit.missing > 0 || fit.known == 0)
        status = header_verdict(file, reading->kind, reading->profile, reading->candidates,
                                reading->candidate_count, reading->header, reading->arena, &verdict,
                                err);
    if (status != CADRE_OK)
        return status;
    if (verdict.code != NULL) {
        refuse(reading, verdict.code, NULL, reading->header->first_line, verdict.hint);
        return CADRE_OK;
    }
    map_fields(reading);
    tell_missing(reading);
    tell_extra(reading);
    return CADRE_OK;
}

static void tell_broken(struct findings *findings, const struct candidate *candidate)
{
    if (candidate->too_long)
        findings_add(findings, FINDING_F_COLUMNS_MANY, NULL, candidate->line, NULL,
                     str_view_of(NULL), "the line is longer than 1 MiB");
    else
        findings_add(findings, FINDING_F_HEADER_BROKEN, NULL, candidate->fault_line, NULL,
                     candidate->first_line, NULL);
}

/* The header under each delimiter that may be. */
static enum cadre_status read_candidates(struct reading *reading, struct input_file *file,
                                         struct cadre_error *err)
{
    bool stated = reading->profile != NULL && reading->profile->delimiter != '\0';
    const char *tried = stated ? &reading->profile->delimiter : delimiters;
    size_t count = stated ? 1 : DELIMITER_COUNT;
    reading->candidate_count = count;
    for (size_t i = 0; i < count; i++) {
        struct candidate *candidate = &reading->candidates[i];
        candidate->delimiter = tried[i];
        enum cadre_status status = header_candidate_read(file, reading->arena, candidate, err);
        if (status != CADRE_OK)
            return status;
    }
    return CADRE_OK;
}

enum cadre_status header_map_read(struct input_file *file, const struct kind *kind,
                                  const struct source_profile *profile, struct findings *findings,
                                  struct header_map *ret_map, bool *ret_refused,
                                  struct cadre_error *err)
{
    struct fit fit = {0};
    struct reading reading = {
        .kind = kind, .profile = profile, .findings = findings, .arena = findings_arena(findings)};
    enum cadre_status status = read_candidates(&reading, file, err);
    if (status != CADRE_OK)
        return status;
    reading.header = choose(&reading, &fit);
    *ret_refused = reading.header == NULL;
    *ret_map = (struct header_map){.delimiter = reading.candidates[0].delimiter};
    if (reading.header == NULL) {
        tell_broken(findings, &reading.candidates[0]);
        return CADRE_OK;
    }
    status = judge(&reading, file, fit, err);
    if (status != CADRE_OK)
        return status;
    *ret_refused = reading.refused;
    *ret_map = (struct header_map){
        .delimiter = reading.header->delimiter,
        .line = reading.header->line,
        .field_count = reading.header->count,
        .column_of_field = reading.column_of_field,
        .field_of_column = reading.field_of_column,
        .extra = reading.extra,
        .extra_count = reading.extra_count,
        .rejects = has_reject_columns(&reading),
        .fills = profile != NULL && profile->short_rows == SHORT_ROWS_FILL,
    };
    return CADRE_OK;
}

bool header_map_takes(const struct header_map *map, size_t field_count)
{
    return field_count == map->field_count || (map->fills && field_count < map->field_count);
}
