/* Every kind but the roster: keys, what is refused, versions, sets, holds. */
#include <string.h>

#include "tests/integration/files.h"

#define ORG(day, text)                                                                             \
    {                                                                                              \
        .kind = "organizations", .effective = (day), .header = "code name kind parent_code",       \
        .rows = (text)                                                                             \
    }
#define NEED(day, text)                                                                            \
    {                                                                                              \
        .kind = "needs", .effective = (day),                                                       \
        .header = "need_code organization_code title engagement headcount priority starts_on",     \
        .rows = (text)                                                                             \
    }
#define SETS(day, text)                                                                            \
    {                                                                                              \
        .kind = "requirements", .effective = (day),                                                \
        .header = "need_code clause kind code level importance", .rows = (text)                    \
    }
#define CERT(from, day, text)                                                                      \
    {                                                                                              \
        .kind = "certifications", .source = (from), .effective = (day),                            \
        .header = "source_person_id national_id person_source credential issued_on revoked_on",    \
        .rows = (text)                                                                             \
    }
#define HELD(from, day, text)                                                                      \
    {                                                                                              \
        .kind = "competencies", .source = (from), .effective = (day),                              \
        .header = "source_person_id national_id type code level years", .rows = (text)             \
    }
#define SEAT(from, day, text)                                                                      \
    {                                                                                              \
        .kind = "placements", .source = (from), .effective = (day),                                \
        .header = "source_person_id need_code from_on until_on status", .rows = (text)             \
    }

#define COURSE(day, text)                                                                          \
    {                                                                                              \
        .kind = "trainings", .effective = (day),                                                   \
        .header = "provider code title hours cost grants", .rows = (text)                          \
    }
#define DONE(from, day, text)                                                                      \
    {                                                                                              \
        .kind = "completions", .source = (from), .effective = (day),                               \
        .header = "source_person_id national_id provider training completed_on expires_on",        \
        .rows = (text)                                                                             \
    }
#define EXAM(from, day, text)                                                                      \
    {                                                                                              \
        .kind = "assessments", .source = (from), .effective = (day),                               \
        .header = "source_person_id national_id code score taken_on", .rows = (text)               \
    }
#define SERVICE(from, day, text)                                                                   \
    {                                                                                              \
        .kind = "service_records", .source = (from), .effective = (day),                           \
        .header = "source_person_id national_id record ground from_on until_on", .rows = (text)    \
    }
#define WISH_COLUMNS "source_person_id national_id side need_code work_role organization_code rank"
#define WISH(from, day, text)                                                                      \
    {                                                                                              \
        .kind = "preferences", .source = (from), .effective = (day), .header = WISH_COLUMNS,       \
        .rows = (text)                                                                             \
    }

#define KNOWN_DAYS "lower(valid) || '..' || coalesce(upper(valid)::text, '')"

static const char organizations[] =
    "SELECT code, name, parent_code, " KNOWN_DAYS " FROM cadre.organization "
    "WHERE upper_inf(recorded) AND code < 'B' ORDER BY code COLLATE \"C\", lower(valid)";
static const char needs[] = "SELECT need_code, headcount, " KNOWN_DAYS " FROM cadre.need "
                            "WHERE upper_inf(recorded) ORDER BY need_code, lower(valid)";
static const char sets[] =
    "SELECT need_code, clause, code, level, " KNOWN_DAYS " FROM cadre.need_alternative "
    "WHERE upper_inf(recorded) ORDER BY key COLLATE \"C\", lower(valid)";
static const char holds[] = "SELECT need_code, " KNOWN_DAYS " FROM cadre.requirement_hold "
                            "WHERE upper_inf(recorded) ORDER BY need_code, lower(valid)";
static const char awards[] =
    "SELECT source, ltrim(person_id, 'P0'), credential, revoked_on, owner, " KNOWN_DAYS
    " FROM cadre.award WHERE upper_inf(recorded) ORDER BY key COLLATE \"C\", lower(valid)";
static const char competencies[] =
    "SELECT source, ltrim(person_id, 'P0'), type, code, level, years, " KNOWN_DAYS
    " FROM cadre.competency_held WHERE upper_inf(recorded) ORDER BY key COLLATE \"C\", "
    "lower(valid)";
static const char placements[] =
    "SELECT ltrim(person_id, 'P0'), need_code, status, from_on, until_on, " KNOWN_DAYS
    " FROM cadre.placement WHERE upper_inf(recorded) ORDER BY key COLLATE \"C\", lower(valid)";
