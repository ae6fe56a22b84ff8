/* What sources stated last, and staging that is gone on with. */
#include <string.h>

#include "sql/digest_store.h"
#include "sql/source_store.h"
#include "sql/staging.h"
#include "tests/integration/files.h"

enum { ENTRIES_MAX = 5000 };

/* ---- a merge, record by record --------------------------------------------------------------- */

/* Person n of a list: known by the source's key P<n>, hash of the record made of n and `version`.
 */
struct person {
    int64_t number;
    char version;
    bool clean;
};

static struct hash128 record_of(int64_t number, char version)
{
    struct hash128 hash = {0};
    memcpy(hash.bytes, &number, sizeof number);
    hash.bytes[15] = (uint8_t)version;
    return hash;
}

static void stage(struct staging *staging, const struct kind *kind, const struct person *people,
                  size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct typed_value values[64] = {{0}};
        const char *key = arena_format(test_arena(), "P%lld", (long long)people[i].number);
        const char *job = arena_format(test_arena(), "job %c", people[i].version);
        const struct {
            const char *column, *text;
        } cells[] = {{"source_person_id", key},
                     {"family_name", "a"},
                     {"given_name", "b"},
                     {"job_title", job}};
        for (size_t c = 0; c < sizeof cells / sizeof *cells; c++)
            values[kind_column_index(kind, cells[c].column)] =
                (struct typed_value){.present = true, .text = str_view_of(cells[c].text)};
        const struct typed_row row = {.kind = kind,
                                      .place = {i + 2, i + 1, 100 * i, 50},
                                      .values = values,
                                      .record_hash = record_of(people[i].number, people[i].version),
                                      .clean = people[i].clean,
                                      .has_key = true,
                                      .key_hash = people[i].number * 1000};
        must(staging_row(staging, &row, fault));
    }
    must(staging_close(staging, fault));
}

/* What the digest of the month before knew and this one did not parse; and what became of it. */
struct known {
    const struct digest_entry *kept;
    size_t kept_count;
    const struct digest_entry *rest;
    size_t rest_count;
};

static int64_t known_count(const struct known *known)
{
    return (int64_t)(known->kept_count + known->rest_count);
}

/* Whether some row of the month has the key. */
static bool is_of(const struct person people[], size_t count, int64_t key)
{
    for (size_t i = 0; i < count; i++) {
        if (people[i].number * 1000 == key)
            return true;
    }
    return false;
}

static bool next_kept(void *context, size_t *at, struct digest_entry *ret_entry)
{
    const struct known *known = context;
    if (*at == known->kept_count)
        return false;
    *ret_entry = known->kept[(*at)++];
    return true;
}

static bool next_rest(void *context, size_t *at, struct digest_entry *ret_entry)
{
    const struct known *known = context;
    if (*at == known->rest_count)
        return false;
    *ret_entry = known->rest[(*at)++];
    return true;
}

static const struct kind *roster(void)
{
    return kind_find(str_view_of("roster"));
}

/* ---- what the digest is ---------------------------------------------------------------------- */

struct digest_read {
    struct digest_entry entries[ENTRIES_MAX];
    size_t count;
};

static void take_come(void *context, const struct digest_entry *entries, size_t count)
{
    struct digest_read *read = context;
    ck_assert_uint_le(read->count + count, ENTRIES_MAX);
    memcpy(read->entries + read->count, entries, count * sizeof *entries);
    read->count += count;
}

static void take_gone(void *context, const struct digest_entry *entries, size_t count)
{
    struct digest_read *read = context;
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (at < read->count && !hash128_equal(&read->entries[at].record, &entries[i].record))
            at++;
        ck_assert_uint_lt(at, read->count);
        ck_assert_int_eq(read->entries[at].key, entries[i].key);
        read->entries[at] = read->entries[--read->count];
    }
}

static struct digest_read *read_digest(struct session *session, struct digest_extent *ret_extent)
{
    struct digest_read *read = arena_calloc(test_arena(), 1, sizeof *read);
    const struct digest_taker taker = {take_come, take_gone, read};
    must(digest_store_load(session, roster(), "BAKU", &taker, ret_extent, fault));
    ck_assert_uint_eq(read->count, ret_extent->standing);
    return read;
}

