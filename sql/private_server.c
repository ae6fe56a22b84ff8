#include "sql/private_server.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/server_files.h"
#include "sql/session.h"

/* A fresh data directory takes about 40 MB, and WAL more. */
#define ROOM_WANTED_BYTES (96ULL * 1024 * 1024)
/* With less a server that has its data cannot start. */
#define ROOM_NEEDED_BYTES (4ULL * 1024 * 1024)

enum { START_WAIT_S = 120, END_WAIT_S = 10, ORPHANS_WAIT_S = 60, LOG_TAIL_BYTES = 8192 };

struct private_server {
    struct server_files files;
    struct arena *arena;
};

enum cadre_status private_server_locate(const char *data_dir, struct arena *arena,
                                        struct private_server **ret_server, struct cadre_error *err)
{
    struct private_server *server = arena_calloc(arena, 1, sizeof *server);
    server->arena = arena;
    enum cadre_status status = server_files_locate(data_dir, arena, &server->files, err);
    if (status == CADRE_OK)
        *ret_server = server;
    return status;
}

/* ---- what is there --------------------------------------------------------------------------- */

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static const char *conninfo_of(const struct private_server *server, const char *database)
{
    return arena_format(server->arena, "host='%s' port=5432 user=cadre dbname=%s",
                        server->files.sockets, database);
}

static bool answers(const struct private_server *server)
{
    return PQping(conninfo_of(server, "postgres")) == PQPING_OK;
}

enum cadre_status private_server_check(const struct private_server *server, struct cadre_error *err)
{
    return server_files_check(&server->files, err);
}

enum private_server_state private_server_state(const struct private_server *server)
{
    if (!exists(server->files.data))
        return SERVER_ABSENT;
    return answers(server) ? SERVER_RUNNING : SERVER_STOPPED;
}

/* First line of a small file, trimmed; absent when it cannot be read. */
static struct str_view read_line(const struct private_server *server, const char *path)
{
    char line[64];
    FILE *in = fopen(path, "re");
    if (in == NULL)
        return (struct str_view){NULL, 0};
    char *text = fgets(line, sizeof line, in);
    fclose(in);
    if (text == NULL)
        return (struct str_view){NULL, 0};
    return arena_copy(server->arena, str_view_trim(str_view_of(line)));
}

static enum cadre_status check_version(const struct private_server *server, struct cadre_error *err)
{
    const struct server_files *files = &server->files;
    const char *path = arena_format(server->arena, "%s/PG_VERSION", files->data);
    struct str_view version = read_line(server, path);
    int64_t major = 0;
    if (version.data == NULL) {
        cadre_fail(err, CADRE_DATABASE, "'%s' is no PostgreSQL data directory", files->data);
        return cadre_fail_hint(err, "move it away; the next command makes a new one");
    }
    if (str_view_to_int64(version, &major) && major == files->major)
        return CADRE_OK;
    cadre_fail(err, CADRE_DATABASE,
               "the data directory '%s' is of PostgreSQL %s, the programs found are of %d",
               files->data, version.data, files->major);
    return cadre_fail_hint(err, "apt-get install postgresql-%s, or move the folder away",
                           version.data);
}

/* As much as can be when the disk does not tell. */
static unsigned long long free_bytes(const struct private_server *server)
{
    struct statvfs disk;
    if (statvfs(server->files.home, &disk) != 0)
        return ULLONG_MAX;
    return (unsigned long long)disk.f_bavail * disk.f_frsize;
}

bool private_server_has_room(const struct private_server *server, int64_t *ret_free_mb)
{
    unsigned long long bytes = free_bytes(server);
    *ret_free_mb = (int64_t)(bytes / (1024 * 1024));
    return bytes >= ROOM_WANTED_BYTES;
}

static enum cadre_status check_room(const struct private_server *server,
                                    unsigned long long wanted_bytes, struct cadre_error *err)
{
    if (free_bytes(server) >= wanted_bytes)
        return CADRE_OK;
    cadre_fail(err, CADRE_DATABASE, "the disk of '%s' is full", server->files.home);
    return cadre_fail_hint(err,
                           "make room (96 MB at least), or choose another disk with --data-dir");
}

/* ---- what goes wrong ------------------------------------------------------------------------- */

/* The last line with words of what a program said; better, the last that says why it ended, from
 * there on. */
