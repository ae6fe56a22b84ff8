/*
 * SHA-256 (FIPS 180-4) over a stream of bytes, and its hexadecimal form. libcrypto underneath,
 * which libpq brings with it: with the processor's SHA instructions it needs a quarter of the time.
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
/* One that goes on from what was added so far; the stream goes on too. The caller's to free. */
struct digest_stream *digest_stream_fork(struct digest_stream *stream);
/* The stream may only be freed after. */
struct digest digest_stream_finish(struct digest_stream *stream);

struct digest digest_of(const void *data, size_t length);
int digest_compare(const struct digest *left, const struct digest *right); /* bytewise */
const char *digest_to_hex(const struct digest *digest, char buffer[DIGEST_HEX_SIZE]);
/* Is `hex` its hexadecimal form, in lower case and whole? */
bool digest_is_hex(const struct digest *digest, struct str_view hex);

#endif
