/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Helpers of the generated cases (build/release/generated/compile_fail).
 */
#ifndef COMPILE_FAIL_MATRIX_H
#define COMPILE_FAIL_MATRIX_H

#include <sring/batch.h>
#include <sring/direct_fd.h>
#include <sring/queue.h>
#include <sring/registered_buf.h>
#include <sring/shared_buf.h>
#include <sring/stream.h>
#include <sring/vec.h>

#include <fcntl.h>
#include <stdlib.h>

#ifdef SRING_TWIN
#define SRING_CASES_TYPES
#define SRING_CASES_UNCHECKED
#define SRING_CASES_CONSUMED
#define SRING_CASES_FORGOTTEN
#define SRING_CASES_FORGOTTEN_ON_PATH
#define SRING_CASES_FORGOTTEN_IN_LOOP
#define SRING_CASES_KEPT
#define SRING_CASES_CALLBACK
#define SRING_CASES_FOREIGN_RING
#define EITHER(wrong, right) ((void)(wrong), (right))
#else
#define EITHER(wrong, right) wrong
#endif

_Noreturn void give_up(void);
int any_file(void);
void anything_woken(struct sring *ring, void *arg);
void anything_received(struct sring *ring, struct sring_message *message, void *arg);
int any_fiber(struct sring *ring, void *arg);
int perhaps(void);
extern struct sring foreign_ring; /* no function holds it */
extern unsigned char anything[512];
extern struct sring_ticket any_ticket;

/* Memory for pointer arguments that are not handles. */
unsigned char anything[512] __attribute__((aligned(64)));

/* Ends a path that is not part of the case. */
void give_up(void)
{
    exit(2);
}

__attribute__((noinline)) int any_file(void)
{
    return open("/dev/null", O_RDWR);
}

void anything_woken(struct sring *ring, void *arg)
{
    (void)ring;
    (void)arg;
}

void anything_received(struct sring *ring, struct sring_message *message, void *arg)
{
    (void)ring;
    (void)message;
    (void)arg;
}

int any_fiber(struct sring *ring, void *arg)
{
    (void)ring;
    (void)arg;
    return 0;
}

struct sring foreign_ring;
struct sring_ticket any_ticket;

__attribute__((noinline)) int perhaps(void)
{
    return anything[0];
}

#endif /* COMPILE_FAIL_MATRIX_H */
