#include "sql/whole_evidence.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/copy_binary.h"
#include "sql/evidence_rows.h"
#include "sql/merge_kinds.h"
#include "sql/session_connection.h"

/* Of a row of what is known: whether a cut ends it, and where it stands; then its cut row, which
 * begins as every row of the volume does. */
enum {
    KNOWN_DIRECT,
    KNOWN_HOME,
    KNOWN_PLACE,
    KNOWN_CUT,
    KNOWN_KEY = KNOWN_CUT + 1,
    KNOWN_KEY_HASH
};
enum { HEAD = 3 /* person, key and its hash */, REST_OWN = 6, REST_MAX = 16 * 1024 * 1024 };
enum { PLACE_SIZE = 6 };

/* Where a row that was cut stood: a ctid as it is sent, and a table, by its place among them. */
struct cut_place {
    char at[PLACE_SIZE];
    uint16_t home;
};

struct cut_places {
    struct cut_place *items;
    size_t count, capacity;
    struct str_view *homes; /* as they are sent, in the list's arena */
    size_t home_count, home_capacity;
};

struct entries {
    struct digest_entry *items;
    size_t count, capacity;
};

struct whole_evidence {
    struct session *session; /* it decides */
    const struct kind *kind;
    struct first_volume_input input;
    struct evidence_rows *rows;
    struct arena *own;
    const char *newest; /* when the registry was written last, before the names were asked for */
    const struct str_view *names; /* of the columns that the table takes */
    size_t name_count;
    /* From the beginning on: */
    struct merge_input merge_input;
    struct arena *arena;
    const char *recorded_at, *volume, *cut_statement, *rest_statement;
    int stamps;             /* columns behind the head that tell of a version */
    struct str begun;       /* the fields of every version that begins: stamps, and contents that */
    size_t begun_contents;  /* are no list's own, which begin here */
    struct session *beside; /* reads what is known */
    struct copy_out *known;
    bool any_known; /* a row of it is there to be met */
    struct copy_in *filled;
    struct cut_places cuts;
    struct copy_in *rest; /* rows for pg_temp.incoming */
    struct entries entries;
    int64_t open;     /* records that were */
    int64_t unhashed; /* of those that stand on, without a hash of their keys: no digest is whole */
    struct batch_counts counts;
    bool excuses; /* rows were not accepted before the pass: no leaver can be cut in it */
    bool given_up;
};

static enum cadre_status ask_may(struct session *session, const struct kind *kind,
                                 const char *source, struct cadre_date effective,
                                 struct rows **ret_rows, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {merge_kind_find(kind->name)->target, kind->name, source,
                                      parameter_date(arena, effective)};
    return session_run(session, &query_whole_evidence_may, parameters, ret_rows, err);
}

enum cadre_status whole_evidence_may(struct session *session, const struct kind *kind,
                                     const char *source, struct cadre_date effective, bool *ret_may,
                                     int64_t *ret_least, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = ask_may(session, kind, source, effective, &rows, err);
    *ret_may = status == CADRE_OK && rows_bool(rows, 0, rows_column(rows, "may"));
    *ret_least = status == CADRE_OK ? rows_number(rows, 0, "least_cut") : 0;
    return status;
}

struct whole_evidence *whole_evidence_new(struct session *session, const struct kind *kind,
                                          const struct first_volume_input *input)
{
    struct whole_evidence *whole = cadre_calloc(1, sizeof *whole);
    whole->session = session;
    whole->kind = kind;
    whole->input = *input;
    whole->input.target = merge_kind_find(kind->name)->target;
    whole->own = arena_new();
    whole->rest = copy_in_aside();
    whole->rows = evidence_rows_new(session, kind, &whole->input);
    return whole;
}

void whole_evidence_free(struct whole_evidence *whole)
{
    if (whole == NULL)
        return;
    copy_in_abort(whole->filled);
    copy_in_abort(whole->rest);
    if (whole->any_known)
        session_cancel(whole->beside); /* it need not send the rest */
    copy_out_free(whole->known);
    session_free(whole->beside);
    evidence_rows_free(whole->rows);
    str_release(&whole->begun);
    free(whole->cuts.items);
    free(whole->cuts.homes);
    free(whole->entries.items);
    arena_free(whole->own);
    free(whole);
}

/* ---- putting aside --------------------------------------------------------------------------- */

