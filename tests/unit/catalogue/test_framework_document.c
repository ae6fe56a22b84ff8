#include "core/catalogue/framework_document.h"

#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/catalogue/document_text.h"
#include "tests/unit/catalogue/shipped.h"

#define ROLE(code, title)                                                                          \
    "{\"element_type\":\"work_role\",\"element_identifier\":\"" code "\",\"title\":\"" title "\"}"
#define TASK(code, text)                                                                           \
    "{\"element_type\":\"task\",\"element_identifier\":\"" code "\",\"text\":\"" text "\"}"
#define RELATION(from, to)                                                                         \
    "{\"source_element_identifier\":\"" from "\",\"dest_element_identifier\":\"" to                \
    "\",\"relationship_identifier\":\"projection\"}"
#define WORDS "\"relationship_types\":[{\"relationship_identifier\":\"projection\"}]"
#define DOCUMENTS(id, version)                                                                     \
    "\"documents\":[{\"doc_identifier\":\"" id "\",\"version\":\"" version "\"}]"
/* The rows begin in line 2, the relations in line 3. */
#define CPRT(documents, elements, relations)                                                       \
    "{" documents "," WORDS ",\"elements\":[\n" elements "],\"relationships\":[\n" relations "]}"
#define FLAT(opm, ksat, text, id, role)                                                            \
    "{\"OPM-ID\":\"" opm "\",\"KSAT\":\"" ksat "\",\"Description\":\"" text "\",\"ID\":\"" id      \
    "\",\"WRL-ID\":\"" role "\"}"

static const struct framework_document_options none = {NULL, NULL};
static const struct framework_document_options local = {"AZ-KT", "1"};

#define OURS DOCUMENTS("DCWF", "5.1")
#define ANALYST ROLE("511", "Cyber Defense Analyst")
#define ANALYST_READ "work_role 511 'Cyber Defense Analyst' ''"

