#include "core/catalogue/addition.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/catalogue/catalogue_with.h"
#include "tests/unit/catalogue/shipped.h"

enum { COLUMNS_MAX = 12, ROWS_MAX = 6, STEPS_MAX = 4 };

/* Rows of a kind: cells by the columns that `columns` names, parted by blanks; "-" = not given. */
struct sheet {
    const char *kind, *columns;
    const char *rows[ROWS_MAX];
};

/* What stands in `said`: of each sheet its rows' outcomes, and the findings behind them. */
static const struct {
    const char *name;
    struct sheet sheets[STEPS_MAX];
    const char *said;
} cases[] = {
    {"a framework with its elements, and what joins them",
     {{"scales", "scale level rank", {"posts I 1", "posts II 2"}},
      {"frameworks", "code version title_en scale", {"AZKIB 1 Posts posts", "AZKIB 2 Posts -"}},
      {"elements",
       "framework version type code title_en",
       {"AZKIB 1 work_role KM-01 Officer", "azkib 1.0 competency LOG Logs",
        "AZKIB 1 competency LOG-WIN Logs"}},
      {"element_relations",
       "framework version from_type from_code relation to_type to_code",
       {"AZKIB 1 competency log-win isChildOf competency log"}}},
     "new new\nnew new\nnew new new\nnew\n"},
    {"what hangs on nothing",
     {{"frameworks", "code version title_en scale", {"AZKIB 1 Posts corr", "AZKIB 1/2 Posts core"}},
      {"elements", "framework version type code", {"NICEE 2.1 task T1", "NICE 2.1 task TBD"}},
      {"element_relations",
       "framework version from_type from_code relation to_type to_code",
       {"CORE 1 competency CLD isChildOf competency NONE",
        "CORE 9 competency CLD isChildOf competency CLD-SEC"}}},
     "left left\n1: D021 scale 'corr' (did you mean 'core'?)\n2: D028 version '1/2'\n"
     "left left\n1: D021 framework 'NICEE' (did you mean 'NICE' '2.1'?)\n2: D011 code 'TBD'\n"
     "left left\n1: D002 to_code 'NONE'\n2: D021 framework 'CORE' (did you mean 'CORE' '1'?)\n"},
    {"a tree",
     {{"element_relations",
       "framework version from_type from_code relation to_type to_code",
       {"CORE 1 competency CLD isChildOf competency CLD-SEC",
        "CORE 1 competency CLD-SEC isChildOf competency DEF",
        "CORE 1 competency CLD-SEC isChildOf competency CLD",
        "CORE 1 competency CLD seeAlso competency CLD-SEC"}},
      {"regions",
       "code kind parent_code name_en name_az name_ru",
       {"TR country - Turkey Türkiyə Турция", "TR-34 region TR Istanbul İstanbul Стамбул",
        "TR-34-X district TR-35 X X X", "TR-35 region TR-34 Y Y Y", "TR-36 region - Z Z Z"}}},
     "left left same new\n1: D024 to_code 'CLD-SEC' (it would be above itself)\n"
     "2: D024 to_code 'DEF' (its parent is 'CLD')\n"
     "new new left left left\n3: D021 parent_code 'TR-35'\n"
     "4: D024 parent_code 'TR-34' (a region lies in none of these)\n"
     "5: D024 parent_code '' (it lies in none)\n"},
    {"ranks",
     {{"scales", "scale level rank", {"a x 1", "a y 3", "b x 1", "b y 2", "core 6 6", "cefr D1 8"}},
      {"code_lists",
       "list code rank label_en",
       {"sector space 16 Space", "yes_no maybe 3 Maybe", "own x 2 X", "own y 2 Y",
        "fitness A 4 fit", "sex other 1 -"}}},
     "left left new new new left\n1: D023 rank '1'\n2: D023 rank '3'\n6: D023 rank '8'\n"
     "new left left left same left\n2: D026 list 'yes_no'\n3: D023 rank '2'\n4: D023 rank '2'\n"
     "6: D026 list 'sex'\n"},
    {"levels of different scales",
     {{"scale_mappings",
       "from_scale from_level to_scale to_level",
       {"e-CF e-3 8140 basic", "ECF 5 8140 yüksək", "ecf 3 8140 Basic", "ecf 9 8140 Basic",
        "corr 1 8140 Basic", "core 1 cefr Z1"}},
      {"scale_mappings",
       "from_scale from_level to_scale to_level",
       {"ecf 4 8140 Intermediate", "ecf 2 8140 Intermediate", "8140 Basic ecf 4",
        "8140 Advanced ecf 4", "core 1 core 2", "8140 Intermediate ecf 3"}},
      {"scale_mappings",
       "from_scale from_level to_scale to_level",
       {"ecf 4 8140 Advanced", "core 1 cefr B1", "core 2 cefr A1", "ecf 3 8140 BASIC"}},
      {"scale_mappings", "from_scale from_level to_scale to_level", {"ecf 5 8140 Basic"}}},
     "new new same left left left\n1: D031 to_level 'basic' (it is read as Basic)\n"
     "4: D021 from_level '9' (one of 1, 2, 3, 4, 5)\n"
     "5: D021 from_scale 'corr' (did you mean 'core'?)\n"
     "6: D021 to_level 'Z1' (one of A1, A2, B1, B2, C1, C2)\n"
     "new left left new left new\n"
     "2: D030 to_level 'Intermediate' ('3' of 'ecf' is 'Basic' of '8140')\n"
     "3: D030 to_level '4' ('4' of 'ecf' is 'Intermediate' of '8140')\n"
     "5: D030 to_scale 'core' (it is the same scale)\n"
     "changed new left same\n3: D030 to_level 'A1' ('1' of 'core' is 'B1' of 'cefr')\n"
     "4: D031 to_level 'BASIC' (it is read as Basic)\n"
     "left\n1: D030 to_level 'Basic' ('4' of 'ecf' is 'Advanced' of '8140')\n"},
    {"what is shipped is completed, and replaced only on demand",
     {{"credentials",
       "issuer code title months grace_days replaces",
       {"comptia CYSA+ CySA - 30 -", "CompTIA Security+ - 36 10 -", "CompTIA A+ - 12 - -",
        "CompTIA Linux+ - 12 - 1", "KTM KIB-2 Second - - 1", "A/B C D - - -"}},
      {"frameworks", "code version title_en", {"DCWF 5.1 Mine", "DCWF 6 Next"}}},
     "left completed left changed new left\n"
     "1: D022 title 'CySA' (there it is 'CompTIA Cybersecurity Analyst')\n"
     "3: D022 months '12' (there it is '36')\n6: D028 issuer 'A/B'\n"
     "left new\n1: D022 title_en 'Mine' (there it is 'DoD Cyber Workforce Framework')\n"},
    {"what a call says of one thing agrees",
     {{"credentials",
       "issuer code title months",
       {"K 1 One 12", "k 1 One -", "K 1 One 24", "K 1 - 12", "K 2 Two -", "K 2 - 12"}}},
     "new same left same new completed\n3: X001 months '24' (there it is '12')\n"},
    {"law",
     {{"service_rules",
       "rule valid_from valid_until engagement service_status ground max_age",
       {"conscript-eligible-30 - 2026-12-31 conscript eligible - -",
        "next 2027-01-01 - conscript eligible - 27", "again 2028-01-01 - conscript eligible - 26",
        "studies 2026-01-01 - conscript deferred studies 24",
        "health 2026-01-01 - conscript deferred health -",
        "muster 2026-01-01 2026-06-30 muster reserve - 50"}}},
     "completed new left new new left\n"
     "3: D025 valid_from '2028-01-01' ('next' is in force from '2027-01-01' until '')\n"
     "6: D025 valid_from '2026-01-01' ('muster-reserve' is in force from '' until '')\n"},
    {"what a row refers to may be any row of its kind, and falls with it",
     {{"regions",
       "code kind parent_code name_en name_az name_ru",
       {"XX-1-1 district XX-1 C C C", "XX-1 region XX B B B", "XX country XX A A A"}}},
     "left left left\n1: D021 parent_code 'XX-1'\n2: D021 parent_code 'XX'\n"
     "3: D024 parent_code 'XX' (a country lies in none)\n"},
    {"grants and alignments are told apart by all their cells",
     {{"credential_grants",
       "credential type code level",
       {"CompTIA/CySA+ competency CORE@1/DEF-SOC 5", "CompTIA/CySA+ competency CORE@1/DEF-SOC 5"}},
      {"alignments", "from to relation", {"ECSF@1/cyber-incident-responder DCWF@5.1/531 close"}},
      {"alignments", "from to relation", {"NICE@2.1/PD-WRL-003 DCWF@5.1/531 -"}}},
     "new same\nnew\nsame\n"},
    {"spellings",
     {{"aliases",
       "list alias code",
       {"regions Bakustan az-ba", "REGIONS Gəncə AZ-BA", "regions Bakustan2 AZ-QQ",
        "weather rain wet", "sector Bakustan health", "nice Watcher PD-WRL-001"}},
      {"aliases",
       "list alias code",
       {"regions BAKUSTAN Bakı", "regions bakustan Gəncə", "NICE@2.1 watcher PD-WRL-002",
        "credentials Sec+ Security+", "credentials CySA+ Security+", "core watcher DEF-IR"}},
      {"aliases", "list alias code", {"regions İks AZ-BA", "regions iks AZ-GA", "regions -- AZ"}},
      {"aliases",
       "list alias code",
       {"DCWF Nöqtə 511", "NICE nöqtə PD-WRL-001", "NICE@1.0 Nöqtə CE-WRL-003", "CORE Nöqtə DEF-IR",
        "DCWF nöqtə2 511"}}},
     "new left left left new new\n2: D029 alias 'Gəncə'\n"
     "3: D021 code 'AZ-QQ'\n4: D021 list 'weather'\n"
     "same left left new left new\n2: X001 code 'Gəncə' (there it is 'AZ-BA')\n3: D029 alias "
     "'watcher'\n"
     "5: D029 alias 'CySA+'\n"
     "new left left\n2: D029 alias 'iks'\n3: R027 alias '--'\n"
     "new left new new new\n2: D029 alias 'nöqtə'\n"},
    {"words that stand where a code is wanted",
     {{"frameworks", "code version title_en", {"TBD 1 Posts", "AZKIB tbc Posts"}},
      {"elements",
       "framework version type code group_code",
       {"NICE 2.1 task 631,632 -", "NICE 2.1 task T'1 -", "NICE 2.1 task T1 TBD"}},
      {"credentials", "issuer code title", {"TBA X Y", "K tbd Y", "K X tbd"}},
      {"call_ups", "code opens_on closes_on", {"tbd-a 2027-04-01 2027-04-30"}}},
     "left left\n1: D011 code 'TBD'\n2: D011 version 'tbc'\n"
     "left left left\n1: D012 code '631,632' (it holds several codes)\n2: D012 code 'T'1'\n"
     "3: D011 group_code 'TBD'\n"
     "left left new\n1: D011 issuer 'TBA'\n2: D011 code 'tbd'\nleft\n1: D011 code 'tbd-a'\n"},
    {"a code of two types is told, and stays",
     {{"frameworks", "code version title_en", {"AZKIB 1 Posts", "AZKIB 2 Posts"}},
      {"elements",
       "framework version type code",
       {"AZKIB 1 task T1", "azkib 1 skill t1", "AZKIB 2 skill T1", "DCWF 5.1 task 511",
        "AZKIB 1 skill tbd", "AZKIB 1 task TBD"}},
      {"elements",
       "framework version type code",
       {"AZKIB 1 task T1", "AZKIB 2 skill T1", "AZKIB 1 ksa T1"}}},
     "new new\n"
     "new new new new left left\n2: D007 code 't1' (task and skill)\n"
     "4: D007 code '511' (work_role and task)\n5: D011 code 'tbd'\n6: D011 code 'TBD'\n"
     "same same new\n1: D007 code 'T1' (task and skill)\n3: D007 code 'T1' (task and ksa)\n"},
    {"codes and names that a spelling stands for",
     {{"aliases",
       "list alias code",
       {"regions Neustadt AZ-BA", "DCWF w-1 511", "credentials K1 Security+", "sector doc health"}},
      {"regions",
       "code kind parent_code name_en name_az name_ru",
       {"NEUSTADT district AZ-BA A B C", "AZ-N district AZ-BA A B neustadt",
        "AZ-M district AZ-BA A B C"}},
      {"elements",
       "framework version type code",
       {"DCWF 5.1 work_role W-1", "dcwf 5.1 work_role W-2", "DCWF 2023 work_role W-1",
        "NICE 2.1 work_role w-1", "NICE 1.0 work_role w-1", "NICE 2.1 task W-1"}},
      {"credentials", "issuer code title", {"KTM k1 One", "KTM K2 Two", "CompTIA Security+ -"}}},
     "new new new new\n"
     "left left new\n1: D032 code 'NEUSTADT' (it is a spelling of 'AZ-BA')\n"
     "2: D032 name_ru 'neustadt' (it is a spelling of 'AZ-BA')\n"
     "left new new new new new\n1: D032 code 'W-1' (it is a spelling of '511')\n"
     "4: D033 code 'w-1' (it meant 'DCWF@5.1/511')\n6: D007 code 'W-1' (work_role and task)\n"
     "left new same\n1: D032 code 'k1' (it is a spelling of 'CompTIA/Security+')\n"},
};

