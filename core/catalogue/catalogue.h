/*
 * The catalogue: frameworks and their elements, scales, credentials and what they grant, code
 * lists, regions, law as dated rows. The shipped tables are C data made from core/catalogue/data by
 * the build; catalogue_new indexes them, catalogue_from others in their place (what a registry has
 * loaded: sql/catalogue_store). Everything is addressed by a small integer (its index in the
 * table), -1 meaning none; canonical texts go to files and tables.
 */
#ifndef CADRE_CORE_CATALOGUE_CATALOGUE_H
#define CADRE_CORE_CATALOGUE_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/date.h"
#include "core/base/str.h"

struct catalogue; /* opaque */

struct catalogue_table;

struct catalogue *catalogue_new(void); /* of the shipped tables */
/*
 * Of the `count` tables given, each in the place of the shipped one of its name, and of the shipped
 * ones for the rest. A table has the columns of the shipped one, in that order, and may have
 * further ones behind them: `text` and `text_hash` of elements and `load` of rules and call-ups are
 * known. "carries" is given without being shipped: framework, from_version, type, from_code,
 * to_version, to_code ("" = nowhere), effective; an element of it that is not there is left out.
 * Rows fit one another as
 * those of the shipped tables do (tests/unit/catalogue/test_tables.c): a framework that is not
 * there is a bug and asserts (core/catalogue/stray.h looks for it). The tables are borrowed and
 * live as long as the catalogue.
 */
struct catalogue *catalogue_from(const struct catalogue_table *tables, size_t count);
/* True of catalogue_new's: no table was given. */
bool catalogue_is_shipped(const struct catalogue *catalogue);
void catalogue_free(struct catalogue *catalogue);
void catalogue_cleanup(struct catalogue **catalogue);

/* Outcome of looking a cell up. */
enum lookup {
    LOOKUP_FOUND,
    LOOKUP_UNKNOWN,   /* *ret_suggestion may name the nearest */
    LOOKUP_AMBIGUOUS, /* more than one; *ret_suggestion names two of them */
};

/* A version of a framework. */
struct catalogue_framework {
    const char *code, *version;                 /* "DCWF", "5.1" */
    const char *title_en, *title_az, *title_ru; /* "" = none */
    int32_t scale;
    bool current; /* what a code without a version means: of each framework the first row that
                     says so */
};
size_t catalogue_framework_count(const struct catalogue *catalogue);
const struct catalogue_framework *catalogue_framework(const struct catalogue *catalogue,
                                                      int32_t framework);
/* FRAMEWORK[@VERSION], the current one without a version; -1 when there is none. */
int32_t catalogue_find_framework(const struct catalogue *catalogue, struct str_view cell);

/* Roles and competencies are held and asked for, and so are military specialties, of which none is
 * shipped. A statement is any other element of a framework (task, knowledge, skill, category, ...):
 * it is looked at, no cell names it. */
enum element_type {
    ELEMENT_WORK_ROLE,
    ELEMENT_COMPETENCY,
    ELEMENT_MILITARY_SPECIALTY,
    ELEMENT_STATEMENT
};

struct element {
    const char *framework; /* "DCWF" */
    const char *version;   /* "5.1" */
    enum element_type type;
    const char *type_name;                      /* as the framework has it: "work_role", "task" */
    const char *code;                           /* "511" */
    const char *title_en, *title_az, *title_ru; /* "" = none */
    const char *group_code, *group_en;
    const char *text;      /* "" = not known, as of all that is shipped */
    const char *text_hash; /* hex of the SHA-256 of its text, whitespace folded; "" = not known */
    const char *canonical; /* "DCWF@5.1/511"; elements of two types may share it */
    int32_t framework_index;
    int32_t scale; /* index of its framework's scale */
};

/*
 * A code cell `FRAMEWORK[@VERSION]/CODE` or a bare code that is unique in current versions (rules:
 * Keys, codes, levels). `ret_suggestion` may be NULL; text appended is "did you mean" material.
 */
enum lookup catalogue_find_element(const struct catalogue *catalogue, enum element_type type,
                                   struct str_view cell, int32_t *ret_element,
                                   struct str *ret_suggestion);
const struct element *catalogue_element(const struct catalogue *catalogue, int32_t element);
size_t catalogue_element_count(const struct catalogue *catalogue);
/* True when a framework has elements of the type: its codes are then known. */
bool catalogue_has_elements(const struct catalogue *catalogue, enum element_type type);
/* The parent along isChildOf, -1 at a root. */
int32_t catalogue_element_parent(const struct catalogue *catalogue, int32_t element);
/* Of any type, by the names as they stand in the table, ASCII case aside; -1 when there is none. */
int32_t catalogue_element_named(const struct catalogue *catalogue, int32_t framework,
                                struct str_view type_name, struct str_view code);
/* The canonical code that `word`, without a framework, is a local spelling of; NULL when it is that
 * of none, or of more than one thing. */
const char *catalogue_element_spelled(const struct catalogue *catalogue, enum element_type type,
                                      struct str_view word);

