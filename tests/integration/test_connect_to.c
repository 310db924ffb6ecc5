/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Names of hosts, and connections by name: the order and the time of the attempts, their failures,
 * limits and cancelling. The resolver is the test's own.
 */
#include "support.h"

#include "base/resolver.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/time.h>

/* The simulated kernel's clock does not wait for the thread of the look-up. */
#define LONG (is_simulated() ? SRING_FOREVER : 20000 * MILLISECOND)
#define DELAY (250 * MILLISECOND)

/* --- the resolver ---------------------------------------------------------------------------- */

static struct {
    const char *addresses; /* separated by blanks; NULL: `code` */
    int code, error;
    bool blocks; /* until `go` */
    sem_t go;
    atomic_int calls, returned;
    pthread_mutex_t lock; /* of the last call: */
    char host[64], service[16];
    struct addrinfo hints;
    bool hinted;
} fake = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* Appends an address. The list is freed by freeaddrinfo. */
static int append(struct addrinfo **list, const char *host, const char *service,
                  const struct addrinfo *hints)
{
    struct addrinfo numeric = {.ai_socktype = SOCK_STREAM};

    numeric.ai_socktype = hints ? hints->ai_socktype : numeric.ai_socktype;
    numeric.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    while (*list) {
        list = &(*list)->ai_next;
    }
    return getaddrinfo(host, service, &numeric, list);
}

static int resolve(const char *host, const char *service, const struct addrinfo *hints,
                   struct addrinfo **list)
{
    char addresses[1024];
    char *rest = addresses;
    char *one;
    int code = 0;

    atomic_fetch_add(&fake.calls, 1);
    while (fake.blocks && sem_wait(&fake.go)) {
    }
    pthread_mutex_lock(&fake.lock);
    snprintf(fake.host, sizeof(fake.host), "%s", host ? host : "(null)");
    snprintf(fake.service, sizeof(fake.service), "%s", service ? service : "(null)");
    fake.hinted = hints;
    if (hints) {
        fake.hints = *hints;
    }
    pthread_mutex_unlock(&fake.lock);
    if (fake.addresses) {
        snprintf(addresses, sizeof(addresses), "%s", fake.addresses);
        while (!code && (one = strtok_r(rest, " ", &rest))) {
            code = append(list, one, service, hints);
        }
    } else {
        code = fake.code;
        errno = fake.error;
    }
    atomic_fetch_add(&fake.returned, 1);
    return code;
}

static void answer(const char *addresses)
{
    fake.addresses = addresses;
    fake.code = 0;
    fake.blocks = false;
    atomic_store(&fake.calls, 0);
    atomic_store(&fake.returned, 0);
}

static void fail_with(int code, int error)
{
    answer(NULL);
    fake.code = code;
    fake.error = error;
}

/* --- sockets --------------------------------------------------------------------------------- */

#define SOCKETS 64

static struct {
    int families[SOCKETS]; /* of the first sockets that were made */
    uint64_t times[SOCKETS];
    int count;
    int refused; /* family that the system does not have */
    int fails;   /* error of all calls, or 0 */
} made;

int __real_socket(int family, int type, int protocol);
int __wrap_socket(int family, int type, int protocol);

int __wrap_socket(int family, int type, int protocol)
{
    if (made.count < SOCKETS) {
        made.families[made.count] = family;
        made.times[made.count++] = now_ns();
    }
    if (made.fails || family == made.refused) {
        errno = made.fails ? made.fails : EAFNOSUPPORT;
        return -1;
    }
    return __real_socket(family, type, protocol);
}

static int reset(void **state)
{
    int rc = ring_setup(state);

    memset(&made, 0, sizeof(made));
    answer("127.0.0.1");
    return rc;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, reset, ring_teardown)

/* A socket on this address of the loopback device; `port` 0: a free one. */
static int bind_to(const char *address, in_port_t *port)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = *port};
    socklen_t length = sizeof(name);
    int raw = __real_socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_int_equal(inet_pton(AF_INET, address, &name.sin_addr), 1);
    assert_int_equal(bind(raw, (struct sockaddr *)&name, length), 0);
    assert_int_equal(getsockname(raw, (struct sockaddr *)&name, &length), 0);
    *port = name.sin_port;
    return raw;
}

