/*
 * A profile as canonical JSON, and the digest of what it changes in the reading of a file.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/kind/source_profile.h"

enum { SHORT_DIGEST = 16 /* hexadecimal digits */ };

enum profile_list source_profile_list(const struct source_profile *profile, const struct kind *kind)
{
    for (size_t i = 0; profile != NULL && i < profile->list_count; i++) {
        if (profile->lists[i].kind == kind)
            return profile->lists[i].list;
    }
    return LIST_UNSTATED;
}

date_formats source_profile_dates(const struct source_profile *profile)
{
    return profile != NULL ? profile->dates : DATE_FORMATS_DEFAULT;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void write_text(struct json_writer *writer, const char *name, const char *text)
{
    json_write_string(writer, name, str_view_of(text));
}

static void write_dates(struct json_writer *writer, date_formats dates)
{
    json_begin_array(writer, "dates");
    for (int i = 0; i < DATE_FORMAT_COUNT; i++) {
        if ((dates & DATE_FORMAT_BIT(i)) != 0)
            write_text(writer, NULL, date_format_pattern((enum date_format)i));
    }
    json_end_array(writer);
}

static void write_reading(struct json_writer *writer, const struct source_profile *profile)
{
    if (profile->delimiter != '\0')
        json_write_string(writer, "delimiter", (struct str_view){&profile->delimiter, 1});
    if (profile->encoding != ENCODING_UNSTATED)
        write_text(writer, "encoding", text_encoding_name(profile->encoding));
    if (profile->dates != DATE_FORMATS_DEFAULT)
        write_dates(writer, profile->dates);
    if (profile->duplicates != DUPLICATES_REJECT)
        write_text(writer, "duplicates", source_profile_duplicates_words[profile->duplicates]);
    if (profile->short_rows != SHORT_ROWS_REJECT)
        write_text(writer, "short_rows", source_profile_short_rows_words[profile->short_rows]);
}

static int compare_headers(const void *left, const void *right)
{
    const struct profile_header *const *a = left;
    const struct profile_header *const *b = right;
    return str_view_compare((*a)->header, (*b)->header);
}

/* The headers of a kind, bytewise; the caller frees. */
static const struct profile_header **headers_of(const struct source_profile *profile,
                                                const struct kind *kind, size_t *ret_count)
{
    const struct profile_header **headers =
        cadre_calloc(profile->header_count + 1, sizeof(*headers));
    size_t count = 0;
    for (size_t i = 0; i < profile->header_count; i++) {
        if (profile->headers[i].kind == kind)
            headers[count++] = &profile->headers[i];
    }
    qsort(headers, count, sizeof(*headers), compare_headers);
    *ret_count = count;
    return headers;
}

static void write_headers_of(struct json_writer *writer, const struct source_profile *profile,
                             const struct kind *kind)
{
    size_t count;
    CADRE_FREE const struct profile_header **headers = headers_of(profile, kind, &count);
    if (count == 0)
        return;
    json_begin_object(writer, kind->name);
    for (size_t i = 0; i < count; i++)
        write_text(writer, headers[i]->header.data, kind->columns[headers[i]->column].name);
    json_end_object(writer);
}

static void write_headers(struct json_writer *writer, const struct source_profile *profile)
{
    size_t count;
    const struct kind *const *kinds = kind_all(&count);
    json_begin_object(writer, "headers");
    for (size_t i = 0; i < count; i++)
        write_headers_of(writer, profile, kinds[i]);
    json_end_object(writer);
}

static void write_lists(struct json_writer *writer, const struct source_profile *profile)
{
    size_t count;
    const struct kind *const *kinds = kind_all(&count);
    json_begin_object(writer, "lists");
    for (size_t i = 0; i < count; i++) {
        enum profile_list list = source_profile_list(profile, kinds[i]);
        if (list != LIST_UNSTATED)
            write_text(writer, kinds[i]->name, source_profile_list_words[list - 1]);
    }
    json_end_object(writer);
}

static void write_number(struct json_writer *writer, const char *name, int number)
{
    if (number != SOURCE_UNSTATED)
        json_write_int64(writer, name, number);
}

void source_profile_write(const struct source_profile *profile, FILE *out)
{
    struct json_writer *writer = json_writer_new(out);
    if (profile == NULL)
        profile = &source_profile_default;
    json_begin_object(writer, NULL);
    json_write_int64(writer, "version", SOURCE_PROFILE_VERSION);
    write_reading(writer, profile);
    if (profile->header_count > 0)
        write_headers(writer, profile);
    if (profile->list_count > 0)
        write_lists(writer, profile);
    write_number(writer, "max_removed_percent", profile->max_removed_percent);
    write_number(writer, "grace_days", profile->grace_days);
    write_number(writer, "precedence", profile->precedence);
    json_end_object(writer);
    json_writer_free(writer);
}

/* The canonical text; the caller frees. */
static char *canonical(const struct source_profile *profile)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    if (out == NULL)
        abort(); /* no memory, as in alloc.h */
    source_profile_write(profile, out);
    fclose(out);
    return text;
}

/* Line ends stand between members alone: inside texts they are escaped. What follows a comma keeps
 * one blank of its indentation. */
