/*
 * Functions that this project does not use, each with what serves instead. The build puts this
 * header before every file with -include, since an #include would be forgotten one day.
 */
#ifndef CADRE_CORE_BANNED_H
#define CADRE_CORE_BANNED_H

/* The headers that declare the names come first: a poisoned name may not be declared after. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* For clang, glibc fortifies these two as macros, and a macro cannot be poisoned. */
#undef sprintf
#undef vsprintf

/* Text without a length, or that hides a cut: struct str, arena_format. */
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf stpcpy gets
/* State between calls, or answers that cannot say "malformed": str_view_cut, str_view_to_int64. */
#pragma GCC poison strtok strtok_r atoi atol atoll atof
/* The locale or the time zone decides: fold_*, cadre_date_*. */
#pragma GCC poison strcasecmp strncasecmp strcoll localtime localtime_r mktime ctime asctime       \
    strptime

#endif
