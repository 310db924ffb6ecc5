/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Random sequences of everything: the common declarations.
 *
 * The model is simple. A place is empty, or has an operation: its handle is stashed there, or a
 * callback will end it. All buffers, descriptors and memory are counted, and must be back when the
 * ring is closed.
 */
#ifndef SRING_TESTS_RANDOM_H
#define SRING_TESTS_RANDOM_H

#include "support.h"

enum {
    PLACES = 120,
    BYTES = 64,         /* capacity of an adopted buffer */
    POOLED_BYTES = 128, /* capacity of a pooled buffer; must differ */
    MOST_SKIPPED = 2,   /* minimum bytes in a new buffer */
    BATCH_ROOM = 6,
    MEMBERS = 12, /* kinds of operations in batches */
    DIRECT_FDS = 8,
    REGISTERED_BUFFERS = 8,
    FREED = 0xdd,         /* bytes of a buffer that was freed */
    MOST_SENT = 3,        /* descriptors in a message */
    MOST_CAPACITY = 1000, /* operations of the largest ring */
};

struct place;

/* A kind of operation. `begin` may leave the place empty. `end` empties it, but may leave a stream
 * as it is. */
struct kind {
    const char *name;
    void (*begin)(struct place *place);
    void (*end)(struct place *place);
};

struct batch {
    bool submitted;
    struct sring_batch_building building;
    struct sring_batch_submitted inflight;
    uint32_t members[BATCH_ROOM]; /* their kinds, by index */
};

struct place {
    const struct kind *kind; /* NULL: empty */
    bool calls_back;
    struct sring_ticket ticket; /* also of an operation that is over, or of another ring */
    int raw;                    /* a descriptor to close at the end of the operation, or -1 */
    union {
        struct sring_read_submitted read;
        struct sring_recv_submitted recv;
        struct sring_read_at_submitted read_at;
        struct sring_write_submitted write;
        struct sring_write_at_submitted write_at;
        struct sring_read_fixed_submitted read_fixed;
        struct sring_write_fixed_submitted write_fixed;
        struct sring_send_zc_submitted send_zc;
        struct sring_send_shared_submitted send_shared;
        struct sring_send_zc_shared_submitted send_zc_shared;
        struct sring_write_shared_submitted write_shared;
        struct sring_write_at_shared_submitted write_at_shared;
        struct sring_readv_submitted readv;
        struct sring_readv_at_submitted readv_at;
        struct sring_writev_submitted writev;
        struct sring_writev_at_submitted writev_at;
        struct sring_sendmsg_submitted sendmsg;
        struct sring_sendmsg_zc_submitted sendmsg_zc;
        struct sring_recvmsg_submitted recvmsg;
        struct sring_recv_provided_submitted recv_provided;
        struct sring_read_provided_submitted read_provided;
        struct sring_nop_submitted nop;
        struct sring_timeout_submitted timeout;
        struct sring_poll_add_submitted poll_add;
        struct sring_connect_submitted connect;
        struct sring_accept_submitted accept;
        struct sring_openat_submitted openat;
        struct sring_openat2_submitted openat2;
        struct sring_socket_submitted socket;
        struct sring_accept_direct_submitted accept_direct;
        struct sring_openat_direct_submitted openat_direct;
        struct sring_socket_direct_submitted socket_direct;
        struct sring_accept_multishot_streaming accept_multishot;
        struct sring_poll_multishot_streaming poll_multishot;
        struct sring_timeout_multishot_streaming timeout_multishot;
        struct sring_recv_multishot_streaming recv_multishot;
        struct sring_read_multishot_streaming read_multishot;
        struct batch batch;
        struct sring_fiber fiber;
    } handle;
};

/* The files of the operations. They outlive the rings, except the registered ones. */
struct world {
    struct sring ring;
    uint32_t capacity; /* of the ring */
    struct place places[PLACES];
    struct two_fds pipe, stream, datagram;
    struct sring_fd file, listener;
    struct sockaddr_storage address; /* of the listener */
    socklen_t address_length;
    struct sring_pool pool;
    struct sring_registered_pool registered_pool;
    uint64_t buffers_made, buffers_freed, callbacks_due, callbacks_run;
};
extern struct world world;

void open_world(void); /* without the ring */
void close_world(void);
void open_any_ring(void);

/* A random kind from each part of the test. */
const struct kind *any_transfer(void);
const struct kind *any_vectored(void);
const struct kind *any_sharing(void);
const struct kind *any_maker(void);
const struct kind *any_plain(void);
const struct kind *any_stream(void);
const struct kind *any_mailbox(void);
const struct kind *any_fiber(void);
extern const struct kind batch_kind;

