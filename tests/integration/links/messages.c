/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations that send and receive on sockets.
 */
#include "links.h"

enum {
    SIZE = 8,
    MUCH = 8 << 20 /* more than fits into a socket's buffer */
};
#define UNKNOWN_FLAGS 0x01000000u

static bool wants_all(enum situation situation)
{
    return situation == ALL_SHORT || situation == ALL_CANCELLED || situation == ALL_CUT_OFF;
}

static uint32_t msg_flags(enum situation situation)
{
    return wants_all(situation)        ? MSG_WAITALL
           : situation == CUT_OFF_TOLD ? MSG_TRUNC
           : situation == WOULD_WAIT   ? MSG_DONTWAIT
           : situation == BAD_FLAGS    ? UNKNOWN_FLAGS
                                       : 0;
}

static const struct sring_fd *to_receive(enum situation situation)
{
    bool cut_off = situation == CUT_OFF || situation == ALL_CUT_OFF || situation == CUT_OFF_TOLD;
    bool waits = situation == CANCELLED || situation == ALL_CANCELLED || situation == EXPIRES;
    const char *text = situation == FULL                            ? "12345678"
                       : cut_off                                    ? "123456789"
                       : situation == SHORT || wants_all(situation) ? "123"
                                                                    : "";
    struct ends ends;

    if (situation == WRONG) {
        return keep_file("");
    }
    ends = keep_pair(cut_off ? SOCK_DGRAM : SOCK_STREAM, waits);
    if (*text) {
        assert_int_equal(send(ends.far, text, strlen(text), 0), strlen(text));
    }
    if (situation == ALL_SHORT || situation == END) {
        assert_int_equal(shutdown(ends.far, SHUT_WR), 0);
    }
    return ends.near;
}

/* SHORT and ALL_CANCELLED: the other end does not read; a part is sent. */
static const struct sring_fd *to_send(enum situation situation)
{
    struct ends ends;

    if (situation == WRONG) {
        return keep_file("");
    }
    ends = keep_pair(SOCK_STREAM, situation == ALL_CANCELLED);
    if (situation == BROKEN) {
        assert_int_equal(shutdown(ends.far, SHUT_RD), 0);
    }
    return ends.near;
}

static size_t to_be_sent(enum situation situation)
{
    return situation == SHORT || situation == ALL_CANCELLED ? MUCH : SIZE;
}

static void make_buf(struct sring_buf *buf, size_t size)
{
    new_buf(buf, size);
    sring_buf_set_length(buf, size);
}

static void make_vec(struct sring_vec *vec, size_t size)
{
    new_vec(vec, 2, (const size_t[]){size / 2, size / 2});
    sring_vec_set_length(vec, 0, size / 2);
    sring_vec_set_length(vec, 1, size / 2);
}

