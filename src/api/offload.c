/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Calls of functions of the program, and of getaddrinfo, in other threads.
 */
#include "api/api.h"
#include "base/resolver.h"
#include "engine/fiber.h"
#include "engine/works.h"

#include <stdlib.h>
#include <string.h>

static void check_function(int (*fn)(void *), const char *function)
{
    if (!fn) {
        sring_misuse_(function, "a function", "NULL");
    }
}

static bool is_done(struct sring *ring, void *arg)
{
    const struct sring_work *work = arg;

    (void)ring;
    return work->parked.record.state_ & SRING_DONE_;
}

int sring_offload_(struct sring *ring, int (*fn)(void *), void *arg)
{
    struct sring_ticket ticket;
    struct sring_until until = {.done = is_done,
                                .take = sring_reap,
                                .tickets = &ticket,
                                .n = 1,
                                .cancel = sring_cancel_awaited,
                                .count = 1,
                                .function = "sring_offload"};
    struct sring_work *work;
    int rc;

    sring_check_owner_(ring, until.function);
    check_function(fn, until.function);
    rc = sring_work_begin(ring, &work, fn, arg, NULL);
    if (rc) {
        return rc;
    }
    work->parked.begun.place = __builtin_return_address(0);
    until.arg = work;
    ticket = sring_work_ticket(work);
    until.first = ticket.number_;
    sring_wait_until(ring, &until);
    rc = work->parked.record.result_;
    sring_work_free(work);
    return rc;
}

int sring_offload_launch_(struct sring *ring, int (*fn)(void *), sring_offload_callback *callback,
                          void *arg, struct sring_ticket *ticket)
{
    struct sring_work *work;
    int rc;

    sring_check_owner_(ring, "sring_offload_launch");
    check_function(fn, "sring_offload_launch");
    rc = sring_work_begin(ring, &work, fn, arg, callback);
    if (rc) {
        return rc;
    }
    work->parked.begun.place = __builtin_return_address(0);
    if (ticket) {
        *ticket = sring_work_ticket(work);
    }
    return 0;
}

/* --- names ---------------------------------------------------------------------------------- */

/* A call of getaddrinfo: copies of its arguments, and its result. */
struct lookup {
    const char *host, *service; /* NULL, or in `names` */
    struct addrinfo hints;
    bool hinted;
    struct addrinfo *list;
    char names[];
};

static int look_up(void *arg)
{
    struct lookup *lookup = arg;

    return sring_look_up(lookup->host, lookup->service, lookup->hinted ? &lookup->hints : NULL,
                         &lookup->list);
}

static void drop(void *arg)
{
    struct lookup *lookup = arg;

    if (lookup->list) {
        freeaddrinfo(lookup->list);
    }
    free(lookup);
}

static struct lookup *new_lookup(const char *host, const char *service,
                                 const struct addrinfo *hints)
{
    size_t host_size = host ? strlen(host) + 1 : 0;
    size_t service_size = service ? strlen(service) + 1 : 0;
    struct lookup *lookup = calloc(1, sizeof(*lookup) + host_size + service_size);

    if (!lookup) {
        return NULL;
    }
    if (host) {
        lookup->host = memcpy(lookup->names, host, host_size);
    }
    if (service) {
        lookup->service = memcpy(lookup->names + host_size, service, service_size);
    }
    if (hints) {
        lookup->hinted = true;
        lookup->hints.ai_flags = hints->ai_flags;
        lookup->hints.ai_family = hints->ai_family;
        lookup->hints.ai_socktype = hints->ai_socktype;
        lookup->hints.ai_protocol = hints->ai_protocol;
    }
    return lookup;
}

int sring_resolve_until(struct sring *ring, const char *host, const char *service,
                        const struct addrinfo *hints, uint64_t end, const char *function,
                        struct addrinfo **list)
{
    struct sring_ticket ticket;
    struct sring_until until = {.done = is_done,
                                .take = sring_reap,
                                .tickets = &ticket,
                                .n = 1,
                                .end = end,
                                .function = function,
                                .interruptible = true};
    struct lookup *lookup = new_lookup(host, service, hints);
    struct sring_work *work;
    int rc;

    *list = NULL;
    if (!lookup) {
        return -ENOMEM;
    }
    rc = sring_work_begin(ring, &work, look_up, lookup, NULL);
    if (rc) {
        free(lookup);
        return rc;
    }
    work->drop = drop;
    until.arg = work;
    ticket = sring_work_ticket(work);
    rc = sring_pump(ring, &until);
    if (rc) {
        sring_work_leave(work);
        return rc;
    }
    rc = work->parked.record.result_;
    *list = lookup->list;
    sring_work_free(work);
    free(lookup);
    return rc;
}

int sring_resolve_(struct sring *ring, const char *host, const char *service,
                   const struct addrinfo *hints, struct addrinfo **list)
{
    sring_check_owner_(ring, "sring_resolve");
    return sring_resolve_until(ring, host, service, hints, 0, "sring_resolve", list);
}
