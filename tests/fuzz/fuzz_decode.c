/*
 * Any bytes as a text of any encoding (the first byte chooses): they are refused with one finding,
 * or become UTF-8 of as many lines; the digest stays that of the bytes.
 */
#include <string.h>

#include "core/base/utf8.h"
#include "import/decode.h"
#include "tests/fuzz/fuzz_file.h"

/* NUL is no text for utf8_is_valid, and is bytes_check's to refuse. */
static void check_text(struct input_file *file)
{
    struct cadre_error err = {0};
    size_t size = (size_t)input_file_size(file);
    size_t count;
    CADRE_FREE char *text = cadre_malloc(size + 1);
    FUZZ_PROMISE(input_file_read(file, 0, text, size, &count, &err) == CADRE_OK && count == size);
    for (size_t i = 0; i < count; i++)
        text[i] = text[i] == '\0' ? ' ' : text[i];
    FUZZ_PROMISE(utf8_is_valid((struct str_view){text, count}, NULL));
    FUZZ_PROMISE(count >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cadre_error err = {0};
    struct digest digest;
    bool refused;
    if (size == 0)
        return 0;
    enum text_encoding stated = (enum text_encoding)((data[0] >> 1) % ENCODING_COUNT);
    struct input_file *file = fuzz_file(data + 1, size - 1);
    struct findings *findings = findings_new();
    FUZZ_PROMISE(decode_file(file, stated, data[0] % 2 == 1, findings, &refused, &err) == CADRE_OK);
    FUZZ_PROMISE(refused == (findings_count(findings) == 1));
    FUZZ_PROMISE(input_file_digest(file, &digest, &err) == CADRE_OK);
    struct digest wanted = digest_of(data + 1, size - 1);
    FUZZ_PROMISE(digest_compare(&digest, &wanted) == 0);
    if (input_file_encoding(file) != ENCODING_UTF_8)
        check_text(file);
    else
        FUZZ_PROMISE(input_file_size(file) == size - 1);
    findings_free(findings);
    input_file_free(file);
    return 0;
}