/* A port at which some addresses listen. The others refuse: nothing is bound there. */
struct hosts {
    in_port_t port; /* as in an address */
    char text[8];
    int listeners[4];
    int fillers[4];
    int count;
};

static void add_host(struct hosts *hosts, const char *address, int backlog)
{
    int raw = bind_to(address, &hosts->port);

    hosts->fillers[hosts->count] = -1;
    hosts->listeners[hosts->count++] = raw;
    assert_int_equal(listen(raw, backlog), 0);
    snprintf(hosts->text, sizeof(hosts->text), "%u", ntohs(hosts->port));
}

/* One that never answers: its queue is full, so the kernel ignores what comes. */
static void add_silent_host(struct hosts *hosts, const char *address)
{
    struct sockaddr_in name;
    socklen_t length = sizeof(name);
    int filler = __real_socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    add_host(hosts, address, 0);
    assert_int_equal(
        getsockname(hosts->listeners[hosts->count - 1], (struct sockaddr *)&name, &length), 0);
    assert_int_equal(connect(filler, (struct sockaddr *)&name, length), 0);
    hosts->fillers[hosts->count - 1] = filler;
}

static void close_hosts(struct hosts *hosts)
{
    while (hosts->count--) {
        close(hosts->listeners[hosts->count]);
        if (hosts->fillers[hosts->count] >= 0) {
            close(hosts->fillers[hosts->count]);
        }
    }
}

/* Checks to which address the socket is connected, and closes it. */
static void expect_peer(struct sring *ring, struct sring_fd *file, const char *address)
{
    struct sockaddr_storage peer;
    socklen_t length = sizeof(peer);
    char text[INET6_ADDRSTRLEN];

    assert_int_equal(getpeername(sring_fd_raw(file), (struct sockaddr *)&peer, &length), 0);
    assert_non_null(inet_ntop(peer.ss_family,
                              peer.ss_family == AF_INET
                                  ? (void *)&((struct sockaddr_in *)&peer)->sin_addr
                                  : (void *)&((struct sockaddr_in6 *)&peer)->sin6_addr,
                              text, sizeof(text)));
    assert_string_equal(text, address);
    assert_int_equal(fcntl(sring_fd_raw(file), F_GETFD), FD_CLOEXEC);
    assert_false(fcntl(sring_fd_raw(file), F_GETFL) & O_NONBLOCK);
    sring_fd_close(ring, file);
}

/* --- names ----------------------------------------------------------------------------------- */

static void resolves(void **state)
{
    static const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_DGRAM};
    struct sring *ring = *state;
    struct addrinfo *list;

    answer("127.0.0.1 ::1");
    assert_int_equal(sring_resolve(ring, "server", "80", &hints, &list), 0);
    assert_int_equal(list->ai_family, AF_INET);
    assert_int_equal(list->ai_socktype, SOCK_DGRAM);
    assert_int_equal(list->ai_next->ai_family, AF_INET6);
    assert_null(list->ai_next->ai_next);
    freeaddrinfo(list);
    assert_string_equal(fake.host, "server");
    assert_string_equal(fake.service, "80");
    assert_true(fake.hinted);
    assert_int_equal(fake.hints.ai_socktype, SOCK_DGRAM);
    assert_int_equal(sring_resolve(ring, NULL, "80", NULL, &list), 0);
    freeaddrinfo(list);
    assert_string_equal(fake.host, "(null)");
    assert_false(fake.hinted);
    assert_int_equal(sring_resolve(ring, "server", NULL, NULL, &list), 0);
    freeaddrinfo(list);
    assert_string_equal(fake.service, "(null)");
}

static void the_real_one(void **state)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
    struct sring *ring = *state;
    struct addrinfo *list;

    sring_chosen_resolver = getaddrinfo;
    assert_int_equal(sring_resolve(ring, "127.0.0.1", "80", &hints, &list), 0);
    assert_int_equal(list->ai_family, AF_INET);
    freeaddrinfo(list);
    assert_int_equal(sring_resolve(ring, "no.address", "80", &hints, &list), -ENOENT);
    assert_null(list);
    hints.ai_flags = -1;
    assert_int_equal(sring_resolve(ring, "127.0.0.1", "80", &hints, &list), -EINVAL);
    sring_chosen_resolver = resolve;
}

