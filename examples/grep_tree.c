/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * grep_tree: searches the files of a tree, many at a time, and prints as if one after the other.
 *
 * Each directory and each file is an item of a list, which is in the order of printing. A fiber
 * works on an item: it reads the directory, and inserts its entries into the list; or it searches
 * the file. At its end it begins as many items as may run at a time, the first ones of the list
 * first. So nothing waits for work.
 *
 * A fiber that has something to print waits until its item is the first of the list. Its memory is
 * bounded: a file with much output is read on only when it is printed.
 */
#define _GNU_SOURCE /* O_NOFOLLOW, O_DIRECTORY, statx */

#include "grep_search.h"

#include <sring/sring.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    RUNNING = 64,        /* items at a time, */
    WAITING = 128,       /* beside those that wait for their turn to print */
    OUTPUT = 128 * 1024, /* bytes, until a fiber waits for its turn */
};

enum kind {
    UNKNOWN,
    DIRECTORY,
    TEXT, /* or binary; not a directory */
    SKIPPED
};

struct item {
    struct item *next, *previous;
    struct grep *grep;
    enum kind kind;
    bool operand; /* of the command: a symbolic link is followed, a device is read */
    bool begun;
    struct sring_ticket fiber; /* if it has begun */
    char path[];
};

struct grep {
    struct options options;
    struct sring_scope scope; /* stashed */
    struct sring_fd output;   /* stashed */
    struct item *first, *last;
    unsigned running, waiting;
    bool with_path, found, failed;
};

/* --- the list -------------------------------------------------------------------------------- */

/* Inserts it behind `previous`, or NULL for the beginning of the list. */
static void insert(struct item *item, struct item *previous)
{
    struct grep *grep = item->grep;

    item->previous = previous;
    item->next = previous ? previous->next : grep->first;
    *(item->next ? &item->next->previous : &grep->last) = item;
    *(previous ? &previous->next : &grep->first) = item;
}

static void drop(struct item *item)
{
    struct grep *grep = item->grep;

    *(item->next ? &item->next->previous : &grep->last) = item->previous;
    *(item->previous ? &item->previous->next : &grep->first) = item->next;
    free(item);
}

/* An item for an entry of a directory; or with "", for an operand. NULL without memory. */
static struct item *new_item(struct grep *grep, const char *path, const char *name)
{
    size_t length = strlen(path), more = strlen(name);
    struct item *item = calloc(1, sizeof(*item) + length + more + 2);

    if (item) {
        item->grep = grep;
        item->operand = !more;
        while (more && length && path[length - 1] == '/') {
            length--;
        }
        memcpy(item->path, path, length);
        if (more) {
            item->path[length] = '/';
            memcpy(item->path + length + 1, name, more);
        }
    }
    return item;
}

/* Ends the search: a fiber that returns the result of this function ends the others. */
static int give_up(struct grep *grep, const char *what, int error)
{
    complain(what, strerror(-error));
    grep->failed = true;
    return -ECANCELED;
}

SRING_FIBER(work);

static int begin(struct sring *ring, struct item *item) SRING_REQUIRES(*ring)
{
    struct grep *grep = item->grep;
    struct sring_fiber fiber;
    int rc = sring_spawn(ring, &fiber, work, item);

    if (rc) {
        return rc;
    }
    item->begun = true;
    item->fiber = sring_fiber_ticket(&fiber);
    grep->running++;
    sring_scope_borrow(&grep->scope);
    sring_scope_adopt(&grep->scope, &fiber);
    sring_scope_return(&grep->scope);
    return 0;
}

/* Begins the next items, if there is room; the first one in any case, because others wait for it.
 * Returns 0 or -ECANCELED. */
static int begin_more(struct sring *ring, struct grep *grep) SRING_REQUIRES(*ring)
{
    for (struct item *item = grep->first; item; item = item->next) {
        int rc;

        if (item != grep->first && (grep->running >= RUNNING || grep->waiting >= WAITING)) {
            break;
        }
        rc = item->begun ? 0 : begin(ring, item);
        if (rc) {
            return rc == -ECANCELED ? rc : give_up(grep, "fiber", rc);
        }
    }
    return 0;
}

/* --- printing -------------------------------------------------------------------------------- */

