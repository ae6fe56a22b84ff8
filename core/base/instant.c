#include "core/base/instant.h"

#include <stdio.h>
#include <string.h>

#include "core/base/date.h"

enum { DATE_LENGTH = CADRE_DATE_TEXT_SIZE - 1, FRACTION_DIGITS = 6 };

struct moment {
    int hour, minute, second, microsecond;
    char sign; /* of the zone */
    int zone_hour, zone_minute;
};

/* Two digits up to `most` in front of *rest, cut off. */
static bool take_pair(struct str_view *rest, int most, int *ret_number)
{
    if (rest->length < 2 || rest->data[0] < '0' || rest->data[0] > '9' || rest->data[1] < '0' ||
        rest->data[1] > '9')
        return false;
    *ret_number = 10 * (rest->data[0] - '0') + (rest->data[1] - '0');
    rest->data += 2;
    rest->length -= 2;
    return *ret_number <= most;
}

static bool take(struct str_view *rest, char wanted)
{
    if (rest->length == 0 || rest->data[0] != wanted)
        return false;
    rest->data++;
    rest->length--;
    return true;
}

static bool take_fraction(struct str_view *rest, int *ret_microsecond)
{
    int digits = 0;
    int number = 0;
    for (; rest->length > 0 && rest->data[0] >= '0' && rest->data[0] <= '9'; digits++) {
        if (digits == FRACTION_DIGITS)
            return false;
        number = 10 * number + (rest->data[0] - '0');
        rest->data++;
        rest->length--;
    }
    for (int i = digits; i < FRACTION_DIGITS; i++)
        number *= 10;
    *ret_microsecond = number;
    return digits > 0;
}

static bool take_clock(struct str_view *rest, struct moment *moment)
{
    if (!take(rest, ' ') && !take(rest, 'T'))
        return false;
    if (!take_pair(rest, 23, &moment->hour) || !take(rest, ':') ||
        !take_pair(rest, 59, &moment->minute))
        return false;
    if (!take(rest, ':'))
        return true;
    if (!take_pair(rest, 59, &moment->second))
        return false;
    return !take(rest, '.') || take_fraction(rest, &moment->microsecond);
}

/* PostgreSQL takes zones up to 15:59. */
static bool take_zone(struct str_view *rest, struct moment *moment)
{
    if (rest->length == 0 || take(rest, 'Z'))
        return true;
    moment->sign = rest->data[0];
    if (!take(rest, '+') && !take(rest, '-'))
        return false;
    if (!take_pair(rest, 15, &moment->zone_hour))
        return false;
    if (rest->length == 0)
        return true;
    (void)take(rest, ':');
    return take_pair(rest, 59, &moment->zone_minute);
}

bool instant_parse(struct str_view text, char ret_text[INSTANT_TEXT_SIZE])
{
    struct moment moment = {.sign = '+'};
    struct cadre_date date;
    if (text.length < DATE_LENGTH ||
        !cadre_date_parse_iso((struct str_view){text.data, DATE_LENGTH}, &date))
        return false;
    struct str_view rest = {text.data + DATE_LENGTH, text.length - DATE_LENGTH};
    if (rest.length == 0)
        moment = (struct moment){23, 59, 59, 999999, '+', 0, 0};
    else if (!take_clock(&rest, &moment) || !take_zone(&rest, &moment) || rest.length > 0)
        return false;
    snprintf(ret_text, INSTANT_TEXT_SIZE, "%.*s %02d:%02d:%02d.%06d%c%02d:%02d", DATE_LENGTH,
             text.data, moment.hour, moment.minute, moment.second, moment.microsecond, moment.sign,
             moment.zone_hour, moment.zone_minute);
    return true;
}