static void errors_are_translated(void **state)
{
    static const struct {
        int code, error, result;
    } rows[] = {
        {EAI_NONAME, 0, -ENOENT},       {EAI_NODATA, 0, -ENOENT},
        {EAI_ADDRFAMILY, 0, -ENOENT},   {EAI_AGAIN, 0, -EREMOTEIO},
        {EAI_FAIL, 0, -EPROTO},         {EAI_SERVICE, 0, -EPROTONOSUPPORT},
        {EAI_FAMILY, 0, -EAFNOSUPPORT}, {EAI_SOCKTYPE, 0, -ESOCKTNOSUPPORT},
        {EAI_BADFLAGS, 0, -EINVAL},     {EAI_MEMORY, 0, -ENOMEM},
        {EAI_OVERFLOW, 0, -EOVERFLOW},  {EAI_IDN_ENCODE, 0, -EILSEQ},
        {EAI_SYSTEM, EMFILE, -EMFILE},  {EAI_SYSTEM, 0, -EIO},
        {-9999, EMFILE, -EIO},
    };
    struct sring *ring = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct addrinfo *list = (void *)ring;
        struct sring_fd file;

        fail_with(rows[i].code, rows[i].error);
        assert_int_equal(sring_resolve(ring, "server", "80", NULL, &list), rows[i].result);
        assert_null(list);
        assert_int_equal(sring_connect_to(ring, "server", "80", 0, &file), rows[i].result);
    }
    assert_int_equal(made.count, 0);
}

struct query {
    char *host; /* freed when the fiber has begun to wait */
    int rc;
};

SRING_FIBER(resolve_it)
{
    struct query *query = arg;
    struct addrinfo *list;

    query->rc = sring_resolve(ring, query->host, "80", NULL, &list);
    if (!query->rc) {
        freeaddrinfo(list);
    }
    return query->rc;
}

SRING_FIBER(connect_it)
{
    struct query *query = arg;
    struct sring_fd file;

    query->rc = sring_connect_to(ring, query->host, "80", 0, &file);
    if (query->rc) {
        return query->rc;
    }
    sring_fd_close(ring, &file);
    return 0;
}

/* The look-up goes on without the fiber; its result is freed by the thread. */
static void is_not_waited_for(void **state)
{
    static sring_fiber_fn *const fns[] = {resolve_it, connect_it};
    struct sring *ring = *state;

    for (int i = 0; i < 2; i++) {
        struct query query = {strdup("server"), 1};
        struct sring_fiber fiber;

        answer("127.0.0.1");
        fake.blocks = true;
        assert_int_equal(sring_spawn(ring, &fiber, fns[i], &query), 0);
        while (!atomic_load(&fake.calls)) {
            (void)sring_run_for(ring, 0);
        }
        sring_fiber_cancel(ring, &fiber);
        assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
        memset(query.host, '#', strlen(query.host));
        free(query.host);
        assert_int_equal(sring_run(ring), 0); /* nothing is in flight */
        sem_post(&fake.go);
        while (!atomic_load(&fake.returned)) {
            sched_yield();
        }
        assert_string_equal(fake.host, "server");
        assert_int_equal(made.count, 0);
    }
}

/* With one thread, which is in use: the second look-up has not begun. */
static void is_taken_back(void **state)
{
    const struct sring_options options = {.offload_threads = 1};
    struct query first = {(char *)(uintptr_t)"first", 1}, second = {(char *)(uintptr_t)"second", 1};
    struct sring_fiber one, other;
    struct sring ring;

    (void)state;
    answer("127.0.0.1");
    fake.blocks = true;
    assert_int_equal(sring_open(&ring, &options), 0);
    assert_int_equal(sring_spawn(&ring, &one, resolve_it, &first), 0);
    assert_int_equal(sring_spawn(&ring, &other, resolve_it, &second), 0);
    while (!atomic_load(&fake.calls)) {
        (void)sring_run_for(&ring, 0);
    }
    sring_fiber_cancel(&ring, &other);
    assert_int_equal(sring_join(&ring, &other), -ECANCELED);
    sem_post(&fake.go);
    assert_int_equal(sring_join(&ring, &one), 0);
    sring_close(&ring);
    assert_int_equal(atomic_load(&fake.calls), 1);
}

