/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mail.h"

#include <errno.h>
#include <pthread.h>

static unsigned senders;
static uint64_t each, left, sum;
static pthread_barrier_t ready;

bool received(uint64_t number)
{
    sum += number;
    return --left;
}

static void *send_all(void *arg)
{
    unsigned sender = (unsigned)(uintptr_t)arg;

    pthread_barrier_wait(&ready);
    contestant_send(sender, sender * each + 1, each);
    return NULL;
}

int main(int argc, char **argv)
{
    bool buffers = argc == 4 && !strcmp(argv[1], "buf");
    uint64_t total = argc == 4 ? strtoull(argv[3], NULL, 10) : 0;
    pthread_t threads[MAIL_SENDERS];
    double start;

    senders = argc == 4 ? (unsigned)atoi(argv[2]) : 0;
    if ((!buffers && (argc != 4 || strcmp(argv[1], "word") != 0)) || senders < 1 ||
        senders > MAIL_SENDERS || total < senders || total % senders) {
        fprintf(stderr, "usage: %s word|buf SENDERS MESSAGES\n", argv[0]);
        return 2;
    }
    each = total / senders;
    left = total;
    contestant_open(senders, buffers);
    pthread_barrier_init(&ready, NULL, senders + 1);
    for (unsigned i = 0; i < senders; i++) {
        bench_need(-pthread_create(&threads[i], NULL, send_all, (void *)(uintptr_t)i),
                   "pthread_create");
    }
    pthread_barrier_wait(&ready);
    start = bench_now();
    contestant_receive();
    start = bench_now() - start;
    for (unsigned i = 0; i < senders; i++) {
        pthread_join(threads[i], NULL);
    }
    bench_need(sum == total * (total + 1) / 2 ? 0 : -EIO, "the messages differ");
    printf("messages_per_second %.0f\n", (double)total * 1e9 / start);
    return 0;
}