/* One month; its batch. */
static int64_t month(struct session *session, const char *effective, const struct person *people,
                     size_t count, bool full_list, bool key_unreadable, struct known *known)
{
    struct batch_identity identity = {.kind = "roster",
                                      .source = "BAKU",
                                      .owner = "BAKU",
                                      .sha256 = digest_of(effective, strlen(effective)),
                                      .ruleset = "1",
                                      .file_name = "f",
                                      .full_list = full_list};
    struct merge_result merged = {0};
    struct staging *staging = NULL;
    struct source_ensured source;
    int64_t batch = 0;
    ck_assert(cadre_date_parse_iso(str_view_of(effective), &identity.effective));
    must(source_store_ensure(session, "BAKU", NULL, test_arena(), &source, fault));
    must(session_begin(session, TRANSACTION_WRITE, fault));
    must(batch_store_open(session, &identity, &batch, fault));
    must(staging_open(session, roster(), batch, false, &staging, fault));
    stage(staging, roster(), people, count);
    must(session_lock(session, LOCK_REGISTRY, "", 60, fault));
    size_t unseen_count = 0;
    int64_t unseen[ENTRIES_MAX];
    for (size_t i = 0; known != NULL && i < known->rest_count; i++) {
        if (!is_of(people, count, known->rest[i].key))
            unseen[unseen_count++] = known->rest[i].key;
    }
    const struct merge_input input = {.kind = roster(),
                                      .batch = batch,
                                      .source = "BAKU",
                                      .owner = "BAKU",
                                      .effective = identity.effective,
                                      .full_list = full_list,
                                      .key_unreadable = key_unreadable,
                                      .max_removed_percent = 100,
                                      .by_digest = known != NULL,
                                      .unseen_keys = unseen,
                                      .unseen_count = unseen_count,
                                      .known = known != NULL ? known_count(known) : 0,
                                      .skipped = known != NULL ? (int64_t)known->kept_count : 0,
                                      .none_staged = count == 0};
    must(merge_run(session, &input, test_arena(), &merged, fault));
    ck_assert(!merged.digest_stale);
    merged.counts.rows_read =
        merged.counts.rows_new + merged.counts.rows_changed + merged.counts.rows_unchanged;
    must(batch_store_merged(session, batch, merged.recorded_at, &merged.counts, NULL, fault));
    struct digest_renewal renewal = {.kind = roster(),
                                     .source = "BAKU",
                                     .batch = batch,
                                     .effective = identity.effective,
                                     .open = merged.open,
                                     .by_digest = known != NULL,
                                     .rest_count = known != NULL ? known->rest_count : 0,
                                     .next_kept = next_kept,
                                     .next_rest = next_rest,
                                     .context = known};
    read_digest(session, &renewal.loaded);
    must(digest_store_renew(session, &renewal, fault));
    must(staging_drop(staging, fault));
    staging_free(staging);
    must(session_commit(session, fault));
    session_unlock(session, LOCK_REGISTRY, "");
    return batch;
}

/* ---- month by month -------------------------------------------------------------------------- */

static struct digest_read *standing_digest(struct session *session, int64_t *ret_batch)
{
    int64_t writer = -1;
    struct digest_extent extent = {.batch = -1};
    struct digest_read *read = read_digest(session, &extent);
    must(digest_store_writer(session, roster(), "BAKU", &writer, fault));
    ck_assert_int_eq(writer, extent.batch);
    *ret_batch = extent.batch;
    return read;
}

