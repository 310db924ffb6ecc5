/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What sring-probe finds out, and how it prints it.
 */
#ifndef PROBE_REPORT_H
#define PROBE_REPORT_H

#include "operation_list.h"

#include <sring/detail/setup.h>
#include <sring/sring.h>

#include <sys/resource.h>
#include <sys/utsname.h>

#define MOST_SETUPS 16
#define FEATURES 11

/* Something that was tried. */
struct attempt {
    const char *name;
    int rc;           /* 0: it works; otherwise -errno */
    char reason[256]; /* if it does not: why, and the remedy */
};

struct report {
    struct utsname kernel;
    struct attempt io_uring; /* a ring with SRING_BACKEND_URING */
    struct attempt ring;     /* with SRING_BACKEND_AUTO; the name is that of its backend */
    const char *asked_for;   /* SRING_BACKEND in the environment, or NULL */
    struct sring_setup_ setups[MOST_SETUPS];
    unsigned setup_count;
    struct attempt features[FEATURES]; /* of a ring with SRING_BACKEND_AUTO */
    bool supported[SRING_OPERATIONS];  /* on such a ring */
    bool required[SRING_OPERATIONS];   /* the user asks for these */
    struct rlimit memlock, nofile;     /* in bytes; a number */
};

/* --- look.c --------------------------------------------------------------------------------- */

/* Fills in everything but `required`. */
void look(struct report *report);
/* Returns the set-up that sring_open uses, or NULL. */
const struct sring_setup_ *best_setup(const struct report *report);
/* Whether the operation was asked for, and is not there. */
bool is_missing(const struct report *report, unsigned operation);

/* --- text.c --------------------------------------------------------------------------------- */

void print_text(const struct report *report);
/* Only the operations that were asked for, and are not there. */
void print_missing(const struct report *report);

/* --- json.c --------------------------------------------------------------------------------- */

void print_json(const struct report *report);

#endif /* PROBE_REPORT_H */
