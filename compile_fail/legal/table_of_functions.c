/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A backend as a struct of function pointers; the functions' prototypes have the annotations.
 */
#include "support.h"

struct backend {
    const char *name;
    int (*load)(struct sring *ring, const struct sring_fd *file, char *text, size_t size);
};

static int load_whole(struct sring *ring, const struct sring_fd *file, char *text, size_t size)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);
static int load_bytewise(struct sring *ring, const struct sring_fd *file, char *text, size_t size)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file);

static int load_whole(struct sring *ring, const struct sring_fd *file, char *text, size_t size)
{
    struct sring_buf buf;
    int n;

    if (sring_buf_alloc(&buf, size)) {
        return -ENOMEM;
    }
    n = sring_read_at_await(ring, file, &buf, 0);
    if (n > 0) {
        memcpy(text, sring_buf_data(&buf), (size_t)n);
    }
    sring_buf_free(&buf);
    return n;
}

static int load_bytewise(struct sring *ring, const struct sring_fd *file, char *text, size_t size)
{
    struct sring_buf buf;
    size_t at;
    int n = 0;

    if (sring_buf_alloc(&buf, 1)) {
        return -ENOMEM;
    }
    for (at = 0; at < size; at++) {
        n = sring_read_at_await(ring, file, &buf, at);
        if (n != 1) {
            break;
        }
        text[at] = (char)sring_buf_data(&buf)[0];
    }
    sring_buf_free(&buf);
    return n < 0 ? n : (int)at;
}

int main(void)
{
    static const struct backend backends[] = {{"whole", load_whole}, {"bytewise", load_bytewise}};
    struct sring ring;
    struct sring_fd file;
    int status = 0;
    int raw = legal_file("backend");
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, raw);
    for (size_t i = 0; i < sizeof(backends) / sizeof(backends[0]); i++) {
        char text[16] = "";

        if (backends[i].load(&ring, &file, text, sizeof(text)) != 7 || strcmp(text, "backend")) {
            printf("%s: '%s'\n", backends[i].name, text);
            status = 2;
        }
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return status;
}
