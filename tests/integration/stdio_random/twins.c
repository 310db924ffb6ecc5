/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pairs of files, opened in every way that a FILE can be.
 */
#include "stdio_random.h"

#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <termios.h>

static char notes[1 << 16];
static size_t noted;

void note(const char *format, ...)
{
    va_list list;

    va_start(list, format);
    noted += (size_t)vsnprintf(notes + noted, sizeof(notes) - noted, format, list);
    noted = noted < sizeof(notes) ? noted : sizeof(notes) - 1;
    va_end(list);
}

void forget_notes(void)
{
    noted = 0;
    notes[0] = 0;
}

void differs(const char *what, int64_t ours, int64_t theirs)
{
    fprintf(stderr, "%s\n%s: ours %lld, theirs %lld\n", notes, what, (long long)ours,
            (long long)theirs);
    abort();
}

/* --- opening ------------------------------------------------------------------------------- */

static void limit_size(rlim_t size)
{
    struct rlimit limit;

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = size < limit.rlim_max ? size : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static const char *any_mode(void)
{
    static const char *const modes[] = {"r",   "w",   "a",   "r+",  "w+",   "a+",   "rb",
                                        "r+b", "rb+", "w+e", "wx",  "w+bx", "abe+", "re",
                                        "",    "+r",  "x",   "rx+", "ae",   "a+x",  "rw"};

    return modes[pick(sizeof(modes) / sizeof(modes[0]))];
}

/* Compares both results, and returns whether both are open. */
static bool both_open(struct twins *twins, const char *mode, int rc, int error)
{
    twins->reads = mode[0] == 'r' || strchr(mode, '+');
    twins->updates = strchr(mode, '+');
    twins->appends = mode[0] == 'a';
    if (!twins->file[OURS] != !twins->file[THEIRS] || (rc && rc != -error)) {
        differs("opening", rc, -error);
    }
    return twins->file[OURS];
}

/* By path: existing ones, new ones, a directory, /dev/full. */
static bool open_paths(struct sring *ring, struct twins *twins)
{
    const char *mode = any_mode();
    char text[MOST_BYTES], directory[64], paths[2][128];
    const size_t size = pick(sizeof(text));
    const uint32_t kind = pick(8);
    int rc, error;

    temporary_directory(directory);
    any_text(text, size);
    for (int i = 0; i < 2; i++) {
        int raw;

        snprintf(paths[i], sizeof(paths[i]), "%s/%d", directory, i);
        if (kind < 6) {
            raw = open(paths[i], O_RDWR | O_CREAT | O_CLOEXEC, 0600);
            assert_int_equal(write(raw, text, size), (ssize_t)size);
            twins->handle[i] = raw;
        } else if (kind == 6) {
            twins->device = twins->fails = size % 2;
            snprintf(paths[i], sizeof(paths[i]), "%s", twins->device ? "/dev/full" : directory);
        }
    }
    note("paths, kind %u, %zu bytes, mode \"%s\"\n", kind, size, mode);
    rc = sring_fopen(ring, paths[OURS], mode, &twins->file[OURS]);
    errno = 0;
    twins->file[THEIRS] = fopen(paths[THEIRS], mode);
    error = errno;
    if (kind == 7 && twins->file[OURS]) {
        for (int i = 0; i < 2; i++) {
            twins->handle[i] = open(paths[i], O_RDWR | O_CLOEXEC);
        }
    }
    twins->seeks = twins->handle[OURS] >= 0;
    remove_directory(directory);
    return both_open(twins, mode, rc, error);
}

/* By a descriptor; keeps a duplicate, so that the position can be compared. */
static bool open_raw(struct sring *ring, struct twins *twins, const int raw[2], const char *mode)
{
    struct sring_fd fd;
    int rc, error;

    note("mode \"%s\"\n", mode);
    sring_fd_adopt(&fd, raw[OURS]);
    rc = sring_fdopen(ring, &fd, mode, &twins->file[OURS]);
    if (rc) {
        sring_fd_close(ring, &fd);
    }
    errno = 0;
    twins->file[THEIRS] = fdopen(raw[THEIRS], mode);
    error = errno;
    if (!twins->file[THEIRS]) {
        close(raw[THEIRS]);
    }
    return both_open(twins, mode, rc, error);
}

static bool open_regular(struct sring *ring, struct twins *twins)
{
    static const int accesses[] = {O_RDWR, O_RDWR, O_RDONLY, O_WRONLY};
    const char *mode = any_mode();
    /* Without "a" the C library's own FILE does not know the position after a write. */
    const int append = mode[0] == 'a' && one_in(2) ? O_APPEND : 0;
    const int flags = accesses[pick(4)] | append | O_CLOEXEC;
    const size_t size = pick(MOST_BYTES), at = pick((uint32_t)size + 100);
    char text[MOST_BYTES];
    int raw[2];

    any_text(text, size);
    for (int i = 0; i < 2; i++) {
        char path[] = "/tmp/sring-stdio-XXXXXX";

        twins->handle[i] = mkostemp(path, O_CLOEXEC);
        assert_int_equal(write(twins->handle[i], text, size), (ssize_t)size);
        raw[i] = open(path, flags);
        assert_int_equal(unlink(path), 0);
        assert_int_equal(lseek(raw[i], (off_t)at, SEEK_SET), (off_t)at);
        twins->other[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 0);
    }
    twins->seeks = true;
    note("regular, flags %#x, %zu bytes, at %zu, ", (unsigned)flags, size, at);
    return open_raw(ring, twins, raw, mode);
}

/* Grows only to its size. */
static bool open_sealed(struct sring *ring, struct twins *twins)
{
    const char *mode = one_in(2) ? "r+" : "w";
    int raw[2];

    for (int i = 0; i < 2; i++) {
        raw[i] = memfd_create("sealed", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        assert_int_equal(ftruncate(raw[i], 5000), 0);
        assert_int_equal(fcntl(raw[i], F_ADD_SEALS, F_SEAL_GROW), 0);
        twins->other[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 0);
        twins->handle[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 0);
    }
    twins->seeks = true;
    twins->fails = true;
    note("sealed, ");
    return open_raw(ring, twins, raw, mode);
}

/* The end to read has data and, behind it, the end. */
static bool open_pipe_to_read(struct sring *ring, struct twins *twins)
{
    const size_t size = pick(3) ? pick(MOST_BYTES) : 0;
    char text[MOST_BYTES];
    int raw[2];

    any_text(text, size);
    for (int i = 0; i < 2; i++) {
        int ends[2];

        assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
        assert_int_equal(write(ends[1], text, size), (ssize_t)size);
        close(ends[1]);
        raw[i] = ends[0];
    }
    note("pipe to read, %zu bytes, ", size);
    return open_raw(ring, twins, raw, one_in(8) ? any_mode() : "r");
}

/* The other end is read by compare_twins, or is closed. */
static bool open_pipe_to_write(struct sring *ring, struct twins *twins)
{
    const bool closed = one_in(4);
    int raw[2];

    for (int i = 0; i < 2; i++) {
        int ends[2];

        assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
        assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
        raw[i] = ends[1];
        twins->other[i] = ends[0];
        if (closed) {
            close(ends[0]);
            twins->other[i] = -1;
        }
    }
    twins->fails = closed;
    note("pipe to write%s, ", closed ? " without a reader" : "");
    return open_raw(ring, twins, raw, one_in(8) ? any_mode() : one_in(2) ? "w" : "a");
}

static bool open_sockets(struct sring *ring, struct twins *twins)
{
    const size_t size = pick(MOST_BYTES);
    char text[MOST_BYTES];
    int raw[2];

    any_text(text, size);
    for (int i = 0; i < 2; i++) {
        int ends[2];

        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
        assert_int_equal(write(ends[1], text, size), (ssize_t)size);
        assert_int_equal(shutdown(ends[1], SHUT_WR), 0);
        assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
        raw[i] = ends[0];
        twins->other[i] = ends[1];
    }
    twins->socket = true;
    note("socket, %zu bytes, ", size);
    return open_raw(ring, twins, raw, any_mode());
}

/* --- both ---------------------------------------------------------------------------------- */

/* A FILE to read and write empties its buffer sooner or later than the C library's own FILE: what
 * is in the file, and which call returns an error, is compared only without buffers. */
static void choose_buffers(struct twins *twins)
{
    static const size_t sizes[] = {1, 2, 7, 64, 512, 4096, 8192};
    const size_t size = sizes[pick(7)];
    const int how = one_in(4) ? _IOLBF : _IOFBF;
    const uint32_t kind = twins->fails && twins->updates ? 1 : pick(4);

    twins->exact = kind == 1 || !twins->updates;

    for (int i = 0; i < 2; i++) {
        FILE *file = twins->file[i];

        if (kind == 0) { /* ours has its default */
            assert_true(i == OURS || !setvbuf(file, twins->buffer[i], _IOFBF, OUR_BUFFER));
        } else if (kind == 1) {
            assert_int_equal(setvbuf(file, NULL, _IONBF, 0), 0);
        } else {
            assert_int_equal(setvbuf(file, twins->buffer[i], how, size), 0);
        }
    }
    note("buffers: kind %u, %d, %zu bytes\n", kind, how, size);
}

bool open_twins(struct sring *ring, struct twins *twins)
{
    static bool (*const kinds[])(struct sring *, struct twins *) = {
        open_paths,        open_paths,         open_regular, open_regular, open_regular,
        open_pipe_to_read, open_pipe_to_write, open_sockets, open_sealed};

    for (int i = 0; i < 2; i++) {
        twins->file[i] = NULL;
        twins->other[i] = twins->handle[i] = -1;
    }
    twins->socket = twins->seeks = twins->device = twins->fails = twins->far = twins->marked =
        false;
    twins->behind = 0;
    twins->pushed = false;
    twins->last = NEITHER;
    if (!kinds[pick(sizeof(kinds) / sizeof(kinds[0]))](ring, twins)) {
        return false;
    }
    choose_buffers(twins);
    /* A write that fails at the end moves the position of the C library's own "a+" FILE. */
    if (twins->exact && !(twins->updates && twins->appends) && one_in(5)) {
        limit_size(pick(2 * MOST_BYTES));
        note("with a limit\n");
    }
    return true;
}

/* Without a wait. */
static size_t read_some(int fd, char *data, size_t size)
{
    size_t got = 0;
    ssize_t n;

    while (got < size && (n = read(fd, data + got, size - got)) > 0) {
        got += (size_t)n;
    }
    return got;
}

static void compare_files(const struct twins *twins)
{
    static char data[2][1 << 17];
    struct stat stat[2];
    ssize_t got[2];

    for (int i = 0; i < 2; i++) {
        assert_int_equal(fstat(twins->handle[i], &stat[i]), 0);
        got[i] = pread(twins->handle[i], data[i], sizeof(data[i]), 0);
    }
    if (stat[OURS].st_size != stat[THEIRS].st_size) {
        differs("size of the file", stat[OURS].st_size, stat[THEIRS].st_size);
    }
    if (got[OURS] != got[THEIRS] || memcmp(data[OURS], data[THEIRS], (size_t)got[OURS]) != 0) {
        differs("content of the file", 0, 0);
    }
}

/* What the other ends of pipes and sockets have received, and was not compared yet. */
static char received[2][1 << 17];
static size_t length[2];

static void compare_received(void)
{
    if (length[OURS] != length[THEIRS] ||
        memcmp(received[OURS], received[THEIRS], length[OURS]) != 0) {
        differs("bytes at the other end", (int64_t)length[OURS], (int64_t)length[THEIRS]);
    }
    length[OURS] = length[THEIRS] = 0;
}

/* So that nobody waits for room. */
static void receive(const struct twins *twins)
{
    for (int i = 0; i < 2; i++) {
        length[i] +=
            read_some(twins->other[i], received[i] + length[i], sizeof(received[i]) - length[i]);
    }
}

void compare_positions(const struct twins *twins)
{
    if (twins->seeks && twins->other[OURS] >= 0) {
        const off_t ours = lseek(twins->other[OURS], 0, SEEK_CUR);
        const off_t theirs = lseek(twins->other[THEIRS], 0, SEEK_CUR);

        if (ours != theirs) {
            differs("position of the open file", ours, theirs);
        }
    }
}

void compare_twins(const struct twins *twins, bool flushed)
{
    if (!twins->seeks && twins->other[OURS] >= 0) {
        receive(twins);
    }
    if (!twins->exact && !flushed) {
        return;
    }
    if (twins->seeks) {
        compare_files(twins);
    } else {
        compare_received();
    }
}

void close_twins(struct twins *twins)
{
    int result[2] = {0, 0}, error[2];

    for (int i = 0; i < 2 && twins->file[OURS]; i++) {
        errno = 0;
        result[i] = fclose(twins->file[i]);
        error[i] = errno;
    }
    note("fclose\n");
    limit_size(RLIM_INFINITY);
    if (twins->file[OURS]) {
        if (result[OURS] != result[THEIRS] || (result[OURS] && error[OURS] != error[THEIRS])) {
            differs("fclose", result[OURS] ? error[OURS] : 0, result[THEIRS] ? error[THEIRS] : 0);
        }
        compare_twins(twins, true);
    }
    for (int i = 0; i < 2; i++) {
        if (twins->other[i] >= 0) {
            close(twins->other[i]);
        }
        if (twins->handle[i] >= 0) {
            close(twins->handle[i]);
        }
    }
}
