#include "import/header_verdict.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/date.h"
#include "core/base/shell_word.h"
#include "core/kind/finding.h"
#include "import/record_splitter.h"

enum {
    KNOWN_LEAST = 2,   /* columns that make a header of a line: one may be by chance */
    RECORDS_ABOVE = 20 /* of a title or letterhead, at most */
};

struct question {
    struct input_file *file;
    const struct kind *kind;
    const struct source_profile *profile; /* may be NULL */
    const struct candidate *candidates;
    size_t count;
    const struct candidate *header;
    struct arena *arena;
};

struct other_kind {
    const struct kind *kind; /* NULL = none */
    size_t known;
    bool of_catalogue;
};

/* All required columns are there; or, where some may lack, half of the columns are its own. */
static bool is_of_kind(const struct fit *fit, const struct candidate *candidate, bool whole)
{
    enum { HALF_LEAST = 3 };
    return fit->missing == 0 ||
           (!whole && fit->known >= HALF_LEAST && 2 * fit->known >= candidate->count);
}

/* Of the kinds the one of which more columns are known than of what was found before. */
static void find_kind(const struct question *question, const struct kind *const *kinds,
                      size_t kind_count, bool whole, struct other_kind *best)
{
    for (size_t i = 0; i < kind_count * question->count; i++) {
        const struct kind *other = kinds[i / question->count];
        const struct candidate *candidate = &question->candidates[i % question->count];
        if (other == question->kind)
            continue;
        struct fit fit = header_fit(other, question->profile, candidate);
        if (is_of_kind(&fit, candidate, whole) && fit.known > best->known)
            *best = (struct other_kind){other, fit.known};
    }
}

static struct other_kind find_other(const struct question *question, size_t least, bool whole)
{
    size_t count, catalogue_count;
    struct other_kind best = {.known = least};
    const struct kind *const *kinds = kind_all(&count);
    const struct kind *const *of_catalogue = kind_all_catalogue(&catalogue_count);
    find_kind(question, kinds, count, whole, &best);
    size_t known = best.known;
    find_kind(question, of_catalogue, catalogue_count, whole, &best);
    best.of_catalogue = best.known > known;
    return best;
}

/* A file of which hardly a column is of this kind may be one of another that lacks some. */
static struct other_kind better_kind(const struct question *question, size_t known)
{
    const struct other_kind whole = find_other(question, known, true);
    if (whole.kind != NULL || known >= KNOWN_LEAST)
        return whole;
    return find_other(question, known, false);
}

/* ---- another delimiter ----------------------------------------------------------------------- */

static const char other_delimiters[] = {',', ';', '\t', '|', ':', '^', '~'};

static bool is_taken(const struct question *question, char delimiter)
{
    for (size_t i = 0; i < question->count; i++) {
        if (question->candidates[i].delimiter == delimiter)
            return true;
    }
    return false;
}

static const char *delimiter_name(const struct question *question, char delimiter)
{
    return delimiter == '\t' ? "TAB" : arena_format(question->arena, "'%c'", delimiter);
}

static const char *delimiter_hint(const struct question *question, char delimiter)
{
    const char *found = delimiter_name(question, delimiter);
    if (question->profile == NULL || question->profile->delimiter == '\0')
        return arena_format(question->arena,
                            "its columns are parted by %s: save it with , ; or TAB between them",
                            found);
    return arena_format(question->arena,
                        "its columns are parted by %s, its source's settings say %s", found,
                        delimiter_name(question, question->profile->delimiter));
}

/* Under which one of those that are not taken more columns are known; 0 when none. */
static enum cadre_status find_delimiter(const struct question *question, size_t known,
                                        char *ret_delimiter, struct cadre_error *err)
{
    for (size_t i = 0; i < sizeof other_delimiters; i++) {
        struct candidate candidate = {.delimiter = other_delimiters[i]};
        if (is_taken(question, candidate.delimiter))
            continue;
        enum cadre_status status =
            header_candidate_read(question->file, question->arena, &candidate, err);
        if (status != CADRE_OK)
            return status;
        size_t found = candidate.readable
                           ? header_fit(question->kind, question->profile, &candidate).known
                           : 0;
        if (found >= KNOWN_LEAST && found > known) {
            *ret_delimiter = candidate.delimiter;
            return CADRE_OK;
        }
    }
    return CADRE_OK;
}

/* ---- a header further below ------------------------------------------------------------------ */

static bool is_header(const struct question *question, const struct record *record, char delimiter)
{
    CADRE_CLEANUP(record_reader_cleanup)
    struct record_reader *reader = record_reader_new(delimiter);
    struct candidate candidate = {.delimiter = delimiter};
    struct fields fields;
    if (record->fault != RECORD_WHOLE ||
        record_reader_read(reader, record->bytes, &fields) != READ_FIELDS)
        return false;
    header_candidate_take(&candidate, &fields, question->arena);
    struct fit fit = header_fit(question->kind, question->profile, &candidate);
    return fit.missing == 0 && fit.known >= KNOWN_LEAST;
}

