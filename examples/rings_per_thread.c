/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rings_per_thread: a chat server with a ring for each thread.
 *
 * Each thread has a ring, a listening socket on the same port (SO_REUSEPORT: the kernel spreads the
 * connections), its clients, and a mailbox. A ring and its handles belong to one thread, so there
 * is no lock around them. What one client sends, its thread passes on to its other clients, and
 * puts a copy into the mailbox of each other thread.
 *
 * SIGINT or SIGTERM wakes all rings. Each thread ends its clients and closes what it has.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC, SO_REUSEPORT, memrchr */

#include "rings_per_thread.h"
#include "arguments.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

struct thread threads[MAX_THREADS];
unsigned thread_count;

/* --- beginning together ---------------------------------------------------------------------- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static unsigned expected, ready; /* threads, with the main one */
static bool failed;

/* Waits until all threads are ready. Returns whether none of them has failed. */
static bool all_are_ready(int rc)
{
    bool good;

    pthread_mutex_lock(&lock);
    failed = failed || rc;
    ready++;
    pthread_cond_broadcast(&changed);
    while (ready < expected) {
        pthread_cond_wait(&changed, &lock);
    }
    good = !failed;
    pthread_mutex_unlock(&lock);
    return good;
}

/* --- stopping -------------------------------------------------------------------------------- */

/* Any thread and a signal handler may wake any ring. */
static void stop_all(int number)
{
    (void)number;
    for (unsigned i = 0; i < thread_count; i++) {
        sring_wake(&threads[i].shutdown);
    }
}

SRING_WAKER_CALLBACK(on_shutdown)
{
    stop_clients(ring, arg);
}

/* --- messages -------------------------------------------------------------------------------- */

SRING_MESSAGE_CALLBACK(on_message)
{
    struct sring_buf buf;

    sring_message_take_buf(message, &buf);
    take_message(ring, arg, &buf);
}

int send_copy(const struct thread *thread, struct thread *to, const void *bytes, size_t length)
{
    struct sring_sender *sender = &to->senders[thread->index];
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, length);

    if (rc) {
        return rc;
    }
    memcpy(sring_buf_data(&buf), bytes, length);
    sring_buf_set_length(&buf, length);
    sring_sender_claim(sender);
    rc = sring_sender_send_buf(sender, &buf);
    sring_sender_stash(sender);
    if (rc) {
        sring_buf_free(&buf);
    }
    return rc;
}

size_t whole_lines(const unsigned char *bytes, size_t length)
{
    const unsigned char *last = memrchr(bytes, '\n', length);

    return last ? (size_t)(last + 1 - bytes) : 0;
}

bool is_passing(int rc)
{
    return rc == -EMFILE || rc == -ENFILE || rc == -ENOBUFS || rc == -ENOMEM || rc == -ECONNABORTED;
}

/* --- a thread -------------------------------------------------------------------------------- */

/* Opens the mailbox, and a sender for each thread. */
static int open_mailbox(struct sring *ring, struct thread *thread) SRING_REQUIRES(*ring)
{
    struct sring_mailbox box;
    int rc = sring_mailbox_open(ring, &box, ROOM, on_message, thread);

    if (rc) {
        return rc;
    }
    while (thread->sender_count < thread_count) {
        struct sring_sender sender;

        rc = sring_sender_open(&sender, &box);
        if (rc) {
            sring_mailbox_close(ring, &box);
            return rc;
        }
        sring_sender_move_stash(&thread->senders[thread->sender_count++], &sender);
    }
    sring_mailbox_move_stash(&thread->mailbox, &box);
    return 0;
}

/* Opens the waker; when all threads are ready, runs. */
static int run_when_ready(struct sring *ring, struct thread *thread) SRING_REQUIRES(*ring)
{
    struct sring_waker waker;
    int rc = sring_waker_open(ring, &waker, on_shutdown, thread);

    if (rc) {
        (void)all_are_ready(rc);
        return rc;
    }
    sring_waker_move_stash(&thread->shutdown, &waker);
    if (all_are_ready(0)) {
        struct sring_fd listener;

        sring_fd_adopt(&listener, thread->listener);
        thread->listener = -1;
        sring_fd_move_stash(&thread->accepts, &listener);
        rc = run_clients(ring, thread);
        sring_fd_claim(&thread->accepts);
        sring_fd_close(ring, &thread->accepts);
    }
    sring_waker_claim(&thread->shutdown);
    sring_waker_close(ring, &thread->shutdown);
    return rc;
}