/* "1a 2? 3b": numbers in order with the version that is known, '?' when none is. */
static const char *told_digest(struct session *session)
{
    int64_t batch;
    const struct digest_read *read = standing_digest(session, &batch);
    CADRE_CLEANUP(str_release) struct str text = {0};
    for (int64_t number = 1; number < 100; number++) {
        for (size_t i = 0; i < read->count; i++) {
            const struct digest_entry *entry = &read->entries[i];
            if (entry->key != number * 1000)
                continue;
            struct hash128 record = record_of(number, (char)entry->record.bytes[15]);
            bool is_known = hash128_equal(&record, &entry->record);
            str_add_format(&text, "%s%lld%c", text.length > 0 ? " " : "", (long long)number,
                           is_known ? entry->record.bytes[15] : '?');
        }
    }
    return arena_copy(test_arena(), str_view_from(&text)).data;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

START_TEST(a_digest_is_of_what_is_open)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const struct person january[] = {
        {1, 'a', true}, {2, 'a', false}, {3, 'a', true}, {4, 'a', true}};
    add_organizations(session, "BAKU");
    int64_t writer;
    ck_assert_uint_eq(standing_digest(session, &writer)->count, 0);
    ck_assert_int_eq(writer, 0);
    int64_t first = month(session, "2026-01-01", january, COUNT(january), true, false, NULL);
    ck_assert_str_eq(told_digest(session), "1a 2? 3a 4a");
    ck_assert_uint_eq(standing_digest(session, &writer)->count, 4);
    ck_assert_int_eq(writer, first);
    /* 1 is as it was, 2 changed and is clean, 3 left, 4 changed with a warning, 5 is new. */
    const struct person february[] = {{2, 'b', true}, {4, 'b', false}, {5, 'b', true}};
    const struct digest_entry kept[] = {{record_of(1, 'a'), 1000}};
    const struct digest_entry rest[] = {
        {record_of(2, 'a'), 2000}, {record_of(3, 'a'), 3000}, {record_of(4, 'a'), 4000}};
    struct known known = {kept, COUNT(kept), rest, COUNT(rest)};
    month(session, "2026-02-01", february, COUNT(february), true, false, &known);
    ck_assert_str_eq(told_digest(session), "1a 2b 4? 5b");
    must(digest_store_delete(session, roster(), "BAKU", fault));
    ck_assert_uint_eq(standing_digest(session, &writer)->count, 0);
    ck_assert_int_eq(writer, 0);
}
END_TEST

/* Nobody leaves, so those who did not come are open all the same. */
START_TEST(who_is_held_back_stays_in_the_digest)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const struct person january[] = {{1, 'a', true}, {2, 'a', true}, {3, 'a', true}};
    const struct person february[] = {{2, 'b', true}};
    add_organizations(session, "BAKU");
    month(session, "2026-01-01", january, COUNT(january), true, false, NULL);
    if (_i == 0) {
        month(session, "2026-02-01", february, COUNT(february), true, true, NULL);
        ck_assert_str_eq(told_digest(session), "1? 2b 3?");
        return;
    }
    const struct digest_entry kept[] = {{record_of(1, 'a'), 1000}};
    const struct digest_entry rest[] = {{record_of(2, 'a'), 2000}, {record_of(3, 'a'), 3000}};
    struct known known = {kept, COUNT(kept), rest, COUNT(rest)};
    month(session, "2026-02-01", february, COUNT(february), true, true, &known);
    ck_assert_str_eq(told_digest(session), "1a 2b 3?");
}
END_TEST

START_TEST(a_part_leaves_the_others)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const struct person january[] = {{1, 'a', true}, {2, 'a', true}, {3, 'a', true}};
    const struct person part[] = {{2, 'b', true}, {4, 'b', true}};
    add_organizations(session, "BAKU");
    month(session, "2026-01-01", january, COUNT(january), true, false, NULL);
    month(session, "2026-02-01", part, COUNT(part), false, false, NULL);
    ck_assert_str_eq(told_digest(session), "1? 2b 3? 4b");
}
END_TEST

/* When its keys cannot be brought to be the open records, there is no digest rather than a wrong
 * one. */
START_TEST(a_digest_that_is_not_whole_is_none)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const struct person january[] = {{1, 'a', true}, {2, 'a', true}};
    const struct person february[] = {{2, 'b', true}};
    int64_t writer;
    add_organizations(session, "BAKU");
    month(session, "2026-01-01", january, COUNT(january), true, false, NULL);
    run_sql(session,
            "UPDATE cadre.source_record SET key_hash = NULL WHERE source_person_id = 'P1'");
    month(session, "2026-02-01", february, COUNT(february), false, false, NULL);
    ck_assert_uint_eq(standing_digest(session, &writer)->count, 0);
    ck_assert_int_eq(writer, 0);
}
END_TEST

/* People 1 to `count`, all clean. */
static struct person *many_people(int count)
{
    struct person *people = arena_calloc(test_arena(), (size_t)count, sizeof *people);
    for (int i = 0; i < count; i++)
        people[i] = (struct person){i + 1, 'a', true};
    return people;
}

