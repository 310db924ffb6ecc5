/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Control blocks in several threads, each of which keeps free ones: what one thread makes and
 * another frees, threads that end, forks, and that no block has the same token twice.
 */
#include "support.h"

#include <stdatomic.h>
#include <sys/wait.h>

#if defined(__SANITIZE_THREAD__)
#define WATCHES_THREADS 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define WATCHES_THREADS 1
#endif
#endif

#define ROUNDS 2000
#define AT_ONCE 200 /* more than a thread keeps */

/* --- counts ---------------------------------------------------------------------------------- */

static struct sring_live before;

static int remember_counts(void **state)
{
    (void)state;
    sring_get_live(&before);
    return 0;
}

static void assert_made(uint64_t buffers, uint64_t bytes)
{
    struct sring_live live;

    sring_get_live(&live);
    assert_int_equal(live.buffers - before.buffers, buffers);
    assert_int_equal(live.bytes - before.bytes, bytes);
}

/* --- made here, freed there ------------------------------------------------------------------ */

static struct sring_buf passed[AT_ONCE]; /* stashed */

static void *make(void *arg)
{
    for (int i = 0; i < AT_ONCE; i++) {
        struct sring_buf buf;

        new_buf(&buf, 100);
        sring_buf_move_stash(&passed[i], &buf);
    }
    return arg;
}

static void *free_all(void *arg)
{
    for (int i = 0; i < AT_ONCE; i++) {
        sring_buf_claim(&passed[i]);
        sring_buf_free(&passed[i]);
    }
    return arg;
}

static void in_a_thread(void *(*function)(void *arg))
{
    pthread_t id;

    assert_int_equal(pthread_create(&id, NULL, function, NULL), 0);
    join_thread(id);
}

static int compare_pointers(const void *a, const void *b)
{
    uintptr_t x = *(const uintptr_t *)a, y = *(const uintptr_t *)b;

    return (x > y) - (x < y);
}

/* The blocks that a thread has freed are used by the next one that makes some. */
static void freed_elsewhere(void **state)
{
    static uintptr_t blocks[100 * AT_ONCE];
    size_t n = 0, different = 1;

    (void)state;
    for (int round = 0; round < 100; round++) {
        in_a_thread(make);
        assert_made(AT_ONCE, AT_ONCE * 100);
        for (int i = 0; i < AT_ONCE; i++) {
            blocks[n++] = (uintptr_t)passed[i].block_;
        }
        if (round % 2) {
            in_a_thread(free_all);
        } else {
            (void)free_all(NULL);
        }
        assert_made(0, 0);
    }
    qsort(blocks, n, sizeof(*blocks), compare_pointers);
    for (size_t i = 1; i < n; i++) {
        different += blocks[i] != blocks[i - 1];
    }
#if !defined(SRING_ASAN_) /* for LeakSanitizer each block is allocated alone */
    assert_true(different <= 3 * AT_ONCE);
#endif
}

/* --- a buffer that is freed when its thread has ended ------------------------------------------
 */

static pthread_key_t first_key, last_key; /* made before and after the library's own */

static void free_kept(void *arg)
{
    struct sring_buf *buf = arg, another;

    new_buf(&another, 10);
    sring_buf_free(&another);
    sring_buf_claim(buf);
    sring_buf_free(buf);
    free(buf);
}

static void *keep(void *arg)
{
    const pthread_key_t *key = arg;
    struct sring_buf *kept = malloc(sizeof(*kept)), buf;

    assert_non_null(kept);
    new_buf(&buf, 50);
    sring_buf_move_stash(kept, &buf);
    assert_int_equal(pthread_setspecific(*key, kept), 0);
    return NULL;
}

static void freed_by_a_thread_that_ends(void **state)
{
    (void)state;
    for (int i = 0; i < 2 * ROUNDS; i++) {
        pthread_t id;

        assert_int_equal(pthread_create(&id, NULL, keep, i % 2 ? &first_key : &last_key), 0);
        join_thread(id);
        assert_made(0, 0);
    }
}

/* --- fork --------------------------------------------------------------------------------------
 */

static atomic_bool stop;

static void *make_and_free(void *arg)
{
    while (!atomic_load(&stop)) {
        (void)make(NULL);
        (void)free_all(NULL);
    }
    return arg;
}

static __attribute__((unused)) void *make_and_free_once(void *arg)
{
    (void)make(NULL);
    (void)free_all(NULL);
    return arg;
}