static const char *last_line(const struct private_server *server, const struct str *output)
{
    static const char cause[] = "FATAL:";
    struct str_view rest = str_view_trim(str_view_from(output));
    struct str_view line = STR_VIEW_LITERAL("it said nothing");
    bool is_cause = false;
    while (rest.length > 0) {
        struct str_view next;
        struct str_view read = str_view_trim(str_view_cut(rest, '\n', &next));
        const char *why = memmem(read.data, read.length, cause, sizeof cause - 1);
        if (why != NULL)
            line = (struct str_view){why, read.length - (size_t)(why - read.data)};
        else if (!is_cause)
            line = read;
        is_cause = is_cause || why != NULL;
        rest = next;
    }
    return arena_copy(server->arena, line).data;
}

/* Appends the end of the server's log: what pg_ctl says is only that it failed. */
static void add_log_tail(const struct private_server *server, struct str *output)
{
    char *tail = arena_calloc(server->arena, LOG_TAIL_BYTES, 1);
    FILE *in = fopen(server->files.log, "re");
    if (in == NULL)
        return;
    if (fseek(in, -(LOG_TAIL_BYTES - 1), SEEK_END) != 0)
        rewind(in);
    str_add(output, "\n", 1);
    str_add(output, tail, fread(tail, 1, LOG_TAIL_BYTES - 1, in));
    fclose(in);
}

/* What initdb said, where the hint leads to. */
static void keep_words(const struct private_server *server, const struct str *output)
{
    FILE *log = fopen(server->files.log, "ae");
    if (log == NULL)
        return;
    fwrite(output->data, 1, output->length, log);
    fclose(log);
    if (server->files.account.switches &&
        chown(server->files.log, server->files.account.uid, server->files.account.gid) != 0)
        unlink(server->files.log); /* the server could not write there */
}

static enum cadre_status fail_program(const struct private_server *server, const char *what,
                                      const struct str *output, struct cadre_error *err)
{
    cadre_fail(err, CADRE_DATABASE, "the private PostgreSQL cannot be %s: %s", what,
               last_line(server, output));
    if (strstr(str_chars(output), "No space left on device") != NULL)
        return cadre_fail_hint(err,
                               "the disk is full: make room, or choose another with --data-dir");
    return cadre_fail_hint(err, "see %s", server->files.log);
}

/* ---- making it ------------------------------------------------------------------------------- */

static enum cadre_status write_text(const struct private_server *server, const char *folder,
                                    const char *name, const char *mode, const char *text,
                                    struct cadre_error *err)
{
    const char *path = arena_format(server->arena, "%s/%s", folder, name);
    FILE *out = fopen(path, mode);
    bool written = out != NULL && fputs(text, out) >= 0;
    written = out != NULL && fclose(out) == 0 && written;
    if (written && server->files.account.switches)
        written = chown(path, server->files.account.uid, server->files.account.gid) == 0;
    if (written)
        return CADRE_OK;
    return cadre_fail(err, CADRE_DATABASE, "cannot write '%s': %s", path, strerror(errno));
}

/* An eighth of the memory: a merge goes through the indexes of a registry at random, and what falls
 * out between two looks is written and read again. It is taken as it is used. */
static long long buffers_mib(void)
{
    enum { LEAST = 128, MOST = 1024, MIB = 1024 * 1024 };
    long pages = sysconf(_SC_PHYS_PAGES);
    long size = sysconf(_SC_PAGESIZE);
    if (pages <= 0 || size <= 0)
        return LEAST;
    long long eighth = (long long)pages / 8 * size / MIB;
    return eighth < LEAST ? LEAST : eighth > MOST ? MOST : eighth;
}

/* A sort has no more helpers than there are processors beside its own: two backends that index at
 * once share them, and on two processors they have none. */
static int sort_helpers(void)
{
    enum { MOST = 8 }; /* as many as max_parallel_workers */
    long beside = sysconf(_SC_NPROCESSORS_ONLN) - 1;
    return beside < 0 ? 0 : beside > MOST ? MOST : (int)beside;
}

/* A merge that changes everybody writes 2 GiB of log; a checkpoint in its midst would have each
 * page logged whole once more. Such a server is started again from the log in half a minute. A load
 * fills the log's buffers in 80 ms; its writer is to look more often, or backends write it
 * themselves, a page at a time: 7 % of the time of the first 100,000 people.
 *
 * The log keeps how the server fares, and no error of a statement: those may quote a person's data,
 * and the command that met one tells it. */