#define ADDER(op, make, type, file, size, ...)                                                     \
    static void add_one_##op(struct sring *ring, struct sring_batch_building *batch,               \
                             enum situation situation)                                             \
    {                                                                                              \
        struct sring_##op##_building building;                                                     \
        struct type loan;                                                                          \
                                                                                                   \
        make(&loan, size);                                                                         \
        assert_int_equal(sring_##op##_init(ring, &building, file(situation) __VA_ARGS__), 0);      \
        sring_##op##_set_flags(&building, msg_flags(situation));                                   \
        EXPIRE_IF(op, situation == EXPIRES);                                                       \
        sring_##op##_add(ring, batch, &building, &loan);                                           \
    }
#define NO_CONTROL , 0
#define NO_ADDRESS , NULL, 0, NULL, 0
ADDER(recv, make_buf, sring_buf, to_receive, SIZE, )
ADDER(recvmsg, make_vec, sring_vec, to_receive, SIZE, NO_CONTROL)
ADDER(send, make_buf, sring_buf, to_send, to_be_sent(situation), )
ADDER(sendmsg, make_vec, sring_vec, to_send, to_be_sent(situation), NO_ADDRESS)
ADDER(send_zc, make_buf, sring_buf, to_send, to_be_sent(situation), )
ADDER(sendmsg_zc, make_vec, sring_vec, to_send, to_be_sent(situation), NO_ADDRESS)

TAKE_BUF(recv)
TAKE_BUF(send)
TAKE_VEC(recvmsg)
TAKE_VEC(sendmsg)

/* The handle is freed before the operation begins. */
#define SHARED(op)                                                                                 \
    static void add_one_##op(struct sring *ring, struct sring_batch_building *batch,               \
                             enum situation situation)                                             \
    {                                                                                              \
        struct sring_##op##_building building;                                                     \
        struct sring_shared_buf shared;                                                            \
        struct sring_buf buf;                                                                      \
                                                                                                   \
        make_buf(&buf, to_be_sent(situation));                                                     \
        sring_buf_share(&buf, &shared);                                                            \
        assert_int_equal(sring_##op##_init(ring, &building, to_send(situation), &shared), 0);      \
        sring_shared_free(&shared);                                                                \
        sring_##op##_set_flags(&building, msg_flags(situation));                                   \
        EXPIRE_IF(op, situation == EXPIRES);                                                       \
        sring_##op##_add(ring, batch, &building);                                                  \
    }
SHARED(send_shared)
SHARED(send_zc_shared)
TAKE_PLAIN(send_shared)

static int take_send_zc_shared(struct sring *ring, struct sring_batch_completed *done,
                               uint32_t index)
{
    struct sring_send_zc_shared_completed taken;

    sring_send_zc_shared_take(ring, done, index, &taken);
    return sring_send_zc_shared_release(ring, &taken);
}

#define TAKE_ZC(op, type, free)                                                                    \
    static int take_##op(struct sring *ring, struct sring_batch_completed *done, uint32_t index)   \
    {                                                                                              \
        struct sring_##op##_completed taken;                                                       \
        struct type loan;                                                                          \
        int result;                                                                                \
                                                                                                   \
        sring_##op##_take(ring, done, index, &taken);                                              \
        result = sring_##op##_release(ring, &taken, &loan);                                        \
        free(&loan);                                                                               \
        return result;                                                                             \
    }
TAKE_ZC(send_zc, sring_buf, sring_buf_free)
TAKE_ZC(sendmsg_zc, sring_vec, sring_vec_free)

#define RECEIVES(op)                                                                               \
    {#op, add_one_##op, take_##op, FULL, SIZE, false},                                             \
        {#op, add_one_##op, take_##op, SHORT, 3, false},                                           \
        {#op, add_one_##op, take_##op, END, 0, false},                                             \
        {#op, add_one_##op, take_##op, WRONG, -ENOTSOCK, true},                                    \
        {#op, add_one_##op, take_##op, WOULD_WAIT, -EAGAIN, true},                                 \
        {#op, add_one_##op, take_##op, CANCELLED, -ECANCELED, true},                               \
        {#op, add_one_##op, take_##op, EXPIRES, -ETIME, true},                                     \
        {#op, add_one_##op, take_##op, ALL_SHORT, 3, true},                                        \
        {#op, add_one_##op, take_##op, ALL_CANCELLED, 3, true},                                    \
        {#op, add_one_##op, take_##op, CUT_OFF, SIZE, false},                                      \
        {#op, add_one_##op, take_##op, ALL_CUT_OFF, SIZE, false},                                  \
    {                                                                                              \
        #op, add_one_##op, take_##op, CUT_OFF_TOLD, SIZE + 1, false                                \
    }
#define SENDS(op)                                                                                  \
    {#op, add_one_##op, take_##op, FULL, SIZE, false},                                             \
        {#op, add_one_##op, take_##op, SHORT, SUCCESS, false},                                     \
        {#op, add_one_##op, take_##op, ALL_CANCELLED, SUCCESS, true},                              \
        {#op, add_one_##op, take_##op, WRONG, -ENOTSOCK, true},                                    \
    {                                                                                              \
        #op, add_one_##op, take_##op, BROKEN, -EPIPE, true                                         \
    }

const struct way messages[] = {
    RECEIVES(recv),
    RECEIVES(recvmsg),
    SENDS(send),
    SENDS(sendmsg),
    SENDS(send_shared),
    {"send_zc_shared", add_one_send_zc_shared, take_send_zc_shared, WRONG, ERROR, true},
    {"send_zc_shared", add_one_send_zc_shared, take_send_zc_shared, FULL, ERROR, true},
    {"send_zc", add_one_send_zc, take_send_zc, WRONG, ERROR, true},
    {"send_zc", add_one_send_zc, take_send_zc, FULL, ERROR, true}, /* not on this kind of socket */
    {"sendmsg_zc", add_one_sendmsg_zc, take_sendmsg_zc, WRONG, ERROR, true},
    {0},
};
