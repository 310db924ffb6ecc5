/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * grep_tree with callbacks instead of fibers, to compare the two. It does the same, and passes the
 * same test.
 *
 * An item is a state machine: stat -> open -> read -> read ... -> print. Between reads and at its
 * end it may have to wait until it is the first of the list; what it does then is its `next_step`.
 */
#define _GNU_SOURCE /* O_NOFOLLOW, O_DIRECTORY, statx */

#include "../grep_search.h"

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
    OUTPUT = 128 * 1024, /* bytes, until an item waits for its turn */
};

enum kind {
    UNKNOWN,
    DIRECTORY,
    TEXT /* or binary; not a directory */
};

enum step {
    NOTHING, /* it does not wait for its turn */
    READ_ON,
    END
};

struct item {
    struct item *next, *previous;
    struct grep *grep;
    enum kind kind;
    bool operand; /* of the command: a symbolic link is followed, a device is read */
    bool begun;
    enum step next_step; /* when it is the first and its output was printed */
    struct search search;
    bool open, allocated;
    struct sring_fd file; /* stashed, if open */
    struct sring_buf buf; /* stashed between operations, if allocated */
    struct stat status;   /* of the file */
    size_t length;        /* of the line that is not complete */
    size_t written;       /* bytes of the output */
    bool first;           /* nothing was read yet */
    const char *message;  /* to be printed at the end */
    char path[];
};

struct grep {
    struct options options;
    struct sring_fd output; /* stashed */
    struct item *first, *last;
    unsigned running, waiting;
    bool with_path, found, failed, printing, ending;
};

static void read_piece(struct sring *ring, struct item *item) SRING_REQUIRES(*ring);
static int begin(struct sring *ring, struct item *item) SRING_REQUIRES(*ring);

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