/* The line of it; 0 when there is none. */
static enum cadre_status find_below(const struct question *question, char delimiter,
                                    uint64_t *ret_line, struct cadre_error *err)
{
    CADRE_CLEANUP(record_splitter_cleanup)
    struct record_splitter *splitter = record_splitter_new(question->file, delimiter);
    bool more = true;
    for (int i = 0; more && *ret_line == 0 && i <= RECORDS_ABOVE; i++) {
        struct record record;
        enum cadre_status status = record_splitter_next(splitter, &record, &more, err);
        if (status != CADRE_OK)
            return status;
        if (more && i > 0 && is_header(question, &record, delimiter))
            *ret_line = record.place.line;
    }
    return CADRE_OK;
}

static enum cadre_status find_line(const struct question *question, uint64_t *ret_line,
                                   struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; i < question->count && *ret_line == 0 && status == CADRE_OK; i++)
        status = find_below(question, question->candidates[i].delimiter, ret_line, err);
    return status;
}

/* ---- no header ------------------------------------------------------------------------------- */

static bool has_digit(struct str_view cell)
{
    for (size_t i = 0; i < cell.length; i++) {
        if (cell.data[i] >= '0' && cell.data[i] <= '9')
            return true;
    }
    return false;
}

/* Names of columns are no dates and hold no '@', and few hold a digit. */
static bool is_data(const struct candidate *header)
{
    size_t given = 0;
    size_t digits = 0;
    for (size_t i = 0; i < header->count; i++) {
        struct cadre_date date;
        struct str_view cell = header->cells[i];
        if (cadre_date_parse(cell, &date) || memchr(cell.data, '@', cell.length) != NULL)
            return true;
        given += cell.length > 0;
        digits += has_digit(cell);
    }
    return digits * 3 >= given && digits > 0;
}

static const char *required_hint(const struct question *question)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    const struct kind *kind = question->kind;
    for (size_t i = 0; i < kind->column_count; i++) {
        if (kind->columns[i].required)
            str_add_format(&text, "%s'%s'", text.length > 0 ? ", " : "it must have the columns ",
                           kind->columns[i].name);
    }
    return arena_strdup(question->arena, str_chars(&text));
}

/* ---- the verdict ----------------------------------------------------------------------------- */

static struct verdict without_header(const struct question *question)
{
    if (is_data(question->header))
        return (struct verdict){FINDING_F_NO_HEADER, required_hint(question)};
    return (struct verdict){FINDING_F_HEADER_UNKNOWN, required_hint(question)};
}

static struct verdict of_kind(const struct question *question, const struct other_kind *other)
{
    const char *name = other->kind->name;
    CADRE_CLEANUP(str_release) struct str hint = {0};
    if (other->of_catalogue)
        str_add_format(
            &hint, "it has the columns of the catalogue's '%s', try: cadre catalogue load ", name);
    else
        str_add_format(&hint, "it has the columns of '%s', try: cadre check %s ", name, name);
    shell_word_add_path(&hint, str_view_of(input_file_path(question->file)));
    return (struct verdict){FINDING_F_WRONG_KIND, arena_strdup(question->arena, str_chars(&hint))};
}

enum cadre_status header_verdict(struct input_file *file, const struct kind *kind,
                                 const struct source_profile *profile,
                                 const struct candidate *candidates, size_t count,
                                 const struct candidate *header, struct arena *arena,
                                 struct verdict *ret_verdict, struct cadre_error *err)
{
    const struct question question = {file, kind, profile, candidates, count, header, arena};
    size_t known = header_fit(kind, profile, header).known;
    const struct other_kind other = better_kind(&question, known);
    uint64_t line = 0;
    char delimiter = '\0';
    *ret_verdict = (struct verdict){0};
    enum cadre_status status = find_delimiter(&question, known, &delimiter, err);
    if (status == CADRE_OK)
        status = find_line(&question, &line, err);
    if (status != CADRE_OK)
        return status;
    if (other.kind != NULL)
        *ret_verdict = of_kind(&question, &other);
    else if (delimiter != '\0')
        *ret_verdict = (struct verdict){FINDING_F_DELIMITER, delimiter_hint(&question, delimiter)};
    else if (line > 0)
        *ret_verdict = (struct verdict){
            FINDING_F_LINES_ABOVE,
            arena_format(arena, "line %llu is the header: delete what stands above it",
                         (unsigned long long)line)};
    else if (known == 0)
        *ret_verdict = without_header(&question);
    return CADRE_OK;
}
