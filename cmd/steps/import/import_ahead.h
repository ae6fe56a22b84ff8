/*
 * What an import needs the registry for nothing, done on other threads while its session is opened:
 * the shipped catalogue, and of the first file digest and survey. What fails here fails again, and
 * is told, where it is asked for. Private to cmd/steps/import_* and cadre import.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_AHEAD_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_AHEAD_H

#include "core/catalogue/catalogue.h"
#include "import/input_file.h"

struct import_ahead; /* opaque */

/* `path` as of an import_request, and borrowed. Nothing is read of what can be read but once, and
 * of a file that is so large that what is saved would not be seen. */
struct import_ahead *import_ahead_begin(const char *path);
void import_ahead_free(struct import_ahead *ahead); /* waits; NULL is fine */
void import_ahead_cleanup(struct import_ahead **ahead);
/* Each of them waits, and gives away what was made: the next time there is nothing. */
struct catalogue *import_ahead_take_catalogue(struct import_ahead *ahead);
/* NULL when it is another file, or could not be opened; `ahead` may be NULL. */
struct input_file *import_ahead_take_file(struct import_ahead *ahead, const char *path);

#endif
