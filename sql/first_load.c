#include "sql/first_load.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/copy_binary.h"
#include "sql/first_people.h"
#include "sql/first_rows.h"
#include "sql/person_number.h"
#include "sql/session_connection.h"

enum {
    NUMBER_COLUMNS = 1, /* of the person */
    SHARED_COLUMNS = 6, /* what begin_first_load says of all rows */
    KEY_COLUMNS = 2,    /* key and its hash */
    PAGE_ENTRIES = 4096
};

/* Digest entries, a page after the other: growing would have them in memory twice. */
struct page {
    struct page *next;
    size_t count;
    struct digest_entry entries[PAGE_ENTRIES];
};

struct first_load {
    struct session *session;
    const char *source;
    const struct kind *kind;
    struct merge_input input;
    /* Of putting aside: */
    struct copy_in *fields;
    struct str key, item, text;
    struct str_view *names; /* of the columns; NULL before the first row */
    size_t name_count;
    struct first_volume *volume; /* of the records, by a second connection; or NULL */
    /* From the beginning on: */
    struct arena *arena;
    struct copy_in *copy; /* of the records; or, beside a volume of them: */
    struct first_people *people;
    const char *recorded_at;
    struct str_view shared;
    int64_t newest; /* number given */
    int64_t loaded;
    struct first_line line;
    struct first_rejections rejections;
    struct page *pages, *last_page;
    const struct page *read_page;
    bool without_digest; /* a row has no hash of its key */
};

bool first_load_serves(const struct kind *kind)
{
    return strcmp(kind->name, "roster") == 0;
}

