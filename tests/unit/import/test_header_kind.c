#include "import/header_kind.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const struct {
    const char *text;
    const char *kind;     /* of the catalogue; NULL = none */
    const char *imported; /* likewise, of those that are imported */
} files[] = {
    {"issuer,code,title,months\nKTM,KIB-2,Second,36\n", "credentials", NULL},
    {"\xEF\xBB\xBFkod;versiya;ingiliscə adı\nA;1;Posts\n", "frameworks", NULL},
    {"\xFF\xFE"
     "c\0o\0d\0e\0\t\0o\0p\0e\0n\0s\0_\0o\0n\0\t\0c\0l\0o\0s\0e\0s\0_\0o\0n\0\n\0",
     "call_ups", NULL},
    {"to,from,note\nDCWF/511,NICE/PD-WRL-001,x\n", "alignments", NULL},
    {"framework,version,type,code,title_en\n", "elements", NULL},
    {"code,kind,name_en,name_az,name_ru\n", "regions", NULL},
    {"list,code,rank\n", "code_lists", NULL},
    {"scale,level,rank\n", "scales", NULL},
    {"from_scale,from_level,to_scale,to_level\n", "scale_mappings", NULL},
    {"code,name,kind\n", NULL, "organizations"},
    {"code,title\n", NULL, NULL}, /* columns are missing */
    {"{\"elements\": []}\n", NULL, NULL},
    {"", NULL, NULL},
};

static const size_t utf16_bytes = 2 + 2 * (sizeof "code\topens_on\tcloses_on\n" - 1);

static struct input_file *file_of(const char *text, size_t length)
{
    char path[] = "/tmp/cadre-header-kind-XXXXXX";
    struct input_file *file = NULL;
    struct cadre_error err = {0};
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, text, length), (ssize_t)length);
    close(fd);
    ck_assert_int_eq(input_file_open(path, 0, &file, &err), CADRE_OK);
    unlink(path);
    return file;
}

static const char *kind_among(struct input_file *file, const struct kind *const *kinds,
                              size_t count)
{
    const struct kind *kind = NULL;
    struct cadre_error err = {0};
    ck_assert_int_eq(header_kind(file, kinds, count, ENCODING_UNSTATED, &kind, &err), CADRE_OK);
    return kind != NULL ? kind->name : NULL;
}

START_TEST(a_header_tells_its_kind)
{
    size_t count;
    bool wide = files[_i].text[0] == '\xFF';
    struct input_file *file =
        file_of(files[_i].text, wide ? utf16_bytes : str_view_of(files[_i].text).length);
    const struct kind *const *kinds = kind_all_catalogue(&count);
    ck_assert_pstr_eq(kind_among(file, kinds, count), files[_i].kind);
    kinds = kind_all(&count);
    ck_assert_pstr_eq(kind_among(file, kinds, count), files[_i].imported);
    input_file_free(file);
}
END_TEST

/* The same header twice among the kinds is a tie, which nobody guesses. */
START_TEST(a_tie_is_no_answer)
{
    static const struct kind_column columns[] = {
        {.name = "a", .header_az = "b", .header_ru = "c", .required = true},
        {.name = "d", .header_az = "e", .header_ru = "f", .required = true}};
    static const struct kind one = {.name = "one", .columns = columns, .column_count = 2};
    static const struct kind other = {.name = "other", .columns = columns, .column_count = 2};
    const struct kind *const kinds[] = {&one, &other};
    struct input_file *file = file_of("a,d\n1,2\n", 8);
    ck_assert_ptr_null(kind_among(file, kinds, 2));
    ck_assert_str_eq(kind_among(file, kinds, 1), "one");
    input_file_free(file);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("header_kind");
    tcase_add_loop_test(tcase, a_header_tells_its_kind, 0, ROWS(files));
    tcase_add_test(tcase, a_tie_is_no_answer);
    return run_tcase(tcase, "import/header_kind");
}
