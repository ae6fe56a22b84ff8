#include "core/kind/source_profile.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static enum cadre_status parse(const char *json, struct arena *arena,
                               struct source_profile *ret_profile, struct cadre_error *err)
{
    return source_profile_parse(str_view_of(json), arena, ret_profile, err);
}

static char *written(const struct source_profile *profile)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    ck_assert_ptr_nonnull(out);
    source_profile_write(profile, out);
    ck_assert_int_eq(fclose(out), 0);
    return text;
}

/* ---- what is taken --------------------------------------------------------------------------- */

#define WHOLE                                                                                      \
    "{\n"                                                                                          \
    "  \"version\": 1,\n"                                                                          \
    "  \"delimiter\": \"\\t\",\n"                                                                  \
    "  \"encoding\": \"windows-1254\",\n"                                                          \
    "  \"dates\": [\n"                                                                             \
    "    \"DD/MM/YYYY\",\n"                                                                        \
    "    \"YYYYMMDD\"\n"                                                                           \
    "  ],\n"                                                                                       \
    "  \"duplicates\": \"last\",\n"                                                                \
    "  \"short_rows\": \"fill\",\n"                                                                \
    "  \"headers\": {\n"                                                                           \
    "    \"roster\": {\n"                                                                          \
    "      \"Ad\": \"given_name\",\n"                                                              \
    "      \"Soyad\": \"family_name\"\n"                                                           \
    "    },\n"                                                                                     \
    "    \"certifications\": {\n"                                                                  \
    "      \"Vərəqə\": \"number\"\n"                                                            \
    "    }\n"                                                                                      \
    "  },\n"                                                                                       \
    "  \"lists\": {\n"                                                                             \
    "    \"roster\": \"partial\",\n"                                                               \
    "    \"certifications\": \"full\"\n"                                                           \
    "  },\n"                                                                                       \
    "  \"max_removed_percent\": 0,\n"                                                              \
    "  \"grace_days\": 90,\n"                                                                      \
    "  \"precedence\": 10\n"                                                                       \
    "}\n"

START_TEST(every_member_is_read)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct source_profile profile;
    struct cadre_error err = {0};
    ck_assert_int_eq(parse(WHOLE, arena, &profile, &err), CADRE_OK);
    const struct kind *roster = kind_find(STR_VIEW_LITERAL("roster"));
    const struct kind *certifications = kind_find(STR_VIEW_LITERAL("certifications"));
    const struct kind *placements = kind_find(STR_VIEW_LITERAL("placements"));
    ck_assert_int_eq(profile.delimiter, '\t');
    ck_assert_int_eq(profile.encoding, ENCODING_WINDOWS_1254);
    ck_assert_uint_eq(profile.dates,
                      DATE_FORMAT_BIT(DATE_DD_MM_YYYY_SLASH) | DATE_FORMAT_BIT(DATE_YYYYMMDD));
    ck_assert_int_eq(profile.duplicates, DUPLICATES_LAST);
    ck_assert_int_eq(profile.short_rows, SHORT_ROWS_FILL);
    ck_assert_uint_eq(profile.header_count, 3);
    ck_assert_ptr_eq(profile.headers[1].kind, roster);
    ck_assert_view_eq(profile.headers[1].header, "Soyad");
    ck_assert_str_eq(roster->columns[profile.headers[1].column].name, "family_name");
    ck_assert_ptr_eq(profile.headers[2].kind, certifications);
    ck_assert_int_eq(source_profile_list(&profile, roster), LIST_PARTIAL);
    ck_assert_int_eq(source_profile_list(&profile, certifications), LIST_FULL);
    ck_assert_int_eq(source_profile_list(&profile, placements), LIST_UNSTATED);
    ck_assert_int_eq(profile.max_removed_percent, 0);
    ck_assert_int_eq(profile.grace_days, 90);
    ck_assert_int_eq(profile.precedence, 10);
}
END_TEST

