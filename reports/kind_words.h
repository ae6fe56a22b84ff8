/*
 * The rules of a kind's columns in words for people and as regular expressions for machines.
 */
#ifndef CADRE_REPORTS_KIND_WORDS_H
#define CADRE_REPORTS_KIND_WORDS_H

#include "core/catalogue/catalogue.h"
#include "core/kind/kind.h"

/* "Source person id" of source_person_id. */
void kind_words_title(const struct kind_column *column, struct str *out);
/* "whole number from 1 to 9" */
void kind_words_rule(const struct kind_column *column, struct str *out);
/* "starts_on is not after ends_on" */
void kind_words_check(const struct row_check *check, struct str *out);
/* "exactly one is given of: need_code, work_role"; nothing when the kind has no such rule. */
void kind_words_one_of(const struct kind *kind, struct str *out);
/* A pattern that the whole cell matches, without anchors (XML Schema has none and implies them);
 * nothing where the form says nothing. Only what XML Schema, ECMAScript and Python read alike. */
void kind_words_pattern(const struct kind *kind, const struct kind_column *column,
                        const struct catalogue *catalogue, struct str *out);
/* Label of a code in "label_en", "label_az" or "label_ru"; absent when there is none. */
struct str_view kind_words_label(const char *list, const char *code, const char *label);

#endif