/* The kinds that can be added to a batch, if there is budget, and taken out. The last one is a
 * send_zc. */
extern const struct member {
    bool (*add)(struct sring_batch_building *batch);
    void (*take)(struct sring_batch_completed *batch, uint32_t index);
} members[MEMBERS];
void await_many(void);

/* --- chance -------------------------------------------------------------------------------- */

uint64_t seed_chance(void); /* returns the seed, from the environment if set there */
uint32_t pick(uint32_t below);
bool one_in(uint32_t n);

/* --- places -------------------------------------------------------------------------------- */

/* Whether init has begun an operation. It may also return errors for no budget or a full table. */
bool begun(int rc);
void occupy(struct place *place, const struct kind *kind, bool calls_back);
void vacate(struct place *place);
void called_back(struct place *place);

/* The next step with a Submitted handle; `ready`: waiting will not block. */
enum ending {
    DETACH,
    CANCEL,
    WAIT
};
enum ending choose_ending(bool ready);

/* Sets a deadline for some operations; none without budget. */
uint64_t any_time(void);
#define SOMETIMES_TIMED(op)                                                                        \
    (void)(one_in(5) && begun(sring_##op##_set_timeout(ring, &building, any_time())))

/* Gives some operations to a worker at once. */
#define SOMETIMES_ASYNC(op)                                                                        \
    do {                                                                                           \
        if (one_in(8)) {                                                                           \
            sring_##op##_set_async(&building);                                                     \
        }                                                                                          \
    } while (0)

/* --- buffers, control data, files ---------------------------------------------------------- */

/* A pooled buffer or a counted one, with some bytes. */
void take_buffer(struct sring_buf *buf);
void give_buffer(struct sring_buf *buf, int result);

/* The same, registered; false if there is no room in the ring's table. */
bool take_registered(struct sring_registered_buf *buf);
void give_registered(struct sring_registered_buf *buf, int result);
void register_pool(void);
/* Called before the ring is closed. `pool`: also the pool, which could be left to the ring. */
void unregister_all(bool pool);
/* The buffers that callbacks returned while the ring was being closed, or all. */
void free_registered(void);

/* A vector of such buffers. */
void take_vec(struct sring_vec *vec);
void give_vec(struct sring_vec *vec, int result);

/* Shared buffers: a stock of handles, which is changed now and then and freed at the end. Before
 * the ring is closed, the model no longer counts its operations without a callback. */
void change_shared(void);
void free_shared(void);
void let_go_of_all(void);
bool init_shared_of_stock(struct sring_write_at_shared_building *op);

/* Makes new control data of a message, with some descriptors; returns its length, which may be 0.
 */
extern union control {
    struct cmsghdr header;
    unsigned char bytes[CMSG_SPACE(MOST_SENT * sizeof(int))];
} control;
size_t any_control(void);
uint32_t any_room(void); /* for received data; not always enough */
/* Takes all or some descriptors out of a message. */
void take_files(struct sring_recvmsg_completed *done);

/* Buffer rings: some are always open if the kernel supports them. A lent buffer is returned at once
 * or later, even after the ring is closed. */
bool have_groups(void);
const struct sring_buf_ring *any_group(bool incremental_too);
void close_any_group(void);
void give_item(struct sring_lent_buf *item);
void return_items(void);
void close_groups(bool all); /* before the ring is closed, which closes the others */
void forget_groups(void);    /* afterwards */
void expect_all_buffers(void);

void allocate_wakers(void); /* before anything is counted */
/* After the ring was closed, which closes the mailbox. */
void forget_mailbox(void);

/* Closes a file that an operation made, in one of many ways. */
void give_file(struct sring_fd *fd);
void give_direct(struct sring_direct_fd *fd);

/* Receives the bytes sent without a copy. */
void drain_receivers(void);

/* --- checks --------------------------------------------------------------------------------- */

/* Checks buffers and callbacks when nothing is in flight. */
void expect_everything_back(void);

/* Ends every operation; those without a handle through their files. Then checks the ring's budget
 * and tables. */
void quiet(void);

/* --- resources of the process -------------------------------------------------------------- */

struct owned {
    int fds;
    int queues; /* shared between the kernel and rings */
    long allocations;
    long mapped; /* bytes */
};
struct owned count_owned(void);
void expect_owned(const struct owned *before);
void allocate_blocks(void);

#endif /* SRING_TESTS_RANDOM_H */
