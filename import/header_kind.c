#include "import/header_kind.h"

#include "core/base/alloc.h"
#include "import/decode.h"
#include "import/header_candidate.h"

enum { KNOWN_LEAST = 2 }; /* columns: one may be by chance */

static const char delimiters[] = {',', ';', '\t'};

struct best {
    const struct kind *kind;
    size_t known;
    bool tied; /* with another kind */
};

static void compare(struct best *best, const struct kind *kind, const struct candidate *candidate)
{
    struct fit fit = header_fit(kind, NULL, candidate);
    if (fit.missing > 0 || fit.known < KNOWN_LEAST || fit.known < best->known)
        return;
    best->tied = fit.known == best->known && best->kind != kind;
    best->known = fit.known;
    best->kind = kind;
}

enum cadre_status header_kind(struct input_file *file, const struct kind *const *kinds,
                              size_t count, enum text_encoding stated, const struct kind **ret_kind,
                              struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    struct best best = {0};
    bool refused = false;
    enum cadre_status status = decode_file(file, stated, false, findings, &refused, err);
    for (size_t i = 0; status == CADRE_OK && !refused && i < sizeof delimiters; i++) {
        struct candidate candidate = {.delimiter = delimiters[i]};
        status = header_candidate_read(file, arena, &candidate, err);
        for (size_t j = 0; status == CADRE_OK && candidate.readable && j < count; j++)
            compare(&best, kinds[j], &candidate);
    }
    if (status == CADRE_OK)
        *ret_kind = best.tied ? NULL : best.kind;
    return status;
}
