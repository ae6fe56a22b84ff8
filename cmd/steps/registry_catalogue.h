/*
 * The catalogue that a command works with: the shipped one, with what its registry has loaded.
 */
#ifndef CADRE_CMD_STEPS_REGISTRY_CATALOGUE_H
#define CADRE_CMD_STEPS_REGISTRY_CATALOGUE_H

#include "core/catalogue/catalogue.h"
#include "sql/session.h"

/*
 * As it was known at `known_at`, a timestamptz; NULL = as it is now. A run is always read with that
 * of its own known_at. Of what was loaded it has the roles and competencies that rows name, not
 * statements and texts. The caller frees the catalogue before the arena, which holds its loaded
 * rows. When nothing was loaded this costs one small query.
 */
CADRE_MUST_CHECK enum cadre_status
registry_catalogue_read(struct session *session, const char *known_at, struct arena *arena,
                        struct catalogue **ret_catalogue, struct cadre_error *err);
/* As it is now. `shipped`, catalogue_new's, is given back when nothing was loaded, or is freed. */
CADRE_MUST_CHECK enum cadre_status registry_catalogue_read_over(struct session *session,
                                                                struct catalogue *shipped,
                                                                struct arena *arena,
                                                                struct catalogue **ret_catalogue,
                                                                struct cadre_error *err);
/* As it is now, with all that was loaded: for who looks into it, or loads. */
CADRE_MUST_CHECK enum cadre_status registry_catalogue_read_whole(struct session *session,
                                                                 struct arena *arena,
                                                                 struct catalogue **ret_catalogue,
                                                                 struct cadre_error *err);
/*
 * Was what it had loaded by `known_at` altered behind the program's back? *ret_altered says what,
 * NULL = nothing. To be asked before such a catalogue is read: what no load lets in is a bug there.
 */
CADRE_MUST_CHECK enum cadre_status
registry_catalogue_altered(struct session *session, const char *known_at, struct arena *arena,
                           const char **ret_altered, struct cadre_error *err);
/* As registry_catalogue_read, for who looks for what was altered: then *ret_altered says what, and
 * nothing is read. */
CADRE_MUST_CHECK enum cadre_status
registry_catalogue_read_unaltered(struct session *session, const char *known_at,
                                  struct arena *arena, const char **ret_altered,
                                  struct catalogue **ret_catalogue, struct cadre_error *err);

#endif
