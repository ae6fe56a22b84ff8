#include "cmd/cli/progress.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/base/utf8.h"

enum { FIRST_MS = 500, PAUSE_MS = 200, ETA_AFTER_MS = 1000 };
enum { NAME_COLUMNS_MIN = 8, NAME_COLUMNS_MAX = 28, COLUMNS_UNTOLD = 80 };

struct progress {
    const char *name;
    bool silent;
    bool drawn; /* the line stands there */
    int64_t begun_ms, drawn_ms;
    struct progress_state state;
};

int64_t progress_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- the line -------------------------------------------------------------------------------- */

/* Digits in groups of three: 1,234,567. */
void progress_add_grouped(struct str *out, uint64_t number)
{
    enum { GROUP = 1000 };
    if (number < GROUP) {
        str_add_format(out, "%llu", (unsigned long long)number);
        return;
    }
    progress_add_grouped(out, number / GROUP);
    str_add_format(out, ",%03llu", (unsigned long long)(number % GROUP));
}

/* Megabytes with one digit behind the point. */
static void add_megabytes(struct str *out, uint64_t bytes)
{
    enum { TENTH = 100 * 1000 };
    str_add_format(out, "%llu.%llu", (unsigned long long)(bytes / TENTH / 10),
                   (unsigned long long)(bytes / TENTH % 10));
}

static void add_duration(struct str *out, int64_t seconds)
{
    enum { MINUTE = 60, HOUR = 3600 };
    if (seconds >= HOUR)
        str_add_format(out, "%lld h %lld min", (long long)(seconds / HOUR),
                       (long long)(seconds % HOUR / MINUTE));
    else if (seconds >= MINUTE)
        str_add_format(out, "%lld min %lld s", (long long)(seconds / MINUTE),
                       (long long)(seconds % MINUTE));
    else
        str_add_format(out, "%lld s", (long long)seconds);
}

/* By the bytes done so far; none in the first second, which says little. */
static void add_time_left(struct str *out, const struct progress_state *state)
{
    if (state->bytes_done == 0 || state->elapsed_ms < ETA_AFTER_MS)
        return;
    uint64_t left = state->bytes_total - state->bytes_done;
    __uint128_t ms = (__uint128_t)left * (uint64_t)state->elapsed_ms / state->bytes_done;
    str_add_text(out, ", ");
    add_duration(out, (int64_t)((ms + 999) / 1000));
    str_add_text(out, " left");
}

/* Of a long path the end tells files apart. */
static void add_name(struct str *out, const char *name, size_t columns)
{
    const char *slash = strrchr(name, '/');
    if (utf8_width(str_view_of(name)) > columns && slash != NULL)
        name = slash + 1;
    utf8_printable(str_view_of(name), columns, out);
}

static void add_state(struct str *out, const struct progress_state *state)
{
    if (state->step == NULL && state->bytes_total == 0 && state->bytes_done > 0) {
        add_megabytes(out, state->bytes_done);
        str_add_text(out, " MB have come");
        return;
    }
    if (state->step == NULL && state->bytes_total > 0) {
        str_add_format(
            out, "%llu %%, ",
            (unsigned long long)(((__uint128_t)state->bytes_done * 100 / state->bytes_total)));
        add_megabytes(out, state->bytes_done);
        str_add_text(out, " of ");
        add_megabytes(out, state->bytes_total);
        str_add_text(out, " MB, ");
    }
    progress_add_grouped(out, state->rows);
    str_add_text(out, state->rows == 1 ? " row" : " rows");
    if (state->step != NULL)
        str_add_format(out, ", %s", state->step);
    else
        add_time_left(out, state);
}

void progress_line(const char *name, const struct progress_state *state, size_t columns,
                   struct str *out)
{
    CADRE_CLEANUP(str_release) struct str rest = {0};
    str_add_text(&rest, ": ");
    add_state(&rest, state);
    size_t room = columns > rest.length ? columns - rest.length : 0;
    room = room < NAME_COLUMNS_MIN ? NAME_COLUMNS_MIN : room;
    add_name(out, name, room > NAME_COLUMNS_MAX ? NAME_COLUMNS_MAX : room);
    str_add_view(out, str_view_from(&rest));
}

/* ---- on the terminal ------------------------------------------------------------------------- */

/* One less than there are: a line that fills the last one is wrapped by some terminals. */
size_t progress_columns(void)
{
    struct winsize window = {0};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &window) != 0 || window.ws_col == 0)
        window.ws_col = COLUMNS_UNTOLD;
    return (size_t)window.ws_col - 1;
}

void progress_put(struct str_view line, size_t columns)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_text(&text, PROGRESS_ERASE);
    utf8_printable(line, columns, &text);
    fwrite(text.data, 1, text.length, stderr);
    fflush(stderr);
}

struct progress *progress_new(const struct invocation *call, const char *name)
{
    struct progress *progress = cadre_calloc(1, sizeof *progress);
    *progress = (struct progress){
        .name = name, .silent = call->quiet || !call->terminal_err, .begun_ms = progress_now_ms()};
    return progress;
}

void progress_clear(struct progress *progress)
{
    if (!progress->drawn)
        return;
    fputs(PROGRESS_ERASE, stderr);
    fflush(stderr);
    progress->drawn = false;
}

void progress_free(struct progress *progress)
{
    if (progress == NULL)
        return;
    progress_clear(progress);
    free(progress);
}

void progress_cleanup(struct progress **progress)
{
    progress_free(*progress);
}

static void draw(struct progress *progress, int64_t pause_ms)
{
    int64_t now = progress_now_ms();
    progress->state.elapsed_ms = now - progress->begun_ms;
    if (progress->silent || progress->state.elapsed_ms < FIRST_MS ||
        now - progress->drawn_ms < pause_ms)
        return;
    CADRE_CLEANUP(str_release) struct str line = {0};
    size_t columns = progress_columns();
    progress_line(progress->name, &progress->state, columns, &line);
    progress_put(str_view_from(&line), columns);
    progress->drawn = true;
    progress->drawn_ms = now;
}

void progress_tell(struct progress *progress, uint64_t bytes_done, uint64_t bytes_total,
                   uint64_t rows)
{
    progress->state = (struct progress_state){bytes_done, bytes_total, rows, 0, NULL};
    draw(progress, PAUSE_MS);
}

void progress_step(struct progress *progress, const char *what)
{
    progress->state.step = what;
    draw(progress, 0);
}
