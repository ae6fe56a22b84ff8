#include "import/sorted_spool.h"

#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/base/fetch.h"
#include "core/base/parallel.h"
#include "import/temporary.h"

/* An entry is two lengths, key and item. */
struct lengths {
    uint32_t key, item;
};

enum { WINDOWS_BYTES = 8 * 1024 * 1024, WINDOW_MIN = 4096, WINDOW_MAX = 256 * 1024 };

/* Where an entry of the memory begins, and the first bytes of its key, which mostly decide. */
struct place {
    uint64_t first;
    uint64_t offset;
};

/* A sorted part of the temporary, of which a window is in memory. */
struct run {
    uint64_t begin;
    uint64_t next, end; /* of what is not read yet */
    char *window;
    size_t at, filled, capacity;
};

/* What is in memory: entries, and where they begin. */
struct half {
    char *entries;
    size_t length, capacity;
    struct place *places;
    size_t place_count, place_capacity;
};

struct sorted_spool {
    size_t memory_bytes;
    bool in_halves;     /* else one half has all of the memory, until there is a run */
    struct half filled; /* what is added goes here */
    struct half other;  /* becomes a run meanwhile */
    struct parallel_task *writer;
    int write_error;              /* of it; 0 = none */
    struct parallel_task *sorter; /* of what is filled, once it is to be read */
    size_t next_place;            /* to be read, when there are no runs */
    int fd;                       /* of the runs; -1 = there are none */
    uint64_t written;
    struct run *runs;
    size_t run_count, run_capacity;
    size_t *heap; /* runs that are not at their end, the one with the least key first */
    size_t heap_count;
    bool taken; /* the first of the heap was given out and is to go on */
};

struct sorted_spool *sorted_spool_new(size_t memory_bytes)
{
    struct sorted_spool *spool = sorted_spool_new_whole(memory_bytes);
    spool->in_halves = true;
    return spool;
}

struct sorted_spool *sorted_spool_new_whole(size_t memory_bytes)
{
    struct sorted_spool *spool = cadre_calloc(1, sizeof *spool);
    spool->memory_bytes = memory_bytes;
    spool->fd = -1;
    return spool;
}

/* Whatever was read of them, they are to be read again. */
static void close_runs(struct sorted_spool *spool)
{
    for (size_t i = 0; i < spool->run_count; i++) {
        struct run *run = &spool->runs[i];
        free(run->window);
        *run = (struct run){.begin = run->begin, .next = run->begin, .end = run->end};
    }
    free(spool->heap);
    spool->heap = NULL;
    spool->heap_count = 0;
    spool->taken = false;
}

static void free_half(struct half *half)
{
    free(half->places);
    free(half->entries);
    *half = (struct half){0};
}

void sorted_spool_free(struct sorted_spool *spool)
{
    if (spool == NULL)
        return;
    parallel_end(spool->writer);
    parallel_end(spool->sorter);
    close_runs(spool);
    if (spool->fd >= 0)
        close(spool->fd);
    free(spool->runs);
    free_half(&spool->filled);
    free_half(&spool->other);
    free(spool);
}

/* ---- entries --------------------------------------------------------------------------------- */

static struct lengths lengths_at(const char *entry)
{
    struct lengths lengths;
    memcpy(&lengths, entry, sizeof lengths);
    return lengths;
}

static size_t entry_size(const char *entry)
{
    struct lengths lengths = lengths_at(entry);
    return sizeof lengths + lengths.key + lengths.item;
}

static struct str_view key_at(const char *entry)
{
    return (struct str_view){entry + sizeof(struct lengths), lengths_at(entry).key};
}

static struct str_view item_at(const char *entry)
{
    struct lengths lengths = lengths_at(entry);
    return (struct str_view){entry + sizeof lengths + lengths.key, lengths.item};
}

static uint64_t first_bytes(struct str_view key)
{
    uint64_t first = 0;
    for (size_t i = 0; i < sizeof first; i++)
        first = first << 8 | (i < key.length ? (unsigned char)key.data[i] : 0);
    return first;
}

/* ---- filling --------------------------------------------------------------------------------- */

static int compare_places(const void *left, const void *right, void *entries)
{
    const struct place *a = left;
    const struct place *b = right;
    int order = str_view_compare(key_at((const char *)entries + a->offset),
                                 key_at((const char *)entries + b->offset));
    return order != 0 ? order : (a->offset > b->offset) - (a->offset < b->offset);
}

enum { DIGIT_BITS = 11, DIGITS = 6, DIGIT_VALUES = 1 << DIGIT_BITS };

