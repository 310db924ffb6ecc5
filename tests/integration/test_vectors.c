/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Vectored reads and writes: on files, pipes and sockets, against a model, and with every way to
 * end.
 */
#include "support.h"

static void files(void **state)
{
    struct sring *ring = *state;
    struct sring_fd file;
    struct sring_vec vec;

    temporary_file(&file, "");
    text_vec(&vec, "one||three");
    assert_int_equal(sring_writev_await(ring, &file, &vec), 8);
    assert_int_equal(sring_writev_at_await(ring, &file, &vec, 6), 8);
    expect_vec(&vec, "one||three");
    sring_vec_free(&vec);
    new_vec(&vec, 3, (const size_t[]){4, 1, 100});
    assert_int_equal(sring_readv_at_await(ring, &file, &vec, 0), 14);
    expect_vec(&vec, "onet|h|ronethree");
    assert_int_equal(sring_readv_at_await(ring, &file, &vec, 11), 3);
    expect_vec(&vec, "ree||");
    assert_int_equal(sring_readv_at_await(ring, &file, &vec, 14), 0);
    expect_vec(&vec, "||");
    assert_int_equal(lseek(sring_fd_raw(&file), 4, SEEK_SET), 4);
    assert_int_equal(sring_readv_await(ring, &file, &vec), 10);
    expect_vec(&vec, "hron|e|three");
    sring_vec_free(&vec);
    sring_fd_close(ring, &file);
}

static void nothing(void **state)
{
    struct sring *ring = *state;
    struct sring_fd file;
    struct sring_vec vec;

    temporary_file(&file, "text");
    assert_int_equal(sring_vec_init(&vec, 4), 0);
    assert_int_equal(sring_readv_at_await(ring, &file, &vec, 0), 0);
    assert_int_equal(sring_writev_at_await(ring, &file, &vec, 0), 0);
    assert_int_equal(sring_vec_count(&vec), 0);
    sring_vec_free(&vec);
    text_vec(&vec, "||");
    assert_int_equal(sring_writev_at_await(ring, &file, &vec, 0), 0);
    sring_vec_free(&vec);
    sring_fd_close(ring, &file);
}

static void errors(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_readv_building op;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_fd file;
    struct sring_vec vec;

    new_vec(&vec, 2, (const size_t[]){3, 8});
    sring_vec_set_length(&vec, 0, 2);
    sring_fd_adopt(&file, 12345);
    assert_int_equal(sring_readv_await(ring, &file, &vec), -EBADF);
    (void)sring_fd_release(&file);
    expect_vec(&vec, "|");
    open_pipe(&fds);
    /* The bytes before the range count as data, also after an error. */
    memcpy(sring_vec_data(&vec, 0), "abc", 3);
    memcpy(sring_vec_data(&vec, 1), "d", 1);
    assert_int_equal(sring_readv_init(ring, &op, &fds.out), 0);
    sring_readv_set_range(&op, 4, SIZE_MAX);
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_wait(ring, &inflight, &done);
    assert_int_equal(sring_readv_finish(&done, &vec), -EBADF);
    expect_vec(&vec, "abc|d");
    sring_vec_free(&vec);
    close_two(ring, &fds);
}

/* A range begins and ends anywhere. */
static void ranges(void **state)
{
    static const char text[] = "abcdefghij";
    struct sring *ring = *state;
    struct sring_fd file;

    temporary_file(&file, text);
    for (size_t start = 0; start <= 10; start++) {
        for (size_t count = 0; count <= 11 - start; count++) {
            size_t n = count < 10 - start ? count : 10 - start;
            struct sring_writev_building out;
            struct sring_readv_at_building in;
            struct sring_writev_submitted written;
            struct sring_readv_at_submitted reading;
            struct sring_writev_completed has_written;
            struct sring_readv_at_completed has_read;
            struct two_fds fds;
            struct sring_vec vec;
            char got[16], all[16] = "";

            open_pipe(&fds);
            text_vec(&vec, "abc||defgh|ij");
            assert_int_equal(sring_writev_init(ring, &out, &fds.out), 0);
            sring_writev_set_range(&out, start, count);
            sring_writev_submit(ring, &out, &vec, &written);
            sring_writev_wait(ring, &written, &has_written);
            assert_int_equal(sring_writev_finish(&has_written, &vec), n);
            expect_vec(&vec, "abc||defgh|ij");
            if (n) {
                assert_int_equal(read(sring_fd_raw(&fds.in), got, sizeof(got)), n);
                assert_memory_equal(got, text + start, n);
            }
            close_two(ring, &fds);
            sring_vec_free(&vec);

            new_vec(&vec, 3, (const size_t[]){2, 5, 3});
            for (uint32_t i = 0; i < 3; i++) {
                memset(sring_vec_data(&vec, i), '-', sring_vec_capacity(&vec, i));
            }
            assert_int_equal(sring_readv_at_init(ring, &in, &file, start), 0);
            sring_readv_at_set_range(&in, start, count);
            sring_readv_at_submit(ring, &in, &vec, &reading);
            sring_readv_at_wait(ring, &reading, &has_read);
            assert_int_equal(sring_readv_at_finish(&has_read, &vec), n);
            assert_int_equal(sring_vec_total(&vec), start + n);
            for (uint32_t i = 0; i < 3; i++) {
                strncat(all, (char *)sring_vec_data(&vec, i), sring_vec_capacity(&vec, i));
            }
            memset(got, '-', 10);
            memcpy(got + start, text + start, n);
            assert_memory_equal(all, got, 10);
            sring_vec_free(&vec);
        }
    }
    sring_fd_close(ring, &file);
}

