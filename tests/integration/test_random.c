/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Random sequences of everything, against a simple model: a buffer is with the program, with an
 * operation, or has been freed, and is freed once. SRING_TEST_SEED and SRING_TEST_STEPS in the
 * environment repeat a run or make it longer.
 */
#include "support.h"

enum {
    PLACES = 120,
    BYTES = 64
};

/* What an operation is left with; the buffer's memory counts how often it was freed. */
struct place {
    enum {
        EMPTY,
        SUBMITTED,
        STARTED,
        DETACHED
    } state;
    enum {
        READ,
        RECV,
        READ_AT,
        WRITE,
        TIMEOUT
    } kind;
    union {
        struct sring_read_submitted read;
        struct sring_recv_submitted recv;
        struct sring_read_at_submitted read_at;
        struct sring_write_submitted write;
        struct sring_timeout_submitted timeout;
    } inflight;
};

static struct place places[PLACES];
static uint64_t seed;
static int buffers_made, buffers_freed, callbacks_due, callbacks_run;
static struct two_fds pipe_fds, socket_fds;
static struct sring_fd file;

static uint32_t pick(uint32_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % below;
}

static void count_free(void *data, void *arg)
{
    (void)arg;
    memset(data, 0xdd, BYTES);
    free(data);
    buffers_freed++;
}

static void make_buffer(struct sring_buf *buf)
{
    sring_buf_adopt(buf, malloc(BYTES), BYTES, count_free, NULL);
    memset(sring_buf_data(buf), 'r', BYTES);
    sring_buf_set_length(buf, 1 + pick(BYTES));
    buffers_made++;
}

static void check_and_free(struct sring_buf *buf, int result)
{
    assert_true(result >= -200 && result <= BYTES);
    assert_true(sring_buf_length(buf) <= BYTES);
    sring_buf_free(buf);
}

/* The kinds with a buffer differ in their names only. */
#define KIND(name, member)                                                                         \
    static void on_##name(struct sring *ring, struct sring_##name##_completed *done, void *arg)    \
    {                                                                                              \
        struct place *place = arg;                                                                 \
        struct sring_buf buf;                                                                      \
        int result = sring_##name##_finish(done, &buf);                                            \
                                                                                                   \
        (void)ring;                                                                                \
        check_and_free(&buf, result);                                                              \
        assert_int_equal(place->state, STARTED);                                                   \
        place->state = EMPTY;                                                                      \
        callbacks_run++;                                                                           \
    }                                                                                              \
    static void begin_##name(struct sring *ring, struct sring_##name##_building *op,               \
                             struct place *place)                                                  \
    {                                                                                              \
        struct sring_buf buf;                                                                      \
                                                                                                   \
        if (pick(20) == 0) {                                                                       \
            sring_##name##_abandon(ring, op);                                                      \
            return;                                                                                \
        }                                                                                          \
        make_buffer(&buf);                                                                         \
        if (pick(3) == 0) {                                                                        \
            place->state = STARTED;                                                                \
            callbacks_due++;                                                                       \
            sring_##name##_start(ring, op, &buf, on_##name, place);                                \
        } else {                                                                                   \
            place->state = SUBMITTED;                                                              \
            sring_##name##_submit(ring, op, &buf, &place->inflight.member);                        \
            sring_##name##_submitted_stash(&place->inflight.member);                               \
        }                                                                                          \
    }                                                                                              \
    static void end_##name(struct sring *ring, struct place *place, uint32_t how)                  \
    {                                                                                              \
        struct sring_##name##_completed done;                                                      \
        struct sring_buf buf;                                                                      \
        int result;                                                                                \
                                                                                                   \
        sring_##name##_submitted_claim(&place->inflight.member);                                   \
        if (how == 0) {                                                                            \
            sring_##name##_detach(ring, &place->inflight.member);                                  \
        } else if (how == 1 || !sring_##name##_ready(ring, &place->inflight.member)) {             \
            sring_##name##_cancel(ring, &place->inflight.member, &done);                           \
            result = sring_##name##_finish(&done, &buf);                                           \
            check_and_free(&buf, result);                                                          \
        } else {                                                                                   \
            sring_##name##_wait(ring, &place->inflight.member, &done);                             \
            result = sring_##name##_finish(&done, &buf);                                           \
            check_and_free(&buf, result);                                                          \
        }                                                                                          \
        place->state = EMPTY;                                                                      \
    }

KIND(read, read)
KIND(recv, recv)
KIND(read_at, read_at)
KIND(write, write)

static void on_timeout(struct sring *ring, struct sring_timeout_completed *done, void *arg)
{
    struct place *place = arg;

    (void)ring;
    (void)sring_timeout_finish(done);
    place->state = EMPTY;
    callbacks_run++;
}

