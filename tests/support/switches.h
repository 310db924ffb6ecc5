/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Counts the switches between fibers. The test is linked with WRAP jump_fcontext.
 */
#ifndef SRING_TESTS_SWITCHES_H
#define SRING_TESTS_SWITCHES_H

struct transfer {
    void *from, *data;
};

static unsigned switches;

struct transfer __real_jump_fcontext(void *to, void *data);
struct transfer __wrap_jump_fcontext(void *to, void *data);
struct transfer __wrap_jump_fcontext(void *to, void *data)
{
    switches++;
    return __real_jump_fcontext(to, data);
}

#endif /* SRING_TESTS_SWITCHES_H */
