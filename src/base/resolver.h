/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The resolver: getaddrinfo, with errors as -errno.
 */
#ifndef SRING_BASE_RESOLVER_H
#define SRING_BASE_RESOLVER_H

#include <netdb.h>

/* What looks up names. The tests replace it. */
typedef int sring_resolver(const char *host, const char *service, const struct addrinfo *hints,
                           struct addrinfo **list);
extern sring_resolver *sring_chosen_resolver;

/* Looks up the names with the resolver; blocks. Returns 0, or -errno as sring_resolve. */
int sring_look_up(const char *host, const char *service, const struct addrinfo *hints,
                  struct addrinfo **list);
/* The same for an address and a port in digits. Does not block. */
int sring_read_address(const char *host, const char *service, const struct addrinfo *hints,
                       struct addrinfo **list);

#endif /* SRING_BASE_RESOLVER_H */
