#include "cmd/cli/stages.h"
#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const struct {
    struct stage_state state;
    enum stage_event event;
    const char *line, *json;
} cases[] = {
    {{STAGE_READING, {0}, {0}, 0, 0},
     STAGE_BEGUN,
     "match: reading the registry",
     "{\"stage\": \"reading\", \"state\": \"begun\", \"elapsed_ms\": 0}"},
    {{STAGE_PAIRS, {4923, 75, 0}, {true, true, false}, 20, 120},
     STAGE_DONE,
     "match: finding who fits where, 4,923 people, 75 needs",
     "{\"stage\": \"pairs\", \"state\": \"done\", \"elapsed_ms\": 120, \"stage_ms\": 100, "
     "\"people\": 4923, \"needs\": 75}"},
    {{STAGE_SOLVING, {1000000, 10000, UINT64_C(57000000)}, {true, true, true}, 7, 7},
     STAGE_BEGUN,
     "match: assigning, 1,000,000 people, 10,000 needs, 57,000,000 pairs",
     "{\"stage\": \"solving\", \"state\": \"begun\", \"elapsed_ms\": 7, \"people\": 1000000, "
     "\"needs\": 10000, \"pairs\": 57000000}"},
    {{STAGE_SOLVING,
      {1000000, 10000, UINT64_C(57000000)},
      {true, true, true},
      0,
      5,
      true,
      true,
      ENGINE_REFINE,
      {9950, 50}},
     STAGE_BEGUN, /* without what there is no room for */
     "match: assigning, refined, at most 0.50 % from the best",
     "{\"stage\": \"solving\", \"state\": \"begun\", \"elapsed_ms\": 5, \"people\": 1000000, "
     "\"needs\": 10000, \"pairs\": 57000000, \"fit_bp\": 9950, \"gap_bp\": 50}"},
    {{STAGE_COMPARING, {0}, {0}, 0, 5, true, false, ENGINE_AUCTION, {0}},
     STAGE_PHASE,
     "match: assigning in the other mode, auction held",
     "{\"stage\": \"comparing\", \"state\": \"phase\", \"elapsed_ms\": 5, "
     "\"phase\": \"auction\"}"},
    {{STAGE_PRICING, {0}, {0}, 0, 5, false, false, ENGINE_AUCTION, {0}},
     STAGE_BEGUN,
     "match: assigning without decisions",
     "{\"stage\": \"pricing\", \"state\": \"begun\", \"elapsed_ms\": 5}"},
    {{STAGE_STORING, {0}, {true, false, false}, 0, 1},
     STAGE_DONE,
     "match: storing the run, 0 people",
     "{\"stage\": \"storing\", \"state\": \"done\", \"elapsed_ms\": 1, \"stage_ms\": 1, "
     "\"people\": 0}"},
    {{STAGE_SOLVING, {0}, {0}, 0, 5, true, false, ENGINE_LEVELS, {0}},
     STAGE_PHASE,
     "match: assigning, priorities settled",
     "{\"stage\": \"solving\", \"state\": \"phase\", \"elapsed_ms\": 5, "
     "\"phase\": \"priorities\"}"},
    {{STAGE_SOLVING, {0}, {0}, 0, 5, true, true, ENGINE_AUCTION, {9950, 50}},
     STAGE_PHASE,
     "match: assigning, auction held, at most 0.50 % from the best",
     "{\"stage\": \"solving\", \"state\": \"phase\", \"elapsed_ms\": 5, "
     "\"phase\": \"auction\", \"fit_bp\": 9950, \"gap_bp\": 50}"},
    {{STAGE_SOLVING, {0}, {0}, 0, 5, true, true, ENGINE_AUCTION, {9950, INT64_MAX}},
     STAGE_PHASE,
     "match: assigning, auction held, seats to be filled yet",
     "{\"stage\": \"solving\", \"state\": \"phase\", \"elapsed_ms\": 5, "
     "\"phase\": \"auction\", \"fit_bp\": 9950, \"gap_bp\": 9223372036854775807}"},
    {{STAGE_SOLVING, {0}, {0}, 0, 5, true, true, ENGINE_REFINE, {0, 0}},
     STAGE_PHASE,
     "match: assigning, refined, proven to be the best",
     "{\"stage\": \"solving\", \"state\": \"phase\", \"elapsed_ms\": 5, "
     "\"phase\": \"refinement\", \"fit_bp\": 0, \"gap_bp\": 0}"},
};

START_TEST(the_lines)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    CADRE_CLEANUP(str_release) struct str json = {0};
    stages_line(&cases[_i].state, 79, &line);
    stages_json(&cases[_i].state, cases[_i].event, &json);
    ck_assert_str_eq(str_chars(&line), cases[_i].line);
    ck_assert_str_eq(str_chars(&json), cases[_i].json);
}
END_TEST

/* A step that is called without anybody who looks. */
START_TEST(nobody_looks)
{
    stages_begin(NULL, STAGE_READING);
    stages_count(NULL, COUNT_PEOPLE, 3);
    stages_phase(NULL, ENGINE_AUCTION);
    stages_bound(NULL, &(struct bound){0});
    stages_done(NULL);
    stages_free(NULL);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("stages");
    tcase_add_loop_test(tcase, the_lines, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tcase, nobody_looks);
    return run_tcase(tcase, "stages");
}
