#include "import/findings.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/arena.h"
#include "import/sorted_spool.h"

enum { VALUE_BYTES_MAX = 200, MEMORY_BYTES = 8 * 1024 * 1024, KEY_BYTES = 16 };

/* A finding as it lies in the spool; its texts follow: column and hint with their NUL, and where
 * the record is that it keeps out before them. Line and record are its key. */
struct packed {
    uint32_t code;                                  /* index of it */
    uint32_t column_bytes, value_bytes, hint_bytes; /* 0 = none, or of no bytes */
    uint16_t has_place, has_value;
};

/* What of the record's place is not in the key. */
struct packed_place {
    uint64_t line, offset, length;
};

struct entry {
    struct finding finding;
    bool has_place;
    struct record_place place; /* of a record that it keeps out */
};

/* Behind a pointer, since reading moves on. */
struct listing {
    struct arena *arena;
    struct sorted_spool *spool;
    struct seen_keys *seen;
    size_t count;
    size_t *counts;         /* by code */
    struct finding refusal; /* the first; code NULL = none */
    bool failed;            /* by `fault` */
    struct cadre_error fault;
    struct str packed; /* of the one that is added */
    /* Of the reader: */
    struct entry at_hand;
    bool ahead; /* it was read, but is the next one's */
    struct arena *group_texts;
    struct finding *group; /* of one record */
    size_t group_count, group_capacity;
};

struct findings {
    struct listing *listing;
};

static const struct finding_code *all_codes(void)
{
    size_t count;
    return finding_code_all(&count);
}

struct findings *findings_new(void)
{
    size_t code_count;
    struct findings *findings = cadre_calloc(1, sizeof *findings);
    struct listing *listing = findings->listing = cadre_calloc(1, sizeof *listing);
    finding_code_all(&code_count);
    listing->arena = arena_new();
    listing->group_texts = arena_new();
    listing->spool = sorted_spool_new(MEMORY_BYTES);
    listing->seen = seen_keys_new();
    listing->counts = cadre_calloc(code_count, sizeof *listing->counts);
    return findings;
}

void findings_free(struct findings *findings)
{
    if (findings == NULL)
        return;
    struct listing *listing = findings->listing;
    sorted_spool_free(listing->spool);
    seen_keys_free(listing->seen);
    cadre_error_release(&listing->fault);
    str_release(&listing->packed);
    arena_free(listing->arena);
    arena_free(listing->group_texts);
    free(listing->group);
    free(listing->counts);
    free(listing);
    free(findings);
}

void findings_cleanup(struct findings **findings)
{
    findings_free(*findings);
}

struct arena *findings_arena(struct findings *findings)
{
    return findings->listing->arena;
}

enum cadre_status findings_status(const struct findings *findings, struct cadre_error *err)
{
    const struct cadre_error *fault = &findings->listing->fault;
    if (!findings->listing->failed)
        return CADRE_OK;
    cadre_fail(err, fault->status, "%s", fault->message);
    return fault->hint != NULL ? cadre_fail_hint(err, "%s", fault->hint) : fault->status;
}

/* ---- adding ---------------------------------------------------------------------------------- */

static struct str_view cut(struct str_view value)
{
    if (value.length <= VALUE_BYTES_MAX)
        return value;
    size_t length = VALUE_BYTES_MAX;
    while (length > 0 && ((unsigned char)value.data[length] & 0xC0) == 0x80)
        length--;
    return (struct str_view){value.data, length};
}

/* Ordered by line, then record: the highest byte first. */
static void make_key(const struct finding *finding, char key[KEY_BYTES])
{
    const uint64_t numbers[] = {finding->line, finding->record};
    for (size_t i = 0; i < KEY_BYTES; i++)
        key[i] = (char)(numbers[i / 8] >> (56 - 8 * (i % 8)));
}

static uint32_t text_bytes(const char *text)
{
    return text != NULL ? (uint32_t)strlen(text) + 1 : 0;
}