/* After a short write the next one continues where it ended. */
static void short_writes(void **state)
{
    enum {
        SIZE = 40000,
        COUNT = 5
    };
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_vec vec;
    unsigned char got[4096];
    size_t sent = 0, received = 0;
    int rounds = 0;

    open_pipe(&fds);
    assert_int_equal(fcntl(sring_fd_raw(&fds.out), F_SETFL, O_NONBLOCK), 0);
    new_vec(&vec, COUNT, (const size_t[]){SIZE, SIZE, SIZE, SIZE, SIZE});
    for (size_t i = 0; i < SIZE * COUNT; i++) {
        sring_vec_data(&vec, (uint32_t)(i / SIZE))[i % SIZE] = (unsigned char)(i * 31 >> 3);
        sring_vec_set_length(&vec, (uint32_t)(i / SIZE), SIZE);
    }
    while (received < SIZE * COUNT) {
        struct sring_writev_building op;
        struct sring_writev_submitted inflight;
        struct sring_writev_completed done;
        ssize_t n;
        int rc;

        assert_int_equal(sring_writev_init(ring, &op, &fds.out), 0);
        sring_writev_set_range(&op, sent, SIZE_MAX);
        sring_writev_submit(ring, &op, &vec, &inflight);
        sring_writev_wait(ring, &inflight, &done);
        rc = sring_writev_finish(&done, &vec);
        assert_true(rc >= 0 || rc == -EAGAIN);
        sent += rc > 0 ? (size_t)rc : 0;
        n = read(sring_fd_raw(&fds.in), got, sizeof(got));
        assert_true(n > 0);
        for (ssize_t i = 0; i < n; i++, received++) {
            assert_int_equal(got[i], (unsigned char)(received * 31 >> 3));
        }
        rounds++;
    }
    assert_true(rounds > 10);
    sring_vec_free(&vec);
    close_two(ring, &fds);
}

static void direct(void **state)
{
    struct sring *ring = *state;
    struct sring_fd file;
    struct sring_direct_fd direct;
    struct sring_writev_at_building out;
    struct sring_writev_at_submitted written;
    struct sring_writev_at_completed has_written;
    struct sring_readv_at_building in;
    struct sring_readv_at_submitted reading;
    struct sring_readv_at_completed has_read;
    struct sring_vec vec;

    temporary_file(&file, "");
    assert_int_equal(sring_fd_register(ring, &file, &direct), 0);
    sring_fd_close(ring, &file);
    text_vec(&vec, "ab|cd");
    assert_int_equal(sring_writev_at_init_direct(ring, &out, &direct, 2), 0);
    sring_writev_at_submit(ring, &out, &vec, &written);
    sring_writev_at_wait(ring, &written, &has_written);
    assert_int_equal(sring_writev_at_finish(&has_written, &vec), 4);
    assert_int_equal(sring_readv_at_init_direct(ring, &in, &direct, 3), 0);
    sring_readv_at_submit(ring, &in, &vec, &reading);
    sring_readv_at_wait(ring, &reading, &has_read);
    assert_int_equal(sring_readv_at_finish(&has_read, &vec), 3);
    expect_vec(&vec, "bc|d");
    sring_vec_free(&vec);
    sring_direct_fd_unregister(ring, &direct);
}

SRING_READV_CALLBACK(on_read)
{
    struct sring_vec vec;

    *(int *)arg = sring_readv_finish(done, &vec);
    expect_vec(&vec, "hel|lo");
    sring_vec_free(&vec);
}

