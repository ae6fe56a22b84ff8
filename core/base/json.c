#include "core/base/json.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/json_scan.h"
#include "core/base/str_map.h"

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

static enum cadre_status check_names(const cJSON *object, struct cadre_error *err)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *names = str_map_new();
    for (const cJSON *member = object->child; member != NULL; member = member->next) {
        if (!str_map_insert(names, str_view_of(member->string), 0))
            return cadre_fail(err, CADRE_REFUSED, "not valid JSON: the name '%s' stands twice",
                              member->string + 1);
    }
    return CADRE_OK;
}

/* Depth is bounded by JSON_DEPTH_MAX, hence recursion is. */
static enum cadre_status check_all_names(const cJSON *node, struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    if (cJSON_IsObject(node))
        status = check_names(node, err);
    for (const cJSON *child = node->child; status == CADRE_OK && child != NULL; child = child->next)
        status = check_all_names(child, err);
    return status;
}

enum cadre_status json_parse(struct str_view text, struct json_document **ret_document,
                             struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str rewritten = {0};
    enum cadre_status status = json_scan(text, &rewritten, err);
    if (status != CADRE_OK)
        return status;
    CADRE_CLEANUP(json_document_cleanup)
    struct json_document *document = cadre_calloc(1, sizeof *document);
    document->root = cJSON_ParseWithLength(rewritten.data, rewritten.length);
    if (document->root == NULL)
        return cadre_fail(err, CADRE_REFUSED, "not valid JSON");
    status = check_all_names(document->root, err);
    if (status != CADRE_OK)
        return status;
    *ret_document = document;
    document = NULL;
    return CADRE_OK;
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
    return value_of(node_of(container)->child);
}

const struct json_value *json_next(const struct json_value *value)
{
    return value_of(node_of(value)->next);
}

const char *json_name(const struct json_value *member)
{
    return node_of(member)->string + 1;
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
    if (writer->depth != 0)
        abort(); /* a caller forgot an end: half a document must not pass for a whole one */
    fputc('\n', writer->out);
    free(writer);
}

static void write_escaped(FILE *out, struct str_view text)
{
    fputc('"', out);
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c == '\n')
            fputs("\\n", out);
        else if (c < 0x20 || c == 0x7F)
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void begin_value(struct json_writer *writer, const char *name)
{
    if (writer->depth > 0) {
        fputs(writer->empty ? "\n" : ",\n", writer->out);
        fprintf(writer->out, "%*s", writer->depth * 2, "");
    }
    if (name != NULL) {
        write_escaped(writer->out, str_view_of(name));
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
    write_escaped(writer->out, text);
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