static const char trainings[] =
    "SELECT provider, code, hours, cost, array_to_string(grants, ' '), " KNOWN_DAYS
    " FROM cadre.training WHERE upper_inf(recorded) ORDER BY key COLLATE \"C\", lower(valid)";
static const char completions[] =
    "SELECT source, owner, ltrim(person_id, 'P0'), provider, training, completed_on, "
    "expires_on, " KNOWN_DAYS
    " FROM cadre.completion WHERE upper_inf(recorded) ORDER BY key COLLATE \"C\", lower(valid)";
static const char assessments[] =
    "SELECT source, ltrim(person_id, 'P0'), code, score, taken_on, " KNOWN_DAYS
    " FROM cadre.assessment WHERE upper_inf(recorded) ORDER BY key COLLATE \"C\", lower(valid)";
static const char trusts[] =
    "SELECT need_code, code, trust, " KNOWN_DAYS " FROM cadre.need_alternative "
    "WHERE upper_inf(recorded) ORDER BY key COLLATE \"C\", lower(valid)";
static const char months[] =
    "SELECT need_code, kind, code, level, months, " KNOWN_DAYS " FROM cadre.need_alternative "
    "WHERE upper_inf(recorded) ORDER BY key COLLATE \"C\", lower(valid)";
static const char preferences[] =
    "SELECT source, ltrim(person_id, 'P0'), side, need_code, work_role, organization_code, "
    "rank, " KNOWN_DAYS
    " FROM cadre.preference WHERE upper_inf(recorded) ORDER BY key COLLATE \"C\", lower(valid)";

enum { FILES_MAX = 4 };

struct tale {
    const char *title;
    struct test_file files[FILES_MAX];
    const char *told[FILES_MAX];
    const char *question, *answer;
};

