/*
 * The catalogue that is looked into: that of the call's registry, what was loaded included, or with
 * --shipped that of the program alone.
 */
#ifndef CADRE_CMD_STEPS_CATALOGUE_CATALOGUE_LOOK_H
#define CADRE_CMD_STEPS_CATALOGUE_CATALOGUE_LOOK_H

#include "cmd/steps/registry_session.h"
#include "core/catalogue/catalogue.h"

/* Row for a command's table of options. */
#define CATALOGUE_LOOK_OPTIONS                                                                     \
    {                                                                                              \
        "shipped", 0, NULL, "what the program ships, without a database"                           \
    }

/* *ret_registry is left alone with --shipped; both are the caller's to free, the catalogue first.
 * It holds rows of the call's arena. */
CADRE_MUST_CHECK enum cadre_status catalogue_look_open(const struct invocation *call,
                                                       const char *label,
                                                       struct registry_session **ret_registry,
                                                       struct catalogue **ret_catalogue,
                                                       struct cadre_error *err);

#endif
