/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The random numbers, the places, and everything that is lent.
 */
#include "random.h"

struct world world;

static uint64_t seed;

/* --- chance -------------------------------------------------------------------------------- */

uint64_t seed_chance(void)
{
    const char *text = getenv("SRING_TEST_SEED");

    if (!text && is_simulated()) {
        text = getenv("SRING_TEST_SIMULATED"); /* the same seed */
    }
    seed = text ? strtoull(text, NULL, 10) : now_ns();
    return seed;
}

uint32_t pick(uint32_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % below;
}

bool one_in(uint32_t n)
{
    return pick(n) == 0;
}

/* --- places -------------------------------------------------------------------------------- */

bool begun(int rc)
{
    assert_true(rc == 0 || rc == -EAGAIN || rc == -ENFILE ||
                (rc == -EOPNOTSUPP && !ring_has(5, 19)));
    return rc == 0;
}

void occupy(struct place *place, const struct kind *kind, bool calls_back)
{
    place->kind = kind;
    place->calls_back = calls_back;
    world.callbacks_due += calls_back;
}

void vacate(struct place *place)
{
    place->kind = NULL;
    if (place->raw >= 0) {
        close(place->raw);
        place->raw = -1;
    }
}

/* Calls that a callback may make. */
static void do_within(void)
{
    struct sring *ring = &world.ring;
    int rc = 0;

    switch (pick(40)) {
    case 0:
    case 1:
    case 2:
        rc = sring_poll(ring);
        break;
    case 3:
        rc = sring_nop_await(ring);
        break;
    case 4:
        rc = sring_timeout_await(ring, pick(100000));
        break;
    case 5:
        rc = sring_flush(ring);
        break;
    case 6:
        rc = sring_flush_and_wait(ring, 0);
        break;
    default:
        break;
    }
    assert_true(rc >= 0 || rc == -EAGAIN || rc == -ECANCELED || rc == -ETIME);
}

void called_back(struct place *place)
{
    assert_non_null(place->kind);
    assert_true(place->calls_back);
    world.callbacks_run++;
    vacate(place);
    do_within();
}

enum ending choose_ending(bool ready)
{
    uint32_t ending = pick(3);

    return ending == WAIT && !ready ? CANCEL : (enum ending)ending;
}

/* Over at once, soon, or never. */
uint64_t any_time(void)
{
    return one_in(4) ? 0 : one_in(2) ? pick(400000) : UINT64_MAX - pick(2);
}

/* --- buffers ------------------------------------------------------------------------------- */

static void count_free(void *data, void *arg)
{
    (void)arg;
    memset(data, FREED, BYTES);
    free(data);
    world.buffers_freed++;
}

static void new_counted(struct sring_buf *buf)
{
    assert_int_equal(sring_buf_adopt(buf, malloc(BYTES), BYTES, count_free, NULL), 0);
    world.buffers_made++;
}

static size_t any_length(void)
{
    return MOST_SKIPPED + pick(BYTES - MOST_SKIPPED + 1);
}

void take_buffer(struct sring_buf *buf)
{
    struct sring_pooled_buf pooled;

    if (one_in(3) && sring_pool_get(&world.pool, &pooled) == 0) {
        sring_pooled_buf_unwrap(&pooled, buf);
    } else {
        new_counted(buf);
    }
    memset(sring_buf_data(buf), 'r', sring_buf_capacity(buf));
    sring_buf_set_length(buf, any_length());
}

static void check_result(int result, size_t length, size_t capacity)
{
    assert_true(result >= -200 && result <= (int)capacity);
    assert_true(length <= capacity);
}

void give_buffer(struct sring_buf *buf, int result)
{
    check_result(result, sring_buf_length(buf), sring_buf_capacity(buf));
    memset(sring_buf_data(buf), 'g', sring_buf_capacity(buf));
    if (sring_buf_capacity(buf) == POOLED_BYTES && one_in(2)) {
        struct sring_pooled_buf pooled;

        sring_pooled_buf_wrap(buf, &pooled);
        sring_pool_put(&world.pool, &pooled);
    } else {
        sring_buf_free(buf);
    }
}

