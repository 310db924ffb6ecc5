/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Other threads use the ring's buffers and files while it works or is closed (see the table in
 * docs/REENTRANCY.md). Also run with ThreadSanitizer. Buffers of pools and of buffer rings have
 * their own tests (test_pools, test_pool_shared, test_buf_ring_ends).
 */
#include "support.h"

#include <sched.h>
#include <stdatomic.h>

enum {
    ROUNDS = 100
};

static struct sring_registered_buf box;
static pthread_barrier_t start;

static void register_one(struct sring *ring, struct counted *counted)
{
    struct sring_registered_buf registered;
    struct sring_buf buf;

    counted_buf(&buf, counted);
    assert_int_equal(sring_buf_register(ring, &buf, &registered), 0);
    sring_registered_buf_move(&box, &registered);
    sring_registered_buf_stash(&box);
}

/* Either a report, with the buffer unchanged; or the ring was closed, and the buffer is freed. */
static void *free_it(void *arg)
{
    struct caught *caught = arg;

    sring_registered_buf_claim(&box);
    (void)pthread_barrier_wait(&start);
    if (!setjmp(caught->jump)) {
        sring_registered_buf_free(&box);
        return NULL;
    }
    return caught;
}

static void registered_while_open(void **state)
{
    static struct counted counted;
    static struct caught caught;
    struct sring *ring = *state;
    pthread_t thread;
    void *result;

    register_one(ring, &counted);
    pthread_barrier_init(&start, NULL, 1);
    sring_set_misuse_handler(catch_misuse, &caught);
    assert_int_equal(pthread_create(&thread, NULL, free_it, &caught), 0);
    assert_int_equal(pthread_join(thread, &result), 0);
    sring_set_misuse_handler(NULL, NULL);
    pthread_barrier_destroy(&start);
    assert_ptr_equal(result, &caught);
    check_misuse(&caught, true, "sring_registered_buf_free", "a ring of the calling thread",
                 "the ring of another thread", __FILE__, __LINE__);
    assert_int_equal(counted.freed, 0);
    sring_registered_buf_claim(&box);
    sring_registered_buf_free(&box); /* it was not consumed */
    assert_int_equal(counted.freed, 1);
}

static void registered_while_closing(void **state)
{
    static struct counted counted;
    static struct caught caught;

    (void)state;
    pthread_barrier_init(&start, NULL, 2);
    sring_set_misuse_handler(catch_misuse, &caught);
    for (int i = 0; i < ROUNDS; i++) {
        struct sring ring;
        pthread_t thread;
        void *result;

        open_ring(&ring, 8, 64);
        register_one(&ring, &counted);
        assert_int_equal(pthread_create(&thread, NULL, free_it, &caught), 0);
        (void)pthread_barrier_wait(&start);
        for (volatile int spin = 0; spin < i * 100; spin++) {
        }
        sring_close(&ring);
        assert_int_equal(pthread_join(thread, &result), 0);
        if (result) {
            sring_registered_buf_claim(&box);
            sring_registered_buf_free(&box); /* the ring is closed: any thread may */
        }
        assert_int_equal(counted.freed, 1);
    }
    sring_set_misuse_handler(NULL, NULL);
    pthread_barrier_destroy(&start);
}

/* A child has copies of the handles and the memory, but the parent owns the table. */
static void free_in_child(void *arg)
{
    (void)arg;
    sring_registered_buf_claim(&box);
    sring_registered_buf_free(&box);
}

static void registered_in_a_child(void **state)
{
    static struct counted counted;
    struct sring *ring = *state;
    struct sring_read_fixed_building op;
    struct sring_read_fixed_submitted inflight;
    struct sring_read_fixed_completed done;
    struct sring_registered_buf registered;
    struct sring_fd file;

    register_one(ring, &counted);
    expect_child(free_in_child, NULL);
    temporary_file(&file, "content");
    sring_registered_buf_claim(&box);
    sring_registered_buf_move(&registered, &box);
    assert_int_equal(sring_read_fixed_init(ring, &op, &file, 0), 0);
    sring_read_fixed_submit(ring, &op, &registered, &inflight);
    sring_read_fixed_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_fixed_finish(&done, &registered), 7);
    sring_registered_buf_free(&registered);
    sring_fd_close(ring, &file);
}

/* Any thread may free ordinary buffers, also while a ring that frees buffers is closed. */
static void *free_many(void *arg)
{
    (void)arg;
    for (int i = 0; i < 10 * ROUNDS; i++) {
        struct sring_buf buf;

        if (sring_buf_alloc(&buf, 64)) {
            return "no memory";
        }
        sring_buf_free(&buf);
    }
    return NULL;
}

