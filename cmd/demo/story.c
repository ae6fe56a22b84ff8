#include "cmd/demo/story.h"

#include <stdarg.h>
#include <string.h>

#include "cmd/cli/output_file.h"
#include "cmd/demo/national.h"
#include "cmd/steps/catalogue/kinds_load.h"
#include "cmd/steps/import/import_file.h"
#include "cmd/steps/import/import_tell.h"
#include "cmd/steps/registry_catalogue.h"
#include "cmd/steps/report_files.h"
#include "cmd/steps/run/match_run.h"
#include "cmd/steps/run/run_proof.h"
#include "core/base/alloc.h"

static void say(const struct story *story, const char *format, ...) CADRE_PRINTF(2, 3);

/* The demo takes seconds: each line is seen when its step is done. */
static void say(const struct story *story, const char *format, ...)
{
    va_list args;
    if (story->call->quiet)
        return;
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    (void)fflush(stdout);
}

static struct cadre_date day(const char *iso)
{
    struct cadre_date date = cadre_date_none;
    (void)cadre_date_parse_iso(str_view_of(iso), &date);
    return date;
}

/* ---- the offices' files ---------------------------------------------------------------------- */

static enum cadre_status write_file(const struct story *story, const struct country_file *file,
                                    struct country_tally *total, struct cadre_error *err)
{
    struct output_file *output = NULL;
    CADRE_FREE char *path = cadre_format("%s/%s", story->folder->data, file->name);
    enum cadre_status status = output_file_open(path, &output, err);
    if (status != CADRE_OK)
        return status;
    struct country_tally tally = country_write(story->country, file, output_file_stream(output));
    total->rows += tally.rows;
    total->faulty += tally.faulty;
    return output_file_commit(output, err);
}

static const char *national_path(const struct story *story, size_t file)
{
    return arena_format(story->call->arena, "%s/%s", story->folder->data,
                        demo_national_files[file].name);
}

static enum cadre_status write_national(const struct story *story, size_t file,
                                        struct cadre_error *err)
{
    struct output_file *output = NULL;
    enum cadre_status status = output_file_open(national_path(story, file), &output, err);
    if (status != CADRE_OK)
        return status;
    fputs(demo_national_files[file].text, output_file_stream(output));
    return output_file_commit(output, err);
}

enum cadre_status story_write(const struct story *story, struct cadre_error *err)
{
    size_t count;
    struct country_tally total = {0};
    const struct country_file *files = country_files(story->call->arena, &count);
    enum cadre_status status = demo_folder_clear(story->folder->data, err);
    for (size_t i = 0; status == CADRE_OK && i < DEMO_NATIONAL_FILE_COUNT; i++)
        status = write_national(story, i, err);
    for (size_t i = 0; status == CADRE_OK && i < count; i++)
        status = write_file(story, &files[i], &total, err);
    if (status == CADRE_OK)
        say(story,
            "%zu specialists, %d organizations, %d needs: %zu files with %zu rows in %s, "
            "%zu rows with a fault put in",
            story->country->person_count, DEMO_ORGANIZATION_COUNT, DEMO_NEED_COUNT, count,
            total.rows, story->folder->data, total.faulty);
    return status;
}

/* ---- the catalogue --------------------------------------------------------------------------- */

static enum cadre_status load_national(const struct story *story, struct kinds_file *files,
                                       struct cadre_error *err)
{
    const struct kinds_load_options options = {.wait_s = IMPORT_WAIT_S};
    struct kinds_load_outcome outcome;
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; status == CADRE_OK && i < DEMO_NATIONAL_FILE_COUNT; i++)
        status = kinds_file_open(story->call, national_path(story, i), &files[i], err);
    if (status == CADRE_OK)
        status = kinds_load(story->call, registry_session_of(story->registry), files,
                            DEMO_NATIONAL_FILE_COUNT, &options, &outcome, err);
    if (status == CADRE_OK && outcome.left_out > 0)
        return cadre_fail(err, CADRE_BUG, "%zu rows of the country's catalogue were left out",
                          outcome.left_out);
    return status;
}

enum cadre_status story_load(const struct story *story, struct catalogue **ret_catalogue,
                             struct cadre_error *err)
{
    struct kinds_file files[DEMO_NATIONAL_FILE_COUNT] = {0};
    uint64_t rows = 0;
    enum cadre_status status = load_national(story, files, err);
    for (size_t i = 0; i < DEMO_NATIONAL_FILE_COUNT; i++) {
        rows += files[i].rows_read;
        kinds_file_release(&files[i]);
    }
    if (status != CADRE_OK)
        return status;
    say(story,
        "catalogue load: %d files with %llu rows: credentials of the country, what they grant, "
        "call-ups",
        DEMO_NATIONAL_FILE_COUNT, (unsigned long long)rows);
    return registry_catalogue_read(registry_session_of(story->registry), NULL, story->call->arena,
                                   ret_catalogue, err);
}