/* ---- sheets ---------------------------------------------------------------------------------- */

static const char *word_at(struct arena *arena, const char *text, size_t index)
{
    struct str_view rest = str_view_of(text);
    struct str_view word = {0};
    for (size_t i = 0; i <= index; i++) {
        if (rest.data == NULL)
            return NULL;
        word = str_view_cut(rest, ' ', &rest);
    }
    return arena_copy(arena, word).data;
}

static const char **cells_of(struct arena *arena, const struct kind *kind, const char *columns,
                             const char *row)
{
    const char **cells = arena_calloc(arena, kind->column_count, sizeof(*cells));
    for (size_t i = 0; i < kind->column_count; i++)
        cells[i] = "";
    const char *column;
    for (size_t i = 0; (column = word_at(arena, columns, i)) != NULL; i++) {
        int index = kind_column_index(kind, column);
        ck_assert_msg(index >= 0, "%s has no column '%s'", kind->name, column);
        const char *cell = word_at(arena, row, i);
        ck_assert_msg(cell != NULL, "'%s' lacks %s", row, column);
        cells[index] = strcmp(cell, "-") == 0 ? "" : cell;
    }
    return cells;
}

static void judge(struct arena *arena, const struct catalogue *catalogue, const struct sheet *sheet,
                  struct addition *ret_addition, size_t *ret_count)
{
    struct addition_row rows[ROWS_MAX];
    const struct kind *kind = kind_find_catalogue(str_view_of(sheet->kind));
    size_t count = 0;
    for (; count < ROWS_MAX && sheet->rows[count] != NULL; count++)
        rows[count].cells = cells_of(arena, kind, sheet->columns, sheet->rows[count]);
    struct addition_row *kept = arena_calloc(arena, count, sizeof *kept);
    memcpy(kept, rows, count * sizeof *kept);
    addition_judge(catalogue, kind, kept, count, arena, ret_addition);
    *ret_count = count;
}

