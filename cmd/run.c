/*
 * cadre run list and show: the match runs.
 */
#include "cmd/commands.h"
#include "cmd/steps/registry_session.h"
#include "cmd/steps/report_files.h"
#include "cmd/steps/run/match_run.h"
#include "cmd/steps/tables.h"
#include "core/base/alloc.h"
#include "core/policy/policy.h"
#include "reports/limit_words.h"
#include "reports/override_table.h"
#include "reports/report.h"
#include "sql/run_life.h"
#include "sql/run_limits.h"
#include "sql/run_overrides.h"

enum { DIGEST_SHOWN = 12 };

static const struct report_target on_stdout = {0};

static int64_t filled_of(const struct run_row *run)
{
    int64_t filled = 0;
    for (int i = 0; i < INSTANCE_CLASS_COUNT; i++)
        filled += run->objective.filled[i];
    return filled;
}

/* ---- list ------------------------------------------------------------------------------------ */

static const struct table_text list_text = {"runs", "Match runs", "Runs", "The newest first"};

static const struct table_column list_columns[] = {
    {"run", "Run", FORMAT_INTEGER},
    {"digest", "Digest", FORMAT_CODE},
    {"as_of", "As of", FORMAT_CODE},
    {"mode", "Mode", FORMAT_CODE},
    {"state", "State", FORMAT_CODE},
    {"people", "People", FORMAT_INTEGER},
    {"needs", "Needs", FORMAT_INTEGER},
    {"seats", "Free seats", FORMAT_INTEGER},
    {"filled", "Filled", FORMAT_INTEGER},
    {"kept", "Kept", FORMAT_INTEGER},
    {0},
};

static void add_run(struct document_table *table, const struct run_row *run)
{
    char day[CADRE_DATE_TEXT_SIZE];
    table_begin_row(table);
    table_add_integer(table, run->number);
    table_add_format(table, "%.*s", DIGEST_SHOWN, run->digest.data);
    table_add_text(table, str_view_of(cadre_date_format(run->as_of, day)));
    table_add_text(table, run->mode);
    table_add_text(table, str_view_of(run_row_state(run)));
    table_add_integer(table, run->people);
    table_add_integer(table, run->needs);
    table_add_integer(table, run->seats);
    table_add_integer(table, filled_of(run));
    table_add_integer(table, run->objective.held);
}

static enum cadre_status run_run_list(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct run_row *runs = NULL;
    size_t count = 0;
    enum cadre_status status = registry_session_open(call, "cadre run list", &registry, err);
    if (status == CADRE_OK)
        status = run_store_list(registry_session_of(registry), call->arena, &runs, &count, err);
    if (status != CADRE_OK)
        return status;
    struct document *document;
    struct document_table *table = tables_begin(call, &list_text, list_columns, &document);
    for (size_t i = 0; i < count; i++)
        add_run(table, &runs[i]);
    document_set_finding(document, count == 1 ? "%zu run" : "%zu runs", count);
    return report_files_write(call, document, &on_stdout, err);
}

/* ---- show ------------------------------------------------------------------------------------ */

static const struct table_text class_text = {"classes", "Match run", "Seats",
                                             "Seats filled, by priority"};

static const struct table_column class_columns[] = {
    {"priority", "Priority", FORMAT_INTEGER},
    {"filled", "Seats filled", FORMAT_INTEGER},
    {0},
};

static void add_text_facts(struct document *document, const struct run_row *run)
{
    char day[CADRE_DATE_TEXT_SIZE];
    const struct {
        const char *key, *label;
        struct str_view text;
    } facts[] = {
        {"digest", "Digest of the inputs", run->digest},
        {"result_digest", "Digest of the result", run->result_digest},
        {"as_of", "As of", str_view_of(cadre_date_format(run->as_of, day))},
        {"known_at", "Known at", run->known_at},
        {"recorded_at", "Recorded at", run->recorded_at},
        {"made_by", "Made by the role",
         run->made_by.data != NULL ? run->made_by : str_view_of("not noted")},
        {"mode", "Mode", run->mode},
        {"state", "State", str_view_of(run_row_state(run))},
        {"published_at", "Published at", run->published_at},
        {"policy", "Policy", run->policy},
        {"solver", "Solver", run->solver_version},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (facts[i].text.data != NULL)
            document_add_fact(document, facts[i].key, facts[i].label, "%.*s",
                              STR_VIEW_ARGS(facts[i].text));
    }
}

static void add_fit(struct document *document, const struct run_row *run)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    report_add_fit(&run->objective, &words);
    document_add_fact(document, "fit_bp", "Total fit", "%lld", (long long)run->objective.fit_bp);
    document_set_fact_words(document, str_chars(&words));
}

static const struct table_column event_columns[] = {
    {"at", "Time", FORMAT_CODE},
    {"event", "What", FORMAT_CODE},
    {"role", "By the role", FORMAT_CODE},
    {"why", "Why", FORMAT_TEXT},
    {0},
};

/* What became of it; nothing while it is a draft that nobody looked at. */
static enum cadre_status add_events(const struct invocation *call, struct session *session,
                                    const struct run_row *run, struct document *document,
                                    struct cadre_error *err)
{
    struct run_event *events = NULL;
    size_t count = 0;
    enum cadre_status status =
        run_life_events(session, run->number, call->arena, &events, &count, err);
    if (status != CADRE_OK || count == 0)
        return status;
    struct document_table *table =
        section_add_table(document_add_section(document, "What became of it"), "events",
                          "Verdicts, publication and withdrawal, the first one first");
    for (const struct table_column *column = event_columns; column->name != NULL; column++)
        table_add_column(table, column->name, column->title, column->format);
    for (size_t i = 0; i < count; i++) {
        table_begin_row(table);
        table_add_text(table, events[i].recorded_at);
        table_add_text(table, events[i].event);
        table_add_text(table, events[i].role);
        table_add_text(table, events[i].why);
    }
    return CADRE_OK;
}

