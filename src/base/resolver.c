/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The resolver. The codes of getaddrinfo are small negative numbers, like -errno: they are
 * translated, and never returned as they are.
 */
#include "base/resolver.h"

#include <errno.h>
#include <stddef.h>

sring_resolver *sring_chosen_resolver = getaddrinfo;

static const struct {
    int code, error;
} errors[] = {
    {EAI_NONAME, ENOENT},       {EAI_NODATA, ENOENT},
    {EAI_ADDRFAMILY, ENOENT},   {EAI_AGAIN, EREMOTEIO},
    {EAI_FAIL, EPROTO},         {EAI_SERVICE, EPROTONOSUPPORT},
    {EAI_FAMILY, EAFNOSUPPORT}, {EAI_SOCKTYPE, ESOCKTNOSUPPORT},
    {EAI_BADFLAGS, EINVAL},     {EAI_MEMORY, ENOMEM},
    {EAI_OVERFLOW, EOVERFLOW},  {EAI_IDN_ENCODE, EILSEQ},
};

/* `error` is errno. */
static int translate(int code, int error)
{
    if (!code) {
        return 0;
    }
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        if (errors[i].code == code) {
            return -errors[i].error;
        }
    }
    return code == EAI_SYSTEM && error > 0 ? -error : -EIO;
}

static int ask(sring_resolver *resolver, const char *host, const char *service,
               const struct addrinfo *hints, struct addrinfo **list)
{
    int code;

    *list = NULL;
    errno = 0;
    code = resolver(host, service, hints, list);
    return translate(code, errno);
}

int sring_look_up(const char *host, const char *service, const struct addrinfo *hints,
                  struct addrinfo **list)
{
    return ask(sring_chosen_resolver, host, service, hints, list);
}

int sring_read_address(const char *host, const char *service, const struct addrinfo *hints,
                       struct addrinfo **list)
{
    struct addrinfo numeric = *hints;

    numeric.ai_flags |= AI_NUMERICHOST | AI_NUMERICSERV;
    return ask(getaddrinfo, host, service, &numeric, list);
}
