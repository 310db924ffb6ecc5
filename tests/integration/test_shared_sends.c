/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations on shared buffers: any number at a time read one memory, also after its handle was
 * freed. The memory is freed when the last of them has ended, whichever way that is.
 */
#include "batches.h"

#define SIZE 4096
#define MANY 40

/* Memory that becomes unreadable for its purpose when it is freed: a late read is seen. */
struct page {
    int freed;
    unsigned char memory[SIZE];
};

static void free_page(void *data, void *arg)
{
    struct page *page = arg;

    assert_ptr_equal(data, page->memory);
    memset(page->memory, '!', SIZE);
    page->freed++;
}

static unsigned char byte_at(size_t at)
{
    return (unsigned char)(at * 7 + at / 256);
}

static void share_page(struct sring_shared_buf *shared, struct page *page)
{
    struct sring_buf buf;

    page->freed = 0;
    for (size_t i = 0; i < SIZE; i++) {
        page->memory[i] = byte_at(i);
    }
    assert_int_equal(sring_buf_adopt(&buf, page->memory, SIZE, free_page, page), 0);
    sring_buf_set_length(&buf, SIZE);
    sring_buf_share(&buf, shared);
}

/* Reads with the plain system call what an operation has sent of the page. */
static void expect_bytes(const struct sring_fd *fd, size_t start, size_t count)
{
    unsigned char got[SIZE];

    assert_true(count <= SIZE);
    for (size_t at = 0; at < count;) {
        ssize_t n = read(sring_fd_raw(fd), got + at, count - at);

        assert_true(n > 0);
        at += (size_t)n;
    }
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(got[i], byte_at(start + i));
    }
}

/* Fills the socket until a send would wait. */
static void fill(const struct sring_fd *fd)
{
    static const char filling[65536];

    while (send(sring_fd_raw(fd), filling, sizeof(filling), MSG_DONTWAIT) > 0) {
    }
}

/* --- many readers -------------------------------------------------------------------------- */

struct client {
    struct two_fds fds;
    int results, sent;
};

SRING_SEND_SHARED_CALLBACK(on_sent)
{
    struct client *client = arg;

    client->sent = sring_send_shared_finish(done);
    client->results++;
}

static void one_memory_to_many_clients(void **state)
{
    static struct client clients[MANY];
    static struct page page;
    struct sring *ring = *state;
    struct sring_shared_buf shared;

    share_page(&shared, &page);
    for (int i = 0; i < MANY; i++) {
        clients[i].results = 0;
        open_socketpair(&clients[i].fds, SOCK_STREAM);
        assert_int_equal(sring_send_shared_launch(ring, &clients[i].fds.out, &shared, NULL, on_sent,
                                                  &clients[i], NULL),
                         0);
    }
    sring_shared_free(&shared);
    assert_int_equal(page.freed, 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(page.freed, 1);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(clients[i].results, 1);
        ASSERT_BETWEEN(clients[i].sent, 1, SIZE);
        expect_bytes(&clients[i].fds.in, 0, (size_t)clients[i].sent);
        close_two(ring, &clients[i].fds);
    }
}

/* Each operation has its own part. */
static void parts_of_one_memory(void **state)
{
    static struct sring_send_shared_submitted inflight[MANY];
    static struct two_fds fds[MANY];
    static struct page page;
    struct sring *ring = *state;
    struct sring_shared_buf shared;

    share_page(&shared, &page);
    for (int i = 0; i < MANY; i++) {
        struct sring_send_shared_building op;

        open_socketpair(&fds[i], SOCK_STREAM);
        assert_int_equal(sring_send_shared_init(ring, &op, &fds[i].out, &shared), 0);
        sring_send_shared_set_range(&op, (size_t)i * 100, i % 2 ? 100 : SIZE_MAX);
        sring_send_shared_submit(ring, &op, &inflight[i]);
    }
    for (int i = 0; i < MANY; i++) {
        struct sring_send_shared_completed done;
        int result;

        sring_send_shared_wait(ring, &inflight[i], &done);
        result = sring_send_shared_finish(&done);
        ASSERT_BETWEEN(result, 1, i % 2 ? 100 : SIZE - i * 100);
        expect_bytes(&fds[i].in, (size_t)i * 100, (size_t)result);
        close_two(ring, &fds[i]);
    }
    assert_int_equal(page.freed, 0);
    sring_shared_free(&shared);
    assert_int_equal(page.freed, 1);
}