static void ordinary_while_closing(void **state)
{
    pthread_t thread;

    (void)state;
    assert_int_equal(pthread_create(&thread, NULL, free_many, NULL), 0);
    for (int i = 0; i < ROUNDS; i++) {
        struct sring_read_building op;
        struct sring_read_submitted inflight;
        struct two_fds fds;
        struct sring_buf buf;
        struct sring ring;

        open_ring(&ring, 8, 64);
        open_pipe(&fds);
        new_buf(&buf, 64);
        assert_int_equal(sring_read_init(&ring, &op, &fds.in), 0);
        sring_read_submit(&ring, &op, &buf, &inflight);
        sring_read_detach(&ring, &inflight);
        sring_close(&ring);
        close(sring_fd_release(&fds.in));
        close(sring_fd_release(&fds.out));
    }
    join_thread(thread);
}

/* Calls that take the ring are misuse in another thread. */
struct guest {
    struct sring *ring;
    struct sring_fd *file;
    struct caught caught;
    int reported;
};

#define REFUSED(guest, call)                                                                       \
    do {                                                                                           \
        if (!setjmp((guest)->caught.jump)) {                                                       \
            call;                                                                                  \
        } else if (strstr((guest)->caught.found, "another thread")) {                              \
            (guest)->reported++;                                                                   \
        }                                                                                          \
    } while (0)

static void *use_it(void *arg)
{
    static struct guest *guest;
    static struct sring_direct_fd direct;
    static struct sring_batch_building batch;
    static struct sring_buf_ring group;
    static struct sring_buf buf;
    static struct sring_stats stats;
    static volatile int rc;

    guest = arg;
    if (sring_buf_alloc(&buf, 64)) {
        return "no memory";
    }
    REFUSED(guest, sring_fd_close(guest->ring, guest->file));
    REFUSED(guest, rc = sring_fd_register(guest->ring, guest->file, &direct));
    REFUSED(guest, rc = sring_buf_register(guest->ring, &buf, &box));
    REFUSED(guest, rc = sring_batch_init(guest->ring, &batch, 1));
    REFUSED(guest, rc = sring_buf_ring_open(guest->ring, &group, 4, 64, NULL));
    REFUSED(guest, (void)sring_flush(guest->ring));
    REFUSED(guest, (void)sring_poll(guest->ring));
    REFUSED(guest, (void)sring_run(guest->ring));
    REFUSED(guest, sring_stop(guest->ring));
    REFUSED(guest, (void)sring_cancel_all(guest->ring));
    REFUSED(guest, (void)sring_pollable_fd(guest->ring));
    REFUSED(guest, sring_get_stats(guest->ring, &stats));
    REFUSED(guest, sring_close(guest->ring));
    (void)rc;
    sring_buf_free(&buf);
    return NULL;
}

static void what_takes_the_ring(void **state)
{
    static struct guest guest;
    struct sring_fd file;
    pthread_t thread;

    temporary_file(&file, "");
    guest = (struct guest){.ring = *state, .file = &file};
    sring_set_misuse_handler(catch_misuse, &guest.caught);
    assert_int_equal(pthread_create(&thread, NULL, use_it, &guest), 0);
    join_thread(thread);
    sring_set_misuse_handler(NULL, NULL);
    assert_int_equal(guest.reported, 13);
    assert_int_equal(sring_nop_await(*state), 0);
    sring_fd_close(*state, &file);
}

static atomic_int turn; /* the thread that goes on; orders no memory */

/* Opens, uses and closes a ring when it is this thread's turn. */
static void *opens_in_turn(void *arg)
{
    const int mine = *(int *)arg;

    for (int i = 0; i < ROUNDS; i++) {
        struct sring ring;

        while (atomic_load_explicit(&turn, memory_order_relaxed) % 2 != mine) {
            sched_yield();
        }
        if (sring_open(&ring, NULL)) {
            return "no ring";
        }
        if (sring_nop_await(&ring)) {
            sring_close(&ring);
            return "no nop";
        }
        sring_close(&ring);
        atomic_fetch_add_explicit(&turn, 1, memory_order_relaxed);
    }
    return NULL;
}

/* Each ring is mapped where the other thread's was. ThreadSanitizer must see no race. */
static void mapped_where_another_was(void **state)
{
    static int numbers[2] = {0, 1};
    pthread_t threads[2];

    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, opens_in_turn, &numbers[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        join_thread(threads[i]);
    }
    assert_int_equal(turn, 2 * ROUNDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(registered_while_open), cmocka_unit_test(registered_while_closing),
        RING_TEST(registered_in_a_child), cmocka_unit_test(ordinary_while_closing),
        RING_TEST(what_takes_the_ring),   cmocka_unit_test(mapped_where_another_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
