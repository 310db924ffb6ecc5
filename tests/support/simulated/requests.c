/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The simulated kernel's requests: it reads them from the queue, begins them, tries them until they
 * have a result, and then begins or cancels the linked ones.
 */
#include "simulated.h"

#define SLOT_SIZE 128
#define PATIENCE 1000 /* milliseconds to wait for another thread or process */

/* --- beginning and ending ------------------------------------------------------------------- */

static void append(struct simulated *it, struct request *request)
{
    struct request **end = &it->first;

    while (*end) {
        end = &(*end)->next;
    }
    request->next = NULL;
    *end = request;
}

static void take_out(struct simulated *it, struct request *request)
{
    for (struct request **at = &it->first; *at; at = &(*at)->next) {
        if (*at == request) {
            *at = request->next;
            break;
        }
    }
    request->done = true;
    request->next = it->done;
    it->done = request;
}

static void begin(struct simulated *it, struct request *request);

static void go_on_with(struct simulated *it, struct request *linked, bool cut)
{
    while (linked) {
        struct request *next = linked->linked;

        if (!cut) {
            begin(it, linked);
            return;
        }
        hold(it, linked, -ECANCELED, 0);
        linked->next = it->done;
        it->done = linked;
        linked = next;
    }
}

void finish(struct simulated *it, struct request *request, int result)
{
    bool cut =
        !(request->sqe.flags & IOSQE_IO_HARDLINK) &&
        sring_breaks_chain(&request->sqe, result, request->length, request->whole, request->fd);
    struct request *linked = request->linked;

    if (request->notifies) {
        hold_item(it, request, result, request->cqe_flags);
        hold(it, request, 0, IORING_CQE_F_NOTIF);
    } else {
        hold(it, request, result, request->cqe_flags);
    }
    close_own(request->fd);
    take_out(it, request);
    go_on_with(it, linked, cut);
}

static void try(struct simulated *it, struct request *request)
{
    int result = operations[request->sqe.opcode].run(it, request);

    request->waits = true;
    if (result != PENDING) {
        finish(it, request, result);
    }
}

static void begin(struct simulated *it, struct request *request)
{
    append(it, request);
    if (!is_operation(request->sqe.opcode)) {
        finish(it, request, -EINVAL);
        return;
    }
    if (sring_needs_file(request->sqe.opcode)) {
        request->fd = file_of(it, request);
        if (request->fd < 0) {
            finish(it, request, -EBADF);
            return;
        }
    }
    if (request->sqe.opcode == IORING_OP_TIMEOUT) {
        start_timeout(request);
    } else {
        request->at = operations[request->sqe.opcode].at_once ? clock_ns : soon(2, 60);
    }
    if (request->at <= clock_ns) {
        try(it, request);
    }
}

/* --- the queue ------------------------------------------------------------------------------- */

static struct request *read_request(struct simulated *it)
{
    static uint64_t count;
    const struct sring_kernel *kernel = it->kernel;
    struct request *request = calloc(1, sizeof(*request));

    if (!request) {
        abort();
    }
    memcpy(&request->sqe, kernel->slots + (it->sq_head & (kernel->entries - 1)) * SLOT_SIZE,
           sizeof(request->sqe));
    __atomic_store_n(&it->sq_head, it->sq_head + 1, __ATOMIC_RELEASE);
    request->number = request->chain = count++;
    request->fd = -1;
    request->last_bytes = -1;
    if (request->sqe.opcode == IORING_OP_TIMEOUT) {
        prepare_timeout(request);
    }
    trace("request %llu: opcode %u flags %x\n", (unsigned long long)request->number,
          request->sqe.opcode, request->sqe.flags);
    return request;
}

/* Sometimes reads only some of them, but always a whole chain. */
uint32_t read_requests(struct simulated *it, uint32_t to_submit)
{
    uint32_t most = to_submit && !chance(4) ? 1 + chance(to_submit) : to_submit;
    struct request *head = NULL, *last = NULL;
    uint32_t count = 0;

    while (count < to_submit && (count < most || head)) {
        struct request *request = read_request(it);
        bool goes_on = request->sqe.flags & (IOSQE_IO_LINK | IOSQE_IO_HARDLINK);

        count++;
        if (head) {
            request->chain = head->number;
            last->linked = request;
        } else {
            head = request;
        }
        last = request;
        if (!goes_on || count == to_submit) {
            begin(it, head);
            head = NULL;
        }
    }
    return count;
}

/* --- turns ----------------------------------------------------------------------------------- */

static struct request *due[AT_ONCE];
static struct pollfd files[AT_ONCE];

/* The poll events to wait for before the next try; 0 for none. */
static short events_of(const struct request *request)
{
    if (!request->waits) {
        return 0;
    }
    if (request->sqe.opcode == IORING_OP_POLL_ADD && !(request->sqe.len & IORING_POLL_ADD_MULTI)) {
        return (short)request->sqe.poll32_events;
    }
    return request->connecting ? POLLOUT : operations[request->sqe.opcode].events;
}

/* Lists the requests to try now, and the events to poll their files for. */
static uint32_t list_due(const struct simulated *it)
{
    uint32_t count = 0;

    for (struct request *request = it->first; request && count < AT_ONCE; request = request->next) {
        short events = events_of(request);

        if (request->at <= clock_ns) {
            files[count] = (struct pollfd){.fd = events ? request->fd : -1, .events = events};
            due[count++] = request;
        }
    }
    return count;
}

static void free_done(struct simulated *it)
{
    while (it->done) {
        struct request *request = it->done;

        it->done = request->next;
        free(request);
    }
}

void turn(struct simulated *it)
{
    uint32_t count = simulated_sleeps ? 0 : list_due(it);
    uint32_t from = count ? (chance(count) + 1) % count : 0;

    (void)poll(files, count, 0);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t index = (from + i) % count;

        if (!due[index]->done && (files[index].fd < 0 || files[index].revents)) {
            try(it, due[index]);
        }
    }
    free_done(it);
    if (!simulated_sleeps) {
        tell(it);
    }
}

uint64_t next_try(const struct simulated *it)
{
    uint64_t at = NEVER;

    for (const struct request *request = it->first; request; request = request->next) {
        if (request->at > clock_ns && request->at < at) {
            at = request->at;
        }
    }
    return at;
}

bool sleep_for_real(struct simulated *it)
{
    uint32_t count = list_due(it);
    int rc = poll(files, count, PATIENCE);

    if (rc == 0) {
        give_up("everything sleeps, and nothing will ever wake it");
    }
    return rc > 0;
}

void forget_requests(struct simulated *it)
{
    while (it->first) {
        struct request *request = it->first;

        close_own(request->fd);
        take_out(it, request);
        for (struct request *linked = request->linked; linked;) {
            struct request *next = linked->linked;

            free(linked);
            linked = next;
        }
    }
    free_done(it);
}
