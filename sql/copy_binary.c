#include "sql/copy_binary.h"

#include <arpa/inet.h>
#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "sql/session_connection.h"

enum {
    PIECE_SIZE = 32 * 1024,
    POSTGRES_EPOCH = 10957, /* 2000-01-01 as days since 1970-01-01 */
    TEXT_OID = 25,
    FIELDS_MAX = 64
};

static const char signature[] = "PGCOPY\n\377\r\n"; /* and its NUL: eleven bytes */

/* ---- in -------------------------------------------------------------------------------------- */

struct copy_in {
    struct session *session;
    struct str buffer;
};

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

static void add_int16(struct str *out, int16_t number)
{
    uint16_t big = htons((uint16_t)number);
    str_add(out, (const char *)&big, sizeof big);
}

static void add_int32(struct str *out, int32_t number)
{
    uint32_t big = htonl((uint32_t)number);
    str_add(out, (const char *)&big, sizeof big);
}

enum cadre_status copy_in_open(struct session *session, const char *statement,
                               struct copy_in **ret_copy, struct cadre_error *err)
{
    enum cadre_status status = begin_copy(session, statement, PGRES_COPY_IN, err);
    if (status != CADRE_OK)
        return status;
    struct copy_in *copy = cadre_calloc(1, sizeof *copy);
    copy->session = session;
    str_add(&copy->buffer, signature, sizeof signature);
    add_int32(&copy->buffer, 0); /* flags */
    add_int32(&copy->buffer, 0); /* header extension */
    *ret_copy = copy;
    return CADRE_OK;
}

void copy_in_begin_row(struct copy_in *copy, int columns)
{
    add_int16(&copy->buffer, (int16_t)columns);
}

void copy_in_null(struct copy_in *copy)
{
    add_int32(&copy->buffer, -1);
}

void copy_in_text(struct copy_in *copy, struct str_view text)
{
    if (text.data == NULL) {
        copy_in_null(copy);
        return;
    }
    add_int32(&copy->buffer, (int32_t)text.length);
    str_add_view(&copy->buffer, text);
}

void copy_in_int32(struct copy_in *copy, int32_t number)
{
    add_int32(&copy->buffer, sizeof number);
    add_int32(&copy->buffer, number);
}

void copy_in_int64(struct copy_in *copy, int64_t number)
{
    uint64_t big = htobe64((uint64_t)number);
    add_int32(&copy->buffer, sizeof big);
    str_add(&copy->buffer, (const char *)&big, sizeof big);
}

void copy_in_uuid(struct copy_in *copy, const struct hash128 *hash)
{
    add_int32(&copy->buffer, sizeof hash->bytes);
    str_add(&copy->buffer, (const char *)hash->bytes, sizeof hash->bytes);
}

void copy_in_bool(struct copy_in *copy, bool truth)
{
    add_int32(&copy->buffer, 1);
    str_add_char(&copy->buffer, truth ? 1 : 0);
}

void copy_in_date(struct copy_in *copy, struct cadre_date date)
{
    if (cadre_date_is_set(date))
        copy_in_int32(copy, date.day - POSTGRES_EPOCH);
    else
        copy_in_null(copy);
}

void copy_in_text_array(struct copy_in *copy, const struct str_view *items, size_t count)
{
    CADRE_CLEANUP(str_release) struct str array = {0};
    add_int32(&array, count > 0 ? 1 : 0); /* dimensions */
    add_int32(&array, 0);                 /* holds no NULL */
    add_int32(&array, TEXT_OID);
    if (count > 0) {
        add_int32(&array, (int32_t)count);
        add_int32(&array, 1); /* lower bound */
    }
    for (size_t i = 0; i < count; i++) {
        add_int32(&array, (int32_t)items[i].length);
        str_add_view(&array, items[i]);
    }
    copy_in_text(copy, str_view_from(&array));
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

enum cadre_status copy_in_end_row(struct copy_in *copy, struct cadre_error *err)
{
    if (copy->buffer.length < PIECE_SIZE)
        return CADRE_OK;
    enum cadre_status status = send_pieces(copy->session, str_view_from(&copy->buffer), err);
    str_reset(&copy->buffer);
    return status;
}

/* Collects every answer, so that the connection can be used again; the first fault counts. */
static enum cadre_status end_copy(struct session *session, const char *reason,
                                  struct cadre_error *err)
{
    if (PQputCopyEnd(session->connection, reason) != 1)
        return session_fail(session, NULL, "COPY", err);
    enum cadre_status status = CADRE_OK;
    for (PGresult *result; (result = PQgetResult(session->connection)) != NULL; PQclear(result)) {
        if (status == CADRE_OK && PQresultStatus(result) != PGRES_COMMAND_OK)
            status = session_fail(session, result, "COPY", err);
    }
    return status;
}

static void copy_in_free(struct copy_in *copy)
{
    str_release(&copy->buffer);
    free(copy);
}

enum cadre_status copy_in_finish(struct copy_in *copy, struct cadre_error *err)
{
    add_int16(&copy->buffer, -1);
    enum cadre_status status = send_pieces(copy->session, str_view_from(&copy->buffer), err);
    if (status == CADRE_OK)
        status = end_copy(copy->session, NULL, err);
    copy_in_free(copy);
    return status;
}

void copy_in_abort(struct copy_in *copy)
{
    if (copy == NULL)
        return;
    struct cadre_error expected = {0};
    if (end_copy(copy->session, "given up", &expected) != CADRE_OK)
        cadre_error_release(&expected);
    copy_in_free(copy);
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
};

enum cadre_status copy_out_open(struct session *session, const struct query *query,
                                struct copy_out **ret_copy, struct cadre_error *err)
{
    enum cadre_status status = begin_copy(session, query->text, PGRES_COPY_OUT, err);
    if (status != CADRE_OK)
        return status;
    struct copy_out *copy = cadre_calloc(1, sizeof *copy);
    copy->session = session;
    *ret_copy = copy;
    return CADRE_OK;
}

static int32_t read_int32(const char *at)
{
    uint32_t big;
    memcpy(&big, at, sizeof big);
    return (int32_t)ntohl(big);
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
        used += 4;
        if (size > 0 && length - used < (size_t)size)
            return false;
        copy->fields[i] =
            (struct str_view){size < 0 ? NULL : at + used, size < 0 ? 0 : (size_t)size};
        used += copy->fields[i].length;
    }
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
    enum { HEADER = sizeof signature + 8, END_OF_ROWS = -1 };
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
            if (length < HEADER)
                return cadre_fail(err, CADRE_BUG, "COPY begins without its header");
            copy->begun = true;
            at += HEADER;
            rest -= HEADER;
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

int32_t copy_out_int32(const struct copy_out *copy, int column, int32_t when_null)
{
    struct str_view field = copy_out_text(copy, column);
    assert(field.data == NULL || field.length == 4);
    return field.data != NULL ? read_int32(field.data) : when_null;
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
    return (struct cadre_date){read_int32(field.data) + POSTGRES_EPOCH};
}
