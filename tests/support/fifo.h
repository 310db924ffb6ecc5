/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A fixture: a ring, and a FIFO without a reader.
 */
#ifndef SRING_TESTS_FIFO_H
#define SRING_TESTS_FIFO_H

#include "support.h"

/* A FIFO without a reader. With O_CREAT a worker opens it, and waits for a reader. */
static char directory[64], fifo[80];

static int fifo_setup(void **state)
{
    temporary_directory(directory);
    snprintf(fifo, sizeof(fifo), "%s/fifo", directory);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    return ring_setup(state);
}

static int fifo_teardown(void **state)
{
    int rc = ring_teardown(state);

    remove_directory(directory); /* a worker may have made a file by then */
    return rc;
}

#define FIFO_TEST(name) cmocka_unit_test_setup_teardown(name, fifo_setup, fifo_teardown)

#endif /* SRING_TESTS_FIFO_H */