static const struct {
    const char *name;
    const char *text;
    const struct framework_document_options *options;
    const char *read;
} cases[] = {
    {"whole", CPRT(OURS, ANALYST ",\n" TASK("T1", "Look"), RELATION("511", "T1")), &none,
     "DCWF@5.1\n" ANALYST_READ "\ntask T1 '' 'Look'\n"
     "work_role 511 > task T1 projection\n"},
    {"groups",
     CPRT(OURS,
          "{\"element_type\":\"Category\",\"element_identifier\":\"CS\",\"title\":\"Cyber\"}"
          "," ANALYST,
          RELATION("CS", "511")),
     &none,
     "DCWF@5.1\ncategory CS 'Cyber' ''\n" ANALYST_READ " in CS 'Cyber'\n"
     "category CS > work_role 511 projection\n"},
    {"wrapped",
     "{\"response\":{\"type\":7,\"elements\":" CPRT(OURS, ANALYST, "") "},\n\"a/b~\":\"x\"}", &none,
     "DCWF@5.1\n" ANALYST_READ "\nD001 /a~1b~0:4 'x'\nD001 /response/type:1\n"},
    {"local framework", CPRT(DOCUMENTS("KT", "7"), ROLE("KT-1", "Analitik"), ""), &local,
     "AZ-KT@1\nwork_role KT-1 'Analitik' ''\n"},
    {"unknown key",
     CPRT(OURS,
          "{\"element_type\":\"task\",\"element_identifier\":\"T1\",\n"
          "\"titel\":\"x\"}",
          ""),
     &none, "DCWF@5.1\ntask T1 '' ''\nD001 /elements/0/titel:3 'x'\n"},
    {"dangling", CPRT(OURS, ANALYST, RELATION("511", "T9") ",\n" RELATION("T8", "511")), &none,
     "DCWF@5.1\n" ANALYST_READ "\n"
     "D002 /relationships/0/dest_element_identifier:3 'T9'\n"
     "D002 /relationships/1/source_element_identifier:4 'T8'\n"},
    {"dangling into another framework", CPRT(OURS, ANALYST, RELATION("511", "PD-WRL-001")), &none,
     "DCWF@5.1\n" ANALYST_READ "\n511 = NICE/PD-WRL-001\n"
     "D002 /relationships/0/dest_element_identifier:3 'PD-WRL-001' (it is NICE@2.1/PD-WRL-001, "
     "Defensive Cybersecurity: a mapping of 511, no relation)\n"},
    {"header row",
     CPRT(OURS,
          ANALYST ",{\"element_type\":\"element_type\",\"element_identifier\":"
                  "\"Element Identifier\"}",
          ""),
     &none, "DCWF@5.1\n" ANALYST_READ "\nD003 /elements/1:2\n"},
    {"relation twice",
     CPRT(OURS, ANALYST "," TASK("T1", "Look"), RELATION("511", "T1") "," RELATION("511", "t1")),
     &none,
     "DCWF@5.1\n" ANALYST_READ "\ntask T1 '' 'Look'\nwork_role 511 > task T1 projection\n"
     "D004 /relationships/1:3 '511 projection T1'\n"},
    {"element twice", CPRT(OURS, TASK("T1", "Look") "," TASK("T1", "Look"), ""), &none,
     "DCWF@5.1\ntask T1 '' 'Look'\nD005 /elements/1:2 'T1' (it stands in line 2)\n"},
    {"element twice, otherwise", CPRT(OURS, TASK("T1", "Look") "," TASK("T1", "See"), ""), &none,
     "DCWF@5.1\ntask T1 '' 'Look'\nD006 /elements/1:2 'T1' (it stands in line 2)\n"},
    {"two types",
     CPRT(OURS, ANALYST "," TASK("511", "Look") "," TASK("T1", "See"), RELATION("511", "T1")),
     &none,
     "DCWF@5.1\n" ANALYST_READ "\ntask 511 '' 'Look'\ntask T1 '' 'See'\n"
     "work_role 511 > task T1 projection\n"
     "D007 /elements/1:2 '511' (work_role and task)\n"},
    {"a role that only the catalogue has",
     CPRT(OURS, TASK("421", "Look") "," TASK("T1", "See"),
          RELATION("421", "T1") ",\n" RELATION("421", "IO-WRL-002")),
     &none,
     "DCWF@5.1\ntask 421 '' 'Look'\ntask T1 '' 'See'\nwork_role 421 > task T1 projection\n"
     "421 = NICE/IO-WRL-002\n"
     "D007 /relationships/0:3 '421' (task here; its relations are read as those of the work role "
     "DCWF@5.1/421, Database Administrator, which the document lacks)\n"
     "D002 /relationships/1/dest_element_identifier:4 'IO-WRL-002' (it is NICE@2.1/IO-WRL-002, "
     "Database Administration: a mapping of 421, no relation)\n"},
    {"another framework's id", CPRT(DOCUMENTS("SP_800_181_rev_1", "2.0.0"), ANALYST, ""), &none,
     "DCWF@5.1\n" ANALYST_READ "\n"
     "D008 /documents/0/doc_identifier:1 'SP_800_181_rev_1' (that is NICE; it is loaded as DCWF "
     "5.1)\n"},
    {"unseen blanks",
     CPRT(OURS,
          "{\"element_type\":\"task\",\"element_identifier\":\" T1\",\n\"text\":\"a\u00a0b"
          "\\n c\u200b\"}",
          ""),
     &none,
     "DCWF@5.1\ntask T1 '' 'a b c'\nD009 /elements/0/element_identifier:2 ' T1'\n"
     "D009 /elements/0/text:3 'a\u00a0b\n c\u200b'\n"},
    {"several codes", "[" FLAT("631 and 632", "K", "Law", "K1", "DD-WRL-004") "]", &none,
     "NICE@2.1\nwork_role DD-WRL-004 '' ''\nknowledge K1 '' 'Law'\n"
     "work_role DD-WRL-004 > knowledge K1 projection\n"
     "DD-WRL-004 = DCWF/631\nDD-WRL-004 = DCWF/632\nD010 /0/OPM-ID:1 '631 and 632'\n"},
    {"several ends",
     CPRT(OURS, ANALYST "," TASK("T1", "Look") "," TASK("T2", "See"), RELATION("511", "T1; T2")),
     &none,
     "DCWF@5.1\n" ANALYST_READ "\ntask T1 '' 'Look'\ntask T2 '' 'See'\n"
     "work_role 511 > task T1 projection\nwork_role 511 > task T2 projection\n"
     "D010 /relationships/0/dest_element_identifier:3 'T1; T2'\n"},
    {"placeholder",
     "[" FLAT("TBD-A", "S", "Do", "S1", "PD-WRL-005") ",\n" FLAT("", "s", "Do it", "-",
                                                                 "PD-WRL-005") "]",
     &none,
     "NICE@2.1\nwork_role PD-WRL-005 '' ''\nskill S1 '' 'Do'\n"
     "work_role PD-WRL-005 > skill S1 projection\n"
     "D011 /0/OPM-ID:1 'TBD-A'\nD011 /1/ID:2 '-'\n"},
    {"no code", CPRT(OURS, TASK("631 and 632", "x") "," TASK("T1 Look", "x") "," ANALYST, ""),
     &none,
     "DCWF@5.1\n" ANALYST_READ "\n"
     "D012 /elements/0/element_identifier:2 '631 and 632' (it holds several codes)\n"
     "D012 /elements/1/element_identifier:2 'T1 Look'\n"},
    {"missing",
     CPRT(OURS,
          "{\"element_type\":\"task\"},{\"element_type\":\"\","
          "\"element_identifier\":null}," ANALYST,
          ""),
     &none,
     "DCWF@5.1\n" ANALYST_READ "\n"
     "D013 /elements/0/element_identifier:2\nD013 /elements/1/element_type:2\n"
     "D013 /elements/1/element_identifier:2\n"},
    {"not text",
     CPRT(OURS, "{\"element_type\":\"task\",\"element_identifier\":1e999},7," ANALYST, ""), &none,
     "DCWF@5.1\n" ANALYST_READ "\n"
     "D014 /elements/0/element_identifier:2\nD014 /elements/1:2 (an object is wanted)\n"},
    {"types that are not joined",
     CPRT(OURS, TASK("T1", "Look") "," TASK("T2", "See"), RELATION("T1", "T2")), &none,
     "DCWF@5.1\ntask T1 '' 'Look'\ntask T2 '' 'See'\n"
     "D015 /relationships/0:3 'T1' (task T1 onto task T2)\n"},
    {"either of two",
     CPRT(OURS,
          ANALYST
          "," TASK("T1", "Look") ",{\"element_type\":\"skill\",\"element_identifier\":\"T1\"}",
          RELATION("511", "T1")),
     &none,
     "DCWF@5.1\n" ANALYST_READ "\ntask T1 '' 'Look'\nskill T1 '' ''\n"
     "D007 /elements/2:2 'T1' (task and skill)\nD016 /relationships/0:3 '511'\n"},
    {"another document's",
     CPRT(OURS,
          ANALYST ",{\"element_type\":\"task\",\"element_identifier\":"
                  "\"T1\",\"doc_identifier\":\"CSF\"}",
          ""),
     &none, "DCWF@5.1\n" ANALYST_READ "\nD017 /elements/1/doc_identifier:2 'CSF'\n"},
    {"unknown type",
     CPRT(OURS, "{\"element_type\":\"wrok role\",\"element_identifier\":\"511\"}", ""), &none,
     "DCWF@5.1\nwrok_role 511 '' ''\nD018 /elements/0:2 'wrok_role'\n"},
    {"a word that is not declared",
     "{" OURS ",\"relationship_types\":[],\"elements\":[" ANALYST
     "," TASK("T1", "Look") "],\"relationships\":[\n" RELATION("511", "T1") "]}",
     &none,
     "DCWF@5.1\n" ANALYST_READ "\ntask T1 '' 'Look'\nwork_role 511 > task T1 projection\n"
     "D019 /relationships/0/relationship_identifier:2 'projection'\n"},
    {"same text", CPRT(OURS, TASK("T1", "Look  up") "," TASK("T2", "Look up"), ""), &none,
     "DCWF@5.1\ntask T1 '' 'Look up'\ntask T2 '' 'Look up'\n"
     "D020 /elements/1:2 'T2' (it is that of T1)\n"},
    {"a mark before the text", "\xEF\xBB\xBF" CPRT(OURS, ANALYST, ""), &none,
     "DCWF@5.1\n" ANALYST_READ "\n"},
    {"a text of a flat row differs",
     "[" FLAT("", "K", "Law", "K1", "PD-WRL-001") ",\n" FLAT(
         "", "K", "Laws", "K1", "PD-WRL-002") ",\n" FLAT("", "K", "Law", "K1", "PD-WRL-001") "]",
     &none,
     "NICE@2.1\nwork_role PD-WRL-001 '' ''\nknowledge K1 '' 'Law'\nwork_role PD-WRL-002 '' ''\n"
     "work_role PD-WRL-001 > knowledge K1 projection\n"
     "D006 /1:2 'K1' (it stands in line 1)\nD004 /2:3 'K1'\n"},
    {"an option goes before what is declared",
     CPRT(DOCUMENTS("NICE", "2.1.0"), ROLE("PD-WRL-001", "Defensive Cybersecurity"), ""),
     &(const struct framework_document_options){"dcwf", "6.0.0"},
     "DCWF@6.0\nwork_role PD-WRL-001 'Defensive Cybersecurity' ''\n"
     "D008 /documents/0/doc_identifier:1 'NICE' (that is NICE; it is loaded as DCWF 6.0)\n"},
    {"codes as the catalogue spells them",
     "[" FLAT("", "K", "Law", "K1", "pd-wrl-001") ",\n" FLAT("", "K", "Law", "k1",
                                                             "PD-WRL-002") "]",
     &none,
     "NICE@2.1\nwork_role PD-WRL-001 '' ''\nknowledge K1 '' 'Law'\nwork_role PD-WRL-002 '' ''\n"
     "work_role PD-WRL-001 > knowledge K1 projection\n"
     "work_role PD-WRL-002 > knowledge K1 projection\n"},
    {"a version as the catalogue spells it",
     CPRT(DOCUMENTS("ECSF", "1.0.0"), ROLE("XX", "New"), ""), &none,
     "ECSF@1\nwork_role XX 'New' ''\n"},
    {"a newer version is its own",
     CPRT(DOCUMENTS("SP_800_181_2_2_0", "2.2.0"),
          ROLE("PD-WRL-001", "Defensive Cybersecurity") "," ROLE("PD-WRL-099", "New"), ""),
     &none,
     "NICE@2.2\nwork_role PD-WRL-001 'Defensive Cybersecurity' ''\nwork_role PD-WRL-099 'New' "
     "''\n"},
};

