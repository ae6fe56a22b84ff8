/*
 * Columns that several kinds of the catalogue have. Private to core/kind.
 */
#ifndef CADRE_CORE_KIND_CATALOGUE_COLUMNS_H
#define CADRE_CORE_KIND_CATALOGUE_COLUMNS_H

#include "core/kind/finding.h"
#include "core/kind/kinds.h"

enum { DAYS_MAX = 3650, MONTHS_MAX = 600, AGE_MAX = 100, LEVELS_MAX = 32, STATEMENT_POINTS = 4000 };

#define CATALOGUE_KEY(column, az, ru, needed, says, such_as)                                       \
    {                                                                                              \
        .name = (column), .header_az = (az), .header_ru = (ru), .rule = RULE_KEY,                  \
        .max = KEY_BYTES_MAX, .required = (needed), .meaning = (says), .example = (such_as)        \
    }

#define CATALOGUE_TEXT(column, az, ru, needed, points, says, such_as)                              \
    {                                                                                              \
        .name = (column), .header_az = (az), .header_ru = (ru), .rule = RULE_TEXT,                 \
        .max = (points), .required = (needed), .meaning = (says), .example = (such_as)             \
    }

#define CATALOGUE_NUMBER(column, az, ru, needed, least, most, says, such_as)                       \
    {                                                                                              \
        .name = (column), .header_az = (az), .header_ru = (ru), .type = COLUMN_INTEGER,            \
        .rule = RULE_INTEGER, .min = (least), .max = (most), .required = (needed),                 \
        .meaning = (says), .example = (such_as)                                                    \
    }

#define CATALOGUE_DAY(column, az, ru, needed, says, such_as)                                       \
    {                                                                                              \
        .name = (column), .header_az = (az), .header_ru = (ru), .type = COLUMN_DATE,               \
        .rule = RULE_DATE, .min = YEAR_MIN, .max = YEAR_MAX, .required = (needed),                 \
        .meaning = (says), .example = (such_as)                                                    \
    }

#define CATALOGUE_CODE(column, az, ru, of_list, says, such_as)                                     \
    {                                                                                              \
        .name = (column), .header_az = (az), .header_ru = (ru), .rule = RULE_CODE_LIST,            \
        .list = (of_list), .required = true, .meaning = (says), .example = (such_as)               \
    }

#define CATALOGUE_YES_NO(column, az, ru, says, such_as)                                            \
    {                                                                                              \
        .name = (column), .header_az = (az), .header_ru = (ru), .type = COLUMN_BOOLEAN,            \
        .rule = RULE_YES_NO, .list = "yes_no", .meaning = (says), .example = (such_as)             \
    }

/* What is shipped is completed; it gives way only to a row that says so. */
#define REPLACES_COLUMN                                                                            \
    CATALOGUE_YES_NO("replaces", "əvəz edir", "заменяет",                                          \
                     "yes: where the row says otherwise than what is shipped, the row counts",     \
                     "yes")

/* Names of one thing in three languages. */
#define TITLE_COLUMNS(needed, en, az, ru)                                                          \
    CATALOGUE_TEXT("title_en", "ingiliscə adı", "название по-английски", needed, TEXT_MAX_POINTS,  \
                   "what it is called in English", en),                                            \
        CATALOGUE_TEXT("title_az", "azərbaycanca adı", "название по-азербайджански", false,        \
                       TEXT_MAX_POINTS, "in Azerbaijani", az),                                     \
        CATALOGUE_TEXT("title_ru", "rusca adı", "название по-русски", false, TEXT_MAX_POINTS,      \
                       "in Russian", ru)

#define LABEL_COLUMNS(en, az, ru)                                                                  \
    CATALOGUE_TEXT("label_en", "ingiliscə", "по-английски", false, NAME_MAX_POINTS,                \
                   "its name in English; empty: the code", en),                                    \
        CATALOGUE_TEXT("label_az", "azərbaycanca", "по-азербайджански", false, NAME_MAX_POINTS,    \
                       "in Azerbaijani", az),                                                      \
        CATALOGUE_TEXT("label_ru", "rusca", "по-русски", false, NAME_MAX_POINTS, "in Russian", ru)

#endif
