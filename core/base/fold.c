#include "core/base/fold.h"

#include "core/base/alloc.h"
#include "core/base/utf8.h"

bool fold_ascii_equal(struct str_view left, struct str_view right)
{
    if (left.length != right.length)
        return false;
    for (size_t i = 0; i < left.length; i++) {
        if (fold_ascii_lower(left.data[i]) != fold_ascii_lower(right.data[i]))
            return false;
    }
    return true;
}

struct letter_pair {
    uint32_t from;
    uint32_t to;
};

static const struct letter_pair letters[] = {
    {0x00C7, 0x00E7}, /* C with cedilla */
    {0x00D6, 0x00F6}, /* O with diaeresis */
    {0x00DC, 0x00FC}, /* U with diaeresis */
    {0x011E, 0x011F}, /* G with breve */
    {0x0130, 'i'},    /* I with dot above */
    {0x0131, 'i'},    /* dotless i: office sheets mix the three up */
    {0x015E, 0x015F}, /* S with cedilla */
    {0x018F, 0x0259}, /* schwa, and what it is mistyped with */
    {0x018E, 0x0259}, {0x01DD, 0x0259}, {0x04D8, 0x0259},
    {0x04D9, 0x0259}, {0x0401, 0x0451}, /* Cyrillic io */
};

static uint32_t lower_letter(uint32_t code_point)
{
    if (code_point < 0x80)
        return (unsigned char)fold_ascii_lower((char)code_point);
    if (code_point >= 0x0410 && code_point <= 0x042F)
        return code_point + 0x20;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (letters[i].from == code_point)
            return letters[i].to;
    }
    return code_point;
}

static bool is_joint(uint32_t code_point)
{
    return code_point == ' ' || (code_point >= '\t' && code_point <= '\r') ||
           code_point == 0x00A0 || code_point == '_' || code_point == '-';
}

void fold_key(struct str_view text, struct str *out)
{
    enum { DOT_ABOVE = 0x0307 };
    CADRE_CLEANUP(str_release) struct str normal = {0};
    struct str_view view = text;
    if ((utf8_survey(text) & UTF8_UNUSUAL) != 0) {
        utf8_normalise(text, &normal);
        view = str_view_from(&normal);
    }
    uint32_t last = 0;
    bool joint = false;
    for (size_t offset = 0; offset < view.length;) {
        uint32_t letter = lower_letter(utf8_next(view, &offset));
        /* Other programs lower the dotted capital I to i and a combining dot. */
        if (letter == DOT_ABOVE && last == 'i')
            continue;
        if (is_joint(letter)) {
            joint = last != 0;
            continue;
        }
        if (joint)
            str_add_char(out, '_');
        joint = false;
        if (letter < 0x80)
            str_add_char(out, (char)letter);
        else
            utf8_add(out, letter);
        last = letter;
    }
}
