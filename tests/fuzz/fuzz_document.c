/*
 * Any bytes as the document of a framework: it is refused with a reason, or what is read keeps the
 * promises of its header; and the same bytes are read the same again.
 */
#include <string.h>

#include "core/base/utf8.h"
#include "core/catalogue/framework_document.h"
#include "tests/fuzz/fuzz_file.h"

static void check_texts(const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        FUZZ_PROMISE(texts[i] != NULL && utf8_is_valid(str_view_of(texts[i]), NULL));
}

static void check_code(const char *code)
{
    size_t length = strlen(code);
    FUZZ_PROMISE(length >= 1 && length <= 64 && strpbrk(code, " \t\n,;\"'") == NULL);
}

static void check_elements(const struct framework_document *document, struct arena *arena)
{
    for (size_t i = 0; i < document->element_count; i++) {
        const struct document_element *element = &document->elements[i];
        const char *const texts[] = {element->type, element->title, element->text,
                                     element->group_code, element->group_title};
        check_texts(texts, sizeof texts / sizeof *texts);
        check_code(element->code);
        FUZZ_PROMISE(strcmp(element->text_hash,
                            framework_text_hash(str_view_of(element->text), arena)) == 0);
    }
}

static void check_relations(const struct framework_document *document)
{
    for (size_t i = 0; i < document->relation_count; i++) {
        const struct document_relation *relation = &document->relations[i];
        const char *const texts[] = {relation->from_type, relation->to_type, relation->relation};
        check_texts(texts, sizeof texts / sizeof *texts);
        check_code(relation->from_code);
        check_code(relation->to_code);
    }
    for (size_t i = 0; i < document->mapping_count; i++) {
        check_code(document->mappings[i].from_code);
        check_code(document->mappings[i].to_code);
    }
}

static void check_findings(const struct framework_document *document)
{
    for (size_t i = 0; i < document->finding_count; i++) {
        const struct document_finding *finding = &document->findings[i];
        FUZZ_PROMISE(finding->code != NULL && finding->code->code[0] == 'D');
        FUZZ_PROMISE(finding->path[0] == '\0' || finding->path[0] == '/');
        FUZZ_PROMISE(finding->value.length <= 200);
        FUZZ_PROMISE(finding->value.data == NULL || utf8_is_valid(finding->value, NULL));
    }
}

static void check_same(const struct framework_document *left,
                       const struct framework_document *right)
{
    FUZZ_PROMISE(strcmp(left->framework, right->framework) == 0);
    FUZZ_PROMISE(strcmp(left->version, right->version) == 0);
    FUZZ_PROMISE(left->element_count == right->element_count);
    FUZZ_PROMISE(left->relation_count == right->relation_count);
    FUZZ_PROMISE(left->finding_count == right->finding_count);
    for (size_t i = 0; i < left->finding_count; i++)
        FUZZ_PROMISE(strcmp(left->findings[i].path, right->findings[i].path) == 0);
}

static void read_twice(const struct catalogue *catalogue, struct str_view text,
                       const struct framework_document_options *options)
{
    struct cadre_error err = {0};
    struct framework_document document;
    struct framework_document again;
    struct arena *arena = arena_new();
    enum cadre_status status =
        framework_document_read(text, catalogue, options, arena, &document, &err);
    FUZZ_PROMISE(status == CADRE_OK || err.message != NULL);
    FUZZ_PROMISE(status == CADRE_OK || status == CADRE_REFUSED ||
                 (status == CADRE_USAGE && options->framework == NULL));
    if (status == CADRE_OK) {
        check_elements(&document, arena);
        check_relations(&document);
        check_findings(&document);
        FUZZ_PROMISE(framework_document_read(text, catalogue, options, arena, &again, &err) ==
                     CADRE_OK);
        check_same(&document, &again);
    }
    cadre_error_release(&err);
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct catalogue *catalogue;
    static const struct framework_document_options options[] = {{NULL, NULL}, {"LOCAL", "1"}};
    if (catalogue == NULL)
        catalogue = catalogue_new();
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        read_twice(catalogue, (struct str_view){(const char *)data, size}, &options[i]);
    return 0;
}
