/*
 * What a file that is no CSV is, by its first bytes: what offices send in its place. Private to
 * import/.
 */
#ifndef CADRE_IMPORT_FILE_FORMAT_H
#define CADRE_IMPORT_FILE_FORMAT_H

#include "core/base/str.h"

enum { FILE_FORMAT_HEAD = 4096 }; /* bytes from the file's start that tell it */

/*
 * Code of the finding that refuses a file with this head (F003 to F005, F016 to F022, F029), NULL
 * for what may be text. *ret_hint says more, or is NULL; it is a constant and quotes nothing of the
 * file. Containers are told apart by what lies in them: a zip by the name of its first members
 * (APPNOTE 4.3.7), so that a workbook is not called an archive.
 */
const char *file_format_finding(struct str_view head, const char **ret_hint);

#endif