/* Gives back what the item owns, and takes it from the list. */
static void drop(struct sring *ring, struct item *item) SRING_REQUIRES(*ring)
{
    struct grep *grep = item->grep;

    if (item->open) {
        sring_fd_claim(&item->file);
        sring_fd_close_later(ring, &item->file);
    }
    if (item->allocated) {
        sring_buf_claim(&item->buf);
        sring_buf_free(&item->buf);
    }
    search_free(&item->search);
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

/* Ends the search: closing the ring cancels what is in flight. */
static void give_up(struct sring *ring, struct grep *grep, const char *what, int error)
    SRING_REQUIRES(*ring)
{
    if (!grep->ending) {
        complain(what, strerror(-error));
        grep->failed = grep->ending = true;
        sring_stop(ring);
    }
}

/* Begins the next items, if there is room; the first one in any case, because others wait for it.
 */
static void begin_more(struct sring *ring, struct grep *grep) SRING_REQUIRES(*ring)
{
    for (struct item *item = grep->first; item && !grep->ending; item = item->next) {
        int rc;

        if (item != grep->first && (grep->running >= RUNNING || grep->waiting >= WAITING)) {
            break;
        }
        if (item->begun) {
            continue;
        }
        rc = begin(ring, item);
        if (rc) {
            give_up(ring, grep, "io_uring", rc);
            return;
        }
        item->begun = true;
        grep->running++;
    }
}

/* --- printing -------------------------------------------------------------------------------- */

static void print_first(struct sring *ring, struct grep *grep) SRING_REQUIRES(*ring);

/* The output of the first item was printed: it goes on, or is over. */
static void take_turn(struct sring *ring, struct item *item) SRING_REQUIRES(*ring)
{
    struct grep *grep = item->grep;
    enum step step = item->next_step;

    item->next_step = NOTHING;
    item->search.output.length = 0;
    grep->waiting--;
    if (step == READ_ON) {
        grep->running++;
        read_piece(ring, item);
        return;
    }
    if (item->message) {
        complain(item->path, item->message);
    }
    drop(ring, item);
    begin_more(ring, grep);
}

SRING_WRITE_CALLBACK(on_written)
{
    struct item *item = arg;
    struct grep *grep = item->grep;
    struct sring_buf buf;
    int rc = sring_write_finish(done, &buf);

    sring_buf_free(&buf);
    grep->printing = false;
    if (rc < 0) {
        give_up(ring, grep, "write error", rc);
        return;
    }
    item->written += (size_t)rc;
    print_first(ring, grep);
}

static void print_rest(struct sring *ring, struct item *item) SRING_REQUIRES(*ring)
{
    struct text *text = &item->search.output;
    size_t rest = text->length - item->written;
    struct sring_buf buf;
    int rc = sring_buf_adopt(&buf, text->bytes + item->written, rest, NULL, NULL);

    if (rc) {
        give_up(ring, item->grep, "write error", rc);
        return;
    }
    sring_buf_set_length(&buf, rest);
    rc = sring_write_launch(ring, &item->grep->output, &buf, NULL, on_written, item, NULL);
    if (rc) {
        sring_buf_free(&buf);
        give_up(ring, item->grep, "write error", rc);
        return;
    }
    item->grep->printing = true;
}

/* Prints what is first and waits for its turn, until there is something to wait for. */
static void print_first(struct sring *ring, struct grep *grep)
{
    while (grep->first && grep->first->next_step && !grep->printing && !grep->ending) {
        struct item *item = grep->first;

        if (item->written < item->search.output.length) {
            print_rest(ring, item);
        } else {
            take_turn(ring, item);
        }
    }
}

static void wait_for_turn(struct sring *ring, struct item *item, enum step step)
    SRING_REQUIRES(*ring)
{
    struct grep *grep = item->grep;

    item->next_step = step;
    item->written = 0;
    grep->running--;
    grep->waiting++;
    begin_more(ring, grep);
    print_first(ring, grep);
}

/* The end of an item. An error does not end the others. */
static void end(struct sring *ring, struct item *item, int rc) SRING_REQUIRES(*ring)
{
    struct grep *grep = item->grep;

    if (rc) {
        grep->failed = true;
        item->message = strerror(-rc);
    }
    if (item->message || item->search.output.length) {
        wait_for_turn(ring, item, END);
        return;
    }
    drop(ring, item);
    grep->running--;
    begin_more(ring, grep);
    print_first(ring, grep);
}

/* --- a file ---------------------------------------------------------------------------------- */

/* The search is over, or has failed. */
static void end_search(struct sring *ring, struct item *item, int error) SRING_REQUIRES(*ring)
{
    int rc = search_end(&item->search);

    item->open = item->allocated = false;
    sring_fd_claim(&item->file);
    sring_fd_close_later(ring, &item->file);
    sring_buf_claim(&item->buf);
    sring_buf_free(&item->buf);
    if (item->search.binary_selected) {
        item->message = "binary file matches";
    }
    item->grep->found = item->grep->found || item->search.selected;
    end(ring, item, error ? error : rc);
}

/* Makes room for a piece behind the incomplete line, and for one byte more. */
static int make_room(struct item *item, struct sring_buf *buf) SRING_REQUIRES(*buf)
{
    struct sring_buf larger;
    int rc;

    if (item->length + PIECE < sring_buf_capacity(buf)) {
        return 0;
    }
    rc = sring_buf_alloc(&larger, 2 * item->length + 2 * PIECE);
    if (rc) {
        return rc;
    }
    memcpy(sring_buf_data(&larger), sring_buf_data(buf), item->length);
    sring_buf_free(buf);
    sring_buf_move(buf, &larger);
    return 0;
}

/* Searches the lines that are complete, and moves what is left to the beginning of the buffer.
 * Returns 0 or -errno. */
static int search_piece(struct item *item, struct sring_buf *buf, size_t fresh) SRING_REQUIRES(*buf)
{
    unsigned char *bytes = sring_buf_data(buf), *last;
    size_t complete;
    int rc;

    search_binary(&item->search, bytes, item->length, fresh);
    last = memrchr(bytes + item->length, '\n', fresh);
    item->length += fresh;
    if (!last) {
        return 0;
    }
    complete = (size_t)(last + 1 - bytes);
    rc = search_lines(&item->search, bytes, complete);
    item->length -= complete;
    memmove(bytes, last + 1, item->length);
    return rc;
}

/* The end of the file. Returns 0 or -errno. */
static int search_rest(struct item *item, struct sring_buf *buf) SRING_REQUIRES(*buf)
{
    if (!item->length) {
        return 0;
    }
    sring_buf_data(buf)[item->length] = '\n';
    return search_lines(&item->search, sring_buf_data(buf), item->length + 1);
}

SRING_READ_CALLBACK(on_read)
{
    struct item *item = arg;
    struct search *search = &item->search;
    int fresh = sring_read_finish(done, &item->buf);
    int rc = fresh;

    if (fresh > 0) {
        sring_fd_borrow(&item->file);
        search->binary = search->binary ||
                         (item->first && has_hole(sring_fd_raw(&item->file), &item->status, fresh));
        sring_fd_return(&item->file);
        item->first = false;
        rc = search_piece(item, &item->buf, (size_t)fresh);
    } else if (!fresh) {
        rc = search_rest(item, &item->buf);
    }
    sring_buf_stash(&item->buf);
    if (item->grep->ending) {
        return;
    }
    if (rc || fresh <= 0 || search->over) {
        end_search(ring, item, rc);
    } else if (search->output.length >= OUTPUT) {
        wait_for_turn(ring, item, READ_ON);
    } else {
        read_piece(ring, item);
    }
}

static void read_piece(struct sring *ring, struct item *item)
{
    const struct sring_read_options options = {.start = item->length, .count = PIECE};
    int rc;

    sring_buf_claim(&item->buf);
    rc = make_room(item, &item->buf);
    if (rc) {
        sring_buf_stash(&item->buf);
        end_search(ring, item, rc);
        return;
    }
    rc = sring_read_launch(ring, &item->file, &item->buf, &options, on_read, item, NULL);
    if (rc) {
        sring_buf_stash(&item->buf);
        end_search(ring, item, rc);
    }
}

/* Returns 0 or -errno. */
static int begin_search(struct item *item)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, PIECE + SPARE);

    if (rc) {
        return rc;
    }
    sring_buf_move_stash(&item->buf, &buf);
    item->allocated = true;
    item->first = true;
    item->search = (struct search){
        .options = &item->grep->options, .path = item->path, .with_path = item->grep->with_path};
    return 0;
}

