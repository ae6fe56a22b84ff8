/*
 * Kinds of input as data: one descriptor a kind, from which parser, validator, binary encoder,
 * staging table, Table Schema, templates and documentation follow. A new kind is one descriptor
 * file (core/kind/<kind>_kind.c), one line in kind.c's list and its merge.
 */
#ifndef CADRE_CORE_KIND_KIND_H
#define CADRE_CORE_KIND_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/str.h"

/* How a value is held in a typed row and, through `kind_regtype`, in PostgreSQL. */
enum column_type {
    COLUMN_TEXT,      /* text */
    COLUMN_INTEGER,   /* integer (32 bits; wider is a finding) */
    COLUMN_DATE,      /* date */
    COLUMN_BOOLEAN,   /* boolean */
    COLUMN_TEXT_LIST, /* text[], in canonical order without repeats */
};

/* What a cell must be; the canonical value that a typed row holds stands behind each. */
enum column_rule {
    RULE_TEXT, /* free text up to `max` code points, NFC, no control characters but newline */
    RULE_PERSON_NAME, /* letters of any script, marks, blanks, - ' . ; no digits; `max` code points
                       */
    RULE_KEY, /* a code of somebody else's making: no blanks inside, no control characters, <= max
                 bytes */
    RULE_NATIONAL_ID, /* trimmed, ASCII upper case, letters and digits, `min` to `max` bytes */
    RULE_INTEGER,     /* min to max */
    RULE_DATE,   /* a calendar date from year `min` to year `max`; see CHECK_NOT_FUTURE for the rest
                  */
    RULE_YES_NO, /* list "yes_no" -> boolean */
    RULE_CODE_LIST,     /* one code of `list`, or its label in three languages -> code */
    RULE_CODE_LIST_SET, /* `;` separated codes of `list` -> text[] */
    RULE_COUNTRY,       /* ISO 3166-1 alpha-2 or alpha-3 -> alpha-2 */
    RULE_COUNTRY_SET,
    RULE_REGION,    /* code or name in three languages -> region code; ambiguous name: held */
    RULE_ISCO,      /* ISCO-08, 1 to 4 digits; unknown but well-formed: warning */
    RULE_ISCED_F,   /* 2 to 4 digits; unknown but well-formed: warning */
    RULE_LANGUAGE,  /* ISO 639-1 -> lower case */
    RULE_LANGUAGES, /* `az:C2;en:B1` (ISO 639-1, CEFR; `min` 1: the level must stand, else a missing
                       one is A1) -> text[] of "az:C2" */
    RULE_WORK_ROLE, /* code cell of a work role -> canonical "DCWF@5.1/511" */
    RULE_MILITARY_SPECIALTY, /* code cell of a specialty -> canonical "VUS@1/310"; as RULE_KEY where
                                no list of them is loaded */
    RULE_ELEMENT, /* code cell whose element type stands in the column named `other` -> canonical */
    RULE_LEVEL, /* level of the scale of the element in the column named `other`, or SCALE:LEVEL of
                   another that a mapping leads from -> canonical level, the greatest that is held
                 */
    RULE_LEVEL_ASKED, /* likewise, the least that reaches what is asked */
    RULE_CREDENTIAL,  /* code or alias of a credential, issuer in the column named `other` ->
                         "ISSUER/CODE" */
    RULE_ISSUER,      /* issuer of a credential; checked and canonicalised with RULE_CREDENTIAL */
    RULE_ALTERNATIVE_CODE,   /* requirements' code: its meaning follows the column `kind` */
    RULE_ALTERNATIVE_LEVEL,  /* requirements' level: likewise, asked */
    RULE_ALTERNATIVE_MONTHS, /* requirements' months: `min` to `max`, where the column `other` has
                                any */
    RULE_TRUST, /* code of `list`, where it speaks of verifying perhaps with who is to have done it:
                   `verified:CERT-GOV;U-100`, together up to `max` bytes -> that, the verifiers in
                   bytewise order */
    RULE_ALTERNATIVE_TRUST, /* requirements' trust: likewise, where the kind in `other` has any */
    RULE_SCORE,  /* 0 to 999999.99, full stop or comma -> shortest text with a full stop */
    RULE_GRANTS, /* `kind:code:level;...`, kinds of `list`; no level where the kind has none ->
                    text[] of "work_role:DCWF@5.1/511:Basic" */
    RULE_EMAIL,
    RULE_PHONE, /* digits with + ( ) - and blanks, 7 to 15 digits -> "+" and digits, or digits */
};