/* Relations between elements of one version: isChildOf (child to parent), projection (category to
 * role to statement), or another word of the framework. In the order of the table. */
struct element_relation {
    int32_t from, to;
    const char *relation;
};
const struct element_relation *catalogue_relations(const struct catalogue *catalogue,
                                                   size_t *ret_count);

/*
 * A change of version that was carried out: where an element of the version that was left went to,
 * and since when (core/catalogue/migration decides it). The table "carries", which no program
 * ships. Of one element there is one.
 */
struct element_carry {
    int32_t from;
    int32_t to; /* -1: nowhere; it was withdrawn, dropped or not told about */
    struct cadre_date effective;
};
/* NULL when its version was never left. */
const struct element_carry *catalogue_carry(const struct catalogue *catalogue, int32_t element);
/* Where the element stands on the day, version after version; itself when it did not go anywhere by
 * then. */
int32_t catalogue_carried(const struct catalogue *catalogue, int32_t element, struct cadre_date on);
/* An element of a version that was left for this one, of the same type and code, that did not go
 * here: the code alone may mean either. -1 when there is none. */
int32_t catalogue_element_namesake(const struct catalogue *catalogue, int32_t element);

/* Levels are ranks from 1 within their scale; 0 = none. Scales: "8140", "ecf", "core", "cefr",
 * "isced". */
int32_t catalogue_find_scale(const struct catalogue *catalogue, const char *scale);
const char *catalogue_scale_code(const struct catalogue *catalogue, int32_t scale);
int32_t catalogue_level_rank(const struct catalogue *catalogue, int32_t scale,
                             struct str_view level);
/* What a sheet may say: a level, or its label in three languages (fold_key). */
int32_t catalogue_find_level(const struct catalogue *catalogue, int32_t scale,
                             struct str_view cell);
/* Canonical spelling of a rank ("Intermediate"), NULL when there is none. */
const char *catalogue_level_code(const struct catalogue *catalogue, int32_t scale, int32_t rank);
int32_t catalogue_scale_size(const struct catalogue *catalogue, int32_t scale);

/*
 * Levels of different scales are compared by the table "scale_mappings" alone, a country's own: who
 * holds a level of one scale has at least the level of another that its row says. Rows are not
 * joined over a third scale.
 */
/* The scale that a cell names by its code, case and joints aside ("e-CF" is "ecf"); -1 = none, or
 * more than one. */
int32_t catalogue_scale_named(const struct catalogue *catalogue, struct str_view cell);
/* The greatest rank in `own` that who holds `rank` in `other` has; 0 = nothing says. */
int32_t catalogue_level_held(const struct catalogue *catalogue, int32_t own, int32_t other,
                             int32_t rank);
/* The least rank in `own` of which each holder has `rank` in `other` or more; 0 = nothing says. */
int32_t catalogue_level_asked(const struct catalogue *catalogue, int32_t own, int32_t other,
                              int32_t rank);

struct credential {
    const char *issuer, *code, *title;
    const char *canonical; /* "CompTIA/Security+" */
    int32_t months;        /* valid for; 0 = not stated */
    int32_t grace_days;    /* that an award counts behind its last day; 0 = none */
    int32_t renewal_days;  /* before its last day from which on it is to be renewed; 0 = none */
};

/* By code or alias (ASCII fold), or "ISSUER/CODE"; issuer may be absent when the code is unique or
 * names it. */
enum lookup catalogue_find_credential(const struct catalogue *catalogue, struct str_view issuer,
                                      struct str_view code, int32_t *ret_credential,
                                      struct str *ret_suggestion);
const struct credential *catalogue_credential(const struct catalogue *catalogue,
                                              int32_t credential);
size_t catalogue_credential_count(const struct catalogue *catalogue);

/* What a credential in force gives: role levels by alignment, competency levels by grant. */
struct grant {
    int32_t element;
    int32_t level; /* rank in the element's scale */
};
/* The grants of both sorts, ordered by element; count in *ret_count. */
const struct grant *catalogue_grants(const struct catalogue *catalogue, int32_t credential,
                                     size_t *ret_count);

/*
 * What shows a role at a level beside credentials, after the matrix of DoD 8140: a degree in a
 * field of study, a training. It counts where a run's policy says so
 * (core/policy/match_policy.h). A level covers the lower ones, so a blank of the matrix is no
 * row; neither is what it has as TBD.
 */
enum role_option_kind { ROLE_OPTION_EDUCATION, ROLE_OPTION_TRAINING };
struct role_option {
    enum role_option_kind kind;
    const char *code;       /* field of ISCED-F, or PROVIDER/CODE */
    int32_t element, level; /* the role, and the rank in its scale that is shown */
    int32_t education;      /* of a degree: its rank in "isced" at least; else 0 */
};
/* Those of a code, which must be the very same; *ret_count of them. */
const struct role_option *catalogue_role_options(const struct catalogue *catalogue,
                                                 enum role_option_kind kind, struct str_view code,
                                                 size_t *ret_count);