/* Short sends go on where they stopped, on the same memory. */
static void continued(void **state)
{
    static struct page page;
    struct sring *ring = *state;
    struct sring_shared_buf shared;
    struct two_fds fds;
    size_t sent = 0;

    share_page(&shared, &page);
    open_socketpair(&fds, SOCK_STREAM);
    while (sent < SIZE) {
        struct sring_send_shared_building op;
        struct sring_send_shared_submitted inflight;
        struct sring_send_shared_completed done;
        int result;

        assert_int_equal(sring_send_shared_init(ring, &op, &fds.out, &shared), 0);
        sring_send_shared_set_range(&op, sent, 1000);
        sring_send_shared_submit(ring, &op, &inflight);
        sring_send_shared_wait(ring, &inflight, &done);
        result = sring_send_shared_finish(&done);
        ASSERT_BETWEEN(result, 1, 1000);
        expect_bytes(&fds.in, sent, (size_t)result);
        sent += (size_t)result;
    }
    sring_shared_free(&shared);
    assert_int_equal(page.freed, 1);
    close_two(ring, &fds);
}

static void files_and_pipes(void **state)
{
    static struct page page;
    struct sring *ring = *state;
    struct sring_shared_buf shared;
    struct two_fds pipe;
    struct sring_fd file;
    int rc;

    share_page(&shared, &page);
    temporary_file(&file, "");
    open_pipe(&pipe);
    for (uint64_t at = 0; at < 3; at++) {
        rc = sring_write_at_shared_await(ring, &file, &shared, at * SIZE);
        ASSERT_BETWEEN(rc, 1, SIZE);
        assert_int_equal(lseek(sring_fd_raw(&file), (off_t)(at * SIZE), SEEK_SET), at * SIZE);
        expect_bytes(&file, 0, (size_t)rc);
    }
    assert_int_equal(lseek(sring_fd_raw(&file), 0, SEEK_SET), 0);
    rc = sring_write_shared_await(ring, &file, &shared);
    ASSERT_BETWEEN(rc, 1, SIZE);
    rc = sring_write_shared_await(ring, &pipe.out, &shared);
    ASSERT_BETWEEN(rc, 1, SIZE);
    expect_bytes(&pipe.in, 0, (size_t)rc);
    assert_int_equal(page.freed, 0);
    sring_shared_free(&shared);
    assert_int_equal(page.freed, 1);
    sring_fd_close(ring, &file);
    close_two(ring, &pipe);
}

static void constant_memory(void **state)
{
    static const char text[] = "constant memory";
    struct sring *ring = *state;
    struct sring_shared_buf shared;
    struct two_fds fds;
    char got[sizeof(text)] = "";
    int rc;

    assert_int_equal(sring_shared_static(&shared, text, sizeof(text)), 0);
    open_socketpair(&fds, SOCK_STREAM);
    rc = sring_send_shared_await(ring, &fds.out, &shared);
    ASSERT_BETWEEN(rc, 1, sizeof(text));
    assert_int_equal(read(sring_fd_raw(&fds.in), got, sizeof(got)), rc);
    assert_memory_equal(got, text, rc);
    sring_shared_free(&shared);
    close_two(ring, &fds);
}

/* --- every end of an operation --------------------------------------------------------------- */

typedef struct sring_send_shared_building building;

