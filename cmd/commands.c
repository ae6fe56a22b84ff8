#include "cmd/commands.h"

/* One a line, so that two changes add theirs side by side. */
/* clang-format off */
static const struct command *const commands[] = {
    &command_demo,
    &command_schema,
    &command_check,
    &command_error,
    &command_import,
    &command_catalogue_list,
    &command_catalogue_show,
    &command_catalogue_search,
    &command_catalogue_diff,
    &command_catalogue_load,
    &command_catalogue_alias,
    &command_catalogue_migrate,
    &command_catalogue_current,
    &command_catalogue_loads,
    &command_catalogue_undo,
    &command_source_add,
    &command_source_list,
    &command_source_show,
    &command_source_schema,
    &command_batch_list,
    &command_batch_show,
    &command_batch_resume,
    &command_batch_abandon,
    &command_batch_diff,
    &command_batch_undo,
    &command_match,
    &command_verify,
    &command_run_list,
    &command_run_show,
    &command_run_diff,
    &command_run_approve,
    &command_run_reject,
    &command_run_publish,
    &command_run_withdraw,
    &command_explain,
    &command_report_staffing,
    &command_report_gap,
    &command_doctor,
    &command_db_init,
    &command_db_start,
    &command_db_stop,
    &command_db_status,
    &command_db_upgrade,
    &command_db_path,
    &command_db_digest,
    &command_help,
};
/* clang-format on */

const struct command *const *command_all(size_t *ret_count)
{
    *ret_count = sizeof commands / sizeof *commands;
    return commands;
}
