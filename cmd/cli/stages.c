#include "cmd/cli/stages.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/cli/interrupt.h"
#include "cmd/cli/progress.h"
#include "core/base/alloc.h"

struct stages {
    bool line, json, quiet;
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
    [STAGE_COMPARING] = {"comparing", "assigning in the other mode"},
    [STAGE_PRICING] = {"pricing", "assigning without decisions"},
    [STAGE_STORING] = {"storing", "storing the run"},
};

static const struct {
    const char *code, *words;
} phase_texts[] = {
    [ENGINE_AUGMENT] = {"paths", "all seats filled by paths"},
    [ENGINE_AUCTION] = {"auction", "auction held"},
    [ENGINE_LEVELS] = {"priorities", "priorities settled"},
    [ENGINE_REFINE] = {"refinement", "refined"},
    [ENGINE_LEAST_PRICES] = {"cutoffs", "cutoffs found"},
    [ENGINE_TIE_KEY] = {"ties", "ties drawn"},
    [ENGINE_EQUAL_SEATS] = {"equal_seats", "equal seats given"},
};

static const char *const count_names[] = {
    [COUNT_PEOPLE] = "people",
    [COUNT_NEEDS] = "needs",
    [COUNT_PAIRS] = "pairs",
};

/* ---- the lines ------------------------------------------------------------------------------- */

/* How much less than the best it can be, of that. A seat that is empty yet counts for more than all
 * fit there is. */
static void add_gap(const struct bound *bound, struct str *out)
{
    enum { HUNDREDTHS = 100 * 100 };
    int64_t best_bp = bound->gap_bp <= bound->fit_bp ? bound->fit_bp + bound->gap_bp : 0;
    if (bound->gap_bp == 0) {
        str_add_text(out, ", proven to be the best");
    } else if (best_bp > 0) {
        int64_t share = (int64_t)((__uint128_t)bound->gap_bp * HUNDREDTHS / (uint64_t)best_bp);
        str_add_format(out, ", at most %lld.%02lld %% from the best", (long long)(share / 100),
                       (long long)(share % 100));
    } else {
        str_add_text(out, ", seats to be filled yet");
    }
}

static void add_counts(const struct stage_state *state, struct str *out)
{
    for (int i = 0; i < COUNT_COUNT; i++) {
        if (!state->known[i])
            continue;
        str_add_text(out, ", ");
        progress_add_grouped(out, state->counts[i]);
        str_add_format(out, " %s", count_names[i]);
    }
}

/* What is counted has been seen before: it goes when there is no room for all. */
void stages_line(const struct stage_state *state, size_t columns, struct str *out)
{
    CADRE_CLEANUP(str_release) struct str counts = {0};
    CADRE_CLEANUP(str_release) struct str news = {0};
    const char *words = stage_texts[state->stage].words;
    add_counts(state, &counts);
    if (state->in_phases)
        str_add_format(&news, ", %s", phase_texts[state->phase].words);
    if (state->bounded)
        add_gap(&state->bound, &news);
    str_add_format(out, "match: %s", words);
    if (out->length + counts.length + news.length <= columns)
        str_add_view(out, str_view_from(&counts));
    str_add_view(out, str_view_from(&news));
}

/* Names and numbers of ours alone: nothing has to be escaped. */
void stages_json(const struct stage_state *state, enum stage_event event, struct str *out)
{
    static const char *const event_codes[] = {
        [STAGE_BEGUN] = "begun", [STAGE_PHASE] = "phase", [STAGE_DONE] = "done"};
    str_add_format(out, "{\"stage\": \"%s\", \"state\": \"%s\", \"elapsed_ms\": %lld",
                   stage_texts[state->stage].code, event_codes[event],
                   (long long)state->elapsed_ms);
    if (event == STAGE_PHASE)
        str_add_format(out, ", \"phase\": \"%s\"", phase_texts[state->phase].code);
    if (event == STAGE_DONE)
        str_add_format(out, ", \"stage_ms\": %lld",
                       (long long)(state->elapsed_ms - state->begun_ms));
    for (int i = 0; i < COUNT_COUNT; i++) {
        if (state->known[i])
            str_add_format(out, ", \"%s\": %llu", count_names[i],
                           (unsigned long long)state->counts[i]);
    }
    if (state->bounded)
        str_add_format(out, ", \"fit_bp\": %lld, \"gap_bp\": %lld", (long long)state->bound.fit_bp,
                       (long long)state->bound.gap_bp);
    str_add_char(out, '}');
}

/* ---- on stderr ------------------------------------------------------------------------------- */

static void put_json(const struct stages *stages, enum stage_event event)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    stages_json(&stages->state, event, &text);
    str_add_char(&text, '\n');
    fwrite(text.data, 1, text.length, stderr);
    fflush(stderr);
}

static void put(const struct stages *stages, enum stage_event event)
{
    if (stages->json) {
        put_json(stages, event);
        return;
    }
    CADRE_CLEANUP(str_release) struct str line = {0};
    size_t columns = progress_columns();
    if (event != STAGE_DONE)
        stages_line(&stages->state, columns, &line);
    progress_put(str_view_from(&line), columns);
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
    stages->quiet = call->quiet;
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
        put(stages, STAGE_DONE);
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
    put(stages, STAGE_DONE);
}

void stages_begin(struct stages *stages, enum stage stage)
{
    stages_done(stages);
    if (!is_seen(stages))
        return;
    stages->state.stage = stage;
    stages->state.in_phases = stages->state.bounded = false;
    stages->state.elapsed_ms = stages->state.begun_ms = progress_now_ms() - stages->zero_ms;
    stages->under_way = true;
    put(stages, STAGE_BEGUN);
}

void stages_count(struct stages *stages, enum stage_count count, uint64_t number)
{
    if (stages == NULL)
        return;
    stages->state.counts[count] = number;
    stages->state.known[count] = true;
}

void stages_phase(void *stages, enum engine_phase phase)
{
    struct stages *own = stages;
    if (!is_seen(own) || !own->under_way)
        return;
    own->state.phase = phase;
    own->state.in_phases = true;
    own->state.elapsed_ms = progress_now_ms() - own->zero_ms;
    put(own, STAGE_PHASE);
}

void stages_bound(void *stages, const struct bound *bound)
{
    struct stages *own = stages;
    if (own == NULL)
        return;
    own->state.bound = *bound;
    own->state.bounded = true;
}

void stages_watch(struct stages *stages, struct engine_options *options)
{
    if (!is_seen(stages))
        return;
    options->ended = stages_phase;
    options->bounded = stages_bound;
    options->context = stages;
}

void stages_stands(const struct stages *stages, const char *words, struct arena *arena)
{
    if (stages != NULL)
        interrupt_last_words(arena_format(arena, "%scadre: interrupted: %s\n",
                                          stages->line ? PROGRESS_ERASE : "", words));
}
