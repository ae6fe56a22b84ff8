#include "import/rows_ahead.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/parallel.h"
#include "import/field_types.h"
#include "import/record_reader.h"
#include "import/reread.h"
#include "import/row_checks.h"

/* To hash a record takes little more than to hand it over, alone: of these more go together. */
enum {
    PIECES = 4,
    MADE_ROWS = 128,
    HASHED_ROWS = 512,
    ROWS_ALONE = 32, /* enough for what is fetched to come meanwhile */
    PIECE_BYTES = 1024 * 1024
};
enum { CALLER, HELPER };

/* Of one piece. Of a known record there is no sheet. */
struct made_piece {
    struct made_row *rows;
    struct cell *cells; /* of the rows' sheets */
    struct typed_value *values;
    struct arena *texts; /* that do not stand in the records */
};

/* What one thread makes rows with, and where: what one processor writes and never reads again costs
 * another one much to write. */
struct maker {
    struct record_reader *reader;
    struct row *row;
    struct str key; /* of the row */
    struct made_piece made[PIECES];
};

enum piece_state { PIECE_EMPTY, PIECE_FILLED, PIECE_TAKEN, PIECE_MADE };

/* Records, and what was made of them. Who took it has it alone until it is made; before that, and
 * behind it, it is the caller's. */
struct piece {
    enum piece_state state; /* under the lock */
    struct str bytes;
    struct record *records;
    size_t count;
    const struct made_piece *made; /* its maker's */
};

struct rows_ahead {
    struct rows_ahead_input input;
    struct maker makers[ROWS_AHEAD_THREADS];
    struct piece pieces[PIECES]; /* in a ring */
    size_t piece_count, piece_rows, maker_count;
    size_t first, filled; /* the current one, and how many from there on are not empty */
    size_t at;            /* row of the current piece */
    bool ends;            /* the file has no more */
    bool waits;           /* the last record filled in may turn out to be more than one */
    struct parallel_task *helper;
    pthread_mutex_t lock;
    pthread_cond_t changed; /* a state, or: */
    bool given_up;
};

static void init_made(struct made_piece *made, size_t rows, size_t columns)
{
    made->rows = cadre_calloc(rows, sizeof *made->rows);
    made->cells = cadre_calloc(rows * columns, sizeof *made->cells);
    made->values = cadre_calloc(rows * columns, sizeof *made->values);
    for (size_t i = 0; i < rows; i++) {
        struct row_sheet *sheet = &made->rows[i].sheet;
        *sheet = (struct row_sheet){made->cells + i * columns, made->values + i * columns};
        row_sheet_clear(sheet, columns);
    }
    made->texts = arena_new();
}

static void release_made(struct made_piece *made)
{
    free(made->rows);
    free(made->cells);
    free(made->values);
    arena_free(made->texts);
}

static void init_maker(const struct rows_ahead *ahead, struct maker *maker, struct row *row)
{
    size_t columns = ahead->input.known == NULL ? row->kind->column_count : 0;
    maker->reader = record_reader_new(ahead->input.header->delimiter);
    maker->row = row;
    for (size_t i = 0; i < ahead->piece_count; i++)
        init_made(&maker->made[i], ahead->piece_rows, columns);
}

static void release_maker(struct maker *maker)
{
    for (size_t i = 0; i < PIECES; i++)
        release_made(&maker->made[i]); /* there may be fewer */
    record_reader_free(maker->reader);
    row_free(maker->row);
    str_release(&maker->key);
}

static void help(void *context);

struct rows_ahead *rows_ahead_new(const struct rows_ahead_input *input)
{
    struct rows_ahead *ahead = cadre_calloc(1, sizeof *ahead);
    ahead->input = *input;
    bool alone = input->rows[HELPER] == NULL;
    ahead->piece_count = alone ? 1 : PIECES;
    ahead->piece_rows = input->known != NULL ? HASHED_ROWS : alone ? ROWS_ALONE : MADE_ROWS;
    ahead->maker_count = alone ? 1 : ROWS_AHEAD_THREADS;
    for (size_t i = 0; i < ahead->maker_count; i++)
        init_maker(ahead, &ahead->makers[i], input->rows[i]);
    for (size_t i = 0; i < ahead->piece_count; i++)
        ahead->pieces[i].records =
            cadre_calloc(ahead->piece_rows, sizeof *ahead->pieces[i].records);
    pthread_mutex_init(&ahead->lock, NULL);
    pthread_cond_init(&ahead->changed, NULL);
    ahead->helper = alone ? NULL : parallel_begin_beside(help, ahead);
    return ahead;
}