static size_t digit_of(const struct place *place, int digit)
{
    return place->first >> (digit * DIGIT_BITS) & (DIGIT_VALUES - 1);
}

/* Whether all places have the same digit; else *counts become where those with each digit go. */
static bool is_common(size_t *counts, const struct place *first, int digit, size_t place_count)
{
    size_t at = 0;
    if (counts[digit_of(first, digit)] == place_count)
        return true;
    for (size_t value = 0; value < DIGIT_VALUES; value++) {
        size_t count = counts[value];
        counts[value] = at;
        at += count;
    }
    return false;
}

/* By the first bytes of their keys, digit by digit from the last one (Knuth, The Art of Computer
 * Programming, volume 3, 5.2.5): a place that was added before another one stays so. */
static void sort_by_first(struct half *half)
{
    size_t count = half->place_count;
    struct place *from = half->places;
    struct place *to = cadre_calloc(count, sizeof *to);
    size_t(*counts)[DIGIT_VALUES] = cadre_calloc(DIGITS, sizeof *counts);
    for (size_t i = 0; i < count; i++) {
        for (int digit = 0; digit < DIGITS; digit++)
            counts[digit][digit_of(&from[i], digit)]++;
    }
    for (int digit = 0; digit < DIGITS; digit++) {
        if (is_common(counts[digit], from, digit, count))
            continue;
        for (size_t i = 0; i < count; i++)
            to[counts[digit][digit_of(&from[i], digit)]++] = from[i];
        struct place *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != half->places) {
        half->places = from;
        half->place_capacity = count;
    }
    free(to);
    free(counts);
}

/* Of keys that begin alike there mostly are few. */
static void sort_alike(const struct half *half, size_t begin, size_t end)
{
    enum { FEW = 8 };
    struct place *places = half->places;
    if (end - begin > FEW) {
        qsort_r(places + begin, end - begin, sizeof *places, compare_places, half->entries);
        return;
    }
    for (size_t i = begin + 1; i < end; i++) {
        const struct place moved = places[i];
        size_t at = i;
        for (; at > begin && compare_places(&places[at - 1], &moved, half->entries) > 0; at--)
            places[at] = places[at - 1];
        places[at] = moved;
    }
}

/* Of what is sorted by first bytes: those from `begin` on that begin alike, then by the whole of
 * their keys. Returns where the next ones begin. */
static size_t sort_next(const struct half *half, size_t begin)
{
    size_t end = begin + 1;
    while (end < half->place_count && half->places[end].first == half->places[begin].first)
        end++;
    sort_alike(half, begin, end);
    return end;
}

static void sort_half(struct half *half)
{
    if (half->place_count < 2)
        return;
    sort_by_first(half);
    for (size_t begin = 0; begin < half->place_count;)
        begin = sort_next(half, begin);
}

static enum cadre_status fail_temporary(const char *doing, int error, struct cadre_error *err)
{
    cadre_fail(err, CADRE_OUTPUT, "cannot %s a temporary file in '%s': %s", doing,
               temporary_folder(), strerror(error));
    return cadre_fail_hint(err, "set TMPDIR to a folder with more room");
}

static bool write_piece(struct sorted_spool *spool, struct str *piece)
{
    bool written = temporary_write(spool->fd, piece->data, piece->length);
    if (!written)
        spool->write_error = errno;
    str_reset(piece);
    return written;
}

/* Entries lie all over the half: those that come soon are fetched. */
static void expect_entry(const struct half *half, size_t place)
{
    enum { AHEAD = 8, BYTES = 5 * FETCH_LINE };
    if (place + AHEAD >= half->place_count)
        return;
    const char *entry = half->entries + half->places[place + AHEAD].offset;
    fetch_lines(entry, entry + BYTES);
}

/* On a thread of its own, which nobody else hears of before it has ended. Entries are written while
 * they are at hand for being compared. */
static void write_other(void *context)
{
    struct sorted_spool *spool = context;
    struct half *half = &spool->other;
    CADRE_CLEANUP(str_release) struct str piece = {0};
    sort_by_first(half);
    for (size_t begin = 0, end; begin < half->place_count; begin = end) {
        end = sort_next(half, begin);
        for (size_t i = begin; i < end; i++) {
            const char *entry = half->entries + half->places[i].offset;
            expect_entry(half, i);
            str_add(&piece, entry, entry_size(entry));
        }
        if (piece.length >= WINDOW_MAX && !write_piece(spool, &piece))
            return;
    }
    if (piece.length > 0)
        (void)write_piece(spool, &piece);
}