static void on_alarm(int number)
{
    (void)number;
}

/* An alarm now and then, because one that comes just before the wait does not end it. */
static void a_signal_ends_it(void **state)
{
    const struct sigaction action = {.sa_handler = on_alarm};
    const struct sring_options options = {.interruptible = true};
    const struct itimerval often = {{0, 20000}, {0, 20000}}, never = {{0, 0}, {0, 0}};
    struct sigaction before;
    struct addrinfo *list;
    struct sring_fd file;
    struct sring ring;

    (void)state;
    if (is_simulated()) {
        SKIP("the simulated kernel looks for signals rarely");
    }
    answer("127.0.0.1");
    fake.blocks = true;
    assert_int_equal(sring_open(&ring, &options), 0);
    assert_int_equal(sigaction(SIGALRM, &action, &before), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
    assert_int_equal(sring_resolve(&ring, "server", "80", NULL, &list), -EINTR);
    assert_null(list);
    assert_int_equal(sring_connect_to(&ring, "server", "80", 0, &file), -EINTR);
    assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
    assert_int_equal(sigaction(SIGALRM, &before, NULL), 0);
    sem_post(&fake.go);
    sem_post(&fake.go);
    sring_close(&ring);
    while (!sem_trywait(&fake.go)) { /* a call that was taken back has not waited for it */
    }
}

static void *let_go(void *arg)
{
    (void)arg;
    usleep(20000);
    sem_post(&fake.go);
    return NULL;
}

static void look_up_takes_too_long(void **state)
{
    struct sring *ring = *state;
    struct sring_fd file;
    pthread_t thread;

    fake.blocks = true;
    assert_int_equal(sring_connect_to(ring, "server", "80", MILLISECOND, &file), -ETIME);
    assert_int_equal(made.count, 0);
    assert_int_equal(pthread_create(&thread, NULL, let_go, NULL), 0);
    /* The teardown closes the ring, which waits for it. */
    assert_int_equal(pthread_join(thread, NULL), 0);
}

/* --- one address ----------------------------------------------------------------------------- */

static void an_address_in_digits(void **state)
{
    struct sring *ring = *state;
    struct hosts hosts = {0};
    struct sring_fd file;

    add_host(&hosts, "127.0.0.1", 8);
    assert_int_equal(sring_connect_to(ring, "127.0.0.1", hosts.text, LONG, &file), 0);
    expect_peer(ring, &file, "127.0.0.1");
    assert_int_equal(sring_connect_to(ring, "127.0.0.1", hosts.text, 0, &file), 0);
    expect_peer(ring, &file, "127.0.0.1");
    assert_int_equal(sring_connect_to(ring, "127.0.0.1", hosts.text, SRING_FOREVER, &file), 0);
    expect_peer(ring, &file, "127.0.0.1");
    assert_int_equal(atomic_load(&fake.calls), 0);
    assert_int_equal(sring_connect_to(ring, "127.0.0.2", hosts.text, LONG, &file), -ECONNREFUSED);
    assert_int_equal(sring_connect_to(ring, NULL, hosts.text, LONG, &file), -EINVAL);
    assert_int_equal(sring_connect_to(ring, "127.0.0.1", NULL, LONG, &file), -EINVAL);
    close_hosts(&hosts);
}

static bool has_ipv6(void)
{
    const struct sockaddr_in6 name = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int raw = __real_socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool has = raw >= 0 && !bind(raw, (const struct sockaddr *)&name, sizeof(name));

    close(raw);
    return has;
}

static void an_ipv6_address(void **state)
{
    struct sring *ring = *state;
    struct sockaddr_storage address;
    struct sring_fd listener, file;
    socklen_t length;
    char port[8];

    if (!has_ipv6()) {
        SKIP("this machine has no ::1");
    }
    listen_on(&listener, AF_INET6, &address, &length);
    snprintf(port, sizeof(port), "%u", ntohs(((struct sockaddr_in6 *)&address)->sin6_port));
    assert_int_equal(sring_connect_to(ring, "::1", port, LONG, &file), 0);
    expect_peer(ring, &file, "::1");
    assert_int_equal(sring_connect_to(ring, "::1%1", port, LONG, &file), 0);
    expect_peer(ring, &file, "::1");
    assert_int_equal(atomic_load(&fake.calls), 0);
    answer("127.0.0.9 ::1"); /* the other one refuses */
    assert_int_equal(sring_connect_to(ring, "server", port, LONG, &file), 0);
    expect_peer(ring, &file, "::1");
    sring_fd_close(ring, &listener);
}

static void by_name(void **state)
{
    struct sring *ring = *state;
    struct hosts hosts = {0};
    struct sring_fd file;

    add_host(&hosts, "127.0.0.1", 8);
    assert_int_equal(sring_connect_to(ring, "server", hosts.text, LONG, &file), 0);
    expect_peer(ring, &file, "127.0.0.1");
    assert_int_equal(atomic_load(&fake.calls), 1);
    assert_string_equal(fake.host, "server");
    assert_string_equal(fake.service, hosts.text);
    assert_int_equal(fake.hints.ai_socktype, SOCK_STREAM);
    assert_int_equal(fake.hints.ai_family, AF_UNSPEC);
    answer("");
    assert_int_equal(sring_connect_to(ring, "server", hosts.text, LONG, &file), -ENOENT);
    close_hosts(&hosts);
}

struct place {
    struct hosts *hosts;
    int connections;
};

SRING_FIBER(connect_many)
{
    struct place *place = arg;
    struct sring_fd file;
    int rc;

    for (int i = 0; i < 5; i++) {
        rc = sring_connect_to(ring, "server", place->hosts->text, SRING_FOREVER, &file);
        if (rc) {
            return rc;
        }
        sring_fd_close(ring, &file);
        place->connections++;
    }
    return 0;
}

static void in_many_fibers(void **state)
{
    struct sring *ring = *state;
    struct hosts hosts = {0};
    struct place place = {&hosts, 0};
    struct sring_scope scope;

    add_host(&hosts, "127.0.0.1", 1000);
    answer("127.0.0.2 127.0.0.1");
    sring_scope_open(ring, &scope);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(sring_scope_spawn(ring, &scope, connect_many, &place), 0);
    }
    assert_int_equal(sring_scope_close(ring, &scope), 0);
    assert_int_equal(place.connections, 100);
    close_hosts(&hosts);
}