static enum cadre_status configure(const struct private_server *server, const char *data,
                                   struct cadre_error *err)
{
    const struct server_files *files = &server->files;
    const char *settings = arena_format(server->arena,
                                        "\n# cadre's private server\n"
                                        "listen_addresses = ''\n"
                                        "unix_socket_permissions = 0777\n"
                                        "recovery_init_sync_method = syncfs\n"
                                        "log_destination = stderr\n"
                                        "log_error_verbosity = terse\n"
                                        "log_min_error_statement = panic\n"
                                        "log_min_messages = log\n"
                                        "max_connections = 100\n"
                                        "shared_buffers = %lldMB\n"
                                        "max_parallel_maintenance_workers = %d\n"
                                        "max_wal_size = 4GB\n"
                                        "checkpoint_timeout = 15min\n"
                                        "wal_writer_delay = 10ms\n"
                                        "random_page_cost = 1.1\n",
                                        buffers_mib(), sort_helpers());
    const char *map = arena_format(server->arena, "cadre %s cadre\ncadre %s cadre\n", files->caller,
                                   files->account.name);
    enum cadre_status status = write_text(server, data, "postgresql.conf", "ae", settings, err);
    if (status == CADRE_OK)
        status =
            write_text(server, data, "pg_hba.conf", "we", "local all all peer map=cadre\n", err);
    if (status == CADRE_OK)
        status = write_text(server, data, "pg_ident.conf", "we", map, err);
    return status;
}

/* initdb works beside the data directory, which appears whole: a cut in between leaves nothing to
 * trip over. */
static enum cadre_status make_data(const struct private_server *server, struct cadre_error *err)
{
    const struct server_files *files = &server->files;
    CADRE_CLEANUP(str_release) struct str output = {0};
    const char *making = arena_format(server->arena, "%s/data.%ld", files->home, (long)getpid());
    const char *const argv[] = {
        arena_format(server->arena, "%s/initdb", files->bindir),
        "--pgdata",
        making,
        "--username=cadre",
        "--auth-local=peer",
        "--auth-host=reject",
        "--encoding=UTF8",
        "--locale=C",
        "--data-checksums",
        NULL,
    };
    int code = 1;
    enum cadre_status status = check_room(server, ROOM_WANTED_BYTES, err);
    if (status == CADRE_OK)
        status = process_run(&files->account, argv, &code, &output, err);
    if (status == CADRE_OK && code != 0) {
        keep_words(server, &output);
        status = fail_program(server, "made", &output, err);
    }
    if (status == CADRE_OK)
        status = configure(server, making, err);
    if (status == CADRE_OK && rename(making, files->data) != 0)
        status =
            cadre_fail(err, CADRE_DATABASE, "cannot make '%s': %s", files->data, strerror(errno));
    return status;
}

/* ---- starting and stopping it ---------------------------------------------------------------- */

/* A process that has ended, and whose parent never asked: containers often have nobody who does. */
static bool is_zombie(const struct private_server *server, int64_t pid)
{
    const char *path = arena_format(server->arena, "/proc/%lld/stat", (long long)pid);
    struct str_view line = read_line(server, path); /* "123 (postgres) Z 1 ..." */
    const char *name_end = line.data != NULL ? strrchr(line.data, ')') : NULL;
    return name_end != NULL && strncmp(name_end, ") Z", 3) == 0;
}

enum owner_of_pid { PID_GONE, PID_HIDDEN, PID_ENDED, PID_ELSEWHERE, PID_HERE };

/* Whether a process works in the data directory; not by name, a symbolic link may lead to it. -1
 * with errno when it cannot be told. */
static int works_here(const struct private_server *server, int64_t pid)
{
    struct stat place;
    struct stat data;
    if (stat(arena_format(server->arena, "/proc/%lld/cwd", (long long)pid), &place) != 0)
        return -1;
    return stat(server->files.data, &data) == 0 && place.st_dev == data.st_dev &&
           place.st_ino == data.st_ino;
}

static enum owner_of_pid owner_of_pid(const struct private_server *server, int64_t pid)
{
    if (is_zombie(server, pid))
        return PID_ENDED;
    int here = works_here(server, pid);
    if (here >= 0)
        return here ? PID_HERE : PID_ELSEWHERE;
    if (errno == EACCES)
        return PID_HIDDEN;
    return kill((pid_t)pid, 0) == 0 ? PID_HERE /* it is ending */ : PID_GONE;
}

static bool somebody_works_here(const struct private_server *server)
{
    bool found = false;
    DIR *folder = opendir("/proc");
    for (const struct dirent *entry;
         !found && folder != NULL && (entry = readdir(folder)) != NULL;) {
        int64_t pid;
        if (str_view_to_int64(str_view_of(entry->d_name), &pid))
            found = works_here(server, pid) == 1;
    }
    if (folder != NULL)
        closedir(folder);
    return found || folder == NULL;
}