static const struct tale tales[] = {
    {"organizations: new, changed, unchanged",
     {ORG("2026-01-01", "A1|one|unit|\nA2|two|unit|A1\n"),
      ORG("2026-02-01", "A2|zwei|unit|A1\nA1|one|unit|\n")},
     {"2 0 0 0", "0 1 1 0"},
     organizations,
     "A1|one|-|2026-01-01..\nA2|two|A1|2026-01-01..2026-02-01\nA2|zwei|A1|2026-02-01.."},
    {"organizations: a parent that is not known, and all below it",
     {ORG("2026-01-01", "A1|one|unit|NONE\nA2|two|unit|A1\nA3|three|unit|BAKU\n")},
     {"1 0 0 0 X007@1 X007@2"},
     organizations,
     "A3|three|BAKU|2026-01-01.."},
    {"organizations: nobody stands above itself",
     {ORG("2026-01-01", "A1|one|unit|\nA2|two|unit|A1\n"),
      ORG("2026-02-01", "A1|one|unit|A2\nA3|three|unit|A3\nA4|four|unit|A2\n")},
     {"2 0 0 0", "0 0 0 0 X008@1 X008@2 X008@3"},
     organizations,
     "A1|one|-|2026-01-01..\nA2|two|A1|2026-01-01.."},
    {"organizations: a late file states the days up to the next version",
     {ORG("2026-03-01", "A1|later|unit|\n"), ORG("2026-01-01", "A1|first|unit|\n")},
     {"1 0 0 0", "1 0 0 0"},
     organizations,
     "A1|first|-|2026-01-01..2026-03-01\nA1|later|-|2026-03-01.."},
    {"needs: an organization that is not known",
     {NEED("2026-01-01", "M1|BAKU|t|civil|2|1|2026-01-01\nM2|NONE|t|civil|2|1|2026-01-01\n"),
      NEED("2026-02-01", "M1|BAKU|t|civil|3|1|2026-01-01\n")},
     {"1 0 0 0 X005@2", "0 1 0 0"},
     needs,
     "M1|2|2026-01-01..2026-02-01\nM1|3|2026-02-01..\nN1|1|2026-01-01..\nN2|1|2026-01-01.."},
    {"requirements: a file replaces the whole set of each need it names",
     {SETS("2026-01-01",
           "N1|1|credential|ISC2/CISSP||required\nN1|1|credential|ISC2/CCSP||required\n"
           "N2|1|credential|ISC2/CISSP||required\n"),
      SETS("2026-02-01",
           "N1|1|credential|ISC2/CISSP||desired\nNX|1|credential|ISC2/CCSP||required\n")},
     {"3 0 0 0", "0 1 0 1 X006@2"},
     sets,
     "N1|1|ISC2/CCSP|-|2026-01-01..2026-02-01\n"
     "N1|1|ISC2/CISSP|-|2026-01-01..2026-02-01\n"
     "N1|1|ISC2/CISSP|-|2026-02-01..\n"
     "N2|1|ISC2/CISSP|-|2026-01-01.."},
    {"requirements: a late set stands until the next one",
     {SETS("2026-01-01", "N1|1|credential|A/A||required\n"),
      SETS("2026-03-01", "N1|1|credential|C/C||required\n"),
      SETS("2026-02-01", "N1|1|credential|A/A||required\nN1|2|credential|B/B||required\n")},
     {"1 0 0 0", "1 0 0 1", "1 0 1 0"},
     sets,
     "N1|1|A/A|-|2026-01-01..2026-03-01\n"
     "N1|1|C/C|-|2026-03-01..\n"
     "N1|2|B/B|-|2026-02-01..2026-03-01"},
    {"requirements: a held set leaves the old one",
     {SETS("2026-01-01", "N1|1|credential|A/A||required\n"),
      {.kind = "requirements",
       .effective = "2026-02-01",
       .header = "need_code clause kind code level importance",
       .rows = "N2|1|credential|B/B||required\n",
       .held_set = "N1"}},
     {"1 0 0 0", "1 0 0 0"},
     holds,
     ""},
    {"requirements: a held set of which none stood holds its need until a whole one comes",
     {{.kind = "requirements",
       .effective = "2026-01-01",
       .header = "need_code clause kind code level importance",
       .rows = "N2|1|credential|B/B||required\n",
       .held_set = "N1"},
      SETS("2026-03-01", "N1|1|credential|A/A||required\n")},
     {"1 0 0 0", "1 0 0 0"},
     holds,
     "N1|2026-01-01..2026-03-01"},
    {"requirements: a late held set holds until the set that stands",
     {SETS("2026-03-01", "N1|1|credential|A/A||required\n"),
      {.kind = "requirements",
       .effective = "2026-01-01",
       .header = "need_code clause kind code level importance",
       .rows = "N2|1|credential|B/B||required\n",
       .held_set = "N1"}},
     {"1 0 0 0", "1 0 0 0"},
     holds,
     "N1|2026-01-01..2026-03-01"},
    {"requirements: a late whole set lifts a later hold",
     {{.kind = "requirements",
       .effective = "2026-02-01",
       .header = "need_code clause kind code level importance",
       .rows = "N2|1|credential|B/B||required\n",
       .held_set = "N1"},
      SETS("2026-01-01", "N1|1|credential|A/A||required\n")},
     {"1 0 0 0", "1 0 0 0"},
     holds,
     ""},
    {"requirements: a training or an organization that is not known holds its need's set",
     {COURSE("2026-01-01", "A|1|one|||\n"),
      SETS("2026-01-01", "N1|1|training|A/1||required\nN1|2|placement|BAKU||required\n"
                         "N2|1|credential|ISC2/CISSP||required\nN2|2|training|A/2||required\n"),
      SETS("2026-02-01", "N2|1|training|A/1||required\nN1|1|placement|NONE||required\n")},
     {"1 0 0 0", "2 0 0 0 X003@3 R065@4", "1 0 0 0 R066@2"},
     holds,
     "N2|2026-01-01..2026-02-01"},
    {"certifications: by number, by national id, by another source's number",
     {CERT(
         "GANJA", "2026-01-01",
         "G1|||ISC2/CISSP|2024-01-01|\n|N1||ISC2/CCSP|2024-01-01|\nB2||BAKU|ISC2/CCSP|2024-01-01|\n"
         "B2|||ISC2/CCSP|2024-01-01|\n|N7||ISC2/CCSP|2024-01-01|\nB1||NONE|ISC2/CCSP|2024-01-01|\n"
         "G1|N2||ISC2/CCSP|2025-01-01|\n")},
     {"3 0 0 0 X004@4 X004@5 X013@6 X009@7"},
     awards,
     "GANJA|1|ISC2/CCSP|-|GANJA|2026-01-01..\n"
     "GANJA|1|ISC2/CISSP|-|GANJA|2026-01-01..\n"
     "GANJA|2|ISC2/CCSP|-|GANJA|2026-01-01.."},
    {"certifications: two rows that turn out to be one award",
     {CERT("GANJA", "2026-01-01", "G1|||ISC2/CISSP|2024-01-01|\n|N1||ISC2/CISSP|2024-01-01|\n")},
     {"0 0 0 0 X012@1 X012@2"},
     awards,
     ""},
    {"certifications: partial by default, a revocation is a change",
     {CERT("BAKU", "2026-01-01", "B1|||ISC2/CISSP|2024-01-01|\nB1|||ISC2/CCSP|2024-01-01|\n"),
      CERT("BAKU", "2026-02-01", "B1|||ISC2/CISSP|2024-01-01|2026-01-20\n")},
     {"2 0 0 0", "0 1 0 0"},
     awards,
     "BAKU|1|ISC2/CCSP|-|BAKU|2026-01-01..\n"
     "BAKU|1|ISC2/CISSP|-|BAKU|2026-01-01..2026-02-01\n"
     "BAKU|1|ISC2/CISSP|2026-01-20|BAKU|2026-02-01.."},
    {"certifications: a full list ends what it does not name, of its source alone",
     {CERT("BAKU", "2026-01-01",
           "B1|||ISC2/CISSP|2024-01-01|\nB2|||ISC2/CISSP|2024-01-01|\n"
           "|N3||ISC2/CISSP|2024-01-01|\n"),
      CERT("GANJA", "2026-01-01", "G1|||ISC2/CISSP|2024-01-01|\n"),
      {.kind = "certifications",
       .source = "BAKU",
       .effective = "2026-02-01",
       .header = "source_person_id credential issued_on",
       .rows = "B3|ISC2/CCSP|2024-01-01\n",
       .full_list = true,
       .seen_person_id = "B2"}},
     {"3 0 0 0", "1 0 0 0", "1 0 0 2"},
     awards,
     "BAKU|1|ISC2/CISSP|-|BAKU|2026-01-01..2026-02-01\n"
     "BAKU|2|ISC2/CISSP|-|BAKU|2026-01-01..\n"
     "BAKU|3|ISC2/CCSP|-|BAKU|2026-02-01..\n"
     "BAKU|3|ISC2/CISSP|-|BAKU|2026-01-01..2026-02-01\n"
     "GANJA|1|ISC2/CISSP|-|GANJA|2026-01-01.."},
    {"competencies: type and code are the key, a replaced level is history",
     {HELD("BAKU", "2026-01-01",
           "B1||work_role|DCWF@5.1/511|Basic|2\nB1||competency|CORE@1/X|1|\n"),
      HELD("BAKU", "2026-02-01", "|N1|work_role|DCWF@5.1/511|Advanced|3\n")},
     {"2 0 0 0", "0 1 0 0"},
     competencies,
     "BAKU|1|competency|CORE@1/X|1|-|2026-01-01..\n"
     "BAKU|1|work_role|DCWF@5.1/511|Basic|2|2026-01-01..2026-02-01\n"
     "BAKU|1|work_role|DCWF@5.1/511|Advanced|3|2026-02-01.."},
    {"placements: nobody sits in two seats at once, a proposed one is no seat",
     {SEAT("BAKU", "2026-01-01",
           "B1|N1|2026-01-01|2026-06-30|posted\n"
           "B1|N2|2026-07-01||ordered\n"
           "B2|N1|2026-01-01|2026-06-30|posted\nB2|N2|2026-06-30||ordered\n"
           "B3|N1|2026-01-01||proposed\nB3|N2|2026-01-01||posted\n"
           "B3|NX|2026-01-01||posted\n"),
      SEAT("BAKU", "2026-02-01",
           "B1|N2|2026-05-01|2026-05-02|posted\n"
           "B3|N2|2026-01-01|2026-04-30|posted\n"
           "B3|N1|2026-05-01||posted\n")},
     {"4 0 0 0 X015@3 X015@4 X006@7", "1 1 0 0 X015@1"},
     placements,
     "1|N1|posted|2026-01-01|2026-06-30|2026-01-01..\n"
     "1|N2|ordered|2026-07-01|-|2026-01-01..\n"
     "3|N1|proposed|2026-01-01|-|2026-01-01..\n"
     "3|N1|posted|2026-05-01|-|2026-02-01..\n"
     "3|N2|posted|2026-01-01|-|2026-01-01..2026-02-01\n"
     "3|N2|posted|2026-01-01|2026-04-30|2026-02-01.."},
    {"trainings: provider and code are the key, a new price is a change",
     {COURSE("2026-01-01", "A|1|one|8|100|competency:CORE@1/DEF-SOC:2;credential:ISC2/CISSP\n"
                           "A|2|two||0|\nB|1|other|8||\n"),
      COURSE("2026-02-01", "A|1|one|8|120|credential:ISC2/CISSP;competency:CORE@1/DEF-SOC:2\n"
                           "A|2|two||0|\n")},
     {"3 0 0 0", "0 1 1 0"},
     trainings,
     "A|1|8|100|competency:CORE@1/DEF-SOC:2 credential:ISC2/CISSP|2026-01-01..2026-02-01\n"
     "A|1|8|120|credential:ISC2/CISSP competency:CORE@1/DEF-SOC:2|2026-02-01..\n"
     "A|2|-|0|-|2026-01-01..\n"
     "B|1|8|-|-|2026-01-01.."},
    {"completions: of people and trainings that are known",
     {COURSE("2026-01-01", "A|1|one|||\n"),
      DONE("GANJA", "2026-02-01",
           "G1||A|1|2025-05-01|\n|N2|A|1|2025-05-01|2027-05-01\nG1||A|2|2025-05-01|\n"
           "G1||B|1|2025-05-01|\n|N9|A|1|2025-05-01|\nG1|N2|A|1|2025-05-01|\n"),
      DONE("GANJA", "2026-03-01", "|N1|A|1|2025-05-01|2028-05-01\n|N1|A|1|2026-01-01|\n")},
     {"1 0 0 0", "2 0 0 0 X016@3 X016@4 X004@5 X009@6", "1 1 0 0"},
     completions,
     "GANJA|GANJA|1|A|1|2025-05-01|-|2026-02-01..2026-03-01\n"
     "GANJA|GANJA|1|A|1|2025-05-01|2028-05-01|2026-03-01..\n"
     "GANJA|GANJA|1|A|1|2026-01-01|-|2026-03-01..\n"
     "GANJA|GANJA|2|A|1|2025-05-01|2027-05-01|2026-02-01.."},
    {"completions: the whole list of a source ends what it does not name",
     {COURSE("2026-01-01", "A|1|one|||\nA|2|two|||\n"),
      DONE("BAKU", "2026-02-01", "B1||A|1|2025-05-01|\nB2||A|1|2025-05-01|\n"),
      {.kind = "completions",
       .source = "BAKU",
       .effective = "2026-03-01",
       .header = "source_person_id provider training completed_on",
       .rows = "B1|A|2|2025-06-01\n",
       .full_list = true}},
     {"2 0 0 0", "2 0 0 0", "1 0 0 2"},
     completions,
     "BAKU|BAKU|1|A|1|2025-05-01|-|2026-02-01..2026-03-01\n"
     "BAKU|BAKU|1|A|2|2025-06-01|-|2026-03-01..\n"
     "BAKU|BAKU|2|A|1|2025-05-01|-|2026-02-01..2026-03-01"},
    {"assessments: of each source its own, a score mended, taken again, nobody's",
     {EXAM("BAKU", "2026-01-01",
           "B1||DIM|612.5|2025-07-12\n|N2|DIM|500|2025-07-12\n|N9|DIM|1|2025-07-12\n"),
      EXAM("BAKU", "2026-02-01", "B1||DIM|621.5|2025-07-12\n|N2|DIM|500|2025-07-12\n"),
      EXAM("GANJA", "2026-02-01", "G1||DIM|612.5|2025-07-12\nG1||DIM|640|2025-09-12\n")},
     {"2 0 0 0 X004@3", "0 1 1 0", "2 0 0 0"},
     assessments,
     "BAKU|1|DIM|612.5|2025-07-12|2026-01-01..2026-02-01\n"
     "BAKU|1|DIM|621.5|2025-07-12|2026-02-01..\n"
     "BAKU|2|DIM|500|2025-07-12|2026-01-01..\n"
     "GANJA|1|DIM|612.5|2025-07-12|2026-02-01..\n"
     "GANJA|1|DIM|640|2025-09-12|2026-02-01.."},
    {"distinctions: held by whom the registry knows",
     {{.kind = "distinctions",
       .source = "BAKU",
       .effective = "2026-01-01",
       .header = "source_person_id code awarded_on",
       .rows = "B1|OLYMPIAD|2025-04-20\nB9|OLYMPIAD|2025-04-20\n"}},
     {"1 0 0 0 X004@2"},
     "SELECT source, ltrim(person_id, 'P0'), code, awarded_on, " KNOWN_DAYS
     " FROM cadre.distinction WHERE upper_inf(recorded)",
     "BAKU|1|OLYMPIAD|2025-04-20|2026-01-01.."},
    {"service_records: an end moves, a ground is another record, nothing ends another",
     {SERVICE("BAKU", "2026-01-01",
              "B1||registered||2020-05-01|\nB1||deferred|studies|2024-09-15|2026-06-30\n"
              "|N2|reserve||2019-01-02|\n|N9|reserve||2019-01-02|\n"),
      SERVICE("BAKU", "2026-02-01",
              "B1||deferred|studies|2024-09-15|2027-06-30\nB1||deferred|health|2024-09-15|\n"
              "B1||registered||2020-05-01|\n"),
      SERVICE("GANJA", "2026-02-01", "G1||registered||2020-05-01|\n")},
     {"3 0 0 0 X004@4", "1 1 1 0", "1 0 0 0"},
     "SELECT source, ltrim(person_id, 'P0'), record, ground, from_on, until_on, " KNOWN_DAYS
     " FROM cadre.service_record WHERE upper_inf(recorded) ORDER BY key COLLATE \"C\", "
     "lower(valid)",
     "BAKU|1|deferred|health|2024-09-15|-|2026-02-01..\n"
     "BAKU|1|deferred|studies|2024-09-15|2026-06-30|2026-01-01..2026-02-01\n"
     "BAKU|1|deferred|studies|2024-09-15|2027-06-30|2026-02-01..\n"
     "BAKU|1|registered|-|2020-05-01|-|2026-01-01..\n"
     "BAKU|2|reserve|-|2019-01-02|-|2026-01-01..\n"
     "GANJA|1|registered|-|2020-05-01|-|2026-02-01.."},
    {"decisions: the need and the run must be known, and a verdict of a day is one row",
     {{.kind = "decisions",
       .source = "BAKU",
       .effective = "2026-01-01",
       .header = "source_person_id need_code run verdict by decided_on until_on",
       .rows = "B1|N1||lock|Commission 4|2026-01-01|\nB1|N1||forbid|Commission 4|2026-01-01|\n"
               "B1|NX||lock|Commission 4|2026-01-01|\nB1|N1|9|decline|BAKU|2026-01-01|\n"},
      {.kind = "decisions",
       .source = "BAKU",
       .effective = "2026-02-01",
       .header = "source_person_id need_code run verdict by decided_on until_on",
       .rows = "B1|N1||lock|Commission 4|2026-01-01|2026-02-28\n"}},
     {"2 0 0 0 X006@3 R080@4", "0 1 0 0"},
     "SELECT source, ltrim(person_id, 'P0'), need_code, verdict, by, until_on, " KNOWN_DAYS
     " FROM cadre.decision WHERE upper_inf(recorded) ORDER BY key COLLATE \"C\", lower(valid)",
     "BAKU|1|N1|forbid|Commission 4|-|2026-01-01..\n"
     "BAKU|1|N1|lock|Commission 4|-|2026-01-01..2026-02-01\n"
     "BAKU|1|N1|lock|Commission 4|2026-02-28|2026-02-01.."},
    {"institution_lists: an end that is known later",
     {{.kind = "institution_lists",
       .effective = "2026-01-01",
       .header = "list institution listed_from listed_until",
       .rows = "CYBER|ADA|2010-01-01|\nCYBER|BDU|2010-01-01|\n"},
      {.kind = "institution_lists",
       .effective = "2026-02-01",
       .header = "list institution listed_from listed_until",
       .rows = "CYBER|ADA|2010-01-01|2025-12-31\nCYBER|BDU|2010-01-01|\n"}},
     {"2 0 0 0", "0 1 1 0"},
     "SELECT institution, listed_until, " KNOWN_DAYS " FROM cadre.institution_listed "
     "WHERE upper_inf(recorded) ORDER BY key COLLATE \"C\", lower(valid)",
     "ADA|-|2026-01-01..2026-02-01\nADA|2025-12-31|2026-02-01..\nBDU|-|2026-01-01.."},
    {"requirements: months alone make another version",
     {{.kind = "requirements",
       .effective = "2026-01-01",
       .header = "need_code clause kind code level months importance",
       .rows = "N1|1|assessment|DIM|600|24|required\nN1|1|experience|DCWF@5.1/511||12|required\n"},
      {.kind = "requirements",
       .effective = "2026-02-01",
       .header = "need_code clause kind code level months importance",
       .rows = "N1|1|assessment|DIM|600||required\nN1|1|experience|DCWF@5.1/511||12|required\n"}},
     {"2 0 0 0", "0 1 1 0"},
     months,
     "N1|assessment|DIM|600|24|2026-01-01..2026-02-01\n"
     "N1|assessment|DIM|600|-|2026-02-01..\n"
     "N1|experience|DCWF@5.1/511|-|12|2026-01-01.."},
    {"requirements: trust alone makes another version",
     {{.kind = "requirements",
       .effective = "2026-01-01",
       .header = "need_code clause kind code importance trust",
       .rows = "N1|1|distinction|MEDAL|required|verified\nN1|1|distinction|OLYMPIAD|required|"
               "declared\n"},
      {.kind = "requirements",
       .effective = "2026-02-01",
       .header = "need_code clause kind code importance trust",
       .rows = "N1|1|distinction|MEDAL|required|\nN1|1|distinction|OLYMPIAD|required|declared\n"}},
     {"2 0 0 0", "0 1 1 0"},
     trusts,
     "N1|MEDAL|verified|2026-01-01..2026-02-01\n"
     "N1|MEDAL|-|2026-02-01..\n"
     "N1|OLYMPIAD|declared|2026-01-01.."},
    {"preferences: of needs, roles and organizations that are known, of both sides",
     {WISH("BAKU", "2026-01-01",
           "B1||person|N1|||1\nB1||person||DCWF@5.1/511||2\nB1||person|||GANJA|3\n"
           "|N1|organization|N1|||1\n|N2|organization|N1|||1\n"
           "B2||person|NX|||1\nB2||person|||NONE|2\n|N9|person|N1|||1\n")},
     {"5 0 0 0 X006@6 X005@7 X004@8"},
     preferences,
     "BAKU|1|organization|N1|-|-|1|2026-01-01..\n"
     "BAKU|1|person|N1|-|-|1|2026-01-01..\n"
     "BAKU|1|person|-|-|GANJA|3|2026-01-01..\n"
     "BAKU|1|person|-|DCWF@5.1/511|-|2|2026-01-01..\n"
     "BAKU|2|organization|N1|-|-|1|2026-01-01.."},
    {"preferences: one person gives a rank once, and ranks change together",
     {WISH("BAKU", "2026-01-01",
           "B1||person|N1|||1\nB1||person|N2|||2\nB2||person|N1|||1\nB2||person|N2|||1\n"),
      WISH("GANJA", "2026-02-01", "G1||person|||GANJA|2\nG1||person|||BAKU|3\n"),
      WISH("BAKU", "2026-03-01", "B1||person|N1|||2\n|N1|person|N2|||1\nB1||person|||BAKU|3\n")},
     {"2 0 0 0 X017@3 X017@4", "0 0 0 0 X017@1 X017@2", "1 2 0 0"},
     preferences,
     "BAKU|1|person|N1|-|-|1|2026-01-01..2026-03-01\n"
     "BAKU|1|person|N1|-|-|2|2026-03-01..\n"
     "BAKU|1|person|N2|-|-|2|2026-01-01..2026-03-01\n"
     "BAKU|1|person|N2|-|-|1|2026-03-01..\n"
     "BAKU|1|person|-|-|BAKU|3|2026-03-01.."},
    {"preferences: what a whole list leaves out makes way for a wish of its rank",
     {WISH("BAKU", "2026-01-01", "B1||person|N1|||1\nB1||person|N2|||2\nB2||person|N1|||1\n"),
      {.kind = "preferences",
       .source = "BAKU",
       .effective = "2026-02-01",
       .header = WISH_COLUMNS,
       .rows = "B1||person|||GANJA|1\nB1||person|N2|||2\n"
               "B2||person|||GANJA|1\nB2||person|||BAKU|1\n",
       .full_list = true}},
     {"3 0 0 0", "1 0 1 1 X017@3 X017@4"},
     preferences,
     "BAKU|1|person|N1|-|-|1|2026-01-01..2026-02-01\n"
     "BAKU|1|person|N2|-|-|2|2026-01-01..\n"
     "BAKU|1|person|-|-|GANJA|1|2026-02-01..\n"
     "BAKU|2|person|N1|-|-|1|2026-01-01.."},
    {"placements: what a whole list leaves out makes way for another seat",
     {SEAT("BAKU", "2026-01-01", "B1|N1|2026-01-01||posted\nB2|N1|2026-01-01||posted\n"),
      {.kind = "placements",
       .source = "BAKU",
       .effective = "2026-02-01",
       .header = "source_person_id need_code from_on until_on status",
       .rows = "B1|N2|2026-02-01||posted\nB2|N1|2026-01-01||posted\nB2|N2|2026-02-01||posted\n",
       .full_list = true}},
     {"2 0 0 0", "1 0 1 1 X015@3"},
     placements,
     "1|N1|posted|2026-01-01|-|2026-01-01..2026-02-01\n"
     "1|N2|posted|2026-02-01|-|2026-02-01..\n"
     "2|N1|posted|2026-01-01|-|2026-01-01.."},
    {"placements: what is not taken lets the seat stand that it would have replaced",
     {SEAT("BAKU", "2026-01-01",
           "B1|N1|2026-01-01|2026-03-31|posted\nB1|N2|2026-04-01|2026-06-30|posted\n"),
      SEAT("BAKU", "2026-02-01",
           "B1|N1|2026-01-01|2026-04-30|posted\nB1|N1|2026-02-15|2026-02-20|posted\n")},
     {"2 0 0 0", "0 0 0 0 X015@1 X015@2"},
     placements,
     "1|N1|posted|2026-01-01|2026-03-31|2026-01-01..\n"
     "1|N2|posted|2026-04-01|2026-06-30|2026-01-01.."},
    {"preferences: what is known and said again stands beside a newer wish of its rank",
     {WISH("BAKU", "2026-01-01", "B1||person|N1|||1\n"),
      WISH("BAKU", "2026-02-01", "B1||person|N1|||1\nB1||person|N2|||1\n")},
     {"1 0 0 0", "0 0 1 0 X017@2"},
     preferences,
     "BAKU|1|person|N1|-|-|1|2026-01-01.."},
};

