#include "core/base/json.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/json_scan.h"
#include "core/base/str_map.h"
#include "core/base/utf8.h"

/* ---- reading --------------------------------------------------------------------------------- */

struct json_document {
    cJSON *root;
};

/* A value is cJSON's own node, seen under another name. */
static const cJSON *node_of(const struct json_value *value)
{
    return (const void *)value;
}

static const struct json_value *value_of(const cJSON *node)
{
    return (const void *)node;
}

struct name_check {
    struct str_view text;
    const struct json_rewrite *rewrite;
    size_t next_name, next_value; /* the tree is walked in the order of the text */
    struct cadre_error *err;
};

/* Gives each value its line, in a member that cJSON uses for numbers, of which the rewrite has
 * none, and refuses duplicate names. Recursion is bounded, since depth is, by JSON_DEPTH_MAX. */
static enum cadre_status check_names(struct name_check *check, cJSON *node)
{
    node->valueint = (int)check->rewrite->lines[check->next_value++];
    CADRE_CLEANUP(str_map_cleanup) struct str_map *names = NULL;
    if (cJSON_IsObject(node))
        names = str_map_new();
    for (cJSON *child = node->child; child != NULL; child = child->next) {
        if (names != NULL) {
            size_t offset = check->rewrite->names[check->next_name++];
            if (!str_map_insert(names, str_view_of(child->string), 0))
                return json_fail_at(check->text, offset, "a name stands twice in its object",
                                    check->err);
        }
        enum cadre_status status = check_names(check, child);
        if (status != CADRE_OK)
            return status;
    }
    return CADRE_OK;
}

static enum cadre_status parse_rewritten(struct str_view text, const struct json_rewrite *rewrite,
                                         struct json_document **ret_document,
                                         struct cadre_error *err)
{
    CADRE_CLEANUP(json_document_cleanup)
    struct json_document *document = cadre_calloc(1, sizeof *document);
    document->root = cJSON_ParseWithLength(rewrite->text.data, rewrite->text.length);
    if (document->root == NULL)
        return cadre_fail(err, CADRE_BUG, "a checked JSON text cannot be parsed");
    struct name_check check = {.text = text, .rewrite = rewrite, .err = err};
    enum cadre_status status = check_names(&check, document->root);
    if (status != CADRE_OK)
        return status;
    *ret_document = document;
    document = NULL;
    return CADRE_OK;
}

enum cadre_status json_parse(struct str_view text, struct json_document **ret_document,
                             struct cadre_error *err)
{
    CADRE_CLEANUP(json_rewrite_release) struct json_rewrite rewrite = {0};
    enum cadre_status status = json_scan(text, &rewrite, err);
    if (status != CADRE_OK)
        return status;
    return parse_rewritten(text, &rewrite, ret_document, err);
}

void json_document_free(struct json_document *document)
{
    if (document == NULL)
        return;
    cJSON_Delete(document->root);
    free(document);
}

void json_document_cleanup(struct json_document **document)
{
    json_document_free(*document);
}

const struct json_value *json_root(const struct json_document *document)
{
    return value_of(document->root);
}

enum json_type json_type_of(const struct json_value *value)
{
    const cJSON *node = node_of(value);
    if (cJSON_IsObject(node))
        return JSON_OBJECT;
    if (cJSON_IsArray(node))
        return JSON_ARRAY;
    if (cJSON_IsBool(node))
        return JSON_BOOLEAN;
    if (cJSON_IsString(node))
        return node->valuestring[0] == 'n' ? JSON_NUMBER : JSON_STRING;
    return JSON_NULL;
}

const struct json_value *json_member(const struct json_value *object, const char *name)
{
    if (object == NULL || !cJSON_IsObject(node_of(object)))
        return NULL;
    for (const cJSON *member = node_of(object)->child; member != NULL; member = member->next) {
        if (strcmp(member->string + 1, name) == 0)
            return value_of(member);
    }
    return NULL;
}

const struct json_value *json_first(const struct json_value *container)
{
    return container != NULL ? value_of(node_of(container)->child) : NULL;
}

const struct json_value *json_next(const struct json_value *value)
{
    return value_of(node_of(value)->next);
}

const char *json_name(const struct json_value *member)
{
    return node_of(member)->string + 1;
}

