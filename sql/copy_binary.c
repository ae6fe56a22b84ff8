#include "sql/copy_binary.h"

#include <arpa/inet.h>
#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/conveyor.h"
#include "sql/session_connection.h"

enum {
    PIECE_SIZE = 32 * 1024,
    PART_SIZE = 12 * 1024 * 1024, /* of what lies in a table as rows that are hardly larger */
    BESIDE_MOST = 8 * 1024 * 1024,
    POSTGRES_EPOCH = 10957, /* 2000-01-01 as days since 1970-01-01 */
    TEXT_OID = 25,
    FIELDS_MAX = 64
};

/* Before the rows: a signature, flags and how long the rest of it is, both 0. */
enum { SIGNATURE = 11 };
static const char header[SIGNATURE + 2 * sizeof(int32_t)] = "PGCOPY\n\377\r\n";

/* ---- in -------------------------------------------------------------------------------------- */

struct copy_in {
    struct session *session;   /* NULL = aside. While there is a conveyor, its thread's */
    struct str bytes;          /* not sent yet */
    char *statement;           /* of each part; NULL = there is one */
    size_t sent;               /* of a part; whose the session is */
    struct conveyor *conveyor; /* of the pieces; NULL = the caller sends them */
};

/* Where `size` more bytes are written. */
static inline char *room_for(struct copy_in *copy, size_t size)
{
    struct str *bytes = &copy->bytes;
    if (bytes->capacity - bytes->length < size)
        bytes->data = cadre_grow(bytes->data, &bytes->capacity, bytes->length + size, 1);
    char *at = bytes->data + bytes->length;
    bytes->length += size;
    return at;
}

static inline char *put_int16(char *at, int16_t number)
{
    uint16_t big = htons((uint16_t)number);
    memcpy(at, &big, sizeof big);
    return at + sizeof big;
}

static inline char *put_int32(char *at, int32_t number)
{
    uint32_t big = htonl((uint32_t)number);
    memcpy(at, &big, sizeof big);
    return at + sizeof big;
}

static inline char *put_text(char *at, struct str_view text)
{
    at = put_int32(at, (int32_t)text.length);
    if (text.length > 0)
        memcpy(at, text.data, text.length);
    return at + text.length;
}

static int32_t read_int32(const char *at)
{
    uint32_t big;
    memcpy(&big, at, sizeof big);
    return (int32_t)ntohl(big);
}

enum { INT32 = sizeof(int32_t) };

static enum cadre_status begin_copy(struct session *session, const char *statement,
                                    ExecStatusType wanted, struct cadre_error *err)
{
    if (session_check(session, err) != CADRE_OK)
        return err->status;
    CLEAR_RESULT PGresult *result = PQexec(session->connection, statement);
    if (PQresultStatus(result) != wanted)
        return session_fail(session, result, "COPY", err);
    return CADRE_OK;
}

static enum cadre_status send_pieces(struct session *session, struct str_view bytes,
                                     struct cadre_error *err)
{
    if (session_check(session, err) != CADRE_OK)
        return err->status;
    for (size_t at = 0; at < bytes.length; at += PIECE_SIZE) {
        size_t rest = bytes.length - at;
        int size = (int)(rest < PIECE_SIZE ? rest : PIECE_SIZE);
        if (PQputCopyData(session->connection, bytes.data + at, size) != 1)
            return session_fail(session, NULL, "COPY", err);
    }
    return CADRE_OK;
}

/* Rows follow. */
static enum cadre_status begin_rows(struct session *session, const char *statement,
                                    struct cadre_error *err)
{
    enum cadre_status status = begin_copy(session, statement, PGRES_COPY_IN, err);
    return status == CADRE_OK ? send_pieces(session, (struct str_view){header, sizeof header}, err)
                              : status;
}

enum cadre_status copy_in_open(struct session *session, const char *statement,
                               struct copy_in **ret_copy, struct cadre_error *err)
{
    enum cadre_status status = begin_rows(session, statement, err);
    if (status != CADRE_OK)
        return status;
    struct copy_in *copy = cadre_calloc(1, sizeof *copy);
    copy->session = session;
    *ret_copy = copy;
    return CADRE_OK;
}

