/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A mutex is not locked by a fiber that holds it.
// expect gcc-O0 gcc clang: runtime "sring_mutex_lock needs a mutex that the caller does not hold"
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
#ifdef SRING_TWIN
    sring_mutex_unlock(&ring, &mutex);
#endif
    /* error: L3 "acquiring {mutex} 'mutex' that is already held" */
    sring_mutex_lock(&ring, &mutex);
    sring_mutex_unlock(&ring, &mutex);
    sring_close(&ring);
    return 0;
}