/* When the registry was written last is asked before anything of it is. */
static enum cadre_status see_first(struct whole_evidence *whole, const struct typed_row *row,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const struct first_volume_input *input = &whole->input;
    enum cadre_status status =
        evidence_rows_begin(whole->rows, row, &whole->names, &whole->name_count, err);
    if (status == CADRE_OK)
        status = ask_may(whole->session, whole->kind, input->source, input->effective, &rows, err);
    if (status != CADRE_OK)
        return status;
    whole->newest = rows_copy(rows, 0, "newest", whole->own).data;
    return evidence_rows_load_names(whole->rows, err);
}

enum cadre_status whole_evidence_put_aside(struct whole_evidence *whole,
                                           const struct typed_row *row, bool *ret_aside,
                                           struct str_view *ret_order, struct str_view *ret_item,
                                           struct cadre_error *err)
{
    enum cadre_status status =
        evidence_rows_have_begun(whole->rows) ? CADRE_OK : see_first(whole, row, err);
    if (status == CADRE_OK)
        status = evidence_rows_put_aside(whole->rows, row, ret_aside, ret_order, ret_item, err);
    return status;
}

bool whole_evidence_put_rest_aside(struct whole_evidence *whole, struct str_view *ret_order,
                                   struct str_view *ret_item)
{
    return evidence_rows_put_rest_aside(whole->rows, ret_order, ret_item);
}

/* ---- the beginning --------------------------------------------------------------------------- */

/* Whether it may still be, and nobody has written since the names were asked for. */
static enum cadre_status is_as_before(struct whole_evidence *whole, bool *ret_may,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const struct first_volume_input *input = &whole->input;
    enum cadre_status status =
        ask_may(whole->session, whole->kind, input->source, input->effective, &rows, err);
    *ret_may = status == CADRE_OK && rows_bool(rows, 0, rows_column(rows, "may")) &&
               whole->newest != NULL &&
               strcmp(rows_text(rows, 0, rows_column(rows, "newest")).data, whole->newest) == 0;
    return status;
}

/* A server need not give a second connection. */
static bool connect_beside(struct whole_evidence *whole)
{
    struct cadre_error none = {0};
    const struct first_volume_input *input = &whole->input;
    enum cadre_status status = session_open(input->conninfo, input->label, &whole->beside, &none);
    if (status == CADRE_OK)
        status = session_begin(whole->beside, TRANSACTION_SNAPSHOT, &none);
    if (status == CADRE_OK)
        status = session_do(whole->beside, &query_whole_evidence_reading, NULL, &none);
    if (status != CADRE_OK)
        cadre_error_release(&none);
    return status == CADRE_OK;
}

static enum cadre_status read_begun(struct whole_evidence *whole, const char *statement,
                                    struct cadre_error *err)
{
    CADRE_CLEANUP(copy_out_cleanup) struct copy_out *copy = NULL;
    bool more = false;
    enum cadre_status status = copy_out_start(whole->session, statement, &copy, err);
    if (status == CADRE_OK)
        status = copy_out_next(copy, &more, err);
    if (status != CADRE_OK)
        return status;
    if (!more)
        return cadre_fail(err, CADRE_BUG, "nothing is said of the versions that begin");
    str_add_view(&whole->begun, copy_out_fields(copy, 0, copy_out_columns(copy)));
    whole->begun_contents = copy_out_fields(copy, 0, whole->stamps).length;
    return CADRE_OK;
}

/* One is there to be met, or no more come. */
static enum cadre_status next_known(struct whole_evidence *whole, struct cadre_error *err)
{
    enum cadre_status status = copy_out_next(whole->known, &whole->any_known, err);
    whole->open += whole->any_known;
    return status;
}