enum cadre_status copy_in_open_parts(struct session *session, const char *statement,
                                     struct copy_in **ret_copy, struct cadre_error *err)
{
    enum cadre_status status = copy_in_open(session, statement, ret_copy, err);
    if (status == CADRE_OK)
        (*ret_copy)->statement = cadre_strdup(statement);
    return status;
}

struct copy_in *copy_in_aside(void)
{
    return cadre_calloc(1, sizeof(struct copy_in));
}

struct str_view copy_in_take(struct copy_in *copy)
{
    struct str_view fields = str_view_from(&copy->bytes);
    copy->bytes.length = 0;
    return fields;
}

size_t copy_in_length(const struct copy_in *copy)
{
    return copy->bytes.length;
}

void copy_in_taken(struct copy_in *copy, struct str_view fields)
{
    if (fields.length > 0)
        memcpy(room_for(copy, fields.length), fields.data, fields.length);
}

void copy_in_begin_row(struct copy_in *copy, int columns)
{
    put_int16(room_for(copy, sizeof(int16_t)), (int16_t)columns);
}

void copy_in_null(struct copy_in *copy)
{
    put_int32(room_for(copy, INT32), -1);
}

static inline void add_text(struct copy_in *copy, struct str_view text)
{
    if (text.data == NULL)
        copy_in_null(copy);
    else
        put_text(room_for(copy, INT32 + text.length), text);
}

void copy_in_text(struct copy_in *copy, struct str_view text)
{
    add_text(copy, text);
}

void copy_in_int32(struct copy_in *copy, int32_t number)
{
    put_int32(put_int32(room_for(copy, INT32 + sizeof number), sizeof number), number);
}

void copy_in_int64(struct copy_in *copy, int64_t number)
{
    uint64_t big = htobe64((uint64_t)number);
    char *at = put_int32(room_for(copy, INT32 + sizeof big), sizeof big);
    memcpy(at, &big, sizeof big);
}

void copy_in_bool(struct copy_in *copy, bool truth)
{
    *put_int32(room_for(copy, INT32 + 1), 1) = truth ? 1 : 0;
}

void copy_in_date(struct copy_in *copy, struct cadre_date date)
{
    if (cadre_date_is_set(date))
        copy_in_int32(copy, date.day - POSTGRES_EPOCH);
    else
        copy_in_null(copy);
}

void copy_in_uuid(struct copy_in *copy, const struct hash128 *hash)
{
    char *at = put_int32(room_for(copy, INT32 + sizeof hash->bytes), sizeof hash->bytes);
    memcpy(at, hash->bytes, sizeof hash->bytes);
}

void copy_in_text_array(struct copy_in *copy, const struct str_view *items, size_t count)
{
    size_t size = (count > 0 ? 5 : 3) * INT32;
    for (size_t i = 0; i < count; i++)
        size += INT32 + items[i].length;
    char *at = put_int32(room_for(copy, INT32 + size), (int32_t)size);
    at = put_int32(at, count > 0 ? 1 : 0); /* dimensions */
    at = put_int32(at, 0);                 /* holds no NULL */
    at = put_int32(at, TEXT_OID);
    if (count > 0) {
        at = put_int32(at, (int32_t)count);
        at = put_int32(at, 1); /* lower bound */
    }
    for (size_t i = 0; i < count; i++)
        at = put_text(at, items[i]);
}

struct str_view copy_in_first(struct str_view *fields, struct str_view *ret_value)
{
    int32_t length = read_int32(fields->data);
    struct str_view whole = {fields->data, INT32 + (length > 0 ? (size_t)length : 0)};
    *ret_value = length < 0 ? (struct str_view){NULL, 0}
                            : (struct str_view){whole.data + INT32, whole.length - INT32};
    *fields = (struct str_view){fields->data + whole.length, fields->length - whole.length};
    return whole;
}