/* What is not stated is a default, and is not written. */
static const struct {
    const char *json, *canonical;
} canonical[] = {
    {WHOLE, WHOLE},
    {"{\"version\":1}", "{\n  \"version\": 1\n}\n"},
    {"{\"dates\":[\"DD.MM.YYYY\",\"YYYY-MM-DD\"],\"version\":1}", "{\n  \"version\": 1\n}\n"},
    {"{\"version\":1,\"duplicates\":\"reject\",\"short_rows\":\"reject\"}",
     "{\n  \"version\": 1\n}\n"},
    {"{\"version\":1,\"headers\":{},\"lists\":{}}", "{\n  \"version\": 1\n}\n"},
    {"{\"version\":1,\"headers\":{\"roster\":{}}}", "{\n  \"version\": 1\n}\n"},
    {"{\"precedence\":1000,\"version\":1,\"encoding\":\"utf-16\",\"delimiter\":\"|\"}",
     "{\n  \"version\": 1,\n  \"delimiter\": \"|\",\n  \"encoding\": \"utf-16\",\n"
     "  \"precedence\": 1000\n}\n"},
    {"{\"version\":1,\"headers\":{\"roster\":{\"\\u00a0 F\\u0130N \":\"national_id\"}}}",
     "{\n  \"version\": 1,\n  \"headers\": {\n    \"roster\": {\n      \"FİN\": \"national_id\"\n"
     "    }\n  }\n}\n"},
};

START_TEST(settings_are_written_canonically)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct source_profile profile;
    struct cadre_error err = {0};
    ck_assert_int_eq(parse(canonical[_i].json, arena, &profile, &err), CADRE_OK);
    char *once = written(&profile);
    ck_assert_str_eq(once, canonical[_i].canonical);
    ck_assert_int_eq(parse(once, arena, &profile, &err), CADRE_OK);
    char *twice = written(&profile);
    ck_assert_str_eq(twice, once);
    free(once);
    free(twice);
}
END_TEST

START_TEST(no_profile_is_the_default)
{
    const struct kind *roster = kind_find(STR_VIEW_LITERAL("roster"));
    char *text = written(NULL);
    ck_assert_str_eq(text, "{\n  \"version\": 1\n}\n");
    free(text);
    ck_assert_int_eq(source_profile_list(NULL, roster), LIST_UNSTATED);
    ck_assert_uint_eq(source_profile_dates(NULL), DATE_FORMATS_DEFAULT);
}
END_TEST

/* ---- what is refused ------------------------------------------------------------------------- */