uint32_t json_line(const struct json_value *value)
{
    return (uint32_t)node_of(value)->valueint;
}

struct str_view json_string(const struct json_value *value)
{
    if (value == NULL || json_type_of(value) != JSON_STRING)
        return (struct str_view){NULL, 0};
    return str_view_of(node_of(value)->valuestring + 1);
}

bool json_int64(const struct json_value *value, int64_t *ret_value)
{
    return value != NULL && json_type_of(value) == JSON_NUMBER &&
           str_view_to_int64(str_view_of(node_of(value)->valuestring + 1), ret_value);
}

bool json_boolean(const struct json_value *value, bool *ret_value)
{
    if (value == NULL || json_type_of(value) != JSON_BOOLEAN)
        return false;
    *ret_value = cJSON_IsTrue(node_of(value));
    return true;
}

/* ---- writing --------------------------------------------------------------------------------- */

struct json_writer {
    FILE *out;
    int depth;
    bool empty; /* nothing stands in the container that is open */
};

struct json_writer *json_writer_new(FILE *out)
{
    struct json_writer *writer = cadre_calloc(1, sizeof *writer);
    writer->out = out;
    writer->empty = true;
    return writer;
}

void json_writer_free(struct json_writer *writer)
{
    if (writer == NULL)
        return;
    if (writer->depth != 0)
        abort();
    fputc('\n', writer->out);
    free(writer);
}

/* The letter behind the backslash of a short escape, 0 when the character has none. */
static char short_escape(unsigned char c)
{
    switch (c) {
    case '"':
    case '\\':
        return (char)c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

static void write_byte(FILE *out, unsigned char c)
{
    if (short_escape(c) != 0)
        fprintf(out, "\\%c", short_escape(c));
    else if (c < 0x20 || c == 0x7F)
        fprintf(out, "\\u%04x", (unsigned)c);
    else
        fputc(c, out);
}

static void write_quoted(FILE *out, struct str_view text)
{
    CADRE_CLEANUP(str_release) struct str mended = {0};
    if (!utf8_is_valid(text, NULL)) {
        for (size_t offset = 0; offset < text.length;)
            utf8_add(&mended, utf8_next(text, &offset));
        text = str_view_from(&mended);
    }
    fputc('"', out);
    for (size_t i = 0; i < text.length; i++)
        write_byte(out, (unsigned char)text.data[i]);
    fputc('"', out);
}

static void begin_value(struct json_writer *writer, const char *name)
{
    if (writer->depth > 0) {
        fputs(writer->empty ? "\n" : ",\n", writer->out);
        fprintf(writer->out, "%*s", writer->depth * 2, "");
    }
    if (name != NULL) {
        write_quoted(writer->out, str_view_of(name));
        fputs(": ", writer->out);
    }
    writer->empty = false;
}

static void begin_container(struct json_writer *writer, const char *name, char open)
{
    begin_value(writer, name);
    fputc(open, writer->out);
    writer->depth++;
    writer->empty = true;
}

static void end_container(struct json_writer *writer, char close)
{
    writer->depth--;
    if (!writer->empty)
        fprintf(writer->out, "\n%*s", writer->depth * 2, "");
    fputc(close, writer->out);
    writer->empty = false;
}

void json_begin_object(struct json_writer *writer, const char *name)
{
    begin_container(writer, name, '{');
}

void json_end_object(struct json_writer *writer)
{
    end_container(writer, '}');
}

void json_begin_array(struct json_writer *writer, const char *name)
{
    begin_container(writer, name, '[');
}

void json_end_array(struct json_writer *writer)
{
    end_container(writer, ']');
}

void json_write_string(struct json_writer *writer, const char *name, struct str_view text)
{
    if (text.data == NULL) {
        json_write_null(writer, name);
        return;
    }
    begin_value(writer, name);
    write_quoted(writer->out, text);
}

void json_write_int64(struct json_writer *writer, const char *name, int64_t number)
{
    begin_value(writer, name);
    fprintf(writer->out, "%lld", (long long)number);
}

void json_write_boolean(struct json_writer *writer, const char *name, bool truth)
{
    begin_value(writer, name);
    fputs(truth ? "true" : "false", writer->out);
}

void json_write_null(struct json_writer *writer, const char *name)
{
    begin_value(writer, name);
    fputs("null", writer->out);
}
