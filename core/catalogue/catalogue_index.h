/*
 * The inside of struct catalogue, shared by the lookups. Private to core/catalogue.
 */
#ifndef CADRE_CORE_CATALOGUE_CATALOGUE_INDEX_H
#define CADRE_CORE_CATALOGUE_CATALOGUE_INDEX_H

#include "core/base/arena.h"
#include "core/base/str_map.h"
#include "core/catalogue/catalogue.h"
#include "core/catalogue/catalogue_data.h"

#define INDEX_NONE UINT32_MAX
#define INDEX_AMBIGUOUS (UINT32_MAX - 1)

struct scale {
    const char *code;
    const char **levels; /* by rank - 1 */
    int32_t level_count;
    struct str_map *labels; /* folded label in three languages -> rank */
};

/* Scales by their index, levels by their rank. */
struct scale_mapping {
    int32_t from, from_rank, to, to_rank;
};

struct code_list {
    const char *name;
    const char **codes;  /* by rank - 1 */
    const char **labels; /* English */
    int32_t count;
};

struct grant_range {
    size_t start, count;
};

struct catalogue {
    struct arena *arena;
    struct catalogue_table *tables; /* the shipped ones in their order, then carries */
    size_t table_count;
    bool shipped; /* none of them was given */

    struct catalogue_framework *frameworks;
    size_t framework_count;
    struct scale *scales;
    size_t scale_count;
    struct scale_mapping *scale_mappings;
    size_t scale_mapping_count;

    struct element *elements;
    int32_t *element_parents;
    size_t element_count;
    bool has_elements[ELEMENT_STATEMENT + 1]; /* by type */
    struct str_map *elements_exact;           /* "type|framework@version/code", ASCII lower case */
    struct str_map *elements_bare; /* "type|code" of current versions, or INDEX_AMBIGUOUS */
    struct element_relation *relations;
    size_t relation_count;
    struct element_carry *carries;
    size_t carry_count;
    int32_t *element_carries;   /* per element: its carry, -1 = none; NULL without any carry */
    int32_t *element_namesakes; /* likewise, see catalogue_element_namesake */

    struct credential *credentials;
    size_t credential_count;
    struct str_map *credentials_exact; /* "issuer/code", ASCII lower case */
    struct str_map *credentials_bare;  /* code or alias, or INDEX_AMBIGUOUS */
    struct grant *grants;
    struct grant_range *grant_ranges; /* per credential */

    struct role_option *role_options; /* by kind, code, role */
    size_t role_option_count;
    bool *has_role_options; /* per element */

    struct code_list *lists;
    size_t list_count;
    struct str_map *list_cells; /* "list|folded cell" -> rank */

    struct region *regions;
    size_t region_count;
    struct str_map *region_cells; /* folded code or name -> region, or INDEX_AMBIGUOUS */
    /* What a wrong cell may have meant, folded: all codes, then Azerbaijani, then English names. */
    struct str_view *region_keys;

    struct str_map *countries; /* lower-case alpha-2 or -3 -> row */
    struct str_map *languages, *isced_f, *isco08;

    struct service_rule *rules;
    size_t rule_count;
    struct call_up *call_ups;
    size_t call_up_count;
};

/* Each fills its part from the catalogue's tables. */
void catalogue_index_scale_mappings(struct catalogue *catalogue);
void catalogue_index_elements(struct catalogue *catalogue);
void catalogue_index_carries(struct catalogue *catalogue);
void catalogue_index_credentials(struct catalogue *catalogue);
void catalogue_index_codes(struct catalogue *catalogue);
void catalogue_index_regions(struct catalogue *catalogue);
void catalogue_index_rules(struct catalogue *catalogue);
void catalogue_index_role_options(struct catalogue *catalogue);
void catalogue_index_call_ups(struct catalogue *catalogue);
void catalogue_index_aliases(struct catalogue *catalogue); /* when all else is there */
/* One more spelling of what is there; a spelling that is taken by another becomes ambiguous. */
void catalogue_index_code_alias(struct catalogue *catalogue, const char *list, const char *alias,
                                int32_t rank);
void catalogue_index_credential_alias(struct catalogue *catalogue, const char *alias,
                                      int32_t credential);
void catalogue_index_element_alias(struct catalogue *catalogue, const char *alias, int32_t index);
void catalogue_index_region_alias(struct catalogue *catalogue, const char *alias, int32_t region);

enum element_type catalogue_type_named(const char *name); /* "work_role"; else a statement */

/* Adds key -> value; a key that is there with another value becomes INDEX_AMBIGUOUS. */
void catalogue_index_add(struct str_map *map, struct str_view key, uint32_t value);
/* Appends the ASCII lower case of the text. */
void catalogue_add_lower(struct str *out, struct str_view text);

#endif
