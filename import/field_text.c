#include <string.h>

#include "core/base/fold.h"
#include "core/base/utf8.h"
#include "core/catalogue/framework_document.h"
#include "core/kind/score.h"
#include "import/field_rules.h"

static const char *most_hint(struct row *row, int32_t most, const char *what)
{
    return arena_format(row->scratch, "at most %d %s", (int)most, what);
}

/* True, and a fault told, when the cell has more code points than its column takes. */
static bool too_long(struct row *row, int column)
{
    int32_t most = field_column(row, column)->max;
    if (utf8_count(row->cells[column].text) <= (size_t)most)
        return false;
    row_fault_cell(row, FINDING_R_TOO_LONG, column, most_hint(row, most, "letters"));
    return true;
}

static bool has_control(struct str_view text, bool newline_allowed)
{
    for (size_t offset = 0; offset < text.length;) {
        unsigned char byte = (unsigned char)text.data[offset];
        if (byte >= 0x20 && byte < 0x7F) {
            offset++;
            continue;
        }
        uint32_t c = utf8_next(text, &offset);
        if (utf8_is_control(c) && !(newline_allowed && c == '\n'))
            return true;
    }
    return false;
}

/* Line ends inside a cell are the file's, not the text's: all become LF. */
static struct str_view unify_lines(struct row *row, struct str_view text)
{
    if (memchr(text.data, '\r', text.length) == NULL)
        return text;
    char *unified = arena_alloc(row->scratch, text.length);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        bool first_of_two = text.data[i] == '\r' && i + 1 < text.length && text.data[i + 1] == '\n';
        if (!first_of_two)
            unified[length++] = text.data[i] == '\r' ? '\n' : text.data[i];
    }
    return (struct str_view){unified, length};
}

/* Few enough code points by its bytes alone, and no control character: what most cells are. */
static bool is_usual(const struct row *row, int column)
{
    const struct cell *cell = &row->cells[column];
    return (cell->survey & UTF8_UNUSUAL) == 0 &&
           cell->text.length <= (size_t)field_column(row, column)->max;
}

void field_text(struct row *row, int column)
{
    if (is_usual(row, column)) {
        row_set_text(row, column, row->cells[column].text);
        return;
    }
    struct str_view text = unify_lines(row, row->cells[column].text);
    bool faulty = too_long(row, column);
    if (has_control(text, true)) {
        row_fault_cell(row, FINDING_R_CONTROL, column, NULL);
        faulty = true;
    }
    if (!faulty)
        row_set_text(row, column, text);
}

static bool is_name_sign(uint32_t c)
{
    enum { APOSTROPHE = 0x2019, HYPHEN = 0x2010, NO_BREAK_SPACE = 0x00A0 };
    return c == ' ' || c == '-' || c == '\'' || c == '.' || c == APOSTROPHE || c == HYPHEN ||
           c == NO_BREAK_SPACE;
}

/* A letter of two bytes that the survey passes: Latin or Russian, neither multiplication nor
 * division sign. */
static bool is_usual_letter(unsigned char lead, unsigned char next)
{
    enum { LATIN_1 = 0xC3, LATIN_LAST = 0xC9, MULTIPLICATION = 0x97, DIVISION = 0xB7 };
    if (lead == LATIN_1)
        return next != MULTIPLICATION && next != DIVISION;
    return (lead > LATIN_1 && lead <= LATIN_LAST) || lead == 0xD0 || lead == 0xD1;
}

static bool is_ascii_letter(unsigned char byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/* Letters, blanks and signs as most names have them; of a usual text. */
static bool is_usual_name(struct str_view text)
{
    bool letter = false;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        bool is_letter = byte < 0x80 ? is_ascii_letter(byte)
                                     : is_usual_letter(byte, (unsigned char)text.data[i + 1]);
        if (!is_letter && (byte >= 0x80 || !is_name_sign(byte)))
            return false;
        letter = letter || is_letter;
        i += byte >= 0x80; /* of a usual text: two bytes */
    }
    return letter;
}

