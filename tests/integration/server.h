/*
 * A private PostgreSQL for one Check program: started before its cases, stopped and removed after
 * them. Each case takes a fresh database of its own.
 */
#ifndef CADRE_TESTS_INTEGRATION_SERVER_H
#define CADRE_TESTS_INTEGRATION_SERVER_H

#include <sys/types.h>

#include "core/base/alloc.h"
#include "core/base/arena.h"
#include "sql/private_server.h"
#include "sql/session.h"
#include "tests/unit/run_tcase.h"

/* must(verb(session, fault)): fails the case with the error's words. */
#define must(call)                                                                                 \
    do {                                                                                           \
        struct cadre_error fault_ = {0};                                                           \
        struct cadre_error *fault = &fault_;                                                       \
        enum cadre_status status_ = (call);                                                        \
        ck_assert_msg(status_ == CADRE_OK, "%s: %d %s (%s) %s", #call, status_,                    \
                      fault_.message != NULL ? fault_.message : "",                                \
                      fault_.detail != NULL ? fault_.detail : "", fault_.sqlstate);                \
        cadre_error_release(&fault_);                                                              \
    } while (0)

/* Starts the server and a migrated template, runs the cases, stops the server, removes its files;
 * the exit code for main. */
int run_with_server(TCase *tcase, const char *name);

/* A new empty folder below the program's temporary one; a server left running there is ended. */
const char *test_folder(const char *name);
/* The number in the first line of a server's pid file; 0 when there is none. */
pid_t pid_in(const char *pid_file);

/* The program's own server; an arena that lives as long as the program. */
struct private_server *test_server(void);
struct arena *test_arena(void);

/* connection strings of new databases: without a schema, or migrated and with the catalogue. */
const char *empty_database(void);
const char *fresh_database(void);
/* libpq connection string of any database of the program's server. */
const char *database_named(const char *name);

struct session *connect_to(const char *conninfo, const char *label);
/* Statements as they are. */
void run_sql(struct session *session, const char *script);
/* The answer as text: columns joined by '|', rows by '\n', NULL as "-"; lives in the test's arena.
 */
const char *ask(struct session *session, const char *statement);

#define ck_assert_answer(session, statement, wanted)                                               \
    ck_assert_str_eq(ask((session), (statement)), (wanted))

#endif
