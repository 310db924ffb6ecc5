/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * Runs the encoding test of every operation.
 */
#include "encoding.h"

int encoding_of_poke(void);

int main(void)
{
    int failed = 0;

    failed += encoding_of_poke();
    return failed ? 1 : 0;
}
