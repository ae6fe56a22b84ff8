/*
 * Findings: faults of an input, told and counted, never errors of the program. Their codes are
 * stable: F file, R row, X between rows or against the registry, W warning, D of a framework's
 * document (core/catalogue/framework_document.h).
 */
#ifndef CADRE_CORE_KIND_FINDING_H
#define CADRE_CORE_KIND_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/str.h"

/* What becomes of the row (or file). */
enum finding_effect {
    FINDING_REFUSES, /* the file: nothing of it is stored, exit 4 */
    FINDING_REJECTS, /* the row: not stored, stands in the rejects */
    FINDING_HOLDS,   /* the row: not stored, stands in the rejects under its own code, a person
                        decides */
    FINDING_WARNS,   /* stored all the same; does not change the exit code */
};

struct finding_code {
    const char *code; /* "R003" */
    const char *name; /* "bad-date": a stable word */
    enum finding_effect effect;
    const char *title;   /* "not a calendar date" */
    const char *reason;  /* why it matters, a sentence */
    const char *remedy;  /* what to do, a sentence; KIND in it: the file's */
    bool needs_registry; /* the file alone cannot show it */
    bool needs_day;      /* the day from which the file holds decides it */
    bool hint_mends;     /* its hint says what to do with this very file, better than `remedy`; it
                            quotes no cell of it */
};

/* The codes by name. */
#define FINDING_F_EMPTY "F001"
#define FINDING_F_HEADER_ONLY "F002"
#define FINDING_F_XLSX "F003"
#define FINDING_F_XLS "F004"
#define FINDING_F_PDF "F005"
#define FINDING_F_UTF16 "F006"
#define FINDING_F_NOT_UTF8 "F007"
#define FINDING_F_NUL "F008"
#define FINDING_F_LOST_LETTERS "F009"
#define FINDING_F_HEADER_UNKNOWN "F010"
#define FINDING_F_WRONG_KIND "F011"
#define FINDING_F_COLUMN_MISSING "F012"
#define FINDING_F_COLUMN_TWICE "F013"
#define FINDING_F_COLUMNS_MANY "F014"
#define FINDING_F_HEADER_BROKEN "F015"
#define FINDING_F_ODS "F016"
#define FINDING_F_ARCHIVE "F017"
#define FINDING_F_IMAGE "F018"
#define FINDING_F_DOCUMENT "F019"
#define FINDING_F_HTML "F020"
#define FINDING_F_XML "F021"
#define FINDING_F_JSON "F022"
#define FINDING_F_NO_HEADER "F023"
#define FINDING_F_DELIMITER "F024"
#define FINDING_F_LINES_ABOVE "F025"
#define FINDING_F_ENCODING "F026"
#define FINDING_F_UNDECODABLE "F027"
#define FINDING_F_TOO_LARGE "F028"
#define FINDING_F_UTF32 "F029"
#define FINDING_R_REQUIRED "R001"
#define FINDING_R_DATE "R002"
#define FINDING_R_INTEGER "R003"
#define FINDING_R_RANGE "R004"
#define FINDING_R_CODE "R005"
#define FINDING_R_COUNTRY "R006"
#define FINDING_R_REGION "R007"
#define FINDING_R_ISCO "R008"
#define FINDING_R_ISCED_F "R009"
#define FINDING_R_LANGUAGE "R010"
#define FINDING_R_ELEMENT "R011"
#define FINDING_R_LEVEL "R012"
#define FINDING_R_CREDENTIAL "R013"
#define FINDING_R_AMBIGUOUS "R014"
#define FINDING_R_EMAIL "R015"
#define FINDING_R_PHONE "R016"
#define FINDING_R_NAME "R017"
#define FINDING_R_CONTROL "R018"
#define FINDING_R_PERSON_KEY "R019"
#define FINDING_R_NATIONAL_ID "R020"
#define FINDING_R_DATE_ORDER "R021"
#define FINDING_R_ORDER "R022"
#define FINDING_R_FUTURE_DATE "R023"
#define FINDING_R_OTHER_MISSING "R024"
#define FINDING_R_DISTRICT "R025"
#define FINDING_R_TOO_LONG "R026"
#define FINDING_R_KEY "R027"
#define FINDING_R_YES_NO "R028"
#define FINDING_R_FIELDS_FEW "R029"
#define FINDING_R_FIELDS_MANY "R030"
#define FINDING_R_QUOTES "R031"
#define FINDING_R_QUOTE_OPEN "R032"
#define FINDING_R_FIELD_LONG "R033"
#define FINDING_R_RECORD_LONG "R034"
#define FINDING_R_TRAINING "R035"
#define FINDING_R_EDUCATION "R036"
#define FINDING_R_ONE_OF "R037"
#define FINDING_R_GRANT "R038"
#define FINDING_R_HEADER "R039"
#define FINDING_R_SCORE "R040"
#define FINDING_R_MONTHS "R041"
#define FINDING_R_TRUST "R060"
#define FINDING_R_ASKED_TRAINING "R065"
#define FINDING_R_ASKED_ORGANIZATION "R066"
#define FINDING_R_LATE_VERSION "R067"
#define FINDING_R_SCALE "R068"
#define FINDING_R_SPECIALTY "R070"
#define FINDING_R_RUN "R080"
#define FINDING_X_DIFFERS "X001"
#define FINDING_X_CLAUSE "X002"
#define FINDING_X_SET_HELD "X003"
#define FINDING_X_PERSON_UNKNOWN "X004"
#define FINDING_X_ORGANIZATION_UNKNOWN "X005"
#define FINDING_X_NEED_UNKNOWN "X006"
#define FINDING_X_PARENT_UNKNOWN "X007"
#define FINDING_X_PARENT_CYCLE "X008"
#define FINDING_X_TWO_PEOPLE "X009"
#define FINDING_X_OTHER_PERSON "X010"
#define FINDING_X_SECOND_ID "X011"
#define FINDING_X_SAME_PERSON "X012"
#define FINDING_X_SOURCE_UNKNOWN "X013"
#define FINDING_X_REGION_AMBIGUOUS "X014"
#define FINDING_X_OVERLAP "X015"
#define FINDING_X_TRAINING_UNKNOWN "X016"
#define FINDING_X_RANK_TAKEN "X017"
#define FINDING_X_CLAUSE_SHORT "X018"
#define FINDING_X_SET_WANTING "X019"
#define FINDING_X_OVERRULED "X020"
#define FINDING_X_SET_REPLACED "X021"
#define FINDING_W_ISCO_UNKNOWN "W001"
#define FINDING_W_ISCED_F_UNKNOWN "W002"
#define FINDING_W_AWARD_NO_END "W003"
#define FINDING_W_EXTRA_COLUMN "W004"
#define FINDING_W_REPEATED "W005"
#define FINDING_W_NO_CONSENT "W006"
#define FINDING_W_SUPERSEDED "W007"
#define FINDING_W_REJECTS "W008"
#define FINDING_W_OLD_VERSION "W009"
#define FINDING_W_OTHER_SCALE "W010"
#define FINDING_D_UNKNOWN_KEY "D001"
#define FINDING_D_DANGLING "D002"
#define FINDING_D_HEADER "D003"
#define FINDING_D_RELATION_TWICE "D004"
#define FINDING_D_ELEMENT_TWICE "D005"
#define FINDING_D_ELEMENT_DIFFERS "D006"
#define FINDING_D_TWO_TYPES "D007"
#define FINDING_D_OTHER_FRAMEWORK "D008"
#define FINDING_D_BLANKS "D009"
#define FINDING_D_SEVERAL_CODES "D010"
#define FINDING_D_PLACEHOLDER "D011"
#define FINDING_D_CODE "D012"
#define FINDING_D_MISSING "D013"
#define FINDING_D_NOT_TEXT "D014"
#define FINDING_D_RELATION_TYPES "D015"
#define FINDING_D_AMBIGUOUS_END "D016"
#define FINDING_D_OTHER_DOCUMENT "D017"
#define FINDING_D_TYPE_UNKNOWN "D018"
#define FINDING_D_RELATION_UNKNOWN "D019"
#define FINDING_D_SAME_TEXT "D020"
#define FINDING_D_NOT_THERE "D021"
#define FINDING_D_SHIPPED "D022"
#define FINDING_D_RANKS "D023"
#define FINDING_D_TREE "D024"
#define FINDING_D_OVERLAP "D025"
#define FINDING_D_CLOSED_LIST "D026"
#define FINDING_D_STAYS "D027"
#define FINDING_D_SIGN "D028"
#define FINDING_D_ALIAS_TAKEN "D029"
#define FINDING_D_LEVEL_ORDER "D030"
#define FINDING_D_LEVEL_SPELLING "D031"
#define FINDING_D_ALIAS_THERE "D032"
#define FINDING_D_ALIAS_HIDDEN "D033"

