/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams of bytes that show their position.
 */
#include "support.h"

/* The byte at a position of a stream; sequences do not repeat soon. */
static unsigned char byte_at(uint64_t position, unsigned stream)
{
    uint64_t mixed = (position + stream * 7919) * UINT64_C(0x9e3779b97f4a7c15);

    return (unsigned char)(mixed >> 37);
}

static void *write_on(void *arg)
{
    struct source *source = arg;
    unsigned char data[5000];
    uint64_t sent = 0;
    unsigned step = source->id;

    while (sent < source->length && !atomic_load(&source->stop)) {
        size_t count = 1 + (step = step * 69069 + 5) / 65536 % sizeof(data);
        ssize_t written;

        count = count < source->length - sent ? count : (size_t)(source->length - sent);
        for (size_t i = 0; i < count; i++) {
            data[i] = byte_at(sent + i, source->id);
        }
        written = send(sring_fd_raw(&source->fds.out), data, count, MSG_NOSIGNAL);
        if (written < 0) {
            break;
        }
        sent += (uint64_t)written;
    }
    (void)shutdown(sring_fd_raw(&source->fds.out), SHUT_WR);
    return NULL;
}

void open_source(struct source *source, unsigned id, uint64_t length)
{
    open_socketpair(&source->fds, SOCK_STREAM);
    source->id = id;
    source->length = length;
    source->position = 0;
    atomic_store(&source->stop, false);
    assert_int_equal(pthread_create(&source->thread, NULL, write_on, source), 0);
}

void close_source(struct source *source)
{
    atomic_store(&source->stop, true);
    (void)shutdown(sring_fd_raw(&source->fds.in), SHUT_RD); /* a blocked writer continues */
    pthread_join(source->thread, NULL);
    close(sring_fd_release(&source->fds.in));
    close(sring_fd_release(&source->fds.out));
}

size_t check_bytes(struct source *source, const struct sring_lent_buf *item)
{
    const unsigned char *data = sring_lent_buf_data(item);
    size_t length = sring_lent_buf_length(item);

    for (size_t i = 0; i < length; i++) {
        if (data[i] != byte_at(source->position + i, source->id)) {
            fail_msg("stream %u is wrong at %llu, %zu of %zu", source->id,
                     (unsigned long long)source->position, i, length);
        }
    }
    source->position += length;
    return length;
}