static void finished(struct sring *ring, building *op, struct page *page)
{
    struct sring_send_shared_submitted inflight;
    struct sring_send_shared_completed done;

    sring_send_shared_submit(ring, op, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    sring_send_shared_cancel(ring, &inflight, &done);
    assert_int_equal(page->freed, 0);
    (void)sring_send_shared_finish(&done);
}

static void abandoned(struct sring *ring, building *op, struct page *page)
{
    assert_int_equal(page->freed, 0);
    sring_send_shared_abandon(ring, op);
}

static void expired(struct sring *ring, building *op, struct page *page)
{
    struct sring_send_shared_submitted inflight;
    struct sring_send_shared_completed done;

    assert_int_equal(sring_send_shared_set_timeout(ring, op, MILLISECOND), 0);
    sring_send_shared_submit(ring, op, &inflight);
    assert_int_equal(page->freed, 0);
    sring_send_shared_wait(ring, &inflight, &done);
    assert_int_equal(page->freed, 0);
    assert_int_equal(sring_send_shared_finish(&done), -ETIME);
}

static void detached(struct sring *ring, building *op, struct page *page)
{
    struct sring_send_shared_submitted inflight;
    struct sring_ticket ticket;

    sring_send_shared_submit(ring, op, &inflight);
    ticket = sring_send_shared_ticket(&inflight);
    assert_int_equal(sring_flush(ring), 0);
    sring_send_shared_detach(ring, &inflight);
    assert_int_equal(page->freed, 0);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    assert_int_equal(sring_run(ring), 0);
}

static void called_back(struct sring *ring, building *op, struct page *page)
{
    struct client client = {.results = 0};
    struct sring_ticket ticket = sring_send_shared_start(ring, op, on_sent, &client);

    assert_int_equal(sring_flush(ring), 0);
    assert_int_equal(page->freed, 0);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(client.results, 1);
}

static void in_a_batch(struct sring *ring, building *op, struct page *page)
{
    struct sring_send_shared_completed taken;
    struct sring_batch_building batch;
    struct sring_batch_completed done;

    assert_int_equal(sring_batch_init(ring, &batch, 1), 0);
    assert_int_equal(sring_send_shared_set_timeout(ring, op, MILLISECOND), 0);
    sring_send_shared_add(ring, &batch, op);
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(page->freed, 0);
    sring_send_shared_take(ring, &done, 0, &taken);
    assert_int_equal(sring_send_shared_finish(&taken), -ETIME);
    assert_int_equal(page->freed, 1);
    sring_batch_finish(ring, &done);
}

static void left_in_a_batch(struct sring *ring, building *op, struct page *page)
{
    struct sring_batch_building batch;
    struct sring_batch_completed done;

    assert_int_equal(sring_batch_init(ring, &batch, 1), 0);
    assert_int_equal(sring_send_shared_set_timeout(ring, op, MILLISECOND), 0);
    sring_send_shared_add(ring, &batch, op);
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(page->freed, 0);
    sring_batch_finish(ring, &done);
}

static void in_an_abandoned_batch(struct sring *ring, building *op, struct page *page)
{
    struct sring_batch_building batch;
    struct sring_batch_completed done;

    assert_int_equal(sring_batch_init(ring, &batch, 1), 0);
    sring_send_shared_add(ring, &batch, op);
    assert_int_equal(page->freed, 0);
    sring_batch_abandon(ring, &batch, &done);
    assert_int_equal(page->freed, 0);
    sring_batch_finish(ring, &done);
}

/* It never begins: the operation before it fails. */
static void in_a_broken_chain(struct sring *ring, building *op, struct page *page)
{
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct sring_timeout_building timeout;

    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    assert_int_equal(sring_timeout_init(ring, &timeout, MILLISECOND), 0);
    sring_timeout_add(ring, &batch, &timeout);
    sring_batch_link(&batch);
    sring_send_shared_add(ring, &batch, op);
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(take_timeout(ring, &done, 0), -ETIME);
    assert_int_equal(page->freed, 0);
    {
        struct sring_send_shared_completed taken;

        sring_send_shared_take(ring, &done, 1, &taken);
        assert_int_equal(sring_send_shared_finish(&taken), -ECANCELED);
    }
    sring_batch_finish(ring, &done);
}

/* The handle is freed as soon as the operation has begun, and the socket is full. */
static void every_end(void **state)
{
    static void (*const ends[])(struct sring *ring, building *op, struct page *page) = {
        finished,          abandoned,  expired,         detached,
        called_back,       in_a_batch, left_in_a_batch, in_an_abandoned_batch,
        in_a_broken_chain,
    };
    static struct page page;
    struct sring *ring = *state;

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        struct sring_shared_buf shared;
        struct two_fds fds;
        building op;

        open_socketpair(&fds, SOCK_STREAM);
        fill(&fds.out);
        share_page(&shared, &page);
        assert_int_equal(sring_send_shared_init(ring, &op, &fds.out, &shared), 0);
        sring_shared_free(&shared);
        ends[i](ring, &op, &page);
        assert_int_equal(page.freed, 1);
        assert_int_equal(in_flight(ring), 0);
        close_two(ring, &fds);
    }
    expect_budget(ring, 4096);
}

