/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Names: which file cp reads, and which one it overwrites, replaces or creates.
 */
#define _GNU_SOURCE

#include "cp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int check_existing(const char *path, const struct stat *source, const struct stat *found,
                          struct target *target)
{
    if (found->st_dev == source->st_dev && found->st_ino == source->st_ino) {
        complain("the source and '%s' are the same file", path);
        return -1;
    }
    if (!S_ISREG(found->st_mode)) {
        complain("cannot overwrite '%s': it is not a regular file", path);
        return -1;
    }
    if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) || !realpath(path, target->path)) {
        complain("cannot write '%s': %s", path, strerror(errno));
        return -1;
    }
    target->exists = true;
    target->mode = found->st_mode & 0777;
    target->owner = found->st_uid;
    target->group = found->st_gid;
    return 0;
}

static int check_new(const char *path, int error, const struct stat *source, struct target *target)
{
    size_t length = strlen(path);
    mode_t mask = umask(0);
    struct stat link;

    umask(mask);
    if (error == ENOENT && length && path[length - 1] == '/') {
        error = ENOTDIR;
    }
    if (error != ENOENT) {
        complain("cannot create '%s': %s", path, strerror(error));
        return -1;
    }
    if (!lstat(path, &link)) {
        complain("cannot create '%s': it is a symbolic link to nothing", path);
        return -1;
    }
    snprintf(target->path, sizeof(target->path), "%s", path);
    target->mode = source->st_mode & ~mask & 0777;
    target->owner = (uid_t)-1;
    target->group = (gid_t)-1;
    return 0;
}

/* Finds out what `destination` stands for: an existing file, a new one, or a directory to copy
 * into. Symbolic links are followed, so that a rename replaces the file and not the link.
 * Returns 0, or -1 after a message. */
int find_target(const struct copy *copy, const struct stat *source, struct target *target)
{
    const char *slash = strrchr(copy->source, '/');
    const char *name = slash ? slash + 1 : copy->source;
    char path[PATH_MAX];
    struct stat found;
    int error = stat(copy->destination, &found) ? errno : 0;
    int length = snprintf(path, sizeof(path), "%s", copy->destination);

    if (!error && S_ISDIR(found.st_mode)) {
        length = snprintf(path, sizeof(path), "%s/%s", copy->destination, name);
        error = stat(path, &found) ? errno : 0;
    }
    if (length >= (int)sizeof(path)) {
        error = ENAMETOOLONG;
    }
    return error ? check_new(path, error, source, target)
                 : check_existing(path, source, &found, target);
}

/* Whether `source` can be copied. Returns 0, or -1 after a message. */
int check_source(const char *source, struct stat *found)
{
    if (stat(source, found)) {
        complain("cannot open '%s': %s", source, strerror(errno));
        return -1;
    }
    if (S_ISDIR(found->st_mode)) {
        complain("'%s' is a directory; only files are copied", source);
        return -1;
    }
    if (!S_ISREG(found->st_mode)) {
        complain("'%s' is not a regular file; only those are copied", source);
        return -1;
    }
    return 0;
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

/* Opens the file that the copy is written to, and notes if it was created. To verify it must be
 * read, too. Returns 0, or -1 after a message. */
int open_destination(struct sring *ring, struct copy *copy, struct target *target, bool verify)
{
    int flags = O_CLOEXEC | (verify ? O_RDWR : O_WRONLY) | (target->exists ? 0 : O_CREAT | O_EXCL);
    int rc;

    if (target->atomic) {
        rc = open_temporary(target);
        if (rc >= 0) {
            sring_fd_adopt(&copy->out, rc);
            return 0;
        }
    } else {
        rc = sring_openat_await(ring, target->path, flags, target->mode, &copy->out);
        if (!rc) {
            snprintf(target->made, sizeof(target->made), "%s", target->exists ? "" : target->path);
            return 0;
        }
    }
    target->made[0] = '\0';
    complain("cannot %s '%s': %s", target->atomic || !target->exists ? "create" : "open",
             copy->destination, strerror(-rc));
    return -1;
}

/* What replaces a file looks like it. */
void set_permissions(struct copy *copy, const struct target *target)
{
    int out = sring_fd_raw(&copy->out);

    if (fchown(out, target->owner, target->group) || fchmod(out, target->mode)) {
        fail(copy, -errno, "cannot set the owner and permissions of", copy->destination);
    }
}

/* Gives the finished copy its name, or says what went wrong and removes what was created. Returns 0
 * or -1. */
int install(struct copy *copy, const struct target *target)
{
    if (!stopped(copy)) {
        if (!target->atomic || !rename(target->made, target->path)) {
            return 0;
        }
        fail(copy, -errno, "cannot create", copy->destination);
    }
    if (target->made[0]) {
        unlink(target->made);
    }
    complain("%s; '%s' is %s", copy->error ? copy->failure : "interrupted", copy->destination,
             target->made[0] ? "what it was before" : "perhaps incomplete");
    return -1;
}
