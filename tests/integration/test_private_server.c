/* The private server from nothing, under what a machine does to it. Each case has a server of its
 * own, which it stops. */
#include <fcntl.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/integration/server.h"

static struct private_server *locate(const char *data_dir)
{
    struct private_server *server = NULL;
    must(private_server_locate(data_dir, test_arena(), &server, fault));
    return server;
}

static void count_news(void *context, const char *text)
{
    ck_assert_str_eq(text, "preparing a private database, about 3 s, once");
    ++*(int *)context;
}

static void start(struct private_server *server)
{
    must(private_server_start(server, NULL, NULL, fault));
    ck_assert_int_eq(private_server_state(server), SERVER_RUNNING);
}

static void stop(struct private_server *server)
{
    must(private_server_stop(server, fault));
    ck_assert_int_eq(private_server_state(server), SERVER_STOPPED);
}

static const char *folder_in(const char *parent)
{
    return arena_format(test_arena(), "%s/s", parent);
}

static void write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    ck_assert_ptr_nonnull(out);
    ck_assert_int_ge(fputs(text, out), 0);
    ck_assert_int_eq(fclose(out), 0);
}

static pid_t postmaster(const struct private_server *server)
{
    pid_t pid =
        pid_in(arena_format(test_arena(), "%s/postmaster.pid", private_server_data(server)));
    ck_assert_int_gt(pid, 0);
    return pid;
}

/* ---- its life -------------------------------------------------------------------------------- */

START_TEST(it_is_made_started_and_stopped)
{
    struct private_server *server = locate(folder_in(test_folder("life")));
    int told = 0;
    bool made = false;
    ck_assert_int_eq(private_server_state(server), SERVER_ABSENT);
    must(private_server_stop(server, fault)); /* nothing to stop */
    must(private_server_start(server, count_news, &told, fault));
    ck_assert_int_eq(told, 1);
    must(private_server_start(server, count_news, &told, fault)); /* runs */
    stop(server);
    stop(server);
    must(private_server_start(server, count_news, &told, fault));
    ck_assert_int_eq(told, 1);
    must(private_server_ensure_database(server, DATABASE_DEMO, &made, fault));
    ck_assert(made);
    must(private_server_ensure_database(server, DATABASE_DEMO, &made, fault));
    ck_assert(!made);
    CADRE_CLEANUP(session_cleanup)
    struct session *session = connect_to(private_server_conninfo(server, DATABASE_DEMO), "test");
    ck_assert_answer(session,
                     "SELECT current_user, current_database(), current_setting('data_checksums'), "
                     "current_setting('listen_addresses'), current_setting('server_encoding'), "
                     "current_setting('log_min_messages')",
                     "cadre|cadre_demo|on||UTF8|log");
    must(private_server_drop_demo(server, fault)); /* though somebody is in it */
    must(private_server_drop_demo(server, fault));
    must(private_server_ensure_database(server, DATABASE_DEMO, &made, fault));
    ck_assert(made);
    stop(server);
}
END_TEST

START_TEST(nobody_else_may_look_inside)
{
    struct private_server *server = locate(folder_in(test_folder("modes")));
    struct stat found;
    start(server);
    const char *const folders[] = {private_server_base(server), private_server_data(server),
                                   private_server_sockets(server)};
    for (int i = 0; i < ROWS(folders); i++) {
        ck_assert_int_eq(stat(folders[i], &found), 0);
        ck_assert_int_eq(found.st_mode & 0777, 0700);
        if (geteuid() == 0)
            ck_assert_int_eq(found.st_uid, getpwnam("postgres")->pw_uid);
    }
    stop(server);
}
END_TEST

enum { STARTERS = 3 };