static const char *sign_hint(struct row *row, struct str_view sign)
{
    size_t at = 0;
    uint32_t code_point = utf8_next(sign, &at);
    if (code_point == '?')
        return "'?' is often what a lost letter leaves behind";
    if (utf8_is_blank(code_point))
        return arena_format(row->scratch,
                            "U+%04X, which cannot be seen, does not belong into a name",
                            (unsigned)code_point);
    return arena_format(row->scratch, "'%.*s' does not belong into a name", STR_VIEW_ARGS(sign));
}

void field_person_name(struct row *row, int column)
{
    struct str_view text = row->cells[column].text;
    if (is_usual(row, column) && is_usual_name(text)) {
        row_set_text(row, column, text);
        return;
    }
    bool faulty = too_long(row, column);
    bool letter = false;
    if (has_control(text, false)) {
        row_fault_cell(row, FINDING_R_CONTROL, column, NULL);
        return;
    }
    for (size_t offset = 0; offset < text.length;) {
        size_t begin = offset;
        uint32_t c = utf8_next(text, &offset);
        letter = letter || utf8_is_letter(c);
        if (utf8_is_letter(c) || is_name_sign(c))
            continue;
        struct str_view sign = {text.data + begin, offset - begin};
        row_fault_cell(row, FINDING_R_NAME, column, sign_hint(row, sign));
        return;
    }
    if (!letter)
        row_fault_cell(row, FINDING_R_NAME, column, "it has no letter");
    else if (!faulty)
        row_set_text(row, column, text);
}

/* Of two keys that look alike one would be somebody else's: a soft hyphen, which copies of web
 * pages and PDFs bring along, shows at the end of a line alone. */
static bool is_unseen(uint32_t c)
{
    enum { SOFT_HYPHEN = 0x00AD };
    return utf8_is_blank(c) || utf8_is_control(c) || c == SOFT_HYPHEN;
}

/* "631 and 632": in tables of the catalogue it is told what it is. */
static const char *several_hint(const struct row *row, struct str_view text)
{
    return row->of_catalogue && framework_holds_codes(text)
               ? "it holds several codes: give each a row of its own"
               : NULL;
}

void field_key(struct row *row, int column)
{
    int32_t most = field_column(row, column)->max;
    struct str_view text = row->cells[column].text;
    if (is_usual(row, column) && memchr(text.data, ' ', text.length) == NULL) {
        row_set_text(row, column, text);
        return;
    }
    bool faulty = text.length > (size_t)most;
    if (faulty)
        row_fault_cell(row, FINDING_R_TOO_LONG, column, most_hint(row, most, "bytes"));
    for (size_t offset = 0; offset < text.length;) {
        uint32_t c = utf8_next(text, &offset);
        if (is_unseen(c)) {
            row_fault_cell(row, FINDING_R_KEY, column, several_hint(row, text));
            return;
        }
    }
    if (!faulty)
        row_set_text(row, column, text);
}

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct str_view in_upper_case(struct row *row, struct str_view text)
{
    char *upper = arena_alloc(row->scratch, text.length);
    for (size_t i = 0; i < text.length; i++)
        upper[i] = fold_ascii_upper(text.data[i]);
    return (struct str_view){upper, text.length};
}

void field_national_id(struct row *row, int column)
{
    const struct kind_column *about = field_column(row, column);
    struct str_view text = row->cells[column].text;
    bool good = text.length >= (size_t)about->min && text.length <= (size_t)about->max;
    bool lower = false;
    for (size_t i = 0; i < text.length; i++) {
        good = good && is_alphanumeric(text.data[i]);
        lower = lower || (text.data[i] >= 'a' && text.data[i] <= 'z');
    }
    if (good)
        row_set_text(row, column, lower ? in_upper_case(row, text) : text);
    else
        row_fault_cell(row, FINDING_R_NATIONAL_ID, column,
                       arena_format(row->scratch, "%d to %d Latin letters and digits",
                                    (int)about->min, (int)about->max));
}

/* ---- e-mail and telephone -------------------------------------------------------------------- */

