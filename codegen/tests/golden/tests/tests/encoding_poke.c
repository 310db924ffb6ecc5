/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/poke.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * Compares the SQE of poke byte by byte with the spec.
 */
#include "encoding.h"

#include <sring/ops/poke.h>

SRING_UNCHECKED("the ring comes from cmocka's state")
static void poke_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;

    assert_int_equal(sring_poke_init(ring, &op), 0);
    sring_poke_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
    sring_poke_detach(ring, &inflight);
}

SRING_UNCHECKED("the ring comes from cmocka's state")
static void poke_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_poke_building op;
    struct sring_poke_submitted inflight;

    assert_int_equal(sring_poke_init(ring, &op), 0);
    sring_poke_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
    sring_poke_detach(ring, &inflight);
}

int encoding_of_poke(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(poke_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(poke_everything, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of poke", tests, NULL, NULL);
}