static const struct {
    const char *json, *message, *hint;
} refused[] = {
    {"", "not valid JSON at line 1, column 1: the text ends before its value", NULL},
    {"[]", "the settings are no JSON object", NULL},
    {"{}", "the settings have no 'version'", "add \"version\": 1"},
    {"{\"version\":2}", "'version' is not 1, the version that is known", NULL},
    {"{\"version\":\"1\"}", "'version' is not 1, the version that is known", NULL},
    {"{\"version\":1.0}", "'version' is not 1, the version that is known", NULL},
    {"{\"version\":1,\"delimeter\":\";\"}", "'delimeter' is no setting of a source",
     "did you mean 'delimiter'?"},
    {"{\"version\":1,\"unpivot\":{}}", "'unpivot' is no setting of a source",
     "it can be \"version\", \"delimiter\", \"encoding\", \"dates\", \"duplicates\", "
     "\"short_rows\", \"headers\", \"lists\", \"max_removed_percent\", \"grace_days\" or "
     "\"precedence\""},
    {"{\"version\":1,\"delimiter\":\":\"}", "'delimiter' has a value that is not known",
     "it can be \",\", \";\", \"\\t\" or \"|\""},
    {"{\"version\":1,\"delimiter\":\";;\"}", "'delimiter' has a value that is not known",
     "did you mean ';'?"},
    {"{\"version\":1,\"delimiter\":null}", "'delimiter' has a value that is not known",
     "it can be \",\", \";\", \"\\t\" or \"|\""},
    {"{\"version\":1,\"encoding\":\"windows-1252\"}", "'encoding' has a value that is not known",
     "did you mean 'windows-1251'?"},
    {"{\"version\":1,\"encoding\":\"koi8-r\"}", "'encoding' has a value that is not known",
     "it can be \"utf-8\", \"utf-16\", \"utf-16le\", \"utf-16be\", \"windows-1251\" or "
     "\"windows-1254\""},
    {"{\"version\":1,\"dates\":\"DD.MM.YYYY\"}", "'dates' is no list of formats", NULL},
    {"{\"version\":1,\"dates\":[]}", "'dates' is no list of formats", NULL},
    {"{\"version\":1,\"dates\":[\"DD.MM.YY\"]}", "'dates' has a value that is not known",
     "did you mean 'DD.MM.YYYY'?"},
    {"{\"version\":1,\"dates\":[7]}", "'dates' has a value that is not known",
     "it can be \"YYYY-MM-DD\", \"DD.MM.YYYY\", \"D.M.YYYY\", \"DD/MM/YYYY\", \"D/M/YYYY\", "
     "\"DD-MM-YYYY\", \"MM/DD/YYYY\", \"M/D/YYYY\", \"MM-DD-YYYY\", \"YYYY/MM/DD\", "
     "\"YYYY.MM.DD\" or \"YYYYMMDD\""},
    {"{\"version\":1,\"dates\":[\"DD.MM.YYYY\",\"DD.MM.YYYY\"]}", "'dates' names a format twice",
     NULL},
    {"{\"version\":1,\"dates\":[\"DD/MM/YYYY\",\"YYYY-MM-DD\",\"M/D/YYYY\"]}",
     "'dates' has both 'DD/MM/YYYY' and 'M/D/YYYY': a day could be meant twice", NULL},
    {"{\"version\":1,\"duplicates\":\"first\"}", "'duplicates' has a value that is not known",
     "it can be \"reject\" or \"last\""},
    {"{\"version\":1,\"short_rows\":\"filled\"}", "'short_rows' has a value that is not known",
     "did you mean 'fill'?"},
    {"{\"version\":1,\"short_rows\":true}", "'short_rows' has a value that is not known",
     "it can be \"reject\" or \"fill\""},
    {"{\"version\":1,\"headers\":[]}", "'headers' is no object", NULL},
    {"{\"version\":1,\"headers\":{\"rooster\":{}}}", "'headers.rooster' is no kind of input",
     "did you mean 'roster'?"},
    {"{\"version\":1,\"headers\":{\"needs\":{}}}",
     "'headers.needs' is a kind whose files have no source", NULL},
    {"{\"version\":1,\"headers\":{\"roster\":7}}", "'headers.roster' is no object", NULL},
    {"{\"version\":1,\"headers\":{\"roster\":{\"Soyad\":\"famly_name\"}}}",
     "'headers.roster.Soyad' names no column of 'roster'", "did you mean 'family_name'?"},
    {"{\"version\":1,\"headers\":{\"roster\":{\"Soyad\":null}}}",
     "'headers.roster.Soyad' names no column of 'roster'", NULL},
    {"{\"version\":1,\"headers\":{\"certifications\":{\"Soyad\":\"family_name\"}}}",
     "'headers.certifications.Soyad' names no column of 'certifications'",
     "it can be \"source_person_id\", \"national_id\", \"person_source\", \"credential\", "
     "\"issuer\", \"number\", \"issued_on\", \"expires_on\", \"revoked_on\" or \"verified_by\""},
    {"{\"version\":1,\"headers\":{\"roster\":{\" \":\"family_name\"}}}",
     "'headers.roster. ' is no header", NULL},
    {"{\"version\":1,\"headers\":{\"roster\":{\"Soy ad\":\"family_name\","
     "\"SOY  AD\":\"family_name\"}}}",
     "'headers.roster.SOY  AD' is a header that stands twice: case and blanks do not tell apart",
     NULL},
    {"{\"version\":1,\"lists\":{\"roster\":\"whole\"}}",
     "'lists.roster' has a value that is not known", "it can be \"full\" or \"partial\""},
    {"{\"version\":1,\"lists\":{\"organizations\":\"full\"}}",
     "'lists.organizations' is a kind whose files have no source", NULL},
    {"{\"version\":1,\"lists\":\"full\"}", "'lists' is no object", NULL},
    {"{\"version\":1,\"max_removed_percent\":101}",
     "'max_removed_percent' is no whole number from 0 to 100", NULL},
    {"{\"version\":1,\"max_removed_percent\":\"5%\"}",
     "'max_removed_percent' is no whole number from 0 to 100", NULL},
    {"{\"version\":1,\"grace_days\":-1}", "'grace_days' is no whole number from 0 to 3660", NULL},
    {"{\"version\":1,\"grace_days\":3661}", "'grace_days' is no whole number from 0 to 3660", NULL},
    {"{\"version\":1,\"precedence\":0}", "'precedence' is no whole number from 1 to 1000", NULL},
    {"{\"version\":1,\"precedence\":1001}", "'precedence' is no whole number from 1 to 1000", NULL},
    {"{\"version\":1,\"precedence\":10.5}", "'precedence' is no whole number from 1 to 1000", NULL},
};