/* People `from` to `to` with one version. */
static struct digest_entry *many_entries(int from, int to)
{
    size_t count = (size_t)(to - from + 1);
    struct digest_entry *entries = arena_calloc(test_arena(), count, sizeof *entries);
    for (int i = from; i <= to; i++)
        entries[i - from] = (struct digest_entry){record_of(i, 'a'), (int64_t)i * 1000};
    return entries;
}

#define PAGES                                                                                      \
    "SELECT page_no, length(gone), length(entries) FROM cadre.source_digest ORDER BY page_no"

START_TEST(a_digest_of_which_little_changes_is_amended)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    enum { PEOPLE = 4100 };
    const struct person changed[] = {{PEOPLE, 'b', true}, {PEOPLE + 1, 'b', true}};
    const struct person back[] = {{PEOPLE, 'a', true}};
    int64_t writer;
    add_organizations(session, "BAKU");
    month(session, "2026-01-01", many_people(PEOPLE), PEOPLE, true, false, NULL);
    ck_assert_uint_eq(standing_digest(session, &writer)->count, PEOPLE);
    ck_assert_answer(session, PAGES, "0|0|98304\n1|0|96");
    /* One changes, one comes. */
    struct known known = {many_entries(1, PEOPLE - 1), PEOPLE - 1, many_entries(PEOPLE, PEOPLE), 1};
    int64_t batch = month(session, "2026-02-01", changed, COUNT(changed), true, false, &known);
    ck_assert_answer(session, PAGES, "0|0|98304\n1|0|96\n2|24|0\n3|0|48");
    ck_assert_uint_eq(standing_digest(session, &writer)->count, PEOPLE + 1);
    ck_assert_int_eq(writer, batch);
    /* It is as it was, the other one leaves. */
    const struct digest_entry gone[] = {{record_of(PEOPLE, 'b'), PEOPLE * 1000},
                                        {record_of(PEOPLE + 1, 'b'), (PEOPLE + 1) * 1000}};
    known = (struct known){many_entries(1, PEOPLE - 1), PEOPLE - 1, gone, COUNT(gone)};
    batch = month(session, "2026-03-01", back, COUNT(back), true, false, &known);
    ck_assert_answer(session, PAGES, "0|0|98304\n1|0|96\n2|24|0\n3|0|48\n4|48|0\n5|0|24");
    ck_assert_uint_eq(standing_digest(session, &writer)->count, PEOPLE);
    ck_assert_int_eq(writer, batch);
    /* Of a part nobody else leaves, though the registry holds two back: they are looked for. */
    known = (struct known){many_entries(1, PEOPLE), PEOPLE, NULL, 0};
    month(session, "2026-04-01", &changed[1], 1, false, false, &known);
    ck_assert_answer(session, PAGES " DESC LIMIT 1", "6|0|24");
    ck_assert_uint_eq(standing_digest(session, &writer)->count, PEOPLE + 1);
}
END_TEST

/* What is gone is read time and again. */
START_TEST(a_digest_of_which_much_is_gone_is_written_anew)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    enum { PEOPLE = 80, EIGHTH = PEOPLE / 8 };
    int64_t writer;
    add_organizations(session, "BAKU");
    month(session, "2026-01-01", many_people(PEOPLE), PEOPLE, true, false, NULL);
    struct known known = {many_entries(EIGHTH + 1, PEOPLE), PEOPLE - EIGHTH,
                          many_entries(1, EIGHTH), EIGHTH};
    month(session, "2026-02-01", NULL, 0, true, false, &known);
    ck_assert_answer(session, PAGES, "0|0|1920\n1|240|0");
    known = (struct known){many_entries(EIGHTH + 2, PEOPLE), PEOPLE - EIGHTH - 1,
                           many_entries(EIGHTH + 1, EIGHTH + 1), 1};
    month(session, "2026-03-01", NULL, 0, true, false, &known);
    ck_assert_answer(session, PAGES, "0|0|1656");
    ck_assert_uint_eq(standing_digest(session, &writer)->count, PEOPLE - EIGHTH - 1);
}
END_TEST