/* Waits until the fiber that works on an item before this one has ended. Returns 0 or -errno. */
static int wait_for_item_before(struct sring *ring, const struct item *item) SRING_REQUIRES(*ring)
{
    struct sring_ticket ticket;
    uint32_t which;

    do {
        item = item->previous;
    } while (!item->begun);
    ticket = item->fiber; /* a copy: the item is freed */
    return sring_wait_any(ring, &ticket, 1, SRING_FOREVER, &which);
}

/* Waits until everything before this item was printed. Returns 0 or -errno. */
static int wait_for_turn(struct sring *ring, struct item *item) SRING_REQUIRES(*ring)
{
    struct grep *grep = item->grep;
    int rc = 0;

    grep->running--;
    grep->waiting++;
    while (grep->first != item && !rc) {
        rc = begin_more(ring, grep);
        if (!rc) {
            rc = wait_for_item_before(ring, item);
        }
    }
    grep->waiting--;
    grep->running++;
    return rc;
}

static int write_some(struct sring *ring, struct grep *grep, struct sring_buf *buf, size_t start)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*buf)
{
    const struct sring_write_options options = {.start = start};
    int rc;

    sring_fd_borrow(&grep->output);
    rc = sring_write_await_with(ring, &grep->output, buf, &options, NULL);
    sring_fd_return(&grep->output);
    return rc;
}

/* Prints the text, and empties it. Returns 0 or -errno. */
static int print(struct sring *ring, struct item *item, struct text *text) SRING_REQUIRES(*ring)
{
    size_t written = 0;
    struct sring_buf buf;
    int rc = wait_for_turn(ring, item);

    if (rc || !text->length) {
        return rc;
    }
    if (sring_buf_adopt(&buf, text->bytes, text->length, NULL, NULL)) {
        return -ENOMEM;
    }
    sring_buf_set_length(&buf, text->length);
    while (rc >= 0 && written < text->length) {
        rc = write_some(ring, item->grep, &buf, written);
        written += rc > 0 ? (size_t)rc : 0;
    }
    sring_buf_free(&buf);
    text->length = 0;
    if (rc < 0 && rc != -ECANCELED) {
        return give_up(item->grep, "write error", rc);
    }
    return rc < 0 ? rc : 0;
}

/* Prints a message in its turn. Returns 0 or -ECANCELED. */
static int report(struct sring *ring, struct item *item, const char *message) SRING_REQUIRES(*ring)
{
    int rc = wait_for_turn(ring, item);

    if (!rc) {
        complain(item->path, message);
    }
    return rc;
}

/* --- a file ---------------------------------------------------------------------------------- */

/* Reads a piece behind the first `length` bytes of the buffer. Returns the number of bytes, 0 at
 * the end, or -errno. */
static int read_piece(struct sring *ring, const struct sring_fd *file, struct sring_buf *buf,
                      size_t length) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file)
    SRING_REQUIRES(*buf)
{
    const struct sring_read_options options = {.start = length, .count = PIECE};

    return sring_read_await_with(ring, file, buf, &options, NULL);
}

/* Makes room for a piece behind the first `length` bytes, and for one byte more. */
static int make_room(struct sring_buf *buf, size_t length) SRING_REQUIRES(*buf)
{
    struct sring_buf larger;
    int rc;

    if (length + PIECE < sring_buf_capacity(buf)) {
        return 0;
    }
    rc = sring_buf_alloc(&larger, 2 * length + 2 * PIECE);
    if (rc) {
        return rc;
    }
    memcpy(sring_buf_data(&larger), sring_buf_data(buf), length);
    sring_buf_free(buf);
    sring_buf_move(buf, &larger);
    return 0;
}

/* Searches the lines that are complete, and moves what is left to the beginning of the buffer.
 * Returns 0 or -errno. */
static int search_piece(struct sring *ring, struct item *item, struct search *search,
                        struct sring_buf *buf, size_t *length, size_t fresh) SRING_REQUIRES(*ring)
    SRING_REQUIRES(*buf)
{
    unsigned char *bytes = sring_buf_data(buf), *end;
    size_t complete;
    int rc;

    search_binary(search, bytes, *length, fresh);
    end = memrchr(bytes + *length, '\n', fresh);
    *length += fresh;
    if (!end) {
        return 0;
    }
    complete = (size_t)(end + 1 - bytes);
    rc = search_lines(search, bytes, complete);
    *length -= complete;
    memmove(bytes, end + 1, *length);
    return rc || search->output.length < OUTPUT ? rc : print(ring, item, &search->output);
}

