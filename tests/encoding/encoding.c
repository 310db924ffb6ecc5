/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * See encoding.h.
 */
#include "encoding.h"

int encoding_open(void **state)
{
    static struct sring ring;
    int rc = sring_open(&ring, NULL);
    char why[200];

    *state = NULL;
    if (rc == -ENOSYS || rc == -EPERM || rc == -EACCES) {
        (void)sring_explain(rc, why, sizeof(why));
        print_message("SKIP: no ring: %s\n", why);
        return 0;
    }
    if (rc) {
        print_error("sring_open: %s\n", strerror(-rc));
        return -1;
    }
    *state = &ring;
    return 0;
}

int encoding_close(void **state)
{
    if (*state) {
        sring_close(*state);
    }
    return 0;
}

struct sring *encoding_ring(void **state)
{
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
    print_message("SKIP: the tables of bytes are those of a little-endian machine\n");
    skip();
#endif
    if (!*state) {
        skip();
    }
    return *state;
}

unsigned char *encoding_buffer(struct sring_buf *buf)
{
    int rc = sring_buf_alloc(buf, 4096);

    if (rc) {
        fail_msg("sring_buf_alloc: %s", strerror(-rc));
    }
    sring_buf_set_length(buf, 1000);
    return sring_buf_data(buf);
}

unsigned char *encoding_shared(struct sring_shared_buf *shared)
{
    struct sring_buf buf;
    unsigned char *data = encoding_buffer(&buf);

    sring_buf_share(&buf, shared);
    return data;
}

static const struct {
    size_t capacity, length;
} in_vector[] = {{96, 50}, {1000, 0}, {3000, 950}};

#define IN_VECTOR (sizeof(in_vector) / sizeof(in_vector[0]))

static unsigned char *data_in_vector[IN_VECTOR];

unsigned char *encoding_vector(struct sring_vec *vec)
{
    int rc = sring_vec_init(vec, IN_VECTOR);

    if (rc) {
        fail_msg("sring_vec_init: %s", strerror(-rc));
    }
    for (size_t i = 0; i < IN_VECTOR; i++) {
        struct sring_buf buf;

        rc = sring_buf_alloc(&buf, in_vector[i].capacity);
        if (rc) {
            fail_msg("sring_buf_alloc: %s", strerror(-rc));
        }
        sring_buf_set_length(&buf, in_vector[i].length);
        data_in_vector[i] = sring_buf_data(&buf);
        sring_vec_push(vec, &buf);
    }
    return vec->block_->data_;
}

void encoding_check_parts(const void *parts, size_t start, size_t length, bool reads)
{
    const struct iovec *part = parts;

    for (size_t i = 0; i < IN_VECTOR; i++) {
        size_t size = reads ? in_vector[i].capacity : in_vector[i].length;
        size_t before = start < size ? start : size;
        size_t here = size - before < length ? size - before : length;

        assert_ptr_equal(part[i].iov_base, data_in_vector[i] + before);
        assert_int_equal(part[i].iov_len, here);
        start -= before;
        length -= here;
    }
    assert_int_equal(length, 0);
}

void encoding_check_vector(const void *header, const void *parts)
{
    const struct msghdr *message = header;

    assert_ptr_equal(message->msg_iov, parts);
    assert_int_equal(message->msg_iovlen, IN_VECTOR);
}

void encoding_check_sockaddr(const void *header, const void *address, size_t length)
{
    const struct msghdr *message = header;

    assert_int_equal(message->msg_namelen, length);
    assert_memory_equal(message->msg_name, address, length);
}

void encoding_check_control(const void *header, const char *text)
{
    const struct msghdr *message = header;

    assert_int_equal(message->msg_controllen, strlen(text));
    assert_memory_equal(message->msg_control, text, strlen(text));
}

void encoding_check_room(const void *header, size_t room)
{
    const struct msghdr *message = header;

    assert_int_equal(message->msg_controllen, room);
    assert_non_null(message->msg_control);
}

static void encoding_register(struct sring *ring, struct sring_direct_fd *direct)
{
    struct sring_fd fd;
    int rc;

    sring_fd_adopt(&fd, STDERR_FILENO);
    rc = sring_fd_register(ring, &fd, direct);
    (void)sring_fd_release(&fd);
    if (rc) {
        fail_msg("sring_fd_register: %s", strerror(-rc));
    }
}

