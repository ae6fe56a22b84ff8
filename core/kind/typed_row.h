/*
 * One validated row of a kind, as `import` parses it and `sql` encodes it.
 */
#ifndef CADRE_CORE_KIND_TYPED_ROW_H
#define CADRE_CORE_KIND_TYPED_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/date.h"
#include "core/base/fast_hash.h"
#include "core/base/str.h"
#include "core/kind/kind.h"

struct typed_value {
    bool present; /* false = SQL NULL, the rest is unset */
    union {
        struct str_view text;
        int32_t integer;
        struct cadre_date date;
        bool truth;
        struct {
            const struct str_view *items;
            size_t count;
        } list;
    };
};

/* Where a record stands in its file. */
struct record_place {
    uint64_t line;   /* physical line where it begins, from 1; the header is line 1 */
    uint64_t record; /* data record number, from 1; the header is record 0 */
    uint64_t offset; /* first byte in the file, from 0 */
    uint64_t length; /* bytes, line ending included */
};

struct typed_row {
    const struct kind *kind;
    struct record_place place;
    const struct typed_value *values; /* kind->column_count of them; borrowed until the next row */
    const int *columns;         /* those that the file has: the others are absent in each of its
                                   rows; NULL = it may have all */
    size_t column_count;        /* of `columns` */
    struct hash128 record_hash; /* of the record's bytes, for skipping it next time */
    bool clean; /* no finding at all, not even a warning: may be skipped next time */
    bool has_key;
    int64_t key_hash; /* of the identity within the file; only with has_key */
};

#endif