/* ---- import ---------------------------------------------------------------------------------- */

static struct import_request request_for(const struct story *story, const struct country_file *file,
                                         const char *path)
{
    return (struct import_request){
        .kind = file->kind,
        .catalogue = story->catalogue,
        .path = path,
        .source = file->source != NULL ? file->source->code : NULL,
        .owner = file->source != NULL ? file->source->owner : NULL,
        .effective = day(DEMO_EFFECTIVE),
        .full_list = file->kind->full_list,
        .rejects_dir = story->folder->rejects,
        .max_removed_percent = IMPORT_MAX_REMOVED_PERCENT,
        .wait_s = IMPORT_WAIT_S,
    };
}

static void say_taken(const struct story *story, const struct country_file *file,
                      const struct import_outcome *outcome)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    import_tell_counts(file->name, &outcome->counts, &line);
    say(story, "  %s", str_chars(&line));
}

static const struct finding_code *refusal_code(const struct import_outcome *outcome)
{
    const struct finding *refusal =
        outcome->findings != NULL ? findings_refusal(outcome->findings) : NULL;
    return refusal != NULL ? refusal->code : NULL;
}

static const char *refusal(const struct import_outcome *outcome)
{
    const struct finding_code *code = refusal_code(outcome);
    return code != NULL ? code->title : NULL;
}

/* In a country of a few people some office knows nobody of a kind. */
static bool has_no_rows(const struct import_outcome *outcome)
{
    const struct finding_code *code = refusal_code(outcome);
    return code != NULL && strcmp(code->code, FINDING_F_HEADER_ONLY) == 0;
}

/* The file of lost letters is refused, one without a row brings nothing, and every other one is
 * taken. */
static enum cadre_status settle(const struct story *story, const struct country_file *file,
                                const struct import_outcome *outcome, enum cadre_status status,
                                struct cadre_error *err)
{
    if (status == CADRE_REFUSED && file->refused && refusal(outcome) != NULL) {
        say(story, "  %s: refused, as it should be: %s", file->name, refusal(outcome));
        cadre_error_release(err);
        return CADRE_OK;
    }
    if (status == CADRE_REFUSED && has_no_rows(outcome)) {
        say(story, "  %s: no rows", file->name);
        cadre_error_release(err);
        return CADRE_OK;
    }
    if (!import_was_taken(status))
        return err->message != NULL
                   ? cadre_fail_context(err, "%s", file->name)
                   : cadre_fail(err, status, "'%s' was refused: %s", file->name, refusal(outcome));
    if (file->refused)
        return cadre_fail(err, CADRE_BUG, "'%s' was taken though its letters are lost", file->name);
    say_taken(story, file, outcome);
    return CADRE_OK;
}

static enum cadre_status import_one(const struct story *story, const struct country_file *file,
                                    struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    CADRE_FREE char *path = cadre_format("%s/%s", story->folder->data, file->name);
    const struct import_request request = request_for(story, file, path);
    struct import_outcome outcome = {0};
    enum cadre_status status =
        import_file(story->call, story->registry, &request, scratch, &outcome, err);
    status = settle(story, file, &outcome, status, err);
    import_outcome_release(&outcome);
    return status;
}

enum cadre_status story_import(const struct story *story, struct cadre_error *err)
{
    size_t count;
    const struct country_file *files = country_files(story->call->arena, &count);
    say(story, "import, in force from %s:", DEMO_EFFECTIVE);
    enum cadre_status status = demo_folder_clear(story->folder->rejects, err);
    for (size_t i = 0; status == CADRE_OK && i < count; i++)
        status = import_one(story, &files[i], err);
    return status;
}

/* ---- match, verify, report ------------------------------------------------------------------- */

/* A step holds the whole registry in memory: each has an arena of its own, gone when it is done. */
static enum cadre_status match(const struct story *story, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    const struct match_request request = {
        .as_of = day(DEMO_AS_OF), .publish = true, .wait_s = MATCH_WAIT_S};
    struct match_outcome outcome;
    enum cadre_status status =
        match_run(registry_session_of(story->registry), &request, scratch, &outcome, err);
    if (status != CADRE_OK)
        return status;
    say(story, "match, as of %s: %s", DEMO_AS_OF, match_run_finding(&outcome.run, scratch));
    say(story, "  %s", match_run_size(&outcome.run, scratch));
    return CADRE_OK;
}

static enum cadre_status verify(const struct story *story, const struct run_row *run,
                                struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    struct run_proof proof;
    enum cadre_status status = run_proof_check(registry_session_of(story->registry), run,
                                               story->catalogue, true, scratch, &proof, err);
    if (status != CADRE_OK)
        return status;
    if (proof.fault != RUN_HOLDS)
        return cadre_fail(err, CADRE_BUG, "the run is disproved: %s", proof.text);
    say(story, "verify: inputs and result are unaltered, and no better assignment exists");
    if (proof.shortage_count > 0)
        say(story, "  why seats stay empty:");
    for (size_t i = 0; i < proof.shortage_count; i++)
        say(story, "    %s", proof.shortages[i]);
    return CADRE_OK;
}

