/* The inside of struct rows. Private to sql/. */
#ifndef CADRE_SQL_ROWS_RESULT_H
#define CADRE_SQL_ROWS_RESULT_H

#include <libpq-fe.h>

#include "sql/rows.h"

struct rows *rows_new(PGresult *result); /* takes `result` */

#endif