static void *run_thread(void *arg)
{
    struct thread *thread = arg;
    struct sring ring;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        thread->error = rc;
        (void)all_are_ready(rc);
        return NULL;
    }
    rc = open_mailbox(&ring, thread);
    if (rc) {
        (void)all_are_ready(rc);
    } else {
        rc = run_when_ready(&ring, thread);
        sring_mailbox_claim(&thread->mailbox); /* what is in it is freed */
        sring_mailbox_close(&ring, &thread->mailbox);
    }
    sring_close(&ring);
    thread->error = rc;
    if (rc) {
        stop_all(0);
    }
    return NULL;
}

/* --- the program ----------------------------------------------------------------------------- */

/* A listening socket that shares its port with others; port 0 is any that is free, which is stored.
 * Returns the descriptor or -errno. */
static int listen_together(uint16_t *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(*port)};
    socklen_t length = sizeof(address);
    const int on = 1;
    int rc, raw = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (raw < 0) {
        return -errno;
    }
    if (setsockopt(raw, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)) ||
        bind(raw, (struct sockaddr *)&address, length) || listen(raw, SOMAXCONN) ||
        getsockname(raw, (struct sockaddr *)&address, &length)) {
        rc = -errno;
        close(raw);
        return rc;
    }
    *port = ntohs(address.sin_port);
    return raw;
}

/* Begins the threads. If one cannot be, the others end at once. Returns the number that has begun.
 */
static unsigned begin_threads(void)
{
    unsigned begun = 0;

    expected = thread_count + 1;
    while (begun < thread_count &&
           !pthread_create(&threads[begun].id, NULL, run_thread, &threads[begun])) {
        begun++;
    }
    if (begun < thread_count) {
        pthread_mutex_lock(&lock);
        expected = begun + 1;
        failed = true;
        pthread_mutex_unlock(&lock);
    }
    return begun;
}

/* Runs the threads to their end. */
static void run_threads(uint16_t port)
{
    unsigned begun = begin_threads();

    if (all_are_ready(0)) {
        signal(SIGINT, stop_all);
        signal(SIGTERM, stop_all);
        printf("listening on 127.0.0.1:%u\n", (unsigned)port);
        fflush(stdout);
    }
    for (unsigned i = 0; i < begun; i++) {
        pthread_join(threads[i].id, NULL);
    }
}

/* Closes what belongs to no ring, and prints. Returns the exit status. */
static int end_thread(struct thread *thread)
{
    char reason[256];

    for (unsigned i = 0; i < thread->sender_count; i++) {
        sring_sender_claim(&thread->senders[i]);
        sring_sender_close(&thread->senders[i]);
    }
    if (thread->listener >= 0) {
        close(thread->listener);
    }
    if (thread->error) {
        sring_explain(thread->error, reason, sizeof(reason));
        fprintf(stderr, "rings_per_thread: %s\n", reason);
        return 1;
    }
    if (failed) {
        return 1;
    }
    printf("thread %u: %" PRIu64 " clients, %" PRIu64 " messages, %" PRIu64 " too slow\n",
           thread->index, thread->accepted, thread->received, thread->slow);
    return 0;
}

int main(int argc, char **argv)
{
    uint16_t port = 0;
    int status = 0;

    thread_count = argc == 2 ? (unsigned)positive(argv[1], MAX_THREADS) : 0;
    check_arguments(argc, argv, thread_count > 0,
                    "usage: rings_per_thread THREADS\n"
                    "Passes each line that a TCP client sends on to all other clients.\n");
    for (unsigned i = 0; i < thread_count; i++) {
        threads[i].index = i;
        threads[i].listener = listen_together(&port);
        if (threads[i].listener < 0) {
            fprintf(stderr, "rings_per_thread: %s\n", strerror(-threads[i].listener));
            return 1;
        }
    }
    run_threads(port);
    for (unsigned i = 0; i < thread_count; i++) {
        status = end_thread(&threads[i]) || status;
    }
    return fflush(stdout) || status ? 1 : 0;
}
