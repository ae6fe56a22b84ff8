#include "sql/evidence_rows.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/copy_binary.h"
#include "sql/merge_kinds.h"
#include "sql/named_people.h"
#include "sql/person_number.h"
#include "sql/session_connection.h"

enum { SEPARATOR = 31, NAMELESS_ROWS = 16 };

/* Of the kind; -1 = it has none. */
struct name_columns {
    int source, number, national_id;
};

/* A row whose names are still being fetched. */
struct nameless {
    struct names_expected names;
    struct str order, item;
};

struct evidence_rows {
    struct session *session;
    const struct kind *kind;
    struct first_volume_input input;
    struct name_columns name_columns;
    int key_columns[MERGE_KEY_COLUMNS_MAX];
    size_t key_column_count;
    struct arena *own;
    struct copy_in *fields;
    struct nameless nameless[NAMELESS_ROWS + 1]; /* in a ring; and the one that was named last */
    size_t begun_count, named_count;
    struct str key; /* of the row that is taken */
    struct first_line line;
    const struct evidence_sink *sink; /* of the row that was taken last */
    struct first_rejections rejections;
    /* From the first row on: */
    struct names_wanted wanted;
    struct named_people *people;
    size_t people_limit;    /* greater than every number */
    struct str_view *names; /* of the columns that the table takes */
    int *taken;             /* the same, of the kind; NULL before it */
    size_t taken_count;
    bool *named_by_id; /* by the person's number; NULL = nobody is by the national id alone */
};

static void find_columns(struct evidence_rows *rows)
{
    const struct kind *kind = rows->kind;
    const struct merge_kind *merge = merge_kind_find(kind->name);
    rows->name_columns = (struct name_columns){
        .source = kind_column_index(kind, "person_source"),
        .number = kind_column_index(kind, "source_person_id"),
        .national_id = kind_column_index(kind, "national_id"),
    };
    for (size_t i = 0; i < MERGE_KEY_COLUMNS_MAX && merge->first_key[i] != NULL; i++)
        rows->key_columns[rows->key_column_count++] = kind_column_index(kind, merge->first_key[i]);
}

static enum cadre_status give(void *context, struct str_view order, const struct row_facts *facts,
                              struct str_view fields, struct cadre_error *err);

/* The same of the same person in two rows is no fault of a column. */
static void begin_line(struct evidence_rows *rows)
{
    rows->line = (struct first_line){
        .is_same = str_view_equal,
        .rejections = &rows->rejections,
        .take = give,
        .context = rows,
    };
}

struct evidence_rows *evidence_rows_new(struct session *session, const struct kind *kind,
                                        const struct first_volume_input *input)
{
    struct evidence_rows *rows = cadre_calloc(1, sizeof *rows);
    rows->session = session;
    rows->kind = kind;
    rows->input = *input;
    rows->fields = copy_in_aside();
    rows->own = arena_new();
    find_columns(rows);
    begin_line(rows);
    return rows;
}

void evidence_rows_free(struct evidence_rows *rows)
{
    if (rows == NULL)
        return;
    named_people_free(rows->people);
    copy_in_abort(rows->fields);
    for (size_t i = 0; i <= NAMELESS_ROWS; i++) {
        str_release(&rows->nameless[i].order);
        str_release(&rows->nameless[i].item);
    }
    str_release(&rows->key);
    first_line_release(&rows->line);
    first_rejections_free(&rows->rejections);
    free(rows->named_by_id);
    arena_free(rows->own);
    free(rows);
}

/* ---- the first row --------------------------------------------------------------------------- */

static bool has_column(const struct typed_row *row, int column)
{
    for (size_t i = 0; i < row_column_count(row); i++) {
        if (row_column(row, i) == column)
            return true;
    }
    return false;
}