/* A blocked read, with every way to end it; everything comes back or is freed. */
static void endings(void **state)
{
    static struct counted counted[4][2];
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_readv_building op;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_vec vec;
    int result = -1;

    open_pipe(&fds);
    counted_vec(&vec, 2, counted[0]);
    assert_int_equal(sring_readv_init(ring, &op, &fds.in), 0);
    sring_readv_submit(ring, &op, &vec, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    assert_false(sring_readv_ready(ring, &inflight));
    sring_readv_cancel(ring, &inflight, &done);
    assert_int_equal(sring_readv_finish(&done, &vec), -ECANCELED);
    assert_int_equal(freed(2, counted[0]), 0);
    expect_untouched(&counted[0][0]);

    assert_int_equal(sring_readv_init(ring, &op, &fds.in), 0);
    sring_readv_submit(ring, &op, &vec, &inflight);
    sring_readv_detach(ring, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    assert_int_equal(freed(2, counted[0]), 0);
    write_text(&fds.out, "hello");
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(freed(2, counted[0]), 2);

    new_vec(&vec, 2, (const size_t[]){3, 3});
    assert_int_equal(sring_readv_init(ring, &op, &fds.in), 0);
    sring_readv_start(ring, &op, &vec, on_read, &result);
    write_text(&fds.out, "hello");
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(result, 5);

    write_text(&fds.out, "hello");
    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    for (int i = 1; i < 3; i++) {
        counted_vec(&vec, 2, counted[i]);
        assert_int_equal(sring_readv_init(ring, &op, &fds.in), 0);
        sring_readv_set_range(&op, 4094, 4);
        if (i > 1) {
            sring_batch_link(&batch); /* two reads of a pipe have no fixed order */
        }
        sring_readv_add(ring, &batch, &op, &vec);
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_readv_take(ring, &batch_done, 0, &done);
    assert_int_equal(sring_readv_finish(&done, &vec), 4);
    assert_int_equal(sring_vec_length(&vec, 0), 4096);
    assert_int_equal(sring_vec_length(&vec, 1), 2);
    assert_memory_equal(sring_vec_data(&vec, 0) + 4094, "he", 2);
    assert_memory_equal(sring_vec_data(&vec, 1), "ll", 2);
    sring_vec_free(&vec);
    sring_batch_finish(ring, &batch_done);
    assert_int_equal(freed(2, counted[1]), 2);
    assert_int_equal(freed(2, counted[2]), 2);

    assert_int_equal(sring_readv_init(ring, &op, &fds.in), 0);
    sring_readv_abandon(ring, &op);
    counted_vec(&vec, 2, counted[3]);
    assert_int_equal(sring_readv_init(ring, &op, &fds.in), 0);
    sring_readv_submit(ring, &op, &vec, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    sring_readv_submitted_stash(&inflight); /* closing the ring ends the operation */
    close_two(ring, &fds);
    sring_close(ring);
    assert_int_equal(freed(2, counted[3]), 2);
    open_ring(ring, 8, 64);
}

/* AddressSanitizer reports access to memory in flight. */
static void poisoned(void **state)
{
#if defined(SRING_ASAN_)
    int __asan_address_is_poisoned(const volatile void *address);
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_readv_building op;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec;
    unsigned char *data[2];

    open_pipe(&fds);
    new_vec(&vec, 2, (const size_t[]){3, 100});
    for (uint32_t i = 0; i < 2; i++) {
        data[i] = sring_vec_data(&vec, i);
    }
    assert_int_equal(sring_readv_init(ring, &op, &fds.in), 0);
    sring_readv_submit(ring, &op, &vec, &inflight);
    assert_true(__asan_address_is_poisoned(data[0]));
    assert_true(__asan_address_is_poisoned(data[1] + 99));
    sring_readv_cancel(ring, &inflight, &done);
    assert_true(__asan_address_is_poisoned(data[0]));
    (void)sring_readv_finish(&done, &vec);
    assert_false(__asan_address_is_poisoned(data[0]));
    assert_false(__asan_address_is_poisoned(data[1] + 99));
    sring_vec_free(&vec);
    close_two(ring, &fds);
#else
    (void)state;
    SKIP("this build has no AddressSanitizer");
#endif
}

static void misuse(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_readv_building op;
    struct sring_readv_submitted inflight;
    struct sring_readv_completed done;
    struct sring_vec vec, copy;

    open_pipe(&fds);
    new_vec(&vec, 2, (const size_t[]){3, 3});
    assert_int_equal(sring_readv_init(ring, &op, &fds.in), 0);
    sring_readv_set_range(&op, 7, 1);
    ASSERT_MISUSE("sring_readv_submit", "a range within the vector", "behind its end",
                  sring_readv_submit(ring, &op, &vec, &inflight));
    sring_readv_set_range(&op, 6, 1);
    copy = vec;
    sring_readv_submit(ring, &op, &vec, &inflight);
    ASSERT_MISUSE("sring_vec_data", "a vector that is yours", "given away",
                  sring_vec_data(&copy, 0));
    ASSERT_MISUSE("sring_vec_free", "a vector that is yours", "given away", sring_vec_free(&copy));
    sring_readv_cancel(ring, &inflight, &done);
    (void)sring_readv_finish(&done, &vec);
    ASSERT_MISUSE("sring_vec_take", "a vector that is yours", "given away",
                  sring_vec_take(&copy, 0, &(struct sring_buf){0}));
    sring_vec_free(&vec);
    close_two(ring, &fds);
}

/* Random vectors, ranges and offsets against a plain array. */
static void random_against_model(void **state)
{
    enum {
        FILE_SIZE = 20000,
        STEPS = 3000
    };
    static unsigned char model[FILE_SIZE], shadow[64 * 700];
    struct sring *ring = *state;
    struct sring_fd file;
    uint64_t seed = now_ns();

    print_message("seed %llu\n", (unsigned long long)seed);
    srand48((long)seed);
    temporary_file(&file, "");
    assert_int_equal(ftruncate(sring_fd_raw(&file), FILE_SIZE), 0);
    for (int step = 0; step < STEPS; step++) {
        uint32_t count = (uint32_t)(lrand48() % 64) + 1;
        bool reads = lrand48() & 1;
        size_t offset = (size_t)lrand48() % FILE_SIZE, size = 0, start, most, n;
        struct sring_vec vec;

        assert_int_equal(sring_vec_init(&vec, count), 0);
        for (uint32_t i = 0; i < count; i++) {
            size_t capacity = (size_t)lrand48() % 700 + 1;
            size_t length = (size_t)lrand48() % (capacity + 1);
            struct sring_buf buf;

            new_buf(&buf, capacity);
            memset(sring_buf_data(&buf), (int)lrand48(), capacity);
            sring_buf_set_length(&buf, length);
            memcpy(shadow + size, sring_buf_data(&buf), reads ? capacity : length);
            size += reads ? capacity : length;
            sring_vec_push(&vec, &buf);
        }
        start = (size_t)lrand48() % (size + 1);
        most = (size_t)lrand48() % (size + 100);
        n = size - start < most ? size - start : most;
        n = reads || n < FILE_SIZE - offset ? n : FILE_SIZE - offset;
        if (reads) {
            struct sring_readv_at_building op;
            struct sring_readv_at_submitted inflight;
            struct sring_readv_at_completed done;

            n = n < FILE_SIZE - offset ? n : FILE_SIZE - offset;
            assert_int_equal(sring_readv_at_init(ring, &op, &file, offset), 0);
            sring_readv_at_set_range(&op, start, most);
            sring_readv_at_submit(ring, &op, &vec, &inflight);
            sring_readv_at_wait(ring, &inflight, &done);
            assert_int_equal(sring_readv_at_finish(&done, &vec), n);
            memcpy(shadow + start, model + offset, n);
            size = 0;
            for (uint32_t i = 0; i < count; i++) {
                size_t capacity = sring_vec_capacity(&vec, i);
                size_t end = start + n > size ? start + n - size : 0;

                assert_int_equal(sring_vec_length(&vec, i), end < capacity ? end : capacity);
                assert_memory_equal(sring_vec_data(&vec, i), shadow + size, capacity);
                size += capacity;
            }
        } else {
            struct sring_writev_at_building op;
            struct sring_writev_at_submitted inflight;
            struct sring_writev_at_completed done;

            assert_int_equal(sring_writev_at_init(ring, &op, &file, offset), 0);
            sring_writev_at_set_range(&op, start, n);
            sring_writev_at_submit(ring, &op, &vec, &inflight);
            sring_writev_at_wait(ring, &inflight, &done);
            assert_int_equal(sring_writev_at_finish(&done, &vec), n);
            memcpy(model + offset, shadow + start, n);
        }
        sring_vec_free(&vec);
    }
    sring_fd_close(ring, &file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(files),        RING_TEST(nothing),
        RING_TEST(errors),       RING_TEST(ranges),
        RING_TEST(short_writes), RING_TEST(direct),
        RING_TEST(endings),      RING_TEST(misuse),
        RING_TEST(poisoned),     RING_TEST(random_against_model),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
