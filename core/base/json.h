/*
 * JSON, strict and exact. The reader (cJSON underneath, seen by json.c alone) takes UTF-8 without
 * NUL, one value without trailing text, at most JSON_DEPTH_MAX deep, no duplicate names, and keeps
 * integers of up to 19 digits exactly. The writer streams to a FILE *, with two-space indentation
 * and no floating point.
 */
#ifndef CADRE_CORE_BASE_JSON_H
#define CADRE_CORE_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/base/status.h"
#include "core/base/str.h"

#define JSON_DEPTH_MAX 64

enum json_type { JSON_NULL, JSON_BOOLEAN, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_document; /* opaque; owns all its values */
struct json_value;    /* opaque; borrowed from its document */

/* Errors: CADRE_REFUSED with line and column (in code points, both from 1) in the message. */
CADRE_MUST_CHECK enum cadre_status
json_parse(struct str_view text, struct json_document **ret_document, struct cadre_error *err);
void json_document_free(struct json_document *document);
void json_document_cleanup(struct json_document **document);
const struct json_value *json_root(const struct json_document *document);
enum json_type json_type_of(const struct json_value *value);
/* Member by exact name, NULL when absent or `object` is none. */
const struct json_value *json_member(const struct json_value *object, const char *name);
/* NULL when empty, or `container` is NULL or no container. */
const struct json_value *json_first(const struct json_value *container);
const struct json_value *json_next(const struct json_value *value); /* sibling, NULL at the end */
const char *json_name(const struct json_value *member);             /* of an object's member */
/* Line of the text where the value begins, from 1. */
uint32_t json_line(const struct json_value *value);
struct str_view json_string(const struct json_value *value); /* absent unless a string */
/* False unless the number is written as an integer ("12", not "12.0" or "1e3") that fits. */
bool json_int64(const struct json_value *value, int64_t *ret_value);
bool json_boolean(const struct json_value *value, bool *ret_value);

struct json_writer; /* opaque */
/* `out` is borrowed; write errors stay in ferror(out). */
struct json_writer *json_writer_new(FILE *out);
/* Ends the text with a newline and aborts when something begun was not ended: half a document must
 * not pass for a whole one. NULL is fine. */
void json_writer_free(struct json_writer *writer);
/* `name` is NULL in arrays and at the root. */
void json_begin_object(struct json_writer *writer, const char *name);
void json_end_object(struct json_writer *writer);
void json_begin_array(struct json_writer *writer, const char *name);
void json_end_array(struct json_writer *writer);
/* An absent text is written as null; bytes that are not UTF-8 as U+FFFD. */
void json_write_string(struct json_writer *writer, const char *name, struct str_view text);
void json_write_int64(struct json_writer *writer, const char *name, int64_t number);
void json_write_boolean(struct json_writer *writer, const char *name, bool truth);
void json_write_null(struct json_writer *writer, const char *name);

#endif
