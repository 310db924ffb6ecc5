/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The lower limit: liburing sets the ring up, and the rest is written by hand, with the system call
 * inlined and no bookkeeping. Only for x86-64.
 */
#include "raw.h"

struct context {
    int result;
    void *memory;
};

static struct context contexts[MAX_BATCH];
static uint32_t sq_tail, cq_head;

static inline long enter(unsigned to_submit, unsigned wait_for)
{
    register long r10 __asm__("r10") = IORING_ENTER_GETEVENTS | IORING_ENTER_REGISTERED_RING;
    register long r8 __asm__("r8") = 0;
    register long r9 __asm__("r9") = 0;
    long result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"((long)__NR_io_uring_enter), "D"((long)ring.enter_ring_fd),
                       "S"((long)to_submit), "d"((long)wait_for), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

static void prepare(void)
{
    unsigned entries = *ring.sq.kring_entries;

    if (!(ring.int_flags & 1)) {
        fail("the ring's descriptor could not be registered (before Linux 5.18)", 0);
    }
    for (unsigned i = 0; i < entries; i++) {
        ring.sq.array[i] = i;
    }
    sq_tail = *ring.sq.ktail;
    cq_head = *ring.cq.khead;
}

static inline void wait_all(struct io_uring_cqe *cqes, unsigned mask, unsigned batch)
{
    uint32_t tail;

    __atomic_store_n(ring.sq.ktail, sq_tail, __ATOMIC_RELEASE);
    enter(batch, batch);
    tail = __atomic_load_n(ring.cq.ktail, __ATOMIC_ACQUIRE);
    for (uint32_t head = cq_head; head != tail; head++) {
        const struct io_uring_cqe *cqe = &cqes[head & mask];

        ((struct context *)(uintptr_t)cqe->user_data)->result = cqe->res;
    }
    cq_head = tail;
    __atomic_store_n(ring.cq.khead, tail, __ATOMIC_RELEASE);
}

void run_nop(unsigned batch, uint64_t operations)
{
    struct io_uring_sqe *sqes = ring.sq.sqes, template;
    unsigned sq_mask = *ring.sq.kring_mask, cq_mask = *ring.cq.kring_mask;

    prepare();
    io_uring_prep_nop(&template);
    for (uint64_t done = 0; done < operations; done += batch) {
        for (unsigned i = 0; i < batch; i++) {
            struct io_uring_sqe *sqe = &sqes[sq_tail++ & sq_mask];

            *sqe = template;
            sqe->user_data = (uintptr_t)&contexts[i];
        }
        wait_all(ring.cq.cqes, cq_mask, batch);
    }
}

void run_read(int fd, unsigned batch, uint64_t operations)
{
    struct io_uring_sqe *sqes = ring.sq.sqes, template;
    unsigned sq_mask = *ring.sq.kring_mask, cq_mask = *ring.cq.kring_mask;

    prepare();
    for (unsigned i = 0; i < batch; i++) {
        contexts[i].memory = block_memory(i);
    }
    io_uring_prep_read(&template, fd, NULL, READ_SIZE, 0);
    for (uint64_t done = 0; done < operations; done += batch) {
        for (unsigned i = 0; i < batch; i++) {
            struct io_uring_sqe *sqe = &sqes[sq_tail++ & sq_mask];

            *sqe = template;
            sqe->addr = (uintptr_t)contexts[i].memory;
            sqe->off = block_offset(done + i);
            sqe->user_data = (uintptr_t)&contexts[i];
        }
        wait_all(ring.cq.cqes, cq_mask, batch);
    }
}