/* The matrix speaks of the role: who begins in it has a residential part before them. */
bool catalogue_has_role_options(const struct catalogue *catalogue, int32_t element);

/* Code lists. Codes are ranked from 1 in their list's order (fitness A = 4 best, clearance none =
 * 1). */
/* `cell` is a code, a label in three languages or an alias (fold_key). Returns rank, 0 when
 * unknown. */
int32_t catalogue_find_code(const struct catalogue *catalogue, const char *list,
                            struct str_view cell, struct str *ret_suggestion);
int32_t catalogue_code_rank(const struct catalogue *catalogue, const char *list,
                            struct str_view code); /* exact code */
const char *catalogue_code(const struct catalogue *catalogue, const char *list, int32_t rank);
const char *catalogue_code_label_en(const struct catalogue *catalogue, const char *list,
                                    int32_t rank);
int32_t catalogue_code_count(const struct catalogue *catalogue, const char *list);

enum region_kind { REGION_COUNTRY, REGION_ECONOMIC, REGION_ISO, REGION_DISTRICT };

struct region {
    const char *code;
    enum region_kind kind;
    int32_t parent; /* -1 = root */
    const char *name_en, *name_az, *name_ru;
};
enum lookup catalogue_find_region(const struct catalogue *catalogue, struct str_view cell,
                                  int32_t *ret_region, struct str *ret_suggestion);
const struct region *catalogue_region(const struct catalogue *catalogue, int32_t region);
size_t catalogue_region_count(const struct catalogue *catalogue);
/* True when `region` is `ancestor` or lies below it. */
bool catalogue_region_inside(const struct catalogue *catalogue, int32_t region, int32_t ancestor);

/* ISO 3166-1 alpha-2 of an alpha-2 or alpha-3 cell, NULL when unknown. */
const char *catalogue_find_country(const struct catalogue *catalogue, struct str_view cell);
bool catalogue_is_language(const struct catalogue *catalogue, struct str_view code); /* ISO 639-1 */
bool catalogue_is_isco08(const struct catalogue *catalogue, struct str_view code);
bool catalogue_is_isced_f(const struct catalogue *catalogue, struct str_view code);

/*
 * Law as dated rows. A row without a ground opens `engagement` to those of `service_status`, of the
 * ages that it states. A row with a ground says the contrary: who has the status on that ground (a
 * deferment for studies) is not called for the engagement at those ages; the last age is included,
 * and no ages mean all.
 */
struct service_rule {
    const char *code;
    struct cadre_date valid_from, valid_until; /* none = open */
    int32_t engagement, service_status;        /* ranks */
    int32_t min_age, max_age;                  /* -1 = not stated */
    int32_t months;                            /* of service; -1 = not stated */
    const char *ground;                        /* of the status; "" = a row without one */
    const char *decree;                        /* where it is written; "" = not stated */
    bool confirmed;
    int64_t load; /* of the registry's ledger; 0 = shipped */
};
/* The rule in force at `on` without a ground, NULL when the law has none for the two. */
const struct service_rule *catalogue_service_rule(const struct catalogue *catalogue,
                                                  int32_t engagement, int32_t service_status,
                                                  struct cadre_date on);
/* The one of that ground (compared in ASCII case aside), which must not be empty. */
const struct service_rule *catalogue_ground_rule(const struct catalogue *catalogue,
                                                 int32_t engagement, int32_t service_status,
                                                 struct str_view ground, struct cadre_date on);

/* A call-up: whom a season's order calls, and when. */
struct call_up {
    const char *code;
    struct cadre_date opens_on, closes_on; /* both included */
    int32_t born_from, born_until;         /* years of birth, both included; 0 = open */
    const char *decree;                    /* where it is written; "" = not stated */
    int64_t load;                          /* as of a rule */
};
/* By its code, ASCII case aside; NULL when there is none. */
const struct call_up *catalogue_call_up(const struct catalogue *catalogue, struct str_view code);
/* All in the order of the table. */
const struct call_up *catalogue_call_ups(const struct catalogue *catalogue, size_t *ret_count);

/*
 * The tables as text; the shipped ones, one per file of core/catalogue/data, are loaded into a
 * database.
 */
struct catalogue_table {
    const char *name;           /* "elements" */
    const char *const *columns; /* column_count names */
    size_t column_count;
    const char *const *cells; /* row_count x column_count, "" = absent */
    size_t row_count;
};
const struct catalogue_table *catalogue_tables(size_t *ret_count);
const struct catalogue_table *catalogue_table_find(const char *name); /* NULL when none */
/* The column's place; column_count when the table has none of that name. */
size_t catalogue_table_place(const struct catalogue_table *table, const char *column);

/* Those that a catalogue was made of, in the order of the shipped ones; then "carries". */
const struct catalogue_table *catalogue_tables_of(const struct catalogue *catalogue,
                                                  size_t *ret_count);
/* The one of that name; asserts that there is one. */
const struct catalogue_table *catalogue_table_of(const struct catalogue *catalogue,
                                                 const char *name);

#endif
