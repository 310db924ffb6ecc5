/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Reads and receives into a buffer of a group. finish returns 0 for any number of bytes.
 */
#include "links.h"

enum {
    SIZE = 8
};

static struct sring_buf_ring group;

void provided_open(struct sring *ring)
{
    open_group(ring, &group, 4, SIZE, false);
}

void provided_close(struct sring *ring)
{
    close_group(ring, &group);
}

static const struct sring_fd *source(enum situation situation, int type)
{
    struct ends ends;

    if (situation == WRONG) {
        return keep(open("/dev/null", O_WRONLY | O_CLOEXEC));
    }
    ends = keep_pair(type, situation == CANCELLED);
    if (situation == FULL) {
        assert_int_equal(write(ends.far, "12345678", SIZE), SIZE);
    } else if (situation == SHORT) {
        assert_int_equal(write(ends.far, "123", 3), 3);
    }
    return ends.near;
}

#define PROVIDED(op, type)                                                                         \
    static void add_one_##op(struct sring *ring, struct sring_batch_building *batch,               \
                             enum situation situation)                                             \
    {                                                                                              \
        struct sring_##op##_building building;                                                     \
                                                                                                   \
        assert_int_equal(sring_##op##_init(ring, &building, source(situation, type), &group), 0);  \
        sring_##op##_add(ring, batch, &building);                                                  \
    }                                                                                              \
    static int take_##op(struct sring *ring, struct sring_batch_completed *done, uint32_t index)   \
    {                                                                                              \
        struct sring_##op##_completed taken;                                                       \
        struct sring_lent_buf lent;                                                                \
        int rc;                                                                                    \
                                                                                                   \
        sring_##op##_take(ring, done, index, &taken);                                              \
        rc = sring_##op##_finish(&taken, &lent);                                                   \
        if (!rc) {                                                                                 \
            sring_lent_buf_return(&lent);                                                          \
        }                                                                                          \
        return rc;                                                                                 \
    }
PROVIDED(read_provided, 0)
PROVIDED(recv_provided, SOCK_STREAM)

const struct way provided[] = {
    {"read_provided", add_one_read_provided, take_read_provided, FULL, 0, false},
    {"read_provided", add_one_read_provided, take_read_provided, SHORT, 0, true},
    {"read_provided", add_one_read_provided, take_read_provided, WRONG, -EBADF, true},
    {"read_provided", add_one_read_provided, take_read_provided, CANCELLED, -ECANCELED, true},
    {"recv_provided", add_one_recv_provided, take_recv_provided, FULL, 0, false},
    {"recv_provided", add_one_recv_provided, take_recv_provided, SHORT, 0, false},
    {"recv_provided", add_one_recv_provided, take_recv_provided, WRONG, -ENOTSOCK, true},
    {"recv_provided", add_one_recv_provided, take_recv_provided, CANCELLED, -ECANCELED, true},
    {0},
};