static enum cadre_status open_copies(struct whole_evidence *whole, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const struct first_volume_input *input = &whole->input;
    const char *const parameters[] = {
        whole->input.target,
        input->source,
        input->owner,
        parameter_date(whole->arena, input->effective),
        whole->recorded_at,
        parameter_int64(whole->arena, input->batch),
        parameter_text_array(whole->arena, whole->names, whole->name_count),
    };
    enum cadre_status status =
        session_run(whole->session, &query_whole_evidence_begin, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    whole->volume = rows_copy(rows, 0, "volume", whole->arena).data;
    whole->cut_statement = rows_copy(rows, 0, "cut", whole->arena).data;
    whole->rest_statement = rows_copy(rows, 0, "rest", whole->arena).data;
    whole->stamps = (int)rows_number(rows, 0, "stamps");
    status = copy_out_start(whole->beside, rows_text(rows, 0, rows_column(rows, "known")).data,
                            &whole->known, err);
    if (status == CADRE_OK)
        status = read_begun(whole, rows_text(rows, 0, rows_column(rows, "begun")).data, err);
    if (status == CADRE_OK)
        status = copy_in_open(whole->session, rows_text(rows, 0, rows_column(rows, "filled")).data,
                              &whole->filled, err);
    return status == CADRE_OK ? next_known(whole, err) : status;
}

/* Whose row was not accepted does not leave. */
static enum cadre_status may_be_excused(struct whole_evidence *whole, bool *ret_excused,
                                        struct cadre_error *err)
{
    struct str_view person_id, national_id;
    const struct merge_input *input = &whole->merge_input;
    size_t rejected = 0;
    (void)evidence_rows_rejected(whole->rows, input, whole->arena, &rejected);
    *ret_excused = rejected > 0 || input->key_unreadable;
    if (*ret_excused || input->seen.next == NULL)
        return CADRE_OK;
    enum cadre_status status = input->seen.begin(input->seen.context, err);
    return status == CADRE_OK
               ? input->seen.next(input->seen.context, ret_excused, &person_id, &national_id, err)
               : status;
}

enum cadre_status whole_evidence_begin(struct whole_evidence *whole,
                                       const struct merge_input *input, struct arena *arena,
                                       bool *ret_may, struct cadre_error *err)
{
    bool late = false;
    whole->merge_input = *input;
    whole->arena = arena;
    evidence_rows_all_aside(whole->rows);
    enum cadre_status status = is_as_before(whole, ret_may, err);
    *ret_may = *ret_may && connect_beside(whole);
    if (status != CADRE_OK || !*ret_may)
        return status;
    status = merge_begin(whole->session, input, arena, &whole->recorded_at, &late, err);
    *ret_may = !late;
    if (status == CADRE_OK)
        status = may_be_excused(whole, &whole->excuses, err);
    return status == CADRE_OK && !late ? open_copies(whole, err) : status;
}

/* ---- one pass -------------------------------------------------------------------------------- */

static uint16_t home_of(struct whole_evidence *whole, struct str_view home)
{
    struct cut_places *cuts = &whole->cuts;
    for (size_t i = cuts->home_count; i > 0; i--) {
        if (str_view_equal(cuts->homes[i - 1], home))
            return (uint16_t)(i - 1);
    }
    cuts->homes =
        cadre_grow(cuts->homes, &cuts->home_capacity, cuts->home_count + 1, sizeof *cuts->homes);
    cuts->homes[cuts->home_count] = arena_copy(whole->own, home);
    return (uint16_t)cuts->home_count++;
}

static void note_place(struct whole_evidence *whole)
{
    struct cut_places *cuts = &whole->cuts;
    struct str_view place = copy_out_text(whole->known, KNOWN_PLACE);
    cuts->items = cadre_grow(cuts->items, &cuts->capacity, cuts->count + 1, sizeof *cuts->items);
    struct cut_place *cut = &cuts->items[cuts->count++];
    memcpy(cut->at, place.data, sizeof cut->at);
    cut->home = home_of(whole, copy_out_text(whole->known, KNOWN_HOME));
}

/* Ends the version that is met. */
static enum cadre_status cut(struct whole_evidence *whole, struct cadre_error *err)
{
    int columns = copy_out_columns(whole->known);
    note_place(whole);
    copy_in_begin_row(whole->filled, columns - KNOWN_CUT);
    copy_in_taken(whole->filled, copy_out_fields(whole->known, KNOWN_CUT, columns));
    return copy_in_end_row(whole->filled, err);
}

static void note_entry(struct whole_evidence *whole, const struct digest_entry *entry)
{
    struct entries *entries = &whole->entries;
    entries->items =
        cadre_grow(entries->items, &entries->capacity, entries->count + 1, sizeof *entries->items);
    entries->items[entries->count++] = *entry;
}

/* It stands on, as a partial list has it, and no record says so. */
static void stand(struct whole_evidence *whole)
{
    int64_t key;
    if (copy_out_int64(whole->known, KNOWN_KEY_HASH, &key)) {
        const struct digest_entry entry = digest_entry_of_key(key);
        note_entry(whole, &entry);
    } else {
        whole->unhashed++;
    }
}

/* No row has its key. What was cut before ends otherwise. */
static enum cadre_status leave(struct whole_evidence *whole, struct cadre_error *err)
{
    if (!whole->merge_input.full_list) {
        stand(whole);
        return CADRE_OK;
    }
    whole->counts.left++;
    whole->given_up =
        whole->given_up || whole->excuses || !copy_out_bool(whole->known, KNOWN_DIRECT);
    return whole->given_up ? CADRE_OK : cut(whole, err);
}

/* A version begins. */
static enum cadre_status begin_version(struct whole_evidence *whole, const struct evidence_row *row,
                                       struct cadre_error *err)
{
    struct copy_in *filled = whole->filled;
    copy_in_begin_row(filled, copy_out_columns(whole->known) - KNOWN_CUT);
    copy_in_text(filled, row->person);
    copy_in_text(filled, row->key);
    copy_in_int64(filled, row->facts->entry.key);
    copy_in_taken(filled, str_view_from(&whole->begun));
    copy_in_taken(filled, row->fields);
    return copy_in_end_row(filled, err);
}

static bool says_the_same(const struct whole_evidence *whole, const struct evidence_row *row)
{
    int from = KNOWN_CUT + HEAD + whole->stamps;
    struct str_view known = copy_out_fields(whole->known, from, copy_out_columns(whole->known));
    const char *common = whole->begun.data + whole->begun_contents;
    size_t length = whole->begun.length - whole->begun_contents;
    return known.length == length + row->fields.length && memcmp(known.data, common, length) == 0 &&
           memcmp(known.data + length, row->fields.data, row->fields.length) == 0;
}

/* For the ordinary merge: nothing is known of its key on the day, or no cut would end that. */
static void leave_rest(struct whole_evidence *whole, const struct evidence_row *row, bool is_known)
{
    struct copy_in *rest = whole->rest;
    if (!is_known || !says_the_same(whole, row))
        evidence_rows_note_stored(whole->rows, row);
    copy_in_begin_row(rest, REST_OWN + (int)whole->name_count);
    copy_in_int64(rest, (int64_t)row->facts->record);
    copy_in_text(rest, row->key);
    copy_in_int64(rest, row->facts->entry.key);
    copy_in_text(rest, row->person);
    copy_in_text(rest, str_view_of(whole->input.source));
    copy_in_text(rest, str_view_of(whole->input.owner));
    copy_in_taken(rest, row->fields);
    whole->given_up = whole->given_up || copy_in_length(rest) > REST_MAX;
}

/* Both have the same key, and a cut would end what is known. */
static enum cadre_status meet(struct whole_evidence *whole, const struct evidence_row *row,
                              struct cadre_error *err)
{
    if (says_the_same(whole, row)) {
        whole->counts.rows_unchanged++;
        return CADRE_OK;
    }
    whole->counts.rows_changed++;
    evidence_rows_note_stored(whole->rows, row);
    enum cadre_status status = cut(whole, err);
    return status == CADRE_OK ? begin_version(whole, row, err) : status;
}

/* Whose keys come before that of the next row, or of no row at all, are not in the list. */
static enum cadre_status pass_leavers(struct whole_evidence *whole, const struct str_view *next,
                                      struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    while (status == CADRE_OK && whole->any_known && !whole->given_up &&
           (next == NULL || str_view_compare(copy_out_text(whole->known, KNOWN_KEY), *next) < 0)) {
        status = leave(whole, err);
        if (status == CADRE_OK)
            status = next_known(whole, err);
    }
    return status;
}

static enum cadre_status take(void *context, const struct evidence_row *row,
                              struct cadre_error *err)
{
    struct whole_evidence *whole = context;
    enum cadre_status status = pass_leavers(whole, &row->key, err);
    whole->given_up = whole->given_up || !row->facts->has_key;
    if (status != CADRE_OK || whole->given_up)
        return status;
    note_entry(whole, &row->facts->entry);
    bool is_known =
        whole->any_known && str_view_equal(copy_out_text(whole->known, KNOWN_KEY), row->key);
    if (is_known && copy_out_bool(whole->known, KNOWN_DIRECT))
        status = meet(whole, row, err);
    else
        leave_rest(whole, row, is_known);
    return status == CADRE_OK && is_known ? next_known(whole, err) : status;
}

enum cadre_status whole_evidence_load(struct whole_evidence *whole, struct str_view order,
                                      struct str_view item, struct cadre_error *err)
{
    const struct evidence_sink sink = {whole, take};
    enum cadre_status status = session_check(whole->session, err);
    if (status != CADRE_OK || whole->given_up)
        return status;
    return evidence_rows_take(whole->rows, &whole->merge_input, order, item, &sink, err);
}

/* ---- the end --------------------------------------------------------------------------------- */

static enum cadre_status end_pass(struct whole_evidence *whole, struct cadre_error *err)
{
    const struct evidence_sink sink = {whole, take};
    enum cadre_status status = evidence_rows_end(whole->rows, &sink, err);
    if (status == CADRE_OK)
        status = pass_leavers(whole, NULL, err);
    if (status != CADRE_OK || whole->given_up)
        return status;
    struct copy_in *filled = whole->filled;
    whole->filled = NULL;
    return copy_in_finish(filled, err);
}

static enum cadre_status judge_leavers(struct whole_evidence *whole, struct cadre_error *err)
{
    bool excused = false;
    if (whole->counts.left == 0)
        return CADRE_OK;
    enum cadre_status status = may_be_excused(whole, &excused, err);
    whole->given_up = whole->given_up || excused;
    if (status != CADRE_OK || whole->given_up)
        return status;
    return merge_check_brake(&whole->merge_input, whole->open, whole->counts.left, err);
}

static enum cadre_status send_places(const struct cut_places *cuts, struct copy_in *copy,
                                     struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; status == CADRE_OK && i < cuts->count; i++) {
        const struct cut_place *place = &cuts->items[i];
        copy_in_begin_row(copy, 2);
        copy_in_text(copy, cuts->homes[place->home]); /* bytes are sent as text is */
        copy_in_text(copy, (struct str_view){place->at, sizeof place->at});
        status = copy_in_end_row(copy, err);
    }
    return status;
}

