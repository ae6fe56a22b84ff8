/*
 * What changed between two versions of a framework. Elements are the same when type and code are
 * (ASCII case aside): a code may have kept its place and changed its meaning, so titles, wording
 * and group are compared too. Wording is compared by the hash of the text, where both versions have
 * one. An element that went and one that came are told as twins when they have the same title or
 * the same wording; that is a hint, and nothing is carried over by it.
 *
 * Of an old version the catalogue may hold nothing but what was withdrawn since (all its elements
 * are noted so): then nothing can be said of what else it had, and what the other version has
 * beyond it is only counted.
 */
#ifndef CADRE_CORE_CATALOGUE_FRAMEWORK_DIFF_H
#define CADRE_CORE_CATALOGUE_FRAMEWORK_DIFF_H

#include "core/base/arena.h"
#include "core/catalogue/catalogue.h"

enum framework_change_kind {
    CHANGE_ADDED,
    CHANGE_WITHDRAWN,
    CHANGE_RETITLED, /* in any language in which both versions have a title */
    CHANGE_REWORDED,
    CHANGE_MOVED /* to another group */
};
enum { CHANGE_KIND_COUNT = CHANGE_MOVED + 1 };

struct framework_change {
    enum framework_change_kind kind;
    int32_t from, to; /* elements; -1 on the side that has none */
    int32_t twin;     /* of what was added or withdrawn; -1 = none, or more than one */
};

struct framework_diff {
    int32_t from, to; /* frameworks */
    /* By kind, then in the order of the table of the version that has it, the later one if both. An
     * element with two changes stands twice. */
    const struct framework_change *changes;
    size_t change_count;
    size_t counts[CHANGE_KIND_COUNT];
    size_t in_both;                /* elements of both versions */
    size_t same;                   /* of them those without a change */
    size_t wording_known;          /* of them those whose wording could be compared */
    bool from_partial, to_partial; /* of this version only what was withdrawn is held */
    size_t beyond; /* elements of one version that the other, being partial, says nothing of */
};

/* Two versions of one framework; lives in the arena. */
const struct framework_diff *framework_diff(const struct catalogue *catalogue, int32_t from,
                                            int32_t to, struct arena *arena);

#endif
