/*
 * The settings of a source: how its files are written and read. JSON, strict: a member that is not
 * known is refused, so that a slip of the pen never passes for a default. `version` leaves the room
 * for word lists, value aliases, unpivoting and workbooks, which are refused until there are such.
 *
 * Everywhere a NULL profile stands for the defaults.
 */
#ifndef CADRE_CORE_KIND_SOURCE_PROFILE_H
#define CADRE_CORE_KIND_SOURCE_PROFILE_H

#include <stdio.h>

#include "core/base/arena.h"
#include "core/base/date_format.h"
#include "core/base/digest.h"
#include "core/base/json.h"
#include "core/base/status.h"
#include "core/base/text_encoding.h"
#include "core/kind/kind.h"

#define SOURCE_PROFILE_VERSION 1

enum {
    SOURCE_PROFILE_BYTES_MAX = 256 * 1024, /* of the JSON */
    SOURCE_UNSTATED = -1,                  /* of a number */
    SOURCE_GRACE_DAYS = 60,                /* the defaults of the registry */
    SOURCE_PRECEDENCE = 100,
    SOURCE_GRACE_DAYS_MAX = 3660,
    SOURCE_PRECEDENCE_MAX = 1000
};

enum profile_list { LIST_UNSTATED, LIST_FULL, LIST_PARTIAL };
enum profile_duplicates { DUPLICATES_REJECT, DUPLICATES_LAST };
enum profile_short_rows { SHORT_ROWS_REJECT, SHORT_ROWS_FILL };

/* A header of the source's own and the column it stands for. */
struct profile_header {
    const struct kind *kind;
    struct str_view header;
    uint32_t column;
};

struct profile_kind_list {
    const struct kind *kind;
    enum profile_list list;
};

/* Texts and arrays live in the arena that it was parsed into. */
struct source_profile {
    char delimiter;              /* 0 = the one of , ; TAB under which most headers are known */
    enum text_encoding encoding; /* of files without a byte order mark that says otherwise */
    bool encoding_demanded;      /* by --encoding, never by JSON: such a mark refuses the file */
    date_formats dates;
    enum profile_duplicates duplicates; /* what becomes of two rows with one key */
    enum profile_short_rows short_rows; /* of a row with fewer fields than the header */
    const struct profile_header *headers;
    size_t header_count;
    const struct profile_kind_list *lists;
    size_t list_count;
    int max_removed_percent; /* SOURCE_UNSTATED or 0 to 100 */
    int grace_days;          /* SOURCE_UNSTATED or 0 to SOURCE_GRACE_DAYS_MAX */
    int precedence;          /* SOURCE_UNSTATED or 1 (best) to SOURCE_PRECEDENCE_MAX */
};

extern const struct source_profile source_profile_default;

/*
 * From JSON. Errors: CADRE_REFUSED with the path of the member at fault in the message
 * ('headers.roster.Soyad'), or line and column of what is no JSON.
 */
CADRE_MUST_CHECK enum cadre_status source_profile_parse(struct str_view json, struct arena *arena,
                                                        struct source_profile *ret_profile,
                                                        struct cadre_error *err);
/* The canonical JSON: stated members alone, in the order of the struct. Parsing it gives the same
 * profile; two profiles are equal when it is. */
void source_profile_write(const struct source_profile *profile, FILE *out);

/* The same in one line: {"version": 1, "delimiter": ";"}; in the arena. */
const char *source_profile_line(const struct source_profile *profile, struct arena *arena);
/* Appends the members by which two profiles differ: "delimiter (none -> \";\"), headers"; nothing
 * when they are equal. */
void source_profile_changes(const struct source_profile *before, const struct source_profile *after,
                            struct str *out);

enum profile_list source_profile_list(const struct source_profile *profile,
                                      const struct kind *kind);
date_formats source_profile_dates(const struct source_profile *profile);

/*
 * SHA-256 of all by which the bytes of a file of `kind` would give other rows or findings:
 * delimiter, encoding, dates, headers of the kind, duplicates, short rows.
 */
struct digest source_profile_digest(const struct source_profile *profile, const struct kind *kind);
/* The ruleset of the ledger: `ruleset` itself when the profile reads as the defaults do, else
 * "1+0123456789abcdef" with the beginning of the digest; in the arena. */
const char *source_profile_ruleset(const struct source_profile *profile, const struct kind *kind,
                                   const char *ruleset, struct arena *arena);

/* For the published schema: the delimiters and the words that members take, ended by NULL. */
extern const char *const source_profile_delimiters[];
extern const char *const source_profile_list_words[];
extern const char *const source_profile_duplicates_words[];
extern const char *const source_profile_short_rows_words[];
/* Kinds that a profile may speak of: those whose files have a source. */
bool source_profile_has_kind(const struct kind *kind);

#endif