static void add_said(struct str *out, const struct addition *addition, size_t count)
{
    static const char *const words[] = {
        [ADDITION_SAME] = "same",       [ADDITION_COMPLETED] = "completed", [ADDITION_NEW] = "new",
        [ADDITION_CHANGED] = "changed", [ADDITION_LEFT_OUT] = "left",
    };
    for (size_t i = 0; i < count; i++)
        str_add_format(out, "%s%s", i > 0 ? " " : "", words[addition->outcomes[i]]);
    str_add_char(out, '\n');
    for (size_t i = 0; i < addition->finding_count; i++) {
        const struct addition_finding *finding = &addition->findings[i];
        str_add_format(out, "%zu: %s %s '%s'", finding->row + 1, finding->code,
                       finding->column != NULL ? finding->column : "row", finding->value);
        if (finding->hint != NULL)
            str_add_format(out, " (%s)", finding->hint);
        str_add_char(out, '\n');
    }
}

START_TEST(rows_are_judged_beside_the_catalogue)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str said = {0};
    struct catalogue *catalogue = catalogue_new();
    for (size_t i = 0; i < STEPS_MAX && cases[_i].sheets[i].kind != NULL; i++) {
        struct addition addition;
        size_t count;
        judge(arena, catalogue, &cases[_i].sheets[i], &addition, &count);
        add_said(&said, &addition, count);
        struct catalogue *with = catalogue_with(arena, catalogue, &addition);
        catalogue_free(catalogue);
        catalogue = with;
    }
    ck_assert_msg(strcmp(str_chars(&said), cases[_i].said) == 0, "%s:\n%s\ninstead of\n%s",
                  cases[_i].name, str_chars(&said), cases[_i].said);
    catalogue_free(catalogue);
}
END_TEST