unsigned char *encoding_registered(struct sring *ring, struct sring_registered_buf *buf,
                                   uint64_t *index)
{
    struct sring_registered_buf first;
    struct sring_buf plain;
    int rc;

    (void)encoding_buffer(&plain);
    rc = sring_buf_register(ring, &plain, &first);
    if (rc == -EOPNOTSUPP) {
        print_message("SKIP: this kernel has no table of buffers that can be changed\n");
        skip();
    }
    if (rc) {
        fail_msg("sring_buf_register: %s", strerror(-rc));
    }
    (void)encoding_buffer(&plain);
    rc = sring_buf_register(ring, &plain, buf);
    if (rc) {
        fail_msg("sring_buf_register: %s", strerror(-rc));
    }
    sring_buf_unregister(ring, &first, &plain);
    sring_buf_free(&plain);
    *index = buf->block_->index_;
    assert_int_not_equal(*index, 0);
    return sring_registered_buf_data(buf);
}

uint64_t encoding_group(struct sring *ring, struct sring_buf_ring *group)
{
    struct sring_buf_ring first;
    int rc = sring_buf_ring_open(ring, &first, 4, 512, NULL);

    if (rc == -EOPNOTSUPP) {
        print_message("SKIP: this kernel has no buffer rings\n");
        skip();
    }
    if (!rc) {
        rc = sring_buf_ring_open(ring, group, 4, 512, NULL);
        sring_buf_ring_close(ring, &first);
    }
    if (rc) {
        fail_msg("sring_buf_ring_open: %s", strerror(-rc));
    }
    return 65; /* the first number is 64 */
}

uint64_t encoding_bundles(const struct sring_buf_ring *group)
{
    struct sring_buf_ring_stats stats;

    sring_buf_ring_get_stats(group, &stats);
    return stats.bundles ? 16 : 0;
}

void encoding_fill_slot(struct sring *ring)
{
    struct sring_direct_fd direct;

    if (sring_direct_supported_(ring, __func__)) {
        print_message("SKIP: this kernel makes no direct descriptors\n");
        skip();
    }
    encoding_register(ring, &direct);
}

void encoding_direct(struct sring *ring, struct sring_direct_fd *direct)
{
    encoding_fill_slot(ring);
    encoding_register(ring, direct);
}

void encoding_slot(struct sring *ring, struct sring_direct_fd *direct, uint32_t slot)
{
    static uint64_t tokens[5000];

    assert_true(slot < sizeof(tokens) / sizeof(tokens[0]));
    tokens[slot] = 1;
    ring->direct_tokens_ = tokens;
    ring->direct_count_ = sizeof(tokens) / sizeof(tokens[0]);
    direct->word_ = SRING_FD_WORD_(slot, SRING_FIXED_FILE_);
    direct->token_ = tokens[slot];
}

void encoding_read(struct encoding_sqe *sqe, const struct sring *ring, uint64_t number)
{
    memcpy(sqe->bytes, &sring_slot_of_(ring, number)->sqe_, sizeof(sqe->bytes));
}

void encoding_put(struct encoding_sqe *sqe, size_t offset, size_t size, uint64_t value)
{
    for (size_t i = 0; i < size; i++) {
        sqe->bytes[offset + i] = (unsigned char)(value >> 8 * i);
    }
}

void encoding_copy(struct encoding_sqe *to, const struct encoding_sqe *from, size_t offset,
                   size_t size)
{
    memcpy(to->bytes + offset, from->bytes + offset, size);
}

uint64_t encoding_u64(const struct encoding_sqe *sqe, size_t offset)
{
    uint64_t value;

    memcpy(&value, sqe->bytes + offset, sizeof(value));
    return value;
}

uint32_t encoding_u32(const struct encoding_sqe *sqe, size_t offset)
{
    uint32_t value;

    memcpy(&value, sqe->bytes + offset, sizeof(value));
    return value;
}

uint16_t encoding_u16(const struct encoding_sqe *sqe, size_t offset)
{
    uint16_t value;

    memcpy(&value, sqe->bytes + offset, sizeof(value));
    return value;
}

void *encoding_pointer(const struct encoding_sqe *sqe, size_t offset)
{
    return (void *)(uintptr_t)encoding_u64(sqe, offset);
}

void encoding_compare(const char *whom, const struct encoding_sqe *got,
                      const struct encoding_sqe *want)
{
    int wrong = 0;

    for (size_t i = 0; i < sizeof(got->bytes); i++) {
        if ((i < 32 || i >= 40) && got->bytes[i] != want->bytes[i]) {
            print_error("byte %zu is 0x%02x; %s has 0x%02x\n", i, got->bytes[i], whom,
                        want->bytes[i]);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

void encoding_check_timespec(const void *timespec, int64_t seconds, int64_t nanoseconds)
{
    int64_t values[2];

    memcpy(values, timespec, sizeof(values));
    assert_int_equal(values[0], seconds);
    assert_int_equal(values[1], nanoseconds);
}

void encoding_check_length(const void *length, size_t room)
{
    uint32_t value;

    memcpy(&value, length, sizeof(value));
    assert_int_equal(value, room);
}
