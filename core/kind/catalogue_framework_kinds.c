#include "core/kind/catalogue_columns.h"

/* ---- frameworks ------------------------------------------------------------------------------ */

static const struct kind_column framework_columns[] = {
    CATALOGUE_KEY("code", "kod", "код", true, "code of the framework, without @ and /", "AZKIB"),
    CATALOGUE_KEY("version", "versiya", "версия", true, "version of it, without @ and /", "1"),
    TITLE_COLUMNS(true, "Cyber posts", "Kiber vəzifələr", "Киберпосты"),
    CATALOGUE_KEY("scale", "şkala", "шкала", false,
                  "scale of its levels; empty: that of another version of it, else core", "core"),
};

const struct kind kind_frameworks = {
    .name = "frameworks",
    .title = "Frameworks",
    .row_is = "a version of a framework",
    .columns = framework_columns,
    .column_count = COUNT_OF(framework_columns),
    .identity = {"code", "version"},
    .asks_registry = "what the catalogue has of it",
};

/* ---- elements -------------------------------------------------------------------------------- */

#define OF_FRAMEWORK                                                                               \
    CATALOGUE_KEY("framework", "çərçivə", "рамка", true, "code of the framework", "AZKIB"),        \
        CATALOGUE_KEY("version", "versiya", "версия", true, "version of it", "1")

static const struct kind_column element_columns[] = {
    OF_FRAMEWORK,
    CATALOGUE_KEY(
        "type", "növ", "вид", true,
        "work_role, competency or military_specialty, which needs can ask for; or another "
        "word, such as task",
        "work_role"),
    CATALOGUE_KEY("code", "kod", "код", true, "its code in the framework", "KM-01"),
    TITLE_COLUMNS(false, "Duty officer", "Növbətçi zabit", "Дежурный офицер"),
    CATALOGUE_KEY("group_code", "qrup kodu", "код группы", false, "group that it stands in", "KM"),
    CATALOGUE_TEXT("group_en", "qrup", "группа", false, TEXT_MAX_POINTS,
                   "what the group is called in English", "Watch"),
    CATALOGUE_TEXT("text", "mətn", "текст", false, STATEMENT_POINTS, "its text, where it has one",
                   "Keeps the watch."),
};

const struct kind kind_elements = {
    .name = "elements",
    .title = "Elements of frameworks",
    .row_is = "a role, a competency or a statement of a framework",
    .columns = element_columns,
    .column_count = COUNT_OF(element_columns),
    .identity = {"framework", "version", "type", "code"},
    .asks_registry = "what the catalogue has of it",
};

/* ---- relations ------------------------------------------------------------------------------- */

static const struct kind_column relation_columns[] = {
    OF_FRAMEWORK,
    CATALOGUE_KEY("from_type", "haradan növ", "вид от", true, "type of the element it goes from",
                  "competency"),
    CATALOGUE_KEY("from_code", "haradan kod", "код от", true, "code of that element", "LOG-WIN"),
    CATALOGUE_KEY("relation", "əlaqə", "связь", true,
                  "isChildOf from child to parent, projection from a role down, or another word",
                  "isChildOf"),
    CATALOGUE_KEY("to_type", "haraya növ", "вид к", true, "type of the element it goes to",
                  "competency"),
    CATALOGUE_KEY("to_code", "haraya kod", "код к", true, "code of that element", "LOG"),
};

const struct kind kind_element_relations = {
    .name = "element_relations",
    .title = "Relations of elements",
    .row_is = "a relation of two elements of one version",
    .columns = relation_columns,
    .column_count = COUNT_OF(relation_columns),
    .identity = {"framework", "version", "from_type", "from_code", "relation", "to_type",
                 "to_code"},
    .asks_registry = "what the catalogue has of it",
};

/* ---- alignments ------------------------------------------------------------------------------ */

#define ALIGNED_ROLE(column, az, ru, says, such_as)                                                \
    {                                                                                              \
        .name = (column), .header_az = (az), .header_ru = (ru), .rule = RULE_WORK_ROLE,            \
        .required = true, .meaning = (says), .example = (such_as)                                  \
    }

static const struct kind_column alignment_columns[] = {
    ALIGNED_ROLE("from", "haradan", "от", "a work role", "ECSF/cyber-incident-responder"),
    ALIGNED_ROLE("to", "haraya", "к", "the work role of another framework that answers it",
                 "DCWF/531"),
    CATALOGUE_KEY("relation", "əlaqə", "связь", false,
                  "how the two answer: exact, close, broader, narrower or another word", "close"),
};

const struct kind kind_alignments = {
    .name = "alignments",
    .title = "Alignments of work roles",
    .row_is = "a pair of work roles of two frameworks that answer each other",
    .columns = alignment_columns,
    .column_count = COUNT_OF(alignment_columns),
    .identity = {"from", "to"},
    .asks_registry = "what the catalogue has of it",
};

/* ---- scales ---------------------------------------------------------------------------------- */

static const struct kind_column scale_columns[] = {
    CATALOGUE_KEY("scale", "şkala", "шкала", true, "code of the scale", "posts"),
    CATALOGUE_TEXT("title_en", "ingiliscə adı", "название по-английски", false, TEXT_MAX_POINTS,
                   "what the scale is called in English; empty: its code", "Levels of posts"),
    CATALOGUE_KEY("level", "səviyyə", "уровень", true, "code of the level", "II"),
    CATALOGUE_NUMBER("rank", "sıra", "порядок", true, 1, LEVELS_MAX,
                     "place of the level, from 1, the lowest, without a gap", "2"),
    LABEL_COLUMNS("Second", "İkinci", "Второй"),
    REPLACES_COLUMN,
};

const struct kind kind_scales = {
    .name = "scales",
    .title = "Scales of levels",
    .row_is = "a level of a scale",
    .columns = scale_columns,
    .column_count = COUNT_OF(scale_columns),
    .identity = {"scale", "level"},
    .asks_registry = "what the catalogue has of it",
};

static const struct kind_column scale_mapping_columns[] = {
    CATALOGUE_KEY("from_scale", "haradan şkala", "шкала от", true, "code of a scale", "ecf"),
    CATALOGUE_KEY("from_level", "haradan səviyyə", "уровень от", true, "a level of it", "3"),
    CATALOGUE_KEY("to_scale", "haraya şkala", "шкала к", true, "code of another scale", "8140"),
    CATALOGUE_KEY("to_level", "haraya səviyyə", "уровень к", true,
                  "who holds the first level has at least this one of the other scale",
                  "Intermediate"),
};

const struct kind kind_scale_mappings = {
    .name = "scale_mappings",
    .title = "Mappings of levels between scales",
    .row_is = "what a level of one scale is worth at least in another",
    .columns = scale_mapping_columns,
    .column_count = COUNT_OF(scale_mapping_columns),
    .identity = {"from_scale", "from_level", "to_scale"},
    .asks_registry = "what the catalogue has of it",
};