START_TEST(of_many_starters_at_once_one_starts)
{
    const char *data_dir = folder_in(test_folder("many"));
    pid_t children[STARTERS];
    int making = 0;
    for (int i = 0; i < STARTERS; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct cadre_error err = {0};
            int told = 0;
            struct private_server *server = NULL;
            enum cadre_status status = private_server_locate(data_dir, test_arena(), &server, &err);
            if (status == CADRE_OK)
                status = private_server_start(server, count_news, &told, &err);
            if (status == CADRE_OK)
                status = private_server_ensure_database(server, DATABASE_CADRE, NULL, &err);
            _exit(status != CADRE_OK ? 100 + (int)status : told);
        }
    }
    for (int i = 0; i < STARTERS; i++) {
        int state = 0;
        ck_assert_int_eq(waitpid(children[i], &state, 0), children[i]);
        ck_assert(WIFEXITED(state));
        ck_assert_int_lt(WEXITSTATUS(state), 2);
        making += WEXITSTATUS(state);
    }
    ck_assert_int_eq(making, 1);
    struct private_server *server = locate(data_dir);
    ck_assert_int_eq(private_server_state(server), SERVER_RUNNING);
    stop(server);
}
END_TEST

/* ---- accidents ------------------------------------------------------------------------------- */

START_TEST(a_killed_server_comes_up_again)
{
    struct private_server *server = locate(folder_in(test_folder("killed")));
    start(server);
    must(private_server_ensure_database(server, DATABASE_CADRE, NULL, fault));
    struct session *session = connect_to(private_server_conninfo(server, DATABASE_CADRE), "test");
    run_sql(session, "CREATE TABLE public.kept AS SELECT 7 AS n");
    ck_assert_int_eq(kill(postmaster(server), SIGKILL), 0);
    for (int i = 0; private_server_state(server) == SERVER_RUNNING && i < 100; i++)
        usleep(50000);
    start(server);
    session_free(session);
    session = connect_to(private_server_conninfo(server, DATABASE_CADRE), "test");
    ck_assert_answer(session, "SELECT n FROM public.kept", "7");
    session_free(session);
    stop(server);
}
END_TEST

/* Its backend rolls the table back when the server is gone, and nobody is there to write that down:
 * the log makes the table again. */
START_TEST(a_table_that_was_rolled_back_is_no_hindrance)
{
    struct private_server *server = locate(folder_in(test_folder("unlogged")));
    start(server);
    must(private_server_ensure_database(server, DATABASE_CADRE, NULL, fault));
    const char *conninfo = private_server_conninfo(server, DATABASE_CADRE);
    struct session *session = connect_to(conninfo, "test");
    struct session *other = connect_to(conninfo, "other");
    run_sql(session, "BEGIN; CREATE UNLOGGED TABLE public.staged (n integer)");
    const char *file = arena_format(test_arena(), "%s/%s_init", private_server_data(server),
                                    ask(session, "SELECT pg_relation_filepath('public.staged')"));
    run_sql(other, "CREATE TABLE public.kept AS SELECT 7 AS n"); /* all is in the log by then */
    ck_assert_int_eq(kill(postmaster(server), SIGKILL), 0);
    for (int i = 0; private_server_state(server) == SERVER_RUNNING && i < 100; i++)
        usleep(50000);
    session_free(session);
    session_free(other);
    for (int i = 0; access(file, F_OK) == 0 && i < 100; i++)
        usleep(50000);
    start(server);
    session = connect_to(conninfo, "test");
    ck_assert_answer(session, "SELECT n FROM public.kept", "7");
    session_free(session);
    stop(server);
}
END_TEST

/* A client whose backend counts for some seconds, looking at nothing else. */
static pid_t keep_a_backend_busy(const char *conninfo)
{
    pid_t client = fork();
    ck_assert_int_ge(client, 0);
    if (client > 0)
        return client;
    struct cadre_error err = {0};
    struct session *session = connect_to(conninfo, "test");
    (void)!session_run_script(session, "DO $$ BEGIN FOR i IN 1 .. 150000000 LOOP END LOOP; END $$",
                              &err);
    _exit(0);
}

/* It keeps the memory of the server that was killed. */
START_TEST(a_backend_outlives_its_killed_server)
{
    struct private_server *server = locate(folder_in(test_folder("orphan")));
    start(server);
    must(private_server_ensure_database(server, DATABASE_CADRE, NULL, fault));
    pid_t client = keep_a_backend_busy(private_server_conninfo(server, DATABASE_CADRE));
    usleep(500000); /* it is at work */
    ck_assert_int_eq(kill(postmaster(server), SIGKILL), 0);
    for (int i = 0; private_server_state(server) == SERVER_RUNNING && i < 100; i++)
        usleep(50000);
    ck_assert_int_eq(waitpid(client, NULL, WNOHANG), 0);
    start(server);
    ck_assert_int_eq(waitpid(client, NULL, 0), client);
    stop(server);
}
END_TEST

