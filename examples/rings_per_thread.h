/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The parts of rings_per_thread that do not depend on how operations are waited for: the threads,
 * their listeners, mailboxes and wakers, and how all of them begin and stop.
 */
#ifndef RINGS_PER_THREAD_H
#define RINGS_PER_THREAD_H

#include <sring/sring.h>

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    MAX_THREADS = 64,
    ROOM = 1024,    /* messages in a mailbox */
    MESSAGE = 4096, /* bytes of a message, which is whole lines */
    QUEUE = 256,    /* messages that wait for a client; a slower one is closed */
};

#define RETRY_NS UINT64_C(1000000)   /* while a mailbox is full */
#define PAUSE_NS UINT64_C(100000000) /* while descriptors or memory are short */

struct client;

/* A thread with a ring of its own. */
struct thread {
    unsigned index;
    pthread_t id;
    int listener; /* a descriptor; -1 once the thread has taken it over */
    int error;
    struct sring_waker shutdown;  /* stashed; the signal handler wakes it */
    struct sring_mailbox mailbox; /* stashed */
    /* Stashed. They send to this thread; [i] belongs to thread i once all have begun. */
    struct sring_sender senders[MAX_THREADS];
    unsigned sender_count;

    /* Only the thread itself uses what follows. */
    struct sring_fd accepts;       /* stashed: the listener */
    struct sring_ticket accepting; /* what ends when the thread is stopped */
    struct client *clients;
    uint64_t accepted, received, slow; /* clients, messages of theirs, clients that were too slow */
};

extern struct thread threads[MAX_THREADS];
extern unsigned thread_count;

/* Sends a copy of the bytes to another thread. Returns 0, -EAGAIN (its mailbox is full), -EPIPE (it
 * has stopped) or -ENOMEM. */
int send_copy(const struct thread *thread, struct thread *to, const void *bytes, size_t length);
/* The number of bytes up to the last newline, or 0. */
size_t whole_lines(const unsigned char *bytes, size_t length);
/* Errors of accept that pass. */
bool is_passing(int rc);

/* --- rings_clients.c ------------------------------------------------------------------------- */

/* Runs the clients of a thread until it is stopped. Returns 0 or -errno. */
int run_clients(struct sring *ring, struct thread *thread) SRING_REQUIRES(*ring);
/* Ends run_clients. */
void stop_clients(struct sring *ring, struct thread *thread) SRING_REQUIRES(*ring);
/* Passes a message of another thread on to all clients. */
void take_message(struct sring *ring, struct thread *thread, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf);

#endif /* RINGS_PER_THREAD_H */
