#include "core/kind/catalogue_columns.h"

/* ---- regions --------------------------------------------------------------------------------- */

static const struct kind_column region_columns[] = {
    CATALOGUE_KEY("code", "kod", "код", true, "ISO 3166-2 where there is one", "AZ-BA-YEN"),
    CATALOGUE_CODE("kind", "növ", "вид", "region_kind", "what it is", "district"),
    CATALOGUE_KEY("parent_code", "tabe olduğu bölgə", "вышестоящий регион", false,
                  "the region that it lies in; a country has none", "AZ-BA"),
    CATALOGUE_TEXT("name_en", "ingiliscə adı", "название по-английски", true, NAME_MAX_POINTS,
                   "its name in English", "New Baku"),
    CATALOGUE_TEXT("name_az", "azərbaycanca adı", "название по-азербайджански", true,
                   NAME_MAX_POINTS, "in Azerbaijani", "Yeni Bakı"),
    CATALOGUE_TEXT("name_ru", "rusca adı", "название по-русски", true, NAME_MAX_POINTS,
                   "in Russian", "Новый Баку"),
    REPLACES_COLUMN,
};

const struct kind kind_regions = {
    .name = "regions",
    .title = "Regions",
    .row_is = "a region",
    .columns = region_columns,
    .column_count = COUNT_OF(region_columns),
    .identity = {"code"},
    .asks_registry = "what the catalogue has of it",
};

/* ---- law ------------------------------------------------------------------------------------- */

static const struct kind_column rule_columns[] = {
    CATALOGUE_KEY("rule", "qayda", "правило", true, "a name for the rule", "studies-24"),
    CATALOGUE_DAY("valid_from", "qüvvəyə minir", "действует с", false,
                  "first day in force; empty: always was", "2027-01-01"),
    CATALOGUE_DAY("valid_until", "qüvvədən düşür", "действует по", false,
                  "last day in force; empty: still is", "2031-12-31"),
    CATALOGUE_CODE("engagement", "cəlbetmə", "привлечение", "engagement",
                   "the engagement that it is about", "conscript"),
    CATALOGUE_CODE("service_status", "hərbi status", "воинский статус", "service_status",
                   "the standing that it is about", "deferred"),
    CATALOGUE_KEY("ground", "əsas", "основание", false,
                  "ground of the standing: who has it is not called at these ages; empty: the rule "
                  "opens the engagement to the standing",
                  "studies"),
    CATALOGUE_NUMBER("min_age", "minimum yaş", "возраст от", false, 0, AGE_MAX,
                     "youngest age in full years; empty: none", "18"),
    CATALOGUE_NUMBER("max_age", "maksimum yaş", "возраст до", false, 0, AGE_MAX,
                     "oldest age in full years, included; empty: none", "24"),
    CATALOGUE_NUMBER("months", "ay", "месяцев", false, 1, MONTHS_MAX,
                     "months of service; empty: not stated", "18"),
    CATALOGUE_TEXT("decree", "qərar", "указ", false, TEXT_MAX_POINTS, "where it is written",
                   "Law 1 of 2026, art. 9"),
    CATALOGUE_YES_NO("confirmed", "təsdiqlənib", "подтверждено",
                     "yes: lawyers have confirmed it; empty: no", "yes"),
    REPLACES_COLUMN,
};

static const struct row_check rule_checks[] = {
    {CHECK_ORDER, "valid_from", "valid_until", FINDING_R_DATE_ORDER},
    {CHECK_ORDER, "min_age", "max_age", FINDING_R_ORDER},
};

const struct kind kind_service_rules = {
    .name = "service_rules",
    .title = "Rules of service",
    .row_is = "a rule of law with the days that it is in force",
    .columns = rule_columns,
    .column_count = COUNT_OF(rule_columns),
    .checks = rule_checks,
    .check_count = COUNT_OF(rule_checks),
    .identity = {"rule"},
    .asks_registry = "what the catalogue has of it",
};

static const struct kind_column call_up_columns[] = {
    CATALOGUE_KEY("code", "kod", "код", true, "code of the call-up", "2027-SPRING"),
    CATALOGUE_DAY("opens_on", "başlayır", "начало", true, "first day", "2027-04-01"),
    CATALOGUE_DAY("closes_on", "bitir", "конец", true, "last day", "2027-04-30"),
    CATALOGUE_NUMBER("born_from", "doğum ilindən", "год рождения с", false, YEAR_MIN, YEAR_MAX,
                     "first year of birth that is called; empty: no limit", "1997"),
    CATALOGUE_NUMBER("born_until", "doğum ilinədək", "год рождения по", false, YEAR_MIN, YEAR_MAX,
                     "last year of birth that is called; empty: no limit", "2009"),
    CATALOGUE_TEXT("decree", "qərar", "указ", false, TEXT_MAX_POINTS, "where it is written",
                   "Order 12 of 2027"),
};

static const struct row_check call_up_checks[] = {
    {CHECK_ORDER, "opens_on", "closes_on", FINDING_R_DATE_ORDER},
    {CHECK_ORDER, "born_from", "born_until", FINDING_R_ORDER},
};

const struct kind kind_call_ups = {
    .name = "call_ups",
    .title = "Call-ups",
    .row_is = "a call-up, its days and the years of birth that it calls",
    .columns = call_up_columns,
    .column_count = COUNT_OF(call_up_columns),
    .checks = call_up_checks,
    .check_count = COUNT_OF(call_up_checks),
    .identity = {"code"},
    .asks_registry = "what the catalogue has of it",
};

/* ---- code lists ------------------------------------------------------------------------------ */

static const struct kind_column code_columns[] = {
    CATALOGUE_KEY("list", "siyahı", "список", true, "name of the list", "sector"),
    CATALOGUE_KEY("code", "kod", "код", true, "the code", "space"),
    CATALOGUE_NUMBER("rank", "sıra", "порядок", true, 1, LEVELS_MAX,
                     "place in the list, from 1, without a gap; where order counts, 1 is the least",
                     "16"),
    LABEL_COLUMNS("Space", "Kosmos", "Космос"),
    REPLACES_COLUMN,
};

const struct kind kind_code_lists = {
    .name = "code_lists",
    .title = "Codes of lists",
    .row_is = "a code of a list",
    .columns = code_columns,
    .column_count = COUNT_OF(code_columns),
    .identity = {"list", "code"},
    .asks_registry = "what the catalogue has of it",
};

/* ---- local spellings ------------------------------------------------------------------------- */

static const struct kind_column alias_columns[] = {
    CATALOGUE_KEY("list", "siyahı", "список", true,
                  "a code list, regions, credentials, or a framework as FRAMEWORK[@VERSION]",
                  "regions"),
    CATALOGUE_TEXT("alias", "yazılış", "написание", true, NAME_MAX_POINTS,
                   "how it is written here; it may mean nothing else", "Baku city"),
    CATALOGUE_TEXT("code", "kod", "код", true, NAME_MAX_POINTS, "what it means", "AZ-BA"),
};

const struct kind kind_aliases = {
    .name = "aliases",
    .title = "Local spellings",
    .row_is = "a local spelling of a code",
    .columns = alias_columns,
    .column_count = COUNT_OF(alias_columns),
    .identity = {"list", "alias"},
    .asks_registry = "what the catalogue has of it",
};
