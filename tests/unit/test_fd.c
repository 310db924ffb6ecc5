/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * File handles without a ring.
 */
#include "support.h"

static void adopt_and_release(void **state)
{
    struct sring_fd fd;
    int raw = open("/dev/null", O_RDONLY | O_CLOEXEC);

    (void)state;
    sring_fd_adopt(&fd, raw);
    assert_int_equal(sring_fd_raw(&fd), raw);
    assert_int_equal(sring_fd_release(&fd), raw);
    assert_int_equal(close(raw), 0);
}

static void descriptor_zero_is_live(void **state)
{
    struct sring_fd fd;

    (void)state;
    sring_fd_adopt(&fd, 0);
    sring_fd_stash(&fd);
    sring_fd_claim(&fd);
    assert_int_equal(sring_fd_raw(&fd), 0);
    assert_int_equal(sring_fd_release(&fd), 0);
}

static void largest_descriptor(void **state)
{
    struct sring_fd fd;

    (void)state;
    sring_fd_adopt(&fd, INT32_MAX);
    assert_int_equal(sring_fd_raw(&fd), INT32_MAX);
    assert_int_equal(sring_fd_release(&fd), INT32_MAX);
}

static void negative_descriptor(void **state)
{
    struct sring_fd fd;

    (void)state;
    ASSERT_MISUSE("sring_fd_adopt", "an open file descriptor", "negative", sring_fd_adopt(&fd, -1));
}

static void dead_handles(void **state)
{
    struct sring_fd fd = SRING_NONE, other;
    struct sring ring;

    (void)state;
    open_ring(&ring, 0, 0);
#define DEAD(function, statement)                                                                  \
    ASSERT_MISUSE(function, "a file that is yours", "closed or given away", statement)
    DEAD("sring_fd_raw", (void)sring_fd_raw(&fd));
    DEAD("sring_fd_borrow", sring_fd_borrow(&fd));
    DEAD("sring_fd_release", (void)sring_fd_release(&fd));
    DEAD("sring_fd_move", sring_fd_move(&other, &fd));
    DEAD("sring_fd_stash", sring_fd_stash(&fd));
    DEAD("sring_fd_claim", sring_fd_claim(&fd));
    DEAD("sring_fd_close", sring_fd_close(&ring, &fd));
    sring_close(&ring);
}

static void move(void **state)
{
    struct sring_fd first, second;

    (void)state;
    sring_fd_adopt(&first, 5);
    sring_fd_move(&second, &first);
    assert_int_equal(sring_fd_raw(&second), 5);
    DEAD("sring_fd_raw", (void)sring_fd_raw(&first));
    (void)sring_fd_release(&second);
}

static void close_closes(void **state)
{
    struct sring ring;
    struct two_fds fds;
    int raw;

    (void)state;
    open_ring(&ring, 0, 0);
    open_pipe(&fds);
    raw = sring_fd_raw(&fds.out);
    close_two(&ring, &fds);
    assert_int_equal(fcntl(raw, F_GETFD), -1);
    sring_close(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adopt_and_release),  cmocka_unit_test(descriptor_zero_is_live),
        cmocka_unit_test(largest_descriptor), cmocka_unit_test(negative_descriptor),
        cmocka_unit_test(dead_handles),       cmocka_unit_test(move),
        cmocka_unit_test(close_closes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
