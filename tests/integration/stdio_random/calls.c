/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The calls.
 */
#include "stdio_random.h"

/* What a call is given, and what it returns. */
struct call {
    size_t size, n;
    int number;
    off_t offset;
    fpos_t *mark; /* of fgetpos */
    char text[MOST_BYTES + 1];
};

struct outcome {
    int64_t result;
    bool failed; /* errno counts */
    int error;
    size_t length;
    char data[MOST_BYTES + 64];
};

static void end(struct outcome *outcome, int64_t result, bool failed)
{
    outcome->result = result;
    outcome->failed = failed;
    outcome->error = errno;
}

/* --- reading ------------------------------------------------------------------------------- */

static void do_fread(FILE *file, const struct call *call, struct outcome *outcome)
{
    size_t n = fread(outcome->data, call->size, call->n, file);

    outcome->length = n * call->size;
    end(outcome, (int64_t)n, n < call->n && ferror(file));
}

static void do_fgetc(FILE *file, const struct call *call, struct outcome *outcome)
{
    int c = call->number % 2 ? fgetc(file) : getc_unlocked(file);

    end(outcome, c, c == EOF && ferror(file));
}

static void do_fgets(FILE *file, const struct call *call, struct outcome *outcome)
{
    char *line = fgets(outcome->data, (int)call->size + 2, file);

    outcome->length = line ? strlen(line) : 0;
    end(outcome, line != NULL, !line && ferror(file));
}

static void do_getline(FILE *file, const struct call *call, struct outcome *outcome)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t n = getdelim(&line, &room, call->number % 2 ? '\n' : 'e', file);

    outcome->length = n < 0 ? 0 : (size_t)n < sizeof(outcome->data) ? (size_t)n : MOST_BYTES;
    memcpy(outcome->data, line ? line : "", outcome->length);
    free(line);
    end(outcome, n, n < 0 && ferror(file));
}

static void do_fscanf(FILE *file, const struct call *call, struct outcome *outcome)
{
    int number = -1, got;

    outcome->data[0] = 0;
    got = call->number % 2 ? fscanf(file, "%d", &number) : fscanf(file, "%40s", outcome->data);
    outcome->length = got == 1 && call->number % 2 == 0 ? strlen(outcome->data) : 0;
    end(outcome, got * (INT64_C(1) << 32) + number, got < 0 && ferror(file));
}

static void do_ungetc(FILE *file, const struct call *call, struct outcome *outcome)
{
    end(outcome, ungetc(call->number % 20 ? 'A' + call->number % 20 : EOF, file), false);
}

/* --- writing ------------------------------------------------------------------------------- */

static void do_fwrite(FILE *file, const struct call *call, struct outcome *outcome)
{
    size_t n = fwrite(call->text, call->size, call->n, file);

    end(outcome, (int64_t)n, n < call->n && call->size);
}

static void do_fputc(FILE *file, const struct call *call, struct outcome *outcome)
{
    int c = call->number % 2 ? fputc(call->text[0], file) : putc_unlocked(call->text[0], file);

    end(outcome, c, c == EOF);
}

static void do_fputs(FILE *file, const struct call *call, struct outcome *outcome)
{
    int rc = fputs(call->text, file);

    end(outcome, rc < 0 ? rc : 0, rc < 0);
}

static void do_fprintf(FILE *file, const struct call *call, struct outcome *outcome)
{
    int rc = fprintf(file, "%d %.*s|%8x\n", call->number, (int)call->size, call->text,
                     (unsigned)call->number);

    end(outcome, rc, rc < 0);
}

/* --- the position -------------------------------------------------------------------------- */

static void do_fseek(FILE *file, const struct call *call, struct outcome *outcome)
{
    int rc = fseeko(file, call->offset, call->number % 3);

    end(outcome, rc, rc < 0);
}

static void do_ftell(FILE *file, const struct call *call, struct outcome *outcome)
{
    off_t at = ftello(file);

    (void)call;
    end(outcome, at, at < 0);
}

static void do_rewind(FILE *file, const struct call *call, struct outcome *outcome)
{
    (void)call;
    errno = 0;
    rewind(file);
    end(outcome, 0, errno != 0);
}

static void do_fgetpos(FILE *file, const struct call *call, struct outcome *outcome)
{
    int rc = fgetpos(file, call->mark);

    end(outcome, rc, rc < 0);
}

static void do_fsetpos(FILE *file, const struct call *call, struct outcome *outcome)
{
    int rc = fsetpos(file, call->mark);

    end(outcome, rc, rc < 0);
}