enum cadre_status story_match(const struct story *story, struct run_basis **ret_basis,
                              struct cadre_error *err)
{
    struct session *session = registry_session_of(story->registry);
    struct run_row run;
    enum cadre_status status = match(story, err);
    if (status == CADRE_OK)
        status = run_store_find(session, "last", story->call->arena, &run, err);
    if (status == CADRE_OK)
        status = verify(story, &run, err);
    if (status == CADRE_OK)
        status = run_basis_require(session, &run, story->catalogue, false, story->call->arena,
                                   ret_basis, err);
    return status;
}

enum cadre_status story_report(const struct story *story, const struct run_basis *basis,
                               struct cadre_error *err)
{
    struct arena *arena = story->call->arena;
    const struct report_context context = run_basis_context(basis, false);
    const struct staffing *staffing =
        staffing_count(basis->snapshot, basis->pairs, basis->need_of, arena);
    const struct gap *gap =
        gap_count(basis->snapshot, basis->expansions, basis->pairs, basis->need_of, arena);
    const struct document *const documents[] = {staffing_report(staffing, &context, arena),
                                                gap_report(gap, &context, arena)};
    size_t total = 0;
    enum cadre_status status = demo_folder_clear(story->folder->reports, err);
    for (size_t i = 0; status == CADRE_OK && i < sizeof documents / sizeof(*documents); i++) {
        size_t count = 0;
        status = report_files_write_folder(documents[i], REPORT_ALL, story->folder->reports, &count,
                                           err);
        total += count;
    }
    if (status == CADRE_OK)
        say(story, "reports: %zu files in %s", total, story->folder->reports);
    return status;
}

/* ---- what next ------------------------------------------------------------------------------- */

/* The need with most seats left empty of those whose requirements are whole, -1 when all are
 * filled; of equals the first. */
static int32_t emptiest_need(const struct run_basis *basis)
{
    const struct snapshot *snapshot = basis->snapshot;
    CADRE_FREE int32_t *left = cadre_calloc(snapshot->need_count + 1, sizeof *left);
    int32_t emptiest = -1;
    for (size_t i = 0; i < snapshot->need_count; i++)
        left[i] = snapshot->needs[i].incomplete ? 0 : basis->seats[i];
    for (size_t i = 0; i < snapshot->person_count; i++) {
        if (basis->need_of[i] >= 0)
            left[basis->need_of[i]]--;
    }
    for (size_t i = 0; i < snapshot->need_count; i++) {
        if (left[i] > 0 && (emptiest < 0 || left[i] > left[emptiest]))
            emptiest = (int32_t)i;
    }
    return emptiest;
}

/* Who is seated and had most needs to be seated in, NULL when nobody is; of equals the first. */
static const struct person *most_wanted(const struct run_basis *basis)
{
    const struct person *wanted = NULL;
    size_t most = 0;
    for (size_t i = 0; i < basis->snapshot->person_count; i++) {
        size_t needs = basis->pairs->row_start[i + 1] - basis->pairs->row_start[i];
        if (basis->need_of[i] >= 0 && needs > most) {
            most = needs;
            wanted = &basis->snapshot->people[i];
        }
    }
    return wanted;
}

static void tell_next(const struct story *story, const struct run_basis *basis)
{
    const char *cadre = arena_format(story->call->arena, "%s --demo", story->call->program);
    if (story->call->data_dir != NULL)
        cadre = arena_format(story->call->arena, "%s --data-dir %s", cadre, story->call->data_dir);
    const struct person *person = most_wanted(basis);
    int32_t index = emptiest_need(basis);
    struct str_view need = index >= 0 ? basis->snapshot->needs[index].code : str_view_of("N-0001");
    struct str_view id = person != NULL ? person->person_id : str_view_of("P00000001");
    say(story, "\ntry next:");
    say(story, "  %s explain --need %.*s", cadre, STR_VIEW_ARGS(need));
    say(story, "  %s explain %.*s", cadre, STR_VIEW_ARGS(id));
    say(story, "  %s explain %.*s --need %.*s", cadre, STR_VIEW_ARGS(id), STR_VIEW_ARGS(need));
}

void story_tell_end(const struct story *story, const struct run_basis *basis)
{
    say(story, "\nopen:");
    say(story, "  %s/staffing.html", story->folder->reports);
    say(story, "  %s/gap.html", story->folder->reports);
    say(story, "  %s (rows that were not taken, and why)", story->folder->rejects);
    tell_next(story, basis);
}
