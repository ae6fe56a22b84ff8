#include "core/catalogue/document_cells.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/digest.h"
#include "core/base/fold.h"
#include "core/base/utf8.h"

enum { CODE_BYTES_MAX = 64 };

/* ---- cleaning -------------------------------------------------------------------------------- */

static bool is_blank(uint32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

/* Signs of no width that carry no meaning: soft hyphen, zero-width space, word joiner, byte order
 * mark, and what turns the order of letters. The joiners of Persian and Indic scripts stay. */
static bool is_invisible(uint32_t c)
{
    return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF || utf8_is_control(c);
}

static bool is_plain(struct str_view text)
{
    if (utf8_survey(text) != 0)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == ' ' && (i == 0 || i + 1 == text.length || text.data[i + 1] == ' '))
            return false;
    }
    return true;
}

/* Appends the text in NFC with its blanks folded; true when something was there that nobody sees:
 * a blank at an end, or one that is no space and no line end. */
static bool clean(struct str_view text, struct str *out)
{
    CADRE_CLEANUP(str_release) struct str normal = {0};
    bool unseen = false;
    bool gap = false;
    utf8_normalise(text, &normal);
    struct str_view rest = str_view_from(&normal);
    for (size_t at = 0; at < rest.length;) {
        uint32_t c = utf8_next(rest, &at);
        if (is_blank(c)) {
            unseen |= out->length == 0 || c > 0x20;
            gap = true;
        } else if (is_invisible(c)) {
            unseen = true;
        } else {
            if (gap && out->length > 0)
                str_add_char(out, ' ');
            gap = false;
            utf8_add(out, c);
        }
    }
    return unseen || gap;
}

bool framework_plain_text(struct str_view text, struct str *out)
{
    bool unseen = false;
    for (size_t at = 0; at < text.length;) {
        uint32_t c = utf8_next(text, &at);
        if (!is_blank(c) && utf8_is_control(c))
            return false;
        unseen |= c > 0x20 && (is_blank(c) || is_invisible(c));
    }
    return unseen && clean(text, out);
}

const char *framework_text_hash(struct str_view text, struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str cleaned = {0};
    char hex[DIGEST_HEX_SIZE];
    if (!is_plain(text)) {
        clean(text, &cleaned);
        text = str_view_from(&cleaned);
    }
    if (text.length == 0)
        return "";
    struct digest digest = digest_of(text.data, text.length);
    return arena_strdup(arena, digest_to_hex(&digest, hex));
}

/* ---- codes ----------------------------------------------------------------------------------- */

/* What sheets write above a column of codes. */
static const char *const header_words[] = {
    "id",        "code",    "identifier", "element_id", "element_code", "work_role_id",
    "work_role", "task_id", "ksa_id",     "opm_code",   "dcwf_id",      "statement_id",
};

static const char *const placeholders[] = {
    "tbd", "tba", "tbc", "n/a", "na", "none", "null", "nil", "unknown", "pending", "xxx", "?", "",
};

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(word, words[i]) == 0)
            return true;
    }
    return false;
}

static bool is_header(const char *name, struct str_view cell)
{
    CADRE_CLEANUP(str_release) struct str wanted = {0};
    CADRE_CLEANUP(str_release) struct str key = {0};
    fold_key(cell, &key);
    fold_key(str_view_of(name), &wanted);
    return strcmp(str_chars(&key), str_chars(&wanted)) == 0 ||
           is_one_of(str_chars(&key), header_words, sizeof header_words / sizeof *header_words);
}

/* "TBD", and "TBD-A" too: what is to be determined has no code. A lone "-" folds to nothing. */
bool document_is_placeholder(struct str_view code)
{
    static const char tbd[] = "tbd_";
    CADRE_CLEANUP(str_release) struct str key = {0};
    fold_key(code, &key);
    return is_one_of(str_chars(&key), placeholders, sizeof placeholders / sizeof *placeholders) ||
           strncmp(str_chars(&key), tbd, sizeof tbd - 1) == 0;
}

bool document_is_code(struct str_view code)
{
    if (code.length == 0 || code.length > CODE_BYTES_MAX)
        return false;
    for (size_t i = 0; i < code.length; i++) {
        if ((unsigned char)code.data[i] <= ' ' || strchr(",;\"'", code.data[i]) != NULL)
            return false;
    }
    return true;
}

/* Bytes of the separator that stands there; 0 = none. The text is clean. */
static size_t separator_at(struct str_view text, size_t at)
{
    static const struct str_view words[] = {{" and ", 5}, {" or ", 4}, {" & ", 3}, {" / ", 3}};
    struct str_view rest = {text.data + at, text.length - at};
    if (rest.data[0] == ',' || rest.data[0] == ';')
        return 1;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (rest.length > words[i].length &&
            fold_ascii_equal((struct str_view){rest.data, words[i].length}, words[i]))
            return words[i].length;
    }
    return 0;
}

bool document_next_code(struct str_view *rest, struct str_view *ret_code)
{
    if (rest->data == NULL)
        return false;
    struct str_view text = *rest;
    *rest = (struct str_view){NULL, 0};
    *ret_code = str_view_trim(text);
    for (size_t at = 0; at < text.length; at++) {
        size_t length = separator_at(text, at);
        if (length == 0)
            continue;
        *ret_code = str_view_trim((struct str_view){text.data, at});
        *rest = (struct str_view){text.data + at + length, text.length - at - length};
        break;
    }
    return true;
}