/* The other half is written, or there was none. */
static enum cadre_status end_writing(struct sorted_spool *spool, struct cadre_error *err)
{
    parallel_end(spool->writer);
    spool->writer = NULL;
    return spool->write_error == 0 ? CADRE_OK : fail_temporary("write", spool->write_error, err);
}

/* What is in memory becomes a run, while the other half is filled. */
static enum cadre_status begin_run(struct sorted_spool *spool, struct cadre_error *err)
{
    enum cadre_status status = end_writing(spool, err);
    if (status == CADRE_OK && spool->fd < 0)
        status = temporary_open(&spool->fd, err);
    if (status != CADRE_OK)
        return status;
    struct half written = spool->other;
    spool->other = spool->filled;
    written.length = written.place_count = 0;
    spool->filled = written;
    uint64_t begins = spool->written;
    spool->written += spool->other.length;
    spool->runs =
        cadre_grow(spool->runs, &spool->run_capacity, spool->run_count + 1, sizeof *spool->runs);
    spool->runs[spool->run_count++] =
        (struct run){.begin = begins, .next = begins, .end = spool->written};
    spool->writer = parallel_begin(write_other, spool);
    return CADRE_OK;
}

/* All of the memory, which is taken as it is filled. */
static void reserve(struct half *half, size_t bytes)
{
    half->entries = cadre_calloc_wide(bytes, 1);
    half->capacity = bytes;
}

/* What has all of the memory leaves none for what comes meanwhile: that is waited for, once. */
static enum cadre_status make_room(struct sorted_spool *spool, struct cadre_error *err)
{
    enum cadre_status status = begin_run(spool, err);
    if (status != CADRE_OK || spool->in_halves)
        return status;
    spool->in_halves = true;
    status = end_writing(spool, err);
    free_half(&spool->other);
    return status;
}

static void await_sorted(struct sorted_spool *spool)
{
    parallel_end(spool->sorter);
    spool->sorter = NULL;
}

enum cadre_status sorted_spool_add(struct sorted_spool *spool, struct str_view key,
                                   struct str_view item, struct cadre_error *err)
{
    const struct lengths lengths = {(uint32_t)key.length, (uint32_t)item.length};
    size_t size = sizeof lengths + key.length + item.length;
    size_t most = spool->in_halves ? spool->memory_bytes / 2 : spool->memory_bytes;
    struct half *half = &spool->filled;
    await_sorted(spool);
    if (half->place_count > 0 && half->length + size > most) {
        enum cadre_status status = make_room(spool, err);
        if (status != CADRE_OK)
            return status;
    }
    if (half->entries == NULL && !spool->in_halves)
        reserve(half, spool->memory_bytes);
    half->places = cadre_grow(half->places, &half->place_capacity, half->place_count + 1,
                              sizeof *half->places);
    half->places[half->place_count++] = (struct place){first_bytes(key), half->length};
    half->entries = cadre_grow(half->entries, &half->capacity, half->length + size, 1);
    char *at = half->entries + half->length;
    memcpy(at, &lengths, sizeof lengths);
    if (key.length > 0)
        memcpy(at + sizeof lengths, key.data, key.length);
    if (item.length > 0)
        memcpy(at + sizeof lengths + key.length, item.data, item.length);
    half->length += size;
    return CADRE_OK;
}

/* ---- merging --------------------------------------------------------------------------------- */

static enum cadre_status read_more(const struct sorted_spool *spool, struct run *run,
                                   struct cadre_error *err)
{
    while (run->filled < run->capacity && run->next < run->end) {
        uint64_t left = run->end - run->next;
        size_t room = run->capacity - run->filled;
        ssize_t count = pread(spool->fd, run->window + run->filled,
                              left < room ? (size_t)left : room, (off_t)run->next);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return fail_temporary("read", errno, err);
        run->filled += (size_t)count;
        run->next += (uint64_t)count;
    }
    return CADRE_OK;
}

static bool has_entry(const struct run *run)
{
    size_t left = run->filled - run->at;
    const char *entry = run->window + run->at;
    return left >= sizeof(struct lengths) && left >= entry_size(entry);
}

/* Its next entry is whole in the window, or the run is at its end. */
static enum cadre_status fill_window(const struct sorted_spool *spool, struct run *run,
                                     struct cadre_error *err)
{
    while (!has_entry(run) && run->next < run->end) {
        memmove(run->window, run->window + run->at, run->filled - run->at);
        run->filled -= run->at;
        run->at = 0;
        if (run->filled == run->capacity)
            run->window = cadre_grow(run->window, &run->capacity, run->capacity + 1, 1);
        enum cadre_status status = read_more(spool, run, err);
        if (status != CADRE_OK)
            return status;
    }
    return CADRE_OK;
}