SRING_NOP_CALLBACK(connect_here)
{
    struct place *place = arg;
    struct sring_fd file;

    assert_int_equal(sring_nop_finish(done), 0);
    assert_int_equal(sring_connect_to(ring, "server", place->hosts->text, LONG, &file), 0);
    sring_fd_close(ring, &file);
    place->connections++;
}

static void in_a_callback(void **state)
{
    struct sring *ring = *state;
    struct hosts hosts = {0};
    struct place place = {&hosts, 0};

    add_host(&hosts, "127.0.0.1", 8);
    assert_int_equal(sring_nop_launch(ring, NULL, connect_here, &place, NULL), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(place.connections, 1);
    close_hosts(&hosts);
}

/* --- several addresses ----------------------------------------------------------------------- */

static void expect_families(const char *families)
{
    assert_int_equal(made.count, strlen(families));
    for (int i = 0; i < made.count; i++) {
        assert_int_equal(made.families[i], families[i] == '4' ? AF_INET : AF_INET6);
    }
}

/* All fail at once, so each is tried. */
static void families_take_turns(void **state)
{
    static const struct {
        const char *addresses, *families;
    } rows[] = {
        {"127.0.0.2 127.0.0.3 ::2 ::3", "4646"},
        {"::2 ::3 ::4 127.0.0.2 127.0.0.3", "64646"},
        {"::2 ::3 ::4", "666"},
        {"::2 127.0.0.2 127.0.0.3 127.0.0.4", "6444"},
        {"127.0.0.2 127.0.0.3 127.0.0.4 ::2", "4644"},
        {"127.0.0.2", "4"},
    };
    struct sring *ring = *state;
    in_port_t port = 0;
    int raw = bind_to("127.0.0.9", &port); /* so that nobody else listens there */
    struct sring_fd file;
    char text[8];

    made.refused = AF_INET6;
    snprintf(text, sizeof(text), "%u", ntohs(port));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int rc;

        made.count = 0;
        answer(rows[i].addresses);
        rc = sring_connect_to(ring, "server", text, LONG, &file);
        assert_int_equal(rc, strchr(rows[i].families, '4') ? -ECONNREFUSED : -EAFNOSUPPORT);
        expect_families(rows[i].families);
    }
    close(raw);
}

