/*
 * bench_needs N FOLDER: N made-up needs of the demo's organizations as FOLDER/needs.csv and
 * FOLDER/requirements.csv, always the same for one N. Few roles are asked for often and most
 * seldom; levels, regions, conditions and clauses are drawn, so that most needs are of a profile of
 * their own.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cmd/demo/random.h"
#include "core/base/alloc.h"

enum { EXIT_USAGE = 2, NEEDS_MAX = 100000, PURPOSE = 201 };

static const char *const roles[] = {"511", "531", "441", "451", "411", "541", "521", "621",
                                    "612", "212", "421", "631", "461", "652", "661", "722"};
static const uint16_t role_weights[] = {160, 80, 53, 40, 32, 27, 23, 20,
                                        18,  16, 15, 13, 12, 11, 11, 10};
static const char *const levels[] = {"Basic", "Intermediate", "Advanced"};
static const char *const organizations[] = {"UNIT-101", "UNIT-204", "CERT-GOV", "AGY-DATA"};
static const char *const regions[] = {"",       "",       "AZ-BA",  "AZ-GA",  "AZ-SM",  "AZ-LAN",
                                      "AZ-E01", "AZ-E02", "AZ-E04", "AZ-E06", "AZ-E08", "AZ-E12",
                                      "AZ-ABS", "AZ-SR",  "AZ-XA",  "AZ"};
static const char *const engagements[] = {"contract", "contract", "civil",
                                          "civil",    "muster",   "volunteer"};
static const char *const languages[] = {"", "", "en:B1", "en:B2", "ru:B1", "en:B1;ru:B1"};
static const char *const educations[] = {"", "", "", "4", "6", "7"};
static const char *const clearances[] = {"", "", "", "", "restricted", "secret"};
static const char *const fitnesses[] = {"", "", "C", "B"};
static const char *const ages[] = {"", "", "30", "35", "45"};
static const char *const credentials[] = {"CompTIA/Security+", "Cisco/CCNA", "CompTIA/Network+",
                                          "EC-Council/CEH",    "ISACA/CISM", "ISC2/SSCP"};
static const char *const competencies[] = {"CORE/DEF-IR",  "CORE/NET-ROUT", "CORE/SYS-LIN",
                                           "CORE/CLD-SEC", "CORE/DEF-HARD", "CORE/DEF"};

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define ANY(random, pool) (pool)[random_below((random), COUNT(pool))]

static void write_need(FILE *out, uint64_t number, struct random *random)
{
    fprintf(out, "B-%05llu,%s,Bench %llu,%s,", (unsigned long long)number,
            ANY(random, organizations), (unsigned long long)number, ANY(random, engagements));
    fprintf(out, "DCWF/%s,%s,", roles[random_weighted(random, role_weights, COUNT(roles))],
            ANY(random, levels));
    fprintf(out, "%d,%d,%s,2026-01-01,,%s,", random_between(random, 1, 9),
            random_between(random, 1, 9), ANY(random, regions), ANY(random, ages));
    fprintf(out, "%s,%s,", ANY(random, fitnesses), ANY(random, clearances));
    fprintf(out, "%s,%s,open\n", ANY(random, educations), ANY(random, languages));
}

static void write_alternative(FILE *out, uint64_t number, int clause, const char *importance,
                              struct random *random)
{
    fprintf(out, "B-%05llu,%d,", (unsigned long long)number, clause);
    if (random_chance(random, 500))
        fprintf(out, "credential,%s,,%s,", ANY(random, credentials), importance);
    else
        fprintf(out, "competency,%s,%d,%s,", ANY(random, competencies),
                random_between(random, 1, 3), importance);
    fprintf(out, "%s\n", importance[0] == 'd' ? "2" : "");
}

/* Every second need has a clause that is required, of one alternative or two that differ in kind;
 * every third has one that is desired. */
static void write_clauses(FILE *out, uint64_t number, struct random *random)
{
    if (random_chance(random, 500))
        write_alternative(out, number, 1, "required", random);
    if (random_chance(random, 330))
        write_alternative(out, number, 2, "desired", random);
}

static FILE *begin(const char *folder, const char *name, const char *header)
{
    CADRE_FREE char *path = cadre_format("%s/%s", folder, name);
    FILE *out = fopen(path, "we");
    if (out == NULL) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    fputs(header, out);
    return out;
}

int main(int argc, char **argv)
{
    long count = argc == 3 ? strtol(argv[1], NULL, 10) : 0;
    if (count < 1 || count > NEEDS_MAX) {
        fputs("Usage: bench_needs N FOLDER\n", stderr);
        return EXIT_USAGE;
    }
    FILE *needs = begin(argv[2], "needs.csv",
                        "need_code,organization_code,title,engagement,work_role,level,headcount,"
                        "priority,region,starts_on,ends_on,max_age,fitness_category,clearance,"
                        "education_level,languages,classification\n");
    FILE *requirements =
        begin(argv[2], "requirements.csv", "need_code,clause,kind,code,level,importance,weight\n");
    for (uint64_t number = 1; number <= (uint64_t)count; number++) {
        struct random random = random_stream(1, (enum random_purpose)PURPOSE, number);
        write_need(needs, number, &random);
        write_clauses(requirements, number, &random);
    }
    int faults = fclose(needs) | fclose(requirements);
    return faults == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
