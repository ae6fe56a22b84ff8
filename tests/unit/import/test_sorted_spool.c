#include "import/sorted_spool.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static struct cadre_error err;

static struct str_view view(const char *text)
{
    return str_view_of(text);
}

static void add(struct sorted_spool *spool, struct str_view key, struct str_view item)
{
    ck_assert_int_eq(sorted_spool_add(spool, key, item, &err), CADRE_OK);
}

/* "key=item,key=item" */
static void read_all(struct sorted_spool *spool, struct str *out)
{
    struct str_view key, item;
    bool more = true;
    ck_assert_int_eq(sorted_spool_end(spool, &err), CADRE_OK);
    for (;;) {
        ck_assert_int_eq(sorted_spool_next(spool, &more, &key, &item, &err), CADRE_OK);
        if (!more)
            break;
        if (out->length > 0)
            str_add_char(out, ',');
        str_add_view(out, key);
        str_add_char(out, '=');
        str_add_view(out, item);
    }
    ck_assert_int_eq(sorted_spool_next(spool, &more, &key, &item, &err), CADRE_OK);
    ck_assert(!more);
}

/* In memory, two entries a run, one a run; then more in the first run than in the others. */
static const struct {
    size_t bytes;
    bool whole;
} memories[] = {{1 << 20, false}, {40, false}, {1, false}, {1 << 20, true}, {80, true}, {1, true}};

static struct sorted_spool *new_spool(int memory)
{
    size_t bytes = memories[memory].bytes;
    return memories[memory].whole ? sorted_spool_new_whole(bytes) : sorted_spool_new(bytes);
}

START_TEST(items_come_in_the_order_of_their_keys)
{
    static const char *const entries[][2] = {
        {"pear", "1"},       {"", "2"},      {"apple", "3"},        {"pea", "4"},
        {"applesauce", "5"}, {"pear", "6"},  {"\xC9\x99", "7"},     {"applesauces", ""},
        {"pear", "8"},       {"Apple", "9"}, {"applesaucer", "10"},
    };
    CADRE_CLEANUP(str_release) struct str seen = {0};
    struct sorted_spool *spool = new_spool(_i);
    for (size_t i = 0; i < ROWS(entries); i++)
        add(spool, view(entries[i][0]), view(entries[i][1]));
    read_all(spool, &seen);
    ck_assert_str_eq(str_chars(&seen), "=2,Apple=9,apple=3,applesauce=5,applesaucer=10,"
                                       "applesauces=,pea=4,pear=1,pear=6,pear=8,\xC9\x99=7");
    sorted_spool_free(spool);
}
END_TEST

START_TEST(none_is_none)
{
    CADRE_CLEANUP(str_release) struct str seen = {0};
    struct sorted_spool *spool = new_spool(_i);
    read_all(spool, &seen);
    ck_assert_uint_eq(seen.length, 0);
    sorted_spool_free(spool);
    sorted_spool_free(NULL);
}
END_TEST

/* NUL is a byte as any other: a key ends where its length says. */
START_TEST(zero_bytes_count)
{
    struct sorted_spool *spool = new_spool(_i);
    struct str_view key, item;
    bool more;
    add(spool, (struct str_view){"a\0b", 3}, view("last"));
    add(spool, (struct str_view){"a\0", 2}, view("middle"));
    add(spool, (struct str_view){"a", 1}, view("first"));
    ck_assert_int_eq(sorted_spool_end(spool, &err), CADRE_OK);
    static const char *const wanted[] = {"first", "middle", "last"};
    for (size_t i = 0; i < ROWS(wanted); i++) {
        ck_assert_int_eq(sorted_spool_next(spool, &more, &key, &item, &err), CADRE_OK);
        ck_assert(more && str_view_equal(item, view(wanted[i])));
        ck_assert_uint_eq(key.length, i + 1);
    }
    sorted_spool_free(spool);
}
END_TEST

/* So many keys in a row begin alike. */
static const uint32_t alike[] = {1, 5, 20000};

static void make_key(uint32_t number, uint32_t alike_count, struct str *key)
{
    str_add_format(key, "%08u%07u", number / alike_count * alike_count, number);
}

/* Many runs, windows that end within an entry, and entries that are larger than a window. */
START_TEST(many_runs_are_merged)
{
    enum { ENTRIES = 20000, LARGE = 700000, MEMORY = 30000 };
    CADRE_FREE char *large = cadre_calloc(1, LARGE);
    struct sorted_spool *spool = sorted_spool_new(MEMORY);
    for (uint32_t i = 0; i < ENTRIES; i++) {
        CADRE_CLEANUP(str_release) struct str key = {0};
        uint32_t number = i * 7919 % ENTRIES; /* each once */
        make_key(number, alike[_i], &key);
        size_t length = number % 5000 == 17 ? LARGE : number % 301;
        memset(large, 'a' + (int)(number % 26), length);
        add(spool, str_view_from(&key), (struct str_view){large, length});
    }
    ck_assert_int_eq(sorted_spool_end(spool, &err), CADRE_OK);
    for (uint32_t number = 0; number < ENTRIES; number++) {
        CADRE_CLEANUP(str_release) struct str wanted = {0};
        struct str_view key, item;
        bool more;
        ck_assert_int_eq(sorted_spool_next(spool, &more, &key, &item, &err), CADRE_OK);
        make_key(number, alike[_i], &wanted);
        ck_assert(more && str_view_equal(key, str_view_from(&wanted)));
        ck_assert_uint_eq(item.length, number % 5000 == 17 ? LARGE : number % 301);
        memset(large, 'a' + (int)(number % 26), item.length);
        ck_assert_mem_eq(item.data, large, item.length);
    }
    sorted_spool_free(spool);
}
END_TEST

