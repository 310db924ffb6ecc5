/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The program's own misuse handler, which writes the report to its log. A dead handle is claimed on
 * purpose, in a container that the compiler cannot see into, and the log is checked.
 */
#include "support.h"

#include <setjmp.h>

static jmp_buf back;

struct log {
    char line[200];
};

static void to_log(const struct sring_misuse *misuse, void *arg)
{
    struct log *log = arg;

    snprintf(log->line, sizeof(log->line), "%s: expected %s, found %s", misuse->function,
             misuse->expected, misuse->found);
    longjmp(back, 1);
}

/* Frees a buffer in a container. */
static void discard(struct sring_buf *slot)
{
    sring_buf_claim(slot);
    sring_buf_free(slot);
}

int main(void)
{
    static struct sring_buf slots[2]; /* the second one was never filled */
    static struct log log;
    volatile int freed = 0;

    sring_set_misuse_handler(to_log, &log);
    if (sring_buf_alloc(&slots[0], 64)) {
        return 2;
    }
    sring_buf_stash(&slots[0]);
    if (setjmp(back) == 0) {
        for (int i = 0; i < 2; i++) {
            discard(&slots[i]);
            freed++;
        }
        return 3;
    }
    sring_set_misuse_handler(NULL, NULL);
    if (freed != 1) {
        return 4;
    }
    return strstr(log.line, "sring_buf_claim: expected a buffer") ? 0 : 5;
}