/* A process that is gone; our own, which is no server; the first of the machine. */
static const int stale_pids[] = {4194303, 0, 1};

START_TEST(a_stale_pid_file_is_no_hindrance)
{
    struct private_server *server =
        locate(folder_in(test_folder(arena_format(test_arena(), "stale%d", _i))));
    start(server);
    stop(server);
    const char *path = arena_format(test_arena(), "%s/postmaster.pid", private_server_data(server));
    int pid = stale_pids[_i] != 0 ? stale_pids[_i] : (int)getpid();
    write_file(path,
               arena_format(test_arena(), "%d\n%s\n1700000000\n5432\n%s\n\n  0 0\nready\n", pid,
                            private_server_data(server), private_server_sockets(server)));
    if (geteuid() == 0)
        ck_assert_int_eq(chown(path, getpwnam("postgres")->pw_uid, getpwnam("postgres")->pw_gid),
                         0);
    start(server);
    stop(server);
}
END_TEST

static void refuse(struct private_server *server, const char *message, const char *detail,
                   const char *hint)
{
    struct cadre_error err = {0};
    ck_assert_int_eq(private_server_start(server, NULL, NULL, &err), CADRE_DATABASE);
    ck_assert_msg(strstr(err.message, message) != NULL, "'%s' is not in '%s' (%s)", message,
                  err.message, err.detail != NULL ? err.detail : "");
    if (detail != NULL)
        ck_assert_ptr_nonnull(strstr(err.detail, detail));
    ck_assert_msg(err.hint != NULL && strstr(err.hint, hint) != NULL, "'%s' is not in '%s'", hint,
                  err.hint);
    cadre_error_release(&err);
}

/* What a power cut leaves of a file that was not on the disk yet. */
static const char *const garbled[] = {"", "\n", "garbage\n"};

START_TEST(a_garbled_pid_file_is_no_hindrance)
{
    struct private_server *server =
        locate(folder_in(test_folder(arena_format(test_arena(), "garbled%d", _i))));
    start(server);
    stop(server);
    write_file(arena_format(test_arena(), "%s/postmaster.pid", private_server_data(server)),
               garbled[_i]);
    write_file(arena_format(test_arena(), "%s/.s.PGSQL.5432.lock", private_server_sockets(server)),
               garbled[_i]);
    start(server);
    stop(server);
}
END_TEST

/* By another name for the folder, and with a pid file that says nothing: still nobody's to start.
 */
START_TEST(a_server_that_hangs_keeps_its_lock)
{
    const char *folder = test_folder("hangs");
    struct private_server *server = locate(folder_in(folder));
    const char *link = arena_format(test_arena(), "%s/link", test_folder("hangs_link"));
    start(server);
    pid_t pid = postmaster(server);
    ck_assert_int_eq(symlink(folder, link), 0);
    const char *path = arena_format(test_arena(), "%s/postmaster.pid", private_server_data(server));
    ck_assert_int_eq(
        unlink(arena_format(test_arena(), "%s/.s.PGSQL.5432", private_server_sockets(server))),
        0); /* it does not answer any more */
    write_file(path, "");
    refuse(locate(folder_in(link)), "cannot be started", NULL, "server.log");
    ck_assert_int_eq(kill(pid, 0), 0);
    ck_assert_int_eq(kill(pid, SIGINT), 0);
    for (int i = 0; kill(pid, 0) == 0 && i < 100; i++)
        usleep(50000);
}
END_TEST

