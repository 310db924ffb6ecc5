/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Where io_uring is missing, all headers compile, sring_open says why it fails, and what needs no
 * ring works.
 */
#include <sring/sring.h>

#include <stdio.h>
#include <string.h>

#if __has_include(<linux/types.h>) || __has_include(<liburing.h>)
#error this system has the headers of Linux or liburing
#endif

static int failed;

static void expect(bool holds, const char *what)
{
    printf("%s %s\n", holds ? "ok" : "FAILED", what);
    failed += !holds;
}

static void opens_nothing(void)
{
    struct sring ring;
    char text[300];
    int rc = sring_open(&ring, NULL);

    expect(rc == -ENOSYS, "sring_open returns -ENOSYS");
    if (!rc) {
        sring_close(&ring);
    }
    (void)sring_explain(rc, text, sizeof(text));
    expect(strstr(text, "built without io_uring") != NULL, "sring_explain says why");
}

static void has_buffers(void)
{
    struct sring_buf buf;
    struct sring_pool pool;
    struct sring_pooled_buf pooled;

    if (sring_buf_alloc(&buf, 100)) {
        expect(false, "a buffer");
        return;
    }
    memset(sring_buf_data(&buf), 1, 100);
    sring_buf_free(&buf);
    if (sring_pool_open(&pool, 2, 4096, NULL)) {
        expect(false, "a pool");
        return;
    }
    if (!sring_pool_get(&pool, &pooled)) {
        sring_pool_put(&pool, &pooled);
        expect(true, "buffers and pools work");
    }
    sring_pool_close(&pool);
}

int main(void)
{
    opens_nothing();
    has_buffers();
    printf("%d passed, %d failed, 0 skipped\n", 3 - failed, failed);
    return failed ? 1 : 0;
}
