/*
 * The steps of the demo, one line told for each: the same verbs that the commands use, on the
 * made-up country.
 */
#ifndef CADRE_CMD_DEMO_STORY_H
#define CADRE_CMD_DEMO_STORY_H

#include "cmd/cli/command.h"
#include "cmd/demo/country.h"
#include "cmd/demo/folder.h"
#include "cmd/steps/registry_session.h"
#include "cmd/steps/run/run_basis.h"

/* Everything is borrowed. */
struct story {
    const struct invocation *call;
    const struct demo_folder *folder;
    const struct country *country;
    struct registry_session *registry;
    const struct catalogue *catalogue; /* the registry's, when it is loaded */
};

/* Writes the offices' files. */
CADRE_MUST_CHECK enum cadre_status story_write(const struct story *story, struct cadre_error *err);
/* Loads what the country adds to the catalogue; the registry's then in *ret_catalogue. */
CADRE_MUST_CHECK enum cadre_status
story_load(const struct story *story, struct catalogue **ret_catalogue, struct cadre_error *err);
/* Imports them; rows that are not taken are expected, a file that should be refused and is not, or
 * the other way round, is an error. */
CADRE_MUST_CHECK enum cadre_status story_import(const struct story *story, struct cadre_error *err);
/* Matches, publishes and verifies; *ret_basis lives in the call's arena. */
CADRE_MUST_CHECK enum cadre_status
story_match(const struct story *story, struct run_basis **ret_basis, struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status
story_report(const struct story *story, const struct run_basis *basis, struct cadre_error *err);
/* What to open and what to try next. */
void story_tell_end(const struct story *story, const struct run_basis *basis);

#endif
