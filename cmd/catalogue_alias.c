/*
 * cadre catalogue alias LIST FROM TO: a local spelling of what the catalogue has.
 */
#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/steps/registry_catalogue.h"
#include "cmd/steps/registry_session.h"
#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/suggest.h"
#include "core/base/utf8.h"
#include "sql/catalogue_rows_store.h"

enum { WAIT_S = 60, WAIT_S_MAX = 86400, LIST = 0, ALIAS = 1, CODE = 2, TYPE = 3 };

static const char table_name[] = "aliases";

struct renaming {
    const struct invocation *call;
    struct session *session;
    const struct kind *kind;
    struct catalogue *catalogue;
    const char *cells[TYPE]; /* list, alias, code, as they were typed, in NFC */
    int64_t number;          /* of the load; 0 = nothing changed */
    const char *said[TYPE];  /* the same as they are stored */
};

static void renaming_release(struct renaming *renaming)
{
    catalogue_free(renaming->catalogue);
}

/* ---- the ledger ------------------------------------------------------------------------------ */

/* An alias is a load without a file: in its place stands what was typed. */
static enum cadre_status enter(struct renaming *renaming, const struct addition_items *items,
                               struct cadre_error *err)
{
    struct arena *arena = renaming->call->arena;
    const char *typed = renaming->cells[CODE][0] != '\0'
                            ? arena_format(arena, "alias %s '%s' '%s'", renaming->cells[LIST],
                                           renaming->cells[ALIAS], renaming->cells[CODE])
                            : arena_format(arena, "alias %s '%s' --remove", renaming->cells[LIST],
                                           renaming->cells[ALIAS]);
    const struct catalogue_rows_file file = {
        .kind = renaming->kind->name,
        .name = typed,
        .sha256 = digest_of(typed, str_view_of(typed).length),
    };
    const struct catalogue_rows_load load = {
        .files = &file,
        .file_count = 1,
        .tables = items,
        .table_count = items != NULL ? 1 : 0,
        .rows_new = items != NULL,
        .rows_changed = items == NULL,
    };
    return catalogue_rows_store(renaming->session, &load, &renaming->number, err);
}

/* ---- a new one ------------------------------------------------------------------------------- */

static enum cadre_status fail_finding(const struct renaming *renaming,
                                      const struct addition_finding *finding,
                                      struct cadre_error *err)
{
    const struct finding_code *code = finding_code_find(str_view_of(finding->code));
    cadre_fail(err, CADRE_USAGE, "'%s': %s (%s)", finding->value, code->title, code->code);
    if (finding->hint != NULL)
        return cadre_fail_hint(err, "%s", finding->hint);
    if (kind_column_index(renaming->kind, finding->column) == LIST)
        return cadre_fail_hint(err, "LIST is a code list, regions, credentials or a framework");
    return cadre_fail_hint(err, "%s", code->remedy);
}

static enum cadre_status add(struct renaming *renaming, struct cadre_error *err)
{
    struct addition addition;
    const struct addition_row row = {renaming->cells};
    addition_judge(renaming->catalogue, renaming->kind, &row, 1, renaming->call->arena, &addition);
    if (addition.outcomes[0] == ADDITION_LEFT_OUT)
        return fail_finding(renaming, &addition.findings[0], err);
    const struct addition_items *items = &addition.items[0];
    if (items->count == 0)
        return CADRE_OK;
    for (size_t i = 0; i < TYPE; i++)
        renaming->said[i] = items->items[0].cells[i];
    return enter(renaming, items, err);
}

/* ---- an end ---------------------------------------------------------------------------------- */

static bool is_of_list(const char *list, const char *typed)
{
    struct str_view version;
    struct str_view framework = str_view_cut(str_view_of(list), '@', &version);
    return fold_ascii_equal(str_view_of(list), str_view_of(typed)) ||
           (version.data != NULL && fold_ascii_equal(framework, str_view_of(typed)));
}

static enum cadre_status fail_unknown(const struct renaming *renaming,
                                      const struct catalogue_table *table, struct cadre_error *err)
{
    size_t count = 0;
    struct str_view *words =
        arena_calloc(renaming->call->arena, table->row_count + 1, sizeof *words);
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        if (is_of_list(cells[LIST], renaming->cells[LIST]))
            words[count++] = str_view_of(cells[ALIAS]);
    }
    size_t nearest = suggest_nearest(str_view_of(renaming->cells[ALIAS]), words, count);
    cadre_fail(err, CADRE_USAGE, "'%s' has no alias '%s'", renaming->cells[LIST],
               renaming->cells[ALIAS]);
    if (nearest < count)
        return cadre_fail_hint(err, "did you mean '%s'?", words[nearest].data);
    return cadre_fail_hint(err, "'cadre catalogue list aliases' lists them");
}

static enum cadre_status take_away(struct renaming *renaming, struct cadre_error *err)
{
    const struct catalogue_table *table = catalogue_table_of(renaming->catalogue, table_name);
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        if (!is_of_list(cells[LIST], renaming->cells[LIST]) ||
            !fold_ascii_equal(str_view_of(cells[ALIAS]), str_view_of(renaming->cells[ALIAS])))
            continue;
        for (size_t i = 0; i < TYPE; i++)
            renaming->said[i] = cells[i];
        enum cadre_status status = enter(renaming, NULL, err);
        return status == CADRE_OK ? catalogue_rows_remove(renaming->session, renaming->number,
                                                          table_name, cells, CODE, err)
                                  : status;
    }
    return fail_unknown(renaming, table, err);
}

