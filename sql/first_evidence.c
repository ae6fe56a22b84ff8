#include "sql/first_evidence.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/copy_binary.h"
#include "sql/evidence_rows.h"
#include "sql/merge_kinds.h"

enum { OWN_COLUMNS = 3 /* person, key and its hash; then those of the file */ };

/* A copy takes one processor, and what sends it the lesser part of another. People next to each
 * other go together: about as many as fill a piece of a copy. */
enum { PARTS = 2, PEOPLE_TOGETHER = 128 };

struct part {
    struct first_volume *volume;
    int64_t loaded;
};

struct first_evidence {
    struct session *session; /* it decides */
    const struct kind *kind;
    struct part parts[PARTS];
    size_t part_count;
    struct first_volume_input input;
    struct evidence_rows *rows;
    const char *newest; /* when the registry was written last, before the names were asked for */
    const struct str_view *names; /* of the columns that the table takes */
    size_t name_count;
    struct arena *own;
    /* From the beginning on: */
    struct merge_input merge_input;
    struct arena *arena;
    const char *recorded_at;
    struct digest_writer *digest;
    int64_t loaded;
    bool without_digest; /* a row has no hash of its key */
};

bool first_evidence_serves(const struct kind *kind)
{
    return merge_kind_find(kind->name)->first_key[0] != NULL;
}

/* Whether it is the first, and then whether it is long; when the registry was written last. */
static enum cadre_status ask_first(struct session *session, const struct kind *kind,
                                   const char *source, struct cadre_date effective, uint64_t bytes,
                                   struct rows **ret_rows, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {
        merge_kind_find(kind->name)->target,
        kind->name,
        source,
        parameter_date(arena, effective),
        parameter_int64(arena, (int64_t)bytes),
    };
    return session_run(session, &query_first_evidence_may, parameters, ret_rows, err);
}

enum cadre_status first_evidence_may(struct session *session, const struct kind *kind,
                                     const char *source, struct cadre_date effective,
                                     uint64_t bytes, bool *ret_may, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = ask_first(session, kind, source, effective, bytes, &rows, err);
    *ret_may = status == CADRE_OK && rows_bool(rows, 0, rows_column(rows, "first")) &&
               rows_bool(rows, 0, rows_column(rows, "long"));
    return status;
}

struct first_evidence *first_evidence_new(struct session *session, const struct kind *kind,
                                          const struct first_volume_input *input)
{
    struct first_evidence *evidence = cadre_calloc(1, sizeof *evidence);
    evidence->session = session;
    evidence->kind = kind;
    evidence->input = *input;
    evidence->input.target = merge_kind_find(kind->name)->target;
    evidence->rows = evidence_rows_new(session, kind, &evidence->input);
    evidence->own = arena_new();
    evidence->part_count = PARTS;
    for (size_t i = 0; i < PARTS; i++) {
        evidence->input.part = (int)i;
        evidence->parts[i].volume = first_volume_begin(&evidence->input);
    }
    return evidence;
}

void first_evidence_committed(struct first_evidence *evidence)
{
    for (size_t i = 0; i < evidence->part_count; i++)
        first_volume_decided(evidence->parts[i].volume);
}

void first_evidence_free(struct first_evidence *evidence)
{
    if (evidence == NULL)
        return;
    digest_writer_abort(evidence->digest);
    session_rollback(evidence->session); /* it may hold locks of the volumes */
    for (size_t i = 0; i < evidence->part_count; i++)
        first_volume_free(evidence->parts[i].volume);
    evidence_rows_free(evidence->rows);
    arena_free(evidence->own);
    free(evidence);
}

/* ---- putting aside --------------------------------------------------------------------------- */

/* When the registry was written last is asked before anything of it is. */
static enum cadre_status load_names(struct first_evidence *evidence, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const struct first_volume_input *input = &evidence->input;
    enum cadre_status status = ask_first(evidence->session, evidence->kind, input->source,
                                         input->effective, 0, &rows, err);
    if (status != CADRE_OK)
        return status;
    evidence->newest = rows_copy(rows, 0, "newest", evidence->own).data;
    return evidence_rows_load_names(evidence->rows, err);
}

/* The server makes the tables while the names are asked for. */
static enum cadre_status see_first(struct first_evidence *evidence, const struct typed_row *row,
                                   struct cadre_error *err)
{
    enum cadre_status status =
        evidence_rows_begin(evidence->rows, row, &evidence->names, &evidence->name_count, err);
    if (status != CADRE_OK)
        return status;
    for (size_t i = 0; i < evidence->part_count; i++)
        first_volume_make(evidence->parts[i].volume, evidence->names, evidence->name_count);
    return load_names(evidence, err);
}

