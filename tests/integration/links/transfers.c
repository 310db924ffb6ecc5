/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Reads and writes on files and pipes, with a buffer, a registered, a shared one and a vector.
 */
#include "links.h"

#include <sys/mman.h>

enum {
    SIZE = 8,
    PIPE = 4096
};
#define UNKNOWN_FLAGS 0x40000000u /* no RWF_... */

static const struct sring_fd *to_read(enum situation situation)
{
    switch (situation) {
    case SHORT:
        return keep_file("123");
    case END:
        return keep_file("");
    case WRONG:
        return keep(open("/dev/null", O_WRONLY | O_CLOEXEC));
    case CANCELLED:
    case EXPIRES:
        return keep_pair(0, true).near;
    default:
        return keep_file("12345678");
    }
}

/* A pipe with room for PIPE bytes, or a full one. */
static const struct sring_fd *to_pipe(bool full, int flags)
{
    static const char filling[PIPE];
    int raw[2];

    assert_int_equal(pipe2(raw, O_CLOEXEC), 0);
    keep(raw[0]);
    assert_int_equal(fcntl(raw[1], F_SETPIPE_SZ, PIPE), PIPE);
    if (full) {
        assert_int_equal(write(raw[1], filling, PIPE), PIPE);
    }
    assert_int_equal(fcntl(raw[1], F_SETFL, flags), 0);
    return full ? keep_waiting(raw[1]) : keep(raw[1]);
}

static const struct sring_fd *to_write(enum situation situation)
{
    int raw[2];

    switch (situation) {
    case SHORT:
        return to_pipe(false, O_NONBLOCK);
    case WRONG:
        return keep(open("/dev/null", O_RDONLY | O_CLOEXEC));
    case BROKEN:
        assert_int_equal(pipe2(raw, O_CLOEXEC), 0);
        close(raw[0]);
        return keep(raw[1]);
    case CANCELLED:
    case EXPIRES:
        return to_pipe(true, 0);
    default:
        return keep_file("");
    }
}

/* Two to three times the size of a pipe. */
static size_t to_be_written(enum situation situation)
{
    return situation == SHORT ? 2 * PIPE : SIZE;
}

static void make_buf(struct sring_buf *buf, size_t size)
{
    new_buf(buf, size);
    memset(sring_buf_data(buf), 'x', size);
    sring_buf_set_length(buf, size);
}

static void make_vec(struct sring_vec *vec, size_t size)
{
    new_vec(vec, 2, (const size_t[]){size / 2, size / 2});
    sring_vec_set_length(vec, 0, size / 2);
    sring_vec_set_length(vec, 1, size / 2);
}

static void unmap(void *data, void *arg)
{
    munmap(data, (size_t)arg);
}

/* More than the kernel moves in one go; the bytes do not matter. */
static void make_huge_vec(struct sring_vec *vec)
{
    const size_t size = ((size_t)1 << 30) + 4096;

    assert_int_equal(sring_vec_init(vec, 2), 0);
    for (uint32_t i = 0; i < 2; i++) {
        struct sring_buf buf;
        void *data =
            mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

        assert_ptr_not_equal(data, MAP_FAILED);
        assert_int_equal(sring_buf_adopt(&buf, data, size, unmap, (void *)size), 0);
        sring_buf_set_length(&buf, size);
        sring_vec_push(vec, &buf);
    }
}

#define ADD(op, loan, ...)                                                                         \
    do {                                                                                           \
        struct sring_##op##_building building;                                                     \
                                                                                                   \
        assert_int_equal(sring_##op##_init(ring, &building, __VA_ARGS__), 0);                      \
        SET_IF(op, flags, situation == BAD_FLAGS, UNKNOWN_FLAGS);                                  \
        EXPIRE_IF(op, situation == EXPIRES);                                                       \
        sring_##op##_add(ring, batch, &building, loan);                                            \
    } while (0)

#define ADDER(op, make, type, file, size, ...)                                                     \
    static void add_one_##op(struct sring *ring, struct sring_batch_building *batch,               \
                             enum situation situation)                                             \
    {                                                                                              \
        struct type loan;                                                                          \
                                                                                                   \
        make(&loan, size);                                                                         \
        ADD(op, &loan, file(situation) __VA_ARGS__);                                               \
    }

#define AT_ZERO , 0
ADDER(read, make_buf, sring_buf, to_read, SIZE, )
ADDER(read_at, make_buf, sring_buf, to_read, SIZE, AT_ZERO)
ADDER(readv, make_vec, sring_vec, to_read, SIZE, )
ADDER(readv_at, make_vec, sring_vec, to_read, SIZE, AT_ZERO)
ADDER(write, make_buf, sring_buf, to_write, to_be_written(situation), )
ADDER(write_at, make_buf, sring_buf, to_write, to_be_written(situation), AT_ZERO)
ADDER(writev, make_vec, sring_vec, to_write, to_be_written(situation), )
ADDER(writev_at, make_vec, sring_vec, to_write, to_be_written(situation), AT_ZERO)