START_TEST(documents_are_read_and_judged)
{
    struct arena *arena = arena_new();
    struct framework_document document;
    struct cadre_error err = {0};
    CADRE_CLEANUP(str_release) struct str seen = {0};
    enum cadre_status status = framework_document_read(str_view_of(cases[_i].text), shipped,
                                                       cases[_i].options, arena, &document, &err);
    ck_assert_msg(status == CADRE_OK, "%s: %s", cases[_i].name, err.message);
    add_document_text(&document, &seen);
    ck_assert_msg(strcmp(str_chars(&seen), cases[_i].read) == 0, "%s:\n%s\ninstead of\n%s",
                  cases[_i].name, str_chars(&seen), cases[_i].read);
    arena_free(arena);
}
END_TEST

START_TEST(every_code_of_a_document_has_its_case)
{
    size_t count;
    const struct finding_code *codes = finding_code_all(&count);
    for (size_t i = 0; i < count; i++) {
        /* The further ones are of tables: test_addition.c. */
        bool shown = strcmp(codes[i].code, FINDING_D_UNKNOWN_KEY) < 0 ||
                     strcmp(codes[i].code, FINDING_D_SAME_TEXT) > 0 || codes[i].code[0] != 'D';
        CADRE_FREE char *word = cadre_format("\n%s ", codes[i].code);
        for (size_t j = 0; j < (size_t)ROWS(cases) && !shown; j++)
            shown = strstr(cases[j].read, word) != NULL;
        ck_assert_msg(shown, "no case raises %s", codes[i].code);
    }
}
END_TEST

