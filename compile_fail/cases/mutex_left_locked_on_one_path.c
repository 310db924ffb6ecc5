/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A mutex is unlocked on every path.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

int main(int argc, char **argv)
{
    struct sring ring;
    struct sring_mutex mutex = SRING_NONE;

    (void)argc;
    (void)argv;
    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    sring_mutex_lock(&ring, &mutex);
    if (argc > 1) {
        sring_mutex_unlock(&ring, &mutex);
    }
#ifdef SRING_TWIN
    else {
        sring_mutex_unlock(&ring, &mutex);
    }
#endif
    /* error: L3 "{mutex} 'mutex' is not held on every path through here" */
    sring_close(&ring);
    return 0;
}