START_TEST(faults_are_told_by_their_path)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct source_profile profile = {.precedence = 7};
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    ck_assert_int_eq(parse(refused[_i].json, arena, &profile, &err), CADRE_REFUSED);
    ck_assert_str_eq(err.message, refused[_i].message);
    ck_assert_pstr_eq(err.hint, refused[_i].hint);
    ck_assert_int_eq(profile.precedence, 7); /* untouched */
}
END_TEST

START_TEST(settings_have_a_limit)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str json = {0};
    struct source_profile profile;
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    str_add_text(&json, "{\"version\":1}");
    while (json.length < SOURCE_PROFILE_BYTES_MAX)
        str_add_char(&json, ' ');
    ck_assert_int_eq(source_profile_parse(str_view_from(&json), arena, &profile, &err), CADRE_OK);
    str_add_char(&json, ' ');
    ck_assert_int_eq(source_profile_parse(str_view_from(&json), arena, &profile, &err),
                     CADRE_REFUSED);
    ck_assert_str_eq(err.message, "the settings are longer than 262144 bytes");
}
END_TEST

/* ---- what changes ---------------------------------------------------------------------------- */

static const struct {
    const char *before, *after, *changes;
} changes[] = {
    {WHOLE, WHOLE, ""},
    {"{\"version\":1}", "{\"version\":1,\"headers\":{}}", ""},
    {"{\"version\":1}", "{\"version\":1,\"delimiter\":\"\\t\",\"grace_days\":90}",
     "delimiter (default -> \"\\t\"), grace_days (default -> 90)"},
    {"{\"version\":1,\"precedence\":10}", "{\"version\":1,\"precedence\":5}",
     "precedence (10 -> 5)"},
    {"{\"version\":1,\"headers\":{\"roster\":{\"A\":\"email\"}}}",
     "{\"version\":1,\"headers\":{\"roster\":{\"A\":\"phone\"}},\"lists\":{\"roster\":\"full\"}}",
     "headers, lists (default -> {\"roster\": \"full\"})"},
    {WHOLE, "{\"version\":1}",
     "delimiter (\"\\t\" -> default), encoding (\"windows-1254\" -> default), dates, duplicates "
     "(\"last\" -> default), short_rows (\"fill\" -> default), headers, lists, max_removed_percent "
     "(0 "
     "-> default), grace_days (90 -> default), precedence (10 -> default)"},
};

START_TEST(changes_are_told_by_member)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str text = {0};
    struct source_profile before;
    struct source_profile after;
    struct cadre_error err = {0};
    ck_assert_int_eq(parse(changes[_i].before, arena, &before, &err), CADRE_OK);
    ck_assert_int_eq(parse(changes[_i].after, arena, &after, &err), CADRE_OK);
    source_profile_changes(&before, &after, &text);
    ck_assert_str_eq(str_chars(&text), changes[_i].changes);
}
END_TEST

