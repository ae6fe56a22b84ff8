/*
 * cadre demo: the whole month on a made-up country.
 */
#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/demo/story.h"
#include "core/base/alloc.h"

enum { SPECIALISTS = 5000, SPECIALISTS_MAX = 1000000, SEED = 1 };

static enum cadre_status drop(const struct invocation *call, struct cadre_error *err)
{
    struct private_server *server = NULL;
    enum cadre_status status = registry_session_locate_server(call, &server, err);
    if (status != CADRE_OK)
        return status;
    if (private_server_state(server) == SERVER_ABSENT) {
        tell(call, "there is no demo: the private PostgreSQL has not been made yet");
        return CADRE_OK;
    }
    status = registry_session_start_server(call, &server, err);
    if (status == CADRE_OK)
        status = private_server_drop_demo(server, err);
    if (status == CADRE_OK)
        tell(call, "the demo's database is dropped; its files stay");
    return status;
}

static enum cadre_status tell_story(struct story *story, struct cadre_error *err)
{
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    struct run_basis *basis = NULL;
    enum cadre_status status = story_load(story, &catalogue, err);
    story->catalogue = catalogue;
    if (status == CADRE_OK)
        status = story_import(story, err);
    if (status == CADRE_OK)
        status = story_match(story, &basis, err);
    if (status == CADRE_OK)
        status = story_report(story, basis, err);
    if (status == CADRE_OK)
        story_tell_end(story, basis);
    return status;
}

static enum cadre_status demo(const struct invocation *call, const struct country *country,
                              struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct demo_folder folder;
    struct story story = {.call = call, .folder = &folder, .country = country};
    const char *out = option_text(call, "out");
    enum cadre_status status =
        demo_folder_prepare(out != NULL ? out : "cadre-demo", call->arena, &folder, err);
    if (status == CADRE_OK)
        status = story_write(&story, err);
    if (status == CADRE_OK)
        status = registry_session_open_new_demo(call, "cadre demo", &registry, err);
    story.registry = registry;
    return status == CADRE_OK ? tell_story(&story, err) : status;
}

static enum cadre_status run_demo(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    int64_t specialists = SPECIALISTS;
    int64_t seed = SEED;
    enum cadre_status status =
        option_int64(call, "specialists", 1, SPECIALISTS_MAX, &specialists, err);
    if (status == CADRE_OK)
        status = option_int64(call, "seed", 0, INT64_MAX, &seed, err);
    if (status != CADRE_OK)
        return status;
    if (option_given(call, "drop"))
        return drop(call, err);
    catalogue = catalogue_new();
    const struct country *country =
        country_make((uint64_t)seed, (size_t)specialists, catalogue, call->arena);
    return demo(call, country, err);
}

static const struct command_example examples[] = {
    {"cadre demo", "5,000 made-up specialists, files and reports in ./cadre-demo"},
    {"cadre demo --out /tmp/country --specialists 50000 --seed 7", "a larger one, another one"},
    {"cadre --demo explain P00000123", "any command on the demo's registry"},
    {"cadre demo --drop", "remove the demo's database"},
    {0},
};

static const struct command_option options[] = {
    {"out", 0, "DIR", "folder for files and reports (default: ./cadre-demo)"},
    {"specialists", 0, "N", "how many people, up to 1,000,000 (default: 5000)"},
    {"seed", 0, "S", "another seed, another country; the same seed, the same bytes (default: 1)"},
    {"drop", 0, NULL, "remove the demo's database, and do nothing else"},
    {0},
};

const struct command command_demo = {
    .name = "demo",
    .summary = "a month of a made-up country, from files to reports",
    .operands = "",
    .description =
        "Ten offices deliver rosters, certificates, competencies, wishes and courses taken, each\n"
        "in its own shape of sheet and with the faults that offices make; 12 organizations state\n"
        "80 needs and teach 24 courses, and some people sit in a seat already. The country has\n"
        "credentials and call-ups of its own. The demo writes the files, loads and imports\n"
        "them, matches, verifies and reports, and says what to open. Nobody in it exists.\n"
        "\n"
        "It works in a database of its own on the private PostgreSQL, made anew each time, and\n"
        "writes only into a new or empty folder, or one of an earlier demo. Faulty rows and one\n"
        "file without its letters are part of it: the exit code is 0 when they are found.",
    .examples = examples,
    .options = options,
    .refuses_server = true,
    .run = run_demo,
};
