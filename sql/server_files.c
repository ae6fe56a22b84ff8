#include "sql/server_files.h"

#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/base/digest.h"

enum { OWNER_LOOKS = 25 /* in half a second */ };

static const char debian_root[] = "/usr/lib/postgresql";
static const char server_account[] = "postgres";
static const char socket_name[] = "/.s.PGSQL.5432";

/* ---- accounts -------------------------------------------------------------------------------- */

static enum cadre_status find_accounts(struct arena *arena, struct server_files *files,
                                       struct cadre_error *err)
{
    const struct passwd *self = getpwuid(geteuid());
    if (self == NULL) {
        cadre_fail(err, CADRE_DATABASE, "user id %ld has no account", (long)geteuid());
        return cadre_fail_hint(err, "run it as a user with an account, or name a server with -d");
    }
    files->caller = arena_strdup(arena, self->pw_name);
    files->account = (struct account){
        .name = files->caller, .uid = self->pw_uid, .gid = self->pw_gid, .switches = false};
    if (geteuid() != 0)
        return CADRE_OK;
    const struct passwd *server = getpwnam(server_account);
    if (server == NULL) {
        cadre_fail(err, CADRE_DATABASE,
                   "PostgreSQL refuses to run as root and there is no account '%s'",
                   server_account);
        return cadre_fail_hint(err, "apt-get install postgresql makes the account");
    }
    files->account = (struct account){.name = arena_strdup(arena, server->pw_name),
                                      .uid = server->pw_uid,
                                      .gid = server->pw_gid,
                                      .switches = true};
    return CADRE_OK;
}

/* ---- programs -------------------------------------------------------------------------------- */

static bool has_initdb(struct arena *arena, const char *bindir)
{
    return access(arena_format(arena, "%s/initdb", bindir), X_OK) == 0 &&
           access(arena_format(arena, "%s/pg_ctl", bindir), X_OK) == 0;
}

/* Debian keeps one folder a major version; `wanted` 0 takes the newest. */
static int debian_major(struct arena *arena, int wanted)
{
    int newest = 0;
    DIR *folder = opendir(debian_root);
    for (const struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        int64_t major;
        if (!str_view_to_int64(str_view_of(entry->d_name), &major) || major <= newest)
            continue;
        if ((wanted == 0 || wanted == major) &&
            has_initdb(arena, arena_format(arena, "%s/%d/bin", debian_root, (int)major)))
            newest = (int)major;
    }
    if (folder != NULL)
        closedir(folder);
    return newest;
}

static struct str_view config_word(struct arena *arena, const struct account *self,
                                   const char *option)
{
    struct cadre_error ignored = {0};
    CADRE_CLEANUP(str_release) struct str output = {0};
    const char *const argv[] = {"pg_config", option, NULL};
    int code = 1;
    enum cadre_status status = process_run(self, argv, &code, &output, &ignored);
    cadre_error_release(&ignored);
    if (status != CADRE_OK || code != 0)
        return (struct str_view){NULL, 0};
    return arena_copy(arena, str_view_trim(str_view_from(&output)));
}

/* "PostgreSQL 15.18 (Debian ...)" gives 15. */
static int major_in(struct str_view version)
{
    struct str_view rest;
    struct str_view ignored;
    int64_t major = 0;
    str_view_cut(version, ' ', &rest);
    str_view_to_int64(str_view_cut(rest, '.', &ignored), &major);
    return (int)major;
}

/* The major version whose data lie below base already, 0 = none. */
static int existing_major(struct arena *arena, const char *base)
{
    int newest = 0;
    DIR *folder = opendir(base);
    for (const struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        int64_t major;
        if (strncmp(entry->d_name, "pg", 2) == 0 &&
            str_view_to_int64(str_view_of(entry->d_name + 2), &major) && major > newest &&
            access(arena_format(arena, "%s/pg%d/data", base, (int)major), F_OK) == 0)
            newest = (int)major;
    }
    if (folder != NULL)
        closedir(folder);
    return newest;
}

static enum cadre_status fail_no_server(int existing, struct cadre_error *err)
{
    if (existing > 0) {
        cadre_fail(err, CADRE_DATABASE,
                   "the private database was made by PostgreSQL %d, which is not installed",
                   existing);
        return cadre_fail_hint(err,
                               "apt-get install postgresql-%d, or move the folder pg%d away to "
                               "begin anew",
                               existing, existing);
    }
    cadre_fail(err, CADRE_DATABASE, "no PostgreSQL server is installed (initdb was not found)");
    return cadre_fail_hint(err, "apt-get install postgresql, or name a server with -d");
}