static const struct table_column lapsed_columns[] = {
    {"person", "Person", FORMAT_CODE},
    {"need", "Need", FORMAT_CODE},
    {"reason", "Why", FORMAT_CODE},
    {0},
};

/* What a publication with --despite stored. */
static enum cadre_status add_lapsed(const struct invocation *call, struct session *session,
                                    const struct run_row *run, struct document *document,
                                    struct cadre_error *err)
{
    struct run_lapse_row *rows = NULL;
    size_t count = 0;
    enum cadre_status status =
        run_life_lapses(session, run->number, call->arena, &rows, &count, err);
    if (status != CADRE_OK || count == 0)
        return status;
    struct document_table *table = section_add_table(
        document_add_section(document, "Published despite"), "lapsed",
        "Who did not fit any more when it was published, by the reason's code; without a person: "
        "the need had not the seats any more");
    for (const struct table_column *column = lapsed_columns; column->name != NULL; column++)
        table_add_column(table, column->name, column->title, column->format);
    for (size_t i = 0; i < count; i++) {
        table_begin_row(table);
        table_add_text(table, rows[i].person_id);
        table_add_text(table, rows[i].need_code);
        table_add_text(table, rows[i].reason);
    }
    return CADRE_OK;
}

static void add_number_facts(struct document *document, const struct run_row *run)
{
    const struct {
        const char *key, *label;
        int64_t number;
    } facts[] = {
        {"people", "People", run->people},
        {"needs", "Needs", run->needs},
        {"pairs", "Eligible pairs", run->pairs},
        {"seats", "Free seats", run->seats},
    };
    int64_t residual_run = policy_residual_run(run->policy);
    if (residual_run > 0)
        document_add_fact(document, "residual", "Leaves places of", "run %lld",
                          (long long)residual_run);
    if (run->base_run > 0)
        document_add_fact(document, "base", "Built on", "run %lld", (long long)run->base_run);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        document_add_fact(document, facts[i].key, facts[i].label, "%lld",
                          (long long)facts[i].number);
    add_fit(document, run);
    document_add_fact(document, "held", "People kept in their place", "%lld",
                      (long long)run->objective.held);
}

/* What the other mode comes to; runs of before have not stored it. */
static enum cadre_status add_price(const struct invocation *call, struct session *session,
                                   const struct run_row *run, struct document *document,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    struct run_measure measure;
    enum cadre_status status = run_store_measure(session, run->number, call->arena, &measure, err);
    if (status != CADRE_OK || !measure.other_known)
        return status;
    report_add_price(&run->objective, &measure.other, policy_is_stable(run->policy), &words);
    document_add_fact(document, "stable_of_optimal", "Stable against optimal", "%s",
                      str_chars(&words));
    document_set_fact_words(document, str_chars(&words));
    return CADRE_OK;
}

static enum cadre_status run_run_show(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct run_row run;
    struct limit_figures limits = {0};
    enum cadre_status status = registry_session_open(call, "cadre run show", &registry, err);
    if (status == CADRE_OK)
        status = run_store_find(registry_session_of(registry), call->operands[0], call->arena, &run,
                                err);
    if (status != CADRE_OK)
        return status;
    struct document *document;
    struct document_table *table = tables_begin(call, &class_text, class_columns, &document);
    document_set_finding(document, "Run %lld: %s", (long long)run.number,
                         match_run_finding(&run, call->arena));
    add_text_facts(document, &run);
    add_number_facts(document, &run);
    struct override_prices overrides = {0};
    status = add_price(call, registry_session_of(registry), &run, document, err);
    if (status == CADRE_OK)
        status = run_overrides_read(registry_session_of(registry), run.number, call->arena,
                                    &overrides, err);
    if (status != CADRE_OK)
        return status;
    for (int i = 0; i < INSTANCE_CLASS_COUNT; i++) {
        table_begin_row(table);
        table_add_integer(table, i + 1);
        table_add_integer(table, run.objective.filled[i]);
    }
    status = run_limits_read(registry_session_of(registry), run.number, call->arena, &limits, err);
    if (status != CADRE_OK)
        return status;
    limit_words_add_section(document, &limits, policy_is_stable(run.policy), true);
    override_table_add(&overrides, document);
    status = add_events(call, registry_session_of(registry), &run, document, err);
    if (status == CADRE_OK)
        status = add_lapsed(call, registry_session_of(registry), &run, document, err);
    if (status != CADRE_OK)
        return status;
    return report_files_write(call, document, &on_stdout, err);
}

/* ---- the commands ---------------------------------------------------------------------------- */

static const struct command_example list_examples[] = {
    {"cadre run list", "all match runs, the newest first"},
    {0},
};

const struct command command_run_list = {
    .name = "run list",
    .summary = "list the match runs",
    .operands = "",
    .description =
        "A run is one solved match: the day it is of, its digest, seats and how many it\n"
        "fills, and whether it is published.",
    .examples = list_examples,
    .run = run_run_list,
};

static const struct command_example show_examples[] = {
    {"cadre run show last", "what the newest run rests on, and its result by priority"},
    {0},
};

const struct command command_run_show = {
    .name = "run show",
    .summary = "show one match run",
    .operands = "RUN",
    .operands_min = 1,
    .operands_max = 1,
    .description =
        "RUN is a number, the beginning of its digest (4 digits at least), or last. Who\n"
        "sits where is in 'cadre report staffing --run RUN'. Of a run that was published with\n"
        "--despite it is told who did not fit any more.",
    .examples = show_examples,
    .run = run_run_show,
};
