/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations on shared buffers, whose handles are copied and freed at any time. The model counts
 * the handles and the operations of each memory: it may be freed only when there are none. It is
 * filled with a letter until then.
 */
#include "random.h"

enum {
    MEMORIES = 6,
    HANDLES = 12
};

static struct memory {
    bool alive;
    unsigned handles, operations; /* not the detached ones, and not those in batches */
} memories[MEMORIES];

static struct {
    struct sring_shared_buf shared;
    struct memory *memory; /* NULL: constant or pooled, without a free function */
} stock[HANDLES];
static uint32_t stocked;

static struct memory *held[PLACES]; /* by the operation in this place */

static const unsigned char constant[BYTES] = "constant memory";

static void end_memory(void *data, void *arg)
{
    struct memory *memory = arg;

    assert_true(memory->alive);
    assert_int_equal(memory->handles, 0);
    assert_int_equal(memory->operations, 0);
    memory->alive = false;
    memset(data, FREED, BYTES);
    free(data);
    world.buffers_freed++;
}

static unsigned char letter_of(const struct memory *memory)
{
    return (unsigned char)('A' + (memory - memories));
}

static bool share_new(struct sring_shared_buf *shared, struct memory *memory)
{
    struct sring_buf buf;

    if (memory->alive) {
        return false;
    }
    *memory = (struct memory){true, 1, 0};
    assert_int_equal(sring_buf_adopt(&buf, malloc(BYTES), BYTES, end_memory, memory), 0);
    world.buffers_made++;
    memset(sring_buf_data(&buf), letter_of(memory), BYTES);
    sring_buf_set_length(&buf, MOST_SKIPPED + pick(BYTES - MOST_SKIPPED + 1));
    sring_buf_share(&buf, shared);
    return true;
}

/* Makes a handle for the stock: of new memory, of constant or pooled memory, or a copy. */
static void add_to_stock(void)
{
    uint32_t from = pick(HANDLES);
    struct memory *memory = &memories[pick(MEMORIES)];
    struct sring_shared_buf shared;

    if (stocked == HANDLES) {
        return;
    }
    if (from < stocked) {
        memory = stock[from].memory;
        sring_shared_buf_borrow(&stock[from].shared);
        sring_shared_copy(&shared, &stock[from].shared);
        sring_shared_buf_return(&stock[from].shared);
        if (memory) {
            memory->handles++;
        }
    } else if (one_in(4)) {
        memory = NULL;
        assert_int_equal(sring_shared_static(&shared, constant, sizeof(constant)), 0);
    } else if (one_in(3)) {
        struct sring_buf buf;

        memory = NULL;
        take_buffer(&buf);
        sring_buf_share(&buf, &shared);
    } else if (!share_new(&shared, memory)) {
        return;
    }
    stock[stocked].memory = memory;
    sring_shared_buf_move_stash(&stock[stocked].shared, &shared);
    stocked++;
}

static void check_contents(uint32_t index)
{
    const unsigned char *data;

    sring_shared_buf_borrow(&stock[index].shared);
    data = sring_shared_data(&stock[index].shared);
    for (size_t i = 0; stock[index].memory && i < sring_shared_length(&stock[index].shared); i++) {
        assert_int_equal(data[i], letter_of(stock[index].memory));
    }
    sring_shared_buf_return(&stock[index].shared);
}

static void free_one(uint32_t index)
{
    check_contents(index);
    if (stock[index].memory) {
        stock[index].memory->handles--;
    }
    sring_shared_buf_claim(&stock[index].shared);
    sring_shared_free(&stock[index].shared);
    stocked--;
    if (index != stocked) {
        stock[index].memory = stock[stocked].memory;
        sring_shared_buf_claim(&stock[stocked].shared);
        sring_shared_buf_move_stash(&stock[index].shared, &stock[stocked].shared);
    }
}

void change_shared(void)
{
    if (stocked && one_in(2)) {
        free_one(pick(stocked));
    } else {
        add_to_stock();
    }
}

void free_shared(void)
{
    while (stocked) {
        free_one(pick(stocked));
    }
}

/* A handle of the stock; false if there is none. */
static bool any_shared(uint32_t *index)
{
    add_to_stock();
    *index = stocked ? pick(stocked) : 0;
    return stocked > 0;
}

static void hold(const struct place *place, struct memory *memory)
{
    held[place - world.places] = memory;
    if (memory) {
        memory->operations++;
    }
}

/* Called before the operation ends. */
static void let_go(const struct place *place)
{
    struct memory *memory = held[place - world.places];

    if (memory) {
        memory->operations--;
    }
    held[place - world.places] = NULL;
}

void let_go_of_all(void)
{
    for (int i = 0; i < PLACES; i++) {
        if (world.places[i].kind && !world.places[i].calls_back) {
            let_go(&world.places[i]);
        }
    }
}