/* Reads the file to its end. Returns 0 or -errno. */
static int search_pieces(struct sring *ring, struct item *item, struct search *search,
                         const struct sring_fd *file, const struct stat *status,
                         struct sring_buf *buf) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file)
    SRING_REQUIRES(*buf)
{
    size_t length = 0; /* of the line that is not complete */
    bool first = true;
    int fresh, rc = 0;

    do {
        rc = make_room(buf, length);
        if (rc) {
            return rc;
        }
        fresh = read_piece(ring, file, buf, length);
        if (fresh > 0) {
            search->binary =
                search->binary || (first && has_hole(sring_fd_raw(file), status, fresh));
            first = false;
            rc = search_piece(ring, item, search, buf, &length, (size_t)fresh);
        }
    } while (fresh > 0 && !rc && !search->over);
    if (!rc && length && !search->over) {
        sring_buf_data(buf)[length] = '\n';
        rc = search_lines(search, sring_buf_data(buf), length + 1);
    }
    return fresh < 0 ? fresh : rc;
}

static int search_file(struct sring *ring, struct item *item, struct search *search,
                       const struct sring_fd *file) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*file)
{
    struct sring_buf buf;
    struct stat status;
    int rc;

    if (fstat(sring_fd_raw(file), &status)) { /* of an open file: it does not wait for a disk */
        return -errno;
    }
    if (!item->operand && !S_ISREG(status.st_mode)) { /* it was replaced meanwhile */
        return 0;
    }
    if (is_output(search->options, &status)) {
        item->grep->failed = true;
        return report(ring, item, "input file is also the output");
    }
    rc = sring_buf_alloc(&buf, PIECE + SPARE);
    if (rc) {
        return rc;
    }
    rc = search_pieces(ring, item, search, file, &status, &buf);
    sring_buf_free(&buf);
    return rc;
}

/* Opens, searches and prints. Returns 0 or -errno. */
static int search_path(struct sring *ring, struct item *item) SRING_REQUIRES(*ring)
{
    struct grep *grep = item->grep;
    struct search search = {
        .options = &grep->options, .path = item->path, .with_path = grep->with_path};
    const uint32_t flags = O_RDONLY | O_NOCTTY | O_CLOEXEC | (item->operand ? 0 : O_NOFOLLOW);
    struct sring_fd file;
    int rc = sring_openat_await(ring, item->path, flags, 0, &file);
    int error;

    if (rc) {
        return rc == -ELOOP && !item->operand ? 0 : rc; /* a symbolic link by now */
    }
    error = search_file(ring, item, &search, &file);
    sring_fd_close_later(ring, &file);
    rc = error == -ECANCELED ? error : search_end(&search);
    if (!rc && search.output.length) {
        rc = print(ring, item, &search.output);
    }
    if (!rc && search.binary_selected) {
        rc = report(ring, item, "binary file matches");
    }
    grep->found = grep->found || search.selected;
    search_free(&search);
    return rc ? rc : error;
}

/* --- a directory ----------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
    return strcmp((*(struct item *const *)a)->path, (*(struct item *const *)b)->path);
}

/* The entry's item is appended to the array. Returns 0 or -errno. */
static int add_entry(struct item *directory, const struct dirent *entry, struct text *entries)
{
    struct item *item;
    int rc;

    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") ||
        (entry->d_type != DT_DIR && entry->d_type != DT_REG && entry->d_type != DT_UNKNOWN)) {
        return 0;
    }
    item = new_item(directory->grep, directory->path, entry->d_name);
    rc = item ? text_append(entries, &item, sizeof(item)) : -ENOMEM;
    if (rc) {
        free(item);
        return rc;
    }
    item->kind = entry->d_type == DT_DIR ? DIRECTORY : entry->d_type == DT_REG ? TEXT : UNKNOWN;
    return 0;
}