/* Whether a new value is true from the effective date on, or was always so. */
enum column_clock { CLOCK_CHANGE, CLOCK_CORRECTION };

struct kind_column {
    const char *name;      /* header in English, SQL column, option */
    const char *header_az; /* compared by fold_key */
    const char *header_ru;
    enum column_type type;
    enum column_rule rule;
    const char *list;  /* RULE_CODE_LIST*: code list */
    const char *other; /* column that decides, see the rules */
    int32_t min;
    int32_t max;
    bool required;
    enum column_clock clock;
    const char *meaning; /* one sentence, English */
    const char *example; /* a valid cell */
};

/* Rules over more than one column of a row. */
enum row_check_type {
    CHECK_ONE_REQUIRED,  /* left or right must be given */
    CHECK_ORDER,         /* left <= right where both are given (dates or integers) */
    CHECK_NOT_FUTURE,    /* date `left` <= effective date of the file */
    CHECK_NEEDS,         /* left given: right must be given */
    CHECK_REGION_INSIDE, /* district `left` lies inside region `right` */
    CHECK_RECOMMENDED,   /* a warning where `left` is empty; once for a file without the column */
    CHECK_END_KNOWN /* a warning where day `left` is empty and credential `right` states no months
                     */
};

struct row_check {
    enum row_check_type type;
    const char *left;
    const char *right;
    const char *finding; /* code of the finding it raises */
};

#define KIND_KEY_COLUMNS_MAX 8
#define KIND_ONE_OF_MAX 4

struct kind {
    const char *name;   /* "roster" */
    const char *title;  /* "Roster of specialists" */
    const char *row_is; /* "a specialist as a source knows them" */
    const struct kind_column *columns;
    size_t column_count;
    const struct row_check *checks;
    size_t check_count;
    bool needs_source; /* --source is required */
    bool full_list;    /* by default, a file is the whole list of its source */
    bool person_key;   /* rows name a person by source_person_id or national_id (+ person_source) */
    /* Exactly one of these columns is given in a row; ended by NULL, empty = no such rule. */
    const char *one_of[KIND_ONE_OF_MAX];
    /* Columns of a row's identity within one file, ended by NULL: required ones, those of one_of,
     * and those of a person key, which counts as source_person_id if given, else national_id. */
    const char *identity[KIND_KEY_COLUMNS_MAX];
    /* What only the registry can tell of a row: "whether the people are known". */
    const char *asks_registry;
    /* requirements: a file replaces the whole set of each value of this column; else NULL */
    const char *set_column;
};

/* NULL when there is no such kind. */
const struct kind *kind_find(struct str_view name);
/* All kinds in the order in which a fresh registry is filled; the count in *ret_count. */
const struct kind *const *kind_all(size_t *ret_count);
/*
 * The kinds of the catalogue: read by the same parser, kept by the catalogue's own ledger ('cadre
 * catalogue load'), never imported. In the order in which they may refer to one another.
 */
const struct kind *kind_find_catalogue(struct str_view name);
const struct kind *const *kind_all_catalogue(size_t *ret_count);
/* Index of the column of that name, or -1. */
int kind_column_index(const struct kind *kind, const char *name);
/* The column's cell in a row of examples: of columns that exclude one another the first is given.
 */
const char *kind_example(const struct kind *kind, size_t column);
/* PostgreSQL type of an abstract type: "text", "integer", "date", "boolean", "text[]". */
const char *kind_regtype(enum column_type type);

#endif