enum cadre_status first_evidence_put_aside(struct first_evidence *evidence,
                                           const struct typed_row *row, bool *ret_aside,
                                           struct str_view *ret_order, struct str_view *ret_item,
                                           struct cadre_error *err)
{
    enum cadre_status status =
        evidence_rows_have_begun(evidence->rows) ? CADRE_OK : see_first(evidence, row, err);
    if (status == CADRE_OK)
        status = evidence_rows_put_aside(evidence->rows, row, ret_aside, ret_order, ret_item, err);
    return status;
}

bool first_evidence_put_rest_aside(struct first_evidence *evidence, struct str_view *ret_order,
                                   struct str_view *ret_item)
{
    return evidence_rows_put_rest_aside(evidence->rows, ret_order, ret_item);
}

/* ---- loading --------------------------------------------------------------------------------- */

/* Of the volumes in their order; with_empty: those without rows, too. */
static const char *volume_names(const struct first_evidence *evidence, bool with_empty,
                                struct arena *arena)
{
    struct str_view names[PARTS];
    size_t count = 0;
    for (size_t i = 0; i < evidence->part_count; i++) {
        const struct part *part = &evidence->parts[i];
        if (with_empty || part->loaded > 0)
            names[count++] = str_view_of(first_volume_name(part->volume));
    }
    return parameter_text_array(arena, names, count);
}

/* No statements: it is not the first any more. */
static enum cadre_status ask_begin(struct first_evidence *evidence, struct arena *arena,
                                   const char *ret_statements[static PARTS],
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {
        evidence->input.target,
        evidence->kind->name,
        evidence->input.source,
        parameter_date(arena, evidence->input.effective),
        evidence->newest,
        parameter_text_array(arena, evidence->names, evidence->name_count),
        volume_names(evidence, true, arena),
    };
    enum cadre_status status =
        session_run(evidence->session, &query_first_evidence_begin, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    for (size_t i = 0; i < rows_count(rows); i++)
        ret_statements[i] = rows_copy(rows, i, "statement", arena).data;
    evidence->recorded_at = rows_copy(rows, 0, "recorded_at", arena).data;
    return CADRE_OK;
}

/* Parts that have no connection are left out: the others take all rows. */
static bool some_stand(struct first_evidence *evidence)
{
    size_t standing = 0;
    for (size_t i = 0; i < evidence->part_count; i++) {
        struct part part = evidence->parts[i];
        if (first_volume_stands(part.volume))
            evidence->parts[standing++] = part;
        else
            first_volume_free(part.volume);
    }
    evidence->part_count = standing;
    return standing > 0;
}

static enum cadre_status open_parts(struct first_evidence *evidence,
                                    const char *const statements[static PARTS],
                                    struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; status == CADRE_OK && i < evidence->part_count; i++)
        status = first_volume_date(evidence->parts[i].volume, evidence->recorded_at, err);
    if (status == CADRE_OK)
        status = digest_writer_open(evidence->session, evidence->kind, evidence->input.source,
                                    evidence->input.batch, &evidence->digest, err);
    for (size_t i = 0; status == CADRE_OK && i < evidence->part_count; i++)
        status =
            first_volume_open(evidence->parts[i].volume, evidence->session, statements[i], err);
    return status;
}

enum cadre_status first_evidence_begin(struct first_evidence *evidence,
                                       const struct merge_input *input, struct arena *arena,
                                       bool *ret_first, struct cadre_error *err)
{
    const char *statements[PARTS] = {NULL};
    enum cadre_status status = CADRE_OK;
    evidence->merge_input = *input;
    evidence->arena = arena;
    evidence_rows_all_aside(evidence->rows);
    if (evidence_rows_have_begun(evidence->rows) && some_stand(evidence))
        status = ask_begin(evidence, arena, statements, err);
    *ret_first = statements[0] != NULL;
    return status == CADRE_OK && *ret_first ? open_parts(evidence, statements, err) : status;
}

/* In each part rows are in order. */
static struct part *part_of(struct first_evidence *evidence, int64_t person)
{
    return &evidence->parts[(size_t)(person / PEOPLE_TOGETHER) % evidence->part_count];
}