/* Whether all who work here have ended after a while at most. */
static bool all_end_within(const struct private_server *server, int seconds)
{
    const struct timespec pause = {.tv_nsec = 100 * 1000000L};
    bool found = somebody_works_here(server);
    for (int waited = 0; found && waited < seconds * 10; waited++) {
        nanosleep(&pause, NULL);
        found = somebody_works_here(server);
    }
    return !found;
}

/* A lock file whose number is a zombie's, or another program got since: PostgreSQL would take that
 * for a server. One whose process is gone is PostgreSQL's to judge. A server that does not answer
 * any more is given time to end. */
static void remove_stale_lock(const struct private_server *server, const char *folder,
                              const char *name)
{
    const struct timespec pause = {.tv_nsec = 100 * 1000000L};
    const char *path = arena_format(server->arena, "%s/%s", folder, name);
    struct str_view line = read_line(server, path);
    int64_t pid = 0;
    if (!exists(path))
        return;
    if (line.data == NULL || !str_view_to_int64(line, &pid)) {
        if (all_end_within(server, END_WAIT_S)) /* a power cut left it empty */
            unlink(path);
        return;
    }
    if (pid <= 0)
        return;
    enum owner_of_pid owner = owner_of_pid(server, pid);
    for (int waited = 0; owner == PID_HERE && waited < END_WAIT_S * 10; waited++) {
        nanosleep(&pause, NULL);
        owner = owner_of_pid(server, pid);
    }
    /* Backends at work outlive a server that was killed until they look up, and PostgreSQL does
     * not start beside them: they keep its shared memory. */
    if (owner == PID_GONE || owner == PID_ENDED)
        (void)all_end_within(server, ORPHANS_WAIT_S);
    if (owner == PID_ENDED || owner == PID_ELSEWHERE)
        unlink(path);
}

/* Waits while a server that somebody else started comes up or goes down. */
static bool answers_soon(const struct private_server *server)
{
    const struct timespec pause = {.tv_nsec = 100 * 1000000L};
    const char *conninfo = conninfo_of(server, "postgres");
    PGPing ping = PQping(conninfo);
    for (int waited = 0; ping == PQPING_REJECT && waited < START_WAIT_S * 10; waited++) {
        nanosleep(&pause, NULL);
        ping = PQping(conninfo);
    }
    return ping == PQPING_OK;
}

/* Where it listens is said at each start and not in its settings, which go with the folder: a copy
 * of it that was put elsewhere would listen at the original's. No quote is in the path. */
static enum cadre_status call_start(const struct private_server *server, int *ret_code,
                                    struct str *output, struct cadre_error *err)
{
    const struct server_files *files = &server->files;
    const char *const argv[] = {
        arena_format(server->arena, "%s/pg_ctl", files->bindir),
        "start",
        "--pgdata",
        files->data,
        "--log",
        files->log,
        "--options",
        arena_format(server->arena, "-k '%s'", files->sockets),
        "--wait",
        arena_format(server->arena, "--timeout=%d", START_WAIT_S),
        "--silent",
        NULL,
    };
    remove_stale_lock(server, files->data, "postmaster.pid");
    remove_stale_lock(server, files->sockets, ".s.PGSQL.5432.lock");
    return process_run(&files->account, argv, ret_code, output, err);
}

/*
 * Once more when it does not come up. Of an unlogged table whose making was rolled back a crash may
 * leave the empty file and lose the word of the rollback: PostgreSQL then makes the table again
 * from its log and stumbles over that file, which its next start removes.
 */
static enum cadre_status run_server(struct private_server *server, struct cadre_error *err)
{
    enum { STARTS = 2 };
    CADRE_CLEANUP(str_release) struct str output = {0};
    int code = 1;
    enum cadre_status status = check_room(server, ROOM_NEEDED_BYTES, err);
    for (int i = 0; status == CADRE_OK && code != 0 && i < STARTS; i++) {
        str_reset(&output);
        status = call_start(server, &code, &output, err);
        if (status == CADRE_OK && answers(server))
            code = 0;
    }
    if (status != CADRE_OK || code == 0)
        return status;
    add_log_tail(server, &output);
    return fail_program(server, "started", &output, err);
}

