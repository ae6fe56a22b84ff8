/*
 * The published contract of a source's settings: a JSON Schema (draft 2020-12) made of the tables
 * that the parser (core/kind/source_profile.h) reads by. What it cannot say is said in its
 * descriptions: headers that differ by case or blanks alone, and numbers that are written with a
 * point or an exponent, are refused by the parser.
 */
#ifndef CADRE_REPORTS_SOURCE_SCHEMA_H
#define CADRE_REPORTS_SOURCE_SCHEMA_H

#include <stdio.h>

void source_schema_write_json(FILE *out);

#endif