/* Returns whether a child can make and free buffers, and counts them. Its threads may get the
 * memory of the parent's. */
static bool child_works(void)
{
    static struct sring_buf bufs[AT_ONCE];
    struct sring_live first, live;

    sring_get_live(&first);
    for (int i = 0; i < AT_ONCE; i++) {
        struct sring_buf buf;

        if (sring_buf_alloc(&buf, 10)) {
            return false;
        }
        sring_buf_move_stash(&bufs[i], &buf);
        for (int j = 0; j < i; j++) {
            if (bufs[j].block_ == bufs[i].block_) {
                return false;
            }
        }
    }
#if !defined(WATCHES_THREADS) /* ThreadSanitizer has no threads in such a child */
    (void)alarm(30);
    for (int i = 0; i < 4; i++) {
        in_a_thread(make_and_free_once);
    }
#endif
    sring_get_live(&live);
    for (int i = 0; i < AT_ONCE; i++) {
        sring_buf_claim(&bufs[i]);
        sring_buf_free(&bufs[i]);
    }
    return live.buffers == first.buffers + AT_ONCE;
}

static void forked_while_another_thread_works(void **state)
{
    pthread_t id;

    (void)state;
#if defined(SRING_ASAN_)
    SKIP("a thread may have AddressSanitizer's lock at a fork");
#endif
    stop = false;
    assert_int_equal(pthread_create(&id, NULL, make_and_free, NULL), 0);
    for (int i = 0; i < 200; i++) {
        int status;
        pid_t child = fork();

        assert_true(child >= 0);
        if (!child) {
            _exit(child_works() ? 0 : 1);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
    }
    stop = true;
    join_thread(id);
    assert_made(0, 0);
}

/* --- tokens ------------------------------------------------------------------------------------
 */

#define POOLED 8
#define EACH (8 * POOLED + AT_ONCE / 4)

struct used {
    const void *block;
    uint64_t token;
};

static void use_pool(struct used **used)
{
    struct sring_pool pool;

    assert_int_equal(sring_pool_open(&pool, POOLED, 64, NULL), 0);
    for (int i = 0; i < 8 * POOLED; i++) {
        struct sring_pooled_buf pooled;

        assert_int_equal(sring_pool_get(&pool, &pooled), 0);
        *(*used)++ = (struct used){pooled.block_, pooled.token_};
        sring_pool_put(&pool, &pooled);
    }
    sring_pool_close(&pool);
}

static void *use_blocks(void *arg)
{
    struct used *used = arg;

    for (int round = 0; round < ROUNDS; round++) {
        use_pool(&used);
        for (int i = 0; i < AT_ONCE / 4; i++) {
            struct sring_buf buf;

            new_buf(&buf, 64);
            *used++ = (struct used){buf.block_, buf.token_};
            sring_buf_free(&buf);
        }
    }
    return NULL;
}

static int compare_used(const void *a, const void *b)
{
    const struct used *x = a, *y = b;

    if (x->block != y->block) {
        return (uintptr_t)x->block < (uintptr_t)y->block ? -1 : 1;
    }
    return (x->token > y->token) - (x->token < y->token);
}

static void no_token_twice(void **state)
{
    const size_t n = (size_t)2 * ROUNDS * EACH;
    struct used *used = calloc(n, sizeof(*used));
    pthread_t id;

    (void)state;
    assert_non_null(used);
    assert_int_equal(pthread_create(&id, NULL, use_blocks, used), 0);
    (void)use_blocks(used + n / 2);
    join_thread(id);
    qsort(used, n, sizeof(*used), compare_used);
    for (size_t i = 1; i < n; i++) {
        assert_int_not_equal(compare_used(&used[i - 1], &used[i]), 0);
    }
    free(used);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(freed_elsewhere, remember_counts),
        cmocka_unit_test_setup(freed_by_a_thread_that_ends, remember_counts),
        cmocka_unit_test_setup(forked_while_another_thread_works, remember_counts),
        cmocka_unit_test_setup(no_token_twice, remember_counts),
    };
    struct sring_buf buf;

    if (pthread_key_create(&first_key, free_kept) || sring_buf_alloc(&buf, 1)) {
        return 1;
    }
    sring_buf_free(&buf);
    return pthread_key_create(&last_key, free_kept) || cmocka_run_group_tests(tests, NULL, NULL);
}
