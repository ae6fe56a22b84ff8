/*
 * The folder that a demo writes into: it bears a mark, and only a folder with the mark is written
 * over.
 */
#ifndef CADRE_CMD_DEMO_FOLDER_H
#define CADRE_CMD_DEMO_FOLDER_H

#include "core/base/arena.h"
#include "core/base/status.h"

#define DEMO_FOLDER_MARK "MADE-BY-CADRE-DEMO.txt"

/* Paths, in the arena. */
struct demo_folder {
    const char *data;    /* the offices' files */
    const char *rejects; /* rows that were not taken */
    const char *reports;
};

/*
 * Makes the folder with its three parts and marks it. What an earlier demo left in the parts stays
 * until the part is filled anew. Errors: CADRE_OUTPUT, also when files stand there and no mark.
 */
CADRE_MUST_CHECK enum cadre_status demo_folder_prepare(const char *path, struct arena *arena,
                                                       struct demo_folder *ret_folder,
                                                       struct cadre_error *err);
/* Makes room in a part: removes its files, not its folders. */
CADRE_MUST_CHECK enum cadre_status demo_folder_clear(const char *part, struct cadre_error *err);

#endif
