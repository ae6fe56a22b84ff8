/*
 * The settings of a source beneath the command line.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_SETTINGS_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_SETTINGS_H

#include "cmd/steps/import/import_file.h"

/* Lays the command line over the settings of the source (NULL: it has none): encoding, full or
 * partial list, brake. Once more is fine, when others become known. */
void import_request_settle(struct import_request *request, const struct source_profile *stored);

#endif
