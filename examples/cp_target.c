/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Names: which file cp reads, and which one it replaces or creates.
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
        complain("cannot replace '%s': it is not a regular file", path);
        return -1;
    }
    if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) || !realpath(path, target->path)) {
        complain("cannot write '%s': %s", path, strerror(errno));
        return -1;
    }
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

/* Finds out what `destination` stands for: a file to replace, a new one, or a directory to copy
 * into. Symbolic links are followed, so that the rename replaces the file and not the link.
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
