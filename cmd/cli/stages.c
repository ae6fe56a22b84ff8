#include "cmd/cli/stages.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/cli/progress.h"
#include "core/base/alloc.h"

struct stages {
    bool line, json;
    bool under_way; /* a stage has begun and is not done */
    int64_t zero_ms;
    struct stage_state state;
};

static const struct {
    const char *code, *words;
} stage_texts[] = {
    [STAGE_READING] = {"reading", "reading the registry"},
    [STAGE_PAIRS] = {"pairs", "finding who fits where"},
    [STAGE_SOLVING] = {"solving", "assigning"},
    [STAGE_STORING] = {"storing", "storing the run"},
};

static const char *const count_names[] = {
    [COUNT_PEOPLE] = "people",
    [COUNT_NEEDS] = "needs",
    [COUNT_PAIRS] = "pairs",
};

/* ---- the lines ------------------------------------------------------------------------------- */

void stages_line(const struct stage_state *state, struct str *out)
{
    str_add_format(out, "match: %s", stage_texts[state->stage].words);
    for (int i = 0; i < COUNT_COUNT; i++) {
        if (!state->known[i])
            continue;
        str_add_text(out, ", ");
        progress_add_grouped(out, state->counts[i]);
        str_add_format(out, " %s", count_names[i]);
    }
}

/* Names and numbers of ours alone: nothing has to be escaped. */
void stages_json(const struct stage_state *state, bool done, struct str *out)
{
    str_add_format(out, "{\"stage\": \"%s\", \"state\": \"%s\", \"elapsed_ms\": %lld",
                   stage_texts[state->stage].code, done ? "done" : "begun",
                   (long long)state->elapsed_ms);
    if (done)
        str_add_format(out, ", \"stage_ms\": %lld",
                       (long long)(state->elapsed_ms - state->begun_ms));
    for (int i = 0; i < COUNT_COUNT; i++) {
        if (state->known[i])
            str_add_format(out, ", \"%s\": %llu", count_names[i],
                           (unsigned long long)state->counts[i]);
    }
    str_add_char(out, '}');
}

/* ---- on stderr ------------------------------------------------------------------------------- */

static void put(const struct stages *stages, bool done)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    if (stages->json) {
        stages_json(&stages->state, done, &text);
        str_add_char(&text, '\n');
    } else {
        str_add_text(&text, "\r\033[K");
        if (!done)
            stages_line(&stages->state, &text);
    }
    fwrite(text.data, 1, text.length, stderr);
    fflush(stderr);
}

enum cadre_status stages_from(const struct invocation *call, struct stages **ret_stages,
                              struct cadre_error *err)
{
    const char *form = option_text(call, "progress");
    if (form != NULL && strcmp(form, "json") != 0) {
        cadre_fail(err, CADRE_USAGE, "'--progress %s' is unknown", form);
        return cadre_fail_hint(err, "it can be json");
    }
    struct stages *stages = cadre_calloc(1, sizeof *stages);
    stages->json = form != NULL;
    stages->line = !stages->json && !call->quiet && call->terminal_err;
    stages->zero_ms = progress_now_ms();
    *ret_stages = stages;
    return CADRE_OK;
}

void stages_free(struct stages *stages)
{
    if (stages == NULL)
        return;
    if (stages->line && stages->under_way)
        put(stages, true);
    free(stages);
}

void stages_cleanup(struct stages **stages)
{
    stages_free(*stages);
}

static bool is_seen(const struct stages *stages)
{
    return stages != NULL && (stages->line || stages->json);
}

void stages_done(struct stages *stages)
{
    if (!is_seen(stages) || !stages->under_way)
        return;
    stages->state.elapsed_ms = progress_now_ms() - stages->zero_ms;
    stages->under_way = false;
    put(stages, true);
}

void stages_begin(struct stages *stages, enum stage stage)
{
    stages_done(stages);
    if (!is_seen(stages))
        return;
    stages->state.stage = stage;
    stages->state.elapsed_ms = stages->state.begun_ms = progress_now_ms() - stages->zero_ms;
    stages->under_way = true;
    put(stages, false);
}

void stages_count(struct stages *stages, enum stage_count count, uint64_t number)
{
    if (stages == NULL)
        return;
    stages->state.counts[count] = number;
    stages->state.known[count] = true;
}
