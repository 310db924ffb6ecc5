/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A vector is freed once.
// expect gcc-O0: runtime "sring_vec_free needs a vector that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_vec vec;

    if (sring_vec_init(&vec, 2)) {
        give_up("sring_vec_init");
    }
    sring_vec_free(&vec);
#ifndef SRING_TWIN
    /* error: L2 sring_error_vec_gone_ */
    /* error: L3 "releasing {buffer vector} 'vec' that was not held" */
    sring_vec_free(&vec);
#endif
    return 0;
}