static void pack(const struct finding *finding, const struct record_place *place, struct str *out)
{
    const struct packed packed = {
        .code = (uint32_t)(finding->code - all_codes()),
        .column_bytes = text_bytes(finding->column),
        .value_bytes = (uint32_t)finding->value.length,
        .hint_bytes = text_bytes(finding->hint),
        .has_place = place != NULL,
        .has_value = finding->value.data != NULL,
    };
    str_reset(out);
    str_add(out, (const char *)&packed, sizeof packed);
    if (place != NULL) {
        const struct packed_place rest = {place->line, place->offset, place->length};
        str_add(out, (const char *)&rest, sizeof rest);
    }
    str_add(out, finding->column, packed.column_bytes);
    str_add(out, finding->hint, packed.hint_bytes);
    str_add_view(out, finding->value);
}

/* The first one in the file that refuses it; they are few. */
static void keep_refusal(struct listing *listing, const struct finding *finding)
{
    if (finding->code->effect != FINDING_REFUSES ||
        (listing->refusal.code != NULL && listing->refusal.line <= finding->line))
        return;
    listing->refusal = *finding;
    if (finding->column != NULL)
        listing->refusal.column = arena_strdup(listing->arena, finding->column);
    if (finding->value.data != NULL)
        listing->refusal.value = arena_copy(listing->arena, finding->value);
    if (finding->hint != NULL)
        listing->refusal.hint = arena_strdup(listing->arena, finding->hint);
}

void findings_add(struct findings *findings, const char *code, const struct record_place *place,
                  uint64_t line, const char *column, struct str_view value, const char *hint)
{
    struct listing *listing = findings->listing;
    const struct finding finding = {
        .code = finding_code_find(str_view_of(code)),
        .line = line,
        .record = place != NULL ? place->record : 0,
        .column = column,
        .value = cut(value),
        .hint = hint,
    };
    assert(finding.code != NULL);
    listing->count++;
    listing->counts[finding.code - all_codes()]++;
    keep_refusal(listing, &finding);
    if (listing->failed)
        return;
    char key[KEY_BYTES];
    make_key(&finding, key);
    pack(&finding, finding_keeps_out(&finding) ? place : NULL, &listing->packed);
    listing->failed =
        sorted_spool_add(listing->spool, (struct str_view){key, sizeof key},
                         str_view_from(&listing->packed), &listing->fault) != CADRE_OK;
}

/* ---- counting -------------------------------------------------------------------------------- */

size_t findings_count(const struct findings *findings)
{
    return findings->listing->count;
}

size_t findings_count_effect(const struct findings *findings, enum finding_effect effect)
{
    size_t count = 0;
    size_t code_count;
    const struct finding_code *codes = finding_code_all(&code_count);
    for (size_t i = 0; i < code_count; i++)
        count += codes[i].effect == effect ? findings->listing->counts[i] : 0;
    return count;
}

const struct finding *findings_refusal(const struct findings *findings)
{
    const struct finding *refusal = &findings->listing->refusal;
    return refusal->code != NULL ? refusal : NULL;
}

const struct finding_tally *findings_tally(const struct findings *findings, size_t *ret_count)
{
    const struct listing *listing = findings->listing;
    size_t code_count;
    const struct finding_code *codes = finding_code_all(&code_count);
    struct finding_tally *tally = arena_calloc(listing->arena, code_count, sizeof *tally);
    size_t count = 0;
    for (size_t i = 0; i < code_count; i++) {
        if (listing->counts[i] > 0)
            tally[count++] = (struct finding_tally){&codes[i], listing->counts[i]};
    }
    *ret_count = count;
    return tally;
}

/* ---- reading --------------------------------------------------------------------------------- */

void findings_rewind(const struct findings *findings)
{
    struct listing *listing = findings->listing;
    listing->ahead = false;
    if (!listing->failed)
        listing->failed = sorted_spool_end(listing->spool, &listing->fault) != CADRE_OK;
}

static uint64_t number_of(const char *bytes)
{
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof number; i++)
        number = number << 8 | (unsigned char)bytes[i];
    return number;
}