/* --- others -------------------------------------------------------------------------------- */

static void do_fflush(FILE *file, const struct call *call, struct outcome *outcome)
{
    int rc = fflush(file);

    (void)call;
    end(outcome, rc, rc < 0);
}

static void do_clearerr(FILE *file, const struct call *call, struct outcome *outcome)
{
    (void)call;
    clearerr(file);
    end(outcome, 0, false);
}

static const struct {
    const char *name;
    void (*function)(FILE *file, const struct call *call, struct outcome *outcome);
    uint32_t chance;
    enum {
        ANYWHERE,
        READS,
        WRITES,
        POSITIONS /* reads or writes may follow */
    } kind;
    bool on_device; /* which has no end, and whose position is always 0 */
} calls[] = {
    {"fread", do_fread, 10, READS, true},         {"fgetc", do_fgetc, 10, READS, true},
    {"fgets", do_fgets, 6, READS, true},          {"getdelim", do_getline, 4, READS, false},
    {"fscanf", do_fscanf, 2, READS, false},       {"ungetc", do_ungetc, 5, READS, true},
    {"fwrite", do_fwrite, 10, WRITES, true},      {"fputc", do_fputc, 8, WRITES, true},
    {"fputs", do_fputs, 4, WRITES, true},         {"fprintf", do_fprintf, 4, WRITES, true},
    {"fseeko", do_fseek, 10, POSITIONS, false},   {"ftello", do_ftell, 5, ANYWHERE, false},
    {"rewind", do_rewind, 2, POSITIONS, false},   {"fgetpos", do_fgetpos, 2, ANYWHERE, false},
    {"fsetpos", do_fsetpos, 2, POSITIONS, false}, {"fflush", do_fflush, 4, ANYWHERE, true},
    {"clearerr", do_clearerr, 3, ANYWHERE, true},
};

static size_t any_call_index(void)
{
    uint32_t all = 0, chosen;

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        all += calls[i].chance;
    }
    chosen = pick(all);
    for (size_t i = 0;; i++) {
        if (chosen < calls[i].chance) {
            return i;
        }
        chosen -= calls[i].chance;
    }
}

static size_t index_of(void (*function)(FILE *, const struct call *, struct outcome *))
{
    size_t i = 0;

    while (calls[i].function != function) {
        i++;
    }
    return i;
}

/* A socket has room for few lines. */
static void any_arguments(struct call *call, bool few)
{
    static const uint32_t sizes[] = {1, 10, 100, 1000, MOST_BYTES};
    const uint32_t most = sizes[pick(few ? 3 : 5)];

    call->size = one_in(2) ? 1 : pick(most);
    call->n = call->size ? pick(most / (uint32_t)call->size + 1) : pick(3);
    call->number = (int)pick(60);
    call->offset = (off_t)pick(12000) - (one_in(2) ? 6000 : 100);
    if (one_in(300)) {
        call->offset = INT64_C(3) << 30; /* past 2 GiB */
    }
    any_text(call->text, sizeof(call->text) - 1);
    call->text[pick(most)] = 0;
}

/* Grows both files, behind the back of their FILEs. */
static void append_to_both(const struct twins *twins)
{
    char text[40];
    struct stat stat;

    any_text(text, sizeof(text));
    for (int i = 0; i < 2; i++) {
        assert_int_equal(fstat(twins->handle[i], &stat), 0);
        (void)!pwrite(twins->handle[i], text, sizeof(text), stat.st_size);
    }
    note("the file grows\n");
}

static void compare(const struct twins *twins, const char *name, const struct outcome outcomes[2])
{
    const struct outcome *ours = &outcomes[OURS], *theirs = &outcomes[THEIRS];

    if (ours->result != theirs->result) {
        differs(name, ours->result, theirs->result);
    }
    if (ours->failed != theirs->failed || (ours->failed && ours->error != theirs->error)) {
        differs("errno", ours->failed ? ours->error : 0, theirs->failed ? theirs->error : 0);
    }
    if (ours->length != theirs->length || memcmp(ours->data, theirs->data, ours->length) != 0) {
        differs("bytes", (int64_t)ours->length, (int64_t)theirs->length);
    }
    if (!feof(twins->file[OURS]) != !feof(twins->file[THEIRS])) {
        differs("feof", feof(twins->file[OURS]), feof(twins->file[THEIRS]));
    }
    if (!ferror(twins->file[OURS]) != !ferror(twins->file[THEIRS])) {
        differs("ferror", ferror(twins->file[OURS]), ferror(twins->file[THEIRS]));
    }
}

