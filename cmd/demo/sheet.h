/*
 * A sheet as an office writes it: the canonical cells of a kind in that office's columns and
 * dialect, with its share of faults. The rows of one sheet follow from what is set and from the
 * stream of faults alone.
 */
#ifndef CADRE_CMD_DEMO_SHEET_H
#define CADRE_CMD_DEMO_SHEET_H

#include <stdint.h>
#include <stdio.h>

#include "cmd/demo/names.h"
#include "cmd/demo/random.h"
#include "cmd/demo/sources.h"
#include "core/base/date.h"
#include "core/catalogue/catalogue.h"
#include "core/kind/kind.h"

struct sheet; /* opaque */

struct sheet_plan {
    const struct kind *kind;
    const struct catalogue *catalogue;
    const struct dialect *dialect;
    const char *const *columns; /* see struct demo_source */
    uint32_t faults_per_mille;  /* rows */
    struct random faults;
    bool loses_letters; /* saved by a program that knows ASCII alone: '?' for every other letter */
};

/* Writes the header. `plan` and what it names outlive the sheet; `out` is borrowed, its write
 * errors stay in ferror(out). */
struct sheet *sheet_new(const struct sheet_plan *plan, FILE *out);
void sheet_free(struct sheet *sheet);

/* Sets a cell of the row under way by its canonical value; a column that the sheet lacks is passed
 * over. A cell not set is empty. */
void sheet_set(struct sheet *sheet, const char *column, const char *text);
void sheet_set_date(struct sheet *sheet, const char *column, struct cadre_date date);
void sheet_set_integer(struct sheet *sheet, const char *column, int32_t number); /* -1 = empty */
void sheet_set_name(struct sheet *sheet, const char *column, const struct name_spelling *name);
/* Writes the row, with or without a fault, and begins the next. */
void sheet_end_row(struct sheet *sheet);

size_t sheet_row_count(const struct sheet *sheet);   /* rows ended */
size_t sheet_fault_count(const struct sheet *sheet); /* of them with a fault put in */

#endif