/* RFC 5322 dot-atom; letters beyond ASCII as RFC 6531 has them. */
static bool is_local_part(struct str_view text)
{
    enum { LOCAL_BYTES_MAX = 64 };
    if (text.length == 0 || text.length > LOCAL_BYTES_MAX || text.data[0] == '.' ||
        text.data[text.length - 1] == '.')
        return false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        bool two_dots = c == '.' && text.data[i - 1] == '.';
        bool atom = is_alphanumeric(c) || (unsigned char)c >= 0x80 ||
                    (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL);
        if (!atom || two_dots)
            return false;
    }
    return true;
}

static bool is_host_label(struct str_view label)
{
    enum { LABEL_BYTES_MAX = 63 };
    if (label.length == 0 || label.length > LABEL_BYTES_MAX || label.data[0] == '-' ||
        label.data[label.length - 1] == '-')
        return false;
    for (size_t i = 0; i < label.length; i++) {
        char c = label.data[i];
        if (!is_alphanumeric(c) && c != '-' && (unsigned char)c < 0x80)
            return false;
    }
    return true;
}

/* At least two labels, the last of at least two letters. */
static bool is_host(struct str_view host)
{
    size_t labels = 0;
    struct str_view last = host;
    for (struct str_view rest = host; rest.data != NULL;) {
        last = str_view_cut(rest, '.', &rest);
        if (!is_host_label(last))
            return false;
        labels++;
    }
    bool numeric = last.data[0] >= '0' && last.data[0] <= '9';
    return labels >= 2 && last.length >= 2 && !numeric;
}

/* A host is the same in both cases, a mailbox need not be. */
static struct str_view with_lower_host(struct row *row, struct str_view text, size_t host)
{
    size_t upper = host;
    while (upper < text.length && fold_ascii_lower(text.data[upper]) == text.data[upper])
        upper++;
    if (upper == text.length)
        return text;
    struct str_view kept = arena_copy(row->scratch, text);
    char *lower = (char *)kept.data;
    for (size_t i = host; i < kept.length; i++)
        lower[i] = fold_ascii_lower(lower[i]);
    return kept;
}

void field_email(struct row *row, int column)
{
    struct str_view text = row->cells[column].text;
    struct str_view host;
    struct str_view local = str_view_cut(text, '@', &host);
    if (text.length > (size_t)field_column(row, column)->max) {
        row_fault_cell(row, FINDING_R_TOO_LONG, column,
                       most_hint(row, field_column(row, column)->max, "bytes"));
        return;
    }
    if (host.data == NULL || !is_local_part(local) || !is_host(host) ||
        ((row->cells[column].survey & UTF8_UNUSUAL) != 0 && has_control(text, false))) {
        row_fault_cell(row, FINDING_R_EMAIL, column, NULL);
        return;
    }
    row_set_text(row, column, with_lower_host(row, text, local.length));
}

void field_phone(struct row *row, int column)
{
    enum { DIGITS_MIN = 7, DIGITS_MAX = 15 }; /* ITU-T E.164 ends at 15 */
    struct str_view text = row->cells[column].text;
    char *number = arena_alloc(row->scratch, text.length);
    size_t length = 0;
    bool good = true;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        bool nbsp = c == '\xC2' && i + 1 < text.length && text.data[i + 1] == '\xA0';
        if ((c >= '0' && c <= '9') || (c == '+' && length == 0))
            number[length++] = c;
        else if (nbsp)
            i++;
        else
            good = good && c != '\0' && strchr(" ()-", c) != NULL;
    }
    size_t digits = length - (length > 0 && number[0] == '+');
    if (good && digits >= DIGITS_MIN && digits <= DIGITS_MAX)
        row_set_text(row, column, (struct str_view){number, length});
    else
        row_fault_cell(row, FINDING_R_PHONE, column, NULL);
}

void field_score(struct row *row, int column)
{
    int32_t score;
    char text[SCORE_TEXT_SIZE];
    if (score_parse(row->cells[column].text, &score))
        row_set_text(row, column,
                     str_view_of(arena_strdup(row->scratch, score_format(score, text))));
    else
        row_fault_cell(row, FINDING_R_SCORE, column, NULL);
}