/* What was taken is the same the next time, whatever it was. */
START_TEST(twice_changes_nothing)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct catalogue *catalogue = catalogue_new();
    for (size_t i = 0; i < STEPS_MAX && cases[_i].sheets[i].kind != NULL; i++) {
        struct addition first;
        struct addition second;
        size_t count;
        judge(arena, catalogue, &cases[_i].sheets[i], &first, &count);
        struct catalogue *with = catalogue_with(arena, catalogue, &first);
        catalogue_free(catalogue);
        catalogue = with;
        judge(arena, catalogue, &cases[_i].sheets[i], &second, &count);
        for (size_t row = 0; row < count; row++) {
            if (first.outcomes[row] != ADDITION_LEFT_OUT)
                ck_assert_msg(second.outcomes[row] == ADDITION_SAME, "%s: row %zu of %s",
                              cases[_i].name, row + 1, cases[_i].sheets[i].kind);
            else
                ck_assert_int_eq(second.outcomes[row], ADDITION_LEFT_OUT);
        }
        for (size_t table = 0; table < second.table_count; table++)
            ck_assert_uint_eq(second.items[table].count, 0);
    }
    catalogue_free(catalogue);
}
END_TEST

/* Of what was loaded a later load changes a cell; a framework's scale never. */
START_TEST(what_was_loaded_gives_way)
{
    static const struct sheet first[] = {
        {"frameworks", "code version title_en scale", {"AZKIB 1 Posts core"}},
        {"credentials", "issuer code title months", {"KTM KIB-2 Second 36"}}};
    static const struct sheet second[] = {
        {"frameworks", "code version title_en scale", {"AZKIB 1 Posts ecf"}},
        {"credentials", "issuer code title months", {"KTM KIB-2 - 24"}}};
    static const char *const said[] = {"left\n1: D027 row ''\n", "changed\n"};
    for (size_t i = 0; i < ROWS(first); i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        CADRE_CLEANUP(str_release) struct str seen = {0};
        struct addition addition;
        size_t count;
        judge(arena, shipped, &first[i], &addition, &count);
        struct catalogue *with = catalogue_with(arena, shipped, &addition);
        judge(arena, with, &second[i], &addition, &count);
        add_said(&seen, &addition, count);
        ck_assert_str_eq(str_chars(&seen), said[i]);
        catalogue_free(with);
    }
}
END_TEST

