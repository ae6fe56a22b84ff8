#include "import/input_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "tests/unit/import/import_case.h"

static const char abc_digest[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

static void check_abc(struct input_file *file, const char *label)
{
    struct cadre_error err = {0};
    struct digest digest;
    char hex[DIGEST_HEX_SIZE];
    char bytes[8];
    size_t count;
    ck_assert_str_eq(input_file_label(file), label);
    ck_assert_uint_eq(input_file_size(file), 3);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(input_file_digest(file, &digest, &err), CADRE_OK);
        ck_assert_str_eq(digest_to_hex(&digest, hex), abc_digest);
    }
    ck_assert_int_eq(input_file_read(file, 1, bytes, sizeof bytes, &count, &err), CADRE_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(memcmp(bytes, "bc", 2), 0);
    ck_assert_int_eq(input_file_read(file, 3, bytes, sizeof bytes, &count, &err), CADRE_OK);
    ck_assert_uint_eq(count, 0);
}

/* A folder for the test's files, removed by the caller. */
static char *make_folder(void)
{
    char *folder = cadre_strdup("/tmp/cadre-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    return folder;
}

static void write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    ck_assert_ptr_nonnull(out);
    fputs(text, out);
    ck_assert_int_eq(fclose(out), 0);
}

/* Whatever is read meanwhile; and nobody need ask for it. */
START_TEST(the_digest_is_made_beside)
{
    struct cadre_error err = {0};
    struct input_file *file;
    char byte;
    size_t count;
    CADRE_FREE char *folder = make_folder();
    CADRE_FREE char *path = cadre_format("%s/a.csv", folder);
    write_file(path, "abc");
    for (int asked = 0; asked < 2; asked++) {
        ck_assert_int_eq(input_file_open(path, -1, &file, &err), CADRE_OK);
        input_file_begin_digest(file);
        ck_assert_int_eq(input_file_read(file, 2, &byte, 1, &count, &err), CADRE_OK);
        input_file_begin_digest(file);
        if (asked)
            check_abc(file, path);
        input_file_free(file);
    }
    unlink(path);
    rmdir(folder);
}
END_TEST

/* What it met beside is told to who asks for it. */
START_TEST(a_digest_that_cannot_be_made_is_told)
{
    struct cadre_error err = {0};
    struct input_file *file;
    struct digest digest;
    CADRE_FREE char *folder = make_folder();
    CADRE_FREE char *path = cadre_format("%s/a.csv", folder);
    write_file(path, "abc");
    ck_assert_int_eq(input_file_open(path, -1, &file, &err), CADRE_OK);
    write_file(path, "");
    input_file_begin_digest(file);
    ck_assert_int_eq(input_file_digest(file, &digest, &err), CADRE_REFUSED);
    ck_assert_ptr_nonnull(strstr(err.message, "became shorter while it was read"));
    cadre_error_release(&err);
    input_file_free(file);
    unlink(path);
    rmdir(folder);
}
END_TEST

START_TEST(a_file_is_read_where_it_is)
{
    struct cadre_error err = {0};
    struct input_file *file;
    CADRE_FREE char *folder = make_folder();
    CADRE_FREE char *path = cadre_format("%s/a.csv", folder);
    write_file(path, "abc");
    ck_assert_int_eq(input_file_open(path, -1, &file, &err), CADRE_OK);
    check_abc(file, path);
    /* what comes behind it later is not of it */
    write_file(path, "abcd");
    check_abc(file, path);
    write_file(path, "");
    char byte;
    size_t count;
    ck_assert_int_eq(input_file_read(file, 0, &byte, 1, &count, &err), CADRE_REFUSED);
    ck_assert_ptr_nonnull(strstr(err.message, "became shorter while it was read"));
    cadre_error_release(&err);
    input_file_free(file);
    unlink(path);
    rmdir(folder);
}
END_TEST

/* A child writes "abc" into fd after a while, so that the reader has to wait. */
static pid_t write_later(int fd)
{
    pid_t child = fork();
    if (child == 0) {
        const struct timespec while_ = {0, 50 * 1000 * 1000};
        nanosleep(&while_, NULL);
        _exit(write(fd, "abc", 3) == 3 ? 0 : 1);
    }
    return child;
}

static void note_spooled(void *context, uint64_t bytes)
{
    *(uint64_t *)context = bytes;
}

START_TEST(standard_input_is_spooled)
{
    uint64_t spooled = 0;
    const struct input_listener listener = {.context = &spooled, .spooled = note_spooled};
    struct cadre_error err = {0};
    struct input_file *file;
    int ends[2];
    CADRE_FREE char *folder = make_folder();
    ck_assert_int_eq(setenv("TMPDIR", folder, 1), 0);
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = write_later(ends[1]);
    close(ends[1]);
    ck_assert_int_eq(input_file_open_heard("-", ends[0], &listener, &file, &err), CADRE_OK);
    close(ends[0]);
    waitpid(child, NULL, 0);
    ck_assert_uint_eq(spooled, 3);
    check_abc(file, "<stdin>");
    ck_assert_int_eq(rmdir(folder), 0); /* the temporary has no name */
    input_file_free(file);
}
END_TEST

START_TEST(a_fifo_is_spooled)
{
    struct cadre_error err = {0};
    struct input_file *file;
    CADRE_FREE char *folder = make_folder();
    CADRE_FREE char *path = cadre_format("%s/fifo", folder);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    pid_t child = fork();
    if (child == 0) {
        int fd = open(path, O_WRONLY);
        _exit(write(fd, "abc", 3) == 3 ? 0 : 1);
    }
    ck_assert_int_eq(input_file_open(path, -1, &file, &err), CADRE_OK);
    waitpid(child, NULL, 0);
    check_abc(file, path);
    input_file_free(file);
    unlink(path);
    rmdir(folder);
}
END_TEST

static const struct {
    const char *path;
    const char *temporary_folder;
    const char *message;
    enum cadre_status status;
} failures[] = {
    {"/nonexistent/a.csv", NULL, "cannot open '/nonexistent/a.csv': No such file or directory",
     CADRE_REFUSED},
    {"/tmp", NULL, "'/tmp' is a folder", CADRE_REFUSED},
    {"/dev/null", NULL, "'/dev/null' is a device, not a file", CADRE_REFUSED},
    {"/dev/zero", NULL, "'/dev/zero' is a device, not a file", CADRE_REFUSED},
    {"-", NULL, "cannot read '<stdin>': Bad file descriptor", CADRE_REFUSED},
    {"-", "/nonexistent",
     "cannot make a temporary file in '/nonexistent': No such file or directory", CADRE_OUTPUT},
};

/* Where nothing can be kept the input is not at fault. */
START_TEST(what_cannot_be_read_is_refused)
{
    struct cadre_error err = {0};
    struct input_file *file = NULL;
    if (failures[_i].temporary_folder != NULL)
        ck_assert_int_eq(setenv("TMPDIR", failures[_i].temporary_folder, 1), 0);
    ck_assert_int_eq(input_file_open(failures[_i].path, -1, &file, &err), failures[_i].status);
    ck_assert_str_eq(err.message, failures[_i].message);
    ck_assert_ptr_null(file);
    cadre_error_release(&err);
}
END_TEST

static const struct {
    const char *there, *asked;
    const char *hint; /* NULL = none; behind the folder */
} slips[] = {
    {"march.csv", "marhc.csv", "march.csv"},
    {"march.csv", "MARCH.CSV", "march.csv"},
    {"march.csv", "weather.txt", NULL},
    {".march.csv", "march.csv", NULL},
};

/* Its own name is no better one. */
START_TEST(a_link_to_nothing_is_told)
{
    struct cadre_error err = {0};
    struct input_file *file = NULL;
    CADRE_FREE char *folder = make_folder();
    CADRE_FREE char *path = cadre_format("%s/march.csv", folder);
    ck_assert_int_eq(symlink("moved.csv", path), 0);
    ck_assert_int_eq(input_file_open(path, -1, &file, &err), CADRE_REFUSED);
    ck_assert_str_eq(err.hint, "it is a link, and what it leads to is not there");
    cadre_error_release(&err);
    unlink(path);
    rmdir(folder);
}
END_TEST

START_TEST(a_slip_in_the_name_is_told)
{
    struct cadre_error err = {0};
    struct input_file *file = NULL;
    CADRE_FREE char *folder = make_folder();
    CADRE_FREE char *path = cadre_format("%s/%s", folder, slips[_i].there);
    CADRE_FREE char *asked = cadre_format("%s/%s", folder, slips[_i].asked);
    CADRE_FREE char *hint = NULL;
    if (slips[_i].hint != NULL)
        hint = cadre_format("did you mean '%s/%s'?", folder, slips[_i].hint);
    write_file(path, "abc");
    ck_assert_int_eq(input_file_open(asked, -1, &file, &err), CADRE_REFUSED);
    ck_assert_pstr_eq(err.hint, hint);
    cadre_error_release(&err);
    unlink(path);
    rmdir(folder);
}
END_TEST

static void check_unchanged(const struct input_file *file, const char *message)
{
    struct cadre_error err = {0};
    enum cadre_status status = input_file_unchanged(file, &err);
    ck_assert_int_eq(status, message != NULL ? CADRE_REFUSED : CADRE_OK);
    if (message != NULL)
        ck_assert_ptr_nonnull(strstr(err.message, message));
    cadre_error_release(&err);
}

/* Also when its size stays the same, as when rows are put right in place. */
START_TEST(a_file_that_changes_is_told)
{
    static const char *const texts[] = {"abcd", "abd"};
    const struct timespec while_ = {0, 20 * 1000 * 1000}; /* longer than the file system's tick */
    struct cadre_error err = {0};
    CADRE_FREE char *folder = make_folder();
    CADRE_FREE char *path = cadre_format("%s/a.csv", folder);
    for (size_t i = 0; i < ROWS(texts); i++) {
        struct input_file *file;
        write_file(path, "abc");
        ck_assert_int_eq(input_file_open(path, -1, &file, &err), CADRE_OK);
        nanosleep(&while_, NULL);
        check_unchanged(file, NULL);
        write_file(path, texts[i]);
        check_unchanged(file, "was changed while it was read");
        input_file_free(file);
    }
    unlink(path);
    rmdir(folder);
}
END_TEST

START_TEST(freeing_nothing_is_fine)
{
    input_file_free(NULL);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("input_file");
    tcase_add_test(tcase, a_file_is_read_where_it_is);
    tcase_add_test(tcase, the_digest_is_made_beside);
    tcase_add_test(tcase, a_digest_that_cannot_be_made_is_told);
    tcase_add_test(tcase, standard_input_is_spooled);
    tcase_add_test(tcase, a_fifo_is_spooled);
    tcase_add_loop_test(tcase, what_cannot_be_read_is_refused, 0, ROWS(failures));
    tcase_add_test(tcase, a_link_to_nothing_is_told);
    tcase_add_loop_test(tcase, a_slip_in_the_name_is_told, 0, ROWS(slips));
    tcase_add_test(tcase, a_file_that_changes_is_told);
    tcase_add_test(tcase, freeing_nothing_is_fine);
    return run_tcase(tcase, "import/input_file");
}
