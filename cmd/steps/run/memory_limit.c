#include "cmd/steps/run/memory_limit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/str.h"

enum {
    QUARTER = 4,
    STATM_MOST = 160,    /* seven numbers and a line feed */
    BYTES_A_PAIR = 16,   /* the pair, as the solver packs it, and the rank of a wish on each side */
    BYTES_A_PERSON = 160 /* of what solver and verifier keep beside the pairs */
};

static int64_t quarter_of_machine(void)
{
    int64_t pages = sysconf(_SC_PHYS_PAGES);
    int64_t size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? pages / QUARTER * size : 0;
}

/* K, M and G are powers of 1024. */
static int64_t unit_of(struct str_view *digits)
{
    static const char units[] = "KMG";
    const char *unit = digits->length > 0
                           ? memchr(units, digits->data[digits->length - 1], sizeof units - 1)
                           : NULL;
    if (unit == NULL)
        return 1;
    digits->length--;
    return INT64_C(1) << 10 * (unit - units + 1);
}

enum cadre_status memory_limit_parse(const char *text, int64_t *ret_bytes, struct cadre_error *err)
{
    int64_t number;
    int64_t bytes;
    if (text == NULL) {
        *ret_bytes = quarter_of_machine();
        return CADRE_OK;
    }
    struct str_view digits = str_view_of(text);
    int64_t unit = unit_of(&digits);
    if (!str_view_to_int64(digits, &number) || number <= 0 ||
        __builtin_mul_overflow(number, unit, &bytes)) {
        cadre_fail(err, CADRE_USAGE, "'--memory %s' is no size", text);
        return cadre_fail_hint(err, "it can be 512M, 2G or a number of bytes");
    }
    *ret_bytes = bytes;
    return CADRE_OK;
}

/* What the process has now, by the second number of the line; 0 where the system does not say. */
static int64_t bytes_in_use(void)
{
    char line[STATM_MOST];
    int64_t pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file == NULL)
        return 0;
    if (fgets(line, sizeof line, file) != NULL) {
        struct str_view rest;
        str_view_cut(str_view_of(line), ' ', &rest);
        if (!str_view_to_int64(str_view_cut(rest, ' ', &rest), &pages))
            pages = 0;
    }
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

size_t memory_limit_pairs(int64_t bytes, size_t people)
{
    if (bytes == 0)
        return SIZE_MAX;
    int64_t left = bytes - bytes_in_use() - (int64_t)people * BYTES_A_PERSON;
    size_t pairs = left > 0 ? (size_t)left / BYTES_A_PAIR : 0;
    return pairs > people ? pairs : people;
}