bool framework_holds_codes(struct str_view text)
{
    struct str_view code;
    return document_next_code(&text, &code) && text.data != NULL;
}

/* How many codes the value holds, 0 when one of its parts is none. */
static size_t count_codes(struct str_view value)
{
    struct str_view code;
    size_t count = 0;
    while (document_next_code(&value, &code)) {
        if (!document_is_code(code) || document_is_placeholder(code))
            return 0;
        count++;
    }
    return count;
}

/* False when the value cannot be used. */
static bool check_codes(struct document_builder *builder, const struct document_place *place,
                        enum cell_form form, struct str_view value)
{
    size_t count = count_codes(value);
    if (document_is_placeholder(value)) {
        document_found(builder, FINDING_D_PLACEHOLDER, place, value, NULL);
        return false;
    }
    if (count == 0 || (count > 1 && form == CELL_CODE)) {
        document_found(builder, FINDING_D_CODE, place, value,
                       count > 1 ? "it holds several codes" : NULL);
        return false;
    }
    if (count > 1)
        document_found(builder, FINDING_D_SEVERAL_CODES, place, value, NULL);
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static size_t field_of(const char *name, const struct cell_field *fields, size_t count)
{
    size_t at = 0;
    while (at < count && strcmp(fields[at].name, name) != 0)
        at++;
    return at;
}

/* The member's text, cleaned; absent, with a finding where one is due, when there is none. */
static struct str_view read_text(struct document_builder *builder,
                                 const struct document_place *place,
                                 const struct json_value *member)
{
    const struct str_view none = {NULL, 0};
    if (json_type_of(member) == JSON_NULL)
        return none;
    struct str_view text = json_string(member);
    if (text.data == NULL) {
        document_found(builder, FINDING_D_NOT_TEXT, place, none, NULL);
        return none;
    }
    if (!is_plain(text)) {
        CADRE_CLEANUP(str_release) struct str cleaned = {0};
        if (clean(text, &cleaned))
            document_found(builder, FINDING_D_BLANKS, place, text, NULL);
        text = arena_copy(builder->arena, (struct str_view){str_chars(&cleaned), cleaned.length});
    }
    return text.length > 0 ? text : none;
}

static bool is_header_row(const struct json_value *row, const struct cell_field *fields,
                          size_t count)
{
    for (const struct json_value *member = json_first(row); member != NULL;
         member = json_next(member)) {
        size_t at = field_of(json_name(member), fields, count);
        struct str_view text = json_string(member);
        if (at < count && fields[at].form <= CELL_CODES && text.length > 0 &&
            text.length <= CODE_BYTES_MAX && is_header(fields[at].name, text))
            return true;
    }
    return false;
}

static struct str_view read_member(struct document_builder *builder, struct document_place place,
                                   const struct json_value *member, const struct cell_field *field)
{
    place.name = json_name(member);
    place.line = json_line(member);
    struct str_view text = read_text(builder, &place, member);
    if (text.data != NULL && field->form <= CELL_CODES &&
        !check_codes(builder, &place, field->form, text))
        text.data = NULL;
    return text;
}

/* A required value that is absent without a finding yet. */
static void tell_missing(struct document_builder *builder, const struct document_place *row,
                         const struct json_value *object, const char *name)
{
    struct document_place place = *row;
    const struct json_value *member = json_member(object, name);
    place.name = name;
    if (member != NULL && json_type_of(member) != JSON_NULL &&
        str_view_trim(json_string(member)).length > 0)
        return;
    if (member == NULL || json_type_of(member) == JSON_NULL || json_string(member).data != NULL)
        document_found(builder, FINDING_D_MISSING, &place, (struct str_view){NULL, 0}, NULL);
}

bool document_read_row(struct document_builder *builder, const struct document_place *place,
                       const struct json_value *row, const struct cell_field *fields, size_t count,
                       struct str_view *ret_values)
{
    bool whole = true;
    for (size_t i = 0; i < count; i++)
        ret_values[i] = (struct str_view){NULL, 0};
    if (json_type_of(row) != JSON_OBJECT) {
        document_found(builder, FINDING_D_NOT_TEXT, place, (struct str_view){NULL, 0},
                       "an object is wanted");
        return false;
    }
    if (is_header_row(row, fields, count)) {
        document_found(builder, FINDING_D_HEADER, place, (struct str_view){NULL, 0}, NULL);
        return false;
    }
    for (const struct json_value *member = json_first(row); member != NULL;
         member = json_next(member)) {
        size_t at = field_of(json_name(member), fields, count);
        if (at < count) {
            ret_values[at] = read_member(builder, *place, member, &fields[at]);
            continue;
        }
        struct document_place key = *place;
        key.name = json_name(member);
        key.line = json_line(member);
        document_found(builder, FINDING_D_UNKNOWN_KEY, &key, json_string(member), NULL);
    }
    for (size_t i = 0; i < count; i++) {
        if (!fields[i].required || ret_values[i].data != NULL)
            continue;
        tell_missing(builder, place, row, fields[i].name);
        whole = false;
    }
    return whole;
}