/* Whichever row comes first: all versions of a call are looked at before the usual scale. */
START_TEST(a_version_takes_the_scale_of_another)
{
    static const struct sheet sheets[] = {
        {"frameworks", "code version title_en scale", {"AZKIB 1 Posts ecf", "AZKIB 2 Posts -"}},
        {"frameworks", "code version title_en scale", {"azkib 2 Posts -", "AZKIB 1 Posts ecf"}},
        {"frameworks",
         "code version title_en scale",
         {"AZKIB 3 Posts -", "AZKIB 1 Posts core", "AZKIB 2 Posts ecf"}},
        {"frameworks", "code version title_en scale", {"AZKIB 2 Posts -", "OTHER 1 Posts ecf"}},
        {"frameworks", "code version title_en scale", {"DCWF 6 Next -", "DCWF 7 Next ecf"}}};
    static const char *const named[] = {"AZKIB@2", "AZKIB@2", "AZKIB@3", "AZKIB@2", "DCWF@6"};
    static const char *const scales[] = {"ecf", "ecf", "ecf", "core", "8140"};
    for (size_t i = 0; i < ROWS(sheets); i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        struct addition addition;
        size_t count;
        judge(arena, shipped, &sheets[i], &addition, &count);
        struct catalogue *with = catalogue_with(arena, shipped, &addition);
        int32_t framework = catalogue_find_framework(with, str_view_of(named[i]));
        ck_assert_int_ge(framework, 0);
        ck_assert_str_eq(catalogue_scale_code(with, catalogue_framework(with, framework)->scale),
                         scales[i]);
        catalogue_free(with);
    }
}
END_TEST

