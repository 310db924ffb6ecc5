/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Paths: the file that cp reads, and the one that it overwrites, replaces or creates.
 */
#define _GNU_SOURCE

#include "cp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Returns 0, or an error after a message, like all functions here that return an int. */
static int check_existing(const struct copy *copy, const struct stat *source,
                          const struct stat *found, struct target *target)
{
    const char *name = target->name;

    if (found->st_dev == source->st_dev && found->st_ino == source->st_ino) {
        complain("%s and %s are the same file", quote(copy->source), quote(name));
        return -1;
    }
    if (S_ISDIR(found->st_mode)) {
        complain("cannot overwrite directory %s with non-directory", quote(name));
        return -1;
    }
    target->exists = true;
    target->special = !S_ISREG(found->st_mode);
    target->fifo = S_ISFIFO(found->st_mode);
    target->mode = found->st_mode & 0777;
    target->owner = found->st_uid;
    target->group = found->st_gid;
    if (!target->atomic) {
        return 0;
    }
    if (target->special) {
        complain("cannot replace %s: it is not a regular file", quote(name));
        return -1;
    }
    /* Replaces the target of a symbolic link, not the link. */
    if (faccessat(AT_FDCWD, name, W_OK, AT_EACCESS) || !realpath(name, target->path)) {
        complain("cannot create regular file %s: %s", quote(name), strerror(errno));
        return -1;
    }
    return 0;
}

static int check_new(int error, const struct stat *source, struct target *target)
{
    const char *name = target->name;
    size_t length = strlen(name);
    mode_t mask = umask(0);
    struct stat link;

    umask(mask);
    if (error != ENOENT) {
        complain("cannot stat %s: %s", quote(name), strerror(error));
        return -1;
    }
    if (length && name[length - 1] == '/') {
        complain("cannot create regular file %s: %s", quote(name), strerror(ENOTDIR));
        return -1;
    }
    if (!lstat(name, &link)) {
        complain("not writing through dangling symlink %s", quote(name));
        return -1;
    }
    target->mode = source->st_mode & ~mask & 0777;
    target->owner = (uid_t)-1;
    target->group = (gid_t)-1;
    return 0;
}

/* Determines whether the destination is an existing file, a new one, or a directory to copy into.
 * From here on messages name the file. */
int find_target(struct copy *copy, const struct stat *source, struct target *target)
{
    const char *directory = copy->destination;
    const char *slash = strrchr(copy->source, '/');
    size_t length = strlen(directory);
    struct stat found;
    int error = stat(directory, &found) ? errno : 0;

    if (!error && S_ISDIR(found.st_mode)) {
        length = (size_t)snprintf(target->name, sizeof(target->name), "%s%s%s", directory,
                                  directory[length - 1] == '/' ? "" : "/",
                                  slash ? slash + 1 : copy->source);
        error = stat(target->name, &found) ? errno : 0;
    } else {
        snprintf(target->name, sizeof(target->name), "%s", directory);
    }
    if (length >= sizeof(target->name)) {
        error = ENAMETOOLONG;
    }
    copy->destination = target->name;
    memcpy(target->path, target->name, sizeof(target->path));
    return error ? check_new(error, source, target) : check_existing(copy, source, &found, target);
}

/* Whether `source` can be copied. */
int check_source(const char *source, struct stat *found)
{
    if (stat(source, found)) {
        complain("cannot stat %s: %s", quote(source), strerror(errno));
        return -1;
    }
    if (S_ISDIR(found->st_mode)) {
        complain("-r not specified; omitting directory %s", quote(source));
        return -1;
    }
    return 0;
}

/* Opening a FIFO waits for its other end, so this is a system call, which a signal interrupts.
 * Returns 0 or -errno. */
static int open_file(struct sring *ring, const char *path, int flags, mode_t mode, bool fifo,
                     struct sring_fd *file) SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*file)
{
    int raw;

    if (!fifo) {
        return sring_openat_await(ring, path, flags | O_CLOEXEC, mode, file);
    }
    raw = interrupted() ? -1 : open(path, flags | O_CLOEXEC);
    if (raw < 0) {
        return interrupted() ? -EINTR : -errno;
    }
    sring_fd_adopt(file, raw);
    return 0;
}

int open_source(struct sring *ring, struct copy *copy, bool fifo)
{
    int rc = open_file(ring, copy->source, O_RDONLY, 0, fifo, &copy->in);

    if (rc && !interrupted()) {
        complain("cannot open %s for reading: %s", quote(copy->source), strerror(-rc));
    }
    return rc;
}

static int open_temporary(struct target *target)
{
    const char *slash = strrchr(target->path, '/');
    int directory_length = slash ? (int)(slash - target->path) + 1 : 0;
    int length = snprintf(target->made, sizeof(target->made), "%.*s.cp-XXXXXX", directory_length,
                          target->path);
    int raw = -1;

    errno = ENAMETOOLONG;
    if (length < (int)sizeof(target->made)) {
        raw = mkostemp(target->made, O_CLOEXEC);
    }
    return raw < 0 ? -errno : raw;
}

/* Opens the destination, and records whether it was created. --verify also needs to read it. */
int open_destination(struct sring *ring, struct copy *copy, struct target *target, bool verify)
{
    int flags = (verify ? O_RDWR : O_WRONLY) | (target->exists ? 0 : O_CREAT | O_EXCL);
    int rc;

    if (target->atomic) {
        rc = open_temporary(target);
        if (rc >= 0) {
            sring_fd_adopt(&copy->out, rc);
            return 0;
        }
    } else {
        rc = open_file(ring, target->path, flags, target->mode, target->fifo, &copy->out);
        if (!rc) {
            snprintf(target->made, sizeof(target->made), "%s", target->exists ? "" : target->path);
            return 0;
        }
    }
    target->made[0] = '\0';
    if (!interrupted()) {
        complain("cannot create regular file %s: %s", quote(copy->destination), strerror(-rc));
    }
    return rc;
}

/* Gives the copy the owner and permissions of the file that it replaces. */
void set_permissions(struct copy *copy, const struct target *target)
{
    int out = sring_fd_raw(&copy->out);

    if (fchown(out, target->owner, target->group) || fchmod(out, target->mode)) {
        fail(copy, -errno, "cannot set the owner and permissions of", copy->destination);
    }
}

/* The state of the destination after a failed copy. Removes a file created by cp. */
static void clean_up(const struct target *target)
{
    const char *name = quote(target->name);

    if (target->made[0] && unlink(target->made) && errno != ENOENT) {
        complain("cannot remove %s: %s", quote(target->made), strerror(errno));
    } else if (!target->exists) {
        complain("%s does not exist", name);
    } else if (target->atomic) {
        complain("%s is what it was before", name);
    } else if (target->special) {
        complain("%s has perhaps got only a part", name);
    } else {
        complain("%s is perhaps incomplete", name);
    }
}

/* Renames the finished copy, or prints an error. */
int install(struct copy *copy, const struct target *target)
{
    if (!stopped(copy)) {
        if (!target->atomic || !rename(target->made, target->path)) {
            return 0;
        }
        fail(copy, -errno, "cannot create regular file", copy->destination);
    }
    complain("%s", copy->error ? copy->failure : "interrupted");
    clean_up(target);
    return -1;
}