/* Closing ends all of them: waited for, detached, with a callback, in a batch. */
static void closed_with_operations_in_flight(void **state)
{
    static struct page page;
    struct sring_send_shared_submitted inflight[2];
    struct sring_batch_submitted submitted_batch;
    struct sring_batch_building batch;
    struct client client = {.results = 0};
    struct sring_shared_buf shared;
    struct sring ring;
    struct two_fds fds;
    building op;

    (void)state;
    open_ring(&ring, 8, 64);
    open_socketpair(&fds, SOCK_STREAM);
    fill(&fds.out);
    share_page(&shared, &page);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sring_send_shared_init(&ring, &op, &fds.out, &shared), 0);
        sring_send_shared_submit(&ring, &op, &inflight[i]);
    }
    sring_send_shared_detach(&ring, &inflight[0]);
    assert_int_equal(
        sring_send_shared_launch(&ring, &fds.out, &shared, NULL, on_sent, &client, NULL), 0);
    assert_int_equal(sring_batch_init(&ring, &batch, 1), 0);
    assert_int_equal(sring_send_shared_init(&ring, &op, &fds.out, &shared), 0);
    sring_shared_free(&shared);
    sring_send_shared_add(&ring, &batch, &op);
    sring_batch_submit(&ring, &batch, &submitted_batch);
    assert_int_equal(sring_flush(&ring), 0);
    sring_send_shared_submitted_stash(&inflight[1]);
    sring_batch_submitted_stash(&submitted_batch);
    assert_int_equal(page.freed, 0);
    sring_close(&ring);
    assert_int_equal(page.freed, 1);
    assert_int_equal(client.results, 1);
    close(sring_fd_release(&fds.in));
    close(sring_fd_release(&fds.out));
}

/* --- a free function that uses the ring ------------------------------------------------------ */

struct user {
    struct sring *ring;
    int freed;
    unsigned char memory[16];
};

static void free_and_use(void *data, void *arg)
{
    struct user *user = arg;

    (void)data;
    user->freed++;
    assert_int_equal(sring_nop_await(user->ring), 0);
}

static void begin_of_user(struct user *user, const struct sring_fd *fd, building *op)
{
    struct sring_shared_buf shared;
    struct sring_buf buf;

    user->freed = 0;
    assert_int_equal(sring_buf_adopt(&buf, user->memory, sizeof(user->memory), free_and_use, user),
                     0);
    sring_buf_set_length(&buf, sizeof(user->memory));
    sring_buf_share(&buf, &shared);
    assert_int_equal(sring_send_shared_init(user->ring, op, fd, &shared), 0);
    sring_shared_free(&shared);
    assert_int_equal(user->freed, 0);
}

