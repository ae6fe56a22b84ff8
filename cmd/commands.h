/*
 * Every command of the program, one file each.
 */
#ifndef CADRE_CMD_COMMANDS_H
#define CADRE_CMD_COMMANDS_H

#include "cmd/cli/command.h"

extern const struct command command_demo;
extern const struct command command_schema;
extern const struct command command_check;
extern const struct command command_error;
extern const struct command command_import;
extern const struct command command_catalogue_list;
extern const struct command command_catalogue_show;
extern const struct command command_catalogue_search;
extern const struct command command_catalogue_diff;
extern const struct command command_catalogue_load;
extern const struct command command_catalogue_alias;
extern const struct command command_catalogue_migrate;
extern const struct command command_catalogue_current;
extern const struct command command_catalogue_loads;
extern const struct command command_catalogue_undo;
extern const struct command command_source_add;
extern const struct command command_source_list;
extern const struct command command_source_show;
extern const struct command command_source_schema;
extern const struct command command_batch_list;
extern const struct command command_batch_show;
extern const struct command command_batch_diff;
extern const struct command command_batch_undo;
extern const struct command command_batch_resume;
extern const struct command command_batch_abandon;
extern const struct command command_match;
extern const struct command command_verify;
extern const struct command command_run_list;
extern const struct command command_run_show;
extern const struct command command_run_diff;
extern const struct command command_run_approve;
extern const struct command command_run_reject;
extern const struct command command_run_publish;
extern const struct command command_run_withdraw;
extern const struct command command_explain;
extern const struct command command_report_staffing;
extern const struct command command_report_gap;
extern const struct command command_doctor;
extern const struct command command_db_init;
extern const struct command command_db_start;
extern const struct command command_db_stop;
extern const struct command command_db_status;
extern const struct command command_db_upgrade;
extern const struct command command_db_path;
extern const struct command command_db_digest;
extern const struct command command_help;

#endif
