#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd/cli/output_file.h"
#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

enum { CONTENT_MAX = 64 };

/* A folder of the test's own; everything in it goes with it. */
struct place {
    char folder[32];
    char path[48];
};

static void place_make(struct place *place)
{
    *place = (struct place){.folder = "/tmp/cadre-out.XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(place->folder));
    snprintf(place->path, sizeof place->path, "%s/report", place->folder);
}

static size_t count_entries(const struct place *place)
{
    size_t count = 0;
    DIR *folder = opendir(place->folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

static void place_remove(const struct place *place)
{
    unlink(place->path);
    ck_assert_int_eq(rmdir(place->folder), 0);
}

static void write_old(const struct place *place)
{
    FILE *old = fopen(place->path, "w");
    ck_assert_ptr_nonnull(old);
    fputs("old", old);
    fclose(old);
}

static void assert_content(const struct place *place, const char *wanted)
{
    char content[CONTENT_MAX] = "";
    FILE *in = fopen(place->path, "r");
    ck_assert_ptr_nonnull(in);
    content[fread(content, 1, sizeof content - 1, in)] = '\0';
    fclose(in);
    ck_assert_str_eq(content, wanted);
}

START_TEST(new_file_replaces_the_old_one_whole)
{
    struct place place;
    struct output_file *file = NULL;
    struct cadre_error err = {0};
    struct stat found;
    place_make(&place);
    write_old(&place);
    ck_assert_int_eq(output_file_open(place.path, &file, &err), CADRE_OK);
    fputs("new", output_file_stream(file));
    assert_content(&place, "old");
    ck_assert_int_eq(output_file_commit(file, &err), CADRE_OK);
    assert_content(&place, "new");
    ck_assert_int_eq(stat(place.path, &found), 0);
    ck_assert_int_eq(found.st_mode & 07777, 0600);
    ck_assert_uint_eq(count_entries(&place), 1);
    place_remove(&place);
}
END_TEST

START_TEST(discarded_file_leaves_the_old_one)
{
    struct place place;
    struct output_file *file = NULL;
    struct cadre_error err = {0};
    place_make(&place);
    write_old(&place);
    ck_assert_int_eq(output_file_open(place.path, &file, &err), CADRE_OK);
    fputs("new", output_file_stream(file));
    output_file_discard(file);
    output_file_discard(NULL);
    assert_content(&place, "old");
    ck_assert_uint_eq(count_entries(&place), 1);
    place_remove(&place);
}
END_TEST

START_TEST(failed_write_leaves_the_old_one)
{
    struct place place;
    struct output_file *file = NULL;
    struct cadre_error err = {0};
    place_make(&place);
    write_old(&place);
    ck_assert_int_eq(output_file_open(place.path, &file, &err), CADRE_OK);
    int full = open("/dev/full", O_WRONLY);
    ck_assert_int_ge(full, 0);
    ck_assert_int_ge(dup2(full, fileno(output_file_stream(file))), 0);
    close(full);
    fputs("new", output_file_stream(file));
    ck_assert_int_eq(output_file_commit(file, &err), CADRE_OUTPUT);
    ck_assert_ptr_nonnull(strstr(err.message, "No space left on device"));
    ck_assert_str_eq(err.hint, "what stood there before is as it was");
    cadre_error_release(&err);
    assert_content(&place, "old");
    ck_assert_uint_eq(count_entries(&place), 1);
    place_remove(&place);
}
END_TEST

START_TEST(device_is_written_as_it_is)
{
    struct output_file *file = NULL;
    struct cadre_error err = {0};
    struct stat found;
    ck_assert_int_eq(output_file_open("/dev/full", &file, &err), CADRE_OK);
    fputs("new", output_file_stream(file));
    ck_assert_int_eq(output_file_commit(file, &err), CADRE_OUTPUT);
    ck_assert_str_eq(err.message, "cannot write '/dev/full': No space left on device");
    cadre_error_release(&err);
    ck_assert_int_eq(stat("/dev/full", &found), 0);
    ck_assert(S_ISCHR(found.st_mode));
}
END_TEST

START_TEST(symbolic_link_stays)
{
    struct place place;
    struct output_file *file = NULL;
    struct cadre_error err = {0};
    struct stat found;
    place_make(&place);
    write_old(&place);
    CADRE_FREE char *link = cadre_format("%s/link", place.folder);
    ck_assert_int_eq(symlink(place.path, link), 0);
    ck_assert_int_eq(output_file_open(link, &file, &err), CADRE_OK);
    fputs("new", output_file_stream(file));
    ck_assert_int_eq(output_file_commit(file, &err), CADRE_OK);
    assert_content(&place, "new");
    ck_assert_int_eq(lstat(link, &found), 0);
    ck_assert(S_ISLNK(found.st_mode));
    unlink(link);
    place_remove(&place);
}
END_TEST

/* Only root can make a link that belongs to another. */
START_TEST(link_of_somebody_else_is_not_followed)
{
    const uid_t nobody = 65534;
    struct place place;
    struct output_file *file = NULL;
    struct cadre_error err = {0};
    struct stat found;
    place_make(&place);
    write_old(&place);
    CADRE_FREE char *link = cadre_format("%s/link", place.folder);
    ck_assert_int_eq(symlink(place.path, link), 0);
    if (lchown(link, nobody, nobody) == 0) {
        ck_assert_int_eq(output_file_open(link, &file, &err), CADRE_OK);
        fputs("new", output_file_stream(file));
        ck_assert_int_eq(output_file_commit(file, &err), CADRE_OK);
        assert_content(&place, "old");
        ck_assert_int_eq(lstat(link, &found), 0);
        ck_assert(S_ISREG(found.st_mode));
    }
    unlink(link);
    place_remove(&place);
}
END_TEST

struct unwritable {
    const char *path;
    const char *message;
};

static const struct unwritable unwritable[] = {
    {"/tmp", "cannot write '/tmp': Is a directory"},
    {"/no/such/folder/x", "cannot write '/no/such/folder/x': No such file or directory"},
};

START_TEST(unwritable_places_are_told)
{
    struct output_file *file = NULL;
    struct cadre_error err = {0};
    ck_assert_int_eq(output_file_open(unwritable[_i].path, &file, &err), CADRE_OUTPUT);
    ck_assert_ptr_null(file);
    ck_assert_str_eq(err.message, unwritable[_i].message);
    cadre_error_release(&err);
}
END_TEST

static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP};

/* A child writes and is ended in between; the parent looks at what is left. */
START_TEST(signal_removes_the_temporary)
{
    struct place place;
    int ready[2];
    char byte;
    place_make(&place);
    write_old(&place);
    ck_assert_int_eq(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        struct output_file *file = NULL;
        struct cadre_error err = {0};
        if (output_file_open(place.path, &file, &err) != CADRE_OK)
            _exit(9);
        fputs("new", output_file_stream(file));
        fflush(output_file_stream(file));
        if (write(ready[1], "x", 1) != 1)
            _exit(9);
        for (;;)
            pause();
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    ck_assert_uint_eq(count_entries(&place), 2);
    ck_assert_int_eq(kill(child, ending_signals[_i]), 0);
    int outcome = 0;
    ck_assert_int_eq(waitpid(child, &outcome, 0), child);
    ck_assert(WIFSIGNALED(outcome));
    ck_assert_int_eq(WTERMSIG(outcome), ending_signals[_i]);
    assert_content(&place, "old");
    ck_assert_uint_eq(count_entries(&place), 1);
    place_remove(&place);
}
END_TEST

/* What a process that was killed has left goes; what somebody writes, or merely has a like name,
 * stays. */
START_TEST(orphans_are_swept)
{
    static const struct {
        const char *name;
        bool stays;
    } names[] = {
        {"report.1.tmp", false},  {"report.4194303.tmp", false}, {"report.tmp", true},
        {"report.x1.tmp", true},  {"report.1.tmp.csv", true},    {"reports.1.tmp", true},
        {"a-report.1.tmp", true},
    };
    struct place place;
    struct cadre_error err = {0};
    struct output_file *file = NULL;
    place_make(&place);
    ck_assert_int_eq(output_file_open(place.path, &file, &err), CADRE_OK); /* its own stays */
    for (size_t i = 0; i < ROWS(names); i++) {
        CADRE_FREE char *path = cadre_format("%s/%s", place.folder, names[i].name);
        close(open(path, O_CREAT | O_WRONLY, 0600));
    }
    output_file_sweep(place.path);
    for (size_t i = 0; i < ROWS(names); i++) {
        CADRE_FREE char *path = cadre_format("%s/%s", place.folder, names[i].name);
        ck_assert_msg((access(path, F_OK) == 0) == names[i].stays, "%s", names[i].name);
        unlink(path);
    }
    ck_assert_uint_eq(count_entries(&place), 1);
    ck_assert_int_eq(output_file_commit(file, &err), CADRE_OK);
    place_remove(&place);
}
END_TEST

/* A number comes again: what an earlier process of it left is in nobody's way. */
START_TEST(an_orphan_of_the_same_number_does_not_block)
{
    struct place place;
    struct cadre_error err = {0};
    struct output_file *file = NULL;
    place_make(&place);
    CADRE_FREE char *orphan = cadre_format("%s.%ld.tmp", place.path, (long)getpid());
    close(open(orphan, O_CREAT | O_WRONLY, 0600));
    ck_assert_int_eq(output_file_open(place.path, &file, &err), CADRE_OK);
    fputs("new", output_file_stream(file));
    ck_assert_int_eq(output_file_commit(file, &err), CADRE_OK);
    ck_assert_uint_eq(count_entries(&place), 1);
    place_remove(&place);
}
END_TEST

START_TEST(folders_are_made_with_those_above)
{
    struct place place;
    struct cadre_error err = {0};
    struct stat found;
    place_make(&place);
    CADRE_FREE char *above = cadre_format("%s/a", place.folder);
    CADRE_FREE char *deep = cadre_format("%s/a/b/", place.folder);
    ck_assert_int_eq(output_make_folder(deep, &err), CADRE_OK);
    ck_assert_int_eq(output_make_folder(deep, &err), CADRE_OK);
    ck_assert_int_eq(stat(deep, &found), 0);
    ck_assert_int_eq(found.st_mode & 07777, 0700);
    ck_assert_int_eq(rmdir(deep), 0);
    ck_assert_int_eq(rmdir(above), 0);
    write_old(&place);
    ck_assert_int_eq(output_make_folder(place.path, &err), CADRE_OUTPUT);
    ck_assert_ptr_nonnull(strstr(err.message, "is not a folder"));
    cadre_error_release(&err);
    place_remove(&place);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("output_file");
    tcase_add_test(tcase, new_file_replaces_the_old_one_whole);
    tcase_add_test(tcase, discarded_file_leaves_the_old_one);
    tcase_add_test(tcase, failed_write_leaves_the_old_one);
    tcase_add_test(tcase, device_is_written_as_it_is);
    tcase_add_test(tcase, symbolic_link_stays);
    tcase_add_test(tcase, link_of_somebody_else_is_not_followed);
    tcase_add_loop_test(tcase, unwritable_places_are_told, 0, ROWS(unwritable));
    tcase_add_loop_test(tcase, signal_removes_the_temporary, 0, ROWS(ending_signals));
    tcase_add_test(tcase, orphans_are_swept);
    tcase_add_test(tcase, an_orphan_of_the_same_number_does_not_block);
    tcase_add_test(tcase, folders_are_made_with_those_above);
    return run_tcase(tcase, "cmd/output_file");
}