static void end_helper(struct rows_ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    ahead->given_up = true;
    pthread_cond_broadcast(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
    parallel_end(ahead->helper);
}

void rows_ahead_free(struct rows_ahead *ahead)
{
    if (ahead == NULL)
        return;
    end_helper(ahead);
    pthread_cond_destroy(&ahead->changed);
    pthread_mutex_destroy(&ahead->lock);
    for (size_t i = 0; i < PIECES; i++) {
        str_release(&ahead->pieces[i].bytes);
        free(ahead->pieces[i].records);
    }
    for (size_t i = 0; i < ahead->maker_count; i++)
        release_maker(&ahead->makers[i]);
    free(ahead);
}

/* ---- one row --------------------------------------------------------------------------------- */

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

struct hash128 record_hash(const struct fast_hash_seed *seed, struct str_view record)
{
    while (record.length > 0 && is_line_end(record.data[record.length - 1]))
        record.length--;
    return fast_hash128(seed, record.data, record.length);
}

/* What stands in the record stays; what the maker has at hand goes with its next row. */
static struct str_view kept_text(struct str_view text, struct str_view record, struct arena *arena)
{
    if (text.length == 0 || (uintptr_t)text.data - (uintptr_t)record.data < record.length)
        return text;
    return arena_copy(arena, text);
}

static void keep_list(struct typed_value *value, struct str_view record, struct arena *arena)
{
    struct str_view *items = arena_calloc(arena, value->list.count, sizeof *items);
    for (size_t i = 0; i < value->list.count; i++)
        items[i] = kept_text(value->list.items[i], record, arena);
    value->list.items = items;
}

static void keep_faults(struct made_row *made, const struct row *row, struct str_view record,
                        struct arena *arena)
{
    struct row_fault *faults = arena_calloc(arena, row->fault_count, sizeof *faults);
    for (size_t i = 0; i < row->fault_count; i++) {
        faults[i] = row->faults[i];
        faults[i].value = kept_text(faults[i].value, record, arena);
        if (faults[i].hint != NULL)
            faults[i].hint = arena_strdup(arena, faults[i].hint);
    }
    made->faults = faults;
    made->fault_count = row->fault_count;
}

static void keep_row(struct made_row *made, const struct row *row, struct str_view record,
                     struct arena *arena)
{
    for (size_t i = 0; i < row->used_count; i++) {
        int column = row->used[i];
        struct typed_value *value = &row->values[column];
        enum column_type type = row->kind->columns[column].type;
        row->cells[column].text = kept_text(row->cells[column].text, record, arena);
        if (value->present && type == COLUMN_TEXT)
            value->text = kept_text(value->text, record, arena);
        else if (value->present && type == COLUMN_TEXT_LIST)
            keep_list(value, record, arena);
    }
    made->fault_count = 0;
    if (row->fault_count > 0)
        keep_faults(made, row, record, arena);
}

static void make_row(const struct rows_ahead_input *input, struct maker *maker,
                     const struct record *record, struct made_row *made, struct arena *texts)
{
    struct fields fields;
    made->made = false;
    made->hashed = record->fault == RECORD_WHOLE && !record_has_more_lines(record);
    if (!made->hashed)
        return;
    made->record_hash = record_hash(input->record_seed, record->bytes);
    if (input->known != NULL) {
        known_records_expect(input->known, &made->record_hash);
        return;
    }
    if (record_reader_read(maker->reader, record->bytes, &fields) != READ_FIELDS ||
        !header_map_takes(input->header, fields.count))
        return;
    row_write_on(maker->row, &made->sheet);
    reread_set_cells(maker->row, input->header, &fields);
    field_types_check(maker->row);
    row_checks_run(maker->row, input->effective);
    if (row_effect(maker->row) != FINDING_WARNS)
        return;
    made->key = identity_key_of(input->identity, maker->row, &maker->key);
    keep_row(made, maker->row, record->bytes, texts);
    made->made = true;
}

/* ---- pieces ---------------------------------------------------------------------------------- */

/* They lie all over memory: by now they are fetched. */
static void find_known(const struct known_records *known, struct made_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].hashed)
            rows[i].known_at = known_records_find(known, &rows[i].record_hash);
    }
}

static void make_piece(struct rows_ahead *ahead, size_t thread, struct piece *piece)
{
    struct maker *maker = &ahead->makers[thread];
    struct made_piece *made = &maker->made[piece - ahead->pieces];
    piece->made = made;
    arena_reset(made->texts);
    for (size_t i = 0; i < piece->count; i++)
        make_row(&ahead->input, maker, &piece->records[i], &made->rows[i], made->texts);
    if (ahead->input.known != NULL)
        find_known(ahead->input.known, made->rows, piece->count);
}

/* Under the lock: the first one that nobody took, NULL when there is none. */
static struct piece *take_piece(struct rows_ahead *ahead)
{
    for (size_t i = 0; i < ahead->filled; i++) {
        struct piece *piece = &ahead->pieces[(ahead->first + i) % ahead->piece_count];
        if (piece->state == PIECE_FILLED) {
            piece->state = PIECE_TAKEN;
            return piece;
        }
    }
    return NULL;
}