const char *source_profile_line(const struct source_profile *profile, struct arena *arena)
{
    CADRE_FREE char *text = canonical(profile);
    CADRE_CLEANUP(str_release) struct str line = {0};
    for (const char *at = text; *at != '\0';) {
        if (*at != '\n') {
            str_add_char(&line, *at++);
            continue;
        }
        at += 1 + strspn(at + 1, " ");
        if (line.length > 0 && line.data[line.length - 1] == ',')
            str_add_char(&line, ' ');
    }
    return arena_strdup(arena, str_chars(&line));
}

/* ---- changes --------------------------------------------------------------------------------- */

static void take_delimiter(struct source_profile *to, const struct source_profile *from)
{
    to->delimiter = from->delimiter;
}

static void take_encoding(struct source_profile *to, const struct source_profile *from)
{
    to->encoding = from->encoding;
}

static void take_dates(struct source_profile *to, const struct source_profile *from)
{
    to->dates = from->dates;
}

static void take_duplicates(struct source_profile *to, const struct source_profile *from)
{
    to->duplicates = from->duplicates;
}

static void take_short_rows(struct source_profile *to, const struct source_profile *from)
{
    to->short_rows = from->short_rows;
}

static void take_headers(struct source_profile *to, const struct source_profile *from)
{
    to->headers = from->headers;
    to->header_count = from->header_count;
}

static void take_lists(struct source_profile *to, const struct source_profile *from)
{
    to->lists = from->lists;
    to->list_count = from->list_count;
}

static void take_max_removed(struct source_profile *to, const struct source_profile *from)
{
    to->max_removed_percent = from->max_removed_percent;
}

static void take_grace(struct source_profile *to, const struct source_profile *from)
{
    to->grace_days = from->grace_days;
}

static void take_precedence(struct source_profile *to, const struct source_profile *from)
{
    to->precedence = from->precedence;
}

static const struct part {
    const char *name;
    void (*take)(struct source_profile *to, const struct source_profile *from);
} parts[] = {
    {"delimiter", take_delimiter},   {"encoding", take_encoding},
    {"dates", take_dates},           {"duplicates", take_duplicates},
    {"short_rows", take_short_rows}, {"headers", take_headers},
    {"lists", take_lists},           {"max_removed_percent", take_max_removed},
    {"grace_days", take_grace},      {"precedence", take_precedence},
};

/* The value of one member in one line, "default" when it is not stated. */
static const char *part_text(const struct part *part, const struct source_profile *profile,
                             struct arena *arena)
{
    struct source_profile alone = source_profile_default;
    part->take(&alone, profile != NULL ? profile : &source_profile_default);
    const char *line = source_profile_line(&alone, arena);
    const char *value = strstr(line, part->name);
    if (value == NULL)
        return "default";
    value += strlen(part->name) + strlen("\": ");
    return arena_format(arena, "%.*s", (int)(strlen(value) - 1), value); /* without the last } */
}

void source_profile_changes(const struct source_profile *before, const struct source_profile *after,
                            struct str *out)
{
    enum { SHOWN = 24 }; /* bytes of a value */
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *old = part_text(&parts[i], before, arena);
        const char *new = part_text(&parts[i], after, arena);
        if (strcmp(old, new) == 0)
            continue;
        str_add_format(out, "%s%s", out->length > 0 ? ", " : "", parts[i].name);
        if (strlen(old) <= SHOWN && strlen(new) <= SHOWN)
            str_add_format(out, " (%s -> %s)", old, new);
    }
}

/* ---- digest ---------------------------------------------------------------------------------- */

static void digest_headers(struct digest_stream *stream, const struct source_profile *profile,
                           const struct kind *kind)
{
    size_t count;
    CADRE_FREE const struct profile_header **headers = headers_of(profile, kind, &count);
    CADRE_CLEANUP(str_release) struct str key = {0};
    for (size_t i = 0; i < count; i++) {
        str_reset(&key);
        fold_key(headers[i]->header, &key);
        digest_stream_field(stream, str_view_from(&key));
        digest_stream_field(stream, str_view_of(kind->columns[headers[i]->column].name));
        digest_stream_record_end(stream);
    }
}

struct digest source_profile_digest(const struct source_profile *profile, const struct kind *kind)
{
    struct digest_stream *stream = digest_stream_new();
    if (profile == NULL)
        profile = &source_profile_default;
    digest_stream_int64(stream, profile->delimiter);
    digest_stream_field(stream, str_view_of(text_encoding_name(profile->encoding)));
    digest_stream_int64(stream, profile->dates);
    digest_stream_int64(stream, profile->duplicates);
    digest_stream_int64(stream, profile->short_rows);
    digest_stream_record_end(stream);
    digest_headers(stream, profile, kind);
    struct digest digest = digest_stream_finish(stream);
    digest_stream_free(stream);
    return digest;
}

const char *source_profile_ruleset(const struct source_profile *profile, const struct kind *kind,
                                   const char *ruleset, struct arena *arena)
{
    char hex[DIGEST_HEX_SIZE];
    struct digest plain = source_profile_digest(NULL, kind);
    struct digest digest = source_profile_digest(profile, kind);
    if (digest_compare(&plain, &digest) == 0)
        return arena_strdup(arena, ruleset);
    return arena_format(arena, "%s+%.*s", ruleset, (int)SHORT_DIGEST, digest_to_hex(&digest, hex));
}