START_TEST(data_of_another_version)
{
    struct private_server *server = locate(folder_in(test_folder("version")));
    const char *version = arena_format(test_arena(), "%s/PG_VERSION", private_server_data(server));
    start(server);
    stop(server);
    write_file(version, "9\n");
    refuse(server,
           arena_format(test_arena(), "is of PostgreSQL 9, the programs found are of %d",
                        private_server_major(server)),
           NULL, "apt-get install postgresql-9, or move the folder away");
    ck_assert_int_eq(unlink(version), 0);
    refuse(server, "is no PostgreSQL data directory", NULL, "move it away");
}
END_TEST

START_TEST(data_that_do_not_start_say_why)
{
    struct private_server *server = locate(folder_in(test_folder("broken")));
    start(server);
    stop(server);
    write_file(arena_format(test_arena(), "%s/postgresql.auto.conf", private_server_data(server)),
               "port = 'no number'\n");
    refuse(server, "the private PostgreSQL cannot be started: FATAL:", NULL, "server.log");
}
END_TEST

/* ---- paths ----------------------------------------------------------------------------------- */

static const char *const odd_names[] = {"it's, here", "a,b", "\xc9\x99 b"};

START_TEST(an_odd_path_serves)
{
    const char *folder = test_folder(arena_format(test_arena(), "odd%d", _i));
    struct private_server *server =
        locate(arena_format(test_arena(), "%s/%s", folder, odd_names[_i]));
    start(server);
    must(private_server_ensure_database(server, DATABASE_CADRE, NULL, fault));
    stop(server);
    rmdir(private_server_sockets(server)); /* when it lies elsewhere */
}
END_TEST

static const char *const shell_names[] = {"a\"b", "$HOME", "`id`", "a\\b", "a\nb"};

START_TEST(a_path_that_a_shell_would_read)
{
    struct private_server *server = NULL;
    struct cadre_error err = {0};
    const char *path = arena_format(test_arena(), "/tmp/%s", shell_names[_i]);
    ck_assert_int_eq(private_server_locate(path, test_arena(), &server, &err), CADRE_DATABASE);
    ck_assert_ptr_eq(strstr(err.message, "PostgreSQL cannot be kept in '/tmp/"), err.message);
    ck_assert_str_eq(err.hint, "choose another place with --data-dir");
    cadre_error_release(&err);
}
END_TEST

START_TEST(no_path)
{
    struct private_server *server = NULL;
    struct cadre_error err = {0};
    ck_assert_int_eq(private_server_locate("", test_arena(), &server, &err), CADRE_USAGE);
    ck_assert_str_eq(err.message, "'--data-dir' names no folder");
    cadre_error_release(&err);
}
END_TEST

START_TEST(a_file_in_the_way)
{
    const char *file = arena_format(test_arena(), "%s/file", test_folder("file"));
    write_file(file, "");
    refuse(locate(folder_in(file)), "/file': Not a directory", NULL, "choose another");
}
END_TEST

START_TEST(a_long_path_has_a_short_socket)
{
    static const char piece[] = "/a-folder-with-a-long-name-of-forty-bytes";
    const char *data_dir = test_folder("long");
    struct stat found;
    for (int i = 0; i < 3; i++) {
        data_dir = arena_format(test_arena(), "%s%s", data_dir, piece);
        ck_assert_int_eq(mkdir(data_dir, 0755), 0);
    }
    struct private_server *server = locate(folder_in(data_dir));
    const char *sockets = private_server_sockets(server);
    ck_assert_uint_le(strlen(sockets) + strlen("/.s.PGSQL.5432"), 107);
    start(server);
    ck_assert_int_eq(stat(sockets, &found), 0);
    ck_assert_int_eq(found.st_mode & 0777, 0700);
    must(private_server_ensure_database(server, DATABASE_CADRE, NULL, fault));
    stop(server);
    ck_assert_int_eq(rmdir(sockets), 0);
}
END_TEST

/* ---- as root only: other accounts, other disks ------------------------------------------------
 */

/* True when the case cannot be tried here; says so. */
static bool skipped(const char *what)
{
    if (geteuid() == 0)
        return false;
    fprintf(stderr, "skipped: %s wants root\n", what);
    return true;
}