/* finish, abandon and dispose call it when the operation has ended. */
static void free_function_uses_the_ring(void **state)
{
    struct user user = {.ring = *state};
    struct sring_send_shared_submitted inflight;
    struct sring_send_shared_completed done;
    struct two_fds fds;
    building op;

    open_socketpair(&fds, SOCK_STREAM);
    begin_of_user(&user, &fds.out, &op);
    sring_send_shared_abandon(user.ring, &op);
    assert_int_equal(user.freed, 1);
    begin_of_user(&user, &fds.out, &op);
    sring_send_shared_submit(user.ring, &op, &inflight);
    sring_send_shared_wait(user.ring, &inflight, &done);
    (void)sring_send_shared_finish(&done);
    assert_int_equal(user.freed, 1);
    begin_of_user(&user, &fds.out, &op);
    sring_send_shared_submit(user.ring, &op, &inflight);
    sring_send_shared_detach(user.ring, &inflight);
    assert_int_equal(sring_run(user.ring), 0);
    assert_int_equal(user.freed, 1);
    expect_budget(user.ring, 4096);
    close_two(user.ring, &fds);
}

/* --- misuse ---------------------------------------------------------------------------------- */

static void misuse(void **state)
{
    static struct sring_send_shared_submitted inflight;
    static struct sring_send_shared_completed done, copy;
    static struct sring_shared_buf shared, dead;
    static building op, copied;
    static struct two_fds fds;
    static struct page page;
    struct sring *ring = *state;

    open_socketpair(&fds, SOCK_STREAM);
    share_page(&shared, &page);
    dead = shared;
    assert_int_equal(sring_send_shared_init(ring, &op, &fds.out, &shared), 0);
    sring_send_shared_set_range(&op, SIZE + 1, 1);
    ASSERT_MISUSE("sring_send_shared_submit", "a range within the buffer", "behind its end",
                  sring_send_shared_submit(ring, &op, &inflight));
    sring_send_shared_set_range(&op, 0, 1);
    copied = op;
    sring_send_shared_submit(ring, &op, &inflight);
    ASSERT_MISUSE("sring_send_shared_submit", "Building", "a copy of one that was consumed",
                  sring_send_shared_submit(ring, &copied, &inflight));
    ASSERT_MISUSE("sring_send_shared_abandon", "Building", "a copy of one that was consumed",
                  sring_send_shared_abandon(ring, &copied));
    sring_send_shared_wait(ring, &inflight, &done);
    copy = done;
    assert_int_equal(sring_send_shared_finish(&done), 1);
    ASSERT_MISUSE("sring_send_shared_finish", "a Completed operation", "finished before",
                  (void)sring_send_shared_finish(&copy));
    sring_shared_free(&shared);
    assert_int_equal(page.freed, 1);
    ASSERT_MISUSE("sring_send_shared_init", "a shared buffer that is yours", "freed",
                  (void)!sring_send_shared_init(ring, &op, &fds.out, &dead));
    ASSERT_MISUSE(
        "sring_send_shared_launch", "a shared buffer that is yours", "freed",
        (void)!sring_send_shared_launch(ring, &fds.out, &dead, NULL, on_sent, NULL, NULL));
    close_two(ring, &fds);
}

/* A handle that was copied in memory is freed twice: the operation still has the memory. */
static void copied_handle_freed_twice(void **state)
{
    static struct sring_shared_buf shared, copy;
    static struct page page;
    struct sring *ring = *state;
    struct sring_send_shared_submitted inflight;
    struct sring_send_shared_completed done;
    struct two_fds fds;
    building op;
    int result;

    open_socketpair(&fds, SOCK_STREAM);
    share_page(&shared, &page);
    copy = shared;
    assert_int_equal(sring_send_shared_init(ring, &op, &fds.out, &shared), 0);
    sring_shared_free(&shared);
    ASSERT_MISUSE("sring_shared_free", "a shared buffer that is yours", "freed",
                  sring_shared_free(&copy));
    assert_int_equal(page.freed, 0);
    sring_send_shared_submit(ring, &op, &inflight);
    sring_send_shared_wait(ring, &inflight, &done);
    result = sring_send_shared_finish(&done);
    assert_int_equal(page.freed, 1);
    ASSERT_BETWEEN(result, 1, SIZE);
    expect_bytes(&fds.in, 0, (size_t)result);
    close_two(ring, &fds);
}

/* --- memory, children ------------------------------------------------------------------------ */

static bool no_memory;

