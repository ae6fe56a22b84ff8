#include "core/kind/source_profile.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/str_map.h"
#include "core/base/suggest.h"

enum { MEMBERS_MAX = 16 /* told in a hint */, HEADER_BYTES_MAX = 512 };

const struct source_profile source_profile_default = {
    .dates = DATE_FORMATS_DEFAULT,
    .max_removed_percent = SOURCE_UNSTATED,
    .grace_days = SOURCE_UNSTATED,
    .precedence = SOURCE_UNSTATED,
};

const char *const source_profile_delimiters[] = {",", ";", "\t", "|", NULL};
const char *const source_profile_list_words[] = {
    [LIST_FULL - 1] = "full", [LIST_PARTIAL - 1] = "partial", [LIST_PARTIAL] = NULL};
const char *const source_profile_duplicates_words[] = {
    [DUPLICATES_REJECT] = "reject", [DUPLICATES_LAST] = "last", [DUPLICATES_LAST + 1] = NULL};
const char *const source_profile_short_rows_words[] = {
    [SHORT_ROWS_REJECT] = "reject", [SHORT_ROWS_FILL] = "fill", [SHORT_ROWS_FILL + 1] = NULL};

bool source_profile_has_kind(const struct kind *kind)
{
    return kind->needs_source;
}

/* ---- faults ---------------------------------------------------------------------------------- */

/* The way from the root to the value being read: "headers.roster.Soyad". */
struct reading {
    struct arena *arena;
    struct source_profile *profile;
    struct profile_header *headers; /* room for all; profile->header_count of them are read */
    struct str path;
    struct cadre_error *err;
};

static size_t enter(struct reading *reading, struct str_view name)
{
    size_t before = reading->path.length;
    if (before > 0)
        str_add_char(&reading->path, '.');
    str_add_view(&reading->path, name);
    return before;
}

static void leave(struct reading *reading, size_t before)
{
    reading->path.length = before;
}

static enum cadre_status fail(struct reading *reading, const char *fault)
{
    return cadre_fail(reading->err, CADRE_REFUSED, "'%.*s' %s",
                      STR_VIEW_ARGS(str_view_from(&reading->path)), fault);
}

/* "a", "b" or "c". */
static void list_words(struct str *out, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        str_add_format(out, "%s\"%s\"",
                       i == 0                 ? ""
                       : words[i + 1] != NULL ? ", "
                                              : " or ",
                       words[i][0] == '\t' ? "\\t" : words[i]);
}

static size_t word_count(const char *const *words)
{
    size_t count = 0;
    while (words[count] != NULL)
        count++;
    return count;
}

/* `near`, ended by NULL, is what would be taken; the hint names the nearest, or all of them. */
static enum cadre_status fail_word(struct reading *reading, const char *fault, struct str_view word,
                                   const char *const *near)
{
    size_t count = word_count(near);
    CADRE_FREE struct str_view *words = cadre_calloc(count + 1, sizeof *words);
    CADRE_CLEANUP(str_release) struct str list = {0};
    for (size_t i = 0; i < count; i++)
        words[i] = str_view_of(near[i]);
    size_t nearest = suggest_nearest(word, words, count);
    enum cadre_status status = fail(reading, fault);
    if (nearest < count)
        return cadre_fail_hint(reading->err, "did you mean '%s'?", near[nearest]);
    if (count > MEMBERS_MAX)
        return status;
    list_words(&list, near);
    return cadre_fail_hint(reading->err, "it can be %s", str_chars(&list));
}

/* ---- values ---------------------------------------------------------------------------------- */

/* Index of the string among `words`, ended by NULL. */
static enum cadre_status read_word(struct reading *reading, const struct json_value *value,
                                   const char *const *words, size_t *ret_index)
{
    struct str_view text = json_string(value);
    size_t count = word_count(words);
    for (size_t i = 0; i < count && text.data != NULL; i++) {
        if (str_view_equal(text, str_view_of(words[i]))) {
            *ret_index = i;
            return CADRE_OK;
        }
    }
    if (text.data == NULL)
        text = (struct str_view){"", 0};
    return fail_word(reading, "has a value that is not known", text, words);
}