static bool comes_before(const struct sorted_spool *spool, size_t left, size_t right)
{
    const struct run *a = &spool->runs[left];
    const struct run *b = &spool->runs[right];
    int order = str_view_compare(key_at(a->window + a->at), key_at(b->window + b->at));
    return order != 0 ? order < 0 : left < right;
}

static void sift_down(struct sorted_spool *spool, size_t from)
{
    for (size_t least = from;; from = least) {
        for (size_t child = 2 * from + 1; child <= 2 * from + 2; child++) {
            if (child < spool->heap_count &&
                comes_before(spool, spool->heap[child], spool->heap[least]))
                least = child;
        }
        if (least == from)
            return;
        size_t swapped = spool->heap[from];
        spool->heap[from] = spool->heap[least];
        spool->heap[least] = swapped;
    }
}

static enum cadre_status open_runs(struct sorted_spool *spool, struct cadre_error *err)
{
    size_t share = WINDOWS_BYTES / spool->run_count;
    size_t size = share < WINDOW_MIN ? WINDOW_MIN : share > WINDOW_MAX ? WINDOW_MAX : share;
    spool->heap = cadre_calloc(spool->run_count, sizeof *spool->heap);
    for (size_t i = 0; i < spool->run_count; i++) {
        struct run *run = &spool->runs[i];
        run->window = cadre_malloc(size);
        run->capacity = size;
        enum cadre_status status = fill_window(spool, run, err);
        if (status != CADRE_OK)
            return status;
        spool->heap[spool->heap_count++] = i;
    }
    for (size_t i = spool->heap_count; i-- > 0;)
        sift_down(spool, i);
    return CADRE_OK;
}

static void sort_memory(void *context)
{
    sort_half(context);
}

/* Many on a thread of their own: nobody needs them before the first one is asked for. */
static void sort_filled(struct sorted_spool *spool)
{
    enum { FEW = 4096 };
    if (spool->filled.place_count > FEW)
        spool->sorter = parallel_begin(sort_memory, &spool->filled);
    else
        sort_half(&spool->filled);
}

enum cadre_status sorted_spool_end(struct sorted_spool *spool, struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    await_sorted(spool);
    close_runs(spool);
    spool->next_place = 0;
    if (spool->run_count == 0) {
        sort_filled(spool);
        return CADRE_OK;
    }
    if (spool->filled.place_count > 0)
        status = begin_run(spool, err);
    if (status == CADRE_OK)
        status = end_writing(spool, err);
    if (status != CADRE_OK)
        return status;
    free_half(&spool->filled);
    free_half(&spool->other);
    return open_runs(spool, err);
}

/* The run whose entry was given out goes on, or out of the heap. */
static enum cadre_status advance(struct sorted_spool *spool, struct cadre_error *err)
{
    struct run *run = &spool->runs[spool->heap[0]];
    run->at += entry_size(run->window + run->at);
    enum cadre_status status = fill_window(spool, run, err);
    if (status != CADRE_OK)
        return status;
    if (run->at == run->filled)
        spool->heap[0] = spool->heap[--spool->heap_count];
    sift_down(spool, 0);
    return CADRE_OK;
}

static const char *next_in_memory(struct sorted_spool *spool)
{
    const struct half *half = &spool->filled;
    await_sorted(spool);
    if (spool->next_place == half->place_count)
        return NULL;
    expect_entry(half, spool->next_place);
    return half->entries + half->places[spool->next_place++].offset;
}

static enum cadre_status next_of_runs(struct sorted_spool *spool, const char **ret_entry,
                                      struct cadre_error *err)
{
    enum cadre_status status = spool->taken ? advance(spool, err) : CADRE_OK;
    spool->taken = status == CADRE_OK && spool->heap_count > 0;
    if (spool->taken) {
        const struct run *run = &spool->runs[spool->heap[0]];
        *ret_entry = run->window + run->at;
    }
    return status;
}

enum cadre_status sorted_spool_next(struct sorted_spool *spool, bool *ret_more,
                                    struct str_view *ret_key, struct str_view *ret_item,
                                    struct cadre_error *err)
{
    const char *entry = NULL;
    if (spool->run_count == 0)
        entry = next_in_memory(spool);
    else if (next_of_runs(spool, &entry, err) != CADRE_OK)
        return err->status;
    *ret_more = entry != NULL;
    if (entry != NULL) {
        *ret_key = key_at(entry);
        *ret_item = item_at(entry);
    }
    return CADRE_OK;
}