/* getaddrinfo would take them for port 47 or another one. */
static void wrong_ports(void **state)
{
    static const char *const ports[] = {"", " 47", "+47", "-1", "65583", "99999999999999999999",
                                        " "};
    struct sring *ring = *state;
    struct sring_fd file;

    answer("127.0.0.2");
    for (size_t i = 0; i < sizeof(ports) / sizeof(ports[0]); i++) {
        assert_int_equal(sring_connect_to(ring, "127.0.0.1", ports[i], LONG, &file), -EINVAL);
        assert_int_equal(sring_connect_to(ring, "server", ports[i], LONG, &file), -EINVAL);
    }
    assert_int_equal(made.count, 0);
    assert_int_equal(sring_connect_to(ring, "nowhere", "9z", LONG, &file), -ENOENT); /* a service */
}

static void at_most_32(void **state)
{
    struct sring *ring = *state;
    struct sring_fd file;
    char addresses[1024] = "";

    for (int i = 0; i < 40; i++) {
        size_t length = strlen(addresses);

        snprintf(addresses + length, sizeof(addresses) - length, "127.0.1.%d ", i);
    }
    answer(addresses);
    made.fails = EMFILE;
    assert_int_equal(sring_connect_to(ring, "server", "80", LONG, &file), -EMFILE);
    assert_int_equal(made.count, 32);
}

static void the_next_follows_a_failure_at_once(void **state)
{
    struct sring *ring = *state;
    struct hosts hosts = {0};
    struct sring_fd file;
    int fds;

    add_host(&hosts, "127.0.0.4", 8);
    answer("127.0.0.2 127.0.0.3 127.0.0.4 127.0.0.5");
    fds = count_fds();
    assert_int_equal(sring_connect_to(ring, "127.0.0.4", hosts.text, LONG, &file), 0);
    assert_int_equal(count_fds(), fds + 1);
    sring_fd_close(ring, &file);
    made.count = 0;
    assert_int_equal(sring_connect_to(ring, "server", hosts.text, LONG, &file), 0);
    assert_int_equal(made.count, 3); /* the fourth was not needed */
    expect_peer(ring, &file, "127.0.0.4");
    close_hosts(&hosts);
}

static void the_next_follows_silence_later(void **state)
{
    struct sring *ring = *state;
    struct hosts hosts = {0};
    struct sring_fd file;
    int fds;

    add_silent_host(&hosts, "127.0.0.2");
    add_silent_host(&hosts, "127.0.0.3");
    add_host(&hosts, "127.0.0.4", 8);
    answer("127.0.0.2 127.0.0.3 127.0.0.4");
    assert_int_equal(sring_connect_to(ring, "server", hosts.text, LONG, &file), 0);
    fds = count_fds();
    assert_int_equal(made.count, 3);
    assert_true(made.times[1] - made.times[0] >= DELAY);
    assert_true(made.times[2] - made.times[1] >= DELAY);
    assert_int_equal(in_flight(ring), 0);
    expect_peer(ring, &file, "127.0.0.4");
    assert_int_equal(count_fds(), fds - 1); /* the others were closed */
    close_hosts(&hosts);
}

/* Whether the clock is simulated, and nothing is late. */
static bool simulated_is_prompt(void)
{
    const char *seed = getenv("SRING_TEST_SIMULATED");

    return seed && !strcmp(seed, "0");
}

/* While the first one is silent: the second fails, and the third begins at once. */
static void a_failure_beside_silence(void **state)
{
    struct sring *ring = *state;
    struct hosts hosts = {0};
    struct sring_fd file;

    add_silent_host(&hosts, "127.0.0.2");
    add_host(&hosts, "127.0.0.4", 8);
    answer("127.0.0.2 127.0.0.3 127.0.0.4");
    assert_int_equal(sring_connect_to(ring, "server", hosts.text, LONG, &file), 0);
    assert_int_equal(made.count, 3);
    assert_true(made.times[1] - made.times[0] >= DELAY);
    if (simulated_is_prompt()) {
        assert_true(made.times[2] - made.times[1] < DELAY);
    }
    expect_peer(ring, &file, "127.0.0.4");
    close_hosts(&hosts);
}