static enum cadre_status read_number(struct reading *reading, const struct json_value *value,
                                     int least, int most, int *ret_number)
{
    int64_t number;
    CADRE_FREE char *fault = cadre_format("is no whole number from %d to %d", least, most);
    if (!json_int64(value, &number) || number < least || number > most)
        return fail(reading, fault);
    *ret_number = (int)number;
    return CADRE_OK;
}

static enum cadre_status read_object(struct reading *reading, const struct json_value *value)
{
    if (json_type_of(value) == JSON_OBJECT)
        return CADRE_OK;
    return fail(reading, "is no object");
}

static size_t count_members(const struct json_value *container)
{
    size_t count = 0;
    for (const struct json_value *at = json_first(container); at != NULL; at = json_next(at))
        count++;
    return count;
}

/* The kind that a member is named after. */
static enum cadre_status read_kind(struct reading *reading, const struct json_value *member,
                                   const struct kind **ret_kind)
{
    const char *names[MEMBERS_MAX] = {0};
    size_t count;
    size_t known = 0;
    struct str_view name = str_view_of(json_name(member));
    const struct kind *const *kinds = kind_all(&count);
    const struct kind *kind = kind_find(name);
    if (kind != NULL && source_profile_has_kind(kind)) {
        *ret_kind = kind;
        return CADRE_OK;
    }
    if (kind != NULL)
        return fail(reading, "is a kind whose files have no source");
    for (size_t i = 0; i < count && known < MEMBERS_MAX - 1; i++) {
        if (source_profile_has_kind(kinds[i]))
            names[known++] = kinds[i]->name;
    }
    return fail_word(reading, "is no kind of input", name, names);
}

/* ---- members --------------------------------------------------------------------------------- */

static enum cadre_status read_version(struct reading *reading, const struct json_value *value)
{
    int64_t version;
    if (json_int64(value, &version) && version == SOURCE_PROFILE_VERSION)
        return CADRE_OK;
    CADRE_FREE char *fault =
        cadre_format("is not %d, the version that is known", SOURCE_PROFILE_VERSION);
    return fail(reading, fault);
}

static enum cadre_status read_delimiter(struct reading *reading, const struct json_value *value)
{
    size_t index = 0;
    enum cadre_status status = read_word(reading, value, source_profile_delimiters, &index);
    if (status == CADRE_OK)
        reading->profile->delimiter = source_profile_delimiters[index][0];
    return status;
}

static enum cadre_status read_encoding(struct reading *reading, const struct json_value *value)
{
    const char *names[ENCODING_COUNT] = {0};
    size_t index = 0;
    for (int i = ENCODING_UNSTATED + 1; i < ENCODING_COUNT; i++)
        names[i - 1] = text_encoding_name((enum text_encoding)i);
    enum cadre_status status = read_word(reading, value, names, &index);
    if (status == CADRE_OK)
        reading->profile->encoding = (enum text_encoding)(index + 1);
    return status;
}

/* One format more; two by which a day could be meant twice are refused. */
static enum cadre_status add_date(struct reading *reading, const struct json_value *value,
                                  date_formats *formats)
{
    const char *patterns[DATE_FORMAT_COUNT + 1] = {0};
    size_t index = 0;
    for (int i = 0; i < DATE_FORMAT_COUNT; i++)
        patterns[i] = date_format_pattern((enum date_format)i);
    enum cadre_status status = read_word(reading, value, patterns, &index);
    if (status != CADRE_OK)
        return status;
    if ((*formats & DATE_FORMAT_BIT(index)) != 0)
        return fail(reading, "names a format twice");
    for (int i = 0; i < DATE_FORMAT_COUNT; i++) {
        if ((*formats & DATE_FORMAT_BIT(i)) == 0 ||
            !date_formats_clash((enum date_format)i, (enum date_format)index))
            continue;
        CADRE_FREE char *fault = cadre_format("has both '%s' and '%s': a day could be meant twice",
                                              patterns[i], patterns[index]);
        return fail(reading, fault);
    }
    *formats |= DATE_FORMAT_BIT(index);
    return CADRE_OK;
}

