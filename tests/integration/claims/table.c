/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The table of the spec's claims, and of those that were tried.
 */
#include "claims.h"

const struct claimed claimed[] = {
#define CLAIM_OF(op, opcode, value, major, minor, errors)                                          \
    {#op, #opcode, value, major, minor, errors},
#include "claims.inc"
    {NULL, NULL, 0, 0, 0, NULL}};

#define MOST 512
static struct {
    const char *op, *error;
} tried[MOST];
static size_t tried_count;

const struct claimed *claimed_of(const char *op)
{
    for (const struct claimed *c = claimed; c->op; c++) {
        if (!strcmp(c->op, op)) {
            return c;
        }
    }
    fail_msg("spec/ops has no %s", op);
    return NULL;
}

bool has_op(const char *op)
{
    const struct claimed *c = claimed_of(op);

    return ring_has(c->major, c->minor);
}

/* Whether a word is in a list separated by commas. */
static bool lists(const char *list, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = list; (at = strstr(at, word)); at += length) {
        if ((at == list || at[-1] == ' ') && (at[length] == ',' || !at[length])) {
            return true;
        }
    }
    return false;
}

static bool was_tried(const char *op, const char *error, size_t length)
{
    for (size_t i = 0; i < tried_count; i++) {
        if (!strcmp(tried[i].op, op) && strlen(tried[i].error) == length &&
            !strncmp(tried[i].error, error, length)) {
            return true;
        }
    }
    return false;
}

static void mark(const char *op, const char *error)
{
    if (!was_tried(op, error, strlen(error))) {
        assert_true(tried_count < MOST);
        tried[tried_count].op = op;
        tried[tried_count++].error = error;
    }
}

/* Set by the first claim that does not hold; the test fails when it is over, so that all are seen.
 */
static int wrong;

void claim(const char *op, const char *name, int error, int result, const char *file, int line)
{
    if (!has_op(op) && result == -EINVAL) {
        return; /* as documented for older kernels */
    }
    if (result != -error) {
        printf("%s:%d: %s ends with %d, not -%s\n", file, line, op, result, name);
        wrong++;
    }
    if (!lists(claimed_of(op)->errors, name)) {
        printf("%s:%d: spec/ops/%s.yaml does not list %s\n", file, line, op, name);
        wrong++;
    }
    mark(op, name);
}

void untried(const char *op, const char *name, const char *why)
{
    printf("SKIP %s -%s: %s\n", op, name, why);
    if (!lists(claimed_of(op)->errors, name)) {
        printf("spec/ops/%s.yaml does not list %s, which nobody can try either\n", op, name);
        wrong++;
    }
    mark(op, name);
}

/* Runs last. */
void every_error_was_tried(void **state)
{
    int missing = 0;

    (void)state;
    for (const struct claimed *c = claimed; c->op; c++) {
        for (const char *at = c->errors; *at && has_op(c->op); at += strspn(at, ", ")) {
            size_t length = strcspn(at, ",");

            if (!was_tried(c->op, at, length)) {
                printf("spec/ops/%s.yaml: nothing tries %.*s\n", c->op, (int)length, at);
                missing++;
            }
            at += length;
        }
    }
    assert_int_equal(missing, 0);
}

int claim_teardown(void **state)
{
    int broken = wrong;

    close_kept(*state);
    wrong = 0;
    return ring_teardown(state) || broken ? -1 : 0;
}