static enum cadre_status find_programs(struct arena *arena, struct server_files *files,
                                       struct cadre_error *err)
{
    struct account self = {.name = files->caller, .switches = false};
    int existing = existing_major(arena, files->base);
    files->major = debian_major(arena, existing);
    if (files->major > 0) {
        files->bindir = arena_format(arena, "%s/%d/bin", debian_root, files->major);
        return CADRE_OK;
    }
    struct str_view bindir = config_word(arena, &self, "--bindir");
    int major = major_in(config_word(arena, &self, "--version"));
    if (bindir.data == NULL || !has_initdb(arena, bindir.data) ||
        (existing > 0 && existing != major))
        return fail_no_server(existing, err);
    files->bindir = bindir.data;
    files->major = major;
    return CADRE_OK;
}

/* ---- folders --------------------------------------------------------------------------------- */

static enum cadre_status find_base(const char *data_dir, struct arena *arena,
                                   struct server_files *files, struct cadre_error *err)
{
    const char *xdg = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    const struct passwd *self = getpwuid(geteuid());
    if (home == NULL || home[0] != '/')
        home = self != NULL ? self->pw_dir : "/";
    if (data_dir != NULL && data_dir[0] == '\0')
        return cadre_fail(err, CADRE_USAGE, "'--data-dir' names no folder");
    if (data_dir != NULL && data_dir[0] != '/') {
        CADRE_FREE char *here = getcwd(NULL, 0);
        if (here == NULL)
            return cadre_fail(err, CADRE_DATABASE, "the current folder is gone");
        files->base = arena_format(arena, "%s/%s", here, data_dir);
    } else if (data_dir != NULL) {
        files->base = arena_strdup(arena, data_dir);
    } else if (geteuid() == 0) {
        files->base = "/var/lib/cadre";
    } else if (xdg != NULL && xdg[0] == '/') {
        files->base = arena_format(arena, "%s/cadre", xdg);
    } else {
        files->base = arena_format(arena, "%s/.local/share/cadre", home);
    }
    return CADRE_OK;
}

/* pg_ctl hands the path to a shell between double quotes. */
static enum cadre_status refuse_shell_letters(const char *base, struct cadre_error *err)
{
    if (strpbrk(base, "\"$`\\\n") == NULL)
        return CADRE_OK;
    cadre_fail(err, CADRE_DATABASE,
               "PostgreSQL cannot be kept in '%s': \", $, `, \\ or a newline is in its name", base);
    return cadre_fail_hint(err, "choose another place with --data-dir");
}

/* The kernel takes 107 bytes of path; a longer one, or one that a list of sockets or a quoted
 * setting would take apart, is replaced by a short folder named after it. */
static const char *socket_folder(struct arena *arena, const struct server_files *files)
{
    size_t most = sizeof((struct sockaddr_un *)NULL)->sun_path - 1;
    const char *folder = arena_format(arena, "%s/run", files->home);
    if (strlen(folder) + strlen(socket_name) <= most && strpbrk(folder, ",'") == NULL)
        return folder;
    char hex[DIGEST_HEX_SIZE];
    struct digest digest = digest_of(folder, strlen(folder));
    return arena_format(arena, "%s/cadre-%.16s", geteuid() == 0 ? "/run" : "/tmp",
                        digest_to_hex(&digest, hex));
}

enum cadre_status server_files_locate(const char *data_dir, struct arena *arena,
                                      struct server_files *ret_files, struct cadre_error *err)
{
    struct server_files files = {0};
    enum cadre_status status = find_base(data_dir, arena, &files, err);
    if (status == CADRE_OK)
        status = refuse_shell_letters(files.base, err);
    if (status == CADRE_OK)
        status = find_accounts(arena, &files, err);
    if (status == CADRE_OK)
        status = find_programs(arena, &files, err);
    if (status != CADRE_OK)
        return status;
    files.home = arena_format(arena, "%s/pg%d", files.base, files.major);
    files.data = arena_format(arena, "%s/data", files.home);
    files.log = arena_format(arena, "%s/server.log", files.home);
    files.starter = arena_format(arena, "%s/starter.lock", files.home);
    files.sockets = socket_folder(arena, &files);
    *ret_files = files;
    return CADRE_OK;
}

