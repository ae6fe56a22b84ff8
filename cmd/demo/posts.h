/*
 * Posts that organizations ask for: what they are called and what they demand.
 */
#ifndef CADRE_CMD_DEMO_POSTS_H
#define CADRE_CMD_DEMO_POSTS_H

#include <stddef.h>
#include <stdint.h>

enum demo_post_name {
    POST_AI_ETHICS,
    POST_ARCHITECT,
    POST_ASSESSOR,
    POST_CLOUD,
    POST_COMSEC,
    POST_CONSCRIPT_NETWORK,
    POST_CONSCRIPT_PROGRAMME,
    POST_CONSCRIPT_SUPPORT,
    POST_CONTROL_SYSTEMS,
    POST_DATA_ANALYST,
    POST_DATABASE,
    POST_DEVELOPER,
    POST_FORENSICS,
    POST_HELP_DESK,
    POST_INSTRUCTOR,
    POST_INTELLIGENCE,
    POST_LANGUAGE,
    POST_MUSTER_POOL,
    POST_MUSTER_SYSTEMS,
    POST_NETWORK,
    POST_NICE_RESPONDER,
    POST_PENTEST,
    POST_RED_TEAM,
    POST_RESPONDER,
    POST_RESPONDER_CIVIL,
    POST_SECURE_DEVELOPER,
    POST_SECURITY_MANAGER,
    POST_SOC,
    POST_SOC_LEAD,
    POST_SYSTEMS,
    POST_VOLUNTEER_IR,
    POST_VULNERABILITY,
    POST_COUNT
};

enum { DEMO_CLAUSES_MAX = 3, DEMO_ALTERNATIVES_MAX = 4 };

struct demo_alternative {
    const char *kind, *code, *level; /* level NULL = the lowest */
};

struct demo_clause {
    const char *importance; /* "required", "desired"; NULL = no more clauses */
    int32_t weight, k;      /* 0 = not stated */
    struct demo_alternative alternatives[DEMO_ALTERNATIVES_MAX]; /* up to one without a kind */
};

/* What is not asked for is NULL or 0. */
struct demo_post {
    const char *title, *engagement, *work_role, *level;
    int32_t headcount_min, headcount_max, priority;
    int32_t age_min, age_max, term_months;
    const char *citizenship, *service_status, *fitness, *clearance, *education, *languages, *trust;
    struct demo_clause clauses[DEMO_CLAUSES_MAX];
};

extern const struct demo_post demo_posts[POST_COUNT];

#endif
