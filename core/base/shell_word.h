/*
 * The one escaper of commands that are told for typing: a word of POSIX sh.
 */
#ifndef CADRE_CORE_BASE_SHELL_WORD_H
#define CADRE_CORE_BASE_SHELL_WORD_H

#include "core/base/str.h"

/* Appends `word` so that a shell reads it back as that one word: bare where nothing in it means
 * anything to a shell, else in single quotes. Letters beyond ASCII stand as they are. */
void shell_word_add(struct str *out, struct str_view word);
/* The same for a file that is named to a command: one that begins with '-' is no option. */
void shell_word_add_path(struct str *out, struct str_view path);

#endif
