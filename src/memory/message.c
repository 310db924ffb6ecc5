/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Messages: headers, addresses and control data, in the scratch memory of operations.
 */
#include "memory/memory.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIDFD 4 /* SCM_PIDFD (Linux 6.5), missing in older headers */

_Static_assert(sizeof(struct msghdr) <= SRING_MESSAGE_ADDRESS_, "the header ends before");
_Static_assert(SRING_MESSAGE_ADDRESS_ + sizeof(struct sockaddr_storage) <= SRING_MESSAGE_CONTROL_,
               "the address ends before");

static struct msghdr *header_of(const struct sring_block_ *scratch)
{
    return (struct msghdr *)(void *)scratch->data_;
}

static unsigned char *control_of(const struct sring_block_ *scratch)
{
    return scratch->data_ + SRING_MESSAGE_CONTROL_;
}

/* Calls `visit` for each descriptor in the control data until it returns false. Returns the length
 * of the control data.
 *
 * The walk stops where the kernel's does: at a part that does not fit. Bytes that the kernel has
 * not written are 0, which is not a valid part. The length in the header is not used: after a
 * receive in several steps (MSG_WAITALL) it covers the last step only. */
static size_t walk(struct sring_block_ *scratch, bool (*visit)(int *fd, void *arg), void *arg)
{
    size_t size = scratch->length_, at = 0;

    while (at < size && size - at >= sizeof(struct cmsghdr)) {
        struct cmsghdr *part = (struct cmsghdr *)(void *)(control_of(scratch) + at);

        if (part->cmsg_len < sizeof(*part) || part->cmsg_len > size - at) {
            break;
        }
        if (part->cmsg_level == SOL_SOCKET &&
            (part->cmsg_type == SCM_RIGHTS || part->cmsg_type == PIDFD)) {
            int *fds = (int *)(void *)CMSG_DATA(part);
            size_t count = (part->cmsg_len - sizeof(*part)) / sizeof(int);

            for (size_t i = 0; i < count; i++) {
                if (!visit(&fds[i], arg)) {
                    return at;
                }
            }
        }
        at += CMSG_ALIGN(part->cmsg_len);
    }
    return at < size ? at : size;
}

/* Replaces a descriptor of the program by a duplicate. If that fails, stores the error in `*arg`
 * and sets this and all later descriptors to -1. */
static bool duplicate(int *fd, void *arg)
{
    int *rc = arg;

    if (!*rc) {
        *fd = fcntl(*fd, F_DUPFD_CLOEXEC, 0);
        *rc = *fd < 0 ? -errno : 0;
    } else {
        *fd = -1;
    }
    return true;
}

int sring_message_send_(struct sring_block_ *scratch, const void *address, uint32_t address_length,
                        const void *control, size_t control_length)
{
    struct msghdr *header = header_of(scratch);
    int rc = 0;

    if (address) {
        header->msg_name = scratch->data_ + SRING_MESSAGE_ADDRESS_;
        header->msg_namelen = address_length;
        memcpy(header->msg_name, address, address_length);
    }
    if (control && control_length) {
        header->msg_control = control_of(scratch);
        header->msg_controllen = control_length;
        memcpy(header->msg_control, control, control_length);
        scratch->length_ = (uint32_t)control_length;
        (void)walk(scratch, duplicate, &rc);
    }
    return rc;
}

void sring_message_receive_(struct sring_block_ *scratch, uint32_t control_room)
{
    struct msghdr *header = header_of(scratch);

    header->msg_name = scratch->data_ + SRING_MESSAGE_ADDRESS_;
    header->msg_namelen = sizeof(struct sockaddr_storage);
    if (control_room) {
        header->msg_control = control_of(scratch);
        header->msg_controllen = control_room;
        scratch->length_ = control_room;
    }
}

void sring_message_lend_(struct sring_block_ *scratch, const struct sring_block_ *vec)
{
    header_of(scratch)->msg_iov = (struct iovec *)(void *)vec->data_;
    header_of(scratch)->msg_iovlen = vec->length_;
}

static bool close_one(int *fd, void *arg)
{
    bool *any = arg;

    if (*fd >= 0) {
        close(*fd);
        *any = true;
    }
    return true;
}

bool sring_message_put_(struct sring_block_ *scratch)
{
    bool any = false;

    (void)walk(scratch, close_one, &any);
    sring_scratch_put_(scratch);
    return any;
}

/* Before the kernel has received something, msg_namelen is the size of the room. */
void sring_message_address_(const struct sring_block_ *scratch, int result, void *address,
                            uint32_t *length)
{
    uint32_t real = result < 0 ? 0 : header_of(scratch)->msg_namelen;

    memcpy(address, scratch->data_ + SRING_MESSAGE_ADDRESS_, real < *length ? real : *length);
    *length = real;
}

struct copy {
    const unsigned char *from;
    unsigned char *to;
    size_t room;
};

/* Writes -1 over a descriptor in the copy, so that the program cannot close it by accident. */
static bool hide(int *fd, void *arg)
{
    static const int hidden = -1;
    const struct copy *copy = arg;
    size_t at = (size_t)((unsigned char *)fd - copy->from);

    if (*fd >= 0 && at + sizeof(hidden) <= copy->room) {
        memcpy(copy->to + at, &hidden, sizeof(hidden));
    }
    return true;
}

static bool skip(int *fd, void *arg)
{
    (void)fd;
    (void)arg;
    return true;
}

void sring_message_control_(struct sring_block_ *scratch, void *control, size_t *length)
{
    struct copy copy = {control_of(scratch), control, *length};
    size_t real = walk(scratch, skip, NULL);

    memcpy(control, copy.from, real < *length ? real : *length);
    (void)walk(scratch, hide, &copy);
    *length = real;
}

uint32_t sring_message_flags_(const struct sring_block_ *scratch)
{
    return (uint32_t)header_of(scratch)->msg_flags;
}

static bool hand_out(int *fd, void *arg)
{
    int *taken = arg;

    if (*fd < 0) {
        return true;
    }
    *taken = *fd;
    *fd = -1;
    return false;
}

int sring_message_next_file_(struct sring_block_ *scratch)
{
    int taken = -ENOENT;

    (void)walk(scratch, hand_out, &taken);
    return taken;
}