static const struct {
    const char *text;
    const struct framework_document_options options;
    enum cadre_status status;
    const char *message; /* part of it */
} refused[] = {
    {"", {0}, CADRE_REFUSED, "the text ends before its value"},
    {"{\"elements\":[{\"element_type\":\"ta",
     {0},
     CADRE_REFUSED,
     "line 1, column 33: a string is not closed"},
    {"7", {0}, CADRE_REFUSED, "no document of a framework"},
    {"{\"a\":[]}", {0}, CADRE_REFUSED, "no document of a framework"},
    {"[]", {0}, CADRE_REFUSED, "no row of a work role and a statement"},
    {"[7]", {0}, CADRE_REFUSED, "no row of a work role and a statement"},
    {"{\"elements\":[]}", {0}, CADRE_REFUSED, "no element"},
    {"{\"elements\":\n{}}", {0}, CADRE_REFUSED, "'/elements' is no list (line 2)"},
    {"{\"response\":{\"elements\":{\"elements\":7}}}",
     {0},
     CADRE_REFUSED,
     "'/response/elements/elements' is no list"},
    {"{\"elements\":[],\"elements\":[]}", {0}, CADRE_REFUSED, "a name stands twice"},
    {CPRT(DOCUMENTS("KT", "1"), ROLE("KT-1", "Analitik"), ""), {0}, CADRE_USAGE, "which framework"},
    /* Codes alone are anybody's: 511 under another title is not the DCWF's. */
    {"{\"elements\":[" ROLE("511", "Aşpaz") "]}", {0}, CADRE_USAGE, "which framework"},
    {CPRT(DOCUMENTS("NICE", ""), ROLE("XX-1", "New"), ""), {0}, CADRE_USAGE, "which version"},
    {CPRT(OURS, ANALYST, ""), {"A B", "1"}, CADRE_USAGE, "'A B' is no name of a framework"},
    {CPRT(OURS, ANALYST, ""), {"A", "1/2"}, CADRE_USAGE, "'1/2' is no name of a version"},
};

