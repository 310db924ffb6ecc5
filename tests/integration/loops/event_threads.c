/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * libevent's loop in a thread of its own beside a ring (examples/loops/loop_event.c): messages to
 * and fro, and the end in both orders.
 */
#include "support.h"

#include <event2/event.h>
#include <event2/thread.h>
#include <sched.h>

#define ROUNDS 10000

/* A number goes from the ring to libevent's thread (event_base_once) and back (a mailbox). */
struct game {
    struct event_base *base;
    struct event *alive; /* without an event the loop would end */
    pthread_t thread;
    struct sring_mailbox box;   /* stashed */
    struct sring_sender sender; /* stashed; libevent's thread claims it */
    uint64_t seen;              /* by the ring */
    uint64_t last;              /* of libevent's thread */
    int refused;                /* sends after the mailbox was closed */
};

static void *dispatch(void *arg)
{
    struct game *game = arg;

    (void)event_base_dispatch(game->base);
    return NULL;
}

static void ignore(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    (void)arg;
}

/* In libevent's thread. */
static void answer(evutil_socket_t fd, short what, void *arg)
{
    struct game *game = arg;
    int rc;

    (void)fd;
    (void)what;
    sring_sender_claim(&game->sender);
    while ((rc = sring_sender_send_word(&game->sender, ++game->last)) == -EAGAIN) {
        game->last--;
        (void)sched_yield();
    }
    game->refused += rc == -EPIPE;
    sring_sender_stash(&game->sender);
}

static void ask(struct game *game)
{
    assert_int_equal(event_base_once(game->base, -1, EV_TIMEOUT, answer, game, NULL), 0);
}

SRING_MESSAGE_CALLBACK(on_answer)
{
    struct game *game = arg;
    uint64_t word = sring_message_take_word(message);

    assert_int_equal(word, ++game->seen);
    if (game->seen < ROUNDS) {
        ask(game);
    } else {
        sring_mailbox_claim(&game->box);
        sring_mailbox_close(ring, &game->box);
    }
}

static void open_game(struct sring *ring, struct game *game)
{
    const struct timeval hour = {.tv_sec = 3600};
    struct sring_mailbox box;
    struct sring_sender sender;

    memset(game, 0, sizeof(*game));
    assert_int_equal(evthread_use_pthreads(), 0);
    game->base = event_base_new();
    assert_non_null(game->base);
    game->alive = event_new(game->base, -1, EV_PERSIST, ignore, NULL);
    assert_int_equal(event_add(game->alive, &hour), 0);
    assert_int_equal(sring_mailbox_open(ring, &box, 4, on_answer, game), 0);
    assert_int_equal(sring_sender_open(&sender, &box), 0);
    sring_mailbox_move_stash(&game->box, &box);
    sring_sender_move_stash(&game->sender, &sender);
    assert_int_equal(pthread_create(&game->thread, NULL, dispatch, game), 0);
}

static void end_thread(struct game *game)
{
    assert_int_equal(event_base_loopexit(game->base, NULL), 0);
    assert_int_equal(pthread_join(game->thread, NULL), 0);
    sring_sender_claim(&game->sender);
    sring_sender_close(&game->sender);
    event_free(game->alive);
    event_base_free(game->base);
}

static void ten_thousand_to_and_fro(void **state)
{
    struct sring *ring = *state;
    struct game game;

    open_game(ring, &game);
    ask(&game);
    assert_int_equal(sring_run(ring), 0);
    end_thread(&game);
    assert_int_equal(game.seen, ROUNDS);
    assert_int_equal(game.refused, 0);
}

/* What the thread sends later is refused. */
static void the_ring_ends_first(void **state)
{
    struct sring *ring = *state;
    struct game game;

    open_game(ring, &game);
    sring_mailbox_claim(&game.box);
    sring_mailbox_close(ring, &game.box);
    assert_int_equal(sring_run(ring), 0);
    ask(&game);
    ask(&game);
    end_thread(&game);
    assert_true(game.refused <= 2); /* those that the thread has run before it ended */
}

static void the_thread_ends_first(void **state)
{
    struct sring *ring = *state;
    struct game game;

    open_game(ring, &game);
    end_thread(&game);
    sring_mailbox_claim(&game.box);
    sring_mailbox_close(ring, &game.box);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(game.seen, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(ten_thousand_to_and_fro),
        RING_TEST(the_ring_ends_first),
        RING_TEST(the_thread_ends_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