/* From its beginning each time, and with what was added since. */
START_TEST(it_is_read_again)
{
    CADRE_CLEANUP(str_release) struct str seen = {0};
    struct sorted_spool *spool = new_spool(_i);
    struct str_view key, item;
    bool more;
    add(spool, view("c"), view("1"));
    add(spool, view("a"), view("2"));
    add(spool, view("b"), view("3"));
    ck_assert_int_eq(sorted_spool_end(spool, &err), CADRE_OK);
    ck_assert_int_eq(sorted_spool_next(spool, &more, &key, &item, &err), CADRE_OK);
    ck_assert(more && str_view_equal(item, view("2")));
    read_all(spool, &seen);
    ck_assert_str_eq(str_chars(&seen), "a=2,b=3,c=1");
    add(spool, view("b"), view("4"));
    add(spool, view("a"), view("5"));
    str_reset(&seen);
    read_all(spool, &seen);
    ck_assert_str_eq(str_chars(&seen), "a=2,a=5,b=3,b=4,c=1");
    sorted_spool_free(spool);
}
END_TEST

/* So many that a thread of its own sorts them, read while it may still be at it, and added to. */
START_TEST(many_are_sorted_in_memory)
{
    enum { ENTRIES = 20000, MEMORY = 4 * 1024 * 1024 };
    struct sorted_spool *spool = sorted_spool_new_whole(MEMORY);
    CADRE_CLEANUP(str_release) struct str key = {0};
    for (uint32_t i = 0; i < ENTRIES; i++) {
        str_reset(&key);
        make_key(i * 7919 % ENTRIES, alike[_i], &key); /* each once */
        if (i == ENTRIES / 2)
            ck_assert_int_eq(sorted_spool_end(spool, &err), CADRE_OK);
        add(spool, str_view_from(&key), view("item"));
    }
    ck_assert_int_eq(sorted_spool_end(spool, &err), CADRE_OK);
    for (uint32_t number = 0; number < ENTRIES; number++) {
        struct str_view seen, item;
        bool more;
        str_reset(&key);
        make_key(number, alike[_i], &key);
        ck_assert_int_eq(sorted_spool_next(spool, &more, &seen, &item, &err), CADRE_OK);
        ck_assert(more && str_view_equal(seen, str_view_from(&key)));
    }
    ck_assert_int_eq(sorted_spool_end(spool, &err), CADRE_OK);
    sorted_spool_free(spool); /* unread */
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_told)
{
    struct cadre_error fault = {0};
    ck_assert_int_eq(setenv("TMPDIR", "/nonexistent", 1), 0);
    struct sorted_spool *spool = sorted_spool_new(1);
    add(spool, view("a"), view("1"));
    ck_assert_int_eq(sorted_spool_add(spool, view("b"), view("2"), &fault), CADRE_OUTPUT);
    ck_assert_str_eq(fault.message,
                     "cannot make a temporary file in '/nonexistent': No such file or directory");
    cadre_error_release(&fault);
    sorted_spool_free(spool);
}
END_TEST

/* A run is written while others are added: whoever adds next, or the end, hears of it. */
START_TEST(what_cannot_be_written_is_told)
{
    enum { MEMORY = 4096, ENTRIES = 1000 };
    const struct rlimit none = {0, 0};
    struct cadre_error fault = {0};
    enum cadre_status status = CADRE_OK;
    struct sorted_spool *spool = sorted_spool_new(MEMORY);
    ck_assert(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &none), 0);
    for (int i = 0; i < ENTRIES && status == CADRE_OK; i++)
        status = sorted_spool_add(spool, view("key"), view("an item of some length"), &fault);
    ck_assert_int_eq(status, CADRE_OUTPUT);
    ck_assert_ptr_nonnull(strstr(fault.message, "cannot write a temporary file"));
    cadre_error_release(&fault);
    sorted_spool_free(spool);
    spool = sorted_spool_new(MEMORY);
    for (int i = 0; i < 2; i++) /* the second makes a run of the first */
        add(spool, view("key"), (struct str_view){(char[MEMORY]){0}, MEMORY});
    ck_assert_int_eq(sorted_spool_end(spool, &fault), CADRE_OUTPUT);
    cadre_error_release(&fault);
    sorted_spool_free(spool);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("sorted_spool");
    tcase_add_loop_test(tcase, items_come_in_the_order_of_their_keys, 0, ROWS(memories));
    tcase_add_loop_test(tcase, none_is_none, 0, ROWS(memories));
    tcase_add_loop_test(tcase, zero_bytes_count, 0, ROWS(memories));
    tcase_add_loop_test(tcase, it_is_read_again, 0, ROWS(memories));
    tcase_add_loop_test(tcase, many_runs_are_merged, 0, ROWS(alike));
    tcase_add_loop_test(tcase, many_are_sorted_in_memory, 0, ROWS(alike));
    tcase_add_test(tcase, a_folder_that_is_not_there_is_told);
    tcase_add_test(tcase, what_cannot_be_written_is_told);
    return run_tcase(tcase, "import/sorted_spool");
}
