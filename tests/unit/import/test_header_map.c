#include "import/header_map.h"

#include <string.h>

#include "core/base/fold.h"
#include "core/base/str_map.h"
#include "tests/unit/import/import_case.h"

static const struct {
    const char *kind;
    const char *text;
    char delimiter;
    const char *columns; /* by field, "-" kept aside; NULL = refused */
    const char *findings;
} cases[] = {
    {"organizations", "code,name,kind\n", ',', "code name kind", ""},
    {"organizations", "kind;name;code\n", ';', "kind name code", ""},
    {"organizations", "code\tname\tkind\r\n", '\t', "code name kind", ""},
    {"organizations", "\xEF\xBB\xBF\"code\",\"name\",kind", ',', "code name kind", ""},
    {"organizations", "Kod;Ad;NÖV\n", ';', "code name kind", ""},
    {"organizations", "КОД;Название;вид\n", ';', "code name kind", ""},
    {"organizations", " code , Ad ,вид,Parent Code\n", ',', "code name kind parent_code", ""},
    {"organizations", "\n\n;;;\ncode;name;kind\n", ';', "code name kind", ""},
    /* signs that nobody sees: a second byte order mark, no width, an em space, a soft hyphen, a
     * mark of direction */
    {"organizations",
     "\xEF\xBB\xBF\xEF\xBB\xBF\"code\",\xEF\xBB\xBFname\xE2\x80\x8B,\xE2\x80\x8Ekind,"
     "parent\xE2\x80\x83"
     "code,sec\xC2\xADtor\n",
     ',', "code name kind parent_code -",
     "1/0 W004 sec\xC2\xADtor 'sec\xC2\xADtor' (did you mean 'sector'?)\n"},
    /* an unknown header may hold other delimiters */
    {"organizations", "code;\"a,b,c,d\";name;kind\n", ';', "code - name kind",
     "1/0 W004 a,b,c,d 'a,b,c,d'\n"},
    {"organizations", "code,name,kind,parent_cod,,x\n", ',', "code name kind - - -",
     "1/0 W004 parent_cod 'parent_cod' (did you mean 'parent_code'?)\n1/0 W004 x 'x'\n"},
    {"organizations", "cadre_line,cadre_record,cadre_codes,cadre_reason,code,name,kind\n", ',',
     "- - - - code name kind", ""},
    /* refused */
    {"organizations", "a,b,c\n1,2,3\n", ',', NULL,
     "1/0 F010 'a,b,c' (it must have the columns 'code', 'name', 'kind')\n"},
    {"organizations", "code,name\n", ',', NULL, "1/0 F012 kind (also taken: 'növ', 'вид')\n"},
    {"organizations", "\ncode,nmae\n", ',', NULL,
     "2/0 F012 name (is it 'nmae'?)\n2/0 F012 kind (also taken: 'növ', 'вид')\n"
     "2/0 W004 nmae 'nmae' (did you mean 'name'?)\n"},
    {"organizations", "code,name,kind,Ad\n", ',', NULL,
     "1/0 F013 name 'Ad' ('name' is column 2, 'Ad' is column 4)\n"},
    {"organizations", "code,\"name,kind\nx\n", ',', NULL, "1/0 F015 'code,\"name,kind'\n"},
    {"roster", "need_code,organization_code,title,engagement,headcount,priority,starts_on\n", ',',
     NULL,
     "1/0 F011 'need_code,organization_code,title,engagement,headcount,priority,starts_on' (it has "
     "the columns of 'needs', try: cadre check needs FILE)\n"},
    {"roster", "need_code,organization_code,title,work_role,level,headcount,priority,x\n", ',',
     NULL,
     "1/0 F011 'need_code,organization_code,title,work_role,level,headcount,priority,x' (it has "
     "the columns of 'needs', try: cadre check needs FILE)\n"},
    {"roster", "need_code,a,title,b,headcount,c,d\n", ',', NULL,
     "1/0 F010 'need_code,a,title,b,headcount,c,d' (it must have the columns 'family_name', "
     "'given_name')\n"},
    {"needs", "family_name;given_name;region\n", ';', NULL,
     "1/0 F011 'family_name;given_name;region' (it has the columns of 'roster', try: cadre check "
     "roster FILE)\n"},
    /* the catalogue's */
    {"organizations", "issuer;code;title;months\n", ';', NULL,
     "1/0 F011 'issuer;code;title;months' (it has the columns of the catalogue's 'credentials', "
     "try: cadre catalogue load FILE)\n"},
    {"certifications", "credential,type,code,level\n", ',', NULL,
     "1/0 F011 'credential,type,code,level' (it has the columns of the catalogue's "
     "'credential_grants', try: cadre catalogue load FILE)\n"},
    /* no header */
    {"roster", "B-1;5ABC7K2;A;B;1994-06-15\n", ',', NULL,
     "1/0 F023 'B-1;5ABC7K2;A;B;1994-06-15' (it must have the columns 'family_name', "
     "'given_name')\n"},
    {"roster", "a@b.az;A;B\n", ',', NULL,
     "1/0 F023 'a@b.az;A;B' (it must have the columns 'family_name', 'given_name')\n"},
    {"organizations", "\"U-1\",\"Unit 1\",\"unit\"\n", ',', NULL,
     "1/0 F023 '\"U-1\",\"Unit 1\",\"unit\"' (it must have the columns 'code', 'name', 'kind')\n"},
    {"organizations", "column 1,column B,column C,column D\n", ',', NULL,
     "1/0 F010 'column 1,column B,column C,column D' (it must have the columns 'code', 'name', "
     "'kind')\n"},
    /* another delimiter */
    {"organizations", "code|name|kind\nA|x|cert\n", ',', NULL,
     "1/0 F024 'code|name|kind' (its columns are parted by '|': save it with , ; or TAB between "
     "them)\n"},
    {"organizations", "kod ^ ad ^ növ\n", ',', NULL,
     "1/0 F024 'kod ^ ad ^ növ' (its columns are parted by '^': save it with , ; or TAB between "
     "them)\n"},
    /* lines above the header, with one column of it by chance */
    {"organizations", "\n\"Ad\"\nof March;;\n\nkod;ad;növ\n", ',', NULL,
     "2/0 F025 '\"Ad\"' (line 5 is the header: delete what stands above it)\n"},
    {"organizations", "x\n\"code\n", ',', NULL,
     "1/0 F010 'x' (it must have the columns 'code', 'name', 'kind')\n"},
};

