#include "tests/bench/import/planted.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const struct planted roster[] = {
    {"roster", PLANTED_CELL, "birth_date", "31.02.1991", "R002", "birth_date"},
    {"roster", PLANTED_CELL, "birth_date", "2031-05-05", "R023", "birth_date"},
    {"roster", PLANTED_CELL, "family_name", "", "R001", "family_name"},
    {"roster", PLANTED_CELL, "given_name", "Anar2", "R017", "given_name"},
    {"roster", PLANTED_CELL, "national_id", "AZE 12/34", "R020", "national_id"},
    {"roster", PLANTED_CELL, "email", "elvin.example.org", "R015", "email"},
    {"roster", PLANTED_CELL, "phone", "12-34", "R016", "phone"},
    {"roster", PLANTED_CELL, "sex", "X", "R005", "sex"},
    {"roster", PLANTED_CELL, "citizenship", "AZR", "R006", "citizenship"},
    {"roster", PLANTED_CELL, "region", "Bakii", "R007", "region"},
    {"roster", PLANTED_CELL, "education_level", "ali", "R005", "education_level"},
    {"roster", PLANTED_CELL, "service_status", "hazırdır", "R005", "service_status"},
    {"roster", PLANTED_CELL, "consent_on", "2025-13-01", "R002", "consent_on"},
    {"roster", PLANTED_CELL, "job_title", "qulluq\x02", "R018", "job_title"},
    {"roster", PLANTED_FEW, "sex", "", "R029", NULL},
    {"roster", PLANTED_MANY, "consent_on", "x", "R030", NULL},
    {"roster", PLANTED_QUOTES, "given_name", "\"Əli\" Kamran", "R031", NULL},
    {"roster", PLANTED_DIFFERS, "phone", "+994507654321", "X001", "source_person_id"},
    {"roster", PLANTED_TWICE, "phone", "", "W005", "source_person_id"},
};

static const struct planted certifications[] = {
    {"certifications", PLANTED_CELL, "credential", "Securty+", "R013", "credential"},
    {"certifications", PLANTED_CELL, "credential", "", "R001", "credential"},
    {"certifications", PLANTED_CELL, "issued_on", "30.02.2024", "R002", "issued_on"},
    {"certifications", PLANTED_CELL, "issued_on", "2029-01-01", "R023", "issued_on"},
    {"certifications", PLANTED_CELL, "expires_on", "2001-01-01", "R021", "expires_on"},
    {"certifications", PLANTED_KEY, "source_person_id", "XX-", "X004", "source_person_id"},
    {"certifications", PLANTED_FEW, "issuer", "", "R029", NULL},
    {"certifications", PLANTED_MANY, "expires_on", "x", "R030", NULL},
    {"certifications", PLANTED_QUOTES, "number", "\"DEMO\"-17", "R031", NULL},
    {"certifications", PLANTED_DIFFERS, "expires_on", "2039-12-31", "X001", "source_person_id"},
    {"certifications", PLANTED_TWICE, "number", "", "W005", "source_person_id"},
};

const struct planted *planted_of(const char *kind, size_t *ret_count)
{
    bool people = strcmp(kind, "roster") == 0;
    *ret_count = people ? COUNT_OF(roster) : COUNT_OF(certifications);
    return people ? roster : certifications;
}