/* A mount namespace of this process alone; false when the machine does not allow it. */
static bool own_mounts(const char *what)
{
    if (skipped(what))
        return false;
    if (unshare(CLONE_NEWNS) == 0 && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)
        return true;
    fprintf(stderr, "skipped: %s wants a mount namespace\n", what);
    return false;
}

START_TEST(without_programs)
{
    struct private_server *server = NULL;
    struct cadre_error err = {0};
    const char *data_dir = folder_in(test_folder("programs"));
    if (!own_mounts("a machine without PostgreSQL"))
        return;
    ck_assert_int_eq(mount("none", "/usr/lib/postgresql", "tmpfs", 0, "size=1m"), 0);
    ck_assert_int_eq(private_server_locate(data_dir, test_arena(), &server, &err), CADRE_DATABASE);
    ck_assert_str_eq(err.message, "no PostgreSQL server is installed (initdb was not found)");
    ck_assert_str_eq(err.hint, "apt-get install postgresql, or name a server with -d");
    ck_assert_int_eq(mkdir(data_dir, 0755), 0);
    ck_assert_int_eq(mkdir(arena_format(test_arena(), "%s/pg14", data_dir), 0755), 0);
    ck_assert_int_eq(mkdir(arena_format(test_arena(), "%s/pg14/data", data_dir), 0755), 0);
    ck_assert_int_eq(private_server_locate(data_dir, test_arena(), &server, &err), CADRE_DATABASE);
    ck_assert_str_eq(err.message,
                     "the private database was made by PostgreSQL 14, which is not installed");
    ck_assert_ptr_nonnull(strstr(err.hint, "apt-get install postgresql-14"));
    ck_assert_ptr_null(server);
    cadre_error_release(&err);
}
END_TEST

static void fill_disk(const char *folder)
{
    static char block[65536];
    int file = open(arena_format(test_arena(), "%s/filler", folder), O_WRONLY | O_CREAT, 0600);
    ck_assert_int_ge(file, 0);
    while (write(file, block, sizeof block) > 0)
        ;
    close(file);
}

START_TEST(a_full_disk)
{
    const char *disk = test_folder("disk");
    if (!own_mounts("a full disk"))
        return;
    ck_assert_int_eq(mount("none", disk, "tmpfs", 0, "size=40m,mode=0755"), 0);
    struct private_server *server = locate(folder_in(disk));
    refuse(server, "/pg", NULL, "make room (96 MB at least), or choose another disk");
    ck_assert_int_eq(private_server_state(server), SERVER_ABSENT);
    /* With room it is made; then the disk fills up. */
    ck_assert_int_eq(mount("none", disk, "tmpfs", MS_REMOUNT, "size=160m,mode=0755"), 0);
    start(server);
    stop(server);
    int64_t free_mb = -1;
    ck_assert(private_server_has_room(server, &free_mb));
    ck_assert_int_gt(free_mb, 95);
    fill_disk(disk);
    ck_assert(!private_server_has_room(server, &free_mb));
    ck_assert_int_eq(free_mb, 0);
    refuse(server, "is full", NULL, "make room");
    ck_assert_int_eq(unlink(arena_format(test_arena(), "%s/filler", disk)), 0);
    start(server);
    stop(server);
    ck_assert_int_eq(umount2(disk, MNT_DETACH), 0);
}
END_TEST

START_TEST(an_ordinary_account)
{
    const char *folder = test_folder("user");
    const struct passwd *nobody = getpwnam("nobody");
    if (skipped("another account") || nobody == NULL)
        return;
    ck_assert_int_eq(chown(folder, nobody->pw_uid, nobody->pw_gid), 0);
    ck_assert_int_eq(setgid(nobody->pw_gid), 0);
    ck_assert_int_eq(setuid(nobody->pw_uid), 0);
    ck_assert_int_eq(setenv("HOME", "/nonexistent", 1), 0);
    ck_assert_int_eq(setenv("XDG_DATA_HOME", folder, 1), 0);
    struct private_server *server = locate(NULL);
    ck_assert_str_eq(private_server_base(server), arena_format(test_arena(), "%s/cadre", folder));
    start(server);
    must(private_server_ensure_database(server, DATABASE_CADRE, NULL, fault));
    CADRE_CLEANUP(session_cleanup)
    struct session *session = connect_to(private_server_conninfo(server, DATABASE_CADRE), "test");
    ck_assert_answer(session, "SELECT current_user", "cadre");
    session_free(session);
    session = NULL;
    stop(server);
}
END_TEST

