/*
 * The canonical value of a cell in an office's own way of writing.
 */
#ifndef CADRE_CMD_DEMO_DIALECT_H
#define CADRE_CMD_DEMO_DIALECT_H

#include "cmd/demo/sources.h"
#include "core/base/str.h"
#include "core/catalogue/catalogue.h"
#include "core/kind/kind.h"

/* Appends `text` as a cell of `column`; a text that is no value of the column stays as it is. */
void dialect_add_cell(const struct dialect *dialect, const struct catalogue *catalogue,
                      const struct kind_column *column, struct str_view text, struct str *out);
/* Header of the column in the dialect's language. */
const char *dialect_header(const struct dialect *dialect, const struct kind_column *column);
/* A cell of one of the office's further columns: the row's number under "№" and its like, else a
 * remark now and then, some of them over two lines. */
void dialect_add_remark(const struct dialect *dialect, const char *header, size_t row_no,
                        struct str *out);

#endif
