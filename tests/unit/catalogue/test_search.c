#include "core/catalogue/search.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/catalogue/further_rows.h"
#include "tests/unit/catalogue/shipped.h"

static const struct {
    const char *text;
    size_t least, most; /* so many hits */
    const char *first;
    enum search_match match;
} searches[] = {
    {"511", 1, 1, "DCWF@5.1/511", MATCH_CODE},
    {"dcwf@5.1/511", 1, 1, "DCWF@5.1/511", MATCH_CODE},
    {"sec+", 1, 3, "CompTIA/Security+", MATCH_CODE},
    {"Cyber Defense Analyst", 1, 4, "DCWF@5.1/511", MATCH_TITLE},
    {"analyst defense", 3, 3, "DCWF@5.1/212", MATCH_WORDS},
    {"DD-WRL", 9, 9, "NICE@2.1/DD-WRL-001", MATCH_CODE_START},
    {"incident resp", 2, 30, "CORE@1/DEF-IR", MATCH_TITLE_START},
    {"BULUD", 1, 10, "CORE@1/CLD", MATCH_TITLE},
    {"облако", 1, 10, "CORE@1/CLD", MATCH_TITLE},
    {"bakı", 1, 40, "AZ-BA", MATCH_TITLE},
    {"BAKI", 1, 40, "AZ-BA", MATCH_TITLE},
    {"секретный", 1, 4, "clearance/secret", MATCH_CODE},
    {"ensic analy", 3, 3, "DCWF@5.1/212", MATCH_WITHIN},
    {"cyberspace effects", 5, 60, "DCWF@5.1/121", MATCH_STATEMENT},
    {"weather", 0, 0, NULL, MATCH_NONE},
    {"", 0, 0, NULL, MATCH_NONE},
    {" .,- ", 0, 0, NULL, MATCH_NONE},
};

START_TEST(the_best_stands_first)
{
    struct arena *arena = arena_new();
    size_t count;
    const struct search_hit *hits =
        search_catalogue(shipped, str_view_of(searches[_i].text), arena, &count);
    ck_assert_uint_ge(count, searches[_i].least);
    ck_assert_uint_le(count, searches[_i].most);
    if (searches[_i].first != NULL) {
        ck_assert_str_eq(hits[0].entry.code, searches[_i].first);
        ck_assert_int_eq(hits[0].match, searches[_i].match);
    }
    for (size_t i = 1; i < count; i++)
        ck_assert_int_le(hits[i - 1].match, hits[i].match);
    arena_free(arena);
}
END_TEST

/* Every code finds its entry, whatever else it may find. */
START_TEST(every_code_and_title_finds_its_own)
{
    for (int sort = 0; sort < ENTRY_SORT_COUNT; sort++) {
        size_t entries = entry_count(shipped, (enum entry_sort)sort);
        for (size_t i = 0; i < entries; i += 23) {
            CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
            struct entry entry = entry_of(shipped, (enum entry_sort)sort, (int32_t)i, arena);
            const char *texts[] = {entry.code, entry.titles[2]};
            for (size_t text = 0; text < 2 && texts[text][0] != '\0'; text++) {
                size_t count;
                size_t at = 0;
                const struct search_hit *hits =
                    search_catalogue(shipped, str_view_of(texts[text]), arena, &count);
                while (at < count &&
                       (hits[at].entry.sort != entry.sort || hits[at].entry.index != entry.index))
                    at++;
                ck_assert_msg(at < count, "%s does not find %s", texts[text], entry.code);
                ck_assert_int_le(hits[at].match, MATCH_TITLE);
            }
        }
    }
}
END_TEST

static const struct {
    const char *text, *type;
    const char *codes; /* all that it names */
} names[] = {
    {"511", NULL, "DCWF@5.1/511"},
    {"DCWF/511", NULL, "DCWF@5.1/511"},
    {"DCWF@5.1.0/511", NULL, "DCWF@5.1/511"},
    {"nice/511", NULL, ""},
    /* Only an older version has it. */
    {"CE-WRL-003", NULL, "NICE@1.0/CE-WRL-003"},
    {"CE-WRL", NULL, ""},
    {"DCWF@2023/141", NULL, "DCWF@2023/141"},
    {"cyber defense analyst", NULL, "DCWF@5.1/511"},
    {"CompTIA/Security+", NULL, "CompTIA/Security+"},
    {"Security Plus", NULL, "CompTIA/Security+"},
    {"contract", "engagement", "engagement/contract"},
    {"contract", "ENGAGEMENT", "engagement/contract"},
    {"contract", "region", ""},
    {"NICE", NULL, "NICE@2.1"},
    {"NICE@1.0", NULL, "NICE@1.0"},
    {"Lənkəran", NULL, "AZ-LA AZ-LAN"},
    {"A", "fitness", "fitness/A"},
    {"8140", NULL, "8140"},
    {"", NULL, ""},
};