START_TEST(a_folder_of_somebody_else)
{
    const char *folder = test_folder("theirs");
    if (skipped("a folder of somebody else"))
        return;
    ck_assert_int_eq(mkdir(folder_in(folder), 0755), 0); /* root's, but the server is not root */
    struct private_server *server = locate(folder_in(folder));
    struct cadre_error err = {0};
    refuse(server, "does not belong to the account 'postgres'", NULL,
           "choose another place with --data-dir");
    ck_assert_int_eq(private_server_check(server, &err), CADRE_DATABASE);
    ck_assert_int_eq(private_server_stop(server, &err), CADRE_DATABASE); /* nothing was stopped */
    cadre_error_release(&err);
}
END_TEST

/* It runs; whom it does not belong to cannot see that, and does not claim that it is absent. */
START_TEST(a_running_server_of_somebody_else)
{
    struct private_server *server = locate(folder_in(test_folder("seen")));
    const struct passwd *nobody = getpwnam("nobody");
    if (skipped("a running server of somebody else") || nobody == NULL)
        return;
    start(server);
    pid_t child = fork();
    if (child == 0) {
        struct cadre_error err = {0};
        if (setgid(nobody->pw_gid) != 0 || setuid(nobody->pw_uid) != 0)
            _exit(1);
        struct private_server *theirs = locate(private_server_base(server));
        _exit(private_server_check(theirs, &err) == CADRE_DATABASE &&
                      private_server_stop(theirs, &err) == CADRE_DATABASE
                  ? 0
                  : 2);
    }
    int state = 0;
    ck_assert_int_eq(waitpid(child, &state, 0), child);
    ck_assert_int_eq(state, 0);
    stop(server);
}
END_TEST

START_TEST(a_folder_that_the_server_cannot_enter)
{
    const char *folder = test_folder("closed");
    if (skipped("a closed folder"))
        return;
    ck_assert_int_eq(chmod(folder, 0700), 0);
    refuse(locate(folder_in(folder)), "the account 'postgres' cannot pass through the folder", NULL,
           "choose a --data-dir below a folder that everybody may enter");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("private_server");
    tcase_add_test(tcase, it_is_made_started_and_stopped);
    tcase_add_test(tcase, nobody_else_may_look_inside);
    tcase_add_test(tcase, of_many_starters_at_once_one_starts);
    tcase_add_test(tcase, a_killed_server_comes_up_again);
    tcase_add_test(tcase, a_table_that_was_rolled_back_is_no_hindrance);
    tcase_add_test(tcase, a_backend_outlives_its_killed_server);
    tcase_add_loop_test(tcase, a_stale_pid_file_is_no_hindrance, 0, ROWS(stale_pids));
    tcase_add_loop_test(tcase, a_garbled_pid_file_is_no_hindrance, 0, ROWS(garbled));
    tcase_add_test(tcase, a_server_that_hangs_keeps_its_lock);
    tcase_add_loop_test(tcase, an_odd_path_serves, 0, ROWS(odd_names));
    tcase_add_loop_test(tcase, a_path_that_a_shell_would_read, 0, ROWS(shell_names));
    tcase_add_test(tcase, no_path);
    tcase_add_test(tcase, a_file_in_the_way);
    tcase_add_test(tcase, data_of_another_version);
    tcase_add_test(tcase, data_that_do_not_start_say_why);
    tcase_add_test(tcase, a_long_path_has_a_short_socket);
    tcase_add_test(tcase, without_programs);
    tcase_add_test(tcase, a_full_disk);
    tcase_add_test(tcase, an_ordinary_account);
    tcase_add_test(tcase, a_folder_of_somebody_else);
    tcase_add_test(tcase, a_running_server_of_somebody_else);
    tcase_add_test(tcase, a_folder_that_the_server_cannot_enter);
    return run_with_server(tcase, "integration/private_server");
}
