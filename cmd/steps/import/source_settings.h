/*
 * The settings of a source on their way: from a file, to and from the registry.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_SOURCE_SETTINGS_H
#define CADRE_CMD_STEPS_IMPORT_SOURCE_SETTINGS_H

#include "core/base/arena.h"
#include "core/base/status.h"
#include "core/kind/source_profile.h"
#include "sql/session.h"

/* From a JSON file, "-" = standard input. Errors: CADRE_REFUSED, with the file's name. */
CADRE_MUST_CHECK enum cadre_status source_settings_read(const char *path, struct arena *arena,
                                                        struct source_profile *ret_profile,
                                                        struct cadre_error *err);
/* As the registry has them of the source; the defaults where they are absent. CADRE_REFUSED when a
 * newer program stated what this one does not know. */
CADRE_MUST_CHECK enum cadre_status source_settings_take(struct str_view settings, const char *code,
                                                        struct arena *arena,
                                                        struct source_profile *ret_profile,
                                                        struct cadre_error *err);
/* Those that are in force, so taken. */
CADRE_MUST_CHECK enum cadre_status source_settings_load(struct session *session, const char *code,
                                                        struct arena *arena,
                                                        struct source_profile *ret_profile,
                                                        struct cadre_error *err);
/* In a transaction, under the registry lock. */
CADRE_MUST_CHECK enum cadre_status source_settings_store(struct session *session, const char *code,
                                                         const struct source_profile *profile,
                                                         struct arena *arena,
                                                         struct cadre_error *err);

#endif
