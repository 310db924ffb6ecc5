/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Tries everything: rings with both backends, the set-ups, the features, the operations.
 */
#include "report.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>

/* Stores how an attempt ended. `refused`: the option that the kernel does not have and the reason,
 * or NULL. */
static void note(struct attempt *attempt, const char *name, int rc, const char *refused)
{
    attempt->name = name;
    attempt->rc = rc;
    if (rc && refused) {
        snprintf(attempt->reason, sizeof(attempt->reason), "%s", refused);
    } else if (rc) {
        sring_explain(rc, attempt->reason, sizeof(attempt->reason));
    }
}

/* --- rings ---------------------------------------------------------------------------------- */

static void try_uring(struct report *report)
{
    const struct sring_options options = {.backend = SRING_BACKEND_URING};
    struct sring ring;
    int rc = sring_open(&ring, &options);

    if (!rc) {
        sring_close(&ring);
    }
    note(&report->io_uring, "io_uring", rc, NULL);
}

/* Opens a small ring as a program would, with more options. */
static void try_options(struct attempt *attempt, const char *name, struct sring_options options)
{
    const char *refused = NULL;
    struct sring ring;
    int rc;

    options.entries = 2;
    options.capacity = 4;
    options.refused = &refused;
    rc = sring_open(&ring, &options);
    if (!rc) {
        sring_close(&ring);
    }
    if (refused && strstr(refused, ": ")) {
        refused = strstr(refused, ": ") + 2; /* behind the name of the option */
    }
    note(attempt, name, rc, refused);
}

static void try_setups(struct report *report)
{
    unsigned count = 0;

    while (count < MOST_SETUPS && sring_try_setup_(count, &report->setups[count])) {
        count++;
    }
    report->setup_count = count;
}

const struct sring_setup_ *best_setup(const struct report *report)
{
    for (unsigned i = 0; i < report->setup_count; i++) {
        if (!report->setups[i].rc) {
            return &report->setups[i];
        }
    }
    return NULL;
}

/* --- features ------------------------------------------------------------------------------- */

static int register_a_buffer(struct sring *ring) SRING_REQUIRES(*ring)
{
    struct sring_registered_buf registered;
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 64);

    if (rc) {
        return rc;
    }
    rc = sring_buf_register(ring, &buf, &registered);
    if (rc) {
        sring_buf_free(&buf);
        return rc;
    }
    sring_registered_buf_free(&registered);
    return 0;
}

static int register_a_file(struct sring *ring) SRING_REQUIRES(*ring)
{
    struct sring_direct_fd direct;
    int raw = eventfd(0, EFD_CLOEXEC);
    struct sring_fd fd;
    int rc;

    if (raw < 0) {
        return -errno;
    }
    sring_fd_adopt(&fd, raw);
    rc = sring_fd_register(ring, &fd, &direct);
    if (!rc) {
        sring_direct_fd_unregister(ring, &direct);
    }
    sring_fd_close(ring, &fd);
    return rc;
}

static int open_a_buffer_ring(struct sring *ring, struct sring_buf_ring_stats *stats)
    SRING_REQUIRES(*ring)
{
    const struct sring_buf_ring_options options = {.incremental = true};
    struct sring_buf_ring group;
    int rc = sring_buf_ring_open(ring, &group, 2, 64, &options);

    if (!rc) {
        sring_buf_ring_get_stats(&group, stats);
        sring_buf_ring_close(ring, &group);
    }
    return rc;
}

/* What an open ring has. Returns the number of features. */
static unsigned try_ring(struct sring *ring, struct attempt *features) SRING_REQUIRES(*ring)
{
    bool is_fallback = sring_backend(ring) == SRING_BACKEND_FALLBACK;
    struct sring_buf_ring_stats stats = {0};
    unsigned n = 0;
    int rc;

    note(&features[n++], "registered_buffers", register_a_buffer(ring), NULL);
    note(&features[n++], "direct_descriptors", register_a_file(ring), NULL);
    rc = open_a_buffer_ring(ring, &stats);
    note(&features[n++], "buffer_rings", rc, NULL);
    note(&features[n++], "incremental_buffer_rings", stats.incremental ? 0 : -EOPNOTSUPP,
         "Linux 6.16 or later is needed");
    note(&features[n++], "bundles", stats.bundles ? 0 : -EOPNOTSUPP,
         is_fallback ? "the fallback has none" : "Linux 6.16 or later is needed");
    return n;
}

static void try_more_options(struct attempt *features)
{
    cpu_set_t cpus;

    CPU_ZERO(&cpus);
    sched_getaffinity(0, sizeof(cpus), &cpus);
    try_options(features++, "sqpoll", (struct sring_options){.sqpoll.idle_ms = 1});
    try_options(features++, "iopoll", (struct sring_options){.iopoll = true});
    try_options(features++, "napi", (struct sring_options){.napi.busy_poll_us = 1});
    try_options(features++, "boottime_clock", (struct sring_options){.clock = CLOCK_BOOTTIME});
    try_options(features++, "worker_limits", (struct sring_options){.workers.bounded = 1});
    try_options(features++, "worker_cpus",
                (struct sring_options){.workers = {.cpus = &cpus, .cpus_size = sizeof(cpus)}});
}

/* --- all ------------------------------------------------------------------------------------ */

/* A ring that is opened as most programs do, and what it has. */
static void try_automatic(struct report *report)
{
    const char *refused = NULL;
    const struct sring_options options = {.refused = &refused};
    struct sring ring;
    int rc = sring_open(&ring, &options);
    const char *name = NULL;
    unsigned count;

    if (!rc) {
        name = sring_backend(&ring) == SRING_BACKEND_URING ? "uring" : "fallback";
        for (unsigned i = 0; i < SRING_OPERATIONS; i++) {
            report->supported[i] = sring_supports(&ring, sring_operations[i].constant);
        }
        count = try_ring(&ring, report->features);
        sring_close(&ring);
        try_more_options(report->features + count);
    }
    note(&report->ring, name, rc, refused);
}

void look(struct report *report)
{
    uname(&report->kernel);
    getrlimit(RLIMIT_MEMLOCK, &report->memlock);
    getrlimit(RLIMIT_NOFILE, &report->nofile);
    report->asked_for = getenv("SRING_BACKEND");
    if (report->asked_for && !*report->asked_for) {
        report->asked_for = NULL; /* as for sring_open */
    }
    try_setups(report); /* before the memory of closed rings counts */
    try_automatic(report);
    if (report->ring.rc || strcmp(report->ring.name, "uring")) {
        try_uring(report);
    } else {
        note(&report->io_uring, "io_uring", 0, NULL);
    }
}

bool is_missing(const struct report *report, unsigned operation)
{
    return report->required[operation] && !report->supported[operation];
}
