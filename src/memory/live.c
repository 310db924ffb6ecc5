/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Counts what the process owns. Buffers and handles of pools are counted with their blocks
 * (src/memory/block.c). Files are plain numbers in inline functions: only a development build
 * registers them here.
 */
#include "memory/memory.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define SRING_OWNED_FILE 3 /* beside those in sring/detail/block.h */
#define MOST_PLACES 32

/* The calls that made the remaining handles, and how many each call made. */
struct report {
    struct place {
        uint32_t owned;
        const void *made_at;
        uint64_t times;
    } places[MOST_PLACES];
    unsigned count;
};

static atomic_int rings; /* number of open rings */
static bool forked;      /* this is a forked child, whose handles are copies */
/* Protected by the lock of the blocks, which is held during fork. */
static const void **made_at; /* by descriptor: the call that made its handle, or NULL */
static size_t descriptors;   /* entries of made_at */
static uint64_t files;

static void add_to_report(void *arg, uint32_t owned, const void *where)
{
    struct report *report = arg;
    struct place *place = report->places;

    while (place < report->places + report->count &&
           (place->owned != owned || place->made_at != where)) {
        place++;
    }
    if (place == report->places + MOST_PLACES) {
        return;
    }
    if (place == report->places + report->count) {
        *place = (struct place){owned, where, 0};
        report->count++;
    }
    place->times++;
}

static uint64_t add_files_to_report(struct report *report)
{
    uint64_t found;

    sring_blocks_lock();
    for (size_t raw = 0; raw < descriptors; raw++) {
        if (made_at[raw]) {
            add_to_report(report, SRING_OWNED_FILE, made_at[raw]);
        }
    }
    found = files;
    sring_blocks_unlock();
    return found;
}

static const char *name_of(uint32_t owned, uint64_t number)
{
    static const char *const names[][2] = {{"", ""},
                                           {"buffer", "buffers"},
                                           {"handle of a pool", "handles of pools"},
                                           {"file", "files"}};

    return names[owned][number != 1];
}

static void print(const struct report *report)
{
    for (unsigned i = 0; i < report->count; i++) {
        const struct place *place = &report->places[i];

        fprintf(stderr, "sring:   %" PRIu64 " %s made at ", place->times,
                name_of(place->owned, place->times));
        sring_print_place(place->made_at, stderr);
    }
    sring_print_how_to_find_lines();
}

static void report_end(void)
{
    struct report report = {.count = 0};
    struct sring_live live;

    if (forked) {
        return;
    }
    sring_blocks_live(&live, add_to_report, &report);
    live.files = add_files_to_report(&report);
    if (live.buffers || live.pools || live.files) {
        fprintf(stderr,
                "sring: left at the end of the program: %" PRIu64 " %s (%" PRIu64 " %s), %" PRIu64
                " %s, %" PRIu64 " %s\n",
                live.buffers, name_of(SRING_OWNED_BUFFER_, live.buffers), live.bytes,
                live.bytes == 1 ? "byte" : "bytes", live.pools,
                name_of(SRING_OWNED_POOL_, live.pools), live.files,
                name_of(SRING_OWNED_FILE, live.files));
        print(&report);
    }
}

/* In a forked child, which has one thread. */
static void forget_parent(void)
{
    forked = true;
    atomic_store_explicit(&rings, 0, memory_order_relaxed);
    for (size_t raw = 0; raw < descriptors; raw++) {
        made_at[raw] = NULL;
    }
    files = 0;
}

void sring_development_(void)
{
    if (sring_development_begins()) {
        sring_blocks_over_fork();
        (void)pthread_atfork(NULL, NULL, forget_parent);
        (void)atexit(report_end);
    }
}

void sring_live_opened(void)
{
    atomic_fetch_add_explicit(&rings, 1, memory_order_relaxed);
}

void sring_live_closed(void)
{
    struct report report = {.count = 0};
    uint64_t left;

    if (atomic_fetch_sub_explicit(&rings, 1, memory_order_relaxed) != 1 ||
        !sring_is_development()) {
        return;
    }
    left = add_files_to_report(&report);
    if (left) {
        fprintf(stderr, "sring: no ring is open any more, and %" PRIu64 " %s\n", left,
                left == 1 ? "file is" : "files are");
        print(&report);
    }
}

void sring_get_live(struct sring_live *live)
{
    sring_blocks_live(live, NULL, NULL);
    sring_blocks_lock();
    live->files = files;
    sring_blocks_unlock();
}

static bool on_stack(const void *data)
{
    pthread_attr_t attributes;
    size_t size = 0;
    void *start = NULL;

    if (!pthread_getattr_np(pthread_self(), &attributes)) {
        (void)pthread_attr_getstack(&attributes, &start, &size);
        (void)pthread_attr_destroy(&attributes);
    }
    return (uintptr_t)data - (uintptr_t)start < size;
}

void sring_live_check_detached(const struct sring_block_ *block, const char *function)
{
    block = block && block->index_ == SRING_HOLDS_SHARED_ ? block->arg_ : block;
    if (block && SRING_OWNED_(block) == SRING_OWNED_BUFFER_ && !block->free_ &&
        sring_is_development() && on_stack(block->data_)) {
        sring_misuse_(function, "a buffer whose memory lasts until the kernel is done with it",
                      "one on the stack, without a free function to say when that is");
    }
}

void sring_live_check_static(const void *data)
{
    if (sring_is_development() && on_stack(data)) {
        sring_misuse_("sring_shared_static", "memory that is valid until the program ends",
                      "memory on the stack");
    }
}

/* --- files ---------------------------------------------------------------------------------- */

/* With the lock held: makes room for the descriptor. Returns false without memory; the file is then
 * not counted. */
static bool has_room(size_t raw)
{
    size_t room = raw < 64 ? 64 : 2 * raw;
    const void **more;

    if (raw < descriptors) {
        return true;
    }
    more = realloc(made_at, room * sizeof(*more));
    if (!more) {
        return false;
    }
    for (size_t i = descriptors; i < room; i++) {
        more[i] = NULL;
    }
    made_at = more;
    descriptors = room;
    return true;
}

void sring_fd_track_(int raw, bool adopted)
{
    bool twice = false;

    sring_development_();
    sring_blocks_lock();
    if (has_room((size_t)raw)) {
        twice = adopted && made_at[raw];
        files += !made_at[raw];
        made_at[raw] = __builtin_return_address(0);
    }
    sring_blocks_unlock();
    if (twice) {
        sring_misuse_("sring_fd_adopt", "a descriptor that no handle has",
                      "one that a handle has already, or that was not closed through its handle");
    }
}

void sring_fd_forget_(int raw)
{
    if (raw < 0 || !sring_is_development()) {
        return;
    }
    sring_blocks_lock();
    if ((size_t)raw < descriptors && made_at[raw]) {
        made_at[raw] = NULL;
        files--;
    }
    sring_blocks_unlock();
}