enum cadre_status first_load_may(struct session *session, const char *source,
                                 struct cadre_date effective, uint64_t bytes, bool *ret_may,
                                 bool *ret_long, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {source, parameter_date(arena, effective),
                                      parameter_int64(arena, (int64_t)bytes)};
    enum cadre_status status = session_run(session, &query_first_load_may, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_may = rows_bool(rows, 0, rows_column(rows, "first"));
    *ret_long = rows_bool(rows, 0, rows_column(rows, "long"));
    return CADRE_OK;
}

struct first_load *first_load_new(struct session *session, const struct kind *kind,
                                  const char *source)
{
    struct first_load *load = cadre_calloc(1, sizeof *load);
    load->session = session;
    load->kind = kind;
    load->source = source;
    load->fields = copy_in_aside();
    return load;
}

/* Once it is known what rows have of their own. */
static void make_volume(struct first_load *load)
{
    if (load->volume != NULL && load->names != NULL)
        first_volume_make(load->volume, load->names, load->name_count);
}

void first_load_beside(struct first_load *load, const struct first_volume_input *input)
{
    struct first_volume_input of_records = *input;
    of_records.target = "cadre.source_record";
    load->volume = first_volume_begin(&of_records);
    make_volume(load);
}

static void free_pages(struct page *page)
{
    while (page != NULL) {
        struct page *next = page->next;
        free(page);
        page = next;
    }
}

void first_load_committed(struct first_load *load)
{
    if (load->volume != NULL)
        first_volume_decided(load->volume);
}

void first_load_free(struct first_load *load)
{
    if (load == NULL)
        return;
    copy_in_abort(load->copy);
    first_people_free(load->people);
    if (load->volume != NULL)
        session_rollback(load->session); /* it may hold a lock of the volume */
    first_volume_free(load->volume);
    copy_in_abort(load->fields);
    str_release(&load->key);
    str_release(&load->item);
    str_release(&load->text);
    first_line_release(&load->line);
    free_pages(load->pages);
    first_rejections_free(&load->rejections);
    free(load->names);
    free(load);
}

/* ---- putting aside --------------------------------------------------------------------------- */

static struct str_view text_of(const struct typed_row *row, const char *column)
{
    return row_text(row, kind_column_index(row->kind, column));
}

/* Absent before given; a text ends before those that it begins. No text holds a NUL. */
static void add_to_order(struct str *key, struct str_view text)
{
    if (text.data != NULL) {
        str_add_char(key, '\1');
        str_add_view(key, text);
    }
    str_add_char(key, '\0');
}

static void keep_columns(struct first_load *load, const struct typed_row *row)
{
    load->name_count = row_column_count(row);
    load->names = cadre_calloc(load->name_count + 1, sizeof *load->names);
    for (size_t i = 0; i < load->name_count; i++)
        load->names[i] = str_view_of(row->kind->columns[row_column(row, i)].name);
}

enum cadre_status first_load_put_aside(struct first_load *load, const struct typed_row *row,
                                       struct str_view *ret_key, struct str_view *ret_item,
                                       struct cadre_error *err)
{
    if (session_check(load->session, err) != CADRE_OK)
        return err->status;
    if (load->names == NULL) {
        keep_columns(load, row);
        make_volume(load);
    }
    const struct row_facts facts = row_facts_of(row);
    struct str_view number = text_of(row, "source_person_id");
    struct str_view national_id = text_of(row, "national_id");
    str_reset(&load->key);
    add_to_order(&load->key, national_id);
    add_to_order(&load->key, number);
    copy_in_values(load->fields, row);
    str_reset(&load->item);
    str_add(&load->item, (const char *)&facts, sizeof facts);
    str_add_view(&load->item, copy_in_take(load->fields));
    *ret_key = str_view_from(&load->key);
    *ret_item = str_view_from(&load->item);
    return CADRE_OK;
}

/* ---- loading --------------------------------------------------------------------------------- */

static void note_entry(struct first_load *load, const struct row_facts *facts)
{
    load->without_digest = load->without_digest || !facts->has_key;
    if (load->last_page == NULL || load->last_page->count == PAGE_ENTRIES) {
        struct page *page = cadre_malloc(sizeof *page);
        page->next = NULL;
        page->count = 0;
        if (load->last_page != NULL)
            load->last_page->next = page;
        else
            load->pages = page;
        load->last_page = page;
    }
    load->last_page->entries[load->last_page->count++] = facts->entry;
}

/* The next part of a key in order, absent or given; *at moves behind it. */
static struct str_view part_of_key(const char **at)
{
    const char *part = *at;
    size_t length = strlen(part);
    *at += length + 1;
    return length > 0 ? (struct str_view){part + 1, length - 1} : (struct str_view){NULL, 0};
}

/* The key of a record, as lay_roster has it. */
static struct str_view record_key(struct first_load *load, struct str_view number,
                                  struct str_view national_id)
{
    enum { SEPARATOR = 31 };
    struct str *text = &load->text;
    str_reset(text);
    str_add_text(text, load->source);
    str_add_char(text, SEPARATOR);
    str_add_char(text, number.data != NULL ? '#' : '@');
    str_add_view(text, number.data != NULL ? number : national_id);
    return str_view_from(text);
}

/* Its person has that number. */
static enum cadre_status send_record(struct first_load *load, struct str_view person,
                                     struct str_view key, const struct row_facts *facts,
                                     struct str_view fields, struct cadre_error *err)
{
    bool beside = load->volume != NULL; /* a volume knows what all have in common */
    struct copy_in *copy = beside ? first_volume_copy(load->volume) : load->copy;
    int columns = NUMBER_COLUMNS + KEY_COLUMNS + (int)load->name_count;
    copy_in_begin_row(copy, beside ? columns : columns + SHARED_COLUMNS);
    copy_in_text(copy, person);
    if (!beside)
        copy_in_taken(copy, load->shared);
    copy_in_text(copy, key);
    row_facts_copy_key_hash(facts, copy);
    copy_in_taken(copy, fields);
    return copy_in_end_row(copy, err);
}

static enum cadre_status send(void *context, struct str_view key, const struct row_facts *facts,
                              struct str_view fields, struct cadre_error *err)
{
    struct first_load *load = context;
    char text[PERSON_NUMBER_SIZE];
    const char *part = key.data;
    struct str_view national_id = part_of_key(&part);
    struct str_view source_number = part_of_key(&part);
    note_entry(load, facts);
    load->loaded++;
    struct str_view person = person_number_text(load->newest + load->loaded, text);
    enum cadre_status status =
        send_record(load, person, record_key(load, source_number, national_id), facts, fields, err);
    return status == CADRE_OK && load->people != NULL
               ? first_people_add(load->people, person, national_id, source_number, fields, err)
               : status;
}

/* Both rows give the same national id. */
static bool same_person(struct str_view left, struct str_view right)
{
    if (left.data[0] == '\0' || right.data[0] == '\0')
        return false;
    size_t length = strlen(left.data) + 1;
    return right.length >= length && memcmp(left.data, right.data, length) == 0;
}

static void begin_line(struct first_load *load)
{
    load->line = (struct first_line){
        .input = &load->input,
        .is_same = same_person,
        .column = "national_id",
        .rejections = &load->rejections,
        .take = send,
        .context = load,
    };
}

/* The second connection is the slower one. It never waits for the first one's rows, nor the first
 * one for its own: whichever is done goes on to its indexes. */
static enum cadre_status open_both(struct first_load *load, const char *statement,
                                   struct cadre_error *err)
{
    enum cadre_status status = first_volume_date(load->volume, load->recorded_at, err);
    if (status == CADRE_OK)
        status = first_people_open(load->people, err);
    if (status == CADRE_OK)
        status = first_volume_open(load->volume, load->session, statement, err);
    if (status == CADRE_OK)
        copy_in_beside(first_volume_copy(load->volume));
    return status;
}

/* Without a table beside all goes by one connection. */
static void settle_beside(struct first_load *load)
{
    if (load->volume == NULL || first_volume_stands(load->volume))
        return;
    first_volume_free(load->volume);
    load->volume = NULL;
    first_people_free(load->people);
    load->people = NULL;
}

/* While the table beside may still be in the making. */
static enum cadre_status ask_of_people(struct first_load *load, const char *owner,
                                       struct cadre_error *err)
{
    if (load->volume == NULL)
        return CADRE_OK;
    return first_people_new(load->session, load->source, owner, load->names, load->name_count,
                            &load->people, err);
}

static const char *volume_name(const struct first_load *load)
{
    return load->volume != NULL ? first_volume_name(load->volume) : NULL;
}

enum cadre_status first_load_begin(struct first_load *load, const struct merge_input *input,
                                   struct arena *arena, bool *ret_first, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = ask_of_people(load, input->owner, err);
    if (status != CADRE_OK)
        return status;
    settle_beside(load);
    const char *const parameters[] = {
        load->source,
        input->owner,
        parameter_int64(arena, input->batch),
        parameter_date(arena, input->effective),
        parameter_text_array(arena, load->names, load->name_count),
        volume_name(load),
    };
    status = session_run(load->session, &query_first_load_begin, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_first = rows_bool(rows, 0, rows_column(rows, "first"));
    if (!*ret_first)
        return CADRE_OK;
    load->input = *input;
    load->arena = arena;
    begin_line(load);
    load->recorded_at = rows_copy(rows, 0, "recorded_at", arena).data;
    load->newest = rows_number(rows, 0, "newest");
    load->shared = rows_bytes(rows, 0, "shared", arena);
    const char *statement = rows_text(rows, 0, rows_column(rows, "statement")).data;
    return load->volume != NULL ? open_both(load, statement, err)
                                : copy_in_open(load->session, statement, &load->copy, err);
}

enum cadre_status first_load_row(struct first_load *load, struct str_view key, struct str_view item,
                                 struct cadre_error *err)
{
    return first_line_add(&load->line, key, item, err);
}

/* ---- the end --------------------------------------------------------------------------------- */

static void fill_result(const struct first_load *load, struct merge_result *ret_result)
{
    *ret_result = (struct merge_result){
        .recorded_at = load->recorded_at,
        .counts = {.rows_new = load->loaded},
        .open = load->loaded,
    };
    ret_result->rejections = first_rejections_sorted(&load->rejections, &load->input, load->arena,
                                                     &ret_result->rejection_count);
}

static enum cadre_status end_copy(struct first_load *load, struct cadre_error *err)
{
    struct copy_in *copy = load->copy;
    load->copy = NULL;
    return copy_in_finish(copy, err);
}

/* *at: in the page that is read. */
static bool next_entry(void *context, size_t *at, struct digest_entry *ret_entry)
{
    struct first_load *load = context;
    if (load->read_page != NULL && *at == load->read_page->count) {
        load->read_page = load->read_page->next;
        *at = 0;
    }
    if (load->read_page == NULL)
        return false;
    *ret_entry = load->read_page->entries[(*at)++];
    return true;
}

static enum cadre_status write_digest(struct first_load *load, struct cadre_error *err)
{
    if (load->loaded == 0 || load->without_digest)
        return digest_store_delete(load->session, load->kind, load->source, err);
    load->read_page = load->pages;
    const struct digest_renewal renewal = {
        .kind = load->kind,
        .source = load->source,
        .batch = load->input.batch,
        .effective = load->input.effective,
        .open = load->loaded,
        .by_digest = true,
        .next_kept = next_entry,
        .context = load,
    };
    return digest_store_write(load->session, &renewal, err);
}

/* People are indexed while records are still sent. Which of both is done first with what it alone
 * can do depends on how long the list is. */
static enum cadre_status index_both(struct first_load *load, struct cadre_error *err)
{
    enum cadre_status status = first_people_index(load->people, load->loaded, err);
    if (status == CADRE_OK)
        status = first_volume_copied(load->volume, err);
    if (status == CADRE_OK)
        status = first_volume_end(load->volume, load->session, load->loaded, err);
    if (status == CADRE_OK)
        status = first_volume_index(load->volume, load->session, load->loaded, err);
    if (status == CADRE_OK)
        status = first_volume_index_rest(load->volume, load->session, load->loaded, err);
    return status == CADRE_OK ? session_await(load->session, load->session, err) : status;
}

/* The digest is written while the records are still indexed. Then these stand, as no part of the
 * registry yet. */
static enum cadre_status end_both(struct first_load *load, struct cadre_error *err)
{
    enum cadre_status status = first_people_copied(load->people, err);
    if (status == CADRE_OK)
        status = index_both(load, err);
    if (status == CADRE_OK)
        status = write_digest(load, err);
    return status == CADRE_OK ? first_volume_keep(load->volume, load->session, err) : status;
}

enum cadre_status first_load_end(struct first_load *load, struct merge_result *ret_result,
                                 struct cadre_error *err)
{
    enum cadre_status status = first_line_end(&load->line, err);
    if (status != CADRE_OK)
        return status;
    status = load->volume != NULL ? end_both(load, err) : end_copy(load, err);
    if (status != CADRE_OK)
        return status;
    const char *const parameters[] = {
        load->source,
        load->input.owner,
        parameter_int64(load->arena, load->input.batch),
        load->recorded_at,
        parameter_int64(load->arena, load->loaded),
        volume_name(load),
    };
    status = session_do(load->session, &query_first_load_end, parameters, err);
    if (status == CADRE_OK)
        fill_result(load, ret_result);
    return status;
}

enum cadre_status first_load_digest(struct first_load *load, struct cadre_error *err)
{
    return load->volume != NULL ? CADRE_OK : write_digest(load, err);
}