static void add_columns(struct str *out, const struct kind *kind, const struct header_map *map)
{
    for (size_t i = 0; i < map->field_count; i++) {
        int column = map->column_of_field[i];
        str_add_format(out, "%s%s", i > 0 ? " " : "",
                       column < 0 ? "-" : kind->columns[column].name);
        if (column >= 0)
            ck_assert_int_eq(map->field_of_column[column], (int)i);
    }
}

/* The file's name, which is another one each time, stands as FILE. */
static void add_findings(struct str *out, const struct findings *findings, const char *label)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    case_add_findings(&text, findings, true);
    const char *name = strstr(str_chars(&text), label);
    if (name == NULL) {
        str_add_view(out, str_view_from(&text));
        return;
    }
    str_add(out, text.data, (size_t)(name - text.data));
    str_add_format(out, "FILE%s", name + strlen(label));
}

static void check_header(const char *kind_name, struct str_view text, char delimiter,
                         const char *columns, const char *expected)
{
    struct cadre_error err = {0};
    struct header_map map = {0};
    bool refused;
    const struct kind *kind = kind_find(str_view_of(kind_name));
    CADRE_CLEANUP(str_release) struct str seen = {0};
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    CADRE_CLEANUP(input_file_cleanup) struct input_file *file = case_file(text);
    ck_assert_int_eq(header_map_read(file, kind, NULL, findings, &map, &refused, &err), CADRE_OK);
    ck_assert_int_eq(refused, columns == NULL);
    ck_assert_int_eq(map.delimiter, delimiter);
    add_findings(&seen, findings, input_file_label(file));
    ck_assert_str_eq(str_chars(&seen), expected);
    if (columns == NULL)
        return;
    str_reset(&seen);
    add_columns(&seen, kind, &map);
    ck_assert_str_eq(str_chars(&seen), columns);
}

START_TEST(headers_are_mapped)
{
    check_header(cases[_i].kind, str_view_of(cases[_i].text), cases[_i].delimiter,
                 cases[_i].columns, cases[_i].findings);
}
END_TEST

START_TEST(a_header_has_at_most_256_columns)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    CADRE_CLEANUP(str_release) struct str columns = {0};
    str_add_text(&text, "code,name,kind");
    str_add_text(&columns, "code name kind");
    for (int i = 3; i < HEADER_COLUMNS_MAX; i++) {
        str_add_char(&text, ',');
        str_add_text(&columns, " -");
    }
    check_header("organizations", str_view_from(&text), ',', str_chars(&columns), "");
    str_add_char(&text, ',');
    check_header("organizations", str_view_from(&text), ',', NULL,
                 "1/0 F014 (257 columns, at most 256 are taken)\n");
}
END_TEST

/* Two columns of a kind that fold to the same name could not be told apart. */
START_TEST(names_of_a_kind_differ)
{
    size_t count;
    const struct kind *const *kinds = kind_all(&count);
    for (size_t i = 0; i < count; i++) {
        CADRE_CLEANUP(str_map_cleanup) struct str_map *names = header_map_names(kinds[i], NULL);
        for (size_t j = 0; j < kinds[i]->column_count; j++) {
            const struct kind_column *column = &kinds[i]->columns[j];
            const char *const spellings[] = {column->name, column->header_az, column->header_ru};
            for (size_t k = 0; k < 3; k++) {
                CADRE_CLEANUP(str_release) struct str key = {0};
                uint32_t found;
                fold_key(str_view_of(spellings[k]), &key);
                ck_assert(str_map_find(names, str_view_from(&key), &found));
                ck_assert_msg(found == j, "%s: '%s'", kinds[i]->name, spellings[k]);
            }
        }
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("header_map");
    tcase_add_loop_test(tcase, headers_are_mapped, 0, ROWS(cases));
    tcase_add_test(tcase, a_header_has_at_most_256_columns);
    tcase_add_test(tcase, names_of_a_kind_differ);
    return run_tcase(tcase, "import/header_map");
}
