/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Files, sockets and directories for the programs of the corpus.
 */
#ifndef LEGAL_SUPPORT_H
#define LEGAL_SUPPORT_H

#include <sring/sring.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* Exit status of a program that cannot run here. */
#define LEGAL_SKIP 77

/* Prints why the ring could not be opened; for `return legal_no_ring(rc);`. */
static inline int legal_no_ring(int rc)
{
    char why[256];

    (void)sring_explain(rc, why, sizeof(why));
    printf("SKIP: %s\n", why);
    return LEGAL_SKIP;
}

/* A descriptor of a file in memory with `text` in it, at position 0; -1 if that failed. */
static inline int legal_file(const char *text)
{
    size_t length = strlen(text);
    int raw = memfd_create("legal", MFD_CLOEXEC);

    if (raw >= 0 && pwrite(raw, text, length, 0) != (ssize_t)length) {
        close(raw);
        return -1;
    }
    return raw;
}

/* Whether the content of the file is exactly `text`. */
static inline int legal_holds(int raw, const char *text)
{
    char found[4096];
    ssize_t length = pread(raw, found, sizeof(found), 0);

    return length == (ssize_t)strlen(text) && memcmp(found, text, (size_t)length) == 0;
}

/* A descriptor that listens on a free port of 127.0.0.1, and its address; -1 if that failed. */
static inline int legal_listen(struct sockaddr_in *address)
{
    socklen_t length = sizeof(*address);
    int raw = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    memset(address, 0, sizeof(*address));
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (raw >= 0 && (bind(raw, (struct sockaddr *)address, sizeof(*address)) || listen(raw, 16) ||
                     getsockname(raw, (struct sockaddr *)address, &length))) {
        close(raw);
        return -1;
    }
    return raw;
}

/* Makes an empty directory under $TMPDIR and writes its path. Returns 0 or -1. */
static inline int legal_directory(char *path, size_t size)
{
    const char *parent = getenv("TMPDIR");
    int length = snprintf(path, size, "%s/sring-legal-XXXXXX", parent ? parent : "/tmp");

    return length > 0 && (size_t)length < size && mkdtemp(path) ? 0 : -1;
}

#endif /* LEGAL_SUPPORT_H */
