#include "sql/person_number.h"

enum { DIGITS_MIN = 8, DIGITS_MAX = 18 };

/* A million times, printf is dear. */
struct str_view person_number_text(int64_t number, char *text)
{
    size_t at = PERSON_NUMBER_SIZE;
    for (int digits = 0; digits < DIGITS_MIN || number > 0; digits++, number /= 10)
        text[--at] = (char)('0' + number % 10);
    text[--at] = 'P';
    return (struct str_view){text + at, PERSON_NUMBER_SIZE - at};
}

bool person_number_read(struct str_view text, int64_t *ret_number)
{
    int64_t number = 0;
    if (text.length < 1 + DIGITS_MIN || text.length > 1 + DIGITS_MAX || text.data[0] != 'P')
        return false;
    for (size_t i = 1; i < text.length; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        number = number * 10 + (text.data[i] - '0');
    }
    *ret_number = number;
    return number > 0;
}