void copy_in_joined(struct copy_in *copy, struct str_view list, char separator)
{
    size_t head = (read_int32(list.data) > 0 ? 5 : 3) * INT32; /* as above */
    struct str_view items = {list.data + head, list.length - head};
    struct str_view item;
    size_t before = copy->bytes.length;
    room_for(copy, INT32);
    while (items.length > 0) {
        if (copy->bytes.length > before + INT32)
            *room_for(copy, 1) = separator;
        copy_in_first(&items, &item);
        if (item.length > 0)
            memcpy(room_for(copy, item.length), item.data, item.length);
    }
    put_int32(copy->bytes.data + before, (int32_t)(copy->bytes.length - before - INT32));
}

static void add_value(struct copy_in *copy, enum column_type type, const struct typed_value *value)
{
    switch (type) {
    case COLUMN_TEXT:
        copy_in_text(copy, value->text);
        break;
    case COLUMN_INTEGER:
        copy_in_int32(copy, value->integer);
        break;
    case COLUMN_DATE:
        copy_in_date(copy, value->date);
        break;
    case COLUMN_BOOLEAN:
        copy_in_bool(copy, value->truth);
        break;
    case COLUMN_TEXT_LIST:
        copy_in_text_array(copy, value->list.items, value->list.count);
        break;
    }
}

void copy_in_values(struct copy_in *copy, const struct typed_row *row)
{
    size_t count = row->columns != NULL ? row->column_count : row->kind->column_count;
    for (size_t i = 0; i < count; i++) {
        int column = row->columns != NULL ? row->columns[i] : (int)i;
        if (row->values[column].present)
            add_value(copy, row->kind->columns[column].type, &row->values[column]);
        else
            copy_in_null(copy);
    }
}

static enum cadre_status send_end(struct session *session, const char *reason,
                                  struct cadre_error *err)
{
    if (PQputCopyEnd(session->connection, reason) != 1)
        return session_fail(session, NULL, "COPY", err);
    return CADRE_OK;
}

/* Collects every answer, so that the connection can be used again; the first fault counts. */
static enum cadre_status end_copy(struct session *session, const char *reason,
                                  struct cadre_error *err)
{
    enum cadre_status status = send_end(session, reason, err);
    if (status != CADRE_OK)
        return status;
    for (PGresult *result; (result = PQgetResult(session->connection)) != NULL; PQclear(result)) {
        if (status == CADRE_OK && PQresultStatus(result) != PGRES_COMMAND_OK)
            status = session_fail(session, result, "COPY", err);
    }
    return status;
}

static void copy_in_free(struct copy_in *copy)
{
    free(copy->statement);
    str_release(&copy->bytes);
    free(copy);
}

static enum cadre_status send_trailer(struct session *session, struct cadre_error *err)
{
    static const char trailer[] = "\377\377"; /* no row has -1 fields */
    return send_pieces(session, STR_VIEW_LITERAL(trailer), err);
}

static enum cadre_status begin_next_part(struct copy_in *copy, struct cadre_error *err)
{
    enum cadre_status status = send_trailer(copy->session, err);
    copy->sent = 0;
    if (status == CADRE_OK)
        status = end_copy(copy->session, NULL, err);
    return status == CADRE_OK ? begin_rows(copy->session, copy->statement, err) : status;
}

/* Whole rows; on the conveyor's thread, if there is one. */
static enum cadre_status send_rows(void *context, struct str_view rows, struct cadre_error *err)
{
    struct copy_in *copy = context;
    enum cadre_status status = send_pieces(copy->session, rows, err);
    copy->sent += rows.length;
    if (status == CADRE_OK && copy->statement != NULL && copy->sent >= PART_SIZE)
        status = begin_next_part(copy, err);
    return status;
}

void copy_in_beside(struct copy_in *copy)
{
    copy->conveyor = conveyor_begin(BESIDE_MOST, send_rows, copy);
}

/* Pieces are more than PIECE_SIZE by less than a row: the next one has room for that at once. */
static enum cadre_status give_rows(struct copy_in *copy, struct cadre_error *err)
{
    struct str *bytes = &copy->bytes;
    enum cadre_status status = conveyor_give(copy->conveyor, bytes, err);
    bytes->data = cadre_grow(bytes->data, &bytes->capacity, PIECE_SIZE + 1, 1);
    return status;
}

