#include "core/base/digest.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

enum { FIELD_END = 0x1F, RECORD_END = 0x1E };

struct digest_stream {
    crypto_hash_sha256_state state;
};

_Static_assert(DIGEST_SIZE == crypto_hash_sha256_BYTES, "a digest is a SHA-256");

struct digest_stream *digest_stream_new(void)
{
    struct digest_stream *stream = cadre_malloc(sizeof *stream);
    crypto_hash_sha256_init(&stream->state);
    return stream;
}

void digest_stream_free(struct digest_stream *stream)
{
    free(stream);
}

void digest_stream_add(struct digest_stream *stream, const void *data, size_t length)
{
    crypto_hash_sha256_update(&stream->state, data, length);
}

static void add_byte(struct digest_stream *stream, unsigned char byte)
{
    digest_stream_add(stream, &byte, 1);
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
    struct str digits = {0};
    str_add_int64(&digits, value);
    digest_stream_field(stream, str_view_from(&digits));
    str_release(&digits);
}

void digest_stream_record_end(struct digest_stream *stream)
{
    add_byte(stream, RECORD_END);
}

struct digest digest_stream_finish(struct digest_stream *stream)
{
    struct digest digest;
    crypto_hash_sha256_final(&stream->state, digest.bytes);
    return digest;
}

struct digest digest_of(const void *data, size_t length)
{
    struct digest digest;
    crypto_hash_sha256(digest.bytes, data, length);
    return digest;
}

int digest_compare(const struct digest *left, const struct digest *right)
{
    return memcmp(left->bytes, right->bytes, DIGEST_SIZE);
}

const char *digest_to_hex(const struct digest *digest, char buffer[DIGEST_HEX_SIZE])
{
    return sodium_bin2hex(buffer, DIGEST_HEX_SIZE, digest->bytes, DIGEST_SIZE);
}

bool digest_is_hex(const struct digest *digest, struct str_view hex)
{
    char buffer[DIGEST_HEX_SIZE];
    return str_view_equal(hex, str_view_of(digest_to_hex(digest, buffer)));
}

struct short_hash short_hash_seed(void)
{
    if (sodium_init() < 0)
        abort();
    struct short_hash seed;
    randombytes_buf(seed.bytes, sizeof seed.bytes);
    return seed;
}

struct short_hash short_hash_of(const struct short_hash *seed, const void *data, size_t length)
{
    struct short_hash hash;
    crypto_shorthash_siphashx24(hash.bytes, data, length, seed->bytes);
    return hash;
}