/* Under the lock, which is left for as long as it takes. */
static void make_taken(struct rows_ahead *ahead, size_t thread, struct piece *piece)
{
    pthread_mutex_unlock(&ahead->lock);
    make_piece(ahead, thread, piece);
    pthread_mutex_lock(&ahead->lock);
    piece->state = PIECE_MADE;
    pthread_cond_signal(&ahead->changed);
}

/* Where there is no thread for it, the caller makes all pieces. */
static void help(void *context)
{
    struct rows_ahead *ahead = context;
    pthread_mutex_lock(&ahead->lock);
    while (!ahead->given_up) {
        struct piece *piece = take_piece(ahead);
        if (piece != NULL)
            make_taken(ahead, HELPER, piece);
        else
            pthread_cond_wait(&ahead->changed, &ahead->lock);
    }
    pthread_mutex_unlock(&ahead->lock);
}

/* The splitter has the bytes of one record at a time. */
static void find_bytes(struct piece *piece)
{
    const char *at = piece->bytes.data;
    for (size_t i = 0; i < piece->count; i++) {
        struct str_view *bytes = &piece->records[i].bytes;
        if (bytes->length > 0)
            bytes->data = at;
        at += bytes->length;
    }
}

/* What comes behind a record that may be cut is known when it is settled. */
static enum cadre_status fill(struct rows_ahead *ahead, struct piece *piece,
                              struct cadre_error *err)
{
    piece->count = 0;
    str_reset(&piece->bytes);
    while (piece->count < ahead->piece_rows && piece->bytes.length < PIECE_BYTES && !ahead->waits) {
        struct record *record = &piece->records[piece->count];
        bool more;
        enum cadre_status status = record_splitter_next(ahead->input.splitter, record, &more, err);
        if (status != CADRE_OK)
            return status;
        ahead->ends = !more;
        if (!more)
            break;
        piece->count++;
        ahead->waits = record_has_more_lines(record);
        if (record->bytes.length > 0)
            str_add_view(&piece->bytes, record->bytes);
    }
    find_bytes(piece);
    return CADRE_OK;
}

static void publish(struct rows_ahead *ahead, struct piece *piece)
{
    pthread_mutex_lock(&ahead->lock);
    piece->state = PIECE_FILLED;
    ahead->filled++;
    pthread_cond_signal(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
}

static enum cadre_status fill_ring(struct rows_ahead *ahead, struct cadre_error *err)
{
    while (ahead->filled < ahead->piece_count && !ahead->ends && !ahead->waits) {
        struct piece *piece = &ahead->pieces[(ahead->first + ahead->filled) % ahead->piece_count];
        enum cadre_status status = fill(ahead, piece, err);
        if (status != CADRE_OK)
            return status;
        if (piece->count > 0)
            publish(ahead, piece);
    }
    return CADRE_OK;
}

/* Until the current piece is made, whoever does it: meanwhile others are. Its rows are settled
 * next. */
static void make_current(struct rows_ahead *ahead)
{
    struct piece *current = &ahead->pieces[ahead->first];
    pthread_mutex_lock(&ahead->lock);
    while (current->state != PIECE_MADE) {
        struct piece *piece = take_piece(ahead);
        if (piece != NULL)
            make_taken(ahead, CALLER, piece);
        else
            pthread_cond_wait(&ahead->changed, &ahead->lock);
    }
    pthread_mutex_unlock(&ahead->lock);
    for (size_t i = 0; i < current->count; i++) {
        if (current->made->rows[i].made)
            identity_expect(ahead->input.identity, &current->made->rows[i].key);
    }
}

/* The current piece is settled. */
static void leave_current(struct rows_ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    ahead->pieces[ahead->first].state = PIECE_EMPTY;
    ahead->first = (ahead->first + 1) % ahead->piece_count;
    ahead->filled--;
    pthread_mutex_unlock(&ahead->lock);
    ahead->at = 0;
}

static enum cadre_status turn(struct rows_ahead *ahead, struct cadre_error *err)
{
    if (ahead->filled > 0)
        leave_current(ahead);
    if (ahead->filled == 0)
        ahead->waits = false;
    enum cadre_status status = fill_ring(ahead, err);
    if (status == CADRE_OK && ahead->filled > 0)
        make_current(ahead);
    return status;
}

enum cadre_status rows_ahead_next(struct rows_ahead *ahead, struct record **ret_record,
                                  const struct made_row **ret_made, bool *ret_more,
                                  struct cadre_error *err)
{
    struct piece *piece = &ahead->pieces[ahead->first];
    if (ahead->filled == 0 || ahead->at == piece->count) {
        enum cadre_status status = turn(ahead, err);
        if (status != CADRE_OK)
            return status;
        piece = &ahead->pieces[ahead->first];
    }
    *ret_more = ahead->filled > 0;
    if (!*ret_more)
        return CADRE_OK;
    *ret_made = &piece->made->rows[ahead->at];
    *ret_record = &piece->records[ahead->at++];
    return CADRE_OK;
}