enum cadre_status copy_in_end_row(struct copy_in *copy, struct cadre_error *err)
{
    if (copy->bytes.length < PIECE_SIZE)
        return CADRE_OK;
    return copy->conveyor != NULL ? give_rows(copy, err) : send_rows(copy, copy_in_take(copy), err);
}

static enum cadre_status send_rest(struct copy_in *copy, struct cadre_error *err)
{
    struct conveyor *conveyor = copy->conveyor;
    copy->conveyor = NULL;
    enum cadre_status status = conveyor != NULL ? conveyor_end(conveyor, err) : CADRE_OK;
    if (status == CADRE_OK)
        status = send_pieces(copy->session, copy_in_take(copy), err);
    return status == CADRE_OK ? send_trailer(copy->session, err) : status;
}

enum cadre_status copy_in_finish(struct copy_in *copy, struct cadre_error *err)
{
    enum cadre_status status = send_rest(copy, err);
    if (status == CADRE_OK)
        status = end_copy(copy->session, NULL, err);
    copy_in_free(copy);
    return status;
}

enum cadre_status copy_in_end(struct copy_in *copy, struct cadre_error *err)
{
    enum cadre_status status = send_rest(copy, err);
    copy->session->begun = "COPY";
    if (status == CADRE_OK)
        status = send_end(copy->session, NULL, err);
    copy_in_free(copy);
    return status;
}

void copy_in_abort(struct copy_in *copy)
{
    if (copy == NULL)
        return;
    struct cadre_error expected = {0};
    conveyor_abort(copy->conveyor);
    if (copy->session != NULL && end_copy(copy->session, "given up", &expected) != CADRE_OK)
        cadre_error_release(&expected);
    copy_in_free(copy);
}

enum cadre_status copy_in_close(struct copy_in *copy, enum cadre_status rows,
                                struct cadre_error *err)
{
    if (rows == CADRE_OK)
        return copy_in_finish(copy, err);
    copy_in_abort(copy);
    return rows;
}

enum cadre_status copy_text(struct session *session, const char *statement, struct str_view text,
                            struct cadre_error *err)
{
    enum cadre_status status = begin_copy(session, statement, PGRES_COPY_IN, err);
    if (status == CADRE_OK)
        status = send_pieces(session, text, err);
    if (status == CADRE_OK)
        status = end_copy(session, NULL, err);
    return status;
}

/* ---- out ------------------------------------------------------------------------------------- */

struct copy_out {
    struct session *session;
    char *message; /* of libpq, one row */
    bool begun;    /* the header was read */
    bool ended;
    int field_count;
    struct str_view fields[FIELDS_MAX];
    const char *starts[FIELDS_MAX + 1]; /* of the same, with their lengths; then the row's end */
};

enum cadre_status copy_out_start(struct session *session, const char *statement,
                                 struct copy_out **ret_copy, struct cadre_error *err)
{
    enum cadre_status status = begin_copy(session, statement, PGRES_COPY_OUT, err);
    if (status != CADRE_OK)
        return status;
    struct copy_out *copy = cadre_calloc(1, sizeof *copy);
    copy->session = session;
    *ret_copy = copy;
    return CADRE_OK;
}

enum cadre_status copy_out_open(struct session *session, const struct query *query,
                                struct copy_out **ret_copy, struct cadre_error *err)
{
    return copy_out_start(session, query->text, ret_copy, err);
}

static int16_t read_int16(const char *at)
{
    uint16_t big;
    memcpy(&big, at, sizeof big);
    return (int16_t)ntohs(big);
}

static bool is_trailer(const char *at, size_t length)
{
    return length == 2 && read_int16(at) == -1;
}