START_TEST(what_is_no_document_is_refused)
{
    struct arena *arena = arena_new();
    struct framework_document document;
    struct cadre_error err = {0};
    enum cadre_status status = framework_document_read(
        str_view_of(refused[_i].text), shipped, &refused[_i].options, arena, &document, &err);
    ck_assert_int_eq(status, refused[_i].status);
    ck_assert_msg(strstr(err.message, refused[_i].message) != NULL, "%s", err.message);
    cadre_error_release(&err);
    arena_free(arena);
}
END_TEST

static const struct {
    const char *left, *right;
    bool same;
} hashes[] = {
    {"Look up", " Look\u00a0 up\n", true},
    {"Look up", "Look\u200b up", true},
    {"Look up", "look up", false},
    {"Look up", "Lookup", false},
    {"\u0259", "\u01dd", true},
    {"", " \u00a0", true},
    {"a", "", false},
};

START_TEST(blanks_do_not_reword_a_text)
{
    struct arena *arena = arena_new();
    const char *left = framework_text_hash(str_view_of(hashes[_i].left), arena);
    const char *right = framework_text_hash(str_view_of(hashes[_i].right), arena);
    ck_assert_int_eq(strcmp(left, right) == 0, hashes[_i].same);
    ck_assert_str_eq(framework_text_hash(STR_VIEW_LITERAL("abc"), arena),
                     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    arena_free(arena);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("framework_document");
    tcase_add_loop_test(tcase, documents_are_read_and_judged, 0, ROWS(cases));
    tcase_add_test(tcase, every_code_of_a_document_has_its_case);
    tcase_add_loop_test(tcase, what_is_no_document_is_refused, 0, ROWS(refused));
    tcase_add_loop_test(tcase, blanks_do_not_reword_a_text, 0, ROWS(hashes));
    return run_with_catalogue(tcase, "catalogue/framework_document");
}