static void add_codes(const struct search_hit *hits, size_t count, struct str *out)
{
    for (size_t i = 0; i < count; i++)
        str_add_format(out, "%s%s", i > 0 ? " " : "", hits[i].entry.code);
}

START_TEST(a_text_names_what_has_it)
{
    struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str codes = {0};
    size_t count;
    const struct search_hit *hits = search_named(shipped, str_view_of(names[_i].text),
                                                 str_view_of(names[_i].type), arena, &count);
    for (size_t i = 0; i < count; i++)
        str_add_format(&codes, "%s%s", i > 0 ? " " : "", hits[i].entry.code);
    ck_assert_str_eq(str_chars(&codes), names[_i].codes);
    arena_free(arena);
}
END_TEST

/* ---- what was loaded ------------------------------------------------------------------------- */

enum { ELEMENT_CELLS = 12 };

static const char *const columns[ELEMENT_CELLS] = {
    "framework", "version",    "type",     "code", "title_en", "title_az",
    "title_ru",  "group_code", "group_en", "note", "text",     "text_hash"};
/* A task has the code of a role, and another one that of its older self. */
static const char *const rows[][ELEMENT_CELLS] = {
    {"DCWF", "5.1", "task", "511", "", "", "", "", "", "", "Tune the honeypots at night.", "aa"},
    {"NICE", "1.0", "task", "T1979", "", "", "", "", "", "", "Guard the old gate.", "bb"},
    {"NICE", "2.1", "task", "T1979", "", "", "", "", "", "", "Guard the new gate.", "cc"},
};

static const struct {
    const char *text, *type;
    const char *named, *found; /* codes of all that it names and finds, in order */
} loaded[] = {
    {"511", NULL, "DCWF@5.1/511 DCWF@5.1/511", "DCWF@5.1/511 DCWF@5.1/511"},
    {"511", "work_role", "DCWF@5.1/511", NULL},
    {"511", "task", "DCWF@5.1/511", NULL},
    {"honeypots tuned", NULL, "", ""},
    {"night honeypots", NULL, "", "DCWF@5.1/511"},
    /* The current version is meant, both are found. */
    {"t1979", NULL, "NICE@2.1/T1979", "NICE@2.1/T1979 NICE@1.0/T1979"},
    {"NICE@1.0/T1979", NULL, "NICE@1.0/T1979", "NICE@1.0/T1979"},
    {"guard gate", NULL, "", "NICE@2.1/T1979 NICE@1.0/T1979"},
};

START_TEST(statements_are_found_by_their_text)
{
    struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str named = {0};
    CADRE_CLEANUP(str_release) struct str found = {0};
    struct catalogue_table table =
        with_rows("elements", columns, ELEMENT_CELLS, rows[0], ROWS(rows));
    struct catalogue *catalogue = catalogue_from(&table, 1);
    struct str_view text = str_view_of(loaded[_i].text);
    size_t count;
    const struct search_hit *hits =
        search_named(catalogue, text, str_view_of(loaded[_i].type), arena, &count);
    add_codes(hits, count, &named);
    ck_assert_str_eq(str_chars(&named), loaded[_i].named);
    if (loaded[_i].found != NULL) {
        hits = search_catalogue(catalogue, text, arena, &count);
        add_codes(hits, count, &found);
        ck_assert_str_eq(str_chars(&found), loaded[_i].found);
    }
    catalogue_free(catalogue);
    free((void *)table.cells);
    arena_free(arena);
}
END_TEST

/* ---- slips ----------------------------------------------------------------------------------- */

static const struct {
    const char *text, *meant; /* NULL = nothing */
} slips[] = {
    {"cyber defence analist", "Cyber Defense Analyst"},
    {"Incidnet Response", "Incident response"},
    {"DD-WRL-0O1", "DD-WRL-001"},
    /* No title is near, a word is. */
    {"analist", "analyst"},
    {"forensic analist", "Forensics Analyst"},
    {"xylophone", NULL},
    /* Both words are known, and nothing has both. */
    {"defence penetration", NULL},
    {"", NULL},
};

START_TEST(a_slip_is_told_what_was_meant)
{
    CADRE_CLEANUP(str_release) struct str meant = {0};
    ck_assert_int_eq(search_suggest(shipped, str_view_of(slips[_i].text), &meant),
                     slips[_i].meant != NULL);
    ck_assert_str_eq(str_chars(&meant), slips[_i].meant != NULL ? slips[_i].meant : "");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("search");
    tcase_add_loop_test(tcase, the_best_stands_first, 0, ROWS(searches));
    tcase_add_test(tcase, every_code_and_title_finds_its_own);
    tcase_add_loop_test(tcase, a_text_names_what_has_it, 0, ROWS(names));
    tcase_add_loop_test(tcase, statements_are_found_by_their_text, 0, ROWS(loaded));
    tcase_add_loop_test(tcase, a_slip_is_told_what_was_meant, 0, ROWS(slips));
    return run_with_catalogue(tcase, "catalogue/search");
}
