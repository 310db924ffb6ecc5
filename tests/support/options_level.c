/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Any test with other options of its rings: SRING_TEST_OPTIONS in the environment names options
 * that every sring_open gets: sqpoll, interruptible.
 */
#include "support.h"

int __real_sring_open_(struct sring *ring, const struct sring_options *options);
int __wrap_sring_open_(struct sring *ring, const struct sring_options *options);

bool test_option(const char *name)
{
    const char *text = getenv("SRING_TEST_OPTIONS");

    return text && strstr(text, name);
}

int __wrap_sring_open_(struct sring *ring, const struct sring_options *options)
{
    struct sring_options more = {.preset = SRING_PRESET_DEFAULT};

    if (!getenv("SRING_TEST_OPTIONS")) {
        return __real_sring_open_(ring, options);
    }
    if (options) {
        more = *options;
    }
    if (test_option("sqpoll") && !more.sqpoll.idle_ms) {
        more.sqpoll.idle_ms = 1;
    }
    more.interruptible |= test_option("interruptible");
    return __real_sring_open_(ring, &more);
}