/* Inserts the entries behind their directory. Returns 0 or -errno. */
static int insert_entries(struct item *directory, DIR *stream)
{
    struct text entries = {0};
    struct item **items, *previous = directory;
    const struct dirent *entry;
    size_t count;
    int rc = 0;

    while (!rc && (errno = 0, entry = readdir(stream))) { /* io_uring has no operation for it */
        rc = add_entry(directory, entry, &entries);
    }
    rc = rc ? rc : -errno;
    items = (struct item **)(void *)entries.bytes;
    count = entries.length / sizeof(struct item *);
    if (count) {
        qsort(items, count, sizeof(*items), compare);
    }
    for (size_t i = 0; i < count; i++) {
        insert(items[i], previous);
        previous = items[i];
    }
    text_free(&entries);
    return rc;
}

/* Returns 0 or -errno. */
static int list_directory(struct sring *ring, struct item *item) SRING_REQUIRES(*ring)
{
    const uint32_t flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (item->operand ? 0 : O_NOFOLLOW);
    struct sring_fd file;
    DIR *stream;
    int raw, rc = sring_openat_await(ring, item->path, flags, 0, &file);

    item->grep->with_path = true;
    if (rc) {
        return rc;
    }
    raw = sring_fd_release(&file);
    stream = fdopendir(raw);
    if (!stream) {
        rc = -errno;
        close(raw);
        return rc;
    }
    rc = insert_entries(item, stream);
    closedir(stream);
    return rc;
}

/* --- an item --------------------------------------------------------------------------------- */

/* Returns 0 or -errno. */
static int find_kind(struct sring *ring, struct item *item) SRING_REQUIRES(*ring)
{
    struct statx status;
    int rc;

    if (item->kind != UNKNOWN) {
        return 0;
    }
    rc = sring_statx_await(ring, item->path, item->operand ? 0 : AT_SYMLINK_NOFOLLOW, STATX_TYPE,
                           &status);
    if (!rc) {
        item->kind = S_ISDIR(status.stx_mode)                    ? DIRECTORY
                     : S_ISREG(status.stx_mode) || item->operand ? TEXT
                                                                 : SKIPPED;
    }
    return rc;
}

SRING_FIBER(work)
{
    struct item *item = arg;
    struct grep *grep = item->grep;
    int rc = find_kind(ring, item);

    if (!rc && item->kind == DIRECTORY) {
        rc = list_directory(ring, item);
    } else if (!rc && item->kind == TEXT) {
        rc = search_path(ring, item);
    }
    if (rc && rc != -ECANCELED) { /* it does not end the others */
        grep->failed = true;
        rc = report(ring, item, strerror(-rc));
    }
    drop(item);
    grep->running--;
    return rc ? rc : begin_more(ring, grep);
}

/* --- the command ----------------------------------------------------------------------------- */

/* Searches all operands. */
static void run(struct sring *ring, struct grep *grep) SRING_REQUIRES(*ring)
{
    struct sring_scope scope;
    int rc = 0;

    sring_scope_open(ring, &scope);
    sring_scope_move_stash(&grep->scope, &scope);
    for (int i = 0; i < grep->options.path_count && !rc; i++) {
        struct item *item = new_item(grep, grep->options.paths[i], "");

        if (item) {
            insert(item, grep->last);
        } else {
            rc = give_up(grep, "memory", -ENOMEM);
        }
    }
    rc = rc ? rc : begin_more(ring, grep);
    sring_scope_claim(&grep->scope);
    if (rc) {
        sring_scope_cancel(ring, &grep->scope);
    }
    (void)sring_scope_close(ring, &grep->scope); /* its fibers spawn others meanwhile */
    while (grep->first) {                        /* after an error */
        drop(grep->first);
    }
}

int main(int argc, char **argv)
{
    struct grep grep = {.running = 0};
    struct sring_fd output;
    struct sring ring;
    char reason[256];
    int rc;

    parse_options(argc, argv, &grep.options);
    grep.with_path = grep.options.path_count > 1;
    rc = sring_open(&ring, NULL);
    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "grep_tree: %s\n", reason);
        return 2;
    }
    sring_fd_adopt(&output, STDOUT_FILENO);
    sring_fd_move_stash(&grep.output, &output);
    run(&ring, &grep);
    sring_fd_claim(&grep.output);
    (void)sring_fd_release(&grep.output);
    sring_close(&ring);
    return grep.failed ? 2 : grep.found ? 0 : 1;
}
