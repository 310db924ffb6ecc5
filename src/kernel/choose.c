/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Chooses the backend of a ring.
 */
#include "kernel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct sring_backend *sring_chosen_backend = &sring_backend_uring;

/* Returns what the operator asks for in the environment, or SRING_BACKEND_AUTO. Sets `*refused` if
 * it is neither. */
static enum sring_backend_kind asked_for(const char **refused)
{
    const char *name = secure_getenv("SRING_BACKEND");

    if (!name || !*name || !strcmp(name, "auto")) {
        return SRING_BACKEND_AUTO;
    }
    if (!strcmp(name, "fallback")) {
        return SRING_BACKEND_FALLBACK;
    }
    if (strcmp(name, "uring") != 0) {
        *refused = "SRING_BACKEND, in the environment: must be auto, uring or fallback";
    }
    return SRING_BACKEND_URING;
}

static const struct sring_backend *backend_of(enum sring_backend_kind kind)
{
    if (sring_chosen_backend->kind == kind) {
        return sring_chosen_backend;
    }
    return kind == SRING_BACKEND_URING ? &sring_backend_uring : &sring_backend_fallback;
}

static int open_with(enum sring_backend_kind kind, struct sring_kernel *kernel, unsigned entries,
                     unsigned cq_entries)
{
    const struct sring_backend *backend = backend_of(kind);
    const struct sring_kernel *other = kernel->wishes->attach_to;

    if (other && other->backend->kind != kind) {
        kernel->wishes->refused = "attach_to: the other ring has another backend";
        return -EINVAL;
    }
    kernel->backend = backend;
    return backend->open(kernel, entries, cq_entries);
}

static bool is_forbidden(int rc)
{
    return rc == -ENOSYS || rc == -EPERM || rc == -EACCES;
}

int sring_kernel_open(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries)
{
    struct sring_wishes *wishes = kernel->wishes;
    enum sring_backend_kind kind = wishes->options->backend;
    int rc;

    if ((unsigned)kind > SRING_BACKEND_FALLBACK) {
        wishes->refused = "backend: there is no such backend";
    } else if (kind == SRING_BACKEND_AUTO) {
        kind = asked_for(&wishes->refused);
    }
    if (wishes->refused) {
        return -EINVAL;
    }
    if (kind != SRING_BACKEND_AUTO) {
        return open_with(kind, kernel, entries, cq_entries);
    }
    rc = open_with(SRING_BACKEND_URING, kernel, entries, cq_entries);
    if (!is_forbidden(rc) || wishes->refused) {
        return rc;
    }
    kernel->forbidden = rc;
    return open_with(SRING_BACKEND_FALLBACK, kernel, entries, cq_entries);
}