static void begin(struct sring *ring, struct place *place)
{
    struct sring_read_building read;
    struct sring_recv_building recv;
    struct sring_read_at_building read_at;
    struct sring_write_building write;
    struct sring_timeout_building timeout;
    int rc = 0;

    place->kind = pick(5);
    switch (place->kind) {
    case READ:
        if (!(rc = sring_read_init(ring, &read, &pipe_fds.in))) {
            begin_read(ring, &read, place);
        }
        break;
    case RECV:
        if (!(rc = sring_recv_init(ring, &recv, &socket_fds.in))) {
            begin_recv(ring, &recv, place);
        }
        break;
    case READ_AT:
        if (!(rc = sring_read_at_init(ring, &read_at, &file, pick(100)))) {
            sring_read_at_set_range(&read_at, pick(BYTES), pick(BYTES));
            begin_read_at(ring, &read_at, place);
        }
        break;
    case WRITE:
        if (!(rc = sring_write_init(ring, &write, pick(2) ? &pipe_fds.out : &socket_fds.out))) {
            begin_write(ring, &write, place);
        }
        break;
    case TIMEOUT:
        if (!(rc = sring_timeout_init(ring, &timeout, pick(1000000)))) {
            if (pick(2)) {
                place->state = STARTED;
                callbacks_due++;
                sring_timeout_start(ring, &timeout, on_timeout, place);
            } else {
                place->state = SUBMITTED;
                sring_timeout_submit(ring, &timeout, &place->inflight.timeout);
                sring_timeout_submitted_stash(&place->inflight.timeout);
            }
        }
    }
    assert_true(rc == 0 || rc == -EAGAIN);
}

static void end(struct sring *ring, struct place *place)
{
    struct sring_timeout_completed done;
    uint32_t how = pick(3);

    switch (place->kind) {
    case READ:
        end_read(ring, place, how);
        break;
    case RECV:
        end_recv(ring, place, how);
        break;
    case READ_AT:
        end_read_at(ring, place, how);
        break;
    case WRITE:
        end_write(ring, place, how);
        break;
    case TIMEOUT:
        sring_timeout_submitted_claim(&place->inflight.timeout);
        if (how == 0) {
            sring_timeout_detach(ring, &place->inflight.timeout);
        } else {
            sring_timeout_wait(ring, &place->inflight.timeout, &done);
            assert_int_equal(sring_timeout_finish(&done), -ETIME);
        }
        place->state = EMPTY;
    }
}

static void open_sometimes_tiny(struct sring *ring)
{
    static const uint32_t entries[] = {1, 2, 8, 64};
    static const uint32_t capacities[] = {50, 100, 4096};

    open_ring(ring, entries[pick(4)], capacities[pick(3)]);
}

static void close_and_check(struct sring *ring)
{
    sring_close(ring);
    assert_int_equal(buffers_made, buffers_freed);
    assert_int_equal(callbacks_due, callbacks_run);
    memset(places, 0, sizeof(places));
}

static void everything(void **state)
{
    const char *steps_text = getenv("SRING_TEST_STEPS"), *seed_text = getenv("SRING_TEST_SEED");
    long steps = steps_text ? atol(steps_text) : 20000;
    int fds = count_fds();
    struct sring ring;

    (void)state;
    seed = seed_text ? strtoull(seed_text, NULL, 10) : (uint64_t)now_ns();
    printf("SRING_TEST_SEED=%llu\n", (unsigned long long)seed);
    fflush(stdout);
    open_pipe(&pipe_fds);
    open_socketpair(&socket_fds, SOCK_STREAM);
    temporary_file(&file, "a file of forty bytes, more or less.....");
    fcntl(sring_fd_raw(&pipe_fds.in), F_SETPIPE_SZ, 1 << 20);
    open_sometimes_tiny(&ring);
    for (long step = 0; step < steps; step++) {
        struct place *place = &places[pick(PLACES)];

        switch (pick(200)) {
        case 0:
            close_and_check(&ring);
            open_sometimes_tiny(&ring);
            break;
        case 1:
        case 2:
        case 3:
            assert_true(sring_poll(&ring) >= 0);
            break;
        case 4:
            assert_int_equal(sring_flush(&ring), 0);
            break;
        default:
            if (place->state == EMPTY) {
                begin(&ring, place);
            } else if (place->state == SUBMITTED) {
                end(&ring, place);
            }
        }
    }
    close_and_check(&ring);
    open_ring(&ring, 0, 0);
    close_two(&ring, &pipe_fds);
    close_two(&ring, &socket_fds);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    assert_int_equal(count_fds(), fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
