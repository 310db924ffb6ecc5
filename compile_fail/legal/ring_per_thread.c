/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * One ring per thread: every thread opens, uses and closes its own.
 */
#include "support.h"

#include <pthread.h>

#define THREADS 4

struct job {
    const char *text;
    int status;
};

static void *run(void *arg)
{
    struct job *job = arg;
    struct sring ring;
    struct sring_fd file;
    struct sring_buf buf;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        job->status = legal_no_ring(rc);
        return NULL;
    }
    sring_fd_adopt(&file, legal_file(job->text));
    if (sring_buf_alloc(&buf, 32)) {
        job->status = 2;
    } else {
        int n = sring_read_at_await(&ring, &file, &buf, 0);

        if (n != (int)strlen(job->text) || memcmp(sring_buf_data(&buf), job->text, (size_t)n)) {
            job->status = 3;
        }
        sring_buf_free(&buf);
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return NULL;
}

int main(void)
{
    struct job jobs[THREADS] = {{"one", 0}, {"two", 0}, {"three", 0}, {"four", 0}};
    pthread_t threads[THREADS];
    int status = 0;

    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, run, &jobs[i])) {
            abort();
        }
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        if (jobs[i].status) {
            status = jobs[i].status;
        }
    }
    return status;
}
