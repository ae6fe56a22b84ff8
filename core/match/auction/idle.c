#include "core/match/auction/idle.h"

#include "core/match/people_parts.h"

/* People who wait, for a look to be worth its threads. */
enum { ENOUGH = 2000 };

struct idle {
    struct auction *auction;
    size_t count[PEOPLE_PARTS_MOST]; /* per part */
};

/* Of those who wait, by bit. */
static uint64_t idle_of_word(const struct auction *auction, size_t word)
{
    uint64_t idle = 0;
    for (uint64_t left = auction->waiting[word]; left != 0; left &= left - 1) {
        size_t person = word * WORD_BITS + (size_t)__builtin_ctzll(left);
        if (auction_choose(auction, (int32_t)person).need < 0)
            idle |= left & -left;
    }
    return idle;
}

/* A word is looked at by the part that has its first person. */
static void look_at_part(void *context, const struct people_part *part)
{
    struct idle *idle = context;
    size_t count = 0;
    size_t end = auction_words(part->end);
    for (size_t word = auction_words(part->first); word < end; word++) {
        uint64_t of_word = idle_of_word(idle->auction, word);
        idle->auction->waiting[word] ^= of_word;
        count += (size_t)__builtin_popcountll(of_word);
    }
    idle->count[part->number] = count;
}

/* What the parts could not do at once: a word of `busy` is of several of them. */
static void tidy_busy(struct auction *auction)
{
    size_t words = auction_words(auction->problem->person_count);
    for (size_t word = 0; word < words; word++) {
        if (auction->waiting[word] == 0)
            auction->busy[word / WORD_BITS] &= ~((uint64_t)1 << (word % WORD_BITS));
    }
}

void idle_pass_over(struct auction *auction)
{
    struct idle idle = {.auction = auction};
    size_t parts = people_parts(auction->problem);
    bool first = auction->bids + auction->phase_bids == 0; /* seats still cost nothing */
    if (parts == 1 || first || auction->waiting_count < ENOUGH)
        return;
    people_parts_look(auction->problem, auction->rows, look_at_part, &idle);
    for (size_t part = 0; part < parts; part++) {
        auction->waiting_count -= idle.count[part];
        auction->phase_bids += idle.count[part];
    }
    tidy_busy(auction);
}