/* ---- the steps ------------------------------------------------------------------------------- */

static bool has_control(struct str_view text)
{
    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char)text.data[i] < ' ' || text.data[i] == '\x7f')
            return true;
    }
    return false;
}

/* As a cell of a table is taken: trimmed and in NFC. */
static enum cadre_status take_operands(struct renaming *renaming, struct cadre_error *err)
{
    const struct invocation *call = renaming->call;
    bool removes = option_given(call, "remove");
    if (removes != (call->operand_count == CODE))
        return cadre_fail(err, CADRE_USAGE,
                          removes ? "'--remove' takes LIST and FROM alone"
                                  : "what '%s' means is missing",
                          call->operands[ALIAS]);
    for (size_t i = 0; i < TYPE; i++) {
        CADRE_CLEANUP(str_release) struct str text = {0};
        renaming->cells[i] = "";
        if (i >= call->operand_count)
            continue;
        struct str_view operand = str_view_trim(str_view_of(call->operands[i]));
        if (operand.length == 0 || !utf8_is_valid(operand, NULL) || has_control(operand))
            return cadre_fail(err, CADRE_USAGE, "an operand is empty or no text");
        utf8_normalise(operand, &text);
        renaming->cells[i] = arena_strdup(call->arena, str_chars(&text));
    }
    return CADRE_OK;
}

static enum cadre_status rename_in_transaction(struct renaming *renaming, struct cadre_error *err)
{
    enum cadre_status status = session_begin(renaming->session, TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = registry_catalogue_read(renaming->session, NULL, renaming->call->arena,
                                         &renaming->catalogue, err);
    if (status == CADRE_OK)
        status =
            option_given(renaming->call, "remove") ? take_away(renaming, err) : add(renaming, err);
    if (status == CADRE_OK)
        return session_commit(renaming->session, err);
    session_rollback(renaming->session);
    return status;
}

static void print(const struct renaming *renaming)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    if (renaming->call->quiet)
        return;
    if (renaming->number == 0) {
        str_add_text(&line, "unchanged: the alias is there\n");
    } else {
        str_add_format(&line, "%s: '", renaming->said[LIST]);
        utf8_printable(str_view_of(renaming->said[ALIAS]), 0, &line);
        str_add_format(&line, "' %s '",
                       renaming->cells[CODE][0] != '\0' ? "means" : "no more means");
        utf8_printable(str_view_of(renaming->said[CODE]), 0, &line);
        str_add_format(&line, "' (load %lld)\n", (long long)renaming->number);
    }
    fwrite(line.data, 1, line.length, stdout);
}

static enum cadre_status run_catalogue_alias(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    CADRE_CLEANUP(renaming_release)
    struct renaming renaming = {.call = call, .kind = kind_find_catalogue(str_view_of(table_name))};
    int64_t wait_s = WAIT_S;
    enum cadre_status status = option_int64(call, "wait", 0, WAIT_S_MAX, &wait_s, err);
    if (status == CADRE_OK)
        status = take_operands(&renaming, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre catalogue alias", &registry, err);
    if (status != CADRE_OK)
        return status;
    renaming.session = registry_session_of(registry);
    status = session_lock(renaming.session, LOCK_REGISTRY, "", (int)wait_s, err);
    if (status != CADRE_OK)
        return status;
    status = rename_in_transaction(&renaming, err);
    session_unlock(renaming.session, LOCK_REGISTRY, "");
    if (status == CADRE_OK)
        print(&renaming);
    return status;
}

static const struct command_example examples[] = {
    {"cadre catalogue alias regions 'Baku city' AZ-BA", "as the offices of a region write it"},
    {"cadre catalogue alias sector 'rabitə nazirliyi' telecom", "a code of a list"},
    {"cadre catalogue alias AZKIB 'Növbətçi' KM-01", "a role of a framework"},
    {"cadre catalogue alias regions 'Baku city' --remove", "it means nothing any more"},
    {0},
};

static const struct command_option options[] = {
    {"remove", 0, NULL, "the spelling means nothing any more"},
    {"wait", 0, "SECONDS", "how long to wait for others who write (default: 60)"},
    {0},
};

const struct command command_catalogue_alias = {
    .name = "catalogue alias",
    .summary = "take a local spelling for a code of the catalogue",
    .operands = "LIST FROM [TO]",
    .operands_min = 2,
    .operands_max = 3,
    .description =
        "In files that are imported or checked with the registry, FROM is read as TO from now on.\n"
        "LIST is a code list ('cadre catalogue list lists'), regions, credentials, or a "
        "framework,\n"
        "FRAMEWORK[@VERSION], of whose roles and competencies TO is one.\n"
        "\n"
        "A spelling that means something else already is refused: nothing is read in two ways.\n"
        "What was imported stays as it is. Many at once: 'cadre catalogue load aliases.csv', of\n"
        "the kind aliases. 'cadre catalogue list aliases' lists them.",
    .examples = examples,
    .options = options,
    .run = run_catalogue_alias,
};