static enum cadre_status delete_cut(struct whole_evidence *whole, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    struct copy_in *copy = NULL;
    const char *const parameters[] = {whole->input.target, whole->volume,
                                      parameter_int64(whole->arena, (int64_t)whole->cuts.count)};
    enum cadre_status status = copy_in_open(whole->session, whole->cut_statement, &copy, err);
    if (status == CADRE_OK)
        status = copy_in_close(copy, send_places(&whole->cuts, copy, err), err);
    if (status == CADRE_OK)
        status = session_run(whole->session, &query_whole_evidence_end, parameters, &rows, err);
    if (status == CADRE_OK && !rows_bool(rows, 0, rows_column(rows, "whole")))
        return cadre_fail(err, CADRE_BUG, "versions that were cut are not where they stood");
    return status;
}

static enum cadre_status merge_left(struct whole_evidence *whole, struct cadre_error *err)
{
    struct copy_in *copy = NULL;
    if (copy_in_length(whole->rest) == 0)
        return CADRE_OK;
    enum cadre_status status = copy_in_open(whole->session, whole->rest_statement, &copy, err);
    if (status != CADRE_OK)
        return status;
    copy_in_taken(copy, copy_in_take(whole->rest));
    status = copy_in_finish(copy, err);
    if (status == CADRE_OK)
        status = merge_rest(whole->session, &whole->merge_input, whole->arena, whole->recorded_at,
                            &whole->counts, err);
    return status;
}