static void add_huge_writev(struct sring *ring, struct sring_batch_building *batch,
                            enum situation situation)
{
    struct sring_vec vec;

    make_huge_vec(&vec);
    ADD(writev, &vec, keep(open("/dev/null", O_WRONLY | O_CLOEXEC)));
}

#define FIXED(op, file, size)                                                                      \
    static void add_one_##op(struct sring *ring, struct sring_batch_building *batch,               \
                             enum situation situation)                                             \
    {                                                                                              \
        struct sring_registered_buf loan;                                                          \
        struct sring_buf buf;                                                                      \
                                                                                                   \
        make_buf(&buf, size);                                                                      \
        assert_int_equal(sring_buf_register(ring, &buf, &loan), 0);                                \
        ADD(op, &loan, file(situation), 0);                                                        \
    }                                                                                              \
    static int take_##op(struct sring *ring, struct sring_batch_completed *done, uint32_t index)   \
    {                                                                                              \
        struct sring_##op##_completed taken;                                                       \
        struct sring_registered_buf loan;                                                          \
        int result;                                                                                \
                                                                                                   \
        sring_##op##_take(ring, done, index, &taken);                                              \
        result = sring_##op##_finish(&taken, &loan);                                               \
        sring_registered_buf_free(&loan);                                                          \
        return result;                                                                             \
    }
FIXED(read_fixed, to_read, SIZE)
FIXED(write_fixed, to_write, to_be_written(situation))

/* The handle is freed before the operation begins. */
#define SHARED(op, ...)                                                                            \
    static void add_one_##op(struct sring *ring, struct sring_batch_building *batch,               \
                             enum situation situation)                                             \
    {                                                                                              \
        struct sring_##op##_building building;                                                     \
        struct sring_shared_buf shared;                                                            \
        struct sring_buf buf;                                                                      \
                                                                                                   \
        make_buf(&buf, to_be_written(situation));                                                  \
        sring_buf_share(&buf, &shared);                                                            \
        assert_int_equal(                                                                          \
            sring_##op##_init(ring, &building, to_write(situation), &shared __VA_ARGS__), 0);      \
        sring_shared_free(&shared);                                                                \
        SET_IF(op, flags, situation == BAD_FLAGS, UNKNOWN_FLAGS);                                  \
        EXPIRE_IF(op, situation == EXPIRES);                                                       \
        sring_##op##_add(ring, batch, &building);                                                  \
    }                                                                                              \
    TAKE_PLAIN(op)
SHARED(write_shared, )
SHARED(write_at_shared, AT_ZERO)

TAKE_BUF(read_at)
TAKE_BUF(write_at)
TAKE_VEC(readv)
TAKE_VEC(readv_at)
TAKE_VEC(writev)
TAKE_VEC(writev_at)

#define READS(op)                                                                                  \
    {#op, add_one_##op, take_##op, FULL, SIZE, false},                                             \
        {#op, add_one_##op, take_##op, SHORT, 3, true},                                            \
        {#op, add_one_##op, take_##op, END, 0, true},                                              \
        {#op, add_one_##op, take_##op, WRONG, -EBADF, true},                                       \
        {#op, add_one_##op, take_##op, BAD_FLAGS, ERROR, true},                                    \
        {#op, add_one_##op, take_##op, CANCELLED, -ECANCELED, true},                               \
    {                                                                                              \
        #op, add_one_##op, take_##op, EXPIRES, -ETIME, true                                        \
    }
#define WRITES(op)                                                                                 \
    {#op, add_one_##op, take_##op, FULL, SIZE, false},                                             \
        {#op, add_one_##op, take_##op, SHORT, PIPE, true},                                         \
        {#op, add_one_##op, take_##op, WRONG, -EBADF, true},                                       \
        {#op, add_one_##op, take_##op, BROKEN, -EPIPE, true},                                      \
        {#op, add_one_##op, take_##op, BAD_FLAGS, ERROR, true},                                    \
        {#op, add_one_##op, take_##op, CANCELLED, -ECANCELED, true},                               \
    {                                                                                              \
        #op, add_one_##op, take_##op, EXPIRES, -ETIME, true                                        \
    }

const struct way transfers[] = {
    READS(read),
    READS(read_at),
    READS(read_fixed),
    READS(readv),
    READS(readv_at),
    WRITES(write),
    WRITES(write_at),
    WRITES(write_fixed),
    WRITES(writev),
    WRITES(writev_at),
    WRITES(write_shared),
    WRITES(write_at_shared),
    {"writev", add_huge_writev, take_writev, SHORT, SUCCESS, true},
    {0},
};
