/*
 * The validators, one for each column_rule. Each is called for a cell that is given, and either
 * sets row->values[column] or adds a fault. Private to field_types.c and field_*.c.
 */
#ifndef CADRE_IMPORT_FIELD_RULES_H
#define CADRE_IMPORT_FIELD_RULES_H

#include "import/row.h"

/* field_text.c */
void field_text(struct row *row, int column);
void field_person_name(struct row *row, int column);
void field_key(struct row *row, int column);
void field_national_id(struct row *row, int column);
void field_email(struct row *row, int column);
void field_phone(struct row *row, int column);
void field_score(struct row *row, int column);
/* field_types.c */
void field_integer(struct row *row, int column);
void field_date(struct row *row, int column);
/* field_codes.c */
void field_yes_no(struct row *row, int column);
void field_code_list(struct row *row, int column);
void field_code_list_set(struct row *row, int column);
void field_country(struct row *row, int column);
void field_country_set(struct row *row, int column);
void field_region(struct row *row, int column);
void field_isco(struct row *row, int column);
void field_isced_f(struct row *row, int column);
void field_language(struct row *row, int column);
void field_languages(struct row *row, int column);
/* field_catalogue.c */
void field_work_role(struct row *row, int column);
void field_military_specialty(struct row *row, int column);
void field_element(struct row *row, int column);
void field_level(struct row *row, int column);
void field_level_asked(struct row *row, int column);
void field_credential(struct row *row, int column);
void field_issuer(struct row *row, int column);
void field_alternative_code(struct row *row, int column);
void field_alternative_level(struct row *row, int column);
void field_alternative_months(struct row *row, int column);
/* field_grants.c */
void field_grants(struct row *row, int column);
/* field_trust.c */
void field_trust(struct row *row, int column);
void field_alternative_trust(struct row *row, int column);

/* Shared: the column's descriptor, and the column named in its `other`. */
const struct kind_column *field_column(const struct row *row, int column);
int field_other(const struct row *row, int column);
/* The ISO 639-1 code of a cell in lower case, absent when it is none. field_codes.c */
struct str_view field_language_code(struct row *row, struct str_view text);
/* The code of the column's list that `cell` is, or NULL and a fault. field_codes.c */
const char *field_find_code(struct row *row, int column, struct str_view cell);
/* The parts of the cell between semicolons, trimmed; empty ones are passed over. field_codes.c */
struct str_view *field_split_items(struct row *row, int column, size_t *ret_count);
/* The same of a part of the cell. field_codes.c */
struct str_view *field_split_text(struct row *row, struct str_view text, size_t *ret_count);
/* Canonical order is bytewise, without repeats. Returns the new count. field_codes.c */
size_t field_sort_items(struct str_view *items, size_t count);
/* The level that `cell` is on the scale, absent and a fault when it is none. "e-CF:3" of another
 * scale is what the catalogue's mappings give: of what is held the greatest that it covers, of what
 * is asked the least that reaches it. field_catalogue.c */
enum level_use { LEVEL_HELD, LEVEL_ASKED };
struct str_view field_find_level(struct row *row, int column, int32_t scale, struct str_view cell,
                                 enum level_use use);

/* What a requirement may ask for, by the codes of "requirement_kind". A training grants what is of
 * "grant_kind" alone: none of these has a rule. */
struct field_alternative {
    const char *kind;
    /* Of a code that no catalogue has: what the cell must be. Else NULL. */
    void (*rule)(struct row *row, int column);
    /* The canonical code; absent, and a fault told at `column`, when the catalogue has none. */
    struct str_view (*find)(struct row *row, int column, struct str_view cell, int32_t *ret_entry);
    bool has_entry; /* the code is an entry of the catalogue, which says the scale */
    int32_t (*scale)(const struct row *row, int32_t entry); /* NULL: it has no levels */
    bool scored;                                            /* its level is a score */
    bool has_months;
    bool verified; /* evidence of it may be verified by somebody */
};
/* NULL when there is none. field_catalogue.c */
const struct field_alternative *field_alternative(struct str_view kind);

#endif
