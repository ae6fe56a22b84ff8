#include "cmd/demo/wishes.h"

static struct demo_wish wish_for(const char *side, int32_t rank)
{
    return (struct demo_wish){
        .side = side, .need_code = "", .work_role = "", .organization_code = "", .rank = rank};
}

size_t demo_wishes_draw(uint64_t seed, const struct demo_person *person,
                        const struct demo_need *needs, struct demo_wish *ret_wishes)
{
    enum { WISHES_PER_MILLE = 90, ROLE_PER_MILLE = 500, ORGANIZATION_PER_MILLE = 400 };
    enum { WANTED_PER_MILLE = 250, RANKS_OF_ORGANIZATIONS = 5 };
    struct random random = random_stream(seed, RANDOM_WISHES, person->index);
    size_t count = 0;
    const struct demo_need *need = demo_need_of_role(needs, person->track->role, &random);
    if (need == NULL || !random_chance(&random, WISHES_PER_MILLE))
        return 0;
    ret_wishes[count] = wish_for("person", 1);
    ret_wishes[count++].need_code = need->code;
    if (random_chance(&random, ROLE_PER_MILLE)) {
        ret_wishes[count] = wish_for("person", (int32_t)count + 1);
        ret_wishes[count++].work_role = person->track->role;
    }
    if (random_chance(&random, ORGANIZATION_PER_MILLE)) {
        const char *code = demo_organizations[random_below(&random, DEMO_ORGANIZATION_COUNT)].code;
        ret_wishes[count] = wish_for("person", (int32_t)count + 1);
        ret_wishes[count++].organization_code = code;
    }
    if (random_chance(&random, WANTED_PER_MILLE)) {
        int32_t rank = random_between(&random, 1, RANKS_OF_ORGANIZATIONS);
        ret_wishes[count] = wish_for("organization", rank);
        ret_wishes[count++].need_code = need->code;
    }
    return count;
}
