/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Numbers of operations: rings have ranges of their own, also when a process has opened more rings
 * than there are ranges. The kernel is left out of it, for speed.
 */
#include "support.h"

#include <liburing.h>

int __wrap_io_uring_queue_init_params(unsigned entries, struct io_uring *ring,
                                      struct io_uring_params *params);
void __wrap_io_uring_queue_exit(struct io_uring *ring);

static struct {
    unsigned sq_head, sq_tail, sq_entries, cq_head, cq_tail, cq_entries, array[2];
    struct io_uring_sqe sqes[2];
    struct io_uring_cqe cqes[128];
} queues;

int __wrap_io_uring_queue_init_params(unsigned entries, struct io_uring *ring,
                                      struct io_uring_params *params)
{
    (void)entries;
    memset(ring, 0, sizeof(*ring));
    memset(&queues, 0, sizeof(queues));
    queues.sq_entries = 2;
    queues.cq_entries = 128;
    ring->sq.khead = &queues.sq_head;
    ring->sq.ktail = &queues.sq_tail;
    ring->sq.kring_entries = &queues.sq_entries;
    ring->sq.array = queues.array;
    ring->sq.sqes = queues.sqes;
    ring->cq.khead = &queues.cq_head;
    ring->cq.ktail = &queues.cq_tail;
    ring->cq.kring_entries = &queues.cq_entries;
    ring->cq.cqes = queues.cqes;
    ring->ring_fd = ring->enter_ring_fd = -1;
    params->features = IORING_FEAT_NODROP | IORING_FEAT_EXT_ARG;
    return 0;
}

void __wrap_io_uring_queue_exit(struct io_uring *ring)
{
    (void)ring;
}

static void ranges_do_not_run_out(void **state)
{
    enum {
        RINGS = (1 << 13) + 10
    };
    uint64_t before = 0;
    struct sring ring;

    (void)state;
    for (int i = 0; i < RINGS; i++) {
        open_ring(&ring, 1, 1);
        assert_true(ring.next_ > 1000); /* 0 is a dead handle, 1 a free slot, 2 a closed ring */
        assert_true(ring.next_ != before);
        before = ring.next_;
        sring_close(&ring);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_do_not_run_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