static enum cadre_status fail_folder(const char *path, struct cadre_error *err)
{
    cadre_fail(err, CADRE_DATABASE, "cannot make the folder '%s': %s", path, strerror(errno));
    return cadre_fail_hint(err, "choose another with --data-dir, or name a server with -d");
}

static bool is_own(const struct server_files *files, const char *path)
{
    struct stat found;
    return lstat(path, &found) == 0 && S_ISDIR(found.st_mode) && found.st_uid == files->account.uid;
}

/* Another command that makes it at this moment has not given it to the account yet. */
static enum cadre_status require_own(const struct server_files *files, const char *path,
                                     struct cadre_error *err)
{
    static const struct timespec pause = {.tv_nsec = 20000000L};
    for (int look = 0; look < OWNER_LOOKS; look++) {
        if (is_own(files, path))
            return CADRE_OK;
        nanosleep(&pause, NULL);
    }
    cadre_fail(err, CADRE_DATABASE, "'%s' does not belong to the account '%s'", path,
               files->account.name);
    return cadre_fail_hint(err, "run it as its owner, or choose another place with --data-dir");
}

/* Our own folder, of nobody else's making: the owner is checked, since others may write beside it.
 */
static enum cadre_status make_own(const struct server_files *files, const char *path,
                                  struct cadre_error *err)
{
    if (mkdir(path, 0700) == 0) {
        if (files->account.switches && chown(path, files->account.uid, files->account.gid) != 0)
            return fail_folder(path, err);
        return CADRE_OK;
    }
    return errno == EEXIST ? require_own(files, path, err) : fail_folder(path, err);
}

static enum cadre_status fail_look(const char *path, struct cadre_error *err)
{
    cadre_fail(err, CADRE_DATABASE, "cannot look for '%s': %s", path, strerror(errno));
    return cadre_fail_hint(err, "run it as its owner, or choose another place with --data-dir");
}

enum cadre_status server_files_check(const struct server_files *files, struct cadre_error *err)
{
    const char *const folders[] = {files->base, files->home};
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; i < 2 && status == CADRE_OK; i++) {
        struct stat found;
        if (lstat(folders[i], &found) == 0)
            status = require_own(files, folders[i], err);
        else if (errno != ENOENT && errno != ENOTDIR)
            status = fail_look(folders[i], err);
    }
    return status;
}

/* The server's account has to pass through every folder above. */
static enum cadre_status check_passage(const struct server_files *files, struct arena *arena,
                                       struct cadre_error *err)
{
    char *path = arena_strdup(arena, files->base);
    while (files->account.switches && strcmp(path, "/") != 0) {
        struct stat found;
        path = dirname(path);
        if (stat(path, &found) != 0 || (found.st_mode & S_IXOTH) != 0 ||
            (found.st_uid == files->account.uid && (found.st_mode & S_IXUSR) != 0))
            continue;
        cadre_fail(err, CADRE_DATABASE, "the account '%s' cannot pass through the folder '%s'",
                   files->account.name, path);
        return cadre_fail_hint(err,
                               "choose a --data-dir below a folder that everybody may enter, "
                               "or chmod o+x '%s'",
                               path);
    }
    return CADRE_OK;
}

static bool is_folder(const char *path)
{
    struct stat found;
    bool is = stat(path, &found) == 0 && S_ISDIR(found.st_mode);
    errno = is ? EEXIST : ENOTDIR;
    return is;
}

/* mkdir -p of what lies above the base, as the caller. */
static enum cadre_status make_parents(const char *base, struct arena *arena,
                                      struct cadre_error *err)
{
    char *part = arena_strdup(arena, base);
    for (char *slash = strchr(part + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(part, 0755) != 0 && (errno != EEXIST || !is_folder(part)))
            return fail_folder(part, err);
        *slash = '/';
    }
    return CADRE_OK;
}

enum cadre_status server_files_make(const struct server_files *files, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    enum cadre_status status = make_parents(files->base, arena, err);
    if (status == CADRE_OK)
        status = check_passage(files, arena, err);
    if (status == CADRE_OK)
        status = make_own(files, files->base, err);
    if (status == CADRE_OK)
        status = make_own(files, files->home, err);
    if (status == CADRE_OK)
        status = make_own(files, files->sockets, err);
    return status;
}
