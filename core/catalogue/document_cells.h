/*
 * The values of a row of a framework's document: cleaned, and judged by what they should be.
 * Private to core/catalogue.
 */
#ifndef CADRE_CORE_CATALOGUE_DOCUMENT_CELLS_H
#define CADRE_CORE_CATALOGUE_DOCUMENT_CELLS_H

#include "core/catalogue/document_builder.h"

enum cell_form {
    CELL_CODE,  /* one code */
    CELL_CODES, /* one, or several in one value: see document_next_code */
    CELL_WORD,  /* a name or id; nobody judges it */
    CELL_TEXT,  /* a title or statement: blanks are folded */
};

struct cell_field {
    const char *name;
    enum cell_form form;
    bool required;
};

/*
 * Reads the members of a row by its fields into ret_values[count], absent where there is nothing to
 * be used. False when the row is to be left out, for which there is a finding then. `place` is that
 * of the row. Values live as long as the JSON document or the arena.
 */
bool document_read_row(struct document_builder *builder, const struct document_place *place,
                       const struct json_value *row, const struct cell_field *fields, size_t count,
                       struct str_view *ret_values);

/* Takes the next code off a list such as "631 and 632", "631, 632"; false at its end. */
bool document_next_code(struct str_view *rest, struct str_view *ret_code);

/* A word that stands where a code is not known yet: "TBD", "n/a". */
bool document_is_placeholder(struct str_view code);

/* No blank, comma, semicolon or quote, and of 1 to 64 bytes. */
bool document_is_code(struct str_view code);

#endif
