/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Any test with other options of its rings: SRING_TEST_OPTIONS in the environment names options
 * that every sring_open gets: sqpoll, interruptible, audit.
 */
#include "support.h"

enum {
    TICKETS = 1 << 20
};

/* The operations that are over, by the hash of their ticket; their whole number is limited. */
static _Atomic uint64_t over[TICKETS];

int __real_sring_open_(struct sring *ring, const struct sring_options *options);
static void require(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "audit: not so: %s\n", what);
        abort();
    }
}

/* Returns whether the operation was over before. */
static bool ends_again(uint64_t ticket)
{
    for (size_t at = ticket / 128; at < ticket / 128 + 64; at++) {
        uint64_t none = 0;

        if (atomic_compare_exchange_strong(&over[at % TICKETS], &none, ticket)) {
            return false;
        }
        if (none == ticket) {
            return true;
        }
    }
    return false; /* too many, to look for it */
}

/* What is so for all operations. */
static void check_record(const struct sring_audit_record *record, void *arg)
{
    require(arg == over, "the argument is the program's");
    require(record->ticket != 0, "an operation has a ticket");
    require(record->more || !ends_again(record->ticket), "an operation ends once");
    require(record->fd < 0 || record->slot < 0, "a file is a descriptor or in a slot");
    require(record->begun_ns || !record->duration_ns, "what never began takes no time");
    require(record->duration_ns <= 600000 * MILLISECOND, "the times are of one clock");
    require(record->bytes == -1 || record->bytes == (record->result > 0 ? record->result : 0),
            "the result of a transfer is its length");
}

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
    if (test_option("audit") && !more.audit) {
        more.audit = check_record;
        more.audit_arg = over;
        more.latency = true;
    }
    return __real_sring_open_(ring, &more);
}