/* The greatest one, whatever the order of the rows; of a framework that is known none of them. */
START_TEST(the_greatest_version_of_a_new_framework_is_current)
{
    static const struct sheet sheets[] = {
        {"frameworks", "code version title_en", {"AZKIB 1.9 Old", "azkib 1.10 New"}},
        {"frameworks", "code version title_en", {"azkib 1.10 New", "AZKIB 1.9 Old"}},
        {"frameworks", "code version title_en", {"A 2b X", "A 2a X", "AZKIB x X", "AZKIB 10 X"}},
        {"frameworks", "code version title_en scale", {"AZKIB 3 X corr", "AZKIB 2 X core"}},
        {"frameworks", "code version title_en", {"DCWF 7 X", "AZKIB 1 X"}}};
    static const char *const named[] = {"AZKIB", "AZKIB", "A", "AZKIB", "DCWF"};
    static const char *const versions[] = {"1.10", "1.10", "2b", "2", "5.1"};
    for (size_t i = 0; i < ROWS(sheets); i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        struct addition addition;
        size_t count;
        judge(arena, shipped, &sheets[i], &addition, &count);
        struct catalogue *with = catalogue_with(arena, shipped, &addition);
        int32_t framework = catalogue_find_framework(with, str_view_of(named[i]));
        ck_assert_int_ge(framework, 0);
        ck_assert_str_eq(catalogue_framework(with, framework)->version, versions[i]);
        catalogue_free(with);
    }
}
END_TEST

/* What is kept of a row is what it says, under the name that the catalogue has for it. */
START_TEST(an_item_is_what_was_given)
{
    static const struct sheet sheet = {
        "credentials", "issuer code months grace_days replaces", {"comptia SECURITY+ 12 30 1"}};
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str seen = {0};
    struct addition addition;
    size_t count;
    judge(arena, shipped, &sheet, &addition, &count);
    ck_assert_uint_eq(addition.table_count, 1);
    ck_assert_uint_eq(addition.items[0].count, 1);
    const struct addition_item *item = &addition.items[0].items[0];
    ck_assert(item->replaces);
    ck_assert_int_eq(item->outcome, ADDITION_CHANGED);
    for (size_t i = 0; i < addition.items[0].table.column_count; i++)
        str_add_format(&seen, "%s|", item->cells[i]);
    ck_assert_str_eq(str_chars(&seen), "CompTIA|Security+||12|30||");
    ck_assert_str_eq(addition.items[0].table.name, "credentials");
}
END_TEST

/* A code that an example of a finding names is one that a case raises. */
START_TEST(every_code_has_its_case)
{
    static const char *const codes[] = {
        FINDING_D_NOT_THERE, FINDING_D_SHIPPED,     FINDING_D_RANKS, FINDING_D_TREE,
        FINDING_D_OVERLAP,   FINDING_D_CLOSED_LIST, FINDING_D_SIGN,  FINDING_D_ALIAS_TAKEN};
    for (size_t i = 0; i < ROWS(codes); i++) {
        bool raised = false;
        for (size_t j = 0; j < ROWS(cases); j++)
            raised |= strstr(cases[j].said, codes[i]) != NULL;
        ck_assert_msg(raised, "no case raises %s", codes[i]);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("addition");
    tcase_add_loop_test(tcase, rows_are_judged_beside_the_catalogue, 0, ROWS(cases));
    tcase_add_loop_test(tcase, twice_changes_nothing, 0, ROWS(cases));
    tcase_add_test(tcase, what_was_loaded_gives_way);
    tcase_add_test(tcase, a_version_takes_the_scale_of_another);
    tcase_add_test(tcase, the_greatest_version_of_a_new_framework_is_current);
    tcase_add_test(tcase, an_item_is_what_was_given);
    tcase_add_test(tcase, every_code_has_its_case);
    return run_with_catalogue(tcase, "catalogue/addition");
}