static void the_error_that_tells_most(void **state)
{
    struct sring *ring = *state;
    struct hosts hosts = {0};
    struct sring_fd file;

    add_host(&hosts, "127.0.0.9", 8); /* only for the port */
    made.refused = AF_INET6;
    answer("::5 127.0.0.2 ::6");
    assert_int_equal(sring_connect_to(ring, "server", hosts.text, LONG, &file), -ECONNREFUSED);
    answer("::5 ::6");
    assert_int_equal(sring_connect_to(ring, "server", hosts.text, LONG, &file), -EAFNOSUPPORT);
    answer("255.255.255.255 127.0.0.2"); /* the first is -ENETUNREACH, -EACCES or the like */
    assert_true(sring_connect_to(ring, "server", hosts.text, LONG, &file) < 0);
    made.fails = EMFILE;
    answer("127.0.0.2 127.0.0.9");
    assert_int_equal(sring_connect_to(ring, "server", hosts.text, LONG, &file), -EMFILE);
    close_hosts(&hosts);
}

/* --- limits ---------------------------------------------------------------------------------- */

static void the_time_is_over(void **state)
{
    struct sring *ring = *state;
    struct hosts hosts = {0};
    struct sring_fd file;
    uint64_t before = now_ns();
    int fds;

    add_silent_host(&hosts, "127.0.0.2");
    add_silent_host(&hosts, "127.0.0.3");
    fds = count_fds();
    assert_int_equal(sring_connect_to(ring, "127.0.0.2", hosts.text, 20 * MILLISECOND, &file),
                     -ETIME);
    assert_int_equal(count_fds(), fds);
    if (!is_simulated()) { /* its clock would not wait for the look-up */
        answer("127.0.0.2 127.0.0.3");
        made.count = 0;
        assert_int_equal(sring_connect_to(ring, "server", hosts.text, 2 * DELAY, &file), -ETIME);
        assert_int_equal(made.count, 2);
    }
    assert_true(now_ns() - before >= 20 * MILLISECOND);
    assert_int_equal(in_flight(ring), 0);
    close_hosts(&hosts);
}

/* One operation at a time: the second attempt begins when the first has ended. */
static void without_room(void **state)
{
    struct hosts hosts = {0};
    struct sring_fd file;
    struct sring ring;
    int fds;

    (void)state;
    memset(&made, 0, sizeof(made));
    open_ring(&ring, 2, 1);
    add_silent_host(&hosts, "127.0.0.2");
    add_host(&hosts, "127.0.0.4", 8);
    answer("127.0.0.2 127.0.0.4");
    assert_int_equal(sring_connect_to(&ring, "127.0.0.4", hosts.text, LONG, &file), 0);
    sring_fd_close(&ring, &file);
    fds = count_fds();
    if (!is_simulated()) {
        assert_int_equal(sring_connect_to(&ring, "server", hosts.text, 2 * DELAY, &file), -ETIME);
    }
    answer("127.0.0.3 127.0.0.4");
    assert_int_equal(sring_connect_to(&ring, "server", hosts.text, SRING_FOREVER, &file), 0);
    sring_fd_close(&ring, &file);
    assert_true(count_fds() <= fds + 1); /* and the threads' eventfd */
    sring_close(&ring);
    close_hosts(&hosts);
}

/* --- cancelled fibers ------------------------------------------------------------------------ */

struct attempt {
    struct hosts *hosts;
    int rc;
};

SRING_FIBER(connect_to_silence)
{
    struct attempt *attempt = arg;
    struct sring_fd file;

    attempt->rc = sring_connect_to(ring, "server", attempt->hosts->text, 0, &file);
    if (!attempt->rc) {
        sring_fd_close(ring, &file);
        return 0;
    }
    return attempt->rc;
}