/* One starter at a time: the lock file is flocked until `*ret_lock` is closed. */
static enum cadre_status take_starter(const struct private_server *server, int *ret_lock,
                                      struct cadre_error *err)
{
    int lock = open(server->files.starter, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock >= 0 && flock(lock, LOCK_EX) == 0) {
        *ret_lock = lock;
        return CADRE_OK;
    }
    cadre_fail(err, CADRE_DATABASE, "cannot lock '%s': %s", server->files.starter, strerror(errno));
    if (lock >= 0)
        close(lock);
    return cadre_fail_hint(err, "check who owns it, or choose another place with --data-dir");
}

static enum cadre_status make_and_run(struct private_server *server, private_server_news *news,
                                      void *context, struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    if (answers_soon(server))
        return CADRE_OK; /* another command was quicker */
    if (!exists(server->files.data)) {
        if (news != NULL)
            news(context, "preparing a private database, about 3 s, once");
        status = make_data(server, err);
    }
    if (status == CADRE_OK)
        status = check_version(server, err);
    if (status == CADRE_OK)
        status = run_server(server, err);
    return status;
}

enum cadre_status private_server_start(struct private_server *server, private_server_news *news,
                                       void *context, struct cadre_error *err)
{
    int lock = -1;
    enum cadre_status status = private_server_check(server, err);
    if (status != CADRE_OK || answers(server))
        return status;
    status = server_files_make(&server->files, err);
    if (status == CADRE_OK)
        status = take_starter(server, &lock, err);
    if (status != CADRE_OK)
        return status;
    status = make_and_run(server, news, context, err);
    close(lock);
    return status;
}

enum cadre_status private_server_stop(struct private_server *server, struct cadre_error *err)
{
    const struct server_files *files = &server->files;
    enum cadre_status status = private_server_check(server, err);
    if (status != CADRE_OK || private_server_state(server) != SERVER_RUNNING)
        return status;
    CADRE_CLEANUP(str_release) struct str output = {0};
    const char *const argv[] = {
        arena_format(server->arena, "%s/pg_ctl", files->bindir),
        "stop",
        "--pgdata",
        files->data,
        "--mode=fast",
        "--wait",
        "--silent",
        NULL,
    };
    int lock = -1;
    int code = 1;
    status = take_starter(server, &lock, err);
    if (status != CADRE_OK)
        return status;
    status = process_run(&files->account, argv, &code, &output, err);
    close(lock);
    if (status == CADRE_OK && code != 0)
        status = fail_program(server, "stopped", &output, err);
    return status;
}

/* ---- its databases --------------------------------------------------------------------------- */

const char *private_server_database_name(enum private_database database)
{
    return database == DATABASE_DEMO ? "cadre_demo" : "cadre";
}

const char *private_server_conninfo(const struct private_server *server,
                                    enum private_database database)
{
    return conninfo_of(server, private_server_database_name(database));
}

static enum cadre_status open_maintenance(const struct private_server *server,
                                          struct session **ret_session, struct cadre_error *err)
{
    return session_open(conninfo_of(server, "postgres"), "cadre", ret_session, err);
}

enum cadre_status private_server_ensure_database(struct private_server *server,
                                                 enum private_database database, bool *ret_made,
                                                 struct cadre_error *err)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = NULL;
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *name = private_server_database_name(database);
    const char *const parameters[] = {name};
    enum cadre_status status = open_maintenance(server, &session, err);
    if (status == CADRE_OK) /* two commands at once: the second finds it made */
        status = session_lock(session, LOCK_SCHEMA, name, 60, err);
    if (status == CADRE_OK)
        status = session_run(session, &query_server_database_exists, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    bool known = rows_bool(rows, 0, rows_column(rows, "known"));
    if (!known)
        status = session_do(session,
                            database == DATABASE_DEMO ? &query_server_create_demo
                                                      : &query_server_create_cadre,
                            NULL, err);
    if (status == CADRE_OK && ret_made != NULL)
        *ret_made = !known;
    return status;
}

enum cadre_status private_server_drop_demo(struct private_server *server, struct cadre_error *err)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = NULL;
    enum cadre_status status = open_maintenance(server, &session, err);
    if (status == CADRE_OK)
        status = session_do(session, &query_server_drop_demo, NULL, err);
    return status;
}

/* ---- where it is ----------------------------------------------------------------------------- */

const char *private_server_base(const struct private_server *server)
{
    return server->files.base;
}

const char *private_server_data(const struct private_server *server)
{
    return server->files.data;
}

const char *private_server_sockets(const struct private_server *server)
{
    return server->files.sockets;
}

const char *private_server_log(const struct private_server *server)
{
    return server->files.log;
}

int private_server_major(const struct private_server *server)
{
    return server->files.major;
}
