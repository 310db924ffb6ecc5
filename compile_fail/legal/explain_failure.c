/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Explaining why a ring cannot be opened (impossible options, no descriptor left), with the remedy.
 */
#include "support.h"

#include <sys/resource.h>

int main(void)
{
    const struct sring_options impossible = {.entries = 1u << 20};
    struct rlimit before;
    struct rlimit none;
    char why[256];
    char tiny[8];
    struct sring ring;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_close(&ring);

    rc = sring_open(&ring, &impossible);
    if (!rc) {
        sring_close(&ring);
        return 2;
    }
    if (rc != -EINVAL || sring_explain(rc, why, sizeof(why)) >= sizeof(why) ||
        !strstr(why, "16384")) {
        return 3;
    }
    if (getrlimit(RLIMIT_NOFILE, &before)) {
        return 4;
    }
    none = before;
    none.rlim_cur = 0;
    if (setrlimit(RLIMIT_NOFILE, &none)) {
        return 4;
    }
    rc = sring_open(&ring, NULL);
    if (!rc) {
        sring_close(&ring);
        return 5;
    }
    if (setrlimit(RLIMIT_NOFILE, &before)) {
        return 4;
    }
    if (rc != -EMFILE || sring_explain(rc, tiny, sizeof(tiny)) < sizeof(tiny) ||
        strlen(tiny) != sizeof(tiny) - 1) {
        return 6;
    }
    return 0;
}