SRING_OPENAT_CALLBACK(on_file)
{
    struct item *item = arg;
    struct sring_fd file;
    int rc = sring_openat_finish(done, &file);
    bool regular;

    if (rc) {
        if (!item->grep->ending) {
            end(ring, item, rc == -ELOOP && !item->operand ? 0 : rc); /* a symbolic link by now */
        }
        return;
    }
    rc = fstat(sring_fd_raw(&file), &item->status) ? -errno : 0;
    sring_fd_move_stash(&item->file, &file);
    item->open = true;
    if (item->grep->ending) {
        return;
    }
    regular = S_ISREG(item->status.st_mode);
    if (rc || (!item->operand && !regular)) {
        end(ring, item, rc);
        return;
    }
    if (is_output(&item->grep->options, &item->status)) {
        item->grep->failed = true;
        item->message = "input file is also the output";
        end(ring, item, 0);
        return;
    }
    rc = begin_search(item);
    if (rc) {
        end(ring, item, rc);
        return;
    }
    read_piece(ring, item);
}

static int open_file(struct sring *ring, struct item *item) SRING_REQUIRES(*ring)
{
    const uint32_t flags = O_RDONLY | O_NOCTTY | O_CLOEXEC | (item->operand ? 0 : O_NOFOLLOW);

    return sring_openat_launch(ring, item->path, flags, 0, NULL, on_file, item, NULL);
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

SRING_OPENAT_CALLBACK(on_directory)
{
    struct item *item = arg;
    struct sring_fd file;
    DIR *stream;
    int raw, rc = sring_openat_finish(done, &file);

    if (rc) {
        if (!item->grep->ending) {
            end(ring, item, rc);
        }
        return;
    }
    raw = sring_fd_release(&file);
    if (item->grep->ending) {
        close(raw);
        return;
    }
    stream = fdopendir(raw);
    if (!stream) {
        rc = -errno;
        close(raw);
        end(ring, item, rc);
        return;
    }
    rc = insert_entries(item, stream);
    closedir(stream);
    end(ring, item, rc);
}

static int open_directory(struct sring *ring, struct item *item) SRING_REQUIRES(*ring)
{
    const uint32_t flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (item->operand ? 0 : O_NOFOLLOW);

    item->grep->with_path = true;
    return sring_openat_launch(ring, item->path, flags, 0, NULL, on_directory, item, NULL);
}

/* --- an item --------------------------------------------------------------------------------- */

SRING_STATX_CALLBACK(on_status)
{
    struct item *item = arg;
    struct statx status;
    int rc;

    sring_statx_stat(done, &status);
    rc = sring_statx_finish(done);
    if (item->grep->ending) {
        return;
    }
    if (!rc && S_ISDIR(status.stx_mode)) {
        rc = open_directory(ring, item);
    } else if (!rc && (S_ISREG(status.stx_mode) || item->operand)) {
        rc = open_file(ring, item);
    } else { /* nothing to search */
        end(ring, item, rc);
        return;
    }
    if (rc) {
        end(ring, item, rc);
    }
}

/* Returns 0 or -errno. */
static int begin(struct sring *ring, struct item *item)
{
    switch (item->kind) {
    case DIRECTORY:
        return open_directory(ring, item);
    case TEXT:
        return open_file(ring, item);
    default:
        return sring_statx_launch(ring, item->path, item->operand ? 0 : AT_SYMLINK_NOFOLLOW,
                                  STATX_TYPE, NULL, on_status, item, NULL);
    }
}

/* --- the command ----------------------------------------------------------------------------- */

/* Searches all operands. */
static void run(struct sring *ring, struct grep *grep) SRING_REQUIRES(*ring)
{
    for (int i = 0; i < grep->options.path_count && !grep->ending; i++) {
        struct item *item = new_item(grep, grep->options.paths[i], "");

        if (item) {
            insert(item, grep->last);
        } else {
            give_up(ring, grep, "memory", -ENOMEM);
        }
    }
    begin_more(ring, grep);
    if (!grep->ending) {
        int rc = sring_run(ring);

        if (rc) {
            give_up(ring, grep, "io_uring", rc);
        }
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
    grep.ending = true;
    (void)sring_cancel_all(&ring); /* after an error; otherwise there is nothing */
    (void)sring_run(&ring);
    while (grep.first) {
        drop(&ring, grep.first);
    }
    sring_fd_claim(&grep.output);
    (void)sring_fd_release(&grep.output);
    sring_close(&ring);
    return grep.failed ? 2 : grep.found ? 0 : 1;
}
