#include "core/kind/score.h"

#include <string.h>

enum { WHOLE_DIGITS_MAX = 6, DECIMALS_MAX = 2 };

/* The digits from *at on, at most `most`, appended to *number; how many they are. */
static size_t take_digits(struct str_view text, size_t *at, size_t most, int32_t *number)
{
    size_t begin = *at;
    while (*at < text.length && *at - begin < most && text.data[*at] >= '0' &&
           text.data[*at] <= '9')
        *number = *number * 10 + (text.data[(*at)++] - '0');
    return *at - begin;
}

bool score_parse(struct str_view text, int32_t *ret_hundredths)
{
    size_t at = 0;
    int32_t number = 0;
    size_t decimals = 0;
    if (take_digits(text, &at, WHOLE_DIGITS_MAX, &number) == 0)
        return false;
    if (at < text.length && (text.data[at] == '.' || text.data[at] == ',')) {
        at++;
        decimals = take_digits(text, &at, DECIMALS_MAX, &number);
        if (decimals == 0)
            return false;
    }
    if (at != text.length)
        return false;
    for (; decimals < DECIMALS_MAX; decimals++)
        number *= 10;
    *ret_hundredths = number;
    return true;
}

/* Digits from the last on, so that only what is needed is written. */
const char *score_format(int32_t hundredths, char buffer[SCORE_TEXT_SIZE])
{
    char digits[SCORE_TEXT_SIZE];
    size_t at = sizeof digits;
    int32_t decimals = DECIMALS_MAX;
    for (; decimals > 0 && hundredths % 10 == 0; decimals--)
        hundredths /= 10;
    digits[--at] = '\0';
    for (; decimals > 0; decimals--, hundredths /= 10) {
        digits[--at] = (char)('0' + hundredths % 10);
        if (decimals == 1)
            digits[--at] = '.';
    }
    do {
        digits[--at] = (char)('0' + hundredths % 10);
        hundredths /= 10;
    } while (hundredths > 0);
    memcpy(buffer, &digits[at], sizeof digits - at);
    return buffer;
}
