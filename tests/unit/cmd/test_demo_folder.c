#include "cmd/demo/folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/run_tcase.h"

static struct arena *arena;
static char *top;
static struct cadre_error err;

static void set_up(void)
{
    char place[] = "/tmp/cadre-folder-XXXXXX";
    arena = arena_new();
    ck_assert_ptr_nonnull(mkdtemp(place));
    top = arena_strdup(arena, place);
}

static int remove_entry(const char *path, const struct stat *found, int type, struct FTW *place)
{
    (void)found;
    (void)type;
    (void)place;
    return remove(path);
}

static void tear_down(void)
{
    nftw(top, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    cadre_error_release(&err);
    arena_free(arena);
}

static const char *inside(const char *name)
{
    return arena_format(arena, "%s/%s", top, name);
}

static void write_file(const char *path)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs("x", file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static const char *const usable[] = {"new", "new/deeper", "."};

START_TEST(a_new_or_empty_folder_is_taken)
{
    struct demo_folder folder;
    const char *path = inside(usable[_i]);
    ck_assert_int_eq(demo_folder_prepare(path, arena, &folder, &err), CADRE_OK);
    ck_assert_str_eq(folder.data, arena_format(arena, "%s/data", path));
    ck_assert(exists(folder.data) && exists(folder.rejects) && exists(folder.reports));
    ck_assert(exists(arena_format(arena, "%s/%s", path, DEMO_FOLDER_MARK)));
    /* And again. */
    ck_assert_int_eq(demo_folder_prepare(path, arena, &folder, &err), CADRE_OK);
}
END_TEST

START_TEST(somebody_elses_folder_is_not_touched)
{
    struct demo_folder folder;
    write_file(inside("thesis.txt"));
    ck_assert_int_eq(demo_folder_prepare(top, arena, &folder, &err), CADRE_OUTPUT);
    ck_assert_str_eq(err.message, arena_format(arena,
                                               "the folder '%s' holds files that are not of "
                                               "a demo",
                                               top));
    ck_assert_ptr_nonnull(err.hint);
    ck_assert(exists(inside("thesis.txt")));
    ck_assert(!exists(inside("data")));
    ck_assert(!exists(inside(DEMO_FOLDER_MARK)));
}
END_TEST

START_TEST(a_file_is_no_folder)
{
    struct demo_folder folder;
    write_file(inside("file"));
    ck_assert_int_eq(demo_folder_prepare(inside("file"), arena, &folder, &err), CADRE_OUTPUT);
    ck_assert_str_eq(err.message, arena_format(arena, "cannot use the folder '%s': Not a directory",
                                               inside("file")));
}
END_TEST

START_TEST(clearing_removes_files_and_keeps_folders)
{
    struct demo_folder folder;
    ck_assert_int_eq(demo_folder_prepare(top, arena, &folder, &err), CADRE_OK);
    write_file(inside("rejects/old.csv"));
    write_file(inside("reports/old.html"));
    ck_assert_int_eq(mkdir(inside("rejects/own"), 0700), 0);
    ck_assert_int_eq(demo_folder_clear(folder.rejects, &err), CADRE_OK);
    ck_assert(!exists(inside("rejects/old.csv")));
    ck_assert(exists(inside("rejects/own")));
    ck_assert(exists(inside("reports/old.html")));
}
END_TEST

/* A part that leads elsewhere is not followed. */
START_TEST(a_link_is_not_cleared)
{
    ck_assert_int_eq(mkdir(inside("elsewhere"), 0700), 0);
    write_file(inside("elsewhere/thesis.txt"));
    ck_assert_int_eq(symlink(inside("elsewhere"), inside("data")), 0);
    ck_assert_int_eq(demo_folder_clear(inside("data"), &err), CADRE_OUTPUT);
    ck_assert(exists(inside("elsewhere/thesis.txt")));
}
END_TEST

START_TEST(a_missing_part_is_told)
{
    ck_assert_int_eq(demo_folder_clear(inside("gone"), &err), CADRE_OUTPUT);
    ck_assert_str_eq(err.message,
                     arena_format(arena, "cannot use the folder '%s': No such file or directory",
                                  inside("gone")));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("demo_folder");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, a_new_or_empty_folder_is_taken, 0, ROWS(usable));
    tcase_add_test(tcase, somebody_elses_folder_is_not_touched);
    tcase_add_test(tcase, a_file_is_no_folder);
    tcase_add_test(tcase, clearing_removes_files_and_keeps_folders);
    tcase_add_test(tcase, a_link_is_not_cleared);
    tcase_add_test(tcase, a_missing_part_is_told);
    return run_tcase(tcase, "demo_folder");
}