/* --- registered buffers -------------------------------------------------------------------- */

static struct sring_registered_buf stock[REGISTERED_BUFFERS];
static uint32_t stocked;
static bool pool_registered;

static bool take_of_pool(struct sring_registered_buf *buf)
{
    struct sring_pooled_buf pooled;
    bool taken;

    if (!pool_registered || sring_pool_get(&world.pool, &pooled)) {
        return false;
    }
    sring_registered_pool_claim(&world.registered_pool);
    taken =
        sring_pooled_buf_unwrap_registered(&world.ring, &world.registered_pool, &pooled, buf) == 0;
    sring_registered_pool_stash(&world.registered_pool);
    if (!taken) {
        sring_pool_put(&world.pool, &pooled);
    }
    return taken;
}

static bool take_new(struct sring_registered_buf *buf)
{
    struct sring_buf plain_buf;
    int rc;

    new_counted(&plain_buf);
    rc = sring_buf_register(&world.ring, &plain_buf, buf);
    if (rc) {
        assert_int_equal(rc, -ENOBUFS);
        sring_buf_free(&plain_buf);
    }
    return rc == 0;
}

static bool take_stocked(struct sring_registered_buf *buf)
{
    if (stocked == 0) {
        return false;
    }
    stocked--;
    sring_registered_buf_claim(&stock[stocked]);
    sring_registered_buf_move(buf, &stock[stocked]);
    return true;
}

bool take_registered(struct sring_registered_buf *buf)
{
    if ((one_in(3) && take_of_pool(buf)) || (one_in(2) && take_stocked(buf)) || take_new(buf)) {
        sring_registered_buf_set_length(buf, any_length());
        return true;
    }
    return false;
}

static void unregister(struct sring_registered_buf *buf)
{
    struct sring_buf plain_buf;

    sring_buf_unregister(&world.ring, buf, &plain_buf);
    sring_buf_free(&plain_buf);
}

/* Another buffer takes its place in the table. */
static void replace(struct sring_registered_buf *buf)
{
    struct sring_registered_buf to;
    struct sring_buf another, old;
    int rc;

    new_counted(&another);
    rc = sring_registered_buf_replace(&world.ring, buf, &another, &to, &old);
    assert_int_equal(rc, 0);
    sring_buf_free(&old);
    unregister(&to);
}

void give_registered(struct sring_registered_buf *buf, int result)
{
    size_t capacity = sring_registered_buf_capacity(buf);

    check_result(result, sring_registered_buf_length(buf), capacity);
    if (one_in(4)) {
        sring_registered_buf_free(buf);
    } else if (capacity == POOLED_BYTES) {
        struct sring_pooled_buf pooled;

        sring_pooled_buf_wrap_registered(buf, &pooled);
        sring_pool_put(&world.pool, &pooled);
    } else if (stocked < REGISTERED_BUFFERS && one_in(2)) {
        sring_registered_buf_move(&stock[stocked], buf);
        sring_registered_buf_stash(&stock[stocked]);
        stocked++;
    } else if (one_in(2)) {
        replace(buf);
    } else {
        unregister(buf);
    }
}

void register_pool(void)
{
    int rc = sring_pool_register(&world.ring, &world.pool, &world.registered_pool);

    assert_true(rc == 0 || rc == -EOPNOTSUPP);
    pool_registered = rc == 0;
    if (pool_registered) {
        sring_registered_pool_stash(&world.registered_pool);
    }
}

void free_registered(void)
{
    while (stocked > 0) {
        stocked--;
        sring_registered_buf_claim(&stock[stocked]);
        sring_registered_buf_free(&stock[stocked]);
    }
}

void unregister_all(bool pool)
{
    while (stocked > 0) {
        stocked--;
        sring_registered_buf_claim(&stock[stocked]);
        if (one_in(2)) {
            sring_registered_buf_free(&stock[stocked]);
        } else {
            unregister(&stock[stocked]);
        }
    }
    if (pool_registered && pool) {
        sring_registered_pool_claim(&world.registered_pool);
        sring_pool_unregister(&world.ring, &world.registered_pool);
    }
    pool_registered = false;
}