/* Two sources, four people (P1 in both), two needs. */
static struct session *registry(void)
{
    struct session *session = connect_to(fresh_database(), "test");
    const char *header = "source_person_id national_id given_name family_name";
    add_organizations(session, "BAKU GANJA");
    load_ok(session, &(struct test_file){.kind = "roster",
                                         .source = "BAKU",
                                         .effective = "2026-01-01",
                                         .header = header,
                                         .rows = "B1|N1|a|x\nB2|N2|b|x\nB3|N3|c|x\n"});
    load_ok(session, &(struct test_file){.kind = "roster",
                                         .source = "GANJA",
                                         .effective = "2026-01-01",
                                         .header = header,
                                         .rows = "G1|N1|a|x\n"});
    load_ok(session, &(struct test_file)NEED("2026-01-01", "N1|BAKU|t|civil|1|1|2026-01-01\n"
                                                           "N2|BAKU|t|civil|1|1|2026-01-01\n"));
    return session;
}

START_TEST(files_tell_a_tale)
{
    const struct tale *tale = &tales[_i];
    CADRE_CLEANUP(session_cleanup) struct session *session = registry();
    for (int i = 0; i < FILES_MAX && tale->files[i].kind != NULL; i++) {
        struct outcome outcome = load_ok(session, &tale->files[i]);
        ck_assert_msg(strcmp(told(&outcome), tale->told[i]) == 0, "%s, file %d: '%s' not '%s'",
                      tale->title, i + 1, told(&outcome), tale->told[i]);
        struct outcome again = load_ok(session, &tale->files[i]);
        ck_assert_msg(again.result.counts.rows_new == 0 && again.result.counts.rows_changed == 0 &&
                          again.result.counts.left == 0,
                      "%s, file %d again: '%s'", tale->title, i + 1, told(&again));
        ck_assert_answer(session, "SELECT * FROM cadre.check_registry()", "");
    }
    const char *known = ask(session, tale->question);
    ck_assert_msg(strcmp(known, tale->answer) == 0, "%s:\n%s\nnot\n%s", tale->title, known,
                  tale->answer);
}
END_TEST

/* Row-level security will rest on it. */
START_TEST(every_row_about_a_person_has_an_owner)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    ck_assert_answer(session,
                     "SELECT c.table_name FROM information_schema.columns c "
                     "WHERE c.table_schema = 'cadre' AND c.column_name = 'person_id' "
                     "AND c.table_name IN (SELECT tablename FROM pg_tables) "
                     "AND NOT EXISTS (SELECT FROM information_schema.columns o "
                     "WHERE o.table_schema = 'cadre' AND o.table_name = c.table_name "
                     "AND o.column_name = 'owner' AND o.is_nullable = 'NO')",
                     "");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("merge_kinds");
    tcase_add_loop_test(tcase, files_tell_a_tale, 0, ROWS(tales));
    tcase_add_test(tcase, every_row_about_a_person_has_an_owner);
    return run_with_server(tcase, "integration/merge_kinds");
}
