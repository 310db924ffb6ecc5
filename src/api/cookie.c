/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Cookies of FILEs: the list of a ring's cookies, and who may use a FILE.
 */
#include "api/cookie.h"
#include "base/list.h"

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

int sring_cookie_way(const struct sring_cookie *cookie)
{
    const struct sring_core_ *core = cookie->core;

    if (atomic_load(&exiting) &&
        (cookie->busy || !core || core->forked || !pthread_equal(core->owner, pthread_self()))) {
        /* What a forked child has in its buffers is the parent's. What another thread has left
         * there is written here. */
        return cookie->busy || !core || core->forked ? -EBADF : SRING_BY_CALL;
    }
    if (cookie->busy) {
        sring_misuse_(sring_cookie_function,
                      "a FILE that no other fiber or callback uses meanwhile",
                      "one in the middle of another call");
    }
    if (!core) {
        return -EBADF;
    }
    sring_check_owner_(core->ring, sring_cookie_function);
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
    cookie->block = sring_block_new(NULL, 0, NULL, NULL);
    if (!cookie->block || posix_memalign((void **)&cookie->buffer,
                                         sring_alignment(SRING_FILE_BUFFER), SRING_FILE_BUFFER)) {
        cookie->buffer = NULL;
        sring_cookie_free(cookie);
        return NULL;
    }
    return cookie;
}

void sring_cookie_free(struct sring_cookie *cookie)
{
    if (cookie->block) {
        cookie->block->data_ = NULL;
        sring_block_release(cookie->block);
    }
    free(cookie->buffer);
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
