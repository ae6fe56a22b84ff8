#include "sql/first_rows.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

struct row_facts row_facts_of(const struct typed_row *row)
{
    struct row_facts facts;
    memset(&facts, 0, sizeof facts); /* the gaps, too: it is written out */
    assert(row->place.line <= UINT32_MAX && row->place.record <= UINT32_MAX &&
           row->place.length <= UINT32_MAX);
    facts.offset = row->place.offset;
    facts.line = (uint32_t)row->place.line;
    facts.record = (uint32_t)row->place.record;
    facts.length = (uint32_t)row->place.length;
    facts.has_key = row->has_key;
    if (row->has_key)
        facts.entry = digest_entry_of(row);
    return facts;
}

struct row_facts row_facts_read(struct str_view item, struct str_view *ret_fields)
{
    struct row_facts facts;
    memcpy(&facts, item.data, sizeof facts);
    *ret_fields = (struct str_view){item.data + sizeof facts, item.length - sizeof facts};
    return facts;
}

void row_facts_copy_key_hash(const struct row_facts *facts, struct copy_in *copy)
{
    if (facts->has_key)
        copy_in_int64(copy, facts->entry.key);
    else
        copy_in_null(copy);
}

void row_facts_by_id(char *item)
{
    const bool by_id = true;
    memcpy(item + offsetof(struct row_facts, by_id), &by_id, sizeof by_id);
}

size_t row_column_count(const struct typed_row *row)
{
    return row->columns != NULL ? row->column_count : row->kind->column_count;
}

int row_column(const struct typed_row *row, size_t index)
{
    return row->columns != NULL ? row->columns[index] : (int)index;
}

struct str_view row_text(const struct typed_row *row, int column)
{
    if (column < 0 || !row->values[column].present)
        return (struct str_view){NULL, 0};
    return row->values[column].text;
}

static int compare_records(const void *left, const void *right)
{
    const uint64_t *a = left;
    const uint64_t *b = right;
    return (*a > *b) - (*a < *b);
}

/* Records are dropped in the order of the file, and rows come in that of their keys. */
static bool row_is_dropped(const struct merge_input *input, uint64_t record)
{
    return input->dropped_count > 0 &&
           bsearch(&record, input->dropped_records, input->dropped_count, sizeof record,
                   compare_records) != NULL;
}

void first_rejections_add(struct first_rejections *rejections, const char *code, const char *column,
                          const struct row_facts *facts, uint64_t rivals)
{
    rejections->items = cadre_grow(rejections->items, &rejections->capacity, rejections->count + 1,
                                   sizeof *rejections->items);
    rejections->items[rejections->count++] = (struct merge_rejection){
        .code = code,
        .column = column,
        .record = facts->record,
        .line = facts->line,
        .offset = facts->offset,
        .length = facts->length,
        .rivals = rivals,
        .key = facts->has_key ? facts->entry.key : 0,
    };
}

void first_rejections_free(struct first_rejections *rejections)
{
    free(rejections->items);
}

static int compare_rejections(const void *left, const void *right)
{
    const struct merge_rejection *a = left;
    const struct merge_rejection *b = right;
    return (a->record > b->record) - (a->record < b->record);
}

const struct merge_rejection *first_rejections_sorted(const struct first_rejections *rejections,
                                                      const struct merge_input *input,
                                                      struct arena *arena, size_t *ret_count)
{
    struct merge_rejection *sorted = arena_calloc(arena, rejections->count + 1, sizeof *sorted);
    *ret_count = 0;
    for (size_t i = 0; i < rejections->count; i++) {
        if (!row_is_dropped(input, rejections->items[i].record))
            sorted[(*ret_count)++] = rejections->items[i];
    }
    if (*ret_count > 1)
        qsort(sorted, *ret_count, sizeof *sorted, compare_rejections);
    return sorted;
}

/* ---- one of each key ------------------------------------------------------------------------- */

/* The row that waits is the only one with its key, or all of them are rejected. */
static enum cadre_status settle(struct first_line *line, bool is_twice, struct cadre_error *err)
{
    static const char twice[] = "X012";
    struct str_view fields;
    if (!line->waits)
        return CADRE_OK;
    const struct row_facts facts = row_facts_read(str_view_from(&line->item), &fields);
    line->waits = false;
    if (!is_twice)
        return line->take(line->context, str_view_from(&line->key), &facts, fields, err);
    first_rejections_add(line->rejections, twice, line->column, &facts, line->rivals);
    return CADRE_OK;
}

enum cadre_status first_line_add(struct first_line *line, struct str_view key, struct str_view item,
                                 struct cadre_error *err)
{
    struct str_view fields;
    uint64_t record = row_facts_read(item, &fields).record;
    if (row_is_dropped(line->input, record))
        return CADRE_OK;
    bool as_before = line->waits && line->is_same(str_view_from(&line->key), key);
    enum cadre_status status = settle(line, as_before || line->is_twice, err);
    if (status != CADRE_OK)
        return status;
    str_reset(&line->key);
    str_add_view(&line->key, key);
    str_reset(&line->item);
    str_add_view(&line->item, item);
    line->waits = true;
    line->is_twice = as_before;
    if (!as_before)
        line->rivals = record;
    return CADRE_OK;
}

enum cadre_status first_line_end(struct first_line *line, struct cadre_error *err)
{
    return settle(line, line->is_twice, err);
}

void first_line_release(struct first_line *line)
{
    str_release(&line->key);
    str_release(&line->item);
}
