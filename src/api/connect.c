/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Connections by name: Happy Eyeballs (RFC 8305).
 *
 * All attempts run in the calling fiber or thread, which waits for the first one that is over.
 */
#include "api/api.h"
#include "base/resolver.h"

#include <sring/offload.h>
#include <sring/ops/connect.h>

#include <ctype.h>
#include <stdlib.h>
#include <unistd.h>

#define MOST_ADDRESSES 32
/* RFC 8305, section 5: "Connection Attempt Delay", the recommended value. */
#define ATTEMPT_DELAY (250 * UINT64_C(1000000)) /* nanoseconds */

struct attempt {
    struct sring_connect_submitted inflight; /* stashed */
    int raw;
};

struct race {
    struct sring *ring;
    const struct addrinfo *addresses[MOST_ADDRESSES]; /* in the order in which they are tried */
    uint32_t count, next;
    struct attempt attempts[MOST_ADDRESSES]; /* in flight, the earliest first */
    struct sring_ticket tickets[MOST_ADDRESSES];
    uint32_t active;
    uint64_t next_at; /* when the next attempt begins, if none fails before */
    uint64_t end;     /* of all; 0: never */
    int error;        /* that is returned if all attempts fail */
};

/* --- the order ------------------------------------------------------------------------------ */

static const struct addrinfo *skip_to(const struct addrinfo *address, int family, bool same)
{
    while (address && (address->ai_family == family) != same) {
        address = address->ai_next;
    }
    return address;
}

/* RFC 8305, section 4: the family of the first address and the others in turns. Within a family the
 * order stays. */
static void sort(struct race *race, const struct addrinfo *list)
{
    const int family = list->ai_family;
    const struct addrinfo *same = list;
    const struct addrinfo *other = skip_to(list, family, false);

    while ((same || other) && race->count < MOST_ADDRESSES) {
        bool first = same && (!other || race->count % 2 == 0);

        if (first) {
            race->addresses[race->count++] = same;
            same = skip_to(same->ai_next, family, true);
        } else {
            race->addresses[race->count++] = other;
            other = skip_to(other->ai_next, family, false);
        }
    }
}

/* --- attempts ------------------------------------------------------------------------------- */

/* That there is no way to an address says little if another one could be reached. */
static bool tells_little(int error)
{
    return error == -ENETUNREACH || error == -EHOSTUNREACH || error == -EAFNOSUPPORT ||
           error == -EADDRNOTAVAIL;
}

static void note_failure(struct race *race, int error)
{
    if (!race->error || (tells_little(race->error) && !tells_little(error))) {
        race->error = error;
    }
    race->next_at = 0;
}

/* Begins the next attempt. Returns 0, or an error of the ring: the address is still to be tried. */
static SRING_TRUSTED int begin_next(struct race *race)
{
    const struct addrinfo *address = race->addresses[race->next];
    struct attempt *attempt = &race->attempts[race->active];
    struct sring_connect_building op;
    struct sring_fd fd;
    int rc;

    attempt->raw = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, address->ai_protocol);
    if (attempt->raw < 0) {
        race->next++;
        note_failure(race, -errno);
        return 0;
    }
    fd.word_ = SRING_FD_WORD_(attempt->raw, 0);
    rc = sring_connect_init(race->ring, &op, &fd, address->ai_addr, address->ai_addrlen);
    if (rc) {
        close(attempt->raw);
        return rc;
    }
    sring_connect_submit(race->ring, &op, &attempt->inflight);
    race->tickets[race->active++] = sring_connect_ticket(&attempt->inflight);
    race->next++;
    race->next_at = sring_time(race->ring) + ATTEMPT_DELAY;
    return 0;
}