/* By its code as it stands; NULL when unknown. */
const struct finding_code *finding_code_find(struct str_view code);
/* By what a person types: code or name, in any case; NULL when unknown. Then *ret_nearest is the
 * code that was likely meant, or NULL. */
const struct finding_code *finding_code_search(struct str_view word,
                                               const struct finding_code **ret_nearest);
const struct finding_code *finding_code_all(size_t *ret_count);

/*
 * How it is met and mended. With a kind both are a header and rows of it, lines ended by LF but the
 * last, of the columns that matter alone; without one they are words for what cannot be shown in a
 * line. The rows of a code that needs the registry are complete, and speak of people, needs and
 * organizations that need not exist.
 */
struct finding_example {
    const char *code;
    const char *kind; /* "roster", or NULL */
    const char *bad;  /* raises the code, and others perhaps */
    const char *good; /* the same mended: raises nothing */
};

/* Every code has one. */
const struct finding_example *finding_code_example(const struct finding_code *code);

/* One fault. Its texts are borrowed. */
struct finding {
    const struct finding_code *code;
    uint64_t line;   /* physical line where the field (or record) begins; 0 = the file as a whole */
    uint64_t record; /* 0 = header or file */
    const char *column;    /* column name, or NULL */
    struct str_view value; /* offending text, cut to 200 bytes at a code point; personal: see rules
                              on where it may stand */
    const char *hint;      /* "did you mean 'DCWF/511'?" or NULL */
};

/* Adds what to do about it in a file of that kind: the hint where that is made for the very file,
 * else the code's remedy. It may stand in a log. */
void finding_add_remedy(const struct finding *finding, const char *kind, struct str *out);

#endif