START_TEST(settings_fit_into_a_line)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct source_profile profile;
    struct cadre_error err = {0};
    ck_assert_int_eq(parse("{\"version\":1,\"headers\":{\"roster\":{\"a  \\n b\":\"email\"}}}",
                           arena, &profile, &err),
                     CADRE_OK);
    ck_assert_str_eq(source_profile_line(&profile, arena),
                     "{\"version\": 1, \"headers\": {\"roster\": {\"a  \\n b\": \"email\"}}}");
    ck_assert_str_eq(source_profile_line(NULL, arena), "{\"version\": 1}");
}
END_TEST

/* ---- what is read otherwise ------------------------------------------------------------------ */

static const struct {
    const char *json;
    bool roster, certifications; /* files of the kind are read as without a profile */
} rulesets[] = {
    {"{\"version\":1}", true, true},
    {"{\"version\":1,\"lists\":{\"roster\":\"partial\"},\"max_removed_percent\":50,"
     "\"grace_days\":1,\"precedence\":1}",
     true, true},
    {"{\"version\":1,\"delimiter\":\",\"}", false, false},
    {"{\"version\":1,\"encoding\":\"utf-8\"}", false, false},
    {"{\"version\":1,\"dates\":[\"YYYY-MM-DD\"]}", false, false},
    {"{\"version\":1,\"duplicates\":\"last\"}", false, false},
    {"{\"version\":1,\"short_rows\":\"fill\"}", false, false},
    {"{\"version\":1,\"headers\":{\"roster\":{\"X\":\"email\"}}}", false, true},
    {"{\"version\":1,\"headers\":{\"roster\":{\"X\":\"phone\"}}}", false, true},
    {"{\"version\":1,\"headers\":{\"certifications\":{\"X\":\"number\"}}}", true, false},
};

static const char *ruleset_of(const char *json, const char *kind, struct arena *arena)
{
    struct source_profile profile;
    struct cadre_error err = {0};
    ck_assert_int_eq(parse(json, arena, &profile, &err), CADRE_OK);
    return source_profile_ruleset(&profile, kind_find(str_view_of(kind)), "1", arena);
}

START_TEST(another_reading_is_another_ruleset)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *roster = ruleset_of(rulesets[_i].json, "roster", arena);
    const char *certifications = ruleset_of(rulesets[_i].json, "certifications", arena);
    ck_assert_int_eq(strcmp(roster, "1") == 0, rulesets[_i].roster);
    ck_assert_int_eq(strcmp(certifications, "1") == 0, rulesets[_i].certifications);
    ck_assert_uint_eq(strlen(roster), rulesets[_i].roster ? 1 : 1 + 1 + 16);
    for (int i = 0; i < _i && !rulesets[_i].roster; i++)
        ck_assert_str_ne(roster, ruleset_of(rulesets[i].json, "roster", arena));
}
END_TEST

START_TEST(the_digest_is_of_what_is_meant)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    ck_assert_str_eq(
        source_profile_ruleset(NULL, kind_find(STR_VIEW_LITERAL("roster")), "1", arena), "1");
    ck_assert_str_eq(
        ruleset_of("{\"version\":1,\"headers\":{\"roster\":{\"A\":\"email\",\"b\":\"phone\"}}}",
                   "roster", arena),
        ruleset_of("{\"headers\":{\"roster\":{\"b\":\"phone\",\" a \":\"email\"}},\"version\":1}",
                   "roster", arena));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("source_profile");
    tcase_add_test(tcase, every_member_is_read);
    tcase_add_loop_test(tcase, settings_are_written_canonically, 0, ROWS(canonical));
    tcase_add_test(tcase, no_profile_is_the_default);
    tcase_add_loop_test(tcase, faults_are_told_by_their_path, 0, ROWS(refused));
    tcase_add_test(tcase, settings_have_a_limit);
    tcase_add_loop_test(tcase, changes_are_told_by_member, 0, ROWS(changes));
    tcase_add_test(tcase, settings_fit_into_a_line);
    tcase_add_loop_test(tcase, another_reading_is_another_ruleset, 0, ROWS(rulesets));
    tcase_add_test(tcase, the_digest_is_of_what_is_meant);
    return run_tcase(tcase, "kind/source_profile");
}
