/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * cp: copies one file, with many reads and writes in flight. This file opens and closes the files;
 * the state machine of the copy is in cp_blocks.c.
 *
 * As with cp(1), an existing file is overwritten in place. With --atomic the copy gets a temporary
 * name and is renamed at the end, so the destination is never half written.
 */
#define _GNU_SOURCE

#include "cp.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "usage: cp [--atomic] [--verify] [--progress] SOURCE DESTINATION\n"
    "\n"
    "Copies the file SOURCE to DESTINATION, or into DESTINATION if that is a directory.\n"
    "\n"
    "  --atomic    replace DESTINATION in one step when the copy is complete: after an error or\n"
    "              an interruption it is what it was before; needs room for both\n"
    "  --verify    write the copy to the disk, read both back and compare\n"
    "  --progress  show the progress even if standard error is not a terminal\n"
    "  --help      show this text\n"
    "\n"
    "Holes stay holes. A new file gets the permissions of SOURCE less the umask, and is removed\n"
    "after an error or an interruption. An existing one is overwritten and keeps its permissions.\n"
    "SOURCE and DESTINATION may be FIFOs and devices: these are read to their end, and written "
    "to.\n"
    "\n"
    "Exit status: 0 copied, 1 error. A signal that stops cp is what cp ends by.\n";

static volatile sig_atomic_t caught_signal;

bool interrupted(void)
{
    return caught_signal != 0;
}

static void on_signal(int number)
{
    caught_signal = number;
}

/* Sets the size, in case the source ends in a hole. With --verify also makes sure that the
 * comparison reads from the disk. */
static void finish_copy(struct sring *ring, struct copy *copy, bool verify) SRING_REQUIRES(*ring)
    SRING_REQUIRES(copy->in) SRING_REQUIRES(copy->out)
{
    int out = sring_fd_raw(&copy->out);
    int rc;

    if (ftruncate(out, (off_t)copy->size)) {
        fail(copy, -errno, "error writing", copy->destination);
    } else if (verify) {
        rc = sring_fsync_await(ring, &copy->out);
        if (rc) {
            fail(copy, rc, "error writing", copy->destination);
        }
        (void)posix_fadvise(out, 0, 0, POSIX_FADV_DONTNEED);
    }
}

static void warn_if_changed(const struct copy *copy, const struct stat *before)
    SRING_REQUIRES_SHARED(copy->in)
{
    struct stat after;

    if (!fstat(sring_fd_raw(&copy->in), &after) &&
        (after.st_size != before->st_size || after.st_mtim.tv_sec != before->st_mtim.tv_sec ||
         after.st_mtim.tv_nsec != before->st_mtim.tv_nsec)) {
        complain("warning: %s changed while it was being copied", quote(copy->source));
    }
}

/* A hole needs an empty destination, or old data would remain in its place. So the destination is
 * emptied if the source has holes; otherwise it is overwritten, which is faster because it needs no
 * new memory. */
static void make_room_for_holes(struct copy *copy, const struct stat *source)
    SRING_REQUIRES_SHARED(copy->out)
{
    copy->holes = source->st_blocks * 512 < source->st_size;
    if (copy->holes && ftruncate(sring_fd_raw(&copy->out), 0)) {
        fail(copy, -errno, "error writing", copy->destination);
    }
}

/* Between regular files: blocks in any order, holes, and a known size. */
static void copy_regular(struct sring *ring, struct copy *copy, struct block *blocks, bool verify)
    SRING_REQUIRES(*ring) SRING_REQUIRES(copy->in) SRING_REQUIRES(copy->out)
{
    struct stat before;

    if (fstat(sring_fd_raw(&copy->in), &before)) {
        fail(copy, -errno, "cannot stat", copy->source);
        return;
    }
    copy->size = (uint64_t)before.st_size;
    make_room_for_holes(copy, &before);

    sring_fd_stash(&copy->in);
    sring_fd_stash(&copy->out);
    copy_blocks(ring, copy, blocks);
    sring_fd_claim(&copy->in);
    sring_fd_claim(&copy->out);

    if (!stopped(copy)) {
        finish_copy(ring, copy, verify);
    }
    if (!stopped(copy)) {
        warn_if_changed(copy, &before);
    }
    if (verify && !stopped(copy)) {
        sring_fd_stash(&copy->in);
        sring_fd_stash(&copy->out);
        verify_blocks(ring, copy, blocks);
        sring_fd_claim(&copy->in);
        sring_fd_claim(&copy->out);
    }
}

