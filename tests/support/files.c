/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Files, pipes, sockets.
 */
#include "support.h"

#include "base/base.h"

#include <dirent.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/un.h>

int count_fds(void)
{
    DIR *directory = opendir("/proc/self/fd");
    const struct dirent *entry;
    int count = 0;

    while ((entry = readdir(directory))) {
        count += atoi(entry->d_name) < first_kernel_fd();
    }
    closedir(directory);
    return count - 3; /* ".", ".." and the directory itself */
}

void temporary_file(struct sring_fd *fd, const char *content)
{
    char path[] = "/tmp/sring-test-XXXXXX";
    int raw = mkstemp(path);

    assert_true(raw >= 0);
    unlink(path);
    assert_int_equal(pwrite(raw, content, strlen(content), 0), strlen(content));
    sring_fd_adopt(fd, raw);
}

void temporary_directory(char path[64])
{
    strcpy(path, "/tmp/sring-test-XXXXXX");
    assert_non_null(mkdtemp(path));
}

void remove_directory(const char *path)
{
    DIR *directory = opendir(path);
    struct dirent *entry;

    assert_non_null(directory);
    while ((entry = readdir(directory))) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            unlinkat(dirfd(directory), entry->d_name, 0)) {
            unlinkat(dirfd(directory), entry->d_name, AT_REMOVEDIR);
        }
    }
    closedir(directory);
    assert_int_equal(rmdir(path), 0);
}

static void adopt_two(struct two_fds *fds, const int raw[2])
{
    sring_fd_adopt(&fds->in, raw[0]);
    sring_fd_adopt(&fds->out, raw[1]);
}

void open_pipe(struct two_fds *fds)
{
    int raw[2];

    assert_int_equal(pipe2(raw, O_CLOEXEC), 0);
    adopt_two(fds, raw);
}

void open_socketpair(struct two_fds *fds, int type)
{
    int raw[2];

    assert_int_equal(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, raw), 0);
    adopt_two(fds, raw);
}

void close_two(struct sring *ring, struct two_fds *fds)
{
    sring_fd_close(ring, &fds->in);
    sring_fd_close(ring, &fds->out);
}

void write_text(const struct sring_fd *fd, const char *text)
{
    assert_int_equal(write(sring_fd_raw(fd), text, strlen(text)), strlen(text));
}

void expect_text(const struct sring_fd *fd, const char *text)
{
    char buffer[256] = {0};

    assert_int_equal(read(sring_fd_raw(fd), buffer, strlen(text)), strlen(text));
    assert_string_equal(buffer, text);
}

void listen_on(struct sring_fd *fd, int family, struct sockaddr_storage *address,
               socklen_t *address_length)
{
    int raw = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(raw >= 0);
    memset(address, 0, sizeof(*address));
    address->ss_family = (sa_family_t)family;
    *address_length = sizeof(*address);
    if (family == AF_INET) {
        ((struct sockaddr_in *)address)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        *address_length = sizeof(struct sockaddr_in);
    } else if (family == AF_INET6) {
        ((struct sockaddr_in6 *)address)->sin6_addr = in6addr_loopback;
        *address_length = sizeof(struct sockaddr_in6);
    } else {
        *address_length = sizeof(sa_family_t); /* the kernel invents an abstract name */
    }
    if (bind(raw, (struct sockaddr *)address, *address_length)) {
        close(raw);
        SKIP("this family cannot be bound on the loopback");
    }
    assert_int_equal(listen(raw, 16), 0);
    *address_length = sizeof(*address);
    assert_int_equal(getsockname(raw, (struct sockaddr *)address, address_length), 0);
    sring_fd_adopt(fd, raw);
}

uint64_t now_ns(void)
{
    return sring_now();
}

void sleep_ms(unsigned milliseconds)
{
    struct timespec time = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};

    if (is_simulated()) {
        while (milliseconds--) {
            sring_pause();
        }
        return;
    }
    while (nanosleep(&time, &time)) {
    }
}
