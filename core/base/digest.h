/*
 * SHA-256 (FIPS 180-4, libsodium underneath) over a stream of bytes, and its hexadecimal form.
 */
#ifndef CADRE_CORE_BASE_DIGEST_H
#define CADRE_CORE_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/str.h"

#define DIGEST_SIZE 32     /* bytes */
#define DIGEST_HEX_SIZE 65 /* 64 hexadecimal digits and NUL */

struct digest {
    uint8_t bytes[DIGEST_SIZE];
};

struct digest_stream; /* opaque */

struct digest_stream *digest_stream_new(void);
void digest_stream_free(struct digest_stream *stream);
void digest_stream_add(struct digest_stream *stream, const void *data, size_t length);
/* Canonical text: the field's bytes, then 0x1F. An absent view adds 0x00 0x1F, so that empty and
 * absent differ. */
void digest_stream_field(struct digest_stream *stream, struct str_view field);
void digest_stream_int64(struct digest_stream *stream, int64_t value); /* as a decimal field */
void digest_stream_record_end(struct digest_stream *stream);           /* adds 0x1E */
/* The stream may only be freed after. */
struct digest digest_stream_finish(struct digest_stream *stream);

struct digest digest_of(const void *data, size_t length);
int digest_compare(const struct digest *left, const struct digest *right); /* bytewise */
const char *digest_to_hex(const struct digest *digest, char buffer[DIGEST_HEX_SIZE]);
/* Is `hex` its hexadecimal form, in lower case and whole? */
bool digest_is_hex(const struct digest *digest, struct str_view hex);

/*
 * SipHash-2-4 with 128 bits, under a secret seed: to tell texts apart within one process, a tenth
 * of the cost of SHA-256. Never stored: the seed is drawn anew.
 */
#define SHORT_HASH_SIZE 16 /* bytes */

struct short_hash {
    uint8_t bytes[SHORT_HASH_SIZE];
};

struct short_hash short_hash_seed(void); /* random */
struct short_hash short_hash_of(const struct short_hash *seed, const void *data, size_t length);

#endif
