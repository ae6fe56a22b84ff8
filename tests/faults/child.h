/*
 * Programs that the fault tests run.
 */
#ifndef CADRE_TESTS_FAULTS_CHILD_H
#define CADRE_TESTS_FAULTS_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

enum { CHILD_KILLED = 128, CHILD_WAIT_S = 120 };

/* Standard input is empty; output goes to `output`, errors behind it. argv ends with NULL. Ends the
 * program when that cannot be done. */
pid_t child_start(const char *output, const char *const *argv);
/* Exit code, or CHILD_KILLED + signal. After CHILD_WAIT_S the child is killed: it hangs. */
int child_wait(pid_t pid);
/* True, and *ret_code set, when it has ended. */
bool child_ended(pid_t pid, int *ret_code);
/* Starts and waits. */
int child_run(const char *output, const char *const *argv);

double clock_ms(void); /* monotonic */
void pause_ms(double ms);

#endif