START_TEST(the_secret_is_the_databases_own)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct hash128 first;
    struct hash128 again;
    size_t count = 1;
    must(digest_store_look(session, roster(), "BAKU", &first, &count, fault));
    must(digest_store_look(session, kind_find(str_view_of("needs")), NULL, &again, &count, fault));
    ck_assert_uint_eq(count, 0);
    ck_assert(hash128_equal(&first, &again));
    char hex[2 * HASH128_SIZE + 1];
    for (size_t i = 0; i < HASH128_SIZE; i++)
        snprintf(hex + 2 * i, 3, "%02x", first.bytes[i]);
    ck_assert_answer(session, "SELECT encode(secret, 'hex') FROM cadre.registry_secret", hex);
    ck_assert_str_ne(hex, "00000000000000000000000000000000");
}
END_TEST

/* ---- staging that is gone on with ------------------------------------------------------------ */

static const struct person rows[] = {{1, 'a', true}, {2, 'a', true}, {3, 'a', true}};

START_TEST(staging_goes_on_in_another_session)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(conninfo, "first");
    CADRE_CLEANUP(session_cleanup) struct session *other = connect_to(conninfo, "second");
    struct staging *staging = NULL;
    int64_t found = -1;
    must(session_begin(session, TRANSACTION_WRITE, fault));
    must(staging_open(session, roster(), 7, true, &staging, fault));
    must(staging_pause(staging, fault));
    must(session_commit(session, fault));
    must(session_begin(session, TRANSACTION_WRITE, fault));
    stage(staging, roster(), rows, 2);
    must(session_commit(session, fault));
    staging_free(staging); /* the table stays, and so does the view over it */
    must(staging_reopen(other, roster(), 7, &staging, &found, fault));
    ck_assert_int_eq(found, 2);
    stage(staging, roster(), rows + 2, 1);
    ck_assert_answer(other, "SELECT count(*), max(source_person_id) FROM staged", "3|P3");
    staging_free(staging);
    must(staging_reopen(other, roster(), 7, &staging, &found, fault));
    ck_assert_int_eq(found, 3);
    must(staging_empty(staging, fault));
    must(staging_close(staging, fault));
    ck_assert_answer(other, "SELECT count(*) FROM staged", "0");
    must(staging_drop(staging, fault)); /* under the other session's view */
    staging_free(staging);
    ck_assert_answer(other, "SELECT count(*) FROM pg_tables WHERE schemaname = 'cadre_staging'",
                     "0");
    staging_leave(session);
    must(staging_reopen(session, roster(), 7, &staging, &found, fault)); /* made anew */
    ck_assert_int_eq(found, 0);
    must(staging_close(staging, fault));
    must(staging_drop(staging, fault));
    staging_free(staging);
}
END_TEST

/* An unlogged table costs three waits for the disk; one that nobody else will see needs none. */
START_TEST(staging_that_lasts_is_unlogged)
{
    static const char persistence[] =
        "SELECT relpersistence FROM pg_class WHERE oid = 'cadre_staging.roster_7'::regclass";
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct staging *staging = NULL;
    must(staging_open(session, roster(), 7, true, &staging, fault));
    must(staging_pause(staging, fault));
    ck_assert_answer(session, persistence, "u");
    must(staging_drop(staging, fault));
    staging_free(staging);
    must(staging_open(session, roster(), 7, false, &staging, fault));
    must(staging_pause(staging, fault));
    ck_assert_answer(session,
                     "SELECT c.relpersistence = CASE WHEN current_setting('wal_level') = 'minimal' "
                     "THEN 'p' ELSE 'u' END "
                     "FROM pg_class c WHERE c.oid = 'cadre_staging.roster_7'::regclass",
                     "true");
    must(staging_drop(staging, fault));
    staging_free(staging);
}
END_TEST

/* What stands nowhere else is read back as it was, up to what a file may hold. */
START_TEST(where_a_staged_row_stood_is_kept)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    static const struct record_place places[] = {
        {2, 1, 0, 50},
        {258, 1, 65793, 16909060},
        {UINT32_MAX, UINT32_MAX, (UINT64_C(1) << 40) - 1, 1024 * 1024},
    };
    struct staging *staging = NULL;
    struct typed_value values[64] = {{0}};
    must(staging_open(session, roster(), 7, true, &staging, fault));
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct typed_row row = {.kind = roster(), .place = places[i], .values = values};
        must(staging_row(staging, &row, fault));
    }
    must(staging_close(staging, fault));
    ck_assert_answer(session,
                     "SELECT string_agg(format('%s %s %s %s', record_no, line_no, byte_offset, "
                     "byte_length), ', ' ORDER BY line_no) "
                     "FROM staged, cadre.record_place_parts(record_place)",
                     "1 2 0 50, 1 258 65793 16909060, "
                     "4294967295 4294967295 1099511627775 1048576");
    must(staging_drop(staging, fault));
    staging_free(staging);
}
END_TEST