void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return no_memory ? NULL : __real_aligned_alloc(alignment, size);
}

/* Without memory for the operation's block init fails, and nothing has changed. */
static void without_memory(void **state)
{
    static building held[1000];
    static struct page page;
    struct sring *ring = *state;
    struct sring_write_at_shared_building write_at;
    struct sring_send_zc_shared_building zc;
    struct sring_write_shared_building write;
    struct sring_shared_buf shared;
    struct two_fds fds;
    int count = 0, rc;

    open_socketpair(&fds, SOCK_STREAM);
    share_page(&shared, &page);
    no_memory = true;
    do { /* there may be free blocks */
        rc = sring_send_shared_init(ring, &held[count], &fds.out, &shared);
    } while (!rc && ++count < 1000);
    assert_int_equal(rc, -ENOMEM);
    assert_int_equal(sring_write_shared_init(ring, &write, &fds.out, &shared), -ENOMEM);
    assert_int_equal(sring_write_at_shared_init(ring, &write_at, &fds.out, &shared, 0), -ENOMEM);
    assert_int_equal(sring_send_zc_shared_init(ring, &zc, &fds.out, &shared), -ENOMEM);
    assert_int_equal(sring_send_shared_await(ring, &fds.out, &shared), -ENOMEM);
    assert_int_equal(sring_send_shared_launch(ring, &fds.out, &shared, NULL, on_sent, NULL, NULL),
                     -ENOMEM);
    no_memory = false;
    while (count) {
        sring_send_shared_abandon(ring, &held[--count]);
    }
    expect_budget(ring, 4096);
    assert_int_equal(page.freed, 0);
    sring_shared_free(&shared);
    assert_int_equal(page.freed, 1);
    close_two(ring, &fds);
}

struct inherited {
    struct sring *ring;
    struct sring_shared_buf shared;
    struct page *page;
};

/* A child has copies of the memory and of its handles. */
static void child(void *arg)
{
    struct inherited *inherited = arg;
    struct sring_shared_buf another;

    sring_shared_copy(&another, &inherited->shared);
    sring_shared_free(&inherited->shared);
    CHILD_CHECK(sring_shared_data(&another)[100] == byte_at(100));
    sring_shared_free(&another);
    /* The parent's operation is still there in the child's memory, and holds the page. */
    CHILD_CHECK(inherited->page->freed == 0);
}

static void forked(void **state)
{
    static struct page page;
    struct inherited inherited = {.ring = *state, .page = &page};
    struct sring_send_shared_submitted inflight;
    struct sring_send_shared_completed done;
    struct two_fds fds;
    building op;

    open_socketpair(&fds, SOCK_STREAM);
    fill(&fds.out);
    share_page(&inherited.shared, &page);
    assert_int_equal(sring_send_shared_init(inherited.ring, &op, &fds.out, &inherited.shared), 0);
    sring_send_shared_submit(inherited.ring, &op, &inflight);
    assert_int_equal(sring_flush(inherited.ring), 0);
    expect_child(child, &inherited);
    assert_int_equal(page.freed, 0);
    sring_shared_free(&inherited.shared);
    assert_int_equal(page.freed, 0);
    sring_send_shared_cancel(inherited.ring, &inflight, &done);
    (void)sring_send_shared_finish(&done);
    assert_int_equal(page.freed, 1);
    close_two(inherited.ring, &fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(one_memory_to_many_clients),
        SMALL_RING_TEST(one_memory_to_many_clients),
        RING_TEST(parts_of_one_memory),
        SMALL_RING_TEST(parts_of_one_memory),
        RING_TEST(continued),
        RING_TEST(files_and_pipes),
        RING_TEST(constant_memory),
        RING_TEST(every_end),
        SMALL_RING_TEST(every_end),
        cmocka_unit_test(closed_with_operations_in_flight),
        RING_TEST(free_function_uses_the_ring),
        RING_TEST(misuse),
        RING_TEST(copied_handle_freed_twice),
        RING_TEST(without_memory),
        RING_TEST(forked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
