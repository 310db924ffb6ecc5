/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Files, buffers, buffer rings and an eventfd that are registered with the simulated kernel.
 */
#include "simulated.h"

#include <sys/mman.h>

#define POPULATE 23 /* MADV_POPULATE_WRITE */

void simulated_unregister_files(struct sring_kernel *kernel)
{
    struct simulated *it = state_of(kernel);

    for (uint32_t i = 0; i < it->file_count; i++) {
        close_own(it->files[i]);
    }
    free(it->files);
    it->files = NULL;
    it->file_count = 0;
}

void simulated_unregister_buffers(struct sring_kernel *kernel)
{
    struct simulated *it = state_of(kernel);

    free(it->buffers);
    it->buffers = NULL;
    it->buffer_count = 0;
}

int simulated_register_eventfd(struct sring_kernel *kernel, int fd)
{
    state_of(kernel)->event_fd = fd;
    return 0;
}

int simulated_register_files(struct sring_kernel *kernel, const int *fds, uint32_t count)
{
    struct simulated *it = state_of(kernel);
    int rc = 0;

    it->files = calloc(count, sizeof(*it->files));
    it->file_count = count;
    memset(it->files, -1, count * sizeof(*it->files));
    for (uint32_t i = 0; i < count && !rc; i++) {
        rc = put_file(it, i, fds[i]);
    }
    return rc;
}

int simulated_update_file(struct sring_kernel *kernel, uint32_t slot, int fd)
{
    return put_file(state_of(kernel), slot, fd);
}

int simulated_register_buffers(struct sring_kernel *kernel, uint32_t count)
{
    struct simulated *it = state_of(kernel);

    it->buffers = calloc(count, sizeof(*it->buffers));
    it->buffer_count = count;
    return it->buffers ? 0 : -ENOMEM;
}

int simulated_update_buffer(struct sring_kernel *kernel, uint32_t slot, void *data, size_t size)
{
    struct simulated *it = state_of(kernel);

    if (slot >= it->buffer_count) {
        return -EINVAL;
    }
    if (data && madvise((void *)((uintptr_t)data & ~(uintptr_t)4095), size, POPULATE)) {
        return -EFAULT;
    }
    it->buffers[slot] = (struct iovec){data, size};
    return 0;
}

int simulated_register_buf_ring(struct sring_kernel *kernel, uint16_t id, void *entries,
                                uint32_t count, bool incremental)
{
    struct simulated *it = state_of(kernel);

    while (id >= it->group_count) {
        uint32_t room = it->group_count;

        it->groups = more(it->groups, it->group_count, &room, sizeof(*it->groups));
        memset(it->groups + it->group_count, 0, (room - it->group_count) * sizeof(*it->groups));
        it->group_count = room;
    }
    if (it->groups[id].ring) {
        return -EEXIST;
    }
    it->groups[id] = (struct group){entries, count, incremental, 0};
    return 0;
}

void simulated_unregister_buf_ring(struct sring_kernel *kernel, uint16_t id)
{
    state_of(kernel)->groups[id].ring = NULL;
}