static enum cadre_status read_dates(struct reading *reading, const struct json_value *value)
{
    date_formats formats = 0;
    if (json_type_of(value) != JSON_ARRAY || json_first(value) == NULL)
        return fail(reading, "is no list of formats");
    for (const struct json_value *at = json_first(value); at != NULL; at = json_next(at)) {
        enum cadre_status status = add_date(reading, at, &formats);
        if (status != CADRE_OK)
            return status;
    }
    reading->profile->dates = formats;
    return CADRE_OK;
}

static enum cadre_status read_duplicates(struct reading *reading, const struct json_value *value)
{
    size_t index = 0;
    enum cadre_status status = read_word(reading, value, source_profile_duplicates_words, &index);
    if (status == CADRE_OK)
        reading->profile->duplicates = (enum profile_duplicates)index;
    return status;
}

static enum cadre_status read_short_rows(struct reading *reading, const struct json_value *value)
{
    size_t index = 0;
    enum cadre_status status = read_word(reading, value, source_profile_short_rows_words, &index);
    if (status == CADRE_OK)
        reading->profile->short_rows = (enum profile_short_rows)index;
    return status;
}

static enum cadre_status read_column(struct reading *reading, const struct json_value *value,
                                     const struct kind *kind, uint32_t *ret_column)
{
    struct str_view name = json_string(value);
    CADRE_FREE const char **names = cadre_calloc(kind->column_count + 1, sizeof(*names));
    CADRE_FREE char *fault = cadre_format("names no column of '%s'", kind->name);
    for (size_t i = 0; i < kind->column_count; i++) {
        names[i] = kind->columns[i].name;
        if (name.data != NULL && str_view_equal(name, str_view_of(names[i]))) {
            *ret_column = (uint32_t)i;
            return CADRE_OK;
        }
    }
    if (name.data == NULL)
        return fail(reading, fault);
    return fail_word(reading, fault, name, names);
}

/* `seen` holds the folded headers of the kind so far. */
static enum cadre_status read_header(struct reading *reading, const struct json_value *member,
                                     const struct kind *kind, struct str_map *seen)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    uint32_t column = 0;
    struct str_view header = str_view_trim(str_view_of(json_name(member)));
    fold_key(header, &key);
    if (key.length == 0 || header.length > HEADER_BYTES_MAX)
        return fail(reading, "is no header");
    if (!str_map_insert(seen, str_view_from(&key), 0))
        return fail(reading, "is a header that stands twice: case and blanks do not tell apart");
    enum cadre_status status = read_column(reading, member, kind, &column);
    if (status != CADRE_OK)
        return status;
    reading->headers[reading->profile->header_count++] = (struct profile_header){
        .kind = kind, .header = arena_copy(reading->arena, header), .column = column};
    return CADRE_OK;
}

static enum cadre_status read_kind_headers(struct reading *reading, const struct json_value *member)
{
    const struct kind *kind = NULL;
    CADRE_CLEANUP(str_map_cleanup) struct str_map *seen = str_map_new();
    enum cadre_status status = read_kind(reading, member, &kind);
    if (status == CADRE_OK)
        status = read_object(reading, member);
    if (status != CADRE_OK)
        return status;
    for (const struct json_value *at = json_first(member); at != NULL; at = json_next(at)) {
        size_t before = enter(reading, str_view_of(json_name(at)));
        status = read_header(reading, at, kind, seen);
        if (status != CADRE_OK)
            return status;
        leave(reading, before);
    }
    return CADRE_OK;
}

static enum cadre_status read_headers(struct reading *reading, const struct json_value *value)
{
    size_t count = 0;
    enum cadre_status status = read_object(reading, value);
    if (status != CADRE_OK)
        return status;
    for (const struct json_value *at = json_first(value); at != NULL; at = json_next(at))
        count += count_members(at);
    reading->headers = arena_calloc(reading->arena, count + 1, sizeof *reading->headers);
    reading->profile->headers = reading->headers;
    for (const struct json_value *at = json_first(value); at != NULL; at = json_next(at)) {
        size_t before = enter(reading, str_view_of(json_name(at)));
        status = read_kind_headers(reading, at);
        if (status != CADRE_OK)
            return status;
        leave(reading, before);
    }
    return CADRE_OK;
}

