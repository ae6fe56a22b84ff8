#include "core/kind/catalogue_columns.h"

/* ---- credentials ----------------------------------------------------------------------------- */

static const struct kind_column credential_columns[] = {
    CATALOGUE_TEXT("issuer", "verən", "кем выдан", true, KEY_BYTES_MAX,
                   "who gives it, as in ISSUER/CODE", "KTM"),
    CATALOGUE_TEXT("code", "kod", "код", true, KEY_BYTES_MAX, "the issuer's code of it", "KIB-2"),
    CATALOGUE_TEXT("title", "ad", "название", true, TEXT_MAX_POINTS, "what it is called",
                   "Cyber defence, second class"),
    CATALOGUE_NUMBER("months", "ay", "месяцев", false, 1, MONTHS_MAX,
                     "months that an award is valid for; empty: not stated", "36"),
    CATALOGUE_NUMBER("grace_days", "güzəşt günləri", "льготных дней", false, 0, DAYS_MAX,
                     "days that an award still counts behind its last day; empty: none", "30"),
    CATALOGUE_NUMBER("renewal_days", "yeniləmə günləri", "дней на продление", false, 0, DAYS_MAX,
                     "days before its last day from which on it is to be renewed; empty: none",
                     "90"),
    REPLACES_COLUMN,
};

const struct kind kind_credentials = {
    .name = "credentials",
    .title = "Credentials",
    .row_is = "a kind of certificate",
    .columns = credential_columns,
    .column_count = COUNT_OF(credential_columns),
    .identity = {"issuer", "code"},
    .asks_registry = "what the catalogue has of it",
};

/* ---- what they grant ------------------------------------------------------------------------- */

static const struct kind_column grant_columns[] = {
    {.name = "issuer",
     .header_az = "verən",
     .header_ru = "кем выдан",
     .rule = RULE_ISSUER,
     .other = "credential",
     .meaning = "who gives it; empty: follows from the credential",
     .example = "CompTIA"},
    {.name = "credential",
     .header_az = "sertifikat",
     .header_ru = "сертификат",
     .rule = RULE_CREDENTIAL,
     .other = "issuer",
     .required = true,
     .meaning = "code of the credential",
     .example = "CySA+"},
    CATALOGUE_CODE("type", "növ", "вид", "evidence_type", "what it grants", "competency"),
    {.name = "code",
     .header_az = "kod",
     .header_ru = "код",
     .rule = RULE_ELEMENT,
     .other = "type",
     .required = true,
     .meaning = "the role or competency, FRAMEWORK[@VERSION]/CODE",
     .example = "CORE/DEF-SOC"},
    {.name = "level",
     .header_az = "səviyyə",
     .header_ru = "уровень",
     .rule = RULE_LEVEL,
     .other = "code",
     .required = true,
     .meaning = "level of its scale; it covers the lower ones",
     .example = "2"},
};

const struct kind kind_credential_grants = {
    .name = "credential_grants",
    .title = "What credentials grant",
    .row_is = "a level that a credential in force gives",
    .columns = grant_columns,
    .column_count = COUNT_OF(grant_columns),
    .identity = {"credential", "type", "code", "level"},
    .asks_registry = "what the catalogue has of it",
};
