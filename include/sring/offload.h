/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Blocking work that does not block the ring's thread: calls of functions in other threads, names
 * of hosts, connections by name.
 *
 * A ring has a pool of threads, which are started when they are needed (`offload_threads` in struct
 * sring_options). A call that is not over is no operation, but sring_run waits for it, too.
 * sring_close cancels what has not begun and waits for what runs.
 */
#ifndef SRING_OFFLOAD_H
#define SRING_OFFLOAD_H

#include <sring/detail/hot.h>
#include <sring/fd.h>
#include <sring/ring.h>
#include <sring/ticket.h>

SRING_BEGIN_C_

struct addrinfo;

/* The callback of sring_offload_launch. It runs on the ring's thread. `result` is that of the
 * function, or -ECANCELED if the call was cancelled before it began. */
typedef void sring_offload_callback(struct sring *ring, int result, void *arg);

/* The head of such a callback, for a declaration or a definition. */
#define SRING_OFFLOAD_CALLBACK(name)                                                               \
    static void name(SRING_MAYBE_ struct sring *ring, SRING_MAYBE_ int result,                     \
                     SRING_MAYBE_ void *arg) SRING_REQUIRES(*ring)

/* Calls fn(arg) in another thread, and waits until it has returned. Fibers and callbacks run
 * meanwhile. `fn` may block. It must return, and must not use the ring. All signals are blocked in
 * it, except those that a fault causes.
 *
 * Returns the result of fn. Or, and then fn was not called: -ECANCELED (the fiber was cancelled or
 * the ring is closing), -EAGAIN (no thread could be started, or as many calls as the ring's
 * capacity are not over yet), -EOPNOTSUPP (an iopoll ring), -ENOMEM, -EMFILE or -ENFILE. If fn can
 * return the same numbers, let it note in `arg` that it was called.
 *
 * In a fiber that is cancelled meanwhile, a call that has not begun is taken back, and one that
 * runs is waited for. */
SRING_API_ int sring_offload_(struct sring *ring, int (*fn)(void *), void *arg);
SRING_INLINE_ SRING_FALLIBLE int sring_offload(struct sring *ring, int (*fn)(void *), void *arg)
    SRING_REQUIRES(*ring);

/* The same, but does not wait. When fn has returned, a wait, poll, run or close calls
 * `callback(ring, result, arg)`. What `arg` points at must live until then. `ticket` may be NULL. A
 * ticket that is cancelled takes the call back unless it has begun. Returns 0, or the same errors
 * of its own: then nothing was begun, and the callback is not called. */
SRING_API_ int sring_offload_launch_(struct sring *ring, int (*fn)(void *),
                                     sring_offload_callback *callback, void *arg,
                                     struct sring_ticket *ticket);
SRING_INLINE_ SRING_FALLIBLE int sring_offload_launch(struct sring *ring, int (*fn)(void *),
                                                      sring_offload_callback *callback, void *arg,
                                                      struct sring_ticket *ticket)
    SRING_REQUIRES(*ring);

/* Calls getaddrinfo(host, service, hints, list) in such a thread, and waits for it. The arguments
 * are those of getaddrinfo(3), and are copied. After success `*list` must be freed with
 * freeaddrinfo(3).
 *
 * Returns 0, or -errno and `*list` is NULL. The errors of getaddrinfo are translated: -ENOENT (the
 * name, or an address of this family, does not exist), -EREMOTEIO (the name servers do not answer
 * or fail for now; EAI_AGAIN), -EPROTO (they fail for good; EAI_FAIL), -EPROTONOSUPPORT (no such
 * service for this type of socket), -EAFNOSUPPORT, -ESOCKTNOSUPPORT, -EINVAL (flags), -EOVERFLOW,
 * -EILSEQ, -ENOMEM, that of EAI_SYSTEM, or -EIO. The others are those of sring_offload, and -EINTR
 * if the ring is interruptible.
 *
 * A fiber that is cancelled, or a wait that a signal ends, does not wait for getaddrinfo. It goes
 * on in its thread, and its result is freed; only sring_close still waits for it. */
SRING_API_ int sring_resolve_(struct sring *ring, const char *host, const char *service,
                              const struct addrinfo *hints, struct addrinfo **list);
SRING_INLINE_ SRING_FALLIBLE int sring_resolve(struct sring *ring, const char *host,
                                               const char *service, const struct addrinfo *hints,
                                               struct addrinfo **list) SRING_REQUIRES(*ring);

/* Connects a TCP socket to a host by its name, and waits for it. `host` is a name, or an IPv4 or
 * IPv6 address, which may have a scope (fe80::1%eth0). `port` is a number in digits, or a service
 * of services(5). An address with a port in digits needs no other thread.
 *
 * If there are several addresses, they are tried as RFC 8305 (Happy Eyeballs) says: IPv6 and IPv4
 * in turns, in the order that getaddrinfo gives; the next one begins when 250 ms have passed or an
 * attempt has failed. The first connection wins; the other attempts are cancelled. At most 32
 * addresses are tried.
 *
 * `timeout_ns` limits everything, also the look-up of the name, in nanoseconds; 0 or SRING_FOREVER:
 * no limit. Returns 0, and the caller owns `file`, a blocking socket with close-on-exec. Or returns
 * -errno and no file is open: -ETIME (the time is over), -ECANCELED, -EINTR, an error of
 * sring_resolve, -EINVAL (`host` or `port` is NULL, or `port` no number up to 65535), -EAGAIN (the
 * ring's capacity is in use); or, if all addresses have failed, the first error among
 * -ECONNREFUSED, -ETIMEDOUT and the like, and only then -ENETUNREACH, -EHOSTUNREACH, -EAFNOSUPPORT
 * or -EADDRNOTAVAIL. */
SRING_API_ int sring_connect_to_(struct sring *ring, const char *host, const char *port,
                                 uint64_t timeout_ns);
SRING_INLINE_ SRING_FALLIBLE int sring_connect_to(struct sring *ring, const char *host,
                                                  const char *port, uint64_t timeout_ns,
                                                  struct sring_fd *file) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*file);

/* --- bodies ------------------------------------------------------------------------------- */

SRING_INLINE_ int sring_offload(struct sring *ring, int (*fn)(void *), void *arg)
{
    SRING_PROVE_RING_(ring);
    return sring_offload_(ring, fn, arg);
}

SRING_INLINE_ int sring_offload_launch(struct sring *ring, int (*fn)(void *),
                                       sring_offload_callback *callback, void *arg,
                                       struct sring_ticket *ticket)
{
    SRING_PROVE_RING_(ring);
    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    return sring_offload_launch_(ring, fn, callback, arg, ticket);
}

SRING_INLINE_ int sring_resolve(struct sring *ring, const char *host, const char *service,
                                const struct addrinfo *hints, struct addrinfo **list)
{
    SRING_PROVE_RING_(ring);
    return sring_resolve_(ring, host, service, hints, list);
}

SRING_INLINE_ int sring_connect_to(struct sring *ring, const char *host, const char *port,
                                   uint64_t timeout_ns, struct sring_fd *file)
{
    int raw;

    SRING_PROVE_RING_(ring);
    raw = sring_connect_to_(ring, host, port, timeout_ns);
    if (raw < 0) {
        file->word_ = sring_nothing_();
        return raw;
    }
    sring_fd_own_(file, raw, false);
    return 0;
}

SRING_END_C_

#endif /* SRING_OFFLOAD_H */