/* The kinds differ in their names, their files and how they are finished. */
#define SHARED(op, finish, ...)                                                                    \
    static const struct kind kind_##op;                                                            \
    static void on_##op(struct sring *ring, struct sring_##op##_completed *done, void *arg)        \
    {                                                                                              \
        let_go(arg);                                                                               \
        finish(ring, done);                                                                        \
        called_back(arg);                                                                          \
    }                                                                                              \
    static void launch_##op(struct place *place, uint32_t index)                                   \
    {                                                                                              \
        struct sring_##op##_options options = {.start = pick(MOST_SKIPPED + 1),                    \
                                               .count = pick(BYTES)};                              \
        int rc;                                                                                    \
                                                                                                   \
        options.timeout_ns = one_in(5) ? any_time() : 0;                                           \
        sring_shared_buf_borrow(&stock[index].shared);                                             \
        rc = sring_##op##_launch(&world.ring, FIRST(__VA_ARGS__),                                  \
                                 &stock[index].shared REST(__VA_ARGS__), &options, on_##op, place, \
                                 &place->ticket);                                                  \
        sring_shared_buf_return(&stock[index].shared);                                             \
        if (begun(rc)) {                                                                           \
            hold(place, stock[index].memory);                                                      \
            occupy(place, &kind_##op, true);                                                       \
        }                                                                                          \
    }                                                                                              \
    static void begin_##op(struct place *place)                                                    \
    {                                                                                              \
        struct sring *ring = &world.ring;                                                          \
        struct sring_##op##_building building;                                                     \
        uint32_t index;                                                                            \
        int rc;                                                                                    \
                                                                                                   \
        if (!any_shared(&index)) {                                                                 \
            return;                                                                                \
        }                                                                                          \
        if (one_in(3)) {                                                                           \
            launch_##op(place, index);                                                             \
            return;                                                                                \
        }                                                                                          \
        sring_shared_buf_borrow(&stock[index].shared);                                             \
        rc = sring_##op##_init(ring, &building, FIRST(__VA_ARGS__),                                \
                               &stock[index].shared REST(__VA_ARGS__));                            \
        sring_shared_buf_return(&stock[index].shared);                                             \
        if (!begun(rc)) {                                                                          \
            return;                                                                                \
        }                                                                                          \
        hold(place, stock[index].memory);                                                          \
        if (one_in(3)) {                                                                           \
            free_one(index);                                                                       \
        }                                                                                          \
        if (one_in(20)) {                                                                          \
            let_go(place);                                                                         \
            sring_##op##_abandon(ring, &building);                                                 \
            return;                                                                                \
        }                                                                                          \
        SOMETIMES_TIMED(op);                                                                       \
        if (one_in(3)) {                                                                           \
            sring_##op##_set_range(&building, pick(MOST_SKIPPED + 1), pick(BYTES));                \
        }                                                                                          \
        occupy(place, &kind_##op, one_in(3));                                                      \
        if (place->calls_back) {                                                                   \
            place->ticket = sring_##op##_start(ring, &building, on_##op, place);                   \
        } else {                                                                                   \
            sring_##op##_submit(ring, &building, &place->handle.op);                               \
            sring_##op##_submitted_stash(&place->handle.op);                                       \
        }                                                                                          \
    }                                                                                              \
    static void end_##op(struct place *place)                                                      \
    {                                                                                              \
        struct sring *ring = &world.ring;                                                          \
        struct sring_##op##_completed done;                                                        \
                                                                                                   \
        sring_##op##_submitted_claim(&place->handle.op);                                           \
        switch (choose_ending(sring_##op##_ready(ring, &place->handle.op))) {                      \
        case DETACH:                                                                               \
            let_go(place);                                                                         \
            sring_##op##_detach(ring, &place->handle.op);                                          \
            vacate(place);                                                                         \
            return;                                                                                \
        case CANCEL:                                                                               \
            sring_##op##_cancel(ring, &place->handle.op, &done);                                   \
            break;                                                                                 \
        default:                                                                                   \
            sring_##op##_wait(ring, &place->handle.op, &done);                                     \
        }                                                                                          \
        let_go(place);                                                                             \
        finish(ring, &done);                                                                       \
        vacate(place);                                                                             \
    }                                                                                              \
    static const struct kind kind_##op = {#op, begin_##op, end_##op};
#define FIRST(first, ...) first
#define REST(first, ...) __VA_ARGS__

static void check_result(int result)
{
    assert_true(result >= -200 && result <= POOLED_BYTES);
}

#define FINISH_SEND(ring, done) ((void)(ring), check_result(sring_send_shared_finish(done)))
#define FINISH_WRITE(ring, done) ((void)(ring), check_result(sring_write_shared_finish(done)))
#define FINISH_WRITE_AT(ring, done) ((void)(ring), check_result(sring_write_at_shared_finish(done)))

static void finish_send_zc(struct sring *ring, struct sring_send_zc_shared_completed *done)
{
    int result = sring_send_zc_shared_result(done);

    check_result(result);
    if (one_in(2)) {
        sring_send_zc_shared_forget(ring, done);
        return;
    }
    drain_receivers();
    assert_int_equal(sring_send_zc_shared_release(ring, done), result);
}

SHARED(send_shared, FINISH_SEND, &world.stream.out, )
SHARED(write_shared, FINISH_WRITE, one_in(2) ? &world.pipe.out : &world.stream.out, )
SHARED(write_at_shared, FINISH_WRITE_AT, &world.file, , pick(100))
SHARED(send_zc_shared, finish_send_zc, &world.datagram.out, )

const struct kind *any_sharing(void)
{
    static const struct kind *const kinds[] = {
        &kind_send_shared,
        &kind_write_shared,
        &kind_write_at_shared,
        &kind_send_zc_shared,
    };

    return kinds[pick(sizeof(kinds) / sizeof(kinds[0]))];
}

bool init_shared_of_stock(struct sring_write_at_shared_building *op)
{
    uint32_t index;
    int rc;

    if (!any_shared(&index)) {
        return false;
    }
    sring_shared_buf_borrow(&stock[index].shared);
    rc = sring_write_at_shared_init(&world.ring, op, &world.file, &stock[index].shared, pick(100));
    sring_shared_buf_return(&stock[index].shared);
    return begun(rc);
}
