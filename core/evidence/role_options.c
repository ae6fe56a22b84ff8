#include "core/evidence/role_options.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/json.h"
#include "core/evidence/policy.h"

enum { MONTHS_MAX = 60 };

/* ---- the file -------------------------------------------------------------------------------- */

static enum cadre_status fail_options(struct cadre_error *err)
{
    return cadre_fail(err, CADRE_REFUSED,
                      "'role_options' is a list of \"education\" and \"training\"");
}

static enum cadre_status fail_certification(struct cadre_error *err)
{
    fail_options(err);
    return cadre_fail_hint(err, "certifications count without it, by the certification list");
}

static enum cadre_status read_options(const struct json_value *value, struct role_options *options,
                                      struct cadre_error *err)
{
    if (json_type_of(value) != JSON_ARRAY)
        return fail_options(err);
    for (const struct json_value *item = json_first(value); item != NULL; item = json_next(item)) {
        struct str_view word = json_string(item);
        if (str_view_equal(word, STR_VIEW_LITERAL("education")))
            options->education = true;
        else if (str_view_equal(word, STR_VIEW_LITERAL("training")))
            options->training = true;
        else if (str_view_equal(word, STR_VIEW_LITERAL("certification")))
            return fail_certification(err);
        else
            return fail_options(err);
    }
    return CADRE_OK;
}

/* It stands as one word in the text of a policy. */
static bool is_word(struct str_view text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == ';' || (unsigned char)text.data[i] <= ' ')
            return false;
    }
    return text.length > 0 && text.length < ROLE_OPTIONS_LIST_SIZE;
}

static void set_accredited(struct role_options *options, struct str_view list)
{
    memcpy(options->accredited_by, list.data, list.length);
    options->accredited_by[list.length] = '\0';
}

static enum cadre_status read_accredited(const struct json_value *value,
                                         struct role_options *options, struct cadre_error *err)
{
    struct str_view list = json_string(value);
    if (!is_word(list))
        return cadre_fail(err, CADRE_REFUSED,
                          "'accredited_by' is the code of a list of institutions: one word of at "
                          "most %d bytes",
                          ROLE_OPTIONS_LIST_SIZE - 1);
    set_accredited(options, list);
    return CADRE_OK;
}

static enum cadre_status read_months(const struct json_value *value, struct role_options *options,
                                     struct cadre_error *err)
{
    int64_t months;
    if (!json_int64(value, &months) || months < 1 || months > MONTHS_MAX)
        return cadre_fail(err, CADRE_REFUSED, "'residential_months' is a number from 1 to %d",
                          MONTHS_MAX);
    options->residential_months = (int32_t)months;
    return CADRE_OK;
}

static enum cadre_status read_mode(const struct json_value *value, struct role_options *options,
                                   struct cadre_error *err)
{
    struct str_view word = json_string(value);
    options->stable = str_view_equal(word, STR_VIEW_LITERAL("stable"));
    if (options->stable || str_view_equal(word, STR_VIEW_LITERAL("optimal")))
        return CADRE_OK;
    return cadre_fail(err, CADRE_REFUSED, "'mode' is \"optimal\" or \"stable\"");
}

static const struct {
    const char *name;
    enum cadre_status (*read)(const struct json_value *value, struct role_options *options,
                              struct cadre_error *err);
} members[] = {
    {"role_options", read_options},
    {"accredited_by", read_accredited},
    {"residential_months", read_months},
    {"mode", read_mode},
};

static enum cadre_status read_member(const struct json_value *member, struct role_options *options,
                                     struct cadre_error *err)
{
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (strcmp(json_name(member), members[i].name) == 0)
            return members[i].read(member, options, err);
    }
    cadre_fail(err, CADRE_REFUSED, "a policy has no '%s'", json_name(member));
    return cadre_fail_hint(err, "it has role_options, accredited_by, residential_months and mode");
}

enum cadre_status role_options_parse(struct str_view json, struct role_options *ret_options,
                                     struct cadre_error *err)
{
    CADRE_CLEANUP(json_document_cleanup) struct json_document *document = NULL;
    struct role_options options = {0};
    enum cadre_status status = json_parse(json, &document, err);
    if (status != CADRE_OK)
        return status;
    const struct json_value *root = json_root(document);
    if (json_type_of(root) != JSON_OBJECT)
        return cadre_fail(err, CADRE_REFUSED, "a policy is a JSON object");
    for (const struct json_value *member = json_first(root); status == CADRE_OK && member != NULL;
         member = json_next(member))
        status = read_member(member, &options, err);
    if (status == CADRE_OK && options.accredited_by[0] != '\0' && !options.education)
        return cadre_fail(err, CADRE_REFUSED,
                          "'accredited_by' is of degrees, and \"education\" is not among the "
                          "'role_options'");
    if (status == CADRE_OK)
        *ret_options = options;
    return status;
}

/* ---- the text -------------------------------------------------------------------------------- */

static const struct str_view prefix = {"; role options", 14};

static const char *add_options(const char *policy, const struct role_options *options,
                               struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    if (!options->education && !options->training && options->residential_months == 0)
        return policy;
    str_add_text(&text, policy);
    str_add_view(&text, prefix);
    str_add_text(&text, options->education ? " education" : "");
    str_add_text(&text, options->training ? " training" : "");
    if (options->accredited_by[0] != '\0')
        str_add_format(&text, " accredited %s", options->accredited_by);
    if (options->residential_months > 0)
        str_add_format(&text, " residential %d", options->residential_months);
    return arena_copy(arena, str_view_from(&text)).data;
}

/* Reads the word, and what of the rest it takes. */
static void take_word(struct role_options *options, struct str_view word, struct str_view *rest)
{
    int64_t months = 0;
    if (str_view_equal(word, STR_VIEW_LITERAL("education"))) {
        options->education = true;
    } else if (str_view_equal(word, STR_VIEW_LITERAL("training"))) {
        options->training = true;
    } else if (str_view_equal(word, STR_VIEW_LITERAL("accredited"))) {
        struct str_view list = str_view_cut(*rest, ' ', rest);
        if (is_word(list))
            set_accredited(options, list);
    } else if (str_view_equal(word, STR_VIEW_LITERAL("residential"))) {
        if (str_view_to_int64(str_view_cut(*rest, ' ', rest), &months))
            options->residential_months = (int32_t)months;
    }
}

const char *role_options_add(const char *policy, const struct role_options *options,
                             struct arena *arena)
{
    const char *rules = add_options(policy, options, arena);
    if (options->stable)
        rules = policy_with_stable(rules, arena);
    return options->residual_run > 0 ? policy_with_residual(rules, options->residual_run, arena)
                                     : rules;
}

struct role_options role_options_of(struct str_view policy)
{
    struct role_options options = {.stable = policy_is_stable(policy),
                                   .residual_run = policy_residual_run(policy)};
    struct str_view rest = str_view_behind(policy, prefix);
    if (rest.data == NULL)
        return options;
    rest = str_view_cut(rest, ';', &(struct str_view){0});
    while (rest.length > 0) {
        struct str_view word = str_view_cut(rest, ' ', &rest);
        take_word(&options, word, &rest);
    }
    return options;
}
