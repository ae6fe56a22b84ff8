#include "cmd/steps/import/import_options.h"
#include "cmd/steps/import/import_settings.h"
#include "tests/unit/cmd/invocation_of.h"
#include "tests/unit/run_tcase.h"

#define LINE "import roster a.csv --source S "

struct limit_line {
    const char *text;
    enum cadre_status status;
    int unit;
    int64_t most;
};

static const struct limit_line limits[] = {
    {"0", CADRE_OK, LIMIT_COUNT, 0},
    {"20", CADRE_OK, LIMIT_COUNT, 20},
    {"0%", CADRE_OK, LIMIT_PERCENT, 0},
    {"5%", CADRE_OK, LIMIT_PERCENT, 5},
    {"100%", CADRE_OK, LIMIT_PERCENT, 100},
    {"101%", CADRE_USAGE, 0, 0},
    {"101", CADRE_OK, LIMIT_COUNT, 101},
    {"%", CADRE_USAGE, 0, 0},
    {"-1", CADRE_USAGE, 0, 0},
    {"+1", CADRE_USAGE, 0, 0},
    {"5%%", CADRE_USAGE, 0, 0},
    {"1.5%", CADRE_USAGE, 0, 0},
    {"many", CADRE_USAGE, 0, 0},
    {"99999999999999999999", CADRE_USAGE, 0, 0},
};

START_TEST(limits_are_counts_or_shares)
{
    struct invocation call;
    enum request request = REQUEST_RUN;
    struct cadre_error err = {0};
    struct import_limit limit = {.unit = LIMIT_NONE};
    CADRE_FREE char *line = cadre_format(LINE "--max-rejects=%s", limits[_i].text);
    ck_assert_int_eq(invocation_of(line, &call, &request, &err), CADRE_OK);
    ck_assert_int_eq(option_limit(&call, "max-rejects", &limit, &err), limits[_i].status);
    if (limits[_i].status == CADRE_OK) {
        ck_assert_int_eq((int)limit.unit, limits[_i].unit);
        ck_assert_int_eq(limit.most, limits[_i].most);
    } else {
        ck_assert_int_eq((int)limit.unit, LIMIT_NONE);
        ck_assert_ptr_nonnull(strstr(err.message, "a number of rows (20) or a share of them (5%)"));
    }
    cadre_error_release(&err);
    arena_free(call.arena);
}
END_TEST

struct request_line {
    const char *line;
    bool wants_source;
    const char *message; /* NULL = taken */
    bool full_list;
    int max_removed_percent;
};

static const struct request_line requests[] = {
    {LINE, true, NULL, true, 5},
    {LINE "--partial", true, NULL, false, 5},
    {LINE "--full", true, NULL, true, 5},
    {LINE "--max-removed 100%", true, NULL, true, 100},
    {LINE "--max-removed 0", true, NULL, true, 0},
    {"import needs a.csv", true, NULL, false, 5},
    {"import certifications a.csv --source S", true, NULL, false, 5},
    {"import certifications a.csv --source S --full", true, NULL, true, 5},
    {"check roster a.csv", false, NULL, true, 5},
    {"import roster a.csv", true, "'cadre import roster' wants --source", 0, 0},
    {"import needs a.csv --source S", true, "'needs' have no source: leave '--source' out", 0, 0},
    {"import needs a.csv --owner O", true, "'--owner' says who owns a source, and none is given", 0,
     0},
    {LINE "--full --partial", true, "'--full' and '--partial' exclude one another", 0, 0},
    {"import needs a.csv --full", true, "a file of needs cannot be a full list", 0, 0},
    {LINE "--max-removed 101", true, "'--max-removed 101' is not a share from 0% to 100%", 0, 0},
    {LINE "--encoding koi8-r", true, "'--encoding koi8-r' is unknown", 0, 0},
    {LINE "--encoding utf-16", true, NULL, true, 5},
    {LINE "--atomic --max-rejects 3", true, "'--atomic' and '--max-rejects' exclude one another", 0,
     0},
    {LINE "--chunk 0", true, "'--chunk 0' is not a whole number from 1 to 65536", 0, 0},
    {LINE "--chunk 65537", true, "'--chunk 65537' is not a whole number from 1 to 65536", 0, 0},
    {LINE "--effective 2026-13-01", true, "'--effective 2026-13-01' is not a calendar date", 0, 0},
    {"import rooster a.csv --source S", true, "there is no kind 'rooster'", 0, 0},
};

START_TEST(requests_follow_the_kind)
{
    struct invocation call;
    enum request asked = REQUEST_RUN;
    struct cadre_error err = {0};
    struct import_request request;
    const struct request_line *row = &requests[_i];
    ck_assert_int_eq(invocation_of(row->line, &call, &asked, &err), CADRE_OK);
    enum cadre_status status = import_request_from(&call, row->wants_source, &request, &err);
    if (row->message != NULL) {
        ck_assert_int_eq(status, CADRE_USAGE);
        ck_assert_str_eq(err.message, row->message);
    } else {
        ck_assert_msg(status == CADRE_OK, "%s", err.message);
        ck_assert_int_eq(request.full_list, row->full_list);
        ck_assert_int_eq(request.max_removed_percent, row->max_removed_percent);
        ck_assert_int_eq(request.wait_s, IMPORT_WAIT_S);
        ck_assert_int_eq(request.effective.day, call.today.day);
    }
    cadre_error_release(&err);
    arena_free(call.arena);
}
END_TEST

