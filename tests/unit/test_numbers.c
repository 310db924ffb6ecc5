/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Numbers of operations: rings have ranges of their own, also when a process has opened more rings
 * than there are ranges. The kernel is left out of it, for speed.
 */
#include "support.h"

struct sring_core_;

int __wrap_sring_uring_open(struct sring_core_ *core, unsigned entries, unsigned cq_entries);
void __wrap_sring_uring_attach(struct sring *ring);
void __wrap_sring_uring_close(struct sring_core_ *core);

int __wrap_sring_uring_open(struct sring_core_ *core, unsigned entries, unsigned cq_entries)
{
    (void)core;
    (void)entries;
    (void)cq_entries;
    return 0;
}

void __wrap_sring_uring_attach(struct sring *ring)
{
    static uint32_t words[4];
    static uint64_t slots[2 * SRING_STEP_ / sizeof(uint64_t)];

    ring->sq_mask_ = SRING_STEP_;
    ring->slots_ = (unsigned char *)slots;
    ring->kernel_sq_head_ = &words[0];
    ring->kernel_sq_tail_ = &words[1];
    ring->kernel_cq_head_ = &words[2];
    ring->kernel_cq_tail_ = &words[3];
}

void __wrap_sring_uring_close(struct sring_core_ *core)
{
    (void)core;
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