/* Ends an attempt: waits for it, or cancels it. Returns its result; the socket is still open. */
static SRING_TRUSTED int end(struct race *race, uint32_t which, bool cancel, int *raw)
{
    struct attempt attempt = race->attempts[which];
    struct sring_connect_completed done;

    race->active--;
    for (uint32_t i = which; i < race->active; i++) {
        race->attempts[i] = race->attempts[i + 1];
        race->tickets[i] = race->tickets[i + 1];
    }
    *raw = attempt.raw;
    if (cancel) {
        sring_connect_cancel(race->ring, &attempt.inflight, &done);
    } else {
        sring_connect_wait(race->ring, &attempt.inflight, &done);
    }
    return sring_connect_finish(&done);
}

/* Cancels the attempts that are left. One may have succeeded at the last moment: it is closed, too.
 */
static void cancel_rest(struct race *race)
{
    while (race->active) {
        int raw;

        (void)end(race, 0, true, &raw);
        sring_fd_close_(race->ring, raw);
    }
}

/* --- the race ------------------------------------------------------------------------------- */

/* Waits until an attempt is over, or the next one has to begin. Returns 0, -ETIME at the end of
 * all, or -errno. */
static int wait(struct race *race, bool more, uint32_t *which)
{
    const uint64_t now = sring_time(race->ring);
    uint64_t at = race->end ? race->end : SRING_FOREVER;
    int rc;

    at = more && race->next_at < at ? race->next_at : at;
    rc = sring_wait_any_(race->ring, race->tickets, race->active,
                         at == SRING_FOREVER ? at
                         : at > now          ? at - now
                                             : 0,
                         which);
    if (rc == -ETIME && (!race->end || sring_time(race->ring) < race->end)) {
        *which = race->active;
        return 0;
    }
    return rc;
}

/* Returns a connected socket, or -errno. */
static int run(struct race *race)
{
    bool crowded = false; /* the ring has room only when an attempt has ended */

    for (;;) {
        bool more = race->next < race->count && !crowded;
        uint32_t which;
        int raw, rc;

        if (more && (!race->active || sring_time(race->ring) >= race->next_at)) {
            rc = begin_next(race);
            if (rc == -ECANCELED || (rc && !race->active)) {
                return rc;
            }
            crowded = rc;
            continue;
        }
        if (!race->active) {
            return race->error;
        }
        rc = wait(race, more, &which);
        if (rc) {
            return rc;
        }
        if (which == race->active) {
            continue;
        }
        crowded = false;
        rc = end(race, which, false, &raw);
        if (!rc) {
            return raw;
        }
        sring_fd_close_(race->ring, raw);
        note_failure(race, rc);
    }
}

static int connect_to_one(struct sring *ring, const struct addrinfo *list, uint64_t until)
{
    struct race race = {.ring = ring, .end = until, .error = 0};
    int raw;

    sort(&race, list);
    raw = run(&race);
    cancel_rest(&race);
    return raw;
}

/* Whether it can be the name of a service, or is a number of 16 bits. getaddrinfo also takes other
 * numbers, with a sign or blanks, and cuts those that are too large. */
static bool is_port(const char *text)
{
    char *end;
    unsigned long number;

    if (!isalnum((unsigned char)text[0])) {
        return false;
    }
    number = strtoul(text, &end, 10);
    return *end || number <= UINT16_MAX;
}

int sring_connect_to_(struct sring *ring, const char *host, const char *port, uint64_t timeout_ns)
{
    static const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_protocol = IPPROTO_TCP};
    struct addrinfo *list;
    uint64_t until;
    int rc;

    sring_check_owner_(ring, "sring_connect_to");
    if (!host || !port || !is_port(port)) {
        return -EINVAL;
    }
    until = timeout_ns ? sring_end_after(ring->core_->clock, timeout_ns) : 0;
    rc = sring_read_address(host, port, &hints, &list);
    if (rc) {
        rc = sring_resolve_until(ring, host, port, &hints, until, "sring_connect_to", &list);
    }
    if (rc) {
        return rc;
    }
    if (!list) {
        return -ENOENT;
    }
    rc = connect_to_one(ring, list, until);
    freeaddrinfo(list);
    return rc;
}
