/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Cookies of FILEs: the list of a ring's cookies, and who may use a FILE.
 */
#include "api/cookie.h"
#include "base/list.h"
#include "engine/fiber.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

const char sring_cookie_function[] = "a function of stdio";

/* --- who may use it ------------------------------------------------------------------------- */

static atomic_bool exiting; /* the process is at its end: the C library flushes all FILEs */

static void note_exit(void)
{
    atomic_store(&exiting, true);
}

static void watch_exit(void)
{
    (void)atexit(note_exit);
}

/* Returns whether another call uses the FILE. In another thread it may also be one that was left.
 */
static bool is_in_use(struct sring_cookie *cookie, bool own_thread)
{
    return own_thread ? sring_call_runs(cookie->core, &cookie->mark)
                      : cookie->mark || cookie->number;
}

int sring_cookie_way(struct sring_cookie *cookie)
{
    const struct sring_core_ *core = cookie->core;

    if (atomic_load(&exiting)) {
        const bool own_thread = core && pthread_equal(core->owner, pthread_self());

        if (!core || core->forked || is_in_use(cookie, own_thread)) {
            return -EBADF; /* what a forked child has in its buffers is the parent's */
        }
        if (!own_thread) {
            return SRING_BY_CALL; /* what it has left in its buffers is written here */
        }
    }
    if (!core) {
        return -EBADF;
    }
    sring_check_owner_(core->ring, sring_cookie_function);
    if (is_in_use(cookie, true)) {
        sring_misuse_(sring_cookie_function,
                      "a FILE that no other fiber or callback uses meanwhile",
                      "one in the middle of another call");
    }
    return SRING_BY_RING;
}

/* --- begin and end -------------------------------------------------------------------------- */

struct sring_cookie *sring_cookie_new(int raw, int flags)
{
    struct sring_cookie *cookie = calloc(1, sizeof(*cookie));

    if (!cookie) {
        return NULL;
    }
    cookie->fd.word_ = SRING_FD_WORD_(raw, 0);
    cookie->at = lseek(raw, 0, SEEK_CUR);
    cookie->appends = flags & O_APPEND;
    cookie->lent.block_ = sring_block_new(NULL, 0, NULL, NULL);
    if (!cookie->lent.block_ ||
        posix_memalign((void **)&cookie->buffer, sring_alignment(SRING_FILE_BUFFER),
                       SRING_FILE_BUFFER)) {
        cookie->buffer = NULL;
        sring_cookie_free(cookie);
        return NULL;
    }
    return cookie;
}

void sring_cookie_drop(struct sring_buf *buf)
{
    if (buf->block_) {
        sring_block_free_(buf->block_);
        buf->block_ = NULL;
    }
}

/* If the ring was lost, a fiber's operation may still have the buffer. */
void sring_cookie_free(struct sring_cookie *cookie)
{
    if (cookie->lent.block_) {
        sring_block_release(cookie->lent.block_);
        free(cookie->buffer);
    }
    sring_cookie_drop(&cookie->own);
    sring_cookie_drop(&cookie->kept);
    free(cookie);
}

void sring_cookie_attach(struct sring_cookie *cookie, struct sring_core_ *core)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, watch_exit);
    cookie->core = core;
    SRING_LIST_INSERT(&core->cookies, cookie, next, link);
}

void sring_cookie_detach(struct sring_cookie *cookie)
{
    if (cookie->core) {
        SRING_LIST_REMOVE(cookie, next, link);
        cookie->core = NULL;
    }
}

void sring_cookies_detach(struct sring_core_ *core)
{
    while (core->cookies) {
        sring_cookie_detach(core->cookies);
    }
}
