/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The files of the operations, and the rings.
 */
#include "random.h"

#include <netinet/in.h>

/* Two UDP sockets connected to each other. */
static void open_datagrams(struct two_fds *fds)
{
    int raw[2];

    for (int i = 0; i < 2; i++) {
        struct sockaddr_in address = {.sin_family = AF_INET};

        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        raw[i] = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        assert_true(raw[i] >= 0);
        assert_int_equal(bind(raw[i], (struct sockaddr *)&address, sizeof(address)), 0);
    }
    for (int i = 0; i < 2; i++) {
        struct sockaddr_in address;
        socklen_t length = sizeof(address);

        assert_int_equal(getsockname(raw[1 - i], (struct sockaddr *)&address, &length), 0);
        assert_int_equal(connect(raw[i], (struct sockaddr *)&address, length), 0);
    }
    sring_fd_adopt(&fds->in, raw[0]);
    sring_fd_adopt(&fds->out, raw[1]);
}

void drain_receivers(void)
{
    char bytes[POOLED_BYTES];

    ssize_t n;

    while ((n = recv(sring_fd_raw(&world.datagram.in), bytes, sizeof(bytes), MSG_DONTWAIT)) >= 0) {
        assert_null(memchr(bytes, FREED, (size_t)n));
    }
}

void open_world(void)
{
    struct sring_pool_options options = {.max_count = 64, .grow_by = 16};

    open_pipe(&world.pipe);
    fcntl(sring_fd_raw(&world.pipe.out), F_SETPIPE_SZ, 1 << 20);
    open_socketpair(&world.stream, SOCK_STREAM);
    open_datagrams(&world.datagram);
    temporary_file(&world.file, "a file of forty bytes, more or less.....");
    listen_on(&world.listener, AF_UNIX, &world.address, &world.address_length);
    assert_int_equal(sring_pool_open(&world.pool, 16, POOLED_BYTES, &options), 0);
    for (int i = 0; i < PLACES; i++) {
        world.places[i].raw = -1;
    }
}

void close_world(void)
{
    struct sring *ring = &world.ring;

    open_ring(ring, 0, 0);
    close_two(ring, &world.pipe);
    close_two(ring, &world.stream);
    close_two(ring, &world.datagram);
    sring_fd_close(ring, &world.file);
    sring_fd_close(ring, &world.listener);
    sring_pool_close(&world.pool);
    sring_close(ring);
}

/* Queues so small that they are always full, and larger ones. */
void open_any_ring(void)
{
    static const uint32_t entries[] = {1, 2, 8, 64};
    static const uint32_t capacities[] = {50, 100, MOST_CAPACITY};
    struct sring_options options = {
        .preset = SRING_PRESET_DEVELOPMENT,
        .direct_fds = DIRECT_FDS,
        .registered_buffers = REGISTERED_BUFFERS,
    };
    int rc;

    world.capacity = 64;
    if (!one_in(3)) {
        world.capacity = options.capacity = capacities[pick(3)];
        options.entries = entries[pick(4)];
    }
    rc = sring_open(&world.ring, &options);
    assert_int_equal(rc, 0);
    if (one_in(2)) {
        register_pool();
    }
}