/* One row of a message; false when the bytes do not add up. */
static bool parse_row(struct copy_out *copy, const char *at, size_t length)
{
    if (length < 2)
        return false;
    copy->field_count = read_int16(at);
    if (copy->field_count < 0 || copy->field_count > FIELDS_MAX)
        return false;
    size_t used = 2;
    for (int i = 0; i < copy->field_count; i++) {
        if (length - used < 4)
            return false;
        int32_t size = read_int32(at + used);
        copy->starts[i] = at + used;
        used += 4;
        if (size > 0 && length - used < (size_t)size)
            return false;
        copy->fields[i] =
            (struct str_view){size < 0 ? NULL : at + used, size < 0 ? 0 : (size_t)size};
        used += copy->fields[i].length;
    }
    copy->starts[copy->field_count] = at + used;
    return true;
}

static enum cadre_status end_of_copy(struct copy_out *copy, struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    copy->ended = true;
    for (PGresult *result; (result = PQgetResult(copy->session->connection)) != NULL;
         PQclear(result)) {
        if (status == CADRE_OK && PQresultStatus(result) != PGRES_COMMAND_OK)
            status = session_fail(copy->session, result, "COPY", err);
    }
    return status;
}

enum cadre_status copy_out_next(struct copy_out *copy, bool *ret_more, struct cadre_error *err)
{
    enum { END_OF_ROWS = -1 };
    for (;;) {
        PQfreemem(copy->message);
        copy->message = NULL;
        int length = PQgetCopyData(copy->session->connection, &copy->message, 0);
        if (length < 0) {
            *ret_more = false;
            enum cadre_status status = end_of_copy(copy, err);
            if (status == CADRE_OK && length != END_OF_ROWS) /* cut off, and nobody said why */
                status = session_fail(copy->session, NULL, "COPY", err);
            return status;
        }
        const char *at = copy->message;
        size_t rest = (size_t)length;
        if (!copy->begun) {
            if ((size_t)length < sizeof header)
                return cadre_fail(err, CADRE_BUG, "COPY begins without its header");
            copy->begun = true;
            at += sizeof header;
            rest -= sizeof header;
        }
        if (rest == 0 || is_trailer(at, rest))
            continue; /* the header may come by itself */
        *ret_more = parse_row(copy, at, rest);
        return *ret_more ? CADRE_OK : cadre_fail(err, CADRE_BUG, "a row of COPY does not add up");
    }
}

void copy_out_free(struct copy_out *copy)
{
    if (copy == NULL)
        return;
    struct cadre_error ignored = {0};
    bool more = !copy->ended;
    while (more && copy_out_next(copy, &more, &ignored) == CADRE_OK)
        ;
    cadre_error_release(&ignored);
    PQfreemem(copy->message);
    free(copy);
}

void copy_out_cleanup(struct copy_out **copy)
{
    copy_out_free(*copy);
}

struct str_view copy_out_text(const struct copy_out *copy, int column)
{
    assert(column < copy->field_count);
    return copy->fields[column];
}

struct str_view copy_out_fields(const struct copy_out *copy, int first, int behind_last)
{
    assert(first <= behind_last && behind_last <= copy->field_count);
    const char *at = copy->starts[first];
    return (struct str_view){at, (size_t)(copy->starts[behind_last] - at)};
}

int copy_out_columns(const struct copy_out *copy)
{
    return copy->field_count;
}

int32_t copy_out_int32(const struct copy_out *copy, int column, int32_t when_null)
{
    struct str_view field = copy_out_text(copy, column);
    assert(field.data == NULL || field.length == 4);
    return field.data != NULL ? read_int32(field.data) : when_null;
}

bool copy_out_int64(const struct copy_out *copy, int column, int64_t *ret_number)
{
    uint64_t big;
    struct str_view field = copy_out_text(copy, column);
    if (field.data == NULL)
        return false;
    assert(field.length == sizeof big);
    memcpy(&big, field.data, sizeof big);
    *ret_number = (int64_t)be64toh(big);
    return true;
}

bool copy_out_bool(const struct copy_out *copy, int column)
{
    struct str_view field = copy_out_text(copy, column);
    return field.data != NULL && field.data[0] != 0;
}

struct cadre_date copy_out_date(const struct copy_out *copy, int column)
{
    struct str_view field = copy_out_text(copy, column);
    if (field.data == NULL)
        return cadre_date_none;
    return cadre_date_add_days((struct cadre_date){POSTGRES_EPOCH}, read_int32(field.data));
}