/* Of an item that lives as long as the entry. */
static struct entry unpack(struct str_view key, struct str_view item)
{
    struct packed packed;
    struct entry entry = {
        .finding = {.line = number_of(key.data), .record = number_of(key.data + 8)}};
    memcpy(&packed, item.data, sizeof packed);
    const char *at = item.data + sizeof packed;
    entry.finding.code = all_codes() + packed.code;
    entry.has_place = packed.has_place;
    if (packed.has_place) {
        struct packed_place rest;
        memcpy(&rest, at, sizeof rest);
        entry.place =
            (struct record_place){rest.line, entry.finding.record, rest.offset, rest.length};
        at += sizeof rest;
    }
    entry.finding.column = packed.column_bytes > 0 ? at : NULL;
    at += packed.column_bytes;
    entry.finding.hint = packed.hint_bytes > 0 ? at : NULL;
    at += packed.hint_bytes;
    if (packed.has_value)
        entry.finding.value = (struct str_view){at, packed.value_bytes};
    return entry;
}

/* Takes the next one to hand; false behind the last. */
static bool read_entry(struct listing *listing)
{
    struct str_view key, item;
    bool more = false;
    if (listing->ahead) {
        listing->ahead = false;
        return true;
    }
    if (!listing->failed)
        listing->failed =
            sorted_spool_next(listing->spool, &more, &key, &item, &listing->fault) != CADRE_OK;
    more = more && !listing->failed;
    if (more)
        listing->at_hand = unpack(key, item);
    return more;
}

const struct finding *findings_next(const struct findings *findings)
{
    return read_entry(findings->listing) ? &findings->listing->at_hand.finding : NULL;
}

/* ---- records kept out ------------------------------------------------------------------------ */

bool finding_keeps_out(const struct finding *finding)
{
    return finding->code->effect == FINDING_REJECTS || finding->code->effect == FINDING_HOLDS;
}

/* The one at hand, whose texts are gone with the next. */
static void join_group(struct listing *listing)
{
    struct arena *arena = listing->group_texts;
    listing->group = cadre_grow(listing->group, &listing->group_capacity, listing->group_count + 1,
                                sizeof *listing->group);
    struct finding *finding = &listing->group[listing->group_count++];
    *finding = listing->at_hand.finding;
    if (finding->column != NULL)
        finding->column = arena_strdup(arena, finding->column);
    if (finding->value.data != NULL)
        finding->value = arena_copy(arena, finding->value);
    if (finding->hint != NULL)
        finding->hint = arena_strdup(arena, finding->hint);
}

/* All of the record of the one at hand; false when none of them keeps it out. */
static bool gather(struct listing *listing, struct rejected_record *ret_record)
{
    const struct entry *entry = &listing->at_hand;
    const uint64_t record = entry->finding.record;
    bool kept_out = false;
    bool more;
    *ret_record = (struct rejected_record){.held = true};
    listing->group_count = 0;
    arena_reset(listing->group_texts);
    do {
        join_group(listing);
        kept_out = kept_out || entry->has_place;
        if (entry->has_place)
            ret_record->place = entry->place;
        if (entry->finding.code->effect == FINDING_REJECTS)
            ret_record->held = false;
        more = read_entry(listing);
    } while (more && entry->finding.record == record);
    listing->ahead = more;
    ret_record->findings = listing->group;
    ret_record->finding_count = listing->group_count;
    return kept_out;
}

bool findings_next_rejected(const struct findings *findings, struct rejected_record *ret_record)
{
    struct listing *listing = findings->listing;
    while (read_entry(listing)) {
        if (listing->at_hand.finding.record > 0 && gather(listing, ret_record))
            return true;
    }
    return false;
}

/* ---- rows that are not stored ---------------------------------------------------------------- */

void findings_see(struct findings *findings, const struct seen_key *key)
{
    struct listing *listing = findings->listing;
    if (!listing->failed)
        listing->failed = seen_keys_add(listing->seen, key, &listing->fault) != CADRE_OK;
}

struct seen_keys *findings_seen(const struct findings *findings)
{
    return findings->listing->seen;
}