/* Of the file's columns the table need not take all. */
static enum cadre_status choose_columns(struct evidence_rows *rows, const struct typed_row *row,
                                        struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *answer = NULL;
    size_t count = row_column_count(row);
    struct str_view *names = arena_calloc(rows->own, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = str_view_of(row->kind->columns[row_column(row, i)].name);
    const char *const parameters[] = {rows->input.target,
                                      parameter_text_array(rows->own, names, count)};
    enum cadre_status status =
        session_run(rows->session, &query_evidence_taken, parameters, &answer, err);
    if (status != CADRE_OK)
        return status;
    struct str_view taken = rows_text(answer, 0, rows_column(answer, "taken"));
    rows->names = arena_calloc(rows->own, count + 1, sizeof *rows->names);
    rows->taken = arena_calloc(rows->own, count + 1, sizeof *rows->taken);
    for (size_t i = 0; i < taken.length; i++) {
        if (taken.data[i] != '+')
            continue;
        rows->names[rows->taken_count] = names[i];
        rows->taken[rows->taken_count++] = row_column(row, i);
    }
    return CADRE_OK;
}

enum cadre_status evidence_rows_begin(struct evidence_rows *rows, const struct typed_row *row,
                                      const struct str_view **ret_names, size_t *ret_count,
                                      struct cadre_error *err)
{
    enum cadre_status status = choose_columns(rows, row, err);
    rows->wanted = (struct names_wanted){
        .source = rows->input.source,
        .of_sources = has_column(row, rows->name_columns.source),
        .natural_keys = has_column(row, rows->name_columns.national_id),
    };
    *ret_names = rows->names;
    *ret_count = rows->taken_count;
    return status;
}

bool evidence_rows_have_begun(const struct evidence_rows *rows)
{
    return rows->taken != NULL;
}

enum cadre_status evidence_rows_load_names(struct evidence_rows *rows, struct cadre_error *err)
{
    enum cadre_status status = named_people_load(rows->session, &rows->wanted, &rows->people, err);
    if (status == CADRE_OK)
        rows->people_limit = named_people_limit(rows->people);
    return status;
}

void evidence_rows_all_aside(struct evidence_rows *rows)
{
    named_people_free(rows->people);
    rows->people = NULL;
}

/* ---- putting aside --------------------------------------------------------------------------- */

static void add_to_key(struct str *key, enum column_type type, const struct typed_value *value)
{
    char text[CADRE_DATE_TEXT_SIZE];
    if (!value->present) /* as concat_ws has it */
        return;
    str_add_char(key, SEPARATOR);
    if (type == COLUMN_DATE)
        str_add_text(key, cadre_date_format(value->date, text));
    else
        str_add_view(key, value->text);
}

/* What tells rows of the list apart: the person, in bytes that decide at once, and what the key has
 * behind it. The key is made of it again, and is not carried about. */
static void make_order(const struct evidence_rows *rows, const struct typed_row *row,
                       struct str *order)
{
    const uint64_t nobody = 0;
    str_reset(order);
    str_add(order, (const char *)&nobody, sizeof nobody);
    for (size_t i = 0; i < rows->key_column_count; i++) {
        int column = rows->key_columns[i];
        add_to_key(order, row->kind->columns[column].type, &row->values[column]);
    }
}

static void name_order(const struct str *order, int64_t person)
{
    const uint64_t number = htobe64((uint64_t)person);
    memcpy(order->data, &number, sizeof number);
}

static int64_t person_of_order(struct str_view order)
{
    uint64_t number;
    memcpy(&number, order.data, sizeof number);
    return (int64_t)be64toh(number);
}

static void make_item(struct evidence_rows *rows, const struct typed_row *row, struct str *item)
{
    const struct row_facts facts = row_facts_of(row);
    struct typed_row taken = *row;
    taken.columns = rows->taken;
    taken.column_count = rows->taken_count;
    copy_in_values(rows->fields, &taken);
    str_reset(item);
    str_add(item, (const char *)&facts, sizeof facts);
    str_add_view(item, copy_in_take(rows->fields));
}

/* Where people lie is all over memory: each row waits for its own while others are begun. */
static void begin_row(struct evidence_rows *rows, const struct typed_row *row)
{
    struct nameless *begun = &rows->nameless[rows->begun_count++ % (NAMELESS_ROWS + 1)];
    const struct person_names names = {
        .source = row_text(row, rows->name_columns.source),
        .number = row_text(row, rows->name_columns.number),
        .national_id = row_text(row, rows->name_columns.national_id),
    };
    begun->names = named_people_expect(rows->people, &names);
    make_order(rows, row, &begun->order);
    make_item(rows, row, &begun->item);
}

/* As queries/merge/evidence_reject.sql has it: 0 = the row names nobody. */
static int64_t name_person(struct evidence_rows *rows, const struct nameless *row, bool *ret_by_id)
{
    struct naming naming = named_people_find(rows->people, &row->names);
    bool by_both = naming.by_number != 0 && naming.by_id != 0;
    const char *code = NULL;
    if (naming.source_unknown)
        code = "X013";
    else if (naming.by_number == 0 && naming.by_id == 0)
        code = "X004";
    else if (by_both && naming.by_number != naming.by_id)
        code = "X009";
    if (code != NULL) {
        struct str_view fields;
        const struct row_facts facts = row_facts_read(str_view_from(&row->item), &fields);
        first_rejections_add(&rows->rejections, code,
                             naming.source_unknown ? "person_source" : "source_person_id", &facts,
                             0);
        return 0;
    }
    *ret_by_id = naming.by_number == 0;
    return *ret_by_id ? naming.by_id : naming.by_number;
}

/* The row that has waited longest; false: it names nobody, which is noted. */
static bool name_row(struct evidence_rows *rows, struct str_view *ret_order,
                     struct str_view *ret_item)
{
    const struct nameless *row = &rows->nameless[rows->named_count++ % (NAMELESS_ROWS + 1)];
    bool by_id = false;
    int64_t person = name_person(rows, row, &by_id);
    if (person == 0)
        return false;
    name_order(&row->order, person);
    if (by_id)
        row_facts_by_id(row->item.data);
    *ret_order = str_view_from(&row->order);
    *ret_item = str_view_from(&row->item);
    return true;
}

enum cadre_status evidence_rows_put_aside(struct evidence_rows *rows, const struct typed_row *row,
                                          bool *ret_aside, struct str_view *ret_order,
                                          struct str_view *ret_item, struct cadre_error *err)
{
    enum cadre_status status = session_check(rows->session, err);
    if (status != CADRE_OK)
        return status;
    begin_row(rows, row);
    *ret_aside = rows->begun_count - rows->named_count > NAMELESS_ROWS &&
                 name_row(rows, ret_order, ret_item);
    return CADRE_OK;
}

bool evidence_rows_put_rest_aside(struct evidence_rows *rows, struct str_view *ret_order,
                                  struct str_view *ret_item)
{
    while (rows->named_count < rows->begun_count) {
        if (name_row(rows, ret_order, ret_item))
            return true;
    }
    return false;
}

/* ---- taking ---------------------------------------------------------------------------------- */

/* As incoming has it. */
static struct str_view key_of(struct evidence_rows *rows, struct str_view person,
                              struct str_view order)
{
    struct str *key = &rows->key;
    str_reset(key);
    str_add_text(key, rows->input.source);
    str_add_char(key, SEPARATOR);
    str_add_view(key, person);
    str_add(key, order.data + sizeof(uint64_t), order.length - sizeof(uint64_t));
    return str_view_from(key);
}

void evidence_rows_note_stored(struct evidence_rows *rows, const struct evidence_row *row)
{
    if (!row->facts->by_id)
        return;
    if (rows->named_by_id == NULL)
        rows->named_by_id = cadre_calloc(rows->people_limit, sizeof(bool));
    rows->named_by_id[row->number] = true;
}

static enum cadre_status give(void *context, struct str_view order, const struct row_facts *facts,
                              struct str_view fields, struct cadre_error *err)
{
    struct evidence_rows *rows = context;
    char text[PERSON_NUMBER_SIZE];
    int64_t number = person_of_order(order);
    struct str_view person = person_number_text(number, text);
    const struct evidence_row row = {facts, number, person, key_of(rows, person, order), fields};
    return rows->sink->row(rows->sink->context, &row, err);
}

enum cadre_status evidence_rows_take(struct evidence_rows *rows, const struct merge_input *input,
                                     struct str_view order, struct str_view item,
                                     const struct evidence_sink *sink, struct cadre_error *err)
{
    rows->line.input = input;
    rows->sink = sink;
    return first_line_add(&rows->line, order, item, err);
}

enum cadre_status evidence_rows_end(struct evidence_rows *rows, const struct evidence_sink *sink,
                                    struct cadre_error *err)
{
    rows->sink = sink;
    return first_line_end(&rows->line, err);
}

/* ---- the end --------------------------------------------------------------------------------- */

/* As queries/merge/evidence_named.sql has it. */
enum cadre_status evidence_rows_store_named(struct evidence_rows *rows, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    if (rows->named_by_id == NULL)
        return CADRE_OK;
    int64_t *people = arena_calloc(arena, rows->people_limit, sizeof *people);
    size_t count = 0;
    for (size_t i = 0; i < rows->people_limit; i++) {
        if (rows->named_by_id[i])
            people[count++] = (int64_t)i;
    }
    const char *const parameters[] = {
        parameter_int64(arena, rows->input.batch),
        rows->input.owner,
        parameter_int64_array(arena, people, count),
    };
    return session_do(rows->session, &query_evidence_named, parameters, err);
}

const struct merge_rejection *evidence_rows_rejected(const struct evidence_rows *rows,
                                                     const struct merge_input *input,
                                                     struct arena *arena, size_t *ret_count)
{
    return first_rejections_sorted(&rows->rejections, input, arena, ret_count);
}