static enum cadre_status send(void *context, const struct evidence_row *row,
                              struct cadre_error *err)
{
    struct first_evidence *evidence = context;
    const struct row_facts *facts = row->facts;
    struct part *part = part_of(evidence, row->number);
    struct copy_in *copy = first_volume_copy(part->volume);
    evidence->loaded++;
    part->loaded++;
    evidence_rows_note_stored(evidence->rows, row);
    copy_in_begin_row(copy, OWN_COLUMNS + (int)evidence->name_count);
    copy_in_text(copy, row->person);
    copy_in_text(copy, row->key);
    row_facts_copy_key_hash(facts, copy);
    copy_in_taken(copy, row->fields);
    enum cadre_status status = copy_in_end_row(copy, err);
    evidence->without_digest = evidence->without_digest || !facts->has_key;
    return status == CADRE_OK && facts->has_key
               ? digest_writer_add(evidence->digest, &facts->entry, err)
               : status;
}

enum cadre_status first_evidence_load(struct first_evidence *evidence, struct str_view order,
                                      struct str_view item, struct cadre_error *err)
{
    const struct evidence_sink sink = {evidence, send};
    return evidence_rows_take(evidence->rows, &evidence->merge_input, order, item, &sink, err);
}

/* ---- the end --------------------------------------------------------------------------------- */

/* The server has stored all of it but what is under way. */
static enum cadre_status leave_digest(struct first_evidence *evidence, struct cadre_error *err)
{
    struct digest_writer *digest = evidence->digest;
    evidence->digest = NULL;
    return digest_writer_leave(digest, err);
}

/* Nobody has read it yet. */
static enum cadre_status await_digest(struct first_evidence *evidence, struct cadre_error *err)
{
    struct session *session = evidence->session;
    enum cadre_status status = session_await(session, session, err);
    return status == CADRE_OK && evidence->without_digest
               ? digest_store_delete(session, evidence->kind, evidence->input.source, err)
               : status;
}

static enum cadre_status hang_below(struct first_evidence *evidence, struct cadre_error *err)
{
    const char *const parameters[] = {
        evidence->input.target,
        volume_names(evidence, false, evidence->arena),
    };
    return session_do(evidence->session, &query_first_evidence_end, parameters, err);
}

/* What is left to the connection that decides, while the others make their indexes. */
static enum cadre_status store_beside(struct first_evidence *evidence, struct cadre_error *err)
{
    const char *const parameters[] = {evidence->input.target};
    enum cadre_status status = await_digest(evidence, err);
    if (status == CADRE_OK)
        status = session_do(evidence->session, &query_first_evidence_index, parameters, err);
    return status == CADRE_OK ? evidence_rows_store_named(evidence->rows, err) : status;
}

/* A part without rows is none. */
static enum cadre_status store_parts(struct first_evidence *evidence, struct cadre_error *err)
{
    const struct part *parts = evidence->parts;
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; status == CADRE_OK && i < evidence->part_count; i++) {
        if (parts[i].loaded > 0)
            status =
                first_volume_end_part(parts[i].volume, evidence->session, parts[i].loaded, err);
    }
    if (status == CADRE_OK)
        status = store_beside(evidence, err);
    for (size_t i = 0; status == CADRE_OK && i < evidence->part_count; i++) {
        if (parts[i].loaded > 0)
            status = first_volume_keep(parts[i].volume, evidence->session, err);
    }
    return status == CADRE_OK ? hang_below(evidence, err) : status;
}

enum cadre_status first_evidence_end(struct first_evidence *evidence,
                                     struct merge_result *ret_result, struct cadre_error *err)
{
    const struct evidence_sink sink = {evidence, send};
    enum cadre_status status = evidence_rows_end(evidence->rows, &sink, err);
    for (size_t i = 0; status == CADRE_OK && i < evidence->part_count; i++)
        status = first_volume_copied(evidence->parts[i].volume, err);
    if (status == CADRE_OK)
        status = leave_digest(evidence, err);
    if (status == CADRE_OK) /* of nothing the next file is the first */
        status = evidence->loaded > 0 ? store_parts(evidence, err) : await_digest(evidence, err);
    if (status != CADRE_OK)
        return status;
    *ret_result = (struct merge_result){
        .recorded_at = evidence->recorded_at,
        .counts = {.rows_new = evidence->loaded},
        .open = evidence->loaded,
    };
    ret_result->rejections = evidence_rows_rejected(evidence->rows, &evidence->merge_input,
                                                    evidence->arena, &ret_result->rejection_count);
    return CADRE_OK;
}
