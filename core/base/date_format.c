#include "core/base/date_format.h"

static const char *const patterns[DATE_FORMAT_COUNT] = {
    [DATE_YYYY_MM_DD] = "YYYY-MM-DD",
    [DATE_DD_MM_YYYY] = "DD.MM.YYYY",
    [DATE_D_M_YYYY] = "D.M.YYYY",
    [DATE_DD_MM_YYYY_SLASH] = "DD/MM/YYYY",
    [DATE_D_M_YYYY_SLASH] = "D/M/YYYY",
    [DATE_DD_MM_YYYY_HYPHEN] = "DD-MM-YYYY",
    [DATE_MM_DD_YYYY_SLASH] = "MM/DD/YYYY",
    [DATE_M_D_YYYY_SLASH] = "M/D/YYYY",
    [DATE_MM_DD_YYYY_HYPHEN] = "MM-DD-YYYY",
    [DATE_YYYY_MM_DD_SLASH] = "YYYY/MM/DD",
    [DATE_YYYY_MM_DD_DOT] = "YYYY.MM.DD",
    [DATE_YYYYMMDD] = "YYYYMMDD",
};

enum { PARTS = 3 };

/* A run of one letter in a pattern stands for a number of as many digits. */
static size_t run_length(const char *pattern)
{
    size_t length = 1;
    while (pattern[length] == pattern[0])
        length++;
    return length;
}

static bool is_separator(char c)
{
    return c == '-' || c == '.' || c == '/';
}

const char *date_format_pattern(enum date_format format)
{
    return patterns[format];
}

bool date_format_find(struct str_view pattern, enum date_format *ret_format)
{
    for (int i = 0; i < DATE_FORMAT_COUNT; i++) {
        if (str_view_equal(pattern, str_view_of(patterns[i]))) {
            *ret_format = (enum date_format)i;
            return true;
        }
    }
    return false;
}

/* The pattern's letters and separators, each once: "D/M/Y". */
static void outline(const char *pattern, char ret_outline[2 * PARTS])
{
    size_t count = 0;
    while (*pattern != '\0') {
        ret_outline[count++] = *pattern;
        pattern += is_separator(*pattern) ? 1 : run_length(pattern);
    }
    ret_outline[count] = '\0';
}

bool date_formats_clash(enum date_format left, enum date_format right)
{
    char ours[2 * PARTS] = {0};
    char theirs[2 * PARTS] = {0};
    outline(patterns[left], ours);
    outline(patterns[right], theirs);
    /* Only where day and month change places behind the same separators. */
    return ours[1] == theirs[1] && ours[0] != 'Y' && theirs[0] != 'Y' && ours[0] != theirs[0];
}

/* As many digits as the pattern has letters, or one or two for a single letter. */
static bool read_number(struct str_view text, size_t *at, size_t letters, int *ret_number)
{
    size_t most = letters == 1 ? 2 : letters;
    int number = 0;
    size_t count = 0;
    while (count < most && *at < text.length && text.data[*at] >= '0' && text.data[*at] <= '9') {
        number = number * 10 + (text.data[(*at)++] - '0');
        count++;
    }
    *ret_number = number;
    return count >= letters;
}

static bool parse(const char *pattern, struct str_view text, struct cadre_date *ret_date)
{
    int year = 0;
    int month = 0;
    int day = 0;
    size_t at = 0;
    while (*pattern != '\0') {
        if (is_separator(*pattern)) {
            if (at >= text.length || text.data[at++] != *pattern++)
                return false;
            continue;
        }
        int *number = *pattern == 'Y' ? &year : *pattern == 'M' ? &month : &day;
        size_t letters = run_length(pattern);
        if (!read_number(text, &at, letters, number))
            return false;
        pattern += letters;
    }
    return at == text.length && cadre_date_from_civil(year, month, day, ret_date);
}

bool date_formats_parse(date_formats formats, struct str_view text, struct cadre_date *ret_date)
{
    /* The set of most files, on the way that knows its lengths. */
    if (formats == DATE_FORMATS_DEFAULT)
        return cadre_date_parse(text, ret_date);
    for (int i = 0; i < DATE_FORMAT_COUNT; i++) {
        if ((formats & DATE_FORMAT_BIT(i)) != 0 && parse(patterns[i], text, ret_date))
            return true;
    }
    return false;
}

void date_formats_describe(date_formats formats, struct str *out)
{
    const char *between = "";
    for (int i = 0; i < DATE_FORMAT_COUNT; i++) {
        if ((formats & DATE_FORMAT_BIT(i)) == 0)
            continue;
        str_add_text(out, between);
        str_add_text(out, patterns[i]);
        between = " or ";
    }
}
