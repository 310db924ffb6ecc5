/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The misuse report.
 */
#include "base/base.h"
#include "base/probes.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sring_misuse_fn *handler;
static void *handler_arg;

void sring_set_misuse_handler(sring_misuse_fn *fn, void *arg)
{
    pthread_mutex_lock(&lock);
    handler = fn;
    handler_arg = arg;
    pthread_mutex_unlock(&lock);
}

void sring_misuse_(const char *function, const char *expected, const char *found)
{
    struct sring_misuse misuse = {function, expected, found};
    sring_misuse_fn *fn;
    void *arg;

    sring_probe_misuse(function, expected, found);
    pthread_mutex_lock(&lock);
    fn = handler;
    arg = handler_arg;
    pthread_mutex_unlock(&lock);
    if (fn) {
        fn(&misuse, arg);
        abort();
    }
    fprintf(stderr, "sring: misuse: %s needs %s, but was given %s\n", function, expected, found);
    if (sring_is_development()) {
        sring_print_calls();
    }
    abort();
}

void sring_assertion_failed(const char *condition, const char *file, int line)
{
    fprintf(stderr, "sring: %s:%d: not so: %s; this is a mistake of the library\n", file, line,
            condition);
    abort();
}