static bool next_entry(void *context, size_t *at, struct digest_entry *ret_entry)
{
    const struct entries *entries = context;
    if (*at == entries->count)
        return false;
    *ret_entry = entries->items[(*at)++];
    return true;
}

static enum cadre_status write_digest(struct whole_evidence *whole, struct cadre_error *err)
{
    const struct first_volume_input *input = &whole->input;
    const struct digest_renewal renewal = {
        .kind = whole->kind,
        .source = input->source,
        .batch = input->batch,
        .next_kept = next_entry,
        .context = &whole->entries,
    };
    return whole->unhashed == 0
               ? digest_store_write(whole->session, &renewal, err)
               : digest_store_delete(whole->session, whole->kind, input->source, err);
}

static enum cadre_status store(struct whole_evidence *whole, struct cadre_error *err)
{
    enum cadre_status status = delete_cut(whole, err);
    if (status == CADRE_OK)
        status = merge_left(whole, err);
    if (status == CADRE_OK)
        status = evidence_rows_store_named(whole->rows, err);
    return status == CADRE_OK ? write_digest(whole, err) : status;
}

enum cadre_status whole_evidence_end(struct whole_evidence *whole, bool *ret_done,
                                     struct merge_result *ret_result, struct cadre_error *err)
{
    enum cadre_status status = end_pass(whole, err);
    if (status == CADRE_OK && !whole->given_up)
        status = judge_leavers(whole, err);
    *ret_done = !whole->given_up;
    if (status != CADRE_OK || whole->given_up)
        return status;
    status = store(whole, err);
    *ret_result = (struct merge_result){
        .recorded_at = whole->recorded_at,
        .counts = whole->counts,
        .open = (int64_t)whole->entries.count + whole->unhashed,
    };
    ret_result->rejections = evidence_rows_rejected(whole->rows, &whole->merge_input, whole->arena,
                                                    &ret_result->rejection_count);
    return status;
}
