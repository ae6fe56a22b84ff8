#include "sql/first_people.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/copy_binary.h"

enum { SHARED_COLUMNS = 3, KEY_COLUMNS = 2 /* number, natural key */ };
enum role { ROLE_NONE = '-', ROLE_AS_IT_IS = '=', ROLE_JOINED = ';' };

struct first_people {
    struct session *session;
    const char *source;
    struct arena *arena;
    struct copy_in *copy;
    const char *statement; /* of COPY */
    struct str_view shared, roles;
    int column_count;
    struct str text;
};

static int count_columns(struct str_view roles)
{
    int count = SHARED_COLUMNS + KEY_COLUMNS;
    for (size_t i = 0; i < roles.length; i++)
        count += roles.data[i] != ROLE_NONE;
    return count;
}

static enum cadre_status ask(struct first_people *people, const char *owner,
                             const struct str_view *names, size_t name_count,
                             struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {people->source, owner,
                                      parameter_text_array(people->arena, names, name_count)};
    enum cadre_status status =
        session_run(people->session, &query_first_people_begin, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    people->shared = rows_bytes(rows, 0, "shared", people->arena);
    people->roles = rows_copy(rows, 0, "roles", people->arena);
    people->column_count = count_columns(people->roles);
    people->statement = rows_copy(rows, 0, "statement", people->arena).data;
    return CADRE_OK;
}

enum cadre_status first_people_new(struct session *session, const char *source, const char *owner,
                                   const struct str_view *names, size_t name_count,
                                   struct first_people **ret_people, struct cadre_error *err)
{
    struct first_people *people = cadre_calloc(1, sizeof *people);
    *people = (struct first_people){.session = session, .source = source, .arena = arena_new()};
    enum cadre_status status = ask(people, owner, names, name_count, err);
    if (status == CADRE_OK)
        *ret_people = people;
    else
        first_people_free(people);
    return status;
}

enum cadre_status first_people_open(struct first_people *people, struct cadre_error *err)
{
    return copy_in_open_parts(people->session, people->statement, &people->copy, err);
}

void first_people_free(struct first_people *people)
{
    if (people == NULL)
        return;
    copy_in_abort(people->copy);
    str_release(&people->text);
    arena_free(people->arena);
    free(people);
}

static void add_fields(struct first_people *people, struct str_view fields)
{
    for (size_t i = 0; i < people->roles.length; i++) {
        struct str_view value;
        struct str_view whole = copy_in_first(&fields, &value);
        enum role role = (enum role)people->roles.data[i];
        if (role == ROLE_JOINED && value.data != NULL)
            copy_in_joined(people->copy, value, ';');
        else if (role != ROLE_NONE)
            copy_in_taken(people->copy, whole);
    }
}

static void add_natural_key(struct first_people *people, struct str_view national_id,
                            struct str_view source_number)
{
    struct str *text = &people->text;
    if (national_id.data != NULL) {
        copy_in_text(people->copy, national_id);
        return;
    }
    str_reset(text);
    str_add_text(text, people->source);
    str_add_char(text, '/');
    str_add_view(text, source_number);
    copy_in_text(people->copy, str_view_from(text));
}

enum cadre_status first_people_add(struct first_people *people, struct str_view number,
                                   struct str_view national_id, struct str_view source_number,
                                   struct str_view fields, struct cadre_error *err)
{
    copy_in_begin_row(people->copy, people->column_count);
    copy_in_text(people->copy, number);
    add_natural_key(people, national_id, source_number);
    copy_in_taken(people->copy, people->shared);
    add_fields(people, fields);
    return copy_in_end_row(people->copy, err);
}

enum cadre_status first_people_copied(struct first_people *people, struct cadre_error *err)
{
    struct copy_in *copy = people->copy;
    people->copy = NULL;
    return copy_in_finish(copy, err);
}

enum cadre_status first_people_index(struct first_people *people, int64_t count,
                                     struct cadre_error *err)
{
    const char *const parameters[] = {parameter_int64(people->arena, count)};
    return session_start(people->session, &query_first_people_index, parameters, err);
}
