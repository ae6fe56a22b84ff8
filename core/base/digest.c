#include "core/base/digest.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

/* Fields are short and a call into the library is not: they are gathered first. */
enum { FIELD_END = 0x1F, RECORD_END = 0x1E, GATHERED_MOST = 4096, DIGITS_MOST = 20 };

struct digest_stream {
    EVP_MD_CTX *state;
    size_t gathered;
    unsigned char bytes[GATHERED_MOST];
};

/* libcrypto fails for want of memory, or when somebody's settings took SHA-256 away: no caller
 * could do better. */
static void must(int done)
{
    if (done != 1)
        abort();
}

struct digest_stream *digest_stream_new(void)
{
    struct digest_stream *stream = cadre_malloc(sizeof *stream);
    stream->state = EVP_MD_CTX_new();
    stream->gathered = 0;
    must(EVP_DigestInit_ex(stream->state, EVP_sha256(), NULL));
    return stream;
}

static void hand_over(struct digest_stream *stream)
{
    must(EVP_DigestUpdate(stream->state, stream->bytes, stream->gathered));
    stream->gathered = 0;
}

struct digest_stream *digest_stream_fork(struct digest_stream *stream)
{
    struct digest_stream *fork = digest_stream_new();
    hand_over(stream);
    must(EVP_MD_CTX_copy_ex(fork->state, stream->state));
    return fork;
}

void digest_stream_free(struct digest_stream *stream)
{
    if (stream == NULL)
        return;
    EVP_MD_CTX_free(stream->state);
    free(stream);
}

void digest_stream_add(struct digest_stream *stream, const void *data, size_t length)
{
    if (length > GATHERED_MOST - stream->gathered)
        hand_over(stream);
    if (length >= GATHERED_MOST) {
        must(EVP_DigestUpdate(stream->state, data, length));
        return;
    }
    if (length > 0)
        memcpy(stream->bytes + stream->gathered, data, length);
    stream->gathered += length;
}

static void add_byte(struct digest_stream *stream, unsigned char byte)
{
    if (stream->gathered == GATHERED_MOST)
        hand_over(stream);
    stream->bytes[stream->gathered++] = byte;
}

void digest_stream_field(struct digest_stream *stream, struct str_view field)
{
    if (field.data == NULL)
        add_byte(stream, 0);
    else
        digest_stream_add(stream, field.data, field.length);
    add_byte(stream, FIELD_END);
}

void digest_stream_int64(struct digest_stream *stream, int64_t value)
{
    char digits[DIGITS_MOST];
    size_t at = DIGITS_MOST;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        digits[--at] = '-';
    digest_stream_field(stream, (struct str_view){digits + at, DIGITS_MOST - at});
}

void digest_stream_record_end(struct digest_stream *stream)
{
    add_byte(stream, RECORD_END);
}

struct digest digest_stream_finish(struct digest_stream *stream)
{
    struct digest digest;
    hand_over(stream);
    must(EVP_DigestFinal_ex(stream->state, digest.bytes, NULL));
    return digest;
}

struct digest digest_of(const void *data, size_t length)
{
    struct digest digest;
    must(EVP_Digest(data, length, digest.bytes, NULL, EVP_sha256(), NULL));
    return digest;
}

int digest_compare(const struct digest *left, const struct digest *right)
{
    return memcmp(left->bytes, right->bytes, DIGEST_SIZE);
}

const char *digest_to_hex(const struct digest *digest, char buffer[DIGEST_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < DIGEST_SIZE; i++) {
        buffer[2 * i] = digits[digest->bytes[i] >> 4];
        buffer[2 * i + 1] = digits[digest->bytes[i] & 0xF];
    }
    buffer[DIGEST_HEX_SIZE - 1] = '\0';
    return buffer;
}

bool digest_is_hex(const struct digest *digest, struct str_view hex)
{
    char buffer[DIGEST_HEX_SIZE];
    return str_view_equal(hex, str_view_of(digest_to_hex(digest, buffer)));
}
