/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Random programs of fibers: the common declarations.
 *
 * Each fiber has an actor, which knows what the fiber should see: its result, whether it was
 * cancelled, the first error of its scope. Files, buffers, allocations and stacks are counted.
 */
#ifndef SRING_TESTS_PROGRAMS_H
#define SRING_TESTS_PROGRAMS_H

#include "../random/random.h"

enum {
    DEEPEST_FIBER = 5,
    MOST_FIBERS = 60, /* of one program */
    MOST_ROOTS = 6,
};

/* A scope, and what it should return. */
struct group {
    struct sring_scope scope;   /* stashed; its fibers borrow it */
    const struct actor *opener; /* NULL: outside of fibers */
    int error;
    bool cancelled;
    uint32_t members; /* that have not returned */
};

struct actor {
    unsigned depth;
    uint32_t place;             /* in program.live */
    const struct actor *parent; /* that joins it, or NULL */
    struct group *group;        /* or NULL */
    bool cancelled;             /* for certain */
    bool joined;                /* whoever joins it frees it; otherwise it frees itself */
    int result;
    struct sring_ticket ticket;
};

struct program {
    struct sring ring;
    struct two_fds pipe;
    bool closing;
    struct actor *live[MOST_FIBERS]; /* NULL: it has ended */
    uint32_t begun, ended;
    uint32_t buffers_made, buffers_freed;
    uint32_t callbacks_due, callbacks_run;
    struct sring_ticket timer; /* the last one with a callback */
};
extern struct program program;

/* --- actors.c ------------------------------------------------------------------------------- */

uint64_t choose_seed(void); /* returns it */
uint32_t choose(uint32_t below);
bool once_in(uint32_t n);
uint64_t short_time(void);

/* The function of all fibers. */
int act(struct sring *ring, void *arg);
/* Makes an actor for a new fiber, or returns NULL: there are enough. */
struct actor *new_actor(const struct actor *parent, struct group *group, bool joined);
/* Its fiber could not be made. */
void drop_actor(struct actor *actor);
void join_group(struct actor *actor, struct group *group);
bool may_be_cancelled(const struct actor *actor);
/* Checks the result of a call that reports that the fiber was cancelled; `was_cancelled`: before
 * the call. Returns whether the fiber goes on. */
bool goes_on(const struct actor *actor, bool was_cancelled, int rc);
void cancel_group(struct group *group);
/* Cancels a fiber by its ticket. */
void cancel_someone(struct sring *ring);

/* --- steps.c -------------------------------------------------------------------------------- */

/* Does something. Returns whether the fiber goes on. */
bool step(struct sring *ring, struct actor *actor);

/* --- children.c ----------------------------------------------------------------------------- */

/* Makes fibers, and ends them in all ways. Returns whether the fiber goes on. */
bool have_children(struct sring *ring, struct actor *actor);
/* The fibers that the program begins with: the first makes some, the second ends one or none. */
void begin_roots(void);
void end_a_root(void);
/* Joins all of them or, if the ring is closed, forgets them. */
void end_roots(void);
void forget_roots(void);

#endif /* SRING_TESTS_PROGRAMS_H */
