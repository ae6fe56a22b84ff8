/*
 * Files of this room that are part of the program: the style sheet and the published schemas, made
 * into C by the build (embed_assets.cmake).
 */
#ifndef CADRE_REPORTS_ASSETS_H
#define CADRE_REPORTS_ASSETS_H

#include "core/base/str.h"

struct asset {
    const char *name; /* "document.css", "staffing.schema.json" */
    const char *data; /* followed by a NUL that length does not count */
    size_t length;
};

extern const struct asset asset_all[];
extern const size_t asset_count;

/* Absent when there is no such file. */
struct str_view asset_find(struct str_view name);

#endif