static const struct {
    const char *line;
    int64_t chunk_bytes;
    bool verify, atomic;
} ways[] = {
    {LINE, 64 * 1024 * 1024, false, false},
    {LINE "--chunk 1", 1024 * 1024, false, false},
    {LINE "--chunk 65536", INT64_C(65536) * 1024 * 1024, false, false},
    {LINE "--verify", 64 * 1024 * 1024, true, false},
    {LINE "--atomic", 64 * 1024 * 1024, false, true},
};

START_TEST(how_a_file_goes_is_asked_for)
{
    struct invocation call;
    enum request asked = REQUEST_RUN;
    struct cadre_error err = {0};
    struct import_request request;
    ck_assert_int_eq(invocation_of(ways[_i].line, &call, &asked, &err), CADRE_OK);
    ck_assert_int_eq(import_request_from(&call, true, &request, &err), CADRE_OK);
    ck_assert_int_eq(request.chunk_bytes, ways[_i].chunk_bytes);
    ck_assert_int_eq(request.verify, ways[_i].verify);
    ck_assert_int_eq(request.atomic, ways[_i].atomic);
    ck_assert_int_eq(request.resume, 0);
    arena_free(call.arena);
}
END_TEST

/* ---- the settings of a source beneath the command line --------------------------------------- */

static const struct {
    const char *line, *settings;
    bool full_list;
    int max_removed_percent;
    enum text_encoding encoding;
    bool demanded;
} settled[] = {
    {LINE, "{\"version\":1}", true, 5, ENCODING_UNSTATED, false},
    {LINE, "{\"version\":1,\"lists\":{\"roster\":\"partial\"}}", false, 5, ENCODING_UNSTATED,
     false},
    {LINE "--full", "{\"version\":1,\"lists\":{\"roster\":\"partial\"}}", true, 5,
     ENCODING_UNSTATED, false},
    {LINE "--partial", "{\"version\":1,\"lists\":{\"roster\":\"full\"}}", false, 5,
     ENCODING_UNSTATED, false},
    {LINE, "{\"version\":1,\"max_removed_percent\":20}", true, 20, ENCODING_UNSTATED, false},
    {LINE "--max-removed 0", "{\"version\":1,\"max_removed_percent\":20}", true, 0,
     ENCODING_UNSTATED, false},
    {LINE, "{\"version\":1,\"encoding\":\"windows-1251\"}", true, 5, ENCODING_WINDOWS_1251, false},
    {LINE "--encoding UTF-16LE", "{\"version\":1,\"encoding\":\"windows-1251\"}", true, 5,
     ENCODING_UTF_16LE, true},
    {"import certifications a.csv --source S",
     "{\"version\":1,\"lists\":{\"certifications\":\"full\"}}", true, 5, ENCODING_UNSTATED, false},
    {"import certifications a.csv --source S", "{\"version\":1,\"lists\":{\"roster\":\"full\"}}",
     false, 5, ENCODING_UNSTATED, false},
};

START_TEST(the_command_line_overrules_the_settings)
{
    struct invocation call;
    enum request asked = REQUEST_RUN;
    struct cadre_error err = {0};
    struct import_request request;
    struct source_profile profile;
    ck_assert_int_eq(invocation_of(settled[_i].line, &call, &asked, &err), CADRE_OK);
    ck_assert_int_eq(import_request_from(&call, true, &request, &err), CADRE_OK);
    ck_assert_int_eq(
        source_profile_parse(str_view_of(settled[_i].settings), call.arena, &profile, &err),
        CADRE_OK);
    for (int round = 0; round < 2; round++) {
        import_request_settle(&request, &profile);
        ck_assert_int_eq(request.full_list, settled[_i].full_list);
        ck_assert_int_eq(request.max_removed_percent, settled[_i].max_removed_percent);
        ck_assert_int_eq(request.profile.encoding, settled[_i].encoding);
        ck_assert_int_eq(request.profile.encoding_demanded, settled[_i].demanded);
    }
    arena_free(call.arena);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("import_options");
    tcase_add_loop_test(tcase, limits_are_counts_or_shares, 0, ROWS(limits));
    tcase_add_loop_test(tcase, requests_follow_the_kind, 0, ROWS(requests));
    tcase_add_loop_test(tcase, how_a_file_goes_is_asked_for, 0, ROWS(ways));
    tcase_add_loop_test(tcase, the_command_line_overrules_the_settings, 0, ROWS(settled));
    return run_tcase(tcase, "cmd/import_options");
}