START_TEST(what_was_not_committed_is_gone)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct staging *staging = NULL;
    must(session_begin(session, TRANSACTION_WRITE, fault));
    must(staging_open(session, roster(), 7, true, &staging, fault));
    staging_free(staging); /* while it is made */
    session_rollback(session);
    staging_leave(session);
    ck_assert_answer(session, "SELECT to_regclass('cadre_staging.roster_7') IS NULL", "true");
    must(staging_drop_batch(session, roster(), 7, fault)); /* none: fine */
}
END_TEST

/* More than are put aside while the table is made. */
START_TEST(rows_that_come_early_are_staged)
{
    enum { MANY = 2000 };
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct staging *staging = NULL;
    struct person *people = arena_calloc(test_arena(), MANY, sizeof *people);
    for (int i = 0; i < MANY; i++)
        people[i] = (struct person){i + 1, 'a', true};
    must(session_begin(session, TRANSACTION_WRITE, fault));
    must(staging_open(session, roster(), 7, false, &staging, fault));
    stage(staging, roster(), people, MANY);
    ck_assert_answer(session,
                     "SELECT count(*), count(DISTINCT source_person_id), sum(key_hash), "
                     "min(record_no), max(record_no) FROM staged",
                     "2000|2000|2001000000|1|2000");
    must(staging_drop(staging, fault));
    staging_free(staging);
}
END_TEST

static void open_beside_its_namesake(struct session *session, struct staging **ret_staging)
{
    must(staging_open(session, roster(), 7, true, ret_staging, fault));
    must(staging_pause(*ret_staging, fault));
    staging_free(*ret_staging);
    must(staging_open(session, roster(), 7, true, ret_staging, fault));
}

static void check_not_made(enum cadre_status status, struct cadre_error *err)
{
    ck_assert_int_eq(status, CADRE_DATABASE);
    ck_assert_str_eq(err->sqlstate, "42P07");
    ck_assert_str_eq(err->message, "staging_create failed: relation \"roster_7\" already exists");
    cadre_error_release(err);
}

START_TEST(a_table_that_cannot_be_made_is_told)
{
    struct cadre_error err = {0};
    struct staging *staging = NULL;
    struct typed_value values[64] = {{0}};
    const struct typed_row row = {.kind = roster(), .place = {2, 1, 0, 50}, .values = values};
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    open_beside_its_namesake(session, &staging);
    check_not_made(staging_pause(staging, &err), &err);
    staging_free(staging);
    must(staging_drop_batch(session, roster(), 7, fault));
    open_beside_its_namesake(session, &staging);
    must(staging_row(staging, &row, fault));
    check_not_made(staging_close(staging, &err), &err);
    staging_free(staging);
    must(staging_drop_batch(session, roster(), 7, fault));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("digest_store");
    tcase_add_test(tcase, a_digest_is_of_what_is_open);
    tcase_add_loop_test(tcase, who_is_held_back_stays_in_the_digest, 0, 2);
    tcase_add_test(tcase, a_part_leaves_the_others);
    tcase_add_test(tcase, a_digest_that_is_not_whole_is_none);
    tcase_add_test(tcase, a_digest_of_which_little_changes_is_amended);
    tcase_add_test(tcase, a_digest_of_which_much_is_gone_is_written_anew);
    tcase_add_test(tcase, the_secret_is_the_databases_own);
    tcase_add_test(tcase, staging_goes_on_in_another_session);
    tcase_add_test(tcase, staging_that_lasts_is_unlogged);
    tcase_add_test(tcase, where_a_staged_row_stood_is_kept);
    tcase_add_test(tcase, what_was_not_committed_is_gone);
    tcase_add_test(tcase, rows_that_come_early_are_staged);
    tcase_add_test(tcase, a_table_that_cannot_be_made_is_told);
    return run_with_server(tcase, "integration/digest_store");
}