/* Counts the bytes that ungetc may put back: at most those that were read before. */
static void count_behind(struct twins *twins, size_t index, const struct outcome *outcome)
{
    if (calls[index].function == do_ungetc) {
        twins->behind -= outcome->result != EOF;
        twins->pushed |= outcome->result != EOF;
    } else if (calls[index].kind == READS) {
        twins->behind += outcome->length;
        twins->behind += calls[index].function == do_fgetc && outcome->result != EOF;
    } else if (calls[index].kind != ANYWHERE || calls[index].function == do_fflush) {
        twins->behind = 0;
        twins->pushed = false;
    }
}

/* Makes one call on both FILEs. Returns whether it has failed. */
static bool call_both(struct twins *twins, size_t index, struct call *call)
{
    static struct outcome outcomes[2];
    const char *name = calls[index].name;

    note("%s, size %zu, n %zu, number %d, offset %lld\n", name, call->size, call->n, call->number,
         (long long)call->offset);
    for (int i = 0; i < 2; i++) {
        outcomes[i].length = 0;
        call->mark = &twins->mark[i];
        errno = 0;
        calls[index].function(twins->file[i], call, &outcomes[i]);
    }
    note("  -> %lld, errno %d; feof %d, ferror %d\n", (long long)outcomes[THEIRS].result,
         outcomes[THEIRS].failed ? outcomes[THEIRS].error : 0, !!feof(twins->file[THEIRS]),
         !!ferror(twins->file[THEIRS]));
    compare(twins, name, outcomes);
    compare_twins(twins, calls[index].function == do_fflush && !outcomes[THEIRS].failed);
    count_behind(twins, index, &outcomes[THEIRS]);
    if (calls[index].function == do_fflush && !outcomes[THEIRS].failed) {
        compare_positions(twins);
    }
    if (calls[index].kind == POSITIONS && !outcomes[THEIRS].failed) {
        twins->last = NEITHER;
    } else if (calls[index].function == do_fgetpos) {
        twins->marked |= !outcomes[THEIRS].failed;
    }
    return outcomes[THEIRS].failed;
}

/* Between a write and a read the C standard wants fflush or a new position; between a read and a
 * write a new position, except at the end of the file. Returns whether the call may come now. */
static bool is_allowed(struct twins *twins, size_t index, const struct call *given)
{
    struct call call = {.number = SEEK_CUR};

    if (calls[index].function == do_ungetc && !twins->behind) {
        return false;
    }
    /* After ungetc the C library's own FILE comes to a wrong position by these. */
    if (twins->pushed && (calls[index].function == do_fflush || calls[index].kind == WRITES ||
                          (calls[index].function == do_fseek && given->number % 3 == SEEK_CUR))) {
        return false;
    }
    if (calls[index].function == do_getline && twins->far) {
        return false;
    }
    twins->far |= calls[index].function == do_fseek && given->offset > INT32_MAX;
    if (twins->device && !calls[index].on_device) {
        return false;
    }
    /* With a large fread the C library's own FILE reads at once, whatever the mode, and although
     * the end was reached. */
    if (calls[index].function == do_fread &&
        (!twins->reads || (twins->seeks && feof(twins->file[THEIRS])))) {
        return false;
    }
    if (calls[index].function == do_fsetpos && !twins->marked) {
        return false;
    }
    if (calls[index].kind == READS && twins->last == WRITTEN) {
        if (call_both(twins, index_of(do_fflush), &call)) {
            return false;
        }
        /* After an fread here the C library's own FILE still writes: ungetc then corrupts memory.
         */
        (void)call_both(twins, index_of(do_fgetc), &call);
        twins->last = READ;
    }
    if (calls[index].kind == WRITES && twins->last == READ && twins->device) {
        return false;
    }
    if (calls[index].kind == WRITES && twins->last == READ && !feof(twins->file[THEIRS])) {
        if (call_both(twins, index_of(do_fseek), &call)) {
            return false;
        }
    }
    return true;
}

void any_call(struct twins *twins)
{
    static struct call call;
    const size_t index = any_call_index();

    if (twins->seeks && (twins->exact || twins->last != WRITTEN) && one_in(40)) {
        append_to_both(twins);
    }
    any_arguments(&call, twins->socket);
    if (is_allowed(twins, index, &call)) {
        (void)call_both(twins, index, &call);
        if (calls[index].kind == READS || calls[index].kind == WRITES) {
            twins->last = calls[index].kind == READS ? READ : WRITTEN;
        }
    }
}
