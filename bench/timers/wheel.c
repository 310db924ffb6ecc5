/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A hashed timer wheel in the program: a doubly linked list per slot, a millisecond each. Nothing
 * turns the wheel, as nothing expires; a program would also limit its waits.
 */
#include "timers.h"

enum {
    SLOTS = 65536
};

struct timer {
    struct timer *next, *previous;
    uint64_t at; /* milliseconds */
};

static struct timer slots[SLOTS]; /* heads of the lists */
static struct timer *timers;
static unsigned count;

static void insert(struct timer *timer, uint64_t nanoseconds)
{
    struct timer *head;

    timer->at = ((uint64_t)bench_now() + nanoseconds) / 1000000;
    head = &slots[timer->at % SLOTS];
    timer->next = head->next;
    timer->previous = head;
    head->next->previous = timer;
    head->next = timer;
}

static void take_out(struct timer *timer)
{
    timer->previous->next = timer->next;
    timer->next->previous = timer->previous;
}

void contestant_open(unsigned n, bool deadlines, bool again, uint64_t nanoseconds)
{
    (void)deadlines; /* both are the same */
    (void)again;
    for (unsigned i = 0; i < SLOTS; i++) {
        slots[i].next = slots[i].previous = &slots[i];
    }
    count = n;
    timers = bench_memory(n + TIMERS_BATCH, sizeof(*timers));
    for (unsigned i = 0; i < n; i++) {
        insert(&timers[i], nanoseconds);
    }
}

void contestant_arm(uint64_t nanoseconds)
{
    for (unsigned i = 0; i < TIMERS_BATCH; i++) {
        insert(&timers[count + i], nanoseconds);
    }
}

void contestant_cancel(void)
{
    for (unsigned i = 0; i < TIMERS_BATCH; i++) {
        take_out(&timers[count + i]);
    }
}

void contestant_rearm(unsigned index, uint64_t nanoseconds)
{
    take_out(&timers[index]);
    insert(&timers[index], nanoseconds);
}

void contestant_end_batch(void)
{
}