static enum cadre_status read_lists(struct reading *reading, const struct json_value *value)
{
    enum cadre_status status = read_object(reading, value);
    if (status != CADRE_OK)
        return status;
    struct profile_kind_list *lists =
        arena_calloc(reading->arena, count_members(value) + 1, sizeof *lists);
    reading->profile->lists = lists;
    for (const struct json_value *at = json_first(value); at != NULL; at = json_next(at)) {
        size_t before = enter(reading, str_view_of(json_name(at)));
        const struct kind *kind = NULL;
        size_t index = 0;
        status = read_kind(reading, at, &kind);
        if (status == CADRE_OK)
            status = read_word(reading, at, source_profile_list_words, &index);
        if (status != CADRE_OK)
            return status;
        leave(reading, before);
        lists[reading->profile->list_count++] =
            (struct profile_kind_list){kind, (enum profile_list)(index + 1)};
    }
    return CADRE_OK;
}

static enum cadre_status read_max_removed(struct reading *reading, const struct json_value *value)
{
    enum { PERCENT_MAX = 100 };
    return read_number(reading, value, 0, PERCENT_MAX, &reading->profile->max_removed_percent);
}

static enum cadre_status read_grace(struct reading *reading, const struct json_value *value)
{
    return read_number(reading, value, 0, SOURCE_GRACE_DAYS_MAX, &reading->profile->grace_days);
}

static enum cadre_status read_precedence(struct reading *reading, const struct json_value *value)
{
    return read_number(reading, value, 1, SOURCE_PRECEDENCE_MAX, &reading->profile->precedence);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static const struct member {
    const char *name;
    enum cadre_status (*read)(struct reading *reading, const struct json_value *value);
} members[] = {
    {"version", read_version},
    {"delimiter", read_delimiter},
    {"encoding", read_encoding},
    {"dates", read_dates},
    {"duplicates", read_duplicates},
    {"short_rows", read_short_rows},
    {"headers", read_headers},
    {"lists", read_lists},
    {"max_removed_percent", read_max_removed},
    {"grace_days", read_grace},
    {"precedence", read_precedence},
};

enum { MEMBER_COUNT = sizeof members / sizeof *members };

static enum cadre_status read_member(struct reading *reading, const struct json_value *value)
{
    const char *names[MEMBER_COUNT + 1] = {0};
    struct str_view name = str_view_of(json_name(value));
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        names[i] = members[i].name;
        if (str_view_equal(name, str_view_of(names[i])))
            return members[i].read(reading, value);
    }
    return fail_word(reading, "is no setting of a source", name, names);
}

static enum cadre_status read_root(struct reading *reading, const struct json_value *root)
{
    if (json_type_of(root) != JSON_OBJECT)
        return cadre_fail(reading->err, CADRE_REFUSED, "the settings are no JSON object");
    for (const struct json_value *at = json_first(root); at != NULL; at = json_next(at)) {
        size_t before = enter(reading, str_view_of(json_name(at)));
        enum cadre_status status = read_member(reading, at);
        if (status != CADRE_OK)
            return status;
        leave(reading, before);
    }
    if (json_member(root, "version") != NULL)
        return CADRE_OK;
    cadre_fail(reading->err, CADRE_REFUSED, "the settings have no 'version'");
    return cadre_fail_hint(reading->err, "add \"version\": %d", SOURCE_PROFILE_VERSION);
}

enum cadre_status source_profile_parse(struct str_view json, struct arena *arena,
                                       struct source_profile *ret_profile, struct cadre_error *err)
{
    CADRE_CLEANUP(json_document_cleanup) struct json_document *document = NULL;
    struct source_profile profile = source_profile_default;
    struct reading reading = {.arena = arena, .profile = &profile, .err = err};
    if (json.length > SOURCE_PROFILE_BYTES_MAX)
        return cadre_fail(err, CADRE_REFUSED, "the settings are longer than %d bytes",
                          SOURCE_PROFILE_BYTES_MAX);
    enum cadre_status status = json_parse(json, &document, err);
    if (status == CADRE_OK)
        status = read_root(&reading, json_root(document));
    str_release(&reading.path);
    if (status == CADRE_OK)
        *ret_profile = profile;
    return status;
}
