/*
 * What a signal that ends the program does (SIGINT, SIGTERM, SIGHUP). By itself it removes the one
 * temporary file that is being written, and the program dies of it. A command that wants to say
 * what stands watches instead: then the first signal is only noted and what is under way is told to
 * stop; a second one is not waited for. One that dies anyway may leave last words. A signal that
 * was ignored when the program began, as under nohup, stays ignored.
 */
#ifndef CADRE_CMD_CLI_INTERRUPT_H
#define CADRE_CMD_CLI_INTERRUPT_H

/* From now on the first signal is noted. Calls that wait return EINTR. */
void interrupt_watch(void);
/* Watches no more: dies of a signal that was noted, and of the next one. */
void interrupt_let_die(void);
/* The signal that came while watching; 0 = none. */
int interrupt_signal(void);
/* `stop` is called by the signal, so it has to be async-signal-safe; at once when the signal came
 * already. NULL: nothing is to be stopped any more. */
void interrupt_call(void (*stop)(void *context), void *context);
/* Removed by a signal that the program dies of; the path is borrowed until the next call. NULL: no
 * file. */
void interrupt_temporary(char *path);
/* Said on stderr as they are by whatever signal the program dies of: what stands; the text is
 * borrowed until the next call. NULL: there is nothing to say. */
void interrupt_last_words(const char *words);
/* What another thread of events may not see half: no signal comes in between. */
void interrupt_hold(void);
void interrupt_let_go(void);
/* Dies of the signal that was noted, so that whoever waits sees which; returns when none was. */
void interrupt_end(void);

#endif