static void cancelled_in_the_middle(void **state)
{
    struct sring *ring = *state;
    struct hosts hosts = {0};
    struct attempt attempt = {&hosts, 1};
    struct sring_fiber fiber;
    int fds;

    add_silent_host(&hosts, "127.0.0.2");
    add_silent_host(&hosts, "127.0.0.3");
    answer("127.0.0.2 127.0.0.3");
    assert_int_equal(sring_spawn(ring, &fiber, connect_to_silence, &attempt), 0);
    while (made.count < 2) {
        (void)sring_run_once(ring, DELAY);
    }
    fds = count_fds();
    assert_int_equal(in_flight(ring), 2);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
    assert_int_equal(in_flight(ring), 0);
    assert_int_equal(count_fds(), fds - 2);
    close_hosts(&hosts);
}

/* Lets a silent host answer: takes the connection that fills its queue, and waits for another. */
static int let_answer(const struct hosts *hosts, int which)
{
    int raw = accept4(hosts->listeners[which], NULL, NULL, SOCK_CLOEXEC);

    assert_true(raw >= 0);
    close(raw);
    raw = accept4(hosts->listeners[which], NULL, NULL, SOCK_CLOEXEC);
    assert_true(raw >= 0);
    return raw;
}

/* The first one answers after the second was begun; or both do, before the ring looks: one of them
 * is closed. */
static void late_answers(void **state)
{
    struct sring *ring = *state;

    if (is_simulated()) {
        SKIP("the simulated kernel does nothing while this thread waits for a connection");
    }
    for (int answers = 1; answers <= 2; answers++) {
        struct hosts hosts = {0};
        struct attempt attempt = {&hosts, 1};
        struct sring_fiber fiber;
        int raw[2];
        int fds;

        made.count = 0;
        add_silent_host(&hosts, "127.0.0.2");
        add_silent_host(&hosts, "127.0.0.3");
        answer("127.0.0.2 127.0.0.3");
        assert_int_equal(sring_spawn(ring, &fiber, connect_to_silence, &attempt), 0);
        while (made.count < 2) {
            (void)sring_run_once(ring, DELAY);
        }
        assert_int_equal(sring_flush(ring), 0);
        fds = count_fds();
        for (int i = 0; i < answers; i++) {
            raw[i] = let_answer(&hosts, i);
        }
        assert_int_equal(sring_join(ring, &fiber), 0);
        assert_int_equal(in_flight(ring), 0);
        assert_int_equal(count_fds(), fds + answers - 2);
        for (int i = 0; i < answers; i++) {
            close(raw[i]);
        }
        close_hosts(&hosts);
    }
}

/* close cancels the fiber, and waits for what it cancels. */
static void closed_in_the_middle(void **state)
{
    struct hosts hosts = {0};
    struct attempt attempt = {&hosts, 1};
    struct sring_fiber fiber;
    struct sring ring;
    int fds;

    (void)state;
    memset(&made, 0, sizeof(made));
    add_silent_host(&hosts, "127.0.0.2");
    answer("127.0.0.2");
    fds = count_fds();
    assert_int_equal(sring_open(&ring, NULL), 0);
    assert_int_equal(sring_spawn(&ring, &fiber, connect_to_silence, &attempt), 0);
    while (made.count < 1) {
        (void)sring_run_once(&ring, DELAY);
    }
    sring_fiber_detach(&ring, &fiber);
    sring_close(&ring);
    assert_int_equal(attempt.rc, -ECANCELED);
    assert_int_equal(count_fds(), fds);
    close_hosts(&hosts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(resolves),
        TEST(the_real_one),
        TEST(errors_are_translated),
        TEST(is_not_waited_for),
        cmocka_unit_test(is_taken_back),
        cmocka_unit_test(a_signal_ends_it),
        TEST(look_up_takes_too_long),
        TEST(an_address_in_digits),
        TEST(an_ipv6_address),
        TEST(by_name),
        TEST(in_many_fibers),
        TEST(in_a_callback),
        TEST(families_take_turns),
        TEST(wrong_ports),
        TEST(at_most_32),
        TEST(the_next_follows_a_failure_at_once),
        TEST(the_next_follows_silence_later),
        TEST(a_failure_beside_silence),
        TEST(the_error_that_tells_most),
        TEST(the_time_is_over),
        cmocka_unit_test(without_room),
        TEST(cancelled_in_the_middle),
        TEST(late_answers),
        cmocka_unit_test(closed_in_the_middle),
    };

    sring_chosen_resolver = resolve;
    if (sem_init(&fake.go, 0, 0)) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