/* `source` is the kind of file that the source is. Returns 0, or -1 after a message. */
static int copy_file(struct sring *ring, struct copy *copy, struct target *target,
                     struct block *blocks, bool verify, mode_t source) SRING_REQUIRES(*ring)
{
    int rc;

    if (open_source(ring, copy, S_ISFIFO(source))) {
        return -1;
    }
    if (open_destination(ring, copy, target, verify)) {
        sring_fd_close(ring, &copy->in);
        return -1;
    }
    if (S_ISREG(source) && !target->special) {
        copy_regular(ring, copy, blocks, verify);
    } else {
        sring_buf_claim(&blocks[0].buf);
        copy_stream(ring, copy, &blocks[0].buf);
        sring_buf_stash(&blocks[0].buf);
        if (!stopped(copy) && !target->special) {
            finish_copy(ring, copy, false);
        }
    }
    if (target->atomic) {
        set_permissions(copy, target);
    }
    sring_fd_close(ring, &copy->in);
    rc = sring_close_await(ring, &copy->out);
    if (rc) {
        fail(copy, rc, "error writing", copy->destination);
    }
    return install(copy, target);
}

/* Opens missing descriptors 0 to 2: otherwise the next opened file could become standard error, and
 * get the messages. */
static void open_standard_files(void)
{
    int raw;

    do {
        raw = open("/dev/null", O_RDWR);
    } while (raw >= 0 && raw <= STDERR_FILENO);
    if (raw > STDERR_FILENO) {
        close(raw);
    }
}

/* The first signal stops the copy and cleans up; a second one ends the program. */
static void catch_signals(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};

    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        struct sigaction before;

        if (!sigaction(signals[i], NULL, &before) && before.sa_handler != SIG_IGN) {
            sigaction(signals[i], &action, NULL);
        }
    }
    signal(SIGPIPE, SIG_IGN); /* a message that cannot be written must not prevent the cleanup */
    signal(SIGXFSZ, SIG_IGN); /* at the file size limit: EFBIG instead */
}

static int parse(int argc, char **argv, struct copy *copy, bool *atomic, bool *verify)
{
    static const struct option options[] = {
        {"atomic", no_argument, NULL, 'a'},
        {"verify", no_argument, NULL, 'v'},
        {"progress", no_argument, NULL, 'p'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int option;

    copy->progress.possible = isatty(STDERR_FILENO);
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'a':
            *atomic = true;
            break;
        case 'v':
            *verify = true;
            break;
        case 'p':
            copy->progress.wanted = copy->progress.possible = true;
            break;
        case 'h':
            fputs(usage, stdout);
            exit(fflush(stdout) ? 1 : 0);
        default:
            return -1;
        }
    }
    if (argc == optind) {
        complain("missing file operand");
        return -1;
    }
    if (argc - optind == 1) {
        complain("missing destination file operand after %s", quote(argv[optind]));
        return -1;
    }
    if (argc - optind > 2) {
        complain("extra operand %s", quote(argv[optind + 2]));
        return -1;
    }
    copy->source = argv[optind];
    copy->destination = argv[optind + 1];
    return 0;
}

int main(int argc, char **argv)
{
    static struct copy copy;
    static struct block blocks[BLOCKS];
    static struct target target;
    struct sring ring;
    struct stat source;
    char reason[256];
    bool verify = false;
    int rc;

    open_standard_files();
    setlocale(LC_CTYPE, ""); /* which characters can be printed */
    if (parse(argc, argv, &copy, &target.atomic, &verify)) {
        fputs("Try 'cp --help' for more information.\n", stderr);
        return 1;
    }
    if (check_source(copy.source, &source) || find_target(&copy, &source, &target)) {
        return 1;
    }
    if (verify && (!S_ISREG(source.st_mode) || target.special)) {
        complain("cannot verify the copy of %s: it can be read only once",
                 quote(target.special ? copy.destination : copy.source));
        return 1;
    }
    catch_signals();
    rc = sring_open(&ring, NULL);
    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        complain("%s", reason);
        return 1;
    }
    rc = blocks_alloc(&copy, blocks);
    if (rc) {
        complain("%s", strerror(-rc));
        sring_close(&ring);
        return 1;
    }
    rc = copy_file(&ring, &copy, &target, blocks, verify, source.st_mode);
    sring_close(&ring);
    blocks_free(blocks, BLOCKS);
    if (rc && caught_signal) {
        raise(caught_signal); /* the parent process sees the signal */
    }
    return rc ? 1 : 0;
}
