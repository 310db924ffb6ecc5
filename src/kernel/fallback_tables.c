/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: registered files, buffers and buffer rings.
 */
#include "fallback.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define POPULATE 23 /* MADV_POPULATE_WRITE, Linux 5.14; missing in older headers */

/* --- files ---------------------------------------------------------------------------------- */

static int put_own(struct sring_fallback *it, uint32_t slot, int fd)
{
    if (slot >= it->file_count) {
        if (fd >= 0) {
            (void)close(fd);
        }
        return it->file_count ? -EINVAL : -ENXIO;
    }
    if (it->files[slot] >= 0) {
        sring_fallback_forget_fd(it, it->files[slot]);
        (void)close(it->files[slot]);
    }
    it->files[slot] = fd;
    return 0;
}

int sring_fallback_put_file(struct sring_fallback *it, uint32_t slot, int fd)
{
    int own = fd < 0 ? -1 : sring_fallback_dup(fd);
    int rc = fd >= 0 && own < 0 ? own : 0;
    int put = put_own(it, slot, own < 0 ? -1 : own);

    return rc ? rc : put;
}

int sring_fallback_install(struct sring_fallback *it, const struct sring_request *request, int fd)
{
    if (!request->sqe.file_index) {
        return fd;
    }
    fd = sring_fallback_own(fd);
    return fd < 0 ? fd : put_own(it, request->sqe.file_index - 1, fd);
}

int sring_fallback_register_files(struct sring_kernel *kernel, const int *fds, uint32_t count)
{
    struct sring_fallback *it = sring_fallback_of(kernel);
    struct rlimit limit;
    int rc = 0;

    if (!getrlimit(RLIMIT_NOFILE, &limit) && count > limit.rlim_cur) {
        return -EMFILE;
    }
    it->files = malloc(count * sizeof(*it->files));
    if (!it->files) {
        return -ENOMEM;
    }
    it->file_count = count;
    memset(it->files, -1, count * sizeof(*it->files));
    for (uint32_t i = 0; i < count && !rc; i++) {
        rc = sring_fallback_put_file(it, i, fds[i]);
    }
    if (rc) {
        sring_fallback_unregister_files(kernel);
    }
    return rc;
}

int sring_fallback_update_file(struct sring_kernel *kernel, uint32_t slot, int fd)
{
    return sring_fallback_put_file(sring_fallback_of(kernel), slot, fd);
}

void sring_fallback_unregister_files(struct sring_kernel *kernel)
{
    struct sring_fallback *it = sring_fallback_of(kernel);

    for (uint32_t i = 0; i < it->file_count; i++) {
        (void)sring_fallback_put_file(it, i, -1);
    }
    free(it->files);
    it->files = NULL;
    it->file_count = 0;
}

/* --- buffers -------------------------------------------------------------------------------- */

int sring_fallback_register_buffers(struct sring_kernel *kernel, uint32_t count)
{
    struct sring_fallback *it = sring_fallback_of(kernel);

    it->buffers = calloc(count, sizeof(*it->buffers));
    it->buffer_count = it->buffers ? count : 0;
    return it->buffers ? 0 : -ENOMEM;
}

/* Returns whether the kernel knows the request, which also fails with EINVAL for memory that cannot
 * be written. */
static bool can_populate(uintptr_t page)
{
    char byte = 0;

    return !madvise((void *)((uintptr_t)&byte & ~(page - 1)), page, POPULATE);
}

/* Like the kernel, refuses memory that cannot be written. */
int sring_fallback_update_buffer(struct sring_kernel *kernel, uint32_t slot, void *data,
                                 size_t size)
{
    struct sring_fallback *it = sring_fallback_of(kernel);
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), begin = (uintptr_t)data & ~(page - 1);

    if (slot >= it->buffer_count) {
        return -EINVAL;
    }
    if (data && madvise((void *)begin, (uintptr_t)data - begin + size, POPULATE) &&
        (errno != EINVAL || can_populate(page))) {
        return -EFAULT;
    }
    it->buffers[slot] = (struct iovec){data, size};
    return 0;
}

void sring_fallback_unregister_buffers(struct sring_kernel *kernel)
{
    struct sring_fallback *it = sring_fallback_of(kernel);

    free(it->buffers);
    it->buffers = NULL;
    it->buffer_count = 0;
}

/* --- buffer rings --------------------------------------------------------------------------- */

int sring_fallback_register_buf_ring(struct sring_kernel *kernel, uint16_t id, void *entries,
                                     uint32_t count, bool incremental)
{
    struct sring_fallback *it = sring_fallback_of(kernel);

    while (id >= it->group_count) {
        uint32_t room = it->group_count;

        if (!sring_fallback_grow(&it->groups, it->group_count, &room, sizeof(*it->groups))) {
            return -ENOMEM;
        }
        it->group_count = room;
    }
    if (it->groups[id].ring) {
        return -EEXIST;
    }
    it->groups[id] = (struct sring_group){entries, count, incremental, 0};
    return 0;
}

void sring_fallback_unregister_buf_ring(struct sring_kernel *kernel, uint16_t id)
{
    sring_fallback_of(kernel)->groups[id].ring = NULL;
}
